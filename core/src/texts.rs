//! What people are told of errors and endings: the texts of `texts.txt`, put together.

use crate::code::Code;
use crate::error::PaymentError;
use crate::machine::{OtpProblem, Prompt};
use crate::outcome::{Doubt, Excess, NotSent, Refusal, Unknown};
use serde::Serialize;

mod facts;
pub use facts::Facts;

static FILE: &str = include_str!("texts.txt");

/// What to tell two people, in two languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Texts {
    /// For the buyer, in English: what happened and what to do, without a word from inside.
    pub buyer: String,
    /// For the buyer, in French.
    pub buyer_fr: String,
    /// For the merchant and the operator of the shop, in English.
    pub merchant: String,
    /// For the merchant, in French.
    pub merchant_fr: String,
}

impl Texts {
    /// What a block of the texts says with these facts: the block and the facts of a
    /// [`class::Entry`](crate::class::Entry).
    pub fn told(block: &str, facts: &Facts) -> Self {
        let problem = facts.problem.as_deref();
        match block {
            "invalid" => {
                let suggestion = facts.suggestion.as_deref();
                invalid(&facts.field, problem.unwrap_or_default(), &facts.allowed, suggestion)
            }
            "record" | "webhook" => refused(block, problem.unwrap_or_default()),
            "refused" => Self::refused(&Code::from(facts.code.as_str()), facts.refund),
            "not_sent" => Self::not_sent(&facts.why, facts.doubt.as_deref(), facts.excess),
            "unknown" => {
                let bill_paid = facts.bill_paid == Some(true);
                Self::unknown(&facts.op_id, &facts.why, facts.excess, &facts.plan, bill_paid)
            }
            "prompt" => Self::prompt(&facts.kind, problem),
            "busy" => Self::busy(&facts.op_id),
            "absent" => Self::absent(&facts.op_id),
            other => Self::of(other),
        }
    }

    /// Of what has one text whatever happened: `error`, `connect_failed`, `no_answer`, `answer_too_large`.
    pub fn of(block: &str) -> Self {
        Self::about(block, &[])
    }

    /// Another process goes on with the operation.
    pub fn busy(op_id: &str) -> Self {
        Self::about("busy", &[op_id])
    }

    /// The journal does not know the operation.
    pub fn absent(op_id: &str) -> Self {
        Self::about("absent", &[op_id])
    }

    /// The payment waits for a person: the prompt's kind, and what was wrong with the last code.
    pub fn prompt(kind: &str, again: Option<&str>) -> Self {
        let mut texts = Self::of(&format!("prompt {kind}"));
        texts.follow(&format!("prompt {kind}"));
        if let Some(again) = again {
            texts.instead(&format!("again {again}"));
        }
        texts
    }

    /// The vendor said no; `refund`: a debit was made first and is due back.
    pub fn refused(code: &Code, refund: bool) -> Self {
        let mut texts = code.texts();
        if refund {
            let due = Self::of("refund");
            texts.instead("refund");
            texts.add(&due.merchant, &due.merchant_fr);
        }
        texts
    }

    /// Nothing happened at the vendor: the words of [`NotSent`]. One that a newer version wrote has no text,
    /// and the rest is told.
    pub fn not_sent(why: &str, doubt: Option<&str>, excess: Option<Excess>) -> Self {
        let block = format!("unsent {why}");
        let mut texts = Self::of(if find(&block, "merchant").is_some() { &block } else { "not_sent" });
        texts.instead("not_sent");
        if let Some(doubt) = doubt {
            let (strange, strange_fr) = doubtful(doubt, excess);
            let said =
                |name: &str, strange: &str| fill(find("not_sent", name).unwrap_or_default(), &[strange]);
            texts.add(&said("strange", &strange), &said("strange_fr", &strange_fr));
        }
        texts.follow(&block);
        texts
    }

