"""From the catalogue to the paid order, and everything that may go wrong on the way."""

import uuid
from collections.abc import Callable

import pytest
import xaalis.django
from django.core.management import call_command
from django.test import Client
from django.utils import translation
from shop import payments
from shop.forms import PayForm
from shop.models import Order, Product
from xaalis import DialPrompt, Sandbox, Settled
from xaalis.django.journal import DjangoJournal
from xaalis.django.models import Payment
from xaalis.django.signals import payment_settled

Deliver = Callable[..., list[int]]
ORANGE = "76000000"


def placed(client: Client, soap: Product, phone: str = ORANGE, quantity: int = 1) -> str:
    """The address of a new order."""
    form = {"id": uuid.uuid4(), "name": "Awa Ouédraogo", "phone": phone, "quantity": quantity}
    return client.post(f"/buy/{soap.pk}/", form).headers["location"]


def paying(client: Client, soap: Product, phone: str = ORANGE, **more: str) -> str:
    """The address of an order whose payment has begun."""
    order = placed(client, soap, phone)
    client.post(f"{order}pay/", {"phone": phone, "provider": "", **more})
    return order


def page(client: Client, address: str, language: str = "fr") -> str:
    return client.get(address, headers={"accept-language": language}, follow=True).content.decode()


def test_a_customer_pays_with_a_code_in_a_second_request(
    client: Client, soap: Product, vendor: Sandbox
) -> None:
    order = placed(client, soap, quantity=2)
    assert "Payer 2" in page(client, order)
    client.post(f"{order}pay/", {"phone": ORANGE, "provider": "orange_bf"})
    assert "*144*4*6*2000#" in page(client, order)
    client.post(f"{order}code/", {"code": "123456"})
    assert "C’est payé" in page(client, order)
    assert "Paid." in page(client, order, "en")
    [payment] = vendor.payments
    assert (payment.status, payment.amount) == ("success", 2000)
    soap.refresh_from_db()
    assert soap.stock == 38


def test_every_form_sent_twice_is_one_order_one_payment_and_one_delivery(
    client: Client, soap: Product, vendor: Sandbox
) -> None:
    form = {"id": uuid.uuid4(), "name": "Awa", "phone": ORANGE, "quantity": 1}
    first, second = (client.post(f"/buy/{soap.pk}/", form).headers["location"] for _ in range(2))
    assert first == second and Order.objects.count() == 1
    for _ in range(2):
        client.post(f"{first}pay/", {"phone": ORANGE})
    for _ in range(3):
        client.post(f"{first}code/", {"code": "123456"})
        client.post(f"{first}again/")
        client.post(f"{first}pay/", {"phone": ORANGE})
    assert [payment.status for payment in vendor.payments] == ["success"]
    soap.refresh_from_db()
    assert soap.stock == 39


def test_an_ending_told_twice_gives_the_goods_once(
    client: Client, soap: Product, vendor: Sandbox
) -> None:
    order = paying(client, soap)
    client.post(f"{order}code/", {"code": "123456"})
    payment = Payment.objects.get()
    assert payment.reference
    outcome = Settled(xaalis.django.senfenico().charges.fetch(payment.reference))
    payment_settled.send(Payment, payment=payment, outcome=outcome)
    soap.refresh_from_db()
    assert soap.stock == 39


def test_a_wrong_number_is_given_up_and_another_pays(
    client: Client, soap: Product, vendor: Sandbox
) -> None:
    order = paying(client, soap, "76111111")
    assert "Mauvais numéro ? Essayez-en un autre" in page(client, order)
    client.post(f"{order}wrong-number/")
    assert "Payer 1" in page(client, order)
    for _ in range(2):  # an old page, a second click
        client.post(f"{order}wrong-number/")
        client.post(f"{order}code/", {"code": "123456"})
    client.post(f"{order}pay/", {"phone": ORANGE})
    client.post(f"{order}code/", {"code": "123456"})
    assert "C’est payé" in page(client, order)
    assert [(payment.number, payment.status) for payment in vendor.payments] == [
        ("76111111", "send_otp"),
        (ORANGE, "success"),
    ]
    assert Order.objects.get().attempt == 2


def test_a_wrong_number_whose_code_may_be_on_its_way_is_not_given_up(
    client: Client, soap: Product, vendor: Sandbox
) -> None:
    order = paying(client, soap)
    vendor.inject("drop-before@submit")
    client.post(f"{order}code/", {"code": "123456"})
    vendor.pass_time(60)
    page(client, order)
    assert Order.objects.get().state == "code"
    client.post(f"{order}wrong-number/")
    assert "ne peut plus être abandonné" in page(client, order)
    client.post(f"{order}code/", {"code": "123456"})
    assert Order.objects.get().state == "paid"


