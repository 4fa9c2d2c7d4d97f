"""What a client of the relay does, line by line: for core's `Client` and for the page's own (shared/design/relay.md, F).

`out` is what it wants next, `in` what happens; the clock moves by `after_ms` before an `in`. `until` is from now.
"""

from common import Group, write

URL = "https://shop.example/xaalis/pay"
VIEW = {"order": "42", "rev": "1.0", "amount": 1500, "currency": "XOF"}
READY = {**VIEW, "rev": "0.0", "state": "ready", "next_attempt": 1}
ASKING = {**VIEW, "state": "asking", "prompt": {"kind": "otp", "text": "Composez *144#"}, "codes_left": 5, "next_attempt": 2, "after_ms": 10000}
WORKING = {**VIEW, "state": "working", "after_ms": 2000}
WAITING = {**VIEW, "state": "waiting", "why": "vendor", "after_ms": 3000}
PAID = {**VIEW, "rev": "1.1", "state": "done", "outcome": {"kind": "settled"}}
CHOICE = {**READY, "state": "asking", "prompt": {"kind": "bill", "bills": [{"bill": "8000000680", "amount": 1500, "due_date": "2018-12-31"}]}}
REJECTED = {**VIEW, "state": "done", "outcome": {"kind": "rejected", "code": "PAYMENT_FAILED"}, "next_attempt": 2}
UNKNOWN = {**VIEW, "state": "done", "outcome": {"kind": "unknown"}, "after_ms": 30000}
GET = {"out": "send", "method": "GET"}
TOKEN = [{"out": "token"}, {"in": "token", "token": "t1"}]


def post(**body):
    return {"out": "send", "method": "POST", "body": body}


def answer(status, body=None, after_ms=200, headers=()):
    return {"in": "answer", "after_ms": after_ms, "status": status, "headers": [list(h) for h in headers], "body": body}


def no(status, word, headers=(), **more):
    return answer(status, {"error": word} | more, headers=headers)


def show(view, until, problem=None):
    return {"out": "show", "state": view["state"], "rev": view["rev"], "until_ms": until} | ({"problem": problem} if problem else {})


def done(view, problem=None):
    return {"out": "done", "state": view["state"], "kind": view["outcome"]["kind"]} | ({"problem": problem} if problem else {})


def wait(ms):
    return {"out": "wait", "until_ms": ms}


OK = lambda view: answer(200, view)
FAIL = {"in": "fail", "after_ms": 200}
AFTER = lambda ms: {"in": "time", "after_ms": ms}
START = {"in": "start", "phone": "76 00 00 00"}
CODE = {"in": "code", "code": "123456"}
SENT = post(do="start", attempt=1, phone="76 00 00 00")
SUBMITTED = post(do="code", rev="1.0", code="123456")
AT_READY = [*TOKEN, GET, OK(READY), show(READY, 60000)]
AT_ASKING = [*TOKEN, GET, OK(ASKING), show(ASKING, 10000)]


