"""Runs the golden vectors of `tests/vectors` through what a Python user has.

`answer(kind, input)` asks this library a vector's question; `agrees` compares, with the matchers of
`tests/vectors/README.md`. Where Python shows only part of an answer, `shown_of` says which.
"""

from __future__ import annotations

import decimal
import json
from pathlib import Path
from typing import Any

import xaalis
from xaalis import errors, types, webhooks

from tests import stories
from tests.paying import relay_client  # noqa: F401
from tests.relay_vectors import relay_attack, relay_bill, relay_pin, relay_settings, relay_token  # noqa: F401
from tests.scripted import Script, Stop, as_json, begin, client, raw, refused, text

FOLDER = Path(__file__).parents[2] / "tests" / "vectors"
FILES = sorted(path.stem for path in FOLDER.glob("*.json"))

#: Questions about parts of core that no Python name reaches. Rust runs them.
NO_DOOR = {
    "amount_sum": "amounts are plain ints",
    "amount_display": "amounts are plain ints",
    "path_segment": "references are checked before they reach a path",
    "transition": "the status tables stand behind the flows",
}


class NoDoor(Exception):
    """This one vector cannot be asked in Python."""


def load(name: str) -> dict[str, Any]:
    return json.loads((FOLDER / f"{name}.json").read_text("utf-8"))


def agrees(expect: Any, actual: Any) -> bool:
    if isinstance(expect, dict):
        if "contains" in expect:
            return isinstance(actual, str) and expect["contains"] in actual
        if "absent" in expect:
            return isinstance(actual, str) and expect["absent"] not in actual
        if "at_least" in expect and type(actual) is int:
            return expect["at_least"] <= actual <= expect["at_most"]
        return (
            isinstance(actual, dict)
            and expect.keys() == actual.keys()
            and all(agrees(value, actual[key]) for key, value in expect.items())
        )
    if isinstance(expect, list):
        return (
            isinstance(actual, list)
            and len(expect) == len(actual)
            and all(map(agrees, expect, actual))
        )
    return type(expect) is type(actual) and expect == actual


# What is asked of whole operations.


def request(given: Any) -> Any:
    script = Script()
    made, payment = begin(script, given)
    try:
        payment.advance()
    except Stop:
        pass
    sent = script.requests[0]
    shown = {
        "method": sent.method,
        "url": sent.url,
        "headers": [list(header) for header in sent.headers],
        "body": sent.body,
        "timeout_ms": sent.timeout_ms,
        "max_body": sent.max_body,
    }
    return {"stored_first": made._desk.journal.first, "request": shown}


def parse(given: Any) -> Any:
    script = Script([given] * 8)
    _, payment = begin(script, given)
    step = payment.advance()
    if isinstance(step, xaalis.Done):
        return as_json(step.outcome)
    waits = isinstance(step, xaalis.Waiting)
    return {"goes_on": "wait" if waits else "ask", "why": as_json(step.why) if waits else None}


def classify(given: Any) -> Any:
    script = Script(given["answers"])
    waits: list[Any] = []

    def on_wait(until: int, why: str) -> None:
        waits.append({"why": str(why), "ms_after_send": until - script.sent_at})

    _, payment = begin(script, given, on_wait=on_wait)
    try:
        step = payment.advance(wait=float("inf"))
    except Stop:
        return {"sends": len(script.requests), "waits": waits, "outcome": "another answer is needed"}
    assert isinstance(step, xaalis.Done), step
    bodies = {sent.body for sent in script.requests if sent.body is not None}
    assert len(bodies) <= 1, "what is sent again must be the same bytes"
    told = {"sends": len(script.requests), "waits": waits, "outcome": summary(as_json(step.outcome))}
    left = len(list(script.answers))
    return {"answers_left": left} | told if left else told


def story(given: Any) -> Any:
    return stories.story(given)


def summary(outcome: Any) -> Any:
    match outcome:
        case {"kind": "settled", "value": value}:
            return {"kind": "settled", "status": value.get("status") if isinstance(value, dict) else None}
        case {"kind": "rejected", "refusal": refusal}:
            return {"kind": "rejected", "code": refusal["code"]}
        case {"kind": "not_sent", "unsent": unsent}:
            return {"kind": "not_sent", "why": unsent["why"], "doubt": unsent["doubt"]}
        case {"kind": "unknown", "unknown": unknown}:
            return {"kind": "unknown"} | {name: unknown[name] for name in ("why", "plan", "provider_reference")}
    return outcome


