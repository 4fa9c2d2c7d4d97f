import Foundation
import XaalisWire
#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

extension Pay {
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
            let (wire, maxBody) = (wire, request.maxBody)
            let hurry = Hurry<TransportResponse>()
            let end = await hurry.run(timeoutMs: request.timeoutMs) {
                let (head, body) = try await wire.whole(asked, maxBody: maxBody)
                let headers = head.headers.map { Header(name: $0.name, value: $0.value) }
                return TransportResponse(status: head.status, headers: headers, body: body)
            }
            switch end {
            case .came(let answer): return answer
            case .failed(WireError.notSent(let why)), .failed(WireError.lost(let why)): throw why
            case .failed(let why): throw why
            case .late: throw URLError(.timedOut)
            case .givenUp: throw CancellationError()
            }
        }
    }
}
