"""A journal in PostgreSQL, for any number of machines, processes and threads.

```python
journal = PostgresJournal("postgresql:///shop")
journal.create_table()             # once, at deployment
senfenico = Senfenico(key, journal=journal)
```
"""

from __future__ import annotations

import re

from . import _given
from ._threads import Connections, PerThread
from ._types import Mode, Record, Stage, Vendor
from .errors import InvalidInput
from .tally import SWEEP_EACH

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeAlias

    from psycopg import Connection, Cursor

    from .journal import Kept

    Connect: TypeAlias = "Callable[[], Connection[Any]]"

__all__ = ["PostgresJournal", "PostgresTally"]


class _Postgres(PerThread):
    """One table, through a connection for each thread of each process."""

    in_memory = False

    def _open(self, given: _given.Hidden[str | Connect], table: str, schema: str) -> None:
        allowed = "small letters, digits and _, at most 51, with a schema before a dot"
        if not re.fullmatch(r"[a-z_][a-z0-9_]{0,50}(\.[a-z_][a-z0-9_]{0,50})?", _given.text("table", table, allowed)):
            raise InvalidInput("table", "not a table's name", allowed)
        if not callable(given.value):
            _given.text("conninfo", given.value, "what `psycopg.connect` takes, or a function that connects")
        _psycopg()
        self._connect: Connect = given.value if callable(given.value) else _connector(_given.Hidden(given.value))
        self._table = table
        self._connections = Connections(self._connected, _usable)
        self._schema = schema.format(table=table, name=table.replace(".", "_"))

    def create_table(self) -> None:
        """Makes the table and its indices unless they are there; once more after an update, for new ones."""
        from psycopg.errors import DuplicateObject, DuplicateTable, UniqueViolation

        # `IF NOT EXISTS` does not see what another worker is making at this moment.
        for _ in range(TRIES):
            try:
                self._execute(self._schema)
            except (DuplicateObject, DuplicateTable, UniqueViolation):
                continue
            return
        self._execute(self._schema)

    @property
    def schema(self) -> str:
        """The SQL of `create_table`, for your own migrations."""
        return self._schema

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {getattr(self, '_table', 'refused')}>"

    def _execute(self, query: str, given: Any = ()) -> Cursor[tuple[Any, ...]]:
        from psycopg.errors import UndefinedTable

        cursor = _plain_cursor(self._connection())
        try:
            # Not prepared: the next transaction may have another session, behind a pooler.
            return cursor.execute(query.encode(), given, prepare=False)
        except UndefinedTable as error:
            told = f"there is no table {self._table}: call create_table() once, or run `schema` in a migration"
            raise RuntimeError(told) from error

    def _connection(self) -> Connection[Any]:
        made: Connection[Any] = self._connections.get()
        return made

    def _connected(self) -> Connection[Any]:
        connection = self._connect()
        # What your function did to set it up.
        connection.commit()
        connection.autocommit = True
        return connection


