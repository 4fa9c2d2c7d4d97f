"""The same loop for asyncio."""

from __future__ import annotations

import asyncio
import weakref

from . import _given, _log
from ._data import T
from ._native import ASK, DONE, LOAD, LOST, SEND, STORE, AsyncParts, Bridge, Response
from ._payment import FOREVER, LONGEST_SLEEP, Done, SystemClock, Waiting, _Operation, a_response, is_repeated
from .errors import AnswerNeeded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Any, Literal, TypeAlias

    from ._log import Log
    from ._native import Call, Request, Session, Transport, Visit
    from ._payment import Answer, Desk
    from ._types import Progress, Prompt

    OnPrompt: TypeAlias = "Callable[[Prompt], Answer | Awaitable[Answer]]"
    OnProgress: TypeAlias = "Callable[[Progress], object | Awaitable[object]]"


class NativeTransport:
    """The native transport for any number of asyncio loops, asyncio's own or uvloop's."""

    def __init__(self, native: Transport) -> None:
        self._native = native
        self._bridges: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, Bridge] = (
            weakref.WeakKeyDictionary()
        )
        #: The bridge used last: a lookup by weak reference costs as much as the rest of the way.
        self._last: tuple[Callable[[], object], Bridge | None] = (lambda: self, None)

    def submit(self, request: Request) -> tuple[asyncio.Future[Response], Call, Bridge]:
        """The request on its way: the answer to come, and what gives it up."""
        loop, bridge = self.bridge()
        future: asyncio.Future[Response] = loop.create_future()
        call = self._native.submit(request, bridge, future)
        if call.to_flush:
            loop.call_soon(bridge.flush)
        return future, call, bridge

    def bridge(self) -> tuple[asyncio.AbstractEventLoop, Bridge]:
        """The running loop, and its own."""
        loop = asyncio.get_running_loop()
        of, bridge = self._last
        if bridge is None or of() is not loop:
            bridge = self._bridges.get(loop)
            if bridge is None:
                bridge = self._bridge(loop)
            self._last = (weakref.ref(loop), bridge)
        return loop, bridge

    def _bridge(self, loop: asyncio.AbstractEventLoop) -> Bridge:
        bridge = Bridge()
        socket = bridge.fileno()
        try:
            if socket is None:
                raise NotImplementedError
            loop.add_reader(socket, bridge.deliver)
        except NotImplementedError:
            bridge.on_answers(lambda: loop.call_soon_threadsafe(bridge.deliver))
        self._bridges[loop] = bridge
        return bridge

    def close(self) -> None:
        self._native.close()


class AsyncPayment(_Operation[T]):
    """An operation, step by step, for asyncio.

    Cancelling a call stops the loop: nothing is undone. A request that was under way may have been
    carried out; the record says so, and `resume(op_id)` finds out.
    """

    __slots__ = ()

    async def advance(self, *, wait: float = 0.0) -> Prompt | Waiting | Done:
        """Goes on until a person is needed, the end is reached, or nothing is to be done for longer
        than `wait` seconds in all. What is needed is in the journal: another process may go on.

        Raises `OperationBusy` when another process has gone further, and what your journal raises.
        """
        if type(wait) is not float or wait != wait:
            _given.seconds("wait", wait)
        now = self._clock.now()
        log = _log.listening()
        tells = self._on_progress is not None
        records = self._desk.records() if log is None and not tells else None
        if tells:
            await self._tell()
        return await self._go_on(self._session.poll(self._clock.now(), None, records), now + wait * 1000, log)

    async def _go_on(self, polled: tuple[int, Any], horizon: float, log: Log | None) -> Prompt | Waiting | Done:
        """The loop, from what the session said last."""
        session, desk = self._session, self._desk
        clock, tells = self._clock, self._on_progress is not None
        records = desk.records() if log is None and not tells else None
        while True:
            arm, what = polled
            if arm == LOST:
                self._no_answer(what)
            elif arm == SEND:
                if log is not None:
                    log.sends()
                try:
                    response = await sent(desk, what)
                    if response.parts is not None:
                        await hear(session, response, parts_of(desk, response), clock)
                except Exception as error:
                    if log is not None:
                        log.answered(self, what, type(error).__name__)
                    self._no_answer(error)
                else:
                    if log is not None:
                        log.answered(self, what, response.status)
                    if response.parts is None:
                        session.answered(response, clock.now())
            elif arm == STORE:
                kept = await in_journal(desk.journal, "put", what)
                if log is not None:
                    log.stored(self, what, kept)
                session.kept(kept, clock.now())
            elif arm == LOAD:
                session.loaded(await in_journal(desk.journal, "get", what), clock.now())
            elif arm == DONE:
                first = self.outcome is None
                self.outcome, self.prompt = what, None
                if first and hasattr(desk.journal, "ended"):
                    await in_journal(desk.journal, "ended", self.op_id, self.operation, what)
                if first:
                    _log.ended(self, what)
                return Done(what)
            elif arm == ASK:
                prompt: Prompt = what
                if log is not None:
                    log.asks(self, prompt)
                self.prompt = prompt
                return prompt
            else:
                until, why = what
                if log is not None:
                    log.waits(self, until - clock.now(), why)
                if until > horizon:
                    return Waiting(until, why)
                if desk.on_wait is not None:
                    desk.on_wait(until, why)
                if isinstance(clock, SystemClock):
                    await asyncio.sleep(min(max(until - clock.now(), 0) / 1000, LONGEST_SLEEP))
                else:
                    clock.sleep_until(until)
            if tells:
                await self._tell()
            polled = session.poll(clock.now(), None, records)

    async def _tell(self) -> None:
        """Tells how far it is, if that is news and nothing is under way."""
        progress = self._session.take_progress()
        if progress is not None:
            told = self._on_progress(progress)
            if hasattr(told, "__await__"):
                await told

    async def run(
        self,
        on_prompt: OnPrompt | None = None,
        *,
        timeout: float | Literal["default"] | None = "default",
        on_progress: OnProgress | None = None,
    ) -> T:
        """Carries it to its end and returns the value, or raises as `result` does.

        `on_prompt`, a function or a coroutine function, is asked for a code (return it), shown what
        to dial or where to go (return nothing), asked to choose a bill (return it) or for recipients.
        After `timeout` seconds the waiting ends and what is known is said: an open payment is
        `OutcomeUnknown` then, and `resume` goes on with it. By default as many as the flow of this
        operation has; `None` for as long as it takes. The same code again after it was refused raises
        `AnswerNeeded`.

        `on_progress`, a function or a coroutine function, is told how far a bulk payout is
        (`types.Progress`): at the start, after each batch, and when the vendor's list shows more. No request
        is under way then; what it raises ends the run.
        """
        limit = self._limit(timeout)
        _given.run(on_prompt, limit, on_progress)
        self._on_progress = on_progress
        self._until(limit)
        try:
            while True:
                step = await self.advance(wait=FOREVER)
                if isinstance(step, Done):
                    return self.result()
                if on_prompt is None or is_repeated(step):
                    raise AnswerNeeded(self.op_id, step)  # type: ignore[arg-type]
                answer: _given.Hidden[Any] = _given.Hidden(on_prompt(step))  # type: ignore[arg-type]
                if hasattr(answer.value, "__await__"):
                    answer = _given.Hidden(await answer.value)
                self._reply(step, answer)  # type: ignore[arg-type]
        finally:
            self._until(None)


