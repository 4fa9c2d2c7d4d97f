"""The 61 attacks of shared/design/relay.md, E, as lines that any server end's runner can play.

Times are the runner's: its clock begins at `now_ms` and moves by `wait_ms` and by what the vendor takes.
"""

import hashlib

from common import Group, write
from relay_jwt import CLAIMS, HEADER, NOW, SECRET, URL, b64, but, flipped, head, mac, pin, raw, tail, text, token, twice

PAGE, PATH = "https://shop.example", "/xaalis/pay"
API_KEY = "sk_test_canary_5f2c9a"
OLD = "relay-secret-of-last-month-0123456789abcdef"
PHONE, OTHER, OFFLINE = "76000000", "76123456", "76129906"
SETTINGS = {
    "now_ms": NOW * 1000, "api_key": API_KEY, "url": URL, "origins": [PAGE, "https://www.shop.example", "app"],
    "keys": [{"kid": "a1", "secret": SECRET}, {"kid": "a0", "secret": OLD}], "operations": ["collect", "checkout"],
    "success_url": "https://shop.example/paid", "cancel_url": "https://shop.example/cart", "most_at_once": 8,
    # Nowhere in an answer, a header, the audit line or the journal.
    "canaries": [API_KEY, "canary-0123", OLD, "76000000", "76 00 00 00", "76123456", "76129906", "654321", "000000", "246813", "eyJ", "../x", "OR 1=1", "evil", "999999999"],
}
WEB = but(org=[PAGE])


def req(method="GET", body=None, token=None, headers=None, target=PATH):
    """A request of the shop's page; a header that is `None` is left out."""
    own = {"Origin": PAGE, "Sec-Fetch-Mode": "cors", "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Dest": "empty"}
    own |= {} if token is None else {"Authorization": f"Bearer {token}"}
    own |= {"Content-Type": "application/json"} if method == "POST" else {}
    own |= headers or {}
    request = {"method": method, "target": target, "headers": [[k, v] for k, v in own.items() if v is not None]}
    return request | ({} if body is None else {"body": body if isinstance(body, (str, dict)) and not isinstance(body, Do) else text(dict(body))})


class Do(dict):
    """A body's members."""


def start(attempt=1, phone=PHONE, **more):
    return Do({"do": "start", "attempt": attempt} | ({} if phone is None else {"phone": phone}) | more)


def code(rev="1.0", code="654321"):
    return Do({"do": "code", "rev": rev, "code": code})


RIGHT = "123456"


def ask(status, error=None, view=None, **more):
    """A line: a request and its answer. `view`: these of its fields; `body`: exactly that."""
    request = more.pop("request", None) or req(more.pop("method", "GET" if more.get("do") is None else "POST"), more.pop("do", None), more.pop("token", None) or token(more.pop("claims", CLAIMS)), more.pop("headers", None), more.pop("target", PATH))
    expect = {"status": status} | ({"error": error} if error else {}) | ({"view": view} if view else {}) | more
    return {"request": request, "expect": expect}


STATE = lambda state, **more: {"state": state} | more
ASKS = STATE("asking")
SETTLED = STATE("done", outcome={"kind": "settled"})
NONE = {"vendor": 0, "begun": 0, "codes": 0, "records": 0, "touched": 0}
GROUP = Group("relay_attack", "shared/design/relay.md, E", "rel-atk")


def attack(number, name, *lines, **end):
    GROUP.add(f"{number} {name}", {"attack": number, "lines": list(lines)}, end or NONE)


def one(number, name, request, status, error, end=NONE, **more):
    attack(number, name, {"request": request, "expect": {"status": status, "body": text({"error": error}), **more}}, **end)


def refused(number, name, token, error="token_invalid"):
    one(number, name, req("POST", start(), token), 401, error)
    one(number, f"{name}, to read", req("GET", None, token), 401, error)


