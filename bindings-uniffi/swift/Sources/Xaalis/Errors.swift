// Printed from core's table of errors by `cargo xtask print`; do not edit.
//
// What can go wrong, by what you can do about it.
//
//     PaymentError                nothing moved, or the vendor said no
//     ├── InvalidInput            a field is wrong; it was not sent
//     ├── PaymentRejected         the vendor said no, and no money moved
//     │   ├── AuthenticationFailed  the key is wrong, too old or missing: for the operator
//     │   ├── NotFound            the vendor knows nothing under this reference
//     │   └── PaymentAbandoned    the payer gave it up, and nothing was paid: begin another
//     ├── PaymentNotSent          nothing happened at the vendor: safe to try again
//     │   └── TooManyRequests     turned away as too frequent: try again, later
//     ├── OperationBusy           another process goes on with this operation
//     ├── OperationNotFound       the journal knows no such operation
//     ├── RecordError             this record is not for this client
//     └── WebhookError            do not believe this webhook
//     OutcomeUnknown              money may have moved: never a failure, so not a PaymentError
//     AnswerNeeded                a person has to answer first: not a failure either
//     ConnectFailed               for transports: certainly nothing was sent
//     NoAnswer                    for transports: it may have been sent, and no whole answer came
//     └── AnswerTooLarge          there was one, longer than is read
//
// Each has four texts: `buyerText` and `buyerTextFr` for who pays, without a word from inside, and `merchantText` and
// `merchantTextFr` for the shop and its operator: what happened, and what to do. No text holds a key, a code or a phone
// number: what may hold one (`refusal`, `prompt`) is given to who asks for it by name, and shown nowhere.

/// Doubts about an answer that came: they are said in words in a message.
let strangeDoubts: Set<String> = ["oversized", "too_deep", "not_json", "malformed", "foreign", "redirected", "server_error", "mode_mismatch"]

/// Nothing moved, or the vendor said no. Catch `OutcomeUnknown` beside it, not under it.
public class PaymentError: Failure, @unchecked Sendable {}

/// A field is wrong and was not sent. Of a new operation nothing was sent; when an answer to a prompt is
/// wrong (a code that is no text), the payment stays where it was: `resume` it and answer again.
public final class InvalidInput: PaymentError, @unchecked Sendable {
    /// Which field: `amount`, `transfers[3].phone`.
    public let field: String
    /// What was wrong with it.
    public let problem: String
    /// What is allowed.
    public let allowed: String
    /// Which of the allowed words was likely meant, when one is likely.
    public let suggestion: String?

    public init(field: String, problem: String, allowed: String, suggestion: String? = nil, opId: String? = nil, cause: (any Error)? = nil) {
        self.field = field
        self.problem = problem
        self.allowed = allowed
        self.suggestion = suggestion
        super.init(about: opId, cause: cause)
    }

    override public var message: String {
        if let suggestion { return "\(field): \(problem); allowed: \(allowed); did you mean \(suggestion)?" }
        return "\(field): \(problem); allowed: \(allowed)"
    }

    override var about: (block: String, facts: any Encodable) { ("invalid", ["field": Fact(field), "problem": Fact(problem), "allowed": Fact(allowed), "suggestion": Fact(suggestion)]) }
}

/// The vendor said no, and no money moved; with `refusal.refund` set, a debit is being given back.
public class PaymentRejected: PaymentError, @unchecked Sendable {
    /// Everything the vendor said: its message, its complaints about fields, a refund that is due.
    public let refusal: Refusal

    public init(refusal: Refusal, opId: String? = nil, cause: (any Error)? = nil) {
        self.refusal = refusal
        super.init(about: opId, cause: cause)
    }

    override public var code: Code? { refusal.code }

    override public var httpStatus: Int64? { refusal.httpStatus }

    override public var message: String {
        return "\(refusal.code): \(codeTexts(refusal.code).description)"
    }

    override public var messageFr: String {
        return codeTexts(refusal.code).descriptionFr
    }

    override var about: (block: String, facts: any Encodable) { ("refused", ["code": Fact(refusal.code), "refund": Fact(refusal.refund != nil)]) }
}

/// The key is wrong, too old or missing: nobody can pay before the operator has mended it.
public final class AuthenticationFailed: PaymentRejected, @unchecked Sendable {}

/// The vendor knows nothing under this reference.
public final class NotFound: PaymentRejected, @unchecked Sendable {}

/// The payer gave it up before a code was sent, and nothing was paid.
public final class PaymentAbandoned: PaymentRejected, @unchecked Sendable {}

/// Nothing happened at the vendor: the same call may be made again, under the same `opId`, with details
/// corrected if need be.
public class PaymentNotSent: PaymentError, @unchecked Sendable {
    /// Why nothing happened.
    public let unsent: NotSentReason

    public init(unsent: NotSentReason, opId: String? = nil, cause: (any Error)? = nil) {
        self.unsent = unsent
        super.init(about: opId, cause: cause)
    }

    override public var message: String {
        if let strange = strange(unsent.doubt, unsent.excess) { return strange.english }
        return "not sent: \(unsent.why)"
    }

