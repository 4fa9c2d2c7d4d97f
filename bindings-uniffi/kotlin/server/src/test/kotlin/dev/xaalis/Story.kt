package dev.xaalis

import dev.xaalis.door.Account
import dev.xaalis.door.Operation
import dev.xaalis.door.Refused
import dev.xaalis.door.callbackUrl
import dev.xaalis.door.readCallback
import dev.xaalis.door.readWebhook
import dev.xaalis.door.recordToShow
import dev.xaalis.door.signWebhook
import java.net.URI
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.boolean
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.long

/**
 * Runs a story of `tests/vectors/flows*.json`, line by line: `as told`, or the first line that was not so. The lines are
 * documented in `tests/vectors/README.md`.
 */
internal fun story(given: JsonElement): JsonElement {
    val whole = expanded(given)
    val teller = Teller(whole)
    whole.at("lines").jsonArray.forEachIndexed { place, line ->
        try {
            if (line.at("out") == JsonNull) teller.hear(line.jsonObject) else teller.out(line.jsonObject)
        } catch (instead: NotTold) {
            return JsonObject(mapOf("line" to JsonPrimitive(place + 1), "wanted" to line, "got" to instead.got))
        }
    }
    return told("as told")
}

/** What came instead. */
private class NotTold(val got: JsonElement) : Exception()

/** What a process wants, in the words of the stories. */
private class Wanted(val step: JsonObject, val told: JsonObject, val whole: String = "") {
    val out: String get() = told.at("out").word!!
    val until: Long get() = step.at("until").jsonPrimitive.long
}

/** One process: what it is at, and what it has not looked at yet. */
private class Process {
    var account: Account? = null
    var operation: Operation? = null
    var isPending = false
    var until = DAWN
    var ahead: Wanted? = null
}

private class Teller(private val given: JsonElement) {
    private var order = given.at("order")
    private var opId = given.at("op_id").word ?: "op-1"
    private var now = DAWN
    private var key = keyOf(given)
    private var earlierKeys: JsonElement = JsonArray(emptyList())
    private var refused: JsonElement? = null

    /** The next process leaves the vendor alone until a look is due. */
    private var isCalm = false

    /** The newest records of the tries before. */
    private val tries = mutableListOf<JsonElement>()

    /** The newest durable record, and the one before it. */
    private var durable: JsonElement = JsonNull
    private var before: JsonElement = JsonNull
    private var here = Process()

    /** The other process, if two are at it. */
    private var beside = Process()

    init {
        enter()
    }

    fun out(line: JsonObject) {
        val instead = refused
        refused = null
        if (line.at("out").word == "refused") {
            val field = instead?.at("invalid")?.at("field") ?: JsonNull
            if (instead == null || ("field" in line && line.at("field") != field)) throw NotTold(instead ?: JsonNull)
            return
        }
        if (instead != null) throw NotTold(instead)
        if (line.at("out").word == "elsewhere") return elsewhere(line)
        var got = looked()
        while ("at_last" in line && isOpenStore(got) && !shows(line.with("absent" to JsonNull), got)) {
            keep(got)
            got = looked()
        }
        if (got.out != line.at("out").word || !fits(line, got)) throw NotTold(got.told)
        keep(got)
    }

    fun hear(line: JsonObject) {
        refused?.let { throw NotTold(it) }
        // Whatever it wanted, it has not heard of this.
        here.ahead = null
        now += line.at("after_ms").word?.toLong() ?: 0
        val fields = JsonObject(line - "in" - "after_ms")
        when (val kind = line.at("in").word) {
            "stored" -> settleStore()
            "look" -> here.operation?.lookNow()
            "limit" -> here.operation?.limit(line.at("ms").word?.let { now + it.toLong() })
            "taken" -> {
                if (here.isPending) forget().also { here.isPending = false }
                note(event("taken"))
            }
            "crash" -> {
                if ("lost" in line) forget()
                isCalm = "calm" in line
                line.at("key").word?.let { key = it; earlierKeys = line.at("earlier_keys") }
                enter()
            }
            "beside" -> {
                swap()
                anew(line)
            }
            "again" -> anew(line)
            "next" -> {
                if (durable != JsonNull) tries += durable
                opId = line.at("op_id").word!!
                order = line.at("order")
                durable = JsonNull
                begin(JsonNull, tries)
            }
            "back" -> swap()
            "time" -> now += line.at("ms").jsonPrimitive.long
            "due" -> now = here.until
            "answer" -> note(answered(line.at("status"), line.at("headers"), body(line.at("body"))))
            "held" -> spend(line.at("for_ms").jsonPrimitive.long)
            "webhook" -> notified {
                val raw = body(line.at("body")).toByteArray()
                readWebhook(line.at("keys").toString(), raw, signWebhook(raw, line.at("signed_with").word!!))
            }
            "callback" -> notified {
                val (secret, extId) = listOf("secret", "ext_id").map { line.at(it).word!! }
                val token = callbackUrl(texts(secret), "https://shop.example/dx", extId).substringAfterLast('/')
                readCallback(line.at("secrets").toString(), body(line.at("body")).toByteArray(), extId, token)
            }
            else -> note(fields.with("kind" to told(if (kind == "fail") "failed" else kind!!)))
        }
    }

