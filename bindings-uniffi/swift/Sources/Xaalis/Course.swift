import Foundation
import XaalisDoor
import XaalisWire

/// What core says to do next, as it crosses.
enum Move {
    case store(Record)
    case load(opId: String)
    case send(VendorRequest)
    case wait(until: Int64, why: Why)
    case ask(Prompt)
    /// The text holds the reply, of a type that only the operation knows.
    case done(String)

    init(_ text: String) throws {
        let told: ReadMove = try read(text)
        func there<Part>(_ part: Part?) throws -> Part {
            guard let part else { throw PaymentError("a step \(told.kind) that lacks something") }
            return part
        }
        self = switch told.kind {
        case "store": .store(try there(told.record))
        case "load": .load(opId: try there(told.opId))
        case "send": .send(try there(told.request))
        case "wait": .wait(until: try there(told.until), why: try there(told.why))
        case "ask": .ask(try there(told.prompt))
        case "done": .done(text)
        default: throw PaymentError("a step that is unknown: \(told.kind)")
        }
    }
}

private struct ReadMove: Decodable {
    let kind: String
    let record: Record?
    let opId: String?
    let request: VendorRequest?
    let until: Int64?
    let why: Why?
    let prompt: Prompt?
}

/// What an operation tells of itself.
struct View: Decodable {
    let opId: String
    let operation: String
    let reference: String?
    let ourReference: String?
    let canAbandon: Bool
    let progress: PayoutProgress?
    let alarms: [Alarm]?
    let toShow: Prompt?
}

/// What an operation needs from its surroundings.
struct Desk: Sendable {
    let transport: any Transport
    let journal: any Journal
    let clock: any PaymentClock
}

/// An operation in the native half, and the loop that carries it. It decides nothing: core does.
final class Course: Sendable {
    typealias OnProgress = @Sendable (PayoutProgress) async throws -> Void

    private struct Inside {
        /// The step that the last crossing answered with: a request is handed out once.
        var next: String?
        var transportError: (any Error)?
    }

    let opId: String
    private let native: XaalisDoor.Operation
    private let desk: Desk
    private let inside = Locked(Inside())

    init(_ opId: String, _ native: XaalisDoor.Operation, _ desk: Desk) {
        self.opId = opId
        self.native = native
        self.desk = desk
    }

    /// What the transport last said where there was no answer.
    var transportError: (any Error)? { inside { $0.transportError } }

    func view() throws -> View { try read(native.view()) }

    /// How long it is waited for when nothing is said.
    var patienceMs: Int64 { native.patience() }

    func now() -> Int64 { desk.clock.now() }

    /// Goes on until somebody is needed, it has ended, or nothing is to be done before the horizon.
    func goOn(until horizon: Int64, _ onProgress: OnProgress? = nil, arriving: (@Sendable (String) -> Void)? = nil) async throws -> Move {
        while true {
            if let onProgress, let told = native.takeProgress() { try await onProgress(read(told)) }
            try Task.checkCancellation()
            let move = try take()
            switch move {
            case .ask, .done: return move
            case .send(let request): try await exchange(request, arriving)
            case .store(let record): try await tell(event(desk.journal.put(record).rawValue))
            case .load(let opId): try await tell(loaded(opId))
            case .wait(let until, _):
                if until > horizon { return move }
                try await desk.clock.sleep(until: until)
            }
        }
    }

    /// Tells an operation just begun what the journal holds of it, and of the tries before.
    func open() async throws {
        while let opId = native.opening() { try await note(loaded(opId)) }
    }

    /// What a webhook or a person says.
    func note(_ event: String) throws {
        try within { try native.note(event: event, now: now()) }
    }

    /// The payer gives up.
    func abandon() throws {
        try within { try native.abandon(now: now()) }
    }

    /// Of one that was resumed calmly: the vendor is asked next.
    func lookNow() { native.lookNow() }

    /// It stops itself rather than wait longer than until then; as long as it takes when left out.
    func limit(_ until: Int64?) { native.limit(until: until) }

    /// The last answer as it came.
    func lastResponse() throws -> VendorResponse? { try native.lastResponse().map { try read($0) } }

    /// What was read of a list since this was last asked.
    func arrived() -> String? { native.arrived() }

    private func take() throws -> Move {
        let held = inside { inside in
            defer { inside.next = nil }
            return inside.next
        }
        return try Move(held ?? within { try native.step(now: now()) })
    }

    private func loaded(_ opId: String) async throws -> String {
        let held = try await desk.journal.get(opId)
        return try event("loaded", ["record": held.map(Fact.value) ?? .null])
    }

    private func exchange(_ sent: VendorRequest, _ arriving: (@Sendable (String) -> Void)?) async throws {
        let (transport, request) = (desk.transport, TransportRequest(sent))
        let end = await Hurry<TransportResponse>().run(timeoutMs: sent.timeoutMs) { try await transport.send(request) }
        // Its record says that it may have left.
        try Task.checkCancellation()
        switch end {
        case .came(let answer): try await hear(answer, sent.timeoutMs, arriving)
        case .failed(let error): try failed(error)
        case .late, .givenUp: try failed(NoAnswer("no whole answer in \(sent.timeoutMs) ms"))
        }
    }

    private func hear(
        _ answer: TransportResponse, _ timeoutMs: Int64, _ arriving: (@Sendable (String) -> Void)?
    ) async throws {
        let headers = try json(answer.headers.map { [$0.name, $0.value] })
        let status = UInt16(exactly: answer.status) ?? 0
        switch answer.body {
        case .whole(let body):
            let next = try within { try native.answered(status: status, headers: headers, body: body, now: now()) }
            inside { $0.next = next }
        case .parts(let parts):
            try within { try native.begun(status: status, headers: headers, now: now()) }
            // What comes after the deadline is not told.
            let isOpen = Locked(true)
            let end = await Hurry<Bool>().run(timeoutMs: timeoutMs) { [native, desk] in
                for try await part in parts {
                    let isWanted = isOpen { $0 && native.part(bytes: part, now: desk.clock.now()) }
                    if let arriving, let told = native.arrived() { arriving(told) }
                    if !isWanted { return false }
                }
                return true
            }
            isOpen { $0 = false }
            try Task.checkCancellation()
            switch end {
            case .came(true):
                let next = try within { try native.ended(now: now()) }
                inside { $0.next = next }
            case .came(false): break
            case .failed(let error): try failed(error)
            case .late, .givenUp: try failed(NoAnswer("no whole answer in \(timeoutMs) ms"))
            }
        }
    }

    private func failed(_ error: any Error) throws {
        inside { $0.transportError = error }
        let failure = switch error {
        case is ConnectFailed: "not_sent"
        case is AnswerTooLarge: "too_large"
        default: "maybe_sent"
        }
        try tell(event("failed", ["failure": .text(failure)]))
    }

    private func tell(_ event: String) throws {
        let next = try within { try native.tell(event: event, now: now()) }
        inside { $0.next = next }
    }
}
