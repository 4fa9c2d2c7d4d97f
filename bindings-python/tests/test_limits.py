"""No blocking call waits for ever unless it is told to: blocking and on asyncio, each way in."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

import xaalis
from tests.shop import PAGE, WOYOFAL, Shop, answering
from xaalis import NewCharge, NewTransfer, OutcomeUnknown, PaymentNotSent, Response, types

NEVER = "76009906"
#: Each flow's limit in seconds, and a call that nothing ends.
FLOWS: dict[str, tuple[int, Any]] = {
    "collect": (600, lambda shop, **given: shop.senfenico.collect("op-1", amount=1000, phone=NEVER, on_prompt=answering(), **given)),
    "checkout": (1800, lambda shop, **given: shop.senfenico.checkout("op-1", amount=1000, on_prompt=answering(), **PAGE, **given)),
    "payout": (180, lambda shop, **given: shop.senfenico.payout("op-1", amount=500, phone=NEVER, ext_id="e-1", **given)),
    "bulk_payout": (600, lambda shop, **given: shop.senfenico.bulk_payout("op-1", [NewTransfer(500, NEVER, "e-1")], **given)),
    "settle": (60, lambda shop, **given: shop.senfenico.settle("op-1", amount=500, **given)),
    "cancel_settlement": (120, lambda shop, **given: shop.senfenico.cancel_settlement("op-1", "st_1", **given)),
    "pay_bill": (300, lambda shop, **given: shop.dexchange.pay_bill("op-1", external_transaction_id="x-1", **WOYOFAL, **given)),
}
CLIENTS = {"sync": (xaalis.Senfenico, xaalis.Dexchange), "async": (xaalis.AsyncSenfenico, xaalis.AsyncDexchange)}


@pytest.fixture(params=["sync", "async"])
def shop(request: Any) -> Any:
    shop = Shop(request.param, payer_auto_confirms=False, collection_balance=1_000_000)
    yield shop
    shop.close()


def lost(shop: Shop, vendor: str) -> None:
    """Every request arrives from now on, and no answer comes back."""

    def transport(request: Any) -> Any:
        shop.sandbox(request)
        raise OSError("reset")

    transport.clock = shop.sandbox.clock  # type: ignore[attr-defined]
    key = {"senfenico": "sk_test_sandbox", "dexchange": "dx_test_sandbox"}[vendor]
    setattr(shop, vendor, shop.client(vendor.title(), key, transport))


def waited(shop: Shop, call: Any) -> tuple[float, Any]:
    """How many seconds of the sandbox's clock passed, and how it ended."""
    begun = shop.sandbox.now()
    try:
        ended = call()
    except Exception as error:
        ended = error
    return (shop.sandbox.now() - begun) / 1000, ended


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_every_flow_has_the_limit_that_core_gives_it(kind: str) -> None:
    flows = 0
    for client in CLIENTS[kind]:
        for name, method in inspect.getmembers(client, inspect.isfunction):
            given = inspect.signature(method).parameters.get("timeout")
            if given is not None and not name.startswith("_"):
                assert given.default == FLOWS[name][0], name
                flows += 1
    assert flows == len(FLOWS)
    for payment in (xaalis.Payment, xaalis.AsyncPayment):
        assert inspect.signature(payment.run).parameters["timeout"].default == "default"
    orders = {
        "collect": types.CollectOrder(NewCharge(1000, NEVER)),
        "settle": types.SettleOrder(types.NewSettlement(500)),
        "fetch_charge": types.FetchChargeOrder("ch_1"),
    }
    senfenico = xaalis.Senfenico("sk_test_sandbox", transport=xaalis.Sandbox())
    limits = {name: senfenico.begin("op-1", order)._session.patience for name, order in orders.items()}
    assert limits == {"collect": 600, "settle": 60, "fetch_charge": 120}


@pytest.mark.parametrize("flow", FLOWS)
def test_a_flow_that_nothing_ends_ends(shop: Shop, flow: str) -> None:
    limit, call = FLOWS[flow]
    if flow in ("pay_bill", "cancel_settlement"):
        lost(shop, "dexchange" if flow == "pay_bill" else "senfenico")
    seconds, ended = waited(shop, lambda: call(shop))
    assert seconds <= limit, ended
    if flow == "cancel_settlement":
        assert isinstance(ended, (OutcomeUnknown, xaalis.PaymentNotSent)), ended
        return
    if flow == "bulk_payout":
        ended = OutcomeUnknown(ended.items[0].outcome.unknown)
    assert isinstance(ended, OutcomeUnknown) and not isinstance(ended, xaalis.PaymentError), ended
    assert seconds >= limit / 4
    # It is kept, and `resume` goes on with the same limit, or with the one that is given.
    client = shop.dexchange if flow == "pay_bill" else shop.senfenico
    (record,) = client.unfinished()
    assert record.op_id == "op-1"
    again, ended = waited(shop, lambda: client.resume("op-1").run(answering()))
    assert again <= limit and (isinstance(ended, OutcomeUnknown) or flow == "bulk_payout")
    short, ended = waited(shop, lambda: client.resume("op-1").run(answering(), timeout=1))
    assert short <= 1
    assert len({payment.reference for payment in shop.sandbox.payments}) <= 1


def test_none_is_as_long_as_it_takes(shop: Shop) -> None:
    seconds, ended = waited(shop, lambda: shop.senfenico.settle("op-9", amount=500, timeout=None))
    assert seconds > 3_600, ended
    lost(shop, "dexchange")
    seconds, ended = waited(shop, lambda: FLOWS["pay_bill"][1](shop, timeout=None))
    assert seconds > 3_600 and isinstance(ended, OutcomeUnknown)
    seconds, ended = waited(shop, lambda: shop.senfenico.begin("op-2", types.SettleOrder(types.NewSettlement(500))))
    seconds, _ = waited(shop, lambda: ended.run(timeout=None))
    assert seconds > 3_600


@pytest.mark.parametrize("op_id", [None, "op-1"])
def test_a_call_that_asks_once_waits_two_minutes_for_a_vendor_that_wants_a_pause(shop: Shop, op_id: str | None) -> None:
    asked = []

    def busy(request: Any) -> Response:
        asked.append(request.url)
        return Response(429, {"Retry-After": "100"}, "{}")

    busy.clock = shop.sandbox.clock  # type: ignore[attr-defined]
    client = shop.client("Senfenico", "sk_test_sandbox", busy)
    seconds, ended = waited(shop, lambda: client.charges.create(amount=1000, phone="76000000", op_id=op_id))
    assert isinstance(ended, PaymentNotSent) and ended.retryable, ended
    assert 100 <= seconds <= 120 and len(asked) == 2
    seconds, ended = waited(shop, lambda: client.charges.list())
    assert isinstance(ended, PaymentNotSent) and seconds <= 120
