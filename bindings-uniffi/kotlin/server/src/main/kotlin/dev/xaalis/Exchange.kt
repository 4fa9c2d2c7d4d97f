package dev.xaalis

import java.util.Optional
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.buffer
import kotlinx.coroutines.flow.catch
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.produceIn
import kotlinx.coroutines.withTimeoutOrNull
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonPrimitive

/** Who is told what came of a request: an operation, or a relay's visit. */
internal interface Hearer {
    /** `headers` as they cross: a list of pairs. */
    fun answered(status: UShort, headers: String, body: ByteArray)

    fun begun(status: UShort, headers: String)

    /** False when no more are wanted. */
    fun part(bytes: ByteArray): Boolean

    fun ended()

    /** There is no answer: `not_sent`, `too_large`, `maybe_sent`. */
    fun failed(failure: String, error: Exception)
}

/** Performs one request and hands its answer over; the parts of one that has no end yet. */
internal suspend fun exchange(transport: Transport, sent: VendorRequest, hearer: Hearer): Flow<ByteArray>? {
    val answer = heard(sent.timeoutMs, hearer) { transport.send(TransportRequest(sent)) } ?: return null
    val status = answer.status.toUShort()
    val headers = pairs(answer.headers)
    when (val body = answer.body) {
        is TransportResponse.Body.Whole -> hearer.answered(status, headers, body.bytes)
        is TransportResponse.Body.Parts -> {
            hearer.begun(status, headers)
            return body.parts
        }
    }
    return null
}

/** The same to its last part. */
internal suspend fun wholeExchange(transport: Transport, sent: VendorRequest, hearer: Hearer) {
    val parts = exchange(transport, sent, hearer) ?: return
    coroutineScope {
        val rest = Rest(parts, this, sent.timeoutMs, hearer)
        while (rest.next()) Unit
    }
}

/** What follows of an answer that is read as it arrives. Who takes it asks for one part after the other. */
internal class Rest(parts: Flow<ByteArray>, scope: CoroutineScope, private val timeoutMs: Long, private val hearer: Hearer) {
    private val arriving = parts.map { Result.success(it) }.catch { emit(Result.failure(it)) }
        .buffer(Channel.RENDEZVOUS).produceIn(scope)

    /** Hands the next part over. False once it is over. */
    suspend fun next(): Boolean {
        val part = heard(timeoutMs, hearer) { Optional.ofNullable(arriving.receiveCatching().getOrNull()?.getOrThrow()) }
        when {
            part == null -> Unit
            part.isEmpty -> hearer.ended()
            hearer.part(part.get()) -> return true
        }
        arriving.cancel()
        return false
    }

    fun close(): Unit = arriving.cancel()
}

/** As they cross. */
internal fun pairs(headers: List<Header>): String =
    whole(JsonArray(headers.map { JsonArray(listOf(JsonPrimitive(it.name), JsonPrimitive(it.value))) }))

/** `null` when there is no answer, which is told. */
private suspend fun <R : Any> heard(timeoutMs: Long, hearer: Hearer, ask: suspend () -> R): R? {
    val lost = try {
        val answer = withTimeoutOrNull(timeoutMs) { ask() }
        if (answer != null) return answer
        NoAnswer("no answer in time")
    } catch (error: Exception) {
        // Cancelled from outside: its record says that it may have left.
        currentCoroutineContext().ensureActive()
        error
    }
    val failure = when (lost) {
        is ConnectFailed -> "not_sent"
        is AnswerTooLarge -> "too_large"
        else -> "maybe_sent"
    }
    hearer.failed(failure, lost)
    return null
}