class PostgresJournal(_Postgres):
    """Records in one table of PostgreSQL, through psycopg 3 (`pip install xaalis[postgres]`).

    Each thread of each process has a connection of its own, in autocommit: a record is durable before
    `put` returns, whatever transactions your program has open elsewhere. It may go through a pooler of
    transactions (pgbouncer): nothing is kept in the session, and whatever row factory, isolation level,
    adapters or connection class you give your connections, the journal reads and writes its own way.
    A connection that broke while nothing was under way is replaced, and so is one on which a signal
    handler's exception broke off a wait; one that breaks during `put` raises, for nobody knows then
    whether the record was kept: nothing is sent, and `resume` goes on from what was kept.
    """

    def __init__(self, conninfo: str | Connect, *, table: str = "xaalis_records") -> None:
        """conninfo: What `psycopg.connect` takes, or a function that gives a new connection, which
            the journal then owns. Do not give one of a pool: it would be shared.
        table: Its name, with a schema if you like: `payments.records`.

        Raises `ImportError` when psycopg 3 is missing.
        """
        # It may hold a password.
        given = _given.Hidden(conninfo)
        del conninfo
        self._open(given, table, SCHEMA)
        columns = ", ".join(COLUMNS)
        self._select = f"SELECT {columns} FROM {table}"
        values = ", ".join(f"%({name})s" for name in COLUMNS)
        self._insert = f"INSERT INTO {table} ({columns}) VALUES ({values}) ON CONFLICT DO NOTHING {DURABLY}"
        changes = ", ".join(f"{name} = %({name})s" for name in COLUMNS if name != "op_id")
        self._update = (
            f"UPDATE {table} SET {changes}, updated_at = now() "
            f"WHERE op_id = %(op_id)s AND sequence = %(sequence)s - 1 {DURABLY}"
        )

    def put(self, record: Record) -> Kept:
        """Keeps a record, as `xaalis.journal.Journal.put` says.

        Raises psycopg's errors: then it is not certain that the record is kept.
        """
        _given.instance("record", record, Record, "a Record")
        try:
            return self._put(record)
        except Exception as error:
            raise _given.bare(error)

    def _put(self, record: Record) -> Kept:
        row = {name: getattr(record, name) for name in COLUMNS}
        row = {name: str(value) if isinstance(value, str) else value for name, value in row.items()}
        # Whoever holds the reference may give it up between the refusal and the look at who it is.
        for _ in range(TRIES):
            if self._written(row):
                return "stored"
            held = self._one("sequence", "op_id = %(op_id)s", row)
            if record.sequence != (0 if held is None else held) + 1:
                return "outrun"
            claimed = "vendor = %(vendor)s AND mode = %(mode)s AND reference = %(reference)s"
            if self._one("op_id", f"{claimed} AND op_id <> %(op_id)s", row) is not None:
                return "taken"
        raise RuntimeError(f"{record.op_id}: neither kept nor refused after {TRIES} tries")

    def get(self, op_id: str) -> Record | None:
        """The newest record of an operation."""
        rows = self._read(f"{self._select} WHERE op_id = %s", (_given.text("op_id", op_id),))
        return _record(rows[0]) if rows else None

    def unfinished(self) -> list[Record]:
        """The newest records of all operations whose stage is not `closed`, oldest first."""
        query = f"{self._select} WHERE stage <> 'closed' ORDER BY created_at, op_id"
        return [_record(row) for row in self._read(query)]

    def find(self, vendor: str, mode: str, reference: str | None, our_reference: str | None) -> Record | None:
        """The newest record of the operation that a webhook is about."""
        for column, name in _given.names(vendor, mode, reference, our_reference):
            where = f"vendor = %s AND mode = %s AND {column} = %s ORDER BY created_at DESC, op_id LIMIT 1"
            rows = self._read(f"{self._select} WHERE {where}", (str(vendor), str(mode), str(name)))
            if rows:
                return _record(rows[0])
        return None

    def _read(self, query: str, given: Any = ()) -> list[tuple[Any, ...]]:
        """A read leaves nothing half done: on a connection that breaks it is made again, once."""
        from psycopg import OperationalError

        connection = self._connection()
        try:
            return self._execute(query, given).fetchall()
        except OperationalError:
            if not connection.closed:
                raise
        return self._execute(query, given).fetchall()

    def _written(self, row: dict[str, Any]) -> bool:
        """One statement: the database decides, whoever else is at it."""
        from psycopg.errors import SerializationFailure, UniqueViolation

        query = self._insert if row["sequence"] == 1 else self._update
        try:
            return self._execute(query, row).rowcount == 1
        except (UniqueViolation, SerializationFailure):
            return False

    def _one(self, what: str, where: str, row: dict[str, Any]) -> Any:
        found = self._read(f"SELECT {what} FROM {self._table} WHERE {where}", row)
        return found[0][0] if found else None

class PostgresTally(_Postgres):
    """A relay's counts and holds in one table of PostgreSQL (`xaalis.tally.Tally`), for any number of machines;
    over connections as `PostgresJournal` has them. Each method is one statement."""

    def __init__(self, conninfo: str | Connect, *, table: str = "xaalis_tally") -> None:
        """conninfo: What `psycopg.connect` takes, or a function that gives a new connection, which
            the tally then owns. Do not give one of a pool: it would be shared.
        table: Its name, with a schema if you like: `payments.tally`.

        Raises `ImportError` when psycopg 3 is missing.
        """
        # It may hold a password.
        given = _given.Hidden(conninfo)
        del conninfo
        self._open(given, table, TALLY_SCHEMA)
        self._take, self._hold = TAKE.format(table=table), HOLD.format(table=table)
        self._taken = 0

    def take(self, key: str, add: int, window_ms: int, now: int) -> int:
        """Adds to what is counted under a key, and returns the sum: see `xaalis.tally.Tally`."""
        self._taken += 1
        if self._taken % SWEEP_EACH == 0:
            self.sweep(now)
        given = {"key": key, "add": add, "until": now + window_ms, "now": now}
        total: int = self._execute(self._take, given).fetchall()[0][0]
        return total

    def hold(self, key: str, owner: str, ttl_ms: int, now: int) -> bool:
        """Holds a key for this owner, if nobody else does: see `xaalis.tally.Tally`."""
        given = {"key": key, "owner": owner, "until": now + ttl_ms, "now": now}
        return self._execute(self._hold, given).rowcount == 1

    def free(self, key: str, owner: str) -> None:
        """Frees a key that this owner holds."""
        self._execute(f"DELETE FROM {self._table} WHERE key = %s AND owner = %s", (key, owner))

    def sweep(self, now: int) -> None:
        """Forgets what is over. It does so by itself, now and then."""
        self._execute(f"DELETE FROM {self._table} WHERE until <= %s", (now,))


