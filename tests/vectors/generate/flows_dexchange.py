"""What stories of DEXCHANGE share: orders, requests, answers and callbacks in the shapes of the vendor's pages.

Every story has values of its own, made from its group and its place in it: a mistake that fits one
meter, amount or id fits no other.
"""

import zlib

from common import compact
from flows_common import ANY, DAY, LEASE, MONEY_TIMEOUT, QUIET, READ_TIMEOUT, Story, rejected, settled

#: Takes a field out of a sample.
GONE = object()
SECRET = "callback-secret-of-the-shop"
HTML = "<!doctype html><html><body><h1>502 Bad Gateway</h1></body></html>"
SENELEC, SENEAU, WOYOFAL = "SENELEC_SN_BILL", "SENEAU_SN_BILL", "WOYOFAL_SN_BILL"
#: "Error Response" of the page "Pay a Bill".
FAILED = {"message": "Failed to pay bill", "transaction": {"success": False, "Status": "FAILED", "message": "Insufficient balance"}}
NO_BILL = {"success": False, "message": "No bill found", "bills": []}
#: What the pages call a field, and what this library does.
TOLD = {"transactionId": "transaction_id", "externalTransactionId": "external_transaction_id", "amount": "amount", "transactionFee": "fee", "number": "customer",
        "referenceFacture": "bill", "token": "token", "Status": "status", "previousBalance": "previous_balance", "currentBalance": "current_balance", "message": "message"}
BILL = {"paymentTransactionNumber": "payment_transaction_number", "referenceClient": "customer", "referenceFacture": "reference", "nom": "last_name",
        "prenom": "first_name", "montant": "amount", "frais": "fee", "total": "total", "dateEcheance": "due_date", "paid": "paid", "address": "address", "meterStatus": "meter_status"}


def with_changes(sample, changes):
    return {field: value for field, value in (sample | changes).items() if value is not GONE}


def problem(message="Refused", code=None):
    """An error of the vendor's site: `{success, message | [message], code}`."""
    return {"success": False, "message": message} | ({"code": code} if code else {})


def own_number(group):
    """One per story, the same at each writing."""
    return zlib.crc32(f"{group.prefix} {len(group.tests)}".encode()) % 1_000_000


class Dexchange(Story):
    """A story whose lines speak of one payment or one question."""

    def __init__(self, group, comment, order, **more):
        super().__init__(group, comment, order, **more)
        self.n, self.broken = own_number(group), None
        self.flow = self.operation == "pay_bill"

    loose = False

    def store(self, stage="open", reference=None, absent=None):
        """After a stop, what was heard may be stored before it ends: in how many records is left open."""
        last = bool(self.lines) and self.lines[-1].get("in") == "stop"
        self.loose |= last
        super().store(stage, reference, absent)
        if self.loose:
            del self.lines[-1]["record"]["sequence"]
        if last:
            self.lines[-1]["at_last"] = True
        return self

    def against(self, rule):
        """The library fails this story today, against a rule that issue 10 does not name."""
        self.broken = rule
        return self

    def tell(self, disputed=None):
        super().tell(disputed or self.broken)

    def ends(self, outcome, reference=None, **done):
        """It ended: closed in the record, then told."""
        stage = "unknown" if outcome["kind"] == "unknown" else "closed"
        return self.store(stage, reference if self.flow else None).done(outcome, **done)

    def over(self, outcome, reference=None, **done):
        return self.ends(outcome, reference, **done).tell()

    def denied(self, code, **refusal):
        return self.over(rejected(code, **refusal))


class Question(Dexchange):
    """A read, which leaves no record."""

    timeout = MONEY_TIMEOUT

    def over(self, outcome, **done):
        return self.done(outcome, **done).tell()


class Inquiry(Question):
    """`inquire_bills`."""

    def __init__(self, group, comment, service=SENELEC, **more):
        n = own_number(group)
        self.service, self.customer = service, f"2102{n:06}"
        super().__init__(group, comment, {"kind": "inquire_bills", "inquiry": {"service": service, "customer": self.customer}}, **more)

    def attempt(self):
        return self.send("POST", "/api/v1/billing/inquiry", {"serviceCode": self.service, "reference_client": self.customer})

    def found(self, *bills, **changes):
        return self.answer(200, {"success": True, "referenceClient": self.customer, "bills": list(bills)} | changes)

    def good(self):
        shown = bill_shown(self.n, self.customer)
        return self.found(shown).over(settled(customer=self.customer, bills=[bill_told(shown)]))


