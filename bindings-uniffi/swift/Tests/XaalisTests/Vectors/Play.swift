import Foundation
import XaalisDoor
import XaalisTestSupport

// Orders in, steps out: what is sent, how an answer is read, what happens next.

/// The first request, or the refusal.
func request(_ given: Json) throws -> Json {
    try said {
        let operation = try begin(given)
        var isStored = false
        while true {
            let next = try step(operation, dawn)
            if next["kind"] == "send" {
                let sent = next["request"]
                let pairs = sent["headers"].list.map { Json.list([$0["name"], $0["value"]]) }
                let names = ["method", "url", "body", "timeout_ms", "max_body"]
                var request = Dictionary(uniqueKeysWithValues: names.map { ($0, sent[$0]) })
                request["headers"] = .list(pairs)
                return .object(["stored_first": .flag(isStored), "request": .object(request)])
            }
            guard next["kind"] == "store" else { throw Broken("neither stored nor sent: \(next.written)") }
            guard !next["record"].written.contains("_sandbox") else { throw Broken("a key in a record") }
            isStored = true
            try note(operation, ["kind": "stored"], dawn)
        }
    }
}

/// The whole reply, when every request is answered so.
func parse(_ given: Json) throws -> Json {
    let operation = try begin(given)
    for _ in 0..<8 {
        let next = try step(operation, dawn)
        switch next["kind"].text {
        case "done": return next["reply"]
        case "wait", "ask": return .object(["goes_on": next["kind"], "why": next["why"]])
        default: try goOn(operation, next, { answered(given) }, dawn)
        }
    }
    throw Broken("no end")
}

/// The number of sends, the pauses between them and the outcome.
func classify(_ given: Json) throws -> Json {
    let operation = try begin(given)
    var answers = given["answers"].list[...]
    var (now, sentAt, sends) = (dawn, dawn, Int64(0))
    var waits: [Json] = []
    var bodies = Set<Json>()
    for _ in 0..<64 {
        let next = try step(operation, now)
        if next["kind"] == "done" {
            guard bodies.count <= 1 else { throw Broken("what is sent again must be the same bytes") }
            var told: [String: Json] = [
                "sends": .number(sends), "waits": .list(waits), "outcome": summary(next["reply"]["outcome"]),
            ]
            if !answers.isEmpty { told["answers_left"] = .number(Int64(answers.count)) }
            return .object(told)
        }
        if next["kind"] == "wait" {
            let until = next["until"].number ?? now
            waits.append(.object(["why": next["why"], "ms_after_send": .number(until - sentAt)]))
            now = until
            continue
        }
        if next["kind"] == "send" {
            sends += 1
            sentAt = now
            if !next["request"]["body"].isNull { bodies.insert(next["request"]["body"]) }
            guard let first = answers.first else {
                return .object(["sends": .number(sends), "waits": .list(waits), "outcome": "another answer is needed"])
            }
            now += first["after_ms"].number ?? 0
        }
        try goOn(operation, next, { answered(answers.removeFirst()) }, now)
    }
    throw Broken("no end")
}

private func goOn(_ operation: XaalisDoor.Operation, _ next: Json, _ answer: () -> [String: Json], _ now: Int64) throws {
    switch next["kind"].text {
    case "store": try note(operation, ["kind": "stored"], now)
    case "load": try note(operation, ["kind": "loaded", "record": .null], now)
    case "send": try note(operation, answer(), now)
    default: throw Broken("it asks: \(next.written)")
    }
}

/// What of an outcome the decision table speaks of.
private func summary(_ outcome: Json) -> Json {
    let kind = outcome["kind"]
    switch kind.text {
    case "settled": return .object(["kind": kind, "status": outcome["value"]["status"]])
    case "rejected": return .object(["kind": kind, "code": outcome["refusal"]["code"]])
    case "not_sent":
        return .object(["kind": kind, "why": outcome["unsent"]["why"], "doubt": outcome["unsent"]["doubt"]])
    default:
        let unknown = outcome["unknown"]
        return .object([
            "kind": kind, "why": unknown["why"], "plan": unknown["plan"], "provider_reference": unknown["provider_reference"],
        ])
    }
}
