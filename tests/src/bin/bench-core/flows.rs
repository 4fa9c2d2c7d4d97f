//! Whole payments against the sandbox: how fast a flow steps, and what a waiting one holds.

use std::hint::black_box;
use std::time::{Duration, Instant};
use xaalis::sandbox::Sandbox;
use xaalis::senfenico::NewCharge;
use xaalis::{Event, Prompt, Senfenico, Session, Step};
use xaalis_tests::world::DAWN;

/// Long enough to be steady, short enough to be run often.
const FLOWS: u32 = 5_000;
/// Enough waiting sessions to see them above the rest of the process.
const HELD: u32 = 20_000;

/// All figures, as one JSON object.
pub(crate) fn figures() -> String {
    let (flows, steps, spent) = run_flows();
    let seconds = spent.as_secs_f64();
    serde_json::json!({
        "collect flows per second": f64::from(flows) / seconds,
        "collect steps per second": f64::from(steps) / seconds,
        "size of a Session, bytes": size_of::<Session>(),
        "memory of a Session waiting for a code, bytes": held_bytes(),
    })
    .to_string()
}

/// Work to be counted: a charge from its order to its end, or to its first record alone.
pub(crate) fn work(name: &str) -> Option<Box<dyn Fn()>> {
    let client = Senfenico::new("sk_test_sandbox").expect("a key");
    let begin = move || client.collect("op-1", NewCharge::new(1_000, "76000000")).expect("a good order");
    match name {
        "collect" => Some(Box::new(move || {
            black_box(follow(&mut begin(), &mut Sandbox::new(), true));
        })),
        "collect, first record" => Some(Box::new(move || {
            black_box(begin().poll(DAWN));
        })),
        _ => None,
    }
}

/// A charge paid with one code: the client's work and the sandbox's, nothing stored, nothing sent.
fn run_flows() -> (u32, u32, Duration) {
    let client = Senfenico::new("sk_test_sandbox").expect("a key");
    let (mut steps, mut spent) = (0, Duration::ZERO);
    for _ in 0..FLOWS {
        let mut sandbox = Sandbox::new();
        let begun = Instant::now();
        let mut session = client.collect("op-1", NewCharge::new(1_000, "76000000")).expect("a good order");
        steps += follow(&mut session, &mut sandbox, true);
        spent += begun.elapsed();
    }
    (FLOWS, steps, spent)
}

/// To the end, or to the first prompt when there is nobody to answer; returns the steps taken.
fn follow(session: &mut Session, sandbox: &mut Sandbox, answered: bool) -> u32 {
    let mut now = DAWN;
    let mut steps = 0;
    loop {
        steps += 1;
        let event = match session.poll(now) {
            Step::Store { record } => {
                black_box(record);
                Event::Stored
            }
            Step::Send { request } => match sandbox.handle(&request, now) {
                Ok(response) => Event::Answered { response },
                Err(failure) => Event::Failed { failure },
            },
            Step::Wait { until, .. } => {
                now = until;
                continue;
            }
            Step::Load { .. } => Event::Loaded { record: None },
            Step::Refused { error } => panic!("{error}"),
            Step::Ask { .. } if !answered => return steps,
            Step::Ask { prompt: Prompt::Otp { .. } } => Event::Otp { code: "123456".to_owned() },
            Step::Ask { .. } => Event::Shown,
            Step::Done { reply } => {
                let paid = reply.charge().is_some_and(|outcome| outcome.settled().is_some());
                assert!(paid, "a flow that does not pay is not worth timing");
                return steps;
            }
        };
        session.handle(event, now);
    }
}

/// The memory a session waiting for its code holds, heap included, from what the process grows by.
fn held_bytes() -> Option<u64> {
    let client = Senfenico::new("sk_test_sandbox").expect("a key");
    let mut held = Vec::with_capacity(HELD as usize);
    let mut session = client.collect("op-1", NewCharge::new(1_000, "76000000")).expect("a good order");
    follow(&mut session, &mut Sandbox::new(), false);
    // The vector's own pages come with the first write to each: they count as the sessions they hold.
    let before = resident()?;
    held.extend((0..HELD).map(|_| session.clone()));
    let after = resident()?;
    black_box(&held);
    Some(after.saturating_sub(before) / u64::from(HELD))
}

/// Bytes of this process in memory; only Linux tells.
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse::<u64>().ok().map(|kib| kib * 1024)
}
