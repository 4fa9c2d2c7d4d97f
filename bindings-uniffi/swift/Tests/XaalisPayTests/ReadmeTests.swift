import Foundation
import Testing
import XaalisPay
import XaalisTestSupport

/// What both `README.md`s show: it is compiled and run here and beside the server's tests, and what stands there is this.
@Suite(.timeLimit(.minutes(5))) struct ReadmeTests {
    @Test func everySampleOfTheReadmeIsCompiled() throws {
        let package = root.appendingPathComponent("bindings-uniffi/swift")
        let pages = try ["README.md", "../../README.md"].map { try String(contentsOf: package.appendingPathComponent($0), encoding: .utf8) }
        let sources = try [
            "Tests/XaalisPayTests/ReadmeTests.swift", "Tests/XaalisTests/ReadmeTests.swift",
            "../../examples/swift/checkout/Sources/Checkout/CheckoutView.swift",
            "../../examples/swift/checkout/Package.swift",
        ].map { try lines(String(contentsOf: package.appendingPathComponent($0), encoding: .utf8)) }
        let samples = pages.flatMap {
            $0.components(separatedBy: "```swift\n").dropFirst().map { $0.components(separatedBy: "\n```")[0] }
        }
        #expect(samples.count == 6)
        for sample in samples {
            let wanted = lines(sample)
            #expect(sources.contains { $0.contains(wanted) }, "\(sample)")
        }
    }

    @Test func anOrderIsPaidWithoutAScreen() async throws {
        let shop = try Shop()
        let relay = shop.url
        let askForNumber = { @Sendable (problem: Pay.Problem?) in "76 00 00 00" }
        let askForCode = { @Sendable (text: String) in "123456" }

        let pay = try Pay(url: relay) { try await shop.token() }
        let end = try await pay.run { view, problem in
            switch view.state {
            case .ready: pay.start(phone: askForNumber(problem))
            case .asking(.otp(let text, _), _): pay.code(askForCode(text))
            default: break
            }
        }
        print(end.kind) // settled, rejected, not_sent, unknown; refused

        #expect(end.kind == "settled")
    }

    /// As one text, without indents.
    private func lines(_ text: String) -> String {
        text.components(separatedBy: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: "\n")
    }
}
