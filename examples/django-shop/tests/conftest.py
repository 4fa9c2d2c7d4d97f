"""A shop with both vendors in the same process, where time passes when a test says so."""

import time
from collections.abc import Callable

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings
from shop.models import Product
from xaalis import Sandbox

Deliver = Callable[..., list[int]]


@pytest.fixture
def vendor(settings: Settings) -> Sandbox:
    """Both vendors. It holds what really happened, whatever the shop was told."""
    options = {
        "webhook_url": "http://testserver/xaalis/senfenico",
        "webhook_key": settings.XAALIS["SENFENICO_WEBHOOK_KEYS"][0],
    }
    sandbox = Sandbox(start=int(time.time() * 1000), **options)
    given = {
        **django_settings.XAALIS,
        "SENFENICO_URL": None,
        "DEXCHANGE_URL": None,
        "TRANSPORT": sandbox,
    }
    settings.XAALIS = given
    return sandbox


@pytest.fixture(autouse=True)
def shop(db: None, settings: Settings, vendor: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shop.payments._may_look", lambda _: True)
    cache.clear()


@pytest.fixture
def soap() -> Product:
    return Product.objects.create(
        name_fr="Savon au karité", name_en="Shea butter soap", price=1000, stock=40
    )


@pytest.fixture
def deliver(client: Client, vendor: Sandbox) -> Deliver:
    """Hands the webhooks that are due to the shop, as the vendor would. Answers their status codes."""

    def deliver(change: Callable[[bytes], bytes] = lambda body: body) -> list[int]:
        codes = []
        for delivery in vendor.deliveries():
            headers = dict(delivery.headers)
            kind = headers.pop("Content-Type", "application/json")
            path = "/" + delivery.url.split("/", 3)[3]
            answer = client.post(path, change(delivery.body), content_type=kind, headers=headers)
            codes.append(answer.status_code)
            if answer.status_code == 200:
                vendor.acknowledge(delivery)
        return codes

    return deliver
