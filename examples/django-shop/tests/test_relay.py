"""A page that holds no key pays an order through the shop's relay."""

import json
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from shop.models import Order, Product
from xaalis import Sandbox

from test_orders import ORANGE, page, paying, placed

ORIGIN = "http://127.0.0.1:8000"


@pytest.fixture
def url(client: Client, soap: Product) -> str:
    return placed(client, soap)


def token(client: Client, url: str) -> str:
    answer = client.post(f"{url}token")
    assert answer.status_code == 200, answer.content
    made: str = answer.json()["token"]
    return made


def asked(client: Client, token: str, body: dict[str, Any]) -> Any:
    headers = {"authorization": f"Bearer {token}", "origin": ORIGIN}
    answer = client.post("/xaalis/pay", json.dumps(body), content_type="application/json", headers=headers)
    return answer.json()


def test_an_order_is_paid_through_the_relay(client: Client, soap: Product, url: str, vendor: Sandbox) -> None:
    made = token(client, url)
    view = asked(client, made, {"do": "start", "attempt": 1, "phone": ORANGE})
    assert view["state"] == "asking"
    # A form that was open all the while begins nothing more.
    client.post(f"{url}pay/", {"phone": "76000001", "provider": ""})
    assert 'name="phone"' not in page(client, url)
    view = asked(client, made, {"do": "code", "rev": view["rev"], "code": "123456"})
    assert view["state"] == "done" and view["outcome"]["kind"] == "settled"
    assert "C’est payé" in page(client, url)
    order = Order.objects.get()
    assert (order.state, order.paid_by) == ("paid", f"relay-{order.pk.hex}-1")
    soap.refresh_from_db()
    assert soap.stock == 39
    [payment] = vendor.payments
    assert (payment.status, payment.amount) == ("success", 1000)
    # Loaded again, the page says so.
    assert token(client, url)


def test_what_a_form_has_begun_no_page_pays(client: Client, soap: Product, vendor: Sandbox) -> None:
    url = paying(client, soap)
    assert client.post(f"{url}token").status_code == 409
    assert len(vendor.payments) == 1


def test_the_page_is_offered_where_there_is_one(client: Client, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Payer sur notre page" not in page(client, url)
    monkeypatch.setattr(settings, "CHECKOUT_PAGE", "/shop.html")
    assert f"/shop.html?order={Order.objects.get().pk}" in page(client, url)
