"""What `manage.py check` finds in a relay's settings. Names only: values are secret."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from xaalis import _native
from xaalis._relaying import check_hook
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


def _is_hook(value: Any) -> bool:
    return isinstance(value, str) or all(callable(getattr(value, name, None)) for name in ("keep", "recall"))


#: Options with a kind of their own, and what it is.
SHAPES: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "RELAY_KEYS": (_is_keys, gettext_noop("a dict of names and secrets")),
    "RELAY_CHECKOUT": (_is_pages, gettext_noop("a list of two addresses")),
    "RELAY_COLLECT": (lambda value: type(value) is bool, gettext_noop("True or False")),
    "RELAY_CODES": (_is_hook, gettext_noop("an object with keep and recall, or its dotted path")),
    "RELAY_AT_ONCE": (lambda value: type(value) is int and value > 0, gettext_noop("a number of at least 1")),
}
#: The addresses of the two relays: the vendor of each, its view, and by the argument of `Gate` what is refused.
RELAYS = {
    "RELAY_URL": ("SENFENICO", "pay", {"url": "RELAY_URL", "checkout": "RELAY_CHECKOUT"}),
    "RELAY_BILLS_URL": ("DEXCHANGE", "bills", {"url": "RELAY_BILLS_URL", "callbacks": "DEXCHANGE_CALLBACK_BASE"}),
}


def found() -> list[checks.CheckMessage]:
    """Nothing where no relay is set up."""
    given = [name for name in (*RELAYS, "RELAY_KEYS", "RELAY_ORIGINS", "RELAY_CODES") if conf.option(name)]
    if not given:
        return []
    missing = [name for name in _needed() if not conf.option(name)]
    if missing:
        problem = _("A relay is set up without %(names)s.") % {"names": ", ".join(missing)}
        hint = _("manage.py xaalis_relay_key makes a key.") if "RELAY_KEYS" in missing else None
        return [checks.Error(problem, hint=hint, id="xaalis.E016")]
    urls = [name for name in RELAYS if conf.option(name)]
    refused = [one for name in urls for one in _refused(name)]
    return [*_shared(), *_codes(), *(refused or [*_at_home(), *[one for name in urls for one in _elsewhere(name)]])]


def _needed() -> list[str]:
    """All that a relay needs that is set up."""
    pays_bills = bool(conf.option("RELAY_BILLS_URL") or conf.option("RELAY_CODES"))
    collects = bool(conf.option("RELAY_URL")) or not pays_bills
    needed = [("RELAY_URL", collects), ("RELAY_BILLS_URL", pays_bills), ("RELAY_KEYS", True), ("RELAY_ORIGINS", True)]
    needed += [("SENFENICO_KEY", collects), ("DEXCHANGE_KEY", pays_bills)]
    return [name for name, is_needed in needed if is_needed]


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


def _codes() -> list[checks.CheckMessage]:
    """Imported, not made: a check must not connect to anything."""
    given = conf.option("RELAY_CODES")
    if given is None:
        return []
    try:
        check_hook(import_string(given) if isinstance(given, str) else given, awaits=False)
    except ImportError:
        return [checks.Error(_('XAALIS["RELAY_CODES"] cannot be imported.'), id="xaalis.E022")]
    except InvalidInput as error:
        return [_no("RELAY_CODES", error)]
    return []


def _refused(url: str) -> list[checks.CheckMessage]:
    """What the relay would refuse at the first token."""
    vendor, _view, names = RELAYS[url]
    pays_bills = vendor == "DEXCHANGE"
    pages = None if pays_bills else conf.option("RELAY_CHECKOUT")
    base, secrets = str(conf.option("DEXCHANGE_CALLBACK_BASE", "")), conf.several("DEXCHANGE_CALLBACK_SECRETS")
    # What else is wrong with these two is told as E003 to E005.
    is_called = pays_bills and base.startswith("https://") and min(map(len, secrets), default=0) >= SHORTEST
    try:
        # Over any account: what is wrong with the real one is told as E011.
        _native.Gate(
            _native.Account(vendor.lower(), "sk_test_of_a_check"),
            conf.option(url),
            [*conf.option("RELAY_KEYS").items()],
            conf.several("RELAY_ORIGINS"),
            not pays_bills,
            tuple(pages) if pages else None,
            pays_bills,
            (base, secrets) if is_called else None,
            False,
            1,
        )
    except (InvalidInput, TypeError) as error:
        field = getattr(error, "field", "origins")
        return [_no(names.get(field, f"RELAY_{field.upper()}"), error)]
    return []


def _no(name: str, error: Exception) -> checks.CheckMessage:
    problem = _("%(name)s is refused: %(allowed)s.") % {"name": name, "allowed": allowed(error)}
    return checks.Error(problem, id="xaalis.E017")


def _at_home() -> list[checks.CheckMessage]:
    from .checks import _in_tests

    told = {name: [conf.option(name)] for name in RELAYS} | {"RELAY_ORIGINS": conf.several("RELAY_ORIGINS")}
    here = [name for name in told if any(isinstance(one, str) and LOOPBACK.match(one) for one in told[name])]
    if settings.DEBUG or _in_tests() or not here:
        return []
    problem = _("%(names)s: this machine, but DEBUG is off.") % {"names": ", ".join(here)}
    hint = _("Whoever can open a page on a customer's own machine could use her token.")
    return [checks.Warning(problem, hint=hint, id="xaalis.W010")]


def _elsewhere(url: str) -> list[checks.CheckMessage]:
    path = urlsplit(conf.option(url)).path
    try:
        view = reverse(f"xaalis:{RELAYS[url][1]}")
    except NoReverseMatch:
        view = ""
    if view == path:
        return []
    given = {"name": url, "path": view or "?"}
    problem = _("%(name)s does not lead to the relay's view: its path is not %(path)s.") % given
    hint = _('Include "xaalis.django.urls", or silence this check when a proxy or an address of yours leads there.')
    return [checks.Warning(problem, hint=hint, id="xaalis.W011")]


#: Of a callback's secret.
SHORTEST = 16
