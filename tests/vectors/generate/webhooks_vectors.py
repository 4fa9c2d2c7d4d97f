"""webhooks.json: what is believed to come from the vendor, and what it says. Hashes are made here,
with the standard library of Python, by the schemes of reliability.md 0 and 3."""

import base64
import hashlib
import hmac
import json

from common import Group, compact, invalid, part, write
from samples_dexchange import DEXCHANGE

KEY, OLD = "whk_key_of_the_dashboard", "whk_older_key"
SECRET, OLD_SECRET = "0123456789abcdef-secret", "fedcba9876543210-secret"
REFERENCE = "ch_1ba1b4d1268b41079ee84c777e999f51"
CHARGE = {"reference": REFERENCE, "amount": 500, "fees": "3.50", "currency": "XOF", "status": "success", "live_mode": False, "provider": "orange_bf", "phone": "76000000"}
NOTICE = dict.fromkeys("reference ext_id amount fee previous_balance current_balance number token custom_data live_mode".split())
ONE, TWO = "the hash does not match", "no readable hash"


def sha(raw, key):
    return hashlib.sha256(raw + key.encode()).digest()


def raw_of(body):
    return bytes.fromhex(body["hex"]) if isinstance(body, dict) and "hex" in body else flat(body).encode()


def flat(body):
    if isinstance(body, str):
        return body
    return "".join(flat(one) for one in body) if isinstance(body, list) else flat(body["repeat"][0]) * body["repeat"][1]


def refused(problem):
    return {"webhook": part(problem)}


