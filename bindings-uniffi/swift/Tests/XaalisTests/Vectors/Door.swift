import Foundation
import XaalisDoor
import XaalisTestSupport

/// The native half as the vectors speak to it: with core's own names, and whatever it refuses as they write it.
let dawn: Int64 = 1_767_600_000_000
private let bills = ["inquire_bills", "pay_bill_once", "fetch_transaction", "pay_bill"]

/// This one vector cannot be asked here.
struct NoDoor: Error {}

func vendor(of given: Json) -> String {
    given["vendor"].text ?? (bills.contains(given["order"]["kind"].text ?? "") ? "dexchange" : "senfenico")
}

func account(of given: Json) throws -> Account {
    let vendor = vendor(of: given)
    var config: [String: Json] = [
        "vendor": .text(vendor),
        "api_key": given["key"].isNull ? .text(vendor == "senfenico" ? "sk_test_sandbox" : "dx_test_sandbox") : .text(text(of: given["key"])),
        "earlier_keys": given["earlier_keys"].isNull ? .list([]) : given["earlier_keys"], "keys": "snake",
    ]
    if given.object["base_url"] != nil { config["base_url"] = .text(text(of: given["base_url"])) }
    if let may = given["people"].object["may_abandon"] { config["may_abandon"] = may }
    if let age = given["people"].object["age_ms"] { config["person_age_ms"] = age }
    return try Account(config: Json.object(config).written)
}

/// An operation of an account of its own, whose journal holds nothing.
func begin(_ given: Json) throws -> XaalisDoor.Operation {
    let opId = given.object["op_id"].map(text(of:)) ?? "op-1"
    let operation = try account(of: given).begin(order: given["order"].written, opId: opId, after: "[]")
    try note(operation, ["kind": "loaded", "record": .null], dawn)
    return operation
}

func note(_ operation: XaalisDoor.Operation, _ event: [String: Json], _ now: Int64) throws {
    try operation.note(event: Json.object(event).written, now: now)
}

func step(_ operation: XaalisDoor.Operation, _ now: Int64) throws -> Json {
    try Json(text: operation.step(now: now))
}

/// What came of a request: an event.
func answered(_ answer: Json) -> [String: Json] {
    if answer.object["failure"] != nil { return ["kind": "failed", "failure": answer["failure"]] }
    return response(answer, text(of: answer["body"]))
}

func response(_ answer: Json, _ body: String) -> [String: Json] {
    let headers = answer["headers"].object.map { Json.object(["name": .text($0), "value": $1]) }
    return ["kind": "answered", "response": .object(["status": answer["status"], "headers": .list(headers), "body": .text(body)])]
}

/// The answer, or the refusal as the vectors write it.
func said(_ ask: () throws -> Json) throws -> Json {
    do {
        return try ask()
    } catch Refused.Because(let told) {
        return try refusal(Json(text: told))
    }
}

func refusal(_ told: Json) -> Json {
    guard let kind = told["kind"].text, kind == "invalid" else {
        return .object([told["kind"].text ?? "": told["problem"]])
    }
    let field = told["field"].text ?? ""
    // DEXCHANGE's own name, which is nobody's style.
    let name = field == "callBackURL" ? field : Json.snake(field)
    // As core calls them, where the config has another name.
    let own = ["api_key": "key", "person_age_ms": "age_ms"][name] ?? name
    var invalid: [String: Json] = ["field": .text(own), "problem": told["problem"], "allowed": told["allowed"]]
    if let likely = told.object["suggestion"], !likely.isNull { invalid["suggestion"] = likely }
    return .object(["invalid": .object(invalid)])
}

/// Whether an answer is the expected one, with the matchers of `tests/vectors/README.md`.
func agrees(_ expect: Json, _ actual: Json) -> Bool {
    switch expect {
    case .list(let wanted):
        guard case .list(let got) = actual else { return false }
        return wanted.count == got.count && zip(wanted, got).allSatisfy(agrees)
    case .object(let wanted):
        if let part = wanted["contains"]?.text { return actual.text?.holds(part) ?? false }
        if let part = wanted["absent"]?.text { return actual.text.map { !$0.holds(part) } ?? false }
        if let least = wanted["at_least"]?.number, let number = actual.number {
            return least <= number && number <= wanted["at_most"]?.number ?? .max
        }
        guard case .object(let got) = actual, got.count == wanted.count else { return false }
        return wanted.allSatisfy { name, one in got[name].map { agrees(one, $0) } ?? false }
    default: return expect == actual
    }
}

/// Does it hold all that is wanted? Objects may hold more.
func holds(_ got: Json?, _ wanted: Json) -> Bool {
    switch wanted {
    case .list(let all):
        guard case .list(let held)? = got else { return false }
        return held.count == all.count && zip(held, all).allSatisfy(holds)
    case .object(let all):
        if let text = got?.text { return all["contains"]?.text.map(text.holds) ?? false }
        guard case .object(let held)? = got else { return false }
        return all.allSatisfy { name, one in held[name].map { holds($0, one) } ?? false }
    default: return got == wanted
    }
}

func same(_ one: Json, _ other: Json) -> Bool {
    agrees(one, other) && agrees(other, one)
}
