"""Stories of a charge: `collect` and `create_charge`."""

from common import write
from flows_common import rejected, settled, story_group, unknown
from flows_senfenico import Collect, ch, no, ok


def straight():
    g = story_group("senfenico.txt, create a charge, submit OTP, fetch charge; ARCHITECTURE, one payment, walked through", "sf-collect")
    ref = ch(1)
    s = Collect(g, "a code, accepted")
    s.create().created(ref).store(reference=ref).ask("otp", text="Entrez le code reçu.", problem=None, code=None)
    s.comes("otp", code="123456").store(reference=ref, absent=["123456"]).send("POST", "/v1/payment/charges/submit", {"otp": "123456", "charge_reference": ref})
    s.answer(200, ok(s.charge(ref, "success"))).store("closed", ref, absent=["123456"]).done(settled(reference=ref, status="success", amount=1000)).tell()
    return g


def generate():
    write("flows_senfenico_collect", "Stories of Senfenico's charges.", [straight()])
