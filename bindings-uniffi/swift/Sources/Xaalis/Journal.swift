import XaalisWire

/// What a journal made of a record.
public enum Kept: String, Sendable {
    /// Kept, durably.
    case stored
    /// Refused, nothing kept: another `opId` of the same vendor and mode holds the record's `reference`.
    case taken
    /// Refused, nothing kept: another process was faster.
    case outrun
}

/// Where records are kept, so that no payment is lost and none is made twice.
///
/// A journal keeps the newest record of each operation and decides two races: between two processes on one operation, and
/// between two operations for one payment of the vendor's. One of your own keeps `state` to the byte: what is parsed and
/// written anew has lost its seal. `tests/vectors/journal.json` of the repository is this contract as data.
public protocol Journal: Sendable {
    /// Keeps a record, durably and all or nothing, before it answers.
    ///
    /// ``Kept/outrun`` when `record.sequence` is not exactly one more than that of the newest record of its `opId` (0 when
    /// there is none); else ``Kept/taken`` when another `opId` of the same vendor and mode holds the record's `reference`.
    /// Throw when it is not certain that the record is kept.
    func put(_ record: Record) async throws -> Kept

    /// The newest record of an operation.
    func get(_ opId: String) async throws -> Record?

    /// The newest records of all operations whose `stage` is not `closed`, oldest operation first.
    func unfinished() async throws -> [Record]

    /// The record that a webhook is about: the newest one of the operation that holds the vendor's `reference`, else of the
    /// newest operation with this `ourReference`. Both want an index.
    func find(vendor: Vendor, mode: Mode, reference: String?, ourReference: String?) async throws -> Record?

    /// Told how each operation ended, after its last record was kept.
    func ended<Value: Sendable & Hashable & Codable>(_ opId: String, operation: String, outcome: Outcome<Value>) async
}

extension Journal {
    public func ended<Value: Sendable & Hashable & Codable>(_ opId: String, operation: String, outcome: Outcome<Value>) async {}
}

/// A journal in memory: for tests, and for programs that can afford to forget.
public final class MemoryJournal: Journal {
    fileprivate struct Inside {
        var records: [String: Record] = [:]
        /// The ids in the order in which they came.
        var order: [String] = []
        var owners: [Name: String] = [:]
        /// The newest operation of each id that we gave a payment.
        var ours: [Name: String] = [:]
    }

    private let inside = Locked(Inside())

    public init() {}

    public func put(_ record: Record) async -> Kept {
        inside { inside in
            let held = inside.records[record.opId]
            guard record.sequence == (held?.sequence ?? 0) + 1 else { return .outrun }
            let claim = Name(record, record.reference)
            if let owner = claim.flatMap({ inside.owners[$0] }), owner != record.opId { return .taken }
            // A reference that was given up is free again.
            if let held, let old = Name(held, held.reference) { inside.owners[old] = nil }
            if let claim { inside.owners[claim] = record.opId }
            inside.rename(held, record)
            if held == nil { inside.order.append(record.opId) }
            inside.records[record.opId] = record
            return .stored
        }
    }

    public func get(_ opId: String) async -> Record? {
        inside { $0.records[opId] }
    }

    public func unfinished() async -> [Record] {
        inside { inside in inside.order.compactMap { inside.records[$0] }.filter { $0.stage != .closed } }
    }

    public func find(vendor: Vendor, mode: Mode, reference: String?, ourReference: String?) async -> Record? {
        inside { inside in
            let owner = Name(vendor, mode, reference).flatMap { inside.owners[$0] }
            let ours = Name(vendor, mode, ourReference).flatMap { inside.ours[$0] }
            return (owner ?? ours).flatMap { inside.records[$0] }
        }
    }
}

/// Test and live, and the vendors, may use the same words.
private struct Name: Hashable {
    let vendor: Vendor
    let mode: Mode
    let word: String

    init?(_ vendor: Vendor, _ mode: Mode, _ word: String?) {
        guard let word else { return nil }
        (self.vendor, self.mode, self.word) = (vendor, mode, word)
    }

    init?(_ record: Record, _ word: String?) {
        self.init(record.vendor, record.mode, word)
    }
}

extension MemoryJournal.Inside {
    /// The newest operation has it, and one that began anew may have given another.
    fileprivate mutating func rename(_ held: Record?, _ record: Record) {
        let old = held.flatMap { Name($0, $0.ourReference) }
        let now = Name(record, record.ourReference)
        guard old != now else { return }
        if let old, ours[old] == record.opId { ours[old] = nil }
        if let now { ours[now] = record.opId }
    }
}