def senfenico():
    g = Group("webhook_senfenico", "reliability.md 0.2 and 3: hex(sha256(body + key)), as both official SDKs", "wh-sf")

    def add(comment, body, expect, header=None, keys=(KEY,), mark=None):
        if header is None:
            header = sha(raw_of(body), KEY).hex()
        if "webhook" not in expect and "invalid" not in expect:
            expect = NOTICE | {"vendor": "senfenico", "dedupe": hashlib.sha256(raw_of(body)).hexdigest()} | expect
        g.add(comment, {"keys": list(keys), "header": header, "body": body}, expect, mark)

    body = compact({"event": "charge.success", "data": CHARGE})
    good = {"event": "charge.success", "reference": REFERENCE, "status": "success", "amount": 500, "number": "76000000", "live_mode": False}
    tag = sha(body.encode(), KEY)
    add("the documented shape", body, good)
    for comment, header in [("upper-case hex", tag.hex().upper()), ("mixed case", tag.hex()[:32].upper() + tag.hex()[32:]), ("base64", base64.b64encode(tag).decode()), ("space around the hash", f" {tag.hex()}\r\n")]:
        add(comment, body, good, header)
    for keys in ([KEY, OLD], [OLD, KEY], ["a", "b", KEY]):
        add("one of several keys, while one replaces another", body, good, keys=keys)
    add("data as JSON in a string, as the SDKs read it", compact({"event": "charge.success", "data": compact(CHARGE)}), good)
    add("pretty-printed: the bytes count, whatever they are", json.dumps({"event": "charge.success", "data": CHARGE}, indent=2), good)
    add("characters outside ASCII", compact({"event": "charge.success", "data": CHARGE | {"note": "payé 😀"}}), good)
    add("unknown fields", compact({"event": "charge.success", "id": 5, "data": CHARGE | {"new": {"a": [1, 2]}}}), good)
    add("an unknown event", compact({"event": "charge.disputed", "data": CHARGE | {"status": "disputed"}}), good | {"event": "charge.disputed", "status": "disputed"})
    transfer = {"reference": "tr_ef733c5a98b04a51b00773256d8b8f2f", "amount": 100, "status": "failed", "live_mode": True, "recipient_phone": "63000000", "ext_id": "98b96ea4-210d-4ea0-9b03-8d7fd96e4064"}
    add("a transfer, which the Python SDK does not know", compact({"event": "transfer.failed", "data": transfer}),
        {"event": "transfer.failed", "reference": transfer["reference"], "ext_id": transfer["ext_id"], "status": "failed", "amount": 100, "number": "63000000", "live_mode": True})
    for raw, francs in [("500", 500), ("500.0", 500), ('"500.00"', 500), ("null", None)]:
        add(f"amount {raw}", body.replace('"amount":500', f'"amount":{raw}'), good | {"amount": francs})
    for raw in ("500.5", "-1", "1e3", "1000000000001", '"x"', "[1]", "true"):
        add(f"an amount not to be read exactly: {raw}", body.replace('"amount":500', f'"amount":{raw}'), refused("not the documented shape"))
    empty = {"event": "ping", "status": ""}
    add("no data", '{"event":"ping"}', empty)
    add("data null", '{"event":"ping","data":null}', empty)
    add("a reference that could leave its path is no reference", body.replace(REFERENCE, "../x"), good | {"reference": None})
    for at in (0, 7, 15, 16, 31, 47, 63):
        wrong = tag.hex()[:at] + ("0" if tag.hex()[at] != "0" else "1") + tag.hex()[at + 1:]
        add(f"digit {at} of the hash changed", body, refused(ONE), wrong)
    for at in (0, 4, 8, 16, 24, 31):
        wrong = bytes(byte ^ (1 if place == at else 0) for place, byte in enumerate(tag))
        add(f"one bit of byte {at} changed", body, refused(ONE), wrong.hex())
        add(f"the same in base64, byte {at}", body, refused(ONE), base64.b64encode(wrong).decode())
    for comment, header, problem in [("empty", "", TWO), ("spaces", "   ", TWO), ("one digit short", tag.hex()[:-1], TWO), ("one digit more", tag.hex() + "0", TWO), ("half of it", tag.hex()[:32], TWO), ("no hex", "g" * 64, TWO),
                                     ("64 accents' worth of bytes", "é" * 32, TWO), ("base64 without padding", base64.b64encode(tag).decode()[:-1], TWO), ("url-safe base64 of ff", base64.urlsafe_b64encode(b"\xff" * 32).decode(), TWO), ("zeros", "0" * 64, ONE),
                                     ("HMAC instead of the suffix", hmac.new(KEY.encode(), body.encode(), "sha256").hexdigest(), ONE), ("key before the body", hashlib.sha256(KEY.encode() + body.encode()).hexdigest(), ONE),
                                     ("no key at all", hashlib.sha256(body.encode()).hexdigest(), ONE), ("another key", sha(body.encode(), "other").hex(), ONE), ("prefixed", "sha256=" + tag.hex(), TWO), ("two hashes", f"{tag.hex()},{tag.hex()}", TWO)]:
        add(f"header: {comment}", body, refused(problem), header)
    for comment, other in [("re-serialised with spaces", json.dumps(json.loads(body))), ("keys sorted", json.dumps(json.loads(body), sort_keys=True, separators=(",", ":"))), ("another amount", body.replace("500", "900")), ("a line end more", body + "\n"), ("another status", body.replace("success", "failure")),
                           ("the first byte gone", body[1:]), ("the last byte gone", body[:-1]), ("empty", "")]:
        add(f"body: {comment}", other, refused(ONE), tag.hex())
    add("an older key that is no longer believed", body, refused(ONE), sha(body.encode(), OLD).hex())
    for comment, keys in [("no key", []), ("an empty key", [""]), ("an empty key beside a good one", [KEY, ""]), ("a space", [" "]), ("a line end after the key", [KEY + "\n"])]:
        add(f"{comment}: refused, not believed", body, invalid("webhook_key", "", "one secret"), keys=keys)
    # Signed by the vendor, and still not taken.
    deep = lambda levels: ['{"event":"e","data":{"x":', {"repeat": ["[", levels]}, {"repeat": ["]", levels]}, "}}"]
    add("16 levels", deep(14), {"event": "e", "status": ""})
    for comment, raw, problem in [("not JSON", "event=charge", "not JSON"), ("nothing", "", "not JSON"), ("cut", body[:-1], "not JSON"), ("two values", body + "{}", "not JSON"), ("a byte-order mark", "\ufeff" + body, "not JSON"), ("NaN", '{"event":"e","data":{"amount":NaN}}', "not JSON"), ("not UTF-8", {"hex": "7b226576656e74223a22ff227d"}, "not JSON"),
                                  ("a list", "[]", "not the documented shape"), ("a number", "5", "not the documented shape"), ("a text", '"x"', "not the documented shape"), ("null", "null", "not the documented shape"), ("no event", compact({"data": CHARGE}), "not a word"), ("an empty event", '{"event":"","data":{}}', "not a word"),
                                  ("an event of two lines", '{"event":"a\\nb","data":{}}', "not a word"), ("a status of a sentence", '{"event":"e","data":{"status":"all good"}}', "not a word"), ("an event of 65 letters", compact({"event": "e" * 65}), "not a word"),
                                  ("event twice", '{"event":"a","event":"b"}', "twice"), ("status twice, deep", '{"event":"e","data":{"status":"failed","status":"success"}}', "twice"), ("twice by an escape", '{"event":"e","data":{"status":"a","st\\u0061tus":"b"}}', "twice"),
                                  ("twice in the string", compact({"event": "e", "data": '{"status":"a","status":"b"}'}), "twice"), ("data a list", '{"event":"e","data":[1]}', "documented shape"), ("data a number", '{"event":"e","data":5}', "documented shape"), ("data a text that is no JSON", '{"event":"e","data":"hello"}', "not JSON"),
                                  ("data a list in a string", '{"event":"e","data":"[1]"}', "documented shape"), ("17 levels", deep(16), "levels deep"), ("a thousand levels", deep(1000), "deep"), ("too many values", ['{"event":"e","data":{"x":[0', {"repeat": [",0", 10_000]}, "]}}"], "10000 values"),
                                  ("larger than 64 KiB", ['{"event":"e","x":"', {"repeat": ["x", 65_536]}, '"}'], "larger")]:
        add(f"hashed rightly, but {comment}", raw, refused(problem), mark=None)
    add("hashed rightly, but a list in the order of the fields", '["charge.success",{"reference":"' + REFERENCE + '"}]', refused("documented shape"), mark=None)
    return g


