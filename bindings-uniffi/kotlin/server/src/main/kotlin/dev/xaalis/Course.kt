package dev.xaalis

import dev.xaalis.door.Operation
import dev.xaalis.door.Refused
import kotlinx.coroutines.CoroutineScope
import kotlinx.serialization.SerialName
import kotlinx.serialization.Serializable
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
internal class Course(val opId: String, private val native: Operation, private val desk: Desk) : AutoCloseable, Hearer {
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
                is Step.Send -> wholeExchange(desk.transport, step.request, this)
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
            is Step.Send -> return exchange(desk.transport, step.request, this)?.let { Rest(it, scope, step.request.timeoutMs, this) } to null
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

    override fun answered(status: UShort, headers: String, body: ByteArray) {
        next = within { native.answered(status, headers, body, now()) }
    }

    override fun begun(status: UShort, headers: String): Unit = within { native.begun(status, headers, now()) }

    override fun part(bytes: ByteArray): Boolean = native.part(bytes, now())

    override fun ended() {
        next = within { native.ended(now()) }
    }

    override fun failed(failure: String, error: Exception) {
        transportError = error
        tell(event("failed", "failure" to JsonPrimitive(failure)))
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