# Journals: the one in memory; `test_journal.py` runs the others.


def journal(given: Any, open_journal: Any = None) -> Any:
    """What each call answers; `again` opens the journal anew, where that is anything."""
    kept = xaalis.MemoryJournal() if open_journal is None else open_journal()
    answers: list[Any] = []
    for call in given["calls"]:
        ((name, what),) = call.items()
        if name == "put":
            answers.append(kept.put(types.Record(**what)))
        elif name == "get":
            answers.append(as_json(kept.get(what)))
        elif name == "find":
            answers.append(as_json(kept.find(what["vendor"], what["mode"], what["reference"], what["our_reference"])))
        elif name == "unfinished":
            answers.append(as_json(kept.unfinished()))
        else:
            kept = kept if open_journal is None else open_journal()
            answers.append(None)
    return answers


# Webhooks.


def webhook_senfenico(given: Any) -> Any:
    keys = webhooks.Senfenico(*map(text, given["keys"]))
    return as_json(keys.read(raw(given["body"]), text(given["header"])))


def webhook_dexchange(given: Any) -> Any:
    key = webhooks.Dexchange(*map(text, given["secrets"]))
    return as_json(key.read(raw(given["body"]), text(given["ext_id"]), text(given["token"])))


def callback_url(given: Any) -> Any:
    key = webhooks.Dexchange(*map(text, given["secrets"]))
    return key.callback_url(text(given["base"]), text(given["ext_id"]))


def custom_data(given: Any) -> Any:
    key = webhooks.Dexchange(*map(text, given["secrets"]))
    parts = [text(given[name]) for name in ("ext_id", "service", "reference")]
    return {"made": key.custom_data(*parts, given["amount"])}


def verify_hmac(given: Any) -> Any:
    webhooks.Dexchange.verify_hmac(raw(given["body"]), text(given["signature"]), text(given["secret"]))
    return "verified"


# Single values, through the operation that takes or reads them.


def sent_by(vendor: str, call: Any) -> Any:
    """The first request of a call, its body as JSON."""
    script = Script()
    try:
        call(client(script, vendor))
    except Stop:
        pass
    sent = script.requests[0]
    return sent.url, json.loads(sent.body or "null")


def answered(call: Any, data: str) -> Any:
    """What a Senfenico call reads from an answer of this `data`."""
    script = Script([{"status": 200, "body": f'{{"status":true,"data":{data}}}'}] * 8)
    try:
        return call(client(script, "senfenico"))
    except (errors.PaymentNotSent, errors.OutcomeUnknown):
        return None


def charge_with(field: str, value: str) -> Any:
    data = f'{{"reference":"ch_1","status":"success","{field}":{value}}}'
    return answered(lambda made: made.charges.fetch("ch_1"), data)


#: How Python calls what JSON has other words for.
PYTHON = {
    "a string": "a str", "a number": "an int", "a fraction": "a float", "a boolean": "a bool", "an array": "a list",
    "an object": "a dict", "null": "None", "an object without its kind": "a dict without its kind",
}
ALLOWED = {
    "a string": "a str", "whole francs (XOF), a number": "whole francs (XOF), an int", "true or false": "a bool",
    "an object": "an object of xaalis.types, or a dict of its fields",
    "an array of objects": "a list of objects of xaalis.types",
}
EXAMPLES = {
    "collect": "CollectOrder(NewCharge(…))", "checkout": "CheckoutOrder(NewCheckout(…))",
    "payout": "PayoutOrder(NewTransfer(…))", "settle": "SettleOrder(NewSettlement(…))", "pay_bill": "PayBillOrder(NewPayBill(…))",
    "inquire_bills": "InquireBillsOrder(NewInquiry(…))",
}


