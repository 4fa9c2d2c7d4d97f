"""requests.json: what each order sends, byte by byte, and what is refused before."""

from common import Group, compact, invalid, write

SF = "https://api.senfenico.com"
DX = "https://api-m.dexchange.sn"
CHARGE = "ch_1ba1b4d1268b41079ee84c777e999f51"
TRANSFER = "tr_61242504fdf24d1b9f5344deed8657f9"
CHECKOUT = "chk_de1ca053573c40a29a9fe95e7ad91d7e"
SETTLEMENT = "d1b19637-3cce-45e7-898b-265ddfbc981c"
UUID = "98b96ea4-210d-4ea0-9b03-8d7fd96e4064"
MIB = 1 << 20
TOO_MUCH = 1_000_000_000_001


def sent(method, url, body=None, stored=False, timeout=None, cap=MIB, key=None):
    """Money POSTs have 60 s, reads 30 s; lists may be 16 MiB (reliability.md 1.2 and 5)."""
    headers = [["Accept", "application/json"]]
    if body is not None:
        headers.append(["Content-Type", "application/json"])
        body = compact(body)
    if url.startswith(SF):
        headers.append(["X-API-KEY", key or "sk_test_sandbox"])
    else:
        headers.append(["Authorization", f"Bearer {key or 'dx_test_sandbox'}"])
    timeout = timeout or (60_000 if method == "POST" else 30_000)
    request = {"method": method, "url": url, "headers": headers, "body": body}
    return {"stored_first": stored, "request": request | {"timeout_ms": timeout, "max_body": cap}}


def charge_body(amount, phone, provider):
    details = {"phone": phone, "provider": provider}
    return {"amount": amount, "currency": "XOF", "payment_method": "mobile_money", "payment_method_details": details}


def transfer_body(amount, phone, wallet, ext_id):
    return {"amount": amount, "recipient_phone": phone, "recipient_wallet": wallet, "ext_id": ext_id}


def order(kind, **fields):
    return {"order": {"kind": kind, **fields}}


