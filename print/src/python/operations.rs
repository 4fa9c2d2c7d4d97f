//! `_operations.py`: which operations weigh what.

use crate::model::{Model, Weight};
use crate::text::put;

/// The text of `_operations.py`.
pub(super) fn lists(model: &Model) -> String {
    let mut text = "\"\"\"The operations of xaalis, printed from core's source by `cargo xtask print`; do not edit.\"\"\"\n\
                    \nfrom __future__ import annotations\n"
        .to_owned();
    let kinds = [
        (Weight::Read, "READS", "Ask a vendor once, and leave no record."),
        (Weight::Flow, "FLOWS", "Carry a payment to its end: what any other settled was accepted, no more."),
    ];
    for (weight, name, meaning) in kinds {
        put!(text, "\n#: {meaning}\n{name} = frozenset(\n    {{\n");
        for operation in model.clients.iter().flat_map(|client| &client.operations) {
            if operation.weight == weight {
                put!(text, "        \"{}\",\n", operation.kind);
            }
        }
        text.push_str("    }\n)\n");
    }
    text
}