def token(ext_id, secret=SECRET):
    digest = hmac.new(secret.encode(), f"dx-cb-v1|{ext_id}".encode(), "sha256").digest()
    return base64.urlsafe_b64encode(digest).decode()[:22]


def dexchange():
    g = Group("webhook_dexchange", "dexchange-bill-pay-page.txt, Notification Webhook; reliability.md 3, the address carries the proof", "wh-dx")

    def add(comment, body, expect, ext_id="INV-001", given=None, secrets=(SECRET,), mark=None):
        if "webhook" not in expect and "invalid" not in expect:
            expect = NOTICE | {"vendor": "dexchange", "dedupe": hashlib.sha256(raw_of(body)).hexdigest()} | expect
        given = token(ext_id) if given is None else given
        g.add(comment, {"secrets": list(secrets), "ext_id": ext_id, "token": given, "body": body}, expect, mark)

    sample = DEXCHANGE["callback"]
    raw = json.loads(sample)
    good = {"event": "BILL", "reference": "TID123456789", "ext_id": "INV-001", "status": "SUCCESS", "amount": 104500, "fee": 1045, "previous_balance": 500000, "current_balance": 394455, "number": "210278816"}
    add("sample: Notification Webhook", sample, good)
    change = lambda **fields: compact({k: v for k, v in (raw | fields).items() if v != "gone"})
    for status in ("FAILED", "PROCESSING", "PENDING", "CANCELLED", "COMPLETED", "success"):
        add(f"STATUS {status}, as written", change(STATUS=status), good | {"status": status})
    add("a token, lower case", change(token="1283930093209223"), good | {"token": "1283930093209223"})
    add("a token, upper case", change(TOKEN="1283 9300"), good | {"token": "1283 9300"})
    add("an empty token is none", change(token=""), good)
    add("custom data comes back", change(CUSTOM_DATA="abc"), good | {"custom_data": "abc"})
    add("amounts as text and with decimals", change(AMOUNT="104500", FEE=1045.0), good)
    add("no amounts", change(AMOUNT="gone", FEE="gone"), good | {"amount": None, "fee": None})
    add("a balance below zero is left out, the rest kept", change(CURRENT_BALANCE=-5), good | {"current_balance": None})
    add("a balance with decimals is left out", change(PREVIOUS_BALANCE=500000.5), good | {"previous_balance": None})
    for odd in (12.5, -3, "gratuit", {"XOF": 1}, [5], True):
        add(f"a fee that cannot be read is left out, the rest kept: {json.dumps(odd)}", change(FEE=odd, token="1283 9300"), good | {"fee": None, "token": "1283 9300"})
        add(f"balances that cannot be read: {json.dumps(odd)}", change(PREVIOUS_BALANCE=odd, CURRENT_BALANCE=odd), good | {"previous_balance": None, "current_balance": None})
    add("a number that is none", change(PHONE_NUMBER={"meter": 1}), good | {"number": None})
    add("a status with space around", change(STATUS=" Success "), good | {"status": "Success"})
    add("a token of several codes", change(token=["1283 9300", 92093223]), good | {"token": "1283 9300 92093223"})
    answers = {"id": "TID7", "externalTransactionId": "INV-001", "Status": "FAILED", "amount": 700, "fee": 7, "number": "61442", "customData": "abc"}
    add("in the names of the answers", compact(answers), {"event": "BILL", "reference": "TID7", "ext_id": "INV-001", "status": "FAILED", "amount": 700, "fee": 7, "number": "61442", "custom_data": "abc"})
    add("the documented name counts", change(status="ok", amount=1, fee=1, number="1"), good)
    add("an amount in the answers' name that cannot be read", change(AMOUNT="gone", amount=0.5), refused("documented shape"))
    add("no type: a bill", change(transactionType="gone"), good)
    add("another type", change(transactionType="CASHIN"), good | {"event": "CASHIN"})
    add("no id", change(id="gone"), good | {"reference": None})
    add("an id that could leave its path is none", change(id="../TID1"), good | {"reference": None})
    add("new fields", change(OPERATOR={"a": 1}), good)
    add("the older of two secrets", sample, good, given=token("INV-001", OLD_SECRET), secrets=[SECRET, OLD_SECRET])
    right = token("INV-001")
    not_ours = refused("not one of ours")
    for at in (0, 5, 11, 16, 21):
        add(f"letter {at} of the token changed", sample, not_ours, given=right[:at] + ("A" if right[at] != "A" else "B") + right[at + 1:])
    for comment, given in [("empty", ""), ("cut", right[:-1]), ("half", right[:11]), ("one letter more", right + "A"), ("padded", right + "=="), ("of another payment", token("INV-002")), ("of another secret", token("INV-001", OLD_SECRET)), ("lower case", right.lower()), ("a space after it", right + " "), ("zeros", "A" * 22),
                           ("the whole HMAC", base64.urlsafe_b64encode(hmac.new(SECRET.encode(), b"dx-cb-v1|INV-001", "sha256").digest()).decode().rstrip("=")), ("without the label", base64.urlsafe_b64encode(hmac.new(SECRET.encode(), b"INV-001", "sha256").digest()).decode()[:22])]:
        add(f"token: {comment}", sample, not_ours, given=given)
    add("the address of another payment", sample, refused("not the one of the address"), ext_id="INV-002")
    add("our id in another case than at the address", sample, good | {"ext_id": "inv-001"}, ext_id="inv-001")
    add("our id with space around", change(externalTransactionId=" INV-001\n"), good)
    add("our id cut", change(externalTransactionId="INV-00"), refused("not the one of the address"))
    add("no external id in the body", change(externalTransactionId="gone"), refused("not the one of the address"))
    add("an empty external id on both sides", change(externalTransactionId=""), refused(""), ext_id="")
    for comment, body, problem in [("not JSON", "STATUS=SUCCESS", "not JSON"), ("empty", "", "not JSON"), ("cut", sample[:-2], "not JSON"), ("STATUS twice", change()[:-1] + ',"STATUS":"FAILED"}', "twice"), ("no STATUS", change(STATUS="gone"), "documented shape"), ("an empty STATUS", change(STATUS=""), "documented shape"), ("STATUS null", change(STATUS=None), "documented shape"),
                                   ("STATUS a sentence", change(STATUS="all good"), "not a word"), ("an amount not to be read exactly", change(AMOUNT=0.5), "documented shape"), ("a negative amount", change(AMOUNT=-104500), "documented shape"), ("a list", "[]", ""), ("deep", ['{"x":', {"repeat": ["[", 40]}, {"repeat": ["]", 40]}, "}"], "deep"),
                                   ("larger than 64 KiB", ['{"x":"', {"repeat": ["x", 65_536]}, '"}'], "larger"), ("not UTF-8", {"hex": "7b22ff227d"}, "not JSON")]:
        add(f"at the right address, but {comment}", body, refused(problem))
    for comment, secrets in [("none", []), ("empty", [""]), ("15 letters", ["x" * 15]), ("a short one beside a good one", [SECRET, "x"]), ("a space after it", [SECRET + " "])]:
        add(f"secrets: {comment}", sample, invalid("callback_key", "", "16"), secrets=secrets)
    return g


