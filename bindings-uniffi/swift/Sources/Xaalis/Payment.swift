import Foundation
import XaalisWire

/// What an operation comes to: a person is needed, nothing is to be done for a while, or it has ended.
public enum PaymentStep<Value: Sendable & Hashable & Codable>: Sendable, Hashable {
    /// Ask or show this, then answer.
    case asks(Prompt)
    /// Nothing to do before `until`, in milliseconds since 1970: go on then, with ``Payment/advance(wait:)``, or when a
    /// webhook comes.
    case waiting(until: Int64, why: Why)
    /// The end; of a bulk payout each item has an outcome of its own.
    case done(Outcome<Value>)
}

/// What a person answers to a prompt.
public enum Answer: Sendable {
    /// The one-time code, as typed.
    case otp(String)
    /// What was to be shown was shown.
    case shown
    /// One of the prompt's bills, by its reference.
    case bill(String)
    /// Phone numbers by `extId`.
    case recipients([String: String])
}

/// An operation, step by step.
///
/// A web shop asks for the code in one request and submits it in the next:
///
/// ```swift
/// let payment = try await senfenico.beginCollect("order-42", amount: 1_000, phone: phone)
/// let step = try await payment.advance() // .asks(.otp): render the form
/// // … the next request, perhaps in another process
/// let payment = try await senfenico.resume("order-42", as: Charge.self)
/// try payment.submitOtp(code)
/// let step = try await payment.advance(wait: 5) // done, another prompt, or waiting: a webhook or cron goes on
/// ```
public final class Payment<Value: Sendable & Hashable & Codable>: Sendable {
    private struct Inside {
        var prompt: Prompt?
        var outcome: Outcome<Value>?
        var isAdvancing = false
    }

    private let course: Course
    private let journal: any Journal
    private let inside = Locked(Inside())

    init(_ course: Course, _ journal: any Journal) {
        self.course = course
        self.journal = journal
    }

    /// What a person has to answer or see now.
    public var prompt: Prompt? { inside { $0.prompt } }
    /// How it ended; `nil` while it is on its way.
    public var outcome: Outcome<Value>? { inside { $0.outcome } }
    /// Your id of the operation.
    public var opId: String { course.opId }
    /// What kind of operation: `collect`, `payout`, …
    public var operation: String { (try? course.view().operation) ?? "" }
    /// The vendor's reference, once known: what its webhooks are matched by.
    public var reference: String? { try? course.view().reference }
    /// The id you gave the payment at the vendor (`extId`, `externalTransactionId`).
    public var ourReference: String? { try? course.view().ourReference }
    /// What a person should look at although the payment went on: paid after it had failed, …
    public var alarms: [Alarm] { (try? course.view().alarms) ?? [] }
    /// How far a bulk payout is: handed over, settled, refused, unknown, of how many. Of anything else `nil`.
    public var progress: PayoutProgress? { try? course.view().progress }
    /// Whether ``abandon()`` may be called now: of a charge that waits for a code, none of whose codes is unanswered.
    public var canAbandon: Bool { outcome == nil && (try? course.view().canAbandon) ?? false }
    /// What the payer has to be shown while the vendor waits for him.
    public var toShow: Prompt? { try? course.view().toShow }

    /// Goes on, for so many seconds at most where nothing is to be done but wait.
    public func advance(wait: TimeInterval = 0) async throws -> PaymentStep<Value> {
        try await advance(until: horizon(wait), nil)
    }

