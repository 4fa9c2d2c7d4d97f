"""parse.json: every JSON sample of the vendors' pages, and the ways real answers differ from them.

`shape` below says, field by field and independently of the library, what each documented field
becomes: amounts to whole francs, percentages and texts to text, the rest dropped.
"""

import json
import re

from common import Group, write
from samples_dexchange import DEXCHANGE
from samples_senfenico import SENFENICO

ORDERS = {
    "initialize_checkout": {"checkout": {"amount": 600, "success_url": "https://a.bf/s", "cancel_url": "https://a.bf/c"}},
    "fetch_checkout": {"reference": "8872031d-178e-464c-9261-7984f0a313c0"}, "list_checkouts": {},
    "create_charge": {"charge": {"amount": 500, "phone": "76000000"}},
    "submit_otp": {"charge": "ch_39728149f97a46f1806a694dbb620b23", "otp": "123456"},
    "fetch_charge": {"reference": "ch_45a408fd483a4d66b98aeea97aa7c2e2"}, "list_charges": {}, "fetch_balances": {},
    "create_transfer": {"transfer": {"amount": 100, "phone": "63000000", "wallet": "sank_bf", "ext_id": "98b96ea4-210d-4ea0-9b03-8d7fd96e4064"}},
    "create_bulk_transfer": {"transfers": [{"amount": 100, "phone": "63000000", "ext_id": "98b96ea4-210d-4ea0-9b03-8d7fd96e4064"}]},
    "fetch_transfer": {"reference": "tr_61242504fdf24d1b9f5344deed8657f9"}, "list_transfers": {},
    "create_settlement": {"settlement": {"amount": 1000}},
    "fetch_settlement": {"reference": "dc5a902d-a4eb-4025-b4f1-3c9b30468b64"}, "list_settlements": {},
    "cancel_settlement": {"reference": "dc5a902d-a4eb-4025-b4f1-3c9b30468b64"},
    "inquire_bills": {"inquiry": {"service": "SENELEC_SN_BILL", "customer": "210278816"}},
    "pay_bill_once": {"payment": {"service": "SENELEC_SN_BILL", "customer": "210278816", "bill": "8000000680", "external_transaction_id": "INV-001"}},
    "fetch_transaction": {"transaction_id": "TID123456789"},
}
TOP_UP = {"payment": {"service": "WOYOFAL_SN_BILL", "customer": "07061270877", "amount": 1000, "external_transaction_id": "RCH-001"}}
FIELDS = {
    "charge_created": "reference:text status:text display_text:text live_mode:flag",
    "charge": "reference:text status:text amount:francs fees:percent currency:text transaction_date:text ip_address:text live_mode:flag "
              "payment_method:text provider:text phone:text cancelled_at:text cancellation_reason:text created_at:text updated_at:text",
    "attempt": "ip_address:text attempt_date:text confirmation_status:text",
    "checkout_opened": "reference:text authorization_url:text live_mode:flag",
    "checkout": "reference:text status:text charge_reference:text amount:francs email:text success_url:text cancel_url:text phone:text "
                "provider:text live_mode:flag created_at:text updated_at:text",
    "transfer": "reference:text status:text amount:francs fees:percent currency:text ip_address:text live_mode:flag recipient_wallet:text "
                "recipient_phone:text ext_id:text created_at:text",
    "settlement": "reference:text status:text amount:francs settlement_fees:text currency:text live_mode:flag created_at:text updated_at:text "
                  "account_type:text iban:text rib:text bank_name:text bank_address:text account_holder_name:text account_holder_address:text "
                  "swift_bic_code:text provider:text phone:text usdt_wallet_address:text",
    "failed": "ext_id:text amount:francs recipient_phone:text recipient_wallet:text",
}


LIVE = "sk_live_abcdef"


class Raw(str):
    """A number as it stands in the JSON."""


def load(text):
    return json.loads(text, parse_int=Raw, parse_float=Raw)


def value(raw, kind):
    if raw is None or isinstance(raw, (dict, list)):
        return None
    if kind == "flag":
        return {True: True, False: False, "true": True, "false": False}.get(raw.strip().lower() if isinstance(raw, str) else raw)
    if kind == "francs":
        whole = re.fullmatch(r"(\d+)(\.0+)?", str(raw))
        return int(whole[1]) if whole else None
    if kind == "percent":
        return str(raw) if re.fullmatch(r"\d+(\.\d+)?", raw) and float(raw) <= 100 else None
    return str(raw).lower() if isinstance(raw, bool) else str(raw)


def shape(kind, raw):
    out = {name: value(raw.get(name), how) for name, how in (field.split(":") for field in FIELDS[kind].split())}
    if kind == "charge":
        out["confirmation_attempts"] = [shape("attempt", attempt) for attempt in raw.get("confirmation_attempts") or []]
    return out


BILL = {"reference": "referenceFacture", "customer": "referenceClient", "last_name": "nom", "first_name": "prenom", "amount": "montant", "fee": "frais",
        "total": "total", "due_date": "dateEcheance", "paid": "paid", "address": "address", "meter_status": "meterStatus",
        "payment_transaction_number": "paymentTransactionNumber"}
PAID = {"transaction_id": "transactionId", "status": "Status", "external_transaction_id": "externalTransactionId", "amount": "amount",
        "fee": "transactionFee", "customer": "number", "bill": "referenceFacture", "token": "token", "previous_balance": "previousBalance",
        "current_balance": "currentBalance", "message": "message"}
