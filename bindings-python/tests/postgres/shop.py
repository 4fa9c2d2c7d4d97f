"""What the processes of the test agree on: the payments, and a time that runs faster."""

from __future__ import annotations

import re
import time
from datetime import datetime, timedelta, timezone
from typing import Any

from xaalis import types
from xaalis._native import Request, Response, Transport

#: How many seconds pass in one.
SPEED = 40

SENFENICO_KEY = "sk_test_postgres"
DEXCHANGE_KEY = "dexchange-key-of-tests"


class Clock:
    """The library's waits of minutes pass in seconds."""

    def __init__(self, start: int) -> None:
        self._start = start

    def now(self) -> int:
        return self.of(time.time_ns() // 1_000_000)

    def of(self, real: int) -> int:
        return self._start + (real - self._start) * SPEED

    def sleep_until(self, until: int) -> None:
        time.sleep(max(until - self.now(), 0) / 1000 / SPEED)


class OnSandbox:
    """The native transport; what the sandbox dates in real time is dated by the clock."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self._native = Transport()

    def __call__(self, request: Request) -> Response:
        answer = self._native.send(request)
        # The server's `Date` is of a clock that runs slower: none at all is what this world has.
        headers = [header for header in answer.headers if header[0].lower() != "date"]
        # A list comes in parts.
        body = answer.body if answer.parts is None else b"".join(answer.parts).decode()
        return Response(answer.status, headers, MOMENT.sub(self._dated, body))

    def _dated(self, moment: re.Match[str]) -> str:
        real = datetime.strptime(moment[0], "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=timezone.utc)
        told = EPOCH + timedelta(milliseconds=self.clock.of((real - EPOCH) // timedelta(milliseconds=1)))
        return told.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z")
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)

#: Endings other than plain success, by the last four digits of a number.
ODD = ("9901", "9902", "9907", "9908")


def order(op_id: str) -> Any:
    """What an operation pays, by its name: `payout-7`. Numbers and amounts are unlike any other's."""
    kind, _, text = op_id.partition("-")
    number = int(text)
    phone = phone_of(number)
    if kind == "payout":
        return types.PayoutOrder(types.NewTransfer(amount=100 + number, phone=phone, ext_id=f"ext-{op_id}"))
    if kind == "collect":
        return types.CollectOrder(types.NewCharge(amount=100 + number, phone=phone))
    if kind == "bulk":
        return types.BulkPayoutOrder(tuple(recipients(op_id)))
    if kind == "settle":
        return types.SettleOrder(types.NewSettlement(amount=100_000 + number))
    if kind == "call":
        transfer = types.NewTransfer(amount=100 + number, phone=phone, ext_id=f"ext-{op_id}")
        return types.CreateTransferOrder(transfer)
    payment = types.NewPayBill(
        service=types.Service.WOYOFAL,
        customer=f"07{number:08d}1",
        external_transaction_id=f"ext-{op_id}",
        amount=1_000 + number,
    )
    return types.PayBillOrder(payment)


def recipients(op_id: str) -> list[types.NewTransfer]:
    """The items of a bulk payout."""
    number = int(op_id.partition("-")[2])
    return [
        types.NewTransfer(amount=200 + place, phone=phone_of(5000 + number * 10 + place), ext_id=f"ext-{op_id}-{place}")
        for place in range(5)
    ]


def phone_of(number: int) -> str:
    """Every twentieth ends in an odd way."""
    if number % 20 == 7:
        return f"76{number // 20 % 100:02d}{ODD[number // 20 % len(ODD)]}"
    return f"7600{number:04d}"


def is_bill(op_id: str) -> bool:
    """Whether it is of DEXCHANGE."""
    return op_id.startswith("bill")
