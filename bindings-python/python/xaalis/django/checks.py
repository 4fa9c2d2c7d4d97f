"""`manage.py check`: settings that would lose payments or move real money by mistake."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.core import checks, mail
from django.core.cache import caches
from django.core.cache.backends.db import BaseDatabaseCache
from django.core.cache.backends.dummy import DummyCache
from django.core.cache.backends.filebased import FileBasedCache
from django.core.cache.backends.locmem import LocMemCache
from django.db import connections
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from xaalis import _native, webhooks
from xaalis.errors import InvalidInput
from xaalis.sandbox import Sandbox

from . import conf
from . import relay_checks as relay
from .errors import NotConfigured, allowed


@checks.register("xaalis")
def check_settings(app_configs: Any, **_more: Any) -> list[checks.CheckMessage]:
    """All of them; ids `xaalis.E001` and so on."""
    wrong = _shapes()
    if wrong:
        # The others would judge values that are none.
        return wrong
    found = [*_keys(), *_live_keys(), *_play_money(), *_refused()]
    return [*found, *_webhooks(), *_databases(), *_limits(), *relay.found(), *_options()]


def _shapes() -> list[checks.CheckMessage]:
    """Options of the wrong kind. Kinds only: values are secret."""
    try:
        given = conf.options()
    except NotConfigured:
        return [_wrong("XAALIS", settings.XAALIS, _('a dict, such as {"SENFENICO_KEY": …}'))]
    found: list[checks.CheckMessage] = []
    for name, value in given.items():
        place = f'XAALIS["{name}"]'
        if not isinstance(name, str):
            found.append(_wrong(_("The name of an option"), name, _("a str")))
        elif name == "MAY_ABANDON":
            if value is not None and type(value) is not bool:
                found.append(_wrong(place, value, _("True or False")))
        elif name in relay.SHAPES and value is not None:
            fits, expected = relay.SHAPES[name]
            if not fits(value):
                found.append(_wrong(place, value, _(expected)))
        elif name == "PERSON_AGE":
            if value is not None and type(value) not in (int, float):
                found.append(_wrong(place, value, _("a number of seconds")))
        elif not value or name not in conf.NAMES:
            continue
        elif name in conf.WORDS:
            if not isinstance(value, str):
                found.append(_wrong(place, value, _("a str")))
        elif name == "PROXIES":
            if type(value) is not int or value < 0:
                found.append(_wrong(place, value, _("a number of at least 0")))
        elif name != "TRANSPORT" and not isinstance(value, (str, list, tuple, set, frozenset)):
            found.append(_wrong(place, value, _("a list of str")))
    return found


def _wrong(name: str, value: Any, expected: str) -> checks.CheckMessage:
    given = {"name": name, "kind": type(value).__name__, "expected": expected}
    return checks.Error(_("%(name)s is of type %(kind)s, not %(expected)s.") % given, id="xaalis.E013")


def _keys() -> list[checks.CheckMessage]:
    if conf.option("SENFENICO_KEY") or conf.option("DEXCHANGE_KEY"):
        return []
    hint = _('Set XAALIS = {"SENFENICO_KEY": …} or {"DEXCHANGE_KEY": …}, from the environment.')
    return [checks.Error(_("No payment key is set."), hint=hint, id="xaalis.E001")]


def _live_keys() -> list[checks.CheckMessage]:
    found: list[checks.CheckMessage] = []
    if not settings.DEBUG:
        return found
    hint = _("Use a test key, or a sandbox as TRANSPORT or address.")
    pretended = conf.option("TRANSPORT")
    if str(conf.option("SENFENICO_KEY", "")).startswith("sk_live_") and not pretended:
        problem = _("A live key of Senfenico with DEBUG on: real money moves.")
        found.append(checks.Warning(problem, hint=hint, id="xaalis.W001"))
    if conf.option("DEXCHANGE_KEY") and not pretended and not conf.option("DEXCHANGE_URL"):
        problem = _("A key of DEXCHANGE with DEBUG on: it may be a live one, the key does not say.")
        found.append(checks.Warning(problem, hint=hint, id="xaalis.W002"))
    return found


def _play_money() -> list[checks.CheckMessage]:
    """Without DEBUG: what would let customers go without paying."""
    found: list[checks.CheckMessage] = []
    if settings.DEBUG:
        return found
    try:
        given = _transport()
    except ImportError:
        given = None  # E010
    pretended = isinstance(given, Sandbox) or (isinstance(given, type) and issubclass(given, Sandbox))
    if pretended and not _in_tests():
        problem = _("TRANSPORT is a sandbox, but DEBUG is off: orders are delivered for play money.")
        found.append(checks.Error(problem, id="xaalis.E009"))
    if str(conf.option("SENFENICO_KEY", "")).startswith("sk_test_") and not pretended and not _in_tests():
        problem = _("A test key of Senfenico with DEBUG off: no real money moves.")
        found.append(checks.Warning(problem, id="xaalis.W005"))
    for name in ("SENFENICO_URL", "DEXCHANGE_URL"):
        if LOOPBACK.match(str(conf.option(name, ""))) and not _in_tests():
            problem = _("%(name)s is on this machine, but DEBUG is off: no real money moves.") % {"name": name}
            found.append(checks.Warning(problem, id="xaalis.W006"))
    return found


def _refused() -> list[checks.CheckMessage]:
    """What the clients would refuse at the first payment. Names only: values are secret."""
    found: list[checks.CheckMessage] = []
    try:
        given = _transport()
    except ImportError:
        problem = _("XAALIS[\"TRANSPORT\"] cannot be imported.")
        found.append(checks.Error(problem, id="xaalis.E010"))
    else:
        if given is not None and not callable(given):
            found.append(_wrong('XAALIS["TRANSPORT"]', given, _("a function of one Request, or the dotted path of one")))
    for vendor in ("senfenico", "dexchange"):
        prefix = vendor.upper()
        if not conf.option(f"{prefix}_KEY"):
            continue
        try:
            _native.Account(
                vendor,
                conf.option(f"{prefix}_KEY"),
                conf.option(f"{prefix}_URL"),
                conf.several(f"{prefix}_EARLIER_KEYS"),
                age_ms=_milliseconds(conf.options().get("PERSON_AGE")),
            )
        except (InvalidInput, TypeError) as error:
            field = getattr(error, "field", "")
            part = "EARLIER_KEYS" if field.startswith("earlier_keys") else "URL" if field == "base_url" else "KEY"
            name = "PERSON_AGE" if field == "person_age" else f"{prefix}_{part}"
            problem = _("%(name)s is refused: %(allowed)s.") % {
                "name": name,
                "allowed": allowed(error),
            }
            found.append(checks.Error(problem, id="xaalis.E011"))
    for name, reader in (
        ("SENFENICO_WEBHOOK_KEYS", webhooks.Senfenico),
        ("DEXCHANGE_CALLBACK_SECRETS", webhooks.Dexchange),
    ):
        # A short secret has an error of its own: E005.
        if not conf.several(name) or (reader is webhooks.Dexchange and any(map(_is_short, conf.several(name)))):
            continue
        try:
            reader(*conf.several(name))
        except (InvalidInput, TypeError):
            problem = _("A key in %(name)s is refused.") % {"name": name}
            found.append(checks.Error(problem, id="xaalis.E012"))
    return found


def _milliseconds(seconds: Any) -> Any:
    """No client takes what is out of this range."""
    return None if seconds is None else int(max(min(seconds, 1e9), -1.0) * 1000)


def _is_short(secret: Any) -> bool:
    return isinstance(secret, str) and len(secret) < SHORTEST_SECRET


def _transport() -> Any:
    """Imported, not made: a check must not connect to anything."""
    given = conf.option("TRANSPORT")
    return import_string(given) if isinstance(given, str) else given


def _in_tests() -> bool:
    """Django turns DEBUG off in tests, where a sandbox belongs."""
    return hasattr(mail, "outbox")


def _webhooks() -> list[checks.CheckMessage]:
    found: list[checks.CheckMessage] = []
    if conf.option("SENFENICO_KEY") and not conf.several("SENFENICO_WEBHOOK_KEYS"):
        problem = _("SENFENICO_WEBHOOK_KEYS is not set: webhooks are answered 404.")
        hint = _("Payments still end by polling, later.")
        found.append(checks.Info(problem, hint=hint, id="xaalis.I001"))
    base = str(conf.option("DEXCHANGE_CALLBACK_BASE", ""))
    # On a desk the sandbox is the only one that calls back.
    at_home = settings.DEBUG and LOOPBACK.match(base)
    if base and not base.startswith("https://") and not at_home:
        problem = _("DEXCHANGE_CALLBACK_BASE is not https: the secret in callback addresses can be read.")
        level = checks.Warning if settings.DEBUG else checks.Error
        found.append(level(problem, id="xaalis.W003" if settings.DEBUG else "xaalis.E003"))
    if base and not conf.several("DEXCHANGE_CALLBACK_SECRETS"):
        problem = _("DEXCHANGE_CALLBACK_BASE is set without DEXCHANGE_CALLBACK_SECRETS.")
        found.append(checks.Error(problem, id="xaalis.E004"))
    if any(_is_short(secret) for secret in conf.several("DEXCHANGE_CALLBACK_SECRETS")):
        problem = _("A secret in DEXCHANGE_CALLBACK_SECRETS has fewer than 16 characters.")
        found.append(checks.Error(problem, id="xaalis.E005"))
    return found


def _databases() -> list[checks.CheckMessage]:
    alias = conf.database()
    if alias not in settings.DATABASES:
        problem = _('XAALIS["DATABASE"] names %(alias)r, which DATABASES does not have.') % {"alias": alias}
        return [checks.Error(problem, id="xaalis.E006")]
    if not connections[alias].settings_dict.get("ATOMIC_REQUESTS"):
        return []
    if connections[alias].vendor == "sqlite":
        # One writer at a time: the second alias would wait for the first, and that one for the view.
        hint = _(
            "Decorate every view that pays with transaction.non_atomic_requests and silence this check. "
            "On SQLite a second alias would only wait for the first."
        )
    else:
        hint = _(
            "Name a second alias of the same database, without ATOMIC_REQUESTS, in XAALIS[\"DATABASE\"], "
            "or decorate every view that pays with transaction.non_atomic_requests and silence this check."
        )
    problem = _("ATOMIC_REQUESTS is on for the database of payments: views that pay are refused.")
    return [checks.Warning(problem, hint=hint, id="xaalis.W004")]


def _limits() -> list[checks.CheckMessage]:
    """A cache that would let through what `xaalis.django.limits` is there to stop."""
    alias = conf.word("LIMITS_CACHE")
    if not alias:
        return []
    if alias not in settings.CACHES:
        problem = _('XAALIS["LIMITS_CACHE"] names %(alias)r, which CACHES does not have.') % {"alias": alias}
        return [checks.Error(problem, id="xaalis.E014")]
    cache = caches[alias]
    if isinstance(cache, (DummyCache, FileBasedCache)):
        problem = _('XAALIS["LIMITS_CACHE"] names a cache in which nothing can be counted.')
        hint = _("Use Redis, Memcached or the database.")
        return [checks.Error(problem, hint=hint, id="xaalis.E015")]
    found: list[checks.CheckMessage] = []
    if isinstance(cache, LocMemCache) and not settings.DEBUG and not _in_tests():
        problem = _('XAALIS["LIMITS_CACHE"] names a cache of one process: each process counts for itself.')
        hint = _("Use Redis, Memcached or the database.")
        found.append(checks.Warning(problem, hint=hint, id="xaalis.W007"))
    if isinstance(cache, (LocMemCache, BaseDatabaseCache)) and cache._max_entries < FEWEST_ENTRIES:
        problem = _("The cache of limits forgets when it has more than %(n)d entries.") % {"n": cache._max_entries}
        hint = _('Give it OPTIONS: {"MAX_ENTRIES": 100_000}: whoever fills it would not be counted.')
        found.append(checks.Warning(problem, hint=hint, id="xaalis.W008"))
    if not conf.number("PROXIES") and (settings.SECURE_PROXY_SSL_HEADER or settings.USE_X_FORWARDED_HOST):
        problem = _("A proxy stands in front, but PROXIES is 0: all buyers are counted as one address, the proxy's.")
        hint = _('Say in XAALIS["PROXIES"] how many proxies of yours stand in a row.')
        found.append(checks.Warning(problem, hint=hint, id="xaalis.W009"))
    return found


def _options() -> list[checks.CheckMessage]:
    given = getattr(settings, "XAALIS", None) or {}
    unknown = sorted(set(given) - conf.NAMES)
    found: list[checks.CheckMessage] = []
    if unknown:
        problem = _("XAALIS has unknown options: %(names)s.") % {"names": ", ".join(unknown)}
        found.append(checks.Error(problem, id="xaalis.E007"))
    if conf.option("APPLY_WEBHOOKS", "inline") not in ("inline", "later"):
        problem = _('XAALIS["APPLY_WEBHOOKS"] is neither "inline" nor "later".')
        found.append(checks.Error(problem, id="xaalis.E008"))
    return found


SHORTEST_SECRET = 16
FEWEST_ENTRIES = 10_000
LOOPBACK = re.compile(r"http://(127\.0\.0\.1|localhost|\[::1\])(:\d+)?(/|$)")
