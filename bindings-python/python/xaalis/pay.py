"""Pays through a shop's relay, from a program that holds no key: a till, a kiosk, a desktop, a test of the shop. What
`xaalis/pay` is in pages, in the same words.

```python
from xaalis.pay import Payer, Payment

def show(view, problem):                        # what it returns is what the person did
    if view.state == "ready":
        return Payer(input("Mobile money number: "))
    if view.state == "asking":
        return input(view.prompt.text)

payment = Payment("https://shop.example/xaalis/pay", token=ask_the_shop_for_a_token)
end = payment.run(show)
print(end.kind)                                 # settled, rejected, not_sent, unknown; refused
```

Nothing is kept: whoever starts the program again makes a new one, which goes on where the order stands. `advance` is
the same step by step, for a program with a loop of its own; `AsyncPayment` is the same for asyncio.
"""

from __future__ import annotations

import os
import threading
import time

from . import _given
from ._native import DONE, REFUSED, SEND, SHOW, TOKEN, RelayClient, Transport
from ._payment import LONGEST_SLEEP, Desk, a_response
from ._views import Ended, Offer, Payer, Problem, Prompt, Receipt, Refused, Shown, View, view_of
from .errors import ConnectFailed, InvalidInput, NoAnswer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, NoReturn, TypeAlias

    from typing_extensions import Self

    from ._apay import AsyncPayment as AsyncPayment
    from ._native import Request, Response
    from ._payment import Clock

    #: What a person did: gave a number, typed a code, chose a bill, nothing yet.
    Did: TypeAlias = "Payer | str | Offer | None"

__all__ = [
    "AsyncPayment",
    "Ended",
    "Offer",
    "Payer",
    "Payment",
    "Problem",
    "Prompt",
    "Receipt",
    "Refused",
    "Shown",
    "View",
]


class _Payment:
    """What both sides have in common. A person may be heard from another thread than the one that advances."""

    def __init__(
        self,
        url: str,
        token: Callable[[], Any],
        *,
        transport: Any = None,
        ca_file: str | os.PathLike[str] | None = None,
    ) -> None:
        """url: The relay's address: https, or http on this machine.
        token: Asks the shop's backend for a token: at the start, and again when it is too old, a quarter of an hour
            later. Where it raises an `OSError`, as what has no network does, it is called again after a pause; anything
            else is raised by `advance`. The token stays in memory.
        transport: Performs requests instead of the native transport: a function that takes a `Request` and returns a
            `Response`.
        ca_file: A PEM file of certificate authorities instead of the system's.

        Nothing is sent yet. Raises `InvalidInput` naming the argument.
        """
        address = _given.text("url", url)
        if not callable(token):
            _given.wrong("token", token, "a function that returns a token")
        if ca_file is not None:
            _given.instance("ca_file", ca_file, (str, os.PathLike), "a path")
        self._machine = RelayClient(address)
        self._token, self._url = token, address
        native: Any = None
        if transport is None:
            # No proxy is asked for what is on this machine.
            authorities = os.fspath(ca_file) if ca_file is not None else None
            native = Transport(None, authorities, address[:7].lower() == "http://")
            transport = self._carried_by(native)
        elif ca_file is not None:
            raise InvalidInput("ca_file", "given with a transport", "set it up in the transport")
        elif not callable(transport):
            _given.wrong("transport", transport, "a function of one Request, or a `Sandbox`")
        self._clock: Clock = getattr(transport, "clock", None) or _Passing()
        no_journal: Any = None
        self._desk = Desk(transport, no_journal, self._clock, None, native)
        self._lock = threading.Lock()
        #: Something only looks: a person does not wait for it.
        self._looking = False
        #: What was told last, and was not done about since.
        self._told: object = None

    def start(
        self, phone: str | None = None, provider: str | None = None, bill: str | None = None
    ) -> bool:
        """The person wants to pay: heard while `view.next_attempt` is given. While a code is asked for, this gives the
        earlier number up, for good. Without a phone: for a payment page, to be told which bills are owed, or to top a
        meter up. `False`: not heard. Then advance.

        phone: As typed.
        provider: The operator, where the number's prefix does not tell.
        bill: Which of `view.prompt.bills` is to be paid. Nothing was paid or recorded before one is chosen.
        """
        number = _given.Hidden(phone)
        del phone
        if number.value is not None:
            _given.text("phone", number.value)
        if provider is not None:
            _given.text("provider", provider)
        if bill is not None:
            _given.text("bill", bill)
        return self._acts(lambda now: self._machine.start(number.value, provider, bill, now))

    def code(self, code: str) -> bool:
        """The person typed the code: heard while one is asked for. `False`: not heard. Then advance."""
        given = _given.Hidden(code)
        del code
        _given.text("code", given.value)
        return self._acts(lambda now: self._machine.code(given.value, now))

    def look(self) -> None:
        """Looks now, at the next `advance`. By itself it does when it is told to."""
        with self._lock:
            self._told = None
            self._machine.look(self._clock.now())
        self._wake()

    def _acts(self, did: Callable[[int], bool]) -> bool:
        """They are told even what they were told before, and wait for no look that is under way."""
        with self._lock:
            now = self._clock.now()
            if self._looking:
                self._looking = False
                self._machine.failed(now)
            is_heard = did(now)
            if is_heard:
                self._told = None
        if is_heard:
            self._wake()
        return is_heard

    def _poll(self) -> tuple[int, Any]:
        with self._lock:
            arm, what = self._machine.poll(self._clock.now())
            self._looking = arm == SEND and what.method == "GET"
            return arm, what

    def _heard(self, response: Response | None) -> None:
        """The answer; `None`, where none came. One that nobody waits for any more is dropped."""
        with self._lock:
            self._looking, now = False, self._clock.now()
            self._machine.failed(now) if response is None else self._machine.answered(response, now)

    def _news(self, arm: int, what: Any) -> Shown | Ended | Refused | None:
        """`None`: it was told before."""
        if arm == REFUSED:
            return Refused(word=what)
        view, problem = view_of(what[0]), None if what[1] is None else Problem(*what[1])
        if arm == DONE:
            return Ended(kind=view.outcome.kind if view.outcome else "unknown", view=view, problem=problem)
        if (view, problem) == self._told:
            return None
        self._told = view, problem
        return Shown(view=view, problem=problem)

    def _does(self, did: object) -> None:
        """What `show` returned."""
        hidden = _given.Hidden(did)
        del did
        if isinstance(hidden.value, Payer):
            self.start(hidden.value.phone, hidden.value.provider)
        elif isinstance(hidden.value, str):
            self.code(hidden.value)
        elif isinstance(hidden.value, Offer):
            self.start(bill=hidden.value.bill)
        elif hidden.value is not None:
            _given.wrong("show", hidden.value, "a Payer, a code, an Offer, or None")

    def _lost(self, error: BaseException) -> None:
        """No answer came. What is no transport's error goes on up: a signal handler's, a wait that was cancelled."""
        self._heard(None)
        is_known = isinstance(error, (ConnectFailed, NoAnswer)) or self._desk.native is None
        if not (isinstance(error, Exception) and is_known):
            raise error

    def _carried_by(self, native: Transport) -> Any:
        return native.send

    def _wake(self) -> None:
        raise NotImplementedError

    def __repr__(self) -> str:
        return f"<{type(self).__name__} at {getattr(self, '_url', 'refused')}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a payment holds its order's token and cannot be pickled")


