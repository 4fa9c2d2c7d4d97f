"""amounts, phones, percent, references, urls, keys, otp: what is read and what is refused."""

from common import Group, invalid, part, write
from typed import DASHES, NUMERALS, OTHER_DIGITS, ZEROS, name as named, pasted

MOST = 10**12


def amounts():
    text = Group("amount_text", "senfenico.txt and dexchange pages print 500, 18692.0 and text; reliability.md 5, float money", "amt-text")
    for raw, francs in [("0", 0), ("1", 1), ("5", 5), ("99", 99), ("100", 100), ("500", 500), ("500.0", 500), ("500.00", 500), ("18692.0", 18692), ("18692.00", 18692), ("104500", 104500),
                        ("0.0", 0), ("00", 0), ("007", 7), ("1.000000000000000000000000000000", 1), ("999999999999", 999999999999), ("1000000000000", MOST), ("1000000000000.0", MOST), ("000000000000000000000000500", 500)]:
        text.add("plain", raw, {"francs": francs})
    for raw, problem in [("0.5", "fraction"), ("1.01", "fraction"), ("500.001", "fraction"), ("0.10", "fraction"), ("999999999999.9", "fraction"), ("1000000000000.5", "fraction"),
                         ("1000000000001", "range"), ("9223372036854775807", "range"), ("9223372036854775808", "range"), ("99999999999999999999999999", "range"), ("18446744073709551616", "range")]:
        text.add("not a whole number of francs in range", raw, invalid("amount", problem, "whole francs"))
    for raw in ["", " ", "-1", "-0", "+1", "-500", "1e3", "1E3", "5e-1", "0x10", "1,000", "1 000", "1_000", "500 ", " 500", "500\n", "\t5", ".5", "5.", ".", "..", "1.2.3", "1..0", "NaN", "nan", "Infinity", "inf",
                "null", "true", "500F", "500 F CFA", "XOF500", "٥٠٠", "５００", "५००", "1\u00a0000", "500\u0000", "²", "1.0e0", "1.-0", "--1", "0b1", "1'000", "\"500\"", "[500]"]:
        text.add("no plain number", raw, invalid("amount", "not a plain number", "1000000000000"))
    text.add("a megabyte of nines", [{"repeat": ["9", 1 << 20]}], invalid("amount", "range"))
    text.add("a megabyte of zeros", ["5.", {"repeat": ["0", 1 << 20]}], {"francs": 5})
    francs = Group("amount_francs", "0 to 10^12", "amt-int")
    for n in (0, 1, 500, MOST):
        francs.add("in range", n, {"francs": n})
    for n in (-1, -(2**63), MOST + 1, 2**63 - 1):
        francs.add("out of range", n, invalid("amount", "range"))
    read = Group("amount_json", "as orders and replies carry it: a JSON integer", "amt-json")
    for raw, n in [("0", 0), ("500", 500), ("1000000000000", MOST), (" 7 ", 7)]:
        read.add("an integer", raw, {"francs": n})
    for raw in ("500.0", "500.5", "1e3", "-1", "1000000000001", "18446744073709551615", '"500"', "null", "true", "[]", "{}", "0500", "", "NaN", "1e400"):
        read.add("anything else", raw, "refused")
    total = Group("amount_sum", "never over the most", "amt-sum")
    for a, b, n in [(0, 0, 0), (104500, 1045, 105545), (MOST, 1, MOST), (MOST, MOST, MOST), (MOST - 1, 1, MOST)]:
        total.add("a sum", [a, b], {"francs": n})
    shown = Group("amount_display", "thousands apart", "amt-show")
    for n, said in [(0, "0 F CFA"), (5, "5 F CFA"), (999, "999 F CFA"), (1000, "1 000 F CFA"), (104500, "104 500 F CFA"), (1234567, "1 234 567 F CFA"), (MOST, "1 000 000 000 000 F CFA")]:
        shown.add("as people write it", n, said)
    write("amounts", "Money: whole francs CFA, never a float.", [text, francs, read, total, shown])


ORANGE = "04 05 06 07 54 55 56 57 64 65 66 67 74 75 76 77".split()
MOOV = "70 71 72 73 60 61 62 63 50 51 52 53 01 02 03".split()


