"""Everything that differs between two shops is an environment variable: see README.md."""

import os
from pathlib import Path
from typing import Any

BASE_DIR = Path(__file__).resolve().parent.parent


def env(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def several(name: str, default: str = "") -> list[str]:
    """Values with commas between them: two keys while one replaces the other."""
    return [value.strip() for value in env(name, default).split(",") if value.strip()]


DEBUG = env("DEBUG", "1") == "1"
SECRET_KEY = env("SECRET_KEY", "for-development-only" if DEBUG else "")
ALLOWED_HOSTS = several("ALLOWED_HOSTS", "127.0.0.1,localhost")
CSRF_TRUSTED_ORIGINS = several("CSRF_TRUSTED_ORIGINS")

# --- Payments ----------------------------------------------------------------------------------------

# Where the vendors reach this shop.
PUBLIC_URL = env("PUBLIC_URL", "http://127.0.0.1:8000")
# `cargo xtask sandbox` plays both vendors, for development and only in place of a key that is missing.
SANDBOX_URL = env("SANDBOX_URL", "http://127.0.0.1:8077") if DEBUG else None

XAALIS: dict[str, Any] = {
    "SENFENICO_KEY": env("SENFENICO_KEY", "sk_test_sandbox" if DEBUG else ""),
    "SENFENICO_URL": None if env("SENFENICO_KEY") else SANDBOX_URL,
    "SENFENICO_WEBHOOK_KEYS": several("SENFENICO_WEBHOOK_KEYS", "whk_sandbox" if DEBUG else ""),
    "DEXCHANGE_KEY": env("DEXCHANGE_KEY", "dexchange_sandbox" if DEBUG else ""),
    "DEXCHANGE_URL": None if env("DEXCHANGE_KEY") else SANDBOX_URL,
    "DEXCHANGE_CALLBACK_BASE": f"{PUBLIC_URL}/xaalis/dexchange",
    "DEXCHANGE_CALLBACK_SECRETS": several(
        "DEXCHANGE_CALLBACK_SECRETS", "for-development-only" if DEBUG else ""
    ),
    "LIMITS_CACHE": "default",
    "PROXIES": int(env("PROXIES", "0")),
}
# Pages that hold no key pay through the relay. `manage.py xaalis_relay_key` makes its secret.
RELAY_KEY = env("XAALIS_RELAY_KEY", "for-development-only-0123456789abcdef" if DEBUG else "")
if RELAY_KEY:
    XAALIS |= {
        "RELAY_URL": f"{PUBLIC_URL}/xaalis/pay",
        "RELAY_KEYS": {"k1": RELAY_KEY},
        "RELAY_ORIGINS": [PUBLIC_URL],
    }
# Such a page, if there is one: `/shop.html`.
CHECKOUT_PAGE = env("CHECKOUT_PAGE")

# --- Django ------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "xaalis.django",
    "shop.apps.ShopConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
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
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
LOGIN_URL = "admin:login"

# PostgreSQL as soon as there are two machines. Without ATOMIC_REQUESTS: a record of a payment has to be
# in the database before the payment is sent, whatever becomes of the page.
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": env("DATABASE", str(BASE_DIR / "shop.sqlite3")),
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL",
        },
    }
}

# Shared by all processes, for limits are counted in it (xaalis.django.limits). Redis is quicker.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shop_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
TIME_ZONE = "Africa/Ouagadougou"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "static"
# With DEBUG, no `collectstatic` is needed.
WHITENOISE_USE_FINDERS = DEBUG

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC_URL.startswith("https:")
LOGGING = {
    "version": 1,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {"shop": {"handlers": ["console"], "level": "INFO"}},
}
