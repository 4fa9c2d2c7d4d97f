"""Every column of the decision table (reliability.md 1.2, rows 1 to 3 and 11) for every operation of DEXCHANGE.

The letters are the table's: a not sent, b no answer, c 5xx, d too frequent, e 409, f unusable 2xx.
"""

from common import write
from flows_common import SECOND, not_sent, rejected, story_group
from flows_dexchange import FAILED, HTML, NO_BILL, SENEAU, SENELEC, WOYOFAL, Fetch, Inquiry, Pay, problem

UNANSWERED = lambda doubt: not_sent("unanswered", doubt=doubt)
USED = {"message": "externalTransactionId already used"}


def thrice(s, fault, outcome):
    """The same fault at each of three tries, half a second, then a second apart."""
    fault(s.attempt())
    for tries in (1, 2):
        fault(s.backoff(tries).due().attempt())
    s.over(outcome)


def five(s, **about):
    """Turned away five times, with a pause after each of the first four."""
    for pause in (1, 30, 86_400, 0):
        s.answer(429, "", headers={"Retry-After": str(pause)}).busy(pause).due().attempt()
    return s.answer(429, HTML)


def cut_behind_the_id(s):
    """G7: the whole id is there, so the payment is read and not repeated. Only a flow can read it."""
    s.attempt().cut('"transactionType":"BI')
    s.look().seen().settled() if s.flow else s.lost("malformed", s.tid, http_status=200)


