"""A relay that pays bills and tops meters up: its settings, its tokens, who keeps the codes."""

from __future__ import annotations

import json
from typing import Any

import pytest

import xaalis
from tests import relay_ways, relays
from tests.canaries import leaks
from tests.paying import Link
from tests.relays import BILLS, Awaited, World
from xaalis import errors
from xaalis.pay import AsyncPayment, Offer, Payer, Payment, Problem, View
from xaalis.relay import Answer, Incoming

SETTINGS = BILLS.settings
CALLBACKS = ("https://shop.example/xaalis/dexchange", "callback-secret-canary")
#: As the sandbox has them: one bill of 104,500, and a meter.
BILL = {"service": "SENELEC_SN_BILL", "customer": "210278816"}
METER = {"service": "WOYOFAL_SN_BILL", "customer": "07061270877"}
BOTH: Any = pytest.mark.parametrize("kind", [xaalis.Relay, xaalis.AsyncRelay])


class Codes:
    def keep(self, order: str, code: str) -> None:
        pass

    def recall(self, order: str) -> str | None:
        return None


def client(kind: Any = xaalis.Dexchange, **options: Any) -> Any:
    return kind("dx_test_canary_5f2c9a", **{"transport": xaalis.Sandbox()} | options)


def made(kind: Any = xaalis.Relay, **changes: Any) -> Any:
    settings: dict[str, Any] = {
        "url": SETTINGS["url"],
        "keys": {"a1": "relay-secret-canary-0123456789abcdefghijklm"},
        "origins": ["https://shop.example", "app"],
        "bills": True,
    }
    of = xaalis.Dexchange if kind is xaalis.Relay else xaalis.AsyncDexchange
    given = changes.pop("client", None) or client(of)
    return kind(given, **(settings | changes))


