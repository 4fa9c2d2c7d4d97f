//! Senfenico's page, sample by sample.

use super::*;
use crate::digest::sha256;

const CHARGE: &str = r#"{"status":true,"message":"Charge attempted","data":{"reference":"ch_45a4","amount":1000,"fees":"3.50","currency":"XOF","transaction_date":"2024-08-18T12:52:33.569084Z","ip_address":"172.18.0.1","status":"success","live_mode":false,"payment_method":"mobile_money","provider":"orange_bf","phone":"76000000","cancelled_at":null,"cancellation_reason":null,"created_at":"2024-08-18T12:52:33.572801Z","updated_at":"2024-08-18T12:58:04.376754Z","confirmation_attempts":[{"ip_address":"172.18.0.1","attempt_date":"2024-08-18T12:53:00.220699Z","confirmation_status":"failed"}]}}"#;
const SUBMITTED: &str = r#"{"status":true,"message":"charge completed successfully","data":{"reference":"ch_3972","amount":1000,"fees":3.5,"currency":"XOF","transaction_date":"2024-08-18T11:43:47.380565+00:00","ip_address":"172.18.0.1","status":"success","live_mode":false,"payment_method":"mobile_money","provider":"orange_bf","cancelled_at":null,"cancellation_reason":null,"confirmation_attempts":[{"ip_address":"172.18.0.1","attempt_date":"2024-08-18T11:44:16.683423+00:00","confirmation_status":"success"}]}}"#;
const CHECKOUT: &str = r#"{"status":true,"message":"Checkout details retrieved","data":{"email":"customer@mail.com","reference":"8872","charge_reference":null,"amount":600,"success_url":"https://yourwebsite.com/success","cancel_url":"https://yourwebsite.com/cancel","phone":"","provider":"","live_mode":true,"created_at":"2023-07-25T19:55:48.223895Z","updated_at":"2023-07-25T19:55:48.223956Z","status":"pending"}}"#;
const BALANCE: &str = r#"{"status":true,"message":"Balance retrieved","data":{"collection_balances":{"available":18692.0,"pending":5000.0,"currency":"XOF"},"transfer_balances":{"total_available":0.0,"total_pending":0.0,"orange_money_bf":{"available":0.0,"pending":0.0},"moov_money_bf":{"available":0.0,"pending":0.0},"sank_money_bf":{"available":0.0,"pending":0.0}}}}"#;
const QUEUED: &str = r#"{"status":true,"message":"Transfer has been queued","data":{"reference":"tr_ef73","amount":100,"fees":1.5,"recipient_phone":"63000000","currency":"XOF","ip_address":"172.18.0.1","status":"pending","live_mode":true,"recipient_wallet":"sank_bf","ext_id":"98b9","created_at":"2024-03-21T21:08:33.336879Z"}}"#;
const TRANSFER: &str = r#"{"status":true,"message":"Transfer details retrieved","data":{"reference":"tr_6124","amount":100,"fees":"1.50","currency":"XOF","ip_address":"172.18.0.1","status":"pending","live_mode":true,"recipient_wallet":"orange_bf","recipient_phone":"65xxxxxx","created_at":"2024-03-21T13:34:34.268389Z","ext_id":"98b9"}}"#;
const BULK: &str = r#"{"status":true,"message":"1 transfers queued for processing","failed_transfers":[{"data":{"amount":100,"recipient_phone":"63xxxxxx","recipient_wallet":null,"ext_id":"98b9"},"errors":{"non_field_errors":["Insufficient balance for Moov BF transfer including fees."]}}]}"#;
const SETTLEMENT: &str = r#"{"status":true,"message":"Settlement created","data":{"reference":"d1b1","amount":1000,"settlement_fees":2,"currency":"XOF","status":"processing","live_mode":false,"created_at":"2023-07-30T19:23:01.658300Z","updated_at":"2023-07-30T19:23:01.659013Z","account_type":"bank","iban":null,"rib":"YOUR RIB","bank_name":null,"bank_address":null,"account_holder_name":null,"account_holder_address":null,"swift_bic_code":null,"provider":null,"phone":null,"usdt_wallet_address":null}}"#;

fn transfer(phone: &str) -> Value {
    value!({"amount": 100, "recipient_phone": phone, "ext_id": "e-1"})
}

