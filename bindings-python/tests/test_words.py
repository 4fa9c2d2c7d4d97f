"""What a record tells whoever shows it, and which webhooks are about it."""

from __future__ import annotations

import asyncio
import dataclasses
from typing import Any

import pytest

from tests.test_journal import record
from xaalis import (
    AsyncSenfenico,
    InvalidInput,
    MemoryJournal,
    Mode,
    RecordError,
    Sandbox,
    Senfenico,
    Stage,
    Vendor,
    types,
)

NOTHING = types.Words()


@pytest.fixture
def journal() -> MemoryJournal:
    return MemoryJournal()


def held(journal: MemoryJournal, op_id: str) -> types.Record:
    found = journal.get(op_id)
    assert found is not None
    return found


def test_a_record_tells_its_end_amount_and_masked_payer(journal: MemoryJournal) -> None:
    box = Sandbox()
    client = Senfenico("sk_test_sandbox", transport=box, journal=journal)
    payment = client.begin("order", types.CollectOrder(types.NewCharge(amount=1000, phone="+226 76 00 00 01")))
    payment.advance()
    assert held(journal, "order").words == types.Words(amount=1000, payer="76••••01")
    payment.submit_otp("123456")
    payment.advance(wait=3600)
    words = held(journal, "order").words
    assert words == types.Words(ended=types.Ended.SETTLED, amount=1000, payer="76••••01")
    assert isinstance(words.ended, types.Ended)

    box.inject("refuse@*")
    client.begin("down", types.SettleOrder(types.NewSettlement(amount=5000))).advance(wait=1e6)
    words = held(journal, "down").words
    assert (words.ended, words.amount, words.payer) == ("not_sent", 5000, None)
    assert words.unsent is not None and words.unsent.why == "unreachable"


@pytest.mark.parametrize(
    "changes", [{"state": "["}, {"operation": "juggle"}, {"vendor": Vendor("nobody")}, {"version": 2**70}]
)
def test_a_record_that_cannot_be_read_tells_less(changes: dict[str, Any]) -> None:
    broken = dataclasses.replace(record("a", 1, stage=Stage.CLOSED), **changes)
    assert broken.words == NOTHING and broken.earlier == ()


def told(**names: Any) -> types.Notice:
    return types.Notice(Vendor.SENFENICO, "transfer.success", "success", "0", **names)


def test_a_webhook_is_about_a_record_by_the_vendors_reference_or_else_by_ours() -> None:
    one = record("a", 1, "tr_1", our_reference="pay-7")
    assert one.is_about(told(reference="tr_1")) and one.is_about(told(ext_id="PAY-7"))
    assert not one.is_about(told(reference="pay-7", ext_id="tr_1")) and not one.is_about(told())
    assert one.is_about(told(reference="tr_1", live_mode=False))
    assert not one.is_about(told(reference="tr_1", live_mode=True)), "of the other mode"
    assert not dataclasses.replace(one, mode=Mode.LIVE).is_about(told(reference="tr_1", live_mode=False))
    for other in (None, "tr_1", {"reference": "tr_1"}):
        with pytest.raises(InvalidInput):
            one.is_about(other)  # type: ignore[arg-type]


class Bare:
    """A journal of somebody's own."""

    def __init__(self, *records: Any) -> None:
        self.records = records

    def put(self, record: Any) -> str:
        raise AssertionError(record)

    def get(self, op_id: str) -> Any:
        return next(one for one in self.records if one.op_id == op_id)

    def unfinished(self) -> list[Any]:
        return list(self.records)


class Sloppy(Bare):
    """One that finds whatever it has, as a collation without case does."""

    def find(self, *_: Any) -> Any:
        return self.records[-1]


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("found", [True, False])
def test_what_a_journal_finds_is_looked_at(journal: MemoryJournal, found: bool, asynchronous: bool) -> None:
    box = Sandbox()
    client = Senfenico("sk_test_sandbox", transport=box, journal=journal)
    for name in ("a", "b"):
        order = types.PayoutOrder(types.NewTransfer(amount=500, phone="70000000", ext_id=f"salary-{name}"))
        client.begin(name, order).advance()
    first, second = held(journal, "a"), held(journal, "b")
    kind = Sloppy if found else Bare

    def asked(notice: types.Notice, *records: Any) -> str | None:
        if asynchronous:
            going = AsyncSenfenico("sk_test_sandbox", transport=box, journal=kind(*records))
            payment: Any = asyncio.run(going.payment_of(notice))
        else:
            payment = Senfenico("sk_test_sandbox", transport=box, journal=kind(*records)).payment_of(notice)
        return None if payment is None else payment.op_id

    assert asked(told(ext_id="salary-b"), first, second) == "b"
    assert asked(told(reference=second.reference), first, second) == "b"
    assert asked(told(reference="tr_9", ext_id="salary-c"), first, second) is None
    assert asked(told(ext_id="salary-b", live_mode=True), first, second) is None
    if not found:
        assert asked(told(reference=first.reference, ext_id="salary-b"), first, second) == "a"
        live = dataclasses.replace(second, mode=Mode.LIVE)
        assert asked(told(ext_id="salary-b"), live) is None
    else:
        with pytest.raises(RecordError):
            asked(told(ext_id="salary-b"), first, dataclasses.replace(second, stage=Stage("odd")))
