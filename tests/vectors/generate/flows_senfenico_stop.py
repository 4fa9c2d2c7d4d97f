"""Stop at every moment: no other ask, wait or send; what is known is said."""

from common import write
from flows_common import ANY, not_sent, rejected, settled, story_group, unknown
from flows_senfenico import HTML, PURSUED, Bulk, Cancel, Checkout, Collect, Read, Senfenico, ch, chk, no, ok
from flows_senfenico_collect import dialled, shown
from flows_senfenico_rows import READS
from flows_senfenico_webhooks import follow

RULES = "issue 10, 5: stop waiting and say what is known; README, The loop; machine.rs, Event::Stop"


def unsent(s):
    """It certainly never left."""
    return s.store("closed", others=True).done(not_sent("stopped"))


def open_still(s):
    """It exists, and has not ended."""
    return s.store("unknown", s.ref, others=True).done(unknown("still_open", provider_reference=s.ref, plan="fetch"))


def common(kind):
    g = story_group(RULES, f"sf-{kind.NAMES[0]}-stop")
    story = lambda comment: kind(g, comment)
    unsent(story("before anything").stop()).tell()
    unsent(story("while the first record is being stored").store().stop()).tell()
    unsent(story("right after the first record").store().comes("stored").stop()).tell()
    s = story("under way: it may have arrived").create().stop().store("unknown", others=True).done(unknown("no_answer", plan=kind.PLAN, attempts=1))
    s.tell()
    s = story("under way; the answer that comes later is not listened to").create().stop().store("unknown", others=True).done(unknown("no_answer")).answer(
        201, ok(s_born(kind))).done(unknown("no_answer"))
    s.tell()
    unsent(story("after it never left").create().fail("not_sent").stop()).tell()
    unsent(story("in the pause after it never left").create().fail("not_sent").backoff(1).stop()).tell()
    unsent(story("after it was turned away").create().answer(429).stop()).tell()
    unsent(story("in the pause after it was turned away").create().answer(429, "", {"Retry-After": "20"}).busy(20).stop(3_000)).tell()
    unsent(story("before the second attempt, while its record is being stored").create().fail("not_sent").backoff(1).due().store().stop()).tell()
    for comment, comes, why in (("lost", lambda s: s.fail(), "no_answer"), ("answered with HTTP 503", lambda s: s.answer(503, HTML), "server_error"), ("answered with a code that may be harmful", lambda s: s.answer(
            400, no("NETWORK_ERROR")), "uncertain_code")):
        s = story(f"after it was {comment}")
        comes(s.create())
        s.stop().store("unknown", others=True).done(unknown(why, plan=kind.PLAN)).tell()
        s = story(f"after it was {comment}, waiting for the list")
        comes(s.create())
        s.lost().stop(5_000).store("unknown", others=True).done(unknown(why, plan=kind.PLAN)).tell()
    s = story("while the list is read").create().fail().lost().due().get(kind.LIST).stop().store("unknown", others=True).done(unknown("no_answer", plan=kind.PLAN))
    s.tell()
    s = story("after a list that does not show it").create().fail().lost().due().list([]).stop().store("unknown", others=True).done(unknown("no_answer", plan=kind.PLAN))
    s.tell()
    s = story("after a list that shows it: nothing is proven yet").create().fail().lost().due()
    s.list([s.item(kind.REF(1), "success")]).stop().store("unknown", ANY, others=True).done({"kind": "unknown"}).tell()
    s = story("after the claim, while the one found is read").create().fail().lost().due()
    s.list([s.item(kind.REF(1), "success")]).claim(kind.REF(1)).fetch().stop().store("unknown", s.ref, others=True).done({"kind": "unknown", "unknown": {"provider_reference": s.ref}})
    s.tell()
    story("refused, in the same moment").create().answer(400, no("INSUFFICIENT_FUNDS")).stop().refuses("INSUFFICIENT_FUNDS").tell()
    s = story("answered, in the same moment: it exists").create()
    s.ref = kind.REF(1)
    open_still(s.answer(201, ok(s.born())).stop()).tell()
    s = story("while its reference is being stored").create().accept()
    open_still(s.stop()).tell()
    s = story("right after its reference was stored").create().accept()
    open_still(s.comes("stored").stop()).tell()
    open_still(story("waiting, or asking").begin().stop(60_000)).tell()
    s = follow(story("between two looks").begin())
    open_still(s.stop(100)).tell()
    s = follow(story("during a look").begin())
    open_still(s.due().fetch().stop()).tell()
    s = follow(story("after a look that shows it open").begin()).due()
    open_still(s.reads(kind.MOVING or kind.OPEN).stop()).tell()
    s = follow(story("after a look without an answer").begin()).due()
    open_still(s.fetch().fail().stop()).tell()
    follow(story("after a look that shows it paid, in the same moment: paid").begin()).due().reads("success").stop().settles().tell()
    s = follow(story("after a look that shows it ended, in the same moment: ended").begin()).due().reads(kind.ENDED).stop()
    s.refuses("PAYMENT_CANCELED" if kind.ENDED == "cancelled" else "PAYMENT_FAILED").tell()
    s = follow(story("after a webhook that says it is paid: a hint is no proof").begin()).hook("success").stop()
    open_still(s).tell()
    s = story("after the end: said again").begin().pays().stop().done(settled(reference=kind.REF(1), status="success"))
    s.tell()
    s = story("while the end is being stored: the end").begin().pays()
    last = s.lines.pop()
    s.stop()
    s.lines.append(last)
    s.tell()
    open_still(story("by the process that resumes, before it did anything").begin().crash().stop()).tell()
    s = story("by the process that resumes a lost one, before it did anything").create().crash().stop().store("unknown", others=True).done(unknown("crashed", plan=kind.PLAN))
    s.tell()
    return g