@BOTH
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"bills": 1}, "bills"),
        ({"bills": False}, "bills"),
        ({"bills": None}, "bills"),
        ({"collect": True}, "client"),
        ({"checkout": ("https://shop.example/paid", "https://shop.example/cart")}, "client"),
        ({"callbacks": CALLBACKS[0]}, "callbacks"),
        ({"callbacks": [*CALLBACKS, "canary"]}, "callbacks"),
        ({"callbacks": {"base": "canary"}}, "callbacks"),
        ({"callbacks": (1, CALLBACKS[1])}, "callbacks"),
        ({"callbacks": (CALLBACKS[0], b"callback-secret-canary")}, "callbacks"),
        ({"callbacks": (CALLBACKS[0], [1])}, "callbacks"),
        ({"callbacks": (CALLBACKS[0], [])}, "callbacks"),
        ({"callbacks": (CALLBACKS[0], "canary")}, "callbacks"),
        ({"callbacks": ("http://shop.example/xaalis/dexchange", CALLBACKS[1])}, "callbacks"),
        ({"callbacks": (CALLBACKS[0] + "?canary", CALLBACKS[1])}, "callbacks"),
        ({"codes": {}}, "codes"),
        ({"codes": 1}, "codes"),
        ({"codes": object()}, "codes"),
        ({"codes": Codes}, "codes"),
        ({"client": object()}, "client"),
    ],
)
def test_settings_are_refused_by_argument(kind: Any, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(errors.InvalidInput) as caught:
        made(kind, **changes)
    assert caught.value.field == field
    assert caught.value.message != caught.value.message_fr
    assert leaks(caught.value, {"secret": "canary"}) == []


@BOTH
def test_a_wrong_kind_is_said_of_the_argument_that_it_was_given_as(kind: Any) -> None:
    for value in (1.5, b"bytes", object(), [1], {"a": 1}, "text", dict):
        for argument in ("bills", "callbacks", "codes"):
            with pytest.raises(errors.InvalidInput) as caught:
                made(kind, **{argument: value})
            assert caught.value.field == argument, (argument, value)
        for argument in ("service", "customer"):
            if value == "text":
                continue
            with pytest.raises(errors.InvalidInput) as caught:
                made(kind).mint(42, 1500, **BILL | {argument: value})
            assert caught.value.field == argument, (argument, value)


def test_what_goes_with_bills_goes_with_nothing_else() -> None:
    senfenico = client(xaalis.Senfenico)
    for options, field in [
        ({"codes": Codes()}, "codes"),
        ({"callbacks": CALLBACKS}, "callbacks"),
        ({"bills": True}, "client"),
    ]:
        with pytest.raises(errors.InvalidInput) as caught:
            made(client=senfenico, **({"bills": False} | options))
        assert caught.value.field == field
        assert leaks(caught.value, {"secret": "canary"}) == []
    with pytest.raises(errors.InvalidInput) as caught:
        made(client=senfenico, bills=False).mint(42, 1500, **BILL)
    assert caught.value.field == "operation"


def test_codes_that_are_awaited_are_for_asyncio() -> None:
    awaited = Awaited(World(settings=SETTINGS).codes)
    with pytest.raises(errors.InvalidInput) as caught:
        made(codes=awaited)
    assert caught.value.field == "codes" and "AsyncRelay" in caught.value.message
    assert made(xaalis.AsyncRelay, codes=awaited) and made(xaalis.AsyncRelay, codes=Codes())


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "service"),
        ({"service": "SENELEC_SN_BILL"}, "customer"),
        ({"customer": "210278816canary"}, "service"),
        ({**BILL, "service": 1}, "service"),
        ({**BILL, "customer": 210278816}, "customer"),
        ({**BILL, "service": "water"}, "service"),
        ({**BILL, "customer": "21_canary"}, "customer"),
        ({**BILL, "operation": "collect"}, "operation"),
        (METER, "service"),
        ({**METER, "codes": Codes(), "amount": 0}, "amount"),
        ({**METER, "codes": Codes(), "customer": "canary_1"}, "customer"),
    ],
)
def test_a_token_is_refused_by_argument(given: dict[str, Any], field: str) -> None:
    relay = made(codes=given.pop("codes", None)) if "codes" in given else made()
    with pytest.raises(errors.InvalidInput) as caught:
        relay.mint(42, **({"amount": 1500} | given))
    assert caught.value.field == field
    assert leaks(caught.value, {"customer": "canary"}) == []


def test_what_is_refused_is_said_in_french() -> None:
    for refused, french in [
        (lambda: made(bills=False), "True, pour un client de DEXCHANGE"),
        (lambda: made(client=client(xaalis.Senfenico)), "un compte de DEXCHANGE"),
        (lambda: made(collect=True), "un compte de Senfenico"),
        (lambda: made(codes=1), "un objet avec keep et recall"),
        (lambda: made(callbacks=1), "l'adresse de base des rappels"),
        (lambda: made().mint(42, 1500, **METER), "une recharge là où son code est gardé"),
        (lambda: made().mint(42, 1500, service="SENELEC_SN_BILL"), "les deux pour une facture"),
    ]:
        with pytest.raises(errors.InvalidInput) as caught:
            refused()
        assert french in caught.value.merchant_text_fr, caught.value.merchant_text_fr


def say(relay: Any, token: str, **body: Any) -> dict[str, Any]:
    """What a page is told."""
    headers = [("Authorization", f"Bearer {token}"), ("Origin", "https://shop.example")]
    given = Incoming(method="GET", target="/xaalis/pay", headers=tuple(headers))
    if body:
        headers.append(("Content-Type", "application/json"))
        raw = json.dumps(body).encode()
        given = Incoming(method="POST", target="/xaalis/pay", headers=tuple(headers), body=raw)
    answer = relay.handle(given)
    if not isinstance(answer, Answer):
        answer = relay_ways.run(answer)
    told: dict[str, Any] = json.loads(answer.body)
    return told


