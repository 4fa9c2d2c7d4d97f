"""Where records are kept, so that no payment is lost and none is made twice.

A journal keeps the newest record of each operation and decides two races: between two processes on
one operation, and between two operations for one payment of the vendor's. Write your own with these
three methods; `put` must be durable before it returns.
"""

from __future__ import annotations

import os

from . import _given
from ._native import Records
from ._threads import Connections, PerThread
from ._types import Mode, Record, Stage, Vendor
from .errors import InvalidInput

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Literal, Protocol, TypeAlias, TypeVar

    Kept: TypeAlias = Literal["stored", "taken", "outrun"]
    T = TypeVar("T")
else:
    Protocol = object


class Journal(Protocol):
    """A store of records. It keeps `state` to the byte: what is parsed and written anew has lost its seal.

    asyncio clients call a blocking one in threads they borrow; one that has a method `release()` is told
    there after each call that its thread is given back.

    One that has a method `find(vendor, mode, reference, our_reference)` is asked for the record that a
    webhook is about (`Record.is_about`): the newest one of the operation that holds the vendor's `reference`, else of the
    newest operation with this `our_reference` (either may be `None`). Both want an index. Without it
    `payment_of` looks through `unfinished()`.

    One that has a method `ended(op_id, operation, outcome)` is told how each operation ended, after
    its last record was kept; it must not raise.
    """

    def put(self, record: Record) -> Kept:
        """Keeps a record, durably and all or nothing.

        `"outrun"`, and nothing kept, when `record.sequence` is not exactly one more than that of
        the newest record of its `op_id` (0 when there is none): another process was faster.
        `"taken"`, and nothing kept, when another `op_id` of the same vendor and mode holds the
        record's `reference`. Raise when it is not certain that the record is kept.
        """
        raise NotImplementedError

    def get(self, op_id: str) -> Record | None:
        """The newest record of an operation."""
        raise NotImplementedError

    def unfinished(self) -> list[Record]:
        """The newest records of all operations whose `stage` is not `closed`, oldest first."""
        raise NotImplementedError


__all__ = ["Journal", "MemoryJournal", "SqliteJournal"]


class MemoryJournal:
    """A journal in memory: for tests, and for programs that can afford to forget."""

    in_memory = True

    def __init__(self) -> None:
        self._records = Records()

    def put(self, record: Record) -> Kept:
        return self._records.put(record)

    def get(self, op_id: str) -> Record | None:
        return self._records.get(_given.text("op_id", op_id))

    def unfinished(self) -> list[Record]:
        return self._records.unfinished()

    def find(self, vendor: str, mode: str, reference: str | None, our_reference: str | None) -> Record | None:
        """The newest record of the operation that a webhook is about."""
        _given.names(vendor, mode, reference, our_reference)
        return self._records.find(vendor, mode, reference, our_reference)


class SqliteJournal(PerThread):
    """A journal in a SQLite file, for any number of threads and processes of one machine.

    Each record is on the disk before `put` returns (`synchronous=FULL`). Several machines share a
    `PostgresJournal` or the Django app instead.
    """

    in_memory = False

    def __init__(self, path: str | os.PathLike[str], *, timeout: float = 30.0) -> None:
        """Opens the file, or makes it, readable by its owner alone.

        path: Where it is, from the folder of this moment: a later `os.chdir` changes nothing.
        timeout: How many seconds to wait for another process that is writing.

        Raises `InvalidInput` for a path that is no file of its own: `:memory:`, a symbolic link.
        """
        _given.seconds("timeout", timeout, endless=False)
        self._connections = sqlite_connections(path, timeout, "FULL")
        self._connection().executescript(SQLITE_SCHEMA)

    def put(self, record: Record) -> Kept:
        _given.instance("record", record, Record, "a Record")
        connection = self._connection()
        return alone(connection, lambda: self._put(connection, record))

    def _put(self, connection: Any, record: Record) -> Kept:
        query = "SELECT sequence FROM xaalis_records WHERE op_id = ?"
        (held,) = connection.execute(query, (record.op_id,)).fetchone() or (0,)
        if record.sequence != held + 1:
            return "outrun"
        row = _given.Hidden(_row(record))
        if record.reference is not None and connection.execute(CLAIMED, row.value).fetchone():
            return "taken"
        connection.execute(PUT, row.value)
        return "stored"

    def get(self, op_id: str) -> Record | None:
        given = (_given.text("op_id", op_id),)
        row = self._connection().execute(f"{SELECT} WHERE op_id = ?", given).fetchone()
        return None if row is None else _record(row)

    def unfinished(self) -> list[Record]:
        query = f"{SELECT} WHERE stage <> 'closed' ORDER BY rowid"
        rows = self._connection().execute(query).fetchall()
        return [_record(row) for row in rows]

    def find(self, vendor: str, mode: str, reference: str | None, our_reference: str | None) -> Record | None:
        """The newest record of the operation that a webhook is about."""
        for column, name in _given.names(vendor, mode, reference, our_reference):
            query = f"{SELECT} WHERE vendor = ? AND mode = ? AND {column} = ? ORDER BY rowid DESC LIMIT 1"
            row = self._connection().execute(query, (str(vendor), str(mode), name)).fetchone()
            if row is not None:
                return _record(row)
        return None

    def _connection(self) -> Any:
        return self._connections.get()


