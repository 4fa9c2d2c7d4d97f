import Foundation
import XaalisDoor
import XaalisTestSupport

/// Single values, through the operation that takes or reads them; and webhooks.
func value(_ kind: String, _ given: Json) throws -> Json {
    // Questions about parts of core that nothing here reaches. Rust runs them.
    if ["amount_sum", "amount_display", "path_segment", "transition", "percent_equal"].contains(kind) { throw NoDoor() }
    return try said { try ask(kind, given) }
}

private func ask(_ kind: String, _ given: Json) throws -> Json {
    func texts(_ name: String) -> String { Json.list(given[name].list.map { .text(text(of: $0)) }).written }
    func part(_ name: String) -> String { text(of: given[name]) }
    switch kind {
    case "given": return try handedIn(given)
    case "webhook_senfenico":
        return try Json(text: readWebhook(webhookKeys: texts("keys"), raw: bytes(of: given["body"]), signature: part("header"))).snake
    case "webhook_dexchange":
        let raw = bytes(of: given["body"])
        return try Json(text: readCallback(secrets: texts("secrets"), raw: raw, extId: part("ext_id"), token: part("token"))).snake
    case "callback_url": return .text(try callbackUrl(secrets: texts("secrets"), base: part("base"), extId: part("ext_id")))
    case "custom_data":
        let made = try customData(
            secrets: texts("secrets"), extId: part("ext_id"), service: part("service"), customer: part("reference"),
            amount: given["amount"].number)
        return .object(["made": .text(made)])
    case "verify_hmac":
        try verifyHmac(raw: bytes(of: given["body"]), signature: part("signature"), secret: part("secret"))
        return "verified"
    case "amount_text":
        guard text(of: given).utf8.count <= 1_000_000 else { throw NoDoor() }
        return francs(try charge("\"amount\":\(Json.text(text(of: given)).written)")["amount"])
    case "amount_francs":
        // A number that is none of 64 bits has no place in a call here.
        guard let amount = given.number else { throw NoDoor() }
        _ = try customData(
            secrets: #"["0123456789abcdef"]"#, extId: "x", service: "WOYOFAL_SN_BILL", customer: "210278816", amount: amount)
        return .object(["francs": given])
    case "amount_json":
        let notice = #"{"vendor":"senfenico","event":"x","status":"","dedupe":"x","amount":\#(text(of: given))}"#
        let operation = try begin(["order": ["kind": "fetch_balances"]])
        do {
            try operation.note(event: #"{"kind":"notified","notice":\#(notice)}"#, now: dawn)
        } catch is Refused {
            return "refused"
        }
        return text(of: given) == "null" ? "refused" : .object(["francs": try Json(text: text(of: given))])
    case "phone":
        let charge: [String: Json] = ["amount": 1, "phone": .text(text(of: given))]
        let made = try sent(["kind": "create_charge", "charge": .object(charge)])
        let details = made["payment_method_details"]
        guard !made["invalid"].isNull else { return .object(["digits": details["phone"], "provider": details["provider"]]) }
        guard made["invalid"]["field"] == "provider" else { return made }
        // No operator by the number: this one takes any mobile one.
        let other = try sent(["kind": "create_charge", "charge": .object(charge.merging(["provider": "coris_bf"]) { $1 })])
        guard other["invalid"].isNull else { throw NoDoor() }
        return .object(["digits": other["payment_method_details"]["phone"], "provider": .null])
    case "phone_provider":
        let charge: Json = ["amount": 1, "phone": .text(part("phone")), "provider": .text(part("provider"))]
        let made = try sent(["kind": "create_charge", "charge": charge])
        return made["invalid"].isNull ? "fits" : made
    case "provider":
        let phone: Json = text(of: given) == "moov_bf" ? "70000000" : "76000000"
        let made = try sent(["kind": "create_charge", "charge": ["amount": 1, "phone": phone, "provider": .text(text(of: given))]])
        return made["invalid"].isNull ? made["payment_method_details"]["provider"] : made
    case "percent":
        let fees = try charge("\"fees\":\(Json.text(text(of: given)).written)")["fees"]
        return fees.text.map { .object(["text": .text($0)]) } ?? "refused"
    case "reference":
        let made = try request(["order": ["kind": "fetch_charge", "reference": .text(text(of: given))]])
        guard made["invalid"].isNull, let url = made["request"]["url"].text else { return made }
        return .text(url.split(separator: "/").last.map(String.init) ?? "")
    case "op_id":
        let made = try request(["order": ["kind": "fetch_balances"], "op_id": .text(text(of: given))])
        return made["invalid"].isNull ? .text(text(of: given)) : made
    case "bill_reference": return try ofBill("bill", given, "reference_facture")
    case "customer_reference": return try ofBill("customer", given, "reference_client")
    case "web_url":
        let page: Json = ["amount": 1, "success_url": .text(text(of: given)), "cancel_url": "https://a.bf/c"]
        let made = try sent(["kind": "initialize_checkout", "checkout": page])
        return made["invalid"].isNull ? made["success_url"] : made
    case "base_url":
        let made = try request(["order": ["kind": "fetch_balances"], "base_url": given])
        guard made["invalid"].isNull else { return made }
        return .text(made["request"]["url"].text?.components(separatedBy: "/v1/").first ?? "")
    case "key": return .object(["mode": .text(try account(of: ["vendor": "senfenico", "key": given]).mode())])
    case "otp":
        let made = try sent(["kind": "submit_otp", "charge": "ch_1", "otp": .text(text(of: given))])
        return made["invalid"].isNull ? .object(["digits": made["otp"]]) : made
    case "redact":
        let failed: Json = ["data": ["ext_id": "pay-1"], "errors": ["": .list([.text(text(of: given))])]]
        return .text(try complaintKept(Json.object(["status": true, "message": "ok", "failed_transfers": .list([failed])]).written))
    case "code":
        let body: Json = ["status": false, "message": "no", "error_code": .text(text(of: given))]
        let reply = try parse(["order": ["kind": "fetch_charge", "reference": "ch_1"], "status": 400, "body": .text(body.written)])
        // One that is no word at all is told by its HTTP status instead.
        guard let name = reply["outcome"]["refusal"]["code"].text,
            !text(of: given).trimmingCharacters(in: .whitespacesAndNewlines).isEmpty
        else { throw NoDoor() }
        let texts = try Json(text: codeTexts(code: name))
        return .object(["name": .text(name), "description": texts["description"], "description_fr": texts["descriptionFr"]])
    default: throw Broken("no question \(kind)")
    }
}

/// What a group's expectation says of what is shown here.
func shown(_ kind: String, _ expect: Json, _ actual: Json) -> Json {
    if kind == "given" { return expect }
    if actual == "refused" { return expect.object["invalid"] != nil ? "refused" : expect }
    if let invalid = expect.object["invalid"] {
        // The order's own field, where the question is put through another one.
        let own = [
            "bill_reference reference_facture": "bill", "callback_url reference": "external_transaction_id",
            "customer_reference reference_client": "customer",
        ]
        let field = invalid["field"].text ?? ""
        return .object(["invalid": .object(invalid.object.merging(["field": ["contains": .text(own["\(kind) \(field)"] ?? field)]]) { $1 })])
    }
    let hidden: [String: [String]] = [
        "code": ["certainly_not_applied"], "custom_data": ["fits"], "key": ["debug"], "otp": ["debug"],
        "percent": ["ten_thousandths"], "phone": ["mobile", "debug"],
    ]
    guard let names = hidden[kind], case .object(let wanted) = expect else { return expect }
    return .object(wanted.filter { !names.contains($0.key) })
}

/// What is handed in is typed here: what Swift cannot say at all is the door's to refuse.
private func handedIn(_ order: Json) throws -> Json {
    do {
        _ = try account(of: ["order": ["kind": order["kind"]]]).begin(order: order.written, opId: "op-1", after: "[]")
        return "read"
    } catch Refused.Because(let text) {
        let told = try Json(text: text)
        let names = ["field", "problem", "allowed", "suggestion"].filter { !told[$0].isNull }
        return ["invalid": .object(Dictionary(uniqueKeysWithValues: names.map { ($0, told[$0]) }))]
    }
}

/// The JSON that an order sends, or the refusal.
private func sent(_ order: Json) throws -> Json {
    let made = try request(["order": order])
    guard made["invalid"].isNull, let body = made["request"]["body"].text else { return made }
    return try Json(text: body)
}

private func ofBill(_ name: String, _ given: Json, _ shown: String) throws -> Json {
    let bill: [String: Json] = [
        "service": "SENELEC_SN_BILL", "customer": "210278816", "external_transaction_id": "INV-1", "bill": "8000000680",
    ]
    let payment = Json.object(bill.merging([name: .text(text(of: given))]) { $1 })
    let made = try sent(["kind": "pay_bill_once", "payment": payment])
    return made["invalid"].isNull ? made[shown] : made
}

/// What is read of a charge with this member.
private func charge(_ member: String) throws -> Json {
    let body = #"{"status":true,"data":{"reference":"ch_1","status":"success",\#(member)}}"#
    let reply = try parse(["order": ["kind": "fetch_charge", "reference": "ch_1"], "status": 200, "body": .text(body)])
    return reply["outcome"]["value"]
}

private func francs(_ amount: Json) -> Json {
    amount.number.map { .object(["francs": .number($0)]) } ?? "refused"
}

/// A record keeps the vendor's complaint about a payout, and no secret that stands in it.
private func complaintKept(_ body: String) throws -> String {
    let transfers = ["pay-1", "pay-2"].map { extId -> Json in
        ["amount": 100, "phone": "70000000", "wallet": "moov_bf", "ext_id": .text(extId)]
    }
    let operation = try begin(["order": ["kind": "bulk_payout", "transfers": .list(transfers)]])
    var kept = ""
    for _ in 0..<8 {
        let next = try step(operation, dawn)
        switch next["kind"].text {
        case "store":
            let state = try Json(text: next["record"]["state"].text ?? "{}")
            kept = state["items"]["list"].list.first?["standing"]["errors"].list.first?.text ?? kept
            try note(operation, ["kind": "stored"], dawn)
        case "send": try note(operation, answered(["status": 200, "body": .text(body)]), dawn)
        default: return kept.replacingOccurrences(of: "non_field_errors: ", with: "")
        }
    }
    throw Broken("no end")
}
