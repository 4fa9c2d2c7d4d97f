//! One program, which is linked once. Alone stand those that count what the whole process allocates or holds, and
//! the one that kills others.

mod abandon;
mod anew;
mod arriving;
mod batches;
mod bills;
mod crashes;
mod docs;
mod flows;
mod found;
mod hostile;
mod journal;
mod lists;
mod news;
mod pages;
mod progress;
mod promises;
mod properties;
mod relay;
mod relay_attacks;
mod relay_bills;
mod relay_client;
mod relay_crowd;
mod seals;
mod stories;
mod told;
mod vectors;
mod whose;
mod words;

/// None is forgotten.
#[test]
fn every_file_is_part_of_a_program() {
    let manifest = include_str!("../Cargo.toml");
    let all = include_str!("all.rs");
    for entry in std::fs::read_dir("tests").unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        let alone = format!("path = \"tests/{name}.rs\"");
        assert!(all.contains(&format!("\nmod {name};\n")) || manifest.contains(&alone), "{name}");
    }
}
