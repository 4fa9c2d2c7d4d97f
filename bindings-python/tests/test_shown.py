"""A page that is loaded again: what it shows, and how seldom it has the vendor asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.shop import PAGE, Shop
from xaalis import InvalidInput, SqliteJournal, types

OFFLINE = types.CollectOrder(types.NewCharge(amount=1000, phone="76009905"))


@pytest.fixture(params=["sync", "async"])
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Shop]:
    shop = Shop(request.param, SqliteJournal(tmp_path / "payments.db"))
    yield shop
    shop.close()


def test_what_is_dialled_stays(shop: Shop) -> None:
    payment = shop.senfenico.begin("order-1", OFFLINE)
    assert payment.to_show is None
    prompt = payment.advance()
    assert isinstance(prompt, types.DialPrompt) and payment.to_show == prompt
    payment.shown()
    assert payment.advance().why == "pending"
    assert payment.prompt is None and payment.to_show == prompt
    # Another process, and the record alone: his own number is masked.
    for shown in (shop.senfenico.resume("order-1").to_show, shop.journal.get("order-1").to_show):
        assert isinstance(shown, types.DialPrompt) and "76009905" not in shown.text
    assert "76009905" not in shop.journal.get("order-1").state
    assert shop.sandbox.payer_confirms(payment.reference)
    again = shop.senfenico.resume("order-1")
    again.advance(wait=10)
    assert again.result().status == "success"
    assert again.to_show is None and shop.journal.get("order-1").to_show is None


def test_the_page_stays(shop: Shop) -> None:
    payment = shop.senfenico.begin("order-2", types.CheckoutOrder(types.NewCheckout(amount=600, **PAGE)))
    prompt = payment.advance()
    payment.shown()
    payment.advance()
    assert isinstance(prompt, types.RedirectPrompt)
    assert payment.to_show == shop.senfenico.resume("order-2").to_show == shop.journal.get("order-2").to_show == prompt


def test_loaded_again_and_again_the_vendor_is_asked_once(shop: Shop) -> None:
    payment = shop.senfenico.begin("order-3", OFFLINE)
    payment.advance()
    payment.shown()
    payment.advance()
    seen = shop.sandbox.requests_seen
    for _ in range(5):
        page = shop.senfenico.resume("order-3", calm=True)
        assert page.advance().why == "pending"
        assert isinstance(page.to_show, types.DialPrompt)
    assert shop.sandbox.requests_seen == seen
    # As before, whoever does not say so has it asked at once.
    shop.senfenico.resume("order-3").advance()
    assert shop.sandbox.requests_seen == seen + 1
    page = shop.senfenico.resume(shop.journal.get("order-3"), calm=True)
    page.advance()
    page.look_now()
    page.advance()
    assert shop.sandbox.requests_seen == seen + 2
    # The look that is due is stored, and paid all the same.
    assert shop.sandbox.payer_confirms(page.reference)
    page = shop.senfenico.resume("order-3", calm=True)
    page.advance(wait=10)
    assert page.result().status == "success"


def test_an_answer_waits_for_no_look(shop: Shop) -> None:
    shop.senfenico.begin("order-4", types.CollectOrder(types.NewCharge(amount=1000, phone="76000000"))).advance()
    page = shop.senfenico.resume("order-4", calm=True)
    page.advance()
    page.submit_otp("123456")
    page.advance(wait=5)
    assert page.result().status == "success"


def test_calm_is_a_bool(shop: Shop) -> None:
    shop.senfenico.begin("order-5", OFFLINE).advance()
    with pytest.raises(InvalidInput) as wrong:
        shop.senfenico.resume("order-5", calm="yes")
    assert wrong.value.field == "calm"
