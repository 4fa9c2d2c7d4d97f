"""A program that holds no key pays at a shop's relay: `xaalis.pay`, blocking and for asyncio."""

from __future__ import annotations

import asyncio
import inspect
import pickle
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest

import xaalis
from tests import relay_ways, relays
from tests.canaries import leaks
from tests.paying import Link
from xaalis.errors import InvalidInput, NoAnswer
from xaalis.pay import AsyncPayment, Ended, Payer, Payment, Refused, Shown, View, _Passing
from xaalis._views import view_of

URL = relays.SETTINGS["url"]
PHONE, CODE = "76431987", "123456"
Kind = type[Payment] | type[AsyncPayment]
BOTH: Any = pytest.mark.parametrize("kind", [Payment, AsyncPayment])


def done(given: Any) -> Any:
    """Whatever a method of either kind came to."""
    return relay_ways.run(given) if inspect.isawaitable(given) else given


def person(codes: list[str], phones: list[str], seen: list[str]) -> Callable[..., Any]:
    def show(view: View, problem: Any) -> Any:
        seen.append(f"{view.state}{'' if problem is None else ' ' + problem.word}")
        if view.state == "ready" or (problem is not None and problem.field == "phone"):
            return Payer(phones.pop(0))
        return codes.pop(0) if view.state == "asking" else None

    return show


@BOTH
def test_an_order_is_paid(kind: Kind) -> None:
    link, seen = Link(), list[str]()
    payment = kind(URL, link.token, transport=link)
    end = done(payment.run(person(["000000", CODE], ["7600", PHONE], seen)))
    assert (end.kind, end.view.state, end.view.amount, end.view.order) == ("settled", "done", 1500, "42")
    assert seen == ["ready", "ready invalid", "asking", "asking"]
    assert (link.world.count("begun"), link.world.count("codes")) == (1, 2)
    assert [body and body["do"] for body in link.bodies] == [None, "start", "start", "code", "code"]


@BOTH
def test_step_by_step(kind: Kind) -> None:
    link = Link()
    payment = kind(URL, link.token, transport=link)
    step = done(payment.advance())
    assert isinstance(step, Shown) and (step.view.state, step.view.next_attempt) == ("ready", 1)
    assert done(payment.advance(wait=5.0)) is None, "nothing new"
    assert not payment.code(CODE), "none is asked for"
    assert payment.start(PHONE) and not payment.start(PHONE), "one thing at a time"
    step = done(payment.advance(wait=60.0))
    assert (step.view.state, step.view.prompt.kind, step.view.codes_left) == ("asking", "otp", 5)
    assert payment.code("000000")
    step = done(payment.advance(wait=60.0))
    assert (step.view.prompt.problem, step.view.codes_left) == ("invalid", 4)
    # The number was mistyped: another gives it up, for good.
    assert step.view.next_attempt == 2 and payment.start("76009902")
    assert done(payment.advance(wait=60.0)).view.rev == "2.0"
    assert payment.code(CODE)
    end = done(payment.advance(wait=60.0))
    assert (end.kind, end.view.outcome.code, end.view.next_attempt) == ("rejected", "INSUFFICIENT_FUNDS", 3)
    assert "solde" in end.view.outcome.text_fr.lower() and end.view.outcome.text
    # And begins once more where it may.
    assert payment.start("76000001") and done(payment.advance(wait=60.0)).view.state == "asking"
    assert payment.code(CODE) and done(payment.advance(wait=60.0)).kind == "settled"
    assert not payment.start(PHONE)


@BOTH
def test_another_program_goes_on_where_the_order_stands(kind: Kind) -> None:
    link = Link()
    first = kind(URL, link.token, transport=link)
    done(first.advance())
    first.start(PHONE)
    done(first.advance(wait=60.0))
    second = kind(URL, link.token, transport=link)
    assert done(second.advance()).view.state == "asking"
    assert second.code(CODE) and done(second.advance(wait=60.0)).kind == "settled"


@BOTH
@pytest.mark.parametrize("how", ["there", "back"])
def test_whatever_is_lost_it_pays_once(kind: Kind, how: str) -> None:
    for number in range(1, 6):
        link = Link(lambda n, number=number: how if n == number else None)  # type: ignore[misc]
        payment = kind(URL, link.token, transport=link)
        end = done(payment.run(person(["000000", CODE, CODE], [PHONE], [])))
        assert (end.kind, link.world.count("begun"), link.world.count("codes")) == ("settled", 1, 2), number


@BOTH
def test_offline_for_two_minutes_the_person_is_asked_again(kind: Kind) -> None:
    link = Link()
    payment = kind(URL, link.token, transport=link)
    done(payment.advance())
    link.lose = lambda _: "there"
    payment.start(PHONE)
    step = done(payment.advance(wait=600.0))
    assert (step.problem.word, step.view.state) == ("offline", "ready")
    link.lose = lambda _: None
    assert done(payment.advance(wait=600.0)).problem is None
    assert link.world.count("begun") == 0


