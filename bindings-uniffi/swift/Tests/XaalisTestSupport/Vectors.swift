import Foundation

/// The repository.
public let root: URL = {
    if let told = ProcessInfo.processInfo.environment["XAALIS_ROOT"] { return URL(fileURLWithPath: told) }
    return (0..<5).reduce(URL(fileURLWithPath: #filePath)) { folder, _ in folder.deletingLastPathComponent() }
}()

/// A case of `tests/vectors`, as it stands.
public struct Case: Sendable {
    public let id: String
    public let input: Json
    public let expect: Json
}

public struct Broken: Error, CustomStringConvertible {
    public let description: String

    public init(_ description: String) {
        self.description = description
    }
}

/// Every case of a file; one that holds fewer than it says is broken.
public func vectors(_ name: String) throws -> [Case] {
    let file = try Json(Data(contentsOf: root.appendingPathComponent("tests/vectors/\(name)")))
    let tests = file["groups"].list.flatMap { $0["tests"].list }
    let cases = try tests.map { test in
        guard let id = test["id"].text else { throw Broken("\(name): a case without an id") }
        return Case(id: id, input: test["input"], expect: test["expect"])
    }
    guard let said = file["cases"].number, Int(said) == cases.count, !cases.isEmpty else {
        throw Broken("\(name) says \(file["cases"].written) cases and holds \(cases.count)")
    }
    return cases
}

/// A text of a case: as it stands, in parts, or repeated.
public func text(of told: Json) -> String {
    switch told {
    case .list(let parts): return parts.map(text(of:)).joined()
    case .object(let object):
        let repeated = object["repeat"]?.list ?? []
        return String(repeating: repeated.first.map(text(of:)) ?? "", count: Int(repeated.last?.number ?? 0))
    case .text(let text): return text
    default: return told.written
    }
}

/// The same as bytes, which may be none of a text.
public func bytes(of told: Json) -> Data {
    guard let hex = told["hex"].text else { return Data(text(of: told).utf8) }
    let digits = Array(hex)
    return Data(stride(from: 0, to: digits.count, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) })
}

/// Says how many vectors were run: `cargo xtask test` adds them up.
public func ran(_ file: String, _ count: Int) {
    print("\nvectors: \(count) of \(file)")
}
