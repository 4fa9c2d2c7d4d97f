"""Stories of a bill: looked up, chosen, pinned, paid; changed or gone meanwhile; and lists with odd items."""

from common import compact, write
from flows_common import DAY, SECOND, not_sent, rejected, settled, story_group
from flows_dexchange import GONE, HTML, NO_BILL, SENEAU, SENELEC, Inquiry, bill, bill_shown, bill_told, problem, top_up


def choosing():
    g = story_group("dexchange-bill-inquiry; dexchange-bill-pay: otherwise the first unpaid bill is settled; pay_bill/order.rs, NewPayBill", "dx-choose")
    s = lambda comment, service=SENELEC, **more: bill(g, comment, service, **{"named": False} | more)
    for service in (SENELEC, SENEAU):
        s(f"{service}: the only unpaid bill is paid", service).inquire().one_found().attempt().reply().settled()
        t = s(f"{service}: with confirm it is shown first", service, confirm=True).inquire().one_found().asks_own()
        t.comes("bill", 9 * SECOND, reference=t.bill).attempt().reply().settled()
    t = s("two unpaid bills: the customer chooses the second").inquire()
    first, second = t.owed(), t.owed(77)
    t.found(first, second).asks([first, second]).comes("bill", 30 * SECOND, reference=second["referenceFacture"])
    t.takes(second).attempt().reply().settled()
    t = s("a paid bill and an unpaid one: the unpaid one").inquire()
    t.found(t.owed(55, paid=True), t.owed(77)).takes(t.owed(77)).attempt().reply().settled()
    t = s("a bill whose state is not told is owed").inquire().one_found(paid=GONE).attempt().reply()
    t.settled()
    t = s("chosen: one that is not there, one that is paid; asked again; then one that is owed").inquire()
    bills = [t.owed(), t.owed(77), t.owed(55, paid=True)]
    t.found(*bills).asks(bills).comes("bill", reference="8099999999").asks(bills).comes("bill", reference=bills[2]["referenceFacture"]).asks(bills)
    t.takes(bills[0]).comes("bill", reference=t.bill).attempt().reply().settled()
    t = s("named, with confirm: only it is shown as owed", named=True, confirm=True).inquire().one_found().asks_own()
    t.comes("bill", reference=t.bill).attempt().reply().settled()
    t = s("named, with confirm, and paid already", named=True, confirm=True).inquire().one_found(paid=True).over(rejected("ALREADY_PAID", http_status=None, refund=None))
    t = s("named, with confirm, and another is owed", named=True, confirm=True).inquire()
    t.found(t.owed(77)).over(rejected("NO_BILL", refund=None))
    t = s("all bills are paid").inquire()
    t.found(t.owed(paid=True), t.owed(77, paid=True)).over(rejected("ALREADY_PAID", http_status=None, refund=None))
    t = top_up(g, "a meter: its session token pins nothing", confirm=True).inquire()
    meter = bill_shown(t.n, t.customer, montant=0, total=0, referenceFacture="session-1", dateEcheance=None, address="Dakar", meterStatus="ACTIVE")
    t.found(meter).asks([meter]).comes("bill", reference="session-1").attempt().reply().settled()
    s("no bill, as on the page").inquire().answer(400, NO_BILL).done(rejected("NO_BILL", http_status=400, message="No bill found")).tell()
    s("no bill, HTTP 200").inquire().answer(200, NO_BILL).done(rejected("NO_BILL", message="No bill found")).tell()
    s("an empty list").inquire().found().over(rejected("NO_BILL"))
    for comment, reference in [("without a reference", None), ("with a reference that could not be sent as it is", " ")]:
        t = s(f"a bill {comment}: owed, but it cannot be pinned, so it is not paid").inquire()
        t.found(t.owed(referenceFacture=reference)).done({"kind": "not_sent"}).tell()
    t = s("one without a reference and one with: two are owed, so the customer is asked").inquire()
    bills = [t.owed(55, referenceFacture=None), t.owed(77)]
    t.found(*bills).asks(bills).takes(bills[1]).comes("bill", reference=t.bill).attempt().reply().settled()
    s("the inquiry is asked again, the payment once").inquire().fail().backoff(1).due().inquire().answer(502, HTML).backoff(2).due().inquire().one_found().attempt().reply().settled()
    s("the inquiry is never answered: nothing is paid").inquire().fail().backoff(1).due().inquire().fail().backoff(2).due().inquire().fail().done(not_sent("unanswered", doubt="no_answer")).tell()
    s("the inquiry may not be made").inquire().answer(401, problem("Invalid API key")).done(rejected("UNAUTHORIZED", http_status=401)).tell()
    s("under maintenance").inquire().answer(403, problem("API under maintenance")).done(rejected("SERVICE_UNAVAILABLE", http_status=403)).tell()
    s("found, then the payment is lost: the same bill once more").inquire().one_found().attempt().fail().again().reply().settled()
    top_up(g, "no such meter", confirm=True).inquire().answer(400, NO_BILL).done(rejected("NO_BILL", http_status=400)).tell()
    return g


