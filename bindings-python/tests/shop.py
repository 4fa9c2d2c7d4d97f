"""A shop over the sandbox, blocking or on asyncio: one test speaks to both."""

from __future__ import annotations

import asyncio
import inspect
from typing import Any

import xaalis
from xaalis import MemoryJournal, Sandbox, types

WOYOFAL = {"service": "WOYOFAL_SN_BILL", "customer": "07061270877", "amount": 1000}
SENELEC = {"service": "SENELEC_SN_BILL", "customer": "210278816"}
PAGE = {"success_url": "https://shop.bf/paid", "cancel_url": "https://shop.bf/cart"}


class Shop:
    """Both clients on one sandbox and one journal."""

    def __init__(self, kind: str, journal: Any = None, **options: Any) -> None:
        self.kind = kind
        self.sandbox = Sandbox(**options)
        self.journal = MemoryJournal() if journal is None else journal
        self.loop = asyncio.new_event_loop() if kind == "async" else None
        self.senfenico = self.client("Senfenico", "sk_test_sandbox")
        self.dexchange = self.client("Dexchange", "dx_test_sandbox")

    def client(self, vendor: str, key: str, transport: Any = None, **options: Any) -> Any:
        given = {"journal": self.journal, "transport": transport or self.sandbox} | options
        if self.loop is None:
            return getattr(xaalis, vendor)(key, **given)
        return Awaiting(getattr(xaalis, f"Async{vendor}")(key, **given), self.loop)

    @property
    def paid(self) -> list[Any]:
        """What really moved."""
        return [payment for payment in self.sandbox.payments if payment.status.lower() == "success"]

    def close(self) -> None:
        if self.loop is not None:
            self.loop.close()


class Awaiting:
    """Awaits what an asyncio client or payment returns."""

    def __init__(self, inner: Any, loop: asyncio.AbstractEventLoop) -> None:
        self.inner, self.loop = inner, loop

    def __getattr__(self, name: str) -> Any:
        value = getattr(self.inner, name)
        if inspect.ismethod(value):
            return lambda *args, **named: self.awaited(value(*args, **named))
        return self.awaited(value)

    def awaited(self, value: Any) -> Any:
        if inspect.isawaitable(value):
            value = self.loop.run_until_complete(value)
        ours = type(value).__module__ in ("xaalis._asenfenico", "xaalis._adexchange", "xaalis._apayment")
        return Awaiting(value, self.loop) if ours else value


def answering(codes: Any = "123456", seen: list[Any] | None = None) -> Any:
    """An `on_prompt` that answers like a patient customer."""
    codes = iter([codes] if isinstance(codes, str) else codes)

    def on_prompt(prompt: Any) -> Any:
        if seen is not None:
            seen.append(prompt)
        if isinstance(prompt, types.OtpPrompt):
            return next(codes)
        if isinstance(prompt, types.BillPrompt):
            return next(bill for bill in prompt.bills if not bill.paid)
        return None

    return on_prompt


def transfers(*phones: str) -> list[types.NewTransfer]:
    return [
        types.NewTransfer(amount=200, phone=phone, ext_id=f"pay-{place}") for place, phone in enumerate(phones)
    ]
