"""Bills and top-ups at the counter."""

import uuid
from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.test import Client
from shop.models import BillPayment
from xaalis import Sandbox

Deliver = Callable[..., list[int]]
SENELEC, SENEAU, WOYOFAL = "SENELEC_SN_BILL", "SENEAU_SN_BILL", "WOYOFAL_SN_BILL"


@pytest.fixture
def cashier(admin_client: Client) -> Client:
    return admin_client


def looked_up(cashier: Client, service: str, customer: str, amount: str = "") -> str:
    form = {"id": uuid.uuid4(), "service": service, "customer": customer, "amount": amount}
    return cashier.post("/bills/", form).headers["location"]


def confirmed(cashier: Client, service: str, customer: str, bill: str = "", amount: str = "") -> str:
    address = looked_up(cashier, service, customer, amount)
    cashier.post(f"{address}choose/", {"bill": bill})
    return address


def page(cashier: Client, address: str, language: str = "fr") -> str:
    return cashier.get(address, headers={"accept-language": language}).content.decode()


def test_the_counter_is_for_the_staff(client: Client) -> None:
    assert client.get("/bills/").status_code == 302
    assert client.post(f"/bills/{uuid.uuid4()}/pay/").status_code == 302
    assert client.get("/unknown/").status_code == 302


def test_a_bill_is_chosen_confirmed_and_paid_once(cashier: Client, vendor: Sandbox) -> None:
    address = looked_up(cashier, SENELEC, "210278817")
    choice = page(cashier, address, "en")
    assert "Which bill?" in choice and "12,300" in choice and "7,150" in choice
    cashier.post(f"{address}choose/", {"bill": "8000000682"})
    assert vendor.payments == []
    asked = page(cashier, address)
    assert "Est-ce exact" in asked and "NDIAYE AWA" in asked
    for _ in range(3):
        cashier.post(f"{address}pay/")
    assert "C’est payé" in page(cashier, address)
    [payment] = vendor.payments
    assert (payment.amount, payment.status) == (7150, "SUCCESS")
    assert "payé" in page(cashier, "/bills/")


def test_a_water_bill(cashier: Client, vendor: Sandbox) -> None:
    address = confirmed(cashier, SENEAU, "310045512", "9000000417")
    cashier.post(f"{address}pay/")
    assert BillPayment.objects.get().state == "paid"


def test_nothing_is_paid_before_it_is_confirmed(cashier: Client, vendor: Sandbox) -> None:
    address = looked_up(cashier, SENELEC, "210278816")
    cashier.post(f"{address}pay/")
    assert vendor.payments == [] and BillPayment.objects.get().state == "new"


def test_a_bill_paid_meanwhile_by_somebody_else_is_not_paid_again(
    cashier: Client, vendor: Sandbox
) -> None:
    first, second = (confirmed(cashier, SENELEC, "210278816", "8000000680") for _ in range(2))
    cashier.post(f"{first}pay/")
    cashier.post(f"{second}pay/")
    shown = page(cashier, second)
    assert "Rien n’a été payé" in shown or "Pas payé" in shown
    assert len(vendor.payments) == 1


def test_a_paid_bill_cannot_be_chosen(cashier: Client, vendor: Sandbox) -> None:
    address = confirmed(cashier, SENELEC, "210278818", "8000000683")
    assert "déjà payée" in page(cashier, address)
    cashier.post(f"{address}pay/")
    assert vendor.payments == []


def test_a_top_up_shows_its_code(cashier: Client, vendor: Sandbox) -> None:
    address = confirmed(cashier, WOYOFAL, "07061270877", amount="1000")
    cashier.post(f"{address}pay/")
    paid = BillPayment.objects.get()
    assert len(paid.token) == 20 and paid.token.isdigit()
    assert f"{paid.token[:4]} {paid.token[4:8]} {paid.token[8:12]}" in page(cashier, address)


