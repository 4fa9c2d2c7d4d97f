"""A project with nothing but the app."""

import json
import os

SECRET_KEY = "only for tests"
DEBUG = False
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ALLOWED_HOSTS = ["testserver"]
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "xaalis.django",
    "docs_shop",
    "payables",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
ROOT_URLCONF = "shop_urls"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ.get("XAALIS_TEST_DB", ":memory:"),
        "OPTIONS": {"timeout": 20},
    }
}
# Another database than that file, as Django takes it.
if "XAALIS_TEST_DATABASE" in os.environ:
    DATABASES["default"] = json.loads(os.environ["XAALIS_TEST_DATABASE"])
    if DATABASES["default"]["ENGINE"].endswith("mysql"):
        # In the place of mysqlclient, which a compiler has to build.
        import pymysql

        pymysql.install_as_MySQLdb()
XAALIS = {
    "SENFENICO_KEY": "sk_test_django",
    "SENFENICO_WEBHOOK_KEYS": ["webhook-key-of-tests"],
    "DEXCHANGE_KEY": "dexchange-key-of-tests",
    "DEXCHANGE_CALLBACK_SECRETS": ["callback-secret-of-tests"],
    "DEXCHANGE_CALLBACK_BASE": "https://shop.example/xaalis/dexchange",
    "TRANSPORT": "xaalis.Sandbox",
}