def test_callbacks_go_where_the_shop_reads_them() -> None:
    world, secrets = World(settings=SETTINGS), ["callback-secret-of-today", "callback-secret-of-yesterday"]
    bodies: list[dict[str, Any]] = []
    reader = xaalis.webhooks.Dexchange(*secrets)

    def sent(request: xaalis.Request) -> xaalis.Response:
        bodies.append(json.loads(request.body or "{}"))
        return world(request)

    sent.clock = world  # type: ignore[attr-defined]
    for given in (secrets, secrets[0]):
        dexchange = client(transport=sent, journal=world.journal)
        relay = made(client=dexchange, tally=world.tally, callbacks=(CALLBACKS[0], given))
        order = f"order-{len(bodies)}"
        say(relay, relay.mint(order, 200_000, **BILL), do="start", attempt=1, bill="8000000680")
        ordered = [body for body in bodies if "externalTransactionId" in body][-1]
        known = ordered["externalTransactionId"]
        assert ordered["callBackURL"] == reader.callback_url(CALLBACKS[0], known)
        assert ordered["customData"] == reader.custom_data(known, **BILL)


def buying(kind: Any, world: World, codes: Any) -> Any:
    of = world.client(kind is xaalis.AsyncRelay)
    return made(kind, client=of, tally=world.tally, codes=codes)


@BOTH
def test_a_code_that_cannot_be_kept_is_shown_and_asked_for_again(kind: Any) -> None:
    world = World(settings=SETTINGS)

    class Down:
        """A database, and what its errors quote."""

        seen: list[str] = []

        def keep(self, order: str, code: str) -> None:
            self.seen.append(code)
            raise RuntimeError(f"{order}: {code}")

        def recall(self, order: str) -> str | None:
            raise RuntimeError("".join(self.seen))

    relay = buying(kind, world, Down())
    token = relay.mint(42, 5000, **METER)
    with relays.heard(world):
        view = say(relay, token, do="start", attempt=1)
        assert view["outcome"]["token"] == Down.seen[0]
        world.now_ms += 60_000
        assert say(relay, token)["outcome"]["token"] == Down.seen[0]
    assert world.count("begun") == 1 and len(world.sent) == 2
    failed = [line for line in world.inside if "the codes failed" in line]
    assert failed and all(line.endswith("RuntimeError") for line in failed)
    assert not [line for line in world.inside if Down.seen[0] in line]


@BOTH
def test_a_code_that_was_kept_is_shown_again_and_nobody_asked(kind: Any) -> None:
    world = World(settings=SETTINGS)
    for codes in (world.codes, Awaited(world.codes)) if kind is xaalis.AsyncRelay else (world.codes,):
        world.codes.kept.clear()
        relay = buying(kind, world, codes)
        order = f"o{len(world.sent)}"
        token = relay.mint(order, 5000 + len(world.sent), **METER)
        shown = say(relay, token, do="start", attempt=1)["outcome"]["token"]
        assert world.codes.kept == {order: shown}
        before = len(world.sent)
        world.now_ms += 60_000
        assert say(relay, token)["outcome"]["token"] == shown and len(world.sent) == before


def test_a_hook_that_answers_nonsense_has_kept_nothing() -> None:
    world = World(settings=SETTINGS)

    class Later:
        """As of a decorator that made it asynchronous."""

        def keep(self, order: str, code: str) -> Any:
            async def keeps() -> None:
                raise AssertionError("nobody runs it")

            return keeps()

        def recall(self, order: str) -> Any:
            return 1234

    relay = buying(xaalis.Relay, world, Later())
    token = relay.mint(42, 5000, **METER)
    with relays.heard(world):
        assert len(say(relay, token, do="start", attempt=1)["outcome"]["token"]) >= 16
        world.now_ms += 60_000
        assert len(say(relay, token)["outcome"]["token"]) >= 16, "the vendor tells it again"
    failed = [line for line in world.inside if "the codes failed: TypeError" in line]
    assert len(failed) >= 2


