// Printed from core's source by `cargo xtask print`; do not edit.
package dev.xaalis

import kotlin.time.Duration
import kotlinx.serialization.serializer

/**
 * DEXCHANGE (Senegal): SenEau and Senelec bills, Woyofal top-ups. Amounts are whole XOF francs. The
 * vendor's pages: https://docs-api.dexchange.sn.
 *
 * ```kotlin
 * val dexchange = Dexchange("dx_test_sandbox", transport = Sandbox())
 * val paid = dexchange.payBill(
 *     "op-1", Service.WOYOFAL, customer = "07061270877", externalTransactionId = "5b1f-top-up-1", amount = 1_000,
 * )
 * show(paid.token)
 * ```
 *
 * `payBill` carries a payment to its end; `bills` and `transactions` ask once.
 *
 * Everything may throw [InvalidInput], before anything is sent, [PaymentRejected], [PaymentNotSent], and
 * [OutcomeUnknown] when money may have moved. That one is no [PaymentError]: never tell it as a failure.
 */
public class Dexchange(
    /** The secret key of the vendor's dashboard. It is sent to the vendor's host only. */
    apiKey: String,
    /** Where records are kept; in memory when left out, which forgets. */
    journal: Journal = MemoryJournal(),
    transport: Transport = HttpTransport(),
    options: ClientOptions = ClientOptions(),
) : Client(Vendor.DEXCHANGE, apiKey, journal, transport, options) {
    /** Bills and prepaid meters. */
    public val bills: Bills = Bills(this)

    /** Payments by the vendor's id. */
    public val transactions: Transactions = Transactions(this)

    /**
     * `payBill` to go through step by step; nothing that moves money is sent before `advance` or `run`. When
     * the journal knows the `opId`, the operation is continued; with other details it is refused.
     * @param opId Yours, unique per operation; the same one when you come back to it: the payment is
     *   continued, never begun twice.
     * @param service `SENEAU_SN_BILL`, `SENELEC_SN_BILL` or `WOYOFAL_SN_BILL`.
     * @param customer The number on the bill or meter.
     * @param externalTransactionId Your id of this payment, unique and hard to guess: the vendor's idempotency
     *   key.
     * @param amount Woyofal only, where it is required: XOF francs. A bill imposes its own.
     * @param bill The reference of a bill found before. Left out: if exactly one is unpaid it is paid,
     *   otherwise `onPrompt` is asked.
     * @param confirm Ask `onPrompt` before paying even when there is only one.
     * @param callbackUrl Where the vendor tells changes: see `CallbackKey`.
     * @param customData Text the vendor gives back in its callback, at most 1,024 bytes.
     * @param after The `opId`s of the tries before, for the same order of your shop: one that may still be
     *   paid, or was, is refused.
     */
    public suspend fun beginPayBill(
        opId: String,
        service: Service,
        customer: String,
        externalTransactionId: String,
        amount: Long? = null,
        bill: String? = null,
        confirm: Boolean? = null,
        callbackUrl: String? = null,
        customData: String? = null,
        after: List<String> = emptyList(),
    ): Payment<BillPayment> =
        begin(opId, Order.PayBill(payment = NewPayBill(service = service, customer = customer, amount = amount, bill = bill, confirm = confirm, externalTransactionId = externalTransactionId, callbackUrl = callbackUrl, customData = customData)), serializer<BillPayment>(), after)

    /**
     * Looks a bill up, pins it, pays and follows it to its end; a top-up ends with its `token`.
     *
     * Vendor pages: "Bill Inquiry", "Pay a Bill / Top-up".
     * @param opId Yours, unique per operation; the same one when you come back to it: the payment is
     *   continued, never begun twice.
     * @param service `SENEAU_SN_BILL`, `SENELEC_SN_BILL` or `WOYOFAL_SN_BILL`.
     * @param customer The number on the bill or meter.
     * @param externalTransactionId Your id of this payment, unique and hard to guess: the vendor's idempotency
     *   key.
     * @param amount Woyofal only, where it is required: XOF francs. A bill imposes its own.
     * @param bill The reference of a bill found before. Left out: if exactly one is unpaid it is paid,
     *   otherwise `onPrompt` is asked.
     * @param confirm Ask `onPrompt` before paying even when there is only one.
     * @param callbackUrl Where the vendor tells changes: see `CallbackKey`.
     * @param customData Text the vendor gives back in its callback, at most 1,024 bytes.
     * @param after The `opId`s of the tries before, for the same order of your shop: one that may still be
     *   paid, or was, is refused.
     * @param timeout After it the waiting ends, with `OutcomeUnknown`, to be resumed; the flow's own when left
     *   out. `Duration.INFINITE` for as long as it takes.
     * @param onPrompt Asked for what a person has to answer or see.
     */
    public suspend fun payBill(
        opId: String,
        service: Service,
        customer: String,
        externalTransactionId: String,
        amount: Long? = null,
        bill: String? = null,
        confirm: Boolean? = null,
        callbackUrl: String? = null,
        customData: String? = null,
        after: List<String> = emptyList(),
        timeout: Duration? = null,
        onPrompt: (suspend (Prompt) -> Answer)? = null,
    ): BillPayment =
        flow(opId, Order.PayBill(payment = NewPayBill(service = service, customer = customer, amount = amount, bill = bill, confirm = confirm, externalTransactionId = externalTransactionId, callbackUrl = callbackUrl, customData = customData)), serializer<BillPayment>(), after, timeout, onPrompt = onPrompt)
}