    /// Money may have moved: the operation, and the words of [`Unknown`]. One that a newer version wrote
    /// stands for itself.
    pub fn unknown(op_id: &str, why: &str, excess: Option<Excess>, plan: &str, bill_paid: bool) -> Self {
        let (why, why_fr) = doubtful(why, excess);
        let mut texts = Self {
            merchant: Self::about("unknown", &[op_id, &why]).merchant,
            ..Self::about("unknown", &[op_id, &why_fr])
        };
        if bill_paid {
            let paid = Self::of("unknown bill_paid");
            texts.instead("unknown bill_paid");
            texts.add(&paid.merchant, &paid.merchant_fr);
        }
        texts.follow(&format!("plan {plan}"));
        texts
    }

    fn about(block: &str, values: &[&str]) -> Self {
        let said = |name: &str| fill(find(block, name).unwrap_or_default(), values);
        Self {
            buyer: said("buyer"),
            buyer_fr: said("buyer_fr"),
            merchant: said("merchant"),
            merchant_fr: said("merchant_fr"),
        }
    }

    /// The block's texts for the buyer, if it has any, in place of those here.
    fn instead(&mut self, block: &str) {
        if let (Some(buyer), Some(buyer_fr)) = (find(block, "buyer"), find(block, "buyer_fr")) {
            (self.buyer, self.buyer_fr) = (buyer.to_owned(), buyer_fr.to_owned());
        }
    }

    /// More for the merchant.
    fn add(&mut self, text: &str, text_fr: &str) {
        for (whole, more) in [(&mut self.merchant, text), (&mut self.merchant_fr, text_fr)] {
            if !whole.is_empty() && !more.is_empty() {
                whole.push(' ');
            }
            whole.push_str(more);
        }
    }

    /// What the merchant should do next.
    fn follow(&mut self, block: &str) {
        self.add(find(block, "next").unwrap_or_default(), find(block, "next_fr").unwrap_or_default());
    }
}

impl PaymentError {
    /// What to tell the buyer and the merchant.
    pub fn texts(&self) -> Texts {
        match self {
            Self::Invalid { field, problem, allowed, suggestion } => {
                invalid(field, problem, allowed, suggestion.as_deref())
            }
            Self::Record { problem } => refused("record", problem),
            Self::Busy { op_id } => Texts::busy(op_id.as_str()),
            Self::NotFound { op_id } => Texts::absent(op_id),
            Self::Webhook { problem } => refused("webhook", problem),
        }
    }
}

impl Refusal {
    /// What to tell the buyer and the merchant.
    pub fn texts(&self) -> Texts {
        Texts::refused(&self.code, self.refund.is_some())
    }
}

impl NotSent {
    /// What to tell the buyer and the merchant.
    pub fn texts(&self) -> Texts {
        Texts::not_sent(&word(&self.why), self.doubt.map(|doubt| word(&doubt)).as_deref(), self.excess)
    }
}

impl Unknown {
    /// What to tell the buyer and the merchant.
    pub fn texts(&self) -> Texts {
        let (why, plan) = (word(&self.why), word(&self.plan));
        Texts::unknown(self.op_id.as_str(), &why, self.excess, &plan, self.bill_paid == Some(true))
    }
}

impl Prompt {
    /// What to tell the buyer and the merchant when nobody was there to ask.
    pub fn texts(&self) -> Texts {
        let again: Option<OtpProblem> = match self {
            Self::Otp { problem, .. } => *problem,
            _ => None,
        };
        let kind = match self {
            Self::Otp { .. } => "otp",
            Self::Dial { .. } => "dial",
            Self::Redirect { .. } => "redirect",
            Self::Bill { .. } => "bill",
            Self::Recipients { .. } => "recipients",
        };
        Texts::prompt(kind, again.map(|problem| word(&problem)).as_deref())
    }
}

/// What is doubtful, as a phrase in English and in French, with the number and the limit it passed.
pub fn doubtful(word: &str, excess: Option<Excess>) -> (String, String) {
    let block = format!("doubt {word}");
    let phrase = |why: &str, unit: &str, seen: &str, limit: &str, comma: &str| {
        let why = find(&block, why).unwrap_or(word);
        let (Some(excess), Some(unit)) = (excess, find(&block, unit)) else { return why.to_owned() };
        let most = grouped(excess.limit, comma);
        match excess.seen {
            Some(came) => {
                fill(find("excess", seen).unwrap_or_default(), &[why, &grouped(came, comma), unit, &most])
            }
            None => fill(find("excess", limit).unwrap_or_default(), &[why, &most, unit]),
        }
    };
    let english = phrase("why", "unit", "seen", "limit", ",");
    (english, phrase("why_fr", "unit_fr", "seen_fr", "limit_fr", "\u{202f}"))
}

