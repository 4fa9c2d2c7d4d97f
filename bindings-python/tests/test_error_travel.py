"""Every exception crosses what exceptions cross: `type(e)(*e.args)`, JSON, pickles, copies, other processes,
and Celery's results. And each has its texts."""

from __future__ import annotations

import ast
import copy
import inspect
import itertools
import json
import multiprocessing
import pickle
import re
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from celery.app import Celery
from celery.backends.base import Backend
from celery.utils.serialization import get_pickleable_exception

import xaalis
from xaalis import errors, types
from xaalis.django import errors as django_errors

REFUSAL = types.Refusal(
    types.Code.INSUFFICIENT_FUNDS,
    "Solde de 76543210 insuffisant",
    (types.FieldError("phone", "refused"),),
    402,
    types.Refund(False, 1010),
)
LIMIT = types.Excess(1_048_576, 1_048_599)
BILL = types.Bill("ref-1", customer="210278817", last_name="Awa", amount=12_500, paid=False)


def unknown(why: str = "no_answer", excess: Any = None) -> types.UnknownOutcome:
    return types.UnknownOutcome(
        "op-1", 2, 1_767_600_000_000, types.Doubt(why), types.Plan.SEARCH_BY_ID, "ext-1", None, 504, types.Code.TIMEOUT_ERROR, excess, True
    )


#: What each class is made of, more than once where it may differ.
MADE: dict[type[BaseException], list[tuple[Any, ...]]] = {
    errors.PaymentError: [("no", "non"), ("no",)],
    errors.InvalidInput: [("amount", "5.0", "whole francs"), ("provider", "orange", "orange_bf", "orange_bf")],
    errors.PaymentRejected: [(REFUSAL,), (types.Refusal(types.Code("A_NEWER_CODE"), "", ()),)],
    errors.AuthenticationFailed: [(types.Refusal(types.Code.UNAUTHORIZED, "", (), 401),)],
    errors.NotFound: [(types.Refusal(types.Code.CHARGE_NOT_FOUND, "", (), 404),)],
    errors.PaymentAbandoned: [(types.Refusal(types.Code.ABANDONED, "", ()),)],
    errors.PaymentNotSent: [
        (types.NotSentReason(types.Unsent.UNANSWERED, types.Doubt.OVERSIZED, LIMIT),),
        (types.NotSentReason(types.Unsent("a_newer_reason"), types.Doubt("a_newer_doubt")),),
    ],
    errors.TooManyRequests: [(types.NotSentReason(types.Unsent.BUSY),)],
    errors.OperationBusy: [("op-1",)],
    errors.OperationNotFound: [("op-1",)],
    errors.RecordError: [("of the other vendor",)],
    errors.WebhookError: [("the hash does not match",)],
    errors.OutcomeUnknown: [(unknown(),), (unknown("oversized", LIMIT),), (unknown("a_newer_doubt"),)],
    errors.AnswerNeeded: [
        ("op-1", types.OtpPrompt("Entrez le code de 76543210", types.OtpProblem.INVALID, types.Code.OTP_INVALID)),
        ("op-1", types.DialPrompt("Composez *144#")),
        ("op-1", types.RedirectPrompt("https://pay.example/p/1")),
        ("op-1", types.BillPrompt((BILL, BILL))),
        ("op-1", types.RecipientsPrompt(("e-1", "e-2"))),
    ],
    errors.ConnectFailed: [("refused",), ()],
    errors.NoAnswer: [("reset",), ()],
    errors.AnswerTooLarge: [("16777217 bytes",), ()],
    django_errors.NotConfigured: [("XAALIS['SENFENICO_KEY'] is missing",)],
    django_errors.TransactionOpen: [("default",), ("default", "count")],
    django_errors.TooOften: [("prompt", "payer", 540), ("code", "order", 80_000), ("read", "cache", 60)],
}
EVERY = [made(*args) for made, several in MADE.items() for args in several]


def named(error: BaseException) -> str:
    return type(error).__name__


def classes(of: type[Any]) -> Iterator[type[Any]]:
    for below in of.__subclasses__():
        yield below
        yield from classes(below)


def test_every_exception_of_ours_is_tried() -> None:
    # Django makes two inside each model.
    public = [one for one in classes(Exception) if not one.__name__.startswith("_") and "." not in one.__qualname__]
    ours = {one for one in public if one.__module__.startswith("xaalis")}
    assert ours == set(MADE)


def same(error: BaseException, again: BaseException) -> None:
    assert type(again) is type(error) and str(again) == str(error) and repr(again) == repr(error)
    assert again.args == error.args and vars(again) == vars(error)
    texts = ("buyer_text", "buyer_text_fr", "merchant_text", "merchant_text_fr")
    assert [getattr(again, text) for text in texts] == [getattr(error, text) for text in texts]


