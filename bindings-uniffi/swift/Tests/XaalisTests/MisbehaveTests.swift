import Foundation
import Testing
import XaalisTestSupport
import XaalisWire
#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

@testable import Xaalis

/// What carries requests on this platform, and what does on Apple's.
enum Over: String, CaseIterable {
    case platform, session

    var transport: HTTPTransport {
        switch self {
        case .platform: HTTPTransport()
        case .session: HTTPTransport(over: SessionWire { _ in })
        }
    }
}

/// A server that misbehaves: each payment arrives once, deadlines hold, no redirect is followed.
///
/// The deadlines are the real ones, a minute for money: all scenarios run at once.
@Suite(.timeLimit(.minutes(5))) struct MisbehaveTests {
    @Test(arguments: Over.allCases) func eachPaymentArrivesOnceAndDeadlinesHold(_ over: Over) async throws {
        let path = root.appendingPathComponent("bindings-wasm/npm/test/runtimes/scenarios.json")
        let scenarios = try Json(Data(contentsOf: path))["scenarios"].list
        let found = await withTaskGroup(of: String?.self) { group in
            for scenario in scenarios { group.addTask { await wrong(scenario, over) } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(found.compactMap { $0 } == [])
        #expect(found.count == scenarios.count && scenarios.count >= 49)
        ran("scenarios.json over \(over)", found.count)
    }

    private func wrong(_ scenario: Json, _ over: Over) async -> String? {
        let name = scenario["name"].text ?? ""
        do {
            let stage = try Stage(scenario)
            defer { stage.stop() }
            let began = ContinuousClock.now
            let said = await said(scenario["call"].text ?? "", stage.vendor.url, over)
            let took = Double((ContinuousClock.now - began).components.seconds)
            // What is sent behind its caller's back would come now.
            try await Task.sleep(nanoseconds: 500_000_000)
            let ends = scenario["ends"].list.map { Double($0.written) ?? 0 }
            let within = ends.isEmpty ? 0...25.0 : (ends[0] - 1)...ends[1]
            let isElsewhere = scenario["elsewhere"].flag == true
            var problems: [String] = []
            if said != scenario["said"].text { problems.append("said \(said)") }
            if stage.posts != Int(scenario["posts"].number ?? 0) { problems.append("\(stage.vendor.arrived)") }
            if let requests = scenario["requests"].number, stage.vendor.requests.count != Int(requests) {
                problems.append("\(stage.vendor.arrived)")
            }
            if (stage.elsewhere.connections > 0) != isElsewhere { problems.append("at the other host") }
            if !within.contains(took) { problems.append("\(took) s") }
            return problems.isEmpty ? nil : "\(name): \(problems.joined(separator: ", "))"
        } catch {
            return "\(name): \(error)"
        }
    }

    private func said(_ call: String, _ url: String, _ over: Over) async -> String {
        do {
            return "value \(try await made(call, url, over))"
        } catch is CancellationError {
            return "AbortError"
        } catch {
            return String(describing: type(of: error))
        }
    }

    private func made(_ call: String, _ url: String, _ over: Over) async throws -> String {
        let options = ClientOptions(baseUrl: url)
        let client = try Senfenico(apiKey: "sk_test_misbehave", transport: over.transport, options: options)
        switch call {
        case "create": return try await create(client)
        case "fetch": return try await fetch(client)
        case "transfer": return try await transfer(client)
        // As a caller does who got no answer.
        case "create twice":
            _ = try? await create(client)
            return try await create(client)
        case "fetch, create":
            _ = try await fetch(client)
            try await settled()
            return try await create(client)
        case "create, transfer":
            _ = try await create(client)
            try await settled()
            return try await transfer(client)
        case "aborted":
            let going = Task { try await create(client) }
            try await Task.sleep(nanoseconds: 10_000_000_000)
            going.cancel()
            return try await going.value
        case "bare":
            var asked = URLRequest(url: URL(string: "\(url)/v1/payment/charges/")!)
            asked.httpMethod = "POST"
            asked.httpBody = Data("{}".utf8)
            let (_, answer) = try await URLSession.shared.data(for: asked)
            return "\((answer as? HTTPURLResponse)?.statusCode ?? 0)"
        default: throw Broken("no call \(call)")
        }
    }

    private func create(_ client: Senfenico) async throws -> String {
        try await client.charges.create(amount: 1_000, phone: "76000000", provider: .orangeBf, opId: "charge-1").status.rawValue
    }

    private func fetch(_ client: Senfenico) async throws -> String {
        try await client.charges.fetch(reference: "ch_45a408fd483a4d66b98aeea97aa7c2e2").status.rawValue
    }

    private func transfer(_ client: Senfenico) async throws -> String {
        let extId = "98b96ea4-210d-4ea0-9b03-8d7fd96e4064"
        return try await client.transfers.create(amount: 1_000, phone: "76000000", extId: extId, opId: "transfer-1").status.rawValue
    }

    /// Time for a connection that the server closed to be seen closed.
    private func settled() async throws {
        try await Task.sleep(nanoseconds: 4_000_000_000)
    }
}
