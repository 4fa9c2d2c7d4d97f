import Foundation
import XaalisWire

/// The platform's `URLSession`, or libcurl on Linux: each POST once, over a connection of its own; no redirect, no
/// cookie, no cache.
public struct HTTPTransport: Transport {
    private let wire: any Wire

    public init() {
        #if os(Linux)
        self.init(over: CurlWire())
        #else
        self.init { _ in }
        #endif
    }

    #if !os(Linux)
    /// `configure` changes what a session is made of, for a proxy, say.
    public init(configure: @escaping @Sendable (URLSessionConfiguration) -> Void) {
        self.init(over: SessionWire(configure: configure))
    }
    #endif

    init(over wire: any Wire) {
        self.wire = wire
    }

    public func send(_ request: TransportRequest) async throws -> TransportResponse {
        let headers = request.headers.map { (name: $0.name, value: $0.value) }
        let asked = WireRequest(method: request.method, url: request.url, headers: headers, body: request.body)
        do {
            if request.inParts {
                let head = try await wire.send(asked, limit: nil)
                return response(head, .parts(told(head.body)))
            }
            let (head, body) = try await wire.whole(asked, maxBody: request.maxBody)
            return response(head, .whole(body))
        } catch {
            throw failure(error)
        }
    }

    private func response(_ head: WireResponse, _ body: TransportResponse.Body) -> TransportResponse {
        .init(status: head.status, headers: head.headers.map { Header(name: $0.name, value: $0.value) }, body: body)
    }

    /// The same parts with errors of this package.
    private func told(_ parts: AsyncThrowingStream<Data, any Error>) -> AsyncThrowingStream<Data, any Error> {
        AsyncThrowingStream { told in
            let reading = Task {
                do {
                    for try await part in parts { told.yield(part) }
                    told.finish()
                } catch {
                    told.finish(throwing: failure(error))
                }
            }
            told.onTermination = { _ in reading.cancel() }
        }
    }
}

private func failure(_ error: any Error) -> any Error {
    switch error {
    case WireError.notSent(let why): ConnectFailed(cause: why)
    case WireError.tooLarge: AnswerTooLarge()
    case WireError.lost(let why): NoAnswer(cause: why)
    default: error
    }
}
