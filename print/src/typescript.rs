//! TypeScript: what of the npm package comes from core's source.

mod clients;
mod errors;
mod made;
mod texts;
mod types;

use crate::File;
use crate::docs::Links;
use crate::model::Model;

/// What the docs mean in TypeScript when they name something of Rust.
const LINKS: Links = &[
    ("Event::Taken", "taken"),
    ("Event::Otp", "submitOtp"),
    ("Event::Shown", "shown"),
    ("Event::Bill", "chooseBill"),
    ("Event::Recipients", "giveRecipients"),
    ("Event::Abandon", "abandon"),
    ("Failure::MaybeSent", "maybe_sent"),
    ("Failure::TooLarge", "too_large"),
    ("CallbackKey", "xaalis/webhooks"),
    ("Unknown", "OutcomeUnknown"),
    ("None", "Infinity"),
    ("super::Sandbox", "Sandbox"),
];

/// Every file of the npm package that is printed.
///
/// # Errors
/// The item that has no form in TypeScript.
pub fn files(model: &Model) -> Result<Vec<File>, String> {
    Ok(vec![
        File::whole("bindings-wasm/npm/src/printed/types.ts", types::types(model)?),
        File::whole("bindings-wasm/npm/src/printed/errors.ts", errors::errors(model)?),
        File::whole("bindings-wasm/npm/src/printed/made.ts", made::made(model)?),
        File::whole("bindings-wasm/npm/src/printed/texts.ts", texts::texts(&model.errors)?),
        File::whole("bindings-wasm/npm/src/printed/senfenico.ts", clients::module(model, "Senfenico")?),
        File::whole("bindings-wasm/npm/src/printed/dexchange.ts", clients::module(model, "Dexchange")?),
    ])
}
