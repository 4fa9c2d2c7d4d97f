"""A webhook in every state: a hint, never believed, acted upon at once."""

from common import write
from flows_common import LIST_GAP, settled, story_group
from flows_senfenico import Bulk, Checkout, Collect, Payout, Settle, ch, chk, no, ok, tr, uuid

RULES = "reliability.md 3; README, Webhooks; ADR 0005, three ways a reference is found; ADR 0008"


def common(kind):
    """What is the same for a charge, a transfer and a settlement."""
    g = story_group(RULES, f"sf-{kind.NAMES[0]}-hook")
    other = kind.REF(66)
    story = lambda comment: kind(g, comment)
    # Creating.
    s = story("while the creation is under way, of this payment; its answer is the older news, so it is read")
    s.create().hook("success", ref=kind.REF(1)).accept().reads("success").settles().tell()
    s = story("while the creation is under way; its answer is lost: the one named is read, and is ours")
    s.create().hook("success", ref=kind.REF(4)).fail()
    s.ref, s.began = kind.REF(4), s.now
    s.reads("success").settles().tell()
    s = story("while the creation is under way, of another amount; its answer is lost: looked for in the list")
    s.create().hook("success", ref=other, data={"amount": s.amount + 1, "ext_id": "someone-elses-1"}).fail().lost().found().pays().tell()
    # Searching.
    s = story("while it is looked for: the one named is read at once, and claimed when it fits")
    s.create().fail().lost().hook("success", ref=kind.REF(4), after_ms=9_000)
    s.ref, s.began = kind.REF(4), s.now
    s.reads("success").settles().tell()
    s = story("while it is looked for: the one named is still open")
    s.create().fail().lost().hook(s.OPEN, ref=kind.REF(4), after_ms=9_000)
    s.ref, s.began = kind.REF(4), s.now
    s.reads(s.OPEN).store(reference=s.ref).opens(text="").pays().tell()
    s = story("while it is looked for: the one named turns out to be of another amount")
    s.create().fail().lost().hook("success", ref=other, after_ms=9_000).fetch(other).answer(200, ok(s.item(other, "success") | {"amount": s.amount + 500, "ext_id": "someone-elses-1"}))
    s.lost().found().pays().tell()
    s = story("while it is looked for, of another amount: not even read")
    s.create().fail().lost().hook("success", ref=other, data={"amount": 5, "ext_id": "someone-elses-1"}, after_ms=9_000).lost().found().pays().tell()
    for word, named in (("checkout", chk(66)), ("charge", ch(66)), ("transfer", tr(66)), ("settlement", uuid(66))):
        if word != kind.EVENT:
            s = story(f"while it is looked for: a {word} of this amount is not looked for among payments of another kind")
            s.create().fail().lost().hook("success", ref=named, event=f"{word}.success", data={"ext_id": None}, after_ms=9_000).lost().found().pays().tell()
            s = story(f"while it is looked for: a {word} of this amount, by its event alone")
            s.create().fail().lost().hook("success", ref=kind.REF(66), event=f"{word}.success", data={"ext_id": None}, after_ms=9_000).lost().found().pays().tell()
            if word != "settlement":
                s = story(f"while it is looked for: a {word} of this amount, by its reference alone")
                s.create().fail().lost().hook("success", ref=named, event="payment.success", data={"ext_id": None}, after_ms=9_000).lost().found().pays().tell()
    s = story("while it is looked for: an event of a new name is not another kind")
    s.create().fail().lost().hook("success", ref=kind.REF(4), event="payment.success", after_ms=9_000)
    s.ref, s.began = kind.REF(4), s.now
    s.reads("success").settles().tell()
    s = story("while the list is being read: the one named is read, whatever the list says")
    s.create().fail().lost().due().get(kind.LIST).hook("success", ref=kind.REF(4))
    s.answer(200, ok([]))
    s.ref, s.began = kind.REF(4), s.now
    s.reads("success").settles().tell()
    s = story("while the list is being read, of one that fits and is another operation's: refused once, not claimed again")
    s.create().fail().lost().due().get(kind.LIST).hook("success", ref=kind.REF(5), data={"ext_id": None})
    s.answer(200, ok([s.item(kind.REF(5), kind.OPEN)])).claim(kind.REF(5)).comes("taken")
    s.ref = None
    s.store().searching(s.made).time(172_800_000).list([s.item(kind.REF(5), kind.OPEN)])
    s.gives_up("no_answer", plan=kind.PLAN).tell()
    # Between two looks.
    s = story("between two looks: looked at once").begin()
    follow(s).hook("success", after_ms=700).reads("success").settles().tell()
    s = story("between two looks, saying success; the look says otherwise, and is what counts").begin()
    moved = s.MOVING or s.OPEN
    follow(s).hook("success", after_ms=700).reads(moved)
    stored(s, moved).looks().reads("success").settles().tell()
    s = story("between two looks, saying failed; the look says success").begin()
    follow(s).hook(s.ENDED, after_ms=700).reads("success").settles().tell()
    s = story("between two looks, of another payment: nothing happens").begin()
    follow(s).hook("success", ref=other, data={"ext_id": "someone-elses-1"}, after_ms=700).looks().reads("success").settles().tell()
    s = story("three times the same, between two looks: one look").begin()
    follow(s)
    for _ in range(3):
        s.hook("success", after_ms=200)
    s.reads("success").settles().tell()
    s = story("quoted, as the SDKs read it").begin()
    follow(s).hook("success", quoted=True, after_ms=700).reads("success").settles().tell()
    # During a look: the look's answer is older.
    for turns in (1, 2):
        s = story(f"during a look, {turns} times: another look right after it").begin()
        follow(s).due()
        for _ in range(turns):
            s.fetch().hook("success").wait("in_flight", s.sent, 35_000, 35_000).answer(200, ok(s.item(s.ref, moved)))
            stored(s, moved)
        s.reads("success").settles().tell()
    s = story("during the look that ends it: nothing more").begin()
    follow(s).due().fetch().hook("success").answer(200, ok(s.item(s.ref, "success"))).settles().tell()
    # Over.
    s = story("after the end: nothing happens").begin().pays()
    s.hook(s.ENDED).done(settled(reference=s.ref, status="success")).tell()
    s = story("after it was handed over unknown, to the process that resumes it").begin()
    follow(s).comes("stop").gives_up("still_open").crash(3_600_000).hook("success").reads("success").settles().tell()
    # Around a crash.
    s = story("before a crash: the process that resumes looks at once anyway").begin()
    follow(s).hook("success", after_ms=700).crash().reads("success").settles().tell()
    s = story("for the process that resumes, before it did anything").begin()
    follow(s).crash().hook("success").reads("success").settles().tell()
    s = story("for the process that resumes, during its first look: another look right after it").begin()
    follow(s).crash().fetch().hook("success").answer(200, ok(s.item(s.ref, moved)))
    stored(s, moved).reads("success").settles().tell()
    s = story("for the process that resumes and looks for a lost one").create().crash(waits=False).hook("success", ref=kind.REF(4))
    s.elsewhere(s.leases[-1])
    s.ref, s.began = kind.REF(4), s.now
    s.reads("success").settles().tell()
    # Not to be believed.
    for comment, more in (("forged", {"signed_with": "whk_stranger"}), ("signed with a key that was replaced", {"signed_with": "whk_a", "keys": ("whk_b",)}), ("signed with an empty key", {"signed_with": ""})):
        s = story(f"{comment}: refused, and nothing happens").begin()
        follow(s).hook("success", after_ms=300, **more).refused().looks().reads("success").settles().tell()
    for signed_with in ("whk_a", "whk_b"):
        s = story(f"while the webhook key is being replaced, signed with {signed_with}: believed").begin()
        follow(s).hook("success", signed_with=signed_with, keys=("whk_b", "whk_a"), after_ms=300).reads("success").settles().tell()
    return g


