import Foundation

/// Any JSON.
public enum Json: Hashable, Sendable, Codable {
    case null
    case flag(Bool)
    case number(Int64)
    case decimal(Double)
    case text(String)
    case list([Json])
    case object([String: Json])

    public init(_ data: Data) throws {
        self = try JSONDecoder().decode(Json.self, from: data)
    }

    public init(text: String) throws {
        try self.init(Data(text.utf8))
    }

    /// The same as `value` crosses.
    public init(of value: some Encodable) throws {
        try self.init(JSONEncoder().encode(value))
    }

    public init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let flag = try? value.decode(Bool.self) {
            self = .flag(flag)
        } else if let number = try? value.decode(Int64.self) {
            self = .number(number)
        } else if let decimal = try? value.decode(Double.self) {
            self = .decimal(decimal)
        } else if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if let list = try? value.decode([Json].self) {
            self = .list(list)
        } else {
            self = .object(try value.decode([String: Json].self))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        switch self {
        case .null: try value.encodeNil()
        case .flag(let flag): try value.encode(flag)
        case .number(let number): try value.encode(number)
        case .decimal(let decimal): try value.encode(decimal)
        case .text(let text): try value.encode(text)
        case .list(let list): try value.encode(list)
        case .object(let object): try value.encode(object)
        }
    }

    /// As it is written.
    public var written: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? ""
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
            if wanted.count == 1, let part = wanted["contains"]?.text { return got.written.contains(part) }
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
