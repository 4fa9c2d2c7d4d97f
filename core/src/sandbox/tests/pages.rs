//! The facts of the pages, one after the other: numbers, names, words and who is allowed what.

use super::*;

/// The table of "Tester votre intégration", row by row.
const NUMBERS: &str = "orange_bf 76000000 1000 123456
orange_bf 77000000 1500 123456
orange_bf 65000000 2000 123456
moov_bf 70000000 1000 123456
moov_bf 71000000 1500 123456
moov_bf 72000000 2000 123456
coris_bf 72000000 1000 123456
coris_bf 75000000 1500 123456
coris_bf 68000000 2000 123456
sank_bf 72000000 1000 123456
sank_bf 75000000 1500 123456
sank_bf 68000000 2000 123456";

/// "Error Codes": the code, its description, and the French one, mistakes included.
const ERRORS: [(&str, &str, &str); 12] = [
    (
        "BATCH_SIZE_LIMIT_EXCEEDED",
        "The request exceeds the maximum batch size of 100 items. Please reduce the number of items in the batch and try again.",
        "La requête dépasse la taille maximale autorisée de 100 éléments. Veuillez réduire le nombre d'éléments dans le lot et réessayer.",
    ),
    (
        "RATE_LIMIT_EXCEEDED",
        "You have exceeded the rate limit for API requests. Please wait before making further requests.",
        "Vous avez dépassé la limite de taux pour les requêtes API. Veuillez patienter avant de faire d'autres requêtes.",
    ),
    ("UNSUPPORTED_PROVIDER", "UNSUPPORTED_PROVIDER", "UNSUPPORTED_PROVIDER"),
    (
        "OTP_INVALID",
        "The OTP is invalid. Please try again.",
        "OTP invalide fournies. Veuillez vérifier et réessayer.",
    ),
    (
        "OTP_EXPIRED",
        "The OTP has expired. Please request a new one.",
        "Le code OTP a expiré. Veuillez en demander un nouveau.",
    ),
    (
        "OTP_STILL_VALID",
        "The current OTP is still valid. Please use the existing OTP or wait until it expires to request a new one.",
        "Le code OTP actuel est toujours valide. Veuillez utiliser le code OTP existant ou attendre qu'il expire pour en demander un nouveau.",
    ),
    (
        "INSUFFICIENT_FUNDS",
        "Purse holder does not have enough funds to complete this transaction.",
        "Le titulaire du compte n'a pas suffisamment de fonds pour effectuer cette transaction.",
    ),
    (
        "INVALID_ACCOUNT",
        "The phone number is not valid or is not associated with an account with operator. Please check the phone number and try again.",
        "Le numéro de téléphone n'est pas valide ou n'est pas associé à un compte chez l'opérateur. Veuillez vérifier le numéro de téléphone et réessayer.",
    ),
    (
        "NETWORK_ERROR",
        "A network error occurred. Please try again later.",
        "Une erreur de réseau est survenue. Veuillez réessayer plus tard.",
    ),
    (
        "CHARGE_NOT_FOUND",
        "Charge with the given reference not found.",
        "La transaction avec la référence donnée est introuvable.",
    ),
    (
        "INTERNAL_ERROR",
        "An internal error occurred. Please try again later.",
        "Une erreur interne est survenue. Veuillez réessayer plus tard.",
    ),
    (
        "INVALID_DATA",
        "Invalid data provided. Please check the input and try again.",
        "Données invalides fournies. Veuillez vérifier les données saisies et réessayer.",
    ),
];

fn charge_of(phone: &str, provider: &str, amount: &str) -> Value {
    value!({"amount": amount, "payment_method_details": {"phone": phone, "provider": provider}})
}

/// 32 hex digits of a UUID of version 4, as every reference on the page.
fn is_uuid4(hex: &str) -> bool {
    let digit = |at| hex.chars().nth(at).unwrap_or_default();
    hex.len() == 32
        && hex.chars().all(|c| c.is_ascii_digit() || ('a'..='f').contains(&c))
        && digit(12) == '4'
        && "89ab".contains(digit(16))
}

