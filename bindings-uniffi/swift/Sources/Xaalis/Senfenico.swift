// Printed from core's source by `cargo xtask print`; do not edit.
import Foundation

/// Senfenico (Burkina Faso): checkouts, mobile-money charges, transfers, settlements, balances. Amounts are
/// whole XOF francs. The vendor's pages: https://docs.senfenico.com/fr/api.
///
/// ```swift
/// let senfenico = try Senfenico(apiKey: "sk_test_sandbox", transport: Sandbox())
/// let charge = try await senfenico.collect("order-42", amount: 1_000, phone: "76 00 00 00") { prompt in
///     if case .otp(let text, _, _) = prompt { .otp(await askForCode(text)) } else { .shown }
/// }
/// ```
///
/// Resources (`charges`, `checkouts`, `transfers`, `settlements`, `balances`) ask once: reads are repeated
/// when no answer comes, calls that move money are stored and never sent twice. Flows (`collect`,
/// `checkout`, `payout`, `bulkPayout`, `settle`, `cancelSettlement`) carry a payment to its end, through
/// codes, prompts, crashes and lost answers: prefer them.
///
/// Everything may throw ``InvalidInput``, before anything is sent, ``PaymentRejected``, ``PaymentNotSent``,
/// and ``OutcomeUnknown`` when money may have moved. That one is no ``PaymentError``: never tell it as a
/// failure.
public final class Senfenico: Client, @unchecked Sendable {
    /// - Parameter apiKey: The secret key of the vendor's dashboard. It is sent to the vendor's host only.
    /// - Parameter journal: Where records are kept; in memory when left out, which forgets.
    public init(
        apiKey: String, journal: any Journal = MemoryJournal(), transport: any Transport = HTTPTransport(),
        options: ClientOptions = ClientOptions()
    ) throws {
        try super.init(vendor: .senfenico, apiKey: apiKey, journal: journal, transport: transport, options: options)
    }

    /// Payments asked of customers.
    public var charges: Charges { Charges(client: self) }

    /// Payment pages.
    public var checkouts: Checkouts { Checkouts(client: self) }

    /// Payouts to recipients.
    public var transfers: Transfers { Transfers(client: self) }

    /// Collected money sent to your own account.
    public var settlements: Settlements { Settlements(client: self) }

    /// What you hold at Senfenico.
    public var balances: BalancesResource { BalancesResource(client: self) }

    /// `collect` to go through step by step; nothing that moves money is sent before `advance` or `run`. When
    /// the journal knows the `opId`, the operation is continued; with other details it is refused.
    /// - Parameter opId: Yours, unique per operation; the same one when you come back to it: the payment is
    ///   continued, never begun twice.
    /// - Parameter amount: XOF francs, at least 1.
    /// - Parameter phone: The customer's number, 8 digits; spaces and `+226` are fine.
    /// - Parameter provider: `orange_bf`, `moov_bf`, `coris_bf` or `sank_bf`; told by the number when left out
    ///   (Orange and Moov only).
    /// - Parameter after: The `opId`s of the tries before, for the same order of your shop: one that may still
    ///   be paid, or was, is refused.
    public func beginCollect(
        _ opId: String,
        amount: Int64,
        phone: String,
        provider: Provider? = nil,
        after: [String] = []
    ) async throws -> Payment<Charge> {
        try await begin(opId, .collect(charge: NewCharge(amount: amount, phone: phone, provider: provider)), after: after)
    }

    /// Asks a customer for a payment and follows it to its end.
    ///
    /// Vendor pages: "create a charge", "submit OTP", "fetch charge".
    /// - Parameter opId: Yours, unique per operation; the same one when you come back to it: the payment is
    ///   continued, never begun twice.
    /// - Parameter amount: XOF francs, at least 1.
    /// - Parameter phone: The customer's number, 8 digits; spaces and `+226` are fine.
    /// - Parameter provider: `orange_bf`, `moov_bf`, `coris_bf` or `sank_bf`; told by the number when left out
    ///   (Orange and Moov only).
    /// - Parameter after: The `opId`s of the tries before, for the same order of your shop: one that may still
    ///   be paid, or was, is refused.
    /// - Parameter timeout: In seconds. After it the waiting ends, with `OutcomeUnknown`, to be resumed; the
    ///   flow's own when left out. `.infinity` for as long as it takes.
    /// - Parameter onPrompt: Asked for the one-time code (return it) or shown what to dial (return nothing).
    public func collect(
        _ opId: String,
        amount: Int64,
        phone: String,
        provider: Provider? = nil,
        after: [String] = [],
        timeout: TimeInterval? = nil,
        onPrompt: (@Sendable (Prompt) async throws -> Answer)? = nil
    ) async throws -> Charge {
        try await flow(opId, .collect(charge: NewCharge(amount: amount, phone: phone, provider: provider)), after: after, timeout: timeout, onPrompt: onPrompt)
    }

