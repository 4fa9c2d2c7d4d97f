//! Bills that cannot be read, and what an inquiry tells.

use super::story::{ASK, PAY, Story, bill, ordered};
use xaalis::Event;

fn inquiry(bills: &str) -> String {
    format!(r#"{{"success":true,"referenceClient":"310775521","bills":[{bills}]}}"#)
}

fn asking(order: &str) -> Story {
    let mut story = ordered(&format!(r#""service":"SENEAU_SN_BILL","customer":"310775521"{order}"#));
    story.says(&[ASK]);
    story
}

#[test]
fn an_unreadable_bill_is_neither_no_bill_nor_hides_one() {
    let good = r#"{"referenceFacture":"FA-1","montant":4000,"total":4000,"paid":false}"#;
    let paid = r#"{"referenceFacture":"FA-1","montant":4000,"total":4000,"paid":true}"#;
    let odd = r#"{"referenceFacture":"FA-2","montant":-1}"#;
    let nameless = r#"{"referenceFacture":null,"montant":4000}"#;
    let unreadable = "not sent unanswered unreadable";
    let pinned = r#","bill":"FA-2","confirm":true"#;
    for (order, bills, said) in [
        ("", odd.to_owned(), unreadable),
        ("", nameless.to_owned(), unreadable),
        ("", format!("{paid},{odd}"), unreadable),
        ("", "7".to_owned(), unreadable),
        ("", format!("{good},{odd}"), "ask 1"),
        ("", format!("{good},{nameless}"), "ask 2"),
        (pinned, format!("{good},{odd}"), unreadable),
        (pinned, format!("{good},{nameless}"), unreadable),
        (r#","bill":"FA-1","confirm":true"#, format!("{good},{odd}"), "ask 1"),
    ] {
        asking(order).answered(200, &inquiry(&bills)).says(&[said]);
    }
    let no_bill = ["store closed -", "rejected NO_BILL -"];
    asking(r#","bill":"FA-3","confirm":true"#)
        .answered(200, &inquiry(&format!("{good},{odd}")))
        .says(&no_bill);
    asking(r#","bill":"FA-1","confirm":true"#)
        .answered(200, &inquiry(&format!("{paid},{odd}")))
        .says(&["store closed -", "rejected ALREADY_PAID -"]);
    asking("").answered(200, &inquiry("")).says(&no_bill);
    asking("").answered(200, &inquiry(good)).says(&["store open -", PAY]);
    // A bill that cannot be pinned is not paid, though the customer chooses it.
    let mut story = asking("");
    story
        .answered(200, &inquiry(&format!(r#"{good},{{"referenceFacture":"é","montant":1}}"#)))
        .says(&["ask 2"]);
    story.told(Event::Bill { reference: "é".to_owned() }).says(&["ask 2"]);
    story.told(Event::Bill { reference: "FA-1".to_owned() }).says(&["store open -", PAY]);
}

#[test]
fn a_bill_whose_fee_is_odd_is_paid_and_compared() {
    let bills = r#"{"referenceFacture":"FA-1","montant":4000,"frais":12.5,"total":4012.5,"paid":false}"#;
    let mut story = asking("");
    story.answered(200, &inquiry(bills)).says(&["store open -", PAY]);
    story
        .shown(r#""transactionId":"TID1","externalTransactionId":"Till-7","amount":4001,"Status":"SUCCESS""#);
    story.says(&["store unknown TID1", "unknown amount_mismatch TID1"]);
}

#[test]
fn an_inquiry_about_another_customer_is_asked_again() {
    let another = r#"{"success":true,"referenceClient":"310775522","bills":[{"referenceFacture":"FA-1","montant":4000}]}"#;
    let mut story = asking("");
    story.answered(200, another).says(&["wait backoff"]).due().says(&[ASK]).answered(200, another);
    story
        .says(&["wait backoff"])
        .due()
        .says(&[ASK])
        .answered(200, another)
        .says(&["not sent unanswered foreign"]);
}

/// A bill that was paid in doubt: what an inquiry says of it since.
#[test]
fn a_bill_is_said_to_be_paid_only_when_the_list_says_so() {
    for (status, body, told) in [
        (200, inquiry(r#"{"referenceFacture":"FA-5521","montant":4000,"paid":false}"#), " bill paid: false"),
        (200, inquiry(r#"{"referenceFacture":"FA-5521","montant":4000,"paid":true}"#), " bill paid: true"),
        (200, inquiry(r#"{"referenceFacture":"FA-9","montant":4000}"#), " bill paid: true"),
        (200, inquiry(r#"{"referenceFacture":"FA-9","montant":-4"}"#), ""),
        (200, inquiry(r#"{"referenceFacture":"FA-9","montant":-4}"#), " bill paid: true"),
        (200, inquiry(r#"{"referenceFacture":"FA-5521","montant":-4}"#), ""),
        (200, inquiry("null"), ""),
        (400, r#"{"success":false,"message":"No bill found","bills":[]}"#.to_owned(), " bill paid: true"),
        (404, "<html>".to_owned(), ""),
    ] {
        let mut story = bill();
        story.again().lost().says(&["wait reconciling"]).due().says(&[ASK]).answered(status, &body);
        story.goes();
        story.told(Event::Stop).says(&["store unknown -", &format!("unknown no_answer -{told}")]);
    }
}
