"""Code of the shop's that the library calls (a prompt's answer, a journal, a transport, a log) and that calls
the library again, or hands it objects that break when they are touched: one payment all the same."""

from __future__ import annotations

import copy
import logging
import pickle
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import xaalis
from xaalis import MemoryJournal, OperationBusy, Sandbox, types, webhooks

ORDER = types.CollectOrder(types.NewCharge(amount=1000, phone="76000000"))
KEY = "sk_test_canary"


def client(sandbox: Sandbox, journal: Any = None, transport: Any = None) -> xaalis.Senfenico:
    return xaalis.Senfenico(KEY, journal=journal or MemoryJournal(), transport=transport or sandbox)


def paid(sandbox: Sandbox) -> list[str]:
    return [payment.status for payment in sandbox.payments]


class Reaching(MemoryJournal):
    """A journal that does something else in the midst of each `put`."""

    def __init__(self) -> None:
        super().__init__()
        self.also: Callable[[], object] = lambda: None
        self.errors: list[BaseException] = []

    def put(self, record: types.Record) -> Any:
        also, self.also = self.also, lambda: None
        try:
            also()
        except BaseException as error:
            self.errors.append(error)
        finally:
            answer = super().put(record)
            self.also = also
        return answer


@pytest.mark.parametrize("how", ["the same object", "the same id", "resume", "stop", "another payment"])
def test_a_journal_that_reaches_back(how: str) -> None:
    sandbox, journal = Sandbox(), Reaching()
    senfenico = client(sandbox, journal)
    payment = senfenico.begin("op-1", ORDER)
    others = iter(range(100))
    journal.also = {
        "the same object": payment.advance,
        "the same id": lambda: senfenico.begin("op-1", ORDER).advance(),
        "resume": lambda: senfenico.resume("op-1").advance(),
        "stop": payment.stop,
        "another payment": lambda: senfenico.begin(f"other-{next(others)}", ORDER).advance(),
    }[how]
    for _ in range(3):
        try:
            payment.advance()
        except (OperationBusy, xaalis.PaymentNotSent):
            pass
    mine = [payment for payment in sandbox.payments if payment.amount == 1000]
    assert len(mine) <= (1 if how != "another payment" else 100)
    journal.also = lambda: None
    step = senfenico.resume("op-1").advance() if journal.get("op-1") else None
    assert not isinstance(step, xaalis.Done) or step.outcome.kind != "settled"
    if how != "another payment":
        assert len(sandbox.payments) <= 1
    for error in journal.errors:
        assert isinstance(error, (OperationBusy, xaalis.PaymentError, RuntimeError, LookupError)), error


@pytest.mark.parametrize("how", ["advance", "submit", "run", "begin again", "stop"])
def test_a_prompt_that_reaches_back(how: str) -> None:
    sandbox = Sandbox()
    senfenico = client(sandbox)
    payment = senfenico.begin("op-1", ORDER)
    asked: list[Any] = []

    def answer(prompt: Any) -> str:
        asked.append(prompt)
        if len(asked) == 1:
            try:
                {
                    "advance": payment.advance,
                    "submit": lambda: payment.submit_otp("123456"),
                    "run": lambda: payment.run(on_prompt=lambda _: "123456"),
                    "begin again": lambda: senfenico.begin("op-1", ORDER).run(on_prompt=lambda _: "123456"),
                    "stop": payment.stop,
                }[how]()
            except (OperationBusy, RuntimeError, xaalis.InvalidInput, xaalis.AnswerNeeded):
                pass
        return "123456"

    try:
        payment.run(on_prompt=answer)
    except (OperationBusy, xaalis.InvalidInput, RuntimeError, xaalis.PaymentNotSent, xaalis.OutcomeUnknown, xaalis.AnswerNeeded):
        pass
    assert len(sandbox.payments) == 1 and len(asked) <= 2
    senfenico.resume("op-1").run(on_prompt=lambda _: "123456")
    assert paid(sandbox) == ["success"]


