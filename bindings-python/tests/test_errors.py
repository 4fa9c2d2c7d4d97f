"""The errors: a tree, with attributes, that travels, and tells nothing secret or personal."""

from __future__ import annotations

import copy
import itertools
import pickle
import traceback
from typing import Any

import pytest

import xaalis
from tests.shop import Shop, answering
from xaalis import errors, types

SECRETS = ("sk_test_sandbox", "76000000", "70000000", "123456", "awa@shop.bf")
UNKNOWN = types.UnknownOutcome("op-1", 1, 5, types.Doubt.NO_ANSWER, types.Plan.FETCH)
EVERY = [
    errors.PaymentError("no", "non"),
    errors.InvalidInput("amount", "5.0", "whole francs"),
    errors.PaymentRejected(types.Refusal(types.Code.INSUFFICIENT_FUNDS, "", (), 402)),
    errors.PaymentRejected(types.Refusal(types.Code("A_NEWER_CODE"), "", ())),
    errors.AuthenticationFailed(types.Refusal(types.Code.UNAUTHORIZED, "", (), 401)),
    errors.NotFound(types.Refusal(types.Code.CHARGE_NOT_FOUND, "", (), 404)),
    errors.PaymentAbandoned(types.Refusal(types.Code.ABANDONED, "", ())),
    errors.PaymentNotSent(types.NotSentReason(types.Unsent.UNREACHABLE)),
    errors.TooManyRequests(types.NotSentReason(types.Unsent.BUSY)),
    errors.OperationBusy("op-1"),
    errors.OperationNotFound("op-1"),
    errors.RecordError("of the other vendor"),
    errors.WebhookError("a wrong signature"),
    errors.OutcomeUnknown(UNKNOWN),
    errors.AnswerNeeded("op-1", types.OtpPrompt("Entrez le code")),
    errors.ConnectFailed("refused"),
    errors.NoAnswer(),
    errors.AnswerTooLarge(),
]


def test_the_tree() -> None:
    assert {type(error).__name__ for error in EVERY} == set(errors.__all__)
    nothing_moved = {"InvalidInput", "PaymentRejected", "PaymentNotSent", "OperationBusy", "OperationNotFound", "RecordError", "WebhookError"}
    below = {name for name in errors.__all__ if issubclass(getattr(errors, name), errors.PaymentError)}
    narrow = {"AuthenticationFailed", "NotFound", "PaymentAbandoned", "TooManyRequests"}
    assert below == nothing_moved | narrow | {"PaymentError"}
    # Code that catches what there was goes on working.
    assert issubclass(errors.AuthenticationFailed, errors.PaymentRejected)
    assert issubclass(errors.NotFound, errors.PaymentRejected)
    assert issubclass(errors.TooManyRequests, errors.PaymentNotSent)
    assert not issubclass(errors.OutcomeUnknown, errors.PaymentError), "never a failure"
    assert issubclass(errors.InvalidInput, ValueError)
    assert all(getattr(xaalis, name) is getattr(errors, name) for name in errors.__all__)


@pytest.mark.parametrize("error", EVERY, ids=lambda error: type(error).__name__)
def test_it_travels(error: Exception) -> None:
    copies = [pickle.loads(pickle.dumps(error, protocol)) for protocol in range(pickle.HIGHEST_PROTOCOL + 1)]
    for same in [*copies, copy.copy(error), copy.deepcopy(error)]:
        assert type(same) is type(error) and same.args == error.args and vars(same) == vars(error)
        assert str(same) == str(error)
    assert type(error).__doc__
    for name in ("description", "description_fr", "next_step", "next_step_fr"):
        assert isinstance(getattr(error, name, ""), str)


def test_attributes() -> None:
    by_kind = {type(error): error for error in reversed(EVERY)}
    rejected = by_kind[errors.PaymentRejected]
    assert rejected.code is types.Code.INSUFFICIENT_FUNDS and rejected.http_status == 402
    assert rejected.description and rejected.description_fr and rejected.next_step and not rejected.retryable
    assert rejected.description != rejected.description_fr
    assert by_kind[errors.PaymentNotSent].retryable and by_kind[errors.OperationBusy].retryable
    invalid = by_kind[errors.InvalidInput]
    assert (invalid.field, invalid.problem, invalid.allowed) == ("amount", "5.0", "whole francs")
    assert by_kind[errors.OutcomeUnknown].plan is types.Plan.FETCH


@pytest.mark.parametrize(
    ("doubt", "excess", "english", "french"),
    [
        ("oversized", (None, 16_777_216), "answer too large: more than 16,777,216 bytes", "réponse trop grande : plus de 16\u202f777\u202f216 octets"),
        ("oversized", (1_048_599, 1_048_576), "answer too large: 1,048,599 bytes, more than 1,048,576", "réponse trop grande : 1\u202f048\u202f599 octets, plus de 1\u202f048\u202f576"),
        ("too_deep", (402, 128), "answer nested too deep: 402 levels, more than 128", "réponse trop imbriquée : 402 niveaux, plus de 128"),
        ("not_json", None, "answer is not JSON", "la réponse n'est pas du JSON"),
        ("foreign", None, "answer about something else than was asked", "réponse à une autre question"),
        ("a_newer_doubt", None, "not sent: unanswered", "Une simple consultation n'a pas reçu de réponse utilisable. Ce qui a été reçu : a_newer_doubt. Consultez à nouveau un peu plus tard."),
    ],
)
def test_what_is_strange_is_named(doubt: str, excess: Any, english: str, french: str) -> None:
    word, passed = types.Doubt(doubt), types.Excess(*reversed(excess)) if excess else None
    unsent = errors.PaymentNotSent(types.NotSentReason(types.Unsent.UNANSWERED, word, passed))
    assert (str(unsent), unsent.message_fr) == (english, french)
    unknown = types.UnknownOutcome("op-1", 1, 5, word, types.Plan.FETCH, excess=passed)
    named = doubt if english.startswith("not sent") else english
    assert str(errors.OutcomeUnknown(unknown)) == f"op-1: outcome unknown ({named}); plan: fetch"


