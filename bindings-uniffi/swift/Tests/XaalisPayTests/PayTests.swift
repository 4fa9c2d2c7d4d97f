import Foundation
import Testing
import XaalisTestSupport

@testable import XaalisPay

@Suite(.timeLimit(.minutes(5))) struct PayTests {
    private let shop = Script()

    @Test func aTokenThatDoesNotComeIsAskedForAgain() async throws {
        let asked = Count()
        let pay = try Pay(url: url, transport: shop, clock: Skipping()) {
            if asked.next() < 4 { throw Broken("offline") }
            return "t1"
        }
        shop.answers(ready)
        #expect(try await shown(pay).state == .ready)
        #expect(asked.now == 4)
        #expect("\(try #require(pay.lastError))" == "offline")
    }

    @Test func aPageToLogInOnIsNoToken() async throws {
        let pay = try Pay(url: url, transport: shop, clock: Skipping()) { "<!doctype html>\n<form>" }
        #expect(try await pay.advance() == .ended(.refused("token_invalid")))
        #expect(shop.sent.isEmpty)
    }

    @Test func aPersonDoesNotWaitForALookThatIsUnderWay() async throws {
        let pay = try pay()
        shop.answers(asking)
        _ = try await shown(pay)
        async let next = pay.advance()
        pay.look()
        try await shop.begins(2)
        #expect(pay.code("123456"))
        shop.answers(paid)
        #expect(try await next.kind == "settled")
        #expect(shop.sent.map(\.method) == ["GET", "GET", "POST"])
    }

    @Test func whatWasCancelledInTheMiddleIsSaidAgain() async throws {
        let pay = try pay()
        shop.answers(ready)
        _ = try await shown(pay)
        #expect(pay.start(phone: "76 00 00 00"))
        let going = Task { try await pay.advance() }
        try await shop.begins(2)
        going.cancel()
        await #expect(throws: CancellationError.self) { try await going.value }
        shop.answers(asking)
        guard case .asking = try await shown(pay).state else { throw Broken("nothing is asked") }
        let posts = shop.sent.filter { $0.method == "POST" }
        #expect(posts.count == 2 && Set(posts.map(\.body)).count == 1)
    }

    @Test func oneThingAtATime() async throws {
        let pay = try pay()
        #expect(!pay.start(phone: "76 00 00 00"))
        shop.answers(asking)
        _ = try await shown(pay)
        #expect(pay.code("123456"))
        #expect(!pay.code("123456"))
        let first = Task { try await pay.advance() }
        try await shop.begins(2)
        await #expect(throws: Pay.AlreadyAdvancing.self) { try await pay.advance() }
        first.cancel()
        _ = await first.result
    }

    @Test func afterANoTheSameStepsGoOn() async throws {
        let pay = try pay()
        shop.answers(rejected)
        let news = Task { try await pay.steps.reduce(into: []) { $0.append($1) } }
        try await shop.begins(1)
        while !pay.start(phone: "76 00 00 00") { try await Task.sleep(nanoseconds: 5_000_000) }
        shop.answers(paid)
        let steps = try await news.value
        #expect(steps.map(\.kind) == ["rejected", "settled"])
        guard case .ended(.done(let view, _)) = steps[0] else { throw Broken("no end") }
        #expect(view.receipt == .rejected(code: "PAYMENT_FAILED", text: "No.", textFr: "Non."))
        #expect(shop.sent.last?.body?.contains("\"attempt\":2") == true)
    }

    @Test func aBillIsChosenAmongThoseThatAreOwed() async throws {
        let pay = try pay()
        shop.answers(ready)
        _ = try await shown(pay)
        #expect(pay.start())
        shop.answers(choice)
        let offers = [Pay.Offer(bill: "8000000680", amount: 1_500, dueDate: "2018-12-31"), Pay.Offer(bill: "2", amount: 700)]
        #expect(try await shown(pay).state == .asking(.bill(offers)))
        #expect(pay.start(bill: "8000000680"))
        shop.answers(toppedUp)
        guard case .ended(.done(let view, _)) = try await pay.advance() else { throw Broken("no end") }
        #expect(view.receipt == .settled(token: "1234 5678 9012 3456 7890"))
        var dumped = ""
        dump(view, to: &dumped)
        #expect(!"\(view) \(String(reflecting: view)) \(dumped)".contains("1234"))
        #expect(shop.sent.last?.body == #"{"do":"start","attempt":1,"bill":"8000000680"}"#)
    }

    @Test func wordsOfANewerRelayAreKeptAndShownAsOneThatWaits() async throws {
        let pay = try pay()
        shop.answers(newer)
        let view = try await shown(pay)
        #expect(view.word == "levitating")
        #expect(view.state == .waiting(why: .init(rawValue: "weather"), prompt: .other(kind: "dance", text: "Dansez")))
    }

    @Test func anAddressThatWouldRunIsNone() async throws {
        let pay = try pay()
        let addresses = ["https://pay.example/1", "javascript:alert(1)"]
        for address in addresses { shop.answers(page.replacingOccurrences(of: "ADDRESS", with: address)) }
        #expect(try await shown(pay).state == .waiting(why: .payer, prompt: .redirect(url: URL(string: addresses[0]))))
        #expect(try await shown(pay).state == .waiting(why: .payer, prompt: .redirect(url: nil)))
    }

    @Test func anAnswerThatIsTooLargeIsNone() async throws {
        let pay = try pay()
        shop.answers(ready + String(repeating: " ", count: 70_000))
        shop.answers(ready)
        _ = try await shown(pay)
        #expect(shop.sent.count == 2)
    }

    @Test func closedWhoeverGoesThroughItIsCancelled() async throws {
        let pay = try pay()
        let going = Task { try await pay.advance() }
        try await shop.begins(1)
        pay.close()
        await #expect(throws: CancellationError.self) { try await going.value }
        #expect(!pay.start(phone: "76 00 00 00"))
        await #expect(throws: CancellationError.self) { try await pay.advance() }
        pay.look()
        pay.close()
    }

    @Test func aTransportThatDoesNotHearIsLeftBehind() async throws {
        let pay = try Pay(url: url, transport: Deaf(), clock: Skipping()) { "t1" }
        let going = Task { try await pay.advance() }
        try await Task.sleep(nanoseconds: 50_000_000)
        going.cancel()
        await #expect(throws: CancellationError.self) { try await going.value }
    }

    @Test func aWrongAddressNamesItsFieldInBothLanguages() throws {
        do {
            _ = try Pay(url: "http://shop.example/pay") { "t" }
            Issue.record("it was taken")
        } catch let wrong as Pay.InvalidInput {
            #expect(wrong.field == "url")
            #expect(wrong.allowed.contains("https") && wrong.merchantTextFr.contains("https"))
            #expect(wrong.buyerText != wrong.buyerTextFr)
        }
    }

    @Test @MainActor func aScreensButtonsRestWhileWhatWasDoneIsUnderWay() async throws {
        let model = PayModel(try pay())
        #expect(model.state == PayState())
        shop.answers(ready)
        #expect(try await model.until { $0.view?.state == .ready && !$0.isBusy })
        #expect(!model.code("123456"))
        #expect(!model.state.isBusy)
        #expect(model.start(phone: "76 00 00 00"))
        #expect(model.state.isBusy)
        shop.answers(422, #"{"error":"invalid","field":"phone","allowed":"8 digits"}"#)
        #expect(try await model.until { !$0.isBusy })
        #expect(model.state.problem == Pay.Problem(word: .invalid, field: "phone", allowed: "8 digits"))
        #expect(model.state.view?.state == .ready)
        model.look()
        shop.answers(403, #"{"error":"origin"}"#)
        #expect(try await model.until { $0.refused != nil })
        #expect(model.state.refused == "origin")
        model.close()
    }

    @Test @MainActor func aModelThatIsNotHeldEndsItsPart() async throws {
        let pay = try pay()
        shop.answers(ready)
        var model: PayModel? = PayModel(pay)
        #expect(try await model!.until { $0.view?.state == .ready })
        weak var held = model
        model = nil
        #expect(held == nil)
        #expect(!pay.start(phone: "76 00 00 00"))
    }

    private func pay() throws -> Pay {
        try Pay(url: url, transport: shop, clock: Skipping()) { " t1\n" }
    }

    private func shown(_ pay: Pay) async throws -> Pay.View {
        guard case .shown(let view, _) = try await pay.advance() else { throw Broken("an end") }
        return view
    }
}

extension Pay.Step {
    var kind: String {
        switch self {
        case .shown(let view, _): view.word
        case .ended(let end): end.kind
        }
    }
}

extension PayModel {
    /// Whether it comes so.
    func until(_ is: (PayState) -> Bool) async throws -> Bool {
        for await state in states where `is`(state) { return true }
        return false
    }
}

private let url = "https://shop.example/xaalis/pay"
private let order = #""order":"42","amount":1500,"currency":"XOF""#
private let ready = "{\(order),\"rev\":\"0.0\",\"state\":\"ready\",\"next_attempt\":1}"
private let asking = "{\(order)," + #""rev":"1.0","state":"asking","prompt":{"kind":"otp","text":"*144#"},"codes_left":5,"after_ms":10000}"#
private let paid = "{\(order)," + #""rev":"1.1","state":"done","outcome":{"kind":"settled"}}"#
private let toppedUp = "{\(order)," + #""rev":"1.0","state":"done","outcome":{"kind":"settled","token":"1234 5678 9012 3456 7890"}}"#
private let rejected = "{\(order)," + #""rev":"1.0","state":"done","next_attempt":2,"outcome":{"kind":"rejected","code":"PAYMENT_FAILED","text":"No.","text_fr":"Non."}}"#
private let choice = "{\(order)," + #""rev":"0.0","state":"asking","next_attempt":1,"prompt":{"kind":"bill","bills":[{"bill":"8000000680","amount":1500,"due_date":"2018-12-31"},{"bill":"2","amount":700}]}}"#
private let newer = "{\(order)," + #""rev":"1.0","state":"levitating","why":"weather","new":{},"prompt":{"kind":"dance","text":"Dansez","url":"intent:x"},"after_ms":3000}"#
private let page = "{\(order)," + #""rev":"1.0","state":"waiting","why":"payer","prompt":{"kind":"redirect","url":"ADDRESS"},"after_ms":3000}"#
