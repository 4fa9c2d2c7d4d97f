import Foundation
import XaalisSQLite

/// A journal in a file of SQLite: for one machine, with any number of processes. Its table is that of the Python and
/// JavaScript packages, so that programs in all of them share it.
public final class SQLiteJournal: Journal, @unchecked Sendable {
    private static let columns = [
        "op_id", "version", "sequence", "vendor", "mode", "operation", "stage", "reference", "our_reference", "state",
    ]
    private static let schema = """
        CREATE TABLE IF NOT EXISTS xaalis_records (
            op_id TEXT PRIMARY KEY, version INTEGER NOT NULL, sequence INTEGER NOT NULL, vendor TEXT NOT NULL,
            mode TEXT NOT NULL, operation TEXT NOT NULL, stage TEXT NOT NULL, reference TEXT,
            our_reference TEXT, state TEXT NOT NULL);
        CREATE UNIQUE INDEX IF NOT EXISTS xaalis_claims ON xaalis_records (vendor, mode, reference)
            WHERE reference IS NOT NULL;
        CREATE INDEX IF NOT EXISTS xaalis_ours ON xaalis_records (vendor, mode, our_reference)
            WHERE our_reference IS NOT NULL;
        CREATE INDEX IF NOT EXISTS xaalis_unfinished ON xaalis_records (stage) WHERE stage <> 'closed';
        """
    private static let select = "SELECT \(columns.joined(separator: ", ")) FROM xaalis_records"
    // Not REPLACE, which moves the row to the end: `unfinished` is oldest first.
    private static let insert = """
        INSERT INTO xaalis_records (\(columns.joined(separator: ", "))) VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))
        ON CONFLICT (op_id) DO UPDATE SET \(columns.map { "\($0) = excluded.\($0)" }.joined(separator: ", "))
        """

    /// One connection, used by one thread at a time, none of which is a task's.
    private let queue = DispatchQueue(label: "xaalis.journal")
    private let connection: OpaquePointer

    /// Opens the file, or makes it, readable by its owner alone.
    ///
    /// - Parameters:
    ///   - path: Where it is.
    ///   - timeout: How many seconds to wait for another process that is writing.
    /// - Throws: ``InvalidInput`` for a path that is no file of its own: `:memory:`, a symbolic link.
    public init(path: String, timeout: TimeInterval = 30) throws {
        connection = try Self.open(Self.ownFile(path))
        sqlite3_busy_timeout(connection, Int32(min(max(0, timeout), 86_400) * 1_000))
        try execute("PRAGMA journal_mode = WAL")
        try execute("PRAGMA synchronous = FULL")
        try execute(Self.schema)
    }

    deinit {
        sqlite3_close_v2(connection)
    }

    public func put(_ record: Record) async throws -> Kept {
        try await alone { try self.keep(record) }
    }

    public func get(_ opId: String) async throws -> Record? {
        try await working { try self.records("WHERE op_id = ?", [.text(opId)]).first }
    }

    public func unfinished() async throws -> [Record] {
        try await working { try self.records("WHERE stage <> 'closed' ORDER BY rowid", []) }
    }

    public func find(vendor: Vendor, mode: Mode, reference: String?, ourReference: String?) async throws -> Record? {
        try await working {
            for (column, name) in [("reference", reference), ("our_reference", ourReference)] {
                guard let name else { continue }
                let rest = "WHERE vendor = ? AND mode = ? AND \(column) = ? ORDER BY rowid DESC LIMIT 1"
                let found = try self.records(rest, [.text(vendor.rawValue), .text(mode.rawValue), .text(name)])
                if let record = found.first { return record }
            }
            return nil
        }
    }
}

/// A value of a row.
private enum Cell: Sendable {
    case null
    case number(Int64)
    case text(String)

    init(_ text: String?) { self = text.map(Cell.text) ?? .null }
}

/// What SQLite says. No value is in it.
private struct SQLiteError: LocalizedError, CustomStringConvertible {
    let description: String
    var errorDescription: String? { description }
}

extension SQLiteJournal {
    private static func ownFile(_ path: String) throws -> String {
        let allowed = "the path of a file; `MemoryJournal()` keeps records in memory"
        guard !path.isEmpty, path != ":memory:" else { throw InvalidInput(field: "path", problem: "no file", allowed: allowed) }
        let name = URL(fileURLWithPath: path).path
        let files = FileManager.default
        if (try? files.destinationOfSymbolicLink(atPath: name)) != nil {
            let allowed = "the path of the file itself: who may write the link's folder could put records elsewhere"
            throw InvalidInput(field: "path", problem: "a symbolic link", allowed: allowed)
        }
        // SQLite gives its side files the mode of this one.
        let made = creat(name)
        if made >= 0 { close(made) }
        return name
    }

