"""Bills and top-ups through a relay, as lines that any server end's runner can play: attacks 27 and 28 of
shared/design/relay.md, E, and what is to happen besides. The vendor is a fresh sandbox with its own bills.
"""

from common import Group, write
from relay_attacks import PAGE, SETTINGS as CHARGES, Do, code, req, start
from relay_jwt import but, text, token

API_KEY = "dx_test_canary_5f2c9a"
SETTINGS = {name: value for name, value in CHARGES.items() if name not in ("success_url", "cancel_url")} | {
    "vendor": "dexchange", "api_key": API_KEY, "operations": ["pay_bill"], "keeps_codes": True,
    # Whose bills they are, and what the merchant has.
    "canaries": [API_KEY, "canary-0123", "OUSSEYNOU", "NDIAYE", "ABDOULAYE", "5000000", "4894455", "eyJ", "evil"],
}
GROUP = Group("relay_bill", "shared/design/relay.md, C to E", "rel-bill")
NOTHING = {"vendor": 0, "begun": 0, "records": 0, "touched": 0}

ONE = {"svc": "SENELEC_SN_BILL", "cus": "210278816"}
TWO = ONE | {"cus": "210278817"}
PAID = ONE | {"cus": "210278818"}
METER = {"svc": "WOYOFAL_SN_BILL", "cus": "07061270877", "amt": 5_000}
SHOWN = {"bill": "8000000680", "amount": 104_500, "due_date": "2018-12-31"}


def case(name, *lines, **end):
    GROUP.add(name, {"lines": list(lines)}, end or NOTHING)


def bill(claims=ONE, **more):
    return but(**({"op": "pay_bill", "amt": 200_000, "org": [PAGE, "app"]} | claims | more))


def ask(status, error=None, do=None, claims=None, view=None, **more):
    request = req("GET" if do is None else "POST", do, token(claims or bill()))
    return {"request": request, "expect": {"status": status} | ({"error": error} if error else {}) | ({"view": view} if view else {}) | more}


def asks(attempt=1):
    return start(attempt, phone=None)


def pays(reference, attempt=1):
    return start(attempt, phone=None, bill=reference)


def choice(*bills):
    return {"state": "asking", "rev": "0.0", "next_attempt": 1, "prompt": {"kind": "bill", "bills": list(bills)}}


SETTLED = {"state": "done", "outcome": {"kind": "settled"}}
READY = {"state": "ready", "rev": "0.0", "next_attempt": 1}


def bills():
    paid = ask(200, do=pays("8000000680"), view=SETTLED | {"amount": 104_500, "rev": "1.0"})
    case("what is owed is asked, then paid", ask(200, view=READY | {"amount": 200_000}), ask(200, do=asks(), view=choice(SHOWN) | {"amount": 200_000}), paid, ask(200, view=SETTLED), ask(409, "settled", do=pays("8000000680"), view=SETTLED), ask(409, "settled", do=asks(2), view=SETTLED), begun=1, records=1)
    case("who knows the bill need not ask", paid, begun=1, records=1, vendor=2)
    case("to look asks the vendor nothing", ask(200, do=asks()), ask(200, view=READY), ask(200, view=READY), begun=0, records=0, vendor=1)
    second = {"bill": "8000000682", "amount": 7_150, "due_date": "2019-02-28"}
    case("one of two", ask(200, do=asks(), claims=bill(TWO), view=choice({"bill": "8000000681", "amount": 12_300, "due_date": "2019-01-31"}, second)), ask(200, do=pays("8000000682"), claims=bill(TWO), view=SETTLED | {"amount": 7_150}), begun=1, records=1)
    water = bill(svc="SENEAU_SN_BILL", cus="310045512")
    case("water, exactly as much as it may be", ask(200, do=pays("9000000417"), claims=bill(svc="SENEAU_SN_BILL", cus="310045512", amt=23_760), view=SETTLED | {"amount": 23_760}), ask(409, "settled", do=pays("9000000417"), claims=water), begun=1, records=1)
    refused = lambda word: {"state": "done", "next_attempt": 1, "rev": "0.0", "amount": 200_000} | ({"outcome": word} if word else {})
    case("nothing is owed any more, and no attempt is lost", *[ask(200, do=asks(), claims=bill(PAID), view=refused(None), code="ALREADY_PAID")] * 4, ask(200, claims=bill(PAID), view=READY), begun=0, records=0, vendor=4)
    case("a customer that the biller does not know", ask(200, do=asks(), claims=bill(cus="999999990"), view=refused(None), code="NO_BILL"), begun=0, records=0, vendor=1)
    case("the vendor does not answer what is owed", {"vendor": "silent"}, ask(200, do=asks(), view=refused({"kind": "not_sent"})), {"vendor": "answers"}, ask(200, do=asks(), view=choice(SHOWN)), begun=0, records=0)


