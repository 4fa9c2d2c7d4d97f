"""Bulk payouts of 250: three batches, refusals in each, and the people they are asked again for after a crash."""

from common import write
from flows_common import DAY, HOUR, each, not_sent, rejected, settled, story_group, unknown
from flows_senfenico import Bulk, no, ok, tr

RULES = "senfenico.txt, bulk transfer; reliability.md 1.2 row 8; README, Keeping a journal"
KEY, OTHER = "sk_test_sandbox", "sk_test_rotated_key"
FUNDS = "Insufficient balance for Moov BF transfer including fees."


def three(s, failed=((), (), ())):
    """All three batches are answered; `failed`: who is refused in each."""
    for place, refused in enumerate(failed):
        s.batch().queued([s.failed(n) for n in refused], count=(100, 100, 50)[place] - len(refused))
        s.paced() if place < 2 else s.follows()
    return s


def refused(s, n, complaint=FUNDS):
    return s.of(rejected("VALIDATION", message={"contains": complaint}), 1, n)


def around(s, places, of):
    """The outcomes of all 250: those at `places` made by `of`, the others paid."""
    out, at = [], 0
    for place in places:
        out += [s.paid(place - at, at)] * (place > at) + [of(place)]
        at = place + 1
    return [*out, *([s.paid(250 - at, at)] if at < 250 else [])]


def listed(s, status, without=()):
    """The list shows all but these."""
    out, at = [], 0
    for place in [*without, 250]:
        out += [s.items(status, place - at, at)] * (place > at)
        at = place + 1
    return out


