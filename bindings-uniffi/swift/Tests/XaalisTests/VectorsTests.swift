import Foundation
import Testing
import XaalisTestSupport

/// Every golden vector that a server's library is for, verbatim. In a process of its own: others measure time.
@Suite struct VectorsTests {
    /// Run by other suites, or about a relay's server end, which is not in Swift.
    static let elsewhere = [
        "errors.json", "journal.json", "relay-client.json", "relay-attacks.json", "relay-bills.json", "relay-token.json",
    ]
    /// So that none gets lost among those that cannot be asked: tables and sums behind the operations.
    static let unreachable = [
        "amounts.json": 14, "codes.json": 2, "percent.json": 8, "phones.json": 6, "transitions.json": 582, "urls.json": 14,
    ]

    static let files: [String] = {
        let folder = root.appendingPathComponent("tests/vectors").path
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".json") && !elsewhere.contains($0) }.sorted()
    }()

    @Test(arguments: files) func areAsInEveryLanguage(_ name: String) throws {
        let file = try Json(Data(contentsOf: root.appendingPathComponent("tests/vectors/\(name)")))
        #expect(file["schema"] == "xaalis-vectors-1")
        var (done, unreachable) = (0, 0)
        for group in file["groups"].list {
            let kind = group["type"].text ?? ""
            for test in group["tests"].list {
                do {
                    let actual = try whole(kind, test["input"]) ?? value(kind, test["input"])
                    let isWhole = ["request", "parse", "classify", "story"].contains(kind)
                    let wanted = isWhole ? test["expect"] : shown(kind, test["expect"], actual)
                    let isAgreed = agrees(wanted, actual) != (test.object["disputed"] != nil)
                    #expect(isAgreed, "\(test["id"].written): \(String(actual.written.prefix(600))), not \(String(wanted.written.prefix(600)))")
                    done += 1
                } catch is NoDoor {
                    unreachable += 1
                }
            }
        }
        #expect(done + unreachable == Int(file["cases"].number ?? -1))
        #expect(unreachable == Self.unreachable[name] ?? 0)
        ran(name, done)
    }

    private func whole(_ kind: String, _ input: Json) throws -> Json? {
        switch kind {
        case "request": try request(input)
        case "parse": try parse(input)
        case "classify": try classify(input)
        case "story": try story(input)
        default: nil
        }
    }
}
