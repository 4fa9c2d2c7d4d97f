"""classify.json: what each answer leads to, by the decision table of reliability.md 1.2.

The verdicts below are typed from that table and rule G5; `play` is a second, small telling of what
follows from them, so that the library is compared with the rules and not with itself.

Verdicts: `ok`, `no:CODE` (refused, nothing applied), `?:why` (may have been applied),
`busy` / `busy:ms` (turned away, may come back), `unreachable` (never left).
"""

import json
import re

from common import compact
from parse_vectors import ORDERS
from samples_dexchange import DEXCHANGE
from samples_senfenico import SENFENICO

ANY = {"contains": ""}
# order, row of the table, resend, plan, prefix of the references it creates, good answer
UUID = "d1b19637-3cce-45e7-898b-265ddfbc981c"


def data(reference, status):
    """The least a good answer of Senfenico holds."""
    return compact({"status": True, "data": {"reference": reference, "status": status}})


def asked(kind):
    """The reference that is asked about."""
    return next(iter(ORDERS[kind].values()))


CHECKOUT, CHARGE, TRANSFER = (prefix + UUID.replace("-", "") for prefix in ("chk_", "ch_", "tr_"))
NONE = '{"status":true,"data":[]}'
BALANCES = '{"status":true,"data":{"collection_balances":{"available":1},"transfer_balances":{}}}'
PAID = '{"transaction":{"transactionId":"TID123456789","Status":"SUCCESS","amount":1000}}'
OPENED = '{"status":true,"data":{"reference":"' + CHECKOUT + '","authorization_url":"https://api.senfenico.com/p/"}}'
# order, row of the table, resend, plan, prefix of the references it creates, good answer, its status
OPS = [
    ("initialize_checkout", "4", "freely", "fetch", None, OPENED, None), ("fetch_checkout", "11", "freely", "fetch", None, data(asked("fetch_checkout"), "pending"), "pending"),
    ("list_checkouts", "11", "freely", "fetch", None, NONE, None), ("create_charge", "5", "never", "search_by_details", "ch_", data(CHARGE, "send_otp"), "send_otp"),
    ("submit_otp", "6", "never", "fetch", "ch_", data(asked("submit_otp"), "success"), "success"),
    ("fetch_charge", "11", "freely", "fetch", None, data(asked("fetch_charge"), "pending"), "pending"),
    ("list_charges", "11", "freely", "fetch", None, NONE, None), ("fetch_balances", "11", "freely", "fetch", None, BALANCES, None),
    ("create_transfer", "7", "never", "search_by_id", "tr_", data(TRANSFER, "pending"), "pending"),
    ("create_bulk_transfer", "8", "never", "search_by_id", "tr_", '{"status":true,"failed_transfers":[]}', None),
    ("fetch_transfer", "11", "freely", "fetch", None, data(asked("fetch_transfer"), "failed"), "failed"), ("list_transfers", "11", "freely", "fetch", None, NONE, None),
    ("create_settlement", "9", "never", "search_by_details", "", data(UUID, "processing"), "processing"),
    ("fetch_settlement", "11", "freely", "fetch", None, data(asked("fetch_settlement"), "in_transit"), "in_transit"), ("list_settlements", "11", "freely", "fetch", None, NONE, None),
    ("inquire_bills", "1", "freely", "fetch", None, '{"success":true,"bills":[]}', None), ("fetch_transaction", "11", "freely", "fetch", None, PAID, "SUCCESS"),
    ("pay_bill_once", "2", "keyed", "await_callback", "TID", PAID, "SUCCESS"), ("top_up", "3", "keyed", "await_callback", "TID", PAID, "SUCCESS"),
]
TOP_UP = {"kind": "pay_bill_once", "payment": {"service": "WOYOFAL_SN_BILL", "customer": "07061270877", "amount": 1000, "external_transaction_id": "RCH-001"}}
DX = ("inquire_bills", "fetch_transaction", "pay_bill_once", "top_up")
CAP, LIST_CAP = 1 << 20, 16 << 20
# G5, the list "Not applied".
HARMLESS = {"INVALID_DATA", "INSUFFICIENT_FUNDS", "INVALID_ACCOUNT", "UNSUPPORTED_PROVIDER", "UNAUTHORIZED_CHARGE_PROVIDER", "BATCH_SIZE_LIMIT_EXCEEDED",
            "CHARGE_NOT_FOUND", "OTP_INVALID", "OTP_EXPIRED", "OTP_STILL_VALID"}