def addresses():
    g = Group("callback_url", "reliability.md 3: {base}/{ext_id}/{token}", "wh-url")
    add = lambda comment, base, expect, ext_id="INV-001", secrets=(SECRET,): g.add(comment, {"secrets": list(secrets), "base": base, "ext_id": ext_id}, expect)
    for base in ("https://shop.sn/dx", "https://shop.sn/dx/", "https://shop.sn", "http://localhost:8000/dx"):
        add("made", base, f"{base.rstrip('/')}/INV-001/{token('INV-001')}")
    add("the newest secret makes it", "https://shop.sn/dx", f"https://shop.sn/dx/INV-001/{token('INV-001', OLD_SECRET)}", secrets=[OLD_SECRET, SECRET])
    add("one address for each payment", "https://shop.sn/dx", f"https://shop.sn/dx/RCH-2/{token('RCH-2')}", ext_id="RCH-2")
    for base in ("http://shop.sn/dx", "https://shop.sn/dx?x=1", "https://shop.sn/dx#x", "shop.sn", "", "https://u@shop.sn"):
        add("no address for it", base, invalid("callBackURL", "", "https"))
    add("no id for it", "https://shop.sn/dx", invalid("reference"), ext_id="../x")
    return g


def order_proof(ext_id, service, reference, amount, secret=SECRET):
    parts = [ext_id, service, reference, "" if amount is None else str(amount)]
    text = "dx-cd-v1" + "".join(f"|{len(part.encode())}:{part}" for part in parts)
    return base64.urlsafe_b64encode(hmac.new(secret.encode(), text.encode(), "sha256").digest()).decode().rstrip("=")


