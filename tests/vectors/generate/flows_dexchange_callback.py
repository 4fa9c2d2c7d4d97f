"""Stories of DEXCHANGE's callbacks: in every state of a payment, during a look, lying ones, and what stands at the door.

A callback is a hint at an address that only the vendor and we know; our own `customData` in it proves
that it speaks of our order. The lookup decides. Only when it does not serve the payment may a
callback conclude, by amount, fee and balances (adr/0005).
"""

from common import compact, write
from flows_common import DAY, SECOND, story_group
from flows_dexchange import GONE, HTML, SECRET, bill, problem, top_up

CODE = "4471 8210 5561 0023"
OLD, NEW = "callback-secret-of-last-year", "callback-secret-of-this-year"
FOREIGN = {"id": "TID777000111", "CUSTOM_DATA": GONE}


def proven(make, g):
    return lambda comment, **more: make(g, comment, custom=True, absent=[CODE], **more)


def states():
    g = story_group("adr/0005; reliability.md 1.2 rows 2 and 3, 3; issue 10, 16: no resend after proof that one arrived", "dx-callback")
    for make in (bill, top_up):
        s, bare = proven(make, g), lambda comment: make(g, comment)
        s("before the answer: the answer comes first").attempt().called(after_ms=300).kept().in_flight().reply().settled()
        s("before the answer, which is lost: one arrived, so it is read and not sent again").attempt().called(after_ms=300).kept().fail().look().seen().settled()
        s("before the answer, which is a 502: the same").attempt().called(after_ms=300).kept().answer(502, HTML).look().seen().settled()
        s("before the answer, which never comes").attempt().called(after_ms=300).kept().in_flight().due().look().seen().settled()
        s("before the answer, which is 409: the id is known because it was accepted").attempt().called(after_ms=300).kept().answer(409, problem()).look().seen().settled()
        bare("before the answer, which is lost; without words of ours").attempt().called().noted().fail().look().seen().settled()
        s("in the quiet time: nothing is left to send").attempt().fail().quiet().called(after_ms=7 * SECOND).kept().look().seen().settled()
        bare("in the quiet time, without words of ours").attempt().fail().quiet().called(after_ms=7 * SECOND).noted().look().seen().settled()
        t = s("in the quiet time, and the lookup does not know it: still nothing to send").attempt().fail().quiet()
        t.called(after_ms=9 * SECOND, PREVIOUS_BALANCE=GONE).begins().kept().look().missing().follow().due().look().missing().follow().time(8 * DAY).look().missing().unfinished()
        s("after two lost ones").attempt().fail().again().fail().reconciling().called(after_ms=SECOND).kept().look().seen().settled()
        t = s("after two lost ones, handed over: to the process that resumes").attempt().fail().again().fail().reconciling().comes("stop")
        t.ends(t.unknown("no_answer")).crash().reconciling().called(after_ms=SECOND).kept().look().seen().settled()
        s("to a process that has just resumed").attempt().crash().called().kept().look().seen().settled()
        s("to a process that keeps the quiet time").attempt().crash().quiet().called(after_ms=SECOND).kept().look().seen().settled()
        t = s("after the end: nothing more").attempt().reply().ends_paid().called("FAILED", after_ms=SECOND)
        t.done(t.paid()).tell()
        s("after the end, to another process: read again").attempt().reply().ends_paid().crash().called().kept().look().seen().settled()
    s = proven(top_up, g)
    accepted = lambda comment: s(comment).attempt().accepted().follow()
    accepted("while it is followed: looked at once").called(after_ms=SECOND).kept().look().seen().settled()
    accepted("SUCCESS, and the lookup still says PROCESSING").called().kept().look().seen("PROCESSING").follow().due().look().seen().settled()
    accepted("FAILED, and the lookup says SUCCESS").called("FAILED").kept().look().seen().settled()
    t = accepted("SUCCESS, and the lookup says FAILED").called().kept().look().seen("FAILED")
    t.failed(t.amount + t.fee)
    accepted("a word nobody knows: looked at once all the same").called("ON_HOLD").kept().look().seen("PROCESSING").follow().due().look().seen().settled()
    accepted("another id than the answer gave: ours is read").called(id="TID777000111").kept().look().seen().settled()
    accepted("resumed while it is followed").crash().called().kept().look().seen().settled()
    t = accepted("SUCCESS with the code, then FAILED: the better news stays").called(token=CODE, PREVIOUS_BALANCE=GONE).kept().look().missing().follow()
    t.called("FAILED").kept().look().missing().follow().due().look().seen(token=GONE).settled(token=CODE)
    t = accepted("FAILED without balances, then SUCCESS with them").called("FAILED", PREVIOUS_BALANCE=GONE).kept().look().missing().follow()
    t.called(token=CODE).kept().look().missing().by_callback(CODE)
    s = proven(bill, g)
    s("kept in a record: the next process concludes by it").attempt().fail().quiet().called().kept().crash().look().missing().by_callback()
    s("lost twice; while the bill is being asked for").attempt().fail().again().fail().reconciling().due().inquire().called().kept().look().seen().settled()
    t = proven(bill, g)("before anything is sent: not about this payment", named=False).inquire().called()
    t.bill = f"80{t.n:08}"
    t.found(t.owed()).attempt().reply().settled()
    return g


