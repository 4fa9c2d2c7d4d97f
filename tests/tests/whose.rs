//! Whose an answer is: one about another payment is none, whatever flow it is given to; and what was
//! said on the way is told at the end.

use serde_json::{Value, json};
use xaalis::dexchange::{NewBillPayment, Service};
use xaalis::http::Failure;
use xaalis::senfenico::{NewCharge, NewCheckout, NewSettlement, NewTransfer};
use xaalis::{Event, Order, OtpProblem, Prompt, Why};
use xaalis_tests::script::{BEGIN, Script, stamp};

const CHARGE: &str = "ch_51a2b3c4d5e6f708192a3b4c5d6e7f80";
const OTHER: &str = "ch_99a2b3c4d5e6f708192a3b4c5d6e7f99";
const CHARGES: &str = "/v1/payment/charges";
const SUBMIT: &str = "/v1/payment/charges/submit";
const PAGE: &str = "chk_71a2b3c4d5e6f708192a3b4c5d6e7f80";
const TRANSFERS: &str = "/v1/payment/transfers/";

fn good(data: &Value) -> Value {
    json!({ "status": true, "data": data })
}

fn no(code: &str) -> Value {
    json!({ "status": false, "message": "Echec", "error_code": code })
}

fn charge(reference: &str, status: &str) -> Value {
    json!({ "reference": reference, "status": status, "amount": 2500, "live_mode": false,
        "provider": "orange_bf", "phone": "76112233", "created_at": stamp(BEGIN.plus(900)) })
}

/// A charge that waits for a code.
fn collect() -> Script {
    let mut script = Script::begin(Order::Collect { charge: NewCharge::new(2_500, "76112233") });
    script.sends("/v1/payment/charges/").hears(&good(
        &json!({ "reference": CHARGE, "status": "send_otp", "display_text": "Code?", "live_mode": false }),
    ));
    assert!(matches!(script.asks(), Prompt::Otp { .. }));
    script
}

fn code(script: &mut Script, code: &str) {
    script.told(Event::Otp { code: code.to_owned() }).sends(SUBMIT);
}

fn fetch(reference: &str) -> String {
    format!("{CHARGES}/{reference}")
}

#[test]
fn a_code_answered_with_another_charge_is_looked_up_and_asked_for_again() {
    let mut script = collect();
    code(&mut script, "4711");
    script.hears(&good(&charge(OTHER, "success")));
    script.waits(Why::Pending);
    script.sends(&fetch(CHARGE)).hears(&good(&charge(CHARGE, "send_otp")));
    match script.asks() {
        Prompt::Otp { problem, .. } => assert_eq!(problem, Some(OtpProblem::NoAnswer)),
        other => panic!("{other:?}"),
    }
    code(&mut script, "4712");
    script.hears(&good(&charge(CHARGE, "success")));
    assert_eq!(script.ends()["value"]["reference"], CHARGE);
}

#[test]
fn a_charge_of_another_payer_or_amount_or_mode_settles_nothing() {
    for (field, value, why) in [
        ("phone", json!("76112234"), "foreign"),
        ("amount", json!(2_501), "amount_mismatch"),
        ("live_mode", json!(true), "mode_mismatch"),
    ] {
        let mut script = collect();
        code(&mut script, "4711");
        script.fails(Failure::MaybeSent);
        script.waits(Why::Pending);
        let mut seen = charge(CHARGE, "success");
        seen[field] = value;
        script.sends(&fetch(CHARGE)).hears(&good(&seen));
        while script.records.last().is_none_or(|record| record.stage == xaalis::Stage::Open) {
            match script.step() {
                xaalis::Step::Done { .. } => break,
                xaalis::Step::Wait { until, .. } => script.now = until,
                xaalis::Step::Send { .. } => drop(script.hears(&good(&seen))),
                other => panic!("{other:?}"),
            }
        }
        let end = script.ends();
        assert_eq!((&end["kind"], &end["why"]), (&json!("unknown"), &Value::Null), "{end}");
        assert_eq!(end["unknown"]["why"], why, "{end}");
        assert_eq!(end["unknown"]["provider_reference"], CHARGE);
    }
}

#[test]
fn a_masked_payer_is_no_other_payer() {
    let mut script = collect();
    code(&mut script, "4711");
    script.fails(Failure::MaybeSent);
    script.waits(Why::Pending);
    let mut seen = charge(CHARGE, "success");
    seen["phone"] = json!("76xxxxxx");
    script.sends(&fetch(CHARGE)).hears(&good(&seen));
    assert_eq!(script.ends()["kind"], "settled");
}

