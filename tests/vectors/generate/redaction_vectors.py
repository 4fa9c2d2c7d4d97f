"""redaction.json: logs name payments, not people (reliability.md 5, PII)."""

from common import Group, write

HEX = "39728149f97a46f1806a694dbb620b23"
UUID = "98b96ea4-210d-4ea0-9b03-8d7fd96e4064"
MASKED = [
    ("key", "sk_test_abc123", "sk_test_[REDACTED]"), ("key", "sk_live_a-b_c", "sk_live_[REDACTED]"), ("key", "X-API-KEY: sk_live_0011", "X-API-KEY: sk_live_[REDACTED]"), ("key", "'sk_test_x'", "'sk_test_[REDACTED]'"),
    ("key", "https://h/?key=sk_test_q1&x=1", "https://h/?key=sk_test_[REDACTED]&x=1"), ("key inside a word", "prefixsk_live_zz", "prefixsk_live_[REDACTED]"), ("bearer", "Authorization: Bearer dx_abc.def", "Authorization: Bearer [REDACTED]"),
    ("bearer", "authorization: bearer dx_abc, next", "authorization: bearer [REDACTED], next"), ("bearer", '{"Authorization":"Bearer dx_abc"}', '{"Authorization":"Bearer [REDACTED]"}'),
    ("phone", "76000001", "76••••01"), ("phone", "phone=65123456;", "phone=65••••56;"), ("phone", "+226 70 11 22 33", "+22••••33"), ("phone", "0022670112233", "00••••33"), ("phone", "70-11-22-33", "70••••33"), ("phone", "70.11.22.33 called", "70••••33 called"),
    ("phone", '{"recipient_phone": "63000002"}', '{"recipient_phone": "63••••02"}'), ("phone", "76%2011%2022%2033", "76••••33"), ("phone", "76\u00a011\u00a022\u00a033", "76••••33"), ("phones", "76000001,65000002", "76••••01,65••••02"), ("phone in Senegal", "+221 77 123 45 67", "+22••••67"),
    ("phone, other digits", "٧٦٠٠٠٠٠١", "٧٦••••٠١"), ("phone glued to letters", "tel76000001", "tel76••••01"), ("meter", "meter 07061270877", "meter 07••••77"), ("customer number", "reference_client 210278816", "reference_client 21••••16"), ("long number", "12345678901234567890", "12••••90"),
    ("recharge code", "1283930093209223", "12••••23"), ("recharge code in groups", "1283 9300 9320 9223", "12••••23"), ("recharge code by its name", '{"token":"1283-9300"}', '{"token":"[REDACTED]"}'), ("recharge code by its name", "token=ab12&x=1", "token=[REDACTED]&x=1"), ("recharge code by its name", '{"TOKEN": "A B C"}', '{"TOKEN": "[REDACTED]"}'),
    ("otp", '{"otp":"123456"}', '{"otp":"[REDACTED]"}'), ("otp", '{"otp": 1234, "a": 1}', '{"otp": [REDACTED], "a": 1}'), ("otp", "otp=9876", "otp=[REDACTED]"), ("otp", "OTP: 9876 sent", "OTP: [REDACTED] sent"), ("otp", "{'otp': '9876'}", "{'otp': '[REDACTED]'}"), ("otp in JSON in JSON", '"{\\"otp\\":\\"9876\\"}"', '"{\\"otp\\":\\"[REDACTED]\\"}"'),
    ("otp, cut", '{"otp":"98', '{"otp":"[REDACTED]'), ("body of a charge", '{"amount":1000,"phone":"76000000","reference":"ch_' + HEX + '"}', '{"amount":1000,"phone":"76••••00","reference":"ch_' + HEX + '"}'),
    ("a false reference", "ch_" + HEX + "76000001", "ch_39••••49f97a46f1806a694dbb620b23••••01"), ("a false date", "2024-13-41", "20••••41"), 
    ("phone, slashes", "76/00/12/34", "76••••34"), ("phone, low lines", "76_00_12_34", "76••••34"), ("code in a sentence", "OTP est 839231", "OTP est [REDACTED]"), ("code in a sentence", "code : 839231", "code : [REDACTED]"),
    ("code in a sentence", "Votre code de confirmation est le 8392.", "Votre code de confirmation est le [REDACTED]."), ("code in groups", "le code OTP 83 92 31 expire", "le code OTP [REDACTED] expire"), ("code before its name", "839231 est votre code, merci", "[REDACTED] est votre code, merci"),
    ("code before its name", "Use 8392 as your PIN", "Use [REDACTED] as your PIN"), ("code in a sentence", "mot de passe 8392", "mot de passe [REDACTED]"), ("code in an address", "?text=code%20est%20839231", "?text=code%20est%20[REDACTED]"),
    ("callback address", "https://m.example/cb/INV-1/aB3-_9xYzQwErTyUiOp12K", "https://m.example/cb/INV-1/[REDACTED]"), ("callback address in another", "?u=https%3A%2F%2Fm.example%2FaB3-_9xYzQwErTyUiOp12K&x", "?u=https%3A%2F%2Fm.example%2F[REDACTED]&x"),
        ("digits without end", [{"repeat": ["7", 70_000]}], "77••••77"),
]
KEPT = ["", "nothing to hide", "ch_" + HEX, "chk_" + HEX, "tr_" + HEX + ".", "TID123456789", UUID, f"/v1/payment/charges/ch_{HEX}", f"/v1/payment/settlements/{UUID}/cancel/", "2024-08-18T11:43:47.380565+00:00", "2024-08-18T12:52:33Z", "2018-12-31",
        "104500", "1234567", "104 500 F CFA", "3.50 %", "HTTP 429", "172.18.0.1", "op-1", "sk_test_...", "Bearer ", '{"token":null}', '{"otp":""}', "orange_bf", "Chargé à 12:30 🙂", "INSUFFICIENT_FUNDS", "le code pour payer 5000 F CFA", "error code 1001, code 404"]


def generate():
    masked = Group("redact", "reliability.md 5: 76••••00, keys, codes and tokens never", "red")
    for comment, text, shown in MASKED:
        masked.add(comment, text, shown)
    kept = Group("redact", "reliability.md 5: references and times are what a log is searched by", "red-keep")
    for text in KEPT:
        kept.add("kept", text, text)
    write("redaction", "What logs and error texts may show.", [masked, kept])