def looking():
    g = story_group("issue 10, 6: a webhook during a look causes another look at once after it", "dx-callback-look")
    s = proven(top_up, g)
    s("SUCCESS comes during a look that still says PROCESSING").processing().called().kept().seen("PROCESSING").look().seen().settled()
    t = s("FAILED comes during a look").processing().called("FAILED", PREVIOUS_BALANCE=GONE, CURRENT_BALANCE=GONE).kept().seen("PROCESSING").look()
    t.seen("FAILED").failed(t.amount + t.fee)
    s("during a look that does not know it").processing().called().kept().missing().look().seen().settled()
    t = s("two of them during one look: one more look").processing().called("ON_HOLD", after_ms=10).kept().called(after_ms=10, token=CODE).kept().seen("PROCESSING").look().seen(token=GONE)
    t.settled(token=CODE)
    s("during a look hours later").processing().seen("PROCESSING").follow().time(5 * 3600 * SECOND).look().called().kept().seen("PROCESSING").look().seen().settled()
    s("during the look for a token").awaiting().due().look().called().kept().seen(token=GONE).look().seen().settled()
    s("the token comes during the look for it").awaiting().due().look().called(token=CODE).kept().seen(token=GONE).settled(token=CODE)
    s("during the first look of a process that resumed").attempt().accepted().crash().look().called().kept().seen("PROCESSING").look().seen().settled()
    s("during the look that a callback asked for").attempt().fail().quiet().called("ON_HOLD").kept().look().called(after_ms=90).kept().seen("PROCESSING").kept().look().seen().settled()
    s("during a look that ends it: no other look").processing().called().kept().seen().settled()
    top_up(g, "without words of ours").processing().called().kept().seen("PROCESSING").look().seen().settled()
    s = proven(bill, g)
    s("a bill found by a callback").attempt().fail().quiet().called("PENDING").kept().look().called(after_ms=90, FEE=GONE).kept().missing().look().seen().settled()
    return g


def lies():
    g = story_group("reliability.md 3; adr/0005: the right amount and fee, and balances that moved by exactly both", "dx-callback-lie")
    s = proven(top_up, g)
    for comment, changes in [("another amount", {"AMOUNT": 999_000}), ("no amount", {"AMOUNT": GONE}), ("no fee", {"FEE": GONE}), ("no balances", {"PREVIOUS_BALANCE": GONE, "CURRENT_BALANCE": GONE}),
                             ("a balance that did not move", {"PREVIOUS_BALANCE": 2_500_000, "CURRENT_BALANCE": 2_500_000}), ("a balance that moved by one franc more", {"PREVIOUS_BALANCE": 2_500_001}),
                             ("a fee that the balances do not show", {"FEE": 999}), ("our words left out", {"CUSTOM_DATA": GONE})]:
        s(f"{comment}: not concluded").attempt().accepted().follow().called(token=CODE, **changes).kept().look().missing().follow().due().look().seen().settled()
    t = s("another fee than the lookup told").processing().seen("PROCESSING", transactionFee=1).follow().called(token=CODE).kept().look().missing().follow()
    t.due().look().seen(transactionFee=1).settled()
    s("other words than ours: not heard at all").attempt().accepted().follow().called(token=CODE, CUSTOM_DATA="order proof of nobody").follow().due().look().seen().settled()
    s("about another payment: not heard").attempt().accepted().follow().called(token=CODE, ext="RCH-of-another").follow().due().look().seen().settled()
    for make in (bill, top_up):
        t = make(g, "an id of somebody else's: the lookup says so, and it is not settled").attempt().fail().quiet().called(**FOREIGN).noted().look("TID777000111")
        t.seen(transactionId="TID777000111", externalTransactionId="INV-of-another").comes("stop").over(t.doubtful())
        t = make(g, "an id that nothing has borne out yet is not claimed: it may belong to the operation next door").attempt().fail().quiet().called(PREVIOUS_BALANCE=GONE, **FOREIGN).store()
        t.look("TID777000111").missing().comes("stop").over(t.doubtful())
    top_up(g, "a false SUCCESS before the answer: the answer says PROCESSING").attempt().called().noted().reply("PROCESSING").kept().time(5 * SECOND).look().seen("PROCESSING").follow().due().look().seen().settled()
    top_up(g, "a false FAILED: the lookup says SUCCESS").attempt().accepted().follow().called("FAILED").kept().look().seen().settled()
    return g