MONEY = [
    ("answered", lambda s: s.attempt().reply().settled()),
    ("a: never left, then answered", lambda s: s.attempt().fail("not_sent").backoff(1).due().attempt().reply().settled()),
    ("a: never left twice, then answered", lambda s: s.attempt().fail("not_sent", 300).backoff(1).due().attempt().fail("not_sent").backoff(2).due().attempt().reply().settled()),
    ("a: never left, three times", lambda s: thrice(s, lambda s: s.fail("not_sent"), not_sent("unreachable", doubt=None))),
    ("a: never left, then no answer: once more, then unknown", lambda s: s.attempt().fail("not_sent").backoff(1).due().attempt().fail().again().fail().gone("no_answer")),
    ("b: no answer, then answered", lambda s: s.attempt().fail(after_ms=31 * SECOND).again().reply().settled()),
    ("b: not a word until the deadline, then answered", lambda s: s.attempt().in_flight().due().again().reply(after_ms=20 * SECOND).settled()),
    ("b: no answer twice", lambda s: s.attempt().fail(after_ms=59 * SECOND).again().fail(after_ms=2 * SECOND).gone("no_answer")),
    ("b: no answer, then never left: that says nothing of the first", lambda s: s.attempt().fail().again().fail("not_sent").backoff(1).due().attempt().fail("not_sent").backoff(2).due().attempt().fail("not_sent").gone("no_answer")),
    ("b: no answer, then refused: that says nothing of the first (G3)", lambda s: s.attempt().fail().again().answer(400, FAILED).gone("refused_after_uncertain", code="INVALID_DATA", http_status=400)),
    ("b: no answer, then FAILED", lambda s: s.attempt().fail().again().answer(200, FAILED).gone("refused_after_uncertain", http_status=200)),
    ("b: no answer, then the key is refused", lambda s: s.attempt().fail().again().answer(401, problem("Invalid API key")).gone("refused_after_uncertain", code="UNAUTHORIZED", http_status=401)),
    ("c: 500, then answered", lambda s: s.attempt().answer(500, HTML).again().reply().settled()),
    ("c: 503, then 504", lambda s: s.attempt().answer(503, problem("down"), headers={"Retry-After": "1"}).again().answer(504, "").gone("server_error", http_status=504)),
    ("d: too frequent, seven seconds", lambda s: s.attempt().answer(429, problem("slow down"), headers={"retry-after": "7"}).busy(7).due().attempt().reply().settled()),
    ("d: too frequent, by its code", lambda s: s.attempt().answer(400, problem("slow down", "RATE_LIMIT_EXCEEDED")).busy().due().attempt().reply().settled()),
    ("d: too frequent, five times", lambda s: five(s.attempt()).over(not_sent("busy", doubt=None))),
    ("d: no answer, then too frequent five times", lambda s: five(s.attempt().fail().again()).gone("no_answer", http_status=429)),
    ("e: the id was used before", lambda s: s.attempt().answer(409, USED).denied("DUPLICATE_REFERENCE", http_status=409, message=USED["message"], refund=None)),
    ("e: no answer, then 409: the first was accepted", lambda s: s.attempt().fail().again().answer(409, problem(USED["message"], "DUPLICATE_TRANSACTION")).gone("accepted_earlier", http_status=409)),
    ("e: 502, then 409", lambda s: s.attempt().answer(502, HTML).again().answer(409, "").gone("accepted_earlier", http_status=409)),
    ("f: a page instead of an answer, then answered", lambda s: s.attempt().answer(200, HTML).again().reply().settled()),
    ("f: cut before the id, then 409", lambda s: s.attempt().cut('"success"').again().answer(409, USED).gone("accepted_earlier")),
    ("f: empty, then cut before the id", lambda s: s.attempt().answer(200, "").again().cut('"transa').gone("malformed", http_status=200)),
    ("f: no content, then another shape", lambda s: s.attempt().answer(204, "").again().answer(200, {"message": "ok"}).gone("malformed")),
    ("f: cut behind the id", cut_behind_the_id),
    ("a redirect is not followed, and would come again", lambda s: s.attempt().answer(307, "", headers={"Location": "/v2/billing/pay"}).gone("redirected", http_status=307)),
    ("the key is refused", lambda s: s.attempt().answer(401, problem("Invalid API key")).denied("UNAUTHORIZED", http_status=401, message="Invalid API key", refund=None)),
    ("under maintenance", lambda s: s.attempt().answer(403, problem("API under maintenance")).denied("SERVICE_UNAVAILABLE", http_status=403)),
    ("refused as on the page: nothing is debited", lambda s: s.attempt().answer(400, FAILED).denied("INVALID_DATA", http_status=400, message="Insufficient balance", refund=None)),
]
READS = [
    ("answered", lambda s: s.attempt().good()),
    ("a: never left, then answered", lambda s: s.attempt().fail("not_sent").backoff(1).due().attempt().good()),
    ("a: never left, three times", lambda s: thrice(s, lambda s: s.fail("not_sent"), not_sent("unreachable", doubt=None))),
    ("b: no answer, then answered", lambda s: s.attempt().fail(after_ms=4 * SECOND).backoff(1).due().attempt().good()),
    ("b: not a word until the deadline, then answered", lambda s: s.attempt().in_flight(s.timeout).due().backoff(1).due().attempt().good()),
    ("b: no answer, three times", lambda s: thrice(s, lambda s: s.fail(), UNANSWERED("no_answer"))),
    ("c: 500, then answered", lambda s: s.attempt().answer(500, problem("Internal error", "INTERNAL_ERROR")).backoff(1).due().attempt().good()),
    ("c: 502, three times", lambda s: thrice(s, lambda s: s.answer(502, HTML), UNANSWERED("server_error"))),
    ("d: too frequent, then answered", lambda s: s.attempt().answer(429, "", headers={"Retry-After": "3"}).busy(3).due().attempt().good()),
    ("d: too frequent, five times", lambda s: five(s.attempt()).over(not_sent("busy", doubt=None))),
    ("e: 409", lambda s: s.attempt().answer(409, problem()).over({"kind": "rejected", "refusal": {"http_status": 409}})),
    ("f: a page, then answered", lambda s: s.attempt().answer(200, HTML).backoff(1).due().attempt().good()),
    ("f: a page, three times", lambda s: thrice(s, lambda s: s.answer(200, HTML), UNANSWERED("not_json"))),
    ("f: cut, three times", lambda s: thrice(s, lambda s: s.answer(200, '{"success": true, "tran'), UNANSWERED("malformed"))),
    ("f: three times unusable: the last one is told", lambda s: s.attempt().answer(200, "").backoff(1).due().attempt().answer(200, HTML).backoff(2).due().attempt().fail().over(UNANSWERED("no_answer"))),
    ("a redirect is not followed", lambda s: s.attempt().answer(301, HTML, headers={"Location": "https://example.com/"}).over(UNANSWERED("redirected"))),
    ("the key is refused", lambda s: s.attempt().answer(401, problem("Invalid API key")).over(rejected("UNAUTHORIZED", http_status=401, message="Invalid API key"))),
    ("under maintenance", lambda s: s.attempt().answer(403, problem("API under maintenance")).over(rejected("SERVICE_UNAVAILABLE", http_status=403))),
]
INQUIRY = [
    ("no bill, as on the page", lambda s: s.attempt().answer(400, NO_BILL).over(rejected("NO_BILL", http_status=400, message="No bill found"))),
    ("no bill, HTTP 200", lambda s: s.attempt().answer(200, NO_BILL).over(rejected("NO_BILL", message="No bill found"))),
    ("an empty list", lambda s: s.attempt().found().over({"kind": "settled", "value": {"bills": []}})),
]
LOOKUP = [
    ("not known", lambda s: s.attempt().answer(404, problem("No transaction found")).over(rejected("NOT_FOUND", http_status=404))),
    ("still under way", lambda s: s.attempt().good(Status="PROCESSING")),
    ("failed: an answer like any other", lambda s: s.attempt().good(Status="FAILED", message="Meter blocked")),
    ("a new word is kept", lambda s: s.attempt().good(Status="ON_HOLD")),
]


def group(name, row, make, rows):
    g = story_group(f"reliability.md 1.2 row {row}, G3 to G5 and G7; adr/0002", f"dx-{name}")
    for comment, write_story in rows:
        write_story(make(g, comment))
    return g


def generate():
    groups = [
        group("bill", "2", lambda g, c: Pay(g, c, SENELEC), MONEY),
        group("top-up", "3", lambda g, c: Pay(g, c, WOYOFAL), MONEY),
        group("bill-once", "2", lambda g, c: Pay(g, c, SENEAU, once=True), MONEY),
        group("top-up-once", "3", lambda g, c: Pay(g, c, WOYOFAL, once=True), MONEY),
        group("inquiry", "1", Inquiry, READS + INQUIRY),
        group("lookup", "11", Fetch, READS + LOOKUP),
    ]
    write("flows_dexchange_columns", "Stories of DEXCHANGE: every operation and every column of the decision table.", groups)
