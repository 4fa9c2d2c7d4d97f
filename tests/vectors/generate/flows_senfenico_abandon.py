"""Charges that the payer gives up."""

from common import write
from flows_common import HOUR, LEASE, rejected, settled, story_group, unknown
from flows_senfenico import HTML, TEXT, Checkout, Collect, ch, no, ok
from flows_senfenico_collect import DIAL

RULES = "issue 13, 4; relay.md B 1 and 2; ADR 0017: only while it waits for a code and none is unanswered; stored, read, final"
#: The vendor's words for a charge that has ended without money, and what we call it.
ENDED = {"failed": "PAYMENT_FAILED", "canceled": "PAYMENT_CANCELED"}
LATE = {"applied": "late_success", "known": "send_otp", "seen": "success"}
MOVING = {"applied": "regression", "known": "send_otp", "seen": "pending"}
LATER = {"applied": "late_success", "known": "pending", "seen": "success"}


class Charge(Collect):
    """A charge that waits for a code."""

    def kept(self, **more):
        return self.store(reference=self.ref, **more)

    def may(self, yes=True):
        """Of the question that was asked last: can it be given up?"""
        self.lines[-1]["can_abandon"] = yes
        return self

    def otp(self, yes=True, **said):
        return self.opens(**said).may(yes)

    def abandons(self):
        """The wish is kept before anything else happens."""
        return self.comes("abandon").kept()

    def given_up(self):
        """Read, and it waits for a code still: definite, nothing was paid."""
        return self.reads("send_otp").over()

    def over(self, **more):
        return self.store("closed", self.ref).done(rejected("ABANDONED"), **more)

    def late(self, *alarms):
        return self.store("closed", self.ref).done(settled(reference=self.ref, status="success"), alarms=list(alarms))

    def rests(self):
        """Since now, as after a code."""
        self.began = self.now
        return self.pending(self.began)

    def code(self, code="123456"):
        return self.post("charges/submit", {"otp": code, "charge_reference": self.ref})

    def wrong(self, code="OTP_INVALID", problem="invalid", yes=True):
        return self.types().answer(400, no(code)).reads("send_otp").otp(yes, problem=problem, code=code)

    def unanswered(self):
        return self.types().fail().rests().due().reads("send_otp").otp(False, problem="no_answer")

    def waits(self):
        """What the vendor answers when the charge waits for a code."""
        return self.answer(200, ok(self.item(self.ref, "send_otp")))


def wishes(g):
    story = lambda comment: Charge(g, comment).begin()
    story("the number was mistyped: read, and given up").may().abandons().given_up().tell()
    for code in ("123456", "12"):
        story(f"given up, then {len(code)} digits are typed: nothing is sent").abandons().given_up().comes("otp", code=code).done(rejected("ABANDONED")).tell()
    story("a code typed while the vendor is read is not sent").abandons().fetch().comes("otp", code="123456").waits().over().tell()
    story("a code typed before the wish is stored is not sent").comes("abandon").comes("otp", code="123456").kept().given_up().tell()
    story("twice is once").abandons().comes("abandon").given_up().tell()
    story("after a code of no possible shape, of which nothing was sent").comes("otp", code="12").otp(problem="malformed").abandons().given_up().tell()
    for code, problem in (("OTP_INVALID", "invalid"), ("OTP_EXPIRED", "expired"), ("OTP_STILL_VALID", "still_valid"), ("INSUFFICIENT_FUNDS", "refused")):
        story(f"after {code}, which is an answer").wrong(code, problem).abandons().given_up().tell()
        story(f"while the charge is read after {code}").types().answer(400, no(code)).fetch().comes("abandon").waits().kept().given_up().tell()
    s = story("after a code that never left").types().fail("not_sent")
    for tries in (1, 2):
        s.backoff(tries).due().kept().code().fail("not_sent")
    s.rests().due().reads("send_otp").otp(problem="no_answer").abandons().given_up().tell()
    s = story("a webhook has the charge read: given up meanwhile").hook("send_otp").fetch().comes("abandon").waits()
    s.kept().given_up().tell()
    s = story("a code typed while a webhook has the charge read, then given up: it was not sent").hook("send_otp").fetch().comes("otp", code="123456")
    s.comes("abandon").waits().kept().given_up().tell()


