import Foundation

/// Work that is waited for until a deadline, until it is given up, or until its caller is cancelled: whoever waits comes
/// back then, even where the work does not hear that it was cancelled.
package final class Hurry<Result: Sendable>: Sendable {
    package enum End: Sendable {
        case came(Result)
        case failed(any Error)
        case late
        case givenUp
    }

    private struct Inside {
        var end: End?
        var waiter: CheckedContinuation<End, Never>?
        var worker: Task<Void, Never>?
        var timer: Timer?
    }

    private let inside = Locked(Inside())

    package init() {}

    /// Once.
    package func run(timeoutMs: Int64?, _ work: @escaping @Sendable () async throws -> Result) async -> End {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let ended = inside { inside in
                    if inside.end == nil { inside.waiter = continuation }
                    return inside.end
                }
                if let ended { return continuation.resume(returning: ended) }
                let worker = Task {
                    do {
                        self.finish(.came(try await work()))
                    } catch {
                        self.finish(.failed(error))
                    }
                }
                keep(worker, timeoutMs.map { Timer(milliseconds: $0) { self.finish(.late) } })
            }
        } onCancel: {
            giveUp()
        }
    }

    package func giveUp() {
        finish(.givenUp)
    }

    private func keep(_ worker: Task<Void, Never>, _ timer: Timer?) {
        let isOver = inside { inside in
            guard inside.end == nil else { return true }
            (inside.worker, inside.timer) = (worker, timer)
            return false
        }
        guard isOver else { return }
        worker.cancel()
        timer?.cancel()
    }

    private func finish(_ end: End) {
        let ended = inside { inside -> Inside? in
            guard inside.end == nil else { return nil }
            defer { inside = Inside(end: end) }
            return inside
        }
        ended?.worker?.cancel()
        ended?.timer?.cancel()
        ended?.waiter?.resume(returning: end)
    }
}

/// Calls once, unless it is cancelled: then nothing of it is left. (A `Task.sleep` that is cancelled keeps what it is made
/// of until it would have ended.)
private final class Timer: @unchecked Sendable {
    private let source = DispatchSource.makeTimerSource(queue: .global())

    init(milliseconds: Int64, _ call: @escaping @Sendable () -> Void) {
        // A year is for ever, and what is added does not overflow.
        let bounded = Int(min(max(0, milliseconds), 31_536_000_000))
        source.setEventHandler(handler: call)
        source.schedule(deadline: .now() + .milliseconds(bounded), leeway: .milliseconds(1))
        source.resume()
    }

    func cancel() {
        source.setEventHandler(handler: nil)
        source.cancel()
    }
}

/// Until its task is cancelled.
package func forever() async throws {
    let (stream, end) = AsyncStream<Never>.makeStream()
    for await _ in stream {}
    withExtendedLifetime(end) {}
    try Task.checkCancellation()
}

extension Task where Success == Never, Failure == Never {
    package static func sleep(milliseconds: Int64) async throws {
        // A year is for ever, and what is multiplied does not overflow.
        let bounded = UInt64(min(max(0, milliseconds), 31_536_000_000))
        try await sleep(nanoseconds: bounded * 1_000_000)
    }
}