def tokens():
    real = token()
    signed, mac64 = real.rsplit(".", 1)
    none = f'{b64(text(head(alg="none")))}.{b64(text(CLAIMS))}'
    refused(1, "none", f"{none}.")
    refused(2, "swap", token(header=head(alg="HS512"), digest=hashlib.sha512))
    refused(2, "swap", token(header=head(alg="RS256")))
    for at in (0, 20, len(signed) // 2, len(signed) - 1, len(signed) + 3, len(real) - 2):
        refused(3, f"flip {at}", flipped(real, at))
    refused(4, "short-mac", f"{signed}.{b64(mac(signed)[:16])}")
    refused(5, "padded", f"{signed}.{mac64}=")
    refused(5, "non-canonical tail", tail(real))
    for kid in ("../x", "' OR 1=1 --", "b7", None):
        refused(6, f"kid {kid}", token(header=head(kid=kid)))
    refused(6, "a retired kid", token(header=head(kid="a9"), secret=OLD))
    for name in ("crit", "jwk", "jku", "zip"):
        refused(7, f"header {name}", token(header=head(**{name: "x"})))
    refused(8, "typ: the shop's own JWT, same secret", token(header=head(typ="JWT")))
    refused(9, "twice", token(twice("amt", 1)))
    refused(10, "extra", token(but(jti="1")))
    for amt in ("1500.0", '"1500"', "0", "-1", "10000000000000"):
        refused(11, f"amt {amt}", token(raw("amt", amt)))
    refused(12, "aud of staging", token(but(aud="https://staging.example/xaalis/pay")))
    refused(13, "long", token(but(exp=NOW + 7200)))
    refused(13, "milliseconds", token(but(iat=NOW * 1000, exp=(NOW + 900) * 1000)))
    refused(14, "future", token(but(iat=NOW + 61, exp=NOW + 961)))
    refused(15, "large", real + "x" * (1025 - len(real)))
    refused(16, "forged and expired", token(but(iat=NOW - 5000, exp=NOW - 4100), secret=OLD))


def entry():
    old = token(but(iat=NOW - 5000, exp=NOW - 4100))
    refused(17, "expired, genuine", old, "token_expired")
    for name, request in [
        ("query", req(target=f"{PATH}?token={token()}")), ("cookie", req(headers={"Cookie": f"token={token()}"})),
        ("body", req("POST", Do(start(), token=token()))), ("another scheme", req(headers={"Authorization": f"Basic {token()}"})),
    ]:
        one(18, f"in {name}", request, 401, "token_missing")
    two = req(token=token())
    two["headers"].append(["Authorization", f"Bearer {token(but(sub='43'))}"])
    one(18, "two of them", two, 401, "token_missing")
    attack(19, "31 bytes", {"start": {"keys": [{"kid": "a1", "secret": "k" * 31}]}, "expect": {"refused": "relay_key"}})
    attack(19, "the vendor's key", {"start": {"keys": [{"kid": "a1", "secret": "dx_canary_key_0123456789_abcdefghij"}], "api_key": "dx_canary_key_0123456789_abcdefghij"}, "expect": {"refused": "relay_keys"}})
    attack(19, "shaped as the vendor's key", {"start": {"keys": [{"kid": "a1", "secret": "sk_test_" + "c" * 40}]}, "expect": {"refused": "relay_key"}})
    one(20, "a webhook's hash here", req("POST", Do({"event": "charge.success"}), headers={"X-Webhook-Hash": "0" * 64}), 401, "token_missing")
    attack(20, "a token at the webhook's address", {"webhook": {"hash": token(), "body": text(start())}, "expect": {"refused": True}})


def scope():
    bad = lambda number, name, body, claims=CLAIMS: one(number, name, req("POST", body, token(claims)), 400, "bad_request")
    bad(21, "another order in the body", start(order="43"))
    bad(21, "an operation's id in the body", start(op_id="relay-43-1"))
    bad(22, "amount in the body", start(amount=1))
    for op in ("payout", "bulk_payout", "settle", "cancel_settlement", "list_charges", "fetch_balances"):
        one(23, op, req("POST", start(), token(but(op=op))), 403, "not_allowed")
    for verb in ("answered", "stored", "notified", "failed", "stop", "loaded", "shown", "abandon", "submit_otp", ""):
        attack(24, f"{verb} as verb", ask(200, do=start(), view=ASKS), ask(400, "bad_request", do=Do({"do": verb})), ask(200, view=STATE("asking", rev="1.0")), begun=1, codes=0, records=1)
    bad(24, "core's own event", Do({"kind": "answered", "response": {"status": 200, "headers": [], "body": "{}"}}))
    for name in ("success_url", "cancel_url"):
        bad(25, f"{name} from a client", start(phone=None, **{name: "https://evil.example"}), but(op="checkout"))
    one(26, "pinned payer differs", req("POST", start(phone=OTHER), token(but(tel=pin(PHONE)))), 403, "payer")
    attack(26, "the pinned payer", ask(200, do=start(), claims=but(tel=pin(PHONE)), view=ASKS), begun=1)
    # What a relay of bills answers: relay_bills.py.
    bill = but(op="pay_bill", svc="SENELEC_SN_BILL", cus="210278816")
    one(27, "a bill, at a relay that pays none", req("POST", start(phone=None, customer="1"), token(bill)), 403, "not_allowed")
    one(28, "one that was chosen", req("POST", start(phone=None, bill="8000000680"), token(bill)), 403, "not_allowed")
    exact = lambda **more: {"status": 409, "body": text({"error": "conflict"}), **more}
    attack(29, "known as another operation", ask(200, do=start(), view=ASKS), {"request": req(token=token(but(op="checkout"))), "expect": exact()}, {"request": req("POST", start(phone=None), token(but(op="checkout"))), "expect": exact()}, begun=1, records=1)
    for target in ("/xaalis/pay/", "/xaalis/../xaalis/pay", "//xaalis/pay", "/xaalis//pay", "/xaalis/%70ay", "/xaalis/pay%2e", "/xaalis/pay/..", "/xaalis/pay;x", "/XAALIS/pay", "/", "https://shop.example/xaalis/pay"):
        one(30, f"path {target}", req(token=token(), target=target), 404, "not_found")
    for method in ("PUT", "TRACE", "DELETE", "HEAD", "get", "PATCH"):
        one(31, method, req(method, None, token()), 405, "method")
    one(31, "method override", req("POST", start(), token(), {"X-HTTP-Method-Override": "GET"}), 405, "method")
    for kind in ("application/x-www-form-urlencoded", "text/plain", "multipart/form-data", "application/json; charset=utf-16", "text/json", None):
        one(32, f"type {kind}", req("POST", start(), token(), {"Content-Type": kind}), 415, "content_type")
    one(33, "4,097 bytes", req("POST", {"repeat": [" ", 4097]}, token()), 413, "too_large")
    attack(33, "4,096 bytes are read", {"request": req("POST", {"repeat": [" ", 4096]}, token()), "expect": {"status": 400, "error": "bad_request"}})
    one(33, "lying length", req("POST", start(), token(), {"Content-Length": "5"}), 413, "too_large")
    one(33, "huge length", req("POST", start(), token(), {"Content-Length": "99999999999999999999999"}), 413, "too_large")
    one(33, "gzip", req("POST", start(), token(), {"Content-Encoding": "gzip"}), 415, "content_type")
    for name, body in [
        ("depth 5", '{"do":"start","attempt":1,"phone":{"a":{"b":{"c":{"d":1}}}}}'), ("a list", '["start"]'), ("doubled keys", '{"do":"start","do":"start","attempt":1,"phone":"76000000"}'),
        ("NaN", '{"do":"start","attempt":NaN,"phone":"76000000"}'), ("a fraction", '{"do":"start","attempt":1.5,"phone":"76000000"}'), ("lone surrogate", '{"do":"start","attempt":1,"phone":"\\ud800"}'),
        ("no UTF-8", {"hex": "7b22646f223aff7d"}), ("nothing", ""), ("two", '{"do":"start","attempt":1,"phone":"76000000"}{}'), ("a number", '{"do":"start","attempt":1,"phone":76000000}'), ("an attempt as text", '{"do":"start","attempt":"1","phone":"76000000"}'),
    ]:
        bad(34, name, body)
    for name, phone in [("CRLF", "76000\r\nX: 1"), ("other digits", "٧٦٠٠٠٠٠٠"), ("9 digits", "999999999"), ("another country", "+221771234567"), ("nothing", "")]:
        attack(35, name, {"request": req("POST", start(phone=phone), token()), "expect": {"status": 422, "error": "invalid", "field": "phone"}}, **NONE)
    attack(35, "no phone", {"request": req("POST", start(phone=None), token()), "expect": {"status": 422, "error": "invalid", "field": "phone"}}, **NONE)
    attack(35, "an operator that there is none of", {"request": req("POST", start(provider="evil_bf"), token()), "expect": {"status": 422, "error": "invalid", "field": "provider"}}, **NONE)
    attack(35, "a code", {"request": req("POST", code(code="12"), token()), "expect": {"status": 422, "error": "invalid", "field": "code"}}, **NONE)


def origins():
    none = {"absent_headers": ["Access-Control-Allow-Origin"]}
    bad = lambda number, name, request: one(number, name, request, 403, "origin", **none)
    bad(36, "evil origin", req("POST", start(), token(), {"Origin": "https://evil.example"}))
    bad(36, "evil origin reads", req(token=token(), headers={"Origin": "https://evil.example"}))
    for origin in ("null", "https://shop.example.evil.example", "http://shop.example", "https://shop.example:8443", "https://evilshop.example", "https://shop.example/", "HTTPS://SHOP.EXAMPLE", "app", ""):
        bad(37, f"origin {origin}", req("POST", start(), token(), {"Origin": origin}))
    bad(37, "one of the shop's that the token does not name", req("POST", start(), token(WEB), {"Origin": "https://www.shop.example"}))
    two = req("POST", start(), token())
    two["headers"].append(["Origin", PAGE])
    bad(37, "two of them", two)
    bad(38, "POST without Origin, a web token", req("POST", start(), token(WEB), {"Origin": None}))
    attack(38, "GET without Origin passes", ask(200, token=token(WEB), headers={"Origin": None}, view=STATE("ready")), begun=0, records=0)
    attack(38, "an app's token passes", ask(200, do=start(), headers={"Origin": None, "Sec-Fetch-Mode": None, "Sec-Fetch-Site": None, "Sec-Fetch-Dest": None}, view=ASKS), begun=1)
    for name, value in [("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Mode", "no-cors"), ("Sec-Fetch-Dest", "iframe"), ("Sec-Fetch-Dest", "script"), ("Sec-Fetch-Dest", "document"), ("Sec-Fetch-Site", "none")]:
        bad(39, f"{name}: {value}", req(token=token(), headers={name: value}))
    bad(39, "from another site, without Origin", req(token=token(), headers={"Origin": None, "Sec-Fetch-Site": "cross-site"}))
    bad(40, "preflight from evil origin", req("OPTIONS", headers={"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}))
    bad(40, "preflight from nowhere", req("OPTIONS", headers={"Origin": None}))
    attack(40, "preflight from the shop", {"request": req("OPTIONS", headers={"Access-Control-Request-Method": "POST"}), "expect": {"status": 204, "body": "", "headers": {"Access-Control-Allow-Origin": PAGE, "Access-Control-Max-Age": "7200"}, "absent_headers": ["Access-Control-Allow-Credentials"]}})


def races():
    other = but(sub="43", amt=2500)
    safe = {"Cache-Control": "no-store", "Vary": "Origin, Authorization"}
    attack(41, "two tokens behind one cache", ask(200, do=start(), view=ASKS), ask(200, claims=other, view=STATE("ready", order="43", amount=2500), headers_of=safe), ask(200, view=STATE("asking", order="42", amount=1500), headers_of=safe), begun=1)
    both = lambda *requests, **more: {"parallel": list(requests), **more}
    begin = lambda **claims: req("POST", start(), token(but(**claims)))
    attack(42, "two tabs start", both(begin(), begin(), runs=1000), ask(200, view=ASKS), begun=1, records=1)
    attack(43, "two tokens, one order", both(begin(), begin(iat=NOW - 9, exp=NOW + 800), runs=200), ask(200, view=STATE("asking", rev="1.0")), begun=1, records=1)
    attack(43, "two tabs open a page: one of them is shown", both(req("POST", start(phone=None), token(but(op="checkout"))), req("POST", start(phone=None), token(but(op="checkout"))), runs=200), ask(200, claims=but(op="checkout"), view=STATE("waiting")), begun=1, records=1)
    sent = ask(200, do=start(), view=ASKS)
    wrong = lambda rev, code="000000": req("POST", Do({"do": "code", "rev": rev, "code": code}), token())
    attack(44, "a code twice in parallel", sent, both(wrong("1.0"), wrong("1.0"), runs=200), ask(200, view=STATE("asking", rev="1.1")), begun=1, codes=1)
    attack(45, "an older rev", sent, ask(200, do=code(code="000000"), view=STATE("asking", rev="1.1")), ask(409, "rev", do=code(), view=STATE("asking", rev="1.1")), ask(409, "rev", do=code("1.7")), ask(409, "rev", do=code("")), begun=1, codes=1)
    attack(46, "start after settled", sent, ask(200, do=code(code=RIGHT), view=SETTLED), ask(409, "settled", do=start(), view=SETTLED), ask(409, "settled", do=start(2), view=SETTLED), ask(409, "not_asked", do=code("1.1", RIGHT), view=SETTLED), begun=1, codes=1)
    attack(47, "tab 2, another phone", ask(200, do=start(phone=OTHER), view=ASKS), ask(409, "open", do=start()), begun=1)
    five = [ask(200, do=code(f"1.{n}", "000000"), view=STATE("asking", codes_left=4 - n)) for n in range(5)]
    attack(48, "a sixth code", sent, *five, ask(429, "codes_spent", do=code("1.5", RIGHT)), begun=1, codes=5)
    killed = {"kill": wrong("1.0"), "after": "submit"}
    rest = [ask(200, do=code(f"1.{n}", "000000"), view=STATE("asking", codes_left=4 - n)) for n in range(1, 5)]
    attack(48, "the worker that sent the first one was killed", sent, killed, ask(200, view=STATE("working")), {"wait_ms": 70_000}, *rest, ask(429, "codes_spent", do=code("1.5", RIGHT)), begun=1, codes=5)
    lines = []
    for n in range(11):
        claims = but(sub=f"o{n // 5}", amt=1000 + n // 5)
        lines += [ask(200, do=start(), claims=claims, view=ASKS)] if n % 5 == 0 else []
        last = n == 10
        lines += [ask(429 if last else 200, "wrong_codes" if last else None, do=code(f"1.{n % 5}", "000000"), claims=claims)]
    attack(49, "an eleventh wrong code of one payer", *lines, begun=3, codes=10)
    other_phone = lambda *a, **k: ask(*a, do=start(2, OTHER), **k)
    attack(50, "attempt 2 while 1 is lost", {"vendor": "silent"}, ask(200, do=start(), view=STATE("waiting", why="lost")), {"vendor": "answers"}, other_phone(409, "open"), begun=1)
    attack(50, "attempt 2 while 1 is dialled", ask(200, do=start(phone=OFFLINE), view=STATE("waiting", why="payer")), other_phone(409, "open"), begun=1)
    attack(50, "attempt 2 while a code is unanswered", sent, {"kill": wrong("1.0", RIGHT), "after": "submit", "unheard": True}, other_phone(409, "open"), {"wait_ms": 70_000}, other_phone(409, "open"), begun=1)
    attack(51, "attempt 3 before 2", sent, ask(409, "attempt", do=start(3, OTHER)), begun=1)
    attack(51, "no such attempt", *(ask(409, "attempt", do=start(n)) for n in (0, -1, 2, 9)), begun=0, records=0)
    phones = ["76111111", "76222222", "76333333"]
    attack(51, "4 of 3", *(ask(200, do=start(n + 1, phone), view=STATE("asking", rev=f"{n + 1}.0")) for n, phone in enumerate(phones)), ask(409, "attempt", do=start(4, OTHER)), begun=3)
    attack(52, "a code for what was given up", ask(200, do=start(phone=OTHER), view=ASKS), ask(200, do=start(2), view=STATE("asking", rev="2.0")), ask(409, "rev", do=code("1.0", RIGHT)), begun=2, codes=0)
    attack(53, "giving up races a code", ask(200, do=start(phone=OTHER), view=ASKS), both(req("POST", start(2), token()), wrong("1.0", RIGHT), runs=200), begun_and_codes=2)
    four = [ask(200, do=start(), claims=but(sub=f"p{n}", amt=1000 + n), view=ASKS) for n in range(3)]
    attack(54, "a fourth prompt to a phone", *four, ask(429, "payer_busy", do=start(), claims=but(sub="p4", amt=1004)), begun=3)
    attack(55, "a fresh sub for each page load", sent, ask(409, "similar_open", do=start(), claims=but(sub="fresh-1"), view=STATE("ready")), ask(409, "similar_open", do=start(), claims=but(sub="fresh-2")), begun=1, records=1)
    attack(55, "not once the first one was paid", sent, ask(200, do=code(code=RIGHT), view=SETTLED), ask(200, do=start(), claims=but(sub="next"), view=ASKS), begun=2)
    attack(56, "1,000 reads", ask(200, do=start(phone=OFFLINE), view=STATE("waiting")), {"many": req(token=token()), "times": 1000, "every_ms": 100, "expect": {"statuses": [200, 429], "vendor_at_most": 33}}, begun=1)
    attack(57, "an unused order", ask(200, view=STATE("ready", rev="0.0", next_attempt=1)), vendor=0, records=0)
    attack(58, "killed after it was sent", {"kill": begin(), "after": "create"}, ask(200, view=STATE("working")), ask(409, "open", do=start(2, OTHER)), {"wait_ms": 70_000}, ask(200, view=STATE("waiting", why="lost")), begun=1, records=1)
    attack(59, "store down", {"store": "down"}, ask(503, "unavailable"), ask(503, "unavailable", do=start()), {"store": "up"}, ask(200, view=STATE("ready")), begun=0, records=0)
    attack(59, "store down while a code is asked for", sent, {"store": "down"}, ask(503, "unavailable", do=code(code=RIGHT)), {"store": "up"}, ask(200, view=STATE("asking", rev="1.0")), begun=1, codes=0)
    many = [req("POST", start(phone=f"76{500000 + n}"), token(but(sub=f"h{n}", amt=100 + n))) for n in range(50)]
    attack(60, "a vendor that hangs", {"hang": many, "expect": {"hanging": 8, "refused": {"status": 503, "error": "busy", "headers": {"Retry-After": "5"}}}}, ask(200, view=STATE("ready")), begun=8)
    changed = but(amt=9_000)
    attack(61, "another amount while an attempt is open", sent, ask(409, "conflict", claims=changed, view=STATE("asking", amount=1500)), ask(409, "conflict", do=start(), claims=changed, view=STATE("asking", amount=1500)), ask(409, "conflict", do=start(2, OTHER), claims=changed), ask(409, "conflict", do=code(code=RIGHT), claims=changed), ask(200, do=code(code=RIGHT), view=SETTLED | {"amount": 1500}), begun=1, codes=1)


def generate():
    GROUP.tests.clear()
    settings = Group("relay_settings", "the gate that all of them are tried at", "rel-set")
    settings.add("made", SETTINGS, "made")
    tokens(), entry(), scope(), origins(), races()
    for test in GROUP.tests:
        for line in test["input"]["lines"]:
            expect = line.get("expect", {})
            if "headers_of" in expect:
                expect["headers"] = expect.pop("headers_of")
    write("relay-attacks", "Attacks on the relay: what is asked, what is answered, what must not have happened.", [settings, GROUP])


if __name__ == "__main__":
    generate()
