import Foundation
import XaalisDoor
import XaalisTestSupport

/// A story of `tests/vectors/flows*.json`, line by line: `as told`, or the first line that was not so. The lines are
/// documented in `tests/vectors/README.md`.
func story(_ given: Json) throws -> Json {
    let whole = expanded(given)
    let teller = try Teller(whole)
    for (place, line) in whole["lines"].list.enumerated() {
        do {
            if line.object["out"] != nil { try teller.out(line) } else { try teller.hear(line) }
        } catch let instead as NotTold {
            return .object(["line": .number(Int64(place + 1)), "wanted": line, "got": instead.got])
        }
    }
    return "as told"
}

/// What came instead.
private struct NotTold: Error {
    let got: Json

    init(_ got: Json) {
        self.got = got
    }
}

/// What a process wants, as the lines have it.
private struct Got {
    var told: [String: Json]
    var step: Json = .null
    /// The text in which nothing hidden may stand.
    var whole = ""
    var out: String { told["out"]?.text ?? "" }
}

/// One process: what it is at, and what it has not looked at yet.
private struct Process {
    var account: Account?
    var operation: XaalisDoor.Operation?
    var isPending = false
    var until = dawn
    var ahead: Got?
}

private final class Teller {
    private let given: Json
    private var order: Json
    private var opId: String
    private var now = dawn
    private var key: Json
    private var earlierKeys: Json = .list([])
    private var refused: Json?
    /// The next process leaves the vendor alone until a look is due.
    private var isCalm = false
    /// The newest records of the tries before.
    private var tries: [Json] = []
    /// The newest durable record, and the one before it.
    private var durable: Json = .null
    private var before: Json = .null
    private var here = Process()
    /// The other process, if two are at it.
    private var beside = Process()

    init(_ given: Json) throws {
        self.given = given
        order = given["order"]
        opId = given["op_id"].text ?? "op-1"
        key = given["key"]
        try enter()
    }

    func out(_ line: Json) throws {
        let refused = refused
        self.refused = nil
        if line["out"] == "refused" {
            let field = refused?["invalid"]["field"] ?? .null
            if refused == nil || (line.object["field"] != nil && line["field"] != field) { throw NotTold(refused ?? .null) }
            return
        }
        if let refused { throw NotTold(refused) }
        if line["out"] == "elsewhere" { return try elsewhere(line) }
        var got = try looked()
        while line["at_last"].flag == true, got.out == "store", got.told["record"]?["stage"] == "open", !shows([:], got) {
            keep(got)
            got = try looked()
        }
        guard got.told["out"] == line["out"], fits(line, got) else { throw NotTold(.object(got.told)) }
        keep(got)
    }

    func hear(_ line: Json) throws {
        if let refused { throw NotTold(refused) }
        // Whatever it wanted, it has not heard of this.
        here.ahead = nil
        now += line["after_ms"].number ?? 0
        let kind = line["in"].text ?? ""
        switch kind {
        case "stored": try settleStore()
        case "look": here.operation?.lookNow()
        case "limit": here.operation?.limit(until: line["ms"].number.map { now + $0 })
        case "taken":
            if here.isPending {
                here.isPending = false
                (durable, before) = (before, .null)
            }
            try tell(["kind": "taken"])
        case "crash":
            if line["lost"].flag == true { (durable, before) = (before, .null) }
            isCalm = line["calm"].flag == true
            if !line["key"].isNull {
                key = line["key"]
                earlierKeys = line["earlier_keys"].isNull ? .list([]) : line["earlier_keys"]
            }
            try enter()
        case "beside":
            swap(&here, &beside)
            if !line["order"].isNull { order = line["order"] }
            try begins(durable)
        case "again":
            if !line["order"].isNull { order = line["order"] }
            try begins(durable)
        case "next":
            if !durable.isNull { tries.append(durable) }
            (opId, order, durable) = (line["op_id"].text ?? "", line["order"], .null)
            try begins(.null, tries)
        case "back": swap(&here, &beside)
        case "time": now += line["ms"].number ?? 0
        case "due": now = here.until
        case "answer": try tell(response(line, body(line["body"])))
        case "held": try spend(line["for_ms"].number ?? 0)
        case "webhook":
            let raw = Data(body(line["body"]).utf8)
            try notified {
                let signature = signWebhook(raw: raw, key: line["signed_with"].text ?? "")
                return try readWebhook(webhookKeys: line["keys"].written, raw: raw, signature: signature)
            }
        case "callback":
            let extId = line["ext_id"].text ?? ""
            let secret = Json.list([line["secret"]]).written
            let url = try callbackUrl(secrets: secret, base: "https://shop.example/dx", extId: extId)
            let token = url.components(separatedBy: "/").last ?? ""
            try notified {
                try readCallback(secrets: line["secrets"].written, raw: Data(body(line["body"]).utf8), extId: extId, token: token)
            }
        default:
            var event = line.object.filter { !["in", "after_ms"].contains($0.key) }
            event["kind"] = .text(kind == "fail" ? "failed" : kind)
            try tell(event)
        }
    }