class Fetch(Question):
    """`fetch_transaction`, the vendor's page "Get Transaction"."""

    timeout = READ_TIMEOUT

    def __init__(self, group, comment, **more):
        self.tid = f"TID4{own_number(group):08}"
        super().__init__(group, comment, {"kind": "fetch_transaction", "transaction_id": self.tid}, **more)

    def attempt(self):
        return self.send("GET", f"/api/v1/transaction/{self.tid}")

    def shown(self, **changes):
        shown = {"transactionId": self.tid, "externalTransactionId": f"INV-{self.n}", "transactionType": "BILL", "amount": 2000 + self.n, "transactionFee": 20, "number": "210278816"}
        return with_changes(shown | {"Status": "SUCCESS"}, changes)

    def good(self, **changes):
        shown = self.shown(**changes)
        return self.answer(200, {"transaction": shown}).over(settled(**told(shown, "lookup")))


def bill_shown(n, customer, **changes):
    """One bill as the page of an inquiry prints it: the number in its own, longer writing."""
    shown = {"paymentTransactionNumber": None, "referenceClient": customer.rjust(12, "0"), "referenceFacture": f"80{n:08}", "nom": "FALL OUSSEYNOU", "prenom": None,
             "montant": 10_000 + n, "frais": 0, "total": 10_000 + n, "dateEcheance": "2026-12-31", "paid": False, "address": None, "meterStatus": None}
    return with_changes(shown, changes)


def bill_told(shown, **changes):
    return {ours: shown.get(theirs) for theirs, ours in BILL.items()} | changes


def told(shown, evidence, **changes):
    """A transaction of the vendor's in this library's words."""
    return {ours: shown.get(theirs) for theirs, ours in TOLD.items()} | {"evidence": evidence} | changes