# G5, the list "May be applied even as 4xx", and a code nobody knows.
HARMFUL = {"NETWORK_ERROR", "INTERNAL_ERROR", "UNKNOWN_ERROR", "EXTERNAL_API_ERROR", "TRANSACTION_NOT_FOUND", "TIMEOUT_ERROR", "OPERATOR_ERROR", "SOMETHING_NEW"}
HTML = "<!doctype html><html><body><h1>Error</h1></body></html>"


def http(status, body="", **headers):
    answer = {"status": status, "body": body}
    return answer | {"headers": {name.replace("_", "-"): value for name, value in headers.items()}} if headers else answer


NOT_SENT, MAYBE_SENT = {"failure": "not_sent"}, {"failure": "maybe_sent"}
FALSE = '{"status": false, "message": "Refused"}'
DETAIL = '{"detail": "Said by the framework."}'
SHARED = [
    ("never left", NOT_SENT, "unreachable"), ("no answer", MAYBE_SENT, "?:no_answer"), ("no answer in a minute", MAYBE_SENT | {"after_ms": 60_000}, "?:no_answer"),
    ("200 HTML", http(200, HTML), "?:not_json"), ("200 null", http(200, "null"), "?:malformed"), ("200 empty", http(200), "?:malformed"),
    ("200 of another shape", http(200, "{}"), "?:malformed"), ("200 a list", http(200, "[]"), "?:malformed"), ("204", http(204), "?:malformed"),
    ("200 a hundred thousand brackets", http(200, {"repeat": ["[", 100_000]}), "?:too_deep"),
    ("301", http(301, HTML, Location="https://example.com/"), "?:redirected"), ("302", http(302), "?:redirected"),
    ("307", http(307, "", Location="/v2/"), "?:redirected"), ("308", http(308), "?:redirected"),
    ("500 HTML", http(500, HTML), "?:server_error"), ("500 JSON", http(500, FALSE), "?:server_error"), ("502 HTML", http(502, HTML), "?:server_error"),
    ("503 JSON", http(503, DETAIL), "?:server_error"), ("503 with a pause", http(503, HTML, Retry_After="3"), "?:server_error"), ("504 empty", http(504), "?:server_error"),
    ("429", http(429, HTML), "busy"), ("429 of the framework", http(429, DETAIL), "busy"), ("429, 7 s", http(429, "", Retry_After="7"), "busy:7000"),
    ("429, lower-case header", http(429, "", **{"retry-after": " 2 "}), "busy:2000"), ("429, too long a pause", http(429, "", Retry_After="86400"), "busy:300000"),
    ("429, no pause", http(429, "", Retry_After="0"), "busy:250"), ("429, a date", http(429, "", Retry_After="Wed, 21 Oct 2026 07:28:00 GMT"), "busy"),
    ("429, nonsense", http(429, "", Retry_After="-5"), "busy"),
    ("401 empty", http(401), "no:UNAUTHORIZED"), ("401 HTML", http(401, HTML), "no:UNAUTHORIZED"), ("401 of the framework", http(401, DETAIL), "no:UNAUTHORIZED"),
    ("403 HTML", http(403, HTML), "no:FORBIDDEN"), ("403 empty", http(403), "no:FORBIDDEN"),
]


def error(code):
    return json.dumps({"status": False, "message": "Refused", "error_code": code})


def problems(errors):
    return json.dumps({"status": False, "message": "Validation error", "errors": errors})


