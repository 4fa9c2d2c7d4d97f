"""How far a bulk payout is: while it runs, between its steps, and from its record."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from xaalis import AsyncSenfenico, InvalidInput, MemoryJournal, Sandbox, Senfenico, SqliteJournal, types


def transfers(count: int) -> list[types.NewTransfer]:
    return [types.NewTransfer(amount=200, phone="70000000", ext_id=f"p-{place}") for place in range(count)]


@pytest.fixture(params=["memory", "sqlite"])
def journal(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    return MemoryJournal() if request.param == "memory" else SqliteJournal(tmp_path / "payments.db")


def paid(journal: Any, box: Any, kind: str, **given: Any) -> Any:
    """A payday, by either client."""
    if kind == "sync":
        return Senfenico("sk_test_sandbox", transport=box, journal=journal).bulk_payout("payday", **given)
    client = AsyncSenfenico("sk_test_sandbox", transport=box, journal=journal)
    return asyncio.run(client.bulk_payout("payday", **given))


@pytest.mark.parametrize("kind", ["sync", "async", "coroutine"])
def test_it_is_told_at_the_start_after_each_batch_and_at_the_end(journal: Any, kind: str) -> None:
    told: list[types.Progress] = []
    sent: list[int] = []
    box = Sandbox()

    def show(progress: types.Progress) -> None:
        record = journal.get("payday")
        assert record is None or record.progress == progress, "it is durable"
        told.append(progress)
        sent.append(len(box.payments))

    async def show_later(progress: types.Progress) -> None:
        await asyncio.sleep(0)
        show(progress)

    ended = paid(journal, box, kind, transfers=transfers(250), on_progress=show_later if kind == "coroutine" else show)
    assert {item.outcome.kind for item in ended.items} == {"settled"}
    on_their_way = types.Progress(of=250, handed_over=100, settled=0, refused=0, unknown=0, not_sent=0)
    assert told[1] == on_their_way
    assert [one.handed_over for one in told[:4]] == sent[:4] == [0, 100, 200, 250]
    assert (told[-1].of, told[-1].handed_over, told[-1].settled) == (250, 250, 250)
    assert len(set(told)) == len(told), "each one is news"


def test_a_lost_batch_is_unknown_and_no_failure(journal: Any) -> None:
    box = Sandbox()
    box.inject("drop-after@1")
    told: list[types.Progress] = []
    ended = paid(journal, box, "sync", transfers=transfers(3), on_progress=told.append)
    assert types.Progress(of=3, handed_over=3, settled=0, refused=0, unknown=3, not_sent=0) in told
    kinds = [item.outcome.kind for item in ended.items]
    assert (told[-1].settled, told[-1].unknown) == (kinds.count("settled"), kinds.count("unknown"))
    assert told[-1].refused == 0


def test_whoever_is_told_may_leave_and_a_resumed_one_goes_on_from_there(journal: Any) -> None:
    def leave(progress: types.Progress) -> None:
        if progress.handed_over == 100:
            raise KeyboardInterrupt

    box = Sandbox()
    with pytest.raises(KeyboardInterrupt):
        paid(journal, box, "sync", transfers=transfers(150), on_progress=leave)
    assert len(box.payments) == 100
    payment = Senfenico("sk_test_sandbox", transport=box, journal=journal).resume("payday")
    hundred = types.Progress(of=150, handed_over=100, settled=0, refused=0, unknown=0, not_sent=0)
    assert payment.progress == journal.get("payday").progress == hundred
    told: list[types.Progress] = []
    phones = {f"p-{place}": "70000000" for place in range(100, 149)}
    payment.run(lambda _: phones, on_progress=told.append)
    assert told[0] == hundred
    assert told[-1] == payment.progress == journal.get("payday").progress
    assert (told[-1].settled, told[-1].not_sent) == (149, 1)


def test_nothing_else_has_one_and_what_is_no_function_is_refused() -> None:
    journal = MemoryJournal()
    client = Senfenico("sk_test_sandbox", transport=Sandbox(), journal=journal)
    payment = client.begin("order", types.PayoutOrder(transfers(1)[0]))
    told: list[types.Progress] = []
    payment.run(on_progress=told.append)
    record = journal.get("order")
    assert record is not None
    assert (payment.progress, record.progress, told) == (None, None, [])
    with pytest.raises(InvalidInput) as refused:
        client.bulk_payout("payday", transfers(1), on_progress="show")  # type: ignore[arg-type]
    assert refused.value.field == "on_progress" and journal.get("payday") is None
