//! `errors.ts`: the classes that core decides. What an error carries and how it is made is written by hand, in
//! `error_base.ts`.

use super::docs::{Docs, paragraphs};
use crate::model::{Class, Model};
use crate::names::error as name;
use crate::text::put;

const HEAD: &str = "\
// Printed from core's source by `cargo xtask print`; do not edit.
import { OutcomeUnknown, PaymentNotSent, PaymentRejected } from \"../error_base.js\";
import type { PaymentError, ToldOptions } from \"../error_base.js\";
import type { Outcome } from \"./types.js\";

export {
  AnswerNeeded,
  AnswerTooLarge,
  ConnectFailed,
  InvalidInput,
  NoAnswer,
  OperationBusy,
  OperationNotFound,
  OutcomeUnknown,
  PaymentError,
  PaymentNotSent,
  PaymentRejected,
  RecordError,
  WebhookError,
} from \"../error_base.js\";
export { codeTexts } from \"../error_texts.js\";
export type { Told, ToldOptions } from \"../error_base.js\";
export type { CodeTexts, Texts } from \"../error_texts.js\";
";
const TAIL: &str = "
/**
 * The error that stands for an outcome, with its texts; `null` for one that settled. For who reads outcomes
 * rather than catches.
 */
export function errorOf(
  outcome: Outcome<unknown>,
  options?: ToldOptions,
): PaymentError | OutcomeUnknown | null {
  switch (outcome.kind) {
    case \"rejected\":
      return new (OF_CODE.get(outcome.refusal.code) ?? PaymentRejected)(outcome.refusal, options);
    case \"not_sent\":
      return new (OF_REASON.get(outcome.unsent.why) ?? PaymentNotSent)(outcome.unsent, options);
    case \"unknown\":
      return new OutcomeUnknown(outcome.unknown, options);
    default:
      return null;
  }
}
";

/// The text of `errors.ts`.
///
/// # Errors
/// The class that has no name in TypeScript.
pub(super) fn errors(model: &Model) -> Result<String, String> {
    let docs = Docs::of(model);
    let errors = &model.errors;
    let mut text = HEAD.to_owned();
    for class in &errors.classes {
        let called = name(&class.name)?;
        let Some(parent) = &class.parent else { continue };
        text.push('\n');
        text.push_str(&docs.comment("", &paragraphs(&class.doc)));
        put!(text, "export class {called} extends {} {{\n", name(parent)?);
        // A name of its own also keeps it apart from the wider one when TypeScript narrows.
        put!(text, "  override get name(): {called:?} {{\n    return {called:?};\n  }}\n}}\n");
    }
    let codes = errors.codes.iter().map(|code| (code.word.as_str(), code.class.as_str()));
    text.push_str(&table("OF_CODE", "Rejected", &errors.classes, codes)?);
    let reasons = errors.unsent.iter().map(|(why, class)| (why.as_str(), class.as_str()));
    text.push_str(&table("OF_REASON", "NotSent", &errors.classes, reasons)?);
    Ok(text + TAIL)
}

/// Which words have a class narrower than this one.
fn table<'a>(
    called: &str,
    wide: &str,
    classes: &[Class],
    words: impl Iterator<Item = (&'a str, &'a str)>,
) -> Result<String, String> {
    let mut text = format!("\nconst {called} = new Map<string, typeof {}>([\n", name(wide)?);
    for (word, class) in words.filter(|(_, class)| *class != wide) {
        let is_narrower =
            classes.iter().any(|known| known.name == class && known.parent.as_deref() == Some(wide));
        if !is_narrower {
            return Err(format!("{word}: its class {class} does not stand under {wide}"));
        }
        put!(text, "  [{word:?}, {}],\n", name(class)?);
    }
    Ok(text + "]);\n")
}