def limits():
    over = bill(amt=104_499)
    case("27 over the ceiling by a franc", ask(200, do=asks(), claims=over, view=choice(SHOWN)), ask(403, "over_limit", do=pays("8000000680"), claims=over, body=text({"error": "over_limit"})), ask(200, claims=over, view=READY), begun=0, records=0)
    case("28 not one that is shown", ask(422, "invalid", do=pays("8000000689"), field="bill"), ask(200, view=READY), begun=0, records=0)
    case("28 another customer's", ask(422, "invalid", do=pays("8000000681"), field="bill"), ask(200, view=READY), begun=0, records=0)
    case("28 one that is paid", ask(200, do=pays("8000000683"), claims=bill(PAID), view={"state": "done"}, code="ALREADY_PAID"), begun=0)
    for name, do in {
        "27 another customer in the body": start(phone=None, customer="210278817"), "27 another service": start(phone=None, service="SENEAU_SN_BILL"),
        "27 an amount": start(phone=None, amount=1), "27 where the vendor calls back": start(phone=None, callback_url="https://evil.example/x"),
        "a phone": start(), "an operator": start(phone=None, provider="orange_bf"), "a code": code(), "bill as a verb": Do({"do": "bill", "rev": "1.0", "bill": "8000000680"}),
        "a bill that is no text": start(phone=None, bill=8_000_000_680),
    }.items():
        case(name, ask(400, "bad_request", do=do, body=text({"error": "bad_request"})))
    for reference in ("", " ", "8000000680\r\nX: 1", "x" * 200):
        case(f"a bill that is none: {reference[:12]!r}", ask(422, "invalid", do=pays(reference), field="bill"))
    for name, claims in {"collect": but(), "a checkout": but(op="checkout"), "a service that nobody has": bill(svc="RAPIDO_SN_BILL"), "no customer's number": bill(cus="12 34!")}.items():
        case(f"a token of {name}", ask(403, "not_allowed", do=asks(), claims=claims, body=text({"error": "not_allowed"})))
    exact = text({"error": "conflict"})
    case("29 the order is known as another customer's", ask(200, do=pays("8000000680"), view=SETTLED), ask(409, claims=bill(TWO), body=exact), ask(409, do=pays("8000000681"), claims=bill(TWO), body=exact), begun=1, records=1)
    begin = req("POST", pays("8000000680"), token(bill()))
    killed = {"kill": begin, "after": "pay"}
    case("58 killed after it was sent", killed, ask(200, view={"state": "working"}), ask(200, do=pays("8000000680"), view={"state": "working"}), {"wait_ms": 70_000}, ask(200, view={"state": "waiting", "why": "lost", "amount": 104_500}), ask(409, "open", do=pays("8000000680", 2)), begun=1, records=1)
    case("55 another order for the same bill meanwhile", killed, ask(409, "similar_open", do=pays("8000000680"), claims=bill(sub="43")), ask(200, do=pays("8000000681"), claims=bill(TWO, sub="44"), view=SETTLED), begun=2)
    case("61 a ceiling below what is under way", killed, {"wait_ms": 70_000}, ask(409, "conflict", claims=bill(amt=1_000), view={"state": "waiting", "amount": 104_500}), begun=1, records=1)
    case("42 two tabs pay it", {"parallel": [begin, begin], "runs": 200}, ask(200, view=SETTLED), begun=1, records=1)
    case("what is owed is not asked for ever", *[ask(200, do=asks())] * 10, ask(429, "too_many", do=asks()), begun=0, records=0, vendor=10)
    case("59 the store is down", {"store": "down"}, ask(503, "unavailable", do=asks()), ask(503, "unavailable", do=pays("8000000680")), {"store": "up"}, ask(200, view=READY), begun=0, records=0)


def top_ups():
    top_up, bought = bill(METER), {"state": "done", "amount": 5_000}
    case("a meter is topped up, and its code shown as often as it is looked for", ask(200, claims=top_up, view=READY | {"amount": 5_000}), ask(200, do=asks(), claims=top_up, view=bought, token=True), ask(200, claims=top_up, view=bought, token=True), ask(200, claims=top_up, view=bought, token=True), begun=1, records=1, vendor=1)
    case("its code comes later", ask(200, do=asks(), claims=bill(METER, cus="07061270878"), view={"state": "waiting", "why": "vendor"}), {"wait_ms": 70_000}, ask(200, claims=bill(METER, cus="07061270878"), view=bought, token=True), ask(200, claims=bill(METER, cus="07061270878"), view=bought, token=True), begun=1, records=1)
    case("it fails, and is given back", ask(200, do=asks(), claims=bill(METER, cus="07061270879"), view={"state": "waiting"}), {"wait_ms": 70_000}, ask(200, claims=bill(METER, cus="07061270879"), view={"state": "done", "next_attempt": 2}, code="PAYMENT_FAILED"), begun=1, records=1)
    case("no bill is chosen for a meter", ask(400, "bad_request", do=pays("8000000680"), claims=top_up))
    killed = {"kill": req("POST", asks(), token(top_up)), "after": "pay"}
    case("55 another order for as much on the same meter", killed, ask(409, "similar_open", do=asks(), claims=bill(METER, sub="43")), ask(200, do=asks(), claims=bill(METER, sub="44", amt=6_000), view={"state": "done"}, token=True), begun=2)
    later = bill(METER, cus="07061270878")
    for name, amount in {"more": 6_000, "less": 4_000}.items():
        case(f"a token for {name} than the top-up under way", ask(200, do=asks(), claims=later, view={"state": "waiting", "why": "vendor"}), ask(409, "conflict", claims=bill(METER, cus="07061270878", amt=amount), view={"state": "waiting", "amount": 5_000}), begun=1, records=1)


def generate():
    GROUP.tests.clear()
    settings = Group("relay_settings", "the gate that all of them are tried at", "rel-bill-set")
    settings.add("made", SETTINGS, "made")
    bills(), limits(), top_ups()
    write("relay-bills", "Bills and top-ups through a relay: what is asked, what is answered, what must not have happened.", [settings, GROUP])


if __name__ == "__main__":
    generate()