def s_born(kind):
    s = kind(story_group("", ""), "")
    s.ref = kind.REF(1)
    return s.born()


def charges():
    g = story_group(RULES, "sf-collect-stop-code")
    begun = lambda comment: Collect(g, comment).begin()
    open_still(begun("while a code is asked for again").comes("otp", code="x").opens(problem="malformed").stop()).tell()
    open_still(begun("with a code just typed: it is not submitted").comes("otp", code="123456").stop()).tell()
    s = begun("while the code's record is being stored: it is not submitted").comes("otp", code="123456").store(reference=ch(1))
    open_still(s.stop()).tell()
    open_still(begun("with the code under way").types().stop()).tell()
    begun("the code accepted, in the same moment: paid").types().submitted().stop().settles().tell()
    open_still(begun("the code accepted but pending, in the same moment").types().submitted("pending").stop()).tell()
    open_still(begun("the code refused, in the same moment").types().answer(400, no("OTP_INVALID")).stop()).tell()
    open_still(begun("the code lost").types().fail().stop()).tell()
    open_still(begun("while the charge is read after a wrong code").types().answer(400, no("OTP_EXPIRED")).fetch().stop()).tell()
    open_still(begun("the charge read after a wrong code, in the same moment: nobody is asked").types().answer(400, no("OTP_INVALID")).reads("send_otp").stop()).tell()
    s = begun("a code turned away").types().answer(429, "", {"Retry-After": "9"}).busy(9)
    open_still(s.stop()).tell()
    open_still(dialled(g, "while the phone's prompt is shown").stop()).tell()
    open_still(dialled(g, "the prompt just shown").comes("shown").stop()).tell()
    open_still(shown(dialled(g, "waiting for the phone")).pending((40, 40)).stop()).tell()
    return g


def calls():
    g = story_group(RULES, "sf-once-stop")
    for kind in PURSUED:
        story = lambda comment: kind(g, f"{kind.NAMES[1]}: {comment}", flow=False)
        unsent(story("before anything").stop()).tell()
        unsent(story("while its record is being stored").store().stop()).tell()
        story("under way").create().stop().store("unknown", others=True).done(unknown("no_answer", plan=kind.PLAN)).tell()
        s = story("answered, in the same moment").create().accept().stop().ends()
        s.tell()
        unsent(story("in the pause after it never left").create().fail("not_sent").backoff(1).stop()).tell()
    submit = lambda comment: Senfenico(g, f"submit_otp: {comment}", {"kind": "submit_otp", "charge": ch(4), "otp": "839231"}).store()
    unsent(submit("while its record is being stored").stop()).tell()
    submit("under way").post("charges/submit", {"otp": "839231", "charge_reference": ch(4)}).stop().store("unknown", others=True).done(unknown("no_answer", plan="fetch")).tell()
    for kind, path, order, data in READS[::2]:
        begun = lambda comment: Read(g, f"{kind}: {comment}", kind, path, **order)
        begun("before anything").stop().done(not_sent("stopped")).tell()
        begun("under way: it has no effect").asks().stop().done(not_sent("stopped")).tell()
        begun("in a pause").asks().fail().backoff(1).stop().done(not_sent("stopped")).tell()
    return g


def cancels():
    g = story_group(RULES, "sf-cancel-stop")
    begun = lambda comment: Cancel(g, comment).cancel()
    unsent(Cancel(g, "before anything").stop()).tell()
    unsent(Cancel(g, "while its record is being stored").store().stop()).tell()
    begun("under way: it may have arrived").stop().store("unknown", others=True).done({"kind": "unknown"}).tell()
    unsent(begun("in the pause after it never left").fail("not_sent").backoff(1).stop()).tell()
    begun("cancelled, in the same moment: it is").says("cancelled").stop().is_cancelled().tell()
    begun("refused, in the same moment; the settlement was not read").answer(400, no(message="Validation error")).stop().store("unknown", others=True).done({"kind": "unknown"}).tell()
    begun("lost").fail().stop().store("unknown", others=True).done({"kind": "unknown", "unknown": {"provider_reference": Cancel(g, "").settlement}}).tell()
    begun("while the settlement is read").fail().fetch().stop().store("unknown", others=True).done({"kind": "unknown"}).tell()
    begun("read as cancelled, in the same moment: it is").fail().reads("cancelled").stop().is_cancelled().tell()
    begun("read as in transit, in the same moment: too late").fail().reads("in_transit").stop().is_refused("CONFLICT").tell()
    begun("read as processing, in the same moment: not asked once more").fail().reads("processing").stop().store("unknown", others=True).done({"kind": "unknown"}).tell()
    begun("before the second request, while its record is being stored").fail().reads("processing").store().stop().store("unknown", others=True).done({"kind": "unknown"}).tell()
    begun("the key refused, in the same moment").answer(401, no()).stop().is_refused("UNAUTHORIZED").tell()
    return g


