"""Stories of issue 10: what the core said wrongly of DEXCHANGE's payments, by the number of the fault.

Faults 5, 6 and 9 stand in flows_dexchange_ends, _callback and _bills. Where the rules leave open what
is said besides, the story ends with a stop and asks only for what they decide.
"""

from common import compact, write
from flows_common import DAY, SECOND, not_sent, rejected, settled, story_group
from flows_dexchange import FAILED, GONE, HTML, SENEAU, SENELEC, Fetch, Inquiry, bill, bill_shown, bill_told, problem, told, top_up

OTHERS, THEIRS = "TID777000111", "INV-of-another"
USED = {"message": "externalTransactionId already used"}
CODE = "4471 8210 5561 0023"


def foreign():
    g = story_group("issue 10, 1: an answer that names another reference, id of ours or amount is no answer", "dx-foreign")
    for make in (bill, top_up):
        for once in (False, True):
            s = lambda comment: make(g, comment + (", a single call" if once else ""), once=once, absent=[OTHERS, CODE])
            other = {"transactionId": OTHERS, "externalTransactionId": THEIRS} | ({"token": CODE} if make is top_up else {})
            s("another payment's success: as lost, then our own").attempt().reply(**other).again().reply().settled()
            s("another payment's success, twice").attempt().reply(**other).again().reply(**other).gone("foreign")
            s("another payment's failure").attempt().reply("FAILED", **other).again().reply().settled()
            s("another payment's PROCESSING, then 409").attempt().reply("PROCESSING", **other).again().answer(409, USED).gone("accepted_earlier")
    t = bill(g, "the answer names another bill")
    t.attempt().reply(referenceFacture="8099999999", externalTransactionId=GONE).again().reply().settled()
    t = top_up(g, "the answer names no id of ours: the page's own sample, and ours")
    t.attempt().reply().settled()
    look = lambda comment: top_up(g, comment, absent=[OTHERS, CODE]).processing()
    theirs = {"transactionId": OTHERS, "externalTransactionId": GONE, "token": CODE}
    look("the lookup shows another transaction: asked again").seen(**theirs).backoff(1).due().look().seen().settled()
    t = look("three times another transaction: the next look comes later").seen(**theirs).backoff(1).due().look().seen(**theirs).backoff(2).due().look().seen(**theirs).follow()
    t.due().look().seen().settled()
    look("another transaction's failure: not ours").seen("FAILED", **theirs).backoff(1).due().look().seen().settled()
    t = look("our transaction, but another's id of theirs: its code is not ours").seen(externalTransactionId=THEIRS, token=CODE).comes("stop").noted("unknown")
    t.done(t.doubtful(), absent=[CODE]).tell()
    fetch = lambda comment: Fetch(g, comment)
    t = fetch("the lookup of one transaction shows another: asked again")
    t.attempt().answer(200, {"transaction": t.shown(transactionId=OTHERS)}).backoff(1).due().attempt().good()
    for where, status in [("transaction", "SUCCESS"), ("data", "FAILED")]:
        t = fetch(f"three times another's {status}")
        shown = {where: t.shown(transactionId=OTHERS, Status=status)}
        t.attempt().answer(200, shown).backoff(1).due().attempt().answer(200, shown).backoff(2).due().attempt().answer(200, shown).over(not_sent("unanswered", doubt="foreign"))
    t = fetch("a transaction without a name")
    t.attempt().good(transactionId=GONE)
    t = Inquiry(g, "the bills of another customer: asked again")
    t.attempt().found(bill_shown(1, "990011223"), referenceClient="990011223").backoff(1).due().attempt().good()
    t = Inquiry(g, "the same customer in the biller's longer writing")
    shown = bill_shown(t.n, t.customer)
    t.attempt().found(shown, referenceClient=t.customer.rjust(12, "0")).over(settled(bills=[bill_told(shown)]))
    t = bill(g, "the bills of another customer are not paid", named=False).inquire()
    t.found(bill_shown(1, "990011223"), referenceClient="990011223").backoff(1).due().inquire().one_found().attempt().reply().settled()
    return g


