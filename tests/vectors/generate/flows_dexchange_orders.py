"""Stories of what is ordered of DEXCHANGE: every field on its way, and what is refused before anything is sent."""

from common import write
from flows_common import Story, story_group
from flows_dexchange import SENEAU, SENELEC, WOYOFAL, bill, top_up

URL = "https://shop.example/dx/INV-1/abcdefghijklmnopqrstuv"


def sent():
    g = story_group("dexchange-bill-pay, Request Body; adr/0004: a bill's record holds the whole order", "dx-sent")
    for make, service in ((top_up, WOYOFAL), (bill, SENELEC), (bill, SENEAU)):
        t = make(g, f"{service}: address and words of ours, the same bytes twice", **({} if make is top_up else {"service": service}), custom=True, url=URL)
        t.attempt().fail().again().reply().settled()
        t = make(g, f"{service}: the same bytes after a crash", **({} if make is top_up else {"service": service}), custom=True, url=URL)
        t.attempt().crash().again().reply().settled()
    t = top_up(g, "an operation with a name of its own", op_id="till-7_order-42")
    t.attempt().fail().again().fail().gone("no_answer", op_id="till-7_order-42")
    t = bill(g, "the key in its header, and in no record", key="dx_test_other", absent=["dx_test_other"]).armed()
    t.send("POST", "/api/v1/billing/pay", t.body(), key="Bearer dx_test_other").reply().settled()
    return g


def refused():
    g = story_group("pay.rs, inquiry.rs: every field is checked, and named", "dx-refused")
    good = {"service": WOYOFAL, "customer": "07061270877", "amount": 1000, "external_transaction_id": "RCH-1"}
    owed = {"service": SENELEC, "customer": "210278816", "bill": "8000000680", "external_transaction_id": "INV-1"}
    for kind in ("pay_bill", "pay_bill_once"):
        for comment, payment, field in [("no amount", good | {"amount": None}, "amount"), ("an amount of nothing", good | {"amount": 0}, "amount"), ("less than nothing", good | {"amount": -1000}, "amount"),
                                        ("an amount for a bill, which imposes its own", owed | {"amount": 104_500}, "amount"), ("a service in small letters", good | {"service": "woyofal"}, "service"),
                                        ("no meter", good | {"customer": " "}, "customer"), ("an id with a slash", good | {"external_transaction_id": "a/b"}, "external_transaction_id"),
                                        ("an id of 65 letters", owed | {"external_transaction_id": "x" * 65}, "external_transaction_id"), ("an address without TLS", owed | {"callback_url": "http://shop.example/dx"}, "callback_url"),
                                        ("words of more than a kilobyte", good | {"custom_data": "x" * 1025}, "custom_data"), ("a bill reference on two lines", owed | {"bill": "80\n81"}, "bill")]:
            Story(g, f"{kind}: {comment}", {"kind": kind, "payment": payment}).refused(field).tell()
    Story(g, "pay_bill_once: no bill, so that the vendor would choose", {"kind": "pay_bill_once", "payment": owed | {"bill": None}}).refused("bill").tell()
    Story(g, "an inquiry without a number", {"kind": "inquire_bills", "inquiry": {"service": SENEAU, "customer": ""}}).refused("customer").tell()
    Story(g, "an inquiry of no service", {"kind": "inquire_bills", "inquiry": {"service": "SEN EAU", "customer": "210278816"}}).refused("service").tell()
    for id in ("", "TID1/../../balance", "TID 1"):
        Story(g, f"a lookup of {id!r}", {"kind": "fetch_transaction", "transaction_id": id}).refused("transaction_id").tell()
    return g


def generate():
    write("flows_dexchange_orders", "Stories of DEXCHANGE: what is ordered, sent and refused.", [sent(), refused()])
