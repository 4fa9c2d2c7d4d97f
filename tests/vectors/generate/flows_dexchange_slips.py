"""Stories of DEXCHANGE that only a slip of the code would tell otherwise; each was missing when the code was changed in one place."""

from common import write
from flows_common import DAY, HOUR, MINUTE, QUIET, SECOND, not_sent, story_group
from flows_dexchange import GONE, HTML, bill, top_up

CODE = "6620 1174 0093 5518"


def callbacks():
    g = story_group("adr/0005; adr/0002: what becomes of a payment is asked of the lookup", "dx-slip-callback")
    s = lambda make, comment: make(g, comment, custom=True, absent=[CODE])
    for make in (bill, top_up):
        begun = lambda comment: s(make, comment).attempt().called("SUCCESS", after_ms=300).kept()
        begun("a callback says SUCCESS, and the answer FAILED: the lookup decides").reply("FAILED").look().seen().settled()
        t = s(make, "a callback says FAILED, and the answer too: nothing is left to ask").attempt().called("FAILED", after_ms=300, PREVIOUS_BALANCE=GONE, CURRENT_BALANCE=GONE).kept()
        t.reply("FAILED").failed()
        t = make(g, "the first record is another operation's: nothing was sent, and nothing is kept").armed().comes("taken")
        t.over(not_sent("stopped"))
    t = s(top_up, "a callback without the vendor's id concludes: the id the answer gave stays").attempt().accepted().follow()
    t.called(token=CODE, id=GONE).kept().look().missing().by_callback(CODE)
    t = top_up(g, "a callback without the vendor's id, when nobody told it: there is nothing to look at", custom=True).attempt().fail().again().fail().reconciling()
    t.called(id=GONE, PREVIOUS_BALANCE=GONE).store("open", None).reconciling().comes("stop").over(t.doubtful())
    t = s(top_up, "SUCCESS without the code, then the code beside an older word: both count").attempt().accepted().follow()
    t.called().kept().look().missing().follow().called("PROCESSING", token=CODE).kept().look().missing().by_callback(CODE)
    t = s(top_up, "SUCCESS without a balance, then with both: as good a word, and the newer").attempt().accepted().follow()
    t.called(token=CODE, PREVIOUS_BALANCE=GONE).kept().look().missing().follow().called(token=CODE).kept().look().missing().by_callback(CODE)
    t = s(top_up, "the fee of a callback that proves nothing is not what is due back").attempt().accepted().follow()
    t.called("FAILED", CUSTOM_DATA=GONE).kept().look().seen("FAILED", transactionFee=GONE).failed(None)
    return g


def late():
    g = story_group("adr/0002: `QUIET` and `RESEND_WITHIN`; what comes late answers the attempt in doubt", "dx-slip-late")
    for make in (bill, top_up):
        make(g, "SUCCESS comes in the quiet time: nothing is left to send").attempt().fail().quiet().reply().settled()
        make(g, "FAILED comes in the quiet time: no proof that nothing moved").attempt().fail().quiet().reply("FAILED").quiet().due().attempt().reply().settled()
        make(g, "taken up, and quiet to the hour's last millisecond: sent once more").attempt().crash(HOUR - QUIET).again().reply().settled()
        make(g, "taken up a millisecond after that: not sent again").attempt().crash(HOUR - QUIET + 1).gone("crashed")
        make(g, "by a clock set forward, six seconds later: all of the quiet time").attempt().crash(QUIET + 6 * SECOND).again().reply().settled()
        make(g, "by a clock set back five minutes: all of the quiet time").attempt().crash(-5 * MINUTE).again().reply().settled()
        make(g, "by a clock set back until an hour is left: sent once more").attempt().crash(-HOUR - QUIET).again().reply().settled()
        t = make(g, "by a clock set back further: nobody knows how long ago it was sent").attempt().crash(-HOUR - QUIET - 1)
        # A bill is looked up by this clock, not an hour later.
        t.handed = t.handed if t.prepaid else t.now
        t.gone("crashed")
        make(g, "asleep in the quiet time, until the hour's last millisecond: sent once more").attempt().fail().quiet().time(HOUR).attempt().reply().settled()
        make(g, "asleep in the quiet time, a millisecond longer: not sent again").attempt().fail().quiet().time(HOUR + 1).gone("no_answer")
        make(g, "a process each minute: none stays for the quiet time").attempt().crash(MINUTE).quiet().crash(MINUTE).quiet().crash(MINUTE).again().reply().settled()
    return g


