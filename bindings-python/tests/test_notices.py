"""From a webhook to its payment: by an index where the journal has one, and over a journal that has none."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.test_journal import journal, open_journal, record  # noqa: F401
from xaalis import (
    AsyncSenfenico,
    Dexchange,
    MemoryJournal,
    Mode,
    Sandbox,
    Senfenico,
    SqliteJournal,
    Stage,
    Vendor,
    types,
    webhooks,
)

KEY = "whk_of_these_tests"
TEST = ("senfenico", "test")


def test_a_reference_is_found_before_ours_and_the_newest_of_ours(journal: Any) -> None:  # noqa: F811
    assert journal.find(*TEST, "tr_1", "e-1") is None
    journal.put(record("a", 1, our_reference="e-1"))
    journal.put(record("b", 1, our_reference="e-1", stage=Stage.CLOSED))
    assert journal.find(*TEST, None, "e-1").op_id == "b"
    journal.put(record("a", 2, "tr_1", our_reference="e-1", stage=Stage.CLOSED))
    assert journal.find(*TEST, "tr_1", "e-1").op_id == "a", "the vendor's own name of it"
    assert journal.find(*TEST, "tr_1", None).sequence == 2, "ended ones too"
    assert journal.find(*TEST, "tr_2", "e-1").op_id == "b", "one that did not know its reference yet"
    for asked in (("dexchange", "test"), ("senfenico", "live"), ("nobody", "test"), ("senfenico", "")):
        assert journal.find(*asked, "tr_1", "e-1") is None
    for reference in (None, "", "TR_1", "x" * 500, "tr 1"):
        assert journal.find(*TEST, reference, None) is None
    journal.put(record("a", 3, our_reference="e-1"))
    assert journal.find(*TEST, "tr_1", None) is None, "it was given up"
    journal.put(record("c", 1, "tr_1", vendor=Vendor.DEXCHANGE, mode=Mode.LIVE))
    assert journal.find("dexchange", "live", "tr_1", None).op_id == "c"


def test_sqlite_asks_an_index(tmp_path: Path) -> None:
    SqliteJournal(tmp_path / "payments.db").close()
    with sqlite3.connect(tmp_path / "payments.db") as database:
        for column in ("reference", "our_reference"):
            where = f"vendor = '' AND mode = '' AND {column} = '' ORDER BY rowid DESC LIMIT 1"
            plan = database.execute(f"EXPLAIN QUERY PLAN SELECT * FROM xaalis_records WHERE {where}").fetchall()
            assert "USING INDEX" in str(plan) and "SCAN" not in str(plan)
    database.close()


class Own:
    """A journal somebody wrote when there were three methods."""

    def __init__(self) -> None:
        held = MemoryJournal()
        self.put, self.get, self.unfinished = held.put, held.get, held.unfinished


@pytest.fixture(params=["memory", "sqlite", "own"])
def shops_journal(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    makers: dict[str, Callable[[], Any]] = {
        "memory": MemoryJournal,
        "sqlite": lambda: SqliteJournal(tmp_path / "payments.db"),
        "own": Own,
    }
    return makers[request.param]()


@pytest.mark.parametrize("asynchronous", [False, True])
def test_a_webhook_finds_its_payment(shops_journal: Any, asynchronous: bool) -> None:
    box = Sandbox(webhook_url="http://127.0.0.1/hook", webhook_key=KEY)
    senfenico = Senfenico("sk_test_sandbox", transport=box, journal=shops_journal)
    for name in ("1", "2"):
        order = types.CollectOrder(types.NewCharge(amount=1000, phone=f"7600000{name}"))
        senfenico.begin(f"order-{name}", order).advance()
    payout = types.PayoutOrder(types.NewTransfer(amount=500, phone="70000000", ext_id="salary-7"))
    senfenico.begin("payday", payout).advance()
    senfenico.charges.submit_otp(charge=box.payments[1].reference, otp="123456")
    box.pass_time(60)
    asked = AsyncSenfenico("sk_test_sandbox", transport=box, journal=shops_journal)
    found = {}
    for delivery in box.deliveries():
        notice = webhooks.Senfenico(KEY).read(delivery.body, dict(delivery.headers)["X-Webhook-Hash"])
        if asynchronous:
            payment: Any = asyncio.run(asked.payment_of(notice))
        else:
            payment = senfenico.payment_of(notice)
        assert payment is not None
        found[notice.event] = payment.op_id
        if not asynchronous:
            payment.notify(notice)
            payment.advance(wait=60)
            assert payment.outcome.kind == "settled"
    assert found == {"charge.success": "order-2", "transfer.success": "payday"}


def test_a_webhook_of_nobody_and_of_another_vendor() -> None:
    senfenico = Senfenico("sk_test_sandbox", transport=Sandbox())
    assert senfenico.payment_of(types.Notice(Vendor.SENFENICO, "charge.success", "success", "0")) is None
    told = types.Notice(Vendor.SENFENICO, "charge.success", "success", "0", reference="ch_1", ext_id="e")
    assert senfenico.payment_of(told) is None
    assert Dexchange("dx_test_sandbox", transport=Sandbox()).payment_of(told) is None
