"""The same call again: after "not sent" the same id begins anew, and never after anything else."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import xaalis
from tests.loopback import Loopback
from tests.shop import SENELEC, Awaiting, Shop, answering, transfers
from xaalis import InvalidInput, OperationBusy, OutcomeUnknown, PaymentNotSent, PaymentRejected, SqliteJournal, types

CHARGE: dict[str, Any] = {"amount": 1000, "phone": "76000000"}
PAYOUT: dict[str, Any] = {"amount": 500, "phone": "70000000", "ext_id": "salary-7"}
POST = ("POST", "/v1/payment/charges/")


@pytest.fixture(params=["sync", "async"])
def kind(request: pytest.FixtureRequest) -> str:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def shop(kind: str, tmp_path: Path) -> Iterator[Shop]:
    shop = Shop(kind, SqliteJournal(tmp_path / "payments.db"))
    yield shop
    shop.close()


def earlier(shop: Shop, op_id: str = "op-1") -> list[Any]:
    record = shop.journal.get(op_id)
    told = json.loads(record.state).get("earlier", [])
    assert [(one.number, one.unsent.why, one.until) for one in record.earlier] == [
        (one["number"], one["unsent"]["why"], one["until"]) for one in told
    ]
    assert all(isinstance(one, types.EarlierTry) and isinstance(one.unsent.why, types.Unsent) for one in record.earlier)
    return [one["unsent"]["why"] for one in told]


def over_http(shop: Shop, url: str) -> Any:
    vendor = xaalis.Senfenico if shop.loop is None else xaalis.AsyncSenfenico
    client = vendor("sk_test_sandbox", journal=shop.journal, base_url=url)
    return client if shop.loop is None else Awaiting(client, shop.loop)


def test_connection_refused_and_then_the_server_is_up(shop: Shop) -> None:
    with Loopback() as gone:
        port = gone.port
    client = over_http(shop, f"http://localhost:{port}")
    with pytest.raises(PaymentNotSent) as refused:
        client.charges.create(**CHARGE, op_id="op-1")
    assert refused.value.retryable
    with Loopback(port=port) as server:
        assert client.charges.create(**CHARGE, op_id="op-1").reference == "ch_1"
        assert server.requests == [POST]
        # A third time nothing is sent: that one may have been carried out.
        with pytest.raises(OutcomeUnknown):
            client.charges.create(**CHARGE, op_id="op-1")
        assert server.requests == [POST]
    assert earlier(shop) == ["unreachable"]


def test_the_same_call_pays_once(shop: Shop) -> None:
    shop.sandbox.inject("refuse@*")
    for _ in range(2):
        with pytest.raises(PaymentNotSent):
            shop.senfenico.collect("op-1", **CHARGE, on_prompt=answering())
    shop.sandbox.heal()
    charge = shop.senfenico.collect("op-1", **CHARGE, on_prompt=answering())
    assert [payment.reference for payment in shop.paid] == [charge.reference]
    assert earlier(shop) == ["unreachable", "unreachable"]
    # And the same call once more tells of it.
    assert shop.senfenico.collect("op-1", **CHARGE).reference == charge.reference
    assert len(shop.paid) == 1


def test_a_corrected_number_is_no_conflict(shop: Shop) -> None:
    shop.sandbox.inject("refuse@*")
    with pytest.raises(PaymentNotSent):
        shop.senfenico.collect("op-1", **CHARGE)
    shop.sandbox.heal()
    corrected = CHARGE | {"phone": "76000001"}
    shop.senfenico.collect("op-1", **corrected, on_prompt=answering())
    assert [payment.number for payment in shop.paid] == ["76000001"]
    with pytest.raises(InvalidInput, match="op_id: in use by one with other details"):
        shop.senfenico.collect("op-1", **CHARGE)
    with pytest.raises(InvalidInput, match=r"in use by another \(collect\)"):
        shop.senfenico.payout("op-1", **PAYOUT)


def test_bills_and_payouts_keep_their_ids_at_the_vendor(shop: Shop) -> None:
    shop.sandbox.inject("refuse@*")
    with pytest.raises(PaymentNotSent):
        shop.senfenico.payout("op-1", **PAYOUT)
    with pytest.raises(PaymentNotSent):
        shop.dexchange.pay_bill("op-2", **SENELEC, external_transaction_id="inv-1")
    with pytest.raises(PaymentNotSent):
        shop.dexchange.bills.pay(**SENELEC, bill="8000000680", external_transaction_id="inv-2", op_id="op-3")
    shop.sandbox.heal()
    assert shop.senfenico.payout("op-1", **PAYOUT).ext_id == "salary-7"
    paid = shop.dexchange.pay_bill("op-2", **SENELEC, external_transaction_id="inv-1")
    assert paid.external_transaction_id == "inv-1" and len(shop.paid) == 2


def test_many_payouts_begin_anew_when_none_was_sent(shop: Shop) -> None:
    order = transfers("70000000", "70000001")
    shop.sandbox.inject("refuse@*")
    payouts = shop.senfenico.bulk_payout("op-1", order)
    assert {item.outcome.kind for item in payouts.items} == {"not_sent"}
    shop.sandbox.heal()
    payouts = shop.senfenico.bulk_payout("op-1", order)
    assert {item.outcome.kind for item in payouts.items} == {"settled"} and len(shop.paid) == 2
    # Each has its own end from now on, and the same call tells them.
    payouts = shop.senfenico.bulk_payout("op-1", order)
    assert {item.outcome.kind for item in payouts.items} == {"settled"} and len(shop.paid) == 2


@pytest.mark.parametrize("fault", ["503-after@*", "drop-after@*", "drop-before@*"])
def test_what_may_have_arrived_never_begins_anew(shop: Shop, fault: str) -> None:
    shop.sandbox.inject(fault)
    for _ in range(3):
        with pytest.raises(OutcomeUnknown):
            shop.senfenico.transfers.create(**PAYOUT, op_id="op-1")
    assert len(shop.sandbox.payments) <= 1 and earlier(shop) == []


def test_a_refusal_never_begins_anew(shop: Shop) -> None:
    for _ in range(2):
        with pytest.raises(PaymentRejected):
            shop.senfenico.payout("op-1", **PAYOUT | {"phone": "70009901"})
    assert len(shop.sandbox.payments) <= 1 and earlier(shop) == []


def test_resume_has_no_order_and_tells_how_it_ended(shop: Shop) -> None:
    shop.sandbox.inject("refuse@*")
    with pytest.raises(PaymentNotSent):
        shop.senfenico.payout("op-1", **PAYOUT)
    shop.sandbox.heal()
    with pytest.raises(PaymentNotSent):
        shop.senfenico.resume("op-1").run()
    assert shop.sandbox.payments == []
    shop.senfenico.payout("op-1", **PAYOUT)


def test_of_two_at_once_one_pays(tmp_path: Path) -> None:
    shop = Shop("sync", SqliteJournal(tmp_path / "payments.db"))
    shop.sandbox.inject("refuse@*")
    with pytest.raises(PaymentNotSent):
        shop.senfenico.payout("op-1", **PAYOUT)
    shop.sandbox.heal()
    order = types.PayoutOrder(types.NewTransfer(**PAYOUT))
    one, other = shop.senfenico.begin("op-1", order), shop.senfenico.begin("op-1", order)
    together, ends = threading.Barrier(2), []

    def go(payment: Any) -> None:
        together.wait(5)
        try:
            payment.advance()
            ends.append("sent")
        except OperationBusy:
            ends.append("busy")

    threads = [threading.Thread(target=go, args=(payment,)) for payment in (one, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert sorted(ends) == ["busy", "sent"] and len(shop.sandbox.payments) == 1
