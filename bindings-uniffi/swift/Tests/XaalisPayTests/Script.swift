import Foundation
import XaalisTestSupport
import XaalisWire

@testable import XaalisPay

/// The relay, in the test's hands: what it was not told to answer, it is silent about.
final class Script: Pay.Transport {
    private let inside = Locked((sent: [Pay.TransportRequest](), answers: [Pay.TransportResponse]()))

    var sent: [Pay.TransportRequest] { inside { $0.sent } }

    func answers(_ status: Int = 200, _ body: String) {
        inside { $0.answers.append(.init(status: status, body: Data(body.utf8))) }
    }

    /// Until so many requests have come.
    func begins(_ count: Int) async throws {
        while sent.count < count { try await Task.sleep(nanoseconds: 2_000_000) }
    }

    func send(_ request: Pay.TransportRequest) async throws -> Pay.TransportResponse {
        inside { $0.sent.append(request) }
        while true {
            // What comes after it is for the next one.
            try Task.checkCancellation()
            if let answer = inside({ $0.answers.isEmpty ? nil : $0.answers.removeFirst() }) { return answer }
            try await Task.sleep(nanoseconds: 2_000_000)
        }
    }
}

extension Script {
    func answers(_ body: String) {
        answers(200, body)
    }
}

/// One that does not hear that it is cancelled.
struct Deaf: Pay.Transport {
    func send(_ request: Pay.TransportRequest) async throws -> Pay.TransportResponse {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().asyncAfter(deadline: .now() + 5) { continuation.resume(throwing: CancellationError()) }
        }
    }
}

/// Time passes when somebody waits for it, a little later than whoever does something.
final class Skipping: PayClock {
    private let time = Locked(Int64(0))

    func now() -> Int64 { time { $0 } }

    func sleep(until moment: Int64) async throws {
        try await Task.sleep(nanoseconds: 20_000_000)
        if moment - now() > 5_000 { try await Task.sleep(nanoseconds: 60_000_000_000) }
        time { $0 = max($0, moment) }
    }
}

final class Count: Sendable {
    private let held = Locked(0)

    var now: Int { held { $0 } }

    func next() -> Int {
        held { count in
            count += 1
            return count
        }
    }
}
