package dev.xaalis

import dev.xaalis.door.SandboxServers
import kotlin.time.Duration
import kotlinx.serialization.Serializable
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/** One payment as the server knows it, whatever the client was told. */
@Serializable
public data class SandboxPayment(
    val vendor: Vendor,
    /** `charge`, `checkout`, `transfer`, `settlement`, `bill`. */
    val kind: String,
    /** The vendor's reference. */
    val reference: String,
    /** The payer's or recipient's phone, or the biller's customer; empty for settlements. */
    val number: String,
    /** XOF francs, without fees. */
    val amount: Long,
    /** The vendor's word. */
    val status: String,
    /** Yours: `extId` or `externalTransactionId`. */
    val clientReference: String? = null,
)

/** A webhook on its way to you: POST `body` to your handler with these `headers`. */
@Serializable
public data class Delivery(
    /** For [Sandbox.acknowledge]; the same at every re-sending. */
    val id: Long,
    val vendor: Vendor,
    val url: String,
    /** The signature among them. */
    val headers: List<Header>,
    /** The raw text: what the signature covers. */
    val body: String,
)

/**
 * Both vendors' servers in this process, stateful, with books that balance: for tests, demos and work without a network.
 * Give it to a client as `transport`.
 *
 * ```kotlin
 * val sandbox = Sandbox()
 * val senfenico = Senfenico("sk_test_sandbox", transport = sandbox)
 * sandbox.inject("drop-after@1") // the first request is carried out, its answer lost
 * ```
 *
 * The OTP is `123456`. The last four digits of a phone number choose another ending: 9901 fails, 9902 insufficient funds,
 * 9903 pending for ten minutes, 9905 and 9906 confirmed on the phone (9906: never), 9907 no such account, 9908 created
 * but answered by an error. Time is its own: waits pass at once, unless `realTime` is true.
 */
public class Sandbox(
    options: SandboxOptions = SandboxOptions(seed = (System.nanoTime() xor System.currentTimeMillis()) and 0x1F_FFFF_FFFF_FFFF),
    realTime: Boolean = false,
    start: Long = 0,
) : Transport, AutoCloseable {
    private val native = within { SandboxServers(crossing(options)) }
    override val clock: Clock = if (realTime) SteadyClock() else VirtualClock(start)

    /** Milliseconds since 1970. */
    public fun now(): Long = clock.now()

    /** Lets this time pass. In real time it waits for it. */
    public suspend fun passTime(time: Duration): Unit = clock.sleepUntil(now() + time.inWholeMilliseconds)

    override suspend fun send(request: TransportRequest): TransportResponse {
        val asked = JsonObject(
            mapOf(
                "method" to JsonPrimitive(request.method),
                "url" to JsonPrimitive(request.url),
                "headers" to json.encodeToJsonElement(kotlinx.serialization.serializer<List<Header>>(), request.headers),
                "body" to JsonPrimitive(request.body),
                "timeout_ms" to JsonPrimitive(request.timeoutMs),
                "max_body" to JsonPrimitive(request.maxBody),
                "in_parts" to JsonPrimitive(request.inParts),
            ),
        )
        val told = json.decodeFromString<Answered>(within { native.handle(whole(asked), now()) })
        val response = told.response
        if (response != null) {
            return TransportResponse(response.status.toInt(), response.headers, TransportResponse.Body.Whole(response.body.toByteArray()))
        }
        val fault = "a fault of the sandbox"
        throw when (told.failure) {
            "not_sent" -> ConnectFailed(fault)
            "too_large" -> AnswerTooLarge(fault)
            else -> NoAnswer(fault)
        }
    }

    /**
     * Lets something go wrong: `effect@when`, such as `drop-after@1` (the first request), `503-before@charges` (the next
     * whose path has the word), `refuse@*` (all).
     */
    public fun inject(fault: String): Unit = within { native.inject(whole(fault)) }

    /** Forgets all faults that have not acted yet. */
    public fun heal(): Unit = native.heal()

    /** How many requests arrived. */
    public val requestsSeen: Long get() = native.requestsSeen()

    /** What really happened, oldest first by kind. */
    public val payments: List<SandboxPayment> get() = json.decodeFromString(native.payments())

    /** The webhooks due now; those not acknowledged come again. */
    public fun deliveries(): List<Delivery> = json.decodeFromString(native.deliveries(now()))

    /** Your handler answered 200 (204 is not): it is not sent again. */
    public fun acknowledge(delivery: Delivery): Unit = native.acknowledge(delivery.id)

    /** The payer dials and pays. False when the charge does not wait for that. */
    public fun payerConfirms(reference: String): Boolean = act("payer_confirms", reference)

    /** The payer refuses: the charge is `canceled`. */
    public fun payerDeclines(reference: String): Boolean = act("payer_declines", reference)

    /** A charge that waits for a code is paid without one, though no page says that it can be. */
    public fun paidWithoutCode(reference: String): Boolean = act("paid_without_code", reference)

    /** The customer completes a payment page. False when it is not pending. */
    public fun checkoutPaid(reference: String, phone: String, provider: Provider): Boolean =
        act("checkout_paid", reference, "phone" to JsonPrimitive(phone), "provider" to JsonPrimitive(provider.word))

    /** The payment on a payment page fails. */
    public fun checkoutFailed(reference: String): Boolean = act("checkout_failed", reference)

    /** Ends a pending transfer now. */
    public fun transferFinishes(reference: String, ok: Boolean = true): Boolean =
        act("transfer_finishes", reference, "ok" to JsonPrimitive(ok))

    /** Moves a settlement one step on. */
    public fun settlementAdvances(reference: String): Boolean = act("settlement_advances", reference)

    /** Ends a PROCESSING top-up now. */
    public fun topUpFinishes(reference: String, ok: Boolean = true): Boolean =
        act("top_up_finishes", reference, "ok" to JsonPrimitive(ok))

    override fun close(): Unit = native.close()

    private fun act(kind: String, reference: String, vararg facts: Pair<String, JsonElement>): Boolean =
        within { native.act(whole(event(kind, "reference" to JsonPrimitive(reference), *facts)), now()) }
}

@Serializable
private class Answered(val kind: String, val response: VendorResponse? = null, val failure: String? = null)