    /// `checkout` to go through step by step; nothing that moves money is sent before `advance` or `run`. When
    /// the journal knows the `opId`, the operation is continued; with other details it is refused.
    /// - Parameter opId: Yours, unique per operation; the same one when you come back to it: the payment is
    ///   continued, never begun twice.
    /// - Parameter amount: XOF francs, at least 1.
    /// - Parameter successUrl: Where the customer goes after paying. Coming back there proves nothing.
    /// - Parameter cancelUrl: Where the customer goes after giving up.
    /// - Parameter email: The customer's address.
    /// - Parameter after: The `opId`s of the tries before, for the same order of your shop: one that may still
    ///   be paid, or was, is refused.
    public func beginCheckout(
        _ opId: String,
        amount: Int64,
        successUrl: String,
        cancelUrl: String,
        email: String? = nil,
        after: [String] = []
    ) async throws -> Payment<Checkout> {
        try await begin(opId, .checkout(checkout: NewCheckout(amount: amount, successUrl: successUrl, cancelUrl: cancelUrl, email: email)), after: after)
    }

    /// Opens a payment page and follows it to its end; `onPrompt` is shown where to send the customer.
    ///
    /// Vendor pages: "Initialisation du Checkout", "fetch checkout".
    /// - Parameter opId: Yours, unique per operation; the same one when you come back to it: the payment is
    ///   continued, never begun twice.
    /// - Parameter amount: XOF francs, at least 1.
    /// - Parameter successUrl: Where the customer goes after paying. Coming back there proves nothing.
    /// - Parameter cancelUrl: Where the customer goes after giving up.
    /// - Parameter email: The customer's address.
    /// - Parameter after: The `opId`s of the tries before, for the same order of your shop: one that may still
    ///   be paid, or was, is refused.
    /// - Parameter timeout: In seconds. After it the waiting ends, with `OutcomeUnknown`, to be resumed; the
    ///   flow's own when left out. `.infinity` for as long as it takes.
    /// - Parameter onPrompt: Asked for what a person has to answer or see.
    public func checkout(
        _ opId: String,
        amount: Int64,
        successUrl: String,
        cancelUrl: String,
        email: String? = nil,
        after: [String] = [],
        timeout: TimeInterval? = nil,
        onPrompt: (@Sendable (Prompt) async throws -> Answer)? = nil
    ) async throws -> Checkout {
        try await flow(opId, .checkout(checkout: NewCheckout(amount: amount, successUrl: successUrl, cancelUrl: cancelUrl, email: email)), after: after, timeout: timeout, onPrompt: onPrompt)
    }

    /// `payout` to go through step by step; nothing that moves money is sent before `advance` or `run`. When
    /// the journal knows the `opId`, the operation is continued; with other details it is refused.
    /// - Parameter opId: Yours, unique per operation; the same one when you come back to it: the payment is
    ///   continued, never begun twice.
    /// - Parameter amount: XOF francs, at least 100.
    /// - Parameter phone: The recipient's number, 8 digits.
    /// - Parameter extId: Your id of this payout, unique and hard to guess (a UUID): the only way to find it
    ///   again after a lost answer.
    /// - Parameter wallet: `orange_bf`, `moov_bf` or `sank_bf`; told by the number when left out (Orange,
    ///   Moov).
    /// - Parameter after: The `opId`s of the tries before, for the same order of your shop: one that may still
    ///   be paid, or was, is refused.
    public func beginPayout(
        _ opId: String,
        amount: Int64,
        phone: String,
        extId: String,
        wallet: Provider? = nil,
        after: [String] = []
    ) async throws -> Payment<Transfer> {
        try await begin(opId, .payout(transfer: NewTransfer(amount: amount, phone: phone, wallet: wallet, extId: extId)), after: after)
    }

