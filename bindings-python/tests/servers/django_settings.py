"""The project of tests/django, served, with a middleware that looks at bodies late."""

from settings import *  # noqa: F403

MIDDLEWARE = [*MIDDLEWARE, "tests.servers.django_settings.logs_bodies"]  # noqa: F405
ALLOWED_HOSTS = ["*"]


def logs_bodies(get_response):  # type: ignore[no-untyped-def]
    """As audit logs do: after the view."""

    def middleware(request):  # type: ignore[no-untyped-def]
        response = get_response(request)
        response.headers["X-Seen"] = str(len(request.body))
        return response

    return middleware
