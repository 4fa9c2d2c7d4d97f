"""How often strangers may make your shop ask: prompts on a phone, codes, looks.

Whoever knows an order's address may send any number to it, and guess at codes. `take` counts by order, by
payer, by address and for the whole shop, in Django's cache:

```python
try:
    limits.take("prompt", order=order.pk, payer=phone, address=limits.address(request))
except limits.TooOften as error:
    ...  # nothing was sent; error.buyer_text_fr says how long to wait
```

`XAALIS["LIMITS_CACHE"]` names the cache, which all processes must share. When it fails, prompts and codes are
refused and looks let through: money waits, and pages do not. Keys are hashed with `SECRET_KEY`: no cache
holds a number or an address. These limit and smooth; it is the journal that keeps you from paying twice.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any

from django.core.cache import caches
from django.core.cache.backends.db import BaseDatabaseCache
from django.db import connections, router
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from . import conf
from .errors import TooOften, TransactionOpen
from .journal import in_tests_only

__all__ = ["RULES", "Rules", "Taken", "TooOften", "address", "take"]

#: What is counted, for whom, and how often at most in how many seconds.
Rules = Mapping[str, Mapping[str, Iterable[tuple[int, int]]]]

DAY = 24 * 3600
#: Addresses have high ceilings, for a mobile operator puts thousands of people behind one.
RULES: Rules = {
    "prompt": {
        "order": ((3, 600), (10, DAY)),
        "payer": ((3, 600), (10, DAY)),
        "address": ((50, 60),),
        "shop": ((100, 60),),
    },
    "code": {"order": ((10, DAY),), "payer": ((10, DAY),), "address": ((200, DAY),)},
    "read": {"order": ((60, 60),)},
    "look": {"order": ((1, 3),)},
}
#: What goes on when the cache fails.
OPEN = frozenset({"read", "look"})

log = logging.getLogger("xaalis.django")


class Taken:
    """What was counted. A code that proved right is given back: only wrong ones count."""

    def __init__(self, cache: Any) -> None:
        self._cache = cache
        self._keys: list[str] = []

    def give_back(self) -> None:
        """As if it had not been."""
        keys, self._keys = self._keys, []
        # One that stays counts until its time is over.
        with suppress(Exception):
            if keys:
                self._cache.delete_many(keys)

    def _takes(self, names: tuple[str, str, str], now: float, seconds: int) -> bool:
        """Whether the place is had. Another process may be in another stretch, and not see this name:
        whoever finds another name of the place leaves it, and of two who come at once one does at least."""
        key, *others = names
        if not self._adds(key, now, seconds):
            return False
        self._keys.append(key)
        if self._cache.get_many(others):
            self._cache.delete(key)
            self._keys.remove(key)
            return False
        return True

    def _adds(self, key: str, now: float, seconds: int) -> bool:
        """Whether the key is ours and not another's. Of an error some caches say what they say of a key that
        another has: it is read again. One that was given back meanwhile is asked for once more."""
        for _ in range(2):
            if self._cache.add(key, now, seconds):
                return True
            if self._cache.get_many([key]):
                return False
        raise _NotKept


def take(
    what: str, *, order: object = None, payer: str | None = None, address: str | None = None, rules: Rules = RULES
) -> Taken:
    """Counts one more `"prompt"`, `"code"`, `"read"` of a page or `"look"` at the vendor, before anything is
    asked. All or nothing.

    Of an order give what all its attempts share; of a payer the number in any spelling; of the address what
    `address(request)` says. Raises `TooOften`, `TypeError` for one that the rules need and was not given,
    `NotConfigured` without `XAALIS["LIMITS_CACHE"]`, and `TransactionOpen` inside a transaction of the
    database that the cache is in: a rollback would forget what was counted.
    """
    given = {"order": order, "payer": payer if payer is None else _digits(payer), "address": address, "shop": ""}
    hidden = {whom: _hidden(f"{what} {whom} {value}") for whom, value in given.items() if value is not None}
    # Whoever shows this frame would show the number.
    del payer, address, given
    places = []
    for whom, several in rules[what].items():
        if whom not in hidden:
            raise TypeError(f"a {what} is counted by {whom}: take() needs it")
        places += [_Places(whom, hidden[whom], most, seconds) for most, seconds in several]
    cache = caches[conf.required("LIMITS_CACHE")]
    taken = Taken(cache)
    now = time.time()
    try:
        _not_in_a_transaction(cache)
        seen = cache.get_many([key for place in places for key in place.keys(now)])
        for place in places:
            if not any(taken._takes(names, now, place.seconds) for names in place.free(now, seen)):
                taken.give_back()
                raise TooOften(what, place.whom, place.wait(now, seen))
    except (TooOften, TransactionOpen):
        raise
    except Exception as error:
        taken.give_back()
        log.error("xaalis: the cache of limits failed: %s", type(error).__qualname__)
        if what in OPEN:
            return taken
        raise TooOften(what, "cache", 60) from None
    return taken


def address(request: HttpRequest) -> str:
    """Whose request this is: what the connection says, for anybody can write a header.

    Behind proxies of yours every buyer would have theirs: say in `XAALIS["PROXIES"]` how many stand in a row
    and each append to `X-Forwarded-For`. The one that the outermost of them saw is believed, and nothing
    that came before it. Of IPv6, the network of 64 bits that a household or phone has.
    """
    peer = request.META.get("REMOTE_ADDR", "")
    proxies = conf.number("PROXIES")
    told = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if 0 < proxies <= len(told):
        return _network(told[-proxies]) or _network(peer)
    return _network(peer)


class _NotKept(Exception):
    """The cache refuses a key that nobody has."""


class _Places:
    """As many places as may be taken within the seconds. Each is a key, which `add` gives to one alone, in
    every cache: `incr` reads and then writes in some, and forgets when the key ends.

    A place is named anew in each stretch of time, and had only when none has its name of the stretch before
    or after: so no key is used twice, and no more than so many are had within any such time, by processes
    whose clocks are less than a stretch apart.
    """

    def __init__(self, whom: str, known: str, most: int, seconds: int) -> None:
        self.whom, self.known, self.most, self.seconds = whom, known, most, seconds

    def keys(self, now: float) -> list[str]:
        return [key for names in self._names(now) for key in names]

    def free(self, now: float, seen: Mapping[str, Any]) -> list[tuple[str, str, str]]:
        """The names now, before and after of the places that nobody has."""
        return [names for names in self._names(now) if not any(key in seen for key in names)]

    def wait(self, now: float, seen: Mapping[str, Any]) -> int:
        """Whole seconds until the first of those taken is free again."""
        first = min((seen[key] for key in self.keys(now) if key in seen), default=now)
        return max(1, min(self.seconds, int(first + self.seconds - now) + 1))

    def _names(self, now: float) -> list[tuple[str, str, str]]:
        stretch = int(now // self.seconds)
        begin = f"xaalis-limit-{self.known}-{self.seconds}"
        here, before, after = (f"{begin}-{stretch + one}" for one in (0, -1, 1))
        return [(f"{here}-{at}", f"{before}-{at}", f"{after}-{at}") for at in range(self.most)]


def _not_in_a_transaction(cache: Any) -> None:
    if isinstance(cache, BaseDatabaseCache):
        alias = router.db_for_write(cache.cache_model_class)
        connection = connections[alias]
        if not connection.get_autocommit() and not in_tests_only(connection):
            raise TransactionOpen(alias, "count")


def _digits(payer: str) -> str:
    """The 8 digits of a number of Burkina Faso, without what may be written around it. Any other text is
    itself: it cannot pay, and must not count for a number whose digits it ends with."""
    digits = "".join(one for one in payer if one in "0123456789")
    before, number = digits[:-8], digits[-8:]
    return number if len(number) == 8 and before in ("", "226", "00226") else payer.strip()


def _hidden(value: str) -> str:
    return salted_hmac("xaalis.django.limits", value, algorithm="sha256").hexdigest()[:40]


def _network(text: str) -> str:
    """An address as it is counted; empty when it is none, as at a Unix socket."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]  # some proxies write the port, which is another at each connection
    try:
        found: IPv4Address | IPv6Address = ip_address(text)
    except ValueError:
        return ""
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or IPv6Network((int(found) >> 64 << 64, 64)))
    return str(found)
