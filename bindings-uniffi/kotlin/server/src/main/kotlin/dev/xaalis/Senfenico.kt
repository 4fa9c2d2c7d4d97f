// Printed from core's source by `cargo xtask print`; do not edit.
package dev.xaalis

import kotlin.time.Duration
import kotlinx.serialization.serializer

/**
 * Senfenico (Burkina Faso): checkouts, mobile-money charges, transfers, settlements, balances. Amounts are
 * whole XOF francs. The vendor's pages: https://docs.senfenico.com/fr/api.
 *
 * ```kotlin
 * val senfenico = Senfenico("sk_test_sandbox", transport = Sandbox())
 * val charge = senfenico.collect("order-42", amount = 1_000, phone = "76 00 00 00") { prompt ->
 *     if (prompt is Prompt.Otp) Answer.Otp(askForCode(prompt.text)) else Answer.Shown
 * }
 * ```
 *
 * Resources (`charges`, `checkouts`, `transfers`, `settlements`, `balances`) ask once: reads are repeated
 * when no answer comes, calls that move money are stored and never sent twice. Flows (`collect`,
 * `checkout`, `payout`, `bulkPayout`, `settle`, `cancelSettlement`) carry a payment to its end, through
 * codes, prompts, crashes and lost answers: prefer them.
 *
 * Everything may throw [InvalidInput], before anything is sent, [PaymentRejected], [PaymentNotSent], and
 * [OutcomeUnknown] when money may have moved. That one is no [PaymentError]: never tell it as a failure.
 */