    /// Pays one recipient and follows the transfer to its end.
    ///
    /// Vendor pages: "single transfer", "fetch single transfer", "list transfers".
    /// - Parameter opId: Yours, unique per operation; the same one when you come back to it: the payment is
    ///   continued, never begun twice.
    /// - Parameter amount: XOF francs, at least 100.
    /// - Parameter phone: The recipient's number, 8 digits.
    /// - Parameter extId: Your id of this payout, unique and hard to guess (a UUID): the only way to find it
    ///   again after a lost answer.
    /// - Parameter wallet: `orange_bf`, `moov_bf` or `sank_bf`; told by the number when left out (Orange,
    ///   Moov).
    /// - Parameter after: The `opId`s of the tries before, for the same order of your shop: one that may still
    ///   be paid, or was, is refused.
    /// - Parameter timeout: In seconds. After it the waiting ends, with `OutcomeUnknown`, to be resumed; the
    ///   flow's own when left out. `.infinity` for as long as it takes.
    public func payout(
        _ opId: String,
        amount: Int64,
        phone: String,
        extId: String,
        wallet: Provider? = nil,
        after: [String] = [],
        timeout: TimeInterval? = nil
    ) async throws -> Transfer {
        try await flow(opId, .payout(transfer: NewTransfer(amount: amount, phone: phone, wallet: wallet, extId: extId)), after: after, timeout: timeout)
    }

    /// `bulkPayout` to go through step by step; nothing that moves money is sent before `advance` or `run`.
    /// When the journal knows the `opId`, the operation is continued; with other details it is refused.
    /// - Parameter opId: Yours, unique per operation; the same one when you come back to it: the payment is
    ///   continued, never begun twice.
    /// - Parameter transfers: The payouts.
    /// - Parameter after: The `opId`s of the tries before, for the same order of your shop: one that may still
    ///   be paid, or was, is refused.
    public func beginBulkPayout(
        _ opId: String,
        transfers: [NewTransfer],
        after: [String] = []
    ) async throws -> Payment<Payouts> {
        try await begin(opId, .bulkPayout(transfers: transfers), after: after)
    }

    /// Pays any number of recipients, a hundred a request, and follows each to its end.
    ///
    /// Returns one item per payout, by its place in `transfers`, each with an outcome of its own. A resumed one
    /// may ask `onPrompt` for the phone numbers of those not sent yet: records hold none.
    ///
    /// Vendor pages: "bulk transfers", "list transfers".
    /// - Parameter opId: Yours, unique per operation; the same one when you come back to it: the payment is
    ///   continued, never begun twice.
    /// - Parameter transfers: The payouts.
    /// - Parameter after: The `opId`s of the tries before, for the same order of your shop: one that may still
    ///   be paid, or was, is refused.
    /// - Parameter timeout: In seconds. After it the waiting ends, with `OutcomeUnknown`, to be resumed; the
    ///   flow's own when left out. `.infinity` for as long as it takes.
    /// - Parameter onProgress: Told how far it is (`Progress`): at the start, after each batch, and when the
    ///   vendor's list shows more. No request is under way then.
    /// - Parameter onPrompt: Asked for what a person has to answer or see.
    public func bulkPayout(
        _ opId: String,
        transfers: [NewTransfer],
        after: [String] = [],
        timeout: TimeInterval? = nil,
        onProgress: (@Sendable (PayoutProgress) async throws -> Void)? = nil,
        onPrompt: (@Sendable (Prompt) async throws -> Answer)? = nil
    ) async throws -> Payouts {
        try await flow(opId, .bulkPayout(transfers: transfers), after: after, timeout: timeout, onProgress: onProgress, onPrompt: onPrompt)
    }

    /// `settle` to go through step by step; nothing that moves money is sent before `advance` or `run`. When
    /// the journal knows the `opId`, the operation is continued; with other details it is refused.
    /// - Parameter opId: Yours, unique per operation; the same one when you come back to it: the payment is
    ///   continued, never begun twice.
    /// - Parameter amount: XOF francs, at least 1.
    /// - Parameter after: The `opId`s of the tries before, for the same order of your shop: one that may still
    ///   be paid, or was, is refused.
    public func beginSettle(
        _ opId: String,
        amount: Int64,
        after: [String] = []
    ) async throws -> Payment<Settlement> {
        try await begin(opId, .settle(settlement: NewSettlement(amount: amount)), after: after)
    }

