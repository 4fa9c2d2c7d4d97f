"""A request on its way through a relay, and what of it both sides have in common."""

from __future__ import annotations

from . import _given, _log
from ._given import Hidden
from ._native import FREE, HOLD, KEEP, LOAD, RECALL, RESPOND, STORE, TAKE
from ._payment import SteadyClock, SystemClock
from ._requests import Answer, Incoming
from ._types import Stage
from .errors import AnswerTooLarge, ConnectFailed, InvalidInput, NoAnswer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._native import Account, Gate, Session, Visit
    from ._payment import Clock, Desk
    from ._types import Record


class Going:
    """A request on its way."""

    __slots__ = ("_begun", "clock", "closed", "op_id", "visit")

    #: As what it is called in the log.
    operation = "relay"

    def __init__(self, gate: Gate, incoming: Incoming, clock: Clock) -> None:
        from secrets import token_urlsafe

        self.clock: Clock = SteadyClock() if isinstance(clock, SystemClock) else clock
        self.op_id = "-"
        #: The records of this request with which an operation ended.
        self.closed: list[Record] = []
        self._begun = self.clock.now()
        headers = [(name, value) for name, value in incoming.headers]
        self.visit: Visit = gate.visit(
            incoming.method, incoming.target, headers, incoming.body, token_urlsafe(16), self._begun
        )

    def poll(self) -> tuple[int, Any]:
        """What to do now; what has a customer's code in it, hidden."""
        polled = Hidden(self.visit.poll(self.clock.now()))
        arm = polled.value[0]
        return arm, Hidden(polled.value[1]) if arm in (KEEP, RESPOND) else polled.value[1]

    def kept(self, record: Any, kept: object) -> None:
        log = _log.listening()
        if log is not None:
            log.stored(self, record, kept)
        self.visit.kept(kept, self.clock.now())
        if kept == "stored" and record.stage == Stage.CLOSED:
            self.closed.append(record)

    def code_kept(self, answer: object) -> None:
        if hasattr(answer, "__await__"):
            # Of a hook for asyncio at a relay for threads: nobody would ever run it.
            close = getattr(answer, "close", None)
            if close is not None:
                close()
            raise TypeError("codes.keep has to be awaited: that is for an AsyncRelay")
        self.visit.code_kept(self.clock.now())

    def waits(self, desk: Desk, until: int, why: Any) -> None:
        log = _log.listening()
        if log is not None:
            log.waits(self, until - self.clock.now(), why)
        if desk.on_wait is not None:
            desk.on_wait(until, why)

    def answered(self, log: Any, request: Any, response: Any) -> None:
        if log is not None:
            log.answered(self, request, response.status)
        if response.parts is None:
            self.visit.answered(response, self.clock.now())

    def no_answer(self, desk: Desk, log: Any, request: Any, error: Exception) -> None:
        if log is not None:
            log.answered(self, request, type(error).__name__)
        word = "too_large" if isinstance(error, AnswerTooLarge) else "maybe_sent"
        self.visit.failed("not_sent" if isinstance(error, ConnectFailed) else word, self.clock.now())
        if desk.native is not None and not isinstance(error, (ConnectFailed, NoAnswer)):
            # A signal handler raised it while the answer was waited for: Celery's soft limit, an alarm.
            raise error

    def down(self, arm: int, error: Exception) -> None:
        log = _log.logger()
        if log is not None:
            # Not its text: a database's may quote a row.
            log.error("relay %s: the %s failed: %s", self.op_id, STORES.get(arm, "store"), type(error).__name__)
        self.visit.down(self.clock.now())

    def ended(self, account: Account, record: Record) -> Session:
        """What tells the ending. A bill's by the record alone: the vendor, who would be asked for the rest of it, was
        just heard, and the code of a top-up is with who keeps codes."""
        session = account.resume(record, self.clock.now())
        if record.operation == "pay_bill":
            session.event({"kind": "stop"}, self.clock.now())
        return session

    def untold(self, record: Record, error: Exception) -> None:
        log = _log.logger()
        if log is not None:
            log.error("relay %s: has ended, but nobody could be told: %s", record.op_id, type(error).__name__)

    def answer(self, told: Hidden[tuple[int, list[tuple[str, str]], str, str]]) -> Answer:
        log = _log.logger()
        if log is not None:
            level = _log.WARNING if told.value[0] >= 500 else _log.INFO
            log.log(level, "%s ms=%d", told.value[3], self.clock.now() - self._begun)
        return Answer(status=told.value[0], headers=tuple(told.value[1]), body=told.value[2].encode())


#: What the arms of the loop ask, by the argument's name.
STORES = {
    STORE: "journal",
    LOAD: "journal",
    TAKE: "tally",
    HOLD: "tally",
    FREE: "tally",
    KEEP: "codes",
    RECALL: "codes",
}


def callbacks_of(given: Hidden[Any]) -> Hidden[Any]:
    """As `Gate` takes them."""
    allowed = "the base address of the callbacks, and a secret or a list of secrets"
    if not isinstance(given.value, (tuple, list)) or len(given.value) != 2:
        _given.wrong("callbacks", given.value, allowed)
    base = _given.text("callbacks", given.value[0], allowed)
    secrets = Hidden(given.value[1])
    if isinstance(secrets.value, str):
        secrets = Hidden([secrets.value])
    if not isinstance(secrets.value, (tuple, list)):
        _given.wrong("callbacks", secrets.value, allowed)
    return Hidden((base, _given.texts("callbacks", secrets, allowed)))


def check_codes(codes: Any, awaits: bool) -> None:
    """Whether it can keep what top-ups buy."""
    if isinstance(codes, type):
        _given.wrong("codes", codes, HOOK)
    check_hook(codes, awaits)


def check_hook(codes: Any, awaits: bool) -> None:
    """The same of a class, of which one is made later."""
    from inspect import iscoroutinefunction

    hook = [getattr(codes, name, None) for name in ("keep", "recall")]
    if not all(map(callable, hook)):
        _given.wrong("codes", codes, HOOK)
    if not awaits and any(map(iscoroutinefunction, hook)):
        raise InvalidInput("codes", "has to be awaited", "functions, or an AsyncRelay")


HOOK = "an object with keep and recall: xaalis.Codes"
