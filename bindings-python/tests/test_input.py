"""A wrong value is refused by the name of its argument, and nothing is sent."""

from __future__ import annotations

import inspect
from decimal import Decimal

import pytest
import xaalis
from xaalis import errors, types

LOOP: list = []
LOOP.append(LOOP)


class Text(str):
    """A text of a class of one's own, as Django's SafeString is."""


class Odd:
    def __repr__(self):
        return "76000000"


GOOD = {
    "charges.create": {"amount": 500, "phone": "76000000", "provider": "orange_bf"},
    "charges.submit_otp": {"charge": "ch_1", "otp": "123456"},
    "charges.fetch": {"reference": "ch_1"},
    "checkouts.initialize": {"amount": 500, "success_url": "https://a.bf", "cancel_url": "https://a.bf", "email": "a@b.bf"},
    "checkouts.fetch": {"reference": "chk_1"},
    "transfers.create": {"amount": 500, "phone": "70000000", "ext_id": "a", "wallet": "moov_bf"},
    "transfers.fetch": {"reference": "tr_1"},
    "settlements.create": {"amount": 500},
    "settlements.fetch": {"reference": "se_1"},
    "collect": {"op_id": "op-1", "amount": 500, "phone": "76000000", "provider": "orange_bf"},
    "checkout": {"op_id": "op-1", "amount": 500, "success_url": "https://a.bf", "cancel_url": "https://a.bf", "email": "a@b.bf"},
    "payout": {"op_id": "op-1", "amount": 500, "phone": "70000000", "ext_id": "a", "wallet": "moov_bf"},
    "settle": {"op_id": "op-1", "amount": 500},
    "cancel_settlement": {"op_id": "op-1", "reference": "se_1"},
    "bills.inquire": {"service": "SENELEC_SN_BILL", "customer": "210278816"},
    "bills.pay": {
        "service": "SENELEC_SN_BILL",
        "customer": "210278816",
        "external_transaction_id": "INV-1",
        "bill": "8000000680",
        "callback_url": "https://a.sn/dx",
        "custom_data": "x",
    },
    "transactions.fetch": {"transaction_id": "TID1"},
    "pay_bill": {
        "op_id": "op-1",
        "service": "WOYOFAL_SN_BILL",
        "customer": "07061270877",
        "external_transaction_id": "RCH-1",
        "amount": 500,
        "callback_url": "https://a.sn/dx",
        "custom_data": "x",
        "confirm": False,
    },
}
OPTIONAL = {"provider", "email", "wallet", "bill", "callback_url", "custom_data"}

#: Of no kind that any argument takes.
NEVER = [1.5, float("nan"), float("inf"), b"76000000", Decimal(500), object(), Odd(), [], {}, ["x"], LOOP, Odd, 10**30, -1]
NOT_TEXT = [*NEVER, True, 500]
NOT_FRANCS = [*NEVER, True, False, "500", "", Text("500"), None, 0, 1.0, 2**63, -(2**63) - 1]
ODD_TEXT = ["", " ", "\x00", "\ud800", "x\udfff", "é" * 200, "x" * 5000, "../x"]


class Untouched:
    """A transport nobody may call."""

    def __call__(self, request):
        raise AssertionError("sent")


def call(name, **arguments):
    vendor = xaalis.Dexchange if name in ("bills.inquire", "bills.pay", "transactions.fetch", "pay_bill") else xaalis.Senfenico
    client = vendor("sk_test_sandbox", transport=Untouched())
    method = client
    for part in name.split("."):
        method = getattr(method, part)
    op_id = (arguments.pop("op_id"),) if "op_id" in GOOD[name] else ()
    return method(*op_id, **arguments)


def cases():
    for name, good in GOOD.items():
        for field in good:
            yield name, field


@pytest.mark.parametrize(("name", "field"), cases())
def test_a_wrong_value_is_refused_by_name(name, field):
    wrong = NOT_FRANCS if field == "amount" else NEVER + ["yes", 1, 0] if field == "confirm" else NOT_TEXT
    if field != "amount" and field not in OPTIONAL and field != "confirm":
        wrong = [*wrong, None]
    if field == "amount" and name == "pay_bill":
        wrong = [value for value in wrong if value is not None] + [None]
    if field not in ("amount", "confirm", "email", "custom_data"):
        wrong = wrong + ODD_TEXT
    if field in ("email", "custom_data"):
        wrong = [*wrong, "\ud800"]
    for value in wrong:
        with pytest.raises(errors.InvalidInput) as caught:
            call(name, **GOOD[name] | {field: value})
        error = caught.value
        assert error.field.rsplit(".", 1)[-1] == field, (value if value is not LOOP else "a loop", error)
        assert error.problem and error.allowed and isinstance(error, ValueError)
        assert "76000000" not in str(error) and len(str(error)) < 400
