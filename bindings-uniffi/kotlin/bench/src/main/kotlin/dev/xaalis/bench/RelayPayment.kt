package dev.xaalis.bench

import dev.xaalis.pay.Pay
import dev.xaalis.pay.View
import java.io.IOException
import java.net.HttpURLConnection
import java.net.URL
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext
import kotlinx.serialization.Serializable
import kotlinx.serialization.json.Json

/** A payment at a relay: read, begin, code, receipt: three requests, and the app's processor. */
suspend fun relay(url: String, rounds: Rounds): List<Row> {
    val ours: Work = {
        Pay("$url/relay") { TOKEN }.use { pay ->
            val end = pay.run { view, _ -> if (view is View.Asking) pay.code(CODE) else if (view is View.Ready) pay.start(phone = PHONE) }
            check(end.kind == "settled") { end }
        }
    }
    return beside("a payment through the relay", ours, "HttpURLConnection + kotlinx.serialization by hand", { paid("$url/relay") }, rounds)
}

private const val TOKEN = "xr1.a1.benchmark"
private const val PHONE = "76000000"
private const val CODE = "123456"

private suspend fun paid(url: String) {
    val ready = asked(url, null)
    check(ready.state == "ready" && ready.nextAttempt != null) { ready.state }
    val asking = asked(url, Act("start", attempt = ready.nextAttempt, phone = PHONE))
    check(asking.state == "asking" && asking.prompt?.kind == "otp") { asking.state }
    val done = asked(url, Act("code", rev = asking.rev, code = CODE))
    check(done.state == "done" && done.outcome?.kind == "settled") { done.state }
}

private suspend fun asked(url: String, act: Act?): Stands = withContext(Dispatchers.IO) {
    val connection = URL(url).openConnection() as HttpURLConnection
    connection.instanceFollowRedirects = false
    connection.connectTimeout = 10_000
    connection.readTimeout = 20_000
    connection.setRequestProperty("Authorization", "Bearer $TOKEN")
    connection.setRequestProperty("Accept", "application/json")
    if (act != null) {
        val body = Json.encodeToString(act).toByteArray()
        connection.requestMethod = "POST"
        connection.doOutput = true
        connection.setRequestProperty("Content-Type", "application/json")
        connection.setFixedLengthStreamingMode(body.size)
        connection.outputStream.use { it.write(body) }
    }
    if (connection.responseCode != 200) throw IOException("${connection.responseCode}")
    json.decodeFromString(connection.inputStream.use { it.readBytes() }.decodeToString())
}

private val json = Json { ignoreUnknownKeys = true }

@Serializable
private class Act(
    val `do`: String,
    val attempt: Long? = null,
    val phone: String? = null,
    val rev: String? = null,
    val code: String? = null,
)

@Serializable
private class Stands(
    val order: String,
    val rev: String,
    val amount: Long,
    val currency: String,
    val state: String,
    val prompt: Told? = null,
    val outcome: Told? = null,
    @kotlinx.serialization.SerialName("next_attempt") val nextAttempt: Long? = null,
)

@Serializable
private class Told(val kind: String, val text: String? = null)