#[test]
fn every_number_of_the_table_is_sent_its_code() {
    let switches = Switches { only_test_numbers: true, ..Switches::default() };
    let mut client = Client::new(Options { switches, ..Options::default() });
    for row in NUMBERS.lines() {
        let [provider, phone, amount, otp] = row.split(' ').collect::<Vec<_>>()[..] else { panic!("{row}") };
        let created = client.ok("/v1/payment/charges/", &charge_of(phone, provider, amount));
        assert_eq!(created["data"]["status"], "send_otp", "{row}");
        let reference = text(&created["data"]["reference"]);
        let (_, ended) = client.otp(&reference, otp);
        assert_eq!(
            (&ended["data"]["status"], &ended["data"]["provider"]),
            (&value!("success"), &value!(provider))
        );
    }
}

#[test]
fn a_charge_that_asked_for_no_code_takes_none() {
    let offline_providers = vec!["sank_bf".to_owned()];
    let mut client =
        Client::new(Options { offline_providers, payer_auto_confirms: false, ..Options::default() });
    for (phone, provider) in [
        ("76009906", "orange_bf"),
        ("70009906", "moov_bf"),
        ("68009906", "coris_bf"),
        ("76009905", "orange_bf"),
        ("68000000", "sank_bf"),
    ] {
        let charge = client.charge(phone, provider);
        let (status, reply) = client.otp(&charge, "123456");
        assert_eq!((status, &reply["error_code"]), (400, &value!("INVALID_DATA")), "{phone}");
        client.pass(86_400_000);
        assert_eq!(client.status("charges", &charge), "pay_offline", "{phone}");
        assert!(client.sandbox.payer_confirms(&charge, client.now));
        assert_eq!(client.status("charges", &charge), "success", "{phone}");
    }
}

#[test]
fn references_are_those_of_the_pages() {
    for seed in 0..16 {
        let mut client = Client::new(Options { seed, collection_balance: 500, ..Options::default() });
        let charge = client.charge("76000000", "orange_bf");
        assert!(is_uuid4(charge.strip_prefix("ch_").unwrap()), "{charge}");
        let sent =
            client.ok("/v1/payment/transfers", &value!({"amount": 100, "recipient_phone": "63000000"}));
        let transfer = text(&sent["data"]["reference"]);
        assert!(is_uuid4(transfer.strip_prefix("tr_").unwrap()), "{transfer}");
        let urls = value!({"amount": 5, "success_url": "https://a.b", "cancel_url": "https://a.b"});
        let page = client.ok("/v1/payment/checkouts/initialize/", &urls);
        let checkout = text(&page["data"]["reference"]);
        assert!(is_uuid4(checkout.strip_prefix("chk_").unwrap()), "{checkout}");
        let settled = client.ok("/v1/payment/settlements/", &value!({"amount": 100}));
        let settlement = text(&settled["data"]["reference"]);
        let lengths: Vec<usize> = settlement.split('-').map(str::len).collect();
        assert!(lengths == [8, 4, 4, 4, 12] && is_uuid4(&settlement.replace('-', "")), "{settlement}");
        let bill = value!({"serviceCode": "SENELEC_SN_BILL", "reference_client": "210278816"});
        let id = text(&client.pay(&bill).1["transaction"]["transactionId"]);
        let digits = id.strip_prefix("TID").unwrap();
        assert!(digits.len() == 9 && digits.bytes().all(|b| b.is_ascii_digit()), "{id}");
    }
}

