//! The table of errors. Docs of the classes stand at [`Class`](super::Class), what people read in `texts.txt`.

use super::Class::{
    AnswerNeeded, AnswerTooLarge, AuthenticationFailed, ConnectFailed, InvalidInput, NoAnswer, NotFound,
    OperationBusy, OperationNotFound, OutcomeUnknown, PaymentAbandoned, PaymentError, PaymentNotSent,
    PaymentRejected, RecordError, TooManyRequests, WebhookError,
};
use super::Nature::{Failure, Transport, Unended};
use super::{Entry, Part};
use crate::outcome::Doubt;

/// Doubts about an answer that came: they are said in words in a message, the others by their word.
pub(super) static STRANGE: [Doubt; 8] = [
    Doubt::Oversized,
    Doubt::TooDeep,
    Doubt::NotJson,
    Doubt::Malformed,
    Doubt::Foreign,
    Doubt::Redirected,
    Doubt::ServerError,
    Doubt::ModeMismatch,
];

/// What is under nothing and made of nothing; it stands in for a class that is not in the table.
pub(super) static NONE: Entry = Entry {
    class: PaymentError,
    word: "payment_error",
    nature: Failure,
    parent: None,
    brief: "",
    retryable: false,
    parts: &[],
    shows: &[],
    message: &[],
    message_fr: &[],
    block: "",
    facts: &[],
    kept: &[],
};

