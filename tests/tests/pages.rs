//! A page of a checkout against the charge it names.

use serde_json::{Value, json};
use xaalis::senfenico::NewCheckout;
use xaalis::{Event, Order, Why};
use xaalis_tests::script::Script;

const CHARGE: &str = "ch_61a2b3c4d5e6f708192a3b4c5d6e7f80";
const PAGE: &str = "/v1/payment/checkouts/chk_1";

fn good(data: &Value) -> Value {
    json!({ "status": true, "data": data })
}

fn page(status: &str) -> Value {
    good(&json!({ "reference": "chk_1", "status": status, "charge_reference": CHARGE, "amount": 900 }))
}

fn charge(status: &str) -> Value {
    good(&json!({ "reference": CHARGE, "status": status, "amount": 900 }))
}

/// The vendor has opened the page.
fn opened() -> Script {
    let (yes, no) = ("https://shop.example/yes".into(), "https://shop.example/no".into());
    let checkout = NewCheckout { amount: 900, success_url: yes, cancel_url: no, email: None };
    let mut script = Script::begin(Order::Checkout { checkout });
    let opened = json!({ "reference": "chk_1", "authorization_url": "https://pay.example/p" });
    script.sends("/v1/payment/checkouts/initialize/").hears(&good(&opened));
    script
}

/// The customer was sent to the page; it is looked at, and names its charge.
fn names(status: &str) -> Script {
    let mut script = opened();
    script.asks();
    script.told(Event::Shown);
    script.waits(Why::Pending);
    script.sends(PAGE).hears(&page(status)).sends(&format!("/v1/payment/charges/{CHARGE}"));
    script
}

#[test]
fn a_page_alone_does_not_end_what_its_charge_may_still_become() {
    for says in ["success", "failed"] {
        for open in ["pay_offline", "send_otp", "pending", "being_checked"] {
            let mut script = names(says);
            script.hears(&charge(open));
            script.waits(Why::Pending);
            script.sends(PAGE);
        }
    }
    for (says, of_charge, is) in [
        ("failed", "success", "settled"),
        ("pending", "success", "settled"),
        ("failed", "failed", "rejected"),
        ("failed", "canceled", "rejected"),
    ] {
        let mut script = names(says);
        script.hears(&charge(of_charge));
        assert_eq!(script.ends()["kind"], is, "{says} {of_charge}");
    }
}

#[test]
fn a_page_is_the_only_witness_where_its_charge_cannot_be_read_not_where_it_was_not() {
    for says in ["success", "failed"] {
        // Somebody in between says no: that is about the request, not the charge.
        for (status, body) in [
            (409, json!("<html>409</html>")),
            (400, json!({ "status": false, "message": "Try again" })),
            (405, json!({ "detail": "Method not allowed" })),
            (422, json!({ "status": false, "errors": { "reference": ["?"] } })),
        ] {
            let mut script = names(says);
            script.hears_with(status, &body);
            script.waits(Why::Pending);
            script.sends(PAGE);
        }
        for (status, code) in [(404, "CHARGE_NOT_FOUND"), (403, "FORBIDDEN")] {
            let mut script = names(says);
            script.hears_with(status, &json!({ "status": false, "error_code": code }));
            let kind = script.ends()["kind"].clone();
            assert_eq!(kind, if says == "success" { "settled" } else { "rejected" }, "{status}");
        }
    }
}

#[test]
fn a_page_that_was_stopped_before_it_was_shown_is_looked_at_when_resumed() {
    for (says, is) in [("success", Some("settled")), ("failed", Some("rejected")), ("pending", None)] {
        let mut script = opened();
        // The customer is on the page. The vendor says so before anybody has said that it was shown.
        script.asks();
        script.notified(&json!({ "reference": "chk_1", "status": "pending" })).sends(PAGE);
        let waits =
            json!({ "reference": "chk_1", "status": "pending", "charge_reference": null, "amount": 900 });
        script.told(Event::Stop).hears(&good(&waits));
        assert_eq!(script.ends()["kind"], "unknown");
        let mut heir = script.resumed(0);
        heir.sends(PAGE);
        match is {
            Some(is) => {
                let page =
                    json!({ "reference": "chk_1", "status": says, "charge_reference": null, "amount": 900 });
                assert_eq!(heir.hears(&good(&page)).ends()["kind"], is);
            }
            None => {
                heir.hears(&good(&waits)).asks();
            }
        }
    }
}