def test_a_top_up_with_three_codes_shows_them_all(cashier: Client, vendor: Sandbox) -> None:
    address = confirmed(cashier, WOYOFAL, "07061270876", amount="1000")
    cashier.post(f"{address}pay/")
    codes = BillPayment.objects.get().codes
    assert len(codes) == 3
    assert all(code in page(cashier, address) for code in codes)


def test_a_slow_top_up_is_told_by_the_callback(
    cashier: Client, vendor: Sandbox, deliver: Deliver
) -> None:
    address = confirmed(cashier, WOYOFAL, "07061270878", amount="1000")
    cashier.post(f"{address}pay/")
    assert "est en cours" in page(cashier, address)
    vendor.pass_time(100)
    assert set(deliver()) == {200}
    paid = BillPayment.objects.get()
    assert paid.state == "paid" and paid.token


def test_a_top_up_that_fails_says_so(cashier: Client, vendor: Sandbox) -> None:
    address = confirmed(cashier, WOYOFAL, "07061270879", amount="1000")
    cashier.post(f"{address}pay/")
    vendor.pass_time(100)
    assert "Pas payé" in page(cashier, address)


def test_a_forged_callback_is_refused(client: Client, cashier: Client, vendor: Sandbox) -> None:
    address = confirmed(cashier, WOYOFAL, "07061270878", amount="1000")
    cashier.post(f"{address}pay/")
    op_id = BillPayment.objects.get().op_id
    body = b'{"STATUS": "SUCCESS", "externalTransactionId": "%s"}' % op_id.encode()
    answer = client.post(f"/xaalis/dexchange/{op_id}/guessed", body, content_type="application/json")
    assert answer.status_code == 400
    assert BillPayment.objects.get().state == "pending"


def test_a_lost_answer_is_listed_for_the_staff_until_the_callback_comes(
    cashier: Client, vendor: Sandbox, deliver: Deliver
) -> None:
    address = confirmed(cashier, WOYOFAL, "07061270877", amount="1000")
    vendor.inject("drop-after@pay")
    cashier.post(f"{address}pay/")
    lost = BillPayment.objects.get()
    assert "Ne payez pas une deuxième fois" in page(cashier, address)
    assert lost.op_id in page(cashier, "/unknown/")
    for _ in range(2):
        vendor.pass_time(150)
        cashier.post(f"{address}again/")
        cashier.post(f"{address}pay/")
        assert "Ne payez pas une deuxième fois" in page(cashier, address)
    assert set(deliver()) == {200}
    lost.refresh_from_db()
    assert lost.state == "paid" and lost.codes[0] in page(cashier, address)
    assert lost.op_id not in page(cashier, "/unknown/")
    assert len(vendor.payments) == 1


def test_a_request_that_never_arrived_is_sent_again_by_resume(cashier: Client, vendor: Sandbox) -> None:
    address = confirmed(cashier, WOYOFAL, "07061270877", amount="1000")
    vendor.inject("drop-before@pay")
    cashier.post(f"{address}pay/")
    assert BillPayment.objects.get().state == "unknown"
    vendor.pass_time(150)
    call_command("xaalis_resume", older_than=0)
    assert BillPayment.objects.get().state == "paid"
    assert BillPayment.objects.get().token
    assert len(vendor.payments) == 1


def test_no_answer_at_the_look_up_is_no_drama(cashier: Client, vendor: Sandbox) -> None:
    vendor.inject("refuse@*")
    address = looked_up(cashier, SENELEC, "210278816")
    assert "ne répond pas" in page(cashier, address)


def test_an_unknown_number_and_a_top_up_without_amount(cashier: Client) -> None:
    address = looked_up(cashier, SENELEC, "!")
    assert "Ce n’est pas un numéro" in page(cashier, address)
    form = {"id": uuid.uuid4(), "service": WOYOFAL, "customer": "07061270877", "amount": ""}
    assert "Indiquez le montant" in cashier.post("/bills/", form).content.decode()
