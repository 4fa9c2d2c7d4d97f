import Foundation

/// Performs requests: each once, without a redirect, a cookie, a cache or a credential.
package protocol Wire: Sendable {
    /// Comes back when the head is there. Cancelled, it gives up. A body of more than `limit` bytes ends with
    /// ``WireError/tooLarge``, and is not read on.
    func send(_ request: WireRequest, limit: Int64?) async throws -> WireResponse
}

extension Wire {
    /// The same with its body, of at most so many bytes.
    package func whole(_ request: WireRequest, maxBody: Int64) async throws -> (WireResponse, Data) {
        let response = try await send(request, limit: maxBody)
        var whole = Data()
        for try await part in response.body { whole.append(part) }
        try Task.checkCancellation()
        return (response, whole)
    }
}

package struct WireRequest: Sendable {
    package let method: String
    package let url: String
    package let headers: [(name: String, value: String)]
    package let body: String?

    package init(method: String, url: String, headers: [(name: String, value: String)], body: String?) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }
}

/// What came back; the body as it arrives.
package struct WireResponse: Sendable {
    package let status: Int
    package let headers: [(name: String, value: String)]
    package let body: AsyncThrowingStream<Data, any Error>
}

package enum WireError: Error {
    /// There never was a connection.
    case notSent(any Error)
    /// The body is larger than was wanted.
    case tooLarge
    /// Anything else.
    case lost(any Error)
}

