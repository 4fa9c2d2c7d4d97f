use super::*;
use crate::http::Header;
use crate::keyring::Keyring;
use crate::policy;
use crate::senfenico::FetchTransfer;
use crate::value::{ApiKey, Mode, OpId};

fn context() -> Context {
    Context {
        op: OpId::parse("op-1").unwrap(),
        mode: Mode::Test,
        keys: Keyring::new(&ApiKey::parse("sk_test_sandbox").unwrap()),
        people: crate::policy::People::default(),
    }
}

fn fetch() -> FetchTransfer {
    FetchTransfer { reference: Reference::parse("tr_1").unwrap() }
}

/// An answer of 1994-11-06T08:49:37Z by the vendor's clock.
fn dated() -> Event {
    let date = Header { name: "Date".to_owned(), value: "Sun, 06 Nov 1994 08:49:37 GMT".to_owned() };
    Event::Answered { response: Response { status: 200, headers: vec![date], body: String::new() } }
}

const VENDOR: Time = Time::from_millis(784_111_777_000);

#[test]
fn an_answer_measures_the_clocks_unless_it_comes_after_its_time() {
    let sent = VENDOR.plus(-5_000);
    let begun = || {
        let mut call = Call::new(&context(), fetch());
        assert!(matches!(call.poll(sent), Action::Admit(_)));
        call.handle(&Event::Admitted, sent);
        let Action::Send(draft) = call.poll(sent) else { panic!("{call:?}") };
        (call, draft.timeout_ms + policy::IN_FLIGHT_GRACE)
    };
    let (mut call, limit) = begun();
    call.handle(&dated(), sent.plus(40));
    assert_eq!(call.trail().ahead, Some(4_960));
    for (after, measured) in [(limit - 1, Some(5_000 - limit + 1)), (limit, None), (limit + 1, None)] {
        let (mut call, _) = begun();
        call.handle(&dated(), sent.plus(after));
        assert_eq!(call.trail().ahead, measured, "{after}");
    }
}

#[test]
fn what_is_resumed_counts_as_lost_and_measures_its_own_clock() {
    let trail = Trail { attempts: 2, uncertain: 1, last_sent: VENDOR, ahead: Some(9_000) };
    let call = Call::resumed(&context(), fetch(), trail, true, VENDOR);
    assert_eq!(call.trail(), Trail { attempts: 2, uncertain: 2, last_sent: VENDOR, ahead: None });
}
