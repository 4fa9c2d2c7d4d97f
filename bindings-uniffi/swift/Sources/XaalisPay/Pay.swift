import Foundation
import XaalisWire

/// An app's end of one order at its shop's relay: it holds no key, and nothing is kept.
///
/// ```swift
/// let pay = try Pay(url: "https://shop.example/xaalis/pay") { try await shop.payToken("order-42") }
/// let end = try await pay.run { view, problem in
///     switch view.state {
///     case .ready: pay.start(phone: await askForNumber(problem))
///     case .asking(.otp(let text, _), _): pay.code(await askForCode(text))
///     default: break
///     }
/// }
/// ```
///
/// Whoever was killed in the middle makes a new one for the same order, which goes on where the order stands. Screens are
/// easier with a ``PayModel``. One task goes through the order; ``start(phone:provider:bill:)``, ``code(_:)`` and
/// ``look()`` may come from any.
public final class Pay: Sendable {
    private struct Inside {
        /// There is something that a person can do.
        var isSeen = false
        /// What was told last, and was not done about since.
        var told: Step?
        /// What is under way, and whether it only looks: a person does not wait for that.
        var giveUp: (@Sendable () -> Void)?
        var isLooking = false
        var isAdvancing = false
        var isClosed = false
        var lastError: (any Error)?
    }

    private static let tokenMs: Int64 = 20_000
    private let machine: Machine
    private let transport: any Transport
    private let clock: any PayClock
    private let token: @Sendable () async throws -> String
    private let inside = Locked(Inside())
    /// What a person did wakes whoever waits.
    private let woken = Bell()

    /// Nothing is sent yet.
    ///
    /// - Parameters:
    ///   - url: The relay's address: https, or http on this machine.
    ///   - transport: Performs requests.
    ///   - token: Asks the shop's backend for a token: at the start, and again when it is too old, a quarter of an hour
    ///     later. Does it throw, or take longer than 20 seconds, it is called again after a pause. The token stays in
    ///     memory.
    /// - Throws: ``InvalidInput`` naming `url`.
    public convenience init(
        url: String, transport: any Transport = HTTPTransport(), token: @escaping @Sendable () async throws -> String
    ) throws {
        try self.init(url: url, transport: transport, clock: PassingClock(), token: token)
    }

    init(
        url: String, transport: any Transport, clock: any PayClock, token: @escaping @Sendable () async throws -> String
    ) throws {
        machine = try Machine(url: url)
        self.transport = transport
        self.clock = clock
        self.token = token
    }

    /// What `token` or the transport last threw, for your log.
    public var lastError: (any Error)? { inside { $0.lastError } }

    /// The person wants to pay: heard while ``View/nextAttempt`` is given. While a code is asked for, this gives the
    /// earlier number up, for good. `false`: not heard, for one thing is done at a time.
    ///
    /// - Parameters:
    ///   - phone: The payer's number as typed; none for a payment page or a bill.
    ///   - provider: The operator, where the number's prefix does not tell.
    ///   - bill: Which of the bills that are shown; none, to be shown them.
    @discardableResult
    public func start(phone: String? = nil, provider: Provider? = nil, bill: String? = nil) -> Bool {
        acts { try machine.start(phone: phone, provider: provider, bill: bill, $0) }
    }

    /// The person typed the code: heard while one is asked for. `false`: not heard.
    @discardableResult
    public func code(_ code: String) -> Bool {
        acts { try machine.code(code, $0) }
    }

    /// Looks now: the person came back to the app. By itself it does when it is told to.
    public func look() {
        inside { inside in
            guard !inside.isClosed else { return }
            inside.told = nil
            _ = try? machine.look(clock.now())
        }
        woken.ring()
    }

    /// Goes on until there is something new to show, or the end. At the end it is the end again, until the person begins
    /// once more. Cancelled, it stops, and can be called again.
    ///
    /// - Throws: `CancellationError`, also once this was closed.
    public func advance() async throws -> Step {
        try await alone { try await news(isEndNews: true) }
    }

    /// All news, from where the order stands, until nothing may begin any more: a no is followed by the next
    /// ``start(phone:provider:bill:)``.
    public var steps: Steps { Steps(pay: self) }

    /// Goes on to the end, showing all news meanwhile.
    ///
    /// - Parameter show: Shows how it stands and what was wrong with what the person did last. It may wait for the person
    ///   and call ``start(phone:provider:bill:)`` or ``code(_:)``; news that come meanwhile are shown after it.
    public func run(
        isolation: isolated (any Actor)? = #isolation, _ show: (_ view: View, _ problem: Problem?) async throws -> Void
    ) async throws -> End {
        while true {
            switch try await advance() {
            case .ended(let end): return end
            case .shown(let view, let problem): try await show(view, problem)
            }
        }
    }

    /// Ends the app's part, and whoever goes through it is cancelled. The payment goes on at the shop.
    public func close() {
        let giveUp = inside { inside in
            inside.isClosed = true
            return inside.giveUp
        }
        giveUp?()
        woken.ring()
    }

    /// The news of an order, one after the other.
    public struct Steps: AsyncSequence, Sendable {
        public typealias Element = Step
        public typealias Failure = any Error

        public struct Iterator: AsyncIteratorProtocol {
            fileprivate let pay: Pay
            private var previous: Step?

            fileprivate init(pay: Pay) {
                self.pay = pay
            }