def pages():
    g = story_group(RULES, "sf-checkout-stop")
    story = lambda comment: Checkout(g, comment)
    story("before anything").stop().done(not_sent("stopped")).tell()
    story("while the page is opened: nobody knows its address").opens().stop().done(not_sent("stopped")).tell()
    story("in the pause after it was lost").opens().fail().backoff(1).stop().done(not_sent("stopped")).tell()
    open_still(story("opened, in the same moment: nobody is sent").opens().opened().stop()).tell()
    s = story("while its record is being stored").opens().opened()
    open_still(s.store(reference=s.ref).stop()).tell()
    s = story("before the customer is sent").opens().opened()
    open_still(s.store(reference=s.ref).redirects().stop()).tell()
    open_still(story("while it is stored that the customer was sent").shown().stop()).tell()
    open_still(story("between two looks").shown().pending((40, 40)).stop()).tell()
    open_still(story("during a look").shown().looks().fetch().stop()).tell()
    open_still(story("read as pending, in the same moment").shown().looks().reads("pending").stop()).tell()
    story("read as paid, in the same moment: paid").shown().looks().reads("success").stop().settles().tell()
    story("read as failed, in the same moment: failed").shown().looks().reads("failed").stop().refuses("PAYMENT_FAILED").tell()
    open_still(story("while its charge is read").shown().looks().reads("success", ch(77)).get(f"charges/{ch(77)}").stop()).tell()
    story("its charge read as paid, in the same moment: paid").shown().looks().reads("pending", ch(77)).witness("success").stop().settles().tell()
    open_still(story("the page says paid, its charge does not, in the same moment").shown().looks().reads("success", ch(77)).witness("pending").stop()).tell()
    open_still(story("by the process that resumes").shown().crash().stop()).tell()
    story("after the end").shown().looks().reads("success").settles().stop().done(settled(reference=chk(1), status="success")).tell()
    return g


def bulks():
    g = story_group(RULES, "sf-bulk-stop")
    never = lambda s, count=None, start=0: s.of(not_sent("stopped"), count, start)
    doubtful = lambda s, why, count=None, start=0: s.of(unknown(why, our_reference="pay-{n}"), count, start)
    s = Bulk(g, "before anything")
    s.stop().ends(never(s)).tell()
    s = Bulk(g, "while the first record is being stored")
    s.store().stop().ends(never(s)).tell()
    s = Bulk(g, "with the first of two batches under way", count=150)
    s.batch().stop().ends(doubtful(s, "no_answer", 100), never(s, 50, 100), stage="unknown").tell()
    s = Bulk(g, "the first of two batches queued, in the same moment", count=150)
    s.batch().queued(count=100).stop().ends(doubtful(s, "still_open", 100), never(s, 50, 100), stage="unknown").tell()
    s = Bulk(g, "in the pause between two batches", count=150)
    s.batch().queued(count=100).store().wait("rate_limited", s.now, 250, 250).stop().ends(doubtful(s, "still_open", 100), never(s, 50, 100), stage="unknown").tell()
    s = Bulk(g, "the first of two batches refused, in the same moment", count=150)
    s.batch().answer(400, no("INVALID_DATA")).stop().ends(s.of(rejected("INVALID_DATA"), 100), never(s, 50, 100)).tell()
    s = Bulk(g, "between two looks")
    s.batch().queued().follows().pending(s.began).stop().ends(doubtful(s, "still_open"), stage="unknown").tell()
    s = Bulk(g, "during a look")
    s.batch().queued().follows().looks().get("transfers/").stop().ends(doubtful(s, "still_open"), stage="unknown").tell()
    s = Bulk(g, "a list in which all are paid, in the same moment: paid")
    s.batch().queued().follows().looks().list(s.items("success")).stop().ends(s.paid()).tell()
    s = Bulk(g, "a list in which two are paid, in the same moment: two are paid")
    s.batch().queued().follows().looks().list(s.items("success", 2), s.items("pending", 1, 2)).stop().ends(s.paid(2), doubtful(s, "still_open", 1, 2), stage="unknown").tell()
    s = Bulk(g, "while the recipients are asked for again", count=150)
    s.batch().queued(count=100).store().crash().ask("recipients", ext_ids=[{"each": [100, 150], "item": "pay-{n}"}]).stop()
    s.ends(doubtful(s, "still_open", 100), never(s, 50, 100), stage="unknown").tell()
    return g


def generate():
    groups = [*[common(kind) for kind in PURSUED], charges(), calls(), cancels(), pages(), bulks()]
    write("flows_senfenico_stop", "Senfenico's operations stopped at every moment.", groups)
