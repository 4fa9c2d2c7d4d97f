import Foundation

extension Pay {
    /// Performs requests: ``HTTPTransport`` unless you give another.
    public protocol Transport: Sendable {
        /// Performs it once: no redirect, no second try, at most ``TransportRequest/maxBody`` bytes of answer. What it
        /// throws is "no answer came", and the order is read, or what the person did said, again. Cancelled, it gives up
        /// at once.
        func send(_ request: TransportRequest) async throws -> TransportResponse
    }

    /// One request to the relay. ``headers`` and ``body`` hold the token and what is personal: no log of the value shows
    /// them.
    public struct TransportRequest: Sendable {
        /// `GET` or `POST`.
        public let method: String
        /// The relay's address.
        public let url: String
        /// All headers to send, the token among them.
        public let headers: [Header]
        /// The JSON of a POST.
        public let body: String?
        /// How long the whole exchange may take. Kept by whoever called the transport.
        public let timeoutMs: Int64
        /// The most bytes of answer to read, unpacked.
        public let maxBody: Int64

        public init(method: String, url: String, headers: [Header], body: String?, timeoutMs: Int64, maxBody: Int64) {
            self.method = method
            self.url = url
            self.headers = headers
            self.body = body
            self.timeoutMs = timeoutMs
            self.maxBody = maxBody
        }
    }

    /// What came back, whole.
    public struct TransportResponse: Sendable {
        public let status: Int
        public let headers: [Header]
        /// The answer's bytes, unpacked.
        public let body: Data

        public init(status: Int, headers: [Header] = [], body: Data) {
            self.status = status
            self.headers = headers
            self.body = body
        }
    }

    /// A header's line.
    public struct Header: Sendable, Hashable {
        public let name: String
        public let value: String

        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }
}

extension Pay.TransportRequest: CustomStringConvertible, CustomReflectable {
    public var description: String { "TransportRequest(\(method))" }
    public var customMirror: Mirror { Mirror(self, children: ["method": method]) }
}

extension Pay.TransportResponse: CustomStringConvertible, CustomReflectable {
    public var description: String { "TransportResponse(\(status))" }
    public var customMirror: Mirror { Mirror(self, children: ["status": status]) }
}

extension Pay.Header: CustomStringConvertible, CustomReflectable {
    public var description: String { name }
    public var customMirror: Mirror { Mirror(self, children: ["name": name]) }
}
