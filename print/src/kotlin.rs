//! Kotlin: what of the two libraries comes from core's source.

mod clients;
mod errors;
mod types;

use crate::File;
use crate::docs::Links;
use crate::model::Model;

/// What the docs mean in Kotlin when they name something of Rust.
const LINKS: Links = &[
    ("Event::Taken", "taken"),
    ("Event::Otp", "submitOtp"),
    ("Event::Shown", "shown"),
    ("Event::Bill", "chooseBill"),
    ("Event::Recipients", "giveRecipients"),
    ("Event::Abandon", "abandon"),
    ("Failure::MaybeSent", "NoAnswer"),
    ("Failure::TooLarge", "AnswerTooLarge"),
    ("CallbackKey", "CallbackKey"),
    ("Unknown", "OutcomeUnknown"),
    ("None", "Duration.INFINITE"),
    ("super::Sandbox", "Sandbox"),
];

/// Every Kotlin file that is printed.
///
/// # Errors
/// The item that has no form in Kotlin.
pub fn files(model: &Model) -> Result<Vec<File>, String> {
    Ok(vec![
        File::whole(
            "bindings-uniffi/kotlin/server/src/main/kotlin/dev/xaalis/Types.kt",
            types::types(model)?,
        ),
        File::whole(
            "bindings-uniffi/kotlin/server/src/main/kotlin/dev/xaalis/Errors.kt",
            errors::errors(model)?,
        ),
        File::whole(
            "bindings-uniffi/kotlin/server/src/main/kotlin/dev/xaalis/Senfenico.kt",
            clients::module(model, "Senfenico")?,
        ),
        File::whole(
            "bindings-uniffi/kotlin/server/src/main/kotlin/dev/xaalis/Dexchange.kt",
            clients::module(model, "Dexchange")?,
        ),
    ])
}
