//! Every story of `tests/vectors/flows*.json`: what must be said, line by line, whatever comes in.

use std::collections::BTreeSet;
use xaalis_tests::vectors;

/// Fewer stories than this means that some got lost.
const AT_LEAST: usize = 500;

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