public class Senfenico(
    /** The secret key of the vendor's dashboard. It is sent to the vendor's host only. */
    apiKey: String,
    /** Where records are kept; in memory when left out, which forgets. */
    journal: Journal = MemoryJournal(),
    transport: Transport = HttpTransport(),
    options: ClientOptions = ClientOptions(),
) : Client(Vendor.SENFENICO, apiKey, journal, transport, options) {
    /** Payments asked of customers. */
    public val charges: Charges = Charges(this)

    /** Payment pages. */
    public val checkouts: Checkouts = Checkouts(this)

    /** Payouts to recipients. */
    public val transfers: Transfers = Transfers(this)

    /** Collected money sent to your own account. */
    public val settlements: Settlements = Settlements(this)

    /** What you hold at Senfenico. */
    public val balances: BalancesResource = BalancesResource(this)

    /**
     * `collect` to go through step by step; nothing that moves money is sent before `advance` or `run`. When
     * the journal knows the `opId`, the operation is continued; with other details it is refused.
     * @param opId Yours, unique per operation; the same one when you come back to it: the payment is
     *   continued, never begun twice.
     * @param amount XOF francs, at least 1.
     * @param phone The customer's number, 8 digits; spaces and `+226` are fine.
     * @param provider `orange_bf`, `moov_bf`, `coris_bf` or `sank_bf`; told by the number when left out
     *   (Orange and Moov only).
     * @param after The `opId`s of the tries before, for the same order of your shop: one that may still be
     *   paid, or was, is refused.
     */
    public suspend fun beginCollect(
        opId: String,
        amount: Long,
        phone: String,
        provider: Provider? = null,
        after: List<String> = emptyList(),
    ): Payment<Charge> =
        begin(opId, Order.Collect(charge = NewCharge(amount = amount, phone = phone, provider = provider)), serializer<Charge>(), after)

    /**
     * Asks a customer for a payment and follows it to its end.
     *
     * Vendor pages: "create a charge", "submit OTP", "fetch charge".
     * @param opId Yours, unique per operation; the same one when you come back to it: the payment is
     *   continued, never begun twice.
     * @param amount XOF francs, at least 1.
     * @param phone The customer's number, 8 digits; spaces and `+226` are fine.
     * @param provider `orange_bf`, `moov_bf`, `coris_bf` or `sank_bf`; told by the number when left out
     *   (Orange and Moov only).
     * @param after The `opId`s of the tries before, for the same order of your shop: one that may still be
     *   paid, or was, is refused.
     * @param timeout After it the waiting ends, with `OutcomeUnknown`, to be resumed; the flow's own when left
     *   out. `Duration.INFINITE` for as long as it takes.
     * @param onPrompt Asked for the one-time code (return it) or shown what to dial (return nothing).
     */
    public suspend fun collect(
        opId: String,
        amount: Long,
        phone: String,
        provider: Provider? = null,
        after: List<String> = emptyList(),
        timeout: Duration? = null,
        onPrompt: (suspend (Prompt) -> Answer)? = null,
    ): Charge =
        flow(opId, Order.Collect(charge = NewCharge(amount = amount, phone = phone, provider = provider)), serializer<Charge>(), after, timeout, onPrompt = onPrompt)

    /**
     * `checkout` to go through step by step; nothing that moves money is sent before `advance` or `run`. When
     * the journal knows the `opId`, the operation is continued; with other details it is refused.
     * @param opId Yours, unique per operation; the same one when you come back to it: the payment is
     *   continued, never begun twice.
     * @param amount XOF francs, at least 1.
     * @param successUrl Where the customer goes after paying. Coming back there proves nothing.
     * @param cancelUrl Where the customer goes after giving up.
     * @param email The customer's address.
     * @param after The `opId`s of the tries before, for the same order of your shop: one that may still be
     *   paid, or was, is refused.
     */
    public suspend fun beginCheckout(
        opId: String,
        amount: Long,
        successUrl: String,
        cancelUrl: String,
        email: String? = null,
        after: List<String> = emptyList(),
    ): Payment<Checkout> =
        begin(opId, Order.Checkout(checkout = NewCheckout(amount = amount, successUrl = successUrl, cancelUrl = cancelUrl, email = email)), serializer<Checkout>(), after)

    /**
     * Opens a payment page and follows it to its end; `onPrompt` is shown where to send the customer.
     *
     * Vendor pages: "Initialisation du Checkout", "fetch checkout".
     * @param opId Yours, unique per operation; the same one when you come back to it: the payment is
     *   continued, never begun twice.
     * @param amount XOF francs, at least 1.
     * @param successUrl Where the customer goes after paying. Coming back there proves nothing.
     * @param cancelUrl Where the customer goes after giving up.
     * @param email The customer's address.
     * @param after The `opId`s of the tries before, for the same order of your shop: one that may still be
     *   paid, or was, is refused.
     * @param timeout After it the waiting ends, with `OutcomeUnknown`, to be resumed; the flow's own when left
     *   out. `Duration.INFINITE` for as long as it takes.
     * @param onPrompt Asked for what a person has to answer or see.
     */
    public suspend fun checkout(
        opId: String,
        amount: Long,
        successUrl: String,
        cancelUrl: String,
        email: String? = null,
        after: List<String> = emptyList(),
        timeout: Duration? = null,
        onPrompt: (suspend (Prompt) -> Answer)? = null,
    ): Checkout =
        flow(opId, Order.Checkout(checkout = NewCheckout(amount = amount, successUrl = successUrl, cancelUrl = cancelUrl, email = email)), serializer<Checkout>(), after, timeout, onPrompt = onPrompt)

    /**
     * `payout` to go through step by step; nothing that moves money is sent before `advance` or `run`. When
     * the journal knows the `opId`, the operation is continued; with other details it is refused.
     * @param opId Yours, unique per operation; the same one when you come back to it: the payment is
     *   continued, never begun twice.
     * @param amount XOF francs, at least 100.
     * @param phone The recipient's number, 8 digits.
     * @param extId Your id of this payout, unique and hard to guess (a UUID): the only way to find it again
     *   after a lost answer.
     * @param wallet `orange_bf`, `moov_bf` or `sank_bf`; told by the number when left out (Orange, Moov).
     * @param after The `opId`s of the tries before, for the same order of your shop: one that may still be
     *   paid, or was, is refused.
     */
    public suspend fun beginPayout(
        opId: String,
        amount: Long,
        phone: String,
        extId: String,
        wallet: Provider? = null,
        after: List<String> = emptyList(),
    ): Payment<Transfer> =
        begin(opId, Order.Payout(transfer = NewTransfer(amount = amount, phone = phone, wallet = wallet, extId = extId)), serializer<Transfer>(), after)

    /**
     * Pays one recipient and follows the transfer to its end.
     *
     * Vendor pages: "single transfer", "fetch single transfer", "list transfers".
     * @param opId Yours, unique per operation; the same one when you come back to it: the payment is
     *   continued, never begun twice.
     * @param amount XOF francs, at least 100.
     * @param phone The recipient's number, 8 digits.
     * @param extId Your id of this payout, unique and hard to guess (a UUID): the only way to find it again
     *   after a lost answer.
     * @param wallet `orange_bf`, `moov_bf` or `sank_bf`; told by the number when left out (Orange, Moov).
     * @param after The `opId`s of the tries before, for the same order of your shop: one that may still be
     *   paid, or was, is refused.
     * @param timeout After it the waiting ends, with `OutcomeUnknown`, to be resumed; the flow's own when left
     *   out. `Duration.INFINITE` for as long as it takes.
     */
    public suspend fun payout(
        opId: String,
        amount: Long,
        phone: String,
        extId: String,
        wallet: Provider? = null,
        after: List<String> = emptyList(),
        timeout: Duration? = null,
    ): Transfer =
        flow(opId, Order.Payout(transfer = NewTransfer(amount = amount, phone = phone, wallet = wallet, extId = extId)), serializer<Transfer>(), after, timeout)

    /**
     * `bulkPayout` to go through step by step; nothing that moves money is sent before `advance` or `run`.
     * When the journal knows the `opId`, the operation is continued; with other details it is refused.
     * @param opId Yours, unique per operation; the same one when you come back to it: the payment is
     *   continued, never begun twice.
     * @param transfers The payouts.
     * @param after The `opId`s of the tries before, for the same order of your shop: one that may still be
     *   paid, or was, is refused.
     */
    public suspend fun beginBulkPayout(
        opId: String,
        transfers: List<NewTransfer>,
        after: List<String> = emptyList(),
    ): Payment<Payouts> =
        begin(opId, Order.BulkPayout(transfers = transfers), serializer<Payouts>(), after)

    /**
     * Pays any number of recipients, a hundred a request, and follows each to its end.
     *
     * Returns one item per payout, by its place in `transfers`, each with an outcome of its own. A resumed one
     * may ask `onPrompt` for the phone numbers of those not sent yet: records hold none.
     *
     * Vendor pages: "bulk transfers", "list transfers".
     * @param opId Yours, unique per operation; the same one when you come back to it: the payment is
     *   continued, never begun twice.
     * @param transfers The payouts.
     * @param after The `opId`s of the tries before, for the same order of your shop: one that may still be
     *   paid, or was, is refused.
     * @param timeout After it the waiting ends, with `OutcomeUnknown`, to be resumed; the flow's own when left
     *   out. `Duration.INFINITE` for as long as it takes.
     * @param onProgress Told how far it is (`Progress`): at the start, after each batch, and when the vendor's
     *   list shows more. No request is under way then.
     * @param onPrompt Asked for what a person has to answer or see.
     */
    public suspend fun bulkPayout(
        opId: String,
        transfers: List<NewTransfer>,
        after: List<String> = emptyList(),
        timeout: Duration? = null,
        onProgress: (suspend (Progress) -> Unit)? = null,
        onPrompt: (suspend (Prompt) -> Answer)? = null,
    ): Payouts =
        flow(opId, Order.BulkPayout(transfers = transfers), serializer<Payouts>(), after, timeout, onProgress = onProgress, onPrompt = onPrompt)

    /**
     * `settle` to go through step by step; nothing that moves money is sent before `advance` or `run`. When
     * the journal knows the `opId`, the operation is continued; with other details it is refused.
     * @param opId Yours, unique per operation; the same one when you come back to it: the payment is
     *   continued, never begun twice.
     * @param amount XOF francs, at least 1.
     * @param after The `opId`s of the tries before, for the same order of your shop: one that may still be
     *   paid, or was, is refused.
     */
    public suspend fun beginSettle(
        opId: String,
        amount: Long,
        after: List<String> = emptyList(),
    ): Payment<Settlement> =
        begin(opId, Order.Settle(settlement = NewSettlement(amount = amount)), serializer<Settlement>(), after)

    /**
     * Sends collected money to your own account and follows it to its end.
     *
     * Vendor pages: "create settlement", "fetch settlement".
     * @param opId Yours, unique per operation; the same one when you come back to it: the payment is
     *   continued, never begun twice.
     * @param amount XOF francs, at least 1.
     * @param after The `opId`s of the tries before, for the same order of your shop: one that may still be
     *   paid, or was, is refused.
     * @param timeout After it the waiting ends, with `OutcomeUnknown`, to be resumed; the flow's own when left
     *   out. A settlement takes days: come back with `resume`, or give `Duration.INFINITE` for as long as it
     *   takes.
     */
    public suspend fun settle(
        opId: String,
        amount: Long,
        after: List<String> = emptyList(),
        timeout: Duration? = null,
    ): Settlement =
        flow(opId, Order.Settle(settlement = NewSettlement(amount = amount)), serializer<Settlement>(), after, timeout)

    /**
     * `cancelSettlement` to go through step by step; nothing that moves money is sent before `advance` or
     * `run`. When the journal knows the `opId`, the operation is continued; with other details it is refused.
     * @param opId Yours, unique per operation; the same one when you come back to it: the payment is
     *   continued, never begun twice.
     * @param reference The settlement's reference.
     * @param after The `opId`s of the tries before, for the same order of your shop: one that may still be
     *   paid, or was, is refused.
     */
    public suspend fun beginCancelSettlement(
        opId: String,
        reference: String,
        after: List<String> = emptyList(),
    ): Payment<Settlement> =
        begin(opId, Order.CancelSettlement(reference = reference), serializer<Settlement>(), after)

    /**
     * Cancels a settlement, and reads it to be sure.
     *
     * Vendor page: "cancel settlement".
     * @param opId Yours, unique per operation; the same one when you come back to it: the payment is
     *   continued, never begun twice.
     * @param reference The settlement's reference.
     * @param after The `opId`s of the tries before, for the same order of your shop: one that may still be
     *   paid, or was, is refused.
     * @param timeout After it the waiting ends, with `OutcomeUnknown`, to be resumed; the flow's own when left
     *   out. `Duration.INFINITE` for as long as it takes.
     */
    public suspend fun cancelSettlement(
        opId: String,
        reference: String,
        after: List<String> = emptyList(),
        timeout: Duration? = null,
    ): Settlement =
        flow(opId, Order.CancelSettlement(reference = reference), serializer<Settlement>(), after, timeout)
}

