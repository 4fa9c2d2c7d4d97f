//! Writes the corpus anew from the golden vectors: `cargo run --example seed`, in this folder.

use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use xaalis::{Event, Order, Step};
use xaalis_fuzz::{DAWN, ORDERS, begin, letter, status_letter};

/// Longer seeds slow the fuzzer down and teach it nothing.
const LONGEST: usize = 2_048;

fn main() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut total = 0;
    for (target, most, seeds) in [
        ("response", 60, responses(here)),
        ("record", 30, records()),
        ("webhook", 36, webhooks(here)),
        ("address", 26, texts(here, &["references", "urls"])),
        ("amount", 24, texts(here, &["amounts", "percent", "phones"])),
        ("redaction", 20, texts(here, &["redaction"])),
    ] {
        let folder = here.join("corpus").join(target);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder");
        let seeds: BTreeSet<Vec<u8>> = seeds.into_iter().filter(|seed| seed.len() <= LONGEST).collect();
        // Evenly through all of them.
        let step = seeds.len().div_ceil(most).max(1);
        for (at, seed) in seeds.iter().step_by(step).enumerate() {
            fs::write(folder.join(format!("{at:03}")), seed).expect("a file");
            total += 1;
        }
    }
    println!("{total} files");
}

fn tests(here: &Path, name: &str) -> Vec<Value> {
    let path = here.join(format!("../vectors/{name}.json"));
    let file: Value = serde_json::from_str(&fs::read_to_string(path).expect("a file")).expect("JSON");
    let groups = file["groups"].as_array().expect("groups");
    groups
        .iter()
        .flat_map(|group| group["tests"].as_array().expect("tests"))
        .map(|test| test["input"].clone())
        .collect()
}

fn order_letter(kind: &str) -> char {
    let named = |order: &&str| order.starts_with(&format!("{{\"kind\":\"{kind}\""));
    letter(ORDERS.iter().position(|order| named(&order)).expect("an order"))
}

/// Every sample of the vendors' pages, and each of them as an answer to the flow that meets it.
fn responses(here: &Path) -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for input in tests(here, "parse") {
        let (Some(kind), Some(status), Some(body)) =
            (input["order"]["kind"].as_str(), input["status"].as_u64(), input["body"].as_str())
        else {
            continue;
        };
        let status = status_letter(u16::try_from(status).expect("a status"));
        let body = body.replace('\n', " ");
        seeds.push(format!("{}{status}_{body}", order_letter(kind)));
        let flow = match kind {
            "create_charge" | "submit_otp" => "collect",
            "initialize_checkout" | "fetch_checkout" => "checkout",
            "create_transfer" | "fetch_transfer" => "payout",
            "create_bulk_transfer" | "list_transfers" => "bulk_payout",
            "create_settlement" | "fetch_settlement" => "settle",
            "inquire_bills" | "pay_bill_once" | "fetch_transaction" => "pay_bill",
            _ => continue,
        };
        // First a good answer, then nothing, then the same again.
        let flow = order_letter(flow);
        seeds.push(format!("{flow}{status}_{body}\nX_\n{status}_{body}"));
    }
    seeds.into_iter().map(String::into_bytes).collect()
}

/// The record of every order that stores one, before and after an answer that is not understood.
fn records() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for (at, order) in ORDERS.iter().enumerate() {
        let mut session = begin(order);
        for _ in 0..6 {
            match session.poll(DAWN) {
                Step::Store { record } => {
                    seeds.push(format!("{}{}\nA_{{}}", letter(at), record.state));
                    if serde_json::from_str::<Order>(order).is_ok_and(|order| order.operation() == "payout") {
                        seeds.push(serde_json::to_string(&record).expect("JSON"));
                    }
                    session.handle(Event::Stored, DAWN);
                }
                Step::Send { .. } => {
                    let failure = xaalis::http::Failure::MaybeSent;
                    session.handle(Event::Failed { failure }, DAWN);
                }
                _ => session.handle(Event::Stop, DAWN),
            }
        }
    }
    seeds.into_iter().map(String::into_bytes).collect()
}

fn webhooks(here: &Path) -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for input in tests(here, "webhooks") {
        let Some(body) = input["body"].as_str() else { continue };
        if let Some(header) = input["header"].as_str() {
            seeds.push(format!("0{body}"));
            seeds.push(format!("1{header}\n{body}"));
        } else if let (Some(ext_id), Some(token)) = (input["ext_id"].as_str(), input["token"].as_str()) {
            seeds.push(format!("2{body}"));
            seeds.push(format!("3{ext_id}/{token}\n{body}"));
        }
    }
    seeds.into_iter().map(String::into_bytes).collect()
}

fn texts(here: &Path, files: &[&str]) -> Vec<Vec<u8>> {
    let all = files.iter().flat_map(|file| tests(here, file));
    all.filter_map(|input| input.as_str().map(|text| text.as_bytes().to_vec())).collect()
}