    private fun isOpenStore(got: Wanted): Boolean =
        got.out == "store" && got.step.at("record").at("stage").word == "open"

    /** The last store was not durable. */
    private fun forget() {
        durable = before
        before = JsonNull
    }

    private fun anew(line: JsonObject) {
        if ("order" in line) order = line.at("order")
        begin(durable, emptyList())
    }

    /** A process begins: with the newest record, or with the order. */
    private fun enter() {
        if (durable == JsonNull) return begin(JsonNull, emptyList())
        process { it.resume(durable.toString(), isCalm, now) }
    }

    /** The order is given, and the journal asked. */
    private fun begin(held: JsonElement, tries: List<JsonElement>) = process { account ->
        val known = tries.associateBy { it.at("op_id").word!! }
        val operation = account.begin(order.toString(), opId, texts(*known.keys.toTypedArray()))
        while (true) {
            val asked = operation.opening() ?: break
            val record = if (asked == opId) held else known.getValue(asked)
            operation.noted(event("loaded", "record" to record), now)
        }
        operation
    }

    private fun process(begun: (Account) -> Operation) {
        here.operation = null
        here.isPending = false
        attempt {
            val account = accountOf(JsonObject(mapOf("order" to given.at("order"), "people" to given.at("people"))), key, earlierKeys)
            here.account = account
            here.operation = begun(account)
        }
    }

    private fun attempt(work: () -> Unit) = try {
        work()
    } catch (error: Refused.Because) {
        refused = refusal(error)
    }

    private fun swap() {
        here = beside.also { beside = here }
    }

    private fun operation(): Operation = here.operation ?: throw NotTold(told("no operation"))

    private fun note(event: JsonObject): Unit = operation().noted(event, now)

    private fun notified(read: () -> String) = attempt {
        note(event("notified", "notice" to snake(Json.parseToJsonElement(read()))))
    }

    private fun settleStore() {
        if (!here.isPending) return
        here.isPending = false
        note(event("stored"))
    }

    /** The journal is looked at again and again, and holds nothing new. */
    private fun elsewhere(line: JsonObject) {
        val began = now
        var looks = 0
        while (true) {
            val got = polled()
            if (got.out == "load") {
                looks += 1
                note(event("loaded", "record" to durable))
            } else if (got.out == "wait" && got.told.at("why").word == "elsewhere") {
                if (got.until !in now + 1..now + 1_000) throw NotTold(got.told)
                now = got.until
            } else {
                // A request is handed out once.
                here.ahead = got
                val waited = JsonObject(mapOf("out" to told("elsewhere"), "at_least" to JsonPrimitive(now - began)))
                if (looks == 0 || !fits(line, Wanted(got.step, waited))) throw NotTold(waited)
                return
            }
        }
    }

    /** Where the journal is asked, it tells. */
    private fun looked(): Wanted {
        while (true) {
            val got = polled()
            if (got.out != "load") return got
            note(event("loaded", "record" to durable))
        }
    }

    private fun polled(): Wanted {
        here.ahead?.let { ahead ->
            here.ahead = null
            return ahead
        }
        val operation = operation()
        settleStore()
        val step = operation.stepped(now)
        return wanted(step, operation)
    }

    private fun wanted(step: JsonObject, operation: Operation): Wanted {
        val view by lazy { Json.parseToJsonElement(operation.view()) }
        val kind = step.at("kind").word!!
        fun of(vararg parts: Pair<String, JsonElement>) = JsonObject(mapOf("out" to told(kind), *parts))
        return when (kind) {
            "store" -> stored(step, ::of)
            "send" -> Wanted(step, sent(step.at("request"), ::of))
            "wait" -> {
                val least = JsonPrimitive(step.at("until").jsonPrimitive.long - now)
                Wanted(step, of("why" to step.at("why"), "at_least" to least, "to_show" to view.at("to_show")))
            }
            "ask" -> Wanted(step, of("prompt" to step.at("prompt"), "can_abandon" to view.at("can_abandon")))
            "done" -> {
                val reply = JsonObject(step.at("reply").jsonObject - "kind")
                Wanted(step, reply.with("out" to told(kind), "alarms" to view.at("alarms")), reply.toString())
            }
            else -> Wanted(step, of())
        }
    }