#[test]
fn errors_are_described_in_both_languages_when_asked_for() {
    for described in [false, true] {
        let switches =
            Switches { errors_described: described, otp_still_valid_refuses: true, ..Switches::default() };
        let mut client = Client::new(Options { switches, ..Options::default() });
        let charges = "/v1/payment/charges/";
        let charge = client.charge("76000000", "orange_bf");
        let poor = client.charge("76009902", "orange_bf");
        let mut seen = vec![
            client.otp(&charge, "1").1,
            client.otp("ch_0", "1").1,
            client.otp(&poor, "123456").1,
            client.post(charges, &charge_of("76000000", "orange_bf", "5")).1,
            client.post(charges, &charge_of("76000000", "wave_sn", "5")).1,
            client.post(charges, &charge_of("76009907", "orange_bf", "5")).1,
            client.post(charges, &charge_of("76009908", "orange_bf", "5")).1,
            client.post(charges, &value!({"amount": "none"})).1,
            client.post("/v1/payment/transfers/bulk/", &value!({"transfers": vec![1; 101]})).1,
        ];
        client.pass(300_000);
        seen.push(client.otp(&charge, "123456").1);
        for fault in ["429", "500-before@charges"] {
            let fault = if fault == "429" { "429:1@charges" } else { fault };
            client.sandbox.inject(fault.parse().unwrap());
            seen.push(client.send(Method::Get, charges, None).1);
        }
        for (code, english, french) in ERRORS {
            let reply =
                seen.iter().find(|reply| reply["error_code"] == code).unwrap_or_else(|| panic!("{code}"));
            let expected =
                if described { [value!(english), value!(french)] } else { [Value::Null, Value::Null] };
            assert_eq!(
                [&reply["description"], &reply["description_fr"]],
                [&expected[0], &expected[1]],
                "{code}"
            );
            assert_eq!(reply["status"], false);
            assert!(!text(&reply["message"]).is_empty());
        }
    }
}

#[test]
fn a_checkout_that_waits_is_told_of() {
    for told in [true, false] {
        let switches = Switches { webhooks_for_pending_checkouts: told, ..Switches::default() };
        let webhook_url = Some("http://localhost/hook".to_owned());
        let mut client = Client::new(Options { webhook_url, switches, ..Options::default() });
        let urls = value!({"amount": 600, "success_url": "https://a.b", "cancel_url": "https://a.b"});
        let reference = text(&client.ok("/v1/payment/checkouts/initialize/", &urls)["data"]["reference"]);
        let now = client.now;
        assert!(client.sandbox.checkout_begun(&reference, "76000000", "orange_bf", now));
        assert!(client.sandbox.checkout_paid(&reference, "76000000", "orange_bf", now));
        let mut seen = Vec::new();
        for delivery in client.sandbox.deliveries(now) {
            let event: Value = serde_json::from_str(&delivery.body).unwrap();
            let data: Value = serde_json::from_str(event["data"].as_str().unwrap()).unwrap();
            let page = client.get(&format!("/v1/payment/checkouts/{reference}"));
            if event["event"] != "charge.success" {
                assert_eq!(data["reference"], reference);
                let names = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
                assert_eq!(names(&data), names(&page["data"]), "the fields of a fetch");
                seen.push(format!("{} {}", text(&event["event"]), data["charge_reference"].is_string()));
            }
        }
        let all = ["checkout.pending false", "checkout.pending true", "checkout.success true"];
        assert_eq!(seen, all[if told { 0 } else { 2 }..]);
    }
}

#[test]
fn a_transaction_keeps_the_balances_around_its_own_movement() {
    for at_once in [true, false] {
        let switches = Switches { processing_debits_at_once: at_once, ..Switches::default() };
        let mut client = Client::new(Options { dexchange_balance: 10_000, switches, ..Options::default() });
        let ids: Vec<String> = [("07061270878", 1_000), ("07061270888", 2_000), ("07061270879", 500)]
            .into_iter()
            .map(|(meter, amount)| {
                let order = value!({"serviceCode": "WOYOFAL_SN_BILL", "reference_client": meter, "amount": amount, "callBackURL": "https://m.example/cb"});
                text(&client.pay(&order).1["transaction"]["transactionId"])
            })
            .collect();
        // The second is debited on top of the first, whichever ends first.
        let now = client.now;
        assert!(client.sandbox.top_up_finishes(&ids[1], true, now));
        let first_ends = client.now.plus(1_000);
        assert!(client.sandbox.top_up_finishes(&ids[0], true, first_ends));
        assert!(client.sandbox.top_up_finishes(&ids[2], false, first_ends));
        let expected = if at_once {
            [(10_000, 8_990), (8_990, 6_970), (6_465, 6_970)]
        } else {
            [(7_980, 6_970), (10_000, 7_980), (10_000, 10_000)]
        };
        client.pay(
            &value!({"serviceCode": "WOYOFAL_SN_BILL", "reference_client": "07061270877", "amount": 100}),
        );
        for (id, (before, after)) in ids.iter().zip(expected) {
            let found = client.get(&format!("/api/v1/transaction/{id}"))["transaction"].clone();
            assert_eq!(
                (&found["previousBalance"], &found["currentBalance"]),
                (&value!(before), &value!(after))
            );
        }
        let told: Vec<Value> = client
            .sandbox
            .deliveries(first_ends)
            .iter()
            .map(|delivery| serde_json::from_str(&delivery.body).unwrap())
            .collect();
        for (id, (before, after)) in ids.iter().zip(expected) {
            let callback = told.iter().find(|body| body["id"] == id.as_str()).unwrap();
            let pair = (&callback["PREVIOUS_BALANCE"], &callback["CURRENT_BALANCE"]);
            assert_eq!(pair, (&value!(before), &value!(after)), "{id}");
        }
        // What succeeds after all is debited anew.
        assert!(client.sandbox.succeeds_after_all(&ids[2], first_ends));
        let found = client.get(&format!("/api/v1/transaction/{}", ids[2]))["transaction"].clone();
        assert_eq!((&found["previousBalance"], &found["currentBalance"]), (&value!(6_869), &value!(6_364)));
    }
}