def raised(shop: Shop) -> list[BaseException]:
    """Every error that a client raises, as it comes."""

    def fail(request: Any) -> Any:
        raise OSError("reset")

    broken = shop.client("Senfenico", "sk_test_sandbox", transport=fail)
    given = {"amount": 1000, "phone": "76000000"}
    page = {"success_url": "https://a.bf", "cancel_url": "https://a.bf", "email": "awa@shop.bf"}
    calls = [
        lambda: shop.senfenico.collect("op-1", **given),
        lambda: shop.senfenico.collect("op-2", **given | {"phone": "76009901"}, on_prompt=answering()),
        lambda: shop.senfenico.collect("op-3", **given | {"amount": 1.5}),
        lambda: shop.senfenico.collect("op-4", amount=1, phone="7600000 0 0"),
        lambda: shop.senfenico.charges.submit_otp("ch_1", "123456"),
        lambda: shop.senfenico.charges.fetch("ch_1"),
        lambda: shop.senfenico.collect("op-6", **given | {"provider": "moov_bf"}),
        lambda: shop.senfenico.transfers.create(amount=5, phone="70000000", ext_id="a"),
        lambda: broken.charges.create(**given, op_id="op-5"),
        lambda: broken.charges.submit_otp("ch_1", "123456"),
        lambda: broken.checkouts.initialize(amount=1, **page),
        lambda: broken.transfers.create(amount=500, phone="70000000", ext_id="a"),
        lambda: shop.senfenico.resume("op-9"),
    ]
    caught = []
    for call in calls:
        with pytest.raises((Exception,)) as info:
            call()
        caught.append(info.value)
    return caught


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_keys_references_and_rates_have_classes_of_their_own(kind: str) -> None:
    shop = Shop(kind)

    def ends(vendor: str, status: int, body: str, call: Any) -> Any:
        def transport(request: Any) -> xaalis.Response:
            return xaalis.Response(status, {}, body)

        transport.clock = shop.sandbox.clock  # type: ignore[attr-defined]
        key = "dx_test_sandbox" if vendor == "Dexchange" else "sk_test_sandbox"
        with pytest.raises(errors.PaymentError) as caught:
            call(shop.client(vendor, key, transport))
        return caught.value

    def read(client: Any) -> Any:
        return client.balances.fetch()

    def collect(client: Any) -> Any:
        return client.collect(f"op-{next(ids)}", amount=1000, phone="76000000")

    ids = itertools.count(10)

    def inquire(client: Any) -> Any:
        return client.bills.inquire(service="SENELEC_SN_BILL", customer="210278817")

    no = '{"status": false, "message": "Invalid API key"}'
    for call in (read, collect):
        error = ends("Senfenico", 401, no, call)
        assert type(error) is errors.AuthenticationFailed and error.http_status == 401
        # The buyer can do nothing about a key, and does not read of one.
        assert "clé" not in error.buyer_text_fr and "Contactez-nous" in error.buyer_text_fr
        assert "clé" in error.merchant_text_fr
    error = ends("Dexchange", 401, '{"success": false, "errorCode": "EXPIRED_API_KEY", "message": "Expired"}', inquire)
    assert type(error) is errors.AuthenticationFailed
    maintenance = ends("Dexchange", 403, "{}", inquire)
    assert type(maintenance) is errors.PaymentRejected, "the page: API under maintenance"
    for call in (read, collect):
        assert type(ends("Senfenico", 429, "{}", call)) is errors.TooManyRequests
    with pytest.raises(errors.NotFound) as caught:
        shop.senfenico.charges.fetch("nope")
    assert isinstance(caught.value, errors.PaymentRejected)
    with pytest.raises(errors.PaymentRejected) as refused:
        shop.senfenico.collect("op-2", amount=1000, phone="76009907")
    assert type(refused.value) is errors.PaymentRejected
    shop.close()


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_no_text_tells_a_secret(kind: str) -> None:
    shop = Shop(kind)
    caught = raised(shop)
    assert len({type(error) for error in caught}) >= 6
    for error in caught:
        shown = [str(error), repr(error), repr(error.args), repr(vars(error)), *traceback.format_exception_only(error)]
        for secret in SECRETS:
            assert not any(secret in text for text in shown), (secret, shown)
    shop.close()


def test_tracebacks_with_locals_show_no_key() -> None:
    shop = Shop("sync")
    for error in raised(shop):
        report = traceback.TracebackException.from_exception(error, capture_locals=True)
        assert "sk_test_sandbox" not in "".join(report.format())


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_objects_show_no_key_and_do_not_travel(kind: str) -> None:
    shop = Shop(kind)
    client = getattr(shop.senfenico, "inner", shop.senfenico)
    payment = shop.senfenico.begin("op-1", types.CollectOrder(types.NewCharge(1000, "76000000")))
    payment = getattr(payment, "inner", payment)
    things = [client, client._account, client._desk, payment, payment._session, shop.journal, client.charges]
    for thing in things:
        shown = repr(thing) + str(thing) + repr(getattr(thing, "__dict__", "")) + repr(dir(thing))
        shown += repr([getattr(thing, name, "") for name in getattr(type(thing), "__slots__", ())])
        assert not any(secret in shown for secret in SECRETS), shown
    for thing in (client, client._account, payment, payment._session):
        for travel in (pickle.dumps, copy.copy, copy.deepcopy):
            with pytest.raises(TypeError):
                travel(thing)
    shop.close()
