//! What tests do by hand: late successes, tries that fail, other answers to what the pages leave unsaid.

use super::*;

fn options() -> Options {
    let switches = Switches { texts_name_the_payer: true, ..Switches::default() };
    Options { webhook_url: Some("https://shop.example".to_owned()), switches, ..Options::default() }
}

#[test]
fn what_failed_may_succeed_after_all_and_the_books_say_so() {
    let mut client = Client::new(options());
    let charge = client.charge("76009901", "orange_bf");
    assert!(!client.sandbox.succeeds_after_all(&charge, client.now), "it has not failed yet");
    client.otp(&charge, "123456");
    let body = value!({"amount": 100, "recipient_phone": "76009901", "ext_id": "e-1"});
    let transfer = text(&client.ok("/v1/payment/transfers", &body)["data"]["reference"]);
    let body = value!({"serviceCode": "WOYOFAL_SN_BILL", "reference_client": "07061270879", "amount": 1000,
        "externalTransactionId": "W", "callBackURL": "https://shop.example/cb"});
    let bill = text(&client.ok("/api/v1/billing/pay", &body)["transaction"]["transactionId"]);
    assert_eq!(client.sandbox.references(), [charge.as_str(), &transfer, &bill]);
    client.pass(60_000);
    client.sandbox.deliveries(client.now);
    for (reference, before, after) in
        [(&charge, "failed", "success"), (&transfer, "failed", "success"), (&bill, "FAILED", "SUCCESS")]
    {
        assert_eq!(client.sandbox.payment(reference).map(|p| p.status), Some(before));
        assert!(client.sandbox.succeeds_after_all(reference, client.now));
        let payment = client.sandbox.payment(reference).unwrap();
        assert_eq!((payment.status, payment.token.is_some()), (after, after == "SUCCESS"));
        assert!(!client.sandbox.succeeds_after_all(reference, client.now), "once");
    }
    assert_eq!(client.sandbox.deliveries(client.now).len(), 3, "each is told");
    assert!(!client.sandbox.succeeds_after_all("ch_none", client.now));
}

#[test]
fn a_page_waits_on_after_a_try_that_failed() {
    let mut client = Client::new(options());
    let body = value!({"amount": 600, "success_url": "https://a.bf/ok", "cancel_url": "https://a.bf/ko"});
    let page = text(&client.ok("/v1/payment/checkouts/initialize/", &body)["data"]["reference"]);
    assert_eq!(client.sandbox.checkout(&page), Some(("pending", None)));
    assert!(!client.sandbox.checkout_tried(&page, "76000000", "moov_bf", client.now), "another operator");
    assert!(client.sandbox.checkout_tried(&page, "76000000", "orange_bf", client.now));
    let (status, tried) = client.sandbox.checkout(&page).unwrap();
    let tried = tried.unwrap().to_owned();
    assert_eq!((status, client.sandbox.payment(&tried).unwrap().status), ("pending", "failed"));
    assert!(client.sandbox.checkout_paid(&page, "76000000", "orange_bf", client.now));
    let (status, paid) = client.sandbox.checkout(&page).unwrap();
    assert_eq!((status, client.sandbox.payment(paid.unwrap()).unwrap().status), ("success", "success"));
    assert!(!client.sandbox.checkout_tried(&page, "76000000", "orange_bf", client.now), "over");
}

#[test]
fn texts_name_the_payer_where_the_switch_says_so() {
    let mut client = Client::new(options());
    let numbers = ["76 00 99 07", "76009907", "+226 76-00-99-07", "+22676009907"];
    let body =
        value!({"amount": 500, "payment_method_details": {"phone": "76009907", "provider": "orange_bf"}});
    let said = text(&client.post("/v1/payment/charges/", &body).1["message"]);
    assert!(numbers.iter().any(|number| said.ends_with(&format!("[{number}]"))), "{said}");
    client.sandbox.switch(|switches| switches.texts_name_the_payer = false);
    let said = text(&client.post("/v1/payment/charges/", &body).1["message"]);
    assert!(!said.contains("76"), "{said}");
}

#[test]
fn every_answer_says_the_vendors_time() {
    let mut client = Client::new(Options::default());
    client.sandbox.inject("503-before@balances".parse().unwrap());
    for path in ["/v1/payment/balances", "/v1/payment/balances", "/api/v1/transaction/TID1", "/nowhere"] {
        let response = client.sandbox.handle(&request(Method::Get, path, None), client.now).unwrap();
        assert_eq!(response.header("Date"), Some("Sun, 18 Aug 2024 11:43:47 GMT"), "{path}");
    }
}
