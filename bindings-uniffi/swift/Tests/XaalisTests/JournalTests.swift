import Foundation
import Testing
import XaalisTestSupport

@testable import Xaalis

@Suite struct JournalTests {
    /// `journal.json`: the contract as data.
    @Test func theJournalInMemoryKeepsTheContract() async throws {
        for one in try vectors("journal.json") { try await keeps(one) { [MemoryJournal()] } }
    }

    @Test func theJournalInAFileKeepsTheContractAlsoForAnotherProcess() async throws {
        let cases = try vectors("journal.json")
        for one in cases {
            let path = try file()
            // Two connections, as two processes have them, one after the other.
            try await keeps(one) { [try SQLiteJournal(path: path), try SQLiteJournal(path: path)] }
        }
        ran("journal.json", cases.count)
    }

    @Test func aFileIsItsOwnersAloneAndNoLink() async throws {
        let path = try file()
        let journal = try SQLiteJournal(path: path)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        let link = try file()
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
        for wrong in [link, "", ":memory:"] {
            #expect(throws: InvalidInput.self) { try SQLiteJournal(path: wrong) }
        }
        _ = journal
    }

    @Test func manyAtOnceOneIsFirst() async throws {
        let path = try file()
        let journals = try (0..<4).map { _ in try SQLiteJournal(path: path) }
        let record = Record(
            version: 1, opId: "op-1", sequence: 1, vendor: .senfenico, mode: .test, operation: "collect", stage: .open, state: "s")
        let kept = try await withThrowingTaskGroup(of: Kept.self) { group in
            for journal in journals { group.addTask { try await journal.put(record) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(kept.filter { $0 == .stored }.count == 1 && kept.filter { $0 == .outrun }.count == 3)
    }

    @Test func aPaymentGoesOnInAFile() async throws {
        let path = try file()
        let sandbox = try Sandbox(SandboxOptions(seed: 5))
        func client() throws -> Senfenico {
            try Senfenico(apiKey: "sk_test_sandbox", journal: SQLiteJournal(path: path), transport: sandbox)
        }
        _ = try await client().beginCollect("order-1", amount: 1_000, phone: "76 00 00 00").advance()
        #expect(try await client().unfinished().map(\.opId) == ["order-1"])
        let payment = try await client().resume("order-1", as: Charge.self)
        try payment.submitOtp("123456")
        #expect(try await payment.run().status == .success)
        #expect(try await client().unfinished().isEmpty)
    }

    private func keeps(_ one: Case, _ opened: () throws -> [any Journal]) async throws {
        let journals = try opened()
        var answers: [Json] = []
        for (at, call) in one.input["calls"].list.enumerated() {
            answers.append(try await answer(journals[at % journals.count], call))
        }
        #expect(one.expect.agrees(with: .list(answers)), "\(one.id): \(Json.list(answers).written)")
    }

    private func answer(_ journal: any Journal, _ call: Json) async throws -> Json {
        let (what, given) = try #require(call.object.first)
        switch what {
        case "put": return .text(try await journal.put(read(given.camel.written)).rawValue)
        case "get": return try row(await journal.get(given.text ?? ""))
        case "unfinished": return .list(try await journal.unfinished().map(row))
        case "find":
            let vendor = Vendor(rawValue: given["vendor"].text ?? ""), mode = Mode(rawValue: given["mode"].text ?? "")
            let found = try await journal.find(
                vendor: vendor, mode: mode, reference: given["reference"].text, ourReference: given["our_reference"].text)
            return try row(found)
        case "again": return .null
        default: throw Broken("no call \(what)")
        }
    }

    private func row(_ record: Record?) throws -> Json {
        try record.map { try Json(of: $0).snake } ?? .null
    }

    private func file() throws -> String {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("xaalis-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder.appendingPathComponent("journal.db").path
    }
}