    /// Sends collected money to your own account and follows it to its end.
    ///
    /// Vendor pages: "create settlement", "fetch settlement".
    /// - Parameter opId: Yours, unique per operation; the same one when you come back to it: the payment is
    ///   continued, never begun twice.
    /// - Parameter amount: XOF francs, at least 1.
    /// - Parameter after: The `opId`s of the tries before, for the same order of your shop: one that may still
    ///   be paid, or was, is refused.
    /// - Parameter timeout: In seconds. After it the waiting ends, with `OutcomeUnknown`, to be resumed; the
    ///   flow's own when left out. A settlement takes days: come back with `resume`, or give `.infinity` for as
    ///   long as it takes.
    public func settle(
        _ opId: String,
        amount: Int64,
        after: [String] = [],
        timeout: TimeInterval? = nil
    ) async throws -> Settlement {
        try await flow(opId, .settle(settlement: NewSettlement(amount: amount)), after: after, timeout: timeout)
    }

    /// `cancelSettlement` to go through step by step; nothing that moves money is sent before `advance` or
    /// `run`. When the journal knows the `opId`, the operation is continued; with other details it is refused.
    /// - Parameter opId: Yours, unique per operation; the same one when you come back to it: the payment is
    ///   continued, never begun twice.
    /// - Parameter reference: The settlement's reference.
    /// - Parameter after: The `opId`s of the tries before, for the same order of your shop: one that may still
    ///   be paid, or was, is refused.
    public func beginCancelSettlement(
        _ opId: String,
        reference: String,
        after: [String] = []
    ) async throws -> Payment<Settlement> {
        try await begin(opId, .cancelSettlement(reference: reference), after: after)
    }

    /// Cancels a settlement, and reads it to be sure.
    ///
    /// Vendor page: "cancel settlement".
    /// - Parameter opId: Yours, unique per operation; the same one when you come back to it: the payment is
    ///   continued, never begun twice.
    /// - Parameter reference: The settlement's reference.
    /// - Parameter after: The `opId`s of the tries before, for the same order of your shop: one that may still
    ///   be paid, or was, is refused.
    /// - Parameter timeout: In seconds. After it the waiting ends, with `OutcomeUnknown`, to be resumed; the
    ///   flow's own when left out. `.infinity` for as long as it takes.
    public func cancelSettlement(
        _ opId: String,
        reference: String,
        after: [String] = [],
        timeout: TimeInterval? = nil
    ) async throws -> Settlement {
        try await flow(opId, .cancelSettlement(reference: reference), after: after, timeout: timeout)
    }
}

/// Payments asked of customers, one request at a time.
public struct Charges: Sendable {
    let client: Client

    /// Asks a customer for a payment, once; only `Senfenico.collect` finds out what became of it.
    ///
    /// Vendor page: "create a charge".
    /// - Parameter amount: XOF francs, at least 1.
    /// - Parameter phone: The customer's number, 8 digits; spaces and `+226` are fine.
    /// - Parameter provider: `orange_bf`, `moov_bf`, `coris_bf` or `sank_bf`; told by the number when left out.
    /// - Parameter opId: Yours, unique per operation; made up when left out.
    public func create(
        amount: Int64,
        phone: String,
        provider: Provider? = nil,
        opId: String? = nil
    ) async throws -> ChargeCreated {
        try await client.call(.createCharge(charge: NewCharge(amount: amount, phone: phone, provider: provider)), opId: opId)
    }

    /// Submits the payer's one-time code, once. Vendor page: "submit OTP".
    /// - Parameter charge: The charge's reference.
    /// - Parameter otp: As typed, 4 to 10 digits; spaces are fine.
    /// - Parameter opId: Yours, unique per operation; made up when left out.
    public func submitOtp(
        charge: String,
        otp: String,
        opId: String? = nil
    ) async throws -> Charge {
        try await client.call(.submitOtp(charge: charge, otp: otp), opId: opId)
    }

    /// Reads one charge. Vendor page: "fetch charge".
    /// - Parameter reference: Its reference.
    public func fetch(
        reference: String
    ) async throws -> Charge {
        try await client.call(.fetchCharge(reference: reference))
    }

    /// Reads all charges; the vendor has no pages. Vendor page: "list charges".
    public func list() async throws -> [Charge] {
        try await client.call(.listCharges)
    }
}

/// Payment pages, one request at a time.
public struct Checkouts: Sendable {
    let client: Client

