"""The orders of Senfenico, with their requests and answers in the shapes of the vendor's page."""

from flows_common import LIST_GAP, each, follow, rejected, settled, unknown
from flows_senfenico_base import CREATED_AT, HARMFUL, HARMLESS, HTML, PURSUED, TEXT, Collect, Payout, Pursued, Senfenico, Settle, ch, chk, cut, no, ok, tr, uuid


class Cancel(Senfenico):
    """A settlement taken back: a GET with an effect, believed only after reading the settlement."""

    def __init__(self, group, comment, ref=None, amount=40_000, **more):
        self.settlement, self.ref, self.amount = ref or uuid(7), None, amount
        super().__init__(group, comment, {"kind": "cancel_settlement", "reference": self.settlement}, **more)

    def cancel(self):
        """Stored without a reference: the settlement belongs to the operation that made it."""
        return self.store().get(f"settlements/{self.settlement}/cancel/")

    def item(self, status, ref=None, **more):
        return {"reference": ref or self.settlement, "amount": self.amount, "settlement_fees": 2, "currency": "XOF", "status": status, "live_mode": False} | more

    def says(self, status, **more):
        return self.answer(200, ok(self.item(status, **more), "Settlement cancelled"))

    def fetch(self):
        return self.get(f"settlements/{self.settlement}")

    def reads(self, status, **more):
        return self.fetch().answer(200, ok(self.item(status, **more)))

    def is_cancelled(self):
        return self.store("closed", others=self.stopped).done(settled(reference=self.settlement, status="cancelled"))

    def is_refused(self, code, **refusal):
        return self.store("closed", others=self.stopped).done(rejected(code, **refusal))

    def is_unknown(self, why, **about):
        return self.store("unknown", others=self.stopped).done(unknown(why, provider_reference=self.settlement, plan="fetch", **about))


class Checkout(Senfenico):
    """A payment page: opened, shown, followed; the charge made on it is the stronger witness."""

    def __init__(self, group, comment, amount=600, flow=True, **more):
        self.amount, self.ref, self.charge, self.flow = amount, chk(1), ch(77), flow
        self.url = f"https://api.senfenico.com/v1/checkout_payment/payment_page/{self.ref}/"
        checkout = {"amount": amount, "success_url": "https://example.com/sucess", "cancel_url": "https://example.com/cancel", "email": "customer@mail.com"}
        self.body = {"email": checkout["email"], "amount": amount, "success_url": checkout["success_url"], "cancel_url": checkout["cancel_url"]}
        super().__init__(group, comment, {"kind": "checkout" if flow else "initialize_checkout", "checkout": checkout}, absent=["customer@mail.com"], **more)

    def opens(self):
        """Opening a page moves nothing: no record comes before it."""
        return self.post("checkouts/initialize/", self.body)

    def opened(self, **more):
        return self.answer(200, ok({"reference": self.ref, "authorization_url": self.url, "live_mode": False} | more, "Checkout initialized"))

    def redirects(self):
        return self.ask("redirect", url=self.url)

    def shown(self):
        """Opened, stored, shown and stored: the way to a page that is being followed."""
        self.opens().opened().store(reference=self.ref).redirects().comes("shown")
        self.began = self.now
        return self.store(reference=self.ref)

    def item(self, status, charge=None, **more):
        shown = {"email": "customer@mail.com", "reference": self.ref, "charge_reference": charge, "amount": self.amount, "success_url": self.body["success_url"]}
        shown |= {"cancel_url": self.body["cancel_url"], "phone": "", "provider": "", "live_mode": False, "created_at": CREATED_AT, "updated_at": CREATED_AT}
        return shown | {"status": status} | more

    def fetch(self, key=None):
        return self.get(f"checkouts/{self.ref}", key)

    def reads(self, status, charge=None, **more):
        return self.fetch().answer(200, ok(self.item(status, charge, **more)))

    def witness(self, status, **more):
        """The charge made on the page."""
        item = {"reference": self.charge, "amount": self.amount, "fees": "3.50", "currency": "XOF", "status": status, "live_mode": False, "payment_method": "mobile_money"}
        return self.get(f"charges/{self.charge}").answer(200, ok(item | {"provider": "orange_bf", "phone": "76005678", "created_at": CREATED_AT} | more))

    def looks(self):
        return self.pending(self.began).due()