@BOTH
def test_tokens(kind: Kind) -> None:
    link, minted = Link(), list[str]()

    def token() -> str:
        minted.append(link.token(seconds=60))
        return f" {minted[-1]}\n"

    payment = kind(URL, token, transport=link)
    assert done(payment.advance()).view.state == "ready"
    link.world.now_ms += 600_000
    assert done(payment.advance()) is None and len(minted) == 2, "the first was too old"
    refused = done(kind(URL, lambda: "eyJ.eyJ.x", transport=link).run(lambda *_: None))
    assert (refused, refused.kind) == (Refused(word="token_invalid"), "refused")

    failing = kind(URL, lambda: 1 / 0, transport=link)  # type: ignore[arg-type, return-value]
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            done(failing.advance())
    with pytest.raises(InvalidInput, match="token"):
        done(kind(URL, lambda: b"eyJ", transport=link).advance())  # type: ignore[arg-type, return-value]


def test_a_payment_page() -> None:
    link = Link()
    payment = Payment(URL, lambda: link.token(operation="checkout"), transport=link)
    payment.advance()
    assert payment.start()
    step = payment.advance(wait=60.0)
    assert isinstance(step, Shown) and step.view.prompt is not None
    assert (step.view.state, step.view.why, step.view.prompt.kind) == ("waiting", "payer", "redirect")
    assert step.view.prompt.url is not None and step.view.prompt.url.startswith("https://")
    assert payment.run(lambda *_: None, timeout=30.0) is None, "not within that time"


def test_what_a_newer_relay_says() -> None:
    text = (
        '{"order": "42", "rev": "1.0", "amount": 1500, "currency": "XOF", "state": "resting", "since": 7,'
        ' "prompt": {"kind": "sing", "text": "la", "url": "javascript:alert(1)", "key": "c"}}'
    )
    view = view_of(text)
    assert (view.state, view.prompt and view.prompt.kind) == ("resting", "sing")
    assert view.prompt is not None and view.prompt.url is None, "nothing that would run where it is opened"


@BOTH
def test_a_person_waits_for_no_look(kind: Kind) -> None:
    link, states = Link(), list[Any]()
    payment = kind(URL, link.token, transport=link)
    done(payment.advance())

    def meanwhile(number: int) -> str | None:
        if number == 2:
            states.append(payment.start(PHONE))
        return None

    link.lose = meanwhile
    payment.look()
    step = done(payment.advance(wait=60.0))
    assert states == [True] and step.view.state == "asking"
    assert [body and body["do"] for body in link.bodies] == [None, None, "start"]


class Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def shop() -> Iterator[tuple[str, Callable[[], str]]]:
    """A relay over HTTP, its address and what mints its tokens."""
    server = make_server("127.0.0.1", 0, None, WSGIServer, Quiet)
    url = f"http://127.0.0.1:{server.server_port}/xaalis/pay"
    client = xaalis.Senfenico("sk_test_shop", transport=xaalis.Sandbox())
    relay = xaalis.Relay(client, url=url, keys={"a1": "s" * 32}, origins=["app"])
    server.set_app(relay.wsgi)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield url, lambda: relay.mint("42", 1500)
    server.shutdown()
    server.server_close()


def test_over_http(shop: tuple[str, Callable[[], str]]) -> None:
    with Payment(*shop) as payment:
        end = payment.run(person(["000000", CODE], [PHONE], []), timeout=60.0)
        assert isinstance(end, Ended) and end.kind == "settled"


def test_over_http_with_asyncio(shop: tuple[str, Callable[[], str]]) -> None:
    url, mint = shop

    async def token() -> str:
        await asyncio.sleep(0)
        return mint()

    async def pays() -> Any:
        show = person(["000000", CODE], [PHONE], [])

        async def later(view: View, problem: Any) -> Any:
            await asyncio.sleep(0)
            return show(view, problem)

        async with AsyncPayment(url, token) as payment:
            return await payment.run(later, timeout=60.0)

    assert asyncio.run(pays()).kind == "settled"


def test_a_person_wakes_what_waits(shop: tuple[str, Callable[[], str]]) -> None:
    payment = Payment(*shop)
    payment.advance()
    threading.Timer(0.2, payment.start, [PHONE]).start()
    begun = time.monotonic()
    step = payment.advance(wait=30.0)
    assert isinstance(step, Shown) and step.view.state == "asking" and time.monotonic() - begun < 10

    async def pays() -> Any:
        other = AsyncPayment(*shop)
        await other.advance()
        asyncio.get_running_loop().call_later(0.2, other.code, CODE)
        return await other.advance(wait=30.0)

    begun = time.monotonic()
    assert asyncio.run(pays()).kind == "settled" and time.monotonic() - begun < 10


