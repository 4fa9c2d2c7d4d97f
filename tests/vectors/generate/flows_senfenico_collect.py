"""Stories of a charge: codes and prompts, what is said on the way, what only the phone can do."""

from common import write
from flows_common import DAY, HOUR, MINUTE, SECOND, story_group, unknown
from flows_senfenico import HTML, Collect, ch, no, ok

PROBLEMS = {"OTP_INVALID": "invalid", "OTP_EXPIRED": "expired", "OTP_STILL_VALID": "still_valid", "INSUFFICIENT_FUNDS": "refused", "INVALID_ACCOUNT": "refused", "INVALID_DATA": "refused"}
MALFORMED = ("", "12", "87654321901", "abcdef", "12 34 5x", "１２３４５６")
PHONES = (("76001234", "orange_bf", 1000), ("70551122", "moov_bf", 777), ("75004411", "coris_bf", 1), ("68009988", "sank_bf", 250_000))


def straight():
    g = story_group("senfenico.txt, create a charge, submit OTP, fetch charge; ARCHITECTURE, one payment, walked through", "sf-collect-pay")
    for place, (phone, provider, amount) in enumerate(PHONES):
        s = Collect(g, f"{provider}, {amount} francs: a code, accepted", amount, phone, provider)
        s.begin(ch(100 + place)).pays().tell()
    s = Collect(g, "a code with spaces is sent without")
    s.begin().comes("otp", code=" 12 34 56 ").store(reference=s.ref, absent=["123456", "12 34 56"])
    s.post("charges/submit", {"otp": "123456", "charge_reference": s.ref}).submitted().settles().tell()
    s = Collect(g, "accepted, but pending at the operator; then paid")
    s.begin().types().submitted("pending").store(reference=s.ref)
    s.began = s.now
    s.looks().reads("pending").looks().reads("pending").looks().reads("success").settles().tell()
    s = Collect(g, "accepted, but pending at the operator; then failed")
    s.begin().types().submitted("pending").store(reference=s.ref)
    s.began = s.now
    s.looks().reads("failed").refuses("PAYMENT_FAILED", refund=None).tell()
    for word in ("canceled", "cancelled"):
        s = Collect(g, f"{word} after a code; the reason is the vendor's")
        s.begin().types().submitted("pending").store(reference=s.ref)
        s.began = s.now
        s.looks().reads(word, cancelled_at="2026-01-05T08:01:00Z", cancellation_reason="Annulé par le client").refuses("PAYMENT_CANCELED", message="Annulé par le client").tell()
    s = Collect(g, "a word nobody documented is no ending; a week later a person looks")
    s.begin().types().submitted("on_hold").store(reference=s.ref)
    s.began = s.now
    s.looks().reads("on_hold").looks().time(8 * DAY).reads("on_hold").gives_up("still_open", plan="fetch").tell()
    for status in ("success", "failed"):
        s = Collect(g, f"the creation already answers {status}: it is read before it is told")
        s.create().accept(status=status).reads(status)
        (s.settles() if status == "success" else s.refuses("PAYMENT_FAILED")).tell()
    s = Collect(g, "the creation answers pending: followed without a code")
    s.create().accept(status="pending").looks().reads("pending").looks().reads("success").settles().tell()
    for word in ("SEND_OTP", " send_otp "):
        s = Collect(g, f"the creation answers {word!r}: the word is trimmed and folded")
        s.create().accept(status=word).opens().pays().tell()
    return g


def prompts():
    """What was wrong with the last code, and only after the charge itself was read."""
    g = story_group("senfenico.txt, Error Codes; ARCHITECTURE, walked through, step 7", "sf-collect-prompt")
    for code, problem in PROBLEMS.items():
        again = lambda comment: Collect(g, f"{code}: {comment}").begin().types("918273").answer(400, no(code)).reads("send_otp").opens(problem=problem, code=code)
        again("asked again; then the right one").types().submitted().settles().tell()
        again("twice; then the right one").types("817263").answer(400, no(code)).reads("send_otp").opens(problem=problem, code=code).types().submitted().settles().tell()
        s = Collect(g, f"{code}, though the charge reads success: an earlier code went through").begin().types().answer(400, no(code)).reads("success").settles()
        s.tell()
        s = Collect(g, f"{code}, and the charge is pending: nobody is asked; then paid").begin().types().answer(400, no(code)).reads("pending").store(reference=ch(1))
        s.looks().reads("success").settles().tell()
        s = again("then no answer, and the charge still waits for a code").types("726354").fail()
        s.began = s.now
        s.looks().reads("send_otp").opens(problem="no_answer").types().submitted().settles().tell()
    for typed in MALFORMED:
        Collect(g, f"a code that is none: {typed!r}: nothing is sent").begin().comes("otp", code=typed).opens(problem="malformed").types().submitted().settles().tell()
    s = Collect(g, "malformed after OTP_INVALID: the last problem is the one told").begin().types("918273").answer(400, no("OTP_INVALID")).reads("send_otp")
    s.opens(problem="invalid", code="OTP_INVALID").comes("otp", code="no").opens(problem="malformed").types().submitted().settles().tell()
    for what, comes in (("no answer", lambda s: s.fail()), ("HTTP 500", lambda s: s.answer(500, HTML)), ("HTML", lambda s: s.answer(200, HTML))):
        s = Collect(g, f"{what} to two codes, then the right one").begin()
        for typed in ("817263", "726354"):
            comes(s.types(typed))
            s.began = s.now
            s.looks().reads("send_otp").opens(problem="no_answer")
        s.types().submitted().settles().tell()
    s = Collect(g, "no answer to the code, and none to the first look").begin().types().fail()
    s.began = s.now
    s.looks().fetch().fail().backoff(1).due().fetch().fail().backoff(2).due().fetch().fail().looks().reads("success").settles().tell()
    s = Collect(g, "no answer to the code, and the look finds no such charge: it is looked at again").begin().types().fail()
    s.began = s.now
    s.looks().fetch().answer(404, no(message="Charge not found")).looks().reads("success").settles().tell()
    s = Collect(g, "the key may no longer look: unknown, and why").begin().types().fail()
    s.began = s.now
    s.looks().fetch().answer(401, no(message="Invalid API key")).gives_up("uncertain_code", code="UNAUTHORIZED", http_status=401).tell()
    return g


