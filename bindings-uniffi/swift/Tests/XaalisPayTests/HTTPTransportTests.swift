import Foundation
import Testing
import XaalisTestSupport
import XaalisWire
#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

@testable import XaalisPay

/// What carries requests on this platform, and what does on Apple's.
enum Over: CaseIterable {
    case platform, session

    var transport: Pay.HTTPTransport {
        switch self {
        case .platform: Pay.HTTPTransport()
        case .session: Pay.HTTPTransport(over: SessionWire { _ in })
        }
    }
}

@Suite(.timeLimit(.minutes(5))) struct HTTPTransportTests {
    private let peer: Loopback

    init() throws {
        peer = try Loopback(answer: misbehaving)
    }

    @Test(arguments: Over.allCases) func whatIsSentArrivesAndWhatIsAnsweredComesBack(_ over: Over) async throws {
        let answer = try await post(over, "/echo")
        #expect(answer.status == 429)
        #expect(String(decoding: answer.body, as: UTF8.self) == #"POST {"do":"start"}Bearer t1 é"#)
        #expect(answer.headers.first { $0.name.lowercased() == "retry-after" }?.value == "7")
        #expect(try await post(over, "/nothing").status == 204)
        #expect(peer.arrived == ["POST /echo", "POST /nothing"])
    }

    @Test(arguments: Over.allCases, [301, 302, 303, 307, 308]) func noRedirectIsFollowed(_ over: Over, _ status: Int) async throws {
        #expect(try await post(over, "/redirect-\(status)").status == status)
        #expect(try await send(over, "GET", "/redirect-\(status)").status == status)
        try await aWhile()
        #expect(peer.arrived == ["POST /redirect-\(status)", "GET /redirect-\(status)"])
    }

    @Test func whatA401SaysIsReadAlsoOfAPost() async throws {
        // Foundation's session of Linux would not live through it.
        let over = Over.platform
        for method in ["GET", "POST"] {
            for path in ["/old", "/old-bearer", "/old-basic"] {
                let answer = try await send(over, method, path)
                #expect(answer.status == 401)
                #expect(String(decoding: answer.body, as: UTF8.self) == #"{"error":"token_expired"}"#)
            }
        }
        #expect(peer.arrived.filter { $0 == "POST /old" }.count == 1)
    }

    @Test(arguments: Over.allCases, ["/cut", "/cut-chunk", "/hang-up", "/noise", "/large", "/endless"])
    func aPostArrivesOnceWhateverBecomesOfItsAnswer(_ over: Over, _ path: String) async throws {
        await #expect(throws: (any Error).self) { try await post(over, path) }
        try await aWhile()
        #expect(peer.arrived == ["POST \(path)"])
    }

    @Test(arguments: Over.allCases) func aPostAfterAConnectionThatWasKeptArrivesOnce(_ over: Over) async throws {
        _ = try await send(over, "GET", "/echo")
        _ = try await post(over, "/echo")
        await #expect(throws: (any Error).self) { try await post(over, "/hang-up") }
        try await aWhile()
        #expect(peer.arrived == ["GET /echo", "POST /echo", "POST /hang-up"])
    }

    @Test(arguments: Over.allCases, ["/silent", "/stall", "/drip", "/drip-head"])
    func deadlinesHold(_ over: Over, _ path: String) async throws {
        let began = ContinuousClock.now
        await #expect(throws: URLError.self) { try await post(over, path, timeoutMs: 700) }
        // Far from the end of what the peer does, on a busy machine as well.
        #expect(ContinuousClock.now - began < .seconds(20))
        try await aWhile()
        #expect(peer.arrived == ["POST \(path)"])
    }

    @Test(arguments: Over.allCases) func whoIsCancelledComesBackAtOnceAndTheConnectionIsClosed(_ over: Over) async throws {
        let closed = Locked(false)
        let server = try Loopback { _, connection in
            connection.waitForEnd(seconds: 60)
            closed { $0 = true }
            return false
        }
        let url = server.url
        let going = Task { try await over.transport.send(request("POST", url, 60_000)) }
        while server.arrived.isEmpty { try await Task.sleep(nanoseconds: 5_000_000) }
        let began = ContinuousClock.now
        going.cancel()
        await #expect(throws: (any Error).self) { try await going.value }
        #expect(ContinuousClock.now - began < .seconds(20))
        for _ in 0..<400 where !closed({ $0 }) { try await Task.sleep(nanoseconds: 50_000_000) }
        #expect(closed { $0 })
    }

    private func post(_ over: Over, _ path: String, timeoutMs: Int64 = 10_000) async throws -> Pay.TransportResponse {
        try await send(over, "POST", path, timeoutMs: timeoutMs)
    }

    private func send(_ over: Over, _ method: String, _ path: String, timeoutMs: Int64 = 10_000) async throws -> Pay.TransportResponse {
        try await over.transport.send(request(method, peer.url + path, timeoutMs))
    }

    /// What is sent behind its caller's back would come now.
    private func aWhile() async throws {
        try await Task.sleep(nanoseconds: 300_000_000)
    }
}

private func request(_ method: String, _ url: String, _ timeoutMs: Int64) -> Pay.TransportRequest {
    let headers = [Pay.Header(name: "Authorization", value: "Bearer t1"), Pay.Header(name: "Content-Type", value: "application/json")]
    let body = method == "POST" ? #"{"do":"start"}"# : nil
    return .init(method: method, url: url, headers: headers, body: body, timeoutMs: timeoutMs, maxBody: 64 << 10)
}

/// Misbehaves as the path asks for.
@Sendable private func misbehaving(_ request: Loopback.Request, _ connection: Loopback.Connection) -> Bool {
    let head = "HTTP/1.1 200 OK\r\n"
    switch request.path {
    case "/echo":
        let said = "\(request.method) \(request.body)\(request.header("Authorization") ?? "") é"
        return connection.whole("429 Too Many", ["Retry-After: 7"], said)
    case "/nothing": return connection.say("HTTP/1.1 204 No Content\r\n\r\n")
    case let path where path.hasPrefix("/old"):
        let challenge = ["/old-bearer": ["WWW-Authenticate: Bearer"], "/old-basic": [#"WWW-Authenticate: Basic realm="shop""#]]
        return connection.whole("401 Unauthorized", challenge[path] ?? [], #"{"error":"token_expired"}"#)
    case let path where path.hasPrefix("/redirect-"):
        let host = request.header("Host") ?? ""
        return connection.whole("\(path.suffix(3)) Moved", ["Location: http://\(host)/elsewhere"])
    case "/large": return connection.whole("200 OK", [], String(repeating: "x", count: 3_000_000))
    case "/endless":
        connection.say(head + "\r\n")
        while connection.say(String(repeating: "x", count: 20_000)) {}
    case "/drip", "/drip-head":
        let (first, each) = request.path == "/drip" ? (head + "\r\n", " ") : (head, "x-more: 1\r\n")
        connection.say(first)
        for _ in 0..<1_200 where connection.say(each) { Thread.sleep(forTimeInterval: 0.05) }
    case "/stall":
        connection.say(head + "Content-Length: 10\r\n\r\n{")
        connection.waitForEnd(seconds: 60)
    case "/cut": connection.say(head + "Content-Length: 100\r\n\r\n{")
    case "/cut-chunk": connection.say(head + "Transfer-Encoding: chunked\r\n\r\n64\r\n{")
    case "/hang-up": break
    case "/noise": connection.say("hello\r\n\r\n")
    default: connection.waitForEnd(seconds: 60)
    }
    return false
}