fn collected() -> Client {
    let mut client = Client::new(Options::default());
    let charge = client.charge("76000000", "orange_bf");
    assert_eq!(client.otp(&charge, "123456").0, 200);
    client
}

#[test]
fn a_charge_is_confirmed_by_its_otp() {
    let mut client = Client::new(Options::default());
    let details = value!({"phone": "76000000", "provider": "orange_bf"});
    let body = value!({"amount": "500", "currency": "XOF", "payment_method": "mobile_money", "payment_method_details": details});
    let created = client.ok("/v1/payment/charges/", &body);
    let words = "Composez *144*4*6*500# pour obtenir un code OTP, puis entrez-le sur notre plateforme pour finaliser la transaction.";
    assert_eq!(created["data"]["display_text"], words);
    assert_eq!(created["data"]["status"], "send_otp");
    assert_eq!(
        shape(&created["data"]),
        "{display_text:text,live_mode:bool,reference:text,status:text}",
        "the create reply names nothing else"
    );
    let charge = client.charge("76000000", "orange_bf");
    let (status, refused) = client.otp(&charge, "000000");
    assert_eq!(status, 400);
    assert_eq!(
        refused,
        value!({"status": false, "message": "Charge operation failed. The OTP is invalid. Please try again.", "error_code": "OTP_INVALID"})
    );
    client.pass(1_000);
    let good = client.charge("77000000", "orange_bf");
    same_shape(&client.otp(&good, "123456").1, SUBMITTED);
    same_shape(&client.get(&format!("/v1/payment/charges/{charge}")), CHARGE);
    assert_eq!(client.otp(&charge, "123456").0, 200);
    // A second code after the success is refused and written down; the charge stays.
    assert_eq!(client.otp(&charge, "123456").1["error_code"], "OTP_INVALID");
    let fetched = client.get(&format!("/v1/payment/charges/{charge}/"));
    assert_eq!(fetched["data"]["status"], "success");
    assert_eq!(fetched["data"]["confirmation_attempts"].as_array().unwrap().len(), 3);
    let list = client.get("/v1/payment/charges");
    assert_eq!(list["message"], "Charge list retreived");
    assert_eq!(text(&list["data"][0]["reference"]), good, "newest first");
    let balances = client.get("/v1/payment/balances");
    same_shape(&balances, BALANCE);
    assert_eq!(balances["data"]["collection_balances"]["available"].to_string(), "1930.0");
    assert_eq!(client.sandbox.ledger().balance(Purse::Collection(0)), 1_930);
    assert_eq!(client.sandbox.ledger().balance(Purse::Payers), -2_000);
}

#[test]
fn otp_endings_follow_options_and_magic_numbers() {
    let mut client = Client::new(Options::default());
    let late = client.charge("76000000", "orange_bf");
    client.pass(300_000);
    assert_eq!(client.otp(&late, "123456").1["error_code"], "OTP_EXPIRED");
    assert_eq!(client.status("charges", &late), "send_otp");
    assert_eq!(client.otp("ch_none", "1").1["error_code"], "CHARGE_NOT_FOUND");
    for (phone, code, end) in [
        ("76009901", Value::Null, "failed"),
        ("76009902", value!("INSUFFICIENT_FUNDS"), "failed"),
        ("76009903", Value::Null, "pending"),
    ] {
        let charge = client.charge(phone, "orange_bf");
        assert_eq!(client.otp(&charge, "123456").1["error_code"], code, "{phone}");
        assert_eq!(client.status("charges", &charge), end, "{phone}");
        client.pass(600_000);
        let later = if end == "pending" { "success" } else { "failed" };
        assert_eq!(client.status("charges", &charge), later, "{phone}");
    }
    let canceled = client.charge("76009904", "orange_bf");
    client.pass(20_000);
    assert_eq!(client.status("charges", &canceled), "canceled");
    assert_eq!(client.otp(&canceled, "123456").0, 400);
}

