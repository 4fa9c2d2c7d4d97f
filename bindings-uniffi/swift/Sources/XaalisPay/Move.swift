import Foundation

/// What core says to do next, as it crosses.
enum Move {
    case token
    case send(Pay.TransportRequest)
    case wait(until: Int64)
    /// What to show, and when to look again; never after an end.
    case show(Pay.Step, until: Int64?)

    init(_ text: String) throws {
        let read = try JSONDecoder().decode(ReadStep.self, from: Data(text.utf8))
        switch read.kind {
        case "token": self = .token
        case "send": self = .send(try read.request.there().made)
        case "wait": self = .wait(until: try read.until.there())
        case "refused": self = .show(.ended(.refused(read.word ?? "")), until: nil)
        case "show": self = .show(.shown(try read.view.there().made, problem: read.problem?.made), until: read.until)
        default: self = .show(.ended(.done(try read.view.there().ended, problem: read.problem?.made)), until: nil)
        }
    }
}

private struct Absent: Error {}

extension Optional {
    fileprivate func there() throws -> Wrapped {
        guard let self else { throw Absent() }
        return self
    }
}

private struct ReadStep: Decodable {
    let kind: String
    let request: ReadRequest?
    let until: Int64?
    let view: ReadView?
    let problem: ReadProblem?
    let word: String?
}

private struct ReadRequest: Decodable {
    struct Header: Decodable {
        let name: String
        let value: String
    }

    let method: String
    let url: String
    let headers: [Header]
    let body: String?
    let timeoutMs: Int64
    let maxBody: Int64

    var made: Pay.TransportRequest {
        let headers = headers.map { Pay.Header(name: $0.name, value: $0.value) }
        return .init(method: method, url: url, headers: headers, body: body, timeoutMs: timeoutMs, maxBody: maxBody)
    }
}

private struct ReadProblem: Decodable {
    let word: String
    let field: String?
    let allowed: String?

    var made: Pay.Problem { .init(word: .init(rawValue: word), field: field, allowed: allowed) }
}

private struct ReadView: Decodable {
    let order: String
    let rev: String
    let amount: Int64
    let currency: String
    let state: String
    let why: String?
    let prompt: ReadPrompt?
    let outcome: ReadReceipt?
    let codesLeft: Int64?
    let nextAttempt: Int64?

    var made: Pay.View { of(stands) }

    /// What ended without a receipt is unknown.
    var ended: Pay.View { of(.done(outcome?.made ?? .unknown())) }

    private var stands: Pay.State {
        switch (state, prompt?.made) {
        case ("ready", _): .ready
        case ("working", _): .working
        case ("asking", .some(let prompt)): .asking(prompt, codesLeft: codesLeft)
        case ("done", _): .done(outcome?.made ?? .unknown())
        case (_, let prompt): .waiting(why: why.map(Pay.Why.init(rawValue:)), prompt: prompt)
        }
    }

    private func of(_ stands: Pay.State) -> Pay.View {
        .init(order: order, amount: amount, state: stands, currency: currency, rev: rev, nextAttempt: nextAttempt, word: state)
    }
}

private struct ReadPrompt: Decodable {
    struct Bill: Decodable {
        let bill: String
        let amount: Int64
        let dueDate: String?
    }

    let kind: String
    let text: String?
    let url: String?
    let problem: String?
    let bills: [Bill]?

    var made: Pay.Prompt {
        let text = text ?? ""
        switch kind {
        case "otp": return .otp(text: text, problem: problem.map(Pay.CodeProblem.init(rawValue:)))
        case "dial": return .dial(text: text)
        case "redirect": return .redirect(url: web, text: text)
        case "bill":
            let offers = (bills ?? []).map { Pay.Offer(bill: $0.bill, amount: $0.amount, dueDate: $0.dueDate) }
            return .bill(offers, text: text)
        default: return .other(kind: kind, text: text, url: web)
        }
    }

    /// A browser is sent there: nothing that would run in it.
    private var web: URL? {
        guard let url = url.flatMap(URL.init(string:)), let scheme = url.scheme?.lowercased() else { return nil }
        return ["http", "https"].contains(scheme) ? url : nil
    }
}

private struct ReadReceipt: Decodable {
    let kind: String
    let code: String?
    let text: String?
    let textFr: String?
    let token: String?

    var made: Pay.Receipt {
        switch kind {
        case "settled": .settled(token: token, text: text, textFr: textFr)
        case "rejected": .rejected(code: code, text: text, textFr: textFr)
        case "not_sent": .notSent(text: text, textFr: textFr)
        default: .unknown(text: text, textFr: textFr, kind: kind)
        }
    }
}
