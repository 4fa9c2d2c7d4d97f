import Foundation
import XaalisPayDoor

extension Pay {
    /// What was given is wrong, and nothing was sent. No text holds a code, a token or a phone number.
    public struct InvalidInput: Error, Hashable {
        /// Which field: `url`.
        public let field: String
        /// What was wrong with it.
        public let problem: String
        /// What is allowed.
        public let allowed: String

        /// For who pays, in English: what happened and what to do.
        public var buyerText: String { texts.buyerText }
        /// The same in French.
        public var buyerTextFr: String { texts.buyerTextFr }
        /// For the shop, in English: what happened and what to do.
        public var merchantText: String { texts.merchantText }
        /// The same in French.
        public var merchantTextFr: String { texts.merchantTextFr }
    }

    /// Somebody goes through this order already: one task at a time does.
    public struct AlreadyAdvancing: Error, Hashable {}
}

extension Pay.InvalidInput: LocalizedError, CustomStringConvertible {
    public var description: String { "\(field): \(problem); allowed: \(allowed)" }
    public var errorDescription: String? { description }

    private var texts: Texts {
        let facts = ["field": field, "problem": problem, "allowed": allowed]
        let told = (try? JSONEncoder().encode(facts)).map { String(decoding: $0, as: UTF8.self) }
        let texts = told.flatMap { try? errorTexts(block: "invalid", facts: $0) }
        let read = texts.flatMap { try? JSONDecoder().decode(Texts.self, from: Data($0.utf8)) }
        return read ?? Texts(buyerText: description, buyerTextFr: description, merchantText: description, merchantTextFr: description)
    }
}

/// What the native half does, with its refusals as ``Pay/InvalidInput``.
func within<Result>(_ crossing: () throws -> Result) throws -> Result {
    do {
        return try crossing()
    } catch Refused.Because(let told) {
        let read = try JSONDecoder().decode(Refusing.self, from: Data(told.utf8))
        throw Pay.InvalidInput(field: read.field ?? "", problem: read.problem, allowed: read.allowed ?? "")
    }
}

private struct Refusing: Decodable {
    let problem: String
    let field: String?
    let allowed: String?
}

private struct Texts: Decodable {
    let buyerText: String
    let buyerTextFr: String
    let merchantText: String
    let merchantTextFr: String
}