    /// Goes on to the end.
    ///
    /// - Parameters:
    ///   - timeout: In seconds. After it the waiting ends, with ``OutcomeUnknown``, to be resumed; the flow's own when left
    ///     out, `.infinity` for as long as it takes.
    ///   - onProgress: Told how far a bulk payout is: at the start, after each batch, and when the list shows more.
    ///   - onPrompt: Asked for a code, told what to show or where to go, asked for a bill or recipients.
    @discardableResult
    public func run(
        timeout: TimeInterval? = nil,
        onProgress: (@Sendable (PayoutProgress) async throws -> Void)? = nil,
        onPrompt: (@Sendable (Prompt) async throws -> Answer)? = nil
    ) async throws -> Value {
        let end = timeout.map(horizon) ?? course.now() + course.patienceMs
        course.limit(end == .max ? nil : end)
        defer { if outcome == nil { course.limit(nil) } }
        while true {
            switch try await advance(until: .max, onProgress) {
            case .done: return try result()
            case .waiting: continue
            case .asks(let prompt):
                guard let onPrompt, prompt.problemOrNil != .repeated else { throw AnswerNeeded(opId: opId, prompt: prompt) }
                let left = end == .max ? nil : max(0, end - course.now())
                let asked = await Hurry<Answer>().run(timeoutMs: left) { try await onPrompt(prompt) }
                try Task.checkCancellation()
                switch asked {
                case .came(let answer): try reply(answer)
                case .failed(let error): throw error
                case .late, .givenUp: try stop()
                }
            }
        }
    }

    /// Each step as it comes, from where it is to its end. Answer a prompt before the next step is asked for.
    public var steps: Steps { Steps(payment: self, horizon: course.now()) }

    /// The payer's one-time code, as typed; then go on. One that comes before it was asked for, as in the request after a
    /// `resume`, is kept: the vendor is looked at first.
    public func submitOtp(_ code: String) throws { try say(event("otp", ["code": .text(code)])) }

    /// The customer saw what a prompt asked to show; then go on.
    public func shown() throws { try say(event("shown")) }

    /// The customer chose or confirmed the bill of this reference; then go on.
    public func chooseBill(_ reference: String) throws { try say(event("bill", ["reference": .text(reference)])) }

    /// The phone numbers a resumed bulk payout asked for, by `extId`; then go on.
    public func giveRecipients(_ phones: [String: String]) throws {
        let recipients = phones.map { Recipient(extId: $0, phone: $1) }
        try say(event("recipients", ["recipients": .value(recipients)]))
    }

    /// The payer gives up: the number was wrong. Then go on: the wish is stored, the vendor is read, and unless it says
    /// otherwise the charge ends with ``PaymentAbandoned``, with nothing paid. It is final.
    ///
    /// - Throws: ``InvalidInput`` when it cannot be given up: see ``canAbandon``.
    public func abandon() throws {
        try course.abandon()
        inside { $0.prompt = nil }
    }

    /// A verified webhook; then go on: the vendor is asked at once.
    public func notify(_ notice: Notice) throws { try say(event("notified", ["notice": .value(notice)])) }

    /// Of one that was resumed calmly: the vendor is asked at the next ``advance(wait:)``, due or not.
    public func lookNow() { course.lookNow() }

    /// Stops waiting; then go on once more: the outcome says what is known. Resumable.
    public func stop() throws { try say(event("stop")) }

    /// The value of an operation that settled.
    ///
    /// - Throws: ``PaymentRejected`` when the vendor said no, ``PaymentNotSent`` when nothing happened, ``OutcomeUnknown``
    ///   when money may have moved, and ``AnswerNeeded`` while a person is waited for.
    public func result() throws -> Value {
        let (outcome, prompt) = inside { ($0.outcome, $0.prompt) }
        switch outcome {
        case .settled(let value): return value
        case .rejected(let refusal): throw rejected(refusal, opId: opId)
        case .notSent(let unsent): throw notSent(unsent, opId: opId, cause: course.transportError)
        case .unknown(let unknown): throw OutcomeUnknown(unknown: unknown, cause: course.transportError)
        case nil: throw prompt.map { AnswerNeeded(opId: opId, prompt: $0) } ?? PaymentError("\(opId): has not ended")
        }
    }

