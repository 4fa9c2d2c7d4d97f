"""Where a relay counts and holds: a table of your project's database."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.db import IntegrityError, close_old_connections, transaction
from django.db.models import F, Q

from xaalis.tally import SWEEP_EACH

from . import conf

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet

    from .models import Tallied

__all__ = ["DjangoTally"]

T = TypeVar("T")

#: Two that begin a key at once meet at most twice: at the key, and at its end.
TRIES = 5


class DjangoTally:
    """A tally (`xaalis.tally.Tally`) in the table `xaalis_tallied`, for any number of machines.

    Each method is a transaction that begins with its write, so that the database lets one come after the other,
    and durable: inside somebody else's it raises, as the journal does.
    """

    in_memory = False

    def __init__(self, using: str | None = None) -> None:
        """using: An alias of `DATABASES`; that of the settings when not given."""
        self._using = using
        self._taken = 0

    @property
    def using(self) -> str:
        """The alias of the database."""
        return self._using or conf.database()

    def take(self, key: str, add: int, window_ms: int, now: int) -> int:
        """Adds to what is counted under a key, and returns the sum."""
        self._taken += 1
        if self._taken % SWEEP_EACH == 0:
            self.sweep(now)

        def counted() -> int:
            row = self._rows().filter(pk=key)
            running, over = row.filter(until__gt=now), row.filter(until__lte=now)
            if not running.update(total=F("total") + add) and not over.update(total=add, until=now + window_ms):
                self._rows().create(key=key, total=add, until=now + window_ms)
            total: int = row.values_list("total", flat=True).get()
            return total

        return self._alone(counted)

    def hold(self, key: str, owner: str, ttl_ms: int, now: int) -> bool:
        """Holds a key for this owner, if nobody else does."""

        def held() -> bool:
            row = self._rows().filter(pk=key)
            if row.filter(Q(owner=owner) | Q(until__lte=now)).update(owner=owner, until=now + ttl_ms):
                return True
            if row.exists():
                return False
            self._rows().create(key=key, owner=owner, until=now + ttl_ms)
            return True

        return self._alone(held)

    def free(self, key: str, owner: str) -> None:
        """Frees a key that this owner holds."""
        self._rows().filter(pk=key, owner=owner).delete()

    def sweep(self, now: int) -> None:
        """Forgets what is over. It does so by itself, now and then."""
        self._rows().filter(until__lte=now).delete()

    def release(self) -> None:
        """Called in a thread that asyncio lent, after each use."""
        close_old_connections()

    def __repr__(self) -> str:
        return f"<DjangoTally {self.using}>"

    def _rows(self) -> QuerySet[Tallied]:
        from .models import tallied

        return tallied(self.using)

    def _alone(self, work: Callable[[], T]) -> T:
        """The whole again when another was first to write the key."""
        for _ in range(TRIES):
            try:
                with transaction.atomic(using=self.using, durable=True):
                    return work()
            except IntegrityError:
                continue
        with transaction.atomic(using=self.using, durable=True):
            return work()