def door():
    g = story_group("dexchange/webhook.rs; reliability.md 3, the address carries a secret of its own for each payment", "dx-callback-door")
    accepted = lambda comment: top_up(g, comment, custom=True, absent=[CODE]).attempt().accepted().follow()
    ends = lambda t: t.follow().due().look().seen().settled()
    accepted("made with the old secret while the new one is taking its place").called(secret=OLD, secrets=[NEW, OLD]).kept().look().seen().settled()
    accepted("made with the new secret").called(secret=NEW, secrets=[NEW, OLD]).kept().look().seen().settled()
    for comment, given in [("the old secret is gone", {"secret": OLD, "secrets": [NEW]}), ("a secret of somebody's", {"secret": "sixteen characters!", "secrets": [NEW, OLD]}),
                           ("the body is of another payment", {"externalTransactionId": "RCH-of-another"}), ("the body names no payment", {"externalTransactionId": GONE}),
                           ("no status", {"STATUS": GONE}), ("an empty status", {"STATUS": ""}), ("an amount that cannot be read", {"AMOUNT": "much"}), ("an amount below nothing", {"AMOUNT": -1000})]:
        ends(accepted(f"{comment}: refused, and nothing changes").called(**given).refused())
    for comment, text in [("not JSON", HTML), ("a list", "[]"), ("nothing", ""), ("a key twice", '{"externalTransactionId":"%s","STATUS":"PENDING","STATUS":"SUCCESS"}'),
                          ("larger than is read", {"parts": ['{"externalTransactionId":"%s","STATUS":"SUCCESS","x":"', {"repeat": ["x", 65_536]}, '"}']})]:
        t = accepted(f"{comment}: refused")
        text = text.replace("%s", t.ours) if isinstance(text, str) else {"parts": [text["parts"][0].replace("%s", t.ours), *text["parts"][1:]]}
        ends(t.comes("callback", body=text, ext_id=t.ours, secret=SECRET, secrets=[SECRET]).refused())
    return g


def odd():
    g = story_group("issue 10, 8: a field that only informs hides nothing", "dx-callback-odd")
    accepted = lambda comment: top_up(g, comment, custom=True, absent=[CODE]).attempt().accepted().follow()
    for changes in ({"FEE": 12.5}, {"FEE": "gratuit"}, {"FEE": -3}, {"FEE": "1e1"}, {"FEE": {"amount": 10}}, {"CURRENT_BALANCE": -100}, {"PREVIOUS_BALANCE": "0.5", "CURRENT_BALANCE": "n/a"},
                    {"PHONE_NUMBER": {"meter": "1"}}, {"COMPLETED_AT": ["x"]}):
        field, value = next(iter(changes.items()))
        t = accepted(f"{field} {compact(value)}: the code comes all the same").called(token=CODE, **changes).kept().look()
        t.seen(token=GONE).settled(token=CODE)
    for changes in ({"FEE": 12.5}, {"CURRENT_BALANCE": -100}):
        t = accepted(f"{compact(changes)} proves nothing when the lookup does not know the payment").called(token=CODE, **changes).kept().look().missing().follow()
        t.due().look().seen(token=GONE).settled(token=CODE)
    t = accepted("a fee that cannot be read: a refund without a sum").called("FAILED", FEE=12.5).kept().look()
    t.seen("FAILED", transactionFee=GONE).failed(None)
    return g


def generate():
    write("flows_dexchange_callback", "Stories of DEXCHANGE's callbacks.", [states(), looking(), lies(), door(), odd()])
