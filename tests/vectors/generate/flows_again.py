"""An order that is given again under its id: after nothing was sent it begins anew, and otherwise never."""

from common import write
from flows_common import DAY, HOUR, MINUTE, not_sent, rejected, story_group, unknown
from flows_dexchange import FAILED, SENELEC, WOYOFAL, Pay
from flows_senfenico import Bulk, Cancel, Checkout, Collect, Payout, Settle, no

RULES = "adr/0014: what ended not sent begins anew; adr/0002: what may have arrived is never sent again"
KEY, OTHER = "sk_test_sandbox", "sk_test_rotated_key"


def unreachable(s, create):
    """Three attempts that never left, each behind a record of its own."""
    for tries in (1, 2):
        create().fail("not_sent").backoff(tries).due()
    return create().fail("not_sent").store("closed").done(not_sent("unreachable"))


def corrected(kind, g, s, **details):
    """The same story with other details from here on."""
    other = kind(g, "", **details)
    for name in ("amount", "body", "phone", "ours", "ext_id"):
        if hasattr(other, name):
            setattr(s, name, getattr(other, name))
    return other.given["order"]


def pursued(kind, details):
    g = story_group(RULES, f"again-{kind.NAMES[0]}")
    never = lambda comment: (lambda s: unreachable(s, s.create))(kind(g, comment))
    begun = lambda s: s.create().accept().opens().pays()
    begun(never("the vendor could not be reached; the same order again pays").given_again("unreachable")).tell()
    begun(never("again a year later").given_again("unreachable", after_ms=365 * DAY)).tell()
    begun(never("again at once").given_again("unreachable", after_ms=0)).tell()
    s = never("with corrected details: no conflict, for nothing happened")
    begun(s.given_again("unreachable", corrected(kind, g, s, **details))).tell()
    s = never("twice not sent; the third try pays, and the record tells of both").given_again("unreachable")
    begun(unreachable(s, s.create).given_again("unreachable")).tell()
    s = kind(g, "turned away again and again; again later")
    for _ in range(4):
        s.create().answer(429).busy().due()
    begun(s.create().answer(429).store("closed").done(not_sent("busy")).given_again("busy", after_ms=HOUR)).tell()
    s = kind(g, "stopped in the pause after an attempt that never left; wanted all the same").create().fail("not_sent").backoff(1).comes("stop").store("closed").done(not_sent("stopped"))
    begun(s.given_again("stopped")).tell()
    s = kind(g, "stopped before its record was durable; wanted all the same").store().comes("stop").store("closed").done(not_sent("stopped"))
    begun(s.given_again("stopped")).tell()
    # Another process.
    begun(never("another process tells how it ended, and a third is given the order again").crash().done(not_sent("unreachable")).given_again("unreachable")).tell()
    begun(never("the first record of the second try was not durable: the first try's end is told, and it begins anew").given_again("unreachable").store().crash(lost=True).done(
        not_sent("unreachable")).given_again()).tell()
    s = never("dead after the first record of the second try: it may have been sent, so it is looked for and never sent again").given_again("unreachable").create().crash(HOUR).list([])
    s.searching(s.made).time(2 * DAY).list([]).gives_up("crashed", plan=kind.PLAN, attempts=1).given_again().list([]).gives_up("crashed", plan=kind.PLAN, attempts=1).tell()
    s = never("the second try's answer is lost: looked for").given_again("unreachable").create().fail().lost()
    s.found().pays().tell()
    s = never("the second try is refused: told so, and again").given_again("unreachable").create().answer(400, no("INSUFFICIENT_FUNDS", "Solde insuffisant")).refuses("INSUFFICIENT_FUNDS")
    s.given_again().done(rejected("INSUFFICIENT_FUNDS", http_status=400)).tell()
    s = never("the key was rotated since, and the earlier one is known").crash(key=OTHER, earlier=[KEY]).done(not_sent("unreachable")).given_again("unreachable")
    s.store().post(s.PATH, s.body, OTHER).tell()
    never("the key was rotated since, and nobody knows the earlier one: refused").crash(key=OTHER).refused(None).given_again().refused(None).tell()
    # What did happen, or may have.
    other = kind(g, "", **details).given["order"]
    s = kind(g, "under way: the order given again is looked for, not sent").create().given_again(after_ms=HOUR).list([])
    s.searching(s.made).time(2 * DAY).list([]).gives_up("crashed", plan=kind.PLAN).tell()
    s = kind(g, "in the pause after an attempt that never left, by another process: the record cannot tell").create().fail("not_sent").backoff(1).given_again(after_ms=HOUR).list([])
    s.searching(s.made).time(2 * DAY).list([]).gives_up("crashed", plan=kind.PLAN).tell()
    kind(g, "under way, and other details: the id is used twice").create().given_again(order=other).refused("op_id").tell()
    s = kind(g, "one attempt may have arrived and the next never left: unknown, and looked for").create().fail().lost().due().list([]).searching(s.made)
    s.time(2 * DAY).list([]).gives_up("no_answer", plan=kind.PLAN).given_again().list([s.item(kind.REF(1), "success")]).claim(kind.REF(1)).reads("success").settles().tell()
    s = kind(g, "stopped while its request was under way: unknown, and looked for").create().comes("stop")
    s.stopped = True
    s.store("unknown", others=True).done(unknown("no_answer"))
    s.stopped = None
    s.given_again(after_ms=HOUR).list([s.item(kind.REF(1), "success")]).claim(kind.REF(1)).reads("success").settles().tell()
    kind(g, "refused by the vendor: told again, nobody is asked").create().answer(400, no("INSUFFICIENT_FUNDS", "Solde insuffisant")).refuses("INSUFFICIENT_FUNDS").given_again().done(
        rejected("INSUFFICIENT_FUNDS", http_status=400)).tell()
    kind(g, "refused by the vendor, and other details: the id is used twice").create().answer(400, no("INSUFFICIENT_FUNDS", "Solde insuffisant")).refuses("INSUFFICIENT_FUNDS").given_again(
        order=other).refused("op_id").tell()
    kind(g, "settled: read again, and never sent again").begin().pays().given_again().reads("success").settles().tell()
    kind(g, "settled, and other details: the id is used twice").begin().pays().given_again(order=other).refused("op_id").tell()
    s = kind(g, "known to the vendor, and open: continued").begin().given_again(after_ms=MINUTE)
    s.reads(s.OPEN).opens().pays().tell()
    s = kind(g, "known to the vendor, and stopped: read again").begin().comes("stop")
    s.stopped = True
    s.store("unknown", s.ref, others=True).done(unknown("still_open"))
    s.stopped = None
    s.given_again().reads("success").settles().tell()
    never("not sent, and another kind of operation: the id is used twice").given_again(order={"kind": "cancel_settlement", "reference": "d1b19637-3cce-45e7-898b-000000000007"}).refused("op_id").tell()
    return g