NAMES = "orange_bf, moov_bf, coris_bf, sank_bf"
#: What people write for an operator: its brand, its brand in words, another spelling of the name, one slip of the hand.
LIKE = {
    "orange_bf": ("orange", "Orange", "ORANGE", "orange bf", "orange-bf", "orangebf", "Orange Money", "orange_money", "orange_money_bf", "OrangeMoney", "om orange", "orange_bf\u0000", "orange_sn", "orange_ci",
                  "oragne", "orang", "orannge_bf", "prange_bf", "money orang"),
    "moov_bf": ("moov", "Moov", "moov money", "moov-africa", "moov_money_bf", "mov", "moob_bf", "mooov"),
    "coris_bf": ("coris", "Coris Money", "CORIS BANK", "corris", "cors_bf", "corsi"),
    "sank_bf": ("sank", "Sank Money", "sankmoney", "sanc_bf"),
}


def phones():
    source = "senfenico.txt, create a charge, Note on Provider Constraints"
    read = Group("phone", source, "ph")

    def phone(digits):
        owner = "orange_bf" if digits[:2] in ORANGE else "moov_bf" if digits[:2] in MOOV else None
        return {"digits": digits, "provider": owner, "mobile": digits[0] in "0567", "debug": f"{digits[:2]}••••{digits[-2:]}"}

    for prefix in ORANGE + MOOV:
        read.add(f"prefix {prefix}", f"{prefix}123456", phone(f"{prefix}123456"))
    for prefix in ("00", "08", "09", "20", "25", "40", "58", "59", "68", "69", "78", "79", "80", "99"):
        read.add(f"prefix {prefix}, in no list", f"{prefix}000000", phone(f"{prefix}000000"))
    for raw in ("76 00 00 01", "76.00.00.01", "76-00-00-01", "76\u00a000\u202f00 01", "+22676000001", "+226 76 00 00 01", "0022676000001", "00226 76-00-00-01", "22676000001", "226 76 00 00 01", " 76000001 "):
        read.add("as people write it", raw, phone("76000001"))
    for how, raw in pasted(("76", "00", "00", "01")):
        read.add(f"pasted: {how}", raw, phone("76000001"))
    for how, raw in pasted(("+226", "70", "00", "00", "09")):
        read.add(f"pasted with the country code: {how}", raw, phone("70000009"))
    for raw in ("tel:76000001", "TEL:+226-76-00-00-01", " tel: 0022676000001", "\u200etel:(76) 00 00 01", "(226)76000001", "(+226) 76 00 00 01", "+(226) 76/00/00/01", "+\u202d226 76000001", "00 226 76.00.00.01"):
        read.add("with a scheme, or the country code in parentheses", raw, phone("76000001"))
    read.add("a local number that begins like the country code", "22600000", phone("22600000"))
    for raw in ("", " ", "7600000", "760000001", "7600000a", "76x00001", "77xxxxxx", "+221770000000", "+33612345678", "0033612345678", "+2267600000", "+226760000011", "2267600000", "++22676000001", "+76000001",
                "76_000001", "76\n000001", "76\u2028000001", "76000001\n70000001", "76\u00000001", "76000001;ext=1", "tel:", "tel:tel:76000001", "sms:76000001", "mailto:76", "-76000001x", "22676000001 1",
                "76,00,00,01", "76 00 00 0I", "76 00 00 O1", "\u202d7600000\u202c", "7600\u2009000012", "(+225) 76 00 00 01", "+226 76 00 00 01 / 70", "76+226000001", "\u20007\u2001", "+\ufeff+22676000001"):
        read.add("no number of Burkina Faso", raw, invalid("phone", "not a phone number of Burkina Faso", "8 digits"))
    for zero in ZEROS:
        read.add(f"{named(zero)}: digits of another script are never guessed at", f"7600000{zero}", invalid("phone", OTHER_DIGITS, "8 digits"))
    for raw in ("٧٦٠٠٠٠٠١", "７６０００００１", "\u202d٧٦ ٠٠ ٠٠ ٠١\u202c", "+226 ７６ 00 00 01", *(f"7600000{numeral}" for numeral in NUMERALS), *(f"76000001{numeral}" for numeral in NUMERALS)):
        read.add("digits of another script are never guessed at", raw, invalid("phone", OTHER_DIGITS, "8 digits"))
    fits = Group("phone_provider", source, "ph-prov")
    for provider, good, other, owner in [("orange_bf", ORANGE, MOOV, "moov_bf"), ("moov_bf", MOOV, ORANGE, "orange_bf")]:
        for prefix in good[:3] + good[-2:]:
            fits.add(f"{provider} {prefix}", {"phone": f"{prefix}000000", "provider": provider}, "fits")
        for prefix in other[:3] + other[-2:]:
            fits.add(f"{provider} {prefix}: the other operator's", {"phone": f"{prefix}000000", "provider": provider}, invalid("phone", owner, good[0]))
        for prefix in ("68", "25", "08"):
            fits.add(f"{provider} {prefix}: in no list", {"phone": f"{prefix}000000", "provider": provider}, invalid("phone", prefix, good[0]))
    for provider in ("coris_bf", "sank_bf"):
        for digits in ("72000000", "75000000", "68000000", "76000000", "01000000", "55000000"):
            fits.add(f"{provider}: any mobile number, the page's test numbers too", {"phone": digits, "provider": provider}, "fits")
        for digits in ("25000000", "20304050", "44000000", "90000000"):
            fits.add(f"{provider}: no mobile number", {"phone": digits, "provider": provider}, invalid("phone", digits[:2], "0, 5, 6 or 7"))
    fits.add("an operator that the page does not name", {"phone": "25000000", "provider": "wave_bf"}, invalid("provider", "not an operator", "orange_bf"))
    names = Group("provider", "senfenico.txt, create a charge, provider", "prov")
    for name in ("orange_bf", "moov_bf", "coris_bf", "sank_bf"):
        names.add("a name", name, name)
    for name, known in [("Orange_BF", "orange_bf"), (" SANK_BF\n", "sank_bf")]:
        names.add("a known name in any case, with any space around", name, known)
    for name in ("", " ", "Wave_BF", "wave", " wave_bf", "wave_bf", "telecel_bf", "mtn", "x", "bf", "a" * 32, "a" * 33, "é", "a\n", "76000000", "orange, moov", "_bf"):
        names.add("not on the page, and like none that is", name, invalid("provider", "not an operator", NAMES))
    for known, likenesses in LIKE.items():
        for name in likenesses:
            names.add(f"likely {known}", name, invalid("provider", "not an operator", NAMES, known))
    write("phones", "Phone numbers of Burkina Faso and the operators behind them.", [read, fits, names])


