// Printed from core's source by `cargo xtask print`; do not edit.
import Foundation

/// DEXCHANGE (Senegal): SenEau and Senelec bills, Woyofal top-ups. Amounts are whole XOF francs. The
/// vendor's pages: https://docs-api.dexchange.sn.
///
/// ```swift
/// let dexchange = try Dexchange(apiKey: "dx_test_sandbox", transport: Sandbox())
/// let paid = try await dexchange.payBill(
///     "op-1", service: .woyofal, customer: "07061270877", externalTransactionId: "5b1f-top-up-1", amount: 1_000
/// )
/// show(paid.token)
/// ```
///
/// `payBill` carries a payment to its end; `bills` and `transactions` ask once.
///
/// Everything may throw ``InvalidInput``, before anything is sent, ``PaymentRejected``, ``PaymentNotSent``,
/// and ``OutcomeUnknown`` when money may have moved. That one is no ``PaymentError``: never tell it as a
/// failure.
public final class Dexchange: Client, @unchecked Sendable {
    /// - Parameter apiKey: The secret key of the vendor's dashboard. It is sent to the vendor's host only.
    /// - Parameter journal: Where records are kept; in memory when left out, which forgets.
    public init(
        apiKey: String, journal: any Journal = MemoryJournal(), transport: any Transport = HTTPTransport(),
        options: ClientOptions = ClientOptions()
    ) throws {
        try super.init(vendor: .dexchange, apiKey: apiKey, journal: journal, transport: transport, options: options)
    }

    /// Bills and prepaid meters.
    public var bills: Bills { Bills(client: self) }

    /// Payments by the vendor's id.
    public var transactions: Transactions { Transactions(client: self) }

    /// `payBill` to go through step by step; nothing that moves money is sent before `advance` or `run`. When
    /// the journal knows the `opId`, the operation is continued; with other details it is refused.
    /// - Parameter opId: Yours, unique per operation; the same one when you come back to it: the payment is
    ///   continued, never begun twice.
    /// - Parameter service: `SENEAU_SN_BILL`, `SENELEC_SN_BILL` or `WOYOFAL_SN_BILL`.
    /// - Parameter customer: The number on the bill or meter.
    /// - Parameter externalTransactionId: Your id of this payment, unique and hard to guess: the vendor's
    ///   idempotency key.
    /// - Parameter amount: Woyofal only, where it is required: XOF francs. A bill imposes its own.
    /// - Parameter bill: The reference of a bill found before. Left out: if exactly one is unpaid it is paid,
    ///   otherwise `onPrompt` is asked.
    /// - Parameter confirm: Ask `onPrompt` before paying even when there is only one.
    /// - Parameter callbackUrl: Where the vendor tells changes: see `CallbackKey`.
    /// - Parameter customData: Text the vendor gives back in its callback, at most 1,024 bytes.
    /// - Parameter after: The `opId`s of the tries before, for the same order of your shop: one that may still
    ///   be paid, or was, is refused.
    public func beginPayBill(
        _ opId: String,
        service: Service,
        customer: String,
        externalTransactionId: String,
        amount: Int64? = nil,
        bill: String? = nil,
        confirm: Bool? = nil,
        callbackUrl: String? = nil,
        customData: String? = nil,
        after: [String] = []
    ) async throws -> Payment<BillPayment> {
        try await begin(opId, .payBill(payment: NewPayBill(service: service, customer: customer, amount: amount, bill: bill, confirm: confirm, externalTransactionId: externalTransactionId, callbackUrl: callbackUrl, customData: customData)), after: after)
    }