def calls():
    g = story_group(RULES, "again-calls")
    for kind, details in DETAILS:
        never = lambda comment, kind=kind: (lambda s: unreachable(s, s.create))(kind(g, f"{kind.NAMES[1]}: {comment}", flow=False))
        never("not sent; again").given_again("unreachable").create().accept().ends().tell()
        s = never("not sent; corrected")
        order = corrected(kind, g, s, flow=False, **details)
        s.given_again("unreachable", order).create().accept().ends().tell()
        s = never("not sent; again, and the answer is lost: unknown, told again, never sent again").given_again("unreachable").create().fail()
        s.store("unknown").done(unknown("no_answer")).given_again().done(unknown("no_answer")).tell()
        never("not sent; the flow of the same payment is another operation: the id is used twice").given_again(order=kind(g, "").given["order"]).refused("op_id").tell()
        s = kind(g, f"{kind.NAMES[1]}: under way; given again by another process", flow=False).create().given_again()
        s.done(unknown("crashed", attempts=1)).tell()
        kind(g, f"{kind.NAMES[1]}: answered; given again", flow=False).create().accept().ends().given_again().done(unknown("crashed")).tell()
    return g


def cancels():
    g = story_group(RULES, "again-cancel_settlement")
    never = lambda comment: (lambda s: unreachable(s, s.cancel))(Cancel(g, comment))
    never("not sent; again").given_again("unreachable").cancel().says("cancelled").is_cancelled().tell()
    s = never("not sent; another settlement was meant").given_again("unreachable", Cancel(g, "", ref="d1b19637-3cce-45e7-898b-000000000008").given["order"])
    s.settlement = "d1b19637-3cce-45e7-898b-000000000008"
    s.cancel().says("cancelled").is_cancelled().tell()
    s = Cancel(g, "may have had its effect: given again, it is read").cancel().given_again().reads("cancelled").is_cancelled()
    s.tell()
    return g


def pages():
    g = story_group(RULES, "again-checkout")
    s = Checkout(g, "before there is a page nothing is kept: opened again")
    for tries in (1, 2):
        s.opens().fail("not_sent").backoff(tries).due()
    s.opens().fail("not_sent").done(not_sent("unreachable")).given_again().opens().opened().store(reference=s.ref).redirects().tell()
    s = Checkout(g, "its page is there: the same page, and no other").opens().opened().store(reference=s.ref).redirects().given_again().reads("pending").store(reference=s.ref).redirects()
    s.tell()
    s = Checkout(g, "its page is there, and another amount: the id is used twice").opens().opened().store(reference=s.ref).redirects().given_again(order=Checkout(g, "", amount=601).given["order"])
    s.refused("op_id").tell()
    return g