def percent():
    read = Group("percent", "senfenico.txt: fees float or string, in percent", "pct")
    for raw, share in [("3.5", 350), ("3.50", 350), ("3.500000", 350), ("1.5", 150), ("1.50", 150), ("2", 200), ("2.00", 200), ("0", 0), ("0.0", 0), ("0.05", 5), ("0.5", 50), ("10", 1000), ("99.99", 9999),
                       ("100", 10000), ("100.00", 10000), ("003.5", 350), ("3.125", None), ("0.001", None), ("3.141592653589", None)]:
        read.add("a share", raw, {"text": raw, "ten_thousandths": share})
    for raw in ("", " ", "-1", "+3.5", "3,5", "3.5%", "3.5 %", " 3.5", ".5", "5.", "1e1", "NaN", "٣", "3.5.1", "0x3", "1.1234567890123", "free", "3.5\n"):
        read.add("no plain decimal", raw, invalid("percent", "not a plain decimal", "0 to 100"))
    for raw in ("100.01", "100.000000000001", "101", "999999999999"):
        read.add("more than all of it", raw, invalid("percent", "over 100", "0 to 100"))
    same = Group("percent_equal", "3.50 is 3.5", "pct-eq")
    for a, b, equal in [("3.5", "3.50", True), ("3.5", "3.51", False), ("03.5", "3.5", True), ("0", "0.00", True), ("2", "2.0", True), ("20", "2", False), ("0.5", "5", False), ("100", "100.0", True)]:
        same.add("compared by value", [a, b], equal)
    write("percent", "Senfenico's fees: percentages, kept as they came.", [read, same])


