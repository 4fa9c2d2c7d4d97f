#if os(Linux)
import Foundation
import XaalisCurl

/// libcurl, which Foundation stands on there, a thread a request. Foundation's own `URLSession` for Linux ends the whole
/// process over a 401 whose `WWW-Authenticate` names no realm, and waits for ever over one that does.
package final class CurlWire: Wire {
    /// Connections that were kept, for reads: with a body each request has one of its own.
    private let kept = Locked([Handle]())
    private static let mostKept = 8

    package init() {}

    package func send(_ request: WireRequest, limit: Int64?) async throws -> WireResponse {
        let exchange = Exchange(limit)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { waiter in
                exchange.begins(waiter)
                let thread = Thread { self.perform(request, exchange) }
                thread.name = "xaalis"
                thread.start()
            }
        } onCancel: {
            exchange.giveUp()
        }
    }

    private func perform(_ request: WireRequest, _ exchange: Exchange) {
        let isRead = request.body == nil
        guard let handle = (isRead ? kept { $0.popLast() } : nil) ?? Handle() else {
            return exchange.ends(.notSent(Lost("no memory")))
        }
        let lines = request.headers.map { strdup("\($0.name): \($0.value)") }
        defer { lines.forEach { free($0) } }
        let headers = lines.map { UnsafePointer($0) } + [nil]
        let context = Unmanaged.passUnretained(exchange).toOpaque()
        var why = [CChar](repeating: 0, count: 256)
        let body = request.body.map { Array($0.utf8CString) }
        let end = xaalis_curl_perform(
            handle.curl, request.method, request.url, headers, body, body.map { $0.count - 1 } ?? 0, context,
            { context, bytes, length in Exchange.of(context).line(bytes, length) },
            { context, bytes, length in Exchange.of(context).part(bytes, length) },
            { context in Exchange.of(context).isGivenUp ? 1 : 0 }, &why
        )
        let told = Lost(why.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" })
        switch end {
        case XAALIS_WHOLE:
            if isRead { kept { if $0.count < Self.mostKept { $0.append(handle) } } }
            exchange.ends(nil)
        case XAALIS_NOT_SENT: exchange.ends(.notSent(told))
        default: exchange.ends(.lost(told))
        }
    }
}

/// What libcurl says.
private struct Lost: LocalizedError, CustomStringConvertible {
    let description: String
    var errorDescription: String? { description }

    init(_ description: String) {
        self.description = description
    }
}

/// One of libcurl's, used by one thread at a time.
private final class Handle: @unchecked Sendable {
    let curl: UnsafeMutableRawPointer

    init?() {
        guard let curl = xaalis_curl_open() else { return nil }
        self.curl = curl
    }

    deinit {
        xaalis_curl_close(curl)
    }
}

/// What comes of one request.
private final class Exchange: Sendable {
    private struct Inside {
        var waiter: CheckedContinuation<WireResponse, any Error>?
        var status = 0
        var headers: [(name: String, value: String)] = []
        var body: AsyncThrowingStream<Data, any Error>.Continuation?
        var isGivenUp = false
        /// How many bytes more are taken.
        var left = Int64.max
    }

    private let inside = Locked(Inside())

    init(_ limit: Int64?) {
        inside { $0.left = limit ?? .max }
    }

    static func of(_ context: UnsafeMutableRawPointer?) -> Exchange {
        Unmanaged.fromOpaque(context!).takeUnretainedValue()
    }

    var isGivenUp: Bool { inside { $0.isGivenUp } }

    func begins(_ waiter: CheckedContinuation<WireResponse, any Error>) {
        inside { $0.waiter = waiter }
    }

    /// Whoever waits comes back now, libcurl at most a second later.
    func giveUp() {
        let (waiter, body) = inside { inside in
            inside.isGivenUp = true
            defer { inside.waiter = nil }
            return (inside.waiter, inside.body)
        }
        waiter?.resume(throwing: CancellationError())
        body?.finish(throwing: CancellationError())
    }

    /// A line of the head. An empty one ends it, unless it is that of an answer before the answer.
    func line(_ bytes: UnsafePointer<CChar>?, _ length: Int) -> Int32 {
        let line = text(bytes, length).trimmingCharacters(in: .whitespacesAndNewlines)
        if line.hasPrefix("HTTP/") {
            let status = line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
            inside { ($0.status, $0.headers) = (status, []) }
        } else if let colon = line.firstIndex(of: ":") {
            let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            inside { $0.headers.append((name: String(line[..<colon]), value: value)) }
        } else if line.isEmpty {
            answered()
        }
        return isGivenUp ? 1 : 0
    }

    func part(_ bytes: UnsafePointer<CChar>?, _ length: Int) -> Int32 {
        let (body, isGivenUp, left) = inside { inside in
            inside.left -= Int64(length)
            return (inside.body, inside.isGivenUp, inside.left)
        }
        guard left >= 0 else {
            body?.finish(throwing: WireError.tooLarge)
            return 1
        }
        if let bytes, length > 0 { body?.yield(Data(bytes: bytes, count: length)) }
        return isGivenUp ? 1 : 0
    }

    func ends(_ error: WireError?) {
        let (waiter, body) = inside { inside in
            defer { inside.waiter = nil }
            return (inside.waiter, inside.body)
        }
        body?.finish(throwing: error)
        waiter?.resume(throwing: error ?? .lost(Lost("no answer")))
    }

    private func answered() {
        let (waiter, response) = inside { inside -> (CheckedContinuation<WireResponse, any Error>?, WireResponse?) in
            guard inside.status >= 200, inside.body == nil else { return (nil, nil) }
            let (body, parts) = AsyncThrowingStream<Data, any Error>.makeStream()
            inside.body = parts
            defer { inside.waiter = nil }
            return (inside.waiter, WireResponse(status: inside.status, headers: inside.headers, body: body))
        }
        guard let response else { return }
        inside { $0.body }?.onTermination = { [weak self] end in
            if case .cancelled = end { self?.giveUp() }
        }
        waiter?.resume(returning: response)
    }

    private func text(_ bytes: UnsafePointer<CChar>?, _ length: Int) -> String {
        String(decoding: UnsafeRawBufferPointer(start: bytes, count: length), as: UTF8.self)
    }
}
#endif
