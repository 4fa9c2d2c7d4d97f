//! What a webhook tells is asked for at once, whatever was under way when it came.

use serde_json::{Value, json};
use xaalis::http::Failure;
use xaalis::senfenico::{NewCharge, NewCheckout, NewTransfer};
use xaalis::value::{Personal, Provider};
use xaalis::{Event, Order, Prompt, Recipient, Step, Why};
use xaalis_tests::script::{BEGIN, Script, stamp};

const CHARGE: &str = "ch_61a2b3c4d5e6f708192a3b4c5d6e7f80";
const OTHER: &str = "ch_99a2b3c4d5e6f708192a3b4c5d6e7f99";
const CHARGES: &str = "/v1/payment/charges";
const TRANSFERS: &str = "/v1/payment/transfers/";
const BULK: &str = "/v1/payment/transfers/bulk/";

fn good(data: &Value) -> Value {
    json!({ "status": true, "data": data })
}

fn charge(status: &str) -> Value {
    good(&json!({ "reference": CHARGE, "status": status, "amount": 900, "live_mode": false,
        "provider": "moov_bf", "phone": "70112233", "created_at": stamp(BEGIN.plus(900)) }))
}

fn created(status: &str) -> Value {
    good(&json!({ "reference": CHARGE, "status": status, "display_text": "Code?", "live_mode": false }))
}

fn news(reference: &str) -> Value {
    json!({ "reference": reference, "amount": 900, "status": "success", "live_mode": false })
}

fn fetch(script: &mut Script) -> &mut Script {
    script.sends(&format!("{CHARGES}/{CHARGE}"))
}

fn collect() -> Script {
    let mut script = Script::begin(Order::Collect { charge: NewCharge::new(900, "70112233") });
    script.sends("/v1/payment/charges/");
    script
}

#[test]
fn during_a_look_it_is_looked_again() {
    let mut script = collect();
    script.hears(&created("pending"));
    script.waits(Why::Pending);
    script.now = BEGIN.plus(3_000_000);
    fetch(&mut script).notified(&news(CHARGE)).hears(&charge("pending"));
    fetch(&mut script).hears(&charge("success"));
    assert_eq!(script.ends()["kind"], "settled");

    // Once: news of another charge and old news are none.
    let mut script = collect();
    script.hears(&created("pending"));
    script.waits(Why::Pending);
    fetch(&mut script).notified(&news(OTHER)).hears(&charge("pending"));
    script.waits(Why::Pending);
    fetch(&mut script).notified(&news(CHARGE)).hears(&charge("pending"));
    fetch(&mut script).hears(&charge("pending"));
    assert!(script.waits(Why::Pending) > 1_000);
}

#[test]
fn before_a_code_is_asked_for_the_charge_is_looked_at() {
    // It came before the answer that names the charge, and before the answer to a code.
    let mut script = collect();
    script.notified(&news(OTHER)).notified(&news(CHARGE)).hears(&created("send_otp"));
    fetch(&mut script).hears(&charge("send_otp"));
    assert!(matches!(script.asks(), Prompt::Otp { .. }));
    script
        .told(Event::Otp { code: "4711".into() })
        .sends("/v1/payment/charges/submit")
        .notified(&news(CHARGE));
    script.hears(&charge("send_otp"));
    fetch(&mut script).notified(&news(CHARGE)).hears(&charge("send_otp"));
    fetch(&mut script).hears(&charge("send_otp"));
    assert!(matches!(script.asks(), Prompt::Otp { .. }));

    // While the payer is asked: what was wrong with the last code is not forgotten.
    script.told(Event::Otp { code: "4712".into() }).sends("/v1/payment/charges/submit");
    let no = json!({ "status": false, "error_code": "OTP_INVALID" });
    script.notified(&news(CHARGE)).hears_with(400, &no);
    fetch(&mut script).hears(&charge("send_otp"));
    let asked = script.asks();
    assert!(matches!(&asked, Prompt::Otp { problem: Some(xaalis::OtpProblem::Invalid), .. }), "{asked:?}");
    script.notified(&news(CHARGE));
    fetch(&mut script).hears(&charge("send_otp"));
    assert_eq!(script.asks(), asked);
    script
        .told(Event::Otp { code: "4713".into() })
        .sends("/v1/payment/charges/submit")
        .notified(&news(CHARGE));
    script.fails(Failure::MaybeSent);
    fetch(&mut script).hears(&charge("success"));
    assert_eq!(script.ends()["kind"], "settled");
}

