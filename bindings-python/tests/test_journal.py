"""The journals keep the contract of core's `journal.rs`, and payments keep theirs over them."""

from __future__ import annotations

import multiprocessing
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import vectors
from tests.loopback import Loopback
from tests.shop import Shop, answering
from xaalis import (
    MemoryJournal,
    Mode,
    OperationBusy,
    OutcomeUnknown,
    Record,
    Sandbox,
    Senfenico,
    SqliteJournal,
    Stage,
    Vendor,
    types,
)

CHARGE = {"amount": 1000, "phone": "76000000"}


def record(op_id: str, sequence: int, reference: str | None = None, **fields: Any) -> Record:
    given: dict[str, Any] = {
        "version": 1,
        "op_id": op_id,
        "sequence": sequence,
        "vendor": Vendor.SENFENICO,
        "mode": Mode.TEST,
        "operation": "collect",
        "stage": Stage.OPEN,
        "state": "{}",
        "reference": reference,
    }
    return Record(**given | fields)


@pytest.fixture(params=["memory", "sqlite"])
def open_journal(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Any]:
    """Opens the same journal, again where it is a file."""
    if request.param == "sqlite":
        return lambda: SqliteJournal(tmp_path / "payments.db")
    journal = MemoryJournal()
    return lambda: journal


@pytest.fixture
def journal(open_journal: Callable[[], Any]) -> Any:
    return open_journal()


# The contract.


def test_the_contract_as_data(tmp_path: Path) -> None:
    file = vectors.load("journal")
    tests = [test for group in file["groups"] for test in group["tests"]]
    for test in tests:
        path = tmp_path / test["id"]
        told = vectors.journal(test["input"], lambda: SqliteJournal(path))  # noqa: B023
        assert vectors.agrees(test["expect"], told), test["id"]
    assert len(tests) == file["cases"]


def test_sequences_follow_one_another(journal: Any) -> None:
    for sequence in (0, 2, -1, 2**62):
        assert journal.put(record("a", sequence)) == "outrun"
    assert journal.get("a") is None and journal.unfinished() == []
    assert journal.put(record("a", 1)) == "stored"
    for sequence in (1, 3, 0):
        assert journal.put(record("a", sequence)) == "outrun"
    assert journal.put(record("a", 2)) == "stored"
    assert journal.get("a").sequence == 2 and journal.get("A") is None and journal.get("") is None


def test_what_has_ended_may_begin_anew_in_one_process(journal: Any) -> None:
    closed = record("a", 1, stage=Stage.CLOSED, our_reference="first")
    assert [journal.put(one) for one in (closed, record("a", 2, our_reference="other"))] == ["stored", "stored"]
    assert journal.put(record("a", 2)) == journal.put(closed) == "outrun"
    found = [journal.find("senfenico", "test", None, name) for name in ("first", "other")]
    assert found == [None, record("a", 2, our_reference="other")]


def test_a_reference_is_one_operations(journal: Any) -> None:
    assert journal.put(record("a", 1, "ch_1")) == "stored"
    assert journal.put(record("b", 1, "ch_1")) == "taken"
    assert journal.get("b") is None, "a refused record leaves no trace"
    assert journal.put(record("a", 2, "ch_1")) == "stored", "its own"
    assert journal.put(record("b", 1, "ch_2")) == "stored"
    assert journal.put(record("b", 2, "ch_1")) == "taken"
    assert journal.get("b").sequence == 1
    assert journal.put(record("a", 3)) == "stored", "given up"
    assert journal.put(record("b", 2, "ch_1")) == "stored", "so free again"
    assert journal.put(record("a", 4, "ch_2")) == "stored", "and the other's old one too"
    assert journal.put(record("a", 9, "ch_1")) == "outrun", "outrun is said before taken"


def test_vendors_and_modes_have_references_of_their_own(journal: Any) -> None:
    assert journal.put(record("a", 1, "x")) == "stored"
    assert journal.put(record("b", 1, "x", mode=Mode.LIVE)) == "stored"
    assert journal.put(record("c", 1, "x", vendor=Vendor.DEXCHANGE)) == "stored"
    assert journal.put(record("d", 1, "x", vendor=Vendor.DEXCHANGE)) == "taken"
    assert journal.put(record("e", 1, our_reference="same")) == "stored"
    assert journal.put(record("f", 1, our_reference="same")) == "stored"