@BOTH
def test_the_shop_is_told_by_the_record_alone(kind: Any) -> None:
    world, told = World(settings=SETTINGS), list[Any]()
    world.journal.ended = lambda *given: told.append((*given, len(world.sent)))  # type: ignore[attr-defined]
    relay = buying(kind, world, world.codes)
    assert say(relay, relay.mint(42, 5000, **METER), do="start", attempt=1)["state"] == "done"
    ((op_id, operation, outcome, sent),) = told
    assert (op_id, operation, type(outcome), sent) == ("relay-42-1", "pay_bill", xaalis.Settled, 1)
    assert (outcome.value.amount, outcome.value.token, len(world.sent)) == (5000, None, 1)


class Died(BaseException):
    """What a signal handler raises."""


@BOTH
def test_no_frame_of_ours_shows_a_code(kind: Any) -> None:
    world = World(settings=SETTINGS)
    codes, dies = world.codes, [True]
    keep = codes.keep

    def keeps(order: str, code: str) -> None:
        keep(order, code)
        if dies:
            dies.clear()
            raise Died

    codes.keep = keeps  # type: ignore[method-assign]
    relay = buying(kind, world, codes)
    token = relay.mint(42, 5000, **METER)
    with pytest.raises(Died) as died:
        say(relay, token, do="start", attempt=1)
    (code,) = codes.kept.values()
    assert leaks(died.value, {"code": code}) == []

    def ends(*_: Any) -> None:
        raise Died

    world.journal.ended = ends  # type: ignore[attr-defined]
    with pytest.raises(Died) as died:
        say(relay, relay.mint(43, 6000, **METER), do="start", attempt=1)
    assert leaks(died.value, {"code": codes.kept["43"]}) == []
    assert "canary" not in repr(Answer(status=200, headers=(), body=b"canary"))


PAYERS: Any = pytest.mark.parametrize("kind", [Payment, AsyncPayment])


def done(given: Any) -> Any:
    return relay_ways.run(given) if hasattr(given, "__await__") else given


@PAYERS
def test_a_program_lets_a_bill_be_chosen(kind: Any) -> None:
    link, seen = Link(settings=SETTINGS), list[Any]()

    def show(view: View, problem: Problem | None) -> Any:
        seen.append((view.state, view.amount))
        if view.state == "ready":
            return Payer()
        assert view.prompt is not None and view.prompt.kind == "bill"
        assert view.prompt.bills == (Offer(bill="8000000680", amount=104_500, due_date="2018-12-31"),)
        return view.prompt.bills[0]

    end = done(kind(link.world.settings["url"], lambda: link.token(amount=200_000, **BILL), transport=link).run(show))
    assert (end.kind, end.view.amount, end.view.outcome.token) == ("settled", 104_500, None)
    assert seen == [("ready", 200_000), ("asking", 200_000)]
    assert [body and body.get("bill") for body in link.bodies] == [None, None, "8000000680"]


@PAYERS
def test_a_program_is_told_what_was_bought(kind: Any) -> None:
    link = Link(settings=SETTINGS)
    payment = kind(link.world.settings["url"], lambda: link.token(amount=5000, **METER), transport=link)
    end = done(payment.run(lambda view, _: Payer() if view.state == "ready" else None))
    (code,) = link.world.codes.kept.values()
    assert (end.kind, end.view.outcome.token) == ("settled", code)
    assert code not in repr(end)


@PAYERS
def test_a_bill_of_more_than_it_may_be_leaves_the_choice(kind: Any) -> None:
    link = Link(settings=SETTINGS)
    payment = kind(link.world.settings["url"], lambda: link.token(amount=1000, **BILL), transport=link)
    done(payment.advance())
    assert payment.start() and done(payment.advance(wait=60.0)).view.prompt.kind == "bill"
    assert payment.start(bill="8000000680")
    step = done(payment.advance(wait=60.0))
    assert (step.view.state, step.problem.word) == ("asking", "over_limit")
    assert link.world.count("begun") == 0
    with pytest.raises(errors.InvalidInput) as caught:
        payment.start(bill=8000000680)
    assert caught.value.field == "bill"
