//! How far a bulk payout is: by its session, its records, and what it tells while it runs.

use serde_json::{Value, json};
use xaalis::http::Failure;
use xaalis::senfenico::{NewTransfer, Progress};
use xaalis::value::Personal;
use xaalis::{Event, Order, Prompt, Recipient, Step, Why};
use xaalis_tests::script::{BEGIN, Script};
use xaalis_tests::world::Merchant;

const BULK: &str = "/v1/payment/transfers/bulk/";
const LIST: &str = "/v1/payment/transfers/";

fn order(count: usize) -> Order {
    let transfers = (0..count).map(|place| NewTransfer::new(700, "70445566", format!("p-{place}")));
    Order::BulkPayout { transfers: transfers.collect() }
}

fn queued(refused: &[&str]) -> Value {
    let failed = |id: &&str| {
        let errors = json!({ "non_field_errors": ["Solde insuffisant"] });
        json!({ "data": { "ext_id": id, "amount": 700, "recipient_phone": "70xxxxxx" }, "errors": errors })
    };
    json!({ "status": true, "failed_transfers": refused.iter().map(failed).collect::<Vec<_>>() })
}

fn transfer(place: usize, status: &str) -> Value {
    json!({ "reference": format!("tr_{place}"), "ext_id": format!("p-{place}"), "status": status, "amount": 700,
        "live_mode": false, "recipient_phone": "70445566", "recipient_wallet": "moov_bf" })
}

fn listed(transfers: &[Value]) -> Value {
    json!({ "status": true, "data": transfers })
}

/// `[of, handed over, settled, refused, unknown, not sent]`, told at rest and by the newest record alike.
#[track_caller]
fn is_told(script: &mut Script, counts: [i64; 6]) {
    let progress = progress(counts);
    assert_eq!(script.session.progress(), Some(progress));
    assert_eq!(script.records.last().expect("a record").progress(), Some(progress));
    assert_eq!(script.session.take_progress(), Some(progress));
    assert_eq!(script.session.take_progress(), None, "once");
}

fn progress([of, handed_over, settled, refused, unknown, not_sent]: [i64; 6]) -> Progress {
    Progress { of, handed_over, settled, refused, unknown, not_sent }
}

#[test]
fn it_is_told_after_each_batch_and_not_while_one_is_on_its_way() {
    let mut script = Script::begin(order(250));
    assert_eq!(script.session.take_progress(), Some(progress([250, 0, 0, 0, 0, 0])));
    script.sends(BULK);
    let on_its_way = Some(progress([250, 100, 0, 0, 0, 0]));
    assert_eq!((script.session.progress(), script.session.take_progress()), (on_its_way, None));
    assert_eq!(script.records.last().expect("stored before it is sent").progress(), on_its_way);

    script.hears(&queued(&["p-7"]));
    let Step::Store { record } = script.session.poll(script.now) else { panic!("nothing to store") };
    assert_eq!(record.progress(), Some(progress([250, 100, 0, 1, 0, 0])));
    assert_eq!(script.session.take_progress(), None, "not durable yet");
    script.waits(Why::RateLimited);
    is_told(&mut script, [250, 100, 0, 1, 0, 0]);

    script.sends(BULK).fails(Failure::MaybeSent).waits(Why::RateLimited);
    is_told(&mut script, [250, 200, 0, 1, 100, 0]);

    let refused = json!({ "status": false, "message": "Solde", "error_code": "INSUFFICIENT_FUNDS" });
    script.sends(BULK).hears_with(402, &refused).waits(Why::Pending);
    is_told(&mut script, [250, 250, 0, 51, 100, 0]);

    let mut found = vec![transfer(0, "success"), transfer(1, "failed"), transfer(2, "pending")];
    found.extend((100..200).map(|place| transfer(place, "success")));
    script.sends(LIST).hears(&listed(&found)).waits(Why::Pending);
    is_told(&mut script, [250, 250, 101, 52, 0, 0]);
    script.sends(LIST).hears(&listed(&found)).waits(Why::Pending);
    assert_eq!(script.session.take_progress(), None, "nothing new");
}

#[test]
fn at_the_end_every_payout_has_its_place() {
    let mut script = Script::begin(order(102));
    script.sends(BULK).hears(&queued(&[])).waits(Why::RateLimited);
    script.told(Event::Stop).ends();
    is_told(&mut script, [102, 100, 0, 0, 100, 2]);

    let mut script = Script::begin(order(2));
    script.sends(BULK).hears(&queued(&[])).waits(Why::Pending);
    script.sends(LIST).hears(&listed(&[transfer(0, "success"), transfer(1, "failed")])).ends();
    is_told(&mut script, [2, 2, 1, 1, 0, 0]);
}