/** Payments asked of customers, one request at a time. */
public class Charges internal constructor(private val client: Client) {
    /**
     * Asks a customer for a payment, once; only `Senfenico.collect` finds out what became of it.
     *
     * Vendor page: "create a charge".
     * @param amount XOF francs, at least 1.
     * @param phone The customer's number, 8 digits; spaces and `+226` are fine.
     * @param provider `orange_bf`, `moov_bf`, `coris_bf` or `sank_bf`; told by the number when left out.
     * @param opId Yours, unique per operation; made up when left out.
     */
    public suspend fun create(
        amount: Long,
        phone: String,
        provider: Provider? = null,
        opId: String? = null,
    ): ChargeCreated =
        client.call(Order.CreateCharge(charge = NewCharge(amount = amount, phone = phone, provider = provider)), serializer<ChargeCreated>(), opId)

    /**
     * Submits the payer's one-time code, once. Vendor page: "submit OTP".
     * @param charge The charge's reference.
     * @param otp As typed, 4 to 10 digits; spaces are fine.
     * @param opId Yours, unique per operation; made up when left out.
     */
    public suspend fun submitOtp(
        charge: String,
        otp: String,
        opId: String? = null,
    ): Charge =
        client.call(Order.SubmitOtp(charge = charge, otp = otp), serializer<Charge>(), opId)

