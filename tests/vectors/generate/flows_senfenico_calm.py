"""What a page that is loaded again shows, and how seldom it has the vendor asked."""

from common import write
from flows_common import DAY, MINUTE, QUIET, SECOND, follow, jitter, story_group, unknown
from flows_senfenico import TEXT, Checkout, Payout, Settle, ch
from flows_senfenico_abandon import Charge
from flows_senfenico_collect import DIAL

SHOWN = "relay.md B 3; ADR 0019: instruction and page stay until the payment is on its way or ended"
CALM = "relay.md B 5; ADR 0019: a calm session looks when the ladder says so, whoever looked last"


class Page:
    """A page that is loaded again: each time another process."""

    #: When the vendor was asked last, and what of that stands in the newest record.
    asked = known = None

    def showing(self, kind=None, **fields):
        """What the last line tells that the payer is shown."""
        self.lines[-1]["to_show"] = {"kind": kind} | fields if kind else None
        return self

    def kept(self, **more):
        return self.store(reference=self.ref, **more)

    def store(self, *args, **more):
        self.known = self.asked
        return super().store(*args, **more)

    def crash(self, *args, **more):
        self.asked = self.known
        return super().crash(*args, **more)

    def get(self, path, key=None):
        self.asked = self.now
        return super().get(path, key)

    def loaded(self, after_ms=SECOND):
        """By a record that was written after the last look, or at it."""
        self.crash(after_ms, calm=True)
        return self.left_alone()

    def left_alone(self):
        """Until the rung of the ladder after the last look that is known."""
        last = max(self.known or self.began, self.began)
        first, later = follow(max(0, last[0] - self.began[1])), follow(last[1] - self.began[0])
        return self.wait("pending", self.began, first, later + jitter(later))

    def looks_again(self, stage="open"):
        """The rung has come: that is stored, and the vendor is read."""
        self.due()
        self.asked = self.now
        return self.store(stage, self.ref)


class Card(Page, Charge):
    """A charge whose page is loaded again."""

    def begin(self, text=TEXT):
        self.create().accept(text=text).showing("otp", text=text, problem=None, code=None)
        return self.opens(text=text)

    def code_shown(self, text=TEXT):
        return self.showing("otp", text=text, problem=None, code=None)


class Phone(Page, Charge):
    """A prompt on the phone."""

    def __init__(self, g, comment, text=DIAL, masked=None, **more):
        self.words, self.masked = text, masked or text
        super().__init__(g, comment, phone="75004411", provider="coris_bf", **more)

    def dialled(self):
        self.create().accept(status="pay_offline", text=self.words).showing("dial", text=self.masked)
        self.ask("dial", text=self.words).comes("shown").kept().showing("dial", text=self.masked)
        self.began = self.now
        return self

    def dial_shown(self):
        return self.showing("dial", text=self.masked)


class Link(Page, Checkout):
    def page_shown(self):
        return self.showing("redirect", url=self.url)


class Paid(Page, Payout):
    pass


class Settled(Page, Settle):
    pass


def shown(g):
    text, masked = "Du 75 00 44 11, composez *144*10*12345678*500#", "Du 75••••11, composez *144*10*12345678*500#"
    Phone(g, "dialled: the instruction stays", text, masked).dialled().pending_shown(text).tell()
    s = Phone(g, "loaded again: the instruction is there, his number masked", text, masked).dialled().crash().reads("pay_offline")
    s.pending(s.began).dial_shown().tell()
    s = Phone(g, "on its way: nothing more is dialled").dialled().pending_shown(DIAL).due().reads("pending").kept().showing()
    s.pending(s.began).showing().tell()
    s = Phone(g, "paid: nothing more is dialled").dialled().pending_shown(DIAL).due().reads("success").store("closed", s.ref).showing()
    s.done().tell()
    s = Link(g, "the page's address stays").shown().page_shown().pending_page().due().reads("pending").kept().page_shown().pending_page()
    s.crash().reads("pending").pending_page().tell()
    s = Link(g, "paid: the page is shown no more").shown().pending_page().due().reads("success").store("closed", s.ref).showing()
    s.done().tell()
    s = Link(g, "stopped: nobody knows, and nothing is shown").shown().pending_page().comes("stop").store("unknown", s.ref).showing()
    s.done(unknown("still_open")).tell()
    s = Card(g, "given up: no code is asked for").begin().comes("abandon").kept().showing()
    s.given_up().lines[-2]["to_show"] = None
    s.tell()
    s = Card(g, "a code is on its way at the operator: nothing is asked").begin().types().submitted("pending").kept().showing().rests().showing()
    s.tell()
    Paid(g, "a payout shows the payer nothing").begin().showing().tell()


