import Foundation
import Testing
import XaalisTestSupport

@testable import Xaalis

@Suite struct ErrorsTests {
    /// `errors.json`: an error's message and texts are the same in every language.
    @Test func areToldAsInEveryLanguage() throws {
        let cases = try vectors("errors.json")
        for one in cases {
            let told = try made(try #require(one.input["class"].text), one.input["parts"].camel)
            let said: [String: Json] = [
                "message": .text(told.message), "message_fr": .text(told.messageFr), "buyer": .text(told.buyerText),
                "buyer_fr": .text(told.buyerTextFr), "merchant": .text(told.merchantText),
                "merchant_fr": .text(told.merchantTextFr), "retryable": .flag(told.isRetryable),
                "failure": .flag(told is PaymentError),
            ]
            let wanted = one.expect.object.filter { said[$0.key] != nil }
            #expect(wanted.count >= 6)
            for (name, text) in wanted { #expect(said[name] == text, "\(one.id) \(name)") }
        }
        ran("errors.json", cases.count)
    }

    private func made(_ name: String, _ parts: Json) throws -> Told {
        func text(_ part: String) -> String { parts[part].text ?? "" }
        func part<Part: Decodable>(_ name: String) throws -> Part { try read(parts[name].written) }
        switch name {
        case "PaymentError": return PaymentError(parts["message"].text, french: parts["messageFr"].text)
        case "InvalidInput":
            return InvalidInput(
                field: text("field"), problem: text("problem"), allowed: text("allowed"), suggestion: parts["suggestion"].text)
        case "PaymentRejected": return PaymentRejected(refusal: try part("refusal"))
        case "AuthenticationFailed": return AuthenticationFailed(refusal: try part("refusal"))
        case "NotFound": return NotFound(refusal: try part("refusal"))
        case "PaymentAbandoned": return PaymentAbandoned(refusal: try part("refusal"))
        case "PaymentNotSent": return PaymentNotSent(unsent: try part("unsent"))
        case "TooManyRequests": return TooManyRequests(unsent: try part("unsent"))
        case "OperationBusy": return OperationBusy(opId: text("opId"))
        case "OperationNotFound": return OperationNotFound(opId: text("opId"))
        case "RecordError": return RecordError(problem: text("problem"))
        case "WebhookError": return WebhookError(problem: text("problem"))
        case "OutcomeUnknown": return OutcomeUnknown(unknown: try part("unknown"))
        case "AnswerNeeded": return AnswerNeeded(opId: text("opId"), prompt: try part("prompt"))
        case "ConnectFailed": return ConnectFailed(parts["message"].text)
        case "NoAnswer": return NoAnswer(parts["message"].text)
        case "AnswerTooLarge": return AnswerTooLarge(parts["message"].text)
        default: throw Broken("no class \(name)")
        }
    }
}