    /// Looks a bill up, pins it, pays and follows it to its end; a top-up ends with its `token`.
    ///
    /// Vendor pages: "Bill Inquiry", "Pay a Bill / Top-up".
    /// - Parameter opId: Yours, unique per operation; the same one when you come back to it: the payment is
    ///   continued, never begun twice.
    /// - Parameter service: `SENEAU_SN_BILL`, `SENELEC_SN_BILL` or `WOYOFAL_SN_BILL`.
    /// - Parameter customer: The number on the bill or meter.
    /// - Parameter externalTransactionId: Your id of this payment, unique and hard to guess: the vendor's
    ///   idempotency key.
    /// - Parameter amount: Woyofal only, where it is required: XOF francs. A bill imposes its own.
    /// - Parameter bill: The reference of a bill found before. Left out: if exactly one is unpaid it is paid,
    ///   otherwise `onPrompt` is asked.
    /// - Parameter confirm: Ask `onPrompt` before paying even when there is only one.
    /// - Parameter callbackUrl: Where the vendor tells changes: see `CallbackKey`.
    /// - Parameter customData: Text the vendor gives back in its callback, at most 1,024 bytes.
    /// - Parameter after: The `opId`s of the tries before, for the same order of your shop: one that may still
    ///   be paid, or was, is refused.
    /// - Parameter timeout: In seconds. After it the waiting ends, with `OutcomeUnknown`, to be resumed; the
    ///   flow's own when left out. `.infinity` for as long as it takes.
    /// - Parameter onPrompt: Asked for what a person has to answer or see.
    public func payBill(
        _ opId: String,
        service: Service,
        customer: String,
        externalTransactionId: String,
        amount: Int64? = nil,
        bill: String? = nil,
        confirm: Bool? = nil,
        callbackUrl: String? = nil,
        customData: String? = nil,
        after: [String] = [],
        timeout: TimeInterval? = nil,
        onPrompt: (@Sendable (Prompt) async throws -> Answer)? = nil
    ) async throws -> BillPayment {
        try await flow(opId, .payBill(payment: NewPayBill(service: service, customer: customer, amount: amount, bill: bill, confirm: confirm, externalTransactionId: externalTransactionId, callbackUrl: callbackUrl, customData: customData)), after: after, timeout: timeout, onPrompt: onPrompt)
    }
}

/// Bills and prepaid meters, one request at a time.
public struct Bills: Sendable {
    let client: Client

    /// Looks up the bills of a customer, or a meter. Vendor page: "Bill Inquiry".
    /// - Parameter service: `SENEAU_SN_BILL`, `SENELEC_SN_BILL` or `WOYOFAL_SN_BILL`.
    /// - Parameter customer: The number on the bill or meter.
    public func inquire(
        service: Service,
        customer: String
    ) async throws -> BillInquiry {
        try await client.call(.inquireBills(inquiry: NewInquiry(service: service, customer: customer)))
    }

    /// Pays a bill found before, or tops a meter up, without following it to its end.
    ///
    /// Only `status` says how it stands: it may be `PROCESSING`. The fields are those of `Dexchange.payBill`;
    /// `bill` is required for a bill. Vendor page: "Pay a Bill / Top-up".
    /// - Parameter service: Whose bill.
    /// - Parameter customer: The number on the bill or meter: meter number, police, customer reference.
    /// - Parameter externalTransactionId: Your id of this payment, unique and hard to guess: the vendor's
    ///   idempotency key. Letters, digits, `-` and `_`, at most 64.
    /// - Parameter amount: Woyofal: the top-up in XOF francs, required. Otherwise leave it out: the bill
    ///   imposes it.
    /// - Parameter bill: SenEau and Senelec: the bill's reference from an inquiry, required here because
    ///   without it the vendor settles the first unpaid bill, and a repeated request the next one.
    /// - Parameter callbackUrl: Where the vendor tells changes; see `CallbackKey`.
    /// - Parameter customData: Text the vendor gives back in its callback.
    /// - Parameter opId: Yours, unique per operation; made up when left out.
    public func pay(
        service: Service,
        customer: String,
        externalTransactionId: String,
        amount: Int64? = nil,
        bill: String? = nil,
        callbackUrl: String? = nil,
        customData: String? = nil,
        opId: String? = nil
    ) async throws -> BillPayment {
        try await client.call(.payBillOnce(payment: NewBillPayment(service: service, customer: customer, amount: amount, bill: bill, externalTransactionId: externalTransactionId, callbackUrl: callbackUrl, customData: customData)), opId: opId)
    }
}

/// Payments by the vendor's id.
public struct Transactions: Sendable {
    let client: Client

    /// Reads one transaction (`TID…`). Not on the pages this library was written from; whether it serves bills
    /// is not said there. Vendor page: "Get Transaction".
    /// - Parameter transactionId: The vendor's id.
    public func fetch(
        transactionId: String
    ) async throws -> BillPayment {
        try await client.call(.fetchTransaction(transactionId: transactionId))
    }
}
