import Foundation

/// A word of the wire. One that this version does not know is kept as it came.
public protocol Word: RawRepresentable, Sendable, Hashable, Codable, CustomStringConvertible where RawValue == String {
    init(rawValue: String)
}

extension Word {
    public var description: String { rawValue }
}

/// As the native half reads and writes. What a newer one adds is passed over.
func json(_ value: some Encodable) throws -> String {
    String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
}

func read<Value: Decodable>(_ text: String, as: Value.Type = Value.self) throws -> Value {
    try JSONDecoder().decode(Value.self, from: Data(text.utf8))
}

/// A part of what is told the native half, in its names.
enum Fact: Encodable, Sendable {
    case null
    case text(String)
    case number(Int64)
    case flag(Bool)
    case value(any Encodable & Sendable)

    init(_ text: String?) { self = text.map(Fact.text) ?? .null }
    init(_ word: (any Word)?) { self = word.map { .text($0.rawValue) } ?? .null }
    init(_ flag: Bool) { self = .flag(flag) }
    init(_ value: Excess?) { self = value.map(Fact.value) ?? .null }

    func encode(to encoder: any Encoder) throws {
        var written = encoder.singleValueContainer()
        switch self {
        case .null: try written.encodeNil()
        case .text(let text): try written.encode(text)
        case .number(let number): try written.encode(number)
        case .flag(let flag): try written.encode(flag)
        case .value(let value): try written.encode(value)
        }
    }
}

func event(_ kind: String, _ facts: [String: Fact] = [:]) throws -> String {
    try json(facts.merging(["kind": .text(kind)]) { _, kind in kind })
}

/// As it stands in a description.
func shown(_ value: (any Sendable)?) -> String {
    value.map { "\($0)" } ?? "nil"
}

/// What is none of the alternatives that this version knows.
func unheard<Key: CodingKey>(_ kind: String, _ key: Key, _ read: KeyedDecodingContainer<Key>) -> any Error {
    DecodingError.dataCorruptedError(forKey: key, in: read, debugDescription: "unknown: \(kind)")
}