def references():
    bad = ["", " ", ".", "..", "../x", "a/b", "a\\b", "a b", " a", "a ", "a.b", "a:b", "a%2fb", "%2e%2e", "a?b", "a#b", "a&b", "a\n", "a\r\nX: y", "a\u0000", "é", "a\u200b", "١٢", "ａ", "<a>", "'a'", '"a"', "a;b", "a,b", "a@b", "~a", "a+b", "a=b", "a" * 65]
    good = ["a", "A", "0", "-", "_", "ch_1ba1b4d1268b41079ee84c777e999f51", "TID123456789", "98b96ea4-210d-4ea0-9b03-8d7fd96e4064", "01J9ZX3V5T7Q8W2E4R6Y8U0I1P", "INV-001", "__proto__", "a" * 64]
    groups = []
    for kind, field in [("reference", "reference"), ("op_id", "op_id")]:
        g = Group(kind, "reliability.md 5: A-Z a-z 0-9 _ - up to 64", f"ref-{kind.replace('_', '-')}")
        for text in good:
            g.add("a name", text, text)
        for text in bad:
            g.add("no name", text, invalid(field, "not a reference", "1 to 64"))
        groups.append(g)
    bill = Group("bill_reference", "dexchange-bill-inquiry-page.txt: bill reference, or an opaque session token", "ref-bill")
    for text in ("8000000680", "a/b+c==", "a b", "{\"x\":1}", "~!@#$%^&*()", "x" * 128, "0"):
        bill.add("opaque, printable", text, text)
    for text in ("", " ", " 8", "8 ", "8\n", "\t8", "é", "8\u00a0", "8\u0000", "\u007f", "x" * 129, "٨"):
        bill.add("not printable ASCII, or a space around it", text, invalid("reference_facture", "not a bill reference", "128"))
    customer = Group("customer_reference", "dexchange-bill-inquiry-page.txt: meter number / police / customer reference", "ref-cust")
    for text, kept in [("210278816", "210278816"), ("000210278816", "000210278816"), ("0706 127 0877", "07061270877"), ("P/123-45", "P/123-45"), ("abc", "abc"), (" 123 ", "123"), ("12\u00a034", "1234"), ("9" * 32, "9" * 32)]:
        customer.add("as printed on the bill", text, kept)
    for how, text in pasted(("0706", "127", "0877")):
        # A slash and a dash belong to some numbers, and a dash of an editor was a hyphen.
        between = {"U+002F between": "0706/127/0877"} | {f"{named(dash)} between": "0706-127-0877" for dash in DASHES}
        if how != "a part in parentheses":
            customer.add(f"pasted: {how}", text, between.get(how, "07061270877"))
    for text, kept in [("12.34", "1234"), ("12\u202f34", "1234"), ("P/\u2009123\u201345", "P/123-45"), ("(0706) 127.0877", "07061270877"), ("\u202dAB 12\u202c\n", "AB12")]:
        customer.add("pasted", text, kept)
    for text in ("٢١٠٢٧", "０７０６１２７", "\u202d٢١٠ ٢٧\u202c", "123²", *(f"0706127{zero}" for zero in ZEROS)):
        customer.add("digits of another script are never guessed at", text, invalid("reference_client", OTHER_DIGITS, "3 to 32"))
    for text in ("", "12", "  ", "9" * 33, "12_34", "12\n34", "12'34", "é1234", "<123>", "12;34", "12&a=b", "\u202d12\u202c", "...", "21/../8", "(P)123", "12.3-4", "P.123", "(.)", "12\u202834"):
        customer.add("no number", text, invalid("reference_client", "not a meter or customer number", "3 to 32"))
    write("references", "Names of payments, operations, bills and customers.", groups + [bill, customer])


def urls():
    web = Group("web_url", "reliability.md 5: https only, http on this machine", "url-web")
    for text in ("https://a.bf", "https://a.bf/", "https://example.com/sucess", "https://a.bf:8443/x?y=1&z=%20#f", "HTTPS://A.BF/x", "https://xn--caf-dma.bf/", "https://1.2.3.4/x", "https://[2001:db8::1]:8443/", "http://localhost/ok",
                 "http://localhost:3000/ok", "http://127.0.0.1/ok", "http://[::1]:1/ok", "https://a-b.c-d.bf/~x/(y)!$&'*+,;=:@", "https://a.bf?x", "https://a.bf/" + "x" * 2035):
        web.add("an address", text, text)
    for text in ("", "a.bf", "//a.bf", "/a", "https:/a.bf", "https:a.bf", "https://", "https:///x", "http://a.bf", "http://127.0.0.2/", "http://localhost.evil.bf/", "http://0.0.0.0/", "ftp://a.bf", "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "https://u@a.bf",
                 "https://u:p@a.bf/", "https://a.bf\\@evil.bf", "https://a.bf\\x", "https://a b.bf", "https://a.bf/ x", " https://a.bf", "https://a.bf\n", "https://a.bf/\r\nX: y", "https://a.bf/\u0000", "https://é.bf/", "https://a.bf/é", "https://a..bf/", "https://.bf/",
                 "https://-a.bf/", "https://a-.bf/", "https://a_b.bf/", "https://a.bf:/", "https://a.bf:0/", "https://a.bf:65536/", "https://a.bf:8x/", "https://a.bf:+80/", "https://[::g]/", "https://[::1", "https://::1]/", "https://[1.2.3.4]/", "https://a.bf/<x>", "https://a.bf/\"", "https://a.bf/{x}",
                 "https://a.bf/|", "https://a.bf/^", "https://a.bf/`", "https://" + "a" * 64 + ".bf/", "https://a.bf/" + "x" * 2036):
        web.add("no safe address", text, invalid("success_url", "", "https"))
    base = Group("base_url", "reliability.md 5: the host is pinned", "url-base")
    for text, kept in [("https://api.senfenico.com", None), ("https://API-M.dexchange.sn/", "https://api-m.dexchange.sn"), ("https://a.bf:8443", None), ("http://localhost:4010/", "http://localhost:4010"), ("HTTP://127.0.0.1:1", "http://127.0.0.1:1"), ("http://[::1]:8/", "http://[::1]:8")]:
        base.add("a host", text, kept or text)
    for text in ("", "api.senfenico.com", "https://a.bf/v1", "https://a.bf//", "https://a.bf?x", "https://a.bf/?x", "https://a.bf#x", "http://a.bf", "https://u@a.bf", "ftp://localhost", "https://a.bf\\", "https://a.bf.", "https://a.bf /", "http://localhost@evil.bf/"):
        base.add("no host", text, invalid("base_url"))
    segment = Group("path_segment", "RFC 3986 unreserved; reliability.md 5, path traversal", "url-seg")
    for text, kept in [("ch_1-2", None), ("a.b~c", None), ("a/b", "a%2Fb"), ("a b", "a%20b"), ("é", "%C3%A9"), ("%2e", "%252e"), ("?x#y", "%3Fx%23y"), ("..", "%252E%252E"), (".", "%252E"), ("...", None), ("a\r\n", "a%0D%0A"), ("\\", "%5C"), (":@", "%3A%40"), ("", "")]:
        segment.add("one segment", text, text if kept is None else kept)
    write("urls", "Addresses given by the merchant, and paths made by the library.", [web, base, segment])


