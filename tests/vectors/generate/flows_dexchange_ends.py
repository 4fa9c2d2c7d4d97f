"""Stories of DEXCHANGE that are interrupted: the process dies, or somebody stops it, at every moment."""

from common import write
from flows_common import DAY, HOUR, MINUTE, SECOND, not_sent, rejected, story_group
from flows_dexchange import FAILED, GONE, HTML, NO_BILL, SENEAU, Fetch, Inquiry, bill, problem, top_up

USED = {"message": "externalTransactionId already used"}
STOPPED = not_sent("stopped", doubt=None)


def crashes():
    g = story_group("adr/0002: an attempt that was stored counts as one that may have arrived; adr/0004; ARCHITECTURE, Records", "dx-crash")
    for make in (bill, top_up):
        s = lambda comment, **more: make(g, comment, **more)
        s("stored, not sent: it counts as sent").armed().crash().again().reply().settled()
        t = s("the record was not durable: nothing was sent, it begins anew").armed().crash(lost=True)
        t.attempts = 0
        t.attempt().reply().settled()
        s("under way").attempt().crash(after_ms=1).again().reply().settled()
        s("under way; another process has another key, and knows the earlier one").attempt().crash(key="dx_test_rotated", earlier=["dx_test_sandbox"]).again().reply().settled()
        s("under way; another process has another key alone: refused").attempt().crash(key="dx_test_rotated").refused(None).tell()
        s("a record of the test key under the live one, which no word tells apart: refused").armed().crash(key="dx_live_of_the_shop").refused(None).tell()
        s("in the quiet time, twice").attempt().fail().quiet().crash(after_ms=20 * SECOND).quiet().crash(after_ms=20 * SECOND).again().answer(409, USED).gone("accepted_earlier", http_status=409)
        s("eleven minutes later by another clock: the quiet time begins anew").attempt().crash(after_ms=11 * MINUTE).again().reply().settled()
        s("the second attempt stored: no third").attempt().fail().again().crash().gone("crashed")
        t = s("the second attempt not durable: it is made").attempt().fail().quiet().due().armed().crash(lost=True)
        t.attempts = 1
        t.again().reply().settled()
        s("never left, but the record does not say so").attempt().fail("not_sent").crash().again().reply().settled()
        s("two hours later: nobody knows whether the key is remembered, so a person decides").attempt().crash(after_ms=2 * HOUR).gone()
        s("the answer was heard, its record not durable: the id is known by 409").attempt().reply("PROCESSING").kept().crash(lost=True).again().answer(409, USED).gone("accepted_earlier")
        s("the answer was heard and is durable: the payment is read").attempt().reply("PROCESSING").kept().crash(after_ms=0).look().seen().settled()
        s("days later").attempt().reply("PROCESSING").kept().crash(after_ms=3 * DAY).look().seen("PROCESSING").follow().due().look().seen().settled()
        s("an id from the wreck is not durable: once more, after the quiet time").attempt().cut('"transactionType":"BI').look().crash().again().answer(409, USED).gone("accepted_earlier")
        s("settled: read again, since the record does not keep the answer").attempt().reply().ends_paid().crash(DAY).look().seen().settled()
        t = s("settled, and the lookup serves no bills: it stays settled").attempt().reply().ends_paid().crash(DAY).look().missing().comes("stop")
        t.over({"kind": "settled", "value": {"transaction_id": t.tid, "status": "SUCCESS", "external_transaction_id": t.ours, "token": None}}, t.tid)
        t = s("refused: told again, nobody is asked").attempt().answer(400, FAILED)
        t.ends(rejected("INVALID_DATA", http_status=400)).crash().done(rejected("INVALID_DATA", http_status=400, refund=None)).tell()
        t = s("never sent: told again").attempt().fail("not_sent").backoff(1).comes("stop")
        t.ends(STOPPED).crash().done(STOPPED).tell()
        t = s("unknown, and taken up again: it is waited for, not sent").attempt().fail().again().fail().reconciling().comes("stop")
        t.ends(t.unknown("no_answer")).crash().gone()
        once = make(g, "a single call: that it may have happened is all a record says", once=True).attempt().crash()
        once.done(once.unknown("crashed")).tell()
        once = make(g, "a single call that was lost twice", once=True).attempt().fail().again().fail()
        once.ends(once.unknown("no_answer")).crash().done(once.unknown()).tell()
        once = make(g, "a single call that was refused", once=True).attempt().answer(403, problem("API under maintenance"))
        once.ends(rejected("SERVICE_UNAVAILABLE")).crash().done(rejected("SERVICE_UNAVAILABLE", http_status=403)).tell()
    bill(g, "chosen and stored: the same bill is paid, not another", named=False).inquire().one_found().armed().crash().again().reply().settled()
    t = top_up(g, "unknown for a day: handed over again").attempt().fail().again().fail().reconciling().comes("stop")
    t.ends(t.unknown("no_answer")).crash(2 * DAY).lost()
    t = top_up(g, "the day is over: a person looks").attempt().fail().again().fail().reconciling().due()
    t.lost("no_answer")
    return g


