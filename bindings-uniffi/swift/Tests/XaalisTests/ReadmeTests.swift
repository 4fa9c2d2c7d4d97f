import Foundation
import Testing
import Xaalis
import XaalisTestSupport

/// What `README.md` shows of a server: it is compiled and run here, and what stands there is this.
@Suite(.timeLimit(.minutes(5))) struct ReadmeTests {
    @Test func thePaymentOfEveryLanguageIsMade() async throws {
        let senfenico = try Senfenico(apiKey: "sk_test_sandbox", transport: Sandbox())
        do {
            let charge = try await senfenico.collect("order-42", amount: 1_000, phone: "76 00 00 00") { prompt in
                if case .otp = prompt { .otp("123456") } else { .shown } // ask the customer
            }
            print("\(charge.reference) is paid")
        } catch let unknown as OutcomeUnknown {
            print(unknown.buyerText) // money may have moved: wait, resume later, never pay again
        } catch let error as PaymentError {
            print(error.buyerTextFr)
        }
    }

    @Test func aChargeIsCollected() async throws {
        let askForCode = { @Sendable (text: String) in "123456" }

        let senfenico = try Senfenico(apiKey: "sk_test_sandbox", transport: Sandbox())
        let charge = try await senfenico.collect("order-42", amount: 1_000, phone: "76 00 00 00") { prompt in
            if case .otp(let text, _, _) = prompt { .otp(askForCode(text)) } else { .shown }
        }

        #expect(charge.status == .success)
    }

    @Test func aWebServerGoesStepByStep() async throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("xaalis-\(UUID().uuidString).db").path
        let (sandbox, phone, code) = (try Sandbox(), "76 00 00 00", "123456")

        // One request: the form for the code.
        let journal = try SQLiteJournal(path: path)
        let senfenico = try Senfenico(apiKey: "sk_test_sandbox", journal: journal, transport: sandbox)
        let begun = try await senfenico.beginCollect("order-43", amount: 1_000, phone: phone)
        guard case .asks(.otp(let text, _, _)) = try await begun.advance() else { return }

        // The next, perhaps in another process.
        let payment = try await senfenico.resume("order-43", as: Charge.self)
        try payment.submitOtp(code)
        do {
            switch try await payment.advance(wait: 5) {
            case .done: print(try payment.result().reference)
            case .asks(let again): print("ask once more", again)
            case .waiting: print("a webhook or a timer goes on")
            }
        } catch let unknown as OutcomeUnknown {
            print(unknown.buyerTextFr) // no failure: resume it later, and never pay again
        }

        #expect(!text.isEmpty)
        #expect(try payment.result().status == .success)
    }
}