def readings(g):
    """What the vendor says counts."""
    story = lambda comment: Charge(g, comment).begin().abandons()
    story("read as paid: paid").reads("success").settles().tell()
    for word, code in ENDED.items():
        story(f"read as {word}: that is why").reads(word).refuses(code).tell()
    for word in ("pending", "on_hold"):
        s = story(f"read as {word}: followed to its end, and no code is asked for").reads(word).kept()
        s.looks().reads("success").settles().tell()
        s = story(f"read as {word}, then as waiting for a code, which is older news").reads(word).kept()
        s.looks().reads("send_otp").looks().reads("failed").refuses("PAYMENT_FAILED").tell()
        story(f"read as {word}, and stopped").reads(word).kept().stop().gives_up("still_open", plan="fetch").tell()
    story("read as being confirmed on the phone: not given up, nothing asked").reads("pay_offline").looks().reads("success").settles().tell()
    story("read as being confirmed on the phone, then as waiting for a code").reads("pay_offline").looks().given_up().tell()
    story("read with another amount: nobody knows").reads("send_otp", amount=1001).store("unknown", ch(1)).done(unknown("amount_mismatch")).tell()
    for what, status, body in (("no answer", None, None), ("HTTP 502", 502, HTML), ("HTTP 500", 500, no("INTERNAL_ERROR"))):
        s = story(f"{what} to the reading: read again, and no code is asked for").fetch()
        s = s.answer(status, body) if status else s.fail()
        s.backoff(1).due().given_up().tell()
        s = story(f"{what} to the reading, and a code is typed: not sent").fetch()
        s = s.answer(status, body) if status else s.fail()
        s.backoff(1).comes("otp", code="123456").due().given_up().tell()
    story("read too often: read again later").fetch().answer(429).busy().due().given_up().tell()
    s = story("the key may not read it").fetch().answer(403, no("FORBIDDEN"))
    s.store("unknown", s.ref).done(unknown("uncertain_code", code="FORBIDDEN")).tell()
    story("not found, though it was made: read again").fetch().answer(404, no("CHARGE_NOT_FOUND")).looks().given_up().tell()
    story("stopped before it is read: open still, and given up by whoever resumes").stop().gives_up("still_open", plan="fetch").crash().given_up().tell()
    s = story("stopped while it is read").fetch().stop().gives_up("still_open", plan="fetch")
    s.crash().given_up().tell()
    story("stopped in the moment it is read").fetch().waits().stop().over().tell()
    s = story("a webhook says paid while it is read: read once more").fetch().hook("success").waits()
    s.reads("success").settles().tell()


def refused(g):
    """Not while anything can move."""
    story = lambda comment, **more: Charge(g, comment, **more)
    s = story("not while a code is unanswered").begin().unanswered().comes("abandon").otp(False, problem="no_answer")
    s.types("222222").submitted().settles().tell()
    s = story("nor when a later code was answered").begin().unanswered().wrong(yes=False).comes("abandon")
    s.otp(False, problem="invalid", code="OTP_INVALID").tell()
    story("nor while the charge is read after it").begin().types().fail().rests().due().fetch().comes("abandon").waits().otp(False, problem="no_answer").tell()
    story("a code is on its way: it wins").begin().types().comes("abandon").in_flight().submitted().settles().tell()
    s = story("a code is on its way and refused: it can be given up then").begin().types().comes("abandon").answer(400, no("OTP_INVALID"))
    s.reads("send_otp").otp(problem="invalid", code="OTP_INVALID").abandons().given_up().tell()
    s = story("a code is being stored: it wins").begin().comes("otp", code="123456").comes("abandon").kept(absent=["123456"])
    s.code().submitted().settles().tell()
    story("before anything").comes("abandon").create().accept().otp().types().submitted().settles().tell()
    story("while it is made").create().comes("abandon").in_flight().accept().otp().tell()
    story("while it is looked for").create().fail().lost().comes("abandon").lost().found().may().tell()
    s = story("found in the list, and not proven yet").create().fail().lost().due().list([Charge.item(_plain(), ch(1), "send_otp")]).claim(ch(1)).fetch()
    s.comes("abandon").waits().kept().otp(text="").tell()
    dialled = lambda comment: story(comment, phone="75004411", provider="coris_bf").create().accept(status="pay_offline", text=DIAL).ask("dial", text=DIAL).may(False)
    dialled("a prompt is on the phone").comes("abandon").ask("dial", text=DIAL).tell()
    s = dialled("it is being confirmed on the phone").comes("shown").kept().rests().comes("abandon")
    s.pending(s.began).due().reads("success").settles().tell()
    s = story("under way at the operator").begin().types().submitted("pending").kept().rests().comes("abandon")
    s.pending(s.began).due().reads("success").settles().tell()
    story("after it was paid").begin().types().submitted().settles().comes("abandon").done(settled(reference=ch(1))).tell()
    s = story("an account that does not allow it", people={"may_abandon": False}).begin().may(False).comes("abandon").otp(False)
    s.types().submitted().settles().tell()
    s = Checkout(g, "a payment page may be paid at any moment").opens().opened()
    s.store(reference=s.ref).redirects().lines[-1]["can_abandon"] = False
    s.comes("abandon").redirects().tell()


