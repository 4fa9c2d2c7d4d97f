"""A client whose transport answers from a list, in virtual time, and orders as the vectors write them."""

from __future__ import annotations

import decimal
import json
from typing import Any

import xaalis
from xaalis import errors, types

DAWN = 1_767_600_000_000
KEYS = {"senfenico": "sk_test_sandbox", "dexchange": "dx_test_sandbox"}


FAILURES = {
    "not_sent": errors.ConnectFailed,
    "maybe_sent": errors.NoAnswer,
    "too_large": errors.AnswerTooLarge,
}


class Stop(BaseException):
    """Leaves a payment's loop from within the transport."""


def text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "".join(map(text, value))
    part, times = value["repeat"]
    return text(part) * times


def raw(value: Any) -> bytes:
    return bytes.fromhex(value["hex"]) if isinstance(value, dict) and "hex" in value else text(value).encode()


def as_json(data: Any) -> Any:
    """The JSON that core writes for the same value."""
    if isinstance(data, decimal.Decimal):
        return format(data, "f")
    if isinstance(data, str):
        return str(data)
    if isinstance(data, (tuple, list)):
        return [as_json(item) for item in data]
    if hasattr(data, "_fields"):
        kind = {"kind": data.kind} if hasattr(data, "kind") else {}
        return kind | {field: as_json(getattr(data, field)) for field in data._fields}
    if data is None or type(data) in (bool, int):
        return data
    raise TypeError(f"not data: {data!r}")


class Clock:
    def __init__(self) -> None:
        self.time = DAWN

    def now(self) -> int:
        return self.time

    def sleep_until(self, until: int) -> None:
        self.time = max(self.time, until)


class Script:
    """A transport that answers from a list, in virtual time, and notes what it is asked."""

    def __init__(self, answers: Any = ()) -> None:
        self.answers = iter(answers)
        self.clock = Clock()
        self.requests: list[Any] = []
        self.sent_at = DAWN

    def __call__(self, request: Any) -> Any:
        self.requests.append(request)
        self.sent_at = self.clock.time
        answer = next(self.answers, None)
        if answer is None:
            raise Stop
        self.clock.time += answer.get("after_ms", 0)
        if "failure" in answer:
            raise FAILURES[answer["failure"]]
        return xaalis.Response(answer["status"], answer.get("headers"), text(answer["body"]))


class Journal(xaalis.MemoryJournal):
    """Notes what was kept before anything was sent."""

    def __init__(self, script: Script) -> None:
        super().__init__()
        self.script, self.first, self.newest = script, False, None

    def put(self, record: Any) -> Any:
        assert "_sandbox" not in json.dumps(as_json(record)), "a key in a record"
        self.first |= not self.script.requests
        self.newest = record
        return super().put(record)


ORDERS = {cls.kind: cls for cls in vars(types).values() if getattr(cls, "__name__", "").endswith("Order") and hasattr(cls, "kind")}
INNER = {
    ("collect", "charge"): types.NewCharge,
    ("create_charge", "charge"): types.NewCharge,
    ("checkout", "checkout"): types.NewCheckout,
    ("initialize_checkout", "checkout"): types.NewCheckout,
    ("payout", "transfer"): types.NewTransfer,
    ("create_transfer", "transfer"): types.NewTransfer,
    ("bulk_payout", "transfers"): types.NewTransfer,
    ("create_bulk_transfer", "transfers"): types.NewTransfer,
    ("settle", "settlement"): types.NewSettlement,
    ("create_settlement", "settlement"): types.NewSettlement,
    ("inquire_bills", "inquiry"): types.NewInquiry,
    ("pay_bill_once", "payment"): types.NewBillPayment,
    ("pay_bill", "payment"): types.NewPayBill,
}


def order_of(given: dict[str, Any]) -> Any:
    """An order of the vectors as the objects a Python user would write."""
    kind = given["kind"]

    def field(name: str, value: Any) -> Any:
        inner = INNER.get((kind, name))
        if inner is None:
            return value
        return tuple(inner(**one) for one in value) if isinstance(value, list) else inner(**value)

    return ORDERS[kind](**{name: field(name, value) for name, value in given.items() if name != "kind"})


def client(script: Script, vendor: str, key: str | None = None, **options: Any) -> Any:
    cls = {"senfenico": xaalis.Senfenico, "dexchange": xaalis.Dexchange}[vendor]
    return cls(KEYS[vendor] if key is None else key, transport=script, journal=Journal(script), **options)


def begin(script: Script, given: dict[str, Any], **options: Any) -> Any:
    order = order_of(given["order"])
    bills = order.kind in ("inquire_bills", "pay_bill_once", "fetch_transaction", "pay_bill")
    vendor = given.get("vendor", "dexchange" if bills else "senfenico")
    made = client(script, vendor, given.get("key"), base_url=given.get("base_url"), **options)
    return made, made.begin(given.get("op_id", "op-1"), order)


def refused(error: Exception) -> Any:
    if isinstance(error, errors.InvalidInput):
        likely = {} if error.suggestion is None else {"suggestion": error.suggestion}
        return {"invalid": {"field": error.field, "problem": error.problem, "allowed": error.allowed} | likely}
    return {"record" if isinstance(error, errors.RecordError) else "webhook": error.message}
