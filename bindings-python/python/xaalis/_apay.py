"""A program's end of a relay, for asyncio."""

from __future__ import annotations

import asyncio
import os

from . import _given
from ._apayment import NativeTransport, sent
from ._native import DONE, REFUSED, SEND, SHOW, TOKEN
from ._payment import LONGEST_SLEEP
from .pay import Ended, Payment, Refused, Shown, _Passing, _Payment, _token

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Any

    from typing_extensions import Self

    from ._native import Request, Response, Transport
    from .pay import Did, Problem, View


class AsyncPayment(_Payment):
    """A program's end of one order, for asyncio. `start`, `code` and `look` are as of `Payment`, without `await`, from
    the loop that advances. A call that is cancelled may be made again."""

    def __init__(
        self,
        url: str,
        token: Callable[[], str | Awaitable[str]],
        *,
        transport: Callable[[Request], Response | Awaitable[Response]] | None = None,
        ca_file: str | os.PathLike[str] | None = None,
    ) -> None:
        super().__init__(url, token, transport=transport, ca_file=ca_file)
        self._waiter: asyncio.Future[None] | None = None

    __init__.__doc__ = _Payment.__init__.__doc__

    async def advance(self, *, wait: float = 0.0) -> Shown | Ended | Refused | None:
        _given.seconds("wait", wait)
        horizon = self._clock.now() + min(wait, _given.FARTHEST / 1000) * 1000
        while True:
            arm, what = self._poll()
            if arm == TOKEN:
                try:
                    given = _given.Hidden(self._token())
                    if hasattr(given.value, "__await__"):
                        given = _given.Hidden(await given.value)
                except OSError:
                    self._heard(None)
                else:
                    self._machine.token(_token(given), self._clock.now())
                continue
            if arm == SEND:
                await self._send(what)
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
                await self._rest(min((min(until, horizon) - now) / 1000, LONGEST_SLEEP))
            else:
                self._clock.sleep_until(int(min(until, horizon)))

    advance.__doc__ = Payment.advance.__doc__

    async def run(
        self,
        show: Callable[[View, Problem | None], Did | Awaitable[Did]],
        *,
        timeout: float | None = None,
    ) -> Ended | Refused | None:
        if not callable(show):
            _given.wrong("show", show, "a function of a View and a Problem")
        if timeout is not None:
            _given.seconds("timeout", timeout)
        until = self._clock.now() + (timeout or 0) * 1000
        while True:
            left = LONGEST_SLEEP if timeout is None else max(0.0, (until - self._clock.now()) / 1000)
            step = await self.advance(wait=left)
            if isinstance(step, (Ended, Refused)):
                return step
            if step is not None:
                did: _given.Hidden[Any] = _given.Hidden(show(step.view, step.problem))
                if hasattr(did.value, "__await__"):
                    did = _given.Hidden(await did.value)
                self._does(did.value)
            elif timeout is not None and self._clock.now() >= until:
                return None

    run.__doc__ = Payment.run.__doc__

    async def close(self) -> None:
        """Closes idle connections. The payment goes on at the shop."""
        if self._desk.native is not None:
            self._desk.native.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    def _carried_by(self, native: Transport) -> Any:
        return NativeTransport(native)

    async def _send(self, request: Request) -> None:
        try:
            self._heard(await sent(self._desk, request))
        except BaseException as error:
            self._lost(error)

    async def _rest(self, seconds: float) -> None:
        """Until a person does something, or the time has passed."""
        self._waiter = asyncio.get_running_loop().create_future()
        try:
            await asyncio.wait_for(self._waiter, seconds)
        except asyncio.TimeoutError:
            pass
        finally:
            self._waiter = None

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)
