"""Stories of Senfenico that only a slip of the code would tell otherwise; each was missing when the code was changed in one place."""

from common import write
from flows_common import DAY, HOUR, LIST_GAP, MINUTE, QUIET, not_sent, story_group, unknown
from flows_senfenico import PURSUED, Bulk, Cancel, Checkout, Collect, Payout, Settle, ch, no, ok, tr
from flows_senfenico_base import chk, cut
from flows_senfenico_webhooks import follow, stored

#: Of how many payments or pages that webhooks name one after the other the library takes note at most.
HEARD = 16
#: Where nothing of ours is echoed, only details tell.
DETAILED = (Collect, Settle)


def lost():
    g = story_group("reliability.md 3; adr/0005: how a lost payment is found, and what is said when it is not", "sf-slip-lost")
    for kind in PURSUED:
        name, other = kind.NAMES[0], kind.REF(66)
        s = kind(g, f"{name}: the first record is another operation's: nothing was sent, and nothing is kept").store().comes("taken")
        s.store("closed").done(not_sent("stopped")).tell()
        s = kind(g, f"{kind.NAMES[1]}: made, and taken up again: a record tells which payment has to be read", flow=False).create().accept().ends()
        s.crash().done(unknown("crashed", provider_reference=s.ref, plan="fetch")).tell()
        s = kind(g, f"{name}: the list may not be read: why, and with which status").create().fail().lost().due().get(kind.LIST)
        s.answer(401, no("UNAUTHORIZED", "Invalid API key.")).gives_up("no_answer", code="UNAUTHORIZED", http_status=401, plan=kind.PLAN).tell()
        s = kind(g, f"{name}: an id from the wreck that is another's is not told as ours").create()
        s.answer(201, cut(ok(s.born() | {"reference": other}), other + '"')).fetch(other)
        s.answer(200, ok(s.item(other, "success", amount=s.amount + 500) | {"ext_id": "someone-elses-1"})).lost().stop().gives_up("malformed", http_status=201, plan=kind.PLAN).tell()
        s = kind(g, f"{name}: after an answer too large an item that cannot be read may be it: the limit is not why").create().fail("too_large").lost()
        s.due().list([odd(s)]).searching(s.made).stop().gives_up("unreadable", excess=None).tell()
    for kind in DETAILED:
        name, sent = kind.NAMES[0], lambda ms: f"2026-01-05T08:00:0{ms // 1000}.{ms % 1000:03}000Z"
        s = kind(g, f"{name}: after an answer too large two are alike: the limit is not why").create().fail("too_large").lost().due()
        s.list([s.item(kind.REF(1), s.OPEN), s.item(kind.REF(2), s.OPEN)]).gives_up("ambiguous", excess=None).tell()
        s = kind(g, f"{name}: made as long ago as it takes, to the millisecond: believed").create().crash(QUIET + 1_000)
        s.list([s.item(kind.REF(1), s.OPEN, created_at=sent(1_040))]).claim(kind.REF(1)).reads("success").settles().tell()
        s = kind(g, f"{name}: found by its details, and of the other mode: not ours").create().fail().lost().due()
        s.list([s.item(other, s.OPEN, live_mode=None)]).claim(other)
        thrice(s, ok(s.item(other, s.OPEN, live_mode=True))).ref = None
        s.store().lost().found(others=[s.item(other, s.OPEN, live_mode=None)]).pays().tell()
        s = kind(g, f"{name}: alike in all but the mode that the list tells: not even read").create().fail().lost().due()
        s.list([s.item(other, s.OPEN, live_mode=True)]).searching(s.made).found(others=[s.item(other, s.OPEN, live_mode=True)]).pays().tell()
    s = Payout(g, "payout: found by our own id, and of the other mode: ours, and nobody knows what it is").create().fail().lost().due()
    s.list([s.item(Payout.REF(1), s.OPEN, live_mode=None)]).claim(Payout.REF(1))
    thrice(s, ok(s.item(s.ref, s.OPEN, live_mode=True))).gives_up("mode_mismatch").tell()
    return g


def thrice(s, body):
    """A read that is answered so each time it is asked."""
    for tries in (1, 2):
        s.fetch().answer(200, body).backoff(tries).due()
    return s.fetch().answer(200, body)


def odd(s):
    """An item that cannot be read, and may be this payment."""
    return s.item(None, s.OPEN)


