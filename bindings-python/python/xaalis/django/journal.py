"""Records in your project's database, through the ORM: PostgreSQL, MySQL, MariaDB, SQLite."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import (
    IntegrityError,
    InterfaceError,
    OperationalError,
    close_old_connections,
    connections,
    transaction,
)
from django.db.models import Case, F, Value, When
from django.utils import timezone

from xaalis import _given
from xaalis._operations import READS
from xaalis.types import Record

from . import conf
from .errors import TransactionOpen

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet

    from xaalis.journal import Kept

    from .models import Payment

__all__ = ["DjangoJournal"]

T = TypeVar("T")

log = logging.getLogger("xaalis.django")


class DjangoJournal:
    """A journal in the table `xaalis_payment`, for any number of machines.

    `put` is durable: inside a transaction that may still be rolled back it raises `TransactionOpen`,
    before anything was sent. Django's `TestCase` may be around it, as around `durable=True`.
    """

    in_memory = False

    def __init__(self, using: str | None = None) -> None:
        """using: An alias of `DATABASES`; that of the settings when not given."""
        self._using = None if using is None else _given.text("using", using, "an alias of DATABASES")

    @property
    def using(self) -> str:
        """The alias of the database."""
        return self._using or conf.database()

    def put(self, record: Record) -> Kept:
        """Keeps a record, as `xaalis.journal.Journal.put` says.

        Raises `TransactionOpen`, or what the database raises: then it is not certain that it is kept.
        """
        _given.instance("record", record, Record, "a Record")
        try:
            return self._put(record)
        except Exception as error:
            raise _given.bare(error)

    def _put(self, record: Record) -> Kept:
        self._ready()
        # Whoever holds the reference may give it up between the refusal and the look at who it is.
        refused: Exception | None = None
        for _ in range(TRIES):
            try:
                with transaction.atomic(using=self.using, durable=True):
                    self._synchronous()
                    if self._write(record):
                        return "stored"
                refused = None
            except IntegrityError as error:
                refused = error
            verdict = self._verdict(record)
            if verdict is not None:
                return verdict
        raise refused or RuntimeError(f"{record.op_id}: neither kept nor refused")

    def get(self, op_id: str) -> Record | None:
        """The newest record of an operation."""
        _given.text("op_id", op_id)
        row = self._read(lambda: self._rows().filter(pk=op_id).first())
        # MySQL's usual collations hold ORDER-1 and order-1 for the same.
        return row.record() if row is not None and row.op_id == op_id else None

    def unfinished(self) -> list[Record]:
        """The newest records of all operations whose stage is not `closed`, oldest first."""
        rows = self._rows().exclude(stage="closed").order_by("created_at", "op_id")
        return [row.record() for row in self._read(lambda: list(rows))]

    def find(self, vendor: str, mode: str, reference: str | None, our_reference: str | None) -> Record | None:
        """The newest record of the operation that a webhook is about."""
        rows = self._rows().filter(vendor=str(vendor), mode=str(mode)).order_by("-created_at", "op_id")
        for column, name in _given.names(vendor, mode, reference, our_reference):
            named = rows.filter(**{column: name})
            for row in self._read(lambda named=named: list(named[:10])):  # type: ignore[misc]
                # As in `get`: another case is another name.
                if getattr(row, column) == name:
                    found: Record = row.record()
                    return found
        return None

    def release(self) -> None:
        """Called in a thread that asyncio lent, after each use: connections are given back as at the end
        of a request, for nobody else would."""
        close_old_connections()

    def ended(self, op_id: str, operation: str, outcome: Any) -> None:
        """Called by every payment that ended: tells the signals, once the ending is durable."""
        if operation in READS:
            return
        from .telling import tell

        try:
            tell(op_id, outcome, self.using)
        except Exception:
            log.exception("xaalis: %s has ended, but nobody could be told; xaalis_resume will", op_id)

    def __repr__(self) -> str:
        return f"<DjangoJournal {self.using}>"

    def _rows(self) -> QuerySet[Payment]:
        from .models import payments

        return payments(self.using)

    def _read(self, read: Callable[[], T]) -> T:
        """A read leaves nothing half done: on a connection that broke it is made again, once. Outside
        requests (scripts, the threads of asyncio) nobody else replaces one."""
        connection = connections[self.using]
        connection.ensure_connection()
        try:
            return read()
        except (OperationalError, InterfaceError):
            if connection.in_atomic_block or not connection.autocommit or connection.is_usable():
                raise
            connection.close()
        return read()

    def _ready(self) -> None:
        """Refuses a transaction of somebody else; replaces a connection that is known to be broken."""
        connection = connections[self.using]
        if connection.in_atomic_block:
            if not in_tests_only(connection):
                raise TransactionOpen(self.using)
            return
        if connection.errors_occurred:
            connection.close_if_unusable_or_obsolete()
        idle = time.monotonic() - getattr(connection, "xaalis_used_at", float("-inf"))
        if connection.connection is not None and idle > LONGEST_IDLE and not connection.is_usable():
            # The server has ended it meanwhile. Nothing was under way, so nothing is in doubt.
            connection.close()
        connection.xaalis_used_at = time.monotonic()  # type: ignore[attr-defined]
        if not connection.get_autocommit():
            raise TransactionOpen(self.using)
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA synchronous")
                if cursor.fetchone()[0] < SQLITE_FULL:
                    cursor.execute(f"PRAGMA synchronous = {SQLITE_FULL}")

    def _synchronous(self) -> None:
        """Weaker only when somebody chose so: `remote_apply` and the like are kept."""
        connection = connections[self.using]
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT set_config('synchronous_commit', 'on', true) "
                    "WHERE current_setting('synchronous_commit') = 'off'"
                )

    def _write(self, record: Record) -> bool:
        """One statement: the database decides, whoever else is at it."""
        now = timezone.now()
        row: dict[str, Any] = {name: getattr(record, name) for name in Record._fields}
        row = {name: str(value) if isinstance(value, str) else value for name, value in row.items()}
        row |= _ending(record) | {"updated_at": now, "look_at": None}
        if record.sequence == 1:
            self._rows().create(**row, created_at=now)
            return True
        del row["op_id"]
        if record.stage == "open":
            # After "not sent" it began anew: the next end is news, though it be the same.
            row["told"] = Case(When(told="not_sent", then=Value("")), default=F("told"))
        held = self._rows().filter(pk=record.op_id, sequence=record.sequence - 1)
        return bool(held.update(**row))

    def _verdict(self, record: Record) -> Kept | None:
        """Why the database refused."""
        held = self._rows().filter(pk=record.op_id).values_list("sequence", flat=True).first() or 0
        if record.sequence != held + 1:
            return "outrun"
        claimed = self._rows().filter(
            vendor=str(record.vendor), mode=str(record.mode), reference=record.reference
        )
        return "taken" if record.reference and claimed.exclude(pk=record.op_id).exists() else None


TRIES = 5
#: Seconds without use after which a connection is asked whether it is still there.
LONGEST_IDLE = 1.0
SQLITE_FULL = 2


def in_tests_only(connection: Any) -> bool:
    """Whether all open transactions are those of Django's `TestCase`, which never commits: what
    `durable=True` looks at."""
    blocks = getattr(connection, "atomic_blocks", [])
    return bool(blocks) and all([getattr(block, "_from_testcase", False) for block in blocks])


def _ending(record: Record) -> dict[str, str]:
    """What the record says about the end, in columns."""
    if record.stage == "open":
        return {"outcome": "", "code": ""}
    words = record.words
    return {"outcome": str(words.ended or "ended"), "code": str(words.code or "")[:64]}
