"""Two living processes at one payment: who did not just store or read the newest record tells no end and asks nobody."""

from common import write
from flows_common import SECOND, not_sent, rejected, settled, story_group, unknown
from flows_dexchange import SENEAU, SENELEC, Pay, bill, top_up
from flows_senfenico import Bulk, Checkout, Collect, chk, no, ok

RULES = "adr/0015: an end is told, and a person asked, by who knows the newest record"
REDIRECT = (307, "", {"Location": "https://elsewhere.example/"})


def meanwhile(s):
    """The other one's request may be under way: the journal is looked at each second."""
    return s.wait("elsewhere", s.now, 0, SECOND)


def follows(s):
    """Within a second of the other one's record it goes on from that."""
    return s.line(out="elsewhere", at_least=0, at_most=SECOND)


def looked_up(g, comment, service=SENELEC, **more):
    """Both look the bill up; the second one is faster."""
    return Pay(g, comment, service, named=False, **more).inquire().beside(90).inquire()


def bills():
    g = story_group(RULES, "two-bill")
    for service in (SENELEC, SENEAU):
        s = looked_up(g, f"{service}: one pays, and the other's inquiry is of no use: it tells what the first one comes to", service).one_found().attempt()
        s.back().answer(*REDIRECT)
        meanwhile(s).back().reply().ends_paid().back()
        follows(s).look().seen().settled()
    s = looked_up(g, "one has paid, and the other's inquiry is of no use").one_found().attempt().reply().ends_paid().back()
    s.answer(*REDIRECT).look().seen().settled()
    s = looked_up(g, "one was refused, and the other's inquiry is of no use: refused").one_found().attempt().answer(400, {"success": False, "message": "Refused"})
    s.ends(rejected("INVALID_DATA", http_status=400)).back()
    s.answer(*REDIRECT).done(rejected("INVALID_DATA", http_status=400)).tell()
    s = looked_up(g, "one pays, and the other's inquiry finds two bills: nobody is asked").one_found().attempt().back()
    s.found(s.owed(), s.owed(77))
    meanwhile(s).back().reply().ends_paid().back()
    follows(s).look().seen().settled()
    s = looked_up(g, "both are to be confirmed; one is and is paid: the other does not ask", confirm=True).one_found().asks_own()
    s.comes("bill", reference=s.bill).attempt().back()
    s.found(s.owed())
    meanwhile(s).back().reply().ends_paid().back()
    follows(s).look().seen().settled()
    s = looked_up(g, "both ask; one is answered and is paid: a callback to the other has it look", confirm=True, custom=True)
    s.one_found().asks_own().back().found(s.owed()).asks_own().back().comes("bill", reference=s.bill).attempt().reply().ends_paid().back()
    s.called().kept().look().seen().settled()
    s = looked_up(g, "one pays, and the other is told to stop: that it was stopped is not the payment's end").one_found().attempt().back().comes("stop")
    s.done(s.unknown("no_answer")).back().reply().settled()
    s = looked_up(g, "one has paid, and the other is told to stop").one_found().attempt().reply().ends_paid().back().comes("stop")
    s.done(settled(transaction_id=s.tid, status="SUCCESS")).tell()
    s = Pay(g, "one is held back by the key's own pace, and the other is told to stop: the first one may yet pay", SENELEC, named=False).inquire().beside(90)
    s.held(4 * SECOND).back().comes("stop").done(s.unknown("still_open")).back().due().inquire().one_found().attempt().reply().settled()
    s = Pay(g, "both go by the record of one that was held back; one pays, the other's inquiry is of no use", SENELEC, named=False).held(4 * SECOND)
    s.beside(90).inquire().one_found().attempt().back().due().inquire().answer(*REDIRECT)
    meanwhile(s).back().reply().ends_paid().back()
    follows(s).look().seen().settled()
    s = looked_up(g, "nobody went further: told at once").back().answer(*REDIRECT)
    s.done(not_sent("unanswered", doubt="redirected")).tell()
    s = Pay(g, "one pays another order under the same id: the other learns that it is not alone", SENELEC, named=False).inquire()
    s.beside(90, Pay(g, "", SENEAU, named=False).given["order"])
    s.service = SENEAU
    s.inquire().one_found().attempt().back()
    s.answer(*REDIRECT).line(out="outrun").tell()
    return g


