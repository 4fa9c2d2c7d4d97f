"""What a person says before it is asked, or says again, and how long is waited for at most."""

from common import write
from flows_common import DAY, MINUTE, SECOND, story_group
from flows_senfenico import Collect, Payout, Settle, no

EARLY = "one-door.md, table, rows 2 and 3; ADR 0018: an answer that comes before its question is kept for it"
REPEATED = "one-door.md, table, row 3; ADR 0018: the code that was just refused is asked for once more before it is sent again"
LIMIT = "one-door.md, table, row 4; ADR 0018: rather than wait past its limit an operation stops itself"
#: How people write one and the same code.
WRITTEN = ("123456", "123 456", " 12-34-56 ")


def submits(s, code="123456", reads="send_otp"):
    """The code that came early is sent once the charge was read."""
    s.reads(reads).store(reference=s.ref, absent=[code])
    return s.post("charges/submit", {"otp": code, "charge_reference": s.ref})


def early(g):
    def resumed(comment, **more):
        return Collect(g, comment, **more).begin().crash()

    for place, code in enumerate(WRITTEN):
        s = resumed(f"a code comes with the request that resumes, as {code!r}").comes("otp", code=code)
        submits(s).submitted().settles().tell()
    s = resumed("two codes come before anything is asked: the last one counts").comes("otp", code="918273").comes("otp", code="123456")
    submits(s).submitted().settles().tell()
    for kind, said in (("shown", {}), ("bill", {"reference": "FA-7"}), ("recipients", {"recipients": [{"ext_id": "a", "phone": "70000000"}]})):
        s = resumed(f"{kind} comes, and a code is asked for: it is no answer to that").comes(kind, **said).reads("send_otp")
        s.opens(text=s.text).pays().tell()
    s = resumed("a code comes, and the charge was paid meanwhile: it is not sent").comes("otp", code="123456").reads("success").settles()
    s.tell()
    s = resumed("a code comes, and the charge has failed: it is not sent").comes("otp", code="123456").reads("failed").refuses("PAYMENT_FAILED")
    s.tell()
    s = resumed("a code that cannot be one: asked for, as malformed").comes("otp", code="12").reads("send_otp")
    s.opens(text=s.text, problem="malformed").pays().tell()
    s = resumed("a code comes early and is refused: asked again, and the early one is not sent twice").comes("otp", code="555111")
    submits(s, "555111").answer(400, no("OTP_INVALID")).reads("send_otp").opens(text=s.text, problem="invalid", code="OTP_INVALID").pays().tell()
    s = resumed("a code comes, then the wish to stop: it is not sent").comes("otp", code="123456")
    s.stop().gives_up("still_open", plan="fetch").tell()
    s = Collect(g, "a code comes before the charge is made: sent when it is asked for").comes("otp", code="123456").create().accept()
    s.store(reference=s.ref).post("charges/submit", {"otp": "123456", "charge_reference": s.ref}).submitted().settles().tell()


def repeated(g):
    for code, problem in (("OTP_INVALID", "invalid"), ("OTP_EXPIRED", "expired"), ("INSUFFICIENT_FUNDS", "refused")):
        def refused(comment, typed="918273"):
            s = Collect(g, f"{code}: {comment}").begin().types(typed).answer(400, no(code)).reads("send_otp")
            return s.opens(problem=problem, code=code)

        again = lambda s, typed: s.comes("otp", code=typed).opens(problem="repeated", code=code)
        again(refused("the same again is not sent; another is"), "918273").pays().tell()
        again(refused("the same, written otherwise, is not sent; another is"), "91 82.73").pays().tell()
        s = again(refused("the same, twice more: the payer insists"), "918273").types("918273")
        s.submitted().settles().tell()
        s = again(refused("the same, insisted on and refused again: as new"), "918273").types("918273").answer(400, no(code)).reads("send_otp")
        again(s.opens(problem=problem, code=code), "918273").pays().tell()
        refused("another is sent at once").types("918274").submitted().settles().tell()
        s = refused("the same in another process: it does not know").crash().comes("otp", code="918273")
        submits(s, "918273").submitted().settles().tell()
        s = again(refused("the same again, then given up"), "918273")
        s.stop().gives_up("still_open", plan="fetch").tell()
    s = Collect(g, "OTP_STILL_VALID: the same may be the right one").begin().types("918273").answer(400, no("OTP_STILL_VALID")).reads("send_otp")
    s.opens(problem="still_valid", code="OTP_STILL_VALID").types("918273").submitted().settles().tell()
    s = Collect(g, "no answer: the same may be the right one").begin().types("918273").fail()
    s.began = s.now
    s.looks().reads("send_otp").opens(problem="no_answer").types("918273").submitted().settles().tell()
    for typed in ("12", "abcdef"):
        s = Collect(g, f"{typed!r} twice: said so").begin().comes("otp", code=typed).opens(problem="malformed")
        s.comes("otp", code=typed).opens(problem="repeated").pays().tell()


def limits(g):
    for kind in (Collect, Payout, Settle):
        def waits(comment):
            s = kind(g, f"{kind.NAMES[0]}, {comment}")
            if kind is Collect:
                s.begin().types().submitted("pending").store(reference=s.ref)
                s.began = s.now
                return s
            return s.begin()

        for ms in (0, 1, SECOND):
            s = waits(f"limit {ms} ms: nothing happens before, so it stops at once").comes("limit", ms=ms)
            s.stopped = True
            s.gives_up("still_open", plan="fetch").tell()
        waits("a limit of a day: waits as ever").comes("limit", ms=DAY).looks().reads("success").settles().tell()
        waits("a limit that was taken back").comes("limit", ms=1).comes("limit").looks().reads("success").settles().tell()
    s = Collect(g, "a limit ends no question: a person may answer at any time").begin().comes("limit", ms=1).time(MINUTE)
    s.pays().tell()


def generate():
    write("flows_early", "What a person says before it is asked, or says again, and how long is waited for at most.", [
        group for group, part in (
            (story_group(EARLY, "sf-ahead"), early),
            (story_group(REPEATED, "sf-repeated"), repeated),
            (story_group(LIMIT, "sf-until"), limits),
        ) if part(group) is None
    ])