#[test]
fn what_was_said_to_the_last_code_is_told_when_the_charge_fails() {
    // Said, and failed: told, also by the process that reads the record.
    let mut script = collect();
    code(&mut script, "4711");
    script.hears_with(400, &no("INSUFFICIENT_FUNDS"));
    script.sends(&fetch(CHARGE)).hears(&good(&charge(CHARGE, "failed")));
    let told = script.ends();
    assert_eq!(told["refusal"]["code"], "INSUFFICIENT_FUNDS", "{told}");
    assert_eq!(
        (&told["refusal"]["message"], &told["refusal"]["http_status"]),
        (&json!("Echec"), &Value::Null)
    );
    let mut again = script.resumed(0);
    again.sends(&fetch(CHARGE)).hears(&good(&charge(CHARGE, "failed")));
    assert_eq!(again.ends()["refusal"]["code"], "INSUFFICIENT_FUNDS");

    // A later code that was taken, or may have been, is another story.
    for taken in [Some(good(&charge(CHARGE, "pending"))), None] {
        let mut script = collect();
        code(&mut script, "4711");
        script.hears_with(400, &no("INSUFFICIENT_FUNDS"));
        script.sends(&fetch(CHARGE)).hears(&good(&charge(CHARGE, "send_otp")));
        assert!(matches!(script.asks(), Prompt::Otp { problem: Some(OtpProblem::Refused), .. }));
        code(&mut script, "4712");
        match taken {
            Some(answer) => script.hears(&answer),
            None => script.fails(Failure::MaybeSent),
        };
        script.waits(Why::Pending);
        script.sends(&fetch(CHARGE)).hears(&good(&charge(CHARGE, "failed")));
        assert_eq!(script.ends()["refusal"]["code"], "PAYMENT_FAILED");
    }

    // A later code that never left changes nothing.
    let mut script = collect();
    code(&mut script, "4711");
    script.hears_with(400, &no("INSUFFICIENT_FUNDS"));
    script.sends(&fetch(CHARGE)).hears(&good(&charge(CHARGE, "send_otp")));
    script.asks();
    code(&mut script, "4712");
    script.fails(Failure::NotSent);
    for _ in 0..2 {
        script.waits(Why::Backoff);
        script.sends(SUBMIT).fails(Failure::NotSent);
    }
    script.waits(Why::Pending);
    script.sends(&fetch(CHARGE)).hears(&good(&charge(CHARGE, "failed")));
    assert_eq!(script.ends()["refusal"]["code"], "INSUFFICIENT_FUNDS");

    // What was wrong with the key, the rate or the code that still holds is no reason to fail.
    for other in ["OTP_STILL_VALID", "UNAUTHORIZED"] {
        let mut script = collect();
        code(&mut script, "4711");
        script.hears_with(if other == "UNAUTHORIZED" { 401 } else { 400 }, &no(other));
        script.sends(&fetch(CHARGE)).hears(&good(&charge(CHARGE, "failed")));
        assert_eq!(script.ends()["refusal"]["code"], "PAYMENT_FAILED", "{other}");
    }
}

#[test]
fn the_charges_own_word_about_its_end_wins() {
    // The page's own sentence, where the charge says nothing but the code.
    let page = "The phone number is not valid or is not associated with an account with operator. \
        Please check the phone number and try again.";
    for (status, reason, code_told, message) in [
        ("canceled", "abandon du client", "PAYMENT_CANCELED", "abandon du client"),
        ("failed", "plafond du jour", "OTP_EXPIRED", "plafond du jour"),
        ("failed", "INVALID_ACCOUNT", "INVALID_ACCOUNT", page),
    ] {
        let mut script = collect();
        code(&mut script, "4711");
        script.hears_with(400, &no("OTP_EXPIRED"));
        let mut seen = charge(CHARGE, status);
        seen["cancellation_reason"] = json!(reason);
        script.sends(&fetch(CHARGE)).hears(&good(&seen));
        let told = script.ends();
        assert_eq!(
            (&told["refusal"]["code"], &told["refusal"]["message"]),
            (&json!(code_told), &json!(message))
        );
    }
}

fn transfer(reference: &str, ext_id: &str, status: &str) -> Value {
    json!({ "reference": reference, "ext_id": ext_id, "status": status, "amount": 700, "live_mode": false,
        "recipient_phone": "70445566", "recipient_wallet": "moov_bf" })
}