    /// Opens a payment page: send the customer to its `authorizationUrl`.
    ///
    /// Vendor page: "Initialisation du Checkout".
    /// - Parameter amount: XOF francs, at least 1.
    /// - Parameter successUrl: Where the customer goes after paying. Coming back there proves nothing.
    /// - Parameter cancelUrl: Where the customer goes after giving up.
    /// - Parameter email: The customer's address.
    /// - Parameter opId: Yours, unique per operation; made up when left out.
    public func initialize(
        amount: Int64,
        successUrl: String,
        cancelUrl: String,
        email: String? = nil,
        opId: String? = nil
    ) async throws -> CheckoutOpened {
        try await client.call(.initializeCheckout(checkout: NewCheckout(amount: amount, successUrl: successUrl, cancelUrl: cancelUrl, email: email)), opId: opId)
    }

    /// Reads one checkout. Vendor page: "fetch checkout".
    /// - Parameter reference: Its reference.
    public func fetch(
        reference: String
    ) async throws -> Checkout {
        try await client.call(.fetchCheckout(reference: reference))
    }

    /// Reads all checkouts; the vendor has no pages. Vendor page: "list checkout".
    public func list() async throws -> [Checkout] {
        try await client.call(.listCheckouts)
    }
}

/// Payouts to recipients, one request at a time.
public struct Transfers: Sendable {
    let client: Client

    /// Pays one recipient, once; only `Senfenico.payout` finds out what became of it.
    ///
    /// Vendor page: "single transfer".
    /// - Parameter amount: XOF francs, at least 100.
    /// - Parameter phone: The recipient's number, 8 digits.
    /// - Parameter extId: Your id of this payout, unique and hard to guess (a UUID).
    /// - Parameter wallet: `orange_bf`, `moov_bf` or `sank_bf`; told by the number when left out (Orange,
    ///   Moov).
    /// - Parameter opId: Yours, unique per operation; made up when left out.
    public func create(
        amount: Int64,
        phone: String,
        extId: String,
        wallet: Provider? = nil,
        opId: String? = nil
    ) async throws -> Transfer {
        try await client.call(.createTransfer(transfer: NewTransfer(amount: amount, phone: phone, wallet: wallet, extId: extId)), opId: opId)
    }

    /// Pays up to a hundred recipients in one request, once. Vendor page: "bulk transfers".
    /// - Parameter transfers: The payouts.
    /// - Parameter opId: Yours, unique per operation; made up when left out.
    public func createBulk(
        transfers: [NewTransfer],
        opId: String? = nil
    ) async throws -> BulkQueued {
        try await client.call(.createBulkTransfer(transfers: transfers), opId: opId)
    }

    /// Reads one transfer. Vendor page: "fetch single transfer".
    /// - Parameter reference: Its reference.
    public func fetch(
        reference: String
    ) async throws -> Transfer {
        try await client.call(.fetchTransfer(reference: reference))
    }

    /// Reads all transfers; the vendor has no pages. Vendor page: "list transfers".
    public func list() async throws -> [Transfer] {
        try await client.call(.listTransfers)
    }
}

/// Collected money sent to your own account, one request at a time.
public struct Settlements: Sendable {
    let client: Client

    /// Asks for a settlement, once; only `Senfenico.settle` finds out what became of it.
    ///
    /// Vendor page: "create settlement".
    /// - Parameter amount: XOF francs, at least 1.
    /// - Parameter opId: Yours, unique per operation; made up when left out.
    public func create(
        amount: Int64,
        opId: String? = nil
    ) async throws -> Settlement {
        try await client.call(.createSettlement(settlement: NewSettlement(amount: amount)), opId: opId)
    }

    /// Reads one settlement. Vendor page: "fetch settlement".
    /// - Parameter reference: Its reference.
    public func fetch(
        reference: String
    ) async throws -> Settlement {
        try await client.call(.fetchSettlement(reference: reference))
    }

    /// Reads all settlements; the vendor has no pages. Vendor page: "list settlements".
    public func list() async throws -> [Settlement] {
        try await client.call(.listSettlements)
    }
}

/// What you hold at Senfenico.
public struct BalancesResource: Sendable {
    let client: Client

    /// Reads the balances, in XOF francs. Vendor page: "fetch balance".
    public func fetch() async throws -> Balances {
        try await client.call(.fetchBalances)
    }
}