def sqlite_connections(path: str | os.PathLike[str], timeout: float, synchronous: str) -> Connections:
    """One for each thread, to a file that only its owner can read. `synchronous`: SQLite's word for what a power
    cut may take away."""
    name = _own_file(path)

    def connect() -> Any:
        import sqlite3

        # Not of its thread alone: whoever ends the thread closes it.
        made = sqlite3.connect(name, timeout, isolation_level=None, check_same_thread=False)
        made.execute("PRAGMA journal_mode = WAL")
        made.execute(f"PRAGMA synchronous = {synchronous}")
        return made

    # In a transaction: a write was broken off twice over. Closing rolls back.
    return Connections(connect, lambda connection: not connection.in_transaction)


def alone(connection: Any, work: Callable[[], T]) -> T:
    """The only writer, from the first look to the commit."""
    try:
        # Inside the `try`: a signal handler's exception comes as it returns, and must not leave the lock behind.
        connection.execute("BEGIN IMMEDIATE")
        done = work()
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return done


def _own_file(path: str | os.PathLike[str]) -> str:
    """The absolute path of a file that only its owner can read, made if it is missing."""
    if not isinstance(path, (str, os.PathLike)):
        _given.wrong("path", path, A_FILE)
    name = _given.text("path", os.fspath(path), A_FILE)
    if name in ("", ":memory:"):
        raise InvalidInput("path", "no file", A_FILE)
    name = os.path.abspath(name)
    if os.path.islink(name):
        allowed = "the path of the file itself: who may write the link's folder could put records elsewhere"
        raise InvalidInput("path", "a symbolic link", allowed)
    try:
        # SQLite gives its side files the mode of this one. A file that is there is not opened here:
        # closing it would drop the locks that this process has on it.
        os.close(os.open(name, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        pass
    return name


A_FILE = "the path of a file; `MemoryJournal()` keeps records in memory"
SQLITE_SCHEMA = """
CREATE TABLE IF NOT EXISTS xaalis_records (
    op_id TEXT PRIMARY KEY, version INTEGER NOT NULL, sequence INTEGER NOT NULL, vendor TEXT NOT NULL,
    mode TEXT NOT NULL, operation TEXT NOT NULL, stage TEXT NOT NULL, reference TEXT,
    our_reference TEXT, state TEXT NOT NULL);
CREATE UNIQUE INDEX IF NOT EXISTS xaalis_claims ON xaalis_records (vendor, mode, reference)
    WHERE reference IS NOT NULL;
CREATE INDEX IF NOT EXISTS xaalis_ours ON xaalis_records (vendor, mode, our_reference)
    WHERE our_reference IS NOT NULL;
CREATE INDEX IF NOT EXISTS xaalis_unfinished ON xaalis_records (stage) WHERE stage <> 'closed';
"""

COLUMNS = Record._fields
SELECT = f"SELECT {', '.join(COLUMNS)} FROM xaalis_records"
# Not REPLACE, which moves the row to the end: `unfinished` is oldest first.
PUT = f"""INSERT INTO xaalis_records ({", ".join(COLUMNS)})
VALUES ({", ".join(":" + name for name in COLUMNS)})
ON CONFLICT (op_id) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in COLUMNS)}"""
CLAIMED = """SELECT 1 FROM xaalis_records
WHERE vendor = :vendor AND mode = :mode AND reference = :reference AND op_id <> :op_id"""


def _row(record: Record) -> dict[str, object]:
    """Plain values, for database drivers do not know our words."""
    values = [getattr(record, name) for name in COLUMNS]
    return dict(zip(COLUMNS, [str(value) if isinstance(value, str) else value for value in values]))


def _record(row: tuple[Any, ...]) -> Record:
    given = dict(zip(COLUMNS, row))
    given |= {"vendor": Vendor(given["vendor"]), "mode": Mode(given["mode"]), "stage": Stage(given["stage"])}
    return Record(**given)