def attempts():
    g = story_group("G3; reliability.md 2: which attempts are in doubt, and what that leaves", "dx-slip-attempts")
    for make in (bill, top_up):
        s = lambda comment, **more: make(g, comment, custom=True, **more)
        #: What a bill costs that nobody looked up, the vendor's answers say.
        due = lambda t: t.amount + t.fee
        t = s("PROCESSING comes in the quiet time: one attempt only, so FAILED is about it").attempt().fail().quiet().accepted().follow().due().look().seen("FAILED")
        t.failed(due(t))
        t = s("never left, then lost, then PROCESSING in the quiet time: one attempt only, so FAILED is about it").attempt().fail("not_sent").backoff(1).due()
        t.attempt().fail().quiet().accepted().follow().due().look().seen("FAILED")
        t.failed(due(t))
        t = s("a callback during the second attempt, then a crash: FAILED says nothing of the first").attempt().fail().again()
        t.called(after_ms=300, PREVIOUS_BALANCE=GONE).kept().crash().look().seen("FAILED").ends_unknown("refused_after_uncertain")
        never = lambda t: t.fail("not_sent").backoff(1).due().attempt().fail("not_sent").backoff(2).due().attempt().fail("not_sent")
        t = never(s("no answer, then never left: one attempt only, so FAILED is about it").attempt().fail().again()).reconciling()
        t.called("FAILED").kept().look().seen("FAILED")
        t.failed(due(t), True) if t.prepaid else t.failed()
        t = s("the callback's id stays when the answer is lost: no proof by a look is wanted of it").attempt().called(after_ms=300, PREVIOUS_BALANCE=GONE).kept().fail()
        t.look().seen(externalTransactionId=GONE).settled()
        t = s("the callback's id stays when the answer is a wreck that holds it").attempt().called(after_ms=300, PREVIOUS_BALANCE=GONE).kept().cut('"transactionType":"BI')
        t.look().seen(externalTransactionId=GONE).settled()
        t = s("a callback without the vendor's id, when nobody told it: what is not known stays as it is").attempt().fail().again().answer(502, HTML).reconciling()
        t.called(id=GONE, PREVIOUS_BALANCE=GONE).store("open", None).reconciling().comes("stop").ends(t.unknown("server_error", http_status=502))
        t.crash().reconciling().comes("stop").lost("crashed")
        t = s("an id from the wreck, and a callback that proves all but the id: it is not told").attempt().cut('"transactionType":"BI').look().missing().follow()
        t.called(token=CODE, id=GONE).noted().look().missing()
        t.tid = None
        t.by_callback(CODE)
        t = s("an id from the wreck, that a callback bears out").attempt().cut('"transactionType":"BI').look().missing().follow()
        t.called(token=CODE).kept().look().missing().by_callback(CODE)
        t = s("two attempts, and a callback of ours names another id, of which nothing speaks against us: paid").attempt().fail().again().accepted().follow()
        t.tid = f"TID8{t.n:08}"
        t.called().noted().look().seen(externalTransactionId=GONE)
        t.settled(alarms=[{"applied": "late_success", "known": "PROCESSING", "seen": "SUCCESS"}])
        t = s("two attempts, and a callback of ours names another id, which is another's: the known one is followed").attempt().fail().again().accepted().follow()
        t.called(id=f"TID8{t.n:08}").noted().look(f"TID8{t.n:08}").seen(externalTransactionId="SOMEONE-ELSES-1", transactionId=f"TID8{t.n:08}").follow().due().look().seen().settled()
        t = s("a single call that was paid, taken up again: a record tells which payment has to be read", once=True).attempt().reply()
        t.ends(t.paid()).crash().done(t.unknown("crashed", t.tid)).tell()
        t = s("the lookup is too large to the last: why").attempt().accepted().follow().time(8 * DAY).look().fail("too_large")
        t.unfinished("oversized", excess={"seen": None, "limit": 1 << 20})
        t = s("FAILED at once: nothing had been debited, whoever looks again").attempt().reply("FAILED")
        t.ends(t.failure(), t.tid).crash(DAY).look().seen("FAILED").failed()
        t = s("debited, then FAILED: it is due back, whoever looks again").attempt().accepted().follow().due().look().seen("FAILED")
        t.ends(t.failure(due(t)), t.tid).crash(DAY).look().seen("FAILED").failed(due(t))
        t = s("debited, then FAILED without its amount, to another process: the record knows it").attempt().accepted()
        t.crash().look().seen("FAILED", amount=GONE).failed(due(t))
    t = bill(g, "a bill FAILED at once, whose record was refused; FAILED again: nothing had been debited", custom=True).attempt().reply("FAILED")
    t.store("closed", t.tid).comes("taken").ends(t.unknown("taken", t.tid)).crash().reconciling().called("FAILED", PREVIOUS_BALANCE=GONE).kept().look().seen("FAILED").failed()
    return g


def generate():
    write("flows_dexchange_slips", "Stories of DEXCHANGE that only a slip of the code would tell otherwise.", [callbacks(), late(), attempts()])
