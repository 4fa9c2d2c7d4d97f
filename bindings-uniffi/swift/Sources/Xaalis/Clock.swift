import Foundation
import XaalisWire

/// Time as a transport has it.
public protocol PaymentClock: Sendable {
    /// Milliseconds since 1970.
    func now() -> Int64

    /// Comes back at this moment, or a little later. Cancelled, it throws at once.
    func sleep(until moment: Int64) async throws
}

/// The system's time when it began, and from then on a clock that nobody sets back.
struct SteadyClock: PaymentClock {
    private let began = Int64(Date().timeIntervalSince1970 * 1_000)
    private let from = DispatchTime.now().uptimeNanoseconds

    func now() -> Int64 {
        began + Int64((DispatchTime.now().uptimeNanoseconds - from) / 1_000_000)
    }

    func sleep(until moment: Int64) async throws {
        // Of what a sleep is short, the loop sleeps once more.
        while now() < moment { try await Task.sleep(milliseconds: max(1, moment - now())) }
    }
}

/// Time that passes when somebody waits for it.
final class VirtualClock: PaymentClock {
    private let time: Locked<Int64>

    init(_ start: Int64) {
        time = Locked(start)
    }

    func now() -> Int64 { time { $0 } }

    func sleep(until moment: Int64) async throws {
        try Task.checkCancellation()
        time { $0 = max($0, moment) }
        await Task.yield()
    }
}
