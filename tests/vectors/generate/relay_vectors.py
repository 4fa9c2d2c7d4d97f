"""Tokens of the relay: those of four libraries, and every one that has to be refused (shared/design/relay.md, C)."""

import hashlib
import json

from common import Group, write
from relay_jwt import CLAIMS, FOLDER, HEADER, KID, NOW, SECRET, URL, b64, but, flipped, head, mac, pin, raw, tail, text, token, twice

OLD = "relay-secret-of-last-month-0123456789abcdef"
KEYS = [{"kid": KID, "secret": SECRET}, {"kid": "a0", "secret": OLD}]


def given(token, **changes):
    return {"token": token, "audience": URL, "now_ms": NOW * 1000, "keys": KEYS} | changes


def read(claims=CLAIMS):
    return {"claims": claims}


INVALID, EXPIRED = {"refused": "invalid"}, {"refused": "expired"}


def good():
    g = Group("relay_token", "RFC 7519; each minted by the library itself, see tests/vectors/relay", "rel-tok")
    for row in json.loads((FOLDER / "minted.json").read_text()):
        g.add(f"minted by {row['library']}", given(row["token"]), read())
    for comment, claims in [
        ("a checkout", but(op="checkout")),
        ("an operation that no relay carries out is refused by another name", but(op="payout")),
        ("a pinned payer", but(tel=pin("76000000"))),
        ("the most that is handled", but(amt=10**12)),
        ("an hour", but(exp=NOW + 3600)),
        ("four origins", but(org=["https://a.bf", "http://localhost:5173", "https://a.bf:8443", "capacitor://localhost"])),
        ("an id as long as it may be", but(sub="a" * 50)),
        ("a bill", but(op="pay_bill", svc="woyofal", cus="14123456789")),
    ]:
        g.add(comment, given(token(claims)), read(claims))
    g.add("apps alone may be said in one word", given(token(but(org="app"))), read(but(org=["app"])))
    g.add("the secret of before", given(token(CLAIMS, head(kid="a0"), OLD)), read())
    g.add("minted a minute ahead", given(token(but(iat=NOW + 60, exp=NOW + 960))), read(but(iat=NOW + 60, exp=NOW + 960)))
    g.add("too old by less than a minute", given(token(), now_ms=(CLAIMS["exp"] + 59) * 1000 + 999), read())
    g.add("members in another order, spaces between", given(token(json.dumps(dict(reversed(CLAIMS.items())), indent=1))), read())
    return g