def stops():
    g = story_group("issue 10, 5: stop waiting and say what is known, at every moment", "dx-stop")
    for make in (bill, top_up):
        s = lambda comment, **more: make(g, comment, **more)
        s("before anything").comes("stop").over(STOPPED)
        s("before the record was durable").armed().comes("stop").over(STOPPED)
        s("under way").attempt().comes("stop").lost("no_answer")
        s("answered SUCCESS, then at once").attempt().reply().comes("stop").settled()
        s("answered PROCESSING, then at once").attempt().reply("PROCESSING").comes("stop").unfinished("still_open")
        s("answered FAILED, then at once").attempt().answer(200, FAILED).comes("stop").over(rejected("PAYMENT_FAILED", refund=None))
        s("refused, then at once").attempt().answer(400, FAILED).comes("stop").denied("INVALID_DATA", http_status=400)
        s("502, then at once").attempt().answer(502, HTML).comes("stop").lost(http_status=502)
        s("lost, then at once").attempt().fail().comes("stop").lost("no_answer")
        s("never left, then at once").attempt().fail("not_sent").comes("stop").over(STOPPED)
        s("too frequent, then at once").attempt().answer(429).comes("stop").over(STOPPED)
        s("held back by the key's own pace").held(4 * SECOND).comes("stop").over(STOPPED)
        s("held back and dead: no request left, so it is sent once and ends as the vendor says").held(4 * SECOND).crash().attempt().answer(400, FAILED).denied("INVALID_DATA", http_status=400)
        t = s("held back before the second attempt, and dead: it counts as one").attempt().fail().quiet().due().held(4 * SECOND)
        t.crash().again().comes("stop").lost("no_answer")
        t = s("cut behind the id, then at once").attempt().cut('"transactionType":"BI').comes("stop").noted("unknown")
        t.done(t.unknown(None, t.tid)).tell()
        t = s("cut behind the id, stopped; the process that resumes reads it").attempt().cut('"transactionType":"BI').comes("stop").noted("unknown")
        t.done(t.unknown(None, t.tid)).crash().look().seen().settled()
        s("while it tries again").attempt().fail("not_sent").backoff(1).comes("stop").over(STOPPED)
        s("in the quiet time").attempt().fail().quiet().comes("stop").lost("no_answer")
        s("the second attempt under way").attempt().fail().again().comes("stop").lost("no_answer")
        s("lost twice, then at once").attempt().fail().again().fail().comes("stop").lost("no_answer")
        s("409 after a lost one, then at once").attempt().fail().again().answer(409, USED).comes("stop").lost("accepted_earlier")
        s("while the callback is waited for").attempt().fail().again().fail().reconciling().comes("stop").lost("no_answer")
        s("between two looks").attempt().accepted().follow().comes("stop").unfinished("still_open")
        s("while the news is not durable").attempt().reply("PROCESSING").kept().comes("stop").unfinished("still_open")
        s("during a look").processing().comes("stop").unfinished("still_open")
        s("a look that says PROCESSING, then at once").processing().seen("PROCESSING").comes("stop").unfinished("still_open")
        s("a look that says SUCCESS, then at once").processing().seen().comes("stop").settled()
        t = s("a look that says FAILED, then at once").processing().seen("FAILED").comes("stop")
        t.over(rejected("PAYMENT_FAILED"), t.tid)
        s("a look that does not know it, then at once").processing().missing().comes("stop").unfinished()
        s("a callback, then at once").attempt().accepted().follow().called(FEE=GONE).comes("stop").unfinished("still_open")
        s("a process that has just resumed").attempt().crash().comes("stop").lost()
        s("a process that has just resumed and would look").attempt().accepted().crash().comes("stop").unfinished("still_open")
        t = s("after the end, and twice: the same is told").attempt().reply().ends_paid().comes("stop").comes("stop")
        t.done(t.paid()).tell()
        for comment, tell in [("under way", lambda t: t.attempt().comes("stop").lost("no_answer")), ("before anything", lambda t: t.comes("stop").over(STOPPED)),
                              ("in the quiet time", lambda t: t.attempt().fail().quiet().comes("stop").lost("no_answer")), ("answered, then at once", lambda t: t.attempt().reply("PROCESSING").comes("stop").settled())]:
            tell(make(g, f"a single call, {comment}", once=True))
    top_up(g, "paid, no token yet, then at once").attempt().reply(token=GONE).comes("stop").settled()
    t = top_up(g, "held back by the key's own pace, then handed out again").held(9 * SECOND).due()
    t.attempt().reply().settled()
    s = lambda comment: bill(g, comment, SENEAU, named=False)
    s("while the bill is being asked for").inquire().comes("stop").done(STOPPED).tell()
    s("one bill found, then at once: nothing is paid").inquire().one_found().comes("stop").over(STOPPED)
    t = s("two bills found, then at once: nobody is asked").inquire()
    t.found(t.owed(), t.owed(77)).comes("stop").over(STOPPED)
    s("no bill found, then at once").inquire().answer(400, NO_BILL).comes("stop").done(rejected("NO_BILL", http_status=400)).tell()
    t = s("while the customer chooses").inquire()
    choosing(t).comes("stop").over(STOPPED)
    t = s("the customer has chosen, then at once").inquire()
    choosing(t).comes("bill", reference=f"80{77:08}").comes("stop").over(STOPPED)
    t = bill(g, "lost twice; while the bill is asked for").attempt().fail().again().fail().reconciling().due().inquire().comes("stop")
    t.lost("no_answer", bill_paid=None)
    t = bill(g, "lost twice; the bill is paid, then at once").attempt().fail().again().fail().reconciling().due().inquire()
    t.found(t.owed(paid=True)).comes("stop").lost("no_answer", bill_paid=True)
    for make in (Inquiry, Fetch):
        for comment, tell in [("before anything", lambda t: t), ("under way", lambda t: t.attempt()), ("between two tries", lambda t: t.attempt().fail().backoff(1)), ("lost, then at once", lambda t: t.attempt().fail())]:
            tell(make(g, f"{make.__name__.lower()}: {comment}")).comes("stop").over(STOPPED)
    return g


def choosing(s):
    bills = [s.owed(), s.owed(77)]
    return s.found(*bills).asks(bills)


def generate():
    write("flows_dexchange_ends", "Stories of DEXCHANGE: crashes and stops at every moment.", [crashes(), stops()])