/// The same of a doubt about an answer that came ([`Doubt::is_strange`]); the others have no words in a message.
pub fn strange(word: &str, excess: Option<Excess>) -> Option<(String, String)> {
    let doubt = serde_json::from_value::<Doubt>(word.into()).ok()?;
    doubt.is_strange().then(|| doubtful(word, excess))
}

/// One text of a block.
pub(crate) fn find(block: &str, name: &str) -> Option<&'static str> {
    let mut lines = FILE.lines();
    lines.find(|line| *line == block)?;
    lines
        .take_while(|line| line.starts_with(' '))
        .find_map(|line| line.trim_start().strip_prefix(name)?.strip_prefix(' ').map(str::trim_start))
}

fn invalid(field: &str, problem: &str, allowed: &str, suggestion: Option<&str>) -> Texts {
    let last = field.rsplit('.').next().unwrap_or(field);
    let block = format!("field {}", last.split('[').next().unwrap_or(last));
    let named = |name: &str| find(&block, name).or_else(|| find("field", name)).unwrap_or_default();
    let told = |template: &str, name: &str, problem: &str, allowed: &str| {
        fill(find("invalid", template).unwrap_or_default(), &[named(name), field, problem, allowed])
    };
    let mut texts = Texts::of("invalid");
    texts.instead(&block);
    texts.merchant = told("merchant", "name", problem, allowed);
    texts.merchant_fr = told("merchant_fr", "name_fr", &in_french(problem), &in_french(allowed));
    if let Some(likely) = suggestion {
        let meant = |name: &str| fill(find("invalid", name).unwrap_or_default(), &[likely]);
        texts.add(&meant("likely"), &meant("likely_fr"));
    }
    texts
}

fn refused(block: &str, problem: &str) -> Texts {
    Texts {
        merchant: Texts::about(block, &[problem]).merchant,
        ..Texts::about(block, &[&in_french(problem)])
    }
}

/// A sentence about a value, as a French one. One that nobody has translated stays as it is.
fn in_french(english: &str) -> String {
    translated(english).unwrap_or_else(|| english.to_owned())
}

fn translated(english: &str) -> Option<String> {
    let mut lines = FILE.lines().map(str::trim_start);
    while let Some(line) = lines.next() {
        let Some(pattern) = line.strip_prefix("en ") else { continue };
        let (Some(values), Some(french)) = (matched(pattern.trim_start(), english), lines.next()) else {
            continue;
        };
        return Some(fill(french.strip_prefix("fr ")?.trim_start(), &values));
    }
    None
}

/// What stands in the text where the pattern has `{}`.
fn matched<'a>(pattern: &str, text: &'a str) -> Option<Vec<&'a str>> {
    let mut values = Vec::new();
    let mut parts = pattern.split("{}");
    let mut rest = text.strip_prefix(parts.next()?)?;
    for part in parts {
        let (value, after) = if part.is_empty() { (rest, "") } else { rest.split_once(part)? };
        values.push(value);
        rest = after;
    }
    rest.is_empty().then_some(values)
}

/// The text with the values in the place of `{}`.
fn fill(template: &str, values: &[&str]) -> String {
    let mut values = values.iter();
    let mut filled = String::with_capacity(template.len());
    for (place, part) in template.split("{}").enumerate() {
        if place > 0 {
            filled.push_str(values.next().unwrap_or(&""));
        }
        filled.push_str(part);
    }
    filled
}

/// A word as it is written in JSON.
fn word(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default().trim_matches('"').to_owned()
}

/// A number with its thousands apart.
fn grouped(number: i64, comma: &str) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        let left = digits.len().saturating_sub(place);
        if place > 0 && left.checked_rem(3) == Some(0) {
            text.push_str(comma);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests;
