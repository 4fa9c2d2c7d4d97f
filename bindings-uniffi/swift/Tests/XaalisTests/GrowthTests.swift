import Foundation
import Testing
import XaalisTestSupport

@testable import Xaalis

/// Ten thousand operations that are begun and cancelled leave nothing behind. In a process of its own: what else runs has
/// memory too.
@Suite struct GrowthTests {
    @Test(.enabled(if: ProcessInfo.processInfo.environment["XAALIS_GROWTH"] != nil))
    func whatIsBegunAndCancelledIsFreed() async throws {
        try await cycles(1_000)
        let before = try resident()
        try await cycles(10_000)
        let grown = try resident() - before
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

    private func resident() throws -> Int {
        let told = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
        return (Int(told.split(separator: " ")[1]) ?? 0) * 4096
    }
}

/// Never answers.
private struct Silent: Transport {
    func send(_ request: TransportRequest) async throws -> TransportResponse {
        try await Task.sleep(nanoseconds: 60_000_000_000)
        throw NoAnswer()
    }
}

private struct Forgetting: Journal {
    func put(_ record: Record) async -> Kept { .stored }
    func get(_ opId: String) async -> Record? { nil }
    func unfinished() async -> [Record] { [] }
    func find(vendor: Vendor, mode: Mode, reference: String?, ourReference: String?) async -> Record? { nil }
}