ERRORS = problems({"amount": ["too small"]})
# Which requests have a field of that name: all but the one that submits a code.
WITHOUT_AMOUNT = ("submit_otp",)
# comment, answer, after a read, after a request for money
SENFENICO_ROWS = [
    ("401 of the page", http(401, SENFENICO["invalid_key"]), "no:UNAUTHORIZED", "no:UNAUTHORIZED"),
    ("403", http(403, FALSE), "no:FORBIDDEN", "no:FORBIDDEN"), ("403 of the framework", http(403, DETAIL), "no:FORBIDDEN", "no:FORBIDDEN"),
    ("400 without code", http(400, FALSE), "no:VALIDATION", "?:uncertain_code"), ("200 status false, no code", http(200, FALSE), "no:VALIDATION", "?:uncertain_code"),
    ("400 HTML", http(400, HTML), "no:VALIDATION", "?:not_json"), ("400 empty", http(400), "no:VALIDATION", "?:malformed"),
    ("422 empty", http(422, " "), "no:VALIDATION", "?:malformed"), ("402 empty", http(402), "no:VALIDATION", "?:malformed"), ("400 null", http(400, "null"), "no:VALIDATION", "?:malformed"),
    ("400 a list", http(400, "[]"), "no:VALIDATION", "?:malformed"), ("400 a text", http(400, '"Bad Request"'), "no:VALIDATION", "?:malformed"),
    ("400 errors", http(400, ERRORS), "no:VALIDATION", "errors"), ("422 errors", http(422, ERRORS), "no:VALIDATION", "errors"), ("200 errors", http(200, ERRORS), "no:VALIDATION", "errors"),
    ("400 errors in a list", http(400, problems(["socket hang up"])), "no:VALIDATION", "?:uncertain_code"), ("400 errors as text", http(400, problems("socket hang up")), "no:VALIDATION", "?:uncertain_code"),
    ("400 errors of no field", http(400, problems({"upstream": ["socket hang up"]})), "no:VALIDATION", "?:uncertain_code"),
    ("429 with a harmless code", http(429, error("INVALID_DATA")), "busy", "busy"), ("429 cut", http(429, '{"status": false, "error_co'), "busy", "?:malformed"),
    ("429 with a yes", http(429, '{"status": true}'), "busy", "?:malformed"), ("401 with a harmful code", http(401, error("EXTERNAL_API_ERROR")), "no:EXTERNAL_API_ERROR", "?:uncertain_code"),
    ("403 with an unknown code", http(403, error("SOMETHING_NEW")), "no:SOMETHING_NEW", "?:uncertain_code"), ("409 with a harmful code", http(409, error("INTERNAL_ERROR")), "no:INTERNAL_ERROR", "?:uncertain_code"),
    ("503 rate limit", http(503, error("RATE_LIMIT_EXCEEDED")), "?:server_error", "?:server_error"),
    ("400 empty errors", http(400, '{"status": false, "errors": {}}'), "no:VALIDATION", "?:uncertain_code"),
    ("404 HTML", http(404, HTML), "no:NOT_FOUND", "?:not_json"), ("404 of the framework", http(404, DETAIL), "no:NOT_FOUND", "?:malformed"),
    ("404 status false", http(404, FALSE), "no:NOT_FOUND", "?:uncertain_code"), ("405 of the framework", http(405, DETAIL), "no:VALIDATION", "?:malformed"),
    ("409 HTML", http(409, HTML), "no:CONFLICT", "?:conflict"), ("409 status false", http(409, FALSE), "no:CONFLICT", "?:conflict"),
    ("400 rate limit", http(400, error("RATE_LIMIT_EXCEEDED")), "busy", "busy"), ("200 rate limit", http(200, error("RATE_LIMIT_EXCEEDED")), "busy", "busy"),
    ("500 with a harmless code", http(500, error("INVALID_DATA")), "?:server_error", "?:server_error"),
]
for code in sorted(HARMLESS | HARMFUL):
    for status in (200, 400):
        verdict = f"no:{code}" if code in HARMLESS else "?:uncertain_code"
        SENFENICO_ROWS.append((f"{status} {code}", http(status, error(code)), f"no:{code}", verdict))
    if code in HARMFUL:
        # It may stand for a payment made, so it is not sent again: the code outweighs the status.
        SENFENICO_ROWS.append((f"429 {code}", http(429, error(code)), "busy", "?:uncertain_code"))


