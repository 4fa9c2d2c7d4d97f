import Foundation
import Testing
import XaalisPay
#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

@testable import Checkout

@Suite(.timeLimit(.minutes(5))) @MainActor struct CheckoutTests {
    @Test func paidWithANumberAndACodeByAnAppThatDiesInTheMiddle() async throws {
        let shop = try Shop()
        defer { shop.stop() }
        let first = try shop.checkout()
        #expect(await first.comes { $0 == .number(price: "1500 XOF") })
        first.pay(from: "7")
        #expect(await first.comes { if case .number(_, .some) = $0 { true } else { false } })
        first.pay(from: "76 00 00 00")
        #expect(await first.comes { if case .code = $0 { true } else { false } })
        // The process dies: nothing is kept.
        first.close()

        let second = try shop.checkout()
        #expect(await second.comes { if case .code = $0 { true } else { false } })
        second.confirm(with: "000000")
        #expect(await second.comes { if case .code(_, .some) = $0 { true } else { false } })
        second.confirm(with: "123456")
        #expect(await second.comes { if case .outcome(_, nil, false) = $0 { true } else { false } })
        second.close()
    }

    @Test func everyStateHasAScreen() {
        func screen(_ state: Pay.State, next: Int64? = nil) -> CheckoutModel.Screen {
            CheckoutModel.screen(of: PayState(view: .init(order: "42", amount: 700, state: state, nextAttempt: next), isBusy: false))
        }
        let offer = Pay.Offer(bill: "8000000680", amount: 700)
        let url = URL(string: "https://pay.example/1")!
        #expect(CheckoutModel.screen(of: PayState()) == .progress())
        #expect(screen(.ready, next: 1) == .number(price: "700 XOF"))
        #expect(screen(.working) == .progress())
        #expect(screen(.asking(.bill([offer]))) == .bills([offer]))
        #expect(screen(.waiting(why: .payer, prompt: .dial(text: "*144#"))) == .progress("*144#"))
        #expect(screen(.waiting(why: .payer, prompt: .redirect(url: url))) == .page(url))
        #expect(screen(.done(.settled(token: "1234"))) == .outcome("Paid.", token: "1234", mayBeginAgain: false))
        #expect(screen(.done(.rejected(text: "No.")), next: 2) == .outcome("No.", mayBeginAgain: true))
        #expect(CheckoutModel.screen(of: PayState(refused: "origin")) == .outcome("Ask the shop (origin).", mayBeginAgain: false))
    }
}

extension CheckoutModel {
    /// Whether it comes so, soon.
    fileprivate func comes(_ is: (Screen) -> Bool) async -> Bool {
        for _ in 0..<1_000 {
            if `is`(screen) { return true }
            try? await Task.sleep(nanoseconds: 10_000_000)
        }
        return false
    }
}

/// A shop in a process of its own: a real relay, and the sandbox behind it.
private final class Shop: @unchecked Sendable {
    private let process = Process()
    private let origin: String

    init() throws {
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: ProcessInfo.processInfo.environment["XAALIS_RELAY"] ?? "")
        process.arguments = ["--serve"]
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        var said = ""
        while !said.contains("/token") || !said.contains("\n") {
            said += String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        }
        origin = String(said.components(separatedBy: "curl -s ")[1].components(separatedBy: "/token")[0])
    }

    @MainActor func checkout() throws -> CheckoutModel {
        let origin = origin
        return try CheckoutModel(relay: "\(origin)/xaalis/pay") {
            let (token, _) = try await URLSession.shared.data(from: URL(string: "\(origin)/token")!)
            return String(decoding: token, as: UTF8.self)
        }
    }

    func stop() {
        // Of what a thread of Foundation's starts, the gentler signals are blocked.
        kill(process.processIdentifier, SIGKILL)
    }
}