def amounts():
    g = story_group("adr/0003, AmountMismatch; pay_bill: what the vendor may debit is `montant` or `total` of the chosen bill", "dx-amount")
    s = lambda comment: bill(g, comment, SENEAU, named=False).inquire()
    s("the bill grew between inquiry and payment").one_found().attempt().reply(amount=999_999).unfinished("amount_mismatch", attempts=1)
    t = s("one franc more than was shown")
    t.one_found().attempt().reply(amount=t.amount + 1).unfinished("amount_mismatch")
    t = s("with the biller's fee in the total: the total is debited").one_found(frais=500, total=999_500, montant=999_000)
    t.attempt().reply(amount=999_500).settled()
    t = s("with the biller's fee in the total: only the bill is debited").one_found(frais=500, total=999_500, montant=999_000)
    t.attempt().reply(amount=999_000).settled()
    t = s("neither of both").one_found(frais=500, total=999_500, montant=999_000)
    t.attempt().reply(amount=500).unfinished("amount_mismatch")
    s("an answer without an amount").one_found().attempt().reply(amount=GONE).settled()
    s("seen by the look").one_found().attempt().accepted().follow().due().look().seen(amount=999_999).unfinished("amount_mismatch")
    s("seen by another process").one_found().attempt().accepted().crash().look().seen(amount=999_999).unfinished("amount_mismatch")
    bill(g, "named and not looked up: the bill imposes it").attempt().reply(amount=999_999).settled()
    t = top_up(g, "a top-up of another amount than ordered, under our own id")
    t.attempt().reply(externalTransactionId=t.ours, amount=999_999).unfinished("amount_mismatch", absent=[t.token])
    t = top_up(g, "a single call of another amount than ordered, under our own id", once=True)
    t.attempt().reply(externalTransactionId=t.ours, amount=999_999).lost("amount_mismatch", t.tid)
    return g


def meanwhile():
    g = story_group("adr/0002: an inquiry says whether the bill is still owed; outcome.rs, bill_paid: paid by someone", "dx-owed")
    s = lambda comment: bill(g, comment).attempt().fail().again().fail().reconciling().due().inquire()
    day = lambda t, **about: t.reconciling().time(DAY).lost("no_answer", **about)
    day(s("still owed after both were lost").one_found(), bill_paid=False)
    day(s("paid: by someone, so it is not told as settled").one_found(paid=True), bill_paid=True)
    t = s("gone from the list: paid by someone")
    day(t.found(t.owed(77)), bill_paid=True)
    day(s("no bill any more").answer(400, NO_BILL), bill_paid=True)
    day(s("owed, then paid").one_found().reconciling().due().inquire().one_found(paid=True), bill_paid=True)
    day(s("owed, and later nobody answers: what was seen stays").one_found().reconciling().due().inquire().fail().backoff(1).due().inquire().fail().backoff(2).due().inquire().fail(), bill_paid=False)
    t = s("the inquiry may not be made: the callback is still waited for").answer(401, problem("Invalid API key"))
    t.wait("reconciling", t.handed, DAY, DAY).time(DAY).lost("no_answer", bill_paid=None)
    s("paid, and then the callback tells by whom").one_found(paid=True).reconciling().called().noted().look().seen().settled()
    top_up(g, "a meter tells nothing of a top-up: it is not asked").attempt().fail().again().fail().reconciling().time(DAY).lost("no_answer", bill_paid=None)
    t = bill(g, "409: it was accepted; the bill shows paid").attempt().fail().again().answer(409, "").reconciling().due().inquire().one_found(paid=True)
    t.reconciling().time(DAY).lost("accepted_earlier", bill_paid=True, http_status=409)
    t = bill(g, "handed over, taken up again, and asked again").attempt().fail().again().fail().reconciling().due().inquire().one_found().reconciling().comes("stop")
    t.ends(t.unknown("no_answer", bill_paid=False)).crash().reconciling().due().inquire().one_found(paid=True).reconciling().comes("stop").lost(bill_paid=True)
    return g


