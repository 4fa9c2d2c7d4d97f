"""Which answers, in which order, classify.json asks about; see classify_vectors.py for the rules."""

import json

from classify_vectors import (
    ANY, DX, MAYBE_SENT, NOT_SENT, OPS, TOP_UP, asked, error, good_of, hint, http, play, problem, rows_of,
)
from common import Group, write
from parse_vectors import ORDERS
from samples_dexchange import DEXCHANGE
from samples_senfenico import SENFENICO

def order_of(op):
    return TOP_UP if op[0] == "top_up" else {"kind": op[0]} | ORDERS[op[0]]


def add(g, op, comment, script, mark=None):
    used, expect = play(op, script)
    g.add(comment, {"order": order_of(op), "answers": used}, expect, mark)


def of(op):
    name, row, resend = op[:3]
    g = Group("classify", f"reliability.md 1.2 row {row}; G3, G5, G7", f"cls-{name.replace('_', '-')}")
    good, seen = good_of(op), set()
    add(g, op, "answered", [good])
    for comment, answer, verdict in rows_of(op):
        found = hint(op, answer, verdict)
        one = (answer, verdict, found)
        add(g, op, comment, [one])
        # Where it is asked again, the next answer may be good.
        # once per kind of answer and pause.
        if verdict not in seen and len(play(op, [one])[0]) > 1:
            seen.add(verdict)
            add(g, op, f"{comment}, then answered", [one, good])
    lost, away = (MAYBE_SENT, "?:no_answer", None), (NOT_SENT, "unreachable", None)
    add(g, op, "never left twice, then no answer", [away, away, lost])
    add(g, op, "turned away, then no answer", [(http(429), "busy", None), lost])
    add(g, op, "turned away four times, then answered", [(http(429), "busy", None)] * 4 + [good])
    return g


def after_uncertain(op):
    """A payment whose first attempt may have been made (G3, G4, 409 as accepted earlier)."""
    g = Group("classify", f"reliability.md 1.1 G3 and G4, 1.2 row {op[1]} and the note on 409", f"cls-after-{op[0].replace('_', '-')}")
    good = good_of(op)
    firsts = [("no answer", (MAYBE_SENT, "?:no_answer", None)), ("no answer in a minute", (MAYBE_SENT | {"after_ms": 60_000}, "?:no_answer", None)), ("500", (http(500, "<html>"), "?:server_error", None)),
              ("200 HTML", (http(200, "<html>"), "?:not_json", None)), ("an unknown code", (http(400, problem("x", "SOMETHING_NEW")), "?:uncertain_code", None))]
    for before, first in firsts:
        add(g, op, f"{before}; then answered", [first, good])
        for comment, answer, verdict in rows_of(op):
            if comment.startswith(("301", "302", "307", "308", "200 deep", "200 a hundred", "504", "502", "503", "422", "402")) or before != "no answer" and not verdict.startswith(("no:", "?:server", "unreach")):
                continue
            if comment == "400 rate limit":
                continue
            found = hint(op, answer, verdict)
            add(g, op, f"{before}; then {comment}", [first, (answer, verdict, found)])
        unknown = {"kind": "unknown", "why": "refused_after_uncertain", "plan": ANY, "provider_reference": None}
        expect = {"sends": 2, "waits": [{"why": "quiet", "ms_after_send": 120_000}], "outcome": unknown}
        g.add(f"{before}; then 200 Status FAILED", {"order": order_of(op), "answers": [first[0], http(200, DEXCHANGE["pay_failed"])]}, expect)
    return g


def cancel():
    """Row 10: a GET with an effect; whatever is said, the settlement itself is read."""
    g = Group("classify", "reliability.md 1.2 row 10 and G3", "cls-cancel")
    order = {"kind": "cancel_settlement", "reference": "dc5a902d-a4eb-4025-b4f1-3c9b30468b64"}
    cancelled = http(200, SENFENICO["settlement_cancelled"])
    stands = lambda status: http(200, SENFENICO["settlement_cancelled"].replace('"cancelled"', f'"{status}"'))
    refused = http(400, SENFENICO["settlement_not_cancellable"])
    done = {"kind": "settled", "status": "cancelled"}
    late = {"kind": "rejected", "code": "CONFLICT"}

    def case(comment, answers, outcome, mark=None, waits=()):
        g.add(comment, {"order": order, "answers": answers}, {"sends": len(answers), "waits": list(waits), "outcome": outcome}, mark)

    case("cancelled", [cancelled], done)
    case("a doubtful yes is read", [stands("processing"), cancelled], done)
    for comment, answer in [("no answer", MAYBE_SENT), ("500", http(500)), ("200 HTML", http(200, "<html>")), ("409", http(409)), ("301", http(301)), ("200 empty", http(200)),
                            ("a code that may be harmful", http(400, json.dumps({"status": False, "error_code": "INTERNAL_ERROR"})))]:
        case(f"{comment}; reads cancelled", [answer, cancelled], done)
        case(f"{comment}; reads processing: asked once more", [answer, stands("processing"), cancelled], done)
        case(f"{comment}; reads in_transit: too late", [answer, stands("in_transit")], late)
        case(f"{comment}; reads success: too late", [answer, stands("success")], late)
    case("not cancellable; reads cancelled: an earlier one counts", [refused, cancelled], done)
    case("not cancellable; reads in_transit", [refused, stands("in_transit")], {"kind": "rejected", "code": ANY})
    case("401 at once", [http(401, SENFENICO["invalid_key"])], {"kind": "rejected", "code": "UNAUTHORIZED"})
    open_ended = {"kind": "unknown", "why": ANY, "plan": "fetch", "provider_reference": order["reference"]}
    case("three lost, still processing", [MAYBE_SENT, stands("processing")] * 3, open_ended)
    for status in (401, 403, 404):
        case(f"no answer; the read is refused, {status}", [MAYBE_SENT, http(status, '{"detail": "x"}')], open_ended)
    backoff = [{"why": "backoff", "ms_after_send": {"at_least": 100, "at_most": 500 * 2**n}} for n in (1, 2)]
    case("no answer; reads processing; then never left", [MAYBE_SENT, stands("processing")] + [NOT_SENT] * 3, open_ended, None, backoff)
    return g