FRANCS = {"amount", "fee", "total", "previous_balance", "current_balance"}


def renamed(names, raw):
    how = lambda name: "francs" if name in FRANCS else "flag" if name == "paid" else "text"
    return {name: value(raw.get(theirs), how(name)) for name, theirs in names.items()}


def payment(raw, evidence="reply"):
    return renamed(PAID, raw) | {"evidence": evidence}


def settled(kind, value):
    return {"kind": kind, "outcome": {"kind": "settled", "value": value}}


def rejected(kind, code, status, message, fields=()):
    fields = [{"field": field, "message": text} for field, text in fields]
    refusal = {"code": code, "http_status": status, "message": message, "field_errors": fields, "refund": None}
    return {"kind": kind, "outcome": {"kind": "rejected", "refusal": refusal}}


def given(kind, body, status=200, key=None, order=None):
    return {"order": {"kind": kind} | (order or ORDERS[kind])} | ({"key": key} if key else {}) | {"status": status, "body": body}


def mended(text):
    return re.sub(r",(\s*[\]}])", r"\1", text)


def read(kind, reply, item, text):
    """A good answer of Senfenico, by the field list."""
    data = load(text)["data"]
    return settled(reply, [shape(item, one) for one in data] if isinstance(data, list) else shape(item, data))


def senfenico():
    g = Group("parse", "senfenico.txt, every sample response", "parse-sf")
    for name, kind, reply, item, source in [
        ("checkout_initialized", "initialize_checkout", "checkout_opened", "checkout_opened", "Initialisation du Checkout"),
        ("checkout", "fetch_checkout", "checkout", "checkout", "fetch checkout"), ("checkouts", "list_checkouts", "checkouts", "checkout", "list checkout"),
        ("charge_created_orange", "create_charge", "charge_created", "charge_created", "create a charge, orange_bf"),
        ("charge_created_moov", "create_charge", "charge_created", "charge_created", "create a charge, moov_bf"),
        ("otp_accepted", "submit_otp", "charge", "charge", "submit OTP: timestamps with +00:00, fees a number, no phone"),
        ("charge", "fetch_charge", "charge", "charge", "fetch charge: timestamps with Z, fees a text"),
        ("charges", "list_charges", "charges", "charge", "list charges; the page's trailing comma is mended"),
        ("transfer_queued", "create_transfer", "transfer", "transfer", "single transfer"),
        ("transfers", "list_transfers", "transfers", "transfer", "list transfers"),
        ("transfer", "fetch_transfer", "transfer", "transfer", "fetch single transfer; the page's trailing comma is mended"),
        ("settlement_created", "create_settlement", "settlement", "settlement", "create settlement"),
        ("settlement", "fetch_settlement", "settlement", "settlement", "fetch settlement"),
        ("settlements", "list_settlements", "settlements", "settlement", "list settlements"),
        ("settlement_cancelled", "cancel_settlement", "settlement", "settlement", "cancel settlement; the same is read back"),
    ]:
        text = mended(SENFENICO[name])
        # The page shows some samples of real money; a list is not asked for one payment.
        data = json.loads(text)["data"]
        key = LIVE if isinstance(data, dict) and data["live_mode"] else None
        g.add(f"sample: {source}", given(kind, text, key=key), read(kind, reply, item, text))
        # How this vendor's SDKs meet `data`: as JSON inside a string.
        quoted = load(text)
        quoted = json.dumps({"status": True, "message": "m", "data": json.dumps(json.loads(text)["data"])})
        g.add(f"the same, data as JSON in a string: {source}", given(kind, quoted, key=key), read(kind, reply, item, text))
        small = json.dumps(json.loads(text), separators=(",", ":")) if name not in ("balances",) else text
        g.add(f"the same without white space, HTTP 201: {source}", given(kind, small, 201, key), read(kind, reply, item, text))
    balances = {"collection": {"available": 18692, "pending": 5000, "currency": "XOF"}, "transfer_total": {"available": 0, "pending": 0},
                "transfer": [{"wallet": f"{name}_money_bf", "balance": {"available": 0, "pending": 0}} for name in ("orange", "moov", "sank")]}
    g.add("sample: fetch user balance: francs with decimals", given("fetch_balances", SENFENICO["balances"]), settled("balances", balances))
    g.add("sample: bulk transfer, all queued", given("create_bulk_transfer", SENFENICO["bulk_queued"]),
          settled("bulk_queued", {"message": "2 transfers queued for processing", "failed_transfers": []}))
    failed = shape("failed", load(SENFENICO["bulk_partly"])["failed_transfers"][0]["data"])
    failed["errors"] = [{"field": "non_field_errors", "message": "Insufficient balance for Moov BF transfer including fees."}]
    g.add("sample: bulk transfer, one refused", given("create_bulk_transfer", SENFENICO["bulk_partly"]),
          settled("bulk_queued", {"message": "1 transfers queued for processing", "failed_transfers": [failed]}))
    for status in (200, 400):
        for name, kind, reply, code, message in [
            ("otp_refused", "submit_otp", "charge", "OTP_INVALID", "Charge operation failed. The OTP is invalid. Please try again."),
            ("charge_not_found", "fetch_charge", "charge", "VALIDATION", "Charge not found"),
            ("transfer_unfunded", "create_transfer", "transfer", "INSUFFICIENT_FUNDS", "Insufficient balance for Sank BF transfer including fees."),
            ("bulk_too_large", "create_bulk_transfer", "bulk_queued", "BATCH_SIZE_LIMIT_EXCEEDED", "Maximum of 100 transfers allowed per request"),
        ]:
            g.add(f"sample: {name}, HTTP {status} (the page names no HTTP code)", given(kind, SENFENICO[name], status), rejected(reply, code, status, message))
    g.add("sample: charge not found, HTTP 404", given("fetch_charge", SENFENICO["charge_not_found"], 404), rejected("charge", "NOT_FOUND", 404, "Charge not found"))
    for kind, reply in [("list_charges", "charges"), ("create_charge", "charge_created"), ("create_settlement", "settlement")]:
        g.add("sample: Invalid API key, HTTP 401", given(kind, SENFENICO["invalid_key"], 401), rejected(reply, "UNAUTHORIZED", 401, "Invalid API key"))
    return g


