"""Lists gone through as they arrive, in memory that does not grow with them."""

from __future__ import annotations

from . import _log
from ._data import T
from ._native import DONE, SEND
from ._payment import Payment, _Of, a_response

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from ._data import Items
    from ._native import Request, Response, Session
    from ._payment import Desk
    from ._types import Unreadable

    from typing_extensions import Self

#: Items that cannot be read are kept up to this many.
MOST_UNREADABLE = 1_000


class _Listing(_Of[T]):
    """What both sides have in common: items that have arrived, and the answer that the others arrive in."""

    def __init__(self, session: Session, desk: Desk) -> None:
        #: The items passed by that could not be read, with their places in the vendor's list: the first
        #: thousand. They hide none of the others.
        self.unreadable: list[Unreadable] = []
        #: How many there were.
        self.unreadable_count = 0
        self._session = session
        self._desk = desk
        #: For what operations have in common: a clock, errors, lines for the log.
        self._payment: Payment[Any] = Payment(session, desk)
        self._limited = False
        self._ready: Iterator[T] = iter(())
        self._parts: Any = None
        self._over = False

    @property
    def op_id(self) -> str:
        """What the lines in the log call it."""
        return self._session.op_id

    def __repr__(self) -> str:
        if not hasattr(self, "_over"):
            return f"<{type(self).__name__}: not begun>"
        state = "over" if self._over else "under way"
        return f"<{type(self).__name__} {self._payment.operation}: {state}>"

    def __reduce__(self) -> Any:
        raise TypeError("a list that arrives holds a connection and a secret key")

    def _add(self, items: Items[T]) -> None:
        self._ready = iter(items)
        self.unreadable_count += len(items.unreadable)
        self.unreadable += items.unreadable[: MOST_UNREADABLE - len(self.unreadable)]

    def _polled(self) -> Request | int | None:
        """What to do next: send this, wait until then, or nothing, for something has arrived or all is over."""
        payment = self._payment
        now = payment._clock.now()
        if not self._limited:
            payment._until(self._session.patience)
            self._limited = True
        arm, what = self._session.poll(now)
        if arm == SEND:
            return what  # type: ignore[no-any-return]
        if arm == DONE:
            self._over = True
            payment.outcome = what
            _log.ended(payment, what)
            self._add(payment.result())
            return None
        until, why = what
        if self._desk.on_wait is not None:
            self._desk.on_wait(until, why)
        return until  # type: ignore[no-any-return]

    def _begun(self, response: Response, parts: Any) -> None:
        now = self._payment._clock.now()
        if parts is None:
            self._session.answered(response, now)
        else:
            self._parts = parts
            self._session.begun(response, now, True)

    def _part(self, part: bytes | None) -> bool:
        """Takes in what has come, `None` at the end. False when no more is wanted."""
        now = self._payment._clock.now()
        if part is None:
            self._session.ended(now)
            return False
        wanted = self._session.part(part, now)
        arrived = self._session.arrived()
        if arrived is not None:
            self._add(arrived)
            # Who goes through it may take as long as he likes.
            self._horizon = None
        return wanted

    def _lost(self, error: Exception) -> None:
        self._payment._no_answer(error)


class Listing(_Listing[T]):
    """A list of the vendor's, gone through as it arrives.

    ```python
    for charge in senfenico.charges.iter():
        ...
    ```

    Who leaves it early lets go of it, or closes it: `with senfenico.charges.iter() as charges:`. Its
    connection is closed then. Raises what `list` raises, also in the middle: then what came is no whole list.
    """

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> T:
        for item in self._ready:
            return item
        try:
            while not self._over:
                self._step()
                for item in self._ready:
                    return item
        except BaseException:
            self.close()
            raise
        raise StopIteration

    def close(self) -> None:
        """Ends it; its connection is closed. Nothing happens when it has ended."""
        self._over, self._ready = True, iter(())
        self._drop()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _step(self) -> None:
        if self._parts is not None:
            return self._read()
        to_do = self._polled()
        if isinstance(to_do, int):
            self._payment._clock.sleep_until(to_do)
        elif to_do is not None:
            self._send(to_do)

    def _send(self, request: Request) -> None:
        log = _log.listening()
        if log is not None:
            log.sends()
        try:
            response = a_response(self._desk.transport(request))
            self._begun(response, response.parts)
        except Exception as error:
            if log is not None:
                log.answered(self._payment, request, type(error).__name__)
            self._lost(error)
        else:
            if log is not None:
                log.answered(self._payment, request, response.status)

    def _read(self) -> None:
        try:
            wanted = self._part(next(self._parts, None))
        except Exception as error:
            self._drop()
            return self._lost(error)
        if not wanted:
            self._drop()

    def _drop(self) -> None:
        parts, self._parts = self._parts, None
        if hasattr(parts, "close"):
            parts.close()
