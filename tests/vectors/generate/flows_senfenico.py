"""What stories of Senfenico share: orders, requests and answers in the shapes of the vendor's page."""

from flows_common import Story

KEYS = {"signed_with": "whk_senfenico_a", "keys": ["whk_senfenico_a"]}
CREATED_AT = "2026-01-05T08:00:00.250000Z"
ERROR = {"status": False, "message": "Charge operation failed."}


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


class Collect(Story):
    """A charge of 1,000 francs from 76 00 00 00, unless told otherwise."""

    def __init__(self, group, comment, amount=1000, phone="76001234", provider="orange_bf", flow=True, **more):
        charge = {"amount": amount, "phone": phone, "provider": provider}
        self.amount, self.phone, self.provider = amount, phone, provider
        super().__init__(group, comment, {"kind": "collect" if flow else "create_charge", "charge": charge}, absent=[phone], **more)

    def create(self):
        self.store()
        details = {"phone": self.phone, "provider": self.provider}
        return self.send("POST", "/v1/payment/charges/", {"amount": self.amount, "currency": "XOF", "payment_method": "mobile_money", "payment_method_details": details})

    def created(self, ref, status="send_otp", text="Entrez le code reçu.", **more):
        return self.answer(200, ok({"reference": ref, "status": status, "display_text": text, "live_mode": False} | more, "Charge attempted"))

    def charge(self, ref, status, **more):
        """A charge as the page of a fetch shows it."""
        shown = {"reference": ref, "amount": self.amount, "fees": "3.50", "currency": "XOF", "status": status, "live_mode": False}
        shown |= {"payment_method": "mobile_money", "provider": self.provider, "phone": self.phone, "cancelled_at": None}
        return shown | {"cancellation_reason": None, "created_at": CREATED_AT, "confirmation_attempts": []} | more

    def fetch(self, ref):
        return self.send("GET", f"/v1/payment/charges/{ref}")

    def reads(self, ref, status, **more):
        return self.fetch(ref).answer(200, ok(self.charge(ref, status, **more)))