def processes(g):
    """Whichever process it is, and wherever it dies."""
    story = lambda comment: Charge(g, comment).begin()
    story("by the process that resumes").crash().comes("abandon").kept().given_up().tell()
    story("by the process that resumes, while it reads").crash().fetch().comes("abandon").waits().kept().given_up().tell()
    s = story("handed over as unknown, then given up by the process that resumes").stop().gives_up("still_open", plan="fetch")
    s.stopped = None
    s.crash(HOUR).comes("abandon").store("open", s.ref)
    s.given_up().tell()
    story("dies with the wish stored: the next one goes on with it").abandons().crash().given_up().tell()
    story("dies before the wish is stored: asked again").abandons().crash(lost=True).reads("send_otp").otp().tell()
    story("dies while it is read").abandons().fetch().crash().given_up().tell()
    story("dies before the end is stored").abandons().reads("send_otp").store("closed", ch(1)).crash(lost=True).given_up().tell()
    story("dies with a code on its way: that one is unanswered").types().crash().reads("send_otp").otp(False).comes("abandon").otp(False).tell()
    s = story("dies with a code stored: it may have been sent").comes("otp", code="123456").kept(absent=["123456"])
    s.leases[-1] = (s.stored_at[0] + LEASE, s.stored_at[1] + LEASE)
    s.crash().reads("send_otp").otp(False).tell()
    story("dies after a code was refused: that is known").wrong().crash().reads("send_otp").otp().abandons().given_up().tell()
    story("dies after a code was not answered: that is known").unanswered().crash().reads("send_otp").otp(False).tell()
    s = story("dies between the answer to a code and the reading: the code counts as unanswered").types().answer(400, no("OTP_INVALID")).crash()
    s.reads("send_otp").otp(False).tell()
    s = story("another process may have a code on its way: not heard").types().crash(waits=False).comes("abandon")
    s.elsewhere(s.leases[-1]).reads("send_otp").otp(False).tell()
    s = story("by the next key").abandons().crash(key="sk_test_next", earlier=["sk_test_sandbox"])
    s.fetch(key="sk_test_next").waits().over().tell()


def finals(g):
    """It is over: nothing is sent, and money that comes all the same is told."""
    ended = lambda comment: Charge(g, comment).begin().abandons().given_up()
    ended("resumed: no code is asked for").crash().given_up().tell()
    ended("resumed: a code is not sent").crash().comes("otp", code="123456").fetch().comes("otp", code="123456").waits().over().tell()
    ended("resumed and abandoned again").crash().comes("abandon").given_up().tell()
    for word in ENDED:
        ended(f"the vendor ends it as {word} later").crash(HOUR).reads(word).over().tell()
    ended("paid all the same: settled, with an alarm").crash(HOUR).reads("success").late(LATE).tell()
    s = ended("a webhook says that it was paid all the same").crash(HOUR).hook("success").reads("success").late(LATE)
    s.tell()
    s = ended("under way all the same: an alarm, and nobody knows").crash(HOUR).reads("pending").kept().comes("stop")
    s.store("unknown", s.ref).done(unknown("still_open"), alarms=[MOVING]).tell()
    s = ended("under way, then paid, all the same").crash(HOUR).reads("pending").kept()
    s.pending(s.began).due().reads("success").late(MOVING, LATER).tell()
    ended("under way, then paid, seen by two processes").crash(HOUR).reads("pending").kept().crash(HOUR).reads("success").late(LATER).tell()
    ended("under way, then failed, all the same").crash(HOUR).reads("pending").kept().crash(HOUR).reads("failed").over().tell()
    ended("nothing new can be learned: ended as before").crash(HOUR).fetch().answer(403, no("FORBIDDEN")).done(rejected("ABANDONED")).tell()
    ended("stopped before it is read: ended as before").crash(HOUR).comes("stop").done(rejected("ABANDONED")).tell()
    ended("the order given again under its id: ended").given_again().given_up().tell()


def _plain():
    return Charge(story_group(RULES, "none"), "")


def generate():
    g = story_group(RULES, "sf-abandon")
    for part in (wishes, readings, refused, processes, finals):
        part(g)
    write("flows_senfenico_abandon", "Charges that the payer gives up.", [g])
