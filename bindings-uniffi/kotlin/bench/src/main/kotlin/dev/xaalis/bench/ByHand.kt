package dev.xaalis.bench

import java.io.IOException
import java.util.concurrent.TimeUnit
import kotlin.coroutines.resume
import kotlin.coroutines.resumeWithException
import kotlinx.coroutines.suspendCancellableCoroutine
import kotlinx.serialization.KSerializer
import kotlinx.serialization.SerialName
import kotlinx.serialization.Serializable
import kotlinx.serialization.json.Json
import okhttp3.Call
import okhttp3.Callback
import okhttp3.MediaType.Companion.toMediaType
import okhttp3.OkHttpClient
import okhttp3.Request
import okhttp3.RequestBody.Companion.toRequestBody
import okhttp3.Response

/**
 * What a careful programmer writes without a library: OkHttp and kotlinx.serialization, with the checks that xaalis makes
 * of one call: the input, a deadline, no redirect, no second try, a cap on the answer, and that the answer is about what
 * was asked. No record, nothing that finds a payment again.
 */
class ByHand(private val key: String, private val url: String, client: OkHttpClient) {
    private val client = client.newBuilder()
        .followRedirects(false).followSslRedirects(false).retryOnConnectionFailure(false)
        .callTimeout(30, TimeUnit.SECONDS).build()

    suspend fun createCharge(amount: Long, phone: String, provider: String): Created {
        require(amount >= 200) { "amount: whole francs, at least 200" }
        val digits = phone.replace(SPACES, "").replace(COUNTRY, "")
        require(DIGITS.matches(digits)) { "phone: eight digits" }
        require(provider in PROVIDERS) { "provider: $PROVIDERS" }
        require(PREFIXES[provider]?.containsMatchIn(digits) != false) { "provider: not this number's" }
        val body = Json.encodeToString(NewCharge(amount, "XOF", "mobile_money", Details(digits, provider)))
        return ask("POST", "/v1/payment/charges/", body, Created.serializer())
    }

    suspend fun fetchCharge(reference: String): Charge {
        require(REFERENCE.matches(reference)) { "reference: letters, digits, - and _" }
        val charge = ask("GET", "/v1/payment/charges/$reference", null, Charge.serializer())
        check(charge.reference == reference) { "another charge" }
        return charge
    }

    suspend fun transfers(): List<Transfer> =
        ask("GET", "/v1/payment/transfers/", null, kotlinx.serialization.builtins.ListSerializer(Transfer.serializer()))

    private suspend fun <T> ask(method: String, path: String, body: String?, of: KSerializer<T>): T {
        val request = Request.Builder().url(url + path).method(method, body?.toRequestBody(JSON))
            .header("Accept", "application/json").header("Accept-Encoding", "identity")
            .header("User-Agent", "byhand").header("X-API-KEY", key).build()
        return client.newCall(request).answered().use { response ->
            val source = response.body.source()
            source.request(CAP + 1)
            if (source.buffer.size > CAP) throw IOException("too large")
            val answer = json.decodeFromString(Answer.serializer(of), source.readUtf8())
            if (!response.isSuccessful || !answer.status || answer.data == null) throw IOException("no: ${answer.message}")
            answer.data
        }
    }

    private companion object {
        const val CAP = 1L shl 20
        val JSON = "application/json".toMediaType()
        val json = Json { ignoreUnknownKeys = true }
        val SPACES = Regex("[\\s.-]")
        val COUNTRY = Regex("^(\\+|00)226")
        val DIGITS = Regex("\\d{8}")
        val REFERENCE = Regex("[\\w-]{1,64}")
        val PROVIDERS = listOf("orange_bf", "moov_bf", "coris_bf", "sank_bf")
        val PREFIXES = mapOf(
            "orange_bf" to Regex("^(04|05|06|07|5[4-7]|6[4-7]|7[4-7])"),
            "moov_bf" to Regex("^(01|02|03|5[0-3]|6[0-3]|7[0-3])"),
        )
    }
}

/** Its answer, without a thread that waits for it. */
suspend fun Call.answered(): Response = suspendCancellableCoroutine { waits ->
    waits.invokeOnCancellation { cancel() }
    enqueue(object : Callback {
        override fun onFailure(call: Call, e: IOException) = waits.resumeWithException(e)

        override fun onResponse(call: Call, response: Response) = waits.resume(response)
    })
}

@Serializable
class Answer<T>(val status: Boolean, val message: String, val data: T? = null)

@Serializable
class Details(val phone: String, val provider: String)

@Serializable
class NewCharge(
    val amount: Long,
    val currency: String,
    @SerialName("payment_method") val method: String,
    @SerialName("payment_method_details") val details: Details,
)

@Serializable
class Created(
    val reference: String,
    val status: String,
    @SerialName("display_text") val text: String? = null,
    @SerialName("live_mode") val isLive: Boolean,
)

@Serializable
class Charge(
    val reference: String,
    val amount: Long,
    val fees: String? = null,
    val currency: String? = null,
    @SerialName("transaction_date") val transactionDate: String? = null,
    @SerialName("ip_address") val ipAddress: String? = null,
    val status: String,
    @SerialName("live_mode") val isLive: Boolean,
    @SerialName("payment_method") val method: String? = null,
    val provider: String? = null,
    val phone: String? = null,
    @SerialName("cancelled_at") val cancelledAt: String? = null,
    @SerialName("cancellation_reason") val cancellationReason: String? = null,
    @SerialName("created_at") val createdAt: String? = null,
    @SerialName("updated_at") val updatedAt: String? = null,
    @SerialName("confirmation_attempts") val attempts: List<Attempt> = emptyList(),
)

@Serializable
class Attempt(
    @SerialName("ip_address") val ipAddress: String? = null,
    @SerialName("attempt_date") val date: String? = null,
    @SerialName("confirmation_status") val status: String? = null,
)

@Serializable
class Transfer(
    val reference: String,
    val amount: Long,
    val fees: String? = null,
    val currency: String? = null,
    @SerialName("ip_address") val ipAddress: String? = null,
    val status: String,
    @SerialName("live_mode") val isLive: Boolean,
    @SerialName("recipient_wallet") val wallet: String? = null,
    @SerialName("recipient_phone") val phone: String? = null,
    @SerialName("ext_id") val extId: String? = null,
    @SerialName("created_at") val createdAt: String? = null,
)
