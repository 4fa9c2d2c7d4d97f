"""What `manage.py check` finds in a relay's settings. Names only: values are secret."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from xaalis import _native
from xaalis.errors import InvalidInput

from . import conf
from .errors import allowed

LOOPBACK = re.compile(r"http://(127\.0\.0\.1|localhost)(:\d+)?(/|$)")


def _is_keys(value: Any) -> bool:
    return isinstance(value, Mapping) and all(
        isinstance(name, str) and isinstance(value[name], str) for name in value
    )


def _is_pages(value: Any) -> bool:
    return isinstance(value, (list, tuple)) and len(value) == 2 and all(isinstance(one, str) for one in value)


#: Options with a kind of their own, and what it is.
SHAPES: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "RELAY_KEYS": (_is_keys, gettext_noop("a dict of names and secrets")),
    "RELAY_CHECKOUT": (_is_pages, gettext_noop("a list of two addresses")),
    "RELAY_COLLECT": (lambda value: type(value) is bool, gettext_noop("True or False")),
    "RELAY_AT_ONCE": (lambda value: type(value) is int and value > 0, gettext_noop("a number of at least 1")),
}
#: By the argument of `Gate` that is refused.
NAMES = {"url": "URL", "keys": "KEYS", "origins": "ORIGINS", "checkout": "CHECKOUT"}


def found() -> list[checks.CheckMessage]:
    """Nothing where no relay is set up."""
    given = [name for name in ("URL", "KEYS", "ORIGINS") if conf.option(f"RELAY_{name}")]
    if not given:
        return []
    needed = ["RELAY_URL", "RELAY_KEYS", "RELAY_ORIGINS", "SENFENICO_KEY"]
    missing = [name for name in needed if not conf.option(name)]
    if missing:
        problem = _("A relay is set up without %(names)s.") % {"names": ", ".join(missing)}
        hint = _("manage.py xaalis_relay_key makes a key.") if "RELAY_KEYS" in missing else None
        return [checks.Error(problem, hint=hint, id="xaalis.E016")]
    return [*_shared(), *(_refused() or [*_at_home(), *_elsewhere()])]


def _shared() -> list[checks.CheckMessage]:
    """A secret that is something else as well: whoever holds a token could try keys against it."""
    others = {settings.SECRET_KEY, *map(conf.option, ("SENFENICO_KEY", "DEXCHANGE_KEY"))}
    for name in ("SENFENICO_EARLIER_KEYS", "DEXCHANGE_EARLIER_KEYS", "SENFENICO_WEBHOOK_KEYS"):
        others |= {*conf.several(name)}
    others |= {*conf.several("DEXCHANGE_CALLBACK_SECRETS")}
    if not any(secret in others for secret in conf.option("RELAY_KEYS").values()):
        return []
    problem = _("A key in RELAY_KEYS is another secret of this project.")
    hint = _("manage.py xaalis_relay_key makes a key.")
    return [checks.Error(problem, hint=hint, id="xaalis.E018")]


def _refused() -> list[checks.CheckMessage]:
    """What the relay would refuse at the first token."""
    pages = conf.option("RELAY_CHECKOUT")
    try:
        # Over any account: what is wrong with the real one is told as E011.
        _native.Gate(
            _native.Account("senfenico", "sk_test_of_a_check"),
            conf.option("RELAY_URL"),
            [*conf.option("RELAY_KEYS").items()],
            conf.several("RELAY_ORIGINS"),
            True,
            tuple(pages) if pages else None,
            1,
        )
    except (InvalidInput, TypeError) as error:
        name = f"RELAY_{NAMES.get(getattr(error, 'field', ''), 'ORIGINS')}"
        problem = _("%(name)s is refused: %(allowed)s.") % {"name": name, "allowed": allowed(error)}
        return [checks.Error(problem, id="xaalis.E017")]
    return []


def _at_home() -> list[checks.CheckMessage]:
    from .checks import _in_tests

    told = [conf.option("RELAY_URL"), *conf.several("RELAY_ORIGINS")]
    if settings.DEBUG or _in_tests() or not any(isinstance(one, str) and LOOPBACK.match(one) for one in told):
        return []
    problem = _("RELAY_URL or RELAY_ORIGINS names this machine, but DEBUG is off.")
    hint = _("Whoever can open a page on a customer's own machine could use her token.")
    return [checks.Warning(problem, hint=hint, id="xaalis.W010")]


def _elsewhere() -> list[checks.CheckMessage]:
    path = urlsplit(conf.option("RELAY_URL")).path
    try:
        view = reverse("xaalis:pay")
    except NoReverseMatch:
        view = ""
    if view == path:
        return []
    problem = _("RELAY_URL does not lead to the relay's view: its path is not %(path)s.") % {"path": view or "?"}
    hint = _('Include "xaalis.django.urls", or silence this check when a proxy or an address of yours leads there.')
    return [checks.Warning(problem, hint=hint, id="xaalis.W011")]