def test_what_is_paid_for_a_wrong_number_all_the_same_is_told(
    client: Client,
    soap: Product,
    vendor: Sandbox,
    deliver: Deliver,
    caplog: pytest.LogCaptureFixture,
) -> None:
    order = paying(client, soap, "76111111")
    client.post(f"{order}wrong-number/")
    client.post(f"{order}pay/", {"phone": ORANGE})
    client.post(f"{order}code/", {"code": "123456"})
    vendor.paid_without_code(vendor.payments[0].reference)
    deliver()
    assert "was paid before by" in caplog.text and "give order-" in caplog.text
    soap.refresh_from_db()
    assert soap.stock == 39


def test_no_other_payment_begins_beside_one_that_was_paid_after_all(
    client: Client, soap: Product, vendor: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = paying(client, soap, "76111111")
    client.post(f"{order}wrong-number/")
    vendor.paid_without_code(vendor.payments[0].reference)
    first = Order.objects.get().earlier[0]
    with monkeypatch.context() as quiet:
        quiet.setattr("xaalis.django.telling.tell", lambda *_: None)
        xaalis.django.senfenico().resume(first).run()
    client.post(f"{order}pay/", {"phone": ORANGE})
    assert len(vendor.payments) == 1
    call_command("xaalis_resume", older_than=0)
    assert Order.objects.get().state == "paid"


def test_the_slower_of_two_clicks_shows_no_button(
    client: Client, soap: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = placed(client, soap)
    with monkeypatch.context() as faster:
        faster.setattr(DjangoJournal, "put", lambda *_: "outrun")
        client.post(f"{order}pay/", {"phone": ORANGE})
    assert Order.objects.get().state == "pending"


@pytest.mark.parametrize("other", [ORANGE, "70000000"])
def test_a_slow_form_does_not_take_a_payment_back(
    client: Client, soap: Product, vendor: Sandbox, monkeypatch: pytest.MonkeyPatch, other: str
) -> None:
    order = placed(client, soap)
    valid = PayForm.is_valid

    def meanwhile(form: PayForm) -> bool:
        """Another request of the same customer went through."""
        monkeypatch.setattr(PayForm, "is_valid", valid)
        client.post(f"{order}pay/", {"phone": ORANGE})
        client.post(f"{order}code/", {"code": "123456"})
        return valid(form)

    monkeypatch.setattr(PayForm, "is_valid", meanwhile)
    assert client.post(f"{order}pay/", {"phone": other}).status_code == 302
    assert Order.objects.get().state == "paid"
    assert len(vendor.payments) == 1


def test_a_slow_request_does_not_undo_an_ending(client: Client, soap: Product) -> None:
    paying(client, soap, "76009905")
    slow = Order.objects.get()
    Order.objects.update(state="paid")
    payments._note(slow, DialPrompt(""))
    assert Order.objects.get().state == "paid"


def test_a_receiver_that_died_hears_the_ending_again(
    client: Client, soap: Product, vendor: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = paying(client, soap)
    monkeypatch.setattr(Order, "fulfil", lambda *_: 1 / 0)
    client.post(f"{order}code/", {"code": "123456"})
    assert Order.objects.get().paid_at is None
    monkeypatch.undo()
    Payment.objects.update(telling_since=None)  # five minutes later
    call_command("xaalis_resume", older_than=0)
    assert Order.objects.get().state == "paid"
    soap.refresh_from_db()
    assert soap.stock == 39


def test_payments_of_others_are_left_alone(soap: Product) -> None:
    for op_id in ("order-42", "invoice-7", f"gift-{uuid.uuid4().hex}-1", f"order-{uuid.uuid4().hex}-1"):
        payment_settled.send(Payment, payment=Payment(op_id=op_id), outcome=Settled(None))
    soap.refresh_from_db()
    assert soap.stock == 40


def test_a_wrong_code_is_asked_for_again_and_an_expired_one_explained(
    client: Client, soap: Product, vendor: Sandbox
) -> None:
    order = paying(client, soap)
    client.post(f"{order}code/", {"code": "000000"})
    assert 'role="alert"' in page(client, order)
    client.post(f"{order}code/", {"code": "abc"})
    assert "ne peut pas être le bon" in page(client, order)
    vendor.pass_time(301)
    client.post(f"{order}code/", {"code": "123456"}, headers={"accept-language": "en"})
    expired = page(client, order, "en")
    assert 'role="alert"' in expired and "expired" in expired
    assert "Give your code" in expired
    assert Order.objects.get().state == "code"


def test_a_payment_confirmed_on_the_phone_is_seen_by_polling(
    client: Client, soap: Product, vendor: Sandbox
) -> None:
    order = paying(client, soap, "76009905")
    assert "Confirmez sur votre téléphone" in page(client, order)
    assert "poll.js" in page(client, order)
    assert client.get(f"{order}state/").json() == {"state": "dial"}
    vendor.pass_time(21)
    assert client.get(f"{order}state/").json() == {"state": "paid"}
    assert "poll.js" not in page(client, order)


def test_a_payment_confirmed_on_the_phone_is_told_by_a_webhook(
    client: Client, soap: Product, vendor: Sandbox, deliver: Deliver
) -> None:
    paying(client, soap, "76009905")
    vendor.pass_time(21)
    assert set(deliver()) == {200}
    assert Order.objects.get().state == "paid"
    soap.refresh_from_db()
    assert soap.stock == 39


def test_a_forged_webhook_changes_nothing(
    client: Client, soap: Product, vendor: Sandbox, deliver: Deliver
) -> None:
    paying(client, soap, "76009906")
    body = b'{"event": "charge.success", "data": {"reference": "%s", "status": "success"}}'
    body %= vendor.payments[0].reference.encode()
    for headers in ({}, {"X-Webhook-Hash": "0" * 64}):
        answer = client.post("/xaalis/senfenico", body, content_type="application/json", headers=headers)
        assert answer.status_code == 400
    assert Order.objects.get().state == "dial"


def test_a_webhook_changed_on_the_way_is_refused(
    client: Client, soap: Product, vendor: Sandbox, deliver: Deliver
) -> None:
    paying(client, soap, "76009905")
    vendor.pass_time(21)
    assert set(deliver(lambda body: body + b" ")) == {400}
    assert Order.objects.get().state == "dial"


@pytest.mark.parametrize(
    "fault", ["drop-after@charges", "503-after@charges", "cut:20@charges", "garbage:html@charges"]
)
def test_a_lost_answer_is_neither_a_failure_nor_paid_twice(
    client: Client, soap: Product, vendor: Sandbox, fault: str
) -> None:
    vendor.inject(fault)
    order = paying(client, soap)
    shown = page(client, order)
    assert "Ne payez pas une deuxième fois : nous cherchons" in shown
    assert "Réessayer" not in shown
    assert "Do not pay again: we are looking" in page(client, order, "en")
    client.post(f"{order}again/")
    client.post(f"{order}pay/", {"phone": ORANGE})
    assert Order.objects.get().attempt == 1
    # Found: the payment goes on where it was.
    vendor.pass_time(130)
    assert "Donnez votre code" in page(client, order)
    client.post(f"{order}code/", {"code": "123456"})
    assert "C’est payé" in page(client, order)
    assert [payment.status for payment in vendor.payments] == ["success"]


def test_the_answer_to_the_code_is_lost_and_resume_finds_the_money(
    client: Client, soap: Product, vendor: Sandbox
) -> None:
    order = paying(client, soap)
    vendor.inject("drop-after@submit")
    client.post(f"{order}code/", {"code": "123456"})
    assert Order.objects.get().state == "pending"
    vendor.pass_time(10)
    call_command("xaalis_resume", older_than=0)
    assert Order.objects.get().state == "paid"
    soap.refresh_from_db()
    assert soap.stock == 39
    assert len(vendor.payments) == 1


def test_a_refused_payment_may_be_tried_again_as_a_new_one(
    client: Client, soap: Product, vendor: Sandbox
) -> None:
    order = paying(client, soap, "76009901")
    client.post(f"{order}code/", {"code": "123456"})
    assert "Pas payé" in page(client, order)
    assert "Not paid." in page(client, order, "en")
    client.post(f"{order}again/")
    client.post(f"{order}again/")
    client.post(f"{order}pay/", {"phone": ORANGE})
    client.post(f"{order}code/", {"code": "123456"})
    assert Order.objects.get().attempt == 2
    assert sorted(payment.status for payment in vendor.payments) == ["failed", "success"]
    assert "C’est payé" in page(client, order)


def test_a_vendor_that_cannot_be_reached_has_charged_nothing(
    client: Client, soap: Product, vendor: Sandbox
) -> None:
    vendor.inject("refuse@*")
    order = paying(client, soap)
    assert "Rien n’a été débité" in page(client, order)
    assert vendor.payments == []
    vendor.heal()
    client.post(f"{order}again/")
    client.post(f"{order}pay/", {"phone": ORANGE})
    assert "Donnez votre code" in page(client, order)


def test_a_number_of_another_operator_is_refused_before_anything_is_sent(
    client: Client, soap: Product, vendor: Sandbox
) -> None:
    order = placed(client, soap)
    answer = client.post(f"{order}pay/", {"phone": ORANGE, "provider": "moov_bf"})
    assert "ne peut pas payer" in answer.content.decode()
    answer = client.post(f"{order}pay/", {"phone": "12", "provider": ""})
    assert "ne peut pas payer" in answer.content.decode()
    assert vendor.requests_seen == 0


def test_no_more_than_the_stock_is_sold(client: Client, soap: Product) -> None:
    form = {"id": uuid.uuid4(), "name": "Awa", "phone": ORANGE, "quantity": 41}
    assert "que 40" in client.post(f"/buy/{soap.pk}/", form).content.decode()
    assert not Order.objects.exists()


def test_every_page_in_both_languages(client: Client, soap: Product) -> None:
    assert "Fait ici" in page(client, "/")
    assert "Made here" in page(client, "/", "en")
    assert "Savon" in page(client, "/") and "Shea" in page(client, "/", "en")
    assert "Commander" in page(client, f"/buy/{soap.pk}/")
    client.post("/i18n/setlang/", {"language": "en", "next": "/"})
    assert '<html lang="en">' in client.get("/").content.decode()
    with translation.override("en"):
        assert str(soap) == "Shea butter soap"
