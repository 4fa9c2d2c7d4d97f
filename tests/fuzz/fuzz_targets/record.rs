//! Any record, resumed: a whole one as JSON, or a letter for the operation and then its `state`. It is taken
//! as it is, and sealed as by whoever has the key, with parts beside it that agree with it.
//! The lines after the first are the answers.
#![no_main]

use hmac_sha256::HMAC;
use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};
use xaalis::value::ApiKey;
use xaalis::Vendor;
use xaalis::{Order, RECORD_VERSION, Record};
use xaalis_fuzz::{Budget, DEXCHANGE_KEY, ORDERS, SENFENICO_KEY, answers, follow, place, resume};

/// For each byte of the input.
const COST: Budget = Budget { steps: 60, memory: 24 };

fuzz_target!(|input: &[u8]| {
    let mut parts = input.splitn(2, |byte| *byte == b'\n');
    let (first, rest) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let Some(record) = record(first) else { return };
    if let Some(mut session) = COST.holds(input.len(), || resume(&record)) {
        return follow(&mut session, &answers(rest), input.len());
    }
    for record in agreeing(&record) {
        if let Some(mut session) = COST.holds(input.len(), || resume(&sealed(record))) {
            return follow(&mut session, &answers(rest), input.len());
        }
    }
});

fn record(line: &[u8]) -> Option<Record> {
    if line.starts_with(b"{") {
        return serde_json::from_slice(line).ok();
    }
    let (order, state) = line.split_first()?;
    let order: Order = serde_json::from_str(ORDERS[place(*order, ORDERS.len())]).ok()?;
    let mode = if order.vendor() == Vendor::Senfenico { "test" } else { "unknown" };
    let record = json!({
        "version": RECORD_VERSION, "op_id": "op-1", "sequence": 1, "vendor": order.vendor(),
        "mode": mode, "operation": order.operation(), "stage": "open",
        "reference": null, "our_reference": null, "state": std::str::from_utf8(state).ok()?,
    });
    Some(serde_json::from_value(record).expect("a record"))
}

/// The same state with each stage, and with each name that it may have in the places of the references.
fn agreeing(record: &Record) -> Vec<Record> {
    let state: Value = serde_json::from_str(&record.state).unwrap_or_default();
    let named = |places: &[&str]| {
        let named = places.iter().filter_map(|place| serde_json::from_value(state.pointer(place)?.clone()).ok());
        std::iter::once(None).chain(named).collect::<Vec<_>>()
    };
    let theirs = named(&["/reference", "/transaction_id", "/aside"]);
    let ours = named(&["/our_reference", "/intent/ext_id", "/order/external_transaction_id", "/order/external_id"]);
    let mut agreeing = Vec::new();
    for stage in ["open", "unknown", "closed"] {
        for reference in &theirs {
            for our_reference in &ours {
                agreeing.push(Record {
                    version: RECORD_VERSION,
                    stage: serde_json::from_value(stage.into()).expect("a stage"),
                    reference: reference.clone(),
                    our_reference: our_reference.clone(),
                    ..record.clone()
                });
            }
        }
    }
    agreeing
}

fn sealed(mut record: Record) -> Record {
    let key = if record.vendor == Vendor::Senfenico { SENFENICO_KEY } else { DEXCHANGE_KEY };
    let parts = json!([
        record.version, record.op_id, record.sequence, record.vendor, record.mode,
        record.operation, record.stage, record.reference, record.our_reference,
    ]);
    let secret = ApiKey::parse(key).expect("a key").derive("xaalis-seal-v1");
    let seal = HMAC::mac(format!("{parts}{}", record.state), secret);
    let seal: String = seal.iter().map(|byte| format!("{byte:02x}")).collect();
    record.state.pop();
    record.state += &format!(",\"seal\":\"{seal}\"}}");
    record
}