            public mutating func next() async throws -> Step? {
                switch previous {
                case nil: previous = try await pay.advance()
                case .ended(.refused): return nil
                case .ended(.done(let view, _)) where view.nextAttempt == nil: return nil
                default: previous = try await pay.alone { [pay] in try await pay.news(isEndNews: false) }
                }
                return previous
            }
        }

        fileprivate let pay: Pay

        public func makeAsyncIterator() -> Iterator { Iterator(pay: pay) }
    }
}

extension Pay: CustomStringConvertible, CustomReflectable {
    public var description: String { "Pay" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension Pay {
    /// They are told even what they were told before, and wait for no look that is under way.
    private func acts(_ did: (_ now: Int64) throws -> Bool) -> Bool {
        let (isHeard, giveUp) = inside { inside -> (Bool, (@Sendable () -> Void)?) in
            guard !inside.isClosed else { return (false, nil) }
            let now = clock.now()
            var giveUp: (@Sendable () -> Void)?
            if inside.isLooking && inside.isSeen {
                inside.isLooking = false
                _ = try? machine.failed(now)
                giveUp = inside.giveUp
            }
            // What core refuses it was not told.
            let isHeard = (try? did(now)) ?? false
            if isHeard { inside.told = nil }
            return (isHeard, giveUp)
        }
        giveUp?()
        woken.ring()
        return isHeard
    }

    private func alone<Result: Sendable>(_ go: () async throws -> Result) async throws -> Result {
        let isFree = inside { inside in
            defer { inside.isAdvancing = true }
            return !inside.isAdvancing
        }
        guard isFree else { throw AlreadyAdvancing() }
        defer { inside { $0.isAdvancing = false } }
        return try await go()
    }

    private func news(isEndNews: Bool) async throws -> Step {
        while true {
            try Task.checkCancellation()
            let (move, isNews) = try poll()
            switch move {
            case .token: try await ask()
            case .send(let request): try await exchange(request)
            case .wait(let until): try await rest(until)
            case .show(let step, let until):
                if isNews || isEndNews && until == nil { return step }
                try await rest(until)
            }
        }
    }

    /// What to do, and whether that was not told yet, or the person did something since.
    private func poll() throws -> (Move, Bool) {
        try open { inside, now in
            let move = try machine.poll(now)
            inside.isLooking = false
            switch move {
            case .send(let request): inside.isLooking = request.body == nil
            case .show(let step, _):
                inside.isSeen = true
                defer { inside.told = step }
                return (move, step != inside.told)
            default: break
            }
            return (move, false)
        }
    }

    private func ask() async throws {
        let token = try await answered(in: Self.tokenMs, token)
        try open { _, now in
            let trimmed = token?.trimmingCharacters(in: .whitespacesAndNewlines)
            _ = if let trimmed { try machine.token(trimmed, now) } else { try machine.failed(now) }
        }
    }

    private func exchange(_ request: TransportRequest) async throws {
        let answer: TransportResponse?
        do {
            answer = try await answered(in: request.timeoutMs) { [transport] in try await transport.send(request) }
        } catch {
            inside { inside in
                if !inside.isClosed { _ = try? machine.failed(clock.now()) }
            }
            throw error
        }
        let whole = answer.flatMap { Int64($0.body.count) <= request.maxBody ? $0 : nil }
        try open { _, now in
            _ = if let whole { try machine.answered(whole, now) } else { try machine.failed(now) }
        }
    }

    /// What it comes to, in time; `nil` where it does not, or a person did not wait for it. Throws when cancelled.
    private func answered<Result: Sendable>(
        in timeoutMs: Int64, _ work: @escaping @Sendable () async throws -> Result
    ) async throws -> Result? {
        let hurry = Hurry<Result>()
        try open { inside, _ in inside.giveUp = { hurry.giveUp() } }
        defer { inside { $0.giveUp = nil } }
        let end = await hurry.run(timeoutMs: timeoutMs, work)
        try Task.checkCancellation()
        switch end {
        case .came(let result): return result
        case .failed(let error):
            inside { $0.lastError = error }
            return nil
        case .late, .givenUp: return nil
        }
    }

    /// Until this moment, as long as it takes where there is none, or until the person does something.
    private func rest(_ until: Int64?) async throws {
        try await woken.wait { [clock] in
            if let until { try await clock.sleep(until: until) } else { try await forever() }
        }
    }

    private func open<Result>(_ work: (_ inside: inout Inside, _ now: Int64) throws -> Result) throws -> Result {
        try inside { inside in
            guard !inside.isClosed else { throw CancellationError() }
            return try work(&inside, clock.now())
        }
    }
}

/// Wakes whoever waits; rung while nobody does, it wakes the next one.
private final class Bell: Sendable {
    private let inside = Locked((isRung: false, waiter: Hurry<Void>?.none))

    func ring() {
        let waiter = inside { inside in
            if inside.waiter == nil { inside.isRung = true }
            return inside.waiter
        }
        waiter?.giveUp()
    }

    /// Until this is over, or somebody rings. Throws when cancelled.
    func wait(_ sleep: @escaping @Sendable () async throws -> Void) async throws {
        let hurry = Hurry<Void>()
        let isRung = inside { inside in
            defer { inside.isRung = false }
            if !inside.isRung { inside.waiter = hurry }
            return inside.isRung
        }
        guard !isRung else { return }
        _ = await hurry.run(timeoutMs: nil, sleep)
        inside { $0.waiter = nil }
        try Task.checkCancellation()
    }
}
