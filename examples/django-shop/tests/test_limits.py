"""What a stranger with an order's address and a script may do to other people's phones."""

import uuid

import pytest
from django.core.cache.backends.db import DatabaseCache
from django.test import Client
from shop.models import Order, Product
from xaalis import Sandbox
from xaalis.django import limits

VICTIM = "76431987"


def order(client: Client, soap: Product, phone: str = VICTIM) -> str:
    form = {"id": uuid.uuid4(), "name": "Awa", "phone": phone, "quantity": 1}
    return client.post(f"/buy/{soap.pk}/", form).headers["location"]


def test_thirty_prompts_to_a_strangers_phone_are_three(
    client: Client, soap: Product, vendor: Sandbox
) -> None:
    answers = [
        client.post(f"{order(client, soap)}pay/", {"phone": f"+226 {VICTIM}"}) for _ in range(30)
    ]
    assert [answer.status_code for answer in answers] == [302] * 3 + [429] * 27
    assert len(vendor.payments) == 3
    assert "à ce numéro. Attendez 10 minutes" in answers[-1].content.decode()
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 600
    refused = order(client, soap)
    english = client.post(
        f"{refused}pay/", {"phone": VICTIM}, headers={"accept-language": "en"}
    ).content.decode()
    assert "Please wait 10 minutes" in english
    assert Order.objects.filter(state="new").count() == 28, "as they were"
    assert client.post(f"{refused}pay/", {"phone": "76431988"}).status_code == 302, "another number"


def test_one_order_does_not_ask_one_phone_after_the_other(
    client: Client, soap: Product, vendor: Sandbox
) -> None:
    place = order(client, soap)
    for at in range(12):
        client.post(f"{place}pay/", {"phone": f"760099{at % 2 + 1:02}"})
        client.post(f"{place}code/", {"code": "123456"})
        client.post(f"{place}again/")
    assert len(vendor.payments) == 3


def test_sixty_codes_are_ten(client: Client, soap: Product, vendor: Sandbox) -> None:
    place = order(client, soap)
    client.post(f"{place}pay/", {"phone": VICTIM})
    asked = vendor.requests_seen
    answers = [client.post(f"{place}code/", {"code": f"{at:06}"}) for at in range(60)]
    assert [answer.status_code for answer in answers] == [302] * 10 + [429] * 50
    assert "codes erronés" in answers[-1].content.decode()
    seen = vendor.requests_seen
    assert client.post(f"{place}code/", {"code": "123456"}).status_code == 429
    assert vendor.requests_seen == seen > asked, "nothing was asked of the vendor"
    assert Order.objects.get().state == "code"


def test_a_buyer_who_is_right_is_not_counted(client: Client, soap: Product) -> None:
    place = order(client, soap)
    client.post(f"{place}pay/", {"phone": VICTIM})
    client.post(f"{place}code/", {"code": "123456"})
    bought = Order.objects.get()
    assert bought.state == "paid"
    for _ in range(10):
        limits.take("code", order=bought.pk, payer=VICTIM, address="41.138.89.1")


def test_a_number_that_cannot_pay_is_not_counted(
    client: Client, soap: Product, vendor: Sandbox
) -> None:
    place = order(client, soap)
    for _ in range(9):
        assert client.post(f"{place}pay/", {"phone": "12"}).status_code == 200
    assert client.post(f"{place}pay/", {"phone": VICTIM}).status_code == 302
    assert len(vendor.payments) == 1


def test_a_page_that_is_asked_for_all_the_time(client: Client, soap: Product) -> None:
    place = order(client, soap)
    answers = [client.get(f"{place}state/") for _ in range(61)]
    assert [answer.status_code for answer in answers] == [200] * 60 + [429]
    assert client.get(place).status_code == 200


def test_without_its_cache_the_shop_takes_no_money_and_shows_its_pages(
    client: Client, soap: Product, vendor: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = order(client, soap)

    def gone(*_: object, **__: object) -> None:
        raise ConnectionError("no cache")

    paying = order(client, soap)
    client.post(f"{paying}pay/", {"phone": "76009905"})
    asked = vendor.requests_seen
    monkeypatch.undo()
    monkeypatch.setattr(DatabaseCache, "get_many", gone)
    assert client.get(paying).status_code == client.get(f"{paying}state/").status_code == 200
    assert vendor.requests_seen > asked, "it is looked after"
    answer = client.post(f"{place}pay/", {"phone": VICTIM})
    assert answer.status_code == 503 and "momentanément indisponibles" in answer.content.decode()
    assert client.get(place).status_code == client.get(f"{place}state/").status_code == 200
    assert len(vendor.payments) == 1


def test_a_header_makes_nobody_another(client: Client, soap: Product) -> None:
    """Fifty prompts a minute from one address, whatever it says of itself."""
    answers = []
    for at in range(60):
        place = order(client, soap, f"7600{at:04}")
        claimed = {"x-forwarded-for": f"10.1.{at}.1", "x-real-ip": f"10.1.{at}.1", "forwarded": f"for=10.1.{at}.1"}
        answers.append(client.post(f"{place}pay/", {"phone": f"7600{at:04}"}, headers=claimed))
    assert [answer.status_code for answer in answers].count(429) == 10
