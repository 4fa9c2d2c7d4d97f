//! What is said of errors follows core's classes, codes and texts.

use crate::shared::{changed, printed, unchanged};
use xaalis_print::files;

const PYTHON: &str = "xaalis/errors.py";
const PAGE: &str = "docs/errors.md";

#[test]
fn a_change_of_a_class_a_code_or_a_text_is_seen() {
    let cases = [
        (
            "src/class.rs",
            "/// The vendor knows nothing under this reference.",
            "/// Planted.",
            &[PYTHON, PAGE][..],
            "Planted.",
        ),
        (
            "src/code/table.rs",
            "\"NO_BILL\", No, Rejected",
            "\"NO_BILL\", Maybe, NotFound",
            &[PAGE],
            "| `NO_BILL` | `not_found` | perhaps |",
        ),
        ("src/texts.txt", "pas le bon. Vérifiez-le", "pas bon. Vérifiez-le", &[PAGE], "n'est pas bon."),
        ("src/texts.txt", "again malformed", "again planted", &[PAGE], "| `again planted` |"),
    ];
    for (file, from, to, names, wanted) in cases {
        let now = printed(&changed(file, from, to).unwrap());
        for name in names {
            let found = now.iter().find(|file| file.path.ends_with(name)).unwrap();
            assert!(found.text.contains(wanted), "{name}: {wanted}\n{}", found.text);
        }
    }
}

#[test]
fn the_page_tells_both_languages_of_every_code() {
    let model = unchanged();
    let page = printed(&model).into_iter().find(|file| file.path.ends_with(PAGE)).unwrap().text;
    assert!(model.errors.codes.len() >= 35);
    for code in &model.errors.codes {
        let begin = format!("| `{}` |", code.word);
        let row = page.lines().find(|line| line.starts_with(&begin)).unwrap();
        let cells: Vec<_> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        assert!(cells.len() == 7 && cells.iter().all(|cell| !cell.is_empty()), "{row}");
    }
}

#[test]
fn what_is_not_known_is_refused_by_name() {
    let cases = [
        (
            "src/class.rs",
            "Self::Rejected | Self::NotSent => None",
            "Self::Rejected => Some(Self::NotSent),\n            Self::NotSent => None",
            "Class: Rejected: stands before its parent",
        ),
        (
            "src/class.rs",
            "    TooManyRequests,\n}",
            "    TooManyRequests,\n    /// New.\n    Planted,\n}",
            "Class: Planted: no parent",
        ),
        ("src/class.rs", "=> Some(Self::NotSent)", "=> Self::wide()", "src/class.rs: Class: parent: neither"),
        (
            "src/class.rs",
            "        match self {\n            Self::Rejected |",
            "        let _ = ();\n        match self {\n            Self::Rejected |",
            "src/class.rs: Class: parent: not one match",
        ),
        (
            "src/code/table.rs",
            "\"NO_BILL\", No,",
            "\"NO_BILL\", Perhaps,",
            "src/code/table.rs: TABLE: NO_BILL: neither No",
        ),
        (
            "src/code/table.rs",
            "\"NO_BILL\", No, Rejected",
            "\"NO_BILL\", No, Planted",
            "Code: NO_BILL: no class Planted",
        ),
        (
            "src/code/table.rs",
            "    entry(Code::NoBill, \"NO_BILL\", No, Rejected),\n",
            "",
            "Code: NO_BILL: not in the table",
        ),
        (
            "src/code.rs",
            "    /// DEXCHANGE: no key was sent.",
            "    /// New.\n    Planted,\n    /// DEXCHANGE: no key was sent.",
            "Code: PLANTED: not in the table",
        ),
        (
            "src/class.rs",
            "Self::TooManyRequests => Some(Self::NotSent)",
            "Self::TooManyRequests => Some(Self::Rejected)",
            "busy: its class TooManyRequests does not stand under NotSent",
        ),
        (
            "src/class.rs",
            "Self::Unreachable | Self::Unanswered",
            "Self::Unanswered",
            "Unsent: Unreachable: no class is said",
        ),
        (
            "src/class.rs",
            "Self::Busy => Class::TooManyRequests",
            "Self::Busy => Class::Planted",
            "Unsent: busy: no class Planted",
        ),
        ("src/texts.txt", "\ncode NO_BILL\n", "\ncode NO_BILLS\n", "Code: NO_BILL: no text"),
        ("src/texts.txt", "\nagain malformed\n", "\n  malformed\n", "src/texts.txt:   malformed: no text"),
        ("src/texts.txt", "\nrefund\n", "\nrefunded\n", "docs/errors.md: nothing is said of [\"refund\"]"),
    ];
    for (file, from, to, refusal) in cases {
        let error = changed(file, from, to).and_then(|model| files(&model).map(drop)).expect_err(to);
        assert!(error.starts_with(refusal), "{to}: {error}");
    }
}
