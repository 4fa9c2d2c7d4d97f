"""The same relay for asyncio."""

from __future__ import annotations

import asyncio

from . import _given, _log
from ._apayment import AsyncPayment, _lent, hear, in_journal, parts_of, sent
from ._client import _Base
from ._native import FREE, HOLD, KEEP, LOAD, RECALL, RESPOND, SEND, STORE, TAKE
from ._payment import LONGEST_SLEEP, SystemClock
from ._relaying import Going
from ._requests import Answer, Incoming, asgi_request
from .relay import _Relay

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
    from typing import Any

    from ._adexchange import AsyncDexchange
    from ._asenfenico import AsyncSenfenico
    from .relay import AsyncCodes, Codes
    from .tally import Tally


class AsyncRelay(_Relay):
    """A merchant's relay for asyncio. One for a process; a blocking journal or tally works in a thread."""

    _awaits = True

    def __init__(
        self,
        client: AsyncSenfenico | AsyncDexchange,
        *,
        url: str,
        keys: Mapping[str, str],
        origins: Iterable[str],
        collect: bool | None = None,
        checkout: tuple[str, str] | None = None,
        bills: bool = False,
        callbacks: tuple[str, str | Sequence[str]] | None = None,
        codes: Codes | AsyncCodes | None = None,
        tally: Tally | None = None,
        at_once: int = 8,
    ) -> None:
        secrets, calls = _given.Hidden(keys), _given.Hidden(callbacks)
        del keys, callbacks
        super().__init__(
            client,
            url=url,
            keys=secrets.value,
            origins=origins,
            collect=collect,
            checkout=checkout,
            bills=bills,
            callbacks=calls.value,
            codes=codes,
            tally=tally,
            at_once=at_once,
        )

    __init__.__doc__ = _Relay.__init__.__doc__

    async def handle(self, incoming: Incoming) -> Answer:
        """The answer to a request. It raises nothing but what a signal handler raised: what a store raises is
        logged and answered with 503."""
        going, desk, tally = self._visit(incoming), self._desk, self._tally
        visit, clock = going.visit, going.clock
        while True:
            arm, what = going.poll()
            if arm == RESPOND:
                await self._tell(going)
                return going.answer(what)
            try:
                if arm == SEND:
                    await self._send(going, what)
                elif arm == STORE:
                    going.kept(what, await in_journal(desk.journal, "put", what))
                elif arm == LOAD:
                    going.op_id = what
                    visit.loaded(await in_journal(desk.journal, "get", what), clock.now())
                elif arm == TAKE:
                    visit.counted(await in_journal(tally, "take", *what, clock.now()), clock.now())
                elif arm == HOLD:
                    visit.held(await in_journal(tally, "hold", *what, clock.now()), clock.now())
                elif arm == FREE:
                    await in_journal(tally, "free", *what)
                    visit.freed(clock.now())
                elif arm == KEEP:
                    await self._asks("keep", what)
                    visit.code_kept(clock.now())
                elif arm == RECALL:
                    visit.recalled(await self._asks("recall", _given.Hidden(what)), clock.now())
                else:
                    going.waits(desk, *what)
                    if isinstance(clock, SystemClock):
                        await asyncio.sleep(min(max(what[0] - clock.now(), 0) / 1000, LONGEST_SLEEP))
                    else:
                        clock.sleep_until(what[0])
            except Exception as error:
                if arm == SEND:
                    raise
                going.down(arm, error)

    async def asgi(
        self,
        scope: Mapping[str, Any],
        receive: Callable[[], Awaitable[Mapping[str, Any]]],
        send: Callable[[dict[str, Any]], Awaitable[object]],
    ) -> None:
        """An ASGI application: put it at the path of `url`."""
        if scope["type"] != "http":
            raise ValueError(f"a relay answers http, not {scope['type']}")
        incoming = await asgi_request(scope, receive)
        if incoming is None:
            return
        answer = await self.handle(incoming)
        headers = [*answer.headers, ("Content-Length", str(len(answer.body)))]
        pairs = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        await send({"type": "http.response.start", "status": answer.status, "headers": pairs})
        await send({"type": "http.response.body", "body": answer.body})

    async def _asks(self, method: str, what: _given.Hidden[Any]) -> Any:
        """As `in_journal`, with the code in no frame of ours."""
        codes = self._codes
        call = getattr(codes, method)

        def called() -> Any:
            return _given.Hidden(call(*what.value))

        if getattr(codes, "in_memory", False) or asyncio.iscoroutinefunction(call):
            told = called()
        else:
            told = await asyncio.to_thread(_lent, codes, called, ())
        return await told.value if hasattr(told.value, "__await__") else told.value

    async def _tell(self, going: Going) -> None:
        """What a journal's `ended` is told, as by every client: before the page is."""
        for record in going.closed:
            try:
                await AsyncPayment(going.ended(self._account, record), self._desk).advance()
            except Exception as error:
                going.untold(record, error)

    async def _send(self, going: Going, request: Any) -> None:
        desk, log = self._desk, _log.listening()
        if log is not None:
            log.sends()
        try:
            response = await sent(desk, request)
            if response.parts is not None:
                await hear(going.visit, response, parts_of(desk, response), going.clock)
        except Exception as error:
            going.no_answer(desk, log, request, error)
        else:
            going.answered(log, request, response)

    def _of(self) -> tuple[type[_Base], ...]:
        from ._adexchange import AsyncDexchange
        from ._asenfenico import AsyncSenfenico

        return AsyncSenfenico, AsyncDexchange
