"""One operation on its way, and the loop that carries it."""

from __future__ import annotations

import time
from _collections_abc import Iterable, Mapping

from . import _given, _log
from ._data import T, _Data, _DataOf
from ._native import ASK, DONE, LOAD, LOST, SEND, STORE, Response
from ._types import (
    BillPrompt,
    Notice,
    OtpPrompt,
    RecipientsPrompt,
    Rejected,
    Settled,
)
from .errors import (
    AnswerNeeded,
    AnswerTooLarge,
    ConnectFailed,
    InvalidInput,
    NoAnswer,
    error_of,
)
from .journal import MemoryJournal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Generic, Literal, NoReturn, Protocol, TypeAlias

    from ._log import Log
    from ._native import Records, Request, Session, Transport as NativeTransport, Visit
    from ._types import (
        Alarm,
        Bill,
        DialPrompt,
        Outcome,
        Payouts,
        Progress,
        Prompt,
        Recipient,
        Record,
        RedirectPrompt,
        Why,
    )
    from .journal import Journal

    class Clock(Protocol):
        """Milliseconds since 1970, and how to let them pass."""

        def now(self) -> int: ...
        def sleep_until(self, until: int) -> None: ...

    Transport: TypeAlias = Callable[[Request], Response]
    Answer: TypeAlias = "str | Bill | Mapping[str, str] | Iterable[Recipient] | None"
    OnPrompt: TypeAlias = "Callable[[Prompt], Answer]"
    OnProgress: TypeAlias = "Callable[[Progress], object]"
    OnWait: TypeAlias = "Callable[[int, Why], object]"

    class _Of(Generic[T]):
        __slots__ = ()
else:

    class _Of:
        __slots__ = ()
        __class_getitem__ = classmethod(type(list[int]))

_set = object.__setattr__
FOREVER = float("inf")
PUT = MemoryJournal.put
#: The longest sleep at a stretch: a clock that is set right is noticed by then.
LONGEST_SLEEP = 60.0


class Waiting(_Data):
    """Nothing to do before `until`: go on then, with `advance`, or when a webhook comes.

    until: Milliseconds since 1970.
    why: What is waited for.
    """

    until: int
    why: Why


class Done(_Data):
    """The end.

    outcome: How it ended.
    """

    outcome: Outcome[Any] | Payouts

    # Each call makes one: the general `__init__` costs twenty times as much.
    def __init__(self, outcome: Outcome[Any] | Payouts) -> None:
        _set(self, "outcome", outcome)


class SystemClock:
    """The system's clock."""

    def now(self) -> int:
        return time.time_ns() // 1_000_000

    def sleep_until(self, until: int) -> None:
        time.sleep(min(max(until - self.now(), 0) / 1000, LONGEST_SLEEP))


class SteadyClock(SystemClock):
    """The system's time when it was made, and since then what has passed: whoever sets the system's
    clock neither prolongs a wait nor cuts one short."""

    __slots__ = ("_ahead",)

    def __init__(self) -> None:
        self._ahead = time.time_ns() - time.monotonic_ns()

    def now(self) -> int:
        return (self._ahead + time.monotonic_ns()) // 1_000_000


class Desk:
    """What an operation needs from its surroundings."""

    __slots__ = ("clock", "journal", "native", "on_wait", "transport")

    def __init__(
        self, transport: Any, journal: Journal, clock: Clock, on_wait: OnWait | None, native: NativeTransport | None
    ) -> None:
        self.transport = transport
        #: The package's own transport, if that is it: its errors are known.
        self.native = native
        self.journal = journal
        self.clock = clock
        self.on_wait = on_wait

    def poll(self, session: Session, now: int, seen: bool = False) -> tuple[int, Any]:
        """The session's next step, as far as it cannot be carried out natively; `seen`: each is seen."""
        if seen:
            return session.poll(now)
        return session.poll(now, self.native, self.records())

    def records(self) -> Records | None:
        """What a memory journal holds, unless somebody made it do something else: in a subclass, or a test."""
        journal: Any = self.journal
        is_itself = type(journal) is MemoryJournal and MemoryJournal.put is PUT and "put" not in vars(journal)
        return journal._records if is_itself else None


