import Foundation
import Testing
import XaalisTestSupport
import XaalisWire

@testable import XaalisPay

/// Ten thousand orders that are begun and cancelled leave nothing behind. In a process of its own: what else runs has memory
/// too.
@Suite(.serialized) struct GrowthTests {
    @Test(.enabled(if: ProcessInfo.processInfo.environment["XAALIS_GROWTH"] != nil))
    func whatIsBegunAndCancelledIsFreed() async throws {
        try await cycles(1_000)
        let before = try residentBytes()
        try await cycles(10_000)
        let grown = try residentBytes() - before
        print("\ngrowth: \(grown / 1024) KiB in 10000 cycles")
        // A cycle that kept a client would keep kilobytes.
        #expect(grown < 10 << 20)
    }

    private func cycles(_ count: Int) async throws {
        for at in 0..<count {
            let pay = try Pay(url: "https://shop.example/xaalis/pay", transport: Silent()) { "t1" }
            let going = Task { try await pay.advance() }
            if at % 2 == 0 { await Task.yield() }
            if at % 3 == 0 { pay.close() } else { going.cancel() }
            _ = await going.result
        }
    }
}

/// Never answers.
private struct Silent: Pay.Transport {
    func send(_ request: Pay.TransportRequest) async throws -> Pay.TransportResponse {
        try await forever()
        throw CancellationError()
    }
}
