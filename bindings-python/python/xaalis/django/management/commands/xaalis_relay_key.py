"""`manage.py xaalis_relay_key`: a new secret for the relay."""

from __future__ import annotations

import secrets
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from xaalis.django import conf


class Command(BaseCommand):
    """It changes nothing."""

    #: One of them says that the key is missing, and to run this.
    requires_system_checks = []

    help = _("Prints a new secret for XAALIS[\"RELAY_KEYS\"], under a name that is not used yet.")

    def handle(self, *_args: Any, **_options: Any) -> None:
        known = conf.option("RELAY_KEYS")
        taken = known if isinstance(known, dict) else {}
        name = next(name for place in range(1, len(taken) + 2) if (name := f"k{place}") not in taken)
        # Nothing else on the same stream: a script may read it.
        self.stdout.write(f'"{name}": "{secrets.token_urlsafe(32)}"')
        if taken:
            text = _("Add it behind the others, deploy, then put it first, and after an hour leave the old one out.")
        else:
            text = _("Keep it as you keep the vendor's key: whoever has it can have any phone asked to pay.")
        self.stderr.write(text)
