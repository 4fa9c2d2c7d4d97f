import Foundation
import XaalisWire

/// Milliseconds that pass.
protocol PayClock: Sendable {
    func now() -> Int64

    /// Comes back at this moment, or earlier.
    func sleep(until moment: Int64) async throws
}

/// By whichever clock saw more: one of them sleeps with the phone, the other is set back.
final class PassingClock: PayClock {
    private struct Inside {
        var passedNanos: Int64 = 0
        var date = PassingClock.date()
        var ticks = PassingClock.ticks()
    }

    private static let nanos: Int64 = 1_000_000
    /// A sleep stands still with the phone.
    private static let longest: Int64 = 10_000
    private let inside = Locked(Inside())

    func now() -> Int64 {
        inside { inside in
            let (date, ticks) = (Self.date(), Self.ticks())
            inside.passedNanos += max(0, date - inside.date, ticks - inside.ticks)
            (inside.date, inside.ticks) = (date, ticks)
            return inside.passedNanos / Self.nanos
        }
    }

    func sleep(until moment: Int64) async throws {
        try await Task.sleep(milliseconds: min(moment - now(), Self.longest))
    }

    private static func date() -> Int64 {
        Int64(Date().timeIntervalSince1970 * 1_000) * nanos
    }

    private static func ticks() -> Int64 {
        Int64(truncatingIfNeeded: DispatchTime.now().uptimeNanoseconds)
    }
}