def salvaged():
    g = story_group("issue 10, 2; G7: a salvaged id is whole, compared in all that can be compared, and never settles by itself", "dx-salvage")
    whole = '"transactionType":"BI'
    for make in (bill, top_up):
        s = lambda comment, **more: make(g, comment, absent=[OTHERS, CODE], **more)
        for missing in (1, 2, 3):
            t = s(f"{missing} digits of the id are missing: it is another's")
            t.attempt().cut(f'"transactionId":"{t.tid[:-missing]}').again().answer(409, USED).gone("accepted_earlier")
        t = s("all digits are there, but nobody can know: the quote is missing")
        t.attempt().cut(f'"transactionId":"{t.tid}').again().reply().settled()
        t = s("a single call: no id is told", once=True)
        t.attempt().cut(f'"transactionId":"{t.tid[:-1]}').again().answer(409, USED).lost("accepted_earlier")
        s("whole: read, and settled under our own id").attempt().cut(whole).look().seen().settled()
        s("whole: read, still under way, then settled under our own id").attempt().cut(whole).look().seen("PROCESSING").kept().follow().due().look().seen().settled()
        t = s("without our own id it does not settle by itself").attempt().cut(whole).look().seen(externalTransactionId=GONE).comes("stop").noted("unknown")
        t.done(t.doubtful(), absent=[t.token]).tell()
        t = s("another's payment: its id is dropped").attempt().cut(whole).look().seen(externalTransactionId=THEIRS).comes("stop")
        t.over(t.doubtful(), absent=[t.token])
        s("our own id in a later look").attempt().cut(whole).look().missing().follow().due().look().seen().settled()
        t = make(g, "without our own id, until the callback proves it", custom=True, absent=[CODE]).attempt().cut(whole).look().missing().follow()
        t.called().kept().look().seen(externalTransactionId=GONE).settled()
        s("an id in the words of a message is none").attempt().answer(200, '{"message":"see TID912345678 of yesterday","transaction":{').again().reply().settled()
    for comment, changes in [("another amount", {"amount": 999_999}), ("another meter", {"number": "07061111111"})]:
        t = top_up(g, f"{comment} and no id of ours: somebody else's code").attempt().cut(whole).look().seen(externalTransactionId=GONE, token=CODE, **changes).comes("stop").noted("unknown")
        t.done(t.doubtful(), absent=[CODE]).tell()
    t = top_up(g, "a whole id, the lookup serves no bills, and the callback has it all", absent=[CODE]).attempt().cut(whole).look().missing().follow()
    t.called(token=CODE).noted().look().missing().by_callback(CODE)
    return g


def doubts():
    g = story_group("issue 10, 3; G3: what becomes of one attempt says nothing of another, whoever says it", "dx-doubt")
    why = "refused_after_uncertain"
    for make in (bill, top_up):
        s = lambda comment: make(g, comment, custom=True)
        twice = lambda comment: s(comment).attempt().fail().again().accepted().follow()
        for word in ("FAILED", "CANCELLED", "EXPIRED"):
            twice(f"lost, repeated, accepted; the lookup says {word}").due().look().seen(word).unfinished(why)
        t = twice("lost, repeated, accepted; the callback says FAILED and the lookup does not know it").called("FAILED").kept().look().missing()
        t.unfinished(why)
        twice("lost, repeated, accepted; the callback says FAILED and so does the lookup").called("FAILED").kept().look().seen("FAILED").unfinished(why)
        twice("lost, repeated, accepted; FAILED to another process").crash().look().seen("FAILED").unfinished(why)
        twice("lost, repeated, accepted; FAILED by a callback to another process").crash().called("FAILED").kept().look().missing().unfinished(why)
        twice("lost, repeated, accepted; SUCCESS is a yes all the same").due().look().seen().settled()
        t = twice("FAILED of the second, taken up again: still in doubt").due().look().seen("FAILED").ends_unknown(why).crash(DAY)
        t.look().seen("FAILED").unfinished(why)
        s("crashed, repeated, accepted, FAILED").attempt().crash().again().accepted().follow().due().look().seen("FAILED").unfinished(why)
        s("502, repeated, accepted, FAILED by the callback alone").attempt().answer(502, HTML).again().accepted().follow().called("FAILED").kept().look().missing().unfinished(why)
        s("lost, and the repeat FAILED at once, with an id").attempt().fail().again().reply("FAILED").look().seen("FAILED").unfinished(why)
        s("lost, and the repeat FAILED at once").attempt().fail().again().answer(200, FAILED).gone(why)
        s("lost twice; then FAILED is told of one of them").attempt().fail().again().fail().reconciling().called("FAILED").kept().look().seen("FAILED").unfinished(why)
        s("lost twice; FAILED of one by the callback alone").attempt().fail().again().fail().reconciling().called("FAILED").kept().look().missing().unfinished(why)
        t = s("lost once and never repeated: FAILED is about the only one").attempt().fail().quiet().called("FAILED", after_ms=SECOND).kept().look().seen("FAILED")
        t.over(rejected("PAYMENT_FAILED"), t.tid)
    t = top_up(g, "never left, then accepted, then FAILED: one attempt only").attempt().fail("not_sent").backoff(1).due().attempt().accepted().follow().due().look().seen("FAILED")
    t.failed(t.amount + t.fee)
    t = top_up(g, "too frequent, then accepted, then FAILED: one attempt only").attempt().answer(429).busy().due().attempt().accepted().follow().due().look().seen("FAILED")
    t.failed(t.amount + t.fee)
    return g


