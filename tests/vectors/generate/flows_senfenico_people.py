"""How long a person is waited for, and one try of an order after another."""

from common import write
from flows_common import DAY, MINUTE, QUIET, SECOND, rejected, story_group, unknown
from flows_senfenico import Checkout, ch
from flows_senfenico_abandon import Charge
from flows_senfenico_collect import DIAL

PEOPLE = "issue 13, 4: everything that waits for a person has an end of its own; policy.rs, People and PERSON_AGE"
TRIES = "issue 13, 4, and relay.md B 6: two tries of one order are never open at once, and what one made is not taken for another's"
AGES = (MINUTE, 30 * MINUTE, DAY, 3 * DAY, 7 * DAY)


def aged(age):
    """As the account decides; a day when it says nothing."""
    return {} if age == DAY else {"people": {"age_ms": age}}


def hands_over(s):
    return s.store("unknown", s.ref).done(unknown("still_open", provider_reference=s.ref, plan="fetch"))


def codes(g):
    for age in AGES:
        story = lambda comment: Charge(g, f"waited for {age // MINUTE} minutes: {comment}", **aged(age)).begin()
        hands_over(story("read once more, and open still: handed over").time(age).reads("send_otp")).tell()
        story("a second less: asked still").time(age - SECOND).otp().tell()
        story("read as paid: paid").time(age).reads("success").settles().tell()
        story("read as failed: failed").time(age).reads("failed").refuses("PAYMENT_FAILED").tell()
        s = story("no answer to the reading: read again").time(age).fetch().fail().backoff(1).due().reads("send_otp")
        hands_over(s).tell()
        s = story("a code typed while it is read is sent").time(age).fetch().comes("otp", code="123456").waits().kept(absent=["123456"])
        s.code().submitted().settles().tell()
        s = story("given up while it is read").time(age).fetch().comes("abandon").waits().kept().given_up()
        s.tell()
        s = hands_over(story("resumed after it was handed over: read, and not written again").time(age).reads("send_otp")).crash().reads("send_otp")
        s.done(unknown("still_open")).tell()
        s = hands_over(story("resumed after it was handed over, by a webhook: paid").time(age).reads("send_otp")).crash().hook("success")
        s.reads("success").settles().tell()
        s = hands_over(story("given up after it was handed over").time(age).reads("send_otp")).crash().comes("abandon").kept()
        s.given_up().tell()
        hands_over(story("in another process").crash(age).reads("send_otp")).tell()
        s = story("a code that was refused is no new beginning").time(age - SECOND).wrong().time(2 * SECOND)
        hands_over(s.reads("send_otp")).tell()
        s = Charge(g, f"found in the list: waited for {age // MINUTE} minutes since then", **aged(age)).create().fail().lost().found()
        s.time(age - 2 * SECOND).otp(text="").time(2 * SECOND)
        hands_over(s.reads("send_otp")).tell()


def phones(g):
    for age in AGES:
        story = lambda comment: Charge(g, f"a prompt on the phone, {age // MINUTE} minutes: {comment}", phone="75004411", provider="coris_bf", **aged(age))
        dialled = lambda comment: story(comment).create().accept(status="pay_offline", text=DIAL).ask("dial", text=DIAL)
        shown = lambda comment: dialled(comment).comes("shown").kept().rests()
        hands_over(dialled("never shown: read once more, handed over").time(age).reads("pay_offline")).tell()
        dialled("never shown, and paid").time(age).reads("success").settles().tell()
        hands_over(shown("never confirmed: read once more, handed over").time(age).reads("pay_offline")).tell()
        s = shown("confirmed late: paid").time(age).reads("success").settles()
        s.tell()
        s = shown("a second less: looked at still").time(age - SECOND).reads("pay_offline").line(out="wait")
        s.tell()
        s = hands_over(shown("resumed after it was handed over: read, and not written again").time(age).reads("pay_offline")).crash()
        s.reads("pay_offline").done(unknown("still_open")).tell()
    s = Charge(g, "what is under way at the operator waits for no person").begin().types().submitted("pending").kept().rests()
    s.time(2 * DAY).reads("pending").pending(s.began).tell()