def dexchange():
    g = Group("parse", "dexchange-bill-inquiry-page.txt and dexchange-bill-pay-page.txt, every sample response", "parse-dx")
    for name, comment in [("inquiry", "Successful Response"), ("inquiry_openapi", "the page's generated example, all fields text")]:
        raw = load(DEXCHANGE[name])
        bills = {"customer": raw["referenceClient"], "bills": [renamed(BILL, bill) for bill in raw["bills"]], "unreadable": []}
        g.add(f"sample: {comment}", given("inquire_bills", DEXCHANGE[name]), settled("bills", bills))
    for status in (200, 400):
        g.add(f"sample: No bill found, HTTP {status}", given("inquire_bills", DEXCHANGE["inquiry_no_bill"], status), rejected("bills", "NO_BILL", status, "No bill found"))
    for name, comment in [("pay_bill", "bill paid"), ("pay_token", "top-up with its token; no external id"), ("pay_processing", "success and \"Bill paid successfully\" while PROCESSING"),
                          ("pay_openapi", "the page's generated example")]:
        raw = load(DEXCHANGE[name])["transaction"]
        order = TOP_UP if name in ("pay_token", "pay_processing") else None
        g.add(f"sample: {comment}", given("pay_bill_once", DEXCHANGE[name], order=order), settled("bill_payment", payment(raw)))
        order = {"transaction_id": raw["transactionId"]}
        g.add(f"sample read as a lookup: {comment}", given("fetch_transaction", DEXCHANGE[name], order=order), settled("bill_payment", payment(raw, "lookup")))
    g.add("sample: Failed to pay bill, HTTP 400", given("pay_bill_once", DEXCHANGE["pay_failed"], 400), rejected("bill_payment", "INVALID_DATA", 400, "Insufficient balance"))
    g.add("sample: Failed to pay bill, HTTP 200: only Status counts", given("pay_bill_once", DEXCHANGE["pay_failed"]),
          settled("bill_payment", payment(load(DEXCHANGE["pay_failed"])["transaction"])))
    for status, code, body, message in [(401, "UNAUTHORIZED", '{"message":"Invalid API key"}', "Invalid API key"),
                                        (403, "SERVICE_UNAVAILABLE", '{"message":"API under maintenance"}', "API under maintenance"),
                                        (409, "DUPLICATE_REFERENCE", '{"message":"externalTransactionId already used"}', "externalTransactionId already used"),
                                        (400, "INVALID_AMOUNT", '{"success":false,"message":["amount too small","second"],"code":"INVALID_AMOUNT"}', "amount too small; second")]:
        g.add(f"Error Codes: {status}", given("pay_bill_once", body, status), rejected("bill_payment", code, status, message))
    return g


#: What we say of a code when the vendor says nothing.
OWN = {"OTP_INVALID": "The OTP is invalid. Please try again.", "UNSUPPORTED_PROVIDER": "Senfenico does not work with this mobile operator.",
       "MISSING_API_KEY": "No API key was sent.", "EXPIRED_API_KEY": "The API key has expired."}


def unsaid():
    """An error whose text is empty, missing or its code again: ours stands. Any other text is the vendor's own."""
    g = Group("parse", "senfenico.txt, Error Codes: UNSUPPORTED_PROVIDER's texts are the code; dexchange pages: names only", "parse-unsaid")
    texts = lambda code: ["", " ", "\n", None, code, code.lower(), f" {code}\n"]
    for code in ("OTP_INVALID", "UNSUPPORTED_PROVIDER"):
        for text in [*texts(code), "absent"]:
            body = {"status": False, "error_code": code} | ({} if text == "absent" else {"message": text})
            g.add(f"{code} says {text!r}", given("submit_otp", json.dumps(body), 400), rejected("charge", code, 400, OWN[code]))
        for text in ("Wave is not served", f"Charge operation failed. {code}", "INVALID_DATA"):
            body = {"status": False, "error_code": code, "message": text}
            g.add(f"{code} says {text!r}", given("submit_otp", json.dumps(body), 400), rejected("charge", code, 400, text))
    g.add("an empty message beside a detail", given("submit_otp", '{"status":false,"error_code":"OTP_INVALID","message":" ","detail":"Wrong code."}', 400), rejected("charge", "OTP_INVALID", 400, "Wrong code."))
    for code in ("MISSING_API_KEY", "EXPIRED_API_KEY"):
        for text in texts(code):
            g.add(f"{code} says {text!r}", given("inquire_bills", json.dumps({"success": False, "message": text, "code": code}), 401), rejected("bills", code, 401, OWN[code]))
        g.add(f"{code} says something", given("inquire_bills", json.dumps({"success": False, "message": "Get a key", "code": code}), 401), rejected("bills", code, 401, "Get a key"))
    return g


