#if canImport(SwiftUI)
import SwiftUI
import XaalisPay

/// A paying screen.
public struct CheckoutView: View {
    @StateObject private var checkout: CheckoutModel
    @Environment(\.scenePhase) private var phase
    @State private var typed = ""

    public init(_ checkout: @autoclosure @escaping () -> CheckoutModel) {
        _checkout = StateObject(wrappedValue: checkout())
    }

    public var body: some View {
        VStack(spacing: 16) {
            switch checkout.screen {
            case .progress(let text):
                ProgressView()
                if let text { Text(text) }
            case .number(let price, let wrong):
                Text(price).font(.title)
                TextField("76 00 00 00", text: $typed)
                if let wrong { Text(wrong).foregroundColor(.red) }
                Button("Pay") { checkout.pay(from: taken()) }
            case .code(let text, let wrong):
                Text(text)
                SecureField("Code", text: $typed)
                if let wrong { Text(wrong).foregroundColor(.red) }
                Button("Confirm") { checkout.confirm(with: taken()) }
            case .bills(let bills, let wrong):
                if let wrong { Text(wrong).foregroundColor(.red) }
                ForEach(bills) { bill in
                    Button("\(bill.amount) XOF \(bill.dueDate ?? "")") { checkout.pay(bill) }
                }
            case .page(let url):
                Link("Go on at the payment page", destination: url)
            case .outcome(let text, let token, let mayBeginAgain):
                Text(text).font(.title)
                if let token { Text(token).font(.title.monospacedDigit()) }
                if mayBeginAgain {
                    TextField("76 00 00 00", text: $typed)
                    Button("Try again") { checkout.pay(from: taken()) }
                }
            }
        }
        .padding()
        .onChange(of: phase) { if $0 == .active { checkout.look() } }
    }

    /// What was typed, which is not kept.
    private func taken() -> String {
        defer { typed = "" }
        return typed
    }
}
#endif