@pytest.mark.parametrize("error", EVERY, ids=named)
def test_args_are_the_constructors(error: Exception) -> None:
    same(error, type(error)(*error.args))
    same(error, type(error)(*json.loads(json.dumps(error.args))))
    for travelled in (copy.copy(error), copy.deepcopy(error)):
        same(error, travelled)
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        same(error, pickle.loads(pickle.dumps(error, protocol)))
    same(error, get_pickleable_exception(error))
    # By name as by place.
    if inspect.isfunction(type(error).__init__):
        named = inspect.signature(type(error)).parameters
        same(error, type(error)(**dict(zip(named, error.args))))


@pytest.mark.parametrize("serializer", ["json", "pickle"])
@pytest.mark.parametrize("error", EVERY, ids=named)
def test_it_crosses_celerys_results(error: Exception, serializer: str) -> None:
    app = Celery("shop", set_as_current=False)
    app.conf.update(result_serializer=serializer, accept_content=["json", "pickle"])
    backend = Backend(app, serializer=serializer, accept=["json", "pickle"])
    told = backend.prepare_exception(error)
    if serializer == "json":
        told = backend.decode(backend.encode(told))
    same(error, backend.exception_to_python(told))


def fails(place: int) -> None:
    raise EVERY[place]


def test_it_crosses_to_another_process() -> None:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        for place, error in enumerate(EVERY):
            caught = pool.submit(fails, place).exception(timeout=60)
            assert caught is not None
            vars(caught).pop("__notes__", None)
            same(error, caught)


@pytest.mark.parametrize("error", EVERY, ids=named)
def test_it_shows_nothing_personal(error: Exception) -> None:
    shown = f"{error!s}{error!r}{error.args!r}{vars(error)!r}"
    assert not re.search("76543210|210278817|Awa", shown), shown


INSIDE = re.compile(
    r"\b(api|otp|https?|json|url|id|identifiant|clé|key|token|webhook|serveur|server|vendor|prestataire|senfenico|dexchange|"
    r"requête|request|timeout|transport|journal|session|exception|erreur|error|resume|charge|transfer|référence|reference)\b|_",
    re.IGNORECASE,
)


@pytest.mark.parametrize("error", EVERY, ids=named)
def test_each_has_texts_for_two_people_in_two_languages(error: Any) -> None:
    texts = [error.buyer_text, error.buyer_text_fr, error.merchant_text, error.merchant_text_fr]
    assert len(set(texts)) == 4 and all(len(text) > 20 and text[0].isupper() and "{" not in text for text in texts), texts
    for text in texts[:2]:
        assert not INSIDE.search(text) and not any(one.__name__ in text for one in MADE), text
    if isinstance(error, (errors.PaymentError, errors.OutcomeUnknown, errors.AnswerNeeded)):
        assert error.message == str(error)
        assert error.description and error.description_fr and error.description != error.description_fr
    if isinstance(error, errors.OutcomeUnknown):
        assert "second" not in texts[0] and "Ne payez pas une seconde fois" in texts[1]


def test_a_refusal_of_a_value_says_which_why_and_what_is_allowed() -> None:
    error = errors.InvalidInput("transfers[3].phone", "not a phone number of Burkina Faso", "8 digits, optionally after +226, 00226 or 226")
    assert error.description_fr == error.message_fr == error.merchant_text_fr
    assert error.description_fr == (
        "Numéro de téléphone (transfers[3].phone) : ce n'est pas un numéro de téléphone du Burkina Faso. "
        "Valeur admise : 8 chiffres, avec ou sans +226, 00226 ou 226 devant."
    )
    assert error.buyer_text_fr == "Ce numéro de téléphone n'est pas accepté. Vérifiez-le, ainsi que l'opérateur choisi."


def test_an_outcome_has_the_texts_of_its_exception() -> None:
    assert errors.error_of(types.Settled(1)) is None and errors.error_of(None) is None
    refused = errors.error_of(types.Rejected(types.Refusal(types.Code.INVALID_ACCOUNT, "", ())))
    assert refused is not None
    assert refused.buyer_text_fr == "Ce numéro ne peut pas être débité. Vérifiez-le ou changez d'opérateur."
    assert types.Code.INVALID_ACCOUNT.buyer_text_fr == refused.buyer_text_fr
    assert types.Code.INVALID_ACCOUNT.merchant_text == refused.merchant_text
    assert type(errors.error_of(types.Unknown(unknown()))) is errors.OutcomeUnknown
    assert type(errors.error_of(types.NotSent(types.NotSentReason(types.Unsent.BUSY)))) is errors.TooManyRequests
    back = errors.error_of(types.Rejected(REFUSAL))
    assert back is not None and "remboursement" in back.buyer_text_fr


