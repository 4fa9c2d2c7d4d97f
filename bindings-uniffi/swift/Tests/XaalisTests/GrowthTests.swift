import Foundation
import Testing
import XaalisTestSupport
import XaalisWire

@testable import Xaalis

/// Ten thousand operations that are begun and cancelled leave nothing behind. In a process of its own: what else runs has
/// memory too.
@Suite struct GrowthTests {
    @Test(.enabled(if: ProcessInfo.processInfo.environment["XAALIS_GROWTH"] != nil))
    func whatIsBegunAndCancelledIsFreed() async throws {
        try await cycles(1_000)
        let before = try residentBytes()
        try await cycles(10_000)
        let grown = try residentBytes() - before
        print("\ngrowth: \(grown / 1024) KiB in 10000 cycles")
        // A cycle that kept a session would keep kilobytes.
        #expect(grown < 10 << 20)
    }

    private func cycles(_ count: Int) async throws {
        let client = try Senfenico(apiKey: "sk_test_sandbox", journal: Forgetting(), transport: Silent())
        for at in 0..<count {
            let payment = try await client.beginCollect("order-\(at)", amount: 1_000, phone: "76 00 00 00")
            let going = Task { try await payment.advance() }
            if at % 2 == 0 { await Task.yield() }
            going.cancel()
            _ = await going.result
        }
    }
}

/// Never answers.
private struct Silent: Transport {
    func send(_ request: TransportRequest) async throws -> TransportResponse {
        try await forever()
        throw NoAnswer()
    }
}

private struct Forgetting: Journal {
    func put(_ record: Record) async -> Kept { .stored }
    func get(_ opId: String) async -> Record? { nil }
    func unfinished() async -> [Record] { [] }
    func find(vendor: Vendor, mode: Mode, reference: String?, ourReference: String?) async -> Record? { nil }
}