def senfenico():
    g = Group("request", "senfenico.txt: checkouts, charges, balance, transfers, settlements", "req-sf")
    page = {"amount": 600, "success_url": "https://example.com/sucess", "cancel_url": "https://example.com/cancel"}
    init = f"{SF}/v1/payment/checkouts/initialize/"
    g.add("the page's own sample", order("initialize_checkout", checkout={"email": "customer@mail.com", **page}),
          sent("POST", init, {"email": "customer@mail.com", **page}))
    g.add("without e-mail", order("initialize_checkout", checkout=page), sent("POST", init, page))
    g.add("an empty e-mail is none", order("initialize_checkout", checkout={"email": "", **page}), sent("POST", init, page))
    g.add("the flow begins alike; not stored first, for nothing moves until the page is opened (row 4)", order("checkout", checkout=page), sent("POST", init, page))
    loop = page | {"success_url": "http://127.0.0.1:8000/ok?a=1&b=2#c"}
    g.add("loopback and a query", order("initialize_checkout", checkout=loop), sent("POST", init, loop))
    for kind in ("create_charge", "collect"):
        url = f"{SF}/v1/payment/charges/"
        for comment, given, amount, phone, provider in [
            ("the page's own sample", {"amount": 2000, "phone": "65000000", "provider": "orange_bf"}, 2000, "65000000", "orange_bf"),
            ("operator by the number: Orange", {"amount": 1, "phone": "04 00 00 00"}, 1, "04000000", "orange_bf"),
            ("operator by the number: Moov", {"amount": 1000, "phone": "+226 70.00.00.00"}, 1000, "70000000", "moov_bf"),
            ("Coris takes a Moov number", {"amount": 1000, "phone": "72000000", "provider": "coris_bf"}, 1000, "72000000", "coris_bf"),
            ("Sank takes a number of no list", {"amount": 2000, "phone": "0022668000000", "provider": "sank_bf"}, 2000, "68000000", "sank_bf"),
            ("the most", {"amount": 10**12, "phone": "76000000"}, 10**12, "76000000", "orange_bf"),
        ]:
            g.add(f"{kind}: {comment}", order(kind, charge=given), sent("POST", url, charge_body(amount, phone, provider), stored=True))
    for otp in ("123456", " 123 456 ", "12-34-56", "\u202d123 456\u202c", "(123\u2009456)", "123.456"):
        g.add(f"a code as an SMS shows it: {otp!r}", order("submit_otp", charge=CHARGE, otp=otp),
              sent("POST", f"{SF}/v1/payment/charges/submit", {"otp": "123456", "charge_reference": CHARGE}, stored=True))
    for kind, path, reference in [("fetch_checkout", "checkouts", CHECKOUT), ("fetch_checkout", "checkouts", UUID),
                                  ("fetch_charge", "charges", CHARGE), ("fetch_transfer", "transfers", TRANSFER),
                                  ("fetch_settlement", "settlements", SETTLEMENT)]:
        g.add(f"{kind} {reference[:6]}", order(kind, reference=reference), sent("GET", f"{SF}/v1/payment/{path}/{reference}"))
    for kind, path in [("list_checkouts", "checkouts"), ("list_charges", "charges"), ("list_transfers", "transfers/"),
                       ("list_settlements", "settlements")]:
        g.add("lists may be long", order(kind), sent("GET", f"{SF}/v1/payment/{path}", cap=16 * MIB))
    g.add("balances", order("fetch_balances"), sent("GET", f"{SF}/v1/payment/balances"))
    for kind in ("create_transfer", "payout"):
        url = f"{SF}/v1/payment/transfers/"
        for comment, given, wallet in [
            ("wallet named", {"amount": 100, "phone": "63000000", "wallet": "sank_bf", "ext_id": UUID}, "sank_bf"),
            ("wallet by the number", {"amount": 100, "phone": "63000000", "ext_id": UUID}, "moov_bf"),
            ("wallet by the number, Orange", {"amount": 100, "phone": "65 00 00 00", "ext_id": "A_b-9"}, "orange_bf"),
        ]:
            phone = given["phone"].replace(" ", "")
            g.add(f"{kind}: {comment}", order(kind, transfer=given),
                  sent("POST", url, transfer_body(100, phone, wallet, given["ext_id"]), stored=True))
    bulk = f"{SF}/v1/payment/transfers/bulk/"
    two = [{"amount": 100, "phone": "65000000", "wallet": "orange_bf", "ext_id": "a-1"},
           {"amount": 250, "phone": "63000000", "ext_id": "a-2"}]
    body = {"transfers": [transfer_body(100, "65000000", "orange_bf", "a-1"), transfer_body(250, "63000000", "moov_bf", "a-2")]}
    for kind in ("create_bulk_transfer", "bulk_payout"):
        g.add(f"{kind}: POST, although the page's heading says GET", order(kind, transfers=two), sent("POST", bulk, body, stored=True))
        full = [{"amount": 100, "phone": "76000000", "ext_id": f"n{n}"} for n in range(100)]
        body100 = {"transfers": [transfer_body(100, "76000000", "orange_bf", f"n{n}") for n in range(100)]}
        g.add(f"{kind}: a hundred in one request", order(kind, transfers=full), sent("POST", bulk, body100, stored=True))
    more = [{"amount": 100, "phone": "76000000", "ext_id": f"n{n}"} for n in range(101)]
    g.add("a bulk payout of 101 sends a hundred first", order("bulk_payout", transfers=more), sent("POST", bulk, body100, stored=True))
    for kind in ("create_settlement", "settle"):
        g.add(kind, order(kind, settlement={"amount": 1000}), sent("POST", f"{SF}/v1/payment/settlements/", {"amount": 1000}, stored=True))
    g.add("a GET with an effect: stored first, and given the time of a payment", order("cancel_settlement", reference=SETTLEMENT),
          sent("GET", f"{SF}/v1/payment/settlements/{SETTLEMENT}/cancel/", stored=True, timeout=60_000))
    g.add("a live key", order("list_charges") | {"key": "sk_live_abc12345"},
          sent("GET", f"{SF}/v1/payment/charges", cap=16 * MIB, key="sk_live_abc12345"))
    moved = sent("GET", f"{SF}/v1/payment/balances")
    moved["request"]["url"] = "http://127.0.0.1:4010/v1/payment/balances"
    g.add("another host, on this machine", order("fetch_balances") | {"base_url": "http://127.0.0.1:4010/"}, moved)
    return g


