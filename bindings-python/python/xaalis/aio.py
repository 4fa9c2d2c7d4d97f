"""The clients for asyncio: the same names and behaviour, with `await`."""

from __future__ import annotations

import asyncio
from time import monotonic_ns

from . import _given, _log
from ._apayment import AsyncPayment, NativeTransport, hear, in_journal, parts_of
from ._client import _Base
from ._native import DONE, LOST, SEND, among, is_about
from ._payment import FOREVER, SteadyClock, SystemClock
from ._types import Settled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterable
    from typing import Any

    from ._alisting import AsyncListing
    from ._native import Transport
    from ._types import Notice, Order, Record

    from typing_extensions import Self


class _AsyncClient(_Base):
    """The asyncio side. `transport` may be a coroutine function; a blocking journal works in a thread."""

    async def begin(self, op_id: str, order: Order, *, after: Iterable[str] = ()) -> AsyncPayment[Any]:
        """An operation to go through step by step; nothing is sent before `advance` or `run`.

        op_id: Yours, unique per operation: letters, digits, `-` and `_`, at most 64. When the journal
            knows it, the operation is continued and never begun twice; with other details it is refused.
            One that ended not sent begins anew, with these details or others: nothing had happened.
        order: What to do, such as `types.CollectOrder(types.NewCharge(amount=1000, phone=phone))`.
        after: The op_ids of the tries before, for the same order of your shop: another number, another
            operator. One that may still be paid, or was, is refused (`InvalidInput` naming `after[0]`),
            so that a customer never has two open; and what they made is not taken for this one's.

        Raises `InvalidInput` naming the field.
        """
        given = _given.Hidden(order)
        del order
        return await self._open(op_id, given, after)

    async def resume(self, operation: str | Record, *, calm: bool = False) -> AsyncPayment[Any]:
        """Goes on with a stored operation, by its op_id or its record: an ended one reports its end, an
        unknown one is looked for again. What may have been sent is not sent again.

        calm: For who comes back often, as a page that is loaded again: where the vendor was asked a moment ago,
            `advance` says `Waiting` until the next look is due. A person's answer, a webhook and `look_now`
            have it look at once. A look that was due is stored before it is taken.

        Raises `OperationNotFound` when the journal does not know it, `RecordError` when the record is of
        another vendor, mode or key, or was changed.
        """
        op_id = self._asked_for(operation)
        held: Any = operation if op_id is None else await in_journal(self._desk.journal, "get", op_id)
        return AsyncPayment(self._resumed(held, operation, calm), self._desk)

    async def payment_of(self, notice: Notice) -> AsyncPayment[Any] | None:
        """The payment that a verified webhook is about, by the vendor's reference or else by ours: hand it
        the notice (`payment.notify(notice)`) and let it go on. `None` when the journal knows none: one that
        was not begun here, or whose reference is not known yet. Keep such a notice and look again.

        A journal of your own without `find` tells of those that have not ended only.
        """
        asked = self._asked(notice)
        if asked is None:
            return None
        held: Record | None
        if hasattr(self._desk.journal, "find"):
            held = await in_journal(self._desk.journal, "find", *asked)
        else:
            held = among(await self.unfinished(), notice)
        return await self.resume(held) if held is not None and is_about(held, notice) else None

    async def unfinished(self) -> list[Record]:
        """The newest records of this vendor's and mode's operations that have not ended: resume each
        after a start, and from time to time."""
        records: list[Record] = await in_journal(self._desk.journal, "unfinished")
        return [record for record in records if self._is_ours(record)]

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self.close()

    def _native_transport(self, native: Transport) -> Any:
        return NativeTransport(native)

    async def _open(self, op_id: str, order: _given.Hidden[Any], after: Iterable[str] = ()) -> AsyncPayment[Any]:
        session, desk = self._begun(order, op_id, after), self._desk
        while (asked := session.opening) is not None:
            session.loaded(await in_journal(desk.journal, "get", asked), desk.clock.now())
        return AsyncPayment(session, desk)

    # None of the next two is a coroutine of its own, which each call would pay for.

    def _call(self, order: _given.Hidden[dict[str, Any]], op_id: str | None = None) -> Coroutine[Any, Any, Any]:
        if op_id is None:
            return self._alone(self._account.begin_alone(order.value))
        return self._under(op_id, order)

    def _read(self, order: dict[str, Any]) -> Coroutine[Any, Any, Any]:
        """As `_call` of what names nobody and holds no secret."""
        return self._alone(self._account.begin_alone(order))

    async def _under(self, op_id: str, order: _given.Hidden[dict[str, Any]]) -> Any:
        return await (await self._open(op_id, order)).run()

    async def _alone(self, session: Any) -> Any:
        desk, log = self._desk, _log.listening()
        records = desk.records() if log is None else None
        now, start = desk.clock.now(), monotonic_ns()
        polled = session.poll(now, None, records)
        # Most calls end here: what a payment needs for its many steps would cost a fifth more.
        if records is not None and polled[0] == SEND and desk.native is not None and type(desk.clock) is SystemClock:
            answer, call, bridge = desk.transport.submit(polled[1])
            try:
                response = await answer
                if response.parts is not None:
                    await hear(session, response, parts_of(desk, response), SteadyClock())
            except asyncio.CancelledError:
                call.cancel(bridge)
                raise
            except Exception as error:
                polled = (LOST, error)
            else:
                # However the system's clock was set meanwhile.
                now += (monotonic_ns() - start) // 1_000_000
                if response.parts is None:
                    session.answered(response, now)
                polled = session.poll(now, None, records)
                if polled[0] == DONE and type(polled[1]) is Settled and not hasattr(desk.journal, "ended"):
                    return polled[1].value
        payment: AsyncPayment[Any] = AsyncPayment(session, desk)
        payment._until(session.patience)
        await payment._go_on(polled, FOREVER, log)
        return payment.result()

    def _iter(self, order: dict[str, Any]) -> AsyncListing[Any]:
        from ._alisting import AsyncListing

        return AsyncListing(self._account.begin_alone(order), self._desk)

    async def _flow(
        self,
        order: _given.Hidden[Any],
        op_id: str,
        on_prompt: Any = None,
        timeout: float | None = None,
        on_progress: Any = None,
    ) -> Any:
        _given.run(on_prompt, timeout, on_progress)
        payment = await self._open(op_id, order)
        return await payment.run(on_prompt, timeout=timeout, on_progress=on_progress)