def flow():
    """The flow can do what the single call cannot: fetch what a broken answer names (G7)."""
    g = Group("classify", "reliability.md 1.2 rows 2 and 3 and G7, by the flow pay_bill", "cls-flow-pay-bill")
    paid = DEXCHANGE["pay_bill"]
    bill = {"kind": "pay_bill", "payment": ORDERS["pay_bill_once"]["payment"]}
    top_up = {"kind": "pay_bill", "payment": TOP_UP["payment"]}
    done = {"kind": "settled", "status": "SUCCESS"}
    quiet = [{"why": "quiet", "ms_after_send": 120_000}]
    for order, body in [(bill, paid), (top_up, DEXCHANGE["pay_token"].replace('"transactionType"', '"externalTransactionId": "RCH-001", "transactionType"'))]:
        add = lambda comment, answers, outcome, waits=(), mark=None: g.add(
            comment, {"order": order, "answers": answers}, {"sends": len(answers), "waits": list(waits), "outcome": outcome}, mark)
        add("answered", [http(200, body)], done)
        add("no answer, then answered", [MAYBE_SENT, http(200, body)], done, quiet)
        add("500, then answered", [http(500), http(200, body)], done, quiet)
        add("cut behind the id: fetched, not sent again", [http(200, body[: body.index('"amount"')]), http(200, body)], done)
        add("refused at once", [http(400, DEXCHANGE["pay_failed"])], {"kind": "rejected", "code": "INVALID_DATA"})
        add("FAILED at once, HTTP 200", [http(200, DEXCHANGE["pay_failed"])], {"kind": "rejected", "code": "PAYMENT_FAILED"})
        add("id used before", [http(409)], {"kind": "rejected", "code": "DUPLICATE_REFERENCE"})
        add("401", [http(401)], {"kind": "rejected", "code": "UNAUTHORIZED"})
        add("never left", [NOT_SENT] * 3, {"kind": "not_sent", "why": "unreachable", "doubt": None}, play(OPS[-1], [(NOT_SENT, "unreachable", None)])[1]["waits"])
    return g


def another():
    """An answer about another payment is no answer (fault 1 of issue 10): a read is asked again, a payment is looked for."""
    g = Group("classify", "reliability.md 1.1 G7 and 5: what is answered is compared with what was asked", "cls-another")
    for op in OPS:
        if op[0] in ("submit_otp", "fetch_checkout", "fetch_charge", "fetch_transfer", "fetch_settlement"):
            good, own = good_of(op), asked(op[0])
            other = http(200, op[5].replace(own, own[:-1] + ("1" if own[-1] == "0" else "0")))
            real = http(200, op[5].replace('"status":"', '"live_mode":true,"status":"'))
            for comment, answer, why in [("another reference", other, "foreign"), ("real money for a test key", real, "mode_mismatch")]:
                add(g, op, f"{op[0]}: {comment}", [(answer, f"?:{why}", None)])
                if op[2] == "freely":
                    add(g, op, f"{op[0]}: {comment}, then ours", [(answer, f"?:{why}", None), good])
    return g


def frames():
    """What a transport is told before any of it is JSON: a mark before it, or more than is read."""
    g = Group("classify", "WHATWG Encoding, UTF-8 decode: one byte order mark is no text; http.rs, Failure", "cls-frames")
    large, doubled = {"failure": "too_large"}, http(200, "\ufeff\ufeff{}")
    for op in OPS:
        good = good_of(op)
        marked = (http(200, "\ufeff" + op[5]), *good[1:])
        add(g, op, f"{op[0]}: a byte order mark", [marked])
        add(g, op, f"{op[0]}: two of them", [(doubled, "?:not_json", None)])
        add(g, op, f"{op[0]}: more than is read", [(large, "?:oversized", None)])
        if op[2] == "keyed":
            add(g, op, f"{op[0]}: more than is read, then answered", [(large, "?:oversized", None), marked])
        if op[2] != "freely":
            refused = "\ufeff" + ('{"success":false,"code":"INVALID_AMOUNT"}' if op[0] in DX else error("INVALID_DATA"))
            code = "INVALID_AMOUNT" if op[0] in DX else "INVALID_DATA"
            add(g, op, f"{op[0]}: refused behind a mark", [(http(400, refused), f"no:{code}", None)])
    return g


def generate():
    groups = [of(op) for op in OPS] + [after_uncertain(op) for op in OPS if op[2] == "keyed"]
    groups += [another(), cancel(), flow(), frames()]
    write("classify", "Answers in virtual time: how often is sent, how long is waited, what it comes to.", groups)