    private static func creat(_ name: String) -> Int32 {
        Foundation.open(name, O_RDWR | O_CREAT | O_EXCL, 0o600)
    }

    private static func open(_ name: String) throws -> OpaquePointer {
        var opened: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_FULLMUTEX
        guard sqlite3_open_v2(name, &opened, flags, nil) == SQLITE_OK, let opened else {
            defer { sqlite3_close_v2(opened) }
            throw SQLiteError(description: "the journal cannot be opened: \(String(cString: sqlite3_errmsg(opened)))")
        }
        return opened
    }

    private func working<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await withCheckedThrowingContinuation { waiter in
            queue.async { waiter.resume(with: Swift.Result { try work() }) }
        }
    }

    /// The only writer, from the first look to the commit.
    private func alone<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await working {
            try self.execute("BEGIN IMMEDIATE")
            do {
                let done = try work()
                try self.execute("COMMIT")
                return done
            } catch {
                if sqlite3_get_autocommit(self.connection) == 0 { try self.execute("ROLLBACK") }
                throw error
            }
        }
    }

    private func keep(_ record: Record) throws -> Kept {
        let held = try records("WHERE op_id = ?", [.text(record.opId)]).first
        guard record.sequence == (held?.sequence ?? 0) + 1 else { return .outrun }
        if let reference = record.reference {
            let claim = "WHERE vendor = ? AND mode = ? AND reference = ? AND op_id <> ?"
            let names = [record.vendor.rawValue, record.mode.rawValue, reference, record.opId].map(Cell.text)
            if try !records(claim, names).isEmpty { return .taken }
        }
        let row: [Cell] = [
            .text(record.opId), .number(record.version), .number(record.sequence), .text(record.vendor.rawValue),
            .text(record.mode.rawValue), .text(record.operation), .text(record.stage.rawValue), Cell(record.reference),
            Cell(record.ourReference), .text(record.state),
        ]
        _ = try rows(Self.insert, row)
        return .stored
    }

    private func records(_ rest: String, _ values: [Cell]) throws -> [Record] {
        try rows("\(Self.select) \(rest)", values).map(record)
    }

    private func record(_ row: [Cell]) throws -> Record {
        func text(_ at: Int) -> String? { if case .text(let text) = row[at] { text } else { nil } }
        func number(_ at: Int) -> Int64? { if case .number(let number) = row[at] { number } else { nil } }
        guard
            let opId = text(0), let version = number(1), let sequence = number(2), let vendor = text(3), let mode = text(4),
            let operation = text(5), let stage = text(6), let state = text(9)
        else { throw SQLiteError(description: "a row of the journal that is no record") }
        return Record(
            version: version, opId: opId, sequence: sequence, vendor: Vendor(rawValue: vendor), mode: Mode(rawValue: mode),
            operation: operation, stage: Stage(rawValue: stage), reference: text(7), ourReference: text(8), state: state
        )
    }

    private func rows(_ query: String, _ values: [Cell]) throws -> [[Cell]] {
        var prepared: OpaquePointer?
        guard sqlite3_prepare_v2(connection, query, -1, &prepared, nil) == SQLITE_OK else { throw failure() }
        defer { sqlite3_finalize(prepared) }
        for (at, value) in values.enumerated() {
            let place = Int32(at + 1)
            let result = switch value {
            case .null: sqlite3_bind_null(prepared, place)
            case .number(let number): sqlite3_bind_int64(prepared, place, number)
            // Copied at once.
            case .text(let text): sqlite3_bind_text(prepared, place, text, Int32(text.utf8.count), unsafeBitCast(-1, to: sqlite3_destructor_type.self))
            }
            guard result == SQLITE_OK else { throw failure() }
        }
        var found: [[Cell]] = []
        while true {
            switch sqlite3_step(prepared) {
            case SQLITE_ROW: found.append((0..<sqlite3_column_count(prepared)).map { cell(prepared, $0) })
            case SQLITE_DONE: return found
            default: throw failure()
            }
        }
    }

    private func cell(_ row: OpaquePointer?, _ at: Int32) -> Cell {
        switch sqlite3_column_type(row, at) {
        case SQLITE_INTEGER: return .number(sqlite3_column_int64(row, at))
        case SQLITE_NULL: return .null
        default:
            let bytes = UnsafeRawBufferPointer(start: sqlite3_column_text(row, at), count: Int(sqlite3_column_bytes(row, at)))
            return .text(String(decoding: bytes, as: UTF8.self))
        }
    }

    private func execute(_ statement: String) throws {
        guard sqlite3_exec(connection, statement, nil, nil, nil) == SQLITE_OK else { throw failure() }
    }

    private func failure() -> SQLiteError {
        SQLiteError(description: "the journal: \(String(cString: sqlite3_errmsg(connection)))")
    }
}