#[test]
fn what_never_left_was_not_handed_over() {
    let mut script = Script::begin(order(3));
    script.sends(BULK).told(Event::Failed { failure: Failure::NotSent }).told(Event::Stop).ends();
    is_told(&mut script, [3, 0, 0, 0, 0, 3]);
}

#[test]
fn one_shown_otherwise_than_ordered_is_unknown() {
    let mut script = Script::begin(order(2));
    script.sends(BULK).hears(&queued(&[])).waits(Why::Pending);
    let mut odd = transfer(0, "success");
    odd["amount"] = json!(701);
    script.sends(LIST).hears(&listed(&[odd, transfer(1, "success")])).ends();
    is_told(&mut script, [2, 2, 1, 0, 1, 0]);
}

#[test]
fn a_resumed_one_tells_where_the_other_process_was() {
    let mut script = Script::begin(order(150));
    script.sends(BULK).hears(&queued(&["p-7"])).waits(Why::RateLimited);
    let mut script = script.resumed(0);
    is_told(&mut script, [150, 100, 0, 1, 0, 0]);
    let Prompt::Recipients { ext_ids } = script.asks() else { panic!("the rest is not asked for") };
    assert_eq!((ext_ids.len(), script.session.take_progress()), (50, None));
    let given = ext_ids.into_iter().filter(|id| id != "p-149");
    let recipients = given.map(|ext_id| Recipient { ext_id, phone: Personal::from("70445566") }).collect();
    script.told(Event::Recipients { recipients }).sends(BULK).hears(&queued(&[])).waits(Why::Pending);
    is_told(&mut script, [150, 149, 0, 1, 0, 1]);

    // It dies while the batch is on its way: that it was handed over is certain, and no more.
    let mut script = Script::begin(order(150));
    script.sends(BULK);
    let mut script = script.resumed(0);
    let dead = Some(progress([150, 100, 0, 0, 100, 0]));
    assert_eq!((script.session.progress(), script.session.take_progress()), (dead, dead));
    script.asks();

    // It had ended unknown, and the list shows more now.
    let mut script = Script::begin(order(2));
    script.sends(BULK).hears(&queued(&[])).waits(Why::Pending);
    script.sends(LIST).hears(&listed(&[transfer(0, "success")])).waits(Why::Pending);
    script.told(Event::Stop).ends();
    is_told(&mut script, [2, 2, 1, 0, 1, 0]);
    let mut script = script.resumed(0);
    script.sends(LIST).hears(&listed(&[transfer(0, "success"), transfer(1, "success")])).ends();
    is_told(&mut script, [2, 2, 2, 0, 0, 0]);
}

#[test]
fn a_held_batch_is_not_handed_over() {
    let merchant = Merchant::new();
    let mut records = Vec::new();
    for place in 0..20 {
        let session = merchant.begin(order(3), &format!("op-{place}")).expect("a good order");
        let mut script = Script { session, now: BEGIN, ahead: None, records: Vec::new() };
        match script.step() {
            Step::Send { .. } => assert_eq!(script.session.progress(), Some(progress([3, 3, 0, 0, 0, 0]))),
            Step::Wait { why: Why::RateLimited, .. } => {
                assert_eq!(script.session.progress(), Some(progress([3, 0, 0, 0, 0, 0])));
                records.extend(script.records.pop());
            }
            step => panic!("{step:?}"),
        }
    }
    assert!(!records.is_empty(), "twenty a second are too many");
    for record in records {
        assert_eq!(record.progress(), Some(progress([3, 0, 0, 0, 0, 0])));
    }
}

#[test]
fn nothing_else_has_a_progress() {
    let mut script = Script::begin(Order::Payout { transfer: NewTransfer::new(700, "70445566", "p-1") });
    script.sends(LIST);
    let record = script.records.last().expect("a record").clone();
    assert_eq!(
        (script.session.progress(), script.session.take_progress(), record.progress()),
        (None, None, None)
    );
    for state in ["", "{}", "{\"items\":{\"list\":[7]}}"] {
        let mut broken = record.clone();
        (broken.operation, broken.state) = ("bulk_payout".to_owned(), state.to_owned());
        assert_eq!(broken.progress(), None);
    }
}