def codes():
    g = story_group("issue 10, 4; G5: a code that may stand for a payment made outweighs every status", "dx-code")
    harmful = ["OPERATOR_ERROR", "TIMEOUT_ERROR", "EXTERNAL_API_ERROR", "NETWORK_ERROR", "INTERNAL_ERROR", "UNKNOWN_ERROR", "SERVICE_UNAVAILABLE", "TRANSACTION_NOT_FOUND", "NEW_CODE_OF_2027"]
    for n, code in enumerate(harmful):
        bill(g, f"429 {code}: perhaps paid, so not sent again at once").attempt().answer(429, problem("Refused", code), headers={"Retry-After": "2"}).again().reply().settled()
        status = (400, 401, 402, 403, 404, 409, 418, 422, 500)[n]
        top_up(g, f"{status} {code}").attempt().answer(status, problem("Refused", code)).again().reply().settled()
    top_up(g, "429 TIMEOUT_ERROR, then 409: it was paid").attempt().answer(429, problem("x", "TIMEOUT_ERROR")).again().answer(409, USED).gone("accepted_earlier")
    top_up(g, "429 OPERATOR_ERROR twice", once=True).attempt().answer(429, problem("x", "OPERATOR_ERROR")).again().answer(429, problem("x", "OPERATOR_ERROR")).gone("uncertain_code", code="OPERATOR_ERROR", http_status=429)
    bill(g, "409 TIMEOUT_ERROR twice").attempt().answer(409, problem("x", "TIMEOUT_ERROR")).again().answer(409, problem("x", "TIMEOUT_ERROR")).gone(None, code="TIMEOUT_ERROR")
    bill(g, "FAILED beside a code that may stand for a payment made").attempt().answer(200, FAILED | {"code": "OPERATOR_ERROR"}).again().reply().settled()
    for code in ("INVALID_AMOUNT", "INSUFFICIENT_FUNDS", "INVALID_DATA", "INVALID_API_KEY", "EXPIRED_API_KEY", "MISSING_API_KEY"):
        top_up(g, f"400 {code}: certainly nothing moved").attempt().answer(400, problem(["first", "second"], code)).denied(code, http_status=400, message="first; second", refund=None)
    bill(g, "401 with its own code").attempt().answer(401, problem("x", "EXPIRED_API_KEY")).denied("EXPIRED_API_KEY", http_status=401)
    bill(g, "409 with its own code: used before").attempt().answer(409, problem("x", "DUPLICATE_TRANSACTION")).over({"kind": "rejected", "refusal": {"http_status": 409}})
    top_up(g, "429 with a harmless code is only too frequent").attempt().answer(429, problem("x", "RATE_LIMIT_EXCEEDED"), headers={"Retry-After": "5"}).busy(5).due().attempt().reply().settled()
    return g