def problem(message, code=None):
    return json.dumps({"success": False, "message": message} | ({"code": code} if code else {}))


# comment, answer, after an inquiry, a lookup, a payment
DEXCHANGE_ROWS = [
    # Error Codes: "403 API under maintenance".
    ("403", http(403, problem("API under maintenance")), *["no:SERVICE_UNAVAILABLE"] * 3), ("403 of a framework", http(403, DETAIL), *["no:SERVICE_UNAVAILABLE"] * 3),
    ("403 with a code", http(403, problem("Refused", "FORBIDDEN")), *["no:FORBIDDEN"] * 3),
    ("400 JSON", http(400, problem("Refused")), "no:NO_BILL", "no:NOT_FOUND", "no:INVALID_DATA"), ("400 of the page", http(400, DEXCHANGE["pay_failed"]), "no:NO_BILL", "no:NOT_FOUND", "no:INVALID_DATA"),
    ("400 HTML", http(400, HTML), "?:not_json", "?:not_json", "?:not_json"), ("400 empty", http(400), *["?:malformed"] * 3), ("422 empty", http(422), *["?:malformed"] * 3),
    ("402 empty", http(402, " "), *["?:malformed"] * 3), ("400 null", http(400, "null"), *["?:malformed"] * 3), ("400 a list", http(400, "[]"), *["?:malformed"] * 3),
    ("400 a text", http(400, '"Bad Request"'), *["?:malformed"] * 3), ("402", http(402, problem("Refused")), "no:NO_BILL", "?:malformed", "no:INVALID_DATA"),
    ("422", http(422, problem(["a", "b"])), "no:NO_BILL", "no:NOT_FOUND", "no:INVALID_DATA"), ("404 JSON", http(404, problem("No transaction found")), "no:NOT_FOUND", "no:NOT_FOUND", "?:uncertain_code"),
    ("404 HTML", http(404, HTML), "no:NOT_FOUND", "no:NOT_FOUND", "?:uncertain_code"), ("408", http(408, HTML), "?:not_json", "?:not_json", "?:uncertain_code"),
    ("409", http(409, problem("externalTransactionId already used")), "no:*", "no:*", "no:DUPLICATE_REFERENCE"),
    ("409 with a code", http(409, problem("used", "DUPLICATE_TRANSACTION")), "no:*", "no:*", "no:DUPLICATE_REFERENCE"),
    ("200 success false", http(200, problem("No bill found")), "no:NO_BILL", "?:malformed", "?:malformed"),
    ("400 rate limit", http(400, problem("slow down", "RATE_LIMIT_EXCEEDED")), "busy", "busy", "busy"),
    ("400 invalid amount", http(400, problem("odd", "INVALID_AMOUNT")), "no:INVALID_AMOUNT", "no:INVALID_AMOUNT", "no:INVALID_AMOUNT"),
    ("500 failed", http(500, DEXCHANGE["pay_failed"]), "?:server_error", "?:server_error", "?:server_error"),
]
for code in ("OPERATOR_ERROR", "TIMEOUT_ERROR", "INTERNAL_ERROR", "SERVICE_UNAVAILABLE", "DUPLICATE_TRANSACTION", "SOMETHING_NEW"):
    DEXCHANGE_ROWS.append((f"400 {code}", http(400, problem("Refused", code)), f"no:{code}", f"no:{code}", "?:uncertain_code"))