class Payment(_Payment):
    """A program's end of one order. One thread advances; `start`, `code` and `look` may come from any."""

    def __init__(
        self,
        url: str,
        token: Callable[[], str],
        *,
        transport: Callable[[Request], Response] | None = None,
        ca_file: str | os.PathLike[str] | None = None,
    ) -> None:
        super().__init__(url, token, transport=transport, ca_file=ca_file)
        self._did = threading.Event()

    __init__.__doc__ = _Payment.__init__.__doc__

    def advance(self, *, wait: float = 0.0) -> Shown | Ended | Refused | None:
        """Goes on until there is something new to show, or the end. `None`: nothing new within so many seconds, not
        counting a request that is under way (20 seconds at most).

        Raises what `token` raises, but for an `OSError`, and what a signal handler raises meanwhile; then it can be
        called again.
        """
        _given.seconds("wait", wait)
        horizon = self._clock.now() + min(wait, _given.FARTHEST / 1000) * 1000
        while True:
            self._did.clear()
            arm, what = self._poll()
            if arm == TOKEN:
                try:
                    given = _given.Hidden(self._token())
                except OSError:
                    self._heard(None)
                else:
                    self._machine.token(_token(given), self._clock.now())
                continue
            if arm == SEND:
                self._send(what)
                continue
            until = what
            if arm in (SHOW, DONE, REFUSED):
                news = self._news(arm, what)
                if news is not None:
                    return news
                until = what[2]
            now = self._clock.now()
            if now >= horizon:
                return None
            if isinstance(self._clock, _Passing):
                self._did.wait(min((min(until, horizon) - now) / 1000, LONGEST_SLEEP))
            else:
                self._clock.sleep_until(int(min(until, horizon)))

    def run(
        self, show: Callable[[View, Problem | None], Did], *, timeout: float | None = None
    ) -> Ended | Refused | None:
        """Goes on to the end, showing all news meanwhile. `None`: it did not end within `timeout` seconds.

        show: Shows how it stands; returns what the person did: a `Payer`, a code, the `Offer` of the bill that they
            chose, or `None`.
        """
        if not callable(show):
            _given.wrong("show", show, "a function of a View and a Problem")
        if timeout is not None:
            _given.seconds("timeout", timeout)
        until = self._clock.now() + (timeout or 0) * 1000
        while True:
            left = LONGEST_SLEEP if timeout is None else max(0.0, (until - self._clock.now()) / 1000)
            step = self.advance(wait=left)
            if isinstance(step, (Ended, Refused)):
                return step
            if step is not None:
                self._does(show(step.view, step.problem))
            elif timeout is not None and self._clock.now() >= until:
                return None

    def close(self) -> None:
        """Closes idle connections. The payment goes on at the shop."""
        if self._desk.native is not None:
            self._desk.native.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _send(self, request: Request) -> None:
        try:
            self._heard(a_response(self._desk.transport(request)))
        except BaseException as error:
            self._lost(error)

    def _wake(self) -> None:
        self._did.set()


class _Passing:
    """Milliseconds that passed, by whichever clock saw more: one of them sleeps with the machine, the other is set."""

    def __init__(self) -> None:
        self._passed = 0.0
        self._last = time.time(), time.monotonic()
        self._lock = threading.Lock()

    def now(self) -> int:
        with self._lock:
            last, self._last = self._last, (time.time(), time.monotonic())
            self._passed += max(0.0, *(now - then for now, then in zip(self._last, last)))
            return int(self._passed * 1000)

    def sleep_until(self, until: int) -> None:
        time.sleep(min(max(until - self.now(), 0) / 1000, LONGEST_SLEEP))


def _token(given: _given.Hidden[Any]) -> str:
    if not isinstance(given.value, str):
        _given.wrong("token", given.value, "a function that returns a token")
    return given.value.strip()


def __getattr__(name: str) -> object:
    if name == "AsyncPayment":
        from ._apay import AsyncPayment

        return AsyncPayment
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