class Pay(Dexchange):
    """`pay_bill`, or with `once` the single call `pay_bill_once`."""

    def __init__(self, group, comment, service=WOYOFAL, once=False, named=True, custom=False, confirm=False, url=None, absent=(), **more):
        """`named`: the bill is; `custom`: `customData` is sent, so that a callback can prove that it speaks of this order."""
        n = own_number(group)
        self.service, self.prepaid = service, service == WOYOFAL
        self.customer = f"0706{n:07}" if self.prepaid else f"2102{n:06}"
        self.amount = 1_000 + n % 900 if self.prepaid else 10_000 + n
        self.fee, self.previous, self.tid, self.token = self.amount // 100, 2_500_000, f"TID9{n:08}", f"1283{n:06}930932"
        self.bill = f"80{n:08}" if named and not self.prepaid else None
        self.custom, self.url = f"order proof {n}" if custom else None, url
        ours = f"{'RCH' if self.prepaid else 'INV'}-{n}"
        payment = {"service": service, "customer": self.customer, "external_transaction_id": ours}
        payment |= {"amount": self.amount} if self.prepaid else {}
        payment |= {"bill": self.bill} if self.bill else {}
        payment |= {"custom_data": self.custom} if custom else {}
        payment |= {"callback_url": url} if url else {}
        payment |= {"confirm": True} if confirm else {}
        hidden = [self.token, "dx_test_sandbox", "FALL OUSSEYNOU", *absent]
        super().__init__(group, comment, {"kind": "pay_bill_once" if once else "pay_bill", "payment": payment}, absent=hidden, ours=ours, **more)
        #: How often the payment was handed over, and when last; what the last answer showed; since when an end is awaited.
        self.attempts, self.handed, self.last, self.since = 0, (0, 0), None, (0, 0)
        #: Since when nothing may be sent again.
        self.quiet_since = (0, 0)

    # What must come out.

    def armed(self):
        """The record that an attempt is about to be made."""
        self.attempts, self.handed, self.quiet_since = self.attempts + 1, self.now, self.now
        self.store()
        self.leases[-1] = (self.now[0] + LEASE, self.now[1] + LEASE)
        return self

    def quiet(self):
        return self.wait("quiet", self.quiet_since, QUIET, QUIET)

    def crash(self, *args, **more):
        """Another process measures the quiet time by its own clock: all of it."""
        super().crash(*args, **more)
        self.quiet_since = self.resumed
        return self

    def body(self):
        body = {"serviceCode": self.service, "reference_client": self.customer, "externalTransactionId": self.ours}
        body |= {"amount": self.amount} if self.prepaid else {"reference_facture": self.bill}
        body |= {"callBackURL": self.url} if self.url else {}
        return body | ({"customData": self.custom} if self.custom else {})

    def attempt(self):
        return self.armed().send("POST", "/api/v1/billing/pay", self.body())

    def again(self):
        """Lost; the one permitted resend, after the quiet time."""
        return self.quiet().due().attempt()

    def inquire(self):
        return self.send("POST", "/api/v1/billing/inquiry", {"serviceCode": self.service, "reference_client": self.customer})

    def look(self, tid=None):
        return self.send("GET", f"/api/v1/transaction/{tid or self.tid}")

    def noted(self, stage="open"):
        """A record whose reference is left open here: one is named that is not borne out yet."""
        return self.store(stage, ANY)

    def kept(self, absent=None):
        """A record of news about a payment whose id is known."""
        return self.store("open", self.tid, absent)

    def follow(self, why="pending"):
        return self.pending(self.since, why)

    def paid(self, **changes):
        """Settled with what the last answer showed."""
        return settled(**with_changes(told(self.last, "reply" if self.replied else "lookup"), changes))

    def ends_paid(self, **changes):
        return self.ends(self.paid(**changes), self.tid)

    def settled(self, alarms=None, **changes):
        return self.over(self.paid(**changes), self.tid, alarms=alarms)

    def reconciling(self):
        """Nobody told the vendor's id: the callback is waited for, for a day; a bill is looked up meanwhile."""
        return self.wait("reconciling", self.handed, DAY, DAY) if self.prepaid else self.searching(self.handed)

    def unknown(self, why=None, reference=None, **about):
        known = {"our_reference": self.ours, "provider_reference": reference, "plan": "fetch" if reference else "await_callback", "attempts": self.attempts}
        known |= {"why": why} if why else {}
        return {"kind": "unknown", "unknown": known | about}

    def doubtful(self):
        """Unknown; what is said of the vendor's id is left open."""
        return {"kind": "unknown", "unknown": {"our_reference": self.ours, "attempts": self.attempts}}

    def ends_unknown(self, why):
        return self.ends(self.unknown(why, self.tid), self.tid)

    def lost(self, why=None, reference=None, absent=None, alarms=None, **about):
        return self.over(self.unknown(why, reference, **about), reference, absent=absent, alarms=alarms)

    def unfinished(self, why=None, absent=None, **about):
        """Handed over with the id in hand."""
        return self.lost(why, self.tid, absent, **about)

    def gone(self, why=None, **about):
        """No id, no answer, nothing more to send: the flow waits for the callback, and is stopped."""
        if self.flow:
            self.reconciling().comes("stop")
        return self.lost(why, **about)

    def failure(self, refund=GONE, seen=False, **refusal):
        """The vendor's final word is a no; `refund` is what is due back, null when the fee was never told."""
        return rejected("PAYMENT_FAILED", http_status=None, refund=None if refund is GONE else {"amount": refund, "seen": seen}, **refusal)

    def failed(self, refund=GONE, seen=False, alarms=None, **refusal):
        return self.over(self.failure(refund, seen, **refusal), self.tid, alarms=alarms)

    # What comes in.

    replied = False

    def reply(self, status="SUCCESS", http=200, after_ms=40, **changes):
        """The answer to the payment in the three forms of the page, each with exactly its fields."""
        shown = {"success": True, "transactionId": self.tid, "transactionType": "BILL", "amount": self.amount}
        if status == "SUCCESS":
            shown |= {"transactionFee": self.fee, "number": self.customer, "currentBalance": self.previous - self.amount - self.fee}
            shown |= {"token": self.token} if self.prepaid else {"externalTransactionId": self.ours, "referenceFacture": self.bill, "previousBalance": self.previous}
        elif status == "PROCESSING":
            shown |= {"message": "Top-up in progress — token available shortly"}
        self.last, self.replied = with_changes(shown | {"Status": status}, changes), True
        self.answer(http, {"message": "Bill paid successfully", "transaction": self.last}, after_ms=after_ms)
        self.since = self.now
        return self

    def accepted(self):
        """Answered PROCESSING: the id is claimed, and it is looked at."""
        return self.reply("PROCESSING").kept()

    def processing(self):
        """A top-up up to its first look."""
        return self.attempt().accepted().follow().due().look()

    def awaiting(self, **changes):
        """Paid for certain, and the token has not come."""
        return self.attempt().reply(**{"token": GONE} | changes).kept().follow("awaiting_token")

    def seen(self, status="SUCCESS", wrapped="transaction", **changes):
        """The answer to a lookup; the site's page wraps it in one of three ways."""
        shown = {"transactionId": self.tid, "externalTransactionId": self.ours, "transactionType": "BILL", "amount": self.amount, "transactionFee": self.fee, "number": self.customer}
        shown |= {"token": self.token} if self.prepaid and status == "SUCCESS" else {}
        shown |= {} if self.prepaid else {"referenceFacture": self.bill}
        self.last, self.replied = with_changes(shown | {"Status": status}, changes), False
        return self.answer(200, {wrapped: self.last} if wrapped else self.last)

    def as_text(self):
        """Numbers that not every language holds exactly: the last body as text."""
        self.lines[-1]["body"] = compact(self.lines[-1]["body"])
        return self

    def missing(self):
        return self.answer(404, problem("No transaction found"))

    def cut(self, behind, **changes):
        """The good answer to the payment, ending behind this text."""
        shown = with_changes({"success": True, "transactionId": self.tid, "transactionType": "BILL", "amount": self.amount, "Status": "SUCCESS", "number": self.customer}, changes)
        whole = compact({"message": "Bill paid successfully", "transaction": shown})
        self.answer(200, whole[: whole.index(behind) + len(behind)])
        self.since = self.now
        return self

    def found(self, *bills, **changes):
        return self.answer(200, {"success": True, "referenceClient": self.customer, "bills": list(bills)} | changes)

    def one_found(self, **changes):
        """Looked up and pinned: from now on this bill is paid and no other."""
        self.bill = f"80{self.n:08}"
        return self.found(self.owed(**changes))

    def takes(self, shown):
        """This bill is the one that is paid from now on."""
        self.bill, self.amount = shown["referenceFacture"], shown["montant"]
        self.fee = self.amount // 100
        return self

    def asks(self, bills):
        return self.ask("bill", bills=[bill_told(shown) for shown in bills])

    def asks_own(self):
        return self.asks([self.owed()])

    def owed(self, n=None, **changes):
        """A bill of this customer, by default the one of this story."""
        shown = {"referenceFacture": f"80{self.n:08}", "montant": self.amount, "total": self.amount} if n is None else {}
        return bill_shown(n or self.n, self.customer, **(shown | changes))

    def called(self, status="SUCCESS", secret=SECRET, secrets=None, ext=None, after_ms=None, **changes):
        """The page's callback, `CUSTOM_DATA` echoed when it was sent, and balances that moved by exactly amount and fee."""
        before, after = self.previous, self.previous - self.amount - self.fee
        before, after = (after, before) if status in ("FAILED", "CANCELLED", "EXPIRED") else (before, after)
        body = {"id": self.tid, "externalTransactionId": ext or self.ours, "transactionType": "BILL", "AMOUNT": self.amount, "FEE": self.fee, "PHONE_NUMBER": self.customer,
                "STATUS": status, "COMPLETED_AT": "2026-01-05T08:00:04Z", "PREVIOUS_BALANCE": before, "CURRENT_BALANCE": after}
        body |= {"CUSTOM_DATA": self.custom} if self.custom else {}
        return self.comes("callback", after_ms, body=with_changes(body, changes), ext_id=ext or self.ours, secret=secret, secrets=secrets or [SECRET])

    def begins(self):
        """The waiting for an end begins now, with a callback."""
        self.since = self.now
        return self

    def by_callback(self, token=None, alarms=None):
        """Settled by the callback alone, which the lookup did not know."""
        value = {"transaction_id": self.tid, "status": "SUCCESS", "external_transaction_id": self.ours, "amount": self.amount, "fee": self.fee, "token": token,
                 "previous_balance": self.previous, "current_balance": self.previous - self.amount - self.fee, "evidence": "callback"}
        return self.over(settled(**value), self.tid, alarms=alarms)


def top_up(group, comment, **more):
    return Pay(group, comment, WOYOFAL, **more)


def bill(group, comment, service=SENELEC, **more):
    return Pay(group, comment, service, **more)