def test_a_transport_that_reaches_back() -> None:
    sandbox = Sandbox()
    held: list[Any] = []

    def send(request: Any) -> Any:
        also, held[:] = held[:], []
        for payment, senfenico in also:
            for call in (payment.advance, lambda: senfenico.begin("op-1", ORDER).advance()):
                try:
                    call()
                except (OperationBusy, RuntimeError):
                    pass
        return sandbox(request)

    senfenico = client(sandbox, transport=send)
    payment = senfenico.begin("op-1", ORDER)
    held.append((payment, senfenico))
    try:
        payment.advance()
    except OperationBusy:
        pass
    assert len(sandbox.payments) == 1
    senfenico.resume("op-1").run(on_prompt=lambda _: "123456")
    assert paid(sandbox) == ["success"]


class Breaks(str):
    """A text that breaks when it is looked at."""

    def _no(self, *_: object) -> Any:
        raise ZeroDivisionError("odd")

    __str__ = __repr__ = __eq__ = __len__ = __format__ = __iter__ = strip = encode = lower = _no  # type: ignore[assignment]
    __hash__ = str.__hash__


def hostile() -> Iterator[tuple[str, Callable[[xaalis.Senfenico], object]]]:
    odd = Breaks("76000000")
    yield "phone", lambda it: it.begin("op-1", types.CollectOrder(types.NewCharge(1000, odd))).advance()
    yield "op_id", lambda it: it.begin(Breaks("op-1"), ORDER).advance()
    yield "provider", lambda it: it.charges.create(amount=1000, phone="76000000", provider=Breaks("orange_bf"))
    yield "a field", lambda it: it.charges.create(amount=1000, phone=odd)
    yield "code", lambda it: it.charges.submit_otp(Breaks("ch_1"), Breaks("123456"))


@pytest.mark.parametrize("what", [what for what, _ in hostile()])
def test_texts_that_break_do_no_harm(what: str) -> None:
    """A text of a class of one's own is read for what it is, whatever its methods do; or it is refused."""
    sandbox = Sandbox()
    call = dict(hostile())[what]
    try:
        call(client(sandbox))
    except (xaalis.PaymentError, xaalis.OutcomeUnknown, ZeroDivisionError) as error:
        assert KEY not in repr(error)
    assert len(sandbox.payments) <= 1


def test_no_secret_is_pickled_or_copied_or_shown() -> None:
    holders = [
        xaalis.Senfenico(KEY, transport=Sandbox()),
        xaalis.Dexchange(KEY, transport=Sandbox()),
        xaalis.AsyncSenfenico(KEY, transport=Sandbox()),
        webhooks.Senfenico(KEY, f"{KEY}-2"),
        webhooks.Dexchange(f"{KEY}-of-callbacks"),
    ]
    for one in holders:
        for travel in (pickle.dumps, copy.copy, copy.deepcopy):
            try:
                travelled = travel(one)
            except TypeError:
                continue
            assert KEY.encode() not in (travelled if isinstance(travelled, bytes) else repr(travelled).encode())
        seen = {id(one): one}
        left = [one]
        while left:
            each = left.pop()
            assert KEY not in repr(each) and KEY not in str(each) and KEY not in f"{each}"
            inside = list(vars(each).values()) if hasattr(each, "__dict__") else []
            inside += [getattr(each, name, None) for name in getattr(type(each), "__slots__", ())]
            for part in inside:
                if id(part) not in seen and type(part).__module__.startswith("xaalis"):
                    seen[id(part)] = part
                    left.append(part)
                assert not isinstance(part, (str, bytes)) or KEY not in str(part)


def test_a_log_handler_that_reaches_back() -> None:
    sandbox = Sandbox()
    senfenico = client(sandbox)
    payment = senfenico.begin("op-1", ORDER)

    class Reaches(logging.Handler):
        inside = False

        def emit(self, record: logging.LogRecord) -> None:
            if self.inside:
                return
            self.inside = True
            try:
                self.reach()
            finally:
                self.inside = False

        def reach(self) -> None:
            for call in (payment.advance, lambda: senfenico.begin("op-1", ORDER).advance()):
                try:
                    call()
                except (OperationBusy, RuntimeError, xaalis.PaymentError):
                    pass

    handler, log = Reaches(level=1), logging.getLogger("xaalis")
    level = log.level
    log.addHandler(handler)
    log.setLevel(1)
    try:
        for _ in range(3):
            try:
                payment.advance()
            except (OperationBusy, RecursionError):
                pass
    finally:
        log.removeHandler(handler)
        log.setLevel(level)
    assert len(sandbox.payments) == 1
