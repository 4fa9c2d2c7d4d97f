//! Every story of `tests/vectors/flows*.json`: what must be said, line by line, whatever comes in.

use serde_json::{Value, json};
use std::collections::BTreeSet;
use xaalis_tests::vectors;

/// Fewer stories than this means that some got lost.
const AT_LEAST: usize = 2_000;

fn files() -> Vec<String> {
    let here = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/vectors")).expect("the folder");
    let names = here.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    names
        .filter_map(|name| {
            Some(name.strip_suffix(".json")?.to_owned()).filter(|name| name.starts_with("flows"))
        })
        .collect()
}

#[test]
fn are_as_told() {
    all_are_as_told();
}

/// The same, with answers that arrive in parts.
#[test]
fn are_as_told_in_parts() {
    vectors::in_parts(37, all_are_as_told);
}

fn all_are_as_told() {
    let (mut failures, mut ids, mut total) = (Vec::new(), BTreeSet::new(), 0);
    for name in files() {
        let file = vectors::load(&name);
        let tally = vectors::run(&file);
        println!("{name}: {} ran, {} failed, {} disputed", tally.ran, tally.failures.len(), tally.disputed);
        assert_eq!(tally.ran, file.cases, "{name}: another number of stories than the file says");
        for test in file.groups.iter().flat_map(|group| &group.tests) {
            assert!(ids.insert(test.id.clone()), "{} stands twice", test.id);
        }
        total += tally.ran;
        failures.extend(tally.failures);
    }
    assert!(failures.is_empty(), "{} of {total} failed\n{}", failures.len(), failures.join("\n"));
    assert!(total >= AT_LEAST, "only {total} stories");
}

/// The runner itself: a story of which any one line is told otherwise is not as told. Every seventh story
/// has lines of each kind.
#[test]
fn every_line_counts() {
    let mut told_otherwise = 0;
    for name in files() {
        let file = vectors::load(&name);
        for test in file.groups.iter().flat_map(|group| &group.tests).step_by(7) {
            if vectors::answer("story", &test.input) != test.expect {
                continue;
            }
            let lines = test.input["lines"].as_array().expect("lines");
            let outs: Vec<usize> = (0..lines.len()).filter(|at| lines[*at].get("out").is_some()).collect();
            // The last one, and another that differs from story to story.
            for at in [outs[outs.len() - 1], outs[test.comment.len() % outs.len()]] {
                let mut input = test.input.clone();
                let Some(line) = otherwise(&input["lines"][at]) else { continue };
                input["lines"][at] = line;
                let got = vectors::answer("story", &input);
                assert_eq!(got["line"], at + 1, "{}: line {} is not compared: {got}", test.id, at + 1);
                told_otherwise += 1;
            }
        }
    }
    println!("{told_otherwise} lines told otherwise");
    assert!(told_otherwise >= AT_LEAST / 7);
}

fn otherwise(line: &Value) -> Option<Value> {
    let mut line = line.clone();
    match line["out"].as_str()? {
        "store" => line["record"]["stage"] = json!("lost"),
        "send" => line["path"] = json!("/elsewhere"),
        "wait" => line["at_least"] = json!(line["at_most"].as_i64()? + 1),
        "ask" => line["prompt"]["kind"] = json!("guess"),
        "done" if line.get("payouts").is_some() => line["payouts"]["items"] = json!([]),
        "done" => line["outcome"]["kind"] = json!("forgotten"),
        "refused" => line = json!({ "out": "done" }),
        _ => return None,
    }
    Some(line)
}
