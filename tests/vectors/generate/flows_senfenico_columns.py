"""Every payment of Senfenico by every column of the decision table in reliability.md 1.2."""

from common import compact, write
from flows_common import MONEY_TIMEOUT, not_sent, rejected, settled, story_group, unknown
from flows_senfenico import HTML, PURSUED, cut, no, ok

RULES = "reliability.md 1.2 rows 5, 7, 9, columns a to f; ADR 0002"


def uncertain():
    """What leaves a sent request uncertain: column, comment, how it comes in, doubt, HTTP status."""
    yield "b", "no answer", lambda s: s.fail("maybe_sent", 900), "no_answer", None
    yield "b", "no answer before the deadline", lambda s: s.in_flight(MONEY_TIMEOUT).due(), "no_answer", None
    for status in (500, 503, 504):
        yield "c", f"HTTP {status}", lambda s, status=status: s.answer(status, HTML), "server_error", status
    yield "c", "HTTP 500 with a code that is harmless elsewhere", lambda s: s.answer(500, no("INVALID_DATA")), "server_error", 500
    yield "e", "HTTP 409, which the page does not explain", lambda s: s.answer(409, {}), "conflict", 409
    yield "f", "HTML with HTTP 200", lambda s: s.answer(200, HTML), "not_json", 200
    yield "f", "cut before its reference", lambda s: s.answer(200, '{"status": true, "message": "ok", "data": {"refer'), "malformed", 200
    yield "f", "status true without data", lambda s: s.answer(200, {"status": True}), "malformed", 200
    yield "f", "a redirect, never followed", lambda s: s.answer(302, "", {"Location": "https://elsewhere.example/"}), "redirected", 302


def columns(kind):
    """The flow: what became of a lost one is found out."""
    g = story_group(RULES, f"sf-{kind.NAMES[0]}-col")

    def story(comment):
        return kind(g, comment)

    story("accepted at once").begin().pays().tell()
    # a: certainly not sent.
    story("a: refused connection once, then accepted").create().fail("not_sent").backoff(1).due().create().accept().opens().pays().tell()
    s = story("a: three times no connection")
    s.create().fail("not_sent").backoff(1).due().create().fail("not_sent").backoff(2).due().create().fail("not_sent")
    s.store("closed").done(not_sent("unreachable", doubt=None)).tell()
    s = story("a then b: what never left says nothing of the next, which may have")
    s.create().fail("not_sent").backoff(1).due().create().fail("maybe_sent").lost().found().pays().tell()
    # b, c, e, f: uncertain, so never sent again.
    for column, comment, comes, why, status in uncertain():
        s = story(f"{column}: {comment}; the list shows it, open")
        comes(s.create())
        s.lost().found().pays().tell()
        s = story(f"{column}: {comment}; the list never shows it")
        comes(s.create())
        s.lost().never_found(why, http_status=status).tell()
    s = story("b: no answer; the list shows it paid")
    s.create().fail("maybe_sent").lost().found(status="success").settles().tell()
    s = story("b: no answer; the list shows it failed")
    s.create().fail("maybe_sent").lost().found(status=kind.ENDED)
    s.refuses("PAYMENT_CANCELED" if kind.ENDED == "cancelled" else "PAYMENT_FAILED", refund=None, http_status=None).tell()
    s = story("b: no answer; two in the list could be it")
    s.create().fail("maybe_sent").lost().due().list([s.item(kind.REF(1), kind.OPEN), s.item(kind.REF(2), kind.OPEN)])
    s.gives_up("ambiguous", plan=kind.PLAN).tell()
    s = story("b: no answer; the list shows one of another amount and one long past")
    other = s.item(kind.REF(8), "success") | ({"ext_id": "another-shop-1"} if kind.OPEN == "pending" else {})
    old = other | {"reference": kind.REF(9), "created_at": "2026-01-05T07:40:00Z"}
    s.create().fail("maybe_sent").lost().found(others=[other | {"amount": 77}, old]).pays().tell()
    s = story("b: no answer; another operation holds the one that fits")
    s.create().fail("maybe_sent").lost().due().list([s.item(kind.REF(5), kind.OPEN)]).claim(kind.REF(5)).comes("taken")
    s.ref = None
    s.store().searching(s.made).time(172_800_000).list([s.item(kind.REF(5), kind.OPEN)])
    s.gives_up("no_answer", plan=kind.PLAN).tell()
    s = story("f: cut behind its whole reference: that one is read, and is ours")
    s.create().answer(200, cut(ok({"reference": kind.REF(3), "status": kind.OPEN}), kind.REF(3) + '"'))
    s.ref, s.began = kind.REF(3), s.now
    s.reads(kind.OPEN).store(reference=s.ref).opens(text="").pays().tell()
    # d: turned away.
    s = story("d: HTTP 429 with Retry-After: 7, then accepted")
    s.create().answer(429, "", {"Retry-After": "7"}).busy(7).due().create().accept().opens().pays().tell()
    s = story("d: HTTP 429 with a pause of an hour: at most five minutes are granted")
    s.create().answer(429, "", {"Retry-After": "3600"}).busy(3600).due().create().accept().opens().pays().tell()
    s = story("d: RATE_LIMIT_EXCEEDED with HTTP 400, then accepted")
    s.create().answer(400, no("RATE_LIMIT_EXCEEDED")).busy().due().create().accept().opens().pays().tell()
    s = story("d: turned away five times")
    for turn in range(5):
        s.create().answer(429, compact(no("RATE_LIMIT_EXCEEDED")))
        if turn < 4:
            s.busy().due()
    s.store("closed").done(not_sent("busy")).tell()
    s = story("d then b: turned away, then no answer: looked for")
    s.create().answer(429).busy().due().create().fail("maybe_sent").lost().found().pays().tell()
    return g


