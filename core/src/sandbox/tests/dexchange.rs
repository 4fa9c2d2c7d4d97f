//! DEXCHANGE's two bill pages, sample by sample.

use super::*;

const BILLS: &str = r#"{"success":true,"referenceClient":"210278816","bills":[{"paymentTransactionNumber":null,"referenceClient":"000210278816","referenceFacture":"8000000680","nom":"FALL OUSSEYNOU","prenom":null,"montant":104500,"frais":0,"total":104500,"dateEcheance":"2018-12-31","paid":false,"address":null,"meterStatus":null}]}"#;
const IMMEDIATE: &str = r#"{"message":"Bill paid successfully","transaction":{"success":true,"transactionId":"TID987654321","transactionType":"BILL","amount":1000,"transactionFee":10,"number":"07061270877","token":"1283930093209223","Status":"SUCCESS","currentBalance":498990}}"#;
const PROCESSING: &str = r#"{"message":"Bill paid successfully","transaction":{"success":true,"transactionId":"TID987654321","transactionType":"BILL","amount":1000,"Status":"PROCESSING","message":"Top-up in progress — token available shortly"}}"#;
const CALLBACK: &str = r#"{"id":"TID123456789","externalTransactionId":"INV-001","transactionType":"BILL","AMOUNT":104500,"FEE":1045,"PHONE_NUMBER":"210278816","STATUS":"SUCCESS","COMPLETED_AT":"2024-03-20T10:35:00Z","PREVIOUS_BALANCE":500000,"CURRENT_BALANCE":394455}"#;

fn senelec(client: &str, ext_id: &str) -> Value {
    value!({"serviceCode": "SENELEC_SN_BILL", "reference_client": client, "externalTransactionId": ext_id})
}

fn woyofal(meter: &str, ext_id: &str) -> Value {
    value!({"serviceCode": "WOYOFAL_SN_BILL", "reference_client": meter, "amount": 1000, "externalTransactionId": ext_id, "callBackURL": "https://m.example/cb", "customData": "c-1"})
}

fn balance(client: &Client) -> i64 {
    client.sandbox.ledger().balance(Purse::Dexchange(0))
}

fn lookup(client: &mut Client, reply: &Value) -> Value {
    client.get(&format!("/api/v1/transaction/{}", text(&reply["transaction"]["transactionId"])))
}

#[test]
fn a_bill_is_inquired_and_paid_once() {
    let mut client = Client::new(Options { dexchange_balance: 500_000, ..Options::default() });
    let inquiry = value!({"serviceCode": "SENELEC_SN_BILL", "reference_client": "210278816"});
    let page: Value = serde_json::from_str(BILLS).unwrap();
    assert_eq!(client.ok("/api/v1/billing/inquiry", &inquiry), page, "the page's sample, word for word");
    let mut order = senelec("210278816", "INV-001");
    order["callBackURL"] = value!("https://your-domain.com/callback");
    let (status, mut paid) = client.pay(&order);
    assert_eq!(status, 200);
    assert!(text(&paid["transaction"]["transactionId"]).starts_with("TID"));
    let looked_up = lookup(&mut client, &paid);
    assert_eq!(looked_up["transaction"]["Status"], "SUCCESS");
    paid["transaction"]["transactionId"] = value!("TID123456789");
    let page = value!({"message": "Bill paid successfully", "transaction": {"success": true, "transactionId": "TID123456789", "externalTransactionId": "INV-001", "transactionType": "BILL", "amount": 104_500, "transactionFee": 1_045, "number": "210278816", "referenceFacture": "8000000680", "Status": "SUCCESS", "previousBalance": 500_000, "currentBalance": 394_455}});
    assert_eq!(paid, page, "the page's sample, word for word");
    let callback: Value = serde_json::from_str(&client.sandbox.deliveries(client.now)[0].body).unwrap();
    assert_eq!(shape(&callback), shape(&serde_json::from_str(CALLBACK).unwrap()));
    assert_eq!(callback["CURRENT_BALANCE"], 394_455);
    assert_eq!(client.pay(&senelec("210278816", "INV-001")).0, 409);
    let (status, again) = client.pay(&senelec("210278816", "INV-002"));
    let failed = value!({"message": "Failed to pay bill", "transaction": {"success": false, "Status": "FAILED", "message": "Bill already paid"}});
    assert_eq!((status, again), (400, failed));
    assert_eq!(balance(&client), 394_455);
    assert_eq!(client.ok("/api/v1/billing/inquiry", &inquiry)["bills"][0]["paid"], true);
}

#[test]
fn without_a_reference_the_first_unpaid_bill_is_settled() {
    let mut client = Client::new(Options::default());
    let mut second = senelec("000210278817", "A");
    second["reference_facture"] = value!("8000000682");
    second["amount"] = value!(1);
    assert_eq!(client.pay(&second).1["transaction"]["amount"], 7_150, "the bill imposes the amount");
    assert_eq!(client.pay(&senelec("210278817", "B")).1["transaction"]["referenceFacture"], "8000000681");
    assert_eq!(client.pay(&senelec("210278817", "C")).0, 400);
    assert_eq!(client.pay(&senelec("210278818", "D")).1["transaction"]["message"], "Bill already paid");
    let water = value!({"serviceCode": "SENEAU_SN_BILL", "reference_client": "310045512"});
    assert_eq!(client.pay(&water).1["transaction"]["amount"], 23_760);
}

