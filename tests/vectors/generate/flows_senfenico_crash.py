"""A process that dies at every moment, and the one that goes on from the newest durable record."""

from common import write
from flows_common import DAY, HOUR, LEASE, MINUTE, SECOND, not_sent, rejected, settled, story_group, unknown
from flows_senfenico import Cancel, Checkout, Collect, Payout, Settle, ch, no, ok

RULES = "README, Keeping a journal; ARCHITECTURE, Records; ADR 0002 and 0004"
KEY, OTHER, LIVE = "sk_test_sandbox", "sk_test_rotated_key", "sk_live_not_this_one"


def sought(s):
    """What resumes a lost one looks for it: where our id is echoed at once, else once the quiet time is over."""
    if not s.NOT_BEFORE or s.now[0] - s.made[1] >= s.NOT_BEFORE:
        s.until = s.now
        return s
    return s.searching(s.made, s.NOT_BEFORE)


def found(s, ref=None, status=None):
    ref, status = ref or s.REF(1), status or s.OPEN
    s.due() if s.until != s.now else s
    s.list([s.item(ref, status)]).claim(ref).reads(status)
    return s.store(reference=ref).opens(text="") if status == s.OPEN else s


def resumed(s, **more):
    """Known by its reference, it is read at once."""
    return s.reads(s.OPEN, **more).opens()