class _Operation(_Of[T]):
    """What operations have in common, whoever drives them. For one thread at a time."""

    __slots__ = ("_clock", "_desk", "_on_progress", "_session", "operation", "outcome", "prompt", "transport_error")

    def __init__(self, session: Session, desk: Desk) -> None:
        self._session = session
        self._desk = desk
        #: Of this operation alone: a process may live for months, and its operations should know the date.
        self._clock = SteadyClock() if isinstance(desk.clock, SystemClock) else desk.clock
        #: Told how far it is, while `run` goes on.
        self._on_progress: Any = None
        #: What kind of operation: `collect`, `payout`, …
        self.operation = session.operation
        #: How it ended; `None` while it is on its way.
        self.outcome: Outcome[T] | Payouts | None = None
        #: What a person has to answer or see now.
        self.prompt: Prompt | None = None
        #: What the transport last raised, for your log.
        self.transport_error: BaseException | None = None

    @property
    def op_id(self) -> str:
        """Your id of the operation."""
        return self._session.op_id

    @property
    def reference(self) -> str | None:
        """The vendor's reference, once known: what its webhooks are matched by."""
        return self._session.reference

    @property
    def our_reference(self) -> str | None:
        """The id you gave the payment at the vendor (`ext_id`, `external_transaction_id`)."""
        return self._session.our_reference

    @property
    def alarms(self) -> tuple[Alarm, ...]:
        """What a person should look at although the payment went on: paid after it had failed, …"""
        return self._session.alarms

    @property
    def last_response(self) -> Response | None:
        """The vendor's last answer, with every field this library does not know."""
        return self._session.last_response

    @property
    def progress(self) -> Progress | None:
        """How far a bulk payout is: handed over, settled, refused, unknown, of how many. Of anything else `None`."""
        return self._session.progress

    @property
    def to_show(self) -> OtpPrompt | DialPrompt | RedirectPrompt | None:
        """What the payer has to be shown while the payment waits for him: what to dial, the payment page, how to
        get a code. It stays after `shown()` and a `resume`, for a page that is loaded again (his own number is
        masked then), and is `None` when the payment is on its way, and at the end. What has to be answered is
        `prompt`."""
        return self._session.to_show

    def look_now(self) -> None:
        """Of one that was resumed `calm`: the vendor is asked at the next `advance`, due or not."""
        self._session.look_now()

    def submit_otp(self, code: str) -> None:
        """The payer's one-time code, as typed; then go on. One that comes before it was asked for, as in the
        request after a `resume`, is kept: the vendor is looked at first. The code that was just refused is not
        sent again: it is asked for once more, with the problem `repeated`."""
        event = _given.Hidden({"kind": "otp", "code": code})
        del code
        self._event(event)

    def shown(self) -> None:
        """The customer saw what a prompt asked to show; then go on."""
        self._event(_given.Hidden({"kind": "shown"}))

    def choose_bill(self, bill: str | Bill) -> None:
        """The customer chose or confirmed this bill, or its reference; then go on."""
        event = _given.Hidden(
            {"kind": "bill", "reference": bill if isinstance(bill, str) else getattr(bill, "reference", None)}
        )
        del bill
        if event.value["reference"] is None:
            raise InvalidInput("bill", "no bill, or one without a reference", "one of the prompt's `bills`")
        self._event(event)

    def give_recipients(self, recipients: Mapping[str, str] | Iterable[Recipient]) -> None:
        """The phone numbers a resumed bulk payout asked for, by `ext_id`; then go on."""
        rows = _given.Hidden(_rows(recipients))
        del recipients
        if rows.value is None:
            allowed = "a dict of `ext_id` to phone, or `Recipient`s"
            raise InvalidInput("recipients", "not phone numbers by `ext_id`", allowed)
        self._event(_given.Hidden({"kind": "recipients", "recipients": rows.value}))

    @property
    def can_abandon(self) -> bool:
        """Whether `abandon` may be called now: of a charge that waits for a code, none of whose codes is
        unanswered. Not of a prompt on the phone or a payment page, which may be paid at any moment."""
        return self._session.can_abandon

    def abandon(self) -> None:
        """The payer gives up: the number was wrong. Then go on: the wish is stored, the vendor is read, and
        unless it says otherwise the charge ends rejected (`PaymentAbandoned`), with nothing paid. It is
        final: no code is asked for or sent any more, by any process.

        Raises `InvalidInput` when it cannot be given up: see `can_abandon`.
        """
        self._session.abandon(self._clock.now())
        self.prompt = None

    def notify(self, notice: Notice) -> None:
        """A verified webhook; then go on: the vendor is asked at once."""
        event = _given.Hidden({"kind": "notified", "notice": notice})
        del notice
        if not isinstance(event.value["notice"], dict):
            _given.instance("notice", event.value["notice"], Notice, "a Notice, as webhooks are read")
        self._event(event)

    def stop(self) -> None:
        """Stops waiting; then go on once more: the outcome says what is known. Resumable."""
        self._event(_given.Hidden({"kind": "stop"}))

    def result(self) -> T:
        """The value of an operation that settled.

        Raises `PaymentRejected`, `PaymentNotSent` or `OutcomeUnknown` for one that did not, and
        `AnswerNeeded` for one that waits for a person. Items of a bulk payout have outcomes of their
        own and raise nothing.
        """
        outcome: Any = self.outcome
        if type(outcome) is Settled:
            return outcome.value  # type: ignore[no-any-return]
        if outcome is None and self.prompt is not None:
            raise AnswerNeeded(self.op_id, self.prompt)
        error = error_of(outcome)
        if error is not None:
            raise error from None if isinstance(outcome, Rejected) else self.transport_error
        if outcome is None:
            raise RuntimeError(f"{self.op_id} has not ended: advance or run it first")
        return outcome  # type: ignore[no-any-return]

    def __repr__(self) -> str:
        if not hasattr(self, "transport_error"):
            return f"<{type(self).__name__}: not begun>"
        state = type(self.outcome).__name__.lower() if self.outcome is not None else "under way"
        return f"<{type(self).__name__} {self.operation} {self.op_id!r}: {state}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a payment holds a secret key: keep its record, or its op_id, instead")

    def _limit(self, timeout: float | Literal["default"] | None) -> float | None:
        """In seconds, what a caller gave or left to the operation."""
        return self._session.patience if isinstance(timeout, str) and timeout == "default" else timeout

    def _event(self, event: _given.Hidden[dict[str, Any]]) -> None:
        self._session.event(event.value, self._clock.now())
        self.prompt = None

    def _no_answer(self, error: Exception) -> None:
        self.transport_error = error
        now = self._clock.now()
        if isinstance(error, ConnectFailed):
            self._session.failed("not_sent", now)
        else:
            self._session.failed("too_large" if isinstance(error, AnswerTooLarge) else "maybe_sent", now)
        if self._desk.native is not None and not isinstance(error, (ConnectFailed, NoAnswer)):
            # A signal handler raised it while the answer was waited for: Celery's soft limit, an alarm.
            raise error

    def _reply(self, prompt: Prompt, answer: _given.Hidden[Any]) -> None:
        if isinstance(prompt, (OtpPrompt, BillPrompt, RecipientsPrompt)) and answer.value is None:
            raise AnswerNeeded(self.op_id, prompt)
        if isinstance(prompt, OtpPrompt):
            self.submit_otp(answer.value)
        elif isinstance(prompt, BillPrompt):
            self.choose_bill(answer.value)
        elif isinstance(prompt, RecipientsPrompt):
            self.give_recipients(answer.value)
        else:
            self.shown()

    def _until(self, timeout: float | None) -> None:
        """It stops itself rather than wait longer than so many seconds."""
        self._session.limit(None if timeout is None else self._clock.now() + timeout * 1000)


