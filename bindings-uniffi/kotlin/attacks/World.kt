package dev.xaalis.relay

import dev.xaalis.Clock
import dev.xaalis.Client
import dev.xaalis.Dexchange
import dev.xaalis.Header
import dev.xaalis.Journal
import dev.xaalis.Kept
import dev.xaalis.MemoryJournal
import dev.xaalis.NoAnswer
import dev.xaalis.Record
import dev.xaalis.Sandbox
import dev.xaalis.SandboxOptions
import dev.xaalis.Senfenico
import dev.xaalis.Service
import dev.xaalis.Transport
import dev.xaalis.TransportRequest
import dev.xaalis.TransportResponse
import dev.xaalis.bytes
import java.net.URI
import java.util.logging.Handler
import java.util.logging.LogRecord
import kotlinx.coroutines.CompletableDeferred
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.boolean
import kotlinx.serialization.json.contentOrNull
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.long

/**
 * A shop with a relay, in a world whose clock moves only when asked: what the attacks of `relay-attacks.json` and
 * `relay-bills.json` are tried at.
 */
class World(
    private val settings: JsonObject,
    private val journal: Journal = MemoryJournal(),
    private val tally: Tally = MemoryTally(),
) : AutoCloseable {
    private val start = settings.getValue("now_ms").jsonPrimitive.long
    val sandbox = Sandbox(SandboxOptions(seed = 1), start = start)

    /** All that is answered, logged and recorded. */
    val trace = mutableListOf<String>()
    private val heard = Heard(trace)
    val sent = mutableListOf<String>()
    private val ops = HashSet<String>()
    var now = start
    private var touched = 0
    var isDown = false
    var isSilent = false
    var turns: Turns? = null

    /** The path at which the process dies, its request sent; and what is told then. */
    var killsAt: String? = null
    var killed = CompletableDeferred<Unit>()

    /** What a request waits for before the vendor sees it. */
    var hangs: (suspend () -> Nothing)? = null

    /** What meters were topped up with, by order. */
    private val codes = HashMap<String, String>()

    private val isOfDexchange = settings.word("vendor") == "dexchange"
    private val opened = mutableListOf<AutoCloseable>()

    private val clock = object : Clock {
        override fun now(): Long = now

        override suspend fun sleepUntil(moment: Long) {
            now = maxOf(now, moment)
        }
    }

    /** A relay of these settings, as a process of its own has one. Throws as it does. */
    fun relay(place: Int = 0): Relay {
        val seat = Seat(place)
        val key = settings.word("api_key")!!
        val (journal, transport) = JournalOf(seat) to TransportOf(seat)
        val client: Client = if (isOfDexchange) Dexchange(key, journal, transport) else Senfenico(key, journal, transport)
        opened += client
        val operations = settings.words("operations")
        return Relay(
            client,
            url = settings.word("url")!!,
            keys = settings.getValue("keys").jsonArray.map { it.jsonObject }.map { RelayKey(it.word("kid")!!, it.word("secret")!!) },
            origins = settings.words("origins"),
            tally = TallyOf(seat),
            collect = "collect" in operations,
            checkout = if ("checkout" in operations) CheckoutPages(settings.word("success_url")!!, settings.word("cancel_url")!!) else null,
            bills = "pay_bill" in operations,
            codes = CodesOf(seat).takeIf { settings["keeps_codes"]?.jsonPrimitive?.boolean == true },
            atOnce = settings.getValue("most_at_once").jsonPrimitive.int,
        ).also { opened += it }
    }

    /** The token of some order. */
    fun mints(): String =
        if (isOfDexchange) relay().mint("42", 1_500, service = Service.SENELEC, customer = "210278816") else relay().mint("42", 1_500)

    fun count(name: String): Int {
        val begun = sent.count { BEGINS.matches(it) }
        val submitted = sent.count { "/submit" in it }
        return when (name) {
            "vendor" -> sent.size
            "begun" -> begun
            "codes" -> submitted
            "begun_and_codes" -> begun + submitted
            "records" -> ops.size
            "touched" -> touched
            else -> error("no count $name")
        }
    }

    override fun close() {
        opened.asReversed().forEach(AutoCloseable::close)
        sandbox.close()
        heard.close()
    }

    private suspend fun uses(seat: Seat, times: Int) {
        seat.lives()
        turns?.wait(seat.place)
        check(!isDown) { "the store does not answer" }
        touched += times
    }

    /** A process of the shop's: what it does ends when it is killed. */
    private class Seat(val place: Int) {
        var isDead = false

        /** What a process that is dead waits for never comes. */
        suspend fun lives() {
            if (isDead) CompletableDeferred<Unit>().await()
        }
    }

    private inner class JournalOf(private val seat: Seat) : Journal by journal {
        override suspend fun put(record: Record): Kept {
            uses(seat, 0)
            trace += "${record.opId} ${record.reference} ${record.ourReference} ${record.state}"
            return journal.put(record).also { if (it == Kept.STORED) ops += record.opId }
        }

        override suspend fun get(opId: String): Record? {
            uses(seat, 1)
            return journal.get(opId)
        }
    }

    private inner class TallyOf(private val seat: Seat) : Tally {
        override suspend fun take(key: String, add: Long, windowMs: Long, now: Long): Long {
            uses(seat, 1)
            return tally.take(key, add, windowMs, now)
        }

        override suspend fun hold(key: String, owner: String, ttlMs: Long, now: Long): Boolean {
            uses(seat, 1)
            return tally.hold(key, owner, ttlMs, now)
        }

        override suspend fun free(key: String, owner: String) {
            uses(seat, 0)
            tally.free(key, owner)
        }
    }

    private inner class CodesOf(private val seat: Seat) : Codes {
        override suspend fun keep(order: String, code: String) {
            uses(seat, 0)
            codes[order] = code
        }

        override suspend fun recall(order: String): String? {
            uses(seat, 0)
            return codes[order]
        }
    }

    private inner class TransportOf(private val seat: Seat) : Transport {
        override val clock: Clock get() = this@World.clock

        override suspend fun send(request: TransportRequest): TransportResponse {
            seat.lives()
            turns?.wait(seat.place)
            val path = URI(request.url).path
            sent += "${request.method} $path"
            hangs?.invoke()
            if (isSilent) {
                now += request.timeoutMs
                throw NoAnswer("silent")
            }
            now += 200
            sandbox.clock.sleepUntil(now)
            val answer = sandbox.send(request)
            if (killsAt?.let(path::endsWith) != true) return answer
            // What it would do next does not happen any more.
            seat.isDead = true
            killed.complete(Unit)
            seat.lives()
            error("it lives")
        }
    }

    private companion object {
        val BEGINS = Regex("POST .*/(charges/|initialize/|billing/pay)")
    }
}

