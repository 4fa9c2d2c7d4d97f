//! What is said of errors follows core's classes, codes and texts.

use crate::shared::{changed, printed, unchanged};
use xaalis_print::files;

const PYTHON: &str = "xaalis/errors.py";
const TYPESCRIPT: &str = "printed/errors.ts";
const MADE: &str = "printed/made.ts";
const PAGE: &str = "docs/errors.md";

#[test]
fn a_change_of_a_class_a_code_or_a_text_is_seen() {
    let cases = [
        (
            "src/class.rs",
            "/// The vendor knows nothing under this reference.",
            "/// Planted.",
            &[PYTHON, TYPESCRIPT, PAGE][..],
            "Planted.",
        ),
        // What a class is made of, says and keeps.
        (
            "src/class/table.rs",
            "\"The operation that is busy.\"",
            "\"Planted.\"",
            &[PYTHON],
            "        #: Planted.\n        self.op_id = op_id",
        ),
        (
            "src/class/table.rs",
            "{op_id}: another process",
            "{op_id}, {op_id}: another process",
            &[PYTHON],
            "return f\"{self.op_id}, {self.op_id}: another process",
        ),
        (
            "src/class/table.rs",
            "{op_id}: another process",
            "{op_id}, {op_id}: another process",
            &[TYPESCRIPT],
            "super(`${opId}, ${opId}: another process",
        ),
        (
            "src/class/table.rs",
            "brief: \"do not believe this webhook\"",
            "brief: \"planted\"",
            &[PYTHON, TYPESCRIPT, PAGE],
            "WebhookError            planted",
        ),
        (
            "src/class/table.rs",
            "kept: &[\"unsent.why\", ",
            "kept: &[\"unsent.why\", \"unsent.why\", ",
            &[TYPESCRIPT],
            "return { why: this.unsent.why, why: this.unsent.why, doubt",
        ),
        (
            "src/class/table.rs",
            "\"refusal.http_status\", \"refusal.refund\"]",
            "\"refusal.refund\"]",
            &[MADE],
            "    httpStatus: null,\n    message: \"\",",
        ),
        (
            "src/class/table.rs",
            "    Doubt::Oversized,\n",
            "",
            &["printed/texts.ts"],
            "STRANGE: readonly string[] = [\n  \"too_deep\"",
        ),
        (
            "src/code/table.rs",
            "\"NO_BILL\", No, PaymentRejected",
            "\"NO_BILL\", Maybe, NotFound",
            &[PAGE],
            "| `NO_BILL` | `NotFound` | perhaps |",
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
fn a_row_that_does_not_fit_is_refused_by_name() {
    refused(&[
        (
            "src/class/table.rs",
            "parent: Some(PaymentNotSent)",
            "parent: Some(WebhookError)",
            "Class: TooManyRequests: stands before its parent",
        ),
        (
            "src/class/table.rs",
            "parent: Some(NoAnswer)",
            "parent: wide()",
            "Class: AnswerTooLarge: its parent is not Some",
        ),
        (
            "src/class/table.rs",
            "parent: Some(NoAnswer)",
            "parent: Some(PaymentError)",
            "Class: AnswerTooLarge: of another nature",
        ),
        (
            "src/class/table.rs",
            "nature: Unended,\n        brief: \"money",
            "nature: Planted,\n        brief: \"money",
            "Class: OutcomeUnknown: its nature",
        ),
        (
            "src/class/table.rs",
            "word: \"not_found\"",
            "word: \"found\"",
            "Class: NotFound: its word is not_found",
        ),
        ("src/class/table.rs", "class: NotFound", "class: Planted", "Class: Planted: no class"),
        (
            "src/class/table.rs",
            "text(\"op_id\", \"The operation that waits.\")",
            "planted(\"op_id\", \"\")",
            "Class: AnswerNeeded: a part that is neither",
        ),
        (
            "src/class/table.rs",
            "of(\"Prompt\", \"prompt\"",
            "of(\"Prompt\", \"asked\"",
            "Class: AnswerNeeded: prompt.kind: no such part",
        ),
        (
            "src/class/table.rs",
            "{unsent.why}",
            "{unsent.what}",
            "Class: PaymentNotSent: unsent.what: no such field",
        ),
        (
            "src/class/table.rs",
            "{unsent.why}",
            "{unsent.why.strangely}",
            "Class: PaymentNotSent: unsent.why.strangely: it ends before",
        ),
        (
            "src/class/table.rs",
            "message: &[\"{op_id}: another",
            "message: &[\"{op_id: another",
            "{op_id: another process goes on with it: not closed",
        ),
        (
            "src/class/table.rs",
            "\"not sent: {unsent.why}\"",
            "\"{unsent.doubt}\"",
            "Class: PaymentNotSent: a message that may be missing",
        ),
        (
            "src/class/table.rs",
            "block: \"absent\"",
            "block: \"planted\"",
            "Class: OperationNotFound: no block planted",
        ),
        ("src/class/table.rs", "    Doubt::Oversized,", "    Doubt::Planted,", "STRANGE: no doubt Planted"),
        (
            "src/class.rs",
            "    AnswerTooLarge,\n}",
            "    AnswerTooLarge,\n    /// New.\n    Planted,\n}",
            "Class: Planted: not in the table",
        ),
        ("src/class/table.rs", "            \"unknown.attempts\",\n", "", "attempts: neither kept nor empty"),
    ]);
}

#[test]
fn what_is_not_known_is_refused_by_name() {
    refused(&[
        (
            "src/code/table.rs",
            "\"NO_BILL\", No,",
            "\"NO_BILL\", Perhaps,",
            "src/code/table.rs: TABLE: NO_BILL: neither No",
        ),
        (
            "src/code/table.rs",
            "\"NO_BILL\", No, PaymentRejected",
            "\"NO_BILL\", No, Planted",
            "Code: NO_BILL: no class Planted",
        ),
        (
            "src/code/table.rs",
            "    entry(Code::NoBill, \"NO_BILL\", No, PaymentRejected),\n",
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
            "src/class/table.rs",
            "parent: Some(PaymentNotSent)",
            "parent: Some(PaymentRejected)",
            "busy: its class TooManyRequests does not stand under PaymentNotSent",
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
    ]);
}

fn refused(cases: &[(&str, &str, &str, &str)]) {
    for (file, from, to, refusal) in cases {
        let error = changed(file, from, to).and_then(|model| files(&model).map(drop)).expect_err(to);
        assert!(error.starts_with(refusal), "{to}: {error}");
    }
}