ODD = ["facture", -5, [1], {"referenceFacture": "8000000001", "montant": -900, "paid": False}, {"referenceFacture": "8000000001", "montant": "1E+3"}, {"referenceFacture": "8000000001", "montant": {"x": 1}}]


def odd():
    g = story_group("issue 10, 8 and 9: what only informs hides nothing; an item that cannot be read hides nobody, and may be the one", "dx-odd")
    for changes in ({"frais": 12.5}, {"frais": "gratuit"}, {"total": "beaucoup"}, {"frais": -1, "total": -1}, {"dateEcheance": {"y": 2026}, "frais": 0.5}, {"meterStatus": [1], "total": 1e30}):
        seen = {field: None for field in changes if field in ("frais", "total", "dateEcheance", "meterStatus")} | {f: v for f, v in changes.items() if v == 0}
        t = Inquiry(g, f"{compact(changes)}: null, and the bill is there")
        shown = bill_shown(t.n, t.customer)
        t.attempt().found(shown | changes).over(settled(bills=[bill_told(shown | seen)]))
        t = bill(g, f"{compact(changes)}: the bill is paid all the same", named=False).inquire().one_found(**changes)
        t.attempt().reply().settled()
    for item in ODD:
        t = Inquiry(g, f"{compact(item)} beside a bill: the bill is there")
        shown = bill_shown(t.n, t.customer)
        t.attempt().found(item, shown).over(settled(bills=[bill_told(shown)]))
    for item in ODD[:4]:
        t = bill(g, f"{compact(item)} beside the only bill that can be read: it may be owed as well, so the customer is asked", named=False).inquire()
        t.found(t.owed(), item).asks_own().takes(t.owed()).comes("bill", reference=t.bill).attempt().reply().settled()
    for item in ODD[:3]:
        t = bill(g, f"{compact(item)} may be the named bill: it is not said that there is none", confirm=True).inquire()
        t.found(t.owed(77), item).done(not_sent("unanswered", doubt="unreadable")).tell()
        t = bill(g, f"nothing but {compact(item)}: it is not said that there is none", named=False).inquire()
        t.found(item).done(not_sent("unanswered", doubt="unreadable")).tell()
    t = bill(g, "another bill is paid, and the named one is not there: it is not said that it was paid", confirm=True).inquire()
    t.found(t.owed(77, paid=True)).denied("NO_BILL")
    t = bill(g, "the named bill can be read: the other item does not matter", confirm=True).inquire()
    t.found("facture", t.owed()).asks_own().comes("bill", reference=t.bill).attempt().reply().settled()
    t = bill(g, "after a lost payment: an item that cannot be read may be the bill, so it is not called paid").attempt().fail().again().fail().reconciling().due().inquire()
    t.found("facture").reconciling().time(DAY).lost("no_answer", bill_paid=None)
    t = bill(g, "after a lost payment: the bill itself can be read").attempt().fail().again().fail().reconciling().due().inquire()
    t.found("facture", t.owed()).reconciling().time(DAY).lost("no_answer", bill_paid=False)
    return g


def generate():
    write("flows_dexchange_bills", "Stories of DEXCHANGE: bills looked up, chosen, changed, gone, and odd items.", [choosing(), amounts(), meanwhile(), odd()])
