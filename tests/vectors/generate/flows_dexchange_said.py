"""What no other story told until a bug was planted there: codes in a list, why a look was of no use, what a callback proves."""

from common import write
from flows_common import DAY, story_group
from flows_dexchange import GONE, HTML, bill, top_up

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
        t = s(f"each look is {why}: still open")
        for look in (1, 2):
            for turn in (1, 2, 3):
                t.answer(status, body)
                if why == "redirected":
                    break
                if turn < 3:
                    t.backoff(turn).due().look()
            if look == 1:
                t.follow().time(8 * DAY).look()
        # It may pass, and says less than that nobody has finished.
        t.unfinished("still_open")
    return g


def callbacks():
    g = story_group("dexchange-bill-pay, Notification Webhook, and the answers' spellings of its fields; adr/0005: what a callback proves by itself", "dx-heard")

    def s(comment):
        return top_up(g, comment, custom=True, absent=CODES).attempt().accepted().follow()

    for theirs, other in (("AMOUNT", "amount"), ("FEE", "fee"), ("CUSTOM_DATA", "customData"), ("STATUS", "status"), ("STATUS", "Status"), ("PHONE_NUMBER", "number"), ("token", "TOKEN")):
        t = s(f"`{other}` in place of `{theirs}`: it proves the same")
        t.called(token=CODES[0])
        body = t.lines[-1]["body"]
        body[other] = body.pop(theirs)
        t.kept().look().missing().by_callback(CODES[0])
    for comment, change in (("another id of the vendor's", {"id": "TID777000111"}), ("another meter", {"PHONE_NUMBER": "07069999999"}), ("another amount", {"AMOUNT": 999})):
        t = s(f"{comment} than the answer's, and the lookup serves no bills: it proves nothing").called(token=CODES[0], **change).kept().look().missing().follow().comes("stop")
        t.unfinished("still_open")
    for number in ("0706XXXXXXX", "07••••77", "*** 077", "", None):
        t = s(f"a number that does not tell ({number!r}) is no other number").called(token=CODES[0], PHONE_NUMBER=number).kept().look().missing()
        t.by_callback(CODES[0])
        top_up(g, f"a look with a number that does not tell ({number!r})").processing().seen(number=number, externalTransactionId=GONE).settled()
    s("it has one code, the lookup another: the lookup decides").called(token=CODES[0]).kept().look().seen(token=CODES[1]).settled()
    return g


def answers():
    g = story_group("G5: a status and a code, never the HTTP class alone; G7 and issue 10, 2: an id from a wreck is alone of its name", "dx-beside")
    beside = lambda **more: {"message": "Bill pending", "transaction": {"success": False, "Status": "PROCESSING", "message": "In progress"} | more}
    for make in (top_up, bill):
        for http in (400, 402, 422):
            make(g, f"HTTP {http} beside PROCESSING: not refused, sent once more after the quiet time").attempt().answer(http, beside()).again().reply().settled()
        make(g, "HTTP 400 beside PROCESSING: the call says so", once=True).attempt().answer(400, beside()).again().answer(400, beside()).lost("uncertain_code")
        t = make(g, "HTTP 400 beside PROCESSING and an id: it is looked at").attempt()
        t.answer(400, beside(transactionId=t.tid)).look().seen().settled()
        t = make(g, "two ids in the wreck of an answer: nothing says which, so neither is used").attempt()
        t.answer(200, f'{{"message":"ok","was":{{"transactionId":"TID911111111"}},"transaction":{{"transactionId":"{t.tid}","transactionType":"BI').again().reply().settled()
    return g


def generate():
    write("flows_dexchange_said", "What is said of DEXCHANGE's payments: found missing by planted bugs.", [codes(), looks(), callbacks(), answers()])