    /// The steps of an operation, one after the other.
    public struct Steps: AsyncSequence, Sendable {
        public typealias Element = PaymentStep<Value>
        public typealias Failure = any Error

        public struct Iterator: AsyncIteratorProtocol {
            fileprivate let payment: Payment
            fileprivate var horizon: Int64
            private var previous: PaymentStep<Value>?

            fileprivate init(_ payment: Payment, _ horizon: Int64) {
                self.payment = payment
                self.horizon = horizon
            }

            public mutating func next() async throws -> PaymentStep<Value>? {
                switch previous {
                case .done: return nil
                case .waiting(let until, _): horizon = until
                case .asks(let prompt): try payment.shownUnlessAnswered(prompt)
                case nil: break
                }
                previous = try await payment.advance(until: horizon, nil)
                return previous
            }
        }

        fileprivate let payment: Payment
        fileprivate let horizon: Int64

        public func makeAsyncIterator() -> Iterator { Iterator(payment, horizon) }
    }
}

extension Payment: CustomStringConvertible, CustomReflectable {
    public var description: String { "Payment(\(opId))" }
    public var customMirror: Mirror { Mirror(self, children: ["opId": opId]) }
}

extension Payment {
    var native: Course { course }

    private func horizon(_ seconds: TimeInterval) -> Int64 {
        // More than a century is for ever.
        seconds < 4_000_000_000 ? course.now() + Int64(max(0, seconds) * 1_000) : .max
    }

    private func advance(until horizon: Int64, _ onProgress: Course.OnProgress?) async throws -> PaymentStep<Value> {
        if let outcome { return .done(outcome) }
        let isFree = inside { inside in
            defer { inside.isAdvancing = true }
            return !inside.isAdvancing
        }
        guard isFree else { throw PaymentError("\(opId): this payment is being advanced already") }
        defer { inside { $0.isAdvancing = false } }
        switch try await course.goOn(until: horizon, onProgress) {
        case .wait(let until, let why): return .waiting(until: until, why: why)
        case .ask(let prompt):
            inside { $0.prompt = prompt }
            return .asks(prompt)
        case .done(let text):
            let ended: Outcome<Value> = try read(text, as: Done<Value>.self).outcome
            inside { ($0.outcome, $0.prompt) = (ended, nil) }
            await journal.ended(opId, operation: operation, outcome: ended)
            return .done(ended)
        default: throw PaymentError("\(opId): stopped in the middle")
        }
    }

    private func say(_ event: String) throws {
        guard outcome == nil else { return }
        try course.note(event)
        inside { $0.prompt = nil }
    }

    private func reply(_ answer: Answer) throws {
        switch answer {
        case .otp(let code): try submitOtp(code)
        case .shown: try shown()
        case .bill(let reference): try chooseBill(reference)
        case .recipients(let phones): try giveRecipients(phones)
        }
    }

    fileprivate func shownUnlessAnswered(_ asked: Prompt) throws {
        guard prompt != nil else { return }
        switch asked {
        case .dial, .redirect: try shown()
        default: throw AnswerNeeded(opId: opId, prompt: asked)
        }
    }
}

/// How it ended, as core says it. A bulk payout's items have outcomes of their own: as a whole it settles.
struct Done<Value: Sendable & Hashable & Codable>: Decodable {
    private struct Reply: Decodable {
        let outcome: Outcome<Value>?
        let payouts: Value?
    }

    let outcome: Outcome<Value>

    private enum CodingKeys: String, CodingKey {
        case reply
    }

    init(from decoder: any Decoder) throws {
        let read = try decoder.container(keyedBy: CodingKeys.self)
        let reply = try read.decode(Reply.self, forKey: .reply)
        let settled = reply.payouts.map { Outcome.settled(value: $0) }
        guard let outcome = reply.outcome ?? settled else {
            throw DecodingError.dataCorruptedError(forKey: .reply, in: read, debugDescription: "no outcome")
        }
        self.outcome = outcome
    }
}