def test_all_of_a_record_is_kept(open_journal: Callable[[], Any]) -> None:
    whole = record("e-1", 1, "ch_1", our_reference="INV-1", state='{"text": "déjà\\u0000 🙂"}', stage=Stage.UNKNOWN)
    assert open_journal().put(whole) == "stored"
    kept = open_journal().get("e-1")
    assert kept == whole
    assert type(kept.vendor) is Vendor and type(kept.mode) is Mode and kept.stage is Stage.UNKNOWN


def test_unfinished_are_the_open_and_unknown_oldest_first(journal: Any) -> None:
    for name, stage in (("b", Stage.OPEN), ("a", Stage.UNKNOWN), ("c", Stage.CLOSED), ("d", Stage.OPEN)):
        journal.put(record(name, 1, stage=stage))
    journal.put(record("b", 2))
    journal.put(record("d", 2, stage=Stage.CLOSED))
    assert [kept.op_id for kept in journal.unfinished()] == ["b", "a"]
    assert all(kept.sequence == journal.get(kept.op_id).sequence for kept in journal.unfinished())


# Races.


def test_of_many_threads_one_wins(open_journal: Callable[[], Any]) -> None:
    journal, told = open_journal(), []
    start = threading.Barrier(8)

    def race(place: int) -> None:
        start.wait()
        for sequence in range(1, 21):
            told.append((sequence, journal.put(record("op", sequence))))
            told.append((0, journal.put(record(f"own-{place}-{sequence}", 1, f"ch_{sequence}"))))

    threads = [threading.Thread(target=race, args=(place,)) for place in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert journal.get("op").sequence == 20
    for sequence in range(1, 21):
        assert told.count((sequence, "stored")) == 1
    assert told.count((0, "stored")) == 20 and told.count((0, "taken")) == 140


def race(path: str, name: str, start: Any, told: Any) -> None:
    journal = SqliteJournal(path)
    start.wait()
    for sequence in range(1, 31):
        told.put(("op", sequence, journal.put(record("op", sequence))))
        told.put(("ref", sequence, journal.put(record(f"{name}-{sequence}", 1, f"ch_{sequence}"))))


def test_of_two_processes_one_wins(tmp_path: Path) -> None:
    path = str(tmp_path / "payments.db")
    journal = SqliteJournal(path)
    context = multiprocessing.get_context("spawn")
    start, told = context.Barrier(2), context.Queue()
    children = [context.Process(target=race, args=(path, name, start, told)) for name in ("a", "b")]
    for child in children:
        child.start()
    said = [told.get(timeout=60) for _ in range(2 * 2 * 30)]
    for child in children:
        child.join(timeout=60)
        assert child.exitcode == 0
    for sequence in range(1, 31):
        assert said.count(("op", sequence, "stored")) == 1
        assert sorted(kept for what, at, kept in said if (what, at) == ("ref", sequence)) == ["stored", "taken"]
    assert journal.get("op").sequence == 30


# What breaks off.


def test_a_signal_as_the_lock_is_got_leaves_no_lock(tmp_path: Path, alarm: Callable[[float, BaseException], object]) -> None:
    journal, other = SqliteJournal(tmp_path / "payments.db"), SqliteJournal(tmp_path / "payments.db", timeout=0.1)
    holder = sqlite3.connect(tmp_path / "payments.db", isolation_level=None, check_same_thread=False)
    holder.execute("BEGIN IMMEDIATE")
    release = threading.Timer(0.5, holder.execute, ["ROLLBACK"])
    release.start()
    alarm(0.1, ZeroDivisionError())
    with pytest.raises(ZeroDivisionError):
        # Waits for the lock, is rung meanwhile, gets the lock, and only then hears the alarm.
        journal.put(record("a", 1))
    release.join()
    assert other.put(record("b", 1)) == "stored" and journal.put(record("a", 1)) == "stored"
    holder.close()


def test_a_transaction_left_behind_is_ended(tmp_path: Path) -> None:
    journal, other = SqliteJournal(tmp_path / "payments.db"), SqliteJournal(tmp_path / "payments.db", timeout=0.1)
    journal._connection().execute("BEGIN IMMEDIATE")
    assert journal.get("a") is None
    assert other.put(record("a", 1)) == "stored" and journal.put(record("a", 2)) == "stored"


# Payments over a journal.


class Crash(BaseException):
    """The process ends here."""


class Fragile:
    """A journal whose process dies, or whose disk fails, at the nth record."""

    in_memory = True

    def __init__(self, inner: Any, at: int, error: BaseException, kept: bool) -> None:
        self.inner, self.left, self.error, self.kept = inner, at, error, kept

    def put(self, record: Record) -> Any:
        self.left -= 1
        if self.left:
            return self.inner.put(record)
        if self.kept:
            self.inner.put(record)
        raise self.error

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)