def keys():
    g = Group("key", "reliability.md 5: visible ASCII, 8 to 256; shown as its mode only", "key")
    for text, mode in [("sk_test_sandbox", "test"), ("sk_test_" + "a" * 248, "test"), ("sk_live_abcdef", "live"), ("sk_live_", "live"), ("sk_test_", "test"), ("dx_0123456789", "unknown"), ("SK_TEST_abc", "unknown"), ("pk_test_abc", "unknown"),
                       ("xsk_live_abc", "unknown"), ("!~!~!~!~", "unknown"), ("eyJhbGciOiJIUzI1NiJ9.e30.x-y_z", "unknown")]:
        debug = {"test": "[REDACTED sk_test]", "live": "[REDACTED sk_live]", "unknown": "[REDACTED]"}[mode]
        g.add("a key, never shown", text, {"mode": mode, "debug": debug})
    for text, at in [("sk_test_a b", "offset 9"), ("sk_test_a\n", "offset 9"), ("sk_test_\r\nX: y", "offset 8"), (" sk_test_abc", "offset 0"), ("sk_test_é", "offset 8"), ("sk_test_\u0000abc", "offset 8"), ("sk_test_abc\u007f", "offset 11"), ("", "0 char"), ("sk_test", "7 char"), ("a" * 257, "257 char"), ("a", "1 char"), ("sk_test_abc\u200b", "offset 11")]:
        g.add("the place is named, never the character", text, invalid("key", at, "8 to 256"))
    write("keys", "API keys.", [g])


def otp():
    g = Group("otp", "senfenico.txt, submit OTP; its samples have six digits, no length is documented", "otp")
    for text, digits in [("123456", "123456"), ("1234", "1234"), ("1234567890", "1234567890"), ("000000", "000000"), (" 123456 ", "123456"), ("123 456", "123456"), ("12-34-56", "123456"), ("123\u00a0456", "123456"), ("1 2 3 4", "1234"), ("123456\n", "123456"), ("\t123456", "123456")]:
        g.add("as typed or pasted", text, {"digits": digits, "debug": "[OTP]"})
    for how, text in pasted(("123", "456")):
        g.add(f"pasted: {how}", text, {"digits": "123456", "debug": "[OTP]"})
    g.add("pasted", "12.34", {"digits": "1234", "debug": "[OTP]"})
    refused = lambda problem: {"invalid": {"field": "otp", "problem": problem, "allowed": "4 to 10 digits"}}
    for text in ("", " ", "123", "12345678901", "12345a", "abcdef", "+1234", "12\n3456", "1234\u0000", "123,456", "#123456#", "*144#", "\u202d123\u202c", "tel:123456", "12\u20283456", "...."):
        g.add("no code; the error does not show it", text, refused("not a one-time password"))
    for text in ("١٢٣٤٥٦", "１２３４５６", "12345６", "\u202d١٢٣ ٤٥٦\u202c", "12345²", *(f"12345{zero}" for zero in ZEROS)):
        g.add("digits of another script are never guessed at", text, refused(OTHER_DIGITS))
    write("otp", "One-time passwords.", [g])


def generate():
    amounts(), phones(), percent(), references(), urls(), keys(), otp()