def tolerance():
    g = Group("parse", "rule: unknown, missing and differently typed fields lose nothing else", "parse-tol")
    base = json.loads(SENFENICO["charge"])["data"]

    def charge(comment, change, want, drop=(), key=None):
        data = {k: v for k, v in base.items() if k not in drop} | change
        expect = {k: v for k, v in shape("charge", load(json.dumps(base))).items()}
        expect |= {field: None for field in drop if field in expect} | want
        if "confirmation_attempts" in drop:
            expect["confirmation_attempts"] = []
        g.add(comment, given("fetch_charge", json.dumps({"status": True, "message": "m", "data": data}), key=key), settled("charge", expect))

    charge("every optional field missing", {}, {}, drop=[k for k in base if k not in ("reference", "status")])
    for field in base:
        if field not in ("reference", "status", "confirmation_attempts"):
            charge(f"{field} null", {field: None}, {field: None})
            charge(f"{field} missing", {}, {}, drop=[field])
    charge("attempts null", {"confirmation_attempts": None}, {"confirmation_attempts": []})
    charge("an attempt without fields", {"confirmation_attempts": [{}]}, {"confirmation_attempts": [dict.fromkeys(("ip_address", "attempt_date", "confirmation_status"))]})
    charge("new fields, nested and odd", {"new": {"a": [1, 2.5, None]}, "risk": "low", "Amount": 7}, {})
    for status in ("send_otp", "pay_offline", "pending", "failed", "success", "canceled"):
        charge(f"status {status}", {"status": status}, {"status": status})
    charge("cancelled with two l is canceled", {"status": "cancelled"}, {"status": "canceled"})
    for status in ("reversed", "REVERSED ", "succes", "", "en_attente"):
        charge(f"status never heard of: {status!r}", {"status": status}, {"status": status})
    for status, want in [("SUCCESS", "success"), ("Send_OTP", "send_otp"), (" failed\n", "failed"), ("CANCELLED", "canceled"), ("PENDING", "pending")]:
        charge(f"a status is known in any case, with any space around: {status!r}", {"status": status}, {"status": want})
    for provider in ("moov_bf", "coris_bf", "sank_bf", "wave_bf", "Orange Money"):
        charge(f"provider {provider}", {"provider": provider}, {"provider": provider})
    for provider, want in [("MOOV_BF", "moov_bf"), (" orange_bf ", "orange_bf"), ("Wave_BF", "Wave_BF")]:
        charge(f"an operator is known in any case, any other stays as written: {provider!r}", {"provider": provider}, {"provider": want})
    for raw, want in [(3.5, "3.5"), ("3.50", "3.50"), (0, "0"), ("0", "0"), (2, "2"), (100, "100"), ("100.00", "100.00")]:
        charge(f"fees {raw!r}", {"fees": raw}, {"fees": want})
    for raw in ("free", "3,5", -1, 101, "", True, [1]):
        charge(f"fees that are no percentage are left out: {raw!r}", {"fees": raw}, {"fees": None})
    for raw in (500, 500.0, "500", "500.00", "500.0"):
        charge(f"amount {raw!r}", {"amount": raw}, {"amount": 500})
    for raw in (True, "true", "True", "TRUE", " true"):
        charge(f"live_mode {raw!r}", {"live_mode": raw}, {"live_mode": True}, key=LIVE)
    for raw in (1, "yes", {}, ""):
        charge(f"live_mode that says nothing: {raw!r}", {"live_mode": raw}, {"live_mode": None})
    for field in ("currency", "transaction_date", "ip_address", "payment_method", "provider", "phone", "cancelled_at", "cancellation_reason", "created_at", "updated_at"):
        for raw in ({"v": 1}, ["x"]):
            charge(f"{field} only informs, and is left out when it is no text: {raw!r}", {field: raw}, {field: None})
    for raw in ({}, "none", 7, [None, 7, "x", [1]]):
        charge(f"attempts that are none: {raw!r}", {"confirmation_attempts": raw}, {"confirmation_attempts": []})
    charge("one attempt that is none among others", {"confirmation_attempts": [7, {"ip_address": "::1", "attempt_date": [1]}]},
           {"confirmation_attempts": [{"ip_address": "::1", "attempt_date": None, "confirmation_status": None}]})
    for raw in ("2024-08-18T11:43:47.380565+00:00", "2024-08-18T11:43:47Z", "18/08/2024"):
        charge(f"a time stays as written: {raw}", {"created_at": raw}, {"created_at": raw})
    charge("a phone as a number", {"phone": 76000000}, {"phone": "76000000"})
    charge("a masked phone", {"phone": "77xxxxxx"}, {"phone": "77xxxxxx"})
    charge("escapes and accents", {"cancellation_reason": "Annulé \"é\" \u00e9\n😀"}, {"cancellation_reason": "Annulé \"é\" é\n😀"})
    # Money that cannot be read exactly must never be shown as something else.
    unanswered = {"kind": "charge", "outcome": {"kind": "not_sent", "unsent": {"why": "unanswered", "doubt": "malformed"}}}
    for raw in ("500.5", "1e3", "-500", "1000000000001", '"5e2"', '"500 F"', '""', "true", "[500]", '{"v":500}', '" 500"', '"1,000"'):
        body = json.dumps({"status": True, "data": base | {"amount": 0}}).replace('"amount": 0', f'"amount": {raw}')
        g.add(f"amount not to be read exactly: {raw}", given("fetch_charge", body), {"goes_on": "wait", "why": "backoff"})
    # Answers about something else than was asked.
    for named in ("ch_45a408fd483a4d66b98aeea97aa7c2e3", "ch_45a408fd483a4d66b98aeea97aa7c2e", "45a408fd483a4d66b98aeea97aa7c2e2"):
        g.add(f"another charge: {named}", given("fetch_charge", json.dumps({"status": True, "data": base | {"reference": named}})), {"goes_on": "wait", "why": "backoff"})
    charge("the charge in capitals", {"reference": base["reference"].upper()}, {"reference": base["reference"].upper()})
    for key, live in [(None, True), (None, "true"), (LIVE, False), (LIVE, " False")]:
        g.add(f"live_mode {live!r} for a {'live' if key else 'test'} key: asked again", given("fetch_charge", json.dumps({"status": True, "data": base | {"live_mode": live}}), key=key),
              {"goes_on": "wait", "why": "backoff"})
    ours = json.loads(SENFENICO["transfer_queued"])["data"] | {"live_mode": False}
    for comment, change in [("our id in capitals", {"ext_id": ours["ext_id"].upper()}), ("our id with space around", {"ext_id": f" {ours['ext_id']}\n"}), ("no id", {"ext_id": None}),
                            ("an empty id", {"ext_id": ""}), ("a masked number", {"recipient_phone": "63xxxxxx"}), ("no number", {"recipient_phone": None}), ("no amount", {"amount": None}),
                            ("no wallet", {"recipient_wallet": None}), ("a wallet by another name", {"recipient_wallet": "sank_money_bf"})]:
        body = json.dumps({"status": True, "data": ours | change})
        g.add(f"a transfer that is ours: {comment}", given("create_transfer", body), settled("transfer", shape("transfer", load(body)["data"])))
    for comment, change, why in [("another id", {"ext_id": "98b96ea4-210d-4ea0-9b03-8d7fd96e4065"}, "foreign"), ("our id cut", {"ext_id": ours["ext_id"][:-1]}, "foreign"),
                                 ("another number", {"recipient_phone": "63000001"}, "foreign"), ("another wallet", {"recipient_wallet": "orange_bf"}, "foreign"),
                                 ("another amount", {"amount": 101}, "amount_mismatch"), ("another amount and id", {"amount": 101, "ext_id": "A-1"}, "foreign"),
                                 ("real money for a test key", {"live_mode": True}, "mode_mismatch")]:
        # What is ours but not as ordered can be looked at; what is another's must not be.
        named = None if why == "foreign" else ours["reference"]
        expect = {"kind": "transfer", "outcome": {"kind": "unknown", "unknown": {
            "op_id": "op-1", "our_reference": ours["ext_id"], "provider_reference": named, "attempts": 1, "last_sent": 1767600000000, "why": why,
            "http_status": 200, "code": None, "excess": None, "plan": "fetch" if named else "search_by_id", "bill_paid": None}}}
        g.add(f"a transfer that is not as ordered: {comment}", given("create_transfer", json.dumps({"status": True, "data": ours | change})), expect)
    # Lists are read item by item.
    transfers = json.loads(SENFENICO["transfers"])["data"]
    good = [shape("transfer", load(json.dumps(one))) for one in transfers]
    for comment, odd in [("a negative amount", transfers[0] | {"amount": -900}), ("an amount with an exponent", json.loads(json.dumps(transfers[0]).replace('"amount": 100', '"amount": "1E+3"'))),
                         ("no status", transfers[0] | {"status": None}), ("no reference", {"status": "success"}), ("an id that is no text", transfers[0] | {"ext_id": {"v": 1}}),
                         ("null", None), ("a text", "x"), ("a list", [transfers[0]])]:
        for at in range(3):
            items = transfers[:at] + [odd] + transfers[at:]
            g.add(f"an item that cannot be read hides no other: {comment}, at {at}", given("list_transfers", json.dumps({"status": True, "data": items})), settled("transfers", good))
    g.add("an item that cannot be read hides no other: all are odd", given("list_transfers", '{"status":true,"data":[{},7,{"amount":1}]}'), settled("transfers", []))
    for field in ("reference", "status"):
        for bad in ("missing", None, 5, {}, []):
            data = {k: v for k, v in base.items() if k != field} | ({} if bad == "missing" else {field: bad})
            g.add(f"{field} {bad!r}: not the documented shape, asked again", given("fetch_charge", json.dumps({"status": True, "data": data})), {"goes_on": "wait", "why": "backoff"})
    for comment, status in [("missing", None), ("text", "true"), ("number", 1)]:
        body = {"status": status, "data": base}
        if status is None:
            del body["status"]
        g.add(f"the envelope's status {comment}: asked again", given("fetch_charge", json.dumps(body)), {"goes_on": "wait", "why": "backoff"})
    g.add("status false beside data is a refusal", given("fetch_charge", json.dumps({"status": False, "message": "no", "data": base})), rejected("charge", "VALIDATION", 200, "no"))
    g.add("a reference that could leave its path", given("fetch_charge", json.dumps({"status": True, "data": base | {"reference": "../balances"}})), {"goes_on": "wait", "why": "backoff"})
    for empty in ("[]", '"[]"'):
        g.add(f"an empty list: {empty}", given("list_charges", f'{{"status":true,"data":{empty}}}'), settled("charges", []))
    pair = lambda available=None, pending=None: {"available": available, "pending": pending}

    def balances(comment, collection, transfer, want, total=(), wallets=None):
        wallets = [{"wallet": name, "balance": pair(*numbers)} for name, numbers in (wallets or {}).items()]
        expect = {"collection": {"available": None, "pending": None, "currency": None} | want, "transfer_total": pair(*total), "transfer": wallets}
        body = f'{{"status":true,"data":{{"collection_balances":{collection},"transfer_balances":{transfer}}}}}'
        g.add(comment, given("fetch_balances", body), settled("balances", expect))

    balances("balances as text, a new field among the wallets, no totals", '{"available":"18692.00"}',
             '{"orange_money_bf":{"available":"7","pending":"0.0"},"currency":"XOF","new":"x","newer":5}', {"available": 18692}, wallets={"orange_money_bf": (7, 0)})
    balances("a list is no wallet", '{"available":1}', '{"new":[1]}', {"available": 1})
    balances("a number that cannot be read hides none of the others", '{"available":-250,"pending":12,"currency":"XOF"}',
             '{"total_available":0.5,"total_pending":3,"moov_money_bf":{"available":-1,"pending":4},"sank_money_bf":{"available":5}}',
             {"pending": 12, "currency": "XOF"}, (None, 3), {"moov_money_bf": (None, 4), "sank_money_bf": (5, None)})
    balances("one half that cannot be read hides not the other", "null", '{"total_available":1,"total_pending":2}', {}, (1, 2))
    balances("one half that cannot be read hides not the other", '{"available":1}', '"none"', {"available": 1})
    for data in ("{}", '{"collection_balances":null,"transfer_balances":[]}'):
        g.add(f"no balances at all: {data}", given("fetch_balances", f'{{"status":true,"data":{data}}}'), {"goes_on": "wait", "why": "backoff"})
    g.add("a list is no envelope", given("fetch_charge", json.dumps([True, base])), {"goes_on": "wait", "why": "backoff"})
    # Complaints about fields of the request come before any effect; whatever else stands there may have gone wrong later.
    unsure = lambda kind, reply, ours, plan, status: {"kind": reply, "outcome": {"kind": "unknown", "unknown": {
        "op_id": "op-1", "our_reference": ours, "provider_reference": None, "attempts": 1, "last_sent": 1767600000000, "why": "uncertain_code",
        "http_status": status, "code": None, "excess": None, "plan": plan, "bill_paid": None}}}
    for comment, errors, want, proves in [
            ("a map of lists", {"amount": ["too small", "odd"]}, [("amount", "too small"), ("amount", "odd")], True),
            ("a map of texts", {"amount": "too small"}, [("amount", "too small")], True),
            ("a name that no field has", {"details": {"amount": ["bad"]}}, [("details.amount", "bad")], False), ("a text", "bad", [("non_field_errors", "bad")], False),
            ("a list", ["a", "b"], [("non_field_errors", "a"), ("non_field_errors", "b")], False), ("the whole", {"non_field_errors": ["a"]}, [("non_field_errors", "a")], False),
            ("the framework's word", {"detail": "a"}, [("detail", "a")], False), ("one of two names", {"amount": ["a"], "upstream": ["b"]}, [("amount", "a"), ("upstream", "b")], False)]:
        for status in (200, 400, 422):
            body = json.dumps({"status": False, "message": "Validation error", "errors": errors})
            for kind, reply, ours, plan in [("create_charge", "charge_created", None, "search_by_details"), ("create_transfer", "transfer", ORDERS["create_transfer"]["transfer"]["ext_id"], "search_by_id"),
                                            ("create_settlement", "settlement", None, "search_by_details"), ("create_bulk_transfer", "bulk_queued", None, "search_by_id")]:
                expect = rejected(reply, "VALIDATION", status, "Validation error", want) if proves else unsure(kind, reply, ours, plan, status)
                g.add(f"errors: {comment}", given(kind, body, status), expect)
            # After a read nothing can have moved.
            g.add(f"errors after a read: {comment}", given("list_charges", body, status), rejected("charges", "VALIDATION", status, "Validation error", want))
    for kind, reply, errors, want in [
            ("create_charge", "charge_created", {"payment_method_details": {"phone": ["bad"]}}, [("payment_method_details.phone", "bad")]),
            ("create_charge", "charge_created", {"phone": ["bad"], "provider": ["bad"]}, [("phone", "bad"), ("provider", "bad")]),
            ("create_bulk_transfer", "bulk_queued", {"transfers": [{}, {"recipient_phone": ["bad"]}]}, [("transfers.recipient_phone", "bad")]),
            ("create_bulk_transfer", "bulk_queued", {"transfers": {"1": {"ext_id": ["bad"]}}}, [("transfers.1.ext_id", "bad")]),
            ("create_bulk_transfer", "bulk_queued", {"transfers[0].recipient_wallet": ["bad"]}, [("transfers[0].recipient_wallet", "bad")]),
            ("create_transfer", "transfer", {"ext_id": ["bad"], "recipient_wallet": "bad"}, [("ext_id", "bad"), ("recipient_wallet", "bad")]),
            ("submit_otp", "charge", {"otp": ["bad"]}, [("otp", "bad")])]:
        body = json.dumps({"status": False, "message": "Validation error", "errors": errors})
        g.add("errors under fields of the request", given(kind, body, 400), rejected(reply, "VALIDATION", 400, "Validation error", want))
    return g