/// Each class after the wider one. What a row leaves out is as the wider class has it.
pub(super) static TABLE: [Entry; 17] = [
    Entry {
        class: PaymentError,
        word: "payment_error",
        nature: Failure,
        brief: "nothing moved, or the vendor said no",
        parts: &[
            text("message", "What happened, in English."),
            maybe("message_fr", "What happened, in French; the merchant's text when it is left out."),
        ],
        message: &["{message}"],
        message_fr: &["{message_fr}"],
        block: "error",
        kept: &["message"],
        ..NONE
    },
    Entry {
        class: InvalidInput,
        word: "invalid_input",
        parent: Some(PaymentError),
        brief: "a field is wrong; it was not sent",
        parts: &[
            text("field", "Which field: `amount`, `transfers[3].phone`."),
            text("problem", "What was wrong with it."),
            text("allowed", "What is allowed."),
            maybe("suggestion", "Which of the allowed words was likely meant, when one is likely."),
        ],
        message: &[
            "{field}: {problem}; allowed: {allowed}; did you mean {suggestion}?",
            "{field}: {problem}; allowed: {allowed}",
        ],
        block: "invalid",
        facts: &["field", "problem", "allowed", "suggestion"],
        kept: &["field", "problem", "allowed", "suggestion"],
        ..NONE
    },
    Entry {
        class: PaymentRejected,
        word: "payment_rejected",
        parent: Some(PaymentError),
        brief: "the vendor said no, and no money moved",
        parts: &[of(
            "Refusal",
            "refusal",
            "Everything the vendor said: its message, its complaints about fields, a refund that is due.",
        )],
        shows: &[("code", "refusal.code"), ("http_status", "refusal.http_status")],
        message: &["{refusal.code}: {refusal.code.description}"],
        message_fr: &["{refusal.code.description_fr}"],
        block: "refused",
        facts: &["refusal.code", "refusal.refund?"],
        kept: &["refusal.code", "refusal.http_status", "refusal.refund"],
        ..NONE
    },
    Entry {
        class: AuthenticationFailed,
        word: "authentication_failed",
        parent: Some(PaymentRejected),
        brief: "the key is wrong, too old or missing: for the operator",
        ..NONE
    },
    Entry {
        class: NotFound,
        word: "not_found",
        parent: Some(PaymentRejected),
        brief: "the vendor knows nothing under this reference",
        ..NONE
    },
    Entry {
        class: PaymentAbandoned,
        word: "payment_abandoned",
        parent: Some(PaymentRejected),
        brief: "the payer gave it up, and nothing was paid: begin another",
        ..NONE
    },
    Entry {
        class: PaymentNotSent,
        word: "payment_not_sent",
        parent: Some(PaymentError),
        brief: "nothing happened at the vendor: safe to try again",
        retryable: true,
        parts: &[of("NotSent", "unsent", "Why nothing happened.")],
        message: &["{unsent.doubt.strange}", "not sent: {unsent.why}"],
        message_fr: &["{unsent.doubt.strange_fr}"],
        block: "not_sent",
        facts: &["unsent"],
        kept: &["unsent.why", "unsent.doubt", "unsent.excess"],
        ..NONE
    },
    Entry {
        class: TooManyRequests,
        word: "too_many_requests",
        parent: Some(PaymentNotSent),
        brief: "turned away as too frequent: try again, later",
        retryable: true,
        ..NONE
    },
    Entry {
        class: OperationBusy,
        word: "operation_busy",
        parent: Some(PaymentError),
        brief: "another process goes on with this operation",
        retryable: true,
        parts: &[text("op_id", "The operation that is busy.")],
        message: &["{op_id}: another process goes on with it"],
        block: "busy",
        facts: &["op_id"],
        kept: &["op_id"],
        ..NONE
    },
    Entry {
        class: OperationNotFound,
        word: "operation_not_found",
        parent: Some(PaymentError),
        brief: "the journal knows no such operation",
        parts: &[text("op_id", "The id, as it was given.")],
        message: &["the journal knows no operation \"{op_id}\""],
        block: "absent",
        facts: &["op_id"],
        kept: &["op_id"],
        ..NONE
    },
    Entry {
        class: RecordError,
        word: "record_error",
        parent: Some(PaymentError),
        brief: "this record is not for this client",
        parts: &[text("problem", "Why: unreadable, a newer version, another vendor, test against live.")],
        message: &["{problem}"],
        block: "record",
        facts: &["problem"],
        kept: &["problem"],
        ..NONE
    },
    Entry {
        class: WebhookError,
        word: "webhook_error",
        parent: Some(PaymentError),
        brief: "do not believe this webhook",
        parts: &[text("problem", "Why: no key, wrong signature, too large, not the documented shape.")],
        message: &["{problem}"],
        block: "webhook",
        facts: &["problem"],
        kept: &["problem"],
        ..NONE
    },
    Entry {
        class: OutcomeUnknown,
        word: "outcome_unknown",
        nature: Unended,
        brief: "money may have moved: never a failure, so not a PaymentError",
        parts: &[of("Unknown", "unknown", "What is known, and how to find out.")],
        shows: &[
            ("code", "unknown.code"),
            ("http_status", "unknown.http_status"),
            ("op_id", "unknown.op_id"),
            ("plan", "unknown.plan"),
        ],
        message: &[
            "{unknown.op_id}: outcome unknown ({unknown.why.strange}); plan: {unknown.plan}",
            "{unknown.op_id}: outcome unknown ({unknown.why}); plan: {unknown.plan}",
        ],
        block: "unknown",
        facts: &["unknown"],
        kept: &[
            "unknown.op_id",
            "unknown.our_reference",
            "unknown.provider_reference",
            "unknown.attempts",
            "unknown.last_sent",
            "unknown.why",
            "unknown.http_status",
            "unknown.code",
            "unknown.excess",
            "unknown.plan",
            "unknown.bill_paid",
        ],
        ..NONE
    },
    Entry {
        class: AnswerNeeded,
        word: "answer_needed",
        nature: Unended,
        brief: "a person has to answer first: not a failure either",
        parts: &[text("op_id", "The operation that waits."), of("Prompt", "prompt", "What to ask or show.")],
        message: &["{op_id}: waits for an answer ({prompt.kind})"],
        block: "prompt",
        facts: &["prompt.kind", "prompt.problem"],
        kept: &["op_id", "prompt.kind", "prompt.problem", "prompt.code"],
        ..NONE
    },
    Entry {
        class: ConnectFailed,
        word: "connect_failed",
        nature: Transport,
        brief: "for transports: certainly nothing was sent",
        parts: &[maybe("message", "What happened, in English.")],
        message: &["{message}", "no connection"],
        block: "connect_failed",
        kept: &["message"],
        ..NONE
    },
    Entry {
        class: NoAnswer,
        word: "no_answer",
        nature: Transport,
        brief: "for transports: it may have been sent, and no whole answer came",
        parts: &[maybe("message", "What happened, in English.")],
        message: &["{message}", "no answer"],
        block: "no_answer",
        kept: &["message"],
        ..NONE
    },
    Entry {
        class: AnswerTooLarge,
        word: "answer_too_large",
        nature: Transport,
        parent: Some(NoAnswer),
        brief: "there was one, longer than is read",
        message: &["{message}", "answer too large"],
        block: "answer_too_large",
        ..NONE
    },
];

const fn text(name: &'static str, doc: &'static str) -> Part {
    Part { name, of: "", optional: false, doc }
}

const fn maybe(name: &'static str, doc: &'static str) -> Part {
    Part { name, of: "", optional: true, doc }
}

const fn of(of: &'static str, name: &'static str, doc: &'static str) -> Part {
    Part { name, of, optional: false, doc }
}