def common(kind):
    g = story_group(RULES, f"sf-{kind.NAMES[0]}-crash")
    story = lambda comment: kind(g, comment)
    moved = kind.MOVING or kind.OPEN
    # Before anybody knows a reference.
    story("before the first record is durable: nothing was sent, it begins anew").store().crash(lost=True).create().accept().opens().pays().tell()
    found(sought(story("after the first record: it may have been sent, so it is looked for").create().crash())).pays().tell()
    s = story("after the first record; the list never shows it").create().crash()
    sought(s)
    if s.until != s.now:
        s.due()
    s.list([]).searching(s.made).time(2 * DAY).list([]).gives_up("crashed", plan=kind.PLAN, attempts=1).tell()
    s = story("under way, without an answer; resumed two days later: looked for at once, and then a person looks").create().crash(2 * DAY).list([])
    s.gives_up("crashed", plan=kind.PLAN).tell()
    s = story("under way; resumed an hour later, found at once").create().crash(HOUR)
    s.until = s.now
    found(s).pays().tell()
    found(sought(story("in the pause after an attempt that never left: the record cannot tell, so it is looked for").create().fail("not_sent").backoff(1).crash(100))).pays().tell()
    s = story("answered, but dead before its reference was durable: looked for by its details or our id").create().accept().crash(lost=True)
    s.ref = None
    found(sought(s)).pays().tell()
    s = story("while it is looked for, before the list").create().fail().lost().crash()
    found(sought(s)).pays().tell()
    s = story("while it is looked for, after a list without it")
    s.create().fail().lost().due().list([]).searching(s.made).crash(10 * MINUTE)
    s.until = s.now
    found(s).pays().tell()
    # A claim.
    s = story("after the claim of the one found").create().fail().lost().due().list([kind_item(kind)]).claim(kind.REF(1)).crash()
    s.reads(s.OPEN).store(reference=s.ref).opens(text="").pays().tell()
    s = story("before the claim of the one found is durable").create().fail().lost().due()
    s.list([s.item(kind.REF(1), s.OPEN)]).claim(kind.REF(1)).crash(lost=True)
    s.ref, s.until = None, s.now
    found(s).pays().tell()
    s = story("after the claim of one that turns out to be another's: set aside, looked for again").create().fail().lost().due()
    s.list([s.item(kind.REF(5), s.OPEN)]).claim(kind.REF(5)).crash(after_ms=HOUR)
    s.fetch().answer(200, ok(s.item(kind.REF(5), s.OPEN) | {"amount": s.amount + 1, "ext_id": "someone-elses-1"}))
    s.ref = None
    s.store().searching(s.made).due().list([s.item(kind.REF(1), s.OPEN), s.item(kind.REF(5), s.OPEN)]).claim(kind.REF(1)).reads("success").settles().tell()
    # While another process may be waiting for the answer.
    s = story("another may be at it: stopped, it says what is known and stores nothing").create().crash(waits=False)
    s.comes("stop").done(unknown("crashed", plan=kind.PLAN, attempts=1)).tell()
    s = story("another may be at it: looked for only then").create().crash(20_000)
    found(sought(s)).pays().tell()
    s = story("a second before its time is over").create().crash(LEASE - SECOND)
    found(sought(s)).pays().tell()
    s = story("its time is over").create().crash(LEASE)
    found(sought(s)).pays().tell()
    s = story("by a clock that is a day behind: no longer than by its own").create().crash(-DAY)
    assert s.lines[-1]["at_least"] == LEASE
    s = story("a code may be on its way: nobody is asked for it meanwhile").begin()
    if hasattr(s, "types"):
        s.types().crash(20_000).reads(kind.OPEN).opens().pays().tell()
    # Frozen between the record and the request: somebody else may have taken over meanwhile.
    for frozen, late in ((60_000, False), (60_001, True), (HOUR, True), (-60_001, True)):
        s = story(f"frozen for {frozen} ms behind its record: {'the journal is asked again' if late else 'sent'}").store().comes("stored").time(frozen)
        (s.create() if late else s.post(s.PATH, s.body)).accept().opens().pays().tell()
    # Known by its reference.
    resumed(story("after its reference is durable: read at once").create().accept().crash()).pays().tell()
    resumed(story("waiting, or asking").begin().crash()).pays().tell()
    resumed(resumed(story("twice").begin().crash()).crash()).pays().tell()
    story("waiting, or asking; it was paid meanwhile").begin().crash(10 * MINUTE).reads("success").settles().tell()
    story("waiting, or asking; it ended meanwhile").begin().crash(10 * MINUTE).reads(kind.ENDED).refuses(ended(kind)).tell()
    s = story("after a status that moved").create().accept().crash().reads(moved)
    if moved != kind.OPEN:
        s.store(reference=s.ref)
    s.looks().crash().reads("success").settles().tell()
    s = story("the first look of the new process gets no answer").begin().crash().fetch().fail().backoff(1).due()
    resumed(s).pays().tell()
    # The end.
    s = story("before the end is durable: read again").begin().pays()
    s.lines.pop()
    s.crash(lost=True).reads("success").settles().tell()
    s = story("after the end: a settled one is read again, for no record keeps the answer").begin().pays().crash().reads("success").settles()
    s.tell()
    s = story("after the end: one that ended reads the same").begin().crash().reads(kind.ENDED).refuses(ended(kind)).crash(HOUR).reads(kind.ENDED)
    s.refuses(ended(kind)).tell()
    story("after a refusal: told again, nobody is asked").create().answer(400, no("INSUFFICIENT_FUNDS", "Solde insuffisant")).refuses("INSUFFICIENT_FUNDS").crash().done(
        rejected("INSUFFICIENT_FUNDS", http_status=400)).tell()
    s = story("after it was not sent at all: told again")
    s.create().fail("not_sent").backoff(1).due().create().fail("not_sent").backoff(2).due().create().fail("not_sent").store("closed").done(not_sent("unreachable")).crash().done(
        not_sent("unreachable")).tell()
    s = story("after it was handed over unknown: looked for again, and found")
    s.create().fail().lost().due().list([]).searching(s.made).time(2 * DAY).list([]).gives_up("no_answer").crash(HOUR).list([s.item(kind.REF(1), "success")]).claim(kind.REF(1))
    s.reads("success").settles().tell()
    # Alarms.
    s = story("it had failed; a year later it reads success: money wins, and somebody should look").begin().crash().reads(kind.ENDED).refuses(ended(kind)).crash(365 * DAY).reads("success")
    s.settles(alarms=[{"applied": "late_success", "known": kind.ENDED, "seen": "success"}]).tell()
    s = story("it was paid; later it reads failed: it stays paid, and somebody should look").begin().pays().crash(DAY).reads(kind.ENDED)
    s.store("closed", s.ref).done({"kind": "settled", "value": {"reference": s.ref}}, alarms=[{"applied": "regression", "known": "success", "seen": kind.ENDED}]).tell()
    # Keys.
    s = story("resumed with a rotated key that knows the earlier one: the new one is sent").begin().crash(key=OTHER, earlier=[KEY]).fetch(key=OTHER).answer(200, ok(kind_item(kind, "success"))).settles()
    s.tell()
    s = story("rotated twice: what was sealed with the second needs the first no more").begin().crash(key=OTHER, earlier=[KEY]).fetch(key=OTHER).answer(200, ok(kind_item(kind, "success"))).settles()
    s.crash(key="sk_test_third_key", earlier=[OTHER]).fetch(key="sk_test_third_key").answer(200, ok(kind_item(kind, "success"))).settles().tell()
    story("resumed with a rotated key that does not know the earlier one: refused").begin().crash(key=OTHER).refused(None).tell()
    story("resumed with a key that knows others only: refused").begin().crash(key=OTHER, earlier=["sk_test_third_key", OTHER]).refused(None).tell()
    story("resumed with a live key: refused, for test and live do not mix").begin().crash(key=LIVE).refused(None).tell()
    s = story("resumed with a live key, then with the right one").begin().crash(key=LIVE).refused(None).crash(key="sk_test_sandbox")
    resumed(s).pays().tell()
    return g