/** What a request comes to, headers by small names. */
class Answered(
    val status: Int,
    val headers: Map<String, String>,
    /** `null` where none is sent, whatever it would be. */
    val body: String?,
)

/** A way in to one relay. */
interface End : AutoCloseable {
    suspend fun served(request: JsonObject): Answered

    override fun close(): Unit = Unit
}

/** A request that does not come this way: what stands before the relay refuses it. */
class NoWay(why: String) : Exception(why)

/** As a framework hands a request over. */
class Handled(private val relay: Relay) : End {
    override suspend fun served(request: JsonObject): Answered {
        val incoming = Incoming(request.word("method")!!, request.word("target")!!, request.headers(), request.body())
        val answer = relay.handle(incoming)
        return Answered(answer.status, answer.headers.associate { it.name.lowercase() to it.value }, answer.body)
    }
}

fun JsonObject.headers(): List<Header> = getValue("headers").jsonArray.map { pair ->
    val (name, value) = pair.jsonArray.map { it.jsonPrimitive.content }
    Header(name, value)
}

fun JsonObject.body(): ByteArray = get("body")?.takeUnless { it is JsonNull }?.let(::bytes) ?: ByteArray(0)

/** No secret, code or phone, and nothing that an attacker wrote, stands anywhere. */
fun search(lines: List<String>, canaries: List<String>) {
    for (line in lines) canaries.firstOrNull { it in line }?.let { error("$it stands in ${line.take(300)}") }
}

fun JsonObject.word(name: String): String? = get(name)?.jsonPrimitive?.contentOrNull

fun JsonObject.words(name: String): List<String> = getValue(name).jsonArray.map { it.jsonPrimitive.content }

/** What the relay logs, wherever the platform writes it. */
private class Heard(private val trace: MutableList<String>) : Handler(), AutoCloseable {
    private val logger = java.util.logging.Logger.getLogger("dev.xaalis.relay").apply {
        useParentHandlers = false
        addHandler(this@Heard)
    }

    override fun publish(record: LogRecord) {
        trace += record.message
    }

    override fun flush(): Unit = Unit

    override fun close(): Unit = logger.removeHandler(this)
}
