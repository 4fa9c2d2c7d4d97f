import Foundation

/// A program of this repository that serves something until it is stopped.
public final class Program: @unchecked Sendable {
    private let process = Process()
    private let output = Pipe()

    /// `variable` names it.
    public init(_ variable: String, _ arguments: [String]) throws {
        let environment = ProcessInfo.processInfo.environment
        guard let path = environment[variable] else { throw Broken("\(variable) is not set") }
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.environment = environment.filter { !$0.key.hasPrefix("XAALIS_") }
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    /// The first line that begins so.
    public func line(beginning start: String) throws -> String {
        var said = Data()
        while true {
            let part = output.fileHandleForReading.availableData
            guard !part.isEmpty else { throw Broken("it ended: \(String(decoding: said, as: UTF8.self))") }
            said.append(part)
            let lines = String(decoding: said, as: UTF8.self).components(separatedBy: "\n").dropLast()
            if let line = lines.first(where: { $0.hasPrefix(start) }) { return line }
        }
    }

    public func stop() {
        // Of what a thread of Foundation's starts, the gentler signals are blocked.
        kill(process.processIdentifier, SIGKILL)
    }
}

/// Fails what takes longer: a test that hangs says so.
public func within<Result: Sendable>(
    seconds: Double, _ work: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    try await withThrowingTaskGroup(of: Result.self) { group in
        group.addTask { try await work() }
        group.addTask {
            try await Task.sleep(nanoseconds: UInt64(seconds * 1_000_000_000))
            throw Broken("it took longer than \(seconds) s")
        }
        defer { group.cancelAll() }
        return try await group.next()!
    }
}

/// The memory of this process, as Linux tells it.
public func residentBytes() throws -> Int {
    let told = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
    return (Int(told.split(separator: " ")[1]) ?? 0) * 4096
}