TRIES = 5
#: With the statement's own transaction, for a session is not ours alone behind a pooler. Weaker than `on`
#: only when somebody chose so: `remote_apply` and the like are kept.
DURABLY = (
    "RETURNING CASE WHEN current_setting('synchronous_commit') = 'off' "
    "THEN set_config('synchronous_commit', 'on', true) END"
)
COLUMNS = Record._fields
SCHEMA = """
CREATE TABLE IF NOT EXISTS {table} (
    op_id text COLLATE "C" PRIMARY KEY, version integer NOT NULL, sequence bigint NOT NULL,
    vendor text NOT NULL, mode text NOT NULL, operation text NOT NULL, stage text NOT NULL,
    reference text COLLATE "C", our_reference text COLLATE "C", state text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now());
CREATE UNIQUE INDEX IF NOT EXISTS {name}_claims ON {table} (vendor, mode, reference)
    WHERE reference IS NOT NULL;
CREATE INDEX IF NOT EXISTS {name}_ours ON {table} (vendor, mode, our_reference)
    WHERE our_reference IS NOT NULL;
CREATE INDEX IF NOT EXISTS {name}_unfinished ON {table} (created_at) WHERE stage <> 'closed';
"""
TALLY_SCHEMA = """
CREATE TABLE IF NOT EXISTS {table} (
    key text COLLATE "C" PRIMARY KEY, total bigint NOT NULL DEFAULT 0, owner text NOT NULL DEFAULT '',
    until bigint NOT NULL);
CREATE INDEX IF NOT EXISTS {name}_until ON {table} (until);
"""
TAKE = """INSERT INTO {table} AS held (key, total, until) VALUES (%(key)s, %(add)s, %(until)s)
ON CONFLICT (key) DO UPDATE SET
    total = CASE WHEN held.until <= %(now)s THEN excluded.total ELSE held.total + excluded.total END,
    until = CASE WHEN held.until <= %(now)s THEN excluded.until ELSE held.until END
RETURNING total"""
HOLD = """INSERT INTO {table} AS held (key, owner, until) VALUES (%(key)s, %(owner)s, %(until)s)
ON CONFLICT (key) DO UPDATE SET owner = excluded.owner, until = excluded.until
    WHERE held.owner = excluded.owner OR held.until <= %(now)s"""


def _psycopg() -> Any:
    try:
        import psycopg
    except ImportError as error:
        raise ImportError("PostgreSQL needs psycopg 3: pip install 'xaalis[postgres]'") from error
    return psycopg


def _usable(connection: Connection[Any]) -> bool:
    """False for a connection that is broken, or that waits for the answer to a statement that a signal
    handler's exception broke off."""
    from psycopg import OperationalError
    from psycopg.pq import TransactionStatus

    if connection.closed or connection.info.transaction_status != TransactionStatus.IDLE:
        return False
    try:
        # Takes what has come without waiting. A server that ends a session says so first: then the end.
        for _ in range(2):
            connection.pgconn.consume_input()
    except OperationalError:
        return False
    return True


def _plain_cursor(connection: Connection[Any]) -> Cursor[tuple[Any, ...]]:
    """One that writes and reads text and whole numbers as they are."""
    from psycopg import Cursor
    from psycopg.rows import tuple_row
    from psycopg.types.numeric import IntDumper, IntLoader
    from psycopg.types.string import StrDumper, TextLoader

    cursor = Cursor(connection, row_factory=tuple_row)
    for name in ("int4", "int8"):
        cursor.adapters.register_loader(name, IntLoader)
    cursor.adapters.register_loader("text", TextLoader)
    cursor.adapters.register_dumper(int, IntDumper)
    cursor.adapters.register_dumper(str, StrDumper)
    return cursor


def _connector(conninfo: _given.Hidden[str]) -> Connect:
    def connect() -> Connection[Any]:
        return _psycopg().connect(conninfo.value, autocommit=True)  # type: ignore[no-any-return]

    return connect


def _record(row: tuple[Any, ...]) -> Record:
    given = dict(zip(COLUMNS, row))
    given |= {"vendor": Vendor(given["vendor"]), "mode": Mode(given["mode"]), "stage": Stage(given["stage"])}
    return Record(**given)
