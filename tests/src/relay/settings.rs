//! What the attacks and the bills are tried at, from their files.

use crate::vectors;
use serde_json::Value;
use std::sync::LazyLock;
use xaalis::relay::{Gate, RelayKey, RelayKeys};
use xaalis::{Account, Dexchange, PaymentError, Senfenico};

/// What the attacks are tried at, from their file.
///
/// # Panics
/// When the file cannot be read.
pub fn settings() -> Value {
    static READ: LazyLock<Value> = LazyLock::new(|| settings_of("relay-attacks"));
    READ.clone()
}

/// What the cases of a file are tried at.
///
/// # Panics
/// When the file cannot be read.
pub fn settings_of(file: &str) -> Value {
    let mut file = vectors::load(file);
    let group = file.groups.iter_mut().find(|group| group.kind == "relay_settings").expect("settings");
    group.tests[0].input.take()
}

/// The account of these settings.
///
/// # Errors
/// As the key says.
///
/// # Panics
/// When a setting is missing.
pub fn account(settings: &Value) -> Result<Account, PaymentError> {
    let key = settings["api_key"].as_str().expect("a text");
    let is_of_bills = settings["vendor"] == "dexchange";
    Ok(if is_of_bills { Dexchange::new(key)?.into() } else { Senfenico::new(key)?.into() })
}

/// The gate of these settings.
///
/// # Errors
/// As the gate says.
///
/// # Panics
/// When a setting is missing.
pub fn gate(settings: &Value) -> Result<Gate, PaymentError> {
    let text = |name: &str| settings[name].as_str().expect("a text");
    let origins = settings["origins"].as_array().expect("origins");
    let origins: Vec<&str> = origins.iter().filter_map(Value::as_str).collect();
    let account = account(settings)?;
    let gate = Gate::new(account, text("url"), keys(settings)?, &origins)?;
    let most =
        settings["most_at_once"].as_u64().and_then(|most| usize::try_from(most).ok()).expect("a number");
    let gate = gate.most_at_once(most);
    if settings["vendor"] == "dexchange" {
        let gate = gate.pays_bills(None)?;
        return Ok(if settings["keeps_codes"] == true { gate.keeps_codes() } else { gate });
    }
    gate.collects()?.opens_checkouts(text("success_url"), text("cancel_url"))
}

/// What signs the tokens of these settings.
///
/// # Errors
/// As the secrets say.
///
/// # Panics
/// When a setting is missing.
pub fn keys(settings: &Value) -> Result<RelayKeys, PaymentError> {
    let keys = settings["keys"].as_array().expect("keys").iter();
    let keys = keys.map(|key| {
        RelayKey::new(key["kid"].as_str().expect("a name"), key["secret"].as_str().expect("a secret"))
    });
    RelayKeys::new(keys.collect::<Result<_, _>>()?)
}