def said_on_the_way():
    """The reason heard is told, and not a word for any failure."""
    g = story_group("issue 10, 11: what was heard on the way is kept and told", "sf-collect-reason")
    for code in ("INSUFFICIENT_FUNDS", "INVALID_ACCOUNT", "UNAUTHORIZED_CHARGE_PROVIDER"):
        for amount, phone in ((1000, "76009902"), (350, "56781234")):
            s = Collect(g, f"{code} to the code of {amount} francs, then the charge reads failed", amount, phone)
            s.begin().types().answer(400, no(code)).reads("failed").refuses(code, refund=None).tell()
    s = Collect(g, "the reason is kept while the charge is pending").begin().types().answer(400, no("INSUFFICIENT_FUNDS")).reads("pending").store(reference=ch(1))
    s.looks().reads("failed").refuses("INSUFFICIENT_FUNDS").tell()
    s = Collect(g, "a reason heard says nothing when the charge is paid").begin().types().answer(400, no("INSUFFICIENT_FUNDS")).reads("success").settles()
    s.tell()
    s = Collect(g, "cancelled by the merchant after a refused code: that it was cancelled is the reason").begin().types().answer(400, no("OTP_INVALID")).reads("canceled")
    s.store("closed", s.ref).done({"kind": "rejected"}).tell()
    s = Collect(g, "failed without a word: the payment failed").begin().types().fail()
    s.began = s.now
    s.looks().reads("failed").refuses("PAYMENT_FAILED").tell()
    return g


DIAL = "Composez *555*1# et confirmez."


def dialled(g, comment, text=DIAL, phone="75004411", **more):
    s = Collect(g, comment, phone=phone, provider="coris_bf", **more)
    s.create().accept(status="pay_offline", text=text).ask("dial", text=text)
    return s


def shown(s):
    s.comes("shown").store(reference=s.ref)
    s.began = s.now
    return s


def phones():
    """`pay_offline`: the payer confirms on the phone, without a code."""
    g = story_group("senfenico.txt, create a charge, Interpretation of Responses", "sf-collect-dial")
    shown(dialled(g, "confirmed")).looks().reads("pay_offline").looks().reads("success").settles().tell()
    shown(dialled(g, "refused on the phone")).looks().reads("failed").refuses("PAYMENT_FAILED").tell()
    s = shown(dialled(g, "pending at the operator, then paid")).looks().reads("pending").store(reference=ch(1))
    s.looks().reads("success").settles().tell()
    shown(dialled(g, "canceled")).looks().reads("canceled").refuses("PAYMENT_CANCELED").tell()
    shown(dialled(g, "never: a week later a person looks")).looks().reads("pay_offline").looks().time(8 * DAY).reads("pay_offline").gives_up("still_open").tell()
    s = dialled(g, "typed a code though none is asked: ignored").comes("otp", code="123456").ask("dial", text=DIAL)
    shown(s).looks().reads("success").settles().tell()
    s = dialled(g, "paid before the shop says it was shown: a webhook asks for a look")
    s.hook("success").reads("success").settles().tell()
    s = shown(dialled(g, "shown is a change another process goes on from: it is stored"))
    s.crash().reads("pay_offline")
    s.pending(s.began).due().reads("success").settles()
    s.tell()
    s = Collect(g, "a word the payer must not act on is not a prompt")
    s.create().accept(status="awaiting_operator").looks().reads("success").settles().tell()
    return g


