"""What stories of Senfenico share: words of the page, requests by path, and the three payments that go one road."""

from common import compact
from flows_common import DAY, QUIET, Story, rejected, settled, unknown

#: As the vendor's clock, a little slow, writes the moment every story begins.
CREATED_AT = "2026-01-05T07:59:59.750000Z"
#: Rule G5 of reliability.md: what certainly comes before the effect, and what may come after it.
HARMLESS = ("INVALID_DATA", "INSUFFICIENT_FUNDS", "INVALID_ACCOUNT", "UNSUPPORTED_PROVIDER", "UNAUTHORIZED_CHARGE_PROVIDER",
            "BATCH_SIZE_LIMIT_EXCEEDED", "CHARGE_NOT_FOUND", "OTP_INVALID", "OTP_EXPIRED", "OTP_STILL_VALID")
HARMFUL = ("NETWORK_ERROR", "INTERNAL_ERROR", "UNKNOWN_ERROR", "TRANSACTION_NOT_FOUND", "EXTERNAL_API_ERROR", "TIMEOUT_ERROR", "OPERATOR_ERROR", "PROVIDER_DOWN")
HTML = "<!doctype html><html><body><h1>502 Bad Gateway</h1></body></html>"
TEXT = "Entrez le code reçu."


def ch(n):
    return f"ch_{n:032x}"


def tr(n):
    return f"tr_{n:032x}"


def chk(n):
    return f"chk_{n:032x}"


def uuid(n):
    return f"d1b19637-3cce-45e7-898b-{n:012x}"


def ok(data, message="ok"):
    return {"status": True, "message": message, "data": data}


def no(code=None, message="Operation failed.", **more):
    return {"status": False, "message": message} | ({"error_code": code} if code else {}) | more


def cut(body, after):
    """An answer that ends right behind a text."""
    text = compact(body)
    return text[: text.index(after) + len(after)]


class Senfenico(Story):
    """What all have: requests by path, answers by the envelope."""

    #: Told to stop: how many records its end takes is left open.
    stopped = None
    loose = False

    def store(self, stage="open", reference=None, absent=None, others=None):
        super().store(stage, reference, absent)
        self.loose |= bool(others)
        if self.loose:
            del self.lines[-1]["record"]["sequence"]
        if others:
            self.lines[-1]["at_last"] = True
        return self

    def stop(self, after_ms=None):
        self.stopped = True
        return self.comes("stop", after_ms)

    def get(self, path, key=None):
        return self.send("GET", f"/v1/payment/{path}", key=key)

    def post(self, path, body, key=None):
        return self.send("POST", f"/v1/payment/{path}", body, key)

    def webhook(self, event, data, signed_with="whk_a", keys=("whk_a",), quoted=False, after_ms=None):
        body = {"event": event, "data": compact(data) if quoted else data}
        return self.comes("webhook", after_ms, body=body, signed_with=signed_with, keys=list(keys))

    def gives_up(self, why, **about):
        """The end of a search or of a watch: unknown, with what is known."""
        return self.store("unknown", self.ref, others=self.stopped).done(unknown(why, provider_reference=self.ref, our_reference=self.ours, **about))

    def settles(self, status="success", **more):
        return self.store("closed", self.ref, others=self.stopped).done(settled(reference=self.ref, status=status, amount=self.amount), **more)

    def refuses(self, code, **refusal):
        return self.store("closed", self.ref, others=self.stopped).done(rejected(code, **refusal))


class Pursued(Senfenico):
    """A payment that is created once, followed by its reference, and looked for when the answer is lost.

    `flow=False`: the single call of the same page, which ends with the answer."""

    def __init__(self, group, comment, details, amount, flow, **more):
        self.amount, self.ref, self.flow, self.began = amount, None, flow, None
        super().__init__(group, comment, {"kind": self.NAMES[0 if flow else 1]} | details, **more)

    def create(self):
        """Stored, then sent: each attempt that may move money."""
        self.store(reference=self.ref)
        self.made = self.now
        return self.post(self.PATH, self.body)

    def accept(self, ref=None, **more):
        """A good answer to the creation, and the reference claimed."""
        self.ref = ref or self.REF(1)
        self.answer(201, ok(self.born(**more)))
        self.began = self.now
        return self.store(reference=self.ref) if self.flow else self

    def begin(self, ref=None):
        """Created, and waiting for what comes next."""
        self.create().accept(ref)
        return self.opens()

    def fetch(self, ref=None, key=None):
        return self.get(f"{self.READ}/{ref or self.ref}", key)

    def reads(self, status, ref=None, **more):
        return self.fetch(ref).answer(200, ok(self.item(ref or self.ref, status, **more)))

    def list(self, items, key=None, **answer):
        """The list is read, and shows these items."""
        return self.get(self.LIST, key).answer(200, ok(list(items)), **answer)

    def lost(self):
        """Lost: the next thing is to look in the list, no sooner than a match may be believed."""
        return self.searching(self.made, self.NOT_BEFORE)

    def claim(self, ref):
        """One fits: claimed before it is used, then read."""
        self.ref, self.began = ref, self.now
        return self.store(reference=ref)

    def found(self, ref=None, status=None, others=()):
        """The list shows it: claimed, read, and going on with the status it reads."""
        ref, status = ref or self.REF(1), status or self.OPEN
        self.due().list([*others, self.item(ref, status)]).claim(ref).reads(status)
        return self.store(reference=ref).opens(text="") if status == self.OPEN else self

    def never_found(self, why, items=(), **about):
        """The list never shows it, for a day: a person looks."""
        self.due().list(items).searching(self.made).time(2 * DAY).list(items)
        return self.gives_up(why, plan=self.PLAN, attempts=1, **about)

    def ends(self):
        """A single call's answer is its end."""
        return self.store("closed", others=self.stopped).done(settled(reference=self.ref, status=self.OPEN))

    def pays(self):
        """From open to paid."""
        return self.due().reads("success").settles()

    def looks(self):
        """The next rung of the ladder, and its end."""
        return self.pending(self.began).due()

    def hook(self, status, ref=None, event=None, **more):
        data = {"reference": ref or self.ref, "status": status, "amount": self.amount, "live_mode": False} | more.pop("data", {})
        return self.webhook(event or f"{self.EVENT}.{status}", self.named(data), **more)

    def named(self, data):
        return data


