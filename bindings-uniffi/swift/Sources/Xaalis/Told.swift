import Foundation
import XaalisDoor

/// What is said of a code.
public struct CodeTexts: Sendable, Hashable, Codable {
    /// What happened, in English: the vendor's own text where its pages have one.
    public var description: String
    /// What happened, in French.
    public var descriptionFr: String
    /// What to do next, in English.
    public var nextStep: String
    /// What to do next, in French.
    public var nextStepFr: String
}

/// What is said of a code; of one that this version does not know, what is said of such.
public func codeTexts(_ code: Code) -> CodeTexts {
    let word = code.rawValue
    let texts: CodeTexts? = try? read(XaalisDoor.codeTexts(code: word))
    return texts ?? CodeTexts(description: word, descriptionFr: word, nextStep: "", nextStepFr: "")
}

/// What every error of this package has. Not for `catch`: an unknown outcome is one of them.
public class Told: LocalizedError, CustomStringConvertible, CustomReflectable, @unchecked Sendable {
    /// The operation it is about, if it is about one.
    public let opId: String?
    /// What it comes of, if it comes of something.
    public let cause: (any Error)?

    init(about opId: String?, cause: (any Error)?) {
        self.opId = opId
        self.cause = cause
    }

    /// Why, as a word: the vendor's or ours. `nil` when there is no code for it.
    public var code: Code? { nil }
    /// The HTTP status it came with, if it came with one.
    public var httpStatus: Int64? { nil }
    /// True when the very same call may be made again without harm.
    public var isRetryable: Bool { false }
    /// What happened, in English.
    public var message: String { merchantText }
    /// What happened, in French.
    public var messageFr: String { merchantTextFr }
    /// For who pays, in English: what happened and what to do.
    public var buyerText: String { texts.buyerText }
    /// The same in French.
    public var buyerTextFr: String { texts.buyerTextFr }
    /// For the shop and its operator, in English: what happened and what to do.
    public var merchantText: String { texts.merchantText }
    /// The same in French.
    public var merchantTextFr: String { texts.merchantTextFr }

    public var errorDescription: String? { message }
    public var description: String { message }
    public var customMirror: Mirror { Mirror(self, children: ["message": message]) }

    /// A block of core's texts, and the facts that it tells.
    var about: (block: String, facts: any Encodable) { ("error", [String: Fact]()) }

    private var texts: Texts {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        let (block, facts) = about
        let told = (try? encoder.encode(facts)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
        let texts: Texts? = (try? errorTexts(block: block, facts: told)).flatMap { try? read($0) }
        return texts ?? Texts(buyerText: block, buyerTextFr: block, merchantText: block, merchantTextFr: block)
    }
}

/// What ``PaymentError`` is.
public class Failure: Told, @unchecked Sendable {
    private let said: String?
    private let saidFr: String?

    public init(_ message: String? = nil, french: String? = nil, opId: String? = nil, cause: (any Error)? = nil) {
        said = message
        saidFr = french
        super.init(about: opId, cause: cause)
    }

    override init(about opId: String?, cause: (any Error)?) {
        said = nil
        saidFr = nil
        super.init(about: opId, cause: cause)
    }

    override public var message: String { said ?? merchantText }
    override public var messageFr: String { saidFr ?? merchantTextFr }
}

/// No end yet, so no failure: not under ``PaymentError``, whose `catch` must never see an unknown outcome.
public class Unended: Told, @unchecked Sendable {}

/// What a transport says.
public class TransportFailure: Told, @unchecked Sendable {
    private let said: String?

    public init(_ message: String? = nil, cause: (any Error)? = nil) {
        said = message
        super.init(about: nil, cause: cause)
    }

    override public var message: String { said ?? otherwise }
    override public var messageFr: String { merchantTextFr }
    var otherwise: String { "" }
}

/// What is wrong with an answer, in words; `nil` for a doubt of another kind.
func strange(_ doubt: Doubt?, _ excess: Excess?) -> Strange? {
    guard let doubt, strangeDoubts.contains(doubt.rawValue) else { return nil }
    return try? read(doubtTexts(facts: json(["doubt": Fact(doubt), "excess": Fact(excess)])))
}

struct Strange: Decodable {
    let english: String
    let french: String

    private enum CodingKeys: String, CodingKey {
        case english = "doubt"
        case french = "doubtFr"
    }
}

private struct Texts: Decodable {
    let buyerText: String
    let buyerTextFr: String
    let merchantText: String
    let merchantTextFr: String
}

extension Prompt {
    /// What was wrong with the last code.
    var problemOrNil: OtpProblem? { if case .otp(_, let problem, _) = self { problem } else { nil } }
}