def foreign():
    """DEXCHANGE: an answer about something else than was asked is none; what only informs hides nothing."""
    g = Group("parse", "issue 10, 1, 8, 9: compared with what was asked; strict where it decides, lenient where it informs; bill by bill", "parse-odd")
    waits = lambda why: {"goes_on": "wait", "why": why}
    inquiry, paid = json.loads(DEXCHANGE["inquiry"]), json.loads(DEXCHANGE["pay_bill"])["transaction"]
    token = json.loads(DEXCHANGE["pay_token"])["transaction"]
    bill = inquiry["bills"][0]

    def inquired(comment, *bills, unreadable=(), customer="210278816"):
        body = json.dumps({"success": True, "referenceClient": customer, "bills": list(bills)})
        texts = [json.dumps(shown) for shown in bills]
        good = [renamed(BILL, load(text)) for at, text in enumerate(texts) if at not in unreadable]
        odd = [{"index": at, "text": texts[at], "excess": None} for at in unreadable]
        told = value(customer, "text")
        g.add(f"bills: {comment}", given("inquire_bills", body), settled("bills", {"customer": told, "bills": good, "unreadable": odd}))

    for comment, change in [("montant as text", {"montant": "104500"}), ("total with decimals", {"total": 104500.0}), ("paid as text", {"paid": "true"}),
                            ("no reference", {"referenceFacture": None}), ("a new field", {"periode": "12/2018"}), ("meter", {"montant": 0, "meterStatus": "ACTIF", "address": "Dakar"}),
                            ("frais is no whole number, and total neither", {"frais": 12.5, "total": 104512.5}), ("frais in words", {"frais": "gratuit"}), ("frais below nothing", {"frais": -3}),
                            ("only total", {"montant": None}), ("neither montant nor total", {"montant": None, "total": None}), ("paid is not said", {"paid": None}),
                            ("dates and names of another type", {"dateEcheance": ["x"], "nom": {"a": 1}, "prenom": 7})]:
        inquired(comment, bill | change, customer=210278816)
    other = bill | {"referenceFacture": "8000000681", "montant": 7150, "total": 7150}
    for comment, odd in [("montant below nothing", bill | {"montant": -900}), ("montant with a fraction", bill | {"montant": 0.5, "total": 1}), ("montant in words", bill | {"montant": "beaucoup"}),
                         ("only a total, with a fraction", bill | {"montant": None, "total": 104512.5}), ("paid is neither yes nor no", bill | {"paid": "demain"}),
                         ("a number", 7), ("null", None), ("a list", [bill]), ("a text", "8000000680")]:
        inquired(f"{comment}: unreadable, and hides no other", odd, other, unreadable=[0])
        inquired(f"{comment}: unreadable, and hides none of two", other, odd, bill, unreadable=[1])
        inquired(f"{comment}: unreadable, and the only one", odd, unreadable=[0])
    for bills in ("[]", "null"):
        g.add(f"bills {bills}", given("inquire_bills", f'{{"success":true,"bills":{bills}}}'), settled("bills", {"customer": None, "bills": [], "unreadable": []}))
    for customer in ("000210278816", "2102-78816", "2102 78816", "2102***16", "2102xxxx6", "", None):
        inquired(f"the number written {customer!r}", bill, customer=customer)
    inquired("the number is ours, the bill has the biller's own", bill | {"referenceClient": "77001"})
    for comment, body in [("another number", inquiry | {"referenceClient": "210278817"}), ("no number, and all bills another's", {"success": True, "bills": [bill | {"referenceClient": "000310045512"}]}),
                          ("another number, no bills", {"success": True, "referenceClient": "310045512", "bills": []}), ("another number, no bill found", json.loads(DEXCHANGE["inquiry_no_bill"]) | {"referenceClient": "310045512"})]:
        for status in (200, 400):
            if status == 200 or not body.get("success"):
                g.add(f"bills of another customer are none: {comment}, HTTP {status}", given("inquire_bills", json.dumps(body), status), waits("backoff"))

    def pays(comment, change, order=None, sample=paid, want=None):
        body = json.dumps({"message": "m", "transaction": sample | change})
        g.add(f"a payment: {comment}", given("pay_bill_once", body, order=order), want or settled("bill_payment", payment(load(body)["transaction"])))

    nothing = lambda fields, sample=paid: settled("bill_payment", payment(load(json.dumps(sample))) | dict.fromkeys(fields))
    for comment, change in [("amount as text", {"amount": "104500"}), ("fee with decimals", {"transactionFee": 1045.0}), ("Status never heard of", {"Status": "ON_HOLD"}),
                            ("a token of several codes", {"token": "1234-5678 / 9012"}), ("success false does not count", {"success": False}), ("a new field", {"biller": {"x": 1}}),
                            ("our id in another case", {"externalTransactionId": "inv-001"}), ("our id with space around", {"externalTransactionId": " INV-001\n"}),
                            ("the number as the biller pads it", {"number": "000210278816"}), ("the number masked", {"number": "21****816"}), ("another number under our own id", {"number": "77001"})]:
        pays(comment, change)
    pays("a blank token is none", {"token": " "}, want=nothing(["token"]))
    pays("a token in a list", {"token": ["1283 9300", 92093223]}, want=settled("bill_payment", payment(load(json.dumps(paid))) | {"token": "1283 9300 92093223"}))
    for comment, change in [("a fee with a fraction", {"transactionFee": 12.5}), ("a fee in words", {"transactionFee": "gratuit"}), ("a fee below nothing", {"transactionFee": -1})]:
        for sample, order in ((paid, None), (token, TOP_UP)):
            pays(f"{comment} hides nothing", change, order, sample, nothing(["fee"], sample))
    for field, name in (("previousBalance", "previous_balance"), ("currentBalance", "current_balance")):
        for odd in (-100, 0.5, "n/a", {"XOF": 1}, [5]):
            pays(f"{field} {json.dumps(odd)} hides nothing", {field: odd}, TOP_UP, token, nothing([name, "previous_balance"], token))
    for comment, change in [("another id of ours", {"externalTransactionId": "INV-002"}), ("our id cut", {"externalTransactionId": "INV-00"}), ("another bill", {"referenceFacture": "8000000681"}),
                            ("another bill, no id", {"referenceFacture": "8000000681", "externalTransactionId": None}), ("another number, no id", {"number": "310045512", "externalTransactionId": ""}),
                            ("another's failure", {"externalTransactionId": "INV-002", "Status": "FAILED"})]:
        pays(f"{comment}: no answer", change, want=waits("quiet"))
    for comment, change in [("another number", {"number": "07061270878"}), ("another amount", {"amount": 1001}), ("another id", {"externalTransactionId": "RCH-002"})]:
        pays(f"a top-up with {comment}: no answer", change, TOP_UP, token, waits("quiet"))
    unknown = {"op_id": "op-1", "our_reference": "RCH-001", "provider_reference": token["transactionId"], "attempts": 1, "last_sent": 1767600000000, "why": "amount_mismatch",
               "http_status": 200, "code": None, "excess": None, "plan": "fetch", "bill_paid": None}
    pays("our own id, another amount: not sent again", {"amount": 1001, "externalTransactionId": "RCH-001"}, TOP_UP, token, {"kind": "bill_payment", "outcome": {"kind": "unknown", "unknown": unknown}})
    for odd in (0.5, -1, "1e3", {}):
        pays(f"an amount {json.dumps(odd)} decides, and is refused", {"amount": odd}, want={"kind": "bill_payment", "outcome": {"kind": "unknown", "unknown": unknown | {
            "our_reference": "INV-001", "provider_reference": paid["transactionId"], "why": "malformed"}}})
    lower = json.dumps({"data": {"id": "TID1234567", "STATUS": "success", "amount": 5, "fee": "1"}})
    want = dict.fromkeys(PAID) | {"transaction_id": "TID1234567", "status": "SUCCESS", "amount": 5, "fee": 1, "evidence": "lookup"}
    asked = {"transaction_id": "TID1234567"}
    g.add("a lookup in the callback's spelling, under data", given("fetch_transaction", lower, order=asked), settled("bill_payment", want))
    g.add("a lookup that is the whole body", given("fetch_transaction", json.dumps(json.loads(lower)["data"]), order=asked), settled("bill_payment", want))
    for comment, named in [("another id", "TID1234568"), ("an id cut short", "TID123456"), ("an id that is none", "TID 1234567"), ("an id that could leave its path", "../TID1234567")]:
        for shown in ({"data": {"id": named, "STATUS": "success"}}, {"transaction": {"transactionId": named, "Status": "FAILED"}}, {"transactionId": named, "Status": "SUCCESS"}):
            g.add(f"a lookup that shows {comment}: no answer", given("fetch_transaction", json.dumps(shown), order=asked), waits("backoff"))
    for shown in ({"Status": "SUCCESS"}, {"Status": "FAILED", "message": "ok"}, {"transactionId": " ", "externalTransactionId": "", "amount": None, "Status": "SUCCESS"}):
        for wrap in (lambda one: {"transaction": one}, lambda one: {"data": one}, lambda one: one):
            g.add("a lookup that tells a status and not whose: no answer", given("fetch_transaction", json.dumps(wrap(shown)), order=asked), waits("backoff"))
    for told, read in (({"externalTransactionId": "INV-1"}, {"external_transaction_id": "INV-1"}), ({"amount": 700}, {"amount": 700})):
        g.add("a lookup that tells whose without their id", given("fetch_transaction", json.dumps({"data": told | {"Status": "SUCCESS"}}), order=asked),
              settled("bill_payment", dict.fromkeys(PAID) | read | {"status": "SUCCESS", "evidence": "lookup"}))
    g.add("a lookup that shows the id in another case", given("fetch_transaction", json.dumps({"transaction": {"transactionId": " tid1234567 ", "Status": "Success"}}), order=asked),
          settled("bill_payment", dict.fromkeys(PAID) | {"transaction_id": "tid1234567", "status": "SUCCESS", "evidence": "lookup"}))
    return g


def generate():
    write("parse", "Answers, and the whole reply each becomes.", [senfenico(), dexchange(), unsaid(), tolerance(), foreign()])