class Collect(Pursued):
    """A charge. The payer gives a code, unless the operator has him confirm on the phone."""

    NAMES, PATH, READ, LIST, EVENT = ("collect", "create_charge"), "charges/", "charges", "charges", "charge"
    OPEN, MOVING, ENDED, REF, PLAN, NOT_BEFORE = "send_otp", "pending", "failed", staticmethod(ch), "search_by_details", QUIET

    def __init__(self, group, comment, amount=1000, phone="76001234", provider="orange_bf", flow=True, absent=(), **more):
        self.phone, self.provider = phone, provider
        self.body = {"amount": amount, "currency": "XOF", "payment_method": "mobile_money", "payment_method_details": {"phone": phone, "provider": provider}}
        charge = {"amount": amount, "phone": phone, "provider": provider}
        super().__init__(group, comment, {"charge": charge}, amount, flow, absent=[phone, *absent], **more)

    def born(self, status=None, text=TEXT, **more):
        self.text = text
        return {"reference": self.ref, "status": status or self.OPEN, "display_text": text, "live_mode": False} | more

    def item(self, ref, status, **more):
        shown = {"reference": ref, "amount": self.amount, "fees": "3.50", "currency": "XOF", "status": status, "live_mode": False, "payment_method": "mobile_money"}
        shown |= {"provider": self.provider, "phone": self.phone, "cancelled_at": None, "cancellation_reason": None, "created_at": CREATED_AT}
        return shown | {"updated_at": CREATED_AT, "confirmation_attempts": []} | more

    def opens(self, text=TEXT, problem=None, code=None):
        return self.ask("otp", text=text, problem=problem, code=code)

    def pays(self):
        return self.types().submitted().settles()

    def types(self, code="123456"):
        """The payer's code, stored as an attempt without it, then submitted."""
        self.comes("otp", code=code).store(reference=self.ref, absent=[code])
        return self.post("charges/submit", {"otp": code, "charge_reference": self.ref})

    def submitted(self, status="success", ref=None, **more):
        data = self.item(ref or self.ref, status)
        return self.answer(200, ok({key: data[key] for key in data if key not in ("phone", "created_at", "updated_at")} | more))


class Payout(Pursued):
    """A transfer: our own id finds it again."""

    NAMES, PATH, READ, LIST, EVENT = ("payout", "create_transfer"), "transfers/", "transfers", "transfers/", "transfer"
    OPEN, MOVING, ENDED, REF, PLAN, NOT_BEFORE = "pending", None, "failed", staticmethod(tr), "search_by_id", 0

    def __init__(self, group, comment, amount=2500, phone="70004321", wallet="moov_bf", ext_id="98b96ea4-210d-4ea0-9b03-8d7fd96e4064", flow=True, absent=(), **more):
        self.phone, self.wallet = phone, wallet
        self.body = {"amount": amount, "recipient_phone": phone, "recipient_wallet": wallet, "ext_id": ext_id}
        transfer = {"amount": amount, "phone": phone, "wallet": wallet, "ext_id": ext_id}
        super().__init__(group, comment, {"transfer": transfer}, amount, flow, absent=[phone, *absent], ours=ext_id, **more)

    def born(self, status=None, **more):
        return self.item(self.ref, status or self.OPEN) | more

    def item(self, ref, status, **more):
        shown = {"reference": ref, "amount": self.amount, "fees": "1.50", "currency": "XOF", "status": status, "live_mode": False, "recipient_wallet": self.wallet}
        return shown | {"recipient_phone": self.phone, "ext_id": self.ours, "created_at": CREATED_AT} | more

    def opens(self, **_):
        return self.pending(self.began)

    def named(self, data):
        return {"ext_id": self.ours} | data


class Settle(Pursued):
    """A settlement: only its amount and its time find it again."""

    NAMES, PATH, READ, LIST, EVENT = ("settle", "create_settlement"), "settlements/", "settlements", "settlements", "settlement"
    OPEN, MOVING, ENDED, REF, PLAN, NOT_BEFORE = "processing", "in_transit", "cancelled", staticmethod(uuid), "search_by_details", QUIET

    def __init__(self, group, comment, amount=40_000, flow=True, **more):
        self.body = {"amount": amount}
        super().__init__(group, comment, {"settlement": {"amount": amount}}, amount, flow, **more)

    def born(self, status=None, **more):
        return self.item(self.ref, status or self.OPEN) | more

    def item(self, ref, status, **more):
        shown = {"reference": ref, "amount": self.amount, "settlement_fees": 2, "currency": "XOF", "status": status, "live_mode": False}
        return shown | {"created_at": CREATED_AT, "updated_at": CREATED_AT, "account_type": "bank", "iban": None, "rib": "YOUR RIB"} | more

    def opens(self, **_):
        return self.pending(self.began)


#: The three that go the same road.
PURSUED = (Collect, Payout, Settle)