def informing():
    g = story_group("issue 10, 8: only what decides is strict; what informs is null when it cannot be read", "dx-inform")
    seen = {"transactionFee": "fee", "currentBalance": "current_balance", "previousBalance": "previous_balance"}
    odd = [{"transactionFee": 12.5}, {"transactionFee": "12,5"}, {"transactionFee": -10}, {"transactionFee": {"xof": 10}}, {"currentBalance": -100}, {"currentBalance": "n/a"},
           {"previousBalance": 0.5, "currentBalance": [1]}, {"transactionFee": "1e1", "currentBalance": 498990.75}]
    for n, changes in enumerate(odd):
        nulls = {seen[field]: None for field in changes}
        top_up(g, f"{compact(changes)} in the answer: the code is delivered").attempt().reply(**changes).settled(**nulls)
        (bill if n % 2 else top_up)(g, f"{compact(changes)} in a lookup").processing().seen(**changes).settled(**nulls)
        bill(g, f"{compact(changes)} in the answer to a single call", SENEAU, once=True).attempt().reply(**changes).settled(**nulls)
        t = Fetch(g, f"{compact(changes)} in a transaction")
        t.attempt().answer(200, {"transaction": t.shown(**changes)}).over(settled(**told(t.shown(), "lookup", **nulls)))
    top_up(g, "a message that is an object, a type that is a number").attempt().reply(message={"fr": "ok"}, transactionType=7).settled(message=None)
    t = top_up(g, "PROCESSING with a fee of 12.5, then FAILED with a whole one").attempt().reply("PROCESSING", transactionFee=12.5).kept().follow().due().look().seen("FAILED")
    t.failed(t.amount + t.fee)
    top_up(g, "FAILED with a fee of 12.5: the sum that is due is not guessed").processing().seen("FAILED", transactionFee=12.5).failed(None)
    for amount in ("1e3", -1000, 1000.5, {"xof": 1000}):
        t = top_up(g, f"an amount {compact(amount)} decides, so it is no answer: the id is read").attempt().reply(amount=amount).look().seen()
        t.settled()
    top_up(g, "a status that cannot be read is no answer: the id is read").attempt().reply(Status={"word": "SUCCESS"}).look().seen().settled()
    return g


def words():
    g = story_group("issue 10, 12: every word of the wire is trimmed and compared without case, ids of ours as well", "dx-word")
    for word in ("success", " SUCCESS ", "Success", "SUCCESS\n"):
        bill(g, f"{compact(word)} in the answer").attempt().reply(Status=word).settled(status="SUCCESS")
        top_up(g, f"{compact(word)} in a lookup").processing().seen(Status=word).settled(status="SUCCESS")
        top_up(g, f"{compact(word)} in a callback", custom=True, absent=[CODE]).attempt().accepted().follow().called(STATUS=word, token=CODE).kept().look().missing().by_callback(CODE)
        t = Fetch(g, f"{compact(word)} in a transaction")
        t.attempt().answer(200, {"data": t.shown(Status=word)}).over(settled(**told(t.shown(), "lookup")))
    for word in ("failed", " Failed "):
        t = top_up(g, f"{compact(word)} in a lookup").processing().seen("FAILED", Status=word)
        t.failed(t.amount + t.fee)
        top_up(g, f"{compact(word)} after a lost one", custom=True).attempt().fail().again().reply("FAILED", Status=word).look().seen("FAILED", Status=word).unfinished("refused_after_uncertain")
    for word in ("processing", " Processing"):
        top_up(g, f"{compact(word)} in the answer").attempt().reply("PROCESSING", Status=word).kept().follow().due().look().seen().settled()
    for code in (" insufficient_funds", "Insufficient_Funds"):
        bill(g, f"the code {compact(code)}").attempt().answer(400, problem("x", code)).denied("INSUFFICIENT_FUNDS", http_status=400)
    bill(g, "the code rate_limit_exceeded").attempt().answer(400, problem("x", "rate_limit_exceeded ")).busy().due().attempt().reply().settled()
    bill(g, "the code operator_error is as harmful as in capitals").attempt().answer(429, problem("x", " operator_error")).again().reply().settled()
    for make in (bill, top_up):
        for comment, echo in [("in small letters", str.lower), ("with spaces around", " {} ".format)]:
            t = make(g, f"our id echoed {comment} in the answer")
            t.attempt().reply(externalTransactionId=echo(t.ours)).settled(external_transaction_id=ANY_TEXT)
            t = make(g, f"our id echoed {comment} in a lookup that has to prove it").attempt().cut('"transactionType":"BI').look()
            t.seen(externalTransactionId=echo(t.ours)).settled(external_transaction_id=ANY_TEXT)
            t = make(g, f"our id echoed {comment} in a callback", custom=True).attempt().fail().quiet()
            t.called(externalTransactionId=echo(t.ours)).kept().look().seen().settled()
    return g


