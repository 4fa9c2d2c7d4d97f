import Foundation
import XaalisTestSupport

/// A vendor of one scenario of `bindings-wasm/npm/test/runtimes/scenarios.json`, which misbehaves as it says, and the other
/// host that it may point to.
final class Stage: Sendable {
    let vendor: Loopback
    let elsewhere: Loopback

    init(_ scenario: Json) throws {
        let deeds = scenario["does"].isNull ? [Json.object([:])] : scenario["does"].list
        let turn = Turn()
        // There all is well: what matters is what arrives.
        let elsewhere = try Loopback(host: "127.0.0.2") { request, connection in answerWell(request, connection) }
        self.elsewhere = elsewhere
        vendor = try Loopback { request, connection in
            let deed = deeds[min(turn.next(), deeds.count - 1)]
            return perform(deed, request, connection, elsewhere: elsewhere.url)
        }
        if scenario["nobody"].flag == true { vendor.stop() }
    }

    var posts: Int { vendor.requests.filter { $0.method == "POST" }.count }

    func stop() {
        vendor.stop()
        elsewhere.stop()
    }
}

private final class Turn: @unchecked Sendable {
    private let lock = NSLock()
    private var count = 0

    func next() -> Int {
        lock.withLock {
            defer { count += 1 }
            return count
        }
    }
}

private let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"

/// Whether the connection may be used again.
private func perform(
    _ deed: Json, _ request: Loopback.Request, _ connection: Loopback.Connection, elsewhere: String
) -> Bool {
    if deed["silent"].flag == true {
        connection.waitForEnd(seconds: 90)
        return false
    }
    if deed["reset"].flag == true {
        connection.reset()
        return false
    }
    if deed["closes"].flag == true { return false }
    if let bytes = deed["bytes"].text { return connection.say(bytes) && follows(deed, connection) }
    if let megabytes = deed["floodsMb"].number {
        connection.say(megabytes == 0 ? "\(head)\r\n" : "\(head)Content-Length: \(megabytes << 20)\r\n\r\n")
        let part = String(repeating: " ", count: 1 << 16)
        for _ in 0..<(megabytes == 0 ? .max : megabytes << 4) where !connection.say(part) { break }
        return false
    }
    if let drips = deed["drips"].number {
        connection.say("\(head)Content-Length: 100000\r\n\r\n")
        for _ in 0..<(90_000 / drips) where connection.say(" ") { Thread.sleep(forTimeInterval: Double(drips) / 1_000) }
        return false
    }
    if let redirect = deed["redirect"].number {
        let host = deed["to"] == "elsewhere" ? elsewhere : "http://\(request.header("Host") ?? "")"
        return connection.whole("\(redirect) Moved", ["Location: \(host)\(request.path)"])
    }
    let body = deed["text"].text ?? (deed["json"].isNull ? sample(request, deed["data"]) : deed["json"]).written
    if let late = deed["lateMs"].number { Thread.sleep(forTimeInterval: Double(late) / 1_000) }
    if deed["letters"].flag == true {
        connection.say("\(head)Transfer-Encoding: chunked\r\n\r\n")
        for letter in body { connection.say("\(String(letter).utf8.count)\r\n\(letter)\r\n") }
        return connection.say("0\r\n\r\n")
    }
    let headers = ["Content-Type: application/json"] + deed["headers"].list.compactMap(\.text)
    return connection.whole("\(deed["status"].number ?? 200) Said", headers, body) && follows(deed, connection)
}

private func follows(_ deed: Json, _ connection: Loopback.Connection) -> Bool {
    guard let then = deed["then"].text else { return true }
    // What was written arrives first.
    Thread.sleep(forTimeInterval: 0.05)
    if then == "reset" { connection.reset() }
    return false
}

private func answerWell(_ request: Loopback.Request, _ connection: Loopback.Connection) -> Bool {
    connection.whole("200 OK", ["Content-Type: application/json"], sample(request, .null).written)
}

/// The vendor's page's answer to this call.
private func sample(_ request: Loopback.Request, _ more: Json) -> Json {
    let told = request.method == "GET" ? fetched : request.path.contains("/transfers") ? queued : created
    let answer = (try? Json(text: told)) ?? .null
    let data = answer["data"].object.merging(more.object) { $1 }
    return .object(answer.object.merging(["data": .object(data)]) { $1 })
}

private let created = """
    {"status": true, "message": "Charge attempted", "data": {"reference": "ch_1ba1b4d1268b41079ee84c777e999f51",
    "status": "send_otp", "display_text": "Composez *144*4*6*500# pour obtenir un code OTP.", "live_mode": false}}
    """
private let fetched = """
    {"status": true, "message": "Charge attempted", "data": {"reference": "ch_45a408fd483a4d66b98aeea97aa7c2e2",
    "amount": 1000, "fees": "3.50", "currency": "XOF", "transaction_date": "2024-08-18T12:52:33.569084Z",
    "ip_address": "172.18.0.1", "status": "success", "live_mode": false, "payment_method": "mobile_money",
    "provider": "orange_bf", "phone": "76000000", "cancelled_at": null, "cancellation_reason": null,
    "created_at": "2024-08-18T12:52:33.572801Z", "updated_at": "2024-08-18T12:58:04.376754Z",
    "confirmation_attempts": []}}
    """
private let queued = """
    {"status": true, "message": "Transfer has been queued", "data": {"reference": "tr_ef733c5a98b04a51b00773256d8b8f2f",
    "amount": 1000, "fees": 1.5, "recipient_phone": "76000000", "currency": "XOF", "ip_address": "172.18.0.1",
    "status": "pending", "live_mode": false, "recipient_wallet": "orange_bf",
    "ext_id": "98b96ea4-210d-4ea0-9b03-8d7fd96e4064", "created_at": "2024-03-21T21:08:33.336879Z"}}
    """
