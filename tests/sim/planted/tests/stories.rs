//! The stories are tested: each bug planted for them makes one of them fail. On its own, for the switch is one
//! for the whole process; in this crate, for it builds in seconds.

#[path = "../../../src/vectors/mod.rs"]
#[allow(dead_code, unreachable_pub, unused_imports, reason = "only the stories are asked here")]
mod vectors;

use vectors::{File, Test, agrees, answer};
use xaalis_planted::{Bug, bugs_for, plant};

#[test]
fn each_planted_bug_is_told() {
    let files = files();
    let groups = files.iter().flat_map(|file| &file.groups);
    let stories: Vec<&Test> =
        groups.flat_map(|group| &group.tests).filter(|story| story.disputed.is_none()).collect();
    let first_told_otherwise =
        || stories.iter().find(|story| !agrees(&story.expect, &answer("story", &story.input)));
    plant(0);
    if let Some(story) = first_told_otherwise() {
        panic!("none is planted, and yet {} is told otherwise", story.id);
    }
    let (mut found, mut missed) = (0, Vec::new());
    for Bug { number, what: bug, .. } in bugs_for("stories") {
        plant(number);
        if let Some(story) = first_told_otherwise() {
            println!("{number:>2}. {bug}: {} ({})", story.id, story.comment);
            found += 1;
        } else {
            println!("{number:>2}. {bug}: NOT FOUND");
            missed.push(bug);
        }
    }
    println!("{found} of {} planted bugs found by the stories", found + missed.len());
    assert!(missed.is_empty(), "{missed:?}");
}

fn files() -> Vec<File> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../vectors");
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths.retain(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("flows")));
    let read = |path| std::fs::read_to_string(path).expect("a file");
    paths.iter().map(|path| serde_json::from_str(&read(path)).expect("stories")).collect()
}
