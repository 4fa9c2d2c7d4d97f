import Foundation
import XaalisPayDoor

/// Core's `relay::Client` in the native half. It decides everything: what to send, how long to wait, what is heard.
struct Machine: Sendable {
    private let native: RelayClient

    /// Throws ``InvalidInput`` naming `url`.
    init(url: String) throws {
        native = try within { try RelayClient(settings: json(["url": url, "keys": "camel"])) }
    }

    func poll(_ now: Int64) throws -> Move {
        try Move(native.step(now: now))
    }

    func token(_ token: String, _ now: Int64) throws -> Bool {
        try tell("token", ["token": token], now)
    }

    func answered(_ answer: Pay.TransportResponse, _ now: Int64) throws -> Bool {
        let headers = json(answer.headers.map { [$0.name, $0.value] })
        let status = UInt16(exactly: answer.status) ?? 0
        return try within { try native.answered(status: status, headers: headers, body: answer.body, now: now) }
    }

    /// No answer came, or no token.
    func failed(_ now: Int64) throws -> Bool {
        try tell("failed", [:], now)
    }

    func start(phone: String?, provider: Pay.Provider?, bill: String?, _ now: Int64) throws -> Bool {
        try tell("start", ["phone": phone, "provider": provider?.rawValue, "bill": bill], now)
    }

    func code(_ code: String, _ now: Int64) throws -> Bool {
        try tell("code", ["code": code], now)
    }

    func look(_ now: Int64) throws -> Bool {
        try tell("look", [:], now)
    }

    private func tell(_ kind: String, _ facts: [String: String?], _ now: Int64) throws -> Bool {
        let event = json(facts.compactMapValues { $0 }.merging(["kind": kind]) { _, kind in kind })
        return try within { try native.tell(event: event, now: now) }
    }
}

private func json(_ value: some Encodable) -> String {
    // Texts and lists of texts are always JSON.
    (try? JSONEncoder().encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? ""
}