#[test]
fn offline_charges_wait_for_the_payer() {
    let mut client = Client::new(Options::default());
    let charge = client.charge("68009905", "coris_bf");
    assert_eq!(client.status("charges", &charge), "pay_offline");
    client.pass(20_000);
    assert_eq!(client.status("charges", &charge), "success");
    assert!(!client.sandbox.payer_confirms(&charge, client.now), "only once");
    let offline_providers = vec!["coris_bf".to_owned()];
    let mut manual =
        Client::new(Options { payer_auto_confirms: false, offline_providers, ..Options::default() });
    let (yes, no) = (manual.charge("70009905", "moov_bf"), manual.charge("68000000", "coris_bf"));
    manual.pass(999_999);
    assert_eq!(manual.status("charges", &yes), "pay_offline");
    assert!(manual.sandbox.payer_confirms(&yes, manual.now));
    assert!(manual.sandbox.payer_declines(&no, manual.now));
    assert_eq!(manual.status("charges", &yes), "success");
    assert_eq!(manual.status("charges", &no), "canceled");
    assert_eq!(manual.sandbox.ledger().balance(Purse::Collection(0)), 965);
}

#[test]
fn charges_are_refused_as_the_table_says() {
    let mut client = Client::new(Options::default());
    for (phone, provider, code) in [
        ("70000000", "orange_bf", "INVALID_ACCOUNT"),
        ("76000000", "moov_bf", "INVALID_ACCOUNT"),
        ("76009907", "orange_bf", "INVALID_ACCOUNT"),
        ("76009909", "orange_bf", "UNAUTHORIZED_CHARGE_PROVIDER"),
        ("76000000", "wave_sn", "UNSUPPORTED_PROVIDER"),
        ("760", "orange_bf", "INVALID_DATA"),
    ] {
        let details = value!({"phone": phone, "provider": provider});
        let (_, reply) =
            client.post("/v1/payment/charges", &value!({"amount": 5, "payment_method_details": details}));
        assert_eq!(reply["error_code"], code, "{phone}");
        assert_eq!(reply["status"], false);
    }
    let (status, reply) = client.post("/v1/payment/charges", &value!({"amount": "0.5"}));
    assert_eq!(status, 400);
    assert_eq!(reply["errors"]["amount"][0], "A valid integer is required.");
    assert_eq!(reply["errors"]["payment_method_details"][0], "This field is required.");
    assert!(client.get("/v1/payment/charges")["data"].as_array().unwrap().is_empty());
    let (status, reply) = client.send(Method::Get, "/v1/payment/charges/ch_0", None);
    assert_eq!((status, reply), (404, value!({"status": false, "message": "Charge not found"})));
    let switches = Switches { only_test_numbers: true, ..Switches::default() };
    let mut strict = Client::new(Options { switches, ..Options::default() });
    let details = value!({"phone": "76000001", "provider": "orange_bf"});
    let reply = strict.post("/v1/payment/charges", &value!({"amount": 1, "payment_method_details": details}));
    assert_eq!(reply.1["error_code"], "INVALID_ACCOUNT");
}

#[test]
fn a_network_error_may_hide_a_charge_and_a_transfer() {
    let mut client = Client::new(Options::default());
    let details = value!({"phone": "76009908", "provider": "orange_bf"});
    let body = value!({"amount": 1, "payment_method_details": details});
    assert_eq!(client.post("/v1/payment/charges", &body).1["error_code"], "NETWORK_ERROR");
    assert_eq!(client.get("/v1/payment/charges")["data"].as_array().unwrap().len(), 1);
    assert_eq!(client.post("/v1/payment/transfers", &transfer("76009908")).1["error_code"], "NETWORK_ERROR");
    assert_eq!(client.get("/v1/payment/transfers")["data"][0]["ext_id"], "e-1");
}

#[test]
fn a_checkout_is_paid_on_its_page() {
    let mut client = Client::new(Options::default());
    let body = value!({"email": "customer@mail.com", "amount": 600, "success_url": "https://example.com/sucess", "cancel_url": "https://example.com/cancel"});
    let created = client.ok("/v1/payment/checkouts/initialize/", &body);
    let reference = text(&created["data"]["reference"]);
    let url = format!("https://api.senfenico.com/v1/checkout_payment/payment_page/{reference}/");
    assert_eq!(
        created["data"],
        value!({"reference": reference, "authorization_url": url, "live_mode": false})
    );
    same_shape(&client.get(&format!("/v1/payment/checkouts/{reference}")), CHECKOUT);
    let now = client.now;
    assert!(!client.sandbox.checkout_paid(&reference, "70000000", "orange_bf", now), "prefix of Moov");
    assert!(client.sandbox.checkout_paid(&reference, "70000000", "moov_bf", now));
    assert!(!client.sandbox.checkout_failed(&reference, now), "it is over");
    let list = client.get("/v1/payment/checkouts");
    assert_eq!(list["message"], "Checkout list retreived");
    let row = &list["data"][0];
    assert_eq!((&row["status"], &row["phone"]), (&value!("success"), &value!("70000000")));
    let charge = text(&row["charge_reference"]);
    assert_eq!(client.status("charges", &charge), "success");
    let refused = client.post("/v1/payment/checkouts/initialize", &value!({"amount": -1})).1;
    assert_eq!(
        shape(&refused),
        "{error_code:text,errors:{amount:[text],cancel_url:[text],success_url:[text]},message:text,status:bool}"
    );
}

