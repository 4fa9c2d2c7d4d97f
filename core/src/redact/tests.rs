use super::*;

/// What goes in, what comes out.
const MASKED: &[(&str, &str)] = &[
    // Keys.
    ("sk_test_abc123", "sk_test_[REDACTED]"),
    ("sk_live_abc-1_2, next", "sk_live_[REDACTED], next"),
    ("key=sk_live_a", "key=sk_live_[REDACTED]"),
    ("xsk_test_abc", "xsk_test_[REDACTED]"),
    ("X-API-KEY: sk_test_ab sk_live_cd", "X-API-KEY: sk_test_[REDACTED] sk_live_[REDACTED]"),
    ("Authorization: Bearer abc.def-123", "Authorization: Bearer [REDACTED]"),
    ("bearer abc\nnext", "bearer [REDACTED]\nnext"),
    ("\"otp\": \"otp\": \"8392\", ", "\"otp\": \"otp\": \"[REDACTED]\", "),
    ("token=Token : abc", "token=Token : [REDACTED]"),
    ("{\"a\":\"Bearer abc\",\"b\":1}", "{\"a\":\"Bearer [REDACTED]\",\"b\":1}"),
    // Numbers of people and meters.
    ("76000001", "76••••01"),
    ("call 76000001 now", "call 76••••01 now"),
    ("76 00 00 01", "76••••01"),
    ("76.00.00.01!", "76••••01!"),
    ("76/00/12/34", "76••••34"),
    ("tel=76_00_12_34&a", "tel=76••••34&a"),
    ("76-00-00-01", "76••••01"),
    ("76 - 00 - 00 01", "76••••01"),
    ("76. 00. 00. 01", "76••••01"),
    ("76\u{a0}00\u{202f}00\u{a0}01", "76••••01"),
    ("?phone=76%2000%2000%2001&x", "?phone=76••••01&x"),
    ("+22676000001", "+22••••01"),
    ("+226 76 00 00 01", "+22••••01"),
    ("00226-76-00-00-01", "00••••01"),
    ("(226) 76000001", "(22••••01"),
    ("tel76000001x", "tel76••••01x"),
    ("{\"phone\":\"76000001\"}", "{\"phone\":\"76••••01\"}"),
    ("{\"phone\":76000001}", "{\"phone\":76••••01}"),
    ("meter 07061270877", "meter 07••••77"),
    ("1283 9300 9320 9223 1111", "12••••11"),
    ("٧٦٠٠٠٠٠١", "٧٦••••٠١"),
    ("76000001 65000002", "76••••02"),
    ("76000001,65000002", "76••••01,65••••02"),
    ("tr_76000001", "tr_76••••01"),
    ("TIDE76000001", "TIDE76••••01"),
    ("ch_39728149f97a46f1806a694dbb620b2345678901", "ch_39••••49f97a46f1806a694dbb620b23••••01"),
    ("76000001 2024-08-18", "76••••01 2024-08-18"),
    ("2024-08-18-76", "20••••76"),
    ("2024-13-18", "20••••18"),
    ("1 76000001", "1 76••••01"),
    ("12345678-1234-1234-1234-1234567890123", "12••••23"),
    ("2024-08-18T11:43:47.7600000123456Z", "2024-08-18T11:43:47••••56Z"),
    ("3024-08-18", "30••••18"),
    // Codes, by the name of their field.
    ("{\"otp\": \"1234\"}", "{\"otp\": \"[REDACTED]\"}"),
    ("{\"otp\":123456,\"a\":1}", "{\"otp\":[REDACTED],\"a\":1}"),
    ("{\"token\": \"12-ab\\\"cd\",\"a\":1}", "{\"token\": \"[REDACTED]\",\"a\":1}"),
    ("{\"TOKEN\":\"x y\"}", "{\"TOKEN\":\"[REDACTED]\"}"),
    ("{\"access_token\":\"xy\"}", "{\"access_token\":\"[REDACTED]\"}"),
    ("\"{\\\"otp\\\": \\\"839231\\\"}\"", "\"{\\\"otp\\\": \\\"[REDACTED]\\\"}\""),
    ("{'otp': '839231'}", "{'otp': '[REDACTED]'}"),
    ("otp=839231&a=1", "otp=[REDACTED]&a=1"),
    ("OTP: 839231.", "OTP: [REDACTED]"),
    ("{\"otp\": \"8392", "{\"otp\": \"[REDACTED]"),
    ("otp=[REDACTED]", "otp=[REDACTED]"),
    ("token: Bearer abc", "token: Bearer [REDACTED]"),
    ("token=bearer  abc;", "token=bearer  [REDACTED];"),
    ("Bearer  Bearer abc", "Bearer  Bearer [REDACTED]"),
    ("otp=[REDACTED]8392&a=1", "otp=[REDACTED]&a=1"),
    // Our callback's address, plain and inside another.
    ("https://m.example/cb/INV-1/aB3-_9xYzQwErTyUiOp12K", "https://m.example/cb/INV-1/[REDACTED]"),
    ("POST /cb/INV-1/-_3aB9xYzQwErTyUiOp12K HTTP", "POST /cb/INV-1/[REDACTED] HTTP"),
    (
        "?u=https%3A%2F%2Fm.example%2FINV-1%2FaB3-_9xYzQwErTyUiOp12K&x",
        "?u=https%3A%2F%2Fm.example%2FINV-1%2F[REDACTED]&x",
    ),
    // Codes, as sentences tell them.
    ("OTP est 839231", "OTP est [REDACTED]"),
    ("code : 839231", "code : [REDACTED]"),
    (
        "Votre code de confirmation Orange Money est le 8392.",
        "Votre code de confirmation Orange Money est le [REDACTED].",
    ),
    ("le code OTP 83 92 31 expire", "le code OTP [REDACTED] expire"),
    ("839231 est votre code, merci", "[REDACTED] est votre code, merci"),
    ("Use 8392 as your PIN", "Use [REDACTED] as your PIN"),
    ("mot de passe 8392", "mot de passe [REDACTED]"),
    ("?text=code%20est%20839231", "?text=code%20est%20[REDACTED]"),
    (r#"{"m":"{\"code\":\"8392\"}"}"#, r#"{"m":"{\"code\":\"[REDACTED]\"}"}"#),
];

/// What stays as it is.
const KEPT: &[&str] = &[
    "",
    "ch_39728149f97a46f1806a694dbb620b23",
    "/v1/payment/charges/ch_12345678901234567890123456789012/",
    "chk_de1ca053573c40a29a9fe95e7ad91d7e,tr_61242504fdf24d1b9f5344deed8657f9",
    "TID123456789 and \"TID987654321\"",
    "98b96ea4-210d-4ea0-9b03-8d7fd96e4064",
    "12345678-1234-1234-1234-123456789012.",
    "2024-08-18T11:43:47.380565+00:00",
    "200 2024-08-18T12:52:33.569084Z 201",
    "2024-08-18 12:52:33, 2018-12-31",
    "2024-08-18T11:43:47.760000012Z",
    "104500 F, 104 500 F CFA, 3.5 %, 1234567",
    "sk_test_...",
    "Bearer",
    "Bearer ",
    "{\"token\": null, \"otp\":\"\"}",
    "no token available, éàü 🙂",
    "172.18.0.1",
    "le code pour payer 5000 F CFA",
    "error code 1001, code 404",
    "{\"code\":\"INSUFFICIENT_FUNDS\",\"amount\":5000}",
];

#[test]
fn masks_what_names_a_person_or_opens_a_door() {
    for (text, masked) in MASKED {
        assert_eq!(redact(text), *masked, "{text}");
    }
}

#[test]
fn keeps_what_a_log_is_searched_by() {
    for text in KEPT {
        assert_eq!(redact(text), *text);
    }
}

#[test]
fn stays_whole_on_any_cut_of_any_text() {
    for (text, _) in MASKED {
        for (at, _) in text.char_indices() {
            let (front, back) = text.split_at(at);
            assert!(redact(front).len() <= front.len() + 24 && redact(back).len() <= back.len() + 24);
        }
    }
    let long = "7".repeat(100_000);
    assert_eq!(redact(&long), "77••••77");
    let many = "76 ".repeat(100_000);
    assert_eq!(redact(&many), "76••••76 ");
    assert_eq!(redact(&"otp".repeat(100_000)).len(), 300_000);
    // Quadratic readers need minutes for these.
    for piece in ["_", "1_", "ch_", "TID1_", "Bearer ", "otp:", "code 8392 "] {
        assert!(!redact(&piece.repeat(100_000)).is_empty());
    }
}