def named():
    g = story_group("adr/0005: three ways a reference is found; adr/0008: a webhook is a hint", "sf-slip-named")
    s = Payout(g, "of this amount, under another's id: not even read").create().fail().lost()
    s.hook("success", ref=Payout.REF(66), data={"ext_id": "someone-elses-1"}, after_ms=9_000).lost().found().pays().tell()
    for kind in DETAILED:
        name, others = kind.NAMES[0], [kind.REF(100 + n) for n in range(HEARD + 1)]
        theirs = lambda s, ref: s.fetch(ref).answer(200, ok(s.item(ref, "success", amount=s.amount + 500)))
        s = theirs(kind(g, f"{name}: told twice of what turned out to be another's: read once").create().fail().lost().hook("success", ref=others[0], after_ms=9_000), others[0])
        s.lost().hook("success", ref=others[0], after_ms=1_000).lost().found().pays().tell()
        s = kind(g, f"{name}: more of one amount than one moment brings: the first sixteen are read, then the list").create()
        for ref in others:
            s.hook("success", ref=ref)
        s.fail()
        for ref in reversed(others[:HEARD]):
            theirs(s, ref)
        s.lost().found().pays().tell()
    for kind in PURSUED:
        s = kind(g, f"{kind.NAMES[0]}: news that were not to be had, then the payment as it was: looked at as soon as if it had just begun").begin()
        moved = s.MOVING or s.OPEN
        stored(follow(s).time(40 * MINUTE).reads(moved), moved).pending(s.began).hook("success", after_ms=700)
        s.fetch().fail().backoff(1).due().fetch().fail().backoff(2).due().fetch().fail()
        s.began = s.now
        s.looks().reads(moved).looks().reads("success").settles().tell()
    return g


def together():
    g = story_group("reliability.md 3, Bulk; adr/0011: what a list says of each payout", "sf-slip-bulk")
    s = Bulk(g, "shown twice and nothing else is new: stored, for until one of both is gone nobody knows which it is", count=2).batch().queued().follows()
    s.looks().list(s.items("pending")).store().looks().list(s.items("pending"), s.items("pending", 1, 1, reference=tr(902))).store()
    s.looks().list(s.items("success")).ends(s.paid()).tell()
    s = Bulk(g, "the list is too large to the last: that is why of the one it was to tell of, and not of one it told of before", count=2).batch().queued().follows()
    s.looks().list(s.items("pending", 1), s.items("pending", 1, 1, amount=999)).store().looks().time(8 * DAY).get("transfers/").fail("too_large")
    s.ends(s.of(unknown("oversized", excess={"seen": None, "limit": 16 << 20}), 1), s.of(unknown("amount_mismatch", excess=None), 1, 1), stage="unknown").tell()
    s = Bulk(g, "after an answer too large an item that cannot be read may be one of them: the limit is not why of that one", count=2).batch().fail("too_large").follows()
    hidden = s.items("pending", 1, reference=None)
    s.looks().list(hidden).looks().time(8 * DAY).list(hidden)
    s.ends(s.of(unknown("unreadable", excess=None), 1), s.of(unknown("oversized", excess={"seen": None, "limit": 1 << 20}), 1, 1), stage="unknown").tell()
    s = Bulk(g, "taken up again, and the list may not be read when a webhook tells of one: the rest still waits for its recipients", count=101).batch().queued(count=100).store().crash()
    s.ask("recipients", ext_ids=["pay-100"]).webhook("transfer.success", {"reference": tr(0), "status": "success", "amount": s.amount, "live_mode": False, "ext_id": "pay-000"})
    s.get("transfers/").answer(401, no("UNAUTHORIZED", "Invalid API key.")).ask("recipients", ext_ids=["pay-100"])
    s.read_at = s.now
    s.comes("recipients", recipients=[{"ext_id": "pay-100", "phone": "70000100"}]).batch().queued(count=1).follows().looks().list(s.items("success")).ends(s.paid()).tell()
    return g


