import Foundation

extension Pay {
    /// How an order stands, as its app is told.
    public struct View: Sendable, Hashable {
        /// The shop's order.
        public let order: String
        /// In XOF francs; of a bill the most it may be, until one was chosen.
        public let amount: Int64
        /// `XOF`.
        public let currency: String
        /// The attempt and how many codes were sent for it: `1.0`; `0.0` before anything was begun.
        public let rev: String
        /// There while ``Pay/start(phone:provider:bill:)`` is heard: after nothing, after a no, and while a number that
        /// was mistyped may be given up.
        public let nextAttempt: Int64?
        /// Where it is.
        public let state: State
        /// The relay's word for ``state``: that of a newer relay, which this version does not know, comes as
        /// ``State/waiting(why:prompt:)``.
        public let word: String

        public init(
            order: String, amount: Int64, state: State, currency: String = "XOF", rev: String = "0.0",
            nextAttempt: Int64? = nil, word: String? = nil
        ) {
            self.order = order
            self.amount = amount
            self.currency = currency
            self.rev = rev
            self.nextAttempt = nextAttempt
            self.state = state
            self.word = word ?? state.word
        }

        /// How it ended, once it has.
        public var receipt: Receipt? {
            if case .done(let receipt) = state { receipt } else { nil }
        }
    }

    /// Where an order is.
    public enum State: Sendable, Hashable {
        /// Nothing was begun: ``Pay/start(phone:provider:bill:)`` begins.
        case ready
        /// A request is under way.
        case working
        /// The payer's code is waited for, which ``Pay/code(_:)`` gives, or which bill is to be paid, which
        /// ``Pay/start(phone:provider:bill:)`` says. `codesLeft`: how many codes may be sent yet for this attempt.
        case asking(Prompt, codesLeft: Int64? = nil)
        /// The payer or the vendor has not finished. `prompt`: what the payer has to be shown.
        case waiting(why: Why? = nil, prompt: Prompt? = nil)
        /// It ended, or nobody knows.
        case done(Receipt)

        fileprivate var word: String {
            switch self {
            case .ready: "ready"
            case .working: "working"
            case .asking: "asking"
            case .waiting: "waiting"
            case .done: "done"
            }
        }
    }

    /// What is waited for. A word that this version does not know is kept as it came.
    public struct Why: RawRepresentable, Sendable, Hashable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The payer: to dial, or to pay on the vendor's page.
        public static let payer = Self(rawValue: "payer")
        /// The vendor.
        public static let vendor = Self(rawValue: "vendor")
        /// What became of a request that was not answered.
        public static let lost = Self(rawValue: "lost")
    }

    /// What the payer has to be shown. `text` is the vendor's instruction (French), the payer's own number masked; it
    /// may be empty.
    public enum Prompt: Sendable, Hashable {
        /// Ask for the one-time code. `problem`: what was wrong with the last one.
        case otp(text: String = "", problem: CodeProblem? = nil)
        /// Show how to confirm on the phone.
        case dial(text: String = "")
        /// Send the payer to the vendor's payment page. The address is never one that is not of the web.
        case redirect(url: URL?, text: String = "")
        /// Let one of these be chosen; perhaps none of those that are owed can be paid here.
        case bill([Offer], text: String = "")
        /// What a newer relay wants to be shown, and where to go, if there is such an address of the web.
        case other(kind: String, text: String = "", url: URL? = nil)

        /// The word for it.
        public var kind: String {
            switch self {
            case .otp: "otp"
            case .dial: "dial"
            case .redirect: "redirect"
            case .bill: "bill"
            case .other(let kind, _, _): kind
            }
        }

        /// The vendor's instruction.
        public var text: String {
            switch self {
            case .otp(let text, _), .dial(let text), .redirect(_, let text), .bill(_, let text), .other(_, let text, _): text
            }
        }
    }

    /// A bill that can be paid: `start` with it.
    public struct Offer: Sendable, Hashable, Identifiable {
        /// Its reference.
        public let bill: String
        /// What is owed in XOF francs, the biller's own fee among it.
        public let amount: Int64
        /// When it is due, as the biller writes it.
        public let dueDate: String?

        public init(bill: String, amount: Int64, dueDate: String? = nil) {
            self.bill = bill
            self.amount = amount
            self.dueDate = dueDate
        }

        public var id: String { bill }
    }

    /// What was wrong with a code. A word that this version does not know is kept as it came.
    public struct CodeProblem: RawRepresentable, Sendable, Hashable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        /// No code of this operator looks so.
        public static let malformed = Self(rawValue: "malformed")
        /// It is not the right one.
        public static let invalid = Self(rawValue: "invalid")
        /// It is too old: the payer needs a new one.
        public static let expired = Self(rawValue: "expired")
        /// The one before is valid yet.
        public static let stillValid = Self(rawValue: "still_valid")
        /// Nobody knows what became of it.
        public static let noAnswer = Self(rawValue: "no_answer")
        /// It was refused, for another reason.
        public static let refused = Self(rawValue: "refused")
        /// It was sent before.
        public static let repeated = Self(rawValue: "repeated")
    }

    /// How an order ended. `text` and `textFr` are what to tell the buyer of it, in English and in French.
    public enum Receipt: Sendable, Hashable {
        /// It was paid. `token`, of a top-up: the code for the meter, once it is known. Shown to the buyer, and in no log.
        case settled(token: String? = nil, text: String? = nil, textFr: String? = nil)
        /// It was not, and no money moved. `code`: which kind of no, a word such as `PAYMENT_FAILED`.
        case rejected(code: String? = nil, text: String? = nil, textFr: String? = nil)
        /// Nothing reached the vendor: it may be begun again.
        case notSent(text: String? = nil, textFr: String? = nil)
        /// Nobody knows: the shop finds out, and nothing must be paid again meanwhile. What a newer relay calls
        /// otherwise, too.
        case unknown(text: String? = nil, textFr: String? = nil, kind: String = "unknown")

        /// The word for it.
        public var kind: String {
            switch self {
            case .settled: "settled"
            case .rejected: "rejected"
            case .notSent: "not_sent"
            case .unknown(_, _, let kind): kind
            }
        }

        /// What to tell the buyer of it, in English.
        public var text: String? {
            switch self {
            case .settled(_, let text, _), .rejected(_, let text, _), .notSent(let text, _), .unknown(let text, _, _): text
            }
        }

        /// And in French.
        public var textFr: String? {
            switch self {
            case .settled(_, _, let text), .rejected(_, _, let text), .notSent(_, let text), .unknown(_, let text, _): text
            }
        }
    }
}

extension Pay.Receipt: CustomStringConvertible, CustomReflectable {
    public var description: String {
        switch self {
        case .settled(token: .some, _, _): "settled(token: •••)"
        case .rejected(let code, _, _): "rejected(\(code ?? ""))"
        default: kind
        }
    }

    public var customMirror: Mirror { Mirror(self, children: ["kind": kind]) }
}