def calm(g):
    s = Card(g, "a page loaded each second: one look for each rung").begin()
    for _ in range(2):
        s.loaded().code_shown()
    for _ in range(3):
        s.looks_again().reads("send_otp").opens()
        s.loaded(200).code_shown().loaded(300).code_shown()
    s.tell()
    early = lambda comment: Card(g, f"{comment}: looked at now").begin().loaded().code_shown()
    early("a code").comes("otp", code="123456").reads("send_otp").kept(absent=["123456"]).code().submitted().settles().tell()
    early("given up").comes("abandon").kept().given_up().tell()
    early("a webhook").hook("success").reads("success").settles().tell()
    early("somebody wants it").comes("look").reads("send_otp").opens().tell()
    early("stopped: what is known").comes("stop").store("unknown", ch(1)).done(unknown("still_open")).tell()
    s = early("a look that nobody answers, and loaded again").comes("look").fetch().loaded()
    s.tell()
    s = Card(g, "died while it looked: the next one waits for the next rung, not longer").begin().loaded().looks_again().fetch()
    s.loaded().looks_again().reads("send_otp").opens().tell()
    s = Phone(g, "dialled, loaded again, paid").dialled().loaded().dial_shown().looks_again().reads("success").settles()
    s.tell()
    s = Phone(g, "seen while it is left alone").create().accept(status="pay_offline", text=DIAL).ask("dial", text=DIAL).loaded().dial_shown()
    s.comes("shown").reads("pay_offline")
    s.kept().began = s.now
    s.pending(s.began).dial_shown().tell()
    s = Link(g, "a page, loaded again, paid").shown().loaded().page_shown().looks_again().reads("pending").kept().pending_page()
    s.loaded(100).page_shown().looks_again().reads("success").settles().tell()
    for kind in (Paid, Settled):
        s = kind(g, "followed: looked at when it is due").begin().loaded().showing().looks_again().reads(kind.OPEN).pending(s.began)
        s.loaded(100).looks_again().reads("success").settles().tell()
    # Never put off.
    s = Card(g, "lost: searched for at once").create().fail().lost().crash(QUIET, calm=True)
    s.list([s.item(ch(1), "send_otp")]).claim(ch(1)).crash(100, calm=True).reads("send_otp").kept().opens(text="").tell()
    s = Card(g, "its request is under way elsewhere, then looked at at once").begin().types().crash(SECOND, calm=True)
    s.reads("send_otp").tell()
    s = Card(g, "to be given up: read at once").begin().abandons().crash(100, calm=True).reads("send_otp").over()
    s.tell()
    s = Card(g, "ended: told at once").begin().types().submitted().settles().crash(100, calm=True)
    s.reads("success").settles().tell()
    for age in (30 * MINUTE, DAY):
        s = Card(g, f"waited for {age // MINUTE} minutes: read then, whatever the rung", people={"age_ms": age}).begin()
        s.time(age - 10 * SECOND).crash(0, calm=True).asked = s.now
        s.kept().reads("send_otp").opens().crash(SECOND, calm=True).wait("pending", s.began, age, age)
        s.looks_again().reads("send_otp").store("unknown", s.ref).done(unknown("still_open")).tell()
    s = Link(g, "handed over: looked at when it is due, and not written again").shown().pending_page().due().time(DAY).reads("pending")
    s.store("unknown", s.ref).done(unknown("still_open")).loaded(MINUTE).showing().looks_again("unknown").reads("pending")
    s.done(unknown("still_open")).loaded(MINUTE).tell()


def pending_shown(self, text):
    return self.pending(self.began).showing("dial", text=text)


def pending_page(self):
    return self.pending(self.began).page_shown()


Phone.pending_shown, Link.pending_page = pending_shown, pending_page


def generate():
    s, c = story_group(SHOWN, "sf-show"), story_group(CALM, "sf-calm")
    shown(s)
    calm(c)
    write("flows_senfenico_calm", "What a page that is loaded again shows, and how seldom it has the vendor asked.", [s, c])
