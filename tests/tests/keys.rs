//! What the README promises of a key in memory: core's own copies are wiped when they are dropped.
#![cfg(target_os = "linux")]

use std::fs::{File, read_to_string};
use std::hint::black_box;
use std::os::unix::fs::FileExt;
use xaalis::http::Request;
use xaalis::sandbox::Sandbox;
use xaalis::senfenico::NewTransfer;
use xaalis::value::Time;
use xaalis::{Dexchange, Event, Senfenico, Step};

/// The key is never here as it is, but for as long as it is used.
const MASK: u8 = 0x55;
const CHUNK: usize = 1 << 20;

/// The end of a key: whoever frees memory writes over its beginning.
fn masked() -> Vec<u8> {
    (0..40_u8).map(|n| (b'a' + n % 26 * 7 % 26) ^ MASK).collect()
}

/// With the key, which is wiped afterwards.
fn with_key<T>(with: impl FnOnce(&str) -> T) -> T {
    let mut key = String::with_capacity(128);
    key.push_str("sk_test_of_a_shop_that_remembers_");
    key.extend(masked().into_iter().map(|byte| char::from(byte ^ MASK)));
    let made = with(&key);
    let mut bytes = key.into_bytes();
    bytes.fill(0);
    black_box(&bytes);
    made
}

/// How often the key stands in this process's memory.
fn copies() -> usize {
    let (masked, memory) = (masked(), File::open("/proc/self/mem").unwrap());
    let mut chunk = vec![0; CHUNK];
    let own = chunk.as_ptr() as usize..chunk.as_ptr() as usize + CHUNK;
    let mut found = 0;
    for line in read_to_string("/proc/self/maps").unwrap().lines().filter(|line| line.contains(" rw")) {
        let (from, to) = line.split(' ').next().unwrap().split_once('-').unwrap();
        let [from, to] = [from, to].map(|text| usize::from_str_radix(text, 16).unwrap());
        // Each chunk begins where the one before could not be looked at whole.
        for start in (from..to).step_by(CHUNK - masked.len()) {
            let length = CHUNK.min(to - start);
            let Ok(read) = memory.read_at(&mut chunk[..length], start as u64) else { continue };
            let starts = chunk[..read].windows(masked.len()).enumerate();
            let is_key =
                |window: &[u8]| window.iter().zip(&masked).all(|(byte, masked)| byte ^ MASK == *masked);
            found += starts.filter(|(at, window)| !own.contains(&(start + at)) && is_key(window)).count();
            chunk.fill(0);
        }
    }
    found
}

/// One test, for two at once would see each other's.
#[test]
fn no_copy_of_the_key_is_left_by_what_was_dropped() {
    let mut sandbox = Sandbox::new();
    assert_eq!(copies(), 0);
    let (client, other) = with_key(|key| {
        let other = Dexchange::new(key).unwrap().earlier_keys([key]).unwrap();
        (Senfenico::new(key).unwrap(), other)
    });
    assert_eq!(copies(), 2, "one a client, and none for an earlier key");
    let mut session = client.payout("op-1", NewTransfer::new(500, "70000000", "a")).unwrap();
    let mut now = Time::from_millis(1_767_598_765_000);
    let mut sent: Vec<Request> = Vec::new();
    loop {
        let event = match session.poll(now) {
            Step::Store { .. } => Event::Stored,
            Step::Send { request } => {
                let answer = sandbox.handle(&request, now);
                sent.push(request);
                answer
                    .map_or_else(|failure| Event::Failed { failure }, |response| Event::Answered { response })
            }
            Step::Wait { until, .. } => {
                now = until;
                continue;
            }
            Step::Load { .. } => Event::Loaded { record: None },
            step @ (Step::Ask { .. } | Step::Refused { .. }) => panic!("{step:?}"),
            Step::Done { .. } => break,
        };
        session.handle(event, now);
    }
    let requests = sent.len();
    assert!(requests > 1);
    assert_eq!(copies(), 2 + requests, "one a request as well");
    let inquiry = other.fetch_transaction("op-2", "TID500900").unwrap().poll(now);
    assert!(matches!(inquiry, Step::Send { .. }));
    assert_eq!(copies(), 3 + requests);
    drop((sent, inquiry));
    assert_eq!(copies(), 2);
    drop((client.clone(), session, sandbox));
    drop((client, other));
    assert_eq!(copies(), 0);
}
