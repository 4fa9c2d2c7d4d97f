"""Where a relay counts and holds: how often an order is asked about, whose payment is being begun.

A tally limits and smooths; only the journal protects money. All processes of a relay share one, as they share
their journal: a `SqliteTally` on one machine, a `PostgresTally` on several.
"""

from __future__ import annotations

import os

from . import _given
from ._threads import PerThread
from .journal import alone, sqlite_connections

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Protocol
else:
    Protocol = object

__all__ = ["MemoryTally", "SqliteTally", "Tally"]

#: One in so many counts forgets what is over.
SWEEP_EACH = 500


class Tally(Protocol):
    """Counts and holds by key. Each method is one statement or one transaction, so that of two processes at the
    same key one is first. `now` is in milliseconds since 1970; keys name orders and fingerprints, never a phone.

    A relay for asyncio calls a blocking one in threads it borrows; one that has a method `release()` is told
    there after each call that its thread is given back. What a tally raises is logged; the request is then
    answered with 503 or, where it only reads, goes on uncounted.
    """

    def take(self, key: str, add: int, window_ms: int, now: int) -> int:
        """Adds to what was counted under this key in the window that is running, and returns the sum. A window
        begins with its first count; when it is over, the next count begins another. −1 gives back."""
        raise NotImplementedError

    def hold(self, key: str, owner: str, ttl_ms: int, now: int) -> bool:
        """Holds a key for this owner so long, if nobody else does, or renews it. Is it the owner's now?"""
        raise NotImplementedError

    def free(self, key: str, owner: str) -> None:
        """Frees a key that this owner holds."""
        raise NotImplementedError


class MemoryTally:
    """A tally in memory: for tests, and for a relay of one process."""

    in_memory = True

    def __init__(self) -> None:
        import threading

        self._lock = threading.Lock()
        self._counts: dict[str, tuple[int, int]] = {}
        self._holds: dict[str, tuple[str, int]] = {}
        self._taken = 0

    def take(self, key: str, add: int, window_ms: int, now: int) -> int:
        """Adds to what is counted under a key, and returns the sum: see `Tally`."""
        with self._lock:
            self._taken += 1
            if self._taken % SWEEP_EACH == 0:
                self._sweep(now)
            total, until = self._counts.get(key, (0, 0))
            if until <= now:
                total, until = 0, now + window_ms
            self._counts[key] = total + add, until
            return total + add

    def hold(self, key: str, owner: str, ttl_ms: int, now: int) -> bool:
        """Holds a key for this owner, if nobody else does: see `Tally`."""
        with self._lock:
            held_by, until = self._holds.get(key, (owner, 0))
            if held_by != owner and until > now:
                return False
            self._holds[key] = owner, now + ttl_ms
            return True

    def free(self, key: str, owner: str) -> None:
        """Frees a key that this owner holds."""
        with self._lock:
            if self._holds.get(key, ("", 0))[0] == owner:
                del self._holds[key]

    def _sweep(self, now: int) -> None:
        self._counts = {key: count for key, count in self._counts.items() if count[1] > now}
        self._holds = {key: hold for key, hold in self._holds.items() if hold[1] > now}


class SqliteTally(PerThread):
    """A tally in a SQLite file, for any number of threads and processes of one machine. It may be the journal's
    file; one of its own does not wait for the journal's disk."""

    in_memory = False

    def __init__(self, path: str | os.PathLike[str], *, timeout: float = 30.0) -> None:
        """Opens the file, or makes it, readable by its owner alone.

        path: Where it is, from the folder of this moment: a later `os.chdir` changes nothing.
        timeout: How many seconds to wait for another process that is writing.

        Raises `InvalidInput` for a path that is no file of its own: `:memory:`, a symbolic link.
        """
        _given.seconds("timeout", timeout, endless=False)
        # What a power cut forgets here is a limit, never a payment.
        self._connections = sqlite_connections(path, timeout, "NORMAL")
        self._connections.get().executescript(SQLITE_SCHEMA)
        self._taken = 0

    def take(self, key: str, add: int, window_ms: int, now: int) -> int:
        """Adds to what is counted under a key, and returns the sum: see `Tally`."""
        self._taken += 1
        if self._taken % SWEEP_EACH == 0:
            self.sweep(now)
        total: int = self._written(TAKE, (key, add, now + window_ms, now, now), key)[0]
        return total

    def hold(self, key: str, owner: str, ttl_ms: int, now: int) -> bool:
        """Holds a key for this owner, if nobody else does: see `Tally`."""
        held_by: str = self._written(HOLD, (key, owner, now + ttl_ms, now), key)[1]
        return held_by == owner

    def free(self, key: str, owner: str) -> None:
        """Frees a key that this owner holds."""
        self._connections.get().execute("DELETE FROM xaalis_tally WHERE key = ? AND owner = ?", (key, owner))

    def sweep(self, now: int) -> None:
        """Forgets what is over. It does so by itself, now and then."""
        self._connections.get().execute("DELETE FROM xaalis_tally WHERE until <= ?", (now,))

    def _written(self, query: str, given: tuple[Any, ...], key: str) -> tuple[int, str]:
        """What stands under the key after the statement; no other process writes between the two."""
        connection = self._connections.get()

        def write() -> tuple[int, str]:
            connection.execute(query, given)
            query_row = "SELECT total, owner FROM xaalis_tally WHERE key = ?"
            row: tuple[int, str] = connection.execute(query_row, (key,)).fetchone()
            return row

        return alone(connection, write)


SQLITE_SCHEMA = """
CREATE TABLE IF NOT EXISTS xaalis_tally (
    key TEXT PRIMARY KEY, total INTEGER NOT NULL DEFAULT 0, owner TEXT NOT NULL DEFAULT '',
    until INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS xaalis_tally_until ON xaalis_tally (until);
"""
TAKE = """INSERT INTO xaalis_tally (key, total, until) VALUES (?, ?, ?)
ON CONFLICT (key) DO UPDATE SET
    total = CASE WHEN until <= ? THEN excluded.total ELSE total + excluded.total END,
    until = CASE WHEN until <= ? THEN excluded.until ELSE until END"""
HOLD = """INSERT INTO xaalis_tally (key, owner, until) VALUES (?, ?, ?)
ON CONFLICT (key) DO UPDATE SET owner = excluded.owner, until = excluded.until
    WHERE owner = excluded.owner OR until <= ?"""