def batches():
    g = story_group(RULES, "sf-bulk-three")
    s = three(Bulk(g, "three batches, all queued, all paid", 250))
    s.looks().list(s.items("pending")).store().looks().list(s.items("success")).ends(s.paid()).tell()
    for places in ((3,), (150,), (249,), (0, 99, 100, 199, 200)):
        s = Bulk(g, f"refused: {places}; the others are paid", 250)
        three(s, [[n for n in places if n // 100 == batch] for batch in range(3)])
        s.looks().list(*listed(s, "success", places)).ends(*around(s, places, lambda n: refused(s, n))).tell()
    for batch in range(3):
        s = Bulk(g, f"batch {batch + 1} is lost; the list shows it all the same", 250)
        for place in range(3):
            s.batch()
            s.fail() if place == batch else s.queued(count=100)
            s.paced() if place < 2 else s.follows()
        s.looks().list(s.items("success")).ends(s.paid()).tell()
        s = Bulk(g, f"batch {batch + 1} is lost and never shows up", 250)
        for place in range(3):
            s.batch()
            s.fail() if place == batch else s.queued(count=100)
            s.paced() if place < 2 else s.follows()
        first, count = batch * 100, (100, 100, 50)[batch]
        rest = [s.items("success", n, at) for n, at in ((first, 0), (250 - first - count, first + count)) if n]
        s.looks().list(*rest).store().looks().time(8 * DAY).list(*rest)
        lost = s.of(unknown("no_answer", our_reference="pay-{n}", plan="search_by_id"), count, first)
        s.ends(*[s.paid(first, 0)] * (first > 0), lost, *[s.paid(250 - first - count, first + count)] * (first + count < 250), stage="unknown").tell()
        s = Bulk(g, f"batch {batch + 1} is refused as a whole; the others are paid", 250)
        for place in range(3):
            s.batch()
            s.answer(400, no("INSUFFICIENT_FUNDS", FUNDS)) if place == batch else s.queued(count=100)
            s.paced() if place < 2 else s.follows()
        s.looks().list(*rest)
        s.ends(*[s.paid(first, 0)] * (first > 0), s.of(rejected("INSUFFICIENT_FUNDS", message={"contains": FUNDS}), count, first), *[s.paid(250 - first - count, first + count)] * (first + count < 250)).tell()
        s = Bulk(g, f"batch {batch + 1} never leaves; the others are paid", 250)
        for place in range(3):
            s.batch()
            if place == batch:
                s.fail("not_sent").backoff(1).due().store().batch_again(first, count).fail("not_sent").backoff(2).due().store().batch_again(first, count).fail("not_sent")
            else:
                s.queued(count=100)
            s.paced() if place < 2 else s.follows()
        s.looks().list(*rest)
        s.ends(*[s.paid(first, 0)] * (first > 0), s.of(not_sent("unreachable"), count, first), *[s.paid(250 - first - count, first + count)] * (first + count < 250)).tell()
    s = Bulk(g, "a batch is turned away, and goes on", 250)
    s.batch().queued(count=100).paced().batch().answer(429, "", {"Retry-After": "2"}).busy(2).due().store().batch_again(100, 100).queued(count=100).paced().batch().queued(count=50).follows()
    s.looks().list(s.items("success")).ends(s.paid()).tell()
    return g


def items():
    """Each item by itself."""
    g = story_group(RULES, "sf-bulk-item")
    small = lambda comment, **more: Bulk(g, comment, **more).batch().queued().follows()
    s = small("one fails, one is pending for long, one is paid")
    s.looks().list(s.items("success", 1), s.items("failed", 1, 1), s.items("pending", 1, 2)).store().looks().list(s.items("success", 1), s.items("failed", 1, 1), s.items("success", 1, 2))
    s.ends(s.paid(1), s.of(rejected("PAYMENT_FAILED"), 1, 1), s.paid(1, 2)).tell()
    s = small("an item of another amount under our id: not ours to believe")
    s.looks().list(s.items("success", 2), s.items("success", 1, 2, amount=999)).ends(s.paid(2), s.of(unknown("amount_mismatch", provider_reference=tr(2), plan="fetch"), 1, 2), stage="unknown").tell()
    s = small("an item of a live payment under a test key")
    s.looks().list(s.items("success", 2), s.items("success", 1, 2, live_mode=True)).ends(s.paid(2), s.of(unknown("mode_mismatch", provider_reference=tr(2)), 1, 2), stage="unknown").tell()
    s = small("two payments under one of our ids: nobody knows which is ours; a week later a person looks")
    twice = [s.items("success", 2), s.items("success", 1, 2), s.items("success", 1, 2, reference=tr(902))]
    s.looks().list(*twice).store().looks().time(8 * DAY).list(*twice).ends(s.paid(2), s.of(unknown("ambiguous"), 1, 2), stage="unknown").tell()
    s = small("shown twice in one list, with the same reference: one payment")
    s.looks().list(s.items("success"), s.items("success", 1, 1)).ends(s.paid()).tell()
    s = small("an item stays pending for a week")
    s.looks().list(s.items("success", 2), s.items("pending", 1, 2)).store().looks().time(8 * DAY).list(s.items("success", 2), s.items("pending", 1, 2))
    s.ends(s.paid(2), s.of(unknown("still_open", provider_reference=tr(2), plan="fetch"), 1, 2), stage="unknown").tell()
    s = Bulk(g, "all refused: nothing to follow")
    s.batch().queued([s.failed(n) for n in range(3)], count=0).store().ends(refused(s, 0), refused(s, 1), refused(s, 2)).tell()
    s = Bulk(g, "refused, told by the number alone")
    s.batch().queued([s.failed(1, ext_id=None)], count=2).follows().looks().list(s.items("success", 1), s.items("success", 1, 2)).ends(s.paid(1), refused(s, 1), s.paid(1, 2)).tell()
    s = Bulk(g, "refused in words with a number: shown without it after the record")
    s.batch().queued([s.failed(1, "Recipient 70000001 is not registered.")], count=2).follows().looks().list(s.items("success", 1), s.items("success", 1, 2))
    s.ends(s.paid(1), refused(s, 1, "Recipient 70••••01 is not registered."), s.paid(1, 2), absent=["70000001"]).tell()
    s = Bulk(g, "refused, and yet it is in the list: another operation used the id; it stays refused")
    s.batch().queued([s.failed(1)], count=2).follows().looks().list(s.items("success")).ends(s.paid(1), refused(s, 1), s.paid(1, 2)).tell()
    s = small("the list is not allowed any more")
    s.looks().get("transfers/").answer(403, no()).ends(s.of(unknown("still_open", our_reference="pay-{n}")), stage="unknown").tell()
    s = small("the list gets no answer at first")
    s.looks().get("transfers/").fail().backoff(1).due().list(s.items("success")).ends(s.paid()).tell()
    s = small("the list shows strangers' payouts only at first")
    s.looks().list(s.items("success", 3, 500)).looks().list(s.items("success")).ends(s.paid()).tell()
    return g


def people(first, count, start=None):
    return each(count, {"ext_id": "pay-{n}", "phone": "70000{n}"}, first if start is None else start)


def crashes():
    """No record holds a number: those not sent yet are asked for again, and only the ones ordered are taken."""
    g = story_group(RULES + "; ADR 0004", "sf-bulk-crash")
    s = Bulk(g, "before the first record is durable: it begins anew", 250).store().crash(lost=True)
    three(s).looks().list(s.items("success")).ends(s.paid()).tell()

    def asked(s, first):
        return s.ask("recipients", ext_ids=[each(250 - first, "pay-{n}", first)])

    s = Bulk(g, "with the first batch under way: it may have arrived, the others are asked for", 250).batch().crash()
    asked(s, 100).comes("recipients", recipients=[people(100, 150)]).batch().queued(count=100).paced().batch().queued(count=50).follows()
    s.looks().list(s.items("success")).ends(s.paid()).tell()
    s = Bulk(g, "held back by the key's own pace, and dead: none was sent, so all are asked for, and sent once", 250).held(700)
    asked(s.crash(), 0).comes("recipients", recipients=[people(0, 250)]).batch().queued(count=100).paced().batch().queued(count=100).paced().batch().queued(count=50).follows()
    s.looks().list(s.items("success")).ends(s.paid()).tell()
    s = Bulk(g, "held back by the key's own pace, then sent", 3).held(300).due().batch().queued(count=3).follows()
    s.looks().list(s.items("success")).ends(s.paid()).tell()
    s = Bulk(g, "after the first batch", 250).batch().queued(count=100).store().crash()
    asked(s, 100).comes("recipients", recipients=[people(100, 150)]).batch().queued(count=100).paced().batch().queued(count=50).follows()
    s.looks().list(s.items("success")).ends(s.paid()).tell()
    s = Bulk(g, "with the second batch under way, which never shows up", 250).batch().queued(count=100).paced().batch().crash()
    asked(s, 200).comes("recipients", recipients=[people(200, 50)]).batch().queued(count=50).follows()
    rest = [s.items("success", 100), s.items("success", 50, 200)]
    s.looks().list(*rest).store().looks().time(8 * DAY).list(*rest).ends(s.paid(100), s.of(unknown("crashed", plan="search_by_id"), 100, 100), s.paid(50, 200), stage="unknown").tell()
    s = Bulk(g, "after all three: nobody is asked, the list is read at once", 250)
    three(s).crash().list(s.items("success")).ends(s.paid()).tell()
    s = Bulk(g, "only the first hundred of the rest are given again: the others were not sent", 250).batch().queued(count=100).store().crash()
    asked(s, 100).comes("recipients", recipients=[people(100, 100)]).batch().queued(count=100).paced()
    s.began = s.now
    s.looks().list(s.items("success", 200)).ends(s.paid(200), s.of(not_sent("forgotten"), 50, 200)).tell()
    s = Bulk(g, "nobody is given again: the rest was not sent", 250).batch().queued(count=100).store().crash()
    asked(s, 100).comes("recipients", recipients=[])
    s.began = s.now
    s.looks().list(s.items("success", 100)).ends(s.paid(100), s.of(not_sent("forgotten"), 150, 100)).tell()
    s = Bulk(g, "one is given with another number: not the one ordered, so it is not sent", 103).batch().queued(count=100).store().crash()
    s.ask("recipients", ext_ids=["pay-100", "pay-101", "pay-102"])
    s.comes("recipients", recipients=[people(100, 1), {"ext_id": "pay-101", "phone": "70009999"}, people(102, 1)]).store()
    item = {"amount": 100, "recipient_phone": "70000{n}", "recipient_wallet": "moov_bf", "ext_id": "pay-{n}"}
    s.post("transfers/bulk/", {"transfers": [each(1, item, 100), each(1, item, 102)]}).queued(count=2).follows()
    s.looks().list(s.items("success", 101), s.items("success", 1, 102)).ends(s.paid(101), s.of(not_sent("forgotten"), 1, 101), s.paid(1, 102)).tell()
    s = Bulk(g, "strangers among those given again are ignored", 102).batch().queued(count=100).store().crash().ask("recipients", ext_ids=["pay-100", "pay-101"])
    s.comes("recipients", recipients=[{"ext_id": "somebody-1", "phone": "70000500"}, people(100, 2)]).batch().queued(count=2).follows()
    s.looks().list(s.items("success")).ends(s.paid()).tell()
    s = Bulk(g, "the key rotated: the recipients are recognised by the earlier one", 102).batch().queued(count=100).store().crash(key=OTHER, earlier=[KEY])
    s.ask("recipients", ext_ids=["pay-100", "pay-101"]).comes("recipients", recipients=[people(100, 2)]).batch().queued(count=2).follows()
    s.looks().list(s.items("success"), key=OTHER).ends(s.paid()).tell()
    s = Bulk(g, "the key rotated without knowing the earlier one: refused", 102).batch().queued(count=100).store().crash(key=OTHER).refused(None).tell()
    s = Bulk(g, "the earlier key given up too soon: no fingerprint fits, so the rest is not sent", 202).batch().queued(count=100).store().crash(key=OTHER, earlier=[KEY])
    s.ask("recipients", ext_ids=[f"pay-{n}" for n in range(100, 202)]).comes("recipients", recipients=[people(100, 102)]).batch().queued(count=100).store().crash(key=OTHER)
    s.ask("recipients", ext_ids=["pay-200", "pay-201"]).comes("recipients", recipients=[people(200, 2)])
    s.began = s.now
    s.looks().list(s.items("success", 200), key=OTHER).ends(s.paid(200), s.of(not_sent("forgotten"), 2, 200)).tell()
    s = Bulk(g, "refusals heard before are kept").batch()
    s.queued([s.failed(1)], count=2).follows().crash().list(s.items("success", 1), s.items("success", 1, 2)).ends(s.paid(1), refused(s, 1), s.paid(1, 2)).tell()
    s = Bulk(g, "after the end: read again").batch().queued().follows().looks().list(s_items("success"))
    s.ends(s.paid()).crash(HOUR).list(s.items("success")).ends(s.paid()).tell()
    s = Bulk(g, "handed over unknown: read again").batch().fail().follows().comes("stop").store("unknown").done(payouts={"items": [each(3, {"outcome": {"kind": "unknown"}})]}).crash(DAY)
    s.list(s.items("success")).ends(s.paid()).tell()
    s = Bulk(g, "one had failed; now it reads success: money wins, and somebody should look").batch().queued().follows().looks()
    s.list(s.items("success", 2), s.items("failed", 1, 2)).ends(s.paid(2), s.of(rejected("PAYMENT_FAILED"), 1, 2)).crash(DAY).list(s.items("success"))
    s.ends(s.paid(), alarms=[{"applied": "late_success", "known": "failed", "seen": "success"}]).tell()
    s = Bulk(g, "all had failed; a day later it is read again: they still have").batch().queued().follows().looks()
    failed = s.of(rejected("PAYMENT_FAILED"), 3)
    s.list(s.items("failed")).ends(failed).crash(DAY).list(s.items("failed")).ends(failed).tell()
    s = Bulk(g, "all had failed; two were paid after all: money wins, and somebody should look").batch().queued().follows().looks()
    s.list(s.items("failed")).ends(failed).crash(DAY).list(s.items("success", 2), s.items("failed", 1, 2))
    s.ends(s.paid(2), s.of(rejected("PAYMENT_FAILED"), 1, 2), alarms=[{"applied": "late_success", "known": "failed", "seen": "success"}] * 2).tell()
    return g


def s_items(status):
    return Bulk(story_group("", ""), "").items(status)


#: Amount, number as typed, wallet as given; as sent.
PEOPLE = ((100, "70 00 01 01", None, "70000101", "moov_bf"), (2_500, "+226 76-00-02-02", None, "76000202", "orange_bf"), (777, "63000303", "sank_bf", "63000303", "sank_bf"),
         (150_000, "05000505", "orange_bf", "05000505", "orange_bf"))


def mixed():
    """People that differ in everything: each gets his own amount, at his own number and wallet."""
    g = story_group(RULES, "sf-bulk-mixed")
    ids = [f"7c1e-{place}-salary" for place in range(len(PEOPLE))]
    order = [{"amount": amount, "phone": typed, "ext_id": ext} | ({"wallet": wallet} if wallet else {}) for ext, (amount, typed, wallet, _, _) in zip(ids, PEOPLE)]
    sent = [{"amount": amount, "recipient_phone": phone, "recipient_wallet": wallet, "ext_id": ext} for ext, (amount, _, _, phone, wallet) in zip(ids, PEOPLE)]
    items = [{"reference": tr(40 + place), "amount": one["amount"], "status": "success", "live_mode": False, "ext_id": one["ext_id"]} for place, one in enumerate(sent)]
    paid = [{"index": place, "ext_id": one["ext_id"], "outcome": settled(reference=tr(40 + place), amount=one["amount"], status="success")} for place, one in enumerate(sent)]

    def begun(comment, flow=True):
        s = Bulk(g, comment, flow=flow)
        s.given["order"]["transfers"], s.given["absent"] = order, [one["recipient_phone"] for one in sent]
        return s.store().post("transfers/bulk/", {"transfers": sent})

    s = begun("the list shows them in another order").queued(count=4).follows().looks().list(*reversed(items))
    s.ends(*paid).tell()
    for place, one in enumerate(sent):
        s = begun(f"number {place} is refused").queued([{"data": one, "errors": {"recipient_phone": ["Not registered."]}}], count=3).follows().looks().list(*items[:place], *items[place + 1:])
        out = [*paid[:place], {"index": place, "ext_id": one["ext_id"], "outcome": rejected("VALIDATION", message={"contains": "Not registered."})}, *paid[place + 1:]]
        s.ends(*out).tell()
    s = begun("one is shown with another's amount").queued(count=4).follows().looks().list(items[0], items[1] | {"amount": 777}, *items[2:])
    s.ends(paid[0], {"ext_id": ids[1], "outcome": unknown("amount_mismatch", provider_reference=tr(41))}, *paid[2:], stage="unknown").tell()
    begun("the call: one refused", flow=False).queued([{"data": sent[2], "errors": {"non_field_errors": [FUNDS]}}], count=3).store("closed").done(
        settled(failed_transfers=[{"ext_id": ids[2], "amount": 777, "recipient_wallet": "sank_bf", "errors": [{"field": "non_field_errors", "message": FUNDS}]}])).tell()
    return g


def generate():
    write("flows_senfenico_bulk", "Bulk payouts: three batches, single items, people asked for again.", [batches(), items(), mixed(), crashes()])