def generate():
    g = Group("relay_client", "shared/design/relay.md, F; docs/adr/0024", "rel-cli")
    add = lambda comment, *lines: g.add(comment, {"url": URL, "lines": list(lines)}, "as told")
    add("paid", *AT_READY, START, SENT, wait(20000), OK(ASKING), show(ASKING, 10000), CODE, SUBMITTED, OK(PAID), done(PAID))
    add("an operator and no attempt of its own", *AT_READY, {"in": "start", "phone": "68000000", "provider": "coris_bf"}, post(do="start", attempt=1, phone="68000000", provider="coris_bf"))
    add("a payment page", *AT_READY, {"in": "start"}, post(do="start", attempt=1))
    add("the attempt is the relay's to say", *TOKEN, GET, OK(REJECTED), done(REJECTED), START, post(do="start", attempt=2, phone="76 00 00 00"))
    add("another number while a code is asked for", *AT_ASKING, START, post(do="start", attempt=2, phone="76 00 00 00"))
    add("nothing may begin: not heard", *TOKEN, GET, OK(WORKING), show(WORKING, 2000), START, show(WORKING, 2000), CODE, show(WORKING, 2000))
    add("waits as long as it is told", *TOKEN, GET, OK(WORKING), show(WORKING, 2000), AFTER(1999), show(WORKING, 1), AFTER(1), GET, OK(WAITING), show(WAITING, 3000), AFTER(3000), GET, OK(PAID), done(PAID))
    add("an unknown outcome is looked at again", *TOKEN, GET, OK(UNKNOWN), show(UNKNOWN, 30000), AFTER(30000), GET, OK(PAID), done(PAID))
    add("looks when the person comes back", *TOKEN, GET, OK(WAITING), show(WAITING, 3000), {"in": "look"}, GET)
    add("no answer to a start: it is said again", *AT_READY, START, SENT, FAIL, wait(1000), AFTER(1000), SENT, OK(ASKING), show(ASKING, 10000))
    add("no answer in time: it is said again", *AT_READY, START, SENT, wait(20000), AFTER(20000), wait(1000), AFTER(1000), SENT)
    add("no answer to a code: said again, for the same question", *AT_ASKING, CODE, SUBMITTED, FAIL, wait(1000), AFTER(1000), SUBMITTED, no(409, "rev", view=PAID), done(PAID, "rev"))
    add("pauses grow", *TOKEN, GET, FAIL, wait(1000), AFTER(1000), GET, FAIL, wait(2000), AFTER(2000), GET, FAIL, wait(4000), AFTER(4000), GET, FAIL, wait(8000), AFTER(8000), GET, FAIL, wait(16000), AFTER(16000), GET, FAIL, wait(16000))
    add("after two minutes offline the person is asked again", *AT_READY, START, SENT, {**FAIL, "after_ms": 119999}, wait(1000), AFTER(1000), SENT, FAIL, show(READY, 2000, "offline"), AFTER(2000), GET)
    add("too old: a new token, once", *AT_ASKING, CODE, SUBMITTED, no(401, "token_expired"), {"out": "token"}, {"in": "token", "token": "t2"}, {**SUBMITTED, "token": "t2"}, no(401, "token_expired"), {"out": "refused", "word": "token_expired"})
    add("too old twice, an answer between", *TOKEN, GET, no(401, "token_expired"), *TOKEN, GET, OK(WAITING), show(WAITING, 3000), AFTER(3000), GET, no(401, "token_expired"), {"out": "token"})
    for status, word in [(401, "token_invalid"), (401, "token_missing"), (403, "origin"), (403, "not_allowed"), (403, "payer"), (404, "not_found"), (405, "method"), (413, "too_large"), (415, "content_type"), (400, "bad_request"), (409, "conflict")]:
        add(f"{word}: the shop has to look", *TOKEN, GET, no(status, word), {"out": "refused", "word": word})
    add("a wrong field", *AT_READY, START, SENT, no(422, "invalid", field="phone", allowed="8 digits"), show(READY, 10000, "invalid"), START, SENT)
    add("a conflict tells how it stands", *AT_READY, START, SENT, no(409, "open", view=ASKING), show(ASKING, 10000, "open"))
    for word in ("payer_busy", "wrong_codes", "codes_spent", "too_many"):
        add(f"{word}: told, not said again", *AT_ASKING, CODE, SUBMITTED, no(429, word, [("Retry-After", "600")]), show(ASKING, 10000, word))
    add("asked too often: as long as it is told", *TOKEN, GET, no(429, "too_many", [("Retry-After", "60")]), wait(60000), AFTER(60000), GET)
    add("a pause has an end", *TOKEN, GET, no(429, "too_many", [("Retry-After", "86400")]), wait(300000))
    add("down: said again", *AT_READY, START, SENT, no(503, "unavailable", [("Retry-After", "5")]), wait(5000), AFTER(5000), SENT)
    add("a server's page", *TOKEN, GET, answer(502, "<html>"), wait(1000))
    add("no view", *TOKEN, GET, answer(200, "<html>"), wait(1000))
    add("an address without a relay", *TOKEN, GET, answer(404, "<html>"), {"out": "refused", "word": ""})
    strange = {**WAITING, "state": "levitating", "new": {"field": 1}, "why": "weather"}
    add("words of a newer relay", *TOKEN, GET, OK(strange), show(strange, 3000))
    add("an answer to nothing", *AT_READY, OK(PAID), show(READY, 59800), FAIL, show(READY, 59600))
    add("one thing at a time", *AT_ASKING, CODE, SUBMITTED, START, CODE, wait(20000), OK(PAID), done(PAID))
    begin, choose = post(do="start", attempt=1), post(do="start", attempt=1, bill="8000000680")
    chosen = {"in": "start", "bill": "8000000680"}
    at_choice = [*AT_READY, {"in": "start"}, begin, OK(CHOICE), show(CHOICE, 600000)]
    add("a bill: what is owed, then which of it", *at_choice, chosen, choose, OK(PAID), done(PAID))
    add("no code answers a choice of bills", *at_choice, CODE, show(CHOICE, 600000), chosen, choose)
    add("a choice grows old", *at_choice, AFTER(600000), GET, OK(READY), show(READY, 60000))
    add("more than it may be: another can be chosen", *at_choice, chosen, choose, no(403, "over_limit"), show(CHOICE, 600000, "over_limit"), {"in": "start", "bill": "8000000681"}, post(do="start", attempt=1, bill="8000000681"))
    add("a bill that is not owed any more", *at_choice, chosen, choose, no(422, "invalid", field="bill", allowed="one of those that are shown"), show(CHOICE, 600000, "invalid"))
    add("no answer to a choice: it is said again", *at_choice, chosen, choose, FAIL, wait(1000), AFTER(1000), choose)
    token = lambda text: add(f"no token: the shop has to look ({len(text)})", {"out": "token"}, {"in": "token", "token": text}, {"out": "refused", "word": "token_invalid"}, FAIL, {"out": "refused", "word": "token_invalid"})
    add("no token came: asked for again", {"out": "token"}, FAIL, wait(1000), AFTER(1000), {"out": "token"}, FAIL, wait(2000), AFTER(2000), *TOKEN, GET, OK(READY), show(READY, 60000))
    add("no new token came: what the person did is not lost", *AT_ASKING, CODE, SUBMITTED, no(401, "token_expired"), {"out": "token"}, FAIL, wait(1000), AFTER(1000), {"out": "token"}, {"in": "token", "token": "t2"}, {**SUBMITTED, "token": "t2"})
    for text in ("", "<!doctype html>\n<title>Log in</title>", "t\u00e9", "t 1", "t" * 4097):
        token(text)
    write("relay-client", "What a client of the relay does.", [g])


if __name__ == "__main__":
    generate()