@pytest.fixture(params=["sync", "async"])
def kind(request: pytest.FixtureRequest) -> Iterator[str]:
    yield request.param


@pytest.mark.parametrize("kept", [True, False])
@pytest.mark.parametrize("at", [1, 2, 3, 4])
def test_a_crash_at_any_record_pays_once(kind: str, journal: Any, at: int, kept: bool) -> None:
    shop = Shop(kind, journal)
    fragile = shop.client("Senfenico", "sk_test_sandbox", journal=Fragile(journal, at, Crash(), kept))
    with pytest.raises(Crash):
        fragile.collect("op-1", **CHARGE, on_prompt=answering(["123456"] * 9))
    before = len(shop.sandbox.payments)
    assert before == (at > 1), "nothing leaves before its record is kept"
    try:
        charge = shop.senfenico.collect("op-1", **CHARGE, on_prompt=answering(["123456"] * 9))
    except OutcomeUnknown:
        assert at == 1 and kept, "stored and never sent: nobody can know"
    else:
        assert charge.status == "success" and len(shop.paid) == 1
    assert len(shop.sandbox.payments) <= 1
    shop.close()


def test_a_journal_that_fails_stops_everything(kind: str) -> None:
    journal = Fragile(MemoryJournal(), 1, OSError("disk full"), kept=False)
    shop = Shop(kind, journal)
    with pytest.raises(OSError, match="disk full"):
        shop.senfenico.collect("op-1", **CHARGE, on_prompt=answering())
    assert shop.sandbox.requests_seen == 0
    assert shop.senfenico.collect("op-1", **CHARGE, on_prompt=answering()).status == "success"
    shop.close()


def test_a_journal_that_cannot_be_read_stops_everything(kind: str) -> None:
    class Unreadable(MemoryJournal):
        def get(self, op_id: str) -> Any:
            raise OSError("gone")

    shop = Shop(kind, Unreadable())
    with pytest.raises(OSError, match="gone"):
        shop.senfenico.collect("op-1", **CHARGE, on_prompt=answering())
    assert shop.sandbox.requests_seen == 0
    shop.close()


@pytest.mark.parametrize("native", [True, False])
def test_a_journal_that_asks_is_told_each_ending(server: Loopback, native: bool) -> None:
    endings: list[tuple[str, str]] = []

    class Told(MemoryJournal):
        def ended(self, op_id: str, operation: str, outcome: Any) -> None:
            endings.append((operation, type(outcome).__name__))

    way: dict[str, Any] = {"base_url": server.url} if native else {"transport": Sandbox()}
    senfenico = Senfenico("sk_test_sandbox", journal=Told(), **way)
    charge = senfenico.charges.create(**CHARGE)
    senfenico.charges.fetch(charge.reference)
    senfenico.charges.create(**CHARGE, op_id="op-1")
    assert endings == [("create_charge", "Settled"), ("fetch_charge", "Settled"), ("create_charge", "Settled")]


@pytest.mark.parametrize("answer", [None, True, "Stored", 1])
def test_a_journal_that_answers_nonsense_is_told(kind: str, answer: Any) -> None:
    class Odd(MemoryJournal):
        def put(self, record: Record) -> Any:
            return answer

    shop = Shop(kind, Odd())
    with pytest.raises(TypeError, match="not 'stored', 'taken' or 'outrun'"):
        shop.senfenico.collect("op-1", **CHARGE, on_prompt=answering())
    assert shop.sandbox.requests_seen == 0
    shop.close()


