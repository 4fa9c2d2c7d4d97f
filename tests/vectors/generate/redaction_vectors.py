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
    # Issue 12, 3: what messages and addresses look like, in French and English.
    ("code in a sentence", "Le code saisi (839231) est invalide", "Le code saisi ([REDACTED]) est invalide"), ("code in a sentence", "The code you entered, 839231, is wrong", "The code you entered, [REDACTED], is wrong"),
    ("code after an error", "Erreur: le code OTP 839231 est invalide", "Erreur: le code OTP [REDACTED] est invalide"), ("code after an error", "OTP error: 839231", "OTP error: [REDACTED]"), ("code before its name", "839231 : votre code de confirmation", "[REDACTED] : votre code de confirmation"),
    ("code to be typed", "Utilisez 839231 pour confirmer votre paiement", "Utilisez [REDACTED] pour confirmer votre paiement"), ("code to be typed", "Enter 8392 to confirm", "Enter [REDACTED] to confirm"), ("code by another word", "votre NIP: 8392", "votre NIP: [REDACTED]"), ("code in brackets", "otp[]=839231", "otp[]=[REDACTED]"),
    ("code in a list", '{"details":{"otp":["839231 n\'est pas valide"]}}', '{"details":{"otp":["[REDACTED] n\'est pas valide"]}}'), ("code in an object", '{"otp":{"value":"839231"}}', '{"otp":{"value":"[REDACTED]"}}'), ("code in a tuple", "('otp', '839231')", "('otp', '[REDACTED]')"),
    ("code in an encoded body", "otp%22%3A%22839231", "otp%22%3A%22[REDACTED]"), ("password", "Mot de passe : Sup3rSecret", "Mot de passe : [REDACTED]"), ("password", "https://shop.example/?pin=8392&mdp=abcd", "https://shop.example/?pin=[REDACTED]&mdp=[REDACTED]"),
    ("password of a server", "https://user:" "motdepasse@shop.example/x", "https://user:[REDACTED]@shop.example/x"), ("address of mail", "email: awa.diop@example.com", "email: [REDACTED]@example.com"), ("key by its name", "apikey=abcdef", "apikey=[REDACTED]"),
    ("key by its name", "x-api-key: dx_abcdefgh", "x-api-key: [REDACTED]"), ("key of another kind", "Authorization: Basic dXNlcjpwYXNz", "Authorization: Basic [REDACTED]"), ("key of another kind", "webhook_key=whk_abc", "webhook_key=[REDACTED]"),
    *[("phone in groups", text, "76••••34") for text in ["76,00,12,34", "76:00:12:34", "76|00|12|34", "76*00*12*34", "76–00–12–34", "76\u201100\u201112\u201134", "76·00·12·34", "76\u200900\u200912\u200934", "76+00+12+34", "76%2D00%2D12%2D34", "76%C2%A000%C2%A012%C2%A034", "7 6 0 0 1 2 3 4",
        "7.6.0.0.1.2.3.4", "76\u200b00\u200b12\u200b34", r"76\u00a000\u00a012\u00a034", r"76\/00\/12\/34", "760 012 34"]],
    ("phone in brackets", "(76) 00 12 34", "(76••••34"), ("phone in brackets", "+226(76)001234", "+22••••34"), ("phone after an escape", "https://pay.example/?tel=%2B22676001234", "https://pay.example/?tel=%2B22••••34"), ("phone with a lone digit", "+226 7 600 12 34", "+22••••34"),
    ("callback address that ends", "https://shop.example/dx/INV-1/aB3-_9xYzQwErTyUiOp12K/", "https://shop.example/dx/INV-1/[REDACTED]/"), ("callback address behind a number", "POST /cb/INV-12/-_39aB9xYzQwErTyUiOp2K HTTP", "POST /cb/INV-12/[REDACTED] HTTP"),
    # Names as programs write them: in camel case, with low lines and dashes, in capitals; headers of any scheme, as logs print them.
    *[("name of several words", text.format("aB3x9"), text.format("[REDACTED]")) for text in [
        '{{"otpCode":"{}"}}', '{{"otp_code": "{}"}}', '{{"userOtp":"{}"}}', "accessToken={}&a=1", "refresh_token: {}, next", "OTP_CODE={}", "API_KEY: {}", "{{'clientSecret': '{}'}}",
        '{{"webhookKey":"{}"}}', "X-Auth-Token: {}", "mot-de-passe={}", '{{"OTPValue":"{}"}}', "?apiKey%3D{}%26a%3D1", "token%20=%20{}", '{{"newPassword2":"{}"}}']],
    *[("code in camel case", text.format("839231"), text.format("[REDACTED]")) for text in [
        '{{"smsCode":"{}"}}', '{{"confirmationCode": {}}}', "verificationCode={}&x", '{{"codeOTP":{}}}', "votreCode: {}"]],
    *[("header of any scheme", text.format("aB3/x9=="), text.format("[REDACTED]")) for text in [
        "authorization: Token {}", "Authorization: {}", "Authorization:\tBearer\t{}", "Authorization: ApiKey {}", "Proxy-Authorization: Basic {}", '{{"Authorization": ["Token {}"]}}',
        "(b'authorization', b'Token {}')", "map[Authorization:[HMAC {}]]", "curl -H 'Authorization: Negotiate {}' http://h", "Bearer  {}", "bearer%20{}", "Cookie: {}", "{{'Cookie': '{}'}}"]],
    ("number inside a name", "otp_839231: faux", "otp_[REDACTED]: faux"), ("number before a name", "76000001_token: abc", "76••••01_token: [REDACTED]"), ("number before a name, not apart", "3 9300 +8640OTP: 98, 6", "39••••40OTP: 98, 6"), ("number inside a name", "otp839231=1", "otp[REDACTED]=1"),
    ("header of an unknown scheme", "authorization: Foo bar baz\nnext", "authorization: [REDACTED]\nnext"),
    ("header with fields", 'Authorization: Digest username="awa", response="6629f"\nHost: h', "Authorization: Digest [REDACTED]\nHost: h"),
    # Another number between the code and its word has words of its own.
    *[("code after a sum", text.format("839231"), text.format("[REDACTED]")) for text in [
        "Votre code OTP pour un paiement de 1000 FCFA est {}", "Your OTP for payment of 1000 XOF is {}", "Your code for order 1234 is {}", "Code pour la commande 12 de 500 F CFA : {}",
        "Votre code de confirmation:\n{}", "Your code is:\r\n{}", "Vos codes: {}"]],
    ("key that ends like a name", 'otp":sk_live_a-r91OTP: 9', 'otp":[REDACTED] 9'), ("key by the name of another", 'otp":sk_live_ab-c":sk_live_d', 'otp":sk_live_[REDACTED]":sk_live_[REDACTED]'), ("code behind what could be a token", "2027/3VVVVVVVVVVVVVV-otp80w7051x", "2027/3VVVVVVVVVVVVVV-otp80w[REDACTED]x"), ("unit before groups of a number", 'otp 3 46F-+2, 2 0 0 6otp"x"ptZ@ZZ', 'otp 3 46F-+2, [REDACTED]otp"x"[REDACTED]@ZZ'), ("unit that is a name", "otp 9810 CFA@shop.example", "otp [REDACTED] [REDACTED]@shop.example"), ("sum after a code", "code attendu, montant 1000", "code attendu, montant 1000"), ("order after a code", "code faux pour la commande 1234", "code faux pour la commande 1234"),
    ("digits without end", [{"repeat": ["7", 70_000]}], "77••••77"),
]
KEPT = ["", "nothing to hide", "ch_" + HEX, "chk_" + HEX, "tr_" + HEX + ".", "TID123456789", UUID, f"/v1/payment/charges/ch_{HEX}", f"/v1/payment/settlements/{UUID}/cancel/", "2024-08-18T11:43:47.380565+00:00", "2024-08-18T12:52:33Z", "2018-12-31",
        "104500", "1234567", "104 500 F CFA", "3.50 %", "HTTP 429", "172.18.0.1", "op-1", "sk_test_...", "Bearer ", '{"token":null}', '{"otp":""}', "orange_bf", "Chargé à 12:30 🙂", "INSUFFICIENT_FUNDS", "le code pour payer 5000 F CFA", "error code 1001, code 404",
        "OTP_INVALID: Code invalide", "INVALID_TOKEN: Jeton refusé", "OTP_STILL_VALID: Un code est encore valide", "otpError: le code a expiré", '{"accessToken":null}',
        '{"errorCode":5021}', '{"statusCode": 5021}', "authorization", "spinner: x", "shippingPinned: x", "Bearer\n", '{"apiVersion":"key"}', "monkey: 1",
        # What a log is read for stays, where nobody can be meant by it.
        "76 000 FCFA", "76 000 000 FCFA", "76 000 000 F CFA ont été débités", "1 276 000 000 XOF", "12.500.000 XOF", '{"amount": 125000.00}', "solde 1 250 000.00 FCFA", "le 05/01/2026 à 07:39:25", "05-01-2026", "05.01.2026 12:30", "2026/01/05", "code postal 11000", "code marchand 123456",
        "code d'erreur: 5021", "error_code: 5021", '{"status_code": 5021}', "1001 : code d'erreur du vendeur", "Tapez *144*4*6*5000# puis validez", "Composez le code *144*4*6*5000#", "Le code expire à 12:30:45", "Entrez le code à 6 chiffres", "Le solde de 125000 est insuffisant", "port 8000"]


def generate():
    masked = Group("redact", "reliability.md 5: 76••••00, keys, codes and tokens never", "red")
    for comment, text, shown in MASKED:
        masked.add(comment, text, shown)
    kept = Group("redact", "reliability.md 5: references and times are what a log is searched by", "red-keep")
    for text in KEPT:
        kept.add("kept", text, text)
    write("redaction", "What logs and error texts may show.", [masked, kept])
