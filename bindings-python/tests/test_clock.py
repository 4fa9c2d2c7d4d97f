"""Somebody sets the system's clock while a payment is on its way."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest

import xaalis
from tests.shop import WOYOFAL, Shop
from xaalis import NoAnswer, Waiting, types

HOUR = 3600 * 10**9


class Wall:
    """The system's clock, which can be set."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.real, self.ahead = time.time_ns, 0
        monkeypatch.setattr(time, "time_ns", lambda: self.real() + self.ahead)


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> Wall:
    return Wall(monkeypatch)


@pytest.fixture(params=["sync", "async"])
def shop(request: pytest.FixtureRequest) -> Iterator[Shop]:
    made = Shop(request.param)
    yield made
    made.close()


@pytest.mark.parametrize("hours", [-1, 1, -24 * 400])
def test_a_wait_is_as_long_as_it_should_be(shop: Shop, wall: Wall, hours: int) -> None:
    """Between two batches a quarter of a second passes, whatever the clock says then."""
    sent: list[float] = []

    def transport(request: xaalis.Request) -> xaalis.Response:
        sent.append(time.monotonic())
        if len(sent) == 1:
            wall.ahead = hours * HOUR
        return shop.sandbox(request)

    transfers = tuple(types.NewTransfer(amount=100, phone=f"7000{n:04}", ext_id=f"e-{n}") for n in range(101))
    payment = shop.client("Senfenico", "sk_test_sandbox", transport=transport).begin("op", types.BulkPayoutOrder(transfers))
    step = payment.advance(wait=1.5)
    assert isinstance(step, Waiting) and len(sent) == 2
    assert 0.2 < sent[1] - sent[0] < 1.5


@pytest.mark.parametrize("hours", [-1, 1, 24 * 400])
def test_a_quiet_time_is_not_cut_short(shop: Shop, wall: Wall, hours: int) -> None:
    """120 s pass before a bill that may have been paid is sent again."""
    sent: list[str] = []

    def transport(request: xaalis.Request) -> xaalis.Response:
        sent.append(request.method)
        wall.ahead = hours * HOUR
        raise NoAnswer("lost")

    order = types.PayBillOrder(types.NewPayBill(**WOYOFAL, external_transaction_id="t-1", confirm=False))
    payment = shop.client("Dexchange", "dx_test_sandbox", transport=transport).begin("op", order)
    before = time.time_ns() // 10**6
    step = payment.advance(wait=0.3)
    assert sent == ["POST"] and isinstance(step, Waiting) and step.why == "quiet"
    assert 119_000 < step.until - before < 121_000