def follow(s):
    """To where the payment is followed: after the payer's code, or right away."""
    if isinstance(s, Collect):
        s.types().submitted("pending").store(reference=s.ref)
        s.began = s.now
        s.pending(s.began)
    return s


def stored(s, status):
    """A status that moved is stored; the charge was pending before."""
    if isinstance(s, Settle) and status == "in_transit" and not getattr(s, "moved", False):
        s.moved = True
        s.store(reference=s.ref)
    return s


def asking():
    """While the payer is asked: the answer may come from elsewhere."""
    g = story_group(RULES, "sf-collect-ask-hook")
    Collect(g, "while a code is asked for: paid").begin().hook("success", after_ms=20_000).reads("success").settles().tell()
    Collect(g, "while a code is asked for: failed").begin().hook("failed", after_ms=20_000).reads("failed").refuses("PAYMENT_FAILED").tell()
    s = Collect(g, "while a code is asked for: pending, so nobody is asked any more").begin().hook("success", after_ms=20_000).reads("pending").store(reference=ch(1))
    s.looks().reads("success").settles().tell()
    Collect(g, "while a code is asked for: the charge still waits for it").begin().hook("success", after_ms=20_000).reads("send_otp").opens().pays().tell()
    Collect(g, "while a code is asked for, of another charge").begin().hook("success", ref=ch(66)).opens().pays().tell()
    Collect(g, "while the code is under way; it is accepted").begin().types().hook("success").submitted().settles().tell()
    s = Collect(g, "while the code is under way; it is refused: the charge is read anyway").begin().types().hook("success").answer(400, no("OTP_INVALID"))
    s.reads("success").settles().tell()
    s = Collect(g, "while a code is asked for, and again during the look that follows: nobody is asked before another look").begin().hook("success", after_ms=9_000).fetch().hook("success")
    s.answer(200, ok(s.item(ch(1), "send_otp"))).reads("success").settles().tell()
    s = Collect(g, "for the process that resumes before it asks").begin().crash().fetch().hook("success").answer(200, ok(s.item(ch(1), "pending"))).store(reference=ch(1))
    s.reads("success").settles().tell()
    return g


