//! Whose an item of a batch is: one shown otherwise than ordered is not settled, a refusal of another
//! refuses none, and how a batch was lost is kept.

use serde_json::{Value, json};
use xaalis::http::Failure;
use xaalis::senfenico::NewTransfer;
use xaalis::value::Provider;
use xaalis::{Event, Order, Why};
use xaalis_tests::script::Script;

const TRANSFERS: &str = "/v1/payment/transfers/";

fn good(data: &Value) -> Value {
    json!({ "status": true, "data": data })
}

fn no(code: &str) -> Value {
    json!({ "status": false, "message": "Echec", "error_code": code })
}

fn transfer(reference: &str, ext_id: &str, status: &str) -> Value {
    json!({ "reference": reference, "ext_id": ext_id, "status": status, "amount": 700, "live_mode": false,
        "recipient_phone": "70445566", "recipient_wallet": "moov_bf" })
}

fn bulk(ids: [&str; 3]) -> Script {
    let transfers = ids.iter().map(|id| NewTransfer::new(700, "70445566", *id).to(Provider::MoovBf));
    let mut script = Script::begin(Order::BulkPayout { transfers: transfers.collect() });
    script.sends("/v1/payment/transfers/bulk/");
    script
}

#[test]
fn an_item_shown_otherwise_than_ordered_is_not_settled() {
    let mut script = bulk(["a-1", "B-2", "b-2"]);
    script.hears(&json!({ "status": true, "failed_transfers": [] }));
    script.waits(Why::Pending);
    let mut first = transfer("tr_1", "A-1", "success");
    first["recipient_phone"] = json!("70445599");
    let (second, third) = (transfer("tr_2", "B-2", "success"), transfer("tr_3", "b-2", "success"));
    script.sends(TRANSFERS).hears(&good(&json!([third, first, second])));
    let items = script.ends();
    assert_eq!(
        (&items[0]["outcome"]["unknown"]["why"], &items[0]["outcome"]["unknown"]["provider_reference"]),
        (&json!("foreign"), &json!("tr_1"))
    );
    assert_eq!(items[1]["outcome"]["value"]["reference"], "tr_2", "case alone tells two of ours apart");
    assert_eq!(items[2]["outcome"]["value"]["reference"], "tr_3");
}

#[test]
fn an_item_of_another_amount_or_mode_is_odd() {
    for (field, value, why) in
        [("amount", json!(701), "amount_mismatch"), ("live_mode", json!(true), "mode_mismatch")]
    {
        let mut script = bulk(["a-1", "b-2", "c-3"]);
        script.hears(&json!({ "status": true, "failed_transfers": [] }));
        script.waits(Why::Pending);
        let mut odd = transfer("tr_1", "a-1", "success");
        odd[field] = value;
        let rest = [transfer("tr_2", "b-2", "failed"), transfer("tr_3", "c-3", "success")];
        script.sends(TRANSFERS).hears(&good(&json!([odd, rest[0], rest[1]])));
        let items = script.ends();
        assert_eq!(items[0]["outcome"]["unknown"]["why"], why);
        assert_eq!(items[1]["outcome"]["refusal"]["code"], "PAYMENT_FAILED");
        assert_eq!(items[2]["outcome"]["kind"], "settled");
    }
}

#[test]
fn a_refusal_that_echoes_another_payout_refuses_none() {
    let mut script = bulk(["a-1", "b-2", "c-3"]);
    let refused = |id: &str, amount: i64, error: &str| {
        json!({ "data": { "ext_id": id, "amount": amount, "recipient_phone": "70xxxxxx" },
            "errors": { "non_field_errors": [error] } })
    };
    script.hears(&json!({ "status": true, "failed_transfers":
        [refused("A-1", 900, "Solde"), refused("B-2", 700, "Solde"), refused("c-3", 700, "INSUFFICIENT_FUNDS")] }));
    script.waits(Why::Pending);
    script.sends(TRANSFERS).hears(&good(&json!([transfer("tr_1", "a-1", "success")])));
    let items = script.ends();
    assert_eq!(items[0]["outcome"]["kind"], "settled");
    assert_eq!(items[1]["outcome"]["refusal"]["code"], "VALIDATION");
    assert_eq!(items[2]["outcome"]["refusal"]["code"], "INSUFFICIENT_FUNDS");
}

#[test]
fn a_lost_batch_keeps_how_it_was_lost() {
    let mut script = bulk(["a-1", "b-2", "c-3"]);
    script.hears_with(400, &no("NETWORK_ERROR"));
    script.waits(Why::Pending);
    script.sends(TRANSFERS).hears(&good(&json!([transfer("tr_1", "a-1", "success")])));
    script.told(Event::Stop);
    let items = script.ends();
    let unknown = &items[1]["outcome"]["unknown"];
    assert_eq!(
        (&unknown["why"], &unknown["code"], &unknown["http_status"]),
        (&json!("uncertain_code"), &json!("NETWORK_ERROR"), &json!(400))
    );

    let mut script = bulk(["a-1", "b-2", "c-3"]);
    script.fails(Failure::TooLarge);
    script.waits(Why::Pending);
    let mut heir = {
        script.sends(TRANSFERS);
        script.resumed(0)
    };
    heir.sends(TRANSFERS).told(Event::Stop);
    let unknown = &heir.ends()[2]["outcome"]["unknown"];
    assert_eq!((&unknown["why"], &unknown["excess"]["limit"]), (&json!("oversized"), &json!(1_048_576)));
}