def batches():
    g = story_group(RULES, "again-bulk_payout")

    def lost_batch(s):
        """A batch that never leaves."""
        s.store()
        first, last = s.sent_until, min(s.sent_until + 100, s.count)
        s.sent_until = last
        for tries in (1, 2):
            s.batch_again(first, last - first).fail("not_sent").backoff(tries).due().store()
        return s.batch_again(first, last - first).fail("not_sent")

    def anew(s, why="unreachable", **more):
        s.sent_until = 0
        return s.given_again(why, **more)

    nothing = lambda s: s.of(not_sent("unreachable"))
    s = lost_batch(Bulk(g, "one batch, not sent; again")).store()
    s.ends(nothing(s))
    anew(s).batch().queued().follows().looks().list(s.items("success"))
    s.ends(s.paid()).tell()
    s = lost_batch(Bulk(g, "two batches, neither sent; again", count=101)).paced()
    lost_batch(s).store().ends(nothing(s))
    anew(s).batch().queued(count=100).paced().batch().queued(count=1).follows().looks().list(s.items("success"))
    s.ends(s.paid()).tell()
    s = lost_batch(Bulk(g, "of two batches the second was not sent: the ends are told again, and nothing is sent", count=101).batch().queued(count=100).paced()).follows()
    s.looks().list(s.items("success", 100))
    ends = [s.paid(100), s.of(not_sent("unreachable"), 1, 100)]
    s.ends(*ends).given_again().list(s.items("success", 100)).ends(*ends).tell()
    s = lost_batch(Bulk(g, "not sent; again with one payout less")).store()
    s.ends(nothing(s))
    fewer = Bulk(g, "", count=2)
    s.count = 2
    anew(s, order=fewer.given["order"]).batch().queued(count=2).follows().looks().list(s.items("success"))
    s.ends(s.paid()).tell()
    s = Bulk(g, "stopped before its record was durable; wanted all the same").store().stop().ends(Bulk(g, "").of(not_sent("stopped")))
    s.stopped = None
    anew(s, "stopped").batch().queued().follows().looks().list(s.items("success"))
    s.ends(s.paid()).tell()
    s = Bulk(g, "under way: given again by another process, it is read and not sent").batch().given_again().list(s.items("success"))
    s.ends(s.paid()).tell()
    return g


def bills():
    g = story_group("adr/0014; adr/0002", "again-bill")
    for service in (WOYOFAL, SENELEC):
        make = lambda comment, **more: Pay(g, f"{service}: {comment}", service, **more)

        def never(s):
            unreachable(s, s.attempt)
            s.attempts = 0
            return s

        never(make("not sent; again, under the same id of ours, which the vendor never saw")).given_again("unreachable").attempt().reply().settled()
        s = never(make("not sent; again, and the answer is lost: once more after the quiet time, as ever")).given_again("unreachable").attempt().fail()
        s.again().reply().settled()
        s = never(make("not sent; again; dead behind the first record of the second try: it counts as sent")).given_again("unreachable").attempt().crash()
        s.again().reply().settled()
        s = make("refused: told again").attempt().answer(400, FAILED)
        s.ends(rejected("INVALID_DATA", http_status=400)).given_again().done(rejected("INVALID_DATA", http_status=400)).tell()
        s = make("lost: given again by another process, it goes on in the quiet time").attempt().fail().quiet().given_again(after_ms=20_000)
        s.quiet_since = s.now
        s.again().reply().settled()
        s = make("settled: read again").attempt().reply().ends_paid().given_again(after_ms=DAY).look().seen()
        s.settled()
        s = never(make("the single call: not sent; again", once=True)).given_again("unreachable").attempt().reply()
        s.settled()
    s = Pay(g, "a bill that is looked up; its payment was not sent; again it is looked up anew", SENELEC, named=False).inquire().one_found()
    never(s).given_again("unreachable")
    s.inquire().one_found().attempt().reply().settled()
    s = Pay(g, "no bill was looked up: nothing is kept, and it begins", SENELEC, named=False)
    for tries in (1, 2):
        s.inquire().fail("not_sent").backoff(tries).due()
    s.inquire().fail("not_sent").done(not_sent("unreachable")).given_again().inquire().one_found().attempt().reply().settled()
    return g


DETAILS = ((Collect, {"phone": "76001235"}), (Payout, {"phone": "70004322", "ext_id": "a-corrected-id"}), (Settle, {"amount": 41_000}))


def generate():
    groups = [pursued(kind, details) for kind, details in DETAILS]
    write("flows_again", "Orders that are given again under their id.", [*groups, calls(), cancels(), pages(), batches(), bills()])