def kind_item(kind, status=None):
    return kind(story_group("", ""), "").item(kind.REF(1), status or kind.OPEN)


def ended(kind):
    return "PAYMENT_CANCELED" if kind.ENDED == "cancelled" else "PAYMENT_FAILED"


def charges():
    g = story_group(RULES, "sf-collect-crash-code")
    resumed(Collect(g, "after the code's record: it may have been submitted; the charge still waits, so the payer is asked").begin().types().crash()).pays().tell()
    Collect(g, "after the code's record; it went through").begin().types().crash().reads("success").settles().tell()
    s = Collect(g, "after the code's record; it is pending").begin().types().crash().reads("pending").store(reference=ch(1))
    s.looks().reads("success").settles().tell()
    s = Collect(g, "before the code's record is durable: it was not submitted").begin().comes("otp", code="123456").store(reference=ch(1)).crash(lost=True)
    resumed(s).pays().tell()
    resumed(Collect(g, "the code was wrong, and dead before the charge was read").begin().types("918273").answer(400, no("OTP_INVALID")).crash()).pays().tell()
    resumed(Collect(g, "asking again after a wrong code: the problem is not kept").begin().types("918273").answer(400, no("OTP_INVALID")).reads("send_otp").opens(
        problem="invalid", code="OTP_INVALID").crash()).pays().tell()
    s = Collect(g, "lost, and the key rotated: its payer is recognised by the earlier one").create().crash(HOUR, key=OTHER, earlier=[KEY])
    s.list([s.item(ch(1), "success")], key=OTHER).claim(ch(1)).reads("success").settles().tell()
    s = Collect(g, "lost, rotated, and the earlier key given up too soon: no fingerprint fits any more, so it stays unknown and nobody else's is taken").create()
    s.crash(HOUR, key=OTHER, earlier=[KEY]).list([], key=OTHER).searching(s.made).time(2 * DAY).list([]).gives_up("crashed", plan="search_by_details")
    s.crash(HOUR, key=OTHER).list([s.item(ch(1), "success")]).gives_up("crashed", plan="search_by_details").tell()
    Collect(g, "lost, and the key rotated without knowing the earlier one: refused before anything is sent").create().crash(HOUR, key=OTHER).refused(None).tell()
    s = Payout(g, "a payout, lost, and the key rotated: our own id still finds it").create().crash(HOUR, key=OTHER, earlier=[KEY])
    s.list([s.item(s.REF(1), "success")], key=OTHER).claim(s.REF(1)).reads("success").settles().tell()
    s = Settle(g, "a settlement, lost, and the key rotated: amount and time still find it").create().crash(HOUR, key=OTHER, earlier=[KEY])
    s.list([s.item(s.REF(1), "success")], key=OTHER).claim(s.REF(1)).reads("success").settles().tell()
    return g


