"""Stories of a Woyofal top-up: its token, its looks, its refund."""

from common import write
from flows_common import DAY, HOUR, MINUTE, rejected, story_group
from flows_dexchange import FAILED, GONE, HTML, SENEAU, SENELEC, bill, problem, top_up

CODE = "4471 8210 5561 0023"
THREE = ["12839300932092231111", "22839300932092232222", "33839300932092233333"]
FORMS = [("one code, in groups", [CODE], ""), ("two codes, a semicolon between", THREE[:2], ";"), ("three codes, slashes between", THREE, " / "),
         ("three codes on lines", THREE, "\n"), ("three codes with words", [f"STS {n}: {code}" for n, code in enumerate(THREE)], ", ")]
TAKEN_BACK = [{"applied": "regression", "known": "SUCCESS", "seen": "FAILED"}]
LATE = [{"applied": "late_success", "known": "FAILED", "seen": "SUCCESS"}]


def tokens():
    g = story_group('dexchange-bill-pay: "token = recharge code", "Top-up processing"; reliability.md 2, DEXCHANGE pay; outcome: opaque text, it may be several codes', "dx-token")

    def s(comment, absent=(CODE,)):
        return top_up(g, comment, custom=True, absent=absent)

    for comment, codes, between in FORMS:
        s(f"{comment}: told as it came", codes).attempt().reply(token=between.join(codes)).settled()
        s(f"{comment}, by the lookup", codes).processing().seen(token=between.join(codes)).settled()
    s("a number of twenty digits", THREE[:1]).attempt().reply(token=int(THREE[0])).as_text().settled(token=THREE[0])
    for comment, token in [("SUCCESS without a token", GONE), ("a blank token is none", " "), ("a token that is null", None)]:
        s(f"{comment}: it is looked for").awaiting(token=token).due().look().seen().settled()
    t = s("a token that comes at the fourth look").awaiting().due()
    for _ in range(3):
        t.look().seen(token=GONE).follow("awaiting_token").due()
    t.look().seen().settled()
    s("a token that never comes: paid all the same").awaiting().time(8 * DAY).look().seen(token=GONE).settled()
    s("never, and the lookup does not serve bills").awaiting().time(8 * DAY).look().missing().settled()
    s("stopped before it came: paid all the same").awaiting().comes("stop").settled()
    s("a process ends before it came, another gets it").awaiting().crash().look().seen().settled()
    s("PROCESSING, then SUCCESS before the token").processing().seen(token=GONE).kept().follow("awaiting_token").due().look().seen().settled()
    for name in ("token", "TOKEN"):
        t = s(f"the callback alone has it, as `{name}`").awaiting().called(after_ms=900, **{name: CODE}).kept().look()
        t.seen(token=GONE).settled(token=CODE)
    t = s("the callback has it before the lookup knows", THREE).attempt().accepted().follow().called(token=" / ".join(THREE)).kept().look().seen("PROCESSING").follow()
    t.due().look().seen(token=GONE).settled(token=" / ".join(THREE))
    accepted = lambda comment: s(comment).attempt().accepted().follow()
    accepted("the callback has it, the lookup serves no bills").called(token=CODE).kept().look().missing().by_callback(CODE)
    t = accepted("the callback has none, the lookup serves no bills: what was bought cannot be shown yet").called().kept().look().missing().follow()
    t.called(token=CODE).kept().look().missing().by_callback(CODE)
    t = accepted("not kept in a record: after a crash it has to come again").called(token=CODE).kept().crash().look().seen(token=GONE).kept().follow("awaiting_token")
    t.called(token=CODE).kept().look().seen(token=GONE).settled(token=CODE)
    for wrapped in ("data", None):
        s(f"the lookup's answer in {wrapped or 'no wrapper'}").processing().seen(wrapped=wrapped).settled()
    t = s("SUCCESS, taken back, then the token: an alarm beside it").awaiting().due().look().seen("FAILED").follow("awaiting_token").due().look()
    t.seen().settled(alarms=TAKEN_BACK)
    s("SUCCESS, taken back for good: it stands, with an alarm").awaiting().time(8 * DAY).look().seen("FAILED").settled(alarms=TAKEN_BACK, status="SUCCESS")
    return g