def test_who_is_outrun_stops(kind: str, journal: Any) -> None:
    shop = Shop(kind, journal)
    first = shop.senfenico.begin("op-1", {"kind": "collect", "charge": CHARGE})
    second = shop.senfenico.begin("op-1", {"kind": "collect", "charge": CHARGE})
    first.advance()
    for _ in range(2):
        with pytest.raises(OperationBusy) as caught:
            second.advance()
    assert caught.value.retryable and caught.value.op_id == "op-1"
    assert len(shop.sandbox.payments) == 1
    shop.close()


def test_two_threads_on_one_operation_pay_once(tmp_path: Path) -> None:
    shop = Shop("sync", SqliteJournal(tmp_path / "payments.db"))
    lock, told, start = threading.Lock(), [], threading.Barrier(4)

    def send(request: Any) -> Any:
        with lock:
            return shop.sandbox(request)

    def pay() -> None:
        client = shop.client("Senfenico", "sk_test_sandbox", transport=send)
        start.wait()
        try:
            told.append(type(client.begin("op-1", {"kind": "collect", "charge": CHARGE}).advance()).__name__)
        except OperationBusy:
            told.append("busy")

    threads = [threading.Thread(target=pay) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 4 and "OtpPrompt" in told
    assert len(shop.sandbox.payments) == 1


def test_no_record_holds_a_number_a_code_or_a_key(kind: str, journal: Any) -> None:
    kept: list[str] = []

    class Watched:
        in_memory = True

        def put(self, record: Record) -> Any:
            kept.append("|".join(str(getattr(record, name)) for name in record._fields))
            return journal.put(record)

        def __getattr__(self, name: str) -> Any:
            return getattr(journal, name)

    shop = Shop(kind, Watched())
    shop.senfenico.collect("op-1", **CHARGE, on_prompt=answering())
    shop.senfenico.payout("op-2", amount=500, phone="70000000", ext_id="a")
    assert len(kept) >= 5
    for text in kept:
        assert not any(secret in text for secret in ("76000000", "70000000", "123456", "sk_test"))
    shop.close()


def test_a_journal_may_outlive_its_sandbox(tmp_path: Path) -> None:
    for number in range(2):
        client = Senfenico("sk_test_sandbox", transport=Sandbox(), journal=SqliteJournal(tmp_path / "records.db"))
        payout = client.payout(f"op-{number}", amount=500, phone="76000000", ext_id=f"ext-{number}")
        assert payout.status == "success", "its reference is not that of an earlier sandbox"


@pytest.mark.parametrize("place", ["instance", "class", "subclass"])
def test_a_memory_journal_made_to_fail_fails(monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    """Tests patch it: it must not be gone around."""

    def full(*_: object) -> Any:
        raise OSError("disk full")

    journal: Any = type("Mine", (MemoryJournal,), {"put": full})() if place == "subclass" else MemoryJournal()
    sandbox = Sandbox()
    senfenico = Senfenico("sk_test_sandbox", transport=sandbox, journal=journal)
    if place != "subclass":
        monkeypatch.setattr(journal if place == "instance" else MemoryJournal, "put", full)
    with pytest.raises(OSError, match="disk full"):
        senfenico.charges.create(amount=1000, phone="76000000")
    assert not sandbox.payments


def test_a_memory_journal_that_forwards_to_another_is_no_detour() -> None:
    shared = MemoryJournal()

    class PerRequest(MemoryJournal):
        def __init__(self) -> None:
            super().__init__()
            self.put, self.get, self.unfinished = shared.put, shared.get, shared.unfinished  # type: ignore[method-assign]

    sandbox = Sandbox()
    for _ in range(2):
        senfenico = Senfenico("sk_test_sandbox", transport=sandbox, journal=PerRequest())
        senfenico.begin("op-1", types.CollectOrder(types.NewCharge(**CHARGE))).advance()
    assert len(sandbox.payments) == 1, "charged twice"