fn payout() -> Script {
    let mut script = Script::begin(Order::Payout { transfer: NewTransfer::new(700, "70445566", "Pay-9f_Q") });
    script.sends(TRANSFERS);
    script
}

#[test]
fn a_transfer_that_is_not_the_one_made_is_looked_for() {
    // Somebody else's: ours is looked for in the list, and known in any case.
    let mut script = payout();
    script.hears(&good(&transfer("tr_8", "Pay-0", "success")));
    script.waits(Why::Reconciling);
    script.sends(TRANSFERS).hears(&good(&json!([
        transfer("tr_8", "Pay-0", "success"),
        transfer("tr_9", " PAY-9F_q", "pending")
    ])));
    script.sends("/v1/payment/transfers/tr_9").hears(&good(&transfer("tr_9", "pay-9f_q", "success")));
    assert_eq!(script.ends()["value"]["reference"], "tr_9");

    // Ours, of another amount: said so, and where it is.
    let mut script = payout();
    let mut seen = transfer("tr_9", "Pay-9f_Q", "pending");
    seen["amount"] = json!(7_000);
    script.hears(&good(&seen));
    script.sends("/v1/payment/transfers/tr_9").hears(&good(&seen));
    let end = script.ends();
    assert_eq!(
        (&end["unknown"]["why"], &end["unknown"]["provider_reference"]),
        (&json!("amount_mismatch"), &json!("tr_9"))
    );

    // Ours, to another number: the money went elsewhere.
    let mut script = payout();
    script.fails(Failure::MaybeSent);
    script.waits(Why::Reconciling);
    let mut seen = transfer("tr_9", "Pay-9f_Q", "success");
    seen["recipient_phone"] = json!("70445567");
    script.sends(TRANSFERS).hears(&good(&json!([seen])));
    script.sends("/v1/payment/transfers/tr_9").hears(&good(&seen));
    assert_eq!(script.ends()["unknown"]["why"], "foreign");
}

#[test]
fn a_call_tells_what_it_was_unknown_for_also_from_its_record() {
    let order = || Order::CreateTransfer { transfer: NewTransfer::new(700, "70445566", "Pay-9f_Q") };
    let mut foreign = Script::begin(order());
    foreign.sends(TRANSFERS).hears(&good(&transfer("tr_8", "Pay-0", "success")));
    let mut large = Script::begin(order());
    large.sends(TRANSFERS).fails(Failure::TooLarge);
    let mut coded = Script::begin(order());
    coded.sends(TRANSFERS).hears_with(400, &no("EXTERNAL_API_ERROR"));
    for (mut script, why, limit, code) in [
        (foreign, "foreign", Value::Null, Value::Null),
        (large, "oversized", json!(1_048_576), Value::Null),
        (coded, "uncertain_code", Value::Null, json!("EXTERNAL_API_ERROR")),
    ] {
        let end = script.ends();
        let unknown = &end["unknown"];
        assert_eq!((&unknown["why"], &unknown["code"]), (&json!(why), &code), "{end}");
        assert_eq!(unknown["excess"]["limit"], limit, "{end}");
        assert_eq!(script.resumed(0).ends(), end);
    }
}

#[test]
fn the_limit_of_one_attempt_is_not_told_of_another() {
    let payment = NewBillPayment {
        service: Service::Woyofal,
        customer: String::from("07061270877").into(),
        external_transaction_id: "top-8".into(),
        amount: Some(2_000),
        bill: None,
        callback_url: None,
        custom_data: None,
    };
    let mut script = Script::begin(Order::PayBillOnce { payment });
    let pay = "/api/v1/billing/pay";
    script.sends(pay).fails(Failure::TooLarge);
    script.waits(Why::Quiet);
    script.sends(pay).hears_with(400, &json!({ "success": false, "code": "INSUFFICIENT_FUNDS" }));
    let end = script.ends();
    assert_eq!(end["unknown"]["why"], "refused_after_uncertain", "{end}");
    assert_eq!(end["unknown"]["excess"], Value::Null);
}