def given(order: Any) -> Any:
    of_dexchange = isinstance(order, dict) and order.get("kind") in ("pay_bill", "pay_bill_once", "inquire_bills", "fetch_transaction")
    client(Script(), "dexchange" if of_dexchange else "senfenico").begin("op-1", order)
    return "read"


def given_shown(expect: Any, actual: Any) -> Any:
    if expect == "read":
        return expect
    told = dict(expect["invalid"])
    # A float is one wherever it stands.
    is_float = told["problem"] in ("a number", "a fraction") and actual["invalid"]["problem"] == "a float"
    told["problem"] = "a float" if is_float else PYTHON.get(told["problem"], told["problem"])
    if "an order, such as" in told["allowed"]:
        (kind,) = [kind for kind in EXAMPLES if f'"kind": "{kind}"' in told["allowed"]]
        told["allowed"] = f"an order, such as {EXAMPLES[kind]}"
    told["allowed"] = ALLOWED.get(told["allowed"], told["allowed"])
    return {"invalid": told}


def amount_text(given: Any) -> Any:
    if len(text(given)) > 1_000_000:
        raise NoDoor("longer than an answer may be")
    charge = charge_with("amount", json.dumps(text(given)))
    return "refused" if charge is None or charge.amount is None else {"francs": charge.amount}


def amount_francs(given: int) -> Any:
    webhooks.Dexchange("0123456789abcdef").custom_data("x", "WOYOFAL_SN_BILL", "210278816", given)
    if given:
        _, body = sent_by("senfenico", lambda made: made.charges.create(amount=given, phone="76000000"))
        assert body["amount"] == given
    return {"francs": given}


def amount_json(given: Any) -> Any:
    try:
        amount = json.loads(text(given))
        notice = types.Notice(vendor="senfenico", event="", status="", dedupe="x", amount=amount)
        begin(Script(), {"order": {"kind": "settle", "settlement": {"amount": 1}}})[1].notify(notice)
    except (ValueError, OverflowError):
        return "refused"
    return "refused" if amount is None else {"francs": amount}


def phone(given: Any) -> Any:
    def create(provider: str | None) -> Any:
        call = lambda made: made.charges.create(amount=1, phone=text(given), provider=provider)
        return sent_by("senfenico", call)[1]["payment_method_details"]

    try:
        body = create(None)
    except errors.InvalidInput as error:
        if error.field != "provider":
            raise
        # No operator by the number: this one takes any mobile one.
        try:
            return {"digits": create("coris_bf")["phone"], "provider": None}
        except errors.InvalidInput as fixed:
            if "not a mobile prefix" in fixed.problem:
                raise NoDoor("no operator serves a fixed line") from None
            raise
    return {"digits": body["phone"], "provider": body["provider"]}


def phone_provider(given: Any) -> Any:
    number, provider = text(given["phone"]), text(given["provider"])
    sent_by("senfenico", lambda made: made.charges.create(amount=1, phone=number, provider=provider))
    return "fits"


def provider(given: Any) -> Any:
    number = "70000000" if text(given) == "moov_bf" else "76000000"
    call = lambda made: made.charges.create(amount=1, phone=number, provider=text(given))
    return sent_by("senfenico", call)[1]["payment_method_details"]["provider"]


def percent(given: Any) -> Any:
    charge = charge_with("fees", json.dumps(text(given)))
    return "refused" if charge is None or charge.fees is None else {"text": format(charge.fees, "f")}


def percent_equal(given: Any) -> Any:
    one, other = [charge_with("fees", json.dumps(text(part))).fees for part in given]
    return one == other


def reference(given: Any) -> Any:
    url, _ = sent_by("senfenico", lambda made: made.charges.fetch(text(given)))
    return url.rstrip("/").rsplit("/", 1)[1]


def op_id(given: Any) -> Any:
    return begin(Script(), {"order": {"kind": "fetch_balances"}, "op_id": text(given)})[1].op_id


BILL = {"service": "SENELEC_SN_BILL", "external_transaction_id": "INV-1"}


def bill_reference(given: Any) -> Any:
    call = lambda made: made.bills.pay(**BILL, customer="210278816", bill=text(given))
    return sent_by("dexchange", call)[1]["reference_facture"]


