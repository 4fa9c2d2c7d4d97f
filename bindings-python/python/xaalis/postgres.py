"""A journal in PostgreSQL, for any number of machines, processes and threads.

```python
journal = PostgresJournal("postgresql:///shop")
journal.create_table()             # once, at deployment
senfenico = Senfenico(key, journal=journal)
```
"""

from __future__ import annotations

import os
import re
import threading

from ._types import Mode, Record, Stage, Vendor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeAlias

    from psycopg import Connection

    from .journal import Kept

    Connect: TypeAlias = "Callable[[], Connection[Any]]"

__all__ = ["PostgresJournal"]


class PostgresJournal:
    """Records in one table of PostgreSQL, through psycopg 3 (`pip install xaalis[postgres]`).

    Each thread of each process has a connection of its own, in autocommit: a record is durable before
    `put` returns, whatever transactions your program has open elsewhere. A connection that broke
    while nothing was under way is replaced, and so is one on which a signal handler's exception broke
    off a wait; one that breaks during `put` raises, for nobody knows then whether the record was kept:
    nothing is sent, and `resume` goes on from what was kept.
    """

    in_memory = False

    def __init__(self, conninfo: str | Connect, *, table: str = "xaalis_records") -> None:
        """conninfo: What `psycopg.connect` takes, or a function that gives a new connection, which
            the journal then owns. Do not give one of a pool: it would be shared.
        table: Its name, with a schema if you like: `payments.records`.

        Raises `ImportError` when psycopg 3 is missing.
        """
        if not re.fullmatch(r"[a-z_][a-z0-9_]{0,50}(\.[a-z_][a-z0-9_]{0,50})?", table):
            raise ValueError("table: small letters, digits and _, at most 51, with a schema before a dot")
        _psycopg()
        self._connect: Connect = _connector(conninfo) if isinstance(conninfo, str) else conninfo
        self._table = table
        self._local = threading.local()
        columns, table_name = ", ".join(COLUMNS), table.replace(".", "_")
        self._schema = SCHEMA.format(table=table, name=table_name)
        self._select = f"SELECT {columns} FROM {table}"
        values = ", ".join(f"%({name})s" for name in COLUMNS)
        self._insert = f"INSERT INTO {table} ({columns}) VALUES ({values}) ON CONFLICT DO NOTHING"
        changes = ", ".join(f"{name} = %({name})s" for name in COLUMNS if name != "op_id")
        self._update = (
            f"UPDATE {table} SET {changes}, updated_at = now() "
            "WHERE op_id = %(op_id)s AND sequence = %(sequence)s - 1"
        )

    def create_table(self) -> None:
        """Makes the table and its indices unless they are there."""
        self._connection().execute(self._schema.encode())

    @property
    def schema(self) -> str:
        """The SQL of `create_table`, for your own migrations."""
        return self._schema

    def put(self, record: Record) -> Kept:
        """Keeps a record, as `xaalis.journal.Journal.put` says.

        Raises psycopg's errors: then it is not certain that the record is kept.
        """
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
        rows = self._read(f"{self._select} WHERE op_id = %s", (op_id,))
        return _record(rows[0]) if rows else None

    def unfinished(self) -> list[Record]:
        """The newest records of all operations whose stage is not `closed`, oldest first."""
        query = f"{self._select} WHERE stage <> 'closed' ORDER BY created_at, op_id"
        return [_record(row) for row in self._read(query)]

    def close(self) -> None:
        """Closes this thread's connection. The journal can still be used."""
        pid, connection = getattr(self._local, "connection", (None, None))
        if pid == os.getpid() and connection is not None:
            connection.close()
        self._local.connection = (None, None)

    def __repr__(self) -> str:
        return f"<PostgresJournal {self._table}>"

    def _read(self, query: str, given: tuple[Any, ...] = ()) -> list[Any]:
        """A read leaves nothing half done: after a restart of the server it is made again, once."""
        from psycopg import OperationalError

        connection = self._connection()
        try:
            return connection.execute(query.encode(), given).fetchall()
        except OperationalError:
            if not connection.closed:
                raise
        return self._connection().execute(query.encode(), given).fetchall()

    def _written(self, row: dict[str, Any]) -> bool:
        """One statement: the database decides, whoever else is at it."""
        from psycopg.errors import UniqueViolation

        query = self._insert if row["sequence"] == 1 else self._update
        try:
            return self._connection().execute(query.encode(), row).rowcount == 1
        except UniqueViolation:
            return False

    def _one(self, what: str, where: str, row: dict[str, Any]) -> Any:
        query = f"SELECT {what} FROM {self._table} WHERE {where}"
        found = self._connection().execute(query.encode(), row).fetchone()
        return None if found is None else found[0]

    def _connection(self) -> Connection[Any]:
        """This thread's, made in this process; a new one when it is known to be broken."""
        pid, connection = getattr(self._local, "connection", (None, None))
        if pid != os.getpid():
            # The parent's stays open and unused: closing it here would end the parent's session.
            self._local.parents = (getattr(self._local, "parents", ()), connection)
            connection = None
        elif connection is not None and not connection.closed and not _idle(connection):
            # An exception of a signal handler came while it waited: its answer is still under way.
            connection.close()
        if connection is None or connection.closed:
            connection = self._connect()
            connection.autocommit = True
            # Weaker only when somebody chose so: `remote_apply` and the like are kept.
            connection.execute(
                "SELECT set_config('synchronous_commit', 'on', false) "
                "WHERE current_setting('synchronous_commit') = 'off'"
            )
            self._local.connection = (os.getpid(), connection)
        return connection


TRIES = 5
COLUMNS = Record._fields
SCHEMA = """
CREATE TABLE IF NOT EXISTS {table} (
    op_id text COLLATE "C" PRIMARY KEY, version integer NOT NULL, sequence bigint NOT NULL,
    vendor text NOT NULL, mode text NOT NULL, operation text NOT NULL, stage text NOT NULL,
    reference text COLLATE "C", our_reference text COLLATE "C", state text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now());
CREATE UNIQUE INDEX IF NOT EXISTS {name}_claims ON {table} (vendor, mode, reference)
    WHERE reference IS NOT NULL;
CREATE INDEX IF NOT EXISTS {name}_unfinished ON {table} (created_at) WHERE stage <> 'closed';
"""


def _psycopg() -> Any:
    try:
        import psycopg
    except ImportError as error:
        raise ImportError("PostgresJournal needs psycopg 3: pip install 'xaalis[postgres]'") from error
    return psycopg


def _idle(connection: Connection[Any]) -> bool:
    from psycopg.pq import TransactionStatus

    return connection.info.transaction_status == TransactionStatus.IDLE


def _connector(conninfo: str) -> Connect:
    def connect() -> Connection[Any]:
        return _psycopg().connect(conninfo, autocommit=True)  # type: ignore[no-any-return]

    return connect


def _record(row: tuple[Any, ...]) -> Record:
    given = dict(zip(COLUMNS, row))
    given |= {"vendor": Vendor(given["vendor"]), "mode": Mode(given["mode"]), "stage": Stage(given["stage"])}
    return Record(**given)
