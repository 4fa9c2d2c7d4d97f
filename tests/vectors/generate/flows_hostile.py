"""Stories of what an attacker tried, and of a journal that has gone wrong (issue 12)."""

from common import write
from flows_common import not_sent, story_group, unknown
from flows_dexchange import HTML as PAGE
from flows_dexchange import bill, problem, top_up
from flows_senfenico import PURSUED, Bulk, Cancel, Checkout

CODE = "4471 8210 5561 0023"

#: No page to send a customer to.
NO_PAGES = ["javascript:alert(document.cookie)", "JAVASCRIPT:alert(1)", "data:text/html,<script>1</script>", "//evil.example/p", "http://pay.example/p", "https://api.senfenico.com@evil.example/p", " https://pay.example/p",
            "https://pay.example\\@evil.example/", "https://pay.example/\r\nSet-Cookie: a=1", "ftp://pay.example/p", "file:///etc/passwd", "/v1/checkout_payment/", "https://", "", None, 7]


def pages():
    g = story_group("issue 12, 10: only https, and http on this machine in test mode; senfenico.txt: redirect the user to authorization_url", "hostile-page")
    for url in NO_PAGES:
        for flow in (True, False):
            s = Checkout(g, f"{'the flow' if flow else 'the call'}; nobody is sent to {url!r}", flow=flow)
            s.opens().opened(authorization_url=url).backoff(1).due().opens().opened(authorization_url=url).backoff(2).due().opens().opened(authorization_url=url)
            s.done(not_sent("unanswered", doubt="malformed")).tell()
    for url, more in [("http://127.0.0.1:8000/p", {"live_mode": None}), ("http://localhost/p", {"live_mode": True})]:
        s = Checkout(g, f"a page on this machine, which does not say that it plays: {more}")
        why = "mode_mismatch" if more["live_mode"] else "malformed"
        s.opens().opened(authorization_url=url, **more).backoff(1).due().opens().opened(authorization_url=url, **more).backoff(2).due().opens().opened(authorization_url=url, **more)
        s.done({"kind": "not_sent"}).tell()
    for url in ("http://127.0.0.1:8000/p/1", "http://[::1]:8000/p", "HTTPS://api.senfenico.com/p?x=1"):
        s = Checkout(g, f"a page of the sandbox or the vendor: {url}")
        s.url = url
        s.opens().opened(authorization_url=url).store(reference=s.ref).redirects().tell()
    s = Checkout(g, "one that is no page, then the vendor's").opens().opened(authorization_url="javascript:1").backoff(1).due().opens().opened()
    s.store(reference=s.ref).redirects().tell()
    return g


def refused():
    g = story_group("issue 12, 7; record.rs, machine.rs: a journal refuses a reference, once; one that refuses whatever it is given ends an operation", "hostile-journal")
    for kind in PURSUED:
        name = kind.NAMES[0]
        kind(g, f"{name}: the first record, and the last: nothing was sent").store().comes("taken").store("closed").comes("taken").done(not_sent("stopped")).tell()
        s = kind(g, f"{name}: from the second on: it was made, and whose it is nobody knows").create().accept().comes("taken")
        s.store("unknown").comes("taken").done(unknown("taken")).tell()
    s = Checkout(g, "the page's reference, and the last record").opens().opened()
    s.store(reference=s.ref).comes("taken").store("unknown").comes("taken").done(unknown("taken")).tell()
    s = Cancel(g, "cancel: the first record, and the last").store().comes("taken").store("closed").comes("taken").done(not_sent("stopped"))
    s.tell()
    for make, name in ((bill, "bill"), (top_up, "top-up")):
        t = make(g, f"{name}: the first record, and the last: nothing was sent").armed().comes("taken").store("closed").comes("taken")
        t.done(not_sent("stopped")).tell()
    t = top_up(g, "top-up: from the second on: it may have been paid").attempt().reply("SUCCESS")
    t.store("closed", t.tid).comes("taken").store("unknown").comes("taken").done(t.unknown("taken", t.tid)).tell()
    return g


def unreachable():
    """A leaked token and a guess of the amount: not enough where the lookup does not answer."""
    g = story_group("issue 12, 13; adr/0005: a callback alone concludes only where the vendor says that it does not know the transaction", "hostile-callback")
    called = lambda make, comment: make(g, comment, custom=True, absent=[CODE]).attempt().accepted().follow().called(token=CODE).kept().look()
    for comment, answers in [("HTTP 500", lambda t: t.answer(500, problem())), ("HTTP 502", lambda t: t.answer(502, PAGE)), ("HTTP 503", lambda t: t.answer(503, PAGE)), ("HTTP 504", lambda t: t.answer(504, PAGE)),
                             ("no answer", lambda t: t.fail()), ("no connection", lambda t: t.fail("not_sent")), ("HTTP 400 of something in between", lambda t: t.answer(400, PAGE)),
                             ("HTTP 407 of a proxy", lambda t: t.answer(407, PAGE)), ("HTTP 408", lambda t: t.answer(408, PAGE)), ("HTTP 413", lambda t: t.answer(413, PAGE)), ("HTTP 421", lambda t: t.answer(421, PAGE)),
                             ("HTTP 425", lambda t: t.answer(425, "")), ("HTTP 451", lambda t: t.answer(451, PAGE)), ("a page instead of JSON", lambda t: t.answer(200, PAGE)), ("an empty object", lambda t: t.answer(200, {})),
                             ("half an object", lambda t: t.answer(400, '{"success":false,"mess'))]:
        t = answers(called(top_up, f"the lookup brings {comment}: asked again, and never concluded by the callback"))
        t = answers(t.backoff(1).due().look())
        t = answers(t.backoff(2).due().look())
        t.wait("pending", t.now, 1, 10_000).due().look().seen().settled()
    t = called(top_up, "the lookup is busy").answer(429, "", {"Retry-After": "5"}).busy(5).due().look()
    t.seen().settled()
    called(top_up, "the vendor is being maintained").answer(403, problem("API under maintenance")).follow().due().look().seen().settled()
    called(top_up, "the key is wrong").answer(401, problem("Invalid API key")).unfinished(code="UNAUTHORIZED")
    called(top_up, "the lookup says PROCESSING").seen("PROCESSING").follow().due().look().seen().settled()
    for comment, answer in [("HTTP 404", lambda t: t.answer(404, PAGE)), ("HTTP 404 in JSON", lambda t: t.answer(404, problem("No transaction found"))), ("HTTP 400 in JSON", lambda t: t.answer(400, problem("Unknown transaction")))]:
        answer(called(top_up, f"the vendor says that it does not know it, by {comment}: concluded, and the evidence says by what")).by_callback(CODE)
    return g


def generate():
    write("flows_hostile", "Issue 12: what an attacker tried.", [pages(), refused(), unreachable()])