#[test]
fn transfers_end_by_themselves_and_failed_ones_are_refunded() {
    let mut client = Client::new(Options::default());
    let body = value!({"amount": 100, "recipient_phone": "63000000", "recipient_wallet": "sank_bf", "ext_id": "98b9"});
    let created = client.ok("/v1/payment/transfers/", &body);
    same_shape(&created, QUEUED);
    let reference = text(&created["data"]["reference"]);
    same_shape(&client.get(&format!("/v1/payment/transfers/{reference}")), TRANSFER);
    let failing = client.ok("/v1/payment/transfers", &transfer("70009901"));
    let balance = client.get("/v1/payment/balances")["data"]["transfer_balances"].clone();
    assert_eq!(balance["sank_money_bf"], value!({"available": 99_898.0, "pending": 102.0}));
    assert_eq!(balance["total_pending"].to_string(), "204.0");
    client.pass(30_000);
    assert_eq!(client.status("transfers", &reference), "success");
    assert_eq!(client.status("transfers", &text(&failing["data"]["reference"])), "failed");
    let ledger = client.sandbox.ledger();
    assert_eq!(ledger.balance(Purse::Wallet(0, Wallet::Moov)), 100_000, "refunded");
    assert_eq!(ledger.balance(Purse::Recipients), 100);
    let too_much = value!({"amount": 99_000, "recipient_phone": "63000000", "recipient_wallet": "sank_bf"});
    assert_eq!(
        client.post("/v1/payment/transfers", &too_much),
        (
            400,
            value!({"status": false, "message": "Insufficient balance for Sank BF transfer including fees.", "error_code": "INSUFFICIENT_FUNDS"})
        )
    );
    let small =
        client.post("/v1/payment/transfers", &value!({"amount": 99, "recipient_phone": "63000000"})).1;
    assert_eq!(small["errors"]["amount"][0], "Ensure this value is greater than or equal to 100.");
    assert_eq!(client.get("/v1/payment/transfers")["message"], "Transfer list retrieved");
}

#[test]
fn an_ext_id_is_deduped_only_by_the_switch() {
    for (deduped, error, rows) in [(false, false, 2), (true, false, 1), (true, true, 1)] {
        let switches =
            Switches { ext_id_deduped: deduped, ext_id_duplicate_is_error: error, ..Switches::default() };
        let mut client = Client::new(Options { switches, ..Options::default() });
        let first = client.ok("/v1/payment/transfers", &transfer("63000000"));
        let (status, again) = client.post("/v1/payment/transfers", &transfer("63000000"));
        assert_eq!(status, if error { 400 } else { 200 });
        assert_eq!(again == first, deduped && !error);
        assert_eq!(client.get("/v1/payment/transfers")["data"].as_array().unwrap().len(), rows);
    }
}