    /// A process begins: with the newest record, or with the order.
    private func enter() throws {
        if durable.isNull { return try begins(.null) }
        let (record, calm, now) = (durable.written, isCalm, now)
        try process { try $0.resume(record: record, calm: calm, now: now) }
    }

    /// The order is given, and the journal asked.
    private func begins(_ held: Json, _ tries: [Json] = []) throws {
        try process { account in
            let after = Json.list(tries.map { $0["op_id"] }).written
            let operation = try account.begin(order: order.written, opId: opId, after: after)
            while let asked = operation.opening() {
                let record = asked == opId ? held : tries.last { $0["op_id"].text == asked } ?? .null
                try note(operation, ["kind": "loaded", "record": record], now)
            }
            return operation
        }
    }

    private func process(_ begun: (Account) throws -> XaalisDoor.Operation) throws {
        (here.operation, here.isPending) = (nil, false)
        try attempt {
            var told: [String: Json] = ["order": given["order"], "key": key, "earlier_keys": earlierKeys]
            if !given["people"].isNull { told["people"] = given["people"] }
            let account = try account(of: .object(told))
            here.account = account
            here.operation = try begun(account)
        }
    }

    private func attempt(_ work: () throws -> Void) throws {
        do {
            try work()
        } catch Refused.Because(let told) {
            refused = try refusal(Json(text: told))
        }
    }

    private func tell(_ event: [String: Json]) throws {
        guard let operation = here.operation else { throw NotTold("no operation") }
        try note(operation, event, now)
    }

    private func notified(_ read: () throws -> String) throws {
        try attempt { try tell(["kind": "notified", "notice": Json(text: read()).snake]) }
    }

    private func settleStore() throws {
        guard here.isPending else { return }
        here.isPending = false
        try tell(["kind": "stored"])
    }

    /// The journal is looked at again and again, and holds nothing new.
    private func elsewhere(_ line: Json) throws {
        let began = now
        var looks = 0
        while true {
            let got = try polled()
            if got.out == "load" {
                looks += 1
                try tell(["kind": "loaded", "record": durable])
            } else if got.out == "wait", got.told["why"] == "elsewhere" {
                let until = got.step["until"].number ?? 0
                guard now < until, until <= now + 1_000 else { throw NotTold(.object(got.told)) }
                now = until
            } else {
                // A request is handed out once.
                here.ahead = got
                let told = Got(told: ["out": "elsewhere", "at_least": .number(now - began)])
                guard looks > 0, fits(line, told) else { throw NotTold(.object(told.told)) }
                return
            }
        }
    }

    /// Where the journal is asked, it tells.
    private func looked() throws -> Got {
        while true {
            let got = try polled()
            if got.out != "load" { return got }
            try tell(["kind": "loaded", "record": durable])
        }
    }

    private func polled() throws -> Got {
        if let ahead = here.ahead {
            here.ahead = nil
            return ahead
        }
        guard let operation = here.operation else { throw NotTold("no operation") }
        try settleStore()
        let next = try step(operation, now)
        var got = try told(next, operation)
        if got.told["out"] == nil { got.told["out"] = next["kind"] }
        got.step = next
        return got
    }