/** Bills and prepaid meters, one request at a time. */
public class Bills internal constructor(private val client: Client) {
    /**
     * Looks up the bills of a customer, or a meter. Vendor page: "Bill Inquiry".
     * @param service `SENEAU_SN_BILL`, `SENELEC_SN_BILL` or `WOYOFAL_SN_BILL`.
     * @param customer The number on the bill or meter.
     */
    public suspend fun inquire(
        service: Service,
        customer: String,
    ): BillInquiry =
        client.call(Order.InquireBills(inquiry = NewInquiry(service = service, customer = customer)), serializer<BillInquiry>())

    /**
     * Pays a bill found before, or tops a meter up, without following it to its end.
     *
     * Only `status` says how it stands: it may be `PROCESSING`. The fields are those of `Dexchange.payBill`;
     * `bill` is required for a bill. Vendor page: "Pay a Bill / Top-up".
     * @param service Whose bill.
     * @param customer The number on the bill or meter: meter number, police, customer reference.
     * @param externalTransactionId Your id of this payment, unique and hard to guess: the vendor's idempotency
     *   key. Letters, digits, `-` and `_`, at most 64.
     * @param amount Woyofal: the top-up in XOF francs, required. Otherwise leave it out: the bill imposes it.
     * @param bill SenEau and Senelec: the bill's reference from an inquiry, required here because without it
     *   the vendor settles the first unpaid bill, and a repeated request the next one.
     * @param callbackUrl Where the vendor tells changes; see `CallbackKey`.
     * @param customData Text the vendor gives back in its callback.
     * @param opId Yours, unique per operation; made up when left out.
     */
    public suspend fun pay(
        service: Service,
        customer: String,
        externalTransactionId: String,
        amount: Long? = null,
        bill: String? = null,
        callbackUrl: String? = null,
        customData: String? = null,
        opId: String? = null,
    ): BillPayment =
        client.call(Order.PayBillOnce(payment = NewBillPayment(service = service, customer = customer, amount = amount, bill = bill, externalTransactionId = externalTransactionId, callbackUrl = callbackUrl, customData = customData)), serializer<BillPayment>(), opId)
}

/** Payments by the vendor's id. */
public class Transactions internal constructor(private val client: Client) {
    /**
     * Reads one transaction (`TID…`). Not on the pages this library was written from; whether it serves bills
     * is not said there. Vendor page: "Get Transaction".
     * @param transactionId The vendor's id.
     */
    public suspend fun fetch(
        transactionId: String,
    ): BillPayment =
        client.call(Order.FetchTransaction(transactionId = transactionId), serializer<BillPayment>())
}