    private fun stored(step: JsonObject, of: (Array<Pair<String, JsonElement>>) -> JsonObject): Wanted {
        val record = step.at("record").jsonObject
        // Otherwise the journal refuses it.
        if (record.at("sequence").jsonPrimitive.long != (durable.at("sequence").word?.toLong() ?: 0) + 1) {
            return Wanted(step, JsonObject(mapOf("out" to told("outrun"))))
        }
        val earlier = Json.parseToJsonElement(record.at("state").word!!).at("earlier")
        val public = JsonObject(record - "state").with("earlier" to if (earlier == JsonNull) JsonArray(emptyList()) else earlier)
        val shown = recordToShow(camel(record).toString())?.let(Json::parseToJsonElement) ?: JsonNull
        return Wanted(step, of(arrayOf("record" to public, "to_show" to shown)), record.toString())
    }

    private fun sent(request: JsonElement, of: (Array<Pair<String, JsonElement>>) -> JsonObject): JsonObject {
        val url = URI(request.at("url").word!!)
        val path = url.rawPath + (url.rawQuery?.let { "?$it" } ?: "")
        val named = request.at("headers").jsonArray.associate { it.at("name").word to it.at("value") }
        val body = request.at("body").word?.let(Json::parseToJsonElement) ?: JsonNull
        val key = named["X-API-KEY"] ?: named["Authorization"] ?: JsonNull
        return of(arrayOf("method" to request.at("method"), "path" to told(path), "key" to key, "body" to body))
    }

    private fun keep(got: Wanted) {
        if (got.out == "store") {
            before = durable
            durable = got.step.at("record")
            here.isPending = true
        }
        if (got.out == "wait") here.until = got.until
    }

    /** Does it show what must stay hidden? What the input hides stands in no record; an outcome may show it. */
    private fun shows(line: JsonElement, got: Wanted): Boolean {
        val hidden = (line.at("absent") as? JsonArray).orEmpty() + (given.at("absent") as? JsonArray)?.takeIf { got.out == "store" }.orEmpty()
        return hidden.any { it.word!! in got.whole }
    }

    private fun fits(line: JsonObject, got: Wanted): Boolean {
        val alarms = (line.at("alarms") as? JsonArray) ?: JsonArray(emptyList())
        if (got.out == "done" && !agrees(alarms, got.told.at("alarms"))) return false
        val least by lazy { got.told.at("at_least").jsonPrimitive.long }
        return !shows(line, got) && line.all { (name, wanted) ->
            when (name) {
                "absent", "at_last" -> true
                "at_least" -> wanted.jsonPrimitive.long <= least
                "at_most" -> least <= wanted.jsonPrimitive.long
                "prompt", "body", "to_show" -> agrees(wanted, got.told.at(name))
                else -> holds(got.told.at(name), wanted)
            }
        }
    }

    /** So many calls that the key may not call again for so long. */
    private fun spend(forMs: Long) {
        val account = here.account ?: throw NotTold(told("no account"))
        val isBulk = vendorOf(given) == "senfenico"
        val order = if (isBulk) BULK else INQUIRY
        val at = now + forMs - (if (isBulk) 1_000 else 60_000)
        repeat(if (isBulk) 4 else 80) { count ->
            val asked = account.beginAlone(order, "spent-$count").stepped(at).at("kind").word
            check(asked == if (isBulk) "store" else "send") { "it wants to $asked" }
        }
    }
}

private const val BULK =
    """{"kind":"create_bulk_transfer","transfers":[{"amount":100,"phone":"70000000","ext_id":"spent-1"}]}"""
private const val INQUIRY =
    """{"kind":"inquire_bills","inquiry":{"service":"WOYOFAL_SN_BILL","customer":"07061270879"}}"""

/** Text as it is, `{"parts": …}` as the long text it stands for, all else as JSON. */
private fun body(value: JsonElement): String = when {
    value is JsonPrimitive && value.isString -> value.content
    value is JsonObject && "parts" in value -> text(value.at("parts"))
    else -> value.toString()
}

/** `{"each": [from, to], "item": …}` in a list stands for its items, in whose texts `{n}` is their number. */
private fun expanded(value: JsonElement): JsonElement = when (value) {
    is JsonArray -> JsonArray(
        value.flatMap { entry ->
            val each = entry.at("each") as? JsonArray ?: return@flatMap listOf(expanded(entry))
            val (from, to) = each.map { it.jsonPrimitive.content.toInt() }
            val item = entry.at("item").toString()
            (from until to).map { Json.parseToJsonElement(item.replace("{n}", "%03d".format(it))) }
        },
    )
    is JsonObject -> JsonObject(value.mapValues { expanded(it.value) })
    else -> value
}