def play(op, verdicts):
    """What follows from a series of verdicts, the last of them repeated as long as it is asked for."""
    resend, plan = op[2:4]
    sends = uncertain = tries = busy = 0
    waits, known, used = [], None, []

    def end(outcome):
        return used, {"sends": sends, "waits": waits, "outcome": outcome}

    def unknown(why):
        return end({"kind": "unknown", "why": why, "plan": "fetch" if known else plan, "provider_reference": known})

    def gave_up(why):
        if uncertain and resend != "freely":
            return unknown("no_answer")
        return end({"kind": "not_sent", "why": why, "doubt": None})

    verdicts = list(verdicts)
    while True:
        answer, verdict, found = verdicts[0] if len(verdicts) == 1 else verdicts.pop(0)
        used.append(answer)
        sends += 1
        after = answer.get("after_ms", 0)
        what, _, why = verdict.partition(":")
        if what == "ok":
            return end({"kind": "settled", "status": why or None})
        if what == "no" and uncertain and resend != "freely":
            return unknown("accepted_earlier" if why == "DUPLICATE_REFERENCE" else "refused_after_uncertain")
        if what == "no":
            return end({"kind": "rejected", "code": ANY if why == "*" else why})
        if what == "busy":
            busy += 1
            if busy == 5:
                return gave_up("busy")
            exactly = int(why) if why else None
            waits.append({"why": "rate_limited", "ms_after_send": exactly if why else {"at_least": 250, "at_most": 30_000}})
        elif what == "unreachable":
            tries += 1
            if tries == 3:
                return gave_up("unreachable")
            waits.append({"why": "backoff", "ms_after_send": {"at_least": after + 100, "at_most": after + 500 * 2**tries}})
        else:
            uncertain += 1
            known = found or known
            if resend == "freely":
                tries += 1
                if tries == 3 or why in ("redirected", "oversized", "too_deep"):
                    return end({"kind": "not_sent", "why": "unanswered", "doubt": why})
                waits.append({"why": "backoff", "ms_after_send": {"at_least": after + 100, "at_most": after + 500 * 2**tries}})
            # G7: with the vendor's reference in hand it is fetched. A redirected payment is unknown.
            elif resend == "never" or uncertain == 2 or known or why == "redirected":
                return unknown(why)
            else:
                waits.append({"why": "quiet", "ms_after_send": 120_000})


def good_of(op):
    return http(200, op[5]), f"ok:{op[6]}" if op[6] else "ok", None


def rows_of(op):
    for comment, answer, verdict in SHARED:
        yield comment, answer, verdict
    if op[0] in DX:
        at = {"inquire_bills": 2, "fetch_transaction": 3}.get(op[0], 4)
        for row in DEXCHANGE_ROWS:
            yield row[0], row[1], row[at]
    else:
        for row in SENFENICO_ROWS:
            verdict = row[2 if op[4] is None and op[0] != "initialize_checkout" else 3]
            if verdict == "errors":
                verdict = "?:uncertain_code" if op[0] in WITHOUT_AMOUNT else "no:VALIDATION"
            yield row[0], row[1], verdict
    cap = LIST_CAP if op[0].startswith("list_") else CAP
    yield "200 larger than the cap", http(200, ['{"status":true,"data":"', {"repeat": ["x", cap]}, '"}']), "?:oversized"
    head = {"inquire_bills": '{"success":true,"bills":'}.get(op[0], '{"transaction":' if op[0] in DX else '{"status":true,"data":')
    if op[0] != "create_bulk_transfer":
        yield "200 deep, not closed", http(200, [head, {"repeat": ["[", 100_000]}]), "?:too_deep"
        # Of a list it is an item that cannot be read, which hides none of the others.
        yield "200 deep", http(200, [head, {"repeat": ["[", 5_000]}, {"repeat": ["]", 5_000]}, "}"]), "ok" if op[0].startswith("list_") or op[0] == "inquire_bills" else "?:too_deep"
    body = op[5]
    for cut in sorted({1, len(body) // 4, len(body) // 2, len(body) * 3 // 4, len(body) - 1}):
        yield f"200 cut after {cut} of {len(body)}", http(200, body[:cut]), "?:malformed"


def hint(op, answer, verdict):
    """G7: the vendor's reference in a broken answer, if it is whole: its end was seen."""
    if op[4] is None or not verdict.startswith("?") or verdict in ("?:oversized", "?:redirected", "?:no_answer"):
        return None
    forms = {"TID": r"TID\d{6,}", "": r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"}
    form = forms.get(op[4], re.escape(op[4]) + "[0-9a-f]{32}")
    found = re.search(rf"(?<![\w-]){form}(?=[^\w-])", answer["body"]) if isinstance(answer["body"], str) else None
    return found[0] if found else None
