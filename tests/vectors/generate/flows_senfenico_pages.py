"""Payment pages, and settlements to their end: what disagrees, what vanishes, what nobody documented."""

from common import write
from flows_common import ANY, DAY, HOUR, SECOND, story_group, unknown
from flows_senfenico import Cancel, Checkout, Payout, Settle, ch, no, ok, uuid


def checkouts():
    g = story_group("senfenico.txt, checkouts; reliability.md 2, Checkout: the charge's state is the stronger witness", "sf-checkout")
    story = lambda comment: Checkout(g, comment).shown().looks()
    stored = lambda s: s.store(reference=s.ref)
    for amount in (600, 1, 3_500_000):
        s = Checkout(g, f"{amount} francs: opened, shown, paid", amount)
        s.shown().looks().reads("success").settles().tell()
    stored(story("pending, then paid").reads("pending")).looks().reads("success").settles().tell()
    stored(story("pending, then failed").reads("pending")).looks().reads("failed").refuses("PAYMENT_FAILED").tell()
    for status in ("pending", "success"):
        story(f"the page says {status}, its charge says success: paid").reads(status, ch(77)).witness("success").settles().tell()
    for status in ("send_otp", "pending", "failed", "pay_offline"):
        s = stored(story(f"the page says paid, its charge says {status}: not paid yet").reads("success", ch(77)).witness(status))
        s.looks().reads("success", ch(77)).witness("success").settles().tell()
    s = stored(story("the page says paid for a week, its charge does not: a person looks").reads("success", ch(77)).witness("failed"))
    s.looks().time(8 * DAY).reads("success", ch(77)).witness("failed").gives_up("still_open", plan="fetch").tell()
    s = story("the page says failed, its charge says success: money wins").reads("failed", ch(77)).witness("success").settles()
    s.tell()
    stored(story("its charge failed, but the page is open: the customer may try again").reads("pending", ch(77)).witness("failed")).looks().reads("pending", ch(78)).get(
        f"charges/{ch(78)}").answer(200, ok({"reference": ch(78), "amount": 600, "status": "success", "live_mode": False})).settles().tell()
    s = story("its charge cannot be read: the page is the only witness").reads("success", ch(77)).get(f"charges/{ch(77)}").answer(404, no(message="Charge not found")).settles()
    s.tell()
    s = story("its charge gets no answer: looked at again").reads("success", ch(77))
    for turn in (1, 2, 3):
        s.get(f"charges/{ch(77)}").fail()
        if turn < 3:
            s.backoff(turn).due()
    s.looks().reads("success", ch(77)).witness("success").settles().tell()
    story("its charge is of another amount").reads("success", ch(77)).witness("success", amount=599).gives_up("amount_mismatch").tell()
    story("the page is of another amount").reads("success", amount=60).gives_up("amount_mismatch").tell()
    s = story("the page is live, the key is not: no answer to this key, and named")
    s.reads("success", live_mode=True).backoff(1).due().reads("success", live_mode=True).backoff(2).due().reads("success", live_mode=True).gives_up("mode_mismatch").tell()
    story("a page that is not found: looked at again").fetch().answer(404, no(message="Checkout not found")).looks().reads("success").settles().tell()
    story("the key may no longer look").fetch().answer(401, no(message="Invalid API key")).gives_up("uncertain_code").tell()
    stored(story("a word nobody documented, then paid").reads("awaiting_review")).looks().reads("success").settles().tell()
    s = Checkout(g, "the address comes without its e-mail in any record").opens().opened()
    s.store(reference=s.ref, absent=["customer@mail.com"]).redirects().tell()
    s = Checkout(g, "the customer is not there: asked until it was shown").opens().opened()
    s.store(reference=s.ref).redirects().time(23 * HOUR).redirects().comes("otp", code="123456").redirects().tell()
    s = Checkout(g, "its reference belongs to another operation: nobody is sent").opens().opened()
    s.store(reference=s.ref).comes("taken").store("unknown").done(unknown("taken")).tell()
    return g