def customer_reference(given: Any) -> Any:
    call = lambda made: made.bills.pay(**BILL, customer=text(given), bill="8000000680")
    return sent_by("dexchange", call)[1]["reference_client"]


def web_url(given: Any) -> Any:
    page = {"amount": 1, "success_url": text(given), "cancel_url": "https://a.bf/c"}
    return sent_by("senfenico", lambda made: made.checkouts.initialize(**page))[1]["success_url"]


def base_url(given: Any) -> Any:
    script = Script()
    try:
        client(script, "senfenico", base_url=text(given)).balances.fetch()
    except Stop:
        pass
    return script.requests[0].url.split("/v1/")[0]


def key(given: Any) -> Any:
    made = client(Script(), "senfenico", text(given))
    assert len(text(given)) < 8 or text(given) not in repr(made) + repr(vars(made))
    return {"mode": made.mode}


def otp(given: Any) -> Any:
    return {"digits": sent_by("senfenico", lambda made: made.charges.submit_otp("ch_1", text(given)))[1]["otp"]}


def redact(given: Any) -> Any:
    """A record keeps the vendor's complaint about a payout, and no secret that stands in it."""
    failed = [{"data": {"ext_id": "pay-1"}, "errors": {"": [text(given)]}}]
    script = Script([{"status": 200, "body": json.dumps({"status": True, "message": "ok", "failed_transfers": failed})}])
    transfer = {"amount": 100, "phone": "70000000", "wallet": "moov_bf"}
    transfers = [transfer | {"ext_id": "pay-1"}, transfer | {"ext_id": "pay-2"}]
    made, payment = begin(script, {"order": {"kind": "bulk_payout", "transfers": transfers}})
    payment.advance()
    refused = json.loads(made._desk.journal.newest.state)["items"]["list"][0]["standing"]
    return refused["errors"][0].removeprefix("non_field_errors: ")


def code(given: Any) -> Any:
    word = types.Code(text(given))
    return {"name": str(word), "description": word.description, "description_fr": word.description_fr}


def shown_of(kind: str, expect: Any, actual: Any) -> Any:
    """The part of an expectation that Python shows."""
    if kind == "given":
        return given_shown(expect, actual)
    if kind in ("relay_attack", "relay_bill"):
        # What it counts; of the other counts nothing is said.
        return {**actual, **expect}
    if kind == "parse" and isinstance(expect, dict) and "goes_on" not in expect:
        return expect["payouts"] if "payouts" in expect else expect["outcome"]
    if actual == "refused":
        return "refused" if "invalid" in expect else expect
    hidden = {
        "code": {"certainly_not_applied"},
        "custom_data": {"fits"},
        "key": {"debug"},
        "otp": {"debug"},
        "phone": {"mobile", "debug"},
    }.get(kind, set())
    if kind == "percent":
        # A Decimal keeps trailing zeros, and no leading ones.
        return {"text": format(decimal.Decimal(expect["text"]), "f")}
    if isinstance(expect, dict) and "invalid" in expect:
        # Python names its own argument, by its path in the order.
        field = FIELDS.get((kind, expect["invalid"]["field"]), expect["invalid"]["field"])
        return {"invalid": expect["invalid"] | {"field": {"contains": field}}}
    return {name: value for name, value in expect.items() if name not in hidden} if hidden else expect


#: The argument's name in Python, where the question is put through another one.
FIELDS = {
    ("bill_reference", "reference_facture"): "bill",
    ("callback_url", "reference"): "external_transaction_id",
    ("customer_reference", "reference_client"): "customer",
}


def error(given: Any) -> Any:
    raised = getattr(errors, given["class"])(*given["parts"].values())
    return {
        "message": str(raised),
        "message_fr": raised.message_fr,
        "buyer": raised.buyer_text,
        "buyer_fr": raised.buyer_text_fr,
        "merchant": raised.merchant_text,
        "merchant_fr": raised.merchant_text_fr,
        "retryable": getattr(raised, "retryable", False),
        "failure": isinstance(raised, errors.PaymentError),
    }


def answer(kind: str, given: Any) -> Any:
    try:
        return globals()[kind](given)
    except (errors.InvalidInput, errors.RecordError, errors.WebhookError) as error:
        return refused(error)
