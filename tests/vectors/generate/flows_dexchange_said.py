"""What no other story told until a bug was planted there: codes in a list, and why a look was of no use."""

from common import write
from flows_common import DAY, story_group
from flows_dexchange import GONE, HTML, top_up

CODES = ["4471 8210 5561", "12839300932092231111"]


def codes():
    g = story_group("issue 10, 16: several top-up codes; outcome: opaque text, it may be several codes", "dx-codes")

    def s(comment):
        return top_up(g, comment, custom=True, absent=CODES)

    for count in (1, 2):
        told = " ".join(CODES[:count])
        s(f"{count} of them in a list: told with a space between").attempt().reply(token=CODES[:count]).settled(token=told)
        s(f"{count} of them in a list, by the lookup").processing().seen(token=CODES[:count]).settled(token=told)
        t = s(f"{count} of them in a list, by the callback alone").attempt().accepted().follow().called(token=CODES[:count]).kept().look()
        t.seen(token=GONE).settled(token=told)
    for token in ([], [None], [{"code": CODES[0]}]):
        s(f"{token}: no code, so it is looked for").awaiting(token=token).due().look().seen().settled()
    return g


def looks():
    g = story_group("issue 10, 1: an answer that is not ours is no answer, and says so; 14: what is strange is named", "dx-said")

    def s(comment):
        return top_up(g, comment).processing()

    for comment, changes in (("our id", {"externalTransactionId": "RCH-of-somebody"}), ("our meter", {"externalTransactionId": GONE, "number": "07069999999"})):
        t = s(f"a look that shows a payment not under {comment}, then ours").seen(**changes).follow().due().look().seen().settled()
        t = s(f"each look shows a payment not under {comment}: unknown, and why").seen(**changes).follow().time(8 * DAY).look().seen(**changes)
        t.unfinished("foreign")
    for status, body, why in ((200, HTML, "not_json"), (200, '{"transaction": {"tran', "malformed"), (301, "", "redirected")):
        t = s(f"each look is {why}: unknown, and why")
        for look in (1, 2):
            for turn in (1, 2, 3):
                t.answer(status, body)
                if why == "redirected":
                    break
                if turn < 3:
                    t.backoff(turn).due().look()
            if look == 1:
                t.follow().time(8 * DAY).look()
        t.unfinished(why)
    return g


def generate():
    write("flows_dexchange_said", "What is said of DEXCHANGE's payments: found missing by planted bugs.", [codes(), looks()])
