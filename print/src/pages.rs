//! The documents: the table of statuses in `ARCHITECTURE.md`, and `docs/errors.md`.

use crate::File;
use crate::errors::listed;
use crate::model::{Errors, Model, Shape};
use crate::text;
use crate::text::put;

const HEAD: &str = "\
<!-- Printed from core's source by `cargo xtask print`; do not edit. -->
# What can go wrong, and what is said of it

Every text is core's (`core/src/texts.txt`). The buyer's are for who pays, without a word from inside; the
merchant's are for the shop and its operator: what happened, and what to do. `{}` stands for a value.
";
const COLUMNS: &str = "| for the buyer | pour le client | for the merchant | pour le commerçant |";
/// The parts of the page after the codes: a heading, and the first words of the blocks it holds.
const PARTS: [(&str, &[&str]); 11] = [
    ("Money may have moved", &["unknown"]),
    ("… and why nobody knows", &["doubt"]),
    ("… and how it is found out", &["plan"]),
    ("Nothing happened at the vendor", &["not_sent", "unsent"]),
    ("A debit is being given back", &["refund"]),
    ("The payment waits for a person", &["prompt"]),
    ("… and why a code is asked for again", &["again"]),
    ("Another process goes on with it", &["busy"]),
    ("The journal does not know it", &["absent"]),
    ("A record is refused", &["record"]),
    ("A webhook is refused", &["webhook"]),
];

const MARKS: (&str, &str) = ("<!-- statuses: begin -->\n", "<!-- statuses: end -->");
/// The columns; what is not known has no word.
const LEVELS: [&str; 5] = ["Open", "Moving", "Ended", "Withdrawn", "Paid"];
/// The rows: what people call it, and its type in core.
const STATUSES: [(&str, &str); 5] = [
    ("Senfenico charge", "ChargeStatus"),
    ("Senfenico checkout", "CheckoutStatus"),
    ("Senfenico transfer", "TransferStatus"),
    ("Senfenico settlement", "SettlementStatus"),
    ("DEXCHANGE bill", "BillStatus"),
];

/// What is printed into the documents.
///
/// # Errors
/// The status that has no row, or a word of a level that has no column.
pub fn files(model: &Model) -> Result<Vec<File>, String> {
    Ok(vec![
        File { path: "ARCHITECTURE.md", text: statuses(model)?, marks: Some(MARKS) },
        File::whole("docs/errors.md", errors(&model.errors)?),
    ])
}

/// One row per kind of payment, one column per level.
fn statuses(model: &Model) -> Result<String, String> {
    let mut text = format!("|  | {} |\n|---|---|---|---|---|---|\n", LEVELS.join(" | "));
    let mut rows = 0;
    for (kind, name) in STATUSES {
        let Some(Shape::Words { words, .. }) = model.item(name).map(|item| &item.shape) else {
            return Err(format!("{name}: no words of this name cross"));
        };
        put!(text, "| {kind} |");
        for level in LEVELS {
            let here = words.iter().filter(|word| word.level.as_deref() == Some(level));
            let here: Vec<_> = here.map(|word| format!("`{}`", word.word)).collect();
            put!(text, " {} |", here.join(", "));
        }
        text.push('\n');
        if words.iter().any(|word| word.level.as_deref().is_none_or(|level| !LEVELS.contains(&level))) {
            return Err(format!("{name}: a word of a level without a column"));
        }
        rows += 1;
    }
    let known = model.items.iter().filter(|item| match &item.shape {
        Shape::Words { words, .. } => words.iter().any(|word| word.level.is_some()),
        _ => false,
    });
    if known.count() == rows { Ok(text) } else { Err("a status without a row in the table".to_owned()) }
}

/// The classes, the codes, and what else can happen.
fn errors(errors: &Errors) -> Result<String, String> {
    let mut page = format!("{HEAD}\n## Classes\n\n{}\n", listed(errors));
    page.push_str(
        "| class | again? | made of | its message | it tells | what it means |\n|---|---|---|---|---|---|\n",
    );
    for class in &errors.classes {
        let again = if class.retryable { "yes" } else { "" };
        let parts: Vec<_> = class.parts.iter().map(|part| format!("`{}`", part.name)).collect();
        let message: Vec<_> = class.message.iter().map(|template| format!("`{template}`")).collect();
        let doc = text::without_links(&class.doc.join(" "), str::to_owned);
        let (parts, message) = (parts.join(", "), message.join(", else "));
        put!(page, "| `{}` | {again} | {parts} | {message} | `{}` | {doc} |\n", class.name, class.block);
    }
    page.push_str(
        "\n## Codes\n\nWhere money may have moved all the same, the payment itself is read before anything is said.\n\n",
    );
    put!(page, "| code | class | money moved? {COLUMNS}\n|---|---|---|---|---|---|---|\n");
    for code in &errors.codes {
        let class = errors.classes.iter().find(|class| class.name == code.class);
        let class = class.ok_or_else(|| format!("{}: no class {}", code.word, code.class))?;
        let moved = if code.may_have_moved { "perhaps" } else { "no" };
        let texts = said(errors, &format!("code {}", code.word));
        put!(page, "| `{}` | `{}` | {moved} {texts}\n", code.word, class.name);
    }
    for (heading, first) in PARTS {
        put!(page, "\n## {heading}\n\n| word {COLUMNS}\n|---|---|---|---|---|\n");
        let blocks = errors
            .said
            .iter()
            .filter(|said| said.block.split(' ').next().is_some_and(|word| first.contains(&word)));
        let mut rows = 0;
        for block in blocks {
            put!(page, "| `{}` {}\n", block.block, said(errors, &block.block));
            rows += 1;
        }
        if rows == 0 {
            return Err(format!("docs/errors.md: nothing is said of {first:?}"));
        }
    }
    Ok(page)
}

/// The four texts of a block, as cells: what happened and what to do.
fn said(errors: &Errors, block: &str) -> String {
    let mut cells = "|".to_owned();
    for (names, next) in [
        (["buyer", ""], ""),
        (["buyer_fr", ""], ""),
        (["merchant", "text"], "next"),
        (["merchant_fr", "text_fr"], "next_fr"),
    ] {
        // A doubt is a phrase within a sentence.
        let phrase = if names[0].ends_with("_fr") { "why_fr" } else { "why" };
        let names = [names[0], names[1], if next.is_empty() { "" } else { phrase }];
        let happened = names.iter().find_map(|name| errors.said(block, name)).unwrap_or_default();
        let next = errors.said(block, next).unwrap_or_default();
        put!(cells, " {} |", format!("{happened} {next}").trim());
    }
    cells
}
