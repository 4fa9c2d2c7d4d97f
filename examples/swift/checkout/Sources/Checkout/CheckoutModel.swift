import Foundation
import XaalisPay
#if canImport(Combine)
import Combine
#endif

/// What the screen of one order shows, and what its buttons do.
@MainActor
public final class CheckoutModel {
    /// What is to be seen.
    public enum Screen: Equatable, Sendable {
        /// Nothing was read yet, or what the person did is under way. The text is the vendor's, such as what to dial.
        case progress(String? = nil)
        /// The payer's number.
        case number(price: String, wrong: String? = nil)
        /// The one-time code. The text is the vendor's.
        case code(text: String, wrong: String? = nil)
        /// Which of these bills.
        case bills([Pay.Offer], wrong: String? = nil)
        /// The vendor's own page.
        case page(URL)
        /// How it ended, and whether it may be begun once more.
        case outcome(String, token: String? = nil, mayBeginAgain: Bool)
    }

    private let payment: PayModel
    private var following: Task<Void, Never>?
    #if canImport(Combine)
    @Published public private(set) var screen = Screen.progress()
    #else
    public private(set) var screen = Screen.progress()
    #endif

    /// - Parameters:
    ///   - relay: The shop's relay.
    ///   - token: Asks the shop's backend for the order's token, over the app's session with it.
    public init(relay: String, token: @escaping @Sendable () async throws -> String) throws {
        payment = PayModel(try Pay(url: relay, token: token))
        following = Task { [weak self, payment] in
            for await state in payment.states { self?.show(state) }
        }
    }

    deinit {
        following?.cancel()
    }

    /// The person typed a number.
    public func pay(from number: String) {
        payment.start(phone: number)
    }

    /// The person typed the code.
    public func confirm(with code: String) {
        payment.code(code)
    }

    /// The person chose a bill.
    public func pay(_ bill: Pay.Offer) {
        payment.start(bill: bill.bill)
    }

    /// The app came back to the foreground.
    public func look() {
        payment.look()
    }

    /// The screen is gone. The payment goes on at the shop.
    public func close() {
        following?.cancel()
        payment.close()
    }

    private func show(_ state: PayState) {
        screen = Self.screen(of: state)
    }

    static func screen(of state: PayState) -> Screen {
        if let refused = state.refused { return .outcome("Ask the shop (\(refused)).", mayBeginAgain: false) }
        guard let view = state.view, !state.isBusy else { return .progress() }
        let wrong = state.problem.map(words)
        switch view.state {
        case .ready: return .number(price: "\(view.amount) \(view.currency)", wrong: wrong)
        case .asking(.bill(let offers, _), _): return .bills(offers, wrong: wrong)
        case .asking(.otp(let text, let problem), _): return .code(text: text, wrong: problem.map(words) ?? wrong)
        case .asking(let prompt, _): return .code(text: prompt.text, wrong: wrong)
        case .waiting(_, .redirect(.some(let url), _)): return .page(url)
        case .waiting(_, let prompt): return .progress(prompt?.text)
        case .working: return .progress()
        case .done(let receipt):
            var token: String?
            if case .settled(let code, _, _) = receipt { token = code }
            return .outcome(words(of: receipt), token: token, mayBeginAgain: view.nextAttempt != nil)
        }
    }

    nonisolated private static func words(of receipt: Pay.Receipt) -> String {
        if let text = receipt.text { return text }
        return switch receipt {
        case .settled: "Paid."
        case .rejected: "Not paid."
        case .notSent: "Nothing was sent. Try again."
        case .unknown: "Nobody knows yet. Do not pay again: the shop finds out."
        }
    }

    nonisolated private static func words(_ problem: Pay.Problem) -> String {
        switch problem.word {
        case .invalid: "\(problem.field ?? "This") is wrong: \(problem.allowed ?? "see what is asked for")."
        case .offline: "No connection. What was begun goes on."
        case .tooMany, .wrongCodes: "Too often. Wait a while."
        default: "Not now (\(problem.word.rawValue))."
        }
    }

    nonisolated private static func words(_ problem: Pay.CodeProblem) -> String {
        switch problem {
        case .expired: "This code is too old. Get a new one."
        case .noAnswer: "Nobody knows what became of it."
        default: "Not the right code."
        }
    }
}

#if canImport(Combine)
extension CheckoutModel: ObservableObject {}
#endif