def bad():
    g = Group("relay_token", "shared/design/relay.md, C and E 1-17", "rel-bad")
    real = token()
    head64, claims64, mac64 = real.split(".")
    signed = f"{head64}.{claims64}"
    add = lambda comment, token, **changes: g.add(comment, given(token, **changes), INVALID)
    none = f'{b64(text(head(alg="none")))}.{claims64}'
    add("1 none", f"{none}.")
    add("1 none, signed", f"{none}.{b64(mac(none))}")
    add("1 an empty signature", f"{signed}.")
    add("2 swap", token(header=head(alg="HS512")))
    add("2 swap, as it says", token(header=head(alg="HS512"), digest=hashlib.sha512))
    add("2 swap", token(header=head(alg="RS256")))
    add("2 in another case", token(header=head(alg="hs256")))
    add("another secret", token(secret=OLD))
    add("the secret of another name", token(header=head(kid="a0")))
    ends = [len(head64) - 1, len(head64), len(signed) - 1, len(signed), len(real) - 1]
    for at in sorted({*range(0, len(real), 5), *ends}):
        add(f"3 flip {at}", flipped(real, at))
    add("4 short-mac", f"{signed}.{b64(mac(signed)[:16])}")
    add("4 long-mac", f"{signed}.{b64(mac(signed) + b'0')}")
    add("5 padded", f"{signed}.{mac64}=")
    add("5 padded claims", ".".join([head64, claims64 + "=" * (-len(claims64) % 4 or 4), mac64]))
    plus = next(t for n in range(9999) if any(c in (t := token(but(sub=f"o{n}"))).split(".")[2] for c in "-_"))
    add("5 the other alphabet", plus.rsplit(".", 1)[0] + "." + plus.rsplit(".", 1)[1].replace("-", "+").replace("_", "/"))
    add("5 non-canonical tail", tail(real))
    add("5 a line's end", real + "\n")
    add("5 a space before", " " + real)
    for kid in ("../x", "' OR 1=1 --", "b7", "", "A1", 1, None, ["a1"]):
        add(f"6 kid {kid}", token(header=head(kid=kid)))
    for name, value in [("crit", ["exp"]), ("jwk", {"kty": "oct", "k": b64(SECRET)}), ("jku", "https://evil.example/k"), ("zip", "DEF"), ("b64", False), ("x5c", [])]:
        add(f"7 header {name}", token(header=head(**{name: value})))
    add("7 a header's member twice", token(header=text(HEADER)[:-1] + ',"alg":"HS256"}'))
    add("7 a header that is none", token(header="[]"))
    for typ in ("JWT", "xaalis-pay+JWT", None):
        add(f"8 typ {typ}", token(header=head(typ=typ)))
    add("9 amt twice", token(twice("amt", 1)))
    add("9 amt twice, once escaped", token(text(CLAIMS)[:-1] + ',"\\u0061mt":1}'))
    for name in ("jti", "nbf", "iss", "amount", "AMT"):
        add(f"10 extra {name}", token(but(**{name: "1"})))
    for amt in ("1500.0", "1.5e3", '"1500"', "0", "-1", "10000000000000", "1000000000001", "null", "[1500]", "true", "99999999999999999999"):
        add(f"11 amt {amt}", token(raw("amt", amt)))
    for aud in ("https://staging.example/xaalis/pay", URL + "/", URL.upper(), "", [URL], None):
        add(f"12 aud {aud}", token(but(aud=aud)))
    for comment, times in [("two hours", {"exp": NOW + 7200}), ("a second more than an hour", {"exp": NOW + 3601}), ("milliseconds", {"iat": NOW * 1000, "exp": NOW * 1000 + 900_000}), ("exp in milliseconds", {"exp": (NOW + 900) * 1000}), ("no time at all", {"exp": NOW}), ("no exp", {"exp": None}), ("no iat", {"iat": None}), ("before 1970", {"iat": -1})]:
        add(f"13 long: {comment}", token(but(**times)))
    add("13 a fraction", token(raw("exp", f"{NOW + 900}.5")))
    add("14 future", token(but(iat=NOW + 61, exp=NOW + 961)))
    add("15 large", token(but(svc="x" * 700)) + "x" * 400)
    g.tests[-1]["input"]["token"] = (g.tests[-1]["input"]["token"] + "x" * 1025)[:1025]
    add("16 forged and expired", token(secret=OLD), now_ms=(NOW + 9999) * 1000)
    add("16 expired and not as it has to be", token(but(jti="1")), now_ms=(NOW + 9999) * 1000)
    for sub in ("", "a" * 51, "a/b", "../1", "é", "a b", 42, None):
        add(f"sub {sub}", token(but(sub=sub)))
    for op in ("", "Collect", "pay-bill", "x" * 33, 1, None):
        add(f"op {op}", token(but(op=op)))
    for org in ([], ["https://a.bf"] * 5, ["https://a.bf/"], ["http://a.bf"], ["https://A.bf"], ["*"], ["null"], ["https://a.bf:443"], ["https://u@a.bf"], ["https://*.a.bf"], [1], "https://shop.example", None, {}):
        add(f"org {org}", token(but(org=org)))
    for tel in ("76000000", pin("76000000").upper(), "", 76000000):
        add(f"tel {tel}", token(but(tel=tel)))
    add("tel null", token(raw("tel", "null")))
    add("a bill's claims where there is none", token(but(svc="woyofal", cus="1")))
    add("a bill without its customer", token(but(op="pay_bill", svc="woyofal")))
    for shape in ("", ".", "..", "...", "a.b", f"{signed}", f"{real}.", f".{real}", "e30.e30.e30", "a" * 900):
        add("no token", shape)
    add("claims that are none", token(claims="[]"))
    add("claims with more behind them", token(claims=text(CLAIMS) + "{}"))
    add("no UTF-8", f'{head64}.{b64(bytes([255, 254]))}.{b64(mac(head64 + "." + b64(bytes([255, 254]))))}')
    for late in (60, 61, 9999):
        g.add(f"17 expired, {late} s", given(real, now_ms=(CLAIMS["exp"] + late) * 1000), EXPIRED)
    return g


def payers():
    g = Group("relay_pin", "HMAC-SHA256 over tel:{order}:{8 digits}, its first half in hexadecimal", "rel-pin")
    for order, phone, digits in [("42", "76000000", "76000000"), ("42", "+226 76 00 00 01", "76000001"), ("a-1", "76000000", "76000000")]:
        g.add("a payer for one order", {"kid": KID, "secret": SECRET, "order": order, "phone": phone}, pin(digits, order))
    return g


def generate():
    write("relay-token", "Tokens of the relay.", [good(), bad(), payers()])


if __name__ == "__main__":
    generate()