    /**
     * Reads one charge. Vendor page: "fetch charge".
     * @param reference Its reference.
     */
    public suspend fun fetch(
        reference: String,
    ): Charge =
        client.call(Order.FetchCharge(reference = reference), serializer<Charge>())

    /** Reads all charges; the vendor has no pages. Vendor page: "list charges". */
    public suspend fun list(): Items<Charge> =
        client.list(Order.ListCharges, serializer<Charge>())

    /**
     * Goes through all charges as they arrive, in little memory however many there are:
     * `senfenico.charges.iter().collect { … }`.
     *
     * Nothing is sent before it is collected. A list that breaks off throws where it does, for what is not in
     * half a list may be in the rest.
     *
     * Vendor page: "list charges".
     */
    public fun iter(): Listing<Charge> =
        client.iterate(Order.ListCharges, serializer<Charge>())
}

/** Payment pages, one request at a time. */
public class Checkouts internal constructor(private val client: Client) {
    /**
     * Opens a payment page: send the customer to its `authorizationUrl`.
     *
     * Vendor page: "Initialisation du Checkout".
     * @param amount XOF francs, at least 1.
     * @param successUrl Where the customer goes after paying. Coming back there proves nothing.
     * @param cancelUrl Where the customer goes after giving up.
     * @param email The customer's address.
     * @param opId Yours, unique per operation; made up when left out.
     */
    public suspend fun initialize(
        amount: Long,
        successUrl: String,
        cancelUrl: String,
        email: String? = null,
        opId: String? = null,
    ): CheckoutOpened =
        client.call(Order.InitializeCheckout(checkout = NewCheckout(amount = amount, successUrl = successUrl, cancelUrl = cancelUrl, email = email)), serializer<CheckoutOpened>(), opId)

    /**
     * Reads one checkout. Vendor page: "fetch checkout".
     * @param reference Its reference.
     */
    public suspend fun fetch(
        reference: String,
    ): Checkout =
        client.call(Order.FetchCheckout(reference = reference), serializer<Checkout>())