class Bulk(Senfenico):
    """Payouts in batches of a hundred, told apart by their own ids in the vendor's list."""

    def __init__(self, group, comment, count=3, amount=100, flow=True, ids="pay-", **more):
        self.count, self.amount, self.flow, self.ids, self.sent_until, self.began, self.read_at = count, amount, flow, ids, 0, None, None
        transfers = [each(count, {"amount": amount, "phone": "70000{n}", "wallet": "moov_bf", "ext_id": ids + "{n}"})]
        kind = "bulk_payout" if flow else "create_bulk_transfer"
        super().__init__(group, comment, {"kind": kind, "transfers": transfers}, absent=["70000"], **more)

    def batch(self, only=None, key=None):
        """The next batch, stored and sent; `only` the first so many of it."""
        first, last = self.sent_until, min(self.sent_until + 100, self.count)
        self.sent_until = last
        self.store()
        return self.batch_again(first, only or last - first, key)

    def batch_again(self, first, count, key=None):
        item = {"amount": self.amount, "recipient_phone": "70000{n}", "recipient_wallet": "moov_bf", "ext_id": self.ids + "{n}"}
        return self.post("transfers/bulk/", {"transfers": [each(count, item, first)]}, key)

    def queued(self, failed=(), count=None):
        message = f"{count if count is not None else self.count - len(failed)} transfers queued for processing"
        return self.answer(200, {"status": True, "message": message, "failed_transfers": list(failed)})

    def failed(self, n, complaint="Insufficient balance for Moov BF transfer including fees.", **data):
        echo = {"amount": self.amount, "recipient_phone": f"70000{n:03}", "recipient_wallet": None, "ext_id": f"{self.ids}{n:03}"} | data
        return {"data": echo, "errors": {"non_field_errors": [complaint]}}

    def paced(self):
        """Stored, and a quarter of a second to the next batch."""
        return self.store().wait("rate_limited", self.now, 250, 250).due()

    def follows(self):
        """Stored after the last batch; from here the list is read."""
        self.began = self.now
        return self.store()

    def looks(self):
        """The next rung; whether a list is ever read twice within half a minute is left open."""
        first, last = self.rung(follow, self.began)
        if self.read_at:
            last = max(last, self.read_at[1] + LIST_GAP - self.began[0])
        return self.wait("pending", self.began, first, last).due()

    def items(self, status, count=None, start=0, **more):
        """Items of the list, as `{n}`."""
        item = {"reference": f"tr_{0:029}" + "{n}", "amount": self.amount, "fees": "1.50", "currency": "XOF", "status": status, "live_mode": False}
        item |= {"recipient_wallet": "moov_bf", "recipient_phone": "70xxxxxx", "ext_id": self.ids + "{n}", "created_at": CREATED_AT} | more
        return each(self.count if count is None else count, item, start)

    def list(self, *items, key=None, **answer):
        self.get("transfers/", key).answer(200, ok(list(items)), **answer)
        self.read_at = self.now
        return self

    def paid(self, count=None, start=0):
        """Outcomes, as `{n}`."""
        value = {"reference": f"tr_{0:029}" + "{n}", "status": "success", "ext_id": self.ids + "{n}", "amount": self.amount}
        return self.of(settled(**value), count, start)

    def of(self, outcome, count=None, start=0):
        return each(self.count if count is None else count, {"ext_id": self.ids + "{n}", "outcome": outcome}, start)

    def ends(self, *items, stage="closed", **more):
        return self.store(stage, others=self.stopped).done(payouts={"items": list(items)}, **more)


class Read(Senfenico):
    """One question without effect, asked again where that helps."""

    def __init__(self, group, comment, kind, path, **order):
        self.path = path
        super().__init__(group, comment, {"kind": kind} | order)

    def asks(self):
        return self.get(self.path)