def pages(g):
    for age in AGES:
        story = lambda comment: Checkout(g, f"a page, {age // MINUTE} minutes: {comment}", **aged(age))
        opened = lambda comment: stored(story(comment).opens().opened()).redirects()
        hands_over(opened("nobody was sent there: read once more, handed over").time(age).reads("pending")).tell()
        opened("nobody was sent there, and paid").time(age).reads("success").settles().tell()
        s = opened("a second less: shown still").time(age - SECOND).redirects()
        s.tell()
        hands_over(story("never paid: read once more, handed over").shown().looks().time(age).reads("pending")).tell()
        s = story("paid late").shown().looks().time(age).reads("success").settles()
        s.tell()
        s = story("its charge is on its way: handed over all the same").shown().looks().time(age).reads("pending", ch(77)).witness("pending")
        hands_over(s).tell()
        s = hands_over(story("resumed after it was handed over: read, and not written again").shown().looks().time(age).reads("pending")).crash()
        s.reads("pending").done(unknown("still_open")).tell()
        s = hands_over(story("resumed after it was handed over: paid").shown().looks().time(age).reads("pending")).crash()
        s.reads("success").settles().tell()


def stored(s):
    return s.store(reference=s.ref)


def ages(g):
    for age in (0, -1, MINUTE - 1, 7 * DAY + 1):
        Charge(g, f"an age of {age} ms is refused", people={"age_ms": age}).refused("age_ms").tell()


def next_try(s, kind=Charge, op_id="op-2", **order):
    """Another number, under an id of its own, after the tries before."""
    t = kind(s.group, s.comment, **order)
    t.lines, t.now = [*s.lines, {"in": "next", "op_id": op_id, "order": t.given["order"], "after_ms": MINUTE}], s.now
    t.given = s.given | {"absent": [*s.given.get("absent", ()), *t.given.get("absent", ())]}
    t.passed(MINUTE)
    return t


def tries(g):
    story = lambda comment: Charge(g, comment).begin()
    s = next_try(story("after one that was given up").abandons().given_up(), phone="76009999")
    s.begin(ch(2)).types().submitted().settles().tell()
    for word, code in (("failed", "PAYMENT_FAILED"), ("canceled", "PAYMENT_CANCELED")):
        s = next_try(story(f"after one that ended as {word}").types().submitted(word).store("closed", ch(1)).done(rejected(code)), phone="76009999")
        s.begin(ch(2)).otp().tell()
    s = Charge(g, "after one that was never sent").create().fail("not_sent").stop()
    s.store("closed", others=True).done({"kind": "not_sent"})
    next_try(s, phone="76009999").begin(ch(2)).tell()
    # None that may still be paid.
    next_try(story("beside one that waits for a code: refused"), phone="76009999").refused("after[0]").tell()
    next_try(story("beside one that is to be given up, and was not read yet: refused").abandons(), phone="76009999").refused("after[0]").tell()
    next_try(story("beside one that is under way: refused").types().submitted("pending").kept(), phone="76009999").refused("after[0]").tell()
    next_try(story("beside one of which nobody knows: refused").stop().gives_up("still_open"), phone="76009999").refused("after[0]").tell()
    next_try(story("after one that was paid: refused").types().submitted().settles(), phone="76009999").refused("after[0]").tell()
    s = next_try(story("the third, beside a second that waits: refused").abandons().given_up(), phone="76009999").begin(ch(2))
    next_try(s, op_id="op-3", phone="76008888").refused("after[1]").tell()
    # Of the same payer and amount: what the first made is not taken for the second's.
    again = lambda comment: next_try(story(comment).abandons().given_up())
    s = again("the same number again, its answer lost: found, though the first one fits as well").create().fail().lost().due()
    s.list([s.item(ch(1), "send_otp"), s.item(ch(2), "send_otp", created_at="2026-01-05T08:01:00Z")]).claim(ch(2)).reads("send_otp")
    s.kept().otp(text="").tell()
    s = again("the same number again, its answer lost, and only the first one there: not found").create().fail().lost().due()
    s.list([s.item(ch(1), "send_otp")]).searching(s.made).tell()
    s = again("known in the next process too").create().fail().lost().crash(QUIET)
    s.list([s.item(ch(1), "send_otp"), s.item(ch(2), "send_otp", created_at="2026-01-05T08:01:00Z")]).claim(ch(2)).reads("send_otp").kept().otp(text="").tell()


def generate():
    g = story_group(PEOPLE, "sf-person")
    for part in (codes, phones, pages, ages):
        part(g)
    t = story_group(TRIES, "sf-try")
    tries(t)
    write("flows_senfenico_people", "How long a person is waited for, and one try of an order after another.", [g, t])