#[test]
fn a_bulk_names_only_its_failures() {
    let mut client = Client::new(Options { transfer_balance: 110, ..Options::default() });
    let failing = value!({"amount": 100, "recipient_phone": "63000000", "ext_id": "98b9"});
    let items =
        value!([{"amount": 100, "recipient_phone": "63000000", "recipient_wallet": "moov_bf"}, failing]);
    let reply = client.ok("/v1/payment/transfers/bulk/", &value!({ "transfers": items }));
    same_shape(&reply, BULK);
    assert_eq!(
        reply["failed_transfers"][0]["errors"]["non_field_errors"][0],
        value!("Insufficient balance for Moov BF transfer including fees.")
    );
    let bad =
        value!([7, {"amount": 99, "recipient_phone": "x"}, {"amount": 100, "recipient_phone": "68000000"}]);
    let body = value!({ "transfers": bad }).to_string();
    let (status, reply) = client.send(Method::Get, "/v1/payment/transfers/bulk/", Some(body));
    assert_eq!((status, &reply["message"]), (200, &value!("0 transfers queued for processing")));
    assert_eq!(reply["failed_transfers"].as_array().unwrap().len(), 3);
    let many = vec![transfer("63000000"); 101];
    let refused = client.post("/v1/payment/transfers/bulk", &value!({ "transfers": many })).1;
    assert_eq!(refused["message"], "Maximum of 100 transfers allowed per request");
    for _ in 0..2 {
        assert_eq!(client.post("/v1/payment/transfers/bulk", &value!({"transfers": []})).0, 400);
    }
    let (status, reply) = client.post("/v1/payment/transfers/bulk", &value!({"transfers": []}));
    assert_eq!((status, &reply["error_code"]), (429, &value!("RATE_LIMIT_EXCEEDED")), "sixth in a second");
    client.pass(1_000);
    assert_eq!(client.post("/v1/payment/transfers/bulk", &value!({"transfers": []})).0, 400);
}

#[test]
fn a_settlement_goes_to_the_bank_or_is_cancelled() {
    let mut client = collected();
    let created = client.ok("/v1/payment/settlements/", &value!({"amount": "900"}));
    same_shape(&created, SETTLEMENT);
    let reference = text(&created["data"]["reference"]);
    assert_eq!(client.get("/v1/payment/balances")["data"]["collection_balances"]["pending"], value!(900.0));
    client.pass(600_000);
    assert_eq!(client.status("settlements", &reference), "in_transit");
    let (status, refused) =
        client.send(Method::Get, &format!("/v1/payment/settlements/{reference}/cancel/"), None);
    let words = "Validation error: [\"Settlement can only be cancelled if it's in 'processing' status.\"]";
    assert_eq!((status, refused), (400, value!({"status": false, "message": words})));
    client.pass(3_000_000);
    assert_eq!(client.status("settlements", &reference), "success");
    assert_eq!(client.sandbox.ledger().balance(Purse::Bank), 882);
    let second = client.ok("/v1/payment/settlements/", &value!({"amount": 65}));
    let second = text(&second["data"]["reference"]);
    let cancelled = client.get(&format!("/v1/payment/settlements/{second}/cancel/"));
    assert_eq!(cancelled["message"], "Settlement cancelled");
    assert_eq!(cancelled["data"]["status"], "cancelled");
    client.pass(9_000_000);
    assert_eq!(client.status("settlements", &second), "cancelled");
    let refused = client.post("/v1/payment/settlements", &value!({"amount": 66})).1;
    assert_eq!(refused["error_code"], "INSUFFICIENT_FUNDS");
    assert_eq!(client.get("/v1/payment/settlements")["message"], "settlement list retrieved");
}

#[test]
fn a_settlement_moved_by_hand_is_not_moved_twice() {
    let mut client = collected();
    let created = client.ok("/v1/payment/settlements/", &value!({"amount": 900}));
    let reference = text(&created["data"]["reference"]);
    assert!(client.sandbox.settlement_advances(&reference, client.now));
    client.pass(600_000);
    assert_eq!(client.status("settlements", &reference), "in_transit");
    assert!(client.sandbox.settlement_advances(&reference, client.now));
    assert!(!client.sandbox.settlement_advances(&reference, client.now));
}

#[test]
fn lists_lag_mask_and_end_by_switches() {
    let switches =
        Switches { list_lag_ms: 5_000, list_limit: 1, phones_masked_in_lists: true, ..Switches::default() };
    let mut client = Client::new(Options { switches, ..Options::default() });
    client.charge("76000000", "orange_bf");
    client.charge("77000000", "orange_bf");
    assert!(client.get("/v1/payment/charges")["data"].as_array().unwrap().is_empty());
    client.pass(5_000);
    let list = client.get("/v1/payment/charges");
    assert_eq!(list["data"].as_array().unwrap().len(), 1);
    assert_eq!(list["data"][0]["phone"], "77xxxxxx");
}