def calls(kind):
    """The single call: it says what it knows and looks nowhere."""
    g = story_group(RULES, f"sf-{kind.NAMES[1]}-col")

    def story(comment):
        return kind(g, comment, flow=False)

    story("accepted at once").create().accept().ends().tell()
    story("a: no connection once, then accepted").create().fail("not_sent").backoff(1).due().create().accept().ends().tell()
    s = story("a: three times no connection")
    s.create().fail("not_sent").backoff(1).due().create().fail("not_sent").backoff(2).due().create().fail("not_sent")
    s.store("closed").done(not_sent("unreachable", doubt=None)).tell()
    for column, comment, comes, why, status in uncertain():
        s = story(f"{column}: {comment}: unknown, and never sent again")
        comes(s.create())
        s.store("unknown").done(unknown(why, plan=kind.PLAN, attempts=1, http_status=status, provider_reference=None, our_reference=s.ours)).tell()
    s = story("f: cut behind its whole reference: unknown, to be fetched")
    s.create().answer(200, cut(ok({"reference": kind.REF(3), "status": kind.OPEN}), kind.REF(3) + '"'))
    s.store("unknown").done(unknown("malformed", plan="fetch", provider_reference=kind.REF(3))).tell()
    s = story("d: HTTP 429 with Retry-After: 2, then accepted")
    s.create().answer(429, "", {"Retry-After": "2"}).busy(2).due().create().accept().ends().tell()
    s = story("d: turned away five times")
    for turn in range(5):
        s.create().answer(429, "", {"Retry-After": "1"})
        if turn < 4:
            s.busy(1).due()
    s.store("closed").done(not_sent("busy")).tell()
    s = story("the process dies after the record: it may have been sent")
    s.create().crash().done(unknown("crashed", plan=kind.PLAN, attempts=1, our_reference=s.ours)).tell()
    s = story("the process dies before the record is durable: nothing was sent")
    s.store().crash(lost=True).create().accept().ends().tell()
    s = story("a settled one is resumed: its answer was not kept")
    s.create().accept().ends().crash().done({"kind": "unknown"}).tell()
    s = story("a refused one is resumed: it stays refused")
    s.create().answer(400, no("INVALID_DATA")).store("closed").done(rejected("INVALID_DATA", http_status=400)).crash().done(rejected("INVALID_DATA", http_status=400)).tell()
    return g


def generate():
    groups = [columns(kind) for kind in PURSUED] + [calls(kind) for kind in PURSUED]
    write("flows_senfenico_columns", "Senfenico's payments by every column of the decision table.", groups)