def charges():
    g = story_group(RULES, "two-collect")
    s = Collect(g, "both ask for the code; it is given to one: the other does not ask for it again", 1_730, "76011730").begin().beside().reads("send_otp").opens(text="Entrez le code reçu.")
    s.types("221730").submitted().settles().back(9 * SECOND).comes("otp", code="22-no").reads("success").settles().tell()
    s = Collect(g, "the code is under way in another process: it is waited for, not asked for", 1_731, "76011731").begin().beside().reads("send_otp").opens()
    s.types("221731").back(9 * SECOND).comes("otp", code="22-no")
    meanwhile(s).back().submitted().settles().back()
    follows(s).reads("success").settles().tell()
    s = Collect(g, "its process died before the code was sent; another is given meanwhile: it is sent, not asked for again", 1_733, "76011733").begin()
    s.beside().reads("send_otp").opens().types("221733").back(9 * SECOND).comes("otp", code="22-no")
    meanwhile(s).comes("otp", code="331733").elsewhere(s.leases[-1]).reads("send_otp")
    s.store(reference=s.ref, absent=["331733"]).post("charges/submit", {"otp": "331733", "charge_reference": s.ref}).submitted().settles().tell()
    s = Collect(g, "its code was sent and the charge is paid; another is given meanwhile: it is not sent", 1_734, "76011734").begin()
    s.beside().reads("send_otp").opens().types("221734").back(9 * SECOND).comes("otp", code="22-no")
    meanwhile(s).comes("otp", code="331734").back().submitted().settles().back()
    follows(s).reads("success").settles().tell()
    waits = lambda s: s.answer(200, ok(s.item(s.ref, "send_otp")))
    for n, comment, tried, code in ((1_735, "another is typed while that is looked at: it is sent, not asked for again", "22-no", "331735"),
                                    (1_736, "what cannot be a code is typed once more while that is looked at: it is said", "22-no", "22-no")):
        s = Collect(g, f"the code that the other one sent was wrong; {comment}", n, f"7601{n}").begin().beside().reads("send_otp").opens()
        s.types(f"22{n}").answer(400, no("OTP_INVALID")).reads("send_otp").opens(problem="invalid", code="OTP_INVALID")
        waits(s.back(9 * SECOND).comes("otp", code=tried).fetch().comes("otp", code=code))
        if tried == code:
            s.opens(problem="malformed").types(f"33{n}")
        else:
            s.store(reference=s.ref, absent=[code]).post("charges/submit", {"otp": code, "charge_reference": s.ref})
        s.submitted().settles().tell()
    s = Collect(g, "nobody gave it: what was wrong is said", 1_732, "76011732").begin().beside().reads("send_otp").opens().back(9 * SECOND).comes("otp", code="22-no")
    s.opens(problem="malformed").pays().tell()
    return g


def pages():
    g = story_group(RULES, "two-checkout")
    s = Checkout(g, "both open it; one has a page, the other cannot reach the vendor: the same page", 640).opens().beside().opens().opened().store(reference=chk(1)).redirects().back()
    for tries in (1, 2):
        s.fail("not_sent").backoff(tries).due().opens()
    s.fail("not_sent").reads("pending").store(reference=chk(1)).redirects().tell()
    return g


def batches():
    """Told to stop while another process sends."""
    g = story_group(RULES, "two-bulk")
    waits = lambda s, first: [s.of(unknown("crashed", plan="search_by_id"), 100, first), s.of(unknown("still_open", plan="search_by_id", attempts=0), 250 - first - 100, first + 100)]
    s = Bulk(g, "the first batch is under way elsewhere: nothing of it, and of what follows, is said to be not sent", 250).batch()
    s.beside(waits=False).comes("stop").done(payouts={"items": waits(s, 0)}).back()
    s.queued(count=100).paced().batch().queued(count=100).paced().batch().queued(count=50).follows().looks().list(s.items("success"))
    s.ends(s.paid()).tell()
    s = Bulk(g, "the second batch is under way elsewhere", 250).batch().queued(count=100).paced().batch().beside(waits=False).comes("stop")
    s.done(payouts={"items": [s.of(unknown("still_open", plan="search_by_id"), 100, 0), *waits(s, 100)]}).back().queued(count=100).tell()
    return g


def others():
    """A busy shop's other payments are told of as well, before it is known who goes on."""
    g = story_group(RULES, "two-others")
    for make in (bill, top_up):
        for named in (0, 12):
            words = "twelve callbacks about others, then" if named == 0 else "twelve callbacks, then"
            s = make(g, f"under way elsewhere; {words} one that it arrived: it is read, not sent again", custom=True).attempt().crash(waits=False)
            meanwhile(s)
            for n in range(12):
                s.called("FAILED", ext=None if named else f"INV-other-{n}", CUSTOM_DATA=f"not ours {n}")
            s.called().elsewhere(s.leases[-1]).kept().look().seen().settled()
    return g


def generate():
    write("flows_two", "Two living processes at one payment.", [bills(), charges(), pages(), batches(), others()])
