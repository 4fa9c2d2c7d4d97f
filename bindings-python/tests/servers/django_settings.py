"""The project of tests/django, served, with a middleware that looks at bodies late."""

from settings import *  # noqa: F403

MIDDLEWARE = [*MIDDLEWARE, "tests.servers.django_settings.logs_bodies"]  # noqa: F405
ALLOWED_HOSTS = ["*"]
XAALIS = XAALIS | {  # noqa: F405
    "RELAY_URL": f"http://127.0.0.1:{os.environ['XAALIS_TEST_PORT']}/xaalis/pay",  # noqa: F405
    "RELAY_KEYS": {"a1": "relay-secret-of-tests-0123456789abcdef"},
    "RELAY_ORIGINS": ["app"],
}


def logs_bodies(get_response):  # type: ignore[no-untyped-def]
    """As audit logs do: after the view."""

    def middleware(request):  # type: ignore[no-untyped-def]
        response = get_response(request)
        response.headers["X-Seen"] = str(len(request.body))
        return response

    return middleware