#[test]
fn a_top_up_ends_as_it_was_booked_whatever_the_switch_says_by_then() {
    for at_once in [true, false] {
        for ok in [true, false] {
            let switches = Switches { processing_debits_at_once: at_once, ..Switches::default() };
            let mut client =
                Client::new(Options { dexchange_balance: 10_000, switches, ..Options::default() });
            let order = value!({"serviceCode": "WOYOFAL_SN_BILL", "reference_client": "07061270878", "amount": 1_000});
            let id = text(&client.pay(&order).1["transaction"]["transactionId"]);
            client.sandbox.switch(|switches| switches.processing_debits_at_once = !at_once);
            let now = client.now;
            assert!(client.sandbox.top_up_finishes(&id, ok, now));
            let balance = client.sandbox.ledger().balance(Purse::Dexchange(0));
            assert_eq!(balance, if ok { 8_990 } else { 10_000 }, "{at_once} {ok}");
        }
    }
}

#[test]
fn a_wrong_method_is_told_the_right_one() {
    let sandbox = Sandbox::new();
    let mut asked = Sandbox::new();
    for (path, allow) in [
        ("/v1/payment/charges/", Some("GET, POST")),
        ("/v1/payment/charges/submit", Some("POST")),
        ("/v1/payment/charges/ch_1", Some("GET")),
        ("/v1/payment/checkouts", Some("GET")),
        ("/v1/payment/checkouts/initialize/", Some("POST")),
        ("/v1/payment/balances?x=1", Some("GET")),
        ("/v1/payment/transfers/bulk/", Some("GET, POST")),
        ("/v1/payment/settlements/s/cancel/", Some("GET")),
        ("/api/v1/billing/pay", Some("POST")),
        ("/api/v1/billing/inquiry", Some("POST")),
        ("/api/v1/transaction/TID1", Some("GET")),
        ("/api/v1/transaction/init", None),
        ("/api/v1/api-services/balance", None),
        ("/v1/payment/nothing", None),
        ("/", None),
    ] {
        let refused = sandbox.refuse(path, Unreadable::Method("DELETE"));
        assert_eq!(refused.status, if allow.is_some() { 405 } else { 404 }, "{path}");
        assert_eq!(refused.header("Allow"), allow, "{path}");
        assert!(serde_json::from_str::<Value>(&refused.body).unwrap().is_object(), "{path}");
        for method in [Method::Get, Method::Post] {
            let response = asked.handle(&request(method, path, None), Time::default()).unwrap();
            match allow {
                Some(allow) if !allow.contains(method.as_str()) => {
                    assert_eq!((response.status, response.header("Allow")), (405, Some(allow)), "{path}");
                }
                Some(_) => assert_ne!(response.status, 405, "{path}"),
                None => assert_eq!((response.status, response.header("Allow")), (404, None), "{path}"),
            }
        }
    }
}