class Payment(_Operation[T]):
    """An operation, step by step.

    A web shop asks for the code in one request and submits it in the next:

    ```python
    payment = senfenico.begin("order-42", types.CollectOrder(types.NewCharge(amount=1000, phone=phone)))
    step = payment.advance()           # an OtpPrompt: render the form
    # … the next request, perhaps in another process
    payment = senfenico.resume("order-42")
    payment.submit_otp(code)
    step = payment.advance(wait=5)     # Done, another prompt, or Waiting: a webhook or cron goes on
    ```
    """

    __slots__ = ()

    def advance(self, *, wait: float = 0.0) -> Prompt | Waiting | Done:
        """Goes on until a person is needed, the end is reached, or nothing is to be done for longer
        than `wait` seconds in all. What is needed is in the journal: another process may go on.

        Raises `OperationBusy` when another process has gone further, what your journal raises, and what
        a signal handler raises meanwhile: a request under way then counts as "may have been sent".
        """
        if type(wait) is not float or wait != wait:
            _given.seconds("wait", wait)
        log = _log.listening()
        seen = log is not None
        if self._on_progress is not None:
            seen = True
            self._tell()
        now = self._clock.now()
        horizon = now + wait * 1000
        return self._go_on(self._desk.poll(self._session, now, seen), horizon, log)

    def _tell(self) -> None:
        """Tells how far it is, if that is news and nothing is under way."""
        progress = self._session.take_progress()
        if progress is not None:
            self._on_progress(progress)

    def _go_on(self, polled: tuple[int, Any], horizon: float, log: Log | None = None) -> Prompt | Waiting | Done:
        """The loop, from what the session said last."""
        session, desk = self._session, self._desk
        clock, tells = self._clock, self._on_progress is not None
        seen = tells or log is not None
        while True:
            arm, what = polled
            if arm == LOST:
                self._no_answer(what)
            elif arm == SEND:
                if log is not None:
                    log.sends()
                try:
                    response = a_response(desk.transport(what))
                    if response.parts is not None:
                        hear(session, response, clock)
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
                kept = desk.journal.put(what)
                if log is not None:
                    log.stored(self, what, kept)
                session.kept(kept, clock.now())
            elif arm == LOAD:
                session.loaded(desk.journal.get(what), clock.now())
            elif arm == DONE:
                first = self.outcome is None
                self.outcome, self.prompt = what, None
                ended = getattr(desk.journal, "ended", None)
                if first and ended is not None:
                    ended(self.op_id, self.operation, what)
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
                clock.sleep_until(until)
            if tells:
                self._tell()
            polled = desk.poll(session, clock.now(), seen)

    def run(
        self,
        on_prompt: OnPrompt | None = None,
        *,
        timeout: float | Literal["default"] | None = "default",
        on_progress: OnProgress | None = None,
    ) -> T:
        """Carries it to its end and returns the value, or raises as `result` does.

        `on_prompt` is asked for a code (return it), shown what to dial or where to go (return
        nothing), asked to choose a bill (return it) or for recipients. After `timeout` seconds the
        waiting ends and what is known is said: an open payment is `OutcomeUnknown` then, and
        `resume` goes on with it. By default as many as the flow of this operation has; `None` for as
        long as it takes. The same code again after it was refused raises `AnswerNeeded`.

        `on_progress` is told how far a bulk payout is (`types.Progress`): at the start, after each batch, and
        when the vendor's list shows more. No request is under way then; what it raises ends the run.
        """
        limit = self._limit(timeout)
        _given.run(on_prompt, limit, on_progress)
        self._on_progress = on_progress
        self._until(limit)
        try:
            while True:
                step = self.advance(wait=FOREVER)
                if isinstance(step, Done):
                    return self.result()
                if on_prompt is None or is_repeated(step):
                    raise AnswerNeeded(self.op_id, step)  # type: ignore[arg-type]
                self._reply(step, _given.Hidden(on_prompt(step)))  # type: ignore[arg-type]
        finally:
            self._until(None)


def is_repeated(step: object) -> bool:
    """Is it asked again because the same code came again? A function that returns a constant ends here."""
    return getattr(step, "problem", None) == "repeated"


def _rows(given: Any) -> list[dict[str, str]] | None:
    """Recipients as the native side takes them; `None` for what is none."""
    if not isinstance(given, Mapping):
        given = [*given] if isinstance(given, Iterable) else [given]
        if not all([hasattr(one, "ext_id") and hasattr(one, "phone") for one in given]):
            return None
        given = {one.ext_id: one.phone for one in given}
    return [{"ext_id": ext_id, "phone": phone} for ext_id, phone in given.items()]


def hear(session: Session | Visit, response: Response, clock: Clock) -> None:
    """Hands an answer over as it arrives, as far as it is wanted."""
    parts = response.parts
    try:
        session.begun(response, clock.now())
        for part in parts:
            if not session.part(part, clock.now()):
                return
        session.ended(clock.now())
    finally:
        if hasattr(parts, "close"):
            parts.close()


def a_response(answer: object) -> Response:
    """What a transport returned, or an error in its place: the request has left all the same."""
    if type(answer) is Response:
        return answer
    raise TypeError(f"the transport returned a {type(answer).__name__}, not a xaalis.Response")