    override public var messageFr: String {
        if let strange = strange(unsent.doubt, unsent.excess) { return strange.french }
        return merchantTextFr
    }

    override public var isRetryable: Bool { true }

    override var about: (block: String, facts: any Encodable) { ("not_sent", unsent) }
}

/// The vendor turned the request away as too frequent, again and again: try later, and less often.
public final class TooManyRequests: PaymentNotSent, @unchecked Sendable {}

/// Another process has gone further with this operation. Look again with `resume(opId)`.
public final class OperationBusy: PaymentError, @unchecked Sendable {

    public init(opId: String, cause: (any Error)? = nil) {
        super.init(about: opId, cause: cause)
    }

    override public var message: String {
        return "\(opId ?? ""): another process goes on with it"
    }

    override public var isRetryable: Bool { true }

    override var about: (block: String, facts: any Encodable) { ("busy", ["op_id": Fact(opId)]) }
}

/// The journal knows no operation of this id: it was never begun, or is in another journal.
public final class OperationNotFound: PaymentError, @unchecked Sendable {

    public init(opId: String, cause: (any Error)? = nil) {
        super.init(about: opId, cause: cause)
    }

    override public var message: String {
        return "the journal knows no operation \"\(opId ?? "")\""
    }

    override var about: (block: String, facts: any Encodable) { ("absent", ["op_id": Fact(opId)]) }
}

/// Refused, nothing was sent: a record of another vendor, mode or key, or one that was changed since it was
/// written. A key that replaced another is given `earlierKeys`.
public final class RecordError: PaymentError, @unchecked Sendable {
    /// Why: unreadable, a newer version, another vendor, test against live.
    public let problem: String

    public init(problem: String, opId: String? = nil, cause: (any Error)? = nil) {
        self.problem = problem
        super.init(about: opId, cause: cause)
    }

    override public var message: String {
        return problem
    }

    override var about: (block: String, facts: any Encodable) { ("record", ["problem": Fact(problem)]) }
}

/// Do not believe this webhook. Answer 400, and look at your keys.
public final class WebhookError: PaymentError, @unchecked Sendable {
    /// Why: no key, wrong signature, too large, not the documented shape.
    public let problem: String

    public init(problem: String, opId: String? = nil, cause: (any Error)? = nil) {
        self.problem = problem
        super.init(about: opId, cause: cause)
    }

    override public var message: String {
        return problem
    }

    override var about: (block: String, facts: any Encodable) { ("webhook", ["problem": Fact(problem)]) }
}

/// Money may or may not have moved. Neither success nor failure.
///
/// Keep the record, tell the customer to wait, and `resume(opId)` later: it looks again. Never pay again on
/// your own.
public final class OutcomeUnknown: Unended, @unchecked Sendable {
    /// What is known, and how to find out.
    public let unknown: UnknownOutcome

    public init(unknown: UnknownOutcome, cause: (any Error)? = nil) {
        self.unknown = unknown
        super.init(about: unknown.opId, cause: cause)
    }

    override public var code: Code? { unknown.code }

    override public var httpStatus: Int64? { unknown.httpStatus }

    /// How to find out.
    public var plan: Plan { unknown.plan }

    override public var message: String {
        if let strange = strange(unknown.why, unknown.excess) { return "\(unknown.opId): outcome unknown (\(strange.english)); plan: \(unknown.plan)" }
        return "\(unknown.opId): outcome unknown (\(unknown.why)); plan: \(unknown.plan)"
    }

    override var about: (block: String, facts: any Encodable) { ("unknown", unknown) }
}

/// The operation waits for a person, and nobody was there to ask: pass `onPrompt`, or go step by step with
/// `begin` and `advance`. Nothing is lost: `resume(opId)` asks again.
public final class AnswerNeeded: Unended, @unchecked Sendable {
    /// What to ask or show.
    public let prompt: Prompt

    public init(opId: String, prompt: Prompt, cause: (any Error)? = nil) {
        self.prompt = prompt
        super.init(about: opId, cause: cause)
    }

    override public var message: String {
        return "\(opId ?? ""): waits for an answer (\(prompt.kind))"
    }

    override var about: (block: String, facts: any Encodable) { ("prompt", ["kind": Fact(prompt.kind), "problem": Fact(prompt.problemOrNil)]) }
}

/// For transports: certainly no byte of the request has left. In doubt, raise anything else.
public final class ConnectFailed: TransportFailure, @unchecked Sendable {
    override var otherwise: String { "no connection" }

    override var about: (block: String, facts: any Encodable) { ("connect_failed", [String: Fact]()) }
}

/// For transports: the request may have been sent, but no whole answer came.
public class NoAnswer: TransportFailure, @unchecked Sendable {
    override var otherwise: String { "no answer" }

    override var about: (block: String, facts: any Encodable) { ("no_answer", [String: Fact]()) }
}

/// For transports: there is an answer, of more than the request's `maxBody` decompressed bytes.
public final class AnswerTooLarge: NoAnswer, @unchecked Sendable {
    override var otherwise: String { "answer too large" }

    override var about: (block: String, facts: any Encodable) { ("answer_too_large", [String: Fact]()) }
}
