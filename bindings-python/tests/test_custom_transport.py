"""A transport of one's own: what it raises and returns decides between not sent and unknown."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.shop import Shop, answering
from xaalis import (
    AnswerTooLarge,
    AsyncSenfenico,
    ConnectFailed,
    NoAnswer,
    OutcomeUnknown,
    PaymentNotSent,
    Response,
    Sandbox,
    Senfenico,
    types,
)

CHARGE = {"amount": 1000, "phone": "76000000"}


def test_a_callable(kind: str) -> None:
    shop, seen = Shop(kind), []

    def send(request: Any) -> Response:
        seen.append(request)
        answer = shop.sandbox(request)
        return Response(answer.status, dict(answer.headers), answer.body.encode())

    created = shop.client("Senfenico", "sk_test_sandbox", transport=send).charges.create(**CHARGE)
    (request,) = seen
    assert created.status is types.ChargeStatus.SEND_OTP
    assert request.method == "POST" and request.url.startswith("https://") and request.timeout_ms == 60_000
    assert ("X-API-KEY", "sk_test_sandbox") in [tuple(header) for header in request.headers]
    assert "76000000" in request.body and request.max_body >= 1 << 20
    for text in (repr(request), str(request), f"{request}"):
        assert "sk_test" not in text and "76000000" not in text
    shop.close()


def test_a_coroutine_function_for_asyncio() -> None:
    sandbox = Sandbox()

    async def send(request: Any) -> Response:
        await asyncio.sleep(0)
        return sandbox(request)

    async def main() -> Any:
        async with AsyncSenfenico("sk_test_sandbox", transport=send) as senfenico:
            return await asyncio.gather(*[senfenico.charges.create(**CHARGE) for _ in range(20)])

    assert len({charge.reference for charge in asyncio.run(main())}) == 20


@pytest.fixture(params=["sync", "async"])
def kind(request: pytest.FixtureRequest) -> str:
    return request.param  # type: ignore[no-any-return]


@pytest.mark.parametrize("error", [NoAnswer("cut"), TimeoutError("late"), OSError("reset"), ValueError("a bug"), RuntimeError()])
def test_what_it_raises_may_have_been_sent(kind: str, error: Exception) -> None:
    shop, calls = Shop(kind), []

    def send(request: Any) -> Any:
        calls.append(request)
        raise error

    client = shop.client("Senfenico", "sk_test_sandbox", transport=send)
    with pytest.raises(OutcomeUnknown) as caught:
        client.charges.create(**CHARGE, op_id="op-1")
    assert caught.value.__cause__ is error and len(calls) == 1
    assert shop.journal.get("op-1").stage is types.Stage.UNKNOWN
    shop.close()


def test_an_answer_too_large_is_named_and_not_asked_for_again(kind: str) -> None:
    shop, calls = Shop(kind), []

    def send(request: Any) -> Any:
        calls.append(request)
        raise AnswerTooLarge(str(request.max_body))

    client = shop.client("Senfenico", "sk_test_sandbox", transport=send)
    with pytest.raises(OutcomeUnknown) as lost:
        client.charges.create(**CHARGE)
    with pytest.raises(PaymentNotSent) as unread:
        client.charges.list()
    assert (lost.value.unknown.why, unread.value.unsent.doubt) == ("oversized", "oversized")
    assert lost.value.unknown.excess == types.Excess(limit=1 << 20)
    assert unread.value.unsent.excess == types.Excess(limit=16 << 20)
    assert [request.max_body for request in calls] == [1 << 20, 16 << 20], "each once"
    shop.close()


def test_the_sandbox_says_too_large(kind: str) -> None:
    shop = Shop(kind)
    shop.sandbox.inject("garbage:huge@1")
    with pytest.raises(OutcomeUnknown) as caught:
        shop.senfenico.charges.create(**CHARGE)
    assert caught.value.unknown.why == "oversized" and isinstance(caught.value.__cause__, AnswerTooLarge)
    shop.close()


def test_connect_failed_was_not_sent(kind: str) -> None:
    shop, calls = Shop(kind), []

    def send(request: Any) -> Any:
        calls.append(request)
        raise ConnectFailed("refused")

    client = shop.client("Senfenico", "sk_test_sandbox", transport=send)
    payment = client.begin("op-1", types.CreateChargeOrder(types.NewCharge(**CHARGE)))
    while type(step := payment.advance()).__name__ == "Waiting":
        shop.sandbox.sleep_until(step.until)
        if len(calls) > 1:
            break
    with pytest.raises(PaymentNotSent):
        payment.stop()
        payment.advance()
        payment.result()
    assert isinstance(payment.transport_error, ConnectFailed)
    shop.close()


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, GeneratorExit])
def test_ctrl_c_leaves_a_record_that_says_maybe(kind: str, error: type[BaseException]) -> None:
    shop = Shop(kind)

    def send(request: Any) -> Any:
        shop.sandbox(request)
        raise error

    client = shop.client("Senfenico", "sk_test_sandbox", transport=send)
    with pytest.raises(error):
        client.payout("op-1", amount=500, phone="70000000", ext_id="a")
    assert shop.journal.get("op-1").stage is types.Stage.OPEN
    paid = shop.senfenico.payout("op-1", amount=500, phone="70000000", ext_id="a")
    assert paid.ext_id == "a" and len(shop.sandbox.payments) == 1, "found, not paid again"
    shop.close()


@pytest.mark.parametrize("answer", [None, "{}", (200, {}, "{}"), {"status": 200}, 200, object(), b""])
def test_what_is_no_response_counts_as_maybe_sent(kind: str, answer: Any) -> None:
    shop, calls = Shop(kind), []

    def send(request: Any) -> Any:
        calls.append(request)
        return answer

    client = shop.client("Senfenico", "sk_test_sandbox", transport=send)
    with pytest.raises(OutcomeUnknown) as caught:
        client.charges.create(**CHARGE, op_id="op-1")
    assert isinstance(caught.value.__cause__, TypeError) and "Response" in str(caught.value.__cause__)
    assert len(calls) == 1 and shop.journal.get("op-1").stage is types.Stage.UNKNOWN
    shop.close()


@pytest.mark.filterwarnings("ignore:coroutine .* was never awaited")
def test_an_async_transport_in_a_blocking_client_is_told() -> None:
    async def send(request: Any) -> Any:
        raise AssertionError

    with pytest.raises(OutcomeUnknown) as caught:
        Senfenico("sk_test_sandbox", transport=send).charges.create(**CHARGE)
    assert isinstance(caught.value.__cause__, TypeError)


@pytest.mark.parametrize("status", [100, 204, 302, 418, 599, 999])
def test_odd_statuses_are_answers(kind: str, status: int) -> None:
    shop = Shop(kind)
    client = shop.client("Senfenico", "sk_test_sandbox", transport=lambda _: Response(status, None, "x"))
    with pytest.raises((OutcomeUnknown, PaymentNotSent)) as caught:
        client.charges.create(**CHARGE)
    assert type(caught.value) is OutcomeUnknown and caught.value.unknown.http_status == status
    shop.close()


def test_a_response_takes_what_http_libraries_give() -> None:
    class Headers:
        def items(self) -> Any:
            return [("a", "1"), ("a", "2")]

    for headers in ({"a": "1"}, [("a", "1")], (("a", "1"),), iter([("a", "1")])):
        assert [tuple(pair) for pair in Response(200, headers, "x").headers] == [("a", "1")]
    assert len(Response(200, Headers()).headers) == 2
    assert Response(200, None, b"\xff\xc3\xa9").body == "\ufffdé" and Response(204).body == ""
    assert "secret" not in repr(Response(200, {"x": "secret"}, "secret"))
    for wrong in (("200",), (200, 5), (200, [1]), (200, None, 5), (-1,), (70_000,)):
        with pytest.raises((TypeError, ValueError, OverflowError)):
            Response(*wrong)


def test_the_clock_of_a_transport_is_the_clock(kind: str) -> None:
    shop = Shop(kind)
    before = shop.sandbox.now()
    charge = shop.senfenico.collect("op-1", amount=1000, phone="76009903", on_prompt=answering(), timeout=None)
    assert charge.status == "success" and shop.sandbox.now() - before > 300_000
    shop.close()
