import Foundation
import Testing
import XaalisTestSupport
#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

@testable import XaalisPay

/// Paid end to end, through a real relay.
@Suite(.timeLimit(.minutes(5))) struct RelayTests {
    private let shop: Shop

    init() throws {
        shop = try Shop()
    }

    @Test func paidWithACode() async throws {
        var states: [String] = []
        let pay = try shop.pay()
        let end = try await pay.run { view, problem in
            #expect(problem == nil)
            states.append(view.word)
            switch view.state {
            case .ready: #expect(pay.start(phone: "76 00 00 00"))
            case .asking: #expect(pay.code("123456"))
            default: break
            }
        }
        guard case .done(let view, _) = end else { throw Broken("\(end)") }
        #expect(view.receipt == .settled())
        #expect(view.order == "order-42" && view.amount == 1_500)
        #expect(states.filter { $0 != "working" && $0 != "waiting" } == ["ready", "asking"])
    }

    @Test func aWrongCodeIsToldAndTheRightOnePays() async throws {
        var codes = ["000000", "123456"]
        var problems: [Pay.CodeProblem?] = []
        let pay = try shop.pay()
        let end = try await pay.run { view, _ in
            if case .ready = view.state { pay.start(phone: "76 00 00 00") }
            guard case .asking(.otp(_, let problem), _) = view.state else { return }
            problems.append(problem)
            pay.code(codes.removeFirst())
        }
        #expect(end.kind == "settled")
        #expect(problems == [nil, .invalid])
    }

    @Test func aWrongNumberNamesTheField() async throws {
        let pay = try shop.pay()
        _ = try await pay.advance()
        #expect(pay.start(phone: "7"))
        guard case .shown(_, .some(let problem)) = try await pay.advance() else { throw Broken("no problem") }
        #expect(problem.word == .invalid && problem.field == "phone" && problem.allowed != nil)
    }

    @Test @MainActor func anAppThatIsKilledInTheMiddleGoesOnInTheNextOne() async throws {
        let killed = try shop.pay()
        let first = PayModel(killed)
        #expect(try await first.until { $0.view?.state == .ready && !$0.isBusy })
        #expect(first.start(phone: "76 00 00 00"))
        #expect(try await first.until { $0.isAsking })
        let asked = first.state.view
        // The process dies: nothing is kept.
        first.close()

        let second = PayModel(try shop.pay())
        #expect(try await second.until { $0.view != nil })
        #expect(second.state.view == asked)
        #expect(second.code("123456"))
        #expect(try await second.until { $0.view?.receipt != nil })
        #expect(second.state.view?.receipt == .settled())
        second.close()
        // And whoever comes later sees how it ended.
        #expect(try await shop.pay().advance().kind == "settled")
    }

    @Test func aTokenOfSomebodyElseIsRefused() async throws {
        let token = try await shop.token()
        let pay = try Pay(url: shop.url) { token.dropLast(3) + "xyz" }
        #expect(try await pay.advance() == .ended(.refused("token_invalid")))
    }
}

/// A shop in a process of its own, `examples/src/bin/relay-over-axum.rs`: a real relay, and the sandbox behind it.
final class Shop: Sendable {
    private let program: Program
    private let origin: String

    init() throws {
        program = try Program("XAALIS_RELAY", ["--serve"])
        let line = try program.line(beginning: "TOKEN=")
        origin = String(line.components(separatedBy: "curl -s ")[1].components(separatedBy: "/token")[0])
    }

    deinit {
        program.stop()
    }

    var url: String { "\(origin)/xaalis/pay" }

    func pay() throws -> Pay {
        try Pay(url: url) { [self] in try await token() }
    }

    /// What an app asks the shop's backend for: the one order's.
    func token() async throws -> String {
        let (told, _) = try await URLSession.shared.data(from: URL(string: "\(origin)/token")!)
        return String(decoding: told, as: UTF8.self)
    }
}

extension PayState {
    var isAsking: Bool { if case .asking = view?.state { true } else { false } }
}
