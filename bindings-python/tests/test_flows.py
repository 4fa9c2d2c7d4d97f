"""Every flow and resource on the sandbox, blocking and on asyncio, with everything that goes wrong."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.shop import PAGE, SENELEC, WOYOFAL, Shop, answering, transfers
from xaalis import AnswerNeeded, Done, InvalidInput, OutcomeUnknown, PaymentNotSent, PaymentRejected, Waiting, types

CHARGE = {"amount": 1000, "phone": "76000000"}


@pytest.fixture(params=["sync", "async"])
def kind(request: pytest.FixtureRequest) -> str:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def shop(kind: str) -> Iterator[Shop]:
    shop = Shop(kind)
    yield shop
    shop.close()


def order(**fields: Any) -> types.CollectOrder:
    return types.CollectOrder(types.NewCharge(**CHARGE | fields))


def redirected(shop: Shop, pays: bool = True) -> Any:
    def on_prompt(prompt: Any) -> None:
        assert type(prompt) is types.RedirectPrompt
        (reference,) = (part for part in prompt.url.split("/") if part.startswith("chk_"))
        if pays:
            assert shop.sandbox.checkout_paid(reference, "76000000", "orange_bf")
        else:
            assert shop.sandbox.checkout_failed(reference)

    return on_prompt


# Flows that end well.


def test_collect_asks_until_the_code_is_right(shop: Shop) -> None:
    seen: list[Any] = []
    charge = shop.senfenico.collect("op-1", **CHARGE, on_prompt=answering(["999999", "12", "123456"], seen))
    assert charge.status is types.ChargeStatus.SUCCESS and charge.amount == 1000
    assert [prompt.problem for prompt in seen] == [None, types.OtpProblem.INVALID, types.OtpProblem.MALFORMED]
    assert seen[1].code is types.Code.OTP_INVALID
    assert [payment.reference for payment in shop.paid] == [charge.reference]


def test_an_expired_code_is_said(kind: str) -> None:
    shop = Shop(kind, otp_ttl_ms=60_000)
    payment = shop.senfenico.begin("op-1", order())
    payment.advance()
    shop.sandbox.pass_time(120)
    payment.submit_otp("123456")
    step = payment.advance()
    assert type(step) is types.OtpPrompt and step.problem is types.OtpProblem.EXPIRED
    assert step.code is types.Code.OTP_EXPIRED and not shop.paid
    shop.close()


def test_a_refused_code_is_not_given_again(shop: Shop) -> None:
    seen: list[Any] = []
    with pytest.raises(AnswerNeeded) as caught:
        shop.senfenico.collect("op-1", **CHARGE, on_prompt=answering(["111111"] * 9, seen))
    assert len(seen) == 2 and caught.value.prompt.problem is types.OtpProblem.REPEATED
    assert shop.senfenico.collect("op-1", **CHARGE, on_prompt=answering()).status == "success"


def test_collect_shows_what_to_dial(shop: Shop) -> None:
    seen: list[Any] = []
    charge = shop.senfenico.collect("op-1", amount=700, phone="76009905", on_prompt=answering(seen=seen))
    assert charge.status == "success" and [type(prompt) for prompt in seen] == [types.DialPrompt]
    assert "Composez" in seen[0].text


@pytest.mark.parametrize("pays", [True, False])
def test_checkout_redirects(shop: Shop, pays: bool) -> None:
    def run() -> Any:
        return shop.senfenico.checkout("op-1", amount=900, **PAGE, on_prompt=redirected(shop, pays))

    if pays:
        assert run().status is types.CheckoutStatus.SUCCESS
    else:
        with pytest.raises(PaymentRejected) as caught:
            run()
        assert caught.value.code is types.Code.PAYMENT_FAILED
    assert len(shop.paid) == pays


def test_payout_and_settlements(shop: Shop) -> None:
    paid = shop.senfenico.payout("op-1", amount=500, phone="70000000", ext_id="salary-1")
    assert (paid.status, paid.ext_id, paid.recipient_wallet) == ("success", "salary-1", types.Provider.MOOV_BF)
    shop.senfenico.collect("op-2", **CHARGE, on_prompt=answering())
    assert shop.senfenico.settle("op-3", amount=500, timeout=None).status is types.SettlementStatus.SUCCESS
    reference = shop.senfenico.settlements.create(amount=100).reference
    cancelled = shop.senfenico.cancel_settlement("op-4", reference)
    assert cancelled.status is types.SettlementStatus.CANCELLED
    assert shop.senfenico.settlements.fetch(reference).status == "cancelled"


def test_bulk_payout_tells_each_apart(shop: Shop) -> None:
    given = transfers("70000000", "76009901", "76009907")
    payouts = shop.senfenico.bulk_payout("op-1", given)
    assert [(item.index, item.ext_id) for item in payouts.items] == [(0, "pay-0"), (1, "pay-1"), (2, "pay-2")]
    match [item.outcome for item in payouts.items]:
        case [types.Settled(types.Transfer(amount=200)), types.Rejected(), types.Rejected()]:
            pass
        case other:
            pytest.fail(str(other))
    assert len(shop.paid) == 1


def test_a_bulk_payout_of_many_batches(shop: Shop) -> None:
    payouts = shop.senfenico.bulk_payout("op-1", iter(transfers(*["70000000"] * 250)))
    assert all(type(item.outcome) is types.Settled for item in payouts.items) and len(shop.paid) == 250


def test_a_bill_is_found_and_confirmed(shop: Shop) -> None:
    seen: list[Any] = []
    paid = shop.dexchange.pay_bill(
        "op-1", **SENELEC, external_transaction_id="INV-1", confirm=True, on_prompt=answering(seen=seen)
    )
    assert paid.status is types.BillStatus.SUCCESS and paid.bill == "8000000680" and paid.amount == 104_500
    assert [type(prompt) for prompt in seen] == [types.BillPrompt] and len(seen[0].bills) == 1
    with pytest.raises(PaymentRejected) as caught:
        shop.dexchange.pay_bill("op-2", **SENELEC, external_transaction_id="INV-2")
    assert caught.value.code in (types.Code.ALREADY_PAID, types.Code.NO_BILL)
    assert len(shop.paid) == 1


def test_a_top_up_ends_with_its_token(shop: Shop) -> None:
    paid = shop.dexchange.pay_bill("op-1", **WOYOFAL, external_transaction_id="RCH-1")
    assert paid.status == "SUCCESS" and paid.token and paid.token not in repr(paid)


def test_every_resource(shop: Shop) -> None:
    senfenico, dexchange = shop.senfenico, shop.dexchange
    created = senfenico.charges.create(**CHARGE)
    assert type(created) is types.ChargeCreated and created.status == "send_otp"
    senfenico.charges.submit_otp(created.reference, "123 456")
    assert senfenico.charges.fetch(created.reference).amount == 1000
    assert [type(charge) for charge in senfenico.charges.list()] == [types.Charge]
    opened = senfenico.checkouts.initialize(amount=900, **PAGE, email="awa@shop.bf")
    assert opened.reference in opened.authorization_url
    assert senfenico.checkouts.fetch(opened.reference).status is types.CheckoutStatus.PENDING
    assert len(senfenico.checkouts.list()) == 1
    transfer = senfenico.transfers.create(amount=500, phone="70000000", ext_id="a")
    assert senfenico.transfers.fetch(transfer.reference).ext_id == "a"
    queued = senfenico.transfers.create_bulk(transfers("70000000", "76009907"))
    assert type(queued) is types.BulkQueued and isinstance(queued.failed_transfers, tuple)
    assert "a" in [transfer.ext_id for transfer in senfenico.transfers.list()]
    settlement = senfenico.settlements.create(amount=100)
    assert senfenico.settlements.fetch(settlement.reference).amount == 100
    assert isinstance(senfenico.settlements.list(), list)
    assert {wallet.wallet for wallet in senfenico.balances.fetch().transfer} >= {"moov_money_bf"}
    (bill,) = dexchange.bills.inquire(**SENELEC).bills
    paid = dexchange.bills.pay(**SENELEC, external_transaction_id="INV-1", bill=bill.reference)
    assert dexchange.transactions.fetch(paid.transaction_id).status == "SUCCESS"


# The web: one request after another, perhaps in other processes.


def test_step_by_step_over_two_clients(shop: Shop) -> None:
    payment = shop.senfenico.begin("op-1", order())
    assert shop.sandbox.requests_seen == 0 and shop.journal.get("op-1") is None
    step = payment.advance()
    assert type(step) is types.OtpPrompt and payment.prompt is step and payment.outcome is None
    with pytest.raises(AnswerNeeded):
        payment.result()
    record = shop.journal.get("op-1")
    assert record.reference == payment.reference and record.stage is types.Stage.OPEN
    other = shop.client("Senfenico", "sk_test_sandbox")
    for again in (other.resume("op-1"), other.resume(record)):
        assert type(again.advance()) is types.OtpPrompt
        assert again.reference == payment.reference and again.operation == "collect"
    again.submit_otp("123456")
    done = again.advance(wait=3600)
    assert type(done) is Done and done.outcome is again.outcome and type(done.outcome) is types.Settled
    assert again.result() is done.outcome.value
    assert len(shop.paid) == 1 and other.unfinished() == []


def test_run_without_anyone_to_ask(shop: Shop) -> None:
    with pytest.raises(AnswerNeeded) as caught:
        shop.senfenico.collect("op-1", **CHARGE)
    assert caught.value.op_id == "op-1" and type(caught.value.prompt) is types.OtpPrompt
    with pytest.raises(AnswerNeeded):
        shop.senfenico.collect("op-1", **CHARGE, on_prompt=lambda _: None)
    assert shop.senfenico.collect("op-1", **CHARGE, on_prompt=answering()).status == "success"
    assert len(shop.sandbox.payments) == 1


def test_waiting_says_until_when(shop: Shop) -> None:
    payment = shop.senfenico.begin("op-1", order(phone="76009903"))
    payment.advance()
    payment.submit_otp("123456")
    step = payment.advance(wait=2)
    assert type(step) is Waiting and step.until > shop.sandbox.now() and step.why is types.Why.PENDING
    assert payment.advance() == step
    with pytest.raises(RuntimeError, match="has not ended"):
        payment.result()


def test_a_timeout_is_unknown_and_resuming_settles(shop: Shop) -> None:
    with pytest.raises(OutcomeUnknown) as caught:
        shop.senfenico.collect("op-1", amount=1000, phone="76009903", on_prompt=answering(), timeout=5)
    unknown = caught.value
    assert unknown.op_id == "op-1" and unknown.unknown.why is types.Doubt.STILL_OPEN
    assert unknown.plan is types.Plan.FETCH
    (record,) = shop.senfenico.unfinished()
    assert record.stage is types.Stage.UNKNOWN
    assert shop.senfenico.resume(record).run(timeout=None).status == "success"
    assert shop.senfenico.unfinished() == [] and len(shop.paid) == 1


def test_a_webhook_hurries_a_waiting_payment(kind: str) -> None:
    from xaalis import webhooks

    shop = Shop(kind, webhook_url="https://shop.bf/hook", webhook_key="whk_key_of_the_dashboard")
    payment = shop.senfenico.begin("op-1", order(phone="76009905"))
    payment.advance()
    payment.shown()
    assert type(payment.advance()) is Waiting
    assert shop.sandbox.payer_confirms(payment.reference)
    shop.sandbox.pass_time(1)
    keys, told = webhooks.Senfenico("whk_key_of_the_dashboard"), False
    for delivery in shop.sandbox.deliveries():
        notice = keys.read(delivery.body, dict(delivery.headers)[keys.HEADER])
        if notice.reference == payment.reference and notice.status == "success":
            payment.notify(notice)
            shop.sandbox.acknowledge(delivery)
            told = True
    assert told and type(payment.advance()) is Done and payment.result().status == "success"
    shop.close()


def test_stop_says_what_is_known(shop: Shop) -> None:
    payment = shop.senfenico.begin("op-1", order())
    payment.stop()
    assert type(payment.advance()) is Done
    with pytest.raises(PaymentNotSent):
        payment.result()
    assert shop.sandbox.requests_seen == 0


# What goes wrong on the way: never two payments, never a payment lost.


@pytest.mark.parametrize(
    "fault",
    ["drop-after@1", "drop-before@1", "503-after@1", "503-before@1", "cut:40@1", "garbage:html@1", "429:2@1", "delay:90000@1"],
)
@pytest.mark.parametrize("flow", ["collect", "payout", "pay_bill", "settle"])
def test_faults(shop: Shop, flow: str, fault: str) -> None:
    shop.sandbox.inject(fault)
    try:
        if flow == "collect":
            shop.senfenico.collect("op-1", **CHARGE, on_prompt=answering())
        elif flow == "payout":
            shop.senfenico.payout("op-1", amount=500, phone="70000000", ext_id="a")
        elif flow == "settle":
            shop.senfenico.settle("op-1", amount=100)
        else:
            shop.dexchange.pay_bill("op-1", **WOYOFAL, external_transaction_id="RCH-1")
    except OutcomeUnknown:
        assert shop.journal.get("op-1").stage is types.Stage.UNKNOWN
    except PaymentNotSent:
        assert not shop.paid
    except PaymentRejected:
        assert not shop.paid and flow == "settle"
    else:
        assert flow == "settle" or len(shop.paid) == 1
    assert len(shop.sandbox.payments) <= 1


def test_nothing_leaves_when_the_vendor_cannot_be_reached(shop: Shop) -> None:
    shop.sandbox.inject("refuse@*")
    for call in (
        lambda: shop.senfenico.collect("op-1", **CHARGE, on_prompt=answering()),
        lambda: shop.senfenico.charges.create(**CHARGE),
        lambda: shop.senfenico.charges.fetch("ch_1"),
        lambda: shop.dexchange.pay_bill("op-2", **WOYOFAL, external_transaction_id="RCH-1"),
    ):
        with pytest.raises(PaymentNotSent) as caught:
            call()
        assert caught.value.retryable and type(caught.value.__cause__).__name__ == "ConnectFailed"
    assert shop.sandbox.payments == []


def test_a_lost_answer_of_a_money_call_is_unknown(shop: Shop) -> None:
    shop.sandbox.inject("drop-after@1")
    with pytest.raises(OutcomeUnknown) as caught:
        shop.senfenico.charges.create(**CHARGE, op_id="op-1")
    assert type(caught.value.__cause__).__name__ == "NoAnswer"
    with pytest.raises(OutcomeUnknown):
        shop.senfenico.charges.create(**CHARGE, op_id="op-1")
    assert len(shop.sandbox.payments) == 1


# One op_id, one payment.


def test_the_same_op_id_never_pays_twice(shop: Shop) -> None:
    paid = [shop.senfenico.collect("op-1", **CHARGE, on_prompt=answering()) for _ in range(3)]
    assert len({charge.reference for charge in paid}) == 1
    paid += [shop.senfenico.payout("op-2", amount=500, phone="70000000", ext_id="a") for _ in range(2)]
    top_ups = [shop.dexchange.pay_bill("op-3", **WOYOFAL, external_transaction_id="RCH-1") for _ in range(2)]
    assert top_ups[0].transaction_id == top_ups[1].transaction_id
    given = transfers("70000000", "70000001")
    bulks = [shop.senfenico.bulk_payout("op-4", given) for _ in range(2)]
    assert [[type(item.outcome) for item in bulk.items] for bulk in bulks] == [[types.Settled] * 2] * 2
    assert len(shop.sandbox.payments) == 5


def test_an_op_id_of_another_order_is_refused(shop: Shop) -> None:
    shop.senfenico.payout("op-1", amount=500, phone="70000000", ext_id="a")
    shop.senfenico.collect("op-2", **CHARGE, on_prompt=answering())
    shop.dexchange.pay_bill("op-3", **WOYOFAL, external_transaction_id="RCH-1")
    sent = shop.sandbox.requests_seen
    for call in (
        lambda: shop.senfenico.collect("op-1", **CHARGE),
        lambda: shop.senfenico.payout("op-1", amount=501, phone="70000000", ext_id="a"),
        lambda: shop.senfenico.payout("op-1", amount=500, phone="70000000", ext_id="b"),
        lambda: shop.senfenico.collect("op-2", amount=1001, phone="76000000"),
        lambda: shop.senfenico.collect("op-2", amount=1000, phone="76000001"),
        lambda: shop.senfenico.begin("op-2", order(amount=1)),
        lambda: shop.dexchange.pay_bill("op-3", **WOYOFAL | {"amount": 2000}, external_transaction_id="RCH-1"),
        lambda: shop.dexchange.pay_bill("op-3", **WOYOFAL, external_transaction_id="RCH-2"),
        lambda: shop.dexchange.bills.pay(**WOYOFAL, external_transaction_id="RCH-1", op_id="op-2"),
    ):
        with pytest.raises(InvalidInput) as caught:
            call()
        assert caught.value.field == "op_id" and "in use" in caught.value.problem
        assert "7600" not in str(caught.value)
    assert shop.sandbox.requests_seen == sent
    # The same number, written otherwise, is the same order.
    assert shop.senfenico.collect("op-2", amount=1000, phone="+226 76 00 00 00").status == "success"


def test_records_of_others_are_refused(shop: Shop) -> None:
    from xaalis import OperationNotFound, RecordError

    shop.senfenico.payout("op-1", amount=500, phone="70000000", ext_id="a")
    record = shop.journal.get("op-1")
    for client in (shop.dexchange, shop.client("Senfenico", "sk_live_sandbox")):
        with pytest.raises(RecordError):
            client.resume(record)
    with pytest.raises(RecordError):
        shop.senfenico.resume(types.Record(**{name: getattr(record, name) for name in record._fields} | {"version": 99}))
    with pytest.raises(OperationNotFound, match="op-9"):
        shop.senfenico.resume("op-9")


def test_unfinished_are_this_clients_own(shop: Shop) -> None:
    shop.senfenico.begin("op-1", order()).advance()
    shop.senfenico.begin("op-2", order(phone="77000000")).advance()
    live = shop.client("Senfenico", "sk_live_sandbox")
    assert [record.op_id for record in shop.senfenico.unfinished()] == ["op-1", "op-2"]
    assert live.unfinished() == [] and shop.dexchange.unfinished() == []


def test_a_resumed_bulk_payout_asks_for_recipients(shop: Shop) -> None:
    given = transfers(*["70000000"] * 150)
    payment = shop.senfenico.begin("op-1", types.BulkPayoutOrder(tuple(given)))
    assert type(payment.advance()) is Waiting  # the first hundred are sent
    again = shop.client("Senfenico", "sk_test_sandbox").resume("op-1")
    step = again.advance()
    assert type(step) is types.RecipientsPrompt and len(step.ext_ids) == 50
    phones = {transfer.ext_id: transfer.phone for transfer in given}
    again.give_recipients({ext_id: phones[ext_id] for ext_id in step.ext_ids})
    payouts = again.run()
    assert all(type(item.outcome) is types.Settled for item in payouts.items) and len(shop.paid) == 150


def test_a_code_given_right_after_a_resume_is_used_once(kind: str) -> None:
    shop = Shop(kind)
    shop.senfenico.begin("op-1", order()).advance()
    payment = shop.senfenico.resume("op-1")
    payment.submit_otp("999999")
    step = payment.advance(wait=5)
    assert type(step) is types.OtpPrompt and step.problem is types.OtpProblem.INVALID
    assert type(payment.advance(wait=5)) is types.OtpPrompt, "a code is used once"
    payment = shop.senfenico.resume("op-1")
    payment.submit_otp("123456")
    assert type(payment.advance(wait=60)) is Done
    assert payment.result().status is types.ChargeStatus.SUCCESS
    shop.close()