def proofs():
    g = Group("custom_data", "reliability.md 3: a second HMAC over (ext_id, service, reference, amount)", "wh-proof")
    first = ("INV-001", "SENELEC_SN_BILL", "210278816", None)
    top_up = ("RCH-001", "WOYOFAL_SN_BILL", "07061270877", 1000)
    for order in (first, top_up):
        made = order_proof(*order)
        for comment, echoed, fits in [("as made", made, True), ("cut", made[:-1], False), ("empty", "", False), ("of another amount", order_proof(*order[:3], 2000), False), ("of another payment", order_proof("X", *order[1:]), False), ("of another secret", order_proof(*order, OLD_SECRET), False), ("two fields run together", order_proof(order[0] + order[1], "", *order[2:]), False)]:
            given = dict(zip(("ext_id", "service", "reference", "amount"), order)) | {"secrets": [SECRET], "echoed": echoed}
            g.add(comment, given, {"made": made, "fits": fits})
    g.add("made by the older secret", dict(zip(("ext_id", "service", "reference", "amount"), top_up)) | {"secrets": [SECRET, OLD_SECRET], "echoed": order_proof(*top_up, OLD_SECRET)}, {"made": order_proof(*top_up), "fits": True})
    return g


def signatures():
    g = Group("verify_hmac", "reliability.md 0.3: the official JavaScript SDK's check, hex HMAC-SHA256", "wh-hmac")
    body = DEXCHANGE["callback"]
    right = hmac.new(b"s3cret", body.encode(), "sha256").hexdigest()
    for comment, signature, secret, expect in [("right", right, "s3cret", "verified"), ("upper case", right.upper(), "s3cret", "verified"), ("space around", f" {right}\n", "s3cret", "verified"), ("another secret", right, "s3cre", refused("does not match")), ("one digit changed", right[:-1] + ("0" if right[-1] != "0" else "1"), "s3cret", refused("does not match")),
                                               ("cut", right[:-2], "s3cret", refused("no readable")), ("empty", "", "s3cret", refused("no readable")), ("empty secret", hmac.new(b"", body.encode(), "sha256").hexdigest(), "", refused("no secret")), ("blank secret", hmac.new(b" ", body.encode(), "sha256").hexdigest(), " ", refused("no secret")), ("secret-suffix hash instead", hashlib.sha256(body.encode() + b"s3cret").hexdigest(), "s3cret", refused("does not match"))]:
        g.add(comment, {"body": body, "signature": signature, "secret": secret}, expect)
    g.add("another body", {"body": body + " ", "signature": right, "secret": "s3cret"}, refused("does not match"))
    return g


def generate():
    write("webhooks", "Webhooks: which are believed to be the vendor's, and what they say.", [senfenico(), dexchange(), addresses(), proofs(), signatures()])
