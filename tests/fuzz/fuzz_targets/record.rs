//! Any record, resumed: a whole one as JSON, or a letter for the operation and then its `state`.
//! The lines after the first are the answers.
#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::json;
use xaalis::{Order, Record};
use xaalis_fuzz::{Budget, ORDERS, answers, follow, place, resume};

/// For each byte of the input.
const COST: Budget = Budget { steps: 60, memory: 24 };

fuzz_target!(|input: &[u8]| {
    let mut parts = input.splitn(2, |byte| *byte == b'\n');
    let (first, rest) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let Some(record) = record(first) else { return };
    if let Some(mut session) = COST.holds(input.len(), || resume(&record)) {
        follow(&mut session, &answers(rest), input.len());
    }
});

fn record(line: &[u8]) -> Option<Record> {
    if line.starts_with(b"{") {
        return serde_json::from_slice(line).ok();
    }
    let (order, state) = line.split_first()?;
    let order: Order = serde_json::from_str(ORDERS[place(*order, ORDERS.len())]).ok()?;
    let record = json!({
        "version": 1, "op_id": "op-1", "sequence": 1, "vendor": order.vendor(),
        "mode": "test", "operation": order.operation(), "stage": "open",
        "reference": null, "our_reference": null, "state": std::str::from_utf8(state).ok()?,
    });
    Some(serde_json::from_value(record).expect("a record"))
}
