import Foundation

// JSON as text, read and written at once: Foundation's coders find out by trial what a value is, which takes minutes for
// all vectors.

extension Json {
    public init(_ data: Data) throws {
        self = try data.withUnsafeBytes { bytes in
            var reader = Reader(bytes: bytes)
            let value = try reader.value()
            reader.skip()
            guard reader.at == bytes.count else { throw Broken("JSON with something behind it") }
            return value
        }
    }

    /// As it is written.
    public var written: String {
        var text = ""
        write(to: &text)
        return text
    }

    private func write(to text: inout String) {
        switch self {
        case .null: text += "null"
        case .flag(let flag): text += flag ? "true" : "false"
        case .number(let number): text += String(number)
        case .decimal(let decimal): text += decimal
        case .text(let said): Self.quote(said, to: &text)
        case .list(let list):
            text += "["
            for (at, one) in list.enumerated() {
                if at > 0 { text += "," }
                one.write(to: &text)
            }
            text += "]"
        case .object(let object):
            text += "{"
            for (at, name) in object.keys.sorted().enumerated() {
                if at > 0 { text += "," }
                Self.quote(name, to: &text)
                text += ":"
                object[name]?.write(to: &text)
            }
            text += "}"
        }
    }

    private static func quote(_ said: String, to text: inout String) {
        text += "\""
        for scalar in said.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case _ where scalar.value < 0x20: text += "\\u" + String(format: "%04x", scalar.value)
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}

private struct Reader {
    let bytes: UnsafeRawBufferPointer
    var at = 0

    mutating func skip() {
        while at < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[at]) { at += 1 }
    }

    mutating func value() throws -> Json {
        skip()
        guard at < bytes.count else { throw Broken("JSON that ends early") }
        switch bytes[at] {
        case UInt8(ascii: "{"): return .object(try object())
        case UInt8(ascii: "["): return .list(try list())
        case UInt8(ascii: "\""): return .text(try text())
        case UInt8(ascii: "t"): return try word("true", .flag(true))
        case UInt8(ascii: "f"): return try word("false", .flag(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func word(_ word: String, _ value: Json) throws -> Json {
        guard bytes[at...].starts(with: word.utf8) else { throw Broken("JSON with an unknown word at \(at)") }
        at += word.utf8.count
        return value
    }

    private mutating func number() throws -> Json {
        let from = at
        while at < bytes.count, "+-.0123456789eE".utf8.contains(bytes[at]) { at += 1 }
        let text = String(decoding: bytes[from..<at], as: UTF8.self)
        if let number = Int64(text) { return .number(number) }
        guard Double(text) != nil else { throw Broken("JSON with \(text)") }
        return .decimal(text)
    }

    private mutating func list() throws -> [Json] {
        var all: [Json] = []
        at += 1
        while try !ends(UInt8(ascii: "]"), isFirst: all.isEmpty) { all.append(try value()) }
        return all
    }

    private mutating func object() throws -> [String: Json] {
        var all: [String: Json] = [:]
        at += 1
        while try !ends(UInt8(ascii: "}"), isFirst: all.isEmpty) {
            skip()
            let name = try text()
            skip()
            guard at < bytes.count, bytes[at] == UInt8(ascii: ":") else { throw Broken("JSON without a colon") }
            at += 1
            all[name] = try value()
        }
        return all
    }

    private mutating func ends(_ end: UInt8, isFirst: Bool) throws -> Bool {
        skip()
        guard at < bytes.count else { throw Broken("JSON that ends early") }
        if bytes[at] == end {
            at += 1
            return true
        }
        guard isFirst || bytes[at] == UInt8(ascii: ",") else { throw Broken("JSON without a comma at \(at)") }
        if !isFirst { at += 1 }
        return false
    }

    private mutating func text() throws -> String {
        guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else { throw Broken("JSON without a text at \(at)") }
        at += 1
        var said: [UInt8] = []
        while at < bytes.count {
            let byte = bytes[at]
            at += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: said, as: UTF8.self)
            case UInt8(ascii: "\\"): try said.append(contentsOf: escaped())
            default: said.append(byte)
            }
        }
        throw Broken("JSON whose text does not end")
    }

    private mutating func escaped() throws -> [UInt8] {
        guard at < bytes.count else { throw Broken("JSON that ends early") }
        let byte = bytes[at]
        at += 1
        switch byte {
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "u"):
            var unit = try hex()
            if 0xD800..<0xDC00 ~= unit, at + 1 < bytes.count, bytes[at] == UInt8(ascii: "\\"), bytes[at + 1] == UInt8(ascii: "u") {
                at += 2
                unit = 0x10000 + (unit - 0xD800) << 10 + (try hex() - 0xDC00)
            }
            return Array(String(Character(Unicode.Scalar(unit) ?? "\u{FFFD}")).utf8)
        default: return [byte]
        }
    }

    private mutating func hex() throws -> UInt32 {
        guard at + 4 <= bytes.count, let unit = UInt32(String(decoding: bytes[at..<at + 4], as: UTF8.self), radix: 16) else {
            throw Broken("JSON with a wrong escape")
        }
        at += 4
        return unit
    }
}
