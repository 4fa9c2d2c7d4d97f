extension Pay {
    /// News of an order.
    public enum Step: Sendable, Hashable {
        /// How it stands, and what was wrong with what the person did last. An outcome that is ``Receipt/unknown(text:textFr:kind:)``
        /// comes so, and is looked at again.
        case shown(View, problem: Problem? = nil)
        /// The end of the app's part.
        case ended(End)
    }

    /// The end of the app's part.
    public enum End: Sendable, Hashable {
        /// The order's: ``View/receipt`` says how. Where ``View/nextAttempt`` is given, `start` begins once more.
        case done(View, problem: Problem? = nil)
        /// The relay does not take this token or request: the shop has to look. What was begun goes on at the shop. The
        /// word is the relay's: `token_invalid`, `token_expired` twice in a row, `origin`; empty where no relay answered.
        case refused(String)

        /// That of the receipt, or `refused`.
        public var kind: String {
            switch self {
            case .done(let view, _): view.receipt?.kind ?? "unknown"
            case .refused: "refused"
            }
        }
    }

    /// What was wrong with what the person did.
    public struct Problem: Sendable, Hashable {
        /// The relay's word for it.
        public let word: Word
        /// The field, of an invalid one: `phone`, `provider`, `code`, `bill`.
        public let field: String?
        /// What is allowed there, in English.
        public let allowed: String?

        public init(word: Word, field: String? = nil, allowed: String? = nil) {
            self.word = word
            self.field = field
            self.allowed = allowed
        }

        /// A word that this version does not know is kept as it came.
        public struct Word: RawRepresentable, Sendable, Hashable {
            public let rawValue: String
            public init(rawValue: String) { self.rawValue = rawValue }

            /// A field is wrong.
            public static let invalid = Self(rawValue: "invalid")
            /// It is under way already.
            public static let open = Self(rawValue: "open")
            /// Somebody else is at it.
            public static let busy = Self(rawValue: "busy")
            /// This number has too many payments open.
            public static let payerBusy = Self(rawValue: "payer_busy")
            /// Too many wrong codes: wait.
            public static let wrongCodes = Self(rawValue: "wrong_codes")
            /// No code is taken for this attempt any more.
            public static let codesSpent = Self(rawValue: "codes_spent")
            /// Too many requests: wait.
            public static let tooMany = Self(rawValue: "too_many")
            /// This bill is more than the order may cost: another may be less.
            public static let overLimit = Self(rawValue: "over_limit")
            /// Nothing got through for two minutes.
            public static let offline = Self(rawValue: "offline")
        }
    }

    /// A mobile-money operator, by its name at the vendor.
    public struct Provider: RawRepresentable, Sendable, Hashable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        /// Orange Money.
        public static let orangeBf = Self(rawValue: "orange_bf")
        /// Moov Money.
        public static let moovBf = Self(rawValue: "moov_bf")
        /// Coris Money: any Burkinabè mobile number.
        public static let corisBf = Self(rawValue: "coris_bf")
        /// Sank Money: any Burkinabè mobile number.
        public static let sankBf = Self(rawValue: "sank_bf")
    }
}
