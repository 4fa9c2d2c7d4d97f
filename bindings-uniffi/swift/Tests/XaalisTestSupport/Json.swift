import Foundation

/// Any JSON.
public enum Json: Hashable, Sendable {
    case null
    case flag(Bool)
    case number(Int64)
    /// What is no whole number of 64 bits, as it stands.
    case decimal(String)
    case text(String)
    case list([Json])
    case object([String: Json])

    public init(text: String) throws {
        try self.init(Data(text.utf8))
    }

    /// The same as `value` crosses.
    public init(of value: some Encodable) throws {
        try self.init(JSONEncoder().encode(value))
    }

    public subscript(name: String) -> Json {
        if case .object(let object) = self { object[name] ?? .null } else { .null }
    }

    public var object: [String: Json] { if case .object(let object) = self { object } else { [:] } }
    public var list: [Json] { if case .list(let list) = self { list } else { [] } }
    public var text: String? { if case .text(let text) = self { text } else { nil } }
    public var number: Int64? { if case .number(let number) = self { number } else { nil } }
    public var flag: Bool? { if case .flag(let flag) = self { flag } else { nil } }
    public var isNull: Bool { self == .null }

    /// Is every wanted part there? `contains` is a part of a text.
    public func agrees(with got: Json) -> Bool {
        switch self {
        case .object(let wanted):
            if wanted.count == 1, let part = wanted["contains"]?.text { return got.written.holds(part) }
            return wanted.allSatisfy { $1.agrees(with: got[$0]) }
        case .list(let wanted):
            guard case .list(let held) = got, held.count == wanted.count else { return false }
            return zip(wanted, held).allSatisfy { $0.agrees(with: $1) }
        default: return self == got
        }
    }

    /// With names in camelCase, as they cross here.
    public var camel: Json {
        switch self {
        case .object(let object): .object(Dictionary(uniqueKeysWithValues: object.map { (Self.camel($0), $1.camel) }))
        case .list(let list): .list(list.map(\.camel))
        default: self
        }
    }

    public static func camel(_ name: String) -> String {
        let parts = name.split(separator: "_", omittingEmptySubsequences: false)
        return parts.enumerated().map { $0 == 0 ? String($1) : $1.prefix(1).uppercased() + $1.dropFirst() }.joined()
    }

    public static func snake(_ name: String) -> String {
        name.reduce(into: "") { $0 += $1.isUppercase ? "_" + $1.lowercased() : String($1) }
    }

    /// With names in snake_case, as the vectors have them.
    public var snake: Json {
        switch self {
        case .object(let object): .object(Dictionary(uniqueKeysWithValues: object.map { (Self.snake($0), $1.snake) }))
        case .list(let list): .list(list.map(\.snake))
        default: self
        }
    }
}

extension Json: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
    public init(stringLiteral value: String) { self = .text(value) }
    public init(integerLiteral value: Int64) { self = .number(value) }
    public init(booleanLiteral value: Bool) { self = .flag(value) }
}

extension Json: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, Json)...) {
        self = .object(Dictionary(uniqueKeysWithValues: elements))
    }
}

extension String {
    /// Whether this is a part of it; nothing is of everything.
    public func holds(_ part: String) -> Bool {
        part.isEmpty || utf8.count >= part.utf8.count && range(of: part, options: .literal) != nil
    }
}
