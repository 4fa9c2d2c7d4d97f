package dev.xaalis

import dev.xaalis.door.Operation
import dev.xaalis.door.Refused
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
import kotlinx.serialization.SerialName
import kotlinx.serialization.Serializable
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonClassDiscriminator
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.encodeToJsonElement

/** What core says to do next, as it crosses. */
@OptIn(kotlinx.serialization.ExperimentalSerializationApi::class)
@Serializable
@JsonClassDiscriminator("kind")
internal sealed interface Step {
    @Serializable
    @SerialName("store")
    class Store(val record: Record) : Step

    @Serializable
    @SerialName("load")
    class Load(val opId: String) : Step

    @Serializable
    @SerialName("send")
    class Send(val request: VendorRequest) : Step

    @Serializable
    @SerialName("wait")
    class Wait(val until: Long, val why: Why) : Step

    @Serializable
    @SerialName("ask")
    class Ask(val prompt: Prompt) : Step

    @Serializable
    @SerialName("done")
    class Done(val reply: JsonObject, val unreadable: List<Unreadable> = emptyList()) : Step
}

/** What an operation tells of itself. */
@Serializable
internal class View(
    val opId: String,
    val operation: String,
    val reference: String? = null,
    val ourReference: String? = null,
    val canAbandon: Boolean,
    val progress: Progress? = null,
    val alarms: List<Alarm> = emptyList(),
    val toShow: Prompt? = null,
)

/** What an operation needs from its surroundings. */
internal class Desk(val transport: Transport, val journal: Journal, val clock: Clock)

/** An operation in the native half, and the loop that carries it. It decides nothing: core does. */
internal class Course(val opId: String, private val native: Operation, private val desk: Desk) : AutoCloseable {
    /** What the transport last said where there was no answer. */
    var transportError: Throwable? = null
        private set

    /** The step that the last crossing answered with: a request is handed out once. */
    private var next: String? = null

    val view: View get() = json.decodeFromString(native.view())

    /** How long it is waited for when nothing is said. */
    val patienceMs: Long get() = native.patience()

    fun now(): Long = desk.clock.now()

    /** Goes on until somebody is needed, it has ended, or nothing is to be done before the horizon. */
    suspend fun goOn(horizon: Long, onProgress: (suspend (Progress) -> Unit)? = null): Step {
        while (true) {
            if (onProgress != null) native.takeProgress()?.let { onProgress(json.decodeFromString(it)) }
            when (val step = take()) {
                is Step.Ask, is Step.Done -> return step
                is Step.Send -> whole(step.request)
                is Step.Store -> tell(JsonObject(mapOf("kind" to JsonPrimitive(desk.journal.put(step.record).word))))
                is Step.Load -> tell(loaded(step.opId))
                is Step.Wait -> if (step.until > horizon) return step else desk.clock.sleepUntil(step.until)
            }
        }
    }

    /** Of a list: sends or waits. What is to be read of its answer, or its end. */
    suspend fun sendOrWait(scope: CoroutineScope): Pair<Rest?, Step.Done?> {
        when (val step = take()) {
            is Step.Done -> return null to step
            is Step.Send -> return exchange(step.request)?.let { Rest(it, scope, step.request.timeoutMs) } to null
            is Step.Wait -> desk.clock.sleepUntil(step.until)
            else -> error("$opId: a list that asks for more")
        }
        return null to null
    }

    /** What has arrived of a list since this was last asked. */
    fun arrived(): Step.Done? = native.arrived()?.let { json.decodeFromString(Step.Done.serializer(), it) }

    /** Tells an operation just begun what the journal holds of it, and of the tries before. */
    suspend fun open() {
        while (true) note(loaded(native.opening() ?: return))
    }

    /** What a webhook or a person says. */
    fun note(event: JsonObject): Unit = within { native.note(whole(event), now()) }

    /** The payer gives up. */
    fun abandon(): Unit = within { native.abandon(now()) }

    /** Of one that was resumed calmly: the vendor is asked next. */
    fun lookNow(): Unit = native.lookNow()

    /** It stops itself rather than wait longer than until then; as long as it takes when left out. */
    fun limit(until: Long?): Unit = native.limit(until)

    override fun close(): Unit = native.close()

    private fun take(): Step {
        val text = next ?: within { native.step(now()) }
        next = null
        return json.decodeFromString(text)
    }

    private suspend fun loaded(opId: String): JsonObject {
        val held = desk.journal.get(opId)
        return event("loaded", "record" to (held?.let { json.encodeToJsonElement(it) } ?: JsonNull))
    }

    /** Performs one request and hands its answer over; the parts of one that has no end yet. */
    private suspend fun exchange(sent: VendorRequest): Flow<ByteArray>? {
        val answer = heard(sent.timeoutMs) { desk.transport.send(TransportRequest(sent)) } ?: return null
        val status = answer.status.toUShort()
        val headers = whole(JsonArray(answer.headers.map { JsonArray(listOf(JsonPrimitive(it.name), JsonPrimitive(it.value))) }))
        when (val body = answer.body) {
            is TransportResponse.Body.Whole -> next = within { native.answered(status, headers, body.bytes, now()) }
            is TransportResponse.Body.Parts -> {
                within { native.begun(status, headers, now()) }
                return body.parts
            }
        }
        return null
    }

    /** `null` when there is no answer, which is told. */
    private suspend fun <R : Any> heard(timeoutMs: Long, ask: suspend () -> R): R? {
        val lost = try {
            val answer = withTimeoutOrNull(timeoutMs) { ask() }
            if (answer != null) return answer
            NoAnswer("no answer in time")
        } catch (error: Exception) {
            // Cancelled from outside: its record says that it may have left.
            currentCoroutineContext().ensureActive()
            error
        }
        transportError = lost
        val failure = when (lost) {
            is ConnectFailed -> "not_sent"
            is AnswerTooLarge -> "too_large"
            else -> "maybe_sent"
        }
        tell(event("failed", "failure" to JsonPrimitive(failure)))
        return null
    }

    /** What follows of an answer that is read as it arrives. Who takes it asks for one part after the other. */
    inner class Rest(parts: Flow<ByteArray>, scope: CoroutineScope, private val timeoutMs: Long) {
        private val arriving = parts.map { Result.success(it) }.catch { emit(Result.failure(it)) }
            .buffer(Channel.RENDEZVOUS).produceIn(scope)

        /** Hands the next part over. False once it is over. */
        suspend fun next(): Boolean {
            val part = heard(timeoutMs) { Optional.ofNullable(arriving.receiveCatching().getOrNull()?.getOrThrow()) }
            when {
                part == null -> Unit
                part.isEmpty -> next = within { native.ended(now()) }
                native.part(part.get(), now()) -> return true
            }
            arriving.cancel()
            return false
        }

        fun close(): Unit = arriving.cancel()
    }

    private suspend fun whole(sent: VendorRequest) {
        val parts = exchange(sent) ?: return
        coroutineScope {
            val rest = Rest(parts, this, sent.timeoutMs)
            while (rest.next()) Unit
        }
    }

    private fun tell(event: JsonObject) {
        next = within { native.tell(whole(event), now()) }
    }
}

internal fun event(kind: String, vararg facts: Pair<String, kotlinx.serialization.json.JsonElement>): JsonObject =
    JsonObject(mapOf("kind" to JsonPrimitive(kind), *facts))

internal inline fun <R> within(crossing: () -> R): R = try {
    crossing()
} catch (refused: Refused) {
    throw thrown(refused)
}
