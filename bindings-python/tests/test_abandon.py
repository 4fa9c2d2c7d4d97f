"""The number was wrong: a charge that waits for a code is given up, by whichever process, and is over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import xaalis
from tests.shop import PAGE, Shop
from xaalis import InvalidInput, OutcomeUnknown, SqliteJournal, types
from xaalis.errors import PaymentAbandoned, PaymentRejected


@pytest.fixture(params=["sync", "async"])
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Shop]:
    shop = Shop(request.param, SqliteJournal(tmp_path / "payments.db"))
    yield shop
    shop.close()


def order(phone: str = "76000000", amount: int = 1000) -> types.CollectOrder:
    return types.CollectOrder(types.NewCharge(amount=amount, phone=phone))


def asked(shop: Shop, op_id: str = "order-1-1", phone: str = "76000000") -> Any:
    """A charge that waits for a code."""
    payment = shop.senfenico.begin(op_id, order(phone))
    assert isinstance(payment.advance(), types.OtpPrompt)
    return payment


def given_up(payment: Any) -> Any:
    payment.abandon()
    done = payment.advance()
    assert done.outcome.refusal.code == types.Code.ABANDONED
    return payment


def test_given_up_by_the_next_request(shop: Shop) -> None:
    assert asked(shop).can_abandon
    payment = shop.senfenico.resume("order-1-1")
    with pytest.raises(PaymentAbandoned) as gave_up:
        given_up(payment).result()
    assert isinstance(gave_up.value, PaymentRejected)
    assert "rien n'a été débité" in gave_up.value.buyer_text_fr
    assert shop.journal.get("order-1-1").stage == "closed"
    # Final: whoever comes back is not asked, and no code is sent.
    again = shop.senfenico.resume("order-1-1")
    again.submit_otp("123456")
    assert again.advance().outcome.refusal.code == types.Code.ABANDONED
    assert not again.can_abandon and shop.paid == []


def test_the_wish_outlives_the_process(shop: Shop) -> None:
    payment = asked(shop)
    shop.sandbox.inject("drop-before@fetch")
    shop.sandbox.inject("503-before@charges")
    payment.abandon()
    payment.advance()
    done = shop.senfenico.resume("order-1-1").advance(wait=60)
    assert done.outcome.refusal.code == types.Code.ABANDONED


def test_the_vendor_says_otherwise(shop: Shop) -> None:
    payment = asked(shop)
    assert shop.sandbox.paid_without_code(payment.reference)
    payment.abandon()
    assert payment.advance().outcome.value.status == "success"
    assert payment.result().amount == 1000


def test_money_that_arrives_all_the_same_raises_the_alarm(shop: Shop) -> None:
    payment = given_up(asked(shop))
    assert payment.alarms == ()
    assert shop.sandbox.paid_without_code(payment.reference)
    assert not shop.sandbox.paid_without_code(payment.reference)
    late = shop.senfenico.resume("order-1-1")
    assert late.run().status == "success"
    assert [(alarm.applied, alarm.known, alarm.seen) for alarm in late.alarms] == [("late_success", "send_otp", "success")]


def test_not_while_a_code_is_unanswered(shop: Shop) -> None:
    payment = asked(shop)
    shop.sandbox.inject("drop-before@submit")
    payment.submit_otp("111111")
    prompt = payment.advance(wait=60)
    assert prompt.problem == types.OtpProblem.NO_ANSWER and not payment.can_abandon
    with pytest.raises(InvalidInput, match="cannot be given up"):
        payment.abandon()
    assert not shop.senfenico.resume("order-1-1").can_abandon
    payment.submit_otp("123456")
    assert payment.run().status == "success"


def test_after_a_refused_code(shop: Shop) -> None:
    payment = asked(shop)
    payment.submit_otp("111111")
    assert payment.advance(wait=60).problem == types.OtpProblem.INVALID
    given_up(payment)


def test_not_a_prompt_on_the_phone_nor_a_page(shop: Shop) -> None:
    dialled = shop.senfenico.begin("dialled", order("76009905"))
    assert isinstance(dialled.advance(), types.DialPrompt)
    page = shop.senfenico.begin("page", types.CheckoutOrder(types.NewCheckout(amount=600, **PAGE)))
    assert isinstance(page.advance(), types.RedirectPrompt)
    for payment in (dialled, page):
        with pytest.raises(InvalidInput, match="cannot be given up"):
            payment.abandon()
    with pytest.raises(InvalidInput, match="cannot be given up"):
        shop.senfenico.begin("unborn", order()).abandon()


def test_an_account_that_does_not_allow_it(shop: Shop) -> None:
    asked(shop)
    strict = shop.client("Senfenico", "sk_test_sandbox", may_abandon=False)
    payment = strict.resume("order-1-1")
    assert isinstance(payment.advance(), types.OtpPrompt) and not payment.can_abandon
    for wrong in (0, "no", None):
        with pytest.raises(InvalidInput, match="may_abandon"):
            shop.client("Senfenico", "sk_test_sandbox", may_abandon=wrong)


def test_a_person_is_waited_for_so_long(shop: Shop) -> None:
    patient = shop.client("Senfenico", "sk_test_sandbox", person_age=1800)
    payment = patient.begin("order-1-1", order())
    payment.advance()
    shop.sandbox.pass_time(1799)
    assert isinstance(payment.advance(), types.OtpPrompt)
    shop.sandbox.pass_time(1)
    assert payment.advance().outcome.unknown.why == types.Doubt.STILL_OPEN
    with pytest.raises(OutcomeUnknown):
        payment.result()
    # Handed over: it can be given up then, or be paid.
    given_up(patient.resume("order-1-1"))
    for wrong in (59, 604_801, -1, float("inf"), "3600"):
        with pytest.raises(InvalidInput, match="person_age"):
            shop.client("Senfenico", "sk_test_sandbox", person_age=wrong)


def test_one_try_after_another(shop: Shop) -> None:
    first = asked(shop)
    begin = lambda after, op_id="order-1-2": shop.senfenico.begin(op_id, order("76111111"), after=after)
    with pytest.raises(InvalidInput, match="order-1-1 may still be paid") as refused:
        begin(["order-1-1"])
    assert refused.value.field == "after[0]"
    given_up(first)
    second = begin(["order-1-1", "never-begun"])
    assert isinstance(second.advance(), types.OtpPrompt)
    # The same call again, as by a second tab, goes on with it.
    assert isinstance(begin(["order-1-1"]).advance(), types.OtpPrompt)
    second.submit_otp("123456")
    assert second.run().status == "success"
    with pytest.raises(InvalidInput, match="order-1-2 was paid"):
        begin(["order-1-1", "order-1-2"], "order-1-3")
    for wrong in ("order-1-1", [1], 5):
        with pytest.raises(InvalidInput, match="after"):
            begin(wrong, "order-1-3")
    assert len(shop.paid) == 1


def test_what_the_try_before_made_is_not_taken_for_the_next(shop: Shop) -> None:
    given_up(asked(shop))
    shop.sandbox.pass_time(30)
    shop.sandbox.inject("drop-after@charges")
    second = shop.senfenico.begin("order-1-2", order(), after=["order-1-1"])
    prompt = second.advance(wait=600)
    assert isinstance(prompt, types.OtpPrompt), prompt
    first, last = [payment.reference for payment in shop.sandbox.payments]
    assert (shop.journal.get("order-1-1").reference, second.reference) == (first, last)


def test_the_clients_have_the_arguments() -> None:
    for client in (xaalis.Senfenico, xaalis.AsyncSenfenico):
        client("sk_test_sandbox", may_abandon=False, person_age=60.5)


def test_what_is_refused_is_said_in_french(shop: Shop) -> None:
    payment = asked(shop)
    with pytest.raises(InvalidInput) as early:
        shop.senfenico.begin("order-1-2", order(), after=["order-1-1"])
    assert "order-1-1 peut encore être payé" in early.value.description_fr
    payment.submit_otp("123456")
    payment.run()
    with pytest.raises(InvalidInput) as paid:
        shop.senfenico.begin("order-1-2", order(), after=["order-1-1"])
    assert "order-1-1 a été payé" in paid.value.description_fr
    with pytest.raises(InvalidInput) as over:
        payment.abandon()
    assert "ne peut pas être abandonné" in over.value.description_fr
    with pytest.raises(InvalidInput) as brief:
        shop.client("Senfenico", "sk_test_sandbox", person_age=5)
    assert "d'une minute à 7 jours" in brief.value.description_fr