def settlements():
    g = story_group("senfenico.txt, settlements; reliability.md 2, Settlement", "sf-settle")
    stored = lambda s: s.store(reference=s.ref)
    for amount in (40_000, 1, 999_999_999):
        s = Settle(g, f"{amount} francs: processing, in transit, arrived", amount).begin().due().reads("in_transit")
        stored(s).looks().reads("success").settles().tell()
    Settle(g, "arrived at once").create().accept(status="success").reads("success").settles().tell()
    Settle(g, "cancelled meanwhile").begin().due().reads("cancelled").refuses("PAYMENT_CANCELED").tell()
    s = Settle(g, "in transit, then processing again: no step back is believed, and somebody should look").begin().due().reads("in_transit")
    alarm = [{"applied": "regression", "known": "in_transit", "seen": "processing"}]
    stored(s).looks().reads("processing").looks().reads("success").settles(alarms=alarm).tell()
    s = Settle(g, "in transit, then cancelled").begin().due().reads("in_transit")
    stored(s).looks().reads("cancelled").refuses("PAYMENT_CANCELED").tell()
    s = Settle(g, "a word nobody documented is kept, and looked at for a week").begin().due().reads("returned")
    stored(s).looks().time(8 * DAY).reads("returned").gives_up("still_open").tell()
    s = Settle(g, "not found after it was acknowledged: looked at again").begin().due().fetch().answer(404, no())
    s.looks().reads("success").settles().tell()
    s = Settle(g, "of another amount when read").begin().due().reads("processing", amount=39_999).gives_up("amount_mismatch")
    s.tell()
    s = Settle(g, "live, under a test key, when read: no answer to this key, and named").begin().due()
    live = lambda: s.reads("processing", live_mode=True)
    live().backoff(1).due()
    live().backoff(2).due()
    live().gives_up("mode_mismatch").tell()
    s = Settle(g, "lost; two of the amount in the window").create().fail().lost().due()
    s.list([s.item(uuid(1), "processing"), s.item(uuid(2), "processing")]).gives_up("ambiguous").tell()
    s = Settle(g, "lost; one of the amount, but of yesterday").create().fail().lost().due()
    s.list([s.item(uuid(1), "processing", created_at="2026-01-04T08:00:00Z")]).searching(s.made).time(2 * DAY).list([]).gives_up("no_answer").tell()
    s = Settle(g, "lost; one too young to be believed at first, then old enough").create().fail().lost().due()
    young = s.item(uuid(1), "processing", created_at="2026-01-05T08:00:40Z")
    s.list([young]).wait("reconciling", s.made, 160 * SECOND, 160 * SECOND).due().list([young]).claim(uuid(1)).reads("success").settles().tell()
    s = Payout(g, "a payout of another amount when read", 2_500).begin().due().reads("pending", amount=2_499).gives_up("amount_mismatch")
    s.tell()
    s = Payout(g, "a payout under another id when read").begin().due().reads("pending", ext_id="someone-elses-1").store("unknown", ANY).done({"kind": "unknown"})
    s.tell()
    for kind, word in ((Settle, "settlement"), (Payout, "transfer")):
        s = kind(g, f"the reference of a new {word} belongs to another operation already").create().accept().comes("taken")
        s.store("unknown").done(unknown("taken")).tell()
    return g


def cancels():
    g = story_group("senfenico.txt, cancel settlement; reliability.md 1.2 row 10", "sf-cancel")
    story = lambda comment: Cancel(g, comment).cancel()
    story("the answer still says processing: read, and it is cancelled").says("processing").reads("cancelled").is_cancelled().tell()
    s = story("never cancelled in three tries").says("processing").reads("processing").cancel().says("processing").reads("processing").cancel().says("processing").reads("processing")
    s.is_unknown("still_open").tell()
    s = story("three lost, still processing").fail().reads("processing").cancel().fail().reads("processing").cancel().fail().reads("processing").store("unknown").done({"kind": "unknown"})
    s.tell()
    for spelled in ("cancelled", "canceled"):
        story(f"lost; it reads {spelled!r}").fail().reads(spelled).is_cancelled().tell()
    for status in (200, 400, 422, 429):
        story(f"a code that may stand for an effect, with {status}: read, not tried again").answer(status, no("INTERNAL_ERROR")).reads("cancelled").is_cancelled().tell()
    s = story("lost; a word nobody documented: looked at again").fail()
    s.began = s.now
    s.reads("on_hold").pending(s.began).due().reads("cancelled").is_cancelled().tell()
    s = story("lost; the look gets no answer").fail()
    s.fetch().fail().backoff(1).due().reads("cancelled").is_cancelled().tell()
    story("vanished after a lost cancel: nobody knows").fail().fetch().answer(404, no(message="Settlement not found")).is_unknown("vanished").tell()
    story("vanished after a doubtful answer").says("processing").fetch().answer(404, no()).is_unknown("vanished").tell()
    s = story("lost, asked once more, and then it vanishes").fail().reads("processing").cancel().fail().fetch().answer(404, no()).is_unknown("vanished")
    s.tell()
    story("lost; the key may not look").fail().fetch().answer(403, no()).store("unknown").done({"kind": "unknown"}).tell()
    return g


def generate():
    write("flows_senfenico_pages", "Payment pages and settlements of Senfenico to their end.", [checkouts(), settlements(), cancels()])