#[test]
fn a_look_that_failed_is_soon_made_up_for() {
    let mut script = collect();
    script.hears(&created("pending"));
    script.waits(Why::Pending);
    script.now = BEGIN.plus(5_400_000);
    fetch(&mut script).hears(&charge("pending"));
    let hour = script.waits(Why::Pending);
    assert!(hour > 600_000);
    script.now = script.now.plus(-hour / 2);
    script.notified(&news(CHARGE));
    for _ in 0..3 {
        fetch(&mut script).fails(Failure::MaybeSent);
        script.now = script.now.plus(3_000);
    }
    assert!(script.waits(Why::Pending) < 60_000);
    fetch(&mut script).hears(&charge("success"));
    assert_eq!(script.ends()["kind"], "settled");
}

#[test]
fn of_a_lost_creation_each_payment_it_may_mean_is_tried_after_the_look_under_way() {
    let mut script = collect();
    script.notified(&news(CHARGE)).notified(&news(OTHER)).fails(Failure::MaybeSent);
    let other = good(&json!({ "reference": OTHER, "status": "success", "amount": 900, "phone": "70112299" }));
    script.sends(&format!("{CHARGES}/{OTHER}")).hears(&other);
    fetch(&mut script).hears(&charge("success"));
    assert_eq!(script.ends()["kind"], "settled");

    // The list is being read: its answer comes first, for one request is under way at a time.
    let mut script = Script::begin(Order::Payout { transfer: NewTransfer::new(900, "70112233", "Pay-x1") });
    script.sends(TRANSFERS).fails(Failure::MaybeSent);
    script.waits(Why::Reconciling);
    script
        .sends(TRANSFERS)
        .notified(&json!({ "reference": "tr_5", "ext_id": "pay-X1", "status": "success" }));
    assert!(matches!(script.step(), Step::Wait { why: Why::InFlight, .. }));
    script.hears(&good(&json!([])));
    let paid = json!({ "reference": "tr_5", "ext_id": "Pay-x1", "status": "success", "amount": 900 });
    script.sends("/v1/payment/transfers/tr_5").hears(&good(&paid));
    assert_eq!(script.ends()["kind"], "settled");

    // It names our id only: the list is read at once, but no more often than it may be.
    let mut script = Script::begin(Order::Payout { transfer: NewTransfer::new(900, "70112233", "Pay-x1") });
    script.sends(TRANSFERS).fails(Failure::MaybeSent);
    script.notified(&json!({ "ext_id": "PAY-X1", "status": "success" }));
    script.sends(TRANSFERS).notified(&json!({ "ext_id": "PAY-X1" })).hears(&good(&json!([])));
    assert_eq!(script.waits(Why::Reconciling), 30_000 - 40);
    script.sends(TRANSFERS).hears(&good(&json!([paid])));
    script.sends("/v1/payment/transfers/tr_5").hears(&good(&paid));
    assert_eq!(script.ends()["kind"], "settled");
}

#[test]
fn a_page_is_looked_at_again_also_while_its_charge_is() {
    let at = "/v1/payment/checkouts/chk_1";
    let page = |status: &str, charge: &str| {
        good(&json!({ "reference": "chk_1", "status": status, "charge_reference": charge, "amount": 900 }))
    };
    let mut script = Script::begin(Order::Checkout {
        checkout: NewCheckout {
            amount: 900,
            success_url: "https://shop.example/yes".into(),
            cancel_url: "https://shop.example/no".into(),
            email: None,
        },
    });
    let opened = json!({ "reference": "chk_1", "authorization_url": "https://pay.example/p" });
    script.sends("/v1/payment/checkouts/initialize/").notified(&news("chk_1")).hears(&good(&opened));
    // Before anybody is sent there; a poll meanwhile changes nothing.
    script.sends(at);
    assert!(matches!(script.step(), Step::Wait { why: Why::InFlight, .. }));
    script.hears(&page("pending", ""));
    assert!(matches!(script.asks(), Prompt::Redirect { .. }));
    script.notified(&news("chk_1")).sends(at).notified(&news("chk_1")).hears(&page("pending", ""));
    script.sends(at).hears(&page("pending", ""));
    assert!(matches!(script.asks(), Prompt::Redirect { .. }));
    script.told(Event::Shown);
    script.waits(Why::Pending);
    script.sends(at).notified(&news("chk_1")).hears(&page("pending", ""));
    script.sends(at).hears(&page("pending", CHARGE));
    fetch(&mut script).notified(&news(CHARGE)).hears(&charge("pending"));
    script.sends(at).hears(&page("pending", CHARGE));
    fetch(&mut script).hears(&charge("pending"));
    script.waits(Why::Pending);
    script.sends(at).hears(&page("success", CHARGE));
    fetch(&mut script).hears(&charge("success"));
    assert_eq!(script.ends()["kind"], "settled");
}

