"""Records are sealed with the key: what was changed, or written by a stranger, is refused and nothing is sent."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from xaalis import AsyncSenfenico, Dexchange, InvalidInput, MemoryJournal, OutcomeUnknown, RecordError, Sandbox, Senfenico, SqliteJournal, types

KEY, ROTATED = "sk_test_of_before", "sk_test_of_today"
ORDER = types.CollectOrder(types.NewCharge(amount=1000, phone="76000000"))


def lost(_request: Any) -> Any:
    raise OSError("no answer")


def unfinished(journal: Any, key: str = KEY) -> types.Record:
    payment = Senfenico(key, journal=journal, transport=lost).begin("order-1", ORDER)
    payment.advance()
    held: types.Record = journal.get("order-1")
    return held


def seal(record: types.Record, key: str) -> str:
    """As `docs/adr/0013` has it."""
    memo = record.state.rpartition(',"seal":')[0] + "}"
    parts = [record.version, record.op_id, record.sequence, record.vendor, record.mode, record.operation]
    parts += [record.stage, record.reference, record.our_reference]
    secret = hmac.digest(key.encode(), b"xaalis-seal-v1", "sha256")
    return hmac.new(secret, (json.dumps(parts, separators=(",", ":")) + memo).encode(), hashlib.sha256).hexdigest()


def changed(record: types.Record, **parts: Any) -> types.Record:
    return types.Record(**{name: getattr(record, name) for name in record._fields} | parts)


def test_a_seal_is_what_the_documentation_says() -> None:
    held = unfinished(MemoryJournal())
    assert held.version == 2 and json.loads(held.state)["seal"] == seal(held, KEY)


@pytest.mark.parametrize(
    "parts",
    [
        {"op_id": "order-2"}, {"op_id": "no id"}, {"sequence": 7}, {"sequence": 2**70}, {"version": 1}, {"version": 9},
        {"vendor": "dexchange"}, {"vendor": "renfenico"}, {"mode": "live"}, {"mode": "tesu"}, {"operation": "payout"},
        {"operation": "refund"}, {"stage": "closed"}, {"stage": "opem"}, {"reference": "ch_1"}, {"reference": "c h"},
        {"our_reference": "order-1"}, {"state": "{}"}, {"state": ""}, {"state": None}, {"stage": 5}, {"op_id": "\ud800"},
    ],
)  # fmt: skip
def test_a_changed_part_is_a_record_error(parts: dict[str, Any]) -> None:
    held = changed(unfinished(MemoryJournal()), **parts)
    with pytest.raises(RecordError):
        Senfenico(KEY, transport=lost).resume(held)


def test_a_row_changed_in_the_database_is_refused_and_nothing_is_sent(tmp_path: Path) -> None:
    journal = SqliteJournal(tmp_path / "records")
    unfinished(journal)
    sandbox = Sandbox()
    client = Senfenico(KEY, journal=journal, transport=sandbox)
    state = "REPLACE(state, '\"amount\":1000', '\"amount\":9000')"
    for change in (f"state = {state}", "stage = 'unknown'", "vendor = 'renfenico'", "version = 1", "sequence = 9"):
        with sqlite3.connect(tmp_path / "records") as connection:
            (before,) = connection.execute("SELECT * FROM xaalis_records").fetchall()
            connection.execute(f"UPDATE xaalis_records SET {change}")
        assert len(journal.unfinished()) == 1, "it hides no other"
        attempts: list[Callable[[], Any]] = [lambda: client.resume("order-1"), lambda: client.resume(journal.unfinished()[0])]
        for go_on in attempts:
            with pytest.raises(RecordError):
                go_on()
        if "vendor" not in change:
            with pytest.raises(RecordError):
                client.begin("order-1", ORDER)
        with sqlite3.connect(tmp_path / "records") as connection:
            marks = ", ".join("?" * len(before))
            connection.execute(f"INSERT OR REPLACE INTO xaalis_records VALUES ({marks})", before)
    assert sandbox.requests_seen == 0
    client.resume("order-1")


class Mixed(MemoryJournal):
    """Hands out one operation's record under every id."""

    def get(self, op_id: str) -> types.Record | None:
        return super().get("order-1")


def test_a_record_under_another_id_is_refused() -> None:
    journal = Mixed()
    unfinished(journal)
    client = Senfenico(KEY, journal=journal, transport=lost)
    attempts: list[Callable[[], Any]] = [lambda: client.resume("order-2"), lambda: client.begin("order-2", ORDER)]
    for go_on in attempts:
        with pytest.raises(RecordError, match="of another operation"):
            go_on()


def test_a_rotated_key_goes_on_with_what_the_earlier_one_began() -> None:
    journal = MemoryJournal()
    held = unfinished(journal)
    stranger = Senfenico(ROTATED, journal=journal, transport=lost)
    attempts: list[Callable[[], Any]] = [lambda: stranger.resume("order-1"), lambda: stranger.begin("order-1", ORDER)]
    for refused in attempts:
        with pytest.raises(RecordError, match="another key"):
            refused()
    client = Senfenico(ROTATED, journal=journal, transport=lost, earlier_keys=[KEY])
    payment = client.begin("order-1", ORDER)
    payment.stop()
    payment.advance()
    with pytest.raises(OutcomeUnknown):
        payment.result()
    newest = journal.get("order-1")
    assert newest is not None and newest.sequence > held.sequence
    assert json.loads(newest.state)["seal"] == seal(newest, ROTATED)
    with pytest.raises(RecordError):
        Senfenico(KEY, transport=lost).resume(newest)

    async def awaited() -> None:
        later = AsyncSenfenico(ROTATED, journal=journal, transport=lost, earlier_keys=(KEY,))
        await later.resume("order-1")

    asyncio.run(awaited())
    with pytest.raises(InvalidInput, match="in use"):
        client.begin("order-1", types.CollectOrder(types.NewCharge(amount=1000, phone="76000001")))


def test_a_test_record_is_refused_under_a_live_key_that_says_no_mode() -> None:
    journal = MemoryJournal()
    bill = types.NewPayBill("WOYOFAL_SN_BILL", "07061270877", external_transaction_id="top-1", amount=1000)
    Dexchange("dx_of_the_desk", journal=journal, transport=lost).begin("bill-1", types.PayBillOrder(bill)).advance()
    with pytest.raises(RecordError):
        Dexchange("dx_of_the_shop", journal=journal, transport=lost).resume("bill-1")


@pytest.mark.parametrize("keys", ["sk_test_one", b"sk_test_one", 5, None, [5], [None], ["short"], ["sk_live_other"]])
def test_earlier_keys_are_named_when_they_are_refused(keys: Any) -> None:
    with pytest.raises(InvalidInput) as refused:
        Senfenico(KEY, transport=lost, earlier_keys=keys)
    assert refused.value.field.startswith("earlier_keys") and "sk_" not in str(refused.value)