#[test]
fn a_settlement_answered_for_another_is_not_cancelled() {
    let settlement = |reference: &str, status: &str| {
        good(&json!({ "reference": reference, "status": status, "amount": 5_000, "live_mode": false }))
    };
    let mut script = Script::begin(Order::CancelSettlement { reference: "set-1".to_owned() });
    script.sends("/v1/payment/settlements/set-1/cancel/").hears(&settlement("set-2", "cancelled"));
    script.sends("/v1/payment/settlements/set-1").hears(&settlement("set-1", "in_transit"));
    assert_eq!(script.ends()["kind"], "rejected");

    let mut script = Script::begin(Order::CancelSettlement { reference: "set-1".to_owned() });
    script.sends("/v1/payment/settlements/set-1/cancel/").hears(&settlement("set-2", "cancelled"));
    script.sends("/v1/payment/settlements/set-1").told(Event::Stop);
    assert_eq!(script.ends()["unknown"]["why"], "foreign");

    // Made for another amount than asked: not believed, and looked for.
    let mut script = Script::begin(Order::Settle { settlement: NewSettlement { amount: 5_001 } });
    script.sends("/v1/payment/settlements/").hears(&settlement("set-1", "success"));
    script.sends("/v1/payment/settlements/set-1").hears(&settlement("set-1", "success"));
    assert!(script.waits(Why::Reconciling) > 60_000);
    script.told(Event::Stop);
    assert_eq!(script.ends()["unknown"]["why"], "amount_mismatch");
}

fn page(status: &str, charge: &str, phone: &str) -> Value {
    good(&json!({ "reference": PAGE, "status": status, "charge_reference": charge, "amount": 2_500,
        "phone": phone, "live_mode": false, "created_at": stamp(BEGIN) }))
}

fn checkout() -> Script {
    let mut script = Script::begin(Order::Checkout {
        checkout: NewCheckout {
            amount: 2_500,
            success_url: "https://shop.example/yes".into(),
            cancel_url: "https://shop.example/no".into(),
            email: None,
        },
    });
    let url = "https://pay.example/p";
    script
        .sends("/v1/payment/checkouts/initialize/")
        .hears(&good(&json!({ "reference": PAGE, "authorization_url": url, "live_mode": false })));
    assert!(matches!(script.asks(), Prompt::Redirect { .. }));
    script.told(Event::Shown);
    script.waits(Why::Pending);
    script
}

#[test]
fn a_page_is_not_paid_by_a_charge_that_is_not_its_own() {
    let looks = |script: &mut Script, page: &Value| {
        script.sends(&format!("/v1/payment/checkouts/{PAGE}")).hears(page);
        script.sends(&fetch(CHARGE));
    };
    // Answered with another charge, three times.
    let mut script = checkout();
    looks(&mut script, &page("success", CHARGE, ""));
    script.hears(&good(&charge(OTHER, "success")));
    for _ in 0..2 {
        script.waits(Why::Backoff);
        script.sends(&fetch(CHARGE)).hears(&good(&charge(OTHER, "success")));
    }
    script.waits(Why::Pending);
    // Another payer's, or made before the page was opened.
    looks(&mut script, &page("pending", CHARGE, "76112234"));
    script.hears(&good(&charge(CHARGE, "success")));
    script.waits(Why::Pending);
    looks(&mut script, &page("success", CHARGE, ""));
    let mut old = charge(CHARGE, "success");
    old["created_at"] = json!(stamp(BEGIN.plus(-180_000)));
    script.hears(&good(&old));
    script.waits(Why::Pending);
    // Its own.
    looks(&mut script, &page("pending", CHARGE, "76112233"));
    script.hears(&good(&charge(CHARGE, "success")));
    assert_eq!(script.ends()["kind"], "settled");
}

#[test]
fn a_page_of_the_other_mode_ends_and_a_failed_one_says_why() {
    let mut script = checkout();
    let mut live = page("success", CHARGE, "");
    live["data"]["live_mode"] = json!(true);
    script.sends(&format!("/v1/payment/checkouts/{PAGE}")).hears(&live);
    for _ in 0..2 {
        script.waits(Why::Backoff);
        script.sends(&format!("/v1/payment/checkouts/{PAGE}")).hears(&live);
    }
    assert_eq!(script.ends()["unknown"]["why"], "mode_mismatch");

    let mut script = checkout();
    script.sends(&format!("/v1/payment/checkouts/{PAGE}")).hears(&page("failed", CHARGE, ""));
    let mut failed = charge(CHARGE, "failed");
    failed["cancellation_reason"] = json!("INSUFFICIENT_FUNDS");
    script.sends(&fetch(CHARGE)).hears(&good(&failed));
    assert_eq!(script.ends()["refusal"]["code"], "INSUFFICIENT_FUNDS");
}