#[test]
fn a_meter_gives_a_token_now_later_or_never() {
    let mut client = Client::new(Options::default());
    let inquiry = value!({"serviceCode": "WOYOFAL_SN_BILL", "reference_client": "07061270877"});
    assert_eq!(client.ok("/api/v1/billing/inquiry", &inquiry)["bills"][0]["montant"], 0);
    same_shape(&client.pay(&woyofal("07061270877", "W1")).1, IMMEDIATE);
    assert_eq!(text(&client.pay(&woyofal("07061270876", "W0")).1["transaction"]["token"]).len(), 62);
    client.sandbox.deliveries(client.now);
    let before = balance(&client);
    let later = client.pay(&woyofal("07061270878", "W2")).1;
    same_shape(&later, PROCESSING);
    let refused = client.pay(&woyofal("07061270879", "W3")).1;
    assert_eq!(balance(&client), before - 2_020, "debited at once");
    assert_eq!(lookup(&mut client, &later)["transaction"]["Status"], "PROCESSING");
    client.pass(60_000);
    let found = lookup(&mut client, &later);
    assert_eq!(found["transaction"]["Status"], "SUCCESS");
    assert_eq!(text(&found["transaction"]["token"]).len(), 20);
    assert_eq!(lookup(&mut client, &refused)["transaction"]["Status"], "FAILED");
    assert_eq!(balance(&client), before - 1_010, "refunded");
    let callbacks = client.sandbox.deliveries(client.now);
    let bodies: Vec<Value> = callbacks.iter().map(|d| serde_json::from_str(&d.body).unwrap()).collect();
    assert_eq!(bodies.len(), 2);
    assert_eq!((&bodies[0]["STATUS"], &bodies[1]["STATUS"]), (&value!("SUCCESS"), &value!("FAILED")));
    assert_eq!(bodies[0]["token"], found["transaction"]["token"]);
    assert_eq!(bodies[0]["CUSTOM_DATA"], "c-1");
    assert_eq!(callbacks[0].headers.len(), 1, "unsigned");
}

#[test]
fn tokens_and_lookups_follow_their_switches() {
    let switches =
        Switches { token_arrives_late_ms: 5_000, processing_debits_at_once: false, ..Switches::default() };
    let mut client = Client::new(Options { switches, ..Options::default() });
    let before = 5_000_000;
    let paid = client.pay(&woyofal("07061270878", "W")).1;
    assert_eq!(balance(&client), before);
    client.pass(60_000);
    let found = lookup(&mut client, &paid);
    assert_eq!(found["transaction"]["Status"], "SUCCESS");
    assert_eq!(found["transaction"]["token"], Value::Null, "success without a token");
    assert_eq!(balance(&client), before - 1_010);
    client.pass(5_000);
    assert_eq!(text(&lookup(&mut client, &paid)["transaction"]["token"]).len(), 20);
    assert_eq!(client.sandbox.deliveries(client.now).len(), 2);
    let switches = Switches { token_never_arrives: true, token_in_webhook: false, ..Switches::default() };
    let mut never = Client::new(Options { switches, ..Options::default() });
    let paid = never.pay(&woyofal("07061270878", "W")).1;
    let id = text(&paid["transaction"]["transactionId"]);
    assert!(never.sandbox.top_up_finishes(&id, true, never.now));
    assert!(!never.sandbox.top_up_finishes(&id, false, never.now), "it is over");
    never.pass(9_999_999);
    assert_eq!(lookup(&mut never, &paid)["transaction"]["token"], Value::Null);
    assert!(!never.sandbox.deliveries(never.now)[0].body.contains("token"));
    let switches = Switches { dexchange_serves_bill_lookup: false, ..Switches::default() };
    let mut silent = Client::new(Options { switches, ..Options::default() });
    let id = text(&silent.pay(&woyofal("07061270877", "W")).1["transaction"]["transactionId"]);
    let (status, reply) = silent.send(Method::Get, &format!("/api/v1/transaction/{id}"), None);
    assert_eq!((status, reply), (404, value!({"success": false, "message": "No transaction found"})));
}

#[test]
fn an_external_id_is_taken_when_the_switches_say() {
    let order = woyofal("07061270877", "W");
    let mut poor = woyofal("07061270877", "P");
    poor["amount"] = value!(9_999_999);
    for (before_biller, burned, soon, after_400) in [(true, false, 409, 200), (false, true, 200, 409)] {
        let switches = Switches {
            dexchange_dedupe_before_biller: before_biller,
            ext_id_burned_by_400: burned,
            ..Switches::default()
        };
        let mut client = Client::new(Options { switches, ..Options::default() });
        assert_eq!(client.pay(&order).0, 200);
        client.pass(4_999);
        assert_eq!(client.pay(&order).0, soon);
        client.pass(1);
        assert_eq!(client.pay(&order).0, 409);
        assert_eq!(client.pay(&poor).1["transaction"]["message"], "Insufficient balance");
        client.pass(5_000);
        poor["amount"] = value!(1_000);
        assert_eq!(client.pay(&poor).0, after_400);
        poor["amount"] = value!(9_999_999);
    }
}

#[test]
fn bad_orders_are_refused() {
    let mut client = Client::new(Options::default());
    let unknown = value!({"serviceCode": "SENELEC_SN_BILL", "reference_client": "1"});
    let expected = value!({"success": false, "message": "No bill found", "bills": []});
    assert_eq!(client.post("/api/v1/billing/inquiry", &unknown), (400, expected));
    let mut text_amount = woyofal("07061270877", "W");
    text_amount["amount"] = value!("1000");
    assert_eq!(client.pay(&text_amount).0, 400);
    let reply = client.pay(&value!({"serviceCode": "CANAL", "callBackURL": "ftp://x", "amount": 1})).1;
    assert_eq!(reply["message"].as_array().unwrap().len(), 3);
    assert_eq!(client.pay(&woyofal("07061270800", "W")).1["transaction"]["message"], "No bill found");
    assert_eq!(balance(&client), 5_000_000);
}