class NativeParts:
    """What follows of an answer over the native transport."""

    def __init__(self, transport: NativeTransport, parts: AsyncParts) -> None:
        self._transport = transport
        self._parts = parts

    async def __anext__(self) -> bytes:
        loop, bridge = self._transport.bridge()
        future: asyncio.Future[bytes | None] = loop.create_future()
        call = self._parts.next(bridge, future)
        try:
            part = await future
        except asyncio.CancelledError:
            call.cancel(bridge)
            raise
        if part is None:
            raise StopAsyncIteration
        return part

    def close(self) -> None:
        self._parts.close()


def parts_of(desk: Desk, response: Response) -> Any:
    """What follows of an answer that is read as it arrives; `None` for one that is whole."""
    parts = response.parts
    return NativeParts(desk.transport, parts) if type(parts) is AsyncParts else parts


async def sent(desk: Desk, request: Request) -> Response:
    """What a transport of either kind says."""
    if desk.native is None:
        response = desk.transport(request)
        if type(response) is not Response and hasattr(response, "__await__"):
            response = await response
        return a_response(response)
    answer, call, bridge = desk.transport.submit(request)
    try:
        return await answer  # type: ignore[no-any-return]
    except asyncio.CancelledError:
        call.cancel(bridge)
        raise


async def following(parts: Any) -> Any:
    """The next part, from an iterator of either kind; `None` at the end."""
    if not hasattr(parts, "__anext__"):
        return next(parts, None)
    try:
        return await parts.__anext__()
    except StopAsyncIteration:
        return None


async def closed(parts: Any) -> None:
    """Reads no more."""
    if hasattr(parts, "aclose"):
        await parts.aclose()
    elif hasattr(parts, "close"):
        parts.close()


async def hear(session: Session | Visit, response: Response, parts: Any, clock: Any) -> None:
    """Hands an answer over as it arrives, as far as it is wanted."""
    try:
        session.begun(response, clock.now())
        while (part := await following(parts)) is not None:
            if not session.part(part, clock.now()):
                return
        session.ended(clock.now())
    finally:
        await closed(parts)


async def in_journal(journal: Any, method: str, *args: Any) -> Any:
    """A journal that waits for a disk or a network waits in a thread."""
    call = getattr(journal, method)
    if getattr(journal, "in_memory", False) or asyncio.iscoroutinefunction(call):
        kept = call(*args)
    else:
        kept = await asyncio.to_thread(_lent, journal, call, args)
    return await kept if hasattr(kept, "__await__") else kept


def _lent(journal: Any, call: Any, args: Any) -> Any:
    try:
        return call(*args)
    finally:
        release = getattr(journal, "release", None)
        if release is not None:
            release()