def said_in_source() -> Iterator[tuple[str, str, str]]:
    """What is given as a problem or as what is allowed, wherever the package's Python says it: the file,
    the name, and the sentence, with `{}` for what is put in."""
    package = Path(xaalis.__file__).parent
    for path in sorted(package.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assigned = {
            node.targets[0].id: node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        }
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in ("InvalidInput", "wrong", "text", "whole", "seconds", "instance"):
                given = node.args[1:] if called == "InvalidInput" else node.args[2:]
                branches = [[part.body, part.orelse] if isinstance(part, ast.IfExp) else [part] for part in given]
                for part in itertools.chain(*branches):
                    part = assigned.get(part.id, part) if isinstance(part, ast.Name) else part
                    if isinstance(part, ast.Constant) and isinstance(part.value, str):
                        yield path.name, called, part.value
                    elif isinstance(part, ast.JoinedStr):
                        pieces = [str(piece.value) if isinstance(piece, ast.Constant) else "word" for piece in part.values]
                        yield path.name, called, "".join(pieces)


def said_in_native() -> Iterator[tuple[str, str, str]]:
    """The same of the package's Rust, as far as a sentence stands in the call."""
    text = r'(?:&?format!\()?"((?:[^"\\]|\\.)*)"'
    calls = (rf'invalid\([^",]+, [^,]+, {text}', rf'invalid\([^",]+, [^,]+, [^,]+, {text}', rf'wrong\({text}', rf'allowed = {text}', rf'=> {text},\n')
    for path in sorted((Path(__file__).parents[1] / "src").rglob("*.rs")):
        if path.name in ("input.rs", "settings.rs", "exchange.rs", "account.rs", "sandbox.rs", "webhook.rs"):
            source = path.read_text(encoding="utf-8")
            for call in calls:
                for found in re.findall(call, source):
                    yield path.name, call[:7], re.sub(r"\{\w*\}", "word", found).replace('\\"', '"')


def test_every_refusal_of_the_package_is_said_in_french() -> None:
    said = [*said_in_source(), *said_in_native()]
    assert len(said) > 70
    for place, called, english in said:
        if all(" " not in word for word in english.split(", ")):
            continue
        french = errors.InvalidInput("op_id", english, "4 to 10 digits").merchant_text_fr
        assert english not in french, f"core/src/texts.txt does not say in French: {english} ({place}, {called})"


def said_of_a_relay() -> Iterator[tuple[str, str]]:
    """Each field that core's relay refuses, with what it says of it; `word` stands for what is put in."""
    text = r'(?:format!\()?"((?:[^"\\]|\\.)*)"'
    call = rf'(?:invalid|refused)\(\s*(?:"(\w+)"|(\w+)),\s*(?:{text}|\w+)\)?,\s*(?:{text}|\w+)'
    for path in sorted((Path(__file__).parents[2] / "core/src/relay").rglob("*.rs")):
        source = path.read_text(encoding="utf-8").partition("#[cfg(test)]")[0]
        fields = [found for found in re.findall(call, source) if found[0]]
        for field, _, problem, allowed in fields:
            yield from [(field, re.sub(r"\{[^}]*\}", "word", said)) for said in (problem, allowed) if said]
        for said in re.findall(rf"(?:allowed|problem) = {text}", source) + re.findall(rf"refused\({text}", source):
            yield "relay_key", re.sub(r"\{[^}]*\}", "word", said)


def test_every_refusal_of_a_relay_is_said_in_both_languages() -> None:
    said = [*said_of_a_relay()]
    assert len(said) > 45 and {field for field, _ in said} >= {"relay_url", "relay_keys", "kid", "origins", "expires"}
    for field, english in said:
        told = errors.InvalidInput(field, english, "4 to 10 digits")
        assert english in told.merchant_text and not told.merchant_text.startswith("Value "), field
        assert not told.merchant_text_fr.startswith("Valeur "), f"core/src/texts.txt has no field {field}"
        if not all(" " not in word for word in english.split(", ")) or english == "none":
            assert english not in told.merchant_text_fr, f"core/src/texts.txt does not say in French: {english}"
    of_keys = errors.InvalidInput("keys", "none", "one key or more").merchant_text_fr
    assert of_keys == "Secrets (keys) : aucune. Valeur admise : une clé ou plus."