#: What is told of an id in another writing is left open.
ANY_TEXT = GONE


def strange():
    g = story_group("issue 10, 14: what is strange is named, with the number and the limit", "dx-strange")
    cap = 1 << 20
    large = {"parts": ['{"success":true,"bills":[],"x":"', {"repeat": ["x", cap]}, '"}']}
    size = cap + len('{"success":true,"bills":[],"x":""}')
    deep = {"parts": [{"repeat": ['{"transaction":', 5_000]}, "1", {"repeat": ["}", 5_000]}]}
    told_large = lambda seen: not_sent("unanswered", doubt="oversized", excess={"seen": seen, "limit": cap})
    for make in (Inquiry, Fetch):
        name = make.__name__.lower()
        make(g, f"{name}: an answer larger than is read, and by how much").attempt().answer(200, large).over(told_large(size))
        make(g, f"{name}: nested deeper than is read: it would come as deep again").attempt().answer(200, deep).over(not_sent("unanswered", doubt="too_deep", excess={}))
        make(g, f"{name}: the transport stopped reading").attempt().comes("fail", failure="too_large").over(told_large(None))
        for comment, body, doubt in [("a page", HTML, "not_json"), ("words", "OK", "not_json"), ("XML", "<?xml version='1.0'?><ok/>", "not_json")]:
            t = make(g, f"{name}: {comment}").attempt().answer(200, body).backoff(1).due().attempt().answer(200, body).backoff(2).due().attempt().answer(200, body)
            t.over(not_sent("unanswered", doubt=doubt, excess=None))
    for make in (bill, top_up):
        for once in (False, True):
            s = lambda comment: make(g, comment + (", a single call" if once else ""), once=once)
            s("larger than is read, twice").attempt().answer(200, large).again().answer(200, large).gone("oversized", excess={"seen": size, "limit": cap})
            s("the transport stopped reading, twice").attempt().comes("fail", failure="too_large").again().comes("fail", failure="too_large").gone("oversized", excess={"seen": None, "limit": cap})
            s("the transport stopped reading; it arrived").attempt().comes("fail", failure="too_large").again().answer(409, USED).gone("accepted_earlier")
            s("nested deeper than is read, twice").attempt().answer(200, deep).again().answer(200, deep).gone("too_deep", excess={})
            s("larger than is read, then answered").attempt().answer(200, large).again().reply().settled()
    return g


def mute():
    """A no is the vendor's own object: nothing, or what is of another shape, may come from whoever stands in between."""
    g = story_group("reliability.md 3: no is told only of what is certain", "dx-mute")
    for status in (400, 402, 422):
        for body in ("", " \r\n", "null", "[]", '"Bad Request"'):
            for make in (bill, top_up):
                make(g, f"{status} with {body!r}: as lost, then paid").attempt().answer(status, body).again().reply().settled()
    bill(g, "twice nothing: nobody knows").attempt().answer(400, "").again().answer(400, "").gone("malformed")
    top_up(g, "twice nothing in a single call", once=True).attempt().answer(422, "").again().answer(422, "").lost("malformed")
    return g


def generate():
    groups = [foreign(), salvaged(), doubts(), codes(), informing(), words(), strange(), mute()]
    write("flows_dexchange_faults", "Stories of DEXCHANGE: the faults of issue 10, with other values.", groups)