#[test]
fn webhooks_tell_of_every_end() {
    let options = Options {
        webhook_url: Some("http://localhost/hook".to_owned()),
        webhook_key: Some("whk".to_owned()),
        ..Options::default()
    };
    let mut client = Client::new(options);
    let charge = client.charge("76000000", "orange_bf");
    client.otp(&charge, "123456");
    client.ok("/v1/payment/transfers", &transfer("70009901"));
    let settlement = client.ok("/v1/payment/settlements", &value!({"amount": 10}));
    let reference = text(&settlement["data"]["reference"]);
    client.get(&format!("/v1/payment/settlements/{reference}/cancel"));
    client.pass(30_000);
    let deliveries = client.sandbox.deliveries(client.now);
    let events: Vec<Value> = deliveries.iter().map(|d| serde_json::from_str(&d.body).unwrap()).collect();
    let names: Vec<&str> = events.iter().filter_map(|event| event["event"].as_str()).collect();
    assert_eq!(names, ["charge.success", "settlement.cancelled", "transfer.failed"]);
    let data: Value = serde_json::from_str(events[0]["data"].as_str().unwrap()).unwrap();
    let page: Value = serde_json::from_str(CHARGE).unwrap();
    assert_eq!(shape(&data), shape(&page["data"]), "the SDK builds its object of exactly these fields");
    let expected = sha256(&[deliveries[0].body.as_bytes(), b"whk"]);
    assert_eq!(deliveries[0].headers[1].value, reply::hex(&expected));
    assert!(client.sandbox.deliveries(client.now).is_empty());
    for delivery in &deliveries {
        client.sandbox.acknowledge(delivery.id);
    }
    client.pass(9_999_999);
    assert!(client.sandbox.deliveries(client.now).is_empty());
}

#[test]
fn the_rarer_switches_do_what_they_say() {
    let switches = Switches {
        otp_tries: 2,
        otp_still_valid_refuses: true,
        pending_after_submit_ms: 1_000,
        retry_after_header: true,
        webhook_data_as_string: false,
        webhooks_for_transfers: false,
        otp_expired_ends_charge: true,
        ..Switches::default()
    };
    let webhook_url = Some("http://localhost/hook".to_owned());
    let checkout_pays_itself_ms = Some(1_000);
    let mut client =
        Client::new(Options { webhook_url, checkout_pays_itself_ms, switches, ..Options::default() });
    let tried = client.charge("76000000", "orange_bf");
    let details = value!({"phone": "76000000", "provider": "orange_bf"});
    let second = value!({"amount": 1, "payment_method_details": details});
    assert_eq!(client.post("/v1/payment/charges", &second).1["error_code"], "OTP_STILL_VALID");
    client.otp(&tried, "1");
    client.otp(&tried, "2");
    assert_eq!(client.status("charges", &tried), "failed");
    let slow = client.charge("76000000", "orange_bf");
    assert_eq!(client.otp(&slow, "123456").1["data"]["status"], "pending");
    client.ok("/v1/payment/transfers", &transfer("63000000"));
    let urls = value!({"amount": 5, "success_url": "https://a.b/?n=1", "cancel_url": "https://a.b"});
    let page = client.ok("/v1/payment/checkouts/initialize", &urls);
    client.pass(1_000);
    assert_eq!(client.status("charges", &slow), "success");
    assert_eq!(client.status("checkouts", &text(&page["data"]["reference"])), "success");
    let late = client.charge("77000000", "orange_bf");
    client.pass(300_000);
    assert_eq!(client.otp(&late, "123456").1["error_code"], "OTP_EXPIRED");
    assert_eq!(client.status("charges", &late), "failed");
    let deliveries = client.sandbox.deliveries(client.now);
    let events: Vec<Value> = deliveries.iter().map(|d| serde_json::from_str(&d.body).unwrap()).collect();
    let names: Vec<&str> = events.iter().filter_map(|event| event["event"].as_str()).collect();
    let expected =
        "charge.failed checkout.pending charge.success charge.success checkout.success charge.failed";
    assert_eq!(names.join(" "), expected);
    assert_eq!(events[0]["data"]["reference"], tried, "an object, not a text");
    for call in 1..=6 {
        let body = Some(value!({"transfers": []}).to_string());
        let request = request(Method::Post, "/v1/payment/transfers/bulk", body);
        let response = client.sandbox.handle(&request, client.now).unwrap();
        assert_eq!(response.header("Retry-After"), (call == 6).then_some("1"));
    }
}