def pages():
    g = story_group("reliability.md 2, Checkout; adr/0011, 14: who resumes looks before he asks", "sf-slip-page")
    s = Checkout(g, "never shown for twenty hours, and nobody paid: an open page is still to be shown").opens().opened().store(reference=chk(1)).redirects()
    s.crash(20 * HOUR).reads("pending").store(reference=s.ref).redirects().tell()
    s = Checkout(g, "the key may no longer look: with which answer").shown().looks().fetch().answer(403, no("FORBIDDEN", "This key may not read."))
    s.gives_up("uncertain_code", code="FORBIDDEN", http_status=403, plan="fetch").tell()
    s = Checkout(g, "the page failed, and the charge it names is of the day before: why that one failed is not said of this page").shown().looks().reads("failed", ch(77))
    s.witness("failed", created_at="2026-01-04T08:00:00Z", cancellation_reason="INSUFFICIENT_FUNDS").refuses("PAYMENT_FAILED").tell()
    s = Checkout(g, "taken up before the customer was sent, and the look gets no answer: the same address").opens().opened().store(reference=chk(1)).redirects().crash()
    s.fetch().fail().backoff(1).due().fetch().fail().backoff(2).due().fetch().fail().redirects().tell()
    s = Checkout(g, "shown again by who shows it twice: followed from the first time").shown()
    s.pending(s.began).comes("shown", 1_000).looks().reads("success").settles().tell()
    s = Checkout(g, "a record that nobody asked to keep is another's: nothing of this one changes").shown()
    s.pending(s.began).line(**{"in": "taken"}).looks().reads("success").settles().tell()
    # The page of every story is of 07:59:59.750.
    s = Checkout(g, "its charge is two minutes older than the page, which clocks explain: paid").shown().looks().reads("pending", ch(77))
    s.witness("success", created_at="2026-01-05T07:57:59.750000Z").settles().tell()
    s = Checkout(g, "its charge is a millisecond older than that: another's").shown().looks().reads("pending", ch(77))
    s.witness("success", created_at="2026-01-05T07:57:59.749000Z").store(reference=s.ref).looks().reads("failed").refuses("PAYMENT_FAILED").tell()
    paid = lambda s, ref: s.webhook("checkout.success", {"reference": ref, "status": "success", "amount": s.amount, "live_mode": False})
    for before, after, comment in (
        (HEARD - 1, 0, "the sixteenth page of one moment: the webhook that overtook its answer is remembered"),
        (HEARD, 0, "one more than that: the first of the others makes way, and it is remembered"),
        (0, HEARD - 1, "before fifteen others: it is remembered"),
        (0, HEARD, "before sixteen others: it is not, and a look will tell"),
    ):
        s = Checkout(g, comment).opens()
        others = [chk(100 + n) for n in range(before + after)]
        for ref in others[:before] + [s.ref] + others[before:]:
            paid(s, ref)
        s.opened().store(reference=s.ref)
        (s.redirects() if after == HEARD else s.reads("success").settles()).tell()
    return g


def hurried():
    g = story_group("adr/0002, `LIST_GAP`; adr/0008: a webhook may hurry a look, not flood the vendor", "sf-slip-hurry")
    s = Bulk(g, "told of one in the very millisecond a look began and was answered: the next look half a minute later", count=2).batch().queued().follows()
    s.looks().get("transfers/").webhook("transfer.success", {"reference": tr(0), "status": "success", "amount": s.amount, "live_mode": False, "ext_id": "pay-000"})
    s.read_at = s.now
    s.answer(200, ok([s.items("pending")]), after_ms=0).store().wait("pending", s.read_at, LIST_GAP, LIST_GAP).due().list(s.items("success")).ends(s.paid()).tell()
    return g


def cancels():
    g = story_group("reliability.md 1.2 row 10: whether a lost cancel had its effect is read; told is what went wrong with it", "sf-slip-cancel")
    s = Cancel(g, "a code that may stand for an effect, and the settlement cannot be read: that code").cancel().answer(422, no("EXTERNAL_API_ERROR"))
    s.fetch().fail().backoff(1).stop().is_unknown("uncertain_code", code="EXTERNAL_API_ERROR", http_status=422, excess=None).tell()
    s = Cancel(g, "lost, and the settlement is too large to read: that is why nobody knows").cancel().fail()
    s.began = s.now
    s.fetch().fail("too_large").pending(s.began).stop().is_unknown("oversized", excess={"seen": None, "limit": 1 << 20}).tell()
    s = Cancel(g, "no such settlement, it says, and there it is, on its way: too late, not missing").cancel().answer(404, no(message="Settlement not found"))
    s.reads("in_transit").is_refused("CONFLICT").tell()
    s = Cancel(g, "an answer too large, and the settlement cannot be read: that limit").cancel().fail("too_large")
    s.fetch().fail().backoff(1).stop().is_unknown("oversized", code=None, http_status=None, excess={"seen": None, "limit": 1 << 20}).tell()
    return g


def generate():
    write("flows_senfenico_slips", "Stories of Senfenico that only a slip of the code would tell otherwise.", [lost(), named(), together(), pages(), hurried(), cancels()])
