//! The table of the planted bugs (`bugs.txt`), for those who have to find them.

pub use xaalis::planted::plant;

/// A bug that is planted in the copy of core.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bug {
    /// The number that [`plant`] takes.
    pub number: u32,
    /// Who has to notice it: `simulator`, `stories` or `crowd`.
    pub judge: &'static str,
    /// What it does.
    pub what: &'static str,
}

/// Those of one judge, in the order of their numbers.
///
/// # Panics
/// When there are none: the judge is called otherwise.
pub fn bugs_for(judge: &str) -> Vec<Bug> {
    let found: Vec<Bug> = bugs().filter(|bug| bug.judge == judge).collect();
    assert!(!found.is_empty(), "no bug is planted for {judge}");
    found
}

/// The one of this number.
///
/// # Panics
/// When there is none.
pub fn bug(number: u32) -> Bug {
    bugs().find(|bug| bug.number == number).unwrap_or_else(|| panic!("bugs.txt has no {number}"))
}

fn bugs() -> impl Iterator<Item = Bug> {
    let lines = include_str!("../bugs.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| {
        // `cargo xtask` has read it before and named what is wrong.
        let (number, rest) = line.trim_start().split_once(' ').expect("a number");
        let (judge, what) = rest.split_once(' ').expect("a judge");
        Bug { number: number.parse().expect("a number"), judge, what: what.trim_start() }
    })
}