#[test]
fn a_settlement_being_cancelled_is_looked_at_again() {
    let at = "/v1/payment/settlements/set-1";
    let settlement = |status: &str| good(&json!({ "reference": "set-1", "status": status, "amount": 900 }));
    let mut script = Script::begin(Order::CancelSettlement { reference: "set-1".into() });
    script.sends(&format!("{at}/cancel/")).fails(Failure::MaybeSent);
    script.sends(at).notified(&news("set-1")).hears(&settlement("being_checked"));
    script.sends(at).hears(&settlement("being_checked"));
    script.waits(Why::Pending);
    script.sends(at).hears(&settlement("being_checked"));
    script.notified(&news("set-2"));
    assert!(matches!(script.step(), Step::Wait { .. }));
    script.notified(&news("set-1"));
    script.sends(at).hears(&settlement("cancelled"));
    assert_eq!(script.ends()["kind"], "settled");
}

fn batch(count: usize) -> Order {
    let transfers = (0..count)
        .map(|n| NewTransfer::new(900, format!("7011{n:04}"), format!("wage-{n}")).to(Provider::SankBf));
    Order::BulkPayout { transfers: transfers.collect() }
}

fn wage(n: usize, status: &str) -> Value {
    json!({ "reference": format!("tr_{n}"), "ext_id": format!("Wage-{n}"), "status": status, "amount": 900 })
}

#[test]
fn of_a_batch_it_is_heard_while_it_is_sent_and_while_the_list_is_read() {
    let queued = json!({ "status": true, "failed_transfers": [] });
    let mut script = Script::begin(batch(101));
    script.sends(BULK).notified(&json!({ "ext_id": "WAGE-3" })).hears(&queued);
    script.waits(Why::RateLimited);
    script.sends(BULK).hears(&queued);
    let all = |status: &str| good(&(0..101).map(|n| wage(n, status)).collect());
    script.sends(TRANSFERS).notified(&json!({ "reference": "tr_7" })).hears(&all("pending"));
    // It was not known yet whose tr_7 is; and a list is not read more often.
    assert_eq!(script.waits(Why::Pending), 30_000 - 40);
    script.sends(TRANSFERS).notified(&json!({ "reference": "tr_7" })).hears(&all("pending"));
    assert_eq!(script.waits(Why::Pending), 30_000 - 40);
    script.sends(TRANSFERS).hears(&all("success"));
    assert_eq!(script.ends()[100]["outcome"]["kind"], "settled");
}

#[test]
fn of_a_batch_it_is_heard_while_the_recipients_are_asked_for() {
    let mut script = Script::begin(batch(101));
    script.sends(BULK);
    let mut script = script.resumed(0);
    let asked = script.asks();
    script.notified(&json!({ "ext_id": "other" }));
    assert_eq!(script.asks(), asked);
    script.notified(&json!({ "ext_id": "wage-3" }));
    script.sends(TRANSFERS).hears(&good(&json!([wage(3, "pending")])));
    assert_eq!(script.asks(), asked);
    script.notified(&json!({ "reference": "tr_3" }));
    assert!(script.waits(Why::Pending) > 20_000, "a list is not read more often");
    script.sends(TRANSFERS);
    let phone = Personal::from(String::from("70110100"));
    script.told(Event::Recipients { recipients: vec![Recipient { ext_id: "wage-100".into(), phone }] });
    assert!(matches!(script.step(), Step::Wait { why: Why::InFlight, .. }));
    script.hears(&good(&json!([wage(3, "success")])));
    script.sends(BULK).hears(&json!({ "status": true, "failed_transfers": [] }));
    script.waits(Why::Pending);
    script.sends(TRANSFERS).told(Event::Stop);
    let items = script.ends();
    assert_eq!(items[3]["outcome"]["kind"], "settled");
    assert_eq!(items[100]["outcome"]["unknown"]["why"], "still_open");
    assert_eq!(items[4]["outcome"]["unknown"]["why"], "crashed");
}