def looks():
    g = story_group("reliability.md 2, Polling and DEXCHANGE pay; adr/0002, next_look; adr/0008", "dx-look")

    def s(comment):
        return top_up(g, comment).processing()

    s("SUCCESS at the first look").seen().settled()
    t = s("SUCCESS at the seventh look")
    for _ in range(6):
        t.seen("PROCESSING").follow().due().look()
    t.seen().settled()
    for age, comment in [(20 * MINUTE, "after twenty minutes"), (3 * HOUR, "after three hours"), (2 * DAY, "after two days")]:
        s(f"still PROCESSING {comment}").seen("PROCESSING").follow().time(age).look().seen("PROCESSING").follow().due().look().seen().settled()
    s("a week later: a person looks").seen("PROCESSING").follow().time(8 * DAY).look().seen("PROCESSING").unfinished("still_open")
    top_up(g, "PENDING is under way as well").attempt().reply("PENDING").kept().follow().due().look().seen("PROCESSING").kept().follow().due().look().seen().settled()
    s("older news is no news").seen("PENDING").follow().due().look().seen().settled()
    s("a word nobody knows is no ending").seen("ON_HOLD").kept().follow().due().look().seen("PROCESSING").follow().due().look().seen().settled()
    for comment, fault in [("never left", lambda t: t.fail("not_sent")), ("no answer", lambda t: t.fail()), ("500", lambda t: t.answer(500, HTML)),
                           ("a page", lambda t: t.answer(200, HTML)), ("an envelope without a transaction", lambda t: t.answer(200, {"status": "SUCCESS"}))]:
        t = s(f"three times {comment}: the next look comes later")
        for tries in (1, 2):
            fault(t).backoff(tries).due().look()
        fault(t).follow().due().look().seen().settled()
    s("turned away, then seen").answer(429, "", headers={"Retry-After": "11"}).busy(11).due().look().seen().settled()
    t = s("not known, again and again, then seen")
    for _ in range(3):
        t.missing().follow().due().look()
    t.seen().settled()
    s("not known to the end").missing().follow().time(8 * DAY).look().missing().unfinished()
    s("the key may not look").answer(401, problem("Invalid API key")).unfinished(code="UNAUTHORIZED")
    s('"API under maintenance" passes: looked at again').answer(403, problem("API under maintenance")).follow().due().look().seen().settled()
    s("another code says nothing of the payment").answer(400, problem("odd", "OPERATOR_ERROR")).follow().due().look().seen().settled()
    s("another amount than ordered, under our own id").seen(amount=999_999).unfinished("amount_mismatch", absent=["1283"])
    for status, stage in [("PROCESSING", "open"), ("SUCCESS", "closed")]:
        t = top_up(g, f"{status}, under an id that another operation holds").attempt().reply(status)
        t.store(stage, t.tid).comes("taken").store("unknown").done(t.unknown("taken", t.tid)).tell()
    return g


