import Foundation
import XaalisDoor

/// One payment as the server knows it, whatever the client was told.
public struct SandboxPayment: Sendable, Hashable, Codable {
    public let vendor: Vendor
    /// `charge`, `checkout`, `transfer`, `settlement`, `bill`.
    public let kind: String
    /// The vendor's reference.
    public let reference: String
    /// The payer's or recipient's phone, or the biller's customer; empty for settlements.
    public let number: String
    /// XOF francs, without fees.
    public let amount: Int64
    /// The vendor's word.
    public let status: String
    /// Yours: `extId` or `externalTransactionId`.
    public let clientReference: String?
}

/// A webhook on its way to you: POST `body` to your handler with these `headers`.
public struct Delivery: Sendable, Hashable, Codable {
    /// For ``Sandbox/acknowledge(_:)``; the same at every re-sending.
    public let id: Int64
    public let vendor: Vendor
    public let url: String
    /// The signature among them.
    public let headers: [Header]
    /// The raw text: what the signature covers.
    public let body: String
}

/// Both vendors' servers in this process, stateful, with books that balance: for tests, demos and work without a network.
/// Give it to a client as `transport`.
///
/// ```swift
/// let sandbox = try Sandbox()
/// let senfenico = try Senfenico(apiKey: "sk_test_sandbox", transport: sandbox)
/// try sandbox.inject("drop-after@1") // the first request is carried out, its answer lost
/// ```
///
/// The OTP is `123456`. The last four digits of a phone number choose another ending: 9901 fails, 9902 insufficient funds,
/// 9903 pending for ten minutes, 9905 and 9906 confirmed on the phone (9906: never), 9907 no such account, 9908 created but
/// answered by an error. Time is its own: waits pass at once, unless `realTime` is true.
public final class Sandbox: Transport {
    private let native: SandboxServers
    private let time: any PaymentClock

    public init(_ options: SandboxOptions? = nil, realTime: Bool = false, start: Int64 = 0) throws {
        let options = options ?? SandboxOptions(seed: .random(in: 0..<(1 << 53)))
        native = try within { try SandboxServers(options: json(options)) }
        time = realTime ? SteadyClock() : VirtualClock(start)
    }

    public var clock: (any PaymentClock)? { time }

    /// Milliseconds since 1970.
    public func now() -> Int64 { time.now() }

    /// Lets so many seconds pass. In real time it waits for them.
    public func passTime(_ seconds: TimeInterval) async throws {
        try await time.sleep(until: now() + Int64(seconds * 1_000))
    }

    public func send(_ request: TransportRequest) async throws -> TransportResponse {
        let asked = try json([
            "method": .text(request.method), "url": .text(request.url), "headers": .value(request.headers),
            "body": Fact(request.body), "timeout_ms": .number(request.timeoutMs), "max_body": .number(request.maxBody),
            "in_parts": .flag(request.inParts),
        ] as [String: Fact])
        let told: Answered = try read(within { try native.handle(request: asked, now: now()) })
        if let response = told.response {
            return .init(status: Int(response.status), headers: response.headers, body: .whole(Data(response.body.utf8)))
        }
        let fault = "a fault of the sandbox"
        switch told.failure {
        case "not_sent": throw ConnectFailed(fault)
        case "too_large": throw AnswerTooLarge(fault)
        default: throw NoAnswer(fault)
        }
    }

    /// Lets something go wrong: `effect@when`, such as `drop-after@1` (the first request), `503-before@charges` (the next
    /// whose path has the word), `refuse@*` (all).
    public func inject(_ fault: String) throws { try within { try native.inject(fault: fault) } }

    /// Forgets all faults that have not acted yet.
    public func heal() { native.heal() }

    /// How many requests arrived.
    public var requestsSeen: Int64 { native.requestsSeen() }

    /// What really happened, oldest first by kind.
    public func payments() throws -> [SandboxPayment] { try read(native.payments()) }

    /// The webhooks due now; those not acknowledged come again.
    public func deliveries() throws -> [Delivery] { try read(native.deliveries(now: now())) }

    /// Your handler answered 200 (204 is not): it is not sent again.
    public func acknowledge(_ delivery: Delivery) { native.acknowledge(id: delivery.id) }

    /// The payer dials and pays. False when the charge does not wait for that.
    @discardableResult
    public func payerConfirms(_ reference: String) throws -> Bool { try act("payer_confirms", reference) }

    /// The payer refuses: the charge is `canceled`.
    @discardableResult
    public func payerDeclines(_ reference: String) throws -> Bool { try act("payer_declines", reference) }

    /// A charge that waits for a code is paid without one, though no page says that it can be.
    @discardableResult
    public func paidWithoutCode(_ reference: String) throws -> Bool { try act("paid_without_code", reference) }

    /// The customer completes a payment page. False when it is not pending.
    @discardableResult
    public func checkoutPaid(_ reference: String, phone: String, provider: Provider) throws -> Bool {
        try act("checkout_paid", reference, ["phone": .text(phone), "provider": Fact(provider)])
    }

    /// The payment on a payment page fails.
    @discardableResult
    public func checkoutFailed(_ reference: String) throws -> Bool { try act("checkout_failed", reference) }

    /// Ends a pending transfer now.
    @discardableResult
    public func transferFinishes(_ reference: String, ok: Bool = true) throws -> Bool {
        try act("transfer_finishes", reference, ["ok": .flag(ok)])
    }

    /// Moves a settlement one step on.
    @discardableResult
    public func settlementAdvances(_ reference: String) throws -> Bool { try act("settlement_advances", reference) }

    /// Ends a PROCESSING top-up now.
    @discardableResult
    public func topUpFinishes(_ reference: String, ok: Bool = true) throws -> Bool {
        try act("top_up_finishes", reference, ["ok": .flag(ok)])
    }

    private func act(_ kind: String, _ reference: String, _ facts: [String: Fact] = [:]) throws -> Bool {
        let deed = try event(kind, facts.merging(["reference": .text(reference)]) { told, _ in told })
        return try within { try native.act(deed: deed, now: now()) }
    }
}

private struct Answered: Decodable {
    let kind: String
    let response: VendorResponse?
    let failure: String?
}
