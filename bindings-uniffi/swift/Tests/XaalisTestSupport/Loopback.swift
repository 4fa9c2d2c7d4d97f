import Foundation
#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A server of loopback that does what it is told to, byte by byte, and counts what arrives. A thread a connection.
public final class Loopback: @unchecked Sendable {
    /// A request that arrived whole.
    public struct Request: Sendable {
        public let method: String
        public let path: String
        /// The lines of its head, without the first.
        public let headers: [String]
        public let body: String

        public func header(_ name: String) -> String? {
            let line = headers.first { $0.lowercased().hasPrefix(name.lowercased() + ":") }
            return line.map { $0.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces) }
        }
    }

    /// A connection of it.
    public final class Connection: @unchecked Sendable {
        fileprivate let socket: Int32
        fileprivate init(_ socket: Int32) { self.socket = socket }

        /// False once nobody reads any more.
        @discardableResult
        public func say(_ text: String) -> Bool {
            var bytes = Array(text.utf8)[...]
            while !bytes.isEmpty {
                #if canImport(Glibc)
                let flags = Int32(MSG_NOSIGNAL)
                #else
                let flags: Int32 = 0
                #endif
                let sent = bytes.withUnsafeBytes { send(socket, $0.baseAddress, $0.count, flags) }
                if sent <= 0 { return false }
                bytes = bytes.dropFirst(sent)
            }
            return true
        }

        /// Its end is not heard, but felt.
        public func reset() {
            var hard = linger(l_onoff: 1, l_linger: 0)
            setsockopt(socket, SOL_SOCKET, SO_LINGER, &hard, socklen_t(MemoryLayout<linger>.size))
        }

        /// Until the other end is gone, or so many seconds have passed.
        public func waitForEnd(seconds: Int) {
            var wait = timeval(tv_sec: seconds, tv_usec: 0)
            setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
            var byte: UInt8 = 0
            while recv(socket, &byte, 1, 0) > 0 {}
        }
    }

    /// Answers; whether the connection may be used again.
    public typealias Answer = @Sendable (Request, Connection) -> Bool

    public let port: UInt16
    public let host: String
    private let server: Int32
    private let answer: Answer
    private let lock = NSLock()
    private var seen: [Request] = []
    private var accepted = 0

    public init(host: String = "127.0.0.1", answer: @escaping Answer) throws {
        #if canImport(Glibc)
        server = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
        server = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        self.host = host
        self.answer = answer
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr(host)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let server = server
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(server, $0, length) == 0 && listen(server, 200) == 0 && getsockname(server, $0, &length) == 0
            }
        }
        guard bound else { throw Broken("no port on \(host)") }
        port = UInt16(bigEndian: address.sin_port)
        let thread = Thread { [weak self] in
            while true {
                let socket = accept(server, nil, nil)
                guard socket >= 0, let self else { break }
                self.lock.withLock { self.accepted += 1 }
                Thread { [weak self] in
                    self?.serve(Connection(socket))
                    close(socket)
                }.start()
            }
        }
        thread.start()
    }

    public var url: String { "http://\(host):\(port)" }

    /// What arrived, in whole.
    public var requests: [Request] { lock.withLock { seen } }
    /// The same, short: `POST /path`.
    public var arrived: [String] { requests.map { "\($0.method) \($0.path)" } }
    public var connections: Int { lock.withLock { accepted } }

    public func stop() {
        shutdown(server, Int32(SHUT_RDWR))
        close(server)
    }

    private func serve(_ connection: Connection) {
        while let request = read(connection.socket) {
            lock.withLock { seen.append(request) }
            if !answer(request, connection) { return }
        }
    }

    private func read(_ socket: Int32) -> Request? {
        var head: [UInt8] = []
        while !head.suffix(4).elementsEqual([13, 10, 13, 10]) {
            var byte: UInt8 = 0
            guard recv(socket, &byte, 1, 0) == 1 else { return nil }
            head.append(byte)
        }
        let lines = String(decoding: head, as: UTF8.self).components(separatedBy: "\r\n").filter { !$0.isEmpty }
        let first = lines[0].split(separator: " ").map(String.init)
        let headers = Array(lines.dropFirst())
        let length = headers.first { $0.lowercased().hasPrefix("content-length:") }
        var left = length.flatMap { Int($0.dropFirst(15).trimmingCharacters(in: .whitespaces)) } ?? 0
        var body: [UInt8] = []
        while left > 0 {
            var part = [UInt8](repeating: 0, count: left)
            let count = recv(socket, &part, left, 0)
            guard count > 0 else { return nil }
            body += part.prefix(count)
            left -= count
        }
        return Request(method: first[0], path: first[1], headers: headers, body: String(decoding: body, as: UTF8.self))
    }
}

extension Loopback.Connection {
    /// A whole answer; the connection may be used again.
    @discardableResult
    public func whole(_ status: String, _ headers: [String] = [], _ body: String = "") -> Bool {
        let lines = headers.map { $0 + "\r\n" }.joined()
        return say("HTTP/1.1 \(status)\r\n\(lines)Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
    }
}
