"""The setting `XAALIS`, a dict:

- `SENFENICO_KEY`, `DEXCHANGE_KEY`: the secret keys; leave out the vendor you do not use.
- `SENFENICO_EARLIER_KEYS`, `DEXCHANGE_EARLIER_KEYS`: lists of the keys that those replaced, until all that was
  begun under them has ended.
- `SENFENICO_WEBHOOK_KEYS`: a list: one key, or two while one replaces another.
- `DEXCHANGE_CALLBACK_SECRETS`: a list of your own random secrets of at least 16 characters.
- `DEXCHANGE_CALLBACK_BASE`: the public address of the callback view, `https://shop.example/xaalis/dexchange`.
- `SENFENICO_URL`, `DEXCHANGE_URL`: another address than the vendor's, such as a sandbox's.
- `DATABASE`: the alias of `DATABASES` that holds records; `default` when left out.
- `TRANSPORT`: instead of the native transport: an object, a callable or the dotted path of one; a class
  is called once. `"xaalis.Sandbox"` for tests and demos.
- `APPLY_WEBHOOKS`: `"inline"` (the default: once 200 is answered) or `"later"` (by `xaalis_resume`).
- `MAY_ABANDON`: `False`: no charge can be given up. It rests on something that no page of Senfenico's says: that
  no money moves before a code is submitted.
- `PERSON_AGE`: for how many seconds a payer or customer is waited for, from a minute to a week; a day when left
  out. What has not ended at Senfenico's then is told by `payment_unknown`.
- `LIMITS_CACHE`: the alias of `CACHES` that `xaalis.django.limits` counts in.
- `RELAY_URL`: where `xaalis.django.relay.view` is reached, `https://shop.example/xaalis/pay`; tokens name it.
- `RELAY_KEYS`: a dict of names and secrets of the relay's, as `manage.py xaalis_relay_key` makes them; the first one
  mints, all of them check.
- `RELAY_ORIGINS`: a list of your pages' origins, as browsers write them, and `"app"` for apps.
- `RELAY_CHECKOUT`: two addresses, where the vendor's payment page sends customers back to, paid and not: pages may
  open one then.
- `RELAY_COLLECT`: `False`: pages may not collect from a phone.
- `RELAY_AT_ONCE`: how many requests of one process may wait for the vendor at once, at each of the two addresses: half
  of its threads; 8 when left out.
- `RELAY_BILLS_URL`: where `xaalis.django.relay.bills_view` is reached, `https://shop.example/xaalis/bills`: bills are
  paid there, by your account of DEXCHANGE. Keys and origins are those of the other address. With
  `DEXCHANGE_CALLBACK_BASE` and its secrets, the vendor tells how they ended.
- `RELAY_CODES`: keeps what top-ups bought, `xaalis.Codes`: the dotted path of a class or an object, or the thing
  itself; a class is called once. Without, meters are not topped up.
- `PROXIES`: how many proxies of yours stand in front and append to `X-Forwarded-For`; 0 when left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS

from .errors import NotConfigured

NAMES = frozenset(
    {
        "SENFENICO_KEY",
        "SENFENICO_EARLIER_KEYS",
        "SENFENICO_WEBHOOK_KEYS",
        "SENFENICO_URL",
        "DEXCHANGE_KEY",
        "DEXCHANGE_EARLIER_KEYS",
        "DEXCHANGE_CALLBACK_SECRETS",
        "DEXCHANGE_CALLBACK_BASE",
        "DEXCHANGE_URL",
        "DATABASE",
        "TRANSPORT",
        "APPLY_WEBHOOKS",
        "MAY_ABANDON",
        "PERSON_AGE",
        "LIMITS_CACHE",
        "PROXIES",
        "RELAY_URL",
        "RELAY_KEYS",
        "RELAY_ORIGINS",
        "RELAY_CHECKOUT",
        "RELAY_COLLECT",
        "RELAY_AT_ONCE",
        "RELAY_BILLS_URL",
        "RELAY_CODES",
    }
)

#: Those that are a text.
WORDS = NAMES - {
    "SENFENICO_EARLIER_KEYS",
    "SENFENICO_WEBHOOK_KEYS",
    "DEXCHANGE_EARLIER_KEYS",
    "DEXCHANGE_CALLBACK_SECRETS",
    "MAY_ABANDON",
    "PERSON_AGE",
    "PROXIES",
    "RELAY_KEYS",
    "RELAY_ORIGINS",
    "RELAY_CHECKOUT",
    "RELAY_COLLECT",
    "RELAY_AT_ONCE",
    "RELAY_CODES",
    "TRANSPORT",
}


def options() -> Mapping[str, Any]:
    """All of them. Raises `NotConfigured` when the setting is no dict."""
    given: Any = getattr(settings, "XAALIS", None)
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        kind = type(given).__name__
        # Whoever shows this frame would show the keys in it.
        del given
        raise NotConfigured(f"XAALIS is a {kind}, not a dict of options")
    return given


def option(name: str, default: Any = None) -> Any:
    """One option, or the default when it is missing or empty."""
    return options().get(name) or default


def word(name: str, default: Any = None) -> Any:
    """One option that is a text. Raises `NotConfigured` for any other; the value may be a secret."""
    value = option(name, default)
    if value is not None and not isinstance(value, str):
        kind = type(value).__name__
        del value
        raise NotConfigured(f'XAALIS["{name}"] is a {kind}, not a str')
    return value


def number(name: str) -> int:
    """One option that counts; 0 when it is missing. Raises `NotConfigured` for any other."""
    value = option(name, 0)
    if type(value) is not int or value < 0:
        del value
        raise NotConfigured(f'XAALIS["{name}"] is not a number of at least 0')
    return value


def required(name: str) -> Any:
    """One option. Raises `NotConfigured` when it is missing."""
    value = word(name) if name in WORDS else option(name)
    if not value:
        raise NotConfigured(f'XAALIS["{name}"] is not set')
    return value


def several(name: str) -> list[str]:
    """A list of keys; a single one may stand alone. Empty ones, of variables that are not set, are none."""
    value = option(name, [])
    if isinstance(value, str):
        return [value]
    if not isinstance(value, (list, tuple, set, frozenset)):
        kind = type(value).__name__
        del value
        raise NotConfigured(f'XAALIS["{name}"] is a {kind}, not a list of str')
    return [one for one in value if one]


def people() -> dict[str, Any]:
    """What clients are told of payments that wait for a person: what is set, as it is."""
    names = {"MAY_ABANDON": "may_abandon", "PERSON_AGE": "person_age"}
    given = options()
    return {names[name]: given[name] for name in names if given.get(name) is not None}


def relay() -> dict[str, Any]:
    """What the relay of payments is made of. Raises `NotConfigured` for what is missing."""
    made = _relay("RELAY_URL") | {"checkout": option("RELAY_CHECKOUT")}
    collect = options().get("RELAY_COLLECT")
    return made if collect is None else made | {"collect": collect}


def bills_relay() -> dict[str, Any]:
    """What the relay of bills is made of, but for `codes`. Raises `NotConfigured` for what is missing."""
    made = _relay("RELAY_BILLS_URL") | {"bills": True}
    base, secrets = word("DEXCHANGE_CALLBACK_BASE"), several("DEXCHANGE_CALLBACK_SECRETS")
    return made | {"callbacks": (base, secrets)} if base and secrets else made


def _relay(url: str) -> dict[str, Any]:
    made = {
        "url": required(url),
        "keys": required("RELAY_KEYS"),
        "origins": several("RELAY_ORIGINS") or required("RELAY_ORIGINS"),
    }
    at_once = options().get("RELAY_AT_ONCE")
    return made if at_once is None else made | {"at_once": at_once}


def database() -> str:
    """The alias of the database that holds records."""
    return str(word("DATABASE", DEFAULT_DB_ALIAS))


def applies_inline() -> bool:
    """Whether webhooks are applied by the process that received them."""
    return bool(option("APPLY_WEBHOOKS", "inline") == "inline")
