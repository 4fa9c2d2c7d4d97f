"""What other sites' pages, strangers and markup do to the shop: nothing."""

import uuid

import pytest
from django.contrib.auth.models import User
from django.test import Client
from shop.models import BillPayment, Order, Product
from xaalis import Sandbox

MARKUP = "<script>alert(1)</script>'\"><img src=x onerror=alert(2)>"
BILL_PAGES = ["", "choose/", "pay/", "again/", "state/"]


def test_no_form_of_another_site_is_taken(soap: Product, vendor: Sandbox) -> None:
    order = Order.objects.create(product=soap, amount=1000, name="Awa", phone="76000000")
    bill = BillPayment.objects.create(service="WOYOFAL_SN_BILL", customer="07061270877", amount=500)
    boss = User.objects.create_superuser("caisse")
    for client in (Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)):
        client.force_login(boss)
        for path in (
            *(f"/orders/{order.pk}/{page}" for page in ("pay/", "code/", "again/")),
            *(f"/bills/{bill.pk}/{page}" for page in ("choose/", "pay/", "again/")),
            *("/bills/", f"/buy/{soap.pk}/", "/i18n/setlang/"),
        ):
            answer = client.post(path, {"phone": "76000000", "id": uuid.uuid4(), "name": "x"})
            assert answer.status_code == 403, path
    assert vendor.requests_seen == 0 and Order.objects.count() == BillPayment.objects.count() == 1


def test_what_moves_money_does_not_listen_to_links(
    admin_client: Client, soap: Product, vendor: Sandbox
) -> None:
    order = Order.objects.create(product=soap, amount=1000, name="Awa", phone="76000000")
    bill = BillPayment.objects.create(service="WOYOFAL_SN_BILL", customer="07061270877", amount=500)
    for path in (
        *(f"/orders/{order.pk}/{page}" for page in ("pay/", "code/", "again/")),
        *(f"/bills/{bill.pk}/{page}" for page in ("choose/", "pay/", "again/")),
    ):
        assert admin_client.get(path, {"phone": "76000000"}).status_code == 405, path
    assert vendor.requests_seen == 0


def test_every_page_of_the_staff_asks_who_is_there(client: Client, vendor: Sandbox) -> None:
    bill = BillPayment.objects.create(service="WOYOFAL_SN_BILL", customer="07061270877", amount=500)
    pages = ["/bills/", "/unknown/", *(f"/bills/{bill.pk}/{page}" for page in BILL_PAGES)]
    customer = Client()
    customer.force_login(User.objects.create_user("awa"))
    for one in (client, customer):
        for path in pages:
            for answer in (one.get(path), one.post(path)):
                assert answer.status_code == 302, path
                assert answer.headers["location"].startswith("/admin/login/?next="), path
    bill.refresh_from_db()
    assert bill.state == "new" and vendor.requests_seen == 0


@pytest.mark.parametrize(
    "place", ["https://pages.example/", "//pages.example", "/\\pages.example", "javascript:alert(1)"]
)
def test_no_page_sends_a_visitor_elsewhere(client: Client, soap: Product, place: str) -> None:
    answer = client.post("/i18n/setlang/", {"language": "en", "next": place}, headers={"referer": place})
    assert "pages.example" not in answer.headers["location"] and "script" not in answer.headers["location"]
    form = {"id": uuid.uuid4(), "name": "Awa", "phone": "76000000", "quantity": 1, "next": place}
    order = client.post(f"/buy/{soap.pk}/?next={place}", form).headers["location"]
    assert order.startswith("/orders/")
    for page in ("pay/", "code/", "again/"):
        data = {"phone": "76000000", "code": "1", "next": place}
        assert client.post(f"{order}{page}?next={place}", data).headers["location"] == order


def test_markup_is_text_on_every_page(
    admin_client: Client, soap: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shop.payments.follow", lambda _: None)
    monkeypatch.setattr("shop.payments.find_bills", lambda _: ())
    shown = {"amount": 1000, "instruction": MARKUP, "refusal": MARKUP[:40]}
    for state in ("new", "code", "dial", "pending", "unknown", "refused", "paid"):
        order = Order.objects.create(product=soap, name=MARKUP, phone=MARKUP[:20], state=state, **shown)
        bill = BillPayment.objects.create(
            service="WOYOFAL_SN_BILL",
            customer=MARKUP[:32],
            holder=MARKUP,
            bill=MARKUP,
            token=MARKUP,
            state=state,
            **shown,
        )
        for path in (f"/orders/{order.pk}/", f"/bills/{bill.pk}/", "/bills/", "/unknown/"):
            page = admin_client.get(path).content.decode()
            assert "<script>alert" not in page and "<img src=x" not in page, (state, path)


def test_an_order_is_found_by_nobody_who_was_not_told(client: Client, soap: Product) -> None:
    order = Order.objects.create(product=soap, amount=1000, name="Awa", phone="76000000")
    assert order.pk.version == 4
    for guess in (uuid.UUID(int=order.pk.int ^ 1), uuid.uuid4()):
        for page in ("", "state/"):
            assert client.get(f"/orders/{guess}/{page}").status_code == 404
    assert "76000000" not in client.get("/").content.decode()
