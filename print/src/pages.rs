//! The documents: the table of statuses in `ARCHITECTURE.md`.

use crate::File;
use crate::model::{Model, Shape};
use crate::text::put;

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
    Ok(vec![File { path: "ARCHITECTURE.md", text: statuses(model)?, marks: Some(MARKS) }])
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