    private func told(_ step: Json, _ operation: XaalisDoor.Operation) throws -> Got {
        switch step["kind"].text {
        case "store":
            var record = step["record"].object
            // Otherwise the journal refuses it.
            guard record["sequence"]?.number == (durable["sequence"].number ?? 0) + 1 else { return Got(told: ["out": "outrun"]) }
            let state = try Json(text: record.removeValue(forKey: "state")?.text ?? "{}")
            record["earlier"] = state["earlier"].isNull ? .list([]) : state["earlier"]
            let shown = try recordToShow(record: step["record"].camel.written).map { try Json(text: $0) }
            return Got(told: ["record": .object(record), "to_show": shown ?? .null], whole: step["record"].written)
        case "send":
            let sent = step["request"]
            let path = URLComponents(string: sent["url"].text ?? "")
            let search = path?.percentEncodedQuery.map { "?" + $0 } ?? ""
            let named = sent["headers"].list.first { ["X-API-KEY", "Authorization"].contains($0["name"].text) }
            let body = try sent["body"].text.map { try Json(text: $0) }
            return Got(told: [
                "method": sent["method"], "path": .text((path?.percentEncodedPath ?? "") + search), "key": named?["value"] ?? .null,
                "body": body ?? .null,
            ])
        case "wait":
            let view = try Json(text: operation.view())
            return Got(told: [
                "why": step["why"], "at_least": .number((step["until"].number ?? 0) - now), "to_show": view["to_show"],
            ])
        case "ask": return Got(told: ["prompt": step["prompt"], "can_abandon": try Json(text: operation.view())["can_abandon"]])
        case "done":
            var reply = step["reply"].object
            reply["kind"] = nil
            let whole = Json.object(reply).written
            reply["alarms"] = try Json(text: operation.view())["alarms"]
            return Got(told: reply, whole: whole)
        default: return Got(told: [:])
        }
    }

    private func keep(_ got: Got) {
        if got.out == "store" { (before, durable, here.isPending) = (durable, got.step["record"], true) }
        if got.out == "wait" { here.until = got.step["until"].number ?? now }
    }

    /// Does it show what must stay hidden? What the input hides stands in no record; an outcome may show it.
    private func shows(_ line: [String: Json], _ got: Got) -> Bool {
        let hidden = (line["absent"]?.list ?? []) + (got.out == "store" ? given["absent"].list : [])
        return hidden.contains { got.whole.holds($0.text ?? "") }
    }

    private func fits(_ line: Json, _ got: Got) -> Bool {
        let alarms = line["alarms"].isNull ? Json.list([]) : line["alarms"]
        guard got.out != "done" || same(got.told["alarms"] ?? .list([]), alarms), !shows(line.object, got) else { return false }
        return line.object.allSatisfy { name, wanted in
            let held = got.told[name]
            switch name {
            case "absent", "at_last": return true
            case "at_least": return wanted.number ?? 0 <= got.told["at_least"]?.number ?? -1
            case "at_most": return got.told["at_least"]?.number ?? .max <= wanted.number ?? 0
            case "prompt", "body", "to_show": return held.map { same($0, wanted) } ?? wanted.isNull
            default: return holds(held, wanted)
            }
        }
    }

    /// So many calls that the key may not call again for so long.
    private func spend(_ forMs: Int64) throws {
        guard let account = here.account else { throw NotTold("no account") }
        let isBulk = vendor(of: given) == "senfenico"
        let order = isBulk
            ? #"{"kind":"create_bulk_transfer","transfers":[{"amount":100,"phone":"70000000","ext_id":"spent-1"}]}"#
            : #"{"kind":"inquire_bills","inquiry":{"service":"WOYOFAL_SN_BILL","customer":"07061270879"}}"#
        let at = now + forMs - (isBulk ? 1_000 : 60_000)
        for count in 0..<(isBulk ? 4 : 80) {
            let asked = try step(account.beginAlone(order: order, opId: "spent-\(count)"), at)
            guard asked["kind"].text == (isBulk ? "store" : "send") else { throw Broken("it wants to \(asked.written)") }
        }
    }
}

/// Text as it is, `{"parts": …}` as the long text it stands for, all else as JSON.
private func body(_ value: Json) -> String {
    if let whole = value.text { return whole }
    return value.object["parts"].map(text(of:)) ?? value.written
}

/// `{"each": [from, to], "item": …}` in a list stands for its items, in whose texts `{n}` is their number.
private func expanded(_ value: Json) -> Json {
    switch value {
    case .list(let entries):
        return .list(entries.flatMap { entry -> [Json] in
            guard let from = entry["each"].list.first?.number, let to = entry["each"].list.last?.number else { return [expanded(entry)] }
            let item = entry["item"].written
            return (from..<to).compactMap { number in
                try? Json(text: item.replacingOccurrences(of: "{n}", with: String(format: "%03d", number)))
            }
        })
    case .object(let object): return .object(object.mapValues(expanded))
    default: return value
    }
}