def refunds():
    g = story_group('dexchange-bill-pay: "amount + fee is automatically refunded"; outcome.rs, Refund; reliability.md 2, RefundDue', "dx-refund")

    def s(comment, **more):
        return top_up(g, comment, custom=True, **more)

    def due(t):
        return t.amount + t.fee

    t = s("failed later: amount and fee are due").processing()
    t.seen("FAILED", message="Meter blocked").failed(due(t), message="Meter blocked")
    s("the fee was never told: the sum is not guessed").processing().seen("FAILED", transactionFee=GONE).failed(None)
    t = s("the fee was told by an earlier look").processing().seen("PROCESSING").follow().due().look()
    t.seen("FAILED", transactionFee=GONE).failed(due(t))
    t = s("the fee was told by the callback").attempt().accepted().follow().called("FAILED", PREVIOUS_BALANCE=GONE, CURRENT_BALANCE=GONE).kept().look()
    t.seen("FAILED", transactionFee=GONE).failed(due(t))
    t = s("the callback showed the balance rising by both: given back").attempt().accepted().follow().called("FAILED").kept().look()
    t.seen("FAILED").failed(due(t), seen=True)
    t = s("the balance rose by something else: still due").attempt().accepted().follow().called("FAILED", CURRENT_BALANCE=2_500_001).kept().look()
    t.seen("FAILED").failed(due(t))
    t = s("the balance fell: still due").attempt().accepted().follow().called("FAILED", PREVIOUS_BALANCE=2_500_000, CURRENT_BALANCE=2_400_000).kept().look()
    t.seen("FAILED").failed(due(t))
    t = s("the lookup serves no bills: the callback alone, with our own words and the balance up").attempt().accepted().follow().called("FAILED").kept().look().missing()
    t.failed(due(t), seen=True)
    t = top_up(g, "the same without words of ours: it would make a paid bill look unpaid").attempt().accepted().follow().called("FAILED").kept().look().missing()
    t.follow().due().look().seen().settled()
    t = s("without a fee the callback proves nothing alone").attempt().accepted().follow().called("FAILED", FEE=GONE).kept().look().missing().follow().comes("stop")
    t.unfinished("still_open")
    for word in ("CANCELLED", "EXPIRED", "CANCELED"):
        t = s(f"{word} is an ending without money").processing().seen(word)
        t.over({"kind": "rejected", "refusal": {"refund": {"amount": due(t), "seen": False}}}, t.tid)
    s("FAILED at once: nothing was debited").attempt().answer(200, FAILED).over(rejected("PAYMENT_FAILED", message="Insufficient balance", refund=None))
    t = s("FAILED at once, with an id").attempt().reply("FAILED", message="Meter unknown")
    t.failed(message="Meter unknown")
    for service in (SENEAU, SENELEC):
        t = bill(g, f"{service} is paid at once or not: found FAILED, nothing is due", service).attempt().cut('"transactionType":"BI').look()
        t.seen("FAILED").failed()
    for comment, status, alarms in [("still failed", "FAILED", None), ("paid after all", "SUCCESS", LATE)]:
        t = s(f"read again a day after it failed: {comment}").processing().seen("FAILED")
        t.ends(t.failure(due(t)), t.tid).crash(DAY).look().seen(status)
        t.failed(due(t)) if alarms is None else t.settled(alarms=alarms)
    for known, seen in [("CANCELLED", "FAILED"), ("FAILED", "EXPIRED")]:
        t = s(f"{known}, and a day later {seen}: one ending for another, with an alarm").processing().seen(known)
        t.ends({"kind": "rejected", "refusal": {}}, t.tid).crash(DAY).look().seen(seen)
        t.over({"kind": "rejected", "refusal": {"refund": {"amount": due(t), "seen": False}}}, t.tid, alarms=[{"applied": "regression", "known": known, "seen": seen}])
    t = bill(g, "a bill, paid, and a day later FAILED: it stays paid, with an alarm").attempt().reply().ends_paid().crash(DAY).look().seen("FAILED")
    t.settled(alarms=TAKEN_BACK, status="SUCCESS")
    t = s("read again after it failed, and not known: it stays failed").processing().seen("FAILED")
    t.ends(t.failure(due(t)), t.tid).crash(DAY).look().missing().comes("stop").done(t.failure(due(t))).tell()
    return g


def generate():
    write("flows_dexchange_topup", "Stories of DEXCHANGE: top-ups, their tokens, looks and refunds.", [tokens(), looks(), refunds()])
