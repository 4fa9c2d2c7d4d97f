//! Routes, keys, faults and hostile input.

use super::*;

fn order() -> Request {
    let body = value!({"amount": 100, "recipient_phone": "63000000", "ext_id": "e"});
    request(Method::Post, "/v1/payment/transfers/", Some(body.to_string()))
}

fn made(sandbox: &Sandbox) -> usize {
    sandbox.ledger().entries().filter(|entry| entry.what == "transfer queued").count()
}

#[test]
fn keys_and_routes_are_checked() {
    let mut sandbox = Sandbox::new();
    let mut ask = |method, path: &str, key: Option<&str>| {
        let mut request = request(method, path, None);
        if let Some(key) = key {
            request.headers.iter_mut().for_each(|header| key.clone_into(&mut header.value));
        }
        let response = sandbox.handle(&request, Time::default()).unwrap();
        (response.status, response.body)
    };
    for key in ["", "sk_test_", "pk_test_1", "SK_TEST_1"] {
        let (status, body) = ask(Method::Get, "/v1/payment/charges", Some(key));
        assert_eq!((status, body.as_str()), (401, r#"{"status":false,"message":"Invalid API key"}"#));
    }
    for key in ["", "Bearer", "Bearer  ", "Basic abc"] {
        let (status, body) = ask(Method::Post, "/api/v1/billing/pay", Some(key));
        assert_eq!(status, 401);
        assert_eq!(body, r#"{"success":false,"message":"Invalid API key","code":"INVALID_API_KEY"}"#);
    }
    for (method, path, status) in [
        (Method::Post, "/v1/payment/balances/", 405),
        (Method::Get, "/api/v1/billing/pay", 405),
        (Method::Get, "/v1/payment/balances/?x=1", 200),
        (Method::Get, "/v1/payment/nothing", 404),
        (Method::Get, "/v1/payment//charges", 404),
        (Method::Get, "/v1/payment/../charges", 404),
        (Method::Get, "/", 404),
        (Method::Get, "/api/v1/transaction/", 404),
    ] {
        assert_eq!(ask(method, path, None).0, status, "{path}");
    }
    assert_eq!(sandbox.requests_seen(), 16);
}

#[test]
fn accounts_do_not_see_each_other() {
    let mut client = Client::new(Options::default());
    let charge = client.charge("76000000", "orange_bf");
    let mut other = request(Method::Get, &format!("/v1/payment/charges/{charge}"), None);
    "sk_live_other".clone_into(&mut other.headers[0].value);
    assert_eq!(client.sandbox.handle(&other, client.now).unwrap().status, 404);
    other.url = "http://h/v1/payment/charges".to_owned();
    assert!(client.sandbox.handle(&other, client.now).unwrap().body.ends_with("\"data\":[]}"));
}

#[test]
fn every_fault_does_what_it_says() {
    let now = Time::default();
    for (fault, transfers, seen) in [
        ("refuse@1", 0, Err(Failure::NotSent)),
        ("drop-before@1", 0, Err(Failure::MaybeSent)),
        ("drop-after@1", 1, Err(Failure::MaybeSent)),
        ("delay:60001@1", 1, Err(Failure::MaybeSent)),
        ("delay:60000@1", 1, Ok(200)),
        ("500-before@transfers", 0, Ok(500)),
        ("503-after@*", 1, Ok(503)),
        ("cut:40@transfers", 1, Ok(200)),
        ("garbage:null@1", 1, Ok(200)),
        ("garbage:huge@1", 1, Err(Failure::TooLarge)),
        ("duplicate@1", 2, Ok(200)),
        ("resent@1", 2, Ok(200)),
        ("redirect:301@1", 0, Ok(301)),
        ("429:5@1", 0, Ok(429)),
        ("drop-after@2", 1, Ok(200)),
        ("drop-after@checkouts", 1, Ok(200)),
    ] {
        let mut sandbox = Sandbox::new();
        sandbox.inject(fault.parse().unwrap());
        let result = sandbox.handle(&order(), now);
        assert_eq!(result.as_ref().map(|response| response.status).map_err(|f| *f), seen, "{fault}");
        assert_eq!(made(&sandbox), transfers, "{fault}");
        assert!(sandbox.ledger().balanced());
        if fault.starts_with("cut") {
            assert_eq!(result.as_ref().unwrap().body.len(), 40);
        }
        if fault.starts_with("429") {
            assert_eq!(result.as_ref().unwrap().header("retry-after"), Some("5"));
        }
        let again = sandbox.handle(&order(), now);
        let recurs = fault.contains("@*") || fault.ends_with("@2");
        assert_eq!(again.is_ok_and(|response| response.status == 200), !recurs, "{fault}");
    }
}

#[test]
fn a_deduping_server_shows_the_resent_request_its_own_transfer() {
    let switches = Switches { ext_id_deduped: true, ..Switches::default() };
    let mut sandbox = Sandbox::with(Options { switches, ..Options::default() });
    sandbox.inject("resent@1".parse().unwrap());
    assert_eq!(sandbox.handle(&order(), Time::default()).unwrap().status, 200);
    assert_eq!(made(&sandbox), 1);
}

#[test]
fn errors_can_all_be_200() {
    let switches = Switches { errors_always_200: true, ..Switches::default() };
    let mut client = Client::new(Options { switches, ..Options::default() });
    assert_eq!(client.post("/v1/payment/transfers", &value!({})).0, 200);
    assert_eq!(client.send(Method::Get, "/v1/payment/charges/ch_0", None).0, 200);
}

#[test]
fn the_same_seed_gives_the_same_answers() {
    let run = |seed| {
        let mut sandbox = Sandbox::with(Options { seed, ..Options::default() });
        (0..3).map(|ms| sandbox.handle(&order(), Time::from_millis(ms)).unwrap().body).collect::<String>()
    };
    assert_eq!(run(1), run(1));
    assert_ne!(run(1), run(2));
}

#[test]
fn the_truth_is_told_whatever_the_client_saw() {
    let mut sandbox = Sandbox::new();
    sandbox.inject("drop-after@1".parse().unwrap());
    assert!(sandbox.handle(&order(), Time::default()).is_err());
    let payments: Vec<_> = sandbox.payments().collect();
    assert_eq!(payments.len(), 1);
    assert_eq!((payments[0].client_reference, payments[0].status), (Some("e"), "pending"));
    assert!(!format!("{payments:?}").contains("63000000"));
}

#[test]
fn a_sandbox_may_be_shared_between_threads() {
    fn shared<T: Send + Sync + Clone>() {}
    shared::<Sandbox>();
}

#[test]
fn time_never_goes_back() {
    let mut sandbox = Sandbox::new();
    sandbox.advance(Time::from_millis(50));
    sandbox.advance(Time::from_millis(10));
    assert_eq!(sandbox.now(), Time::from_millis(50));
    sandbox.handle(&order(), Time::from_millis(i64::MAX)).unwrap();
    assert_eq!(sandbox.next_due(), Some(Time::from_millis(i64::MAX)));
}

#[test]
fn debug_shows_neither_key_nor_phone() {
    let options = Options { webhook_key: Some("whk_secret".to_owned()), ..Options::default() };
    let mut client = Client::new(options);
    let charge = client.charge("76000000", "orange_bf");
    client.otp(&charge, "123456");
    let shown = format!("{:?} {:?} {}", client.sandbox, client.sandbox.ledger(), client.sandbox.ledger());
    for secret in ["sk_test", "whk_secret", "76000000", "123456"] {
        assert!(!shown.contains(secret), "{secret}");
    }
}

#[test]
fn hostile_bytes_never_panic() {
    let mut client = Client::new(Options::default());
    let deep = "[".repeat(200_000);
    let huge = "x".repeat((1 << 20) + 1);
    let wide = format!("{{\"transfers\":[{}1]}}", "1,".repeat(90));
    let bodies = [
        "",
        "null",
        "[]",
        "{",
        "{}",
        "\u{0}",
        "é",
        "{\"amount\":1e999}",
        "{\"amount\":-0.0}",
        "{\"amount\":{\"a\":[]},\"payment_method_details\":7,\"otp\":{},\"transfers\":{}}",
        "{\"amount\":99999999999999999999999,\"recipient_phone\":76000000,\"ext_id\":[1]}",
        "{\"amount\":100,\"recipient_phone\":\"\u{661}\u{661}\u{661}\u{661}\"}",
        "{\"serviceCode\":\"WOYOFAL_SN_BILL\",\"reference_client\":\"07061270877\",\"amount\":9223372036854775807}",
        "{\"serviceCode\":\"SENELEC_SN_BILL\",\"reference_client\":\"\u{1f600}\",\"customData\":[[]]}",
        "{\"otp\":\"123456\",\"charge_reference\":\"\\ud800\"}",
        deep.as_str(),
        huge.as_str(),
        wide.as_str(),
    ];
    let paths = [
        "/v1/payment/charges",
        "/v1/payment/charges/submit",
        "/v1/payment/checkouts/initialize",
        "/v1/payment/transfers",
        "/v1/payment/transfers/bulk",
        "/v1/payment/settlements",
        "/v1/payment/settlements/é/cancel",
        "/v1/payment/charges/%00",
        "/api/v1/billing/pay",
        "/api/v1/billing/inquiry",
        "/api/v1/transaction/..",
        "//////",
        "",
        "?",
        "/v1",
        "/v1/payment",
    ];
    for path in paths {
        for body in bodies {
            for method in [Method::Get, Method::Post] {
                client.pass(500);
                let request = request(method, path, Some(body.to_owned()));
                let answer = client.sandbox.handle(&request, client.now).unwrap();
                let made = path.ends_with("bulk") || path.ends_with("inquiry");
                assert!(answer.status >= 400 || method == Method::Get || made, "{path} {body:.80}");
                let expected = body.len() > 1 << 20 && path.starts_with("/v1/payment/");
                assert_eq!(
                    answer.status == 413,
                    expected || (body.len() > 1 << 20 && path.starts_with("/api/"))
                );
            }
        }
    }
    // Every prefix and every flipped byte of a good request.
    let good = order().body.unwrap();
    for at in 0..good.len() {
        let mut bytes = good.clone().into_bytes();
        bytes[at] ^= 0x15;
        for body in [good.get(..at).unwrap().to_owned(), String::from_utf8_lossy(&bytes).into_owned()] {
            let request = request(Method::Post, "/v1/payment/transfers/", Some(body));
            client.sandbox.handle(&request, client.now).unwrap();
        }
    }
}

#[test]
fn balances_equal_the_ledger_after_anything() {
    // A fixed walk over everything that moves money, in an order that a multiplier scatters.
    let mut client = Client::new(Options { transfer_balance: 5_000, ..Options::default() });
    let mut dice = 7_i64;
    for _ in 0..600 {
        dice = (dice * 48_271).rem_euclid(2_147_483_647);
        let ending = dice % 12;
        let phone = format!("7600{}", if ending < 10 { format!("990{ending}") } else { "0000".to_owned() });
        let amount = 100 + dice % 900;
        let details =
            value!({"phone": phone, "provider": if dice % 3 == 0 { "coris_bf" } else { "orange_bf" }});
        match dice % 5 {
            0 => {
                let body = value!({"amount": amount, "payment_method_details": details});
                let reply = client.post("/v1/payment/charges", &body).1;
                if let Some(reference) = reply["data"]["reference"].as_str() {
                    client.otp(reference, if dice % 7 == 0 { "1" } else { "123456" });
                }
            }
            1 => {
                client.post("/v1/payment/transfers", &value!({"amount": amount, "recipient_phone": phone}));
            }
            2 => {
                let reply = client.post("/v1/payment/settlements", &value!({ "amount": amount })).1;
                if let (Some(reference), 0) = (reply["data"]["reference"].as_str(), dice % 2) {
                    let path = format!("/v1/payment/settlements/{reference}/cancel/");
                    client.send(Method::Get, &path, None);
                }
            }
            3 => {
                let meter = format!("070612708{:02}", dice % 100);
                client.pay(
                    &value!({"serviceCode": "WOYOFAL_SN_BILL", "reference_client": meter, "amount": amount}),
                );
            }
            _ => client.pass(dice % 400_000),
        }
        assert!(client.sandbox.ledger().balanced());
        let shown = client.get("/v1/payment/balances")["data"].clone();
        let ledger = client.sandbox.ledger();
        for (path, account) in [
            ("/collection_balances/available", Purse::Collection(0)),
            ("/collection_balances/pending", Purse::SettlementInTransit(0)),
            ("/transfer_balances/orange_money_bf/available", Purse::Wallet(0, Wallet::Orange)),
            ("/transfer_balances/orange_money_bf/pending", Purse::WalletPending(0, Wallet::Orange)),
        ] {
            let text = shown.pointer(path).unwrap().to_string();
            assert_eq!(text, format!("{}.0", ledger.balance(account)), "{path}");
        }
    }
    let moved: i64 = client.sandbox.ledger().entries().map(|entry| entry.amount).sum();
    assert!(moved > 100_000, "the walk moves money: {moved}");
}
