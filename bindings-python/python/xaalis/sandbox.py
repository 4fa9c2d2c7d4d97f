"""Both vendors' servers in this process: for tests, demos and work without a network."""

from __future__ import annotations

import os
import time

from . import _given, _native
from ._data import _Data
from ._payment import SystemClock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._payment import Clock

__all__ = ["Delivery", "Sandbox", "SandboxPayment"]


class SandboxPayment(_Data):
    """One payment as the server knows it, whatever the client was told.

    vendor: `senfenico` or `dexchange`.
    kind: `charge`, `transfer`, `settlement` or `bill`.
    reference: The vendor's reference.
    number: The payer's or recipient's phone, or the biller's customer; empty for settlements.
    amount: XOF francs, without fees.
    status: The vendor's word.
    client_reference: Yours: `ext_id` or `external_transaction_id`.
    """

    _hidden = ("number",)
    vendor: str
    kind: str
    reference: str
    number: str
    amount: int
    status: str
    client_reference: str | None = None


class Delivery(_Data):
    """A webhook on its way to you: POST `body` to your view with these `headers`.

    id: For `Sandbox.acknowledge`; the same at every re-sending.
    vendor: `senfenico` or `dexchange`.
    url: Where to.
    headers: The signature among them.
    body: The raw bytes: what the signature covers.
    """

    _hidden = ("headers", "body")
    id: int
    vendor: str
    url: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


class Sandbox:
    """Both vendors' servers, stateful, with books that balance. Give it to a client as `transport`.

    ```python
    sandbox = Sandbox()
    senfenico = Senfenico("sk_test_sandbox", transport=sandbox)
    sandbox.inject("drop-after@1")     # the first request is carried out, its answer lost
    ```

    The OTP is `123456`. The last four digits of a phone number choose another ending: 9901 fails, 9902
    insufficient funds, 9903 pending for ten minutes, 9905 and 9906 confirmed on the phone (9906:
    never), 9907 no such account, 9908 created but answered by an error. Time is its own: waits pass at
    once, unless `real_time=True`.
    """

    def __init__(self, *, real_time: bool = False, start: int = 0, **options: Any) -> None:
        """options: `seed`, `webhook_url`, `webhook_key`, `otp_ttl_ms`, `payer_ms`,
        `offline_providers`, `transfer_balance`, `collection_balance`, `dexchange_balance`, `bills`,
        `switches`, … as in the core's `sandbox::Options`.

        seed: All references follow from it; another one in each sandbox when left out, so that a
        journal that outlives the sandbox does not meet the same references twice.

        real_time: Waits take their real time. `start`: milliseconds since 1970 where time begins
        otherwise.

        Raises `InvalidInput` for an unknown option.
        """
        _given.flag("real_time", real_time)
        _given.whole("start", start, "milliseconds since 1970, an int")
        options.setdefault("seed", int.from_bytes(os.urandom(6), "big"))
        self._native = _native.NativeSandbox(options)
        self._real_time = real_time
        self._now = start

    @property
    def clock(self) -> Clock:
        """The sandbox is its own clock; in real time it is the system's, which leaves asyncio's loop free."""
        return SystemClock() if self._real_time else self

    def now(self) -> int:
        """Milliseconds since 1970."""
        return time.time_ns() // 1_000_000 if self._real_time else self._now

    def sleep_until(self, until: int) -> None:
        """Lets time pass."""
        _given.whole("until", until, "milliseconds since 1970, an int")
        if self._real_time:
            time.sleep(max(until - self.now(), 0) / 1000)
        else:
            self._now = max(self._now, until)

    def pass_time(self, seconds: float) -> None:
        """Lets this many seconds pass."""
        _given.seconds("seconds", seconds, endless=False)
        self.sleep_until(self.now() + int(seconds * 1000))

    def __call__(self, request: _native.Request) -> _native.Response:
        """Performs a request, as a transport does."""
        _given.instance("request", request, _native.Request, "a Request, as transports get it")
        return self._native.handle(request, self.now())

    def inject(self, fault: str) -> None:
        """Lets something go wrong: `effect@when`, such as `drop-after@1` (the first request),
        `503-before@charges` (the next whose path has the word), `refuse@*` (all).

        Effects: `refuse`, `drop-before`, `drop-after`, `delay:MS`, `503-before`, `503-after`,
        `cut:BYTES`, `garbage:html`, `duplicate`, `resent`, `redirect`, `429:SECONDS`.
        """
        self._native.inject(_given.text("fault", fault, "effect@when, such as drop-after@1"))

    def heal(self) -> None:
        """Forgets all faults that have not acted yet."""
        self._native.heal()

    @property
    def requests_seen(self) -> int:
        """How many requests arrived."""
        return self._native.requests_seen

    @property
    def payments(self) -> list[SandboxPayment]:
        """What really happened, oldest first by kind."""
        return [SandboxPayment(**payment) for payment in self._native.payments()]

    def deliveries(self) -> list[Delivery]:
        """The webhooks due now; those not acknowledged come again."""
        due = self._native.deliveries(self.now())
        return [Delivery(id, vendor, url, tuple(headers), body) for id, vendor, url, headers, body in due]

    def acknowledge(self, delivery: Delivery) -> None:
        """Your view answered 200 (204 is not): it is not sent again."""
        _given.instance("delivery", delivery, Delivery, "a Delivery, as `deliveries` gives them")
        self._native.acknowledge(delivery.id)

    def payer_confirms(self, charge: str) -> bool:
        """The payer dials and pays. False when the charge does not wait for that."""
        return self._native.payer_confirms(_given.text("charge", charge), self.now())

    def payer_declines(self, charge: str) -> bool:
        """The payer refuses: the charge is `canceled`."""
        return self._native.payer_declines(_given.text("charge", charge), self.now())

    def paid_without_code(self, charge: str) -> bool:
        """A charge that waits for a code is paid without one, though no page says that it can be: what becomes
        then of one that was abandoned. False when it does not wait for a code."""
        return self._native.paid_without_code(_given.text("charge", charge), self.now())

    def checkout_paid(self, checkout: str, phone: str, provider: str) -> bool:
        """The customer completes a payment page. False when it is not pending."""
        _given.text("checkout", checkout), _given.text("phone", phone), _given.text("provider", provider)
        return self._native.checkout_paid(checkout, phone, provider, self.now())

    def checkout_failed(self, checkout: str) -> bool:
        """The payment on a payment page fails."""
        return self._native.checkout_failed(_given.text("checkout", checkout), self.now())

    def transfer_finishes(self, transfer: str, *, ok: bool = True) -> bool:
        """Ends a pending transfer now."""
        return self._native.transfer_finishes(_given.text("transfer", transfer), _given.flag("ok", ok), self.now())

    def settlement_advances(self, settlement: str) -> bool:
        """Moves a settlement one step on."""
        return self._native.settlement_advances(_given.text("settlement", settlement), self.now())

    def top_up_finishes(self, transaction: str, *, ok: bool = True) -> bool:
        """Ends a PROCESSING top-up now."""
        return self._native.top_up_finishes(_given.text("transaction", transaction), _given.flag("ok", ok), self.now())
