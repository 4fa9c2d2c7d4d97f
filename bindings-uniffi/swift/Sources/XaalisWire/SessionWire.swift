import Foundation
#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// The platform's `URLSession`.
///
/// Each POST has a session, and so a connection, of its own: over one that was kept and has died meanwhile the platform
/// would send it a second time by itself.
package final class SessionWire: Wire {
    private let configure: @Sendable (URLSessionConfiguration) -> Void
    /// For reads, whose connection is kept.
    private let reads: URLSession

    /// `configure` changes what a session is made of: a proxy, say.
    package init(configure: @escaping @Sendable (URLSessionConfiguration) -> Void) {
        self.configure = configure
        reads = Self.session(configure)
    }

    deinit {
        reads.invalidateAndCancel()
    }

    package func send(_ request: WireRequest, limit: Int64?) async throws -> WireResponse {
        guard let url = URL(string: request.url) else { throw WireError.notSent(URLError(.badURL)) }
        var asked = URLRequest(url: url)
        asked.httpMethod = request.method
        asked.httpShouldHandleCookies = false
        // Whoever called keeps the deadline.
        asked.timeoutInterval = Self.long
        for (name, value) in request.headers { asked.addValue(value, forHTTPHeaderField: name) }
        asked.httpBody = request.body.map { Data($0.utf8) }
        let isRead = request.method == "GET"
        let session = isRead ? reads : Self.session(configure)
        let exchange = Exchange(limit)
        let task = session.dataTask(with: asked)
        exchange.own(task, last: isRead ? nil : session)
        return try await withTaskCancellationHandler {
            try await exchange.head(of: task)
        } onCancel: {
            task.cancel()
        }
    }

    private static let long: TimeInterval = 86_400

    private static func session(_ configure: (URLSessionConfiguration) -> Void) -> URLSession {
        let plain = URLSessionConfiguration.ephemeral
        plain.urlCache = nil
        plain.httpCookieStorage = nil
        plain.httpShouldSetCookies = false
        plain.urlCredentialStorage = nil
        plain.timeoutIntervalForRequest = long
        configure(plain)
        return URLSession(configuration: plain, delegate: Listener.all, delegateQueue: nil)
    }
}

/// What comes of one task.
private final class Exchange: Sendable {
    private struct Inside {
        var waiter: CheckedContinuation<WireResponse, any Error>?
        /// What came before anybody waited.
        var early: Result<WireResponse, any Error>?
        var body: AsyncThrowingStream<Data, any Error>.Continuation?
        var last: URLSession?
        /// How many bytes more are taken.
        var left = Int64.max
    }

    private let inside = Locked(Inside())

    init(_ limit: Int64?) {
        inside { $0.left = limit ?? .max }
    }

    func own(_ task: URLSessionDataTask, last: URLSession?) {
        inside { $0.last = last }
        Listener.all.exchanges { $0[ObjectIdentifier(task)] = self }
    }

    func head(of task: URLSessionDataTask) async throws -> WireResponse {
        try await withCheckedThrowingContinuation { continuation in
            let early = inside { inside in
                if inside.early == nil { inside.waiter = continuation }
                return inside.early
            }
            if let early { return continuation.resume(with: early) }
            task.resume()
        }
    }

    func begins(_ response: URLResponse, of task: URLSessionTask) {
        guard let head = response as? HTTPURLResponse else { return ends(URLError(.badServerResponse), task) }
        let (body, parts) = AsyncThrowingStream<Data, any Error>.makeStream()
        parts.onTermination = { _ in task.cancel() }
        inside { $0.body = parts }
        let headers = head.allHeaderFields.map { (name: "\($0.key)", value: "\($0.value)") }
        told(.success(WireResponse(status: head.statusCode, headers: headers, body: body)))
    }

    func arrives(_ data: Data) {
        let (body, left) = inside { inside in
            inside.left -= Int64(data.count)
            return (inside.body, inside.left)
        }
        // Ended, it cancels the task.
        if left < 0 { body?.finish(throwing: WireError.tooLarge) } else { body?.yield(data) }
    }

    func ends(_ error: (any Error)?, _ task: URLSessionTask) {
        Listener.all.exchanges { $0[ObjectIdentifier(task)] = nil }
        let (body, session) = inside { inside in
            defer { inside.last = nil }
            return (inside.body, inside.last)
        }
        session?.finishTasksAndInvalidate()
        let failure = error.map(Self.failure)
        body?.finish(throwing: failure)
        told(.failure(failure ?? WireError.lost(URLError(.badServerResponse))))
    }

    private func told(_ result: Result<WireResponse, any Error>) {
        let waiter = inside { inside in
            if inside.early == nil { inside.early = result }
            defer { inside.waiter = nil }
            return inside.waiter
        }
        waiter?.resume(with: result)
    }

    /// Certainly nothing has left where there never was a connection. (Linux says `unsupportedURL` of an answer that is no
    /// HTTP as well.)
    private static func failure(_ error: any Error) -> WireError {
        switch (error as? URLError)?.code {
        case .cannotConnectToHost, .cannotFindHost, .dnsLookupFailed, .appTransportSecurityRequiresSecureConnection:
            return .notSent(error)
        default: return .lost(error)
        }
    }
}

/// What every session calls.
private final class Listener: NSObject, URLSessionDataDelegate, Sendable {
    static let all = Listener()
    let exchanges = Locked([ObjectIdentifier: Exchange]())

    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        completionHandler(nil)
    }

    func urlSession(
        _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
        completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
    ) {
        exchange(of: dataTask)?.begins(response, of: dataTask)
        completionHandler(.allow)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        exchange(of: dataTask)?.arrives(data)
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        exchange(of: task)?.ends(error, task)
    }

    private func exchange(of task: URLSessionTask) -> Exchange? {
        exchanges { $0[ObjectIdentifier(task)] }
    }
}
