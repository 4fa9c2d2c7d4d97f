package dev.xaalis.relay

import dev.xaalis.Clock
import dev.xaalis.Desk
import dev.xaalis.Header
import dev.xaalis.Hearer
import dev.xaalis.Kept
import dev.xaalis.Record
import dev.xaalis.Stage
import dev.xaalis.Step
import dev.xaalis.door.Visit
import dev.xaalis.event
import dev.xaalis.json
import dev.xaalis.whole
import dev.xaalis.wholeExchange
import dev.xaalis.within
import kotlinx.serialization.SerialName
import kotlinx.serialization.Serializable
import kotlinx.serialization.json.JsonClassDiscriminator
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.encodeToJsonElement

/** A request on its way, and the loop that carries it. It decides nothing: core does. */
internal class Going(
    private val visit: Visit,
    private val desk: Desk,
    private val tally: Tally,
    private val codes: Codes?,
    private val clock: Clock,
) : Hearer {
    /** The records of this request with which an operation ended. */
    val closed = mutableListOf<Record>()
    private val begun = clock.now()
    private var opId = "-"

    /** The step that the last crossing answered with: a request is handed out once. */
    private var next: String? = null

    /** To its answer. What a store throws is logged, and answered as core says. */
    suspend fun toEnd(): Answer {
        while (true) {
            val step = json.decodeFromString<GateStep>(next ?: visit.step(clock.now()))
            next = null
            if (step is GateStep.Respond) {
                val level = if (step.status >= 500) System.Logger.Level.WARNING else System.Logger.Level.INFO
                log.log(level, "${step.audit} ms=${clock.now() - begun}")
                return Answer(step.status, step.headers, step.body)
            }
            try {
                perform(step)
            } catch (error: Exception) {
                fails(step, error)
            }
        }
    }

    private suspend fun perform(step: GateStep): Unit = when (step) {
        is GateStep.Take -> tell("counted", "total" to JsonPrimitive(tally.take(step.key, step.add, step.windowMs, clock.now())))
        is GateStep.Hold -> tell("held", "isOurs" to JsonPrimitive(tally.hold(step.key, step.owner, step.ttlMs, clock.now())))
        is GateStep.Free -> {
            tally.free(step.key, step.owner)
            tell("freed")
        }
        is GateStep.Keep -> {
            codes?.keep(step.order, step.code)
            tell("kept")
        }
        is GateStep.Recall -> tell("recalled", "code" to JsonPrimitive(codes?.recall(step.order)?.ifEmpty { null }))
        is GateStep.Run -> run(step.step)
        is GateStep.Respond -> Unit
    }

    private suspend fun run(step: Step): Unit = when (step) {
        is Step.Send -> wholeExchange(desk.transport, step.request, this)
        is Step.Store -> {
            val kept = desk.journal.put(step.record)
            ran(event(kept.word))
            if (kept == Kept.STORED && step.record.stage == Stage.CLOSED) closed += step.record
            Unit
        }
        is Step.Load -> {
            opId = step.opId
            ran(event("loaded", "record" to (desk.journal.get(step.opId)?.let { json.encodeToJsonElement(it) } ?: JsonNull)))
        }
        is Step.Wait -> clock.sleepUntil(step.until)
        else -> error("relay $opId: no step of a relay's")
    }

    override fun answered(status: UShort, headers: String, body: ByteArray) {
        next = within { visit.answered(status, headers, body, clock.now()) }
    }

    override fun begun(status: UShort, headers: String): Unit = within { visit.begun(status, headers, clock.now()) }

    override fun part(bytes: ByteArray): Boolean = visit.part(bytes, clock.now())

    override fun ended() {
        next = visit.ended(clock.now())
    }

    override fun failed(failure: String, error: Exception): Unit = ran(event("failed", "failure" to JsonPrimitive(failure)))

    private fun fails(step: GateStep, error: Exception) {
        // An answer that is none.
        if (step is GateStep.Run && step.step is Step.Send) return failed("maybe_sent", error)
        val what = when (step) {
            is GateStep.Run -> "journal"
            is GateStep.Keep, is GateStep.Recall -> "codes"
            else -> "tally"
        }
        // Not its text: a database's may quote a row, and a meter's code in it.
        log.log(System.Logger.Level.WARNING, "relay $opId: the $what failed: ${error::class.simpleName}")
        tell("down")
    }

    private fun ran(event: JsonObject): Unit = tell("ran", "event" to event)

    private fun tell(kind: String, vararg facts: Pair<String, kotlinx.serialization.json.JsonElement>) {
        next = within { visit.tell(whole(event(kind, *facts)), clock.now()) }
    }
}

/** Without a dependency: whatever the program logs with takes it over. */
internal val log: System.Logger = System.getLogger("dev.xaalis.relay")

/** What core says to do next, as it crosses. */
@OptIn(kotlinx.serialization.ExperimentalSerializationApi::class)
@Serializable
@JsonClassDiscriminator("kind")
private sealed interface GateStep {
    @Serializable
    @SerialName("take")
    class Take(val key: String, val add: Long, val windowMs: Long) : GateStep

    @Serializable
    @SerialName("hold")
    class Hold(val key: String, val owner: String, val ttlMs: Long) : GateStep

    @Serializable
    @SerialName("free")
    class Free(val key: String, val owner: String) : GateStep

    @Serializable
    @SerialName("keep")
    class Keep(val order: String, val code: String) : GateStep

    @Serializable
    @SerialName("recall")
    class Recall(val order: String) : GateStep

    @Serializable
    @SerialName("run")
    class Run(val step: Step) : GateStep

    @Serializable
    @SerialName("respond")
    class Respond(val status: Int, val headers: List<Header>, val body: String, val audit: String) : GateStep
}
