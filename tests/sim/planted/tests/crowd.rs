//! The crowd at a relay is tested: each bug planted for it is found within twenty days of a shop. On its own, for the
//! switch is one for the whole process.

#![allow(dead_code, unreachable_pub, unused_imports, reason = "only the crowd is asked here")]

#[path = "../../../src/vectors/mod.rs"]
mod all_vectors;
#[path = "../../../src/relay.rs"]
mod relay;
#[path = "../../../src/relay_crowd/mod.rs"]
mod relay_crowd;
mod vectors {
    use super::all_vectors::File;

    /// The file of this name, from where it stands beside this crate.
    pub fn load(name: &str) -> File {
        let path = format!("{}/../../vectors/{name}.json", env!("CARGO_MANIFEST_DIR"));
        serde_json::from_str(&std::fs::read_to_string(path).expect("a file")).expect("vectors")
    }
}
mod world {
    /// When days begin.
    pub const DAWN: xaalis::value::Time = xaalis::value::Time::from_millis(1_767_598_765_431);
}

use relay_crowd::Crowd;
use xaalis_planted::{Bug, bugs_for, plant};

#[test]
fn each_planted_bug_is_found() {
    plant(0);
    assert_eq!(first_violation(4), None, "none is planted, and yet");
    let (mut found, mut missed) = (0, Vec::new());
    for Bug { number, what: bug, .. } in bugs_for("crowd") {
        plant(number);
        if let Some((seed, first)) = first_violation(20) {
            println!("{number:>2}. {bug}: seed {seed}, {}", first.chars().take(200).collect::<String>());
            found += 1;
        } else {
            println!("{number:>2}. {bug}: NOT FOUND");
            missed.push(bug);
        }
    }
    println!("{found} of {} planted bugs found by the crowd", found + missed.len());
    assert!(missed.is_empty(), "{missed:?}");
}

fn first_violation(days: u64) -> Option<(u64, String)> {
    (0..days).find_map(|seed| Some((seed, Crowd::new(100, seed).run().violations.into_iter().next()?)))
}
