//! Any body from anyone: signed, unsigned, to the right address and to another one.
#![no_main]

use libfuzzer_sys::fuzz_target;
use xaalis::dexchange::webhook::{CallbackKey, verify_hmac};
use xaalis::senfenico::webhook::{self as senfenico, WebhookKeys};
use xaalis::value::Reference;
use xaalis::webhook::{MAX_BYTES, Notice};
use xaalis::{Event, Step};
use xaalis_fuzz::{Budget, DAWN, ORDERS, begin, check_record};

const KEY: &str = "whk_sandbox";

/// For each byte of the input.
const COST: Budget = Budget { steps: 500, memory: 64 };

fuzz_target!(|input: &[u8]| {
    if let Some(notice) = COST.holds(input.len(), || read(input)) {
        tell(&notice);
    }
});

fn read(input: &[u8]) -> Option<Notice> {
    let (way, rest) = input.split_first()?;
    // For the unsigned ways the first line is what should prove the body.
    let mut parts = rest.splitn(2, |byte| *byte == b'\n');
    let (proof, body) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let proof = String::from_utf8_lossy(proof);
    let keys = WebhookKeys::new([KEY]).expect("a key");
    match way % 4 {
        0 => {
            let hash = senfenico::sign(rest, KEY);
            assert_eq!(senfenico::verify(rest, &hash, &keys).is_ok(), rest.len() <= MAX_BYTES);
            senfenico::read(rest, &hash, &keys).ok()
        }
        1 => {
            // Only the hash itself, in either form, proves a body.
            let real = senfenico::sign(body, KEY);
            if senfenico::read(body, &proof, &keys).is_ok() {
                assert!(proof.trim().eq_ignore_ascii_case(&real) || proof.trim().len() == 44);
            }
            let _ = verify_hmac(body, &proof, KEY);
            None
        }
        2 => {
            let key = CallbackKey::new("0123456789abcdef-secret").expect("a secret");
            let ext_id = Reference::parse("INV-001").expect("a reference");
            let url = key.callback_url("https://shop.sn/dx", &ext_id).expect("an address");
            let token = url.as_str().rsplit('/').next().unwrap_or_default();
            let notice = key.read(rest, "INV-001", token).ok()?;
            assert_eq!(notice.ext_id.as_ref(), Some(&ext_id));
            Some(notice)
        }
        _ => {
            let key = CallbackKey::new("0123456789abcdef-secret").expect("a secret");
            let (ext_id, token) = proof.split_once('/').unwrap_or(("INV-001", &proof));
            if key.read(body, ext_id, token).is_ok() {
                let ours = Reference::parse(ext_id).expect("what was read has a reference");
                let url = key.callback_url("https://shop.sn/dx", &ours).expect("an address");
                assert!(url.as_str().ends_with(&format!("/{token}")), "a forged address");
            }
            None
        }
    }
}

/// What was read fits into every flow, and changes nothing that was not asked of the vendor.
fn tell(notice: &Notice) {
    let json = serde_json::to_string(notice).expect("a notice is JSON");
    assert_eq!(&serde_json::from_str::<Notice>(&json).expect("its own notice"), notice);
    for order in &ORDERS[19..] {
        let mut session = begin(order);
        for _ in 0..3 {
            match session.poll(DAWN) {
                Step::Store { record } => {
                    check_record(&record);
                    session.handle(Event::Stored, DAWN);
                }
                Step::Done { reply } => panic!("a webhook ended a payment: {reply:?}"),
                _ => {}
            }
            let event = Event::Notified { notice: notice.clone() };
            COST.holds(json.len(), || session.handle(event, DAWN));
        }
    }
}
