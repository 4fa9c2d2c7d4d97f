//! Bills and top-ups through the relay, beside what its vectors say.

use serde_json::{Value, json};
use xaalis::dexchange::webhook::CallbackKey;
use xaalis::http::Request;
use xaalis::relay::{Answer, Claims, GateEvent, GateStep};
use xaalis::sandbox::Sandbox;
use xaalis::{Event, Step};
use xaalis_tests::relay::{Server, request, said, settings_of};

const METER: &str = "07061270877";

fn server() -> Server {
    Server::new(&settings_of("relay-bills"), Sandbox::new())
}

fn token(server: &Server, order: &str, (service, customer): (&str, &str), amount: i64) -> String {
    let claims = server.gate.claims(order, "pay_bill", amount, server.now).expect("claims");
    let claims = Claims { service: Some(service.to_owned()), customer: Some(customer.into()), ..claims };
    server.gate.mint(&claims).expect("a token")
}

fn top_up(server: &Server) -> String {
    token(server, "42", ("WOYOFAL_SN_BILL", METER), 5_000)
}

fn bill(server: &Server) -> String {
    token(server, "42", ("SENELEC_SN_BILL", "210278816"), 200_000)
}

fn begin() -> String {
    json!({"do": "start", "attempt": 1}).to_string()
}

fn pay(reference: &str) -> String {
    json!({"do": "start", "attempt": 1, "bill": reference}).to_string()
}

fn code(answer: &Answer) -> String {
    let view = said(answer);
    assert_eq!((&view["state"], &view["outcome"]["kind"]), (&json!("done"), &json!("settled")), "{view}");
    view["outcome"]["token"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn a_code_is_the_same_however_often_it_is_looked_for() {
    let mut server = server();
    let token = top_up(&server);
    let bought = code(&server.post(&token, &begin()));
    assert!(bought.len() >= 16, "{bought}");
    let sent = server.sent.len();
    for _ in 0..5 {
        assert_eq!(code(&server.get(&token)), bought);
        server.now = server.now.plus(60_000);
    }
    assert_eq!(server.sent.len(), sent, "the vendor is asked no more");
    let records: Vec<_> = server.journal.records().map(|record| record.state.clone()).collect();
    assert!(records.iter().all(|state| !state.contains(&bought)), "no record holds it");
}

#[test]
fn a_code_that_was_lost_is_asked_for_again_and_kept() {
    let mut server = server();
    let token = top_up(&server);
    let bought = code(&server.post(&token, &begin()));
    server.codes.clear();
    assert_eq!(code(&server.get(&token)), bought, "the vendor tells it again");
    assert_eq!(server.codes.len(), 1);
    server.codes.clear();
    let hidden = server.get(&token);
    assert_eq!(code(&hidden), "", "looked for a moment ago");
    assert_eq!(said(&hidden)["after_ms"], 10_000, "and looked for again");
    server.now = server.now.plus(60_000);
    assert_eq!(code(&server.get(&token)), bought);
}

#[test]
fn who_bought_a_code_sees_it_though_it_cannot_be_kept() {
    let mut server = server();
    let incoming = request("POST", &top_up(&server), &begin());
    let mut visit = server.visit(&incoming);
    let mut has_failed = false;
    let answer = loop {
        let step = visit.poll(server.now);
        if matches!(step, GateStep::Keep { .. }) {
            assert_eq!(visit.poll(server.now), step, "safe to ask again");
            has_failed = true;
            visit.handle(GateEvent::Down, server.now);
            continue;
        }
        match server.perform(step) {
            Ok(event) => visit.handle(event, server.now),
            Err(answer) => break answer,
        }
    };
    assert!(has_failed && code(&answer).len() >= 16);
    assert!(!answer.audit.contains(&code(&answer)));
}

#[test]
fn the_vendor_is_told_where_to_call_back_and_an_id_that_nobody_guesses() {
    let mut server = server();
    let key = || CallbackKey::new("a secret of sixteen").expect("a key");
    let base = "https://shop.example/xaalis/dexchange";
    server.gate = server.gate.clone().pays_bills(Some((base, key()))).expect("a gate").keeps_codes();
    for (incoming, service) in [
        (request("POST", &bill(&server), &pay("8000000680")), "SENELEC_SN_BILL"),
        (request("POST", &top_up(&server), &begin()), "WOYOFAL_SN_BILL"),
    ] {
        let mut alone = server.clone();
        let request = payment(&mut alone, &incoming);
        let body: Value = serde_json::from_str(request.body.as_deref().expect("a body")).expect("JSON");
        let id = body["externalTransactionId"].as_str().expect("an id");
        assert!(id.len() == 32 && !id.contains("relay"), "{id}");
        let address = body["callBackURL"].as_str().expect("an address");
        let token = address.strip_prefix(&format!("{base}/{id}/")).expect(address);
        let told =
            json!({"externalTransactionId": id, "status": "SUCCESS", "customData": body["customData"]});
        key().read(told.to_string().as_bytes(), id, token).expect("one of ours");
        assert_eq!(body["serviceCode"], service);
        let record = alone.journal.records().next().expect("a record").clone();
        assert_eq!(record.our_reference.as_ref().map(ToString::to_string).as_deref(), Some(id));
    }
}

/// What the vendor is sent to pay; whoever sends it is killed.
fn payment(server: &mut Server, incoming: &xaalis::relay::Incoming) -> Request {
    let mut visit = server.visit(incoming);
    loop {
        if let GateStep::Run { step: Step::Send { request } } = visit.poll(server.now) {
            if request.path().ends_with("/billing/pay") {
                return request;
            }
            let response = server.sandbox.handle(&request, server.now).expect("an answer");
            visit.handle(GateEvent::Ran { event: Event::Answered { response } }, server.now);
        }
        assert!(server.step(&mut visit).is_none(), "no answer yet");
    }
}

#[test]
fn nothing_is_told_of_a_bill_but_what_it_takes_to_choose_it() {
    let mut server = server();
    let token = token(&server, "42", ("SENELEC_SN_BILL", "210278817"), 200_000);
    let view = said(&server.post(&token, &begin()));
    let wanted = json!({
        "order": "42", "rev": "0.0", "amount": 200_000, "currency": "XOF", "state": "asking", "next_attempt": 1,
        "prompt": {"kind": "bill", "bills": [
            {"bill": "8000000681", "amount": 12_300, "due_date": "2019-01-31"},
            {"bill": "8000000682", "amount": 7_150, "due_date": "2019-02-28"},
        ]},
    });
    assert_eq!(view, wanted);
    assert_eq!(server.journal.records().count(), 0);
    let settled = said(&server.post(&token, &pay("8000000681")));
    let wanted = json!({
        "order": "42", "rev": "1.0", "amount": 12_300, "currency": "XOF", "state": "done",
        "outcome": {"kind": "settled"},
    });
    assert_eq!(settled, wanted);
}
