"""A webhook under our own id says that an attempt arrived: nothing is sent again, and no "not sent" and no "no" is told."""

from common import write
from flows_common import SECOND, story_group, unknown
from flows_dexchange import FAILED, SENEAU, SENELEC, WOYOFAL, Pay
from flows_senfenico import Bulk, Collect, Payout

RULES = "adr/0002: what may have arrived is never sent again; adr/0003: unknown is an outcome"


def contradictions():
    """What is said of the attempt that a webhook told of."""
    yield "it never left", lambda s: s.fail("not_sent"), "accepted_earlier"
    yield "it was turned away", lambda s: s.answer(429), "accepted_earlier"
    yield "it was turned away for a minute", lambda s: s.answer(429, "", {"Retry-After": "60"}), "accepted_earlier"


def single_calls():
    g = story_group(RULES, "heard-call")
    for service in (WOYOFAL, SENELEC, SENEAU):
        for comment, said, why in contradictions():
            s = Pay(g, f"pay_bill_once, {service}: called back while under way, and {comment}", service, once=True).attempt().called(after_ms=300)
            said(s).store("unknown").done(s.unknown(why, s.tid)).tell()
        s = Pay(g, f"pay_bill_once, {service}: called back in the pause after an attempt that never left", service, once=True).attempt().fail("not_sent").backoff(1).called(after_ms=60)
        s.store("unknown").done(s.unknown("accepted_earlier", s.tid)).tell()
        s = Pay(g, f"pay_bill_once, {service}: called back while under way, and it is refused", service, once=True).attempt().called(after_ms=300).answer(400, FAILED)
        s.store("unknown").done(s.unknown("refused_after_uncertain", s.tid, code="INVALID_DATA")).tell()
        s = Pay(g, f"pay_bill_once, {service}: called back for another order: nothing is heard", service, once=True).attempt().called(ext="somebody-elses-7", after_ms=300).fail("not_sent").backoff(1).due()
        s.attempt().reply().settled()
    for comment, said, why in contradictions():
        s = Payout(g, f"create_transfer: its webhook came while under way, and {comment}", 2_610, "70002610", ext_id="heard-2610", flow=False).create().hook("pending", s_ref(61))
        said(s)
        s.store("unknown").done(unknown(why, provider_reference=s_ref(61), our_reference="heard-2610", plan="fetch", attempts=1)).tell()
    return g


def s_ref(n):
    return Payout.REF(n)


def payouts():
    g = story_group(RULES, "heard-payout")
    for comment, said, _ in contradictions():
        s = Payout(g, f"its webhook came while under way, and {comment}: it is read", 2_611, "70002611", ext_id="heard-2611").create().hook("pending", s_ref(62))
        said(s)
        s.ref, s.began = s_ref(62), s.now
        s.reads("pending").store(reference=s.ref).opens().pays().tell()
        s = Payout(g, f"its webhook came while under way and names no reference, and {comment}: it is looked for", 2_612, "70002612", ext_id="heard-2612").create()
        s.webhook("transfer.pending", {"status": "pending", "amount": 2_612, "ext_id": "heard-2612", "live_mode": False})
        said(s)
        s.list([s.item(s_ref(63), "success")]).claim(s_ref(63)).reads("success").settles().tell()
    s = Payout(g, "its webhook came in the pause after an attempt that never left", 2_613, "70002613", ext_id="heard-2613").create().fail("not_sent").backoff(1).hook("success", s_ref(64))
    s.ref, s.began = s_ref(64), s.now
    s.reads("success").settles().tell()
    s = Payout(g, "another payout's webhook came while under way: nothing is heard", 2_614, "70002614", ext_id="heard-2614").create().hook("success", s_ref(65), data={"ext_id": "somebody-elses-8"})
    s.fail("not_sent").backoff(1).due().create().accept().opens().pays().tell()
    s = Payout(g, "after sixteen webhooks of its amount that name no id, its own: that one is read", 2_615, "70002615", ext_id="heard-2615").create()
    for n in range(16):
        s.webhook("transfer.success", {"reference": s_ref(100 + n), "status": "success", "amount": 2_615, "live_mode": False})
    s.hook("success", s_ref(66)).fail()
    s.ref, s.began = s_ref(66), s.now
    s.reads("success").settles().tell()
    return g


def batches():
    g = story_group(RULES, "heard-bulk")
    for comment, said, why in contradictions():
        s = Bulk(g, f"one of a batch is told of while it is under way, and {comment}: the list is read", amount=310, ids="heard-b-").batch()
        s.webhook("transfer.success", {"reference": "tr_heard", "status": "success", "ext_id": "heard-b-001", "amount": 310, "live_mode": False})
        said(s).follows()
        s.list(s.items("success")).ends(s.paid()).tell()
    return g


def bills():
    g = story_group(RULES, "heard-bill")
    for service in (WOYOFAL, SENELEC):
        for comment, said, _ in contradictions():
            s = Pay(g, f"{service}: called back while under way, and {comment}: it is looked at", service).attempt().called(after_ms=300)
            said(s.noted()).look().seen().settled()
        s = Pay(g, f"{service}: called back in the pause after an attempt that never left", service).attempt().fail("not_sent").backoff(1).called(after_ms=60)
        s.noted().look().seen().settled()
    return g


def short_lists():
    """Of several that may be ours a list shows one alone, later."""
    g = story_group(RULES, "heard-rivals")
    for status in ("success", "send_otp"):
        s = Collect(g, f"two that may be ours; later the list shows one alone, {status}: which is ours is as unknown as before", 3_340, "76013340").create().fail().lost()
        s.due().list([s.item(s_ch(8), "success"), s.item(s_ch(9), "send_otp")]).gives_up("ambiguous", plan="search_by_details")
        s.given_again(after_ms=40 * SECOND).list([s.item(s_ch(8 if status == "success" else 9), status)]).gives_up("ambiguous", plan="search_by_details").tell()
    s = Collect(g, "two that may be ours; later one of them reads another amount: it is the other", 3_341, "76013341").create().fail().lost()
    s.due().list([s.item(s_ch(8), "success"), s.item(s_ch(9), "success")]).gives_up("ambiguous", plan="search_by_details")
    s.given_again(after_ms=40 * SECOND).list([s.item(s_ch(8), "success"), s.item(s_ch(9), "success", amount=77)]).claim(s_ch(8)).reads("success").settles().tell()
    return g


def s_ch(n):
    return Collect.REF(n)


def generate():
    write("flows_heard", "What was heard or seen once is not forgotten.", [single_calls(), payouts(), batches(), bills(), short_lists()])
