import Foundation

/// Performs requests: ``HTTPTransport`` unless you give another, such as a ``Sandbox``.
public protocol Transport: Sendable {
    /// Performs it once: no redirect, no retry, at most ``TransportRequest/maxBody`` bytes of answer after unpacking.
    ///
    /// Throws ``ConnectFailed`` only when certainly no byte has left; ``AnswerTooLarge`` when there was more than
    /// `maxBody`. Anything else counts as "may have been sent". Cancelled, it gives up at once.
    func send(_ request: TransportRequest) async throws -> TransportResponse

    /// A time of its own, as a sandbox has.
    var clock: (any PaymentClock)? { get }
}

extension Transport {
    public var clock: (any PaymentClock)? { nil }
}

/// One request. ``url``, ``headers`` and ``body`` hold the key and what is personal: no log of the value shows them.
public struct TransportRequest: Sendable {
    private let sent: VendorRequest

    init(_ sent: VendorRequest) {
        self.sent = sent
    }

    public var method: String { sent.method.rawValue }
    /// The absolute address.
    public var url: String { sent.url }
    /// All headers to send, the key among them.
    public var headers: [Header] { sent.headers }
    /// The JSON of a POST.
    public var body: String? { sent.body }
    /// How long the whole exchange may take; of an answer in parts each. Kept by whoever called the transport.
    public var timeoutMs: Int64 { sent.timeoutMs }
    public var maxBody: Int64 { sent.maxBody }
    /// The answer may have no end: give its body as it arrives. A whole one within ``maxBody`` will do as well.
    public var inParts: Bool { sent.inParts }
}

/// What came back.
public struct TransportResponse: Sendable {
    /// The answer's bytes, unpacked.
    public enum Body: Sendable {
        /// All of them.
        case whole(Data)
        /// As they arrive.
        case parts(AsyncThrowingStream<Data, any Error>)
    }

    public let status: Int
    public let headers: [Header]
    public let body: Body

    public init(status: Int, headers: [Header] = [], body: Body) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

extension TransportRequest: CustomStringConvertible, CustomReflectable {
    public var description: String { "TransportRequest(\(method))" }
    public var customMirror: Mirror { Mirror(self, children: ["method": method]) }
}

extension TransportResponse: CustomStringConvertible, CustomReflectable {
    public var description: String { "TransportResponse(\(status))" }
    public var customMirror: Mirror { Mirror(self, children: ["status": status]) }
}