def test_a_call_that_is_cancelled_may_be_made_again(shop: tuple[str, Callable[[], str]]) -> None:
    async def pays() -> Any:
        payment = AsyncPayment(*shop)
        await payment.advance()
        payment.start(PHONE)
        task = asyncio.ensure_future(payment.advance(wait=30.0))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return await payment.advance(wait=30.0)

    step = asyncio.run(pays())
    assert isinstance(step, Shown) and step.view.state == "asking"


def test_time_passes_by_whichever_clock_saw_more(monkeypatch: pytest.MonkeyPatch) -> None:
    times = {"time": 1000.0, "monotonic": 5.0}
    monkeypatch.setattr("xaalis.pay.time.time", lambda: times["time"])
    monkeypatch.setattr("xaalis.pay.time.monotonic", lambda: times["monotonic"])
    clock = _Passing()
    for name, seconds, passed in [
        ("time", 3600.0, 3600_000),  # the machine slept
        ("time", -7200.0, 3600_000),  # the clock was set back
        ("monotonic", 2.0, 3602_000),
    ]:
        times[name] += seconds
        assert clock.now() == passed


@BOTH
def test_what_is_wrong_is_named(kind: Kind) -> None:
    for given, field in [
        ({"url": "http://shop.example/pay"}, "url"),
        ({"url": 7}, "url"),
        ({"token": "eyJ"}, "token"),
        ({"transport": 7}, "transport"),
        ({"ca_file": 7, "transport": None}, "ca_file"),
        ({"ca_file": "x"}, "ca_file"),
    ]:
        with pytest.raises(InvalidInput) as wrong:
            kind(**({"url": URL, "token": str, "transport": Link()} | given))  # type: ignore[arg-type]
        assert wrong.value.field == field and wrong.value.message_fr != wrong.value.message
    payment = kind(URL, str, transport=Link())
    for call, field in [
        (lambda: payment.start(76431987), "phone"),  # type: ignore[arg-type]
        (lambda: payment.start(PHONE, 7), "provider"),  # type: ignore[arg-type]
        (lambda: payment.code(123456), "code"),  # type: ignore[arg-type]
        (lambda: done(payment.advance(wait="1")), "wait"),  # type: ignore[arg-type]
        (lambda: done(payment.run(7)), "show"),  # type: ignore[arg-type]
        (lambda: done(payment.run(lambda *_: None, timeout="1")), "timeout"),  # type: ignore[arg-type]
    ]:
        with pytest.raises(InvalidInput) as wrong:
            call()
        assert wrong.value.field == field and "76431987" not in str(wrong.value)
    link = Link()
    with pytest.raises(InvalidInput, match="show"):
        done(kind(URL, link.token, transport=link).run(lambda *_: 7))  # type: ignore[arg-type, return-value]


@BOTH
def test_nothing_shows_a_token_a_number_or_a_code(kind: Kind) -> None:
    link = Link()
    token = link.token()
    canaries = {"token": token, "phone": PHONE, "code": "864209"}
    payment = kind(URL, lambda: token, transport=link)
    done(payment.advance())
    with pytest.raises(TypeError):
        pickle.dumps(payment)
    with pytest.raises(TypeError):
        pickle.dumps(payment._machine)
    assert repr(payment) == f"<{kind.__name__} at {URL}>" and PHONE not in repr(Payer(PHONE))

    class Died(BaseException):
        pass

    def dies(_: int) -> None:
        raise Died

    link.lose = dies  # type: ignore[assignment]
    for act in (lambda: payment.start(PHONE), lambda: payment.code("864209")):
        act()
        with pytest.raises(Died) as died:
            done(payment.advance(wait=60.0))
        assert not leaks(died.value, canaries)
        link.lose = lambda _: None
        done(payment.advance(wait=60.0))
        link.lose = dies  # type: ignore[assignment]


def test_both_sides_have_the_same_names() -> None:
    def names(kind: Kind) -> set[str]:
        return {name.replace("__a", "__") for name in dir(kind) if name[:1] != "_" or name.endswith("ter__") or name.endswith("exit__")}

    assert names(Payment) == names(AsyncPayment)
    for name in ("advance", "run", "start", "code", "look", "close"):
        one, other = getattr(Payment, name), getattr(AsyncPayment, name)
        assert [*inspect.signature(one).parameters] == [*inspect.signature(other).parameters] and other.__doc__
    assert xaalis.pay.Payment is Payment


def test_no_answer_and_a_signal_handlers_error(shop: tuple[str, Callable[[], str]]) -> None:
    class Native:
        def send(self, _: Any) -> Any:
            raise error

        def close(self) -> None:
            pass

    payment = Payment(*shop)
    payment._desk.native, payment._desk.transport = Native(), Native().send  # type: ignore[assignment]
    error: Exception = NoAnswer("gone")
    assert payment.advance() is None
    error = TimeoutError("a soft limit of Celery's")
    time.sleep(1.1)
    with pytest.raises(TimeoutError):
        payment.advance()
