import Foundation
import XaalisDoor

/// What a client may be told besides its key.
public struct ClientOptions: Sendable {
    /// Another address than the vendor's, such as a sandbox on this machine. The key is sent there. Plain http: loopback.
    public var baseUrl: String?
    /// Keys of the same mode that the key replaced: what was begun under them goes on. They are never sent. Give them as
    /// long as anybody may ask about it.
    public var earlierKeys: [String]
    /// Whether a charge that waits for a code can be given up (Senfenico). It rests on something that no page of the vendor
    /// says: that no money moves before a code is submitted.
    public var mayAbandon: Bool
    /// For how many seconds a payer is waited for, from a minute to a week; a day when left out.
    public var personAge: TimeInterval?

    public init(
        baseUrl: String? = nil, earlierKeys: [String] = [], mayAbandon: Bool = true, personAge: TimeInterval? = nil
    ) {
        self.baseUrl = baseUrl
        self.earlierKeys = earlierKeys
        self.mayAbandon = mayAbandon
        self.personAge = personAge
    }
}

extension ClientOptions: CustomStringConvertible, CustomReflectable {
    public var description: String { "ClientOptions(baseUrl: \(shown(baseUrl)), earlierKeys: •••)" }
    public var customMirror: Mirror { Mirror(self, children: ["": description]) }
}

/// Key, host, transport and journal of one merchant at one vendor. Make one per process.
public class Client: @unchecked Sendable {
    let vendor: Vendor
    /// `test` or `live` as the key says, `unknown` when it says neither.
    public let mode: Mode
    private let journal: any Journal
    private let desk: Desk
    private let account: Account

    init(vendor: Vendor, apiKey: String, journal: any Journal, transport: any Transport, options: ClientOptions) throws {
        self.vendor = vendor
        self.journal = journal
        desk = Desk(transport: transport, journal: journal, clock: transport.clock ?? SteadyClock())
        let age = options.personAge.map { $0.isFinite ? Int64(min(max($0, -1), 1e12) * 1_000) : -1 }
        let config = Config(
            vendor: vendor, apiKey: apiKey, baseUrl: options.baseUrl, earlierKeys: options.earlierKeys,
            mayAbandon: options.mayAbandon, personAgeMs: age
        )
        account = try within { try Account(config: json(config)) }
        mode = Mode(rawValue: account.mode())
    }

    /// Goes on with a stored operation: an ended one reports its end, an unknown one is looked for again. What may have
    /// been sent is not sent again. `Value` is what the operation answers: ``Charge`` of a collect, …
    ///
    /// - Parameter calm: For who comes back often, as a page that is loaded again: where the vendor was asked a moment ago,
    ///   ``Payment/advance(wait:)`` says `waiting` until the next look is due.
    /// - Throws: ``OperationNotFound`` when the journal does not know it; ``RecordError`` when the record is of another
    ///   vendor, mode or key, or was changed.
    public func resume<Value: Sendable & Hashable & Codable>(
        _ opId: String, as: Value.Type = Value.self, calm: Bool = false
    ) async throws -> Payment<Value> {
        let held = try await journal.get(opId).map { try json($0) } ?? "null"
        let native = try within { try account.resumeUnder(opId: opId, held: held, calm: calm, now: desk.clock.now()) }
        return Payment(Course(opId, native, desk), journal)
    }

    /// The `opId` of the payment that a verified webhook is about: resume it, hand it the notice, let it go on. `nil` when
    /// the journal knows none: one that was not begun here, or whose reference is not known yet. Keep such a notice and
    /// look again.
    public func paymentOf(_ notice: Notice) async throws -> String? {
        let told = try json(notice)
        guard try within({ try noticeVendor(notice: told) }) == vendor.rawValue else { return nil }
        let found = try await journal.find(vendor: vendor, mode: mode, reference: notice.reference, ourReference: notice.extId)
        guard let held = found, try within({ try isAbout(record: json(held), notice: told) }) else { return nil }
        return held.opId
    }

    /// The newest records of this vendor's and mode's operations that have not ended: resume each after a start.
    public func unfinished() async throws -> [Record] {
        try await journal.unfinished().filter { $0.vendor == vendor && $0.mode == mode }
    }

    /// Looks the id up, and continues what the journal knows of it.
    func begin<Value: Sendable & Hashable & Codable>(_ opId: String, _ order: Order, after: [String] = []) async throws -> Payment<Value> {
        let native = try within { try account.begin(order: json(order), opId: opId, after: json(after)) }
        let course = Course(opId, native, desk)
        try await course.open()
        return Payment(course, journal)
    }

    func flow<Value: Sendable & Hashable & Codable>(
        _ opId: String, _ order: Order, after: [String], timeout: TimeInterval?,
        onProgress: (@Sendable (PayoutProgress) async throws -> Void)? = nil,
        onPrompt: (@Sendable (Prompt) async throws -> Answer)? = nil
    ) async throws -> Value {
        let payment: Payment<Value> = try await begin(opId, order, after: after)
        return try await payment.run(timeout: timeout, onProgress: onProgress, onPrompt: onPrompt)
    }

    func call<Value: Sendable & Hashable & Codable>(_ order: Order, opId: String? = nil) async throws -> Value {
        let payment: Payment<Value> = if let opId { try await begin(opId, order) } else { try alone(order) }
        return try await payment.run()
    }

    private func alone<Value: Sendable & Hashable & Codable>(_ order: Order) throws -> Payment<Value> {
        let opId = UUID().uuidString.replacingOccurrences(of: "-", with: "").lowercased()
        let native = try within { try account.beginAlone(order: json(order), opId: opId) }
        return Payment(Course(opId, native, desk), journal)
    }
}

extension Client: CustomStringConvertible, CustomReflectable {
    public var description: String { "\(type(of: self))(\(mode), apiKey: •••)" }
    public var customMirror: Mirror { Mirror(self, children: ["mode": mode]) }
}

private struct Config: Encodable {
    let vendor: Vendor
    let apiKey: String
    let baseUrl: String?
    let earlierKeys: [String]
    let mayAbandon: Bool
    let personAgeMs: Int64?
    let keys = "camel"

    private enum CodingKeys: String, CodingKey {
        case vendor, keys
        case apiKey = "api_key"
        case baseUrl = "base_url"
        case earlierKeys = "earlier_keys"
        case mayAbandon = "may_abandon"
        case personAgeMs = "person_age_ms"
    }
}