    /** Reads all checkouts; the vendor has no pages. Vendor page: "list checkout". */
    public suspend fun list(): Items<Checkout> =
        client.list(Order.ListCheckouts, serializer<Checkout>())

    /**
     * Goes through all checkouts as they arrive, in little memory however many there are:
     * `senfenico.checkouts.iter().collect { … }`.
     *
     * Nothing is sent before it is collected. A list that breaks off throws where it does, for what is not in
     * half a list may be in the rest.
     *
     * Vendor page: "list checkout".
     */
    public fun iter(): Listing<Checkout> =
        client.iterate(Order.ListCheckouts, serializer<Checkout>())
}

/** Payouts to recipients, one request at a time. */
public class Transfers internal constructor(private val client: Client) {
    /**
     * Pays one recipient, once; only `Senfenico.payout` finds out what became of it.
     *
     * Vendor page: "single transfer".
     * @param amount XOF francs, at least 100.
     * @param phone The recipient's number, 8 digits.
     * @param extId Your id of this payout, unique and hard to guess (a UUID).
     * @param wallet `orange_bf`, `moov_bf` or `sank_bf`; told by the number when left out (Orange, Moov).
     * @param opId Yours, unique per operation; made up when left out.
     */
    public suspend fun create(
        amount: Long,
        phone: String,
        extId: String,
        wallet: Provider? = null,
        opId: String? = null,
    ): Transfer =
        client.call(Order.CreateTransfer(transfer = NewTransfer(amount = amount, phone = phone, wallet = wallet, extId = extId)), serializer<Transfer>(), opId)

    /**
     * Pays up to a hundred recipients in one request, once. Vendor page: "bulk transfers".
     * @param transfers The payouts.
     * @param opId Yours, unique per operation; made up when left out.
     */
    public suspend fun createBulk(
        transfers: List<NewTransfer>,
        opId: String? = null,
    ): BulkQueued =
        client.call(Order.CreateBulkTransfer(transfers = transfers), serializer<BulkQueued>(), opId)

    /**
     * Reads one transfer. Vendor page: "fetch single transfer".
     * @param reference Its reference.
     */
    public suspend fun fetch(
        reference: String,
    ): Transfer =
        client.call(Order.FetchTransfer(reference = reference), serializer<Transfer>())

    /** Reads all transfers; the vendor has no pages. Vendor page: "list transfers". */
    public suspend fun list(): Items<Transfer> =
        client.list(Order.ListTransfers, serializer<Transfer>())

    /**
     * Goes through all transfers as they arrive, in little memory however many there are:
     * `senfenico.transfers.iter().collect { … }`.
     *
     * Nothing is sent before it is collected. A list that breaks off throws where it does, for what is not in
     * half a list may be in the rest.
     *
     * Vendor page: "list transfers".
     */
    public fun iter(): Listing<Transfer> =
        client.iterate(Order.ListTransfers, serializer<Transfer>())
}

/** Collected money sent to your own account, one request at a time. */
public class Settlements internal constructor(private val client: Client) {
    /**
     * Asks for a settlement, once; only `Senfenico.settle` finds out what became of it.
     *
     * Vendor page: "create settlement".
     * @param amount XOF francs, at least 1.
     * @param opId Yours, unique per operation; made up when left out.
     */
    public suspend fun create(
        amount: Long,
        opId: String? = null,
    ): Settlement =
        client.call(Order.CreateSettlement(settlement = NewSettlement(amount = amount)), serializer<Settlement>(), opId)

    /**
     * Reads one settlement. Vendor page: "fetch settlement".
     * @param reference Its reference.
     */
    public suspend fun fetch(
        reference: String,
    ): Settlement =
        client.call(Order.FetchSettlement(reference = reference), serializer<Settlement>())

    /** Reads all settlements; the vendor has no pages. Vendor page: "list settlements". */
    public suspend fun list(): Items<Settlement> =
        client.list(Order.ListSettlements, serializer<Settlement>())

    /**
     * Goes through all settlements as they arrive, in little memory however many there are:
     * `senfenico.settlements.iter().collect { … }`.
     *
     * Nothing is sent before it is collected. A list that breaks off throws where it does, for what is not in
     * half a list may be in the rest.
     *
     * Vendor page: "list settlements".
     */
    public fun iter(): Listing<Settlement> =
        client.iterate(Order.ListSettlements, serializer<Settlement>())
}

/** What you hold at Senfenico. */
public class BalancesResource internal constructor(private val client: Client) {
    /** Reads the balances, in XOF francs. Vendor page: "fetch balance". */
    public suspend fun fetch(): Balances =
        client.call(Order.FetchBalances, serializer<Balances>())
}
