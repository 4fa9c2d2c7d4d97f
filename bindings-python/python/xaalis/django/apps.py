"""The app: `"xaalis.django"` in `INSTALLED_APPS`."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.core.signals import setting_changed
from django.utils.translation import gettext_lazy as _


class XaalisConfig(AppConfig):
    """Label `xaalis`."""

    name = "xaalis.django"
    label = "xaalis"
    verbose_name = _("Mobile money")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import checks  # noqa: F401

        setting_changed.connect(_forget_clients, dispatch_uid="xaalis.clients")


def _forget_clients(*, setting: str, **_more: Any) -> None:
    if setting in ("XAALIS", "DATABASES"):
        from . import clients

        clients.forget()
