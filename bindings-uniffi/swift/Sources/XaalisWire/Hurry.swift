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
        var tasks: [Task<Void, Never>] = []
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
                var tasks = [worker]
                if let timeoutMs {
                    tasks.append(Task {
                        try? await Task.sleep(milliseconds: timeoutMs)
                        if !Task.isCancelled { self.finish(.late) }
                    })
                }
                keep(tasks)
            }
        } onCancel: {
            giveUp()
        }
    }

    package func giveUp() {
        finish(.givenUp)
    }

    private func keep(_ tasks: [Task<Void, Never>]) {
        let isOver = inside { inside in
            inside.tasks = tasks
            return inside.end != nil
        }
        if isOver { tasks.forEach { $0.cancel() } }
    }

    private func finish(_ end: End) {
        let (waiter, tasks) = inside { inside -> (CheckedContinuation<End, Never>?, [Task<Void, Never>]) in
            guard inside.end == nil else { return (nil, []) }
            inside.end = end
            defer { inside.waiter = nil }
            return (inside.waiter, inside.tasks)
        }
        tasks.forEach { $0.cancel() }
        waiter?.resume(returning: end)
    }
}

extension Task where Success == Never, Failure == Never {
    package static func sleep(milliseconds: Int64) async throws {
        // A year is for ever, and what is multiplied does not overflow.
        let bounded = UInt64(min(max(0, milliseconds), 31_536_000_000))
        try await sleep(nanoseconds: bounded * 1_000_000)
    }
}