def pages():
    g = story_group(RULES, "sf-checkout-hook")

    def page(s, status="success", ref=None, **more):
        return s.webhook(f"checkout.{status}", {"reference": ref or s.ref, "status": status, "amount": s.amount, "live_mode": False}, **more)

    s = Checkout(g, "before the customer was sent: paid")
    s.opens().opened().store(reference=s.ref).redirects()
    page(s).reads("success").settles().tell()
    s = Checkout(g, "before the customer was sent: still open, so the customer is sent")
    s.opens().opened().store(reference=s.ref).redirects()
    page(s, "pending").reads("pending").store(reference=s.ref).redirects().tell()
    s = Checkout(g, "before the customer was sent, and again during the look that follows: nobody is sent before another look")
    s.opens().opened().store(reference=s.ref).redirects()
    page(s).fetch()
    page(s).answer(200, ok(s.item("pending"))).store(reference=s.ref).reads("success").settles().tell()
    s = Checkout(g, "between two looks").shown().pending((40, 40))
    page(s, after_ms=900).reads("success").settles().tell()
    s = Checkout(g, "between two looks; the page is paid, its charge is not yet").shown().pending((40, 40))
    page(s, after_ms=900).reads("success", s.charge).witness("pending").store(reference=s.ref).looks().reads("success", s.charge).witness("success").settles().tell()
    s = Checkout(g, "of another page").shown().pending((40, 40))
    page(s, ref=chk(5), after_ms=900).looks().reads("success").settles().tell()
    s = Checkout(g, "during a look: another look right after it").shown().looks().fetch()
    page(s).wait("in_flight", s.sent, 35_000, 35_000).answer(200, ok(s.item("pending"))).store(reference=s.ref).reads("success").settles().tell()
    s = Checkout(g, "while its charge is read: another look right after it").shown().looks().reads("pending", ch(77)).get(f"charges/{ch(77)}")
    page(s).answer(200, ok({"reference": ch(77), "amount": 600, "status": "send_otp", "live_mode": False})).store(reference=s.ref).reads("success", ch(77)).witness("success").settles().tell()
    s = Checkout(g, "for the process that resumes, before it did anything").shown().crash()
    page(s).reads("success").settles().tell()
    s = Checkout(g, "for the process that resumes, during its look: another right after it").shown().crash().fetch()
    page(s).answer(200, ok(s.item("pending"))).store(reference=s.ref).reads("success").settles().tell()
    s = Checkout(g, "after the end").shown().looks().reads("success").settles()
    page(s, "failed").done(settled(reference=s.ref, status="success")).tell()
    s = Checkout(g, "forged").shown().pending((40, 40))
    page(s, signed_with="whk_stranger").refused().looks().reads("success").settles().tell()
    return g


def bulks():
    """The list is read for all, and not more often than every half minute."""
    g = story_group(RULES + "; ADR 0002, LIST_GAP", "sf-bulk-hook")

    def paid(s, n, **more):
        return s.webhook("transfer.success", {"reference": tr(n), "status": "success", "amount": s.amount, "ext_id": f"pay-{n:03}", "live_mode": False}, **more)

    s = Bulk(g, "before the first look, by its id: the list is read at once")
    s.batch().queued().follows().pending(s.began)
    paid(s, 1, after_ms=500).list(s.items("success")).ends(s.paid()).tell()
    s = Bulk(g, "after a look: the list is not read again within half a minute")
    s.batch().queued().follows().looks().list(s.items("pending")).store()
    paid(s, 1, after_ms=500)
    s.wait("pending", s.read_at, LIST_GAP - 100, LIST_GAP).due().list(s.items("success")).ends(s.paid()).tell()
    s = Bulk(g, "during a look: the list is read again once half a minute is over")
    s.batch().queued().follows().looks().get("transfers/")
    began = s.now
    paid(s, 1).answer(200, ok([s.items("pending")])).store().wait("pending", began, LIST_GAP, LIST_GAP).due().list(s.items("success")).ends(s.paid()).tell()
    s = Bulk(g, "of a stranger's payout: nothing is hurried")
    s.batch().queued().follows().pending(s.began)
    s.webhook("transfer.success", {"reference": tr(500), "status": "success", "amount": 100, "ext_id": "stranger-1"}, after_ms=500).looks().list(s.items("success")).ends(s.paid()).tell()
    s = Bulk(g, "forged")
    s.batch().queued().follows().pending(s.began)
    paid(s, 1, signed_with="whk_stranger").refused().looks().list(s.items("success")).ends(s.paid()).tell()
    s = Bulk(g, "for the process that resumes").batch().queued().follows().crash()
    paid(s, 2).list(s.items("success")).ends(s.paid()).tell()
    return g


def generate():
    write("flows_senfenico_webhooks", "A webhook of Senfenico in every state.", [*[common(kind) for kind in (Collect, Payout, Settle)], asking(), pages(), bulks()])