def instructions():
    """The vendor's words for the payer are shown as they came, and no record holds his number."""
    g = story_group("README, Security; ADR 0004 and 0019: the payer's own number is masked, and nothing else", "sf-collect-text")
    for text, number, masked in (
        ("Un code a été envoyé au 76 00 12 34.", "76 00 12 34", "Un code a été envoyé au 76••••34."),
        ("Code envoyé au 76001234", "76001234", "Code envoyé au 76••••34"),
        ("Confirmez sur le +226 76-00-12-34 si rien ne vient.", "76-00-12-34", "Confirmez sur le +226 76••••34 si rien ne vient."),
        ("Compte 00226 76.00.12.34, montant 1000", "76.00.12.34", "Compte 00226 76••••34, montant 1000"),
        ("Le (226) 7600 1234 confirme.", "7600 1234", "Le (226) 76••••34 confirme."),
        ("Du 76\u00a000\u202f12\u00a034, composez *144*10*87654321*500#", "76\u00a000\u202f12\u00a034", "Du 76••••34, composez *144*10*87654321*500#"),
        ("*144*76001234*500#", "76001234", "*144*76••••34*500#"),
    ):
        s = Collect(g, f"{text!r}: shown, not stored; masked after a crash", absent=[number])
        s.create().accept(text=text).opens(text=text).crash().reads("send_otp").opens(text=masked).crash().reads("send_otp").opens(text=masked).pays().tell()
        s = dialled(g, f"{text!r} on the phone: shown, not stored; masked after a crash", text=text, phone="76001234", absent=[number])
        s.crash().reads("pay_offline").ask("dial", text=masked)
        shown(s).looks().reads("success").settles().tell()
    for text in (
        "Composez *144*4*6# pour obtenir un code.", "Composez *144*10*87654321*500#", "*555*1*76001235*1000#", "Appelez le +226 70-55-11-22 si rien ne vient.",
        "Marchand 00226 65.12.34.56, montant 1000", "Marchand 7600123, agence 4",
    ):
        Collect(g, f"{text!r}: nobody's number but the payer's is masked").create().accept(text=text).opens(text=text).crash().reads("send_otp").opens(text=text).pays().tell()
        s = dialled(g, f"{text!r} on the phone: it can be dialled after a crash", text=text, phone="76001234")
        s.crash().reads("pay_offline").ask("dial", text=text)
        shown(s).looks().reads("success").settles().tell()
    for text in ("", None):
        s = Collect(g, f"no instruction ({text!r}): asked without")
        s.create().accept(text=text).opens(text="").pays().tell()
    return g


def lost():
    """Amount, operator, payer and time have to do: all four, and only one that fits."""
    g = story_group("ADR 0005: a list search may adopt a payment, if it is the only one that fits", "sf-collect-lost")
    begun = lambda comment: Collect(g, comment).create().fail().lost().due()
    others = {
        "another payer": {"phone": "76009999"}, "another operator": {"provider": "moov_bf"}, "another amount": {"amount": 1001},
        "three minutes before": {"created_at": "2026-01-05T07:57:00Z"}, "seven minutes after": {"created_at": "2026-01-05T08:07:00Z"}, "another day": {"created_at": "2026-01-04T08:00:00Z"},
        "live": {"live_mode": True},
    }
    for what, change in others.items():
        s = begun(f"beside one of {what}: ours is taken")
        if what == "seven minutes after":
            s.time(8 * MINUTE)
        s.list([s.item(ch(2), "success", **change), s.item(ch(1), "success")]).claim(ch(1)).reads("success").settles().tell()
        s = begun(f"only one of {what}: not taken")
        s.list([s.item(ch(2), "success", **change)]).stop().store("unknown", others=True).done({"kind": "unknown", "unknown": {"provider_reference": None}}, absent=[ch(2)]).tell()
    for phone in ("76xxxxxx", None, ""):
        s = begun(f"the payer is hidden ({phone!r}): it may be ours, and may not")
        s.list([s.item(ch(1), "success", phone=phone)]).gives_up("ambiguous", plan="search_by_details").tell()
    s = begun("shown twice, with one reference: one payment")
    s.list([s.item(ch(1), "success"), s.item(ch(1), "success")]).claim(ch(1)).reads("success").settles().tell()
    s = begun("the number is written with its country: the same payer")
    s.list([s.item(ch(1), "success", phone="+226 76 00 12 34")]).claim(ch(1)).reads("success", phone="22676001234").settles().tell()
    s = begun("too young to be believed at first: left for its own answer")
    young = s.item(ch(1), "success", created_at="2026-01-05T08:01:00Z")
    s.list([young]).wait("reconciling", s.made, 180 * SECOND, 180 * SECOND).due().list([young]).claim(ch(1)).reads("success").settles().tell()
    # Told of another's charge, which asks for a code; ours is found by its details, and is dialled.
    s = Collect(g, "what another's answer said of its charge is not said of ours", phone="75004411", provider="coris_bf")
    s.create().accept(status="send_otp", text="Entrez le code.").comes("taken").store("unknown").done(unknown("taken"))
    s.crash(HOUR).list([s.item(ch(2), "pay_offline")]).claim(ch(2)).reads("pay_offline").store(reference=ch(2)).ask("dial", text="").tell()
    return g


def generate():
    write("flows_senfenico_collect", "Stories of Senfenico's charges: codes, prompts, reasons, phones.",
          [straight(), prompts(), said_on_the_way(), phones(), instructions(), lost()])