def dexchange():
    g = Group("request", "dexchange-bill-inquiry-page.txt and dexchange-bill-pay-page.txt", "req-dx")
    inquiry, pay = f"{DX}/api/v1/billing/inquiry", f"{DX}/api/v1/billing/pay"
    for service in ("SENELEC_SN_BILL", "SENEAU_SN_BILL", "WOYOFAL_SN_BILL"):
        g.add(f"inquiry {service}", order("inquire_bills", inquiry={"service": service, "customer": "210278816"}),
              sent("POST", inquiry, {"serviceCode": service, "reference_client": "210278816"}))
    g.add("a meter number as printed", order("inquire_bills", inquiry={"service": "WOYOFAL_SN_BILL", "customer": " 0706 127 0877 "}),
          sent("POST", inquiry, {"serviceCode": "WOYOFAL_SN_BILL", "reference_client": "07061270877"}))
    bill = {"service": "SENELEC_SN_BILL", "customer": "210278816", "bill": "8000000680", "external_transaction_id": "INV-001"}
    wire = {"serviceCode": "SENELEC_SN_BILL", "reference_client": "210278816", "reference_facture": "8000000680", "externalTransactionId": "INV-001"}
    top_up = {"service": "WOYOFAL_SN_BILL", "customer": "07061270877", "amount": 1000, "external_transaction_id": "RCH-001"}
    wire_top = {"serviceCode": "WOYOFAL_SN_BILL", "reference_client": "07061270877", "amount": 1000, "externalTransactionId": "RCH-001"}
    extra = {"callback_url": "https://your-domain.com/callback", "custom_data": "é \"x\" €"}
    extra_wire = {"callBackURL": "https://your-domain.com/callback", "customData": "é \"x\" €"}
    session = {"bill": "sess/tok=1 +2"}
    for kind in ("pay_bill_once", "pay_bill"):
        g.add(f"{kind}: a pinned bill", order(kind, payment=bill), sent("POST", pay, wire, stored=True))
        g.add(f"{kind}: every field", order(kind, payment=bill | extra), sent("POST", pay, wire | extra_wire, stored=True))
        g.add(f"{kind}: a top-up", order(kind, payment=top_up), sent("POST", pay, wire_top, stored=True))
        g.add(f"{kind}: a top-up, every field", order(kind, payment=top_up | extra), sent("POST", pay, wire_top | extra_wire, stored=True))
        ordered = {"serviceCode": "WOYOFAL_SN_BILL", "reference_client": "07061270877", "amount": 1000,
                   "reference_facture": "sess/tok=1 +2", "externalTransactionId": "RCH-001"}
        g.add(f"{kind}: a Woyofal session token is opaque", order(kind, payment=top_up | session), sent("POST", pay, ordered, stored=True))
    open_bill = {k: v for k, v in bill.items() if k != "bill"}
    ask = {"serviceCode": "SENELEC_SN_BILL", "reference_client": "210278816"}
    g.add("a bill to be found is looked up first", order("pay_bill", payment=open_bill), sent("POST", inquiry, ask))
    g.add("so is one the customer must confirm", order("pay_bill", payment=bill | {"confirm": True}), sent("POST", inquiry, ask))
    g.add("by the vendor's id", order("fetch_transaction", transaction_id="TID123456789"), sent("GET", f"{DX}/api/v1/transaction/TID123456789"))
    return g


