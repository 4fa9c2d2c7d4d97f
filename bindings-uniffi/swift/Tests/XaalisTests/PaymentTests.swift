import Foundation
import Testing
import XaalisTestSupport
import XaalisWire

@testable import Xaalis

@Suite(.timeLimit(.minutes(5))) struct PaymentTests {
    private let sandbox: Sandbox
    private let journal = MemoryJournal()
    private let senfenico: Senfenico
    private let dexchange: Dexchange

    init() throws {
        sandbox = try Sandbox(SandboxOptions(seed: 42))
        senfenico = try Senfenico(apiKey: "sk_test_sandbox", journal: journal, transport: sandbox)
        dexchange = try Dexchange(apiKey: "dx_test_sandbox", journal: journal, transport: sandbox)
    }

    @Test func aChargeIsCollectedWithTheCodeThatWasAskedFor() async throws {
        let charge = try await senfenico.collect("order-42", amount: 1_000, phone: "76 00 00 00") { prompt in
            #expect(prompt.kind == "otp")
            return .otp("123456")
        }
        #expect(charge.status == .success && charge.amount == 1_000)
        #expect(try sandbox.payments().map(\.status) == ["success"])
        let again = try await senfenico.collect("order-42", amount: 1_000, phone: "76 00 00 00")
        #expect(again.reference == charge.reference)
    }

    @Test func theCodeComesInASecondProcess() async throws {
        let first = try await senfenico.beginCollect("order-43", amount: 2_000, phone: "76 00 00 00")
        guard case .asks(.otp) = try await first.advance() else { throw Broken("no code is asked for") }
        let second = try await senfenico.resume("order-43", as: Charge.self)
        try second.submitOtp("123456")
        guard case .done(.settled(let charge)) = try await second.advance() else { throw Broken("no end") }
        #expect(charge.amount == 2_000)
        #expect(try second.result() == charge)
    }

    @Test func whatIsLostOnTheWayIsFoundAndNotPaidTwice() async throws {
        try sandbox.inject("drop-after@charges")
        let charge = try await senfenico.collect("order-44", amount: 3_000, phone: "76 00 00 00") { _ in .otp("123456") }
        #expect(charge.amount == 3_000)
        #expect(try sandbox.payments().count == 1)
    }

    @Test func whatStaysUnansweredIsUnknownAndNoFailure() async throws {
        try sandbox.inject("drop-after@*")
        do {
            _ = try await senfenico.payout("salary-1", amount: 200, phone: "70000000", extId: "e-1")
            Issue.record("it settled")
        } catch is PaymentError {
            Issue.record("a failure")
        } catch let unknown as OutcomeUnknown {
            #expect(unknown.opId == "salary-1" && unknown.plan == .searchById && unknown.cause is NoAnswer)
            #expect(unknown.buyerText.contains("do not pay again"))
        }
        sandbox.heal()
        let resumed = try await senfenico.resume("salary-1", as: Transfer.self)
        #expect(try await resumed.run().status == .success)
        #expect(try sandbox.payments().count == 1)
    }

    @Test func aNoIsToldInWords() async throws {
        do {
            _ = try await senfenico.collect("order-45", amount: 1_000, phone: "76 00 99 02") { _ in .otp("123456") }
            Issue.record("it settled")
        } catch let refused as PaymentRejected {
            #expect(refused.code == .insufficientFunds && refused.opId == "order-45")
            #expect(refused.merchantText != refused.merchantTextFr && !refused.merchantText.isEmpty)
        }
        await #expect(throws: NotFound.self) { try await senfenico.charges.fetch(reference: "ch_nobody") }
    }

    @Test func aWrongKeyIsForTheOperator() async throws {
        struct Refusing: Transport {
            func send(_ request: TransportRequest) async throws -> TransportResponse {
                .init(status: 401, body: .whole(Data(#"{"status":false}"#.utf8)))
            }
        }
        let client = try Senfenico(apiKey: "sk_test_sandbox", transport: Refusing())
        await #expect(throws: AuthenticationFailed.self) { try await client.balances.fetch() }
    }

    @Test func whatNeverLeftIsNotSentAndBeginsAnew() async throws {
        try sandbox.inject("refuse@*")
        do {
            _ = try await senfenico.charges.create(amount: 1_000, phone: "76 00 00 00", opId: "order-1")
            Issue.record("it settled")
        } catch let unsent as PaymentNotSent {
            #expect(unsent.isRetryable && unsent.cause is ConnectFailed)
        }
        sandbox.heal()
        let made = try await senfenico.charges.create(amount: 1_100, phone: "76 00 00 00", opId: "order-1")
        #expect(made.status == .sendOtp)
    }

    @Test func wrongInputNamesItsFieldBeforeAnythingIsSent() async throws {
        do {
            _ = try await senfenico.collect("order-46", amount: 0, phone: "76 00 00 00")
        } catch let wrong as InvalidInput {
            #expect(wrong.field == "amount")
        }
        do {
            _ = try await senfenico.collect("no space", amount: 1, phone: "76 00 00 00")
        } catch let wrong as InvalidInput {
            #expect(wrong.field == "opId")
        }
        #expect(throws: InvalidInput.self) { try Senfenico(apiKey: "") }
        #expect(sandbox.requestsSeen == 0)
    }

    @Test func aMeterIsToppedUpAndABillChosen() async throws {
        let paid = try await dexchange.payBill(
            "op-1", service: .woyofal, customer: "07061270877", externalTransactionId: "5b1f-top-up-1", amount: 1_000
        )
        #expect(paid.token?.filter(\.isNumber).count == 20)
        let bill = try await dexchange.payBill(
            "bill-1", service: .senelec, customer: "210278816", externalTransactionId: "inv-1", confirm: true
        ) { prompt in
            guard case .bill(let bills) = prompt, let open = bills.first(where: { $0.paid != true })?.reference else {
                throw Broken("no bill is asked for")
            }
            return .bill(open)
        }
        #expect(bill.status == .success)
    }

    @Test func salariesArePaidInABatchAndToldOfAsTheyGo() async throws {
        let told = Locked([PayoutProgress]())
        let transfers = (1...120).map { at in
            NewTransfer(amount: 500, phone: "70 00 00 \(String(format: "%02d", at % 90))", extId: "salary-\(at)")
        }
        let paid = try await senfenico.bulkPayout("salaries-1", transfers: transfers, onProgress: { one in told { $0.append(one) } })
        #expect(paid.items.count == 120)
        #expect(paid.items.allSatisfy { $0.outcome.kind == "settled" })
        #expect(told { $0.last?.settled } == 120)
    }

    @Test func theTimeForTheWaitingEndsThePaymentDoesNot() async throws {
        await #expect(throws: OutcomeUnknown.self) {
            try await senfenico.collect("order-1", amount: 1_000, phone: "76009903", timeout: 30) { _ in .otp("123456") }
        }
        #expect(sandbox.now() <= 31_000)
        let payment = try await senfenico.resume("order-1", as: Charge.self)
        #expect(try await payment.run(timeout: .infinity).status == .success)
    }

    @Test func nobodyAskedIsToldSoAndAConstantCodeDoesNotAskForEver() async throws {
        await #expect(throws: AnswerNeeded.self) { try await senfenico.collect("a", amount: 1_000, phone: "76 00 00 00") }
        await #expect(throws: AnswerNeeded.self) {
            try await senfenico.collect("b", amount: 1_000, phone: "76 00 00 00") { _ in .otp("000000") }
        }
        #expect(sandbox.requestsSeen < 10)
    }

    @Test func stepsComeOneAfterTheOther() async throws {
        let payment = try await senfenico.beginCollect("order-9", amount: 1_000, phone: "76 00 00 00")
        var kinds: [String] = []
        for try await step in payment.steps {
            switch step {
            case .asks(let prompt):
                kinds.append(prompt.kind)
                try payment.submitOtp("123456")
            case .waiting: kinds.append("waiting")
            case .done(let outcome): kinds.append(outcome.kind)
            }
        }
        #expect(kinds.filter { $0 != "waiting" } == ["otp", "settled"])
    }

    @Test func whoIsCancelledGoesOnLater() async throws {
        let sandbox = try Sandbox(SandboxOptions(seed: 3), realTime: true)
        let client = try Senfenico(apiKey: "sk_test_sandbox", journal: journal, transport: sandbox)
        let going = Task { try await client.collect("order-8", amount: 1_000, phone: "76009903") { _ in .otp("123456") } }
        while try sandbox.payments().isEmpty { try await Task.sleep(nanoseconds: 5_000_000) }
        going.cancel()
        await #expect(throws: (any Error).self) { try await going.value }
        let payment = try await client.resume("order-8", as: Charge.self)
        if case .asks = try await payment.advance() { try payment.submitOtp("123456") }
        #expect(try sandbox.payments().count == 1)
    }

    @Test func aRecordNamesNothingSecretAndAClientShowsNoKey() async throws {
        _ = try await senfenico.beginCollect("order-47", amount: 1_000, phone: "76 00 00 00").advance()
        let record = try #require(await journal.get("order-47"))
        var dumped = ""
        for value in [record, senfenico, NewCharge(amount: 1, phone: "76 00 00 00")] as [Any] { dump(value, to: &dumped) }
        let shown = "\(record) \(senfenico) \(NewCharge(amount: 1, phone: "76 00 00 00")) \(record.state) \(dumped)"
        for secret in ["sk_test_sandbox", "76000000", "76 00 00 00"] { #expect(!shown.contains(secret)) }
        #expect(await journal.get("order-48") == nil)
    }
}