def cancels():
    g = story_group(RULES + "; reliability.md 1.2 row 10", "sf-cancel-crash")
    begun = lambda comment: Cancel(g, comment).cancel()
    Cancel(g, "before the first record is durable: it begins anew").store().crash(lost=True).cancel().says("cancelled").is_cancelled().tell()
    begun("after the record: read; it is cancelled").crash().reads("cancelled").is_cancelled().tell()
    begun("after the record: read; it is not, so it is asked once more").crash().reads("processing").cancel().says("cancelled").is_cancelled().tell()
    begun("after the record: read; it is in transit").crash().reads("in_transit").is_refused("CONFLICT").tell()
    begun("after the record: there is no such settlement any more").crash().fetch().answer(404, no()).is_unknown("vanished").tell()
    begun("before the end is durable: read again").says("cancelled").store("closed").crash(lost=True).reads("cancelled").is_cancelled().tell()
    begun("after the end: read again").says("cancelled").is_cancelled().crash().reads("cancelled").is_cancelled().tell()
    begun("after the end; it reads processing again: never cancelled again").says("cancelled").is_cancelled().crash().reads("processing").store("unknown").done({"kind": "unknown"}).tell()
    begun("after a refusal: told again").answer(401, no()).is_refused("UNAUTHORIZED").crash().done(rejected("UNAUTHORIZED")).tell()
    s = begun("handed over unknown: looked at again").comes("stop").store("unknown").done({"kind": "unknown"}).crash().reads("cancelled").is_cancelled()
    s.tell()
    begun("with a live key: refused").crash(key=LIVE).refused(None).tell()
    begun("with a rotated key that does not know the earlier one: refused").crash(key=OTHER).refused(None).tell()
    s = begun("with a rotated key").crash(key=OTHER, earlier=[KEY]).get(f"settlements/{Cancel(g, '').settlement}", key=OTHER)
    s.answer(200, ok(s.item("cancelled"))).is_cancelled().tell()
    return g


def pages():
    g = story_group(RULES, "sf-checkout-crash")
    s = Checkout(g, "while the page is opened: nobody knows its address, so another is opened").opens().crash().opens().opened()
    s.store(reference=s.ref).redirects().tell()
    s = Checkout(g, "before its record is durable: another is opened").opens().opened()
    s.store(reference=s.ref).crash(lost=True).opens().opened().store(reference=s.ref).redirects().tell()
    s = Checkout(g, "before the customer was sent, and nobody paid: the same address").opens().opened()
    s.store(reference=s.ref).crash().reads("pending").store(reference=s.ref).redirects().comes("shown")
    s.began = s.now
    s.store(reference=s.ref).looks().reads("success").settles().tell()
    Checkout(g, "after the customer was sent: read at once, nobody is sent again").shown().crash().reads("success").settles().tell()
    s = Checkout(g, "before it is durable that the customer was sent, and nobody paid: sent once more").shown().crash(lost=True)
    s.reads("pending").store(reference=s.ref).redirects().tell()
    s = Checkout(g, "before it is durable that the customer was sent, who paid: nobody is sent to a paid page").shown().crash(lost=True)
    s.reads("success").settles().tell()
    s = Checkout(g, "told to stop before the customer was sent, who had the address and paid").opens().opened()
    s.store(reference=s.ref).redirects().comes("stop").gives_up("still_open").crash().reads("success").settles().tell()
    s = Checkout(g, "between two looks").shown().looks().reads("pending").store(reference=s_ref()).crash().reads("pending")
    s.looks().reads("failed").refuses("PAYMENT_FAILED").tell()
    s = Checkout(g, "while its charge is read").shown().looks().reads("pending", ch(77)).get(f"charges/{ch(77)}").crash().reads("success", ch(77)).witness("success").settles()
    s.tell()
    Checkout(g, "after the end: read again").shown().looks().reads("success").settles().crash().reads("success").settles().tell()
    s = Checkout(g, "it had failed; now it is paid: money wins, and somebody should look").shown().looks().reads("failed").refuses("PAYMENT_FAILED").crash(DAY).reads("success")
    s.settles(alarms=[{"applied": "late_success", "known": "failed", "seen": "success"}]).tell()
    Checkout(g, "with a live key: refused").shown().crash(key=LIVE).refused(None).tell()
    Checkout(g, "with a rotated key that does not know the earlier one: refused").shown().crash(key=OTHER).refused(None).tell()
    s = Checkout(g, "with a rotated key").shown().crash(key=OTHER, earlier=[KEY]).fetch(key=OTHER)
    s.answer(200, ok(s.item("success"))).settles().tell()
    return g


def s_ref():
    return "chk_" + "1".zfill(32)


def generate():
    write("flows_senfenico_crash", "A process of Senfenico's flows that dies at every moment.", [*[common(kind) for kind in (Collect, Payout, Settle)], charges(), cancels(), pages()])