BILLERS = "SENEAU_SN_BILL, SENELEC_SN_BILL, WOYOFAL_SN_BILL"
#: What people write for a service, and which one they mean.
SERVICES = [("", None), (" ", None), ("A B", None), ("A" * 65, None), ("RAPIDO_SN_BILL", None), ("SN_BILL", None), ("WOYOFAL_ML_BILL", "WOYOFAL_SN_BILL"), ("senelec", "SENELEC_SN_BILL"),
            ("Sénélec", "SENELEC_SN_BILL"), ("SEN EAU", "SENEAU_SN_BILL"), ("sen'eau", "SENEAU_SN_BILL"), ("woyofal", "WOYOFAL_SN_BILL"), ("WOYAFAL", "WOYOFAL_SN_BILL"), ("facture senelec", "SENELEC_SN_BILL")]


def refused():
    g = Group("request", "senfenico.txt parameter tables; reliability.md 1.2 rows 2', 8 and 5", "req-no")

    def each(make, field, cases):
        for comment, value, problem, allowed in cases:
            g.add(comment, make(value), invalid(field, problem, allowed))

    francs = [("nothing", 0, "out of range", "from 1 to"), ("less than nothing", -1, "out of range", "from 1 to"),
              ("too much", TOO_MUCH, "out of range", "1000000000000"), ("far too much", 2**62, "out of range", "1000000000000")]
    charge = {"amount": 1000, "phone": "76000000"}
    for kind in ("create_charge", "collect"):
        each(lambda v: order(kind, charge=charge | {"amount": v}), "amount", francs)
    each(lambda v: order("create_settlement", settlement={"amount": v}), "amount", francs)
    each(lambda v: order("settle", settlement={"amount": v}), "amount", francs[:1])
    page = {"amount": 600, "success_url": "https://example.com/s", "cancel_url": "https://example.com/c"}
    each(lambda v: order("initialize_checkout", checkout=page | {"amount": v}), "amount", francs)
    payout = {"amount": 100, "phone": "63000000", "ext_id": "a-1"}
    for kind in ("create_transfer", "payout"):
        each(lambda v: order(kind, transfer=payout | {"amount": v}), "amount",
             [("a payout is at least 100", 99, "99", "from 100 to"), ("too much", TOO_MUCH, "out of range", "from 100 to"), ("negative", -100, "out of range", "")])
    numbers = [("too short", "7600000", "Burkina", "8 digits"), ("too long", "760000000", "Burkina", "8 digits"), ("none", "", "Burkina", ""),
               ("letters", "76OOOOOO", "Burkina", ""), ("Senegal", "+221770000000", "Burkina", "+226"), ("masked", "77xxxxxx", "Burkina", ""),
               ("Arabic digits", "٧٦٠٠٠٠٠٠", "other than 0 to 9", "8 digits")]
    each(lambda v: order("create_charge", charge=charge | {"phone": v}), "phone", numbers)
    each(lambda v: order("create_transfer", transfer=payout | {"phone": v}), "phone", numbers)
    g.add("an Orange charge on a Moov number", order("create_charge", charge={"amount": 1, "phone": "70000000", "provider": "orange_bf"}), invalid("phone", "70", "04, 05, 06, 07"))
    g.add("a Moov charge on an Orange number", order("collect", charge={"amount": 1, "phone": "76000000", "provider": "moov_bf"}), invalid("phone", "orange_bf", "70, 71"))
    g.add("a Sank charge on a fixed line", order("create_charge", charge={"amount": 1, "phone": "25000000", "provider": "sank_bf"}), invalid("phone", "25"))
    g.add("no operator told by the number", order("create_charge", charge={"amount": 1, "phone": "68000000"}), invalid("provider", "missing", "coris_bf"))
    g.add("Coris receives no transfers", order("create_transfer", transfer=payout | {"wallet": "coris_bf"}), invalid("wallet", "coris_bf", "sank_bf"))
    operators = [("orange", "orange_bf"), ("wave", None), ("wave_bf", None), ("telecel_bf", None), ("", None), ("Moov Money", "moov_bf"), ("Orange-BF", "orange_bf"), ("76000000", None)]
    for bad, meant in [*operators, ("coris", "coris_bf")]:
        for kind in ("create_charge", "collect"):
            g.add(f"{kind}: no operator: {bad!r}", order(kind, charge=charge | {"provider": bad}), invalid("provider", "not an operator", "orange_bf, moov_bf, coris_bf, sank_bf", meant))
    for bad, meant in [*operators, ("coris", None), ("sank", "sank_bf")]:
        for kind in ("create_transfer", "payout"):
            g.add(f"{kind}: no wallet: {bad!r}", order(kind, transfer=payout | {"wallet": bad}), invalid("wallet", "not an operator", "orange_bf, moov_bf, sank_bf", meant))
        for kind in ("create_bulk_transfer", "bulk_payout"):
            g.add(f"{kind}: no wallet: {bad!r}", order(kind, transfers=[payout, payout | {"ext_id": "a-2", "wallet": bad}]), invalid("transfers[1].wallet", "not an operator", "orange_bf, moov_bf, sank_bf", meant))
    g.add("no wallet told by the number", order("payout", transfer=payout | {"phone": "68000000"}), invalid("wallet", "missing", "orange_bf"))
    g.add("an Orange wallet on a Moov number", order("create_transfer", transfer=payout | {"wallet": "orange_bf"}), invalid("phone", "63"))
    bad_names = [("empty", ""), ("65 characters", "a" * 65), ("one up", ".."), ("a path", "a/../b"), ("encoded", "%2e%2e"), ("encoded slash", "a%2fb"),
                 ("a query", "a?b=1"), ("a fragment", "a#b"), ("a space", "a b"), ("a line end", "a\nb"), ("CR LF and a header", "a\r\nX: y"),
                 ("a zero byte", "a\u0000"), ("an accent", "é"), ("other digits", "١٢٣"), ("a dot", "a.b"), ("a backslash", "a\\b")]
    for comment, bad in bad_names:
        g.add(f"ext_id: {comment}", order("create_transfer", transfer=payout | {"ext_id": bad}), invalid("ext_id", "not a reference", "A-Z"))
    for kind in ("fetch_charge", "fetch_checkout", "fetch_transfer", "fetch_settlement", "cancel_settlement"):
        for comment, bad in bad_names[:6]:
            g.add(f"{kind}: {comment}", order(kind, reference=bad), invalid("reference", "not a reference", "64"))
    for comment, bad in bad_names[:5]:
        g.add(f"transaction: {comment}", order("fetch_transaction", transaction_id=bad), invalid("transaction_id"))
        g.add(f"charge of a code: {comment}", order("submit_otp", charge=bad, otp="123456"), invalid("charge"))
        g.add(f"operation id: {comment}", order("list_charges") | {"op_id": bad}, invalid("op_id", "not a reference"))
    for bad in ("", "123", "12345678901", "12345a", "١٢٣٤٥٦", "１２３４５６"):
        answer = invalid("otp", "not a one-time password" if bad.isascii() else "digits other than", "4 to 10 digits")
        if bad:
            answer["invalid"]["problem"] = {"absent": bad}
        g.add(f"not a code: {len(bad)} characters; the error never shows it", order("submit_otp", charge=CHARGE, otp=bad), answer)
    for comment, bad in [("http", "http://example.com/s"), ("no scheme", "example.com/s"), ("script", "javascript:alert(1)"), ("a name before the host", "https://a@b.c/"),
                         ("a space", "https://example.com/a b"), ("empty", ""), ("a backslash", "https://example.com\\@evil.com"), ("too long", "https://example.com/" + "a" * 2048)]:
        for field in ("success_url", "cancel_url"):
            g.add(f"{field}: {comment}", order("initialize_checkout", checkout=page | {field: bad}), invalid(field, "", "https"))
    for bad in ("customer", "@mail.com", "a@b", "a b@mail.com", "a@mail.com\r\nX: y", "a" * 250 + "@mail.com"):
        g.add("not an e-mail address", order("initialize_checkout", checkout=page | {"email": bad}), invalid("email", "e-mail"))
    for kind in ("create_bulk_transfer", "bulk_payout"):
        g.add(f"{kind}: nobody", order(kind, transfers=[]), invalid("transfers", "empty"))
        g.add(f"{kind}: the same id twice", order(kind, transfers=[payout, payout]), invalid("transfers[1].ext_id", "transfers[0]", "one id"))
        g.add(f"{kind}: the second item", order(kind, transfers=[payout, payout | {"ext_id": "a-2", "amount": 5}]), invalid("transfers[1].amount", "5"))
        g.add(f"{kind}: an item without id", order(kind, transfers=[payout | {"ext_id": ""}]), invalid("transfers[0].ext_id"))
    g.add("a hundred and one in one call", order("create_bulk_transfer", transfers=[payout | {"ext_id": f"n{n}"} for n in range(101)]), invalid("transfers", "101", "100"))
    bill = {"service": "SENELEC_SN_BILL", "customer": "210278816", "bill": "8000000680", "external_transaction_id": "INV-001"}
    unpinned = {k: v for k, v in bill.items() if k != "bill"}
    g.add("an unpinned bill: the vendor would settle the first unpaid one", order("pay_bill_once", payment=unpinned), invalid("bill", "missing", "inquiry"))
    top_up = {"service": "WOYOFAL_SN_BILL", "customer": "07061270877", "external_transaction_id": "RCH-001"}
    for kind in ("pay_bill_once", "pay_bill"):
        g.add(f"{kind}: Woyofal without amount", order(kind, payment=top_up), invalid("amount", "missing", "Woyofal"))
        each(lambda v: order(kind, payment=top_up | {"amount": v}), "amount", francs[:3])
        g.add(f"{kind}: an amount for a bill", order(kind, payment=bill | {"amount": 5}), invalid("amount", "given for a bill", "none"))
        for comment, bad in bad_names[:7]:
            g.add(f"{kind}: our id: {comment}", order(kind, payment=bill | {"external_transaction_id": bad}), invalid("external_transaction_id"))
        for bad in ("", "12", "1" * 33, "21027'8816", "21/../8", "é210278816"):
            g.add(f"{kind}: no customer number: {bad!r}", order(kind, payment=bill | {"customer": bad}), invalid("customer"))
        for bad in ("", " 8", "8 ", "8\n", "é", "8" * 129):
            g.add(f"{kind}: no bill reference: {bad[:4]!r}", order(kind, payment=bill | {"bill": bad}), invalid("bill"))
        g.add(f"{kind}: a callback over http", order(kind, payment=bill | {"callback_url": "http://a.b/c"}), invalid("callback_url", "http"))
        g.add(f"{kind}: too much custom data", order(kind, payment=bill | {"custom_data": "x" * 1025}), invalid("custom_data", "too long", "1024"))
        for bad, meant in SERVICES:
            g.add(f"{kind}: no service: {bad[:8]!r}", order(kind, payment=bill | {"service": bad}), invalid("service", "not a service", BILLERS, meant))
    for bad, meant in SERVICES:
        g.add(f"inquire_bills: no service: {bad[:8]!r}", order("inquire_bills", inquiry={"service": bad, "customer": "210278816"}), invalid("service", "not a service", BILLERS, meant))
    g.add("a bill order at Senfenico", order("pay_bill", payment=bill) | {"vendor": "senfenico"}, invalid("order", "other vendor"))
    g.add("a charge order at DEXCHANGE", order("list_charges") | {"vendor": "dexchange"}, invalid("order", "other vendor"))
    for comment, bad in [("short", "sk_test"), ("a line end", "sk_test_abc\n"), ("CR LF and a header", "sk_test_a\r\nX: y"), ("a space", "sk_test abc"), ("an accent", "sk_test_é123")]:
        answer = invalid("key", "", "8 to 256")
        answer["invalid"]["problem"] = {"absent": bad.strip()}
        g.add(f"a key: {comment}; the error never shows it", order("list_charges") | {"key": bad}, answer)
    for bad in ("http://api.senfenico.com", "https://api.senfenico.com/v1", "https://a@b.c", "ftp://a.b", "https://"):
        g.add("not a host", order("list_charges") | {"base_url": bad}, invalid("base_url"))
    return g


def generate():
    write("requests", "Every order to its exact request, or to the refusal before anything is sent.", [senfenico(), dexchange(), refused()])
