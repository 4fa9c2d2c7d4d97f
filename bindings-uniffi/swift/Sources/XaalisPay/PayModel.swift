#if canImport(Combine)
import Combine
#endif

/// What a payment's screen shows.
public struct PayState: Sendable, Hashable {
    /// How the order stands; `nil` until that was read.
    public var view: Pay.View?
    /// What was wrong with what the person did last.
    public var problem: Pay.Problem?
    /// What the person did is under way, or nothing was read yet: no button is heard.
    public var isBusy = true
    /// The relay takes no request of this app: the shop has to look. The relay's word; see ``Pay/End/refused(_:)``.
    public var refused: String?

    public init(view: Pay.View? = nil, problem: Pay.Problem? = nil, isBusy: Bool = true, refused: String? = nil) {
        self.view = view
        self.problem = problem
        self.isBusy = isBusy
        self.refused = refused
    }
}

/// A screen's model of one order: an `ObservableObject` where there is SwiftUI, whose ``state`` is what to show.
///
/// ```swift
/// @StateObject private var payment = PayModel(pay)
/// ```
///
/// After the process died, the new model reads where the order stands: only the order's name has to be kept. Call
/// ``look()`` when the app comes to the foreground.
@MainActor
public final class PayModel {
    #if canImport(Combine)
    /// What to show.
    @Published public private(set) var state = PayState() { didSet { tell() } }
    #else
    /// What to show.
    public private(set) var state = PayState() { didSet { tell() } }
    #endif
    private let pay: Pay
    private var going: Task<Void, Never>?
    private var listeners: [Int: AsyncStream<PayState>.Continuation] = [:]
    private var count = 0

    /// Reads where the order stands, and follows it until this is closed or not held any more.
    public init(_ pay: Pay) {
        self.pay = pay
        going = Task { [weak self, pay] in
            do {
                for try await step in pay.steps { self?.take(step) }
            } catch {
                // Closed, or somebody else goes through the order.
            }
            self?.finish()
        }
    }

    deinit {
        pay.close()
        going?.cancel()
        listeners.values.forEach { $0.finish() }
    }

    /// What to show from now on, with what is shown now: for screens without Combine.
    public var states: AsyncStream<PayState> {
        let (stream, listener) = AsyncStream<PayState>.makeStream(bufferingPolicy: .bufferingNewest(1))
        listener.yield(state)
        guard going != nil else {
            listener.finish()
            return stream
        }
        count += 1
        listeners[count] = listener
        listener.onTermination = { [weak self, count] _ in
            Task { @MainActor in self?.listeners[count] = nil }
        }
        return stream
    }

    /// See ``Pay/start(phone:provider:bill:)``.
    @discardableResult
    public func start(phone: String? = nil, provider: Pay.Provider? = nil, bill: String? = nil) -> Bool {
        acts { pay.start(phone: phone, provider: provider, bill: bill) }
    }

    /// See ``Pay/code(_:)``.
    @discardableResult
    public func code(_ code: String) -> Bool {
        acts { pay.code(code) }
    }

    /// See ``Pay/look()``.
    public func look() {
        pay.look()
    }

    /// Ends the screen's part. The payment goes on at the shop.
    public func close() {
        pay.close()
        going?.cancel()
        finish()
    }

    private func take(_ step: Pay.Step) {
        switch step {
        case .shown(let view, let problem), .ended(.done(let view, let problem)):
            state = PayState(view: view, problem: problem, isBusy: false)
        case .ended(.refused(let word)):
            state = PayState(view: state.view, isBusy: false, refused: word)
        }
    }

    private func acts(_ did: () -> Bool) -> Bool {
        // Whatever comes of it is told, and ends this.
        guard !state.isBusy else { return did() }
        state.isBusy = true
        let isHeard = did()
        if !isHeard { state.isBusy = false }
        return isHeard
    }

    private func tell() {
        listeners.values.forEach { $0.yield(state) }
    }

    private func finish() {
        going = nil
        listeners.values.forEach { $0.finish() }
        listeners = [:]
    }
}

#if canImport(Combine)
extension PayModel: ObservableObject {}
#endif
