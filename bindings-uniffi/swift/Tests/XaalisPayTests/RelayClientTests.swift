import Foundation
import Testing
import XaalisTestSupport

@testable import XaalisPay

@Suite struct RelayClientTests {
    @Test func theStoriesOfAClient() throws {
        let stories = try vectors("relay-client.json")
        for story in stories { #expect(try firstWrong(story) == nil) }
        ran("relay-client.json", stories.count)
    }

    /// The first line that was not so.
    private func firstWrong(_ story: Case) throws -> String? {
        let machine = try Machine(url: try #require(story.input["url"].text))
        var now: Int64 = 1_767_600_000_000
        for (place, line) in story.input["lines"].list.enumerated() {
            now += line["after_ms"].number ?? 0
            if let kind = line["in"].text {
                try hear(machine, kind, line, now)
                continue
            }
            let told = try told(machine.poll(now), now)
            if line.object.contains(where: { name, wanted in (told[name] ?? .null) != wanted }) {
                return "\(story.id) line \(place + 1): \(Json.object(told).written), not \(line.written)"
            }
        }
        return nil
    }

    private func hear(_ machine: Machine, _ kind: String, _ line: Json, _ now: Int64) throws {
        switch kind {
        case "token": _ = try machine.token(line["token"].text ?? "", now)
        case "fail": _ = try machine.failed(now)
        case "start":
            let provider = line["provider"].text.map(Pay.Provider.init(rawValue:))
            _ = try machine.start(phone: line["phone"].text, provider: provider, bill: line["bill"].text, now)
        case "code": _ = try machine.code(line["code"].text ?? "", now)
        case "look": _ = try machine.look(now)
        case "answer": _ = try machine.answered(answer(line), now)
        default: #expect(kind == "time")
        }
    }

    private func answer(_ line: Json) throws -> Pay.TransportResponse {
        let headers = line["headers"].list.map { Pay.Header(name: $0.list[0].text ?? "", value: $0.list[1].text ?? "") }
        let body = line["body"].text ?? line["body"].written
        return .init(status: Int(try #require(line["status"].number)), headers: headers, body: Data(body.utf8))
    }

    private func told(_ move: Move, _ now: Int64) throws -> [String: Json] {
        switch move {
        case .token: return ["out": "token"]
        case .wait(let until): return ["out": "wait", "until_ms": .number(until - now)]
        case .send(let request):
            #expect(request.timeoutMs == 20_000)
            let token = request.headers.first { $0.name == "Authorization" }.map { String($0.value.dropFirst("Bearer ".count)) }
            let body = try request.body.map { try Json(text: $0) }
            return ["out": "send", "method": .text(request.method), "token": token.map(Json.text) ?? .null, "body": body ?? .null]
        case .show(.ended(.refused(let word)), _): return ["out": "refused", "word": .text(word)]
        case .show(.ended(.done(let view, let problem)), _): return seen("done", view, problem)
        case .show(.shown(let view, let problem), let until):
            return seen("show", view, problem).merging(["until_ms": .number(try #require(until) - now)]) { _, new in new }
        }
    }

    private func seen(_ out: String, _ view: Pay.View, _ problem: Pay.Problem?) -> [String: Json] {
        [
            "out": .text(out), "state": .text(view.word), "rev": .text(view.rev),
            "kind": (view.receipt?.kind).map(Json.text) ?? .null, "problem": (problem?.word.rawValue).map(Json.text) ?? .null,
        ]
    }
}
