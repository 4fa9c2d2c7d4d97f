package dev.xaalis

import dev.xaalis.door.Operation
import kotlinx.serialization.KSerializer
import kotlinx.serialization.builtins.ListSerializer
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.buildJsonArray
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.long
import kotlinx.serialization.json.put
import kotlinx.serialization.serializer

/* Orders in, steps out: what is sent, how an answer is read, what happens next. */

/** The first request, or the refusal. */
internal fun request(given: JsonElement): JsonElement = said { firstOf(given) }

private fun firstOf(given: JsonElement): JsonElement {
    val operation = begin(given)
    var isStored = false
    while (true) {
        val next = operation.stepped(DAWN)
        when (val kind = next.at("kind").word) {
            "send" -> return firstSend(next.at("request"), isStored)
            "store" -> {
                check("_sandbox" !in next.at("record").toString()) { "a key in a record" }
                isStored = true
                operation.noted(event("stored"), DAWN)
            }
            else -> error("neither stored nor sent: $kind")
        }
    }
}

private fun firstSend(sent: JsonElement, isStored: Boolean): JsonObject = buildJsonObject {
    put("stored_first", isStored)
    val request = buildJsonObject {
        for (name in listOf("method", "url", "body", "timeout_ms", "max_body")) put(name, sent.at(name))
        put("headers", buildJsonArray { sent.at("headers").jsonArray.forEach { add(buildJsonArray { add(it.at("name")); add(it.at("value")) }) } })
    }
    put("request", request)
}

/** The whole reply, when every request is answered so; and as its typed face has it, the same. */
internal fun parse(given: JsonElement): JsonElement {
    val operation = begin(given)
    repeat(8) {
        val next = operation.stepped(DAWN)
        when (next.at("kind").word) {
            "done" -> return next.at("reply").also(::typed)
            "wait", "ask" -> return buildJsonObject {
                put("goes_on", next.at("kind"))
                put("why", next.at("why"))
            }
            else -> operation.goOn(next, DAWN) { answered(given) }
        }
    }
    error("no end")
}

/** The number of sends, the pauses between them and the outcome. */
internal fun classify(given: JsonElement): JsonElement {
    val operation = begin(given)
    val answers = ArrayDeque(given.at("answers").jsonArray)
    var now = DAWN
    var sentAt = DAWN
    var sends = 0
    val waits = mutableListOf<JsonElement>()
    val bodies = mutableSetOf<String>()
    fun told(outcome: JsonElement): JsonObject = buildJsonObject {
        put("sends", sends)
        put("waits", JsonArray(waits))
        put("outcome", outcome)
        if (answers.isNotEmpty()) put("answers_left", answers.size)
    }
    repeat(64) {
        val next = operation.stepped(now)
        when (next.at("kind").word) {
            "done" -> {
                check(bodies.size < 2) { "what is sent again must be the same bytes" }
                return told(summary(next.at("reply").at("outcome")))
            }
            "wait" -> {
                val until = next.at("until").jsonPrimitive.long
                waits += buildJsonObject {
                    put("why", next.at("why"))
                    put("ms_after_send", until - sentAt)
                }
                now = until
                return@repeat
            }
            "send" -> {
                sends += 1
                sentAt = now
                next.at("request").at("body").word?.let { bodies += it }
                val answer = answers.firstOrNull() ?: return told(told("another answer is needed"))
                now += answer.at("after_ms").word?.toLong() ?: 0
            }
        }
        operation.goOn(next, now) { answered(answers.removeFirst()) }
    }
    error("no end")
}

private fun Operation.goOn(next: JsonObject, now: Long, answer: () -> JsonObject): Unit = when (val kind = next.at("kind").word) {
    "store" -> noted(event("stored"), now)
    "load" -> noted(event("loaded", "record" to JsonNull), now)
    "send" -> noted(answer(), now)
    else -> error("it asks: $kind")
}

/** What of an outcome the decision table speaks of. */
private fun summary(outcome: JsonElement): JsonObject {
    val (part, names) = when (outcome.at("kind").word) {
        "settled" -> "value" to listOf("status")
        "rejected" -> "refusal" to listOf("code")
        "not_sent" -> "unsent" to listOf("why", "doubt")
        else -> "unknown" to listOf("why", "plan", "provider_reference")
    }
    return JsonObject(mapOf("kind" to outcome.at("kind")) + names.associateWith { outcome.at(part).at(it) })
}

/** A reply read into the class that its client answers with says the same again. */
private fun typed(reply: JsonElement) {
    val crossed = camel(reply)
    val kind = reply.at("kind").word ?: error("a reply of no kind")
    if (kind == "payouts") return same(crossed.at("payouts"), serializer<Payouts>())
    val answer = VALUES[kind] ?: error("no class for $kind")
    same(crossed.at("outcome"), OutcomeSerializer(answer))
}

private fun <T> same(crossed: JsonElement, of: KSerializer<T>) {
    val again = WHOLE.encodeToJsonElement(of, json.decodeFromJsonElement(of, crossed))
    check(agrees(crossed, again)) { "as a class $again and not $crossed" }
}

private val WHOLE = Json { encodeDefaults = true }

private val VALUES: Map<String, KSerializer<*>> = mapOf(
    "charge" to serializer<Charge>(),
    "charge_created" to serializer<ChargeCreated>(),
    "charges" to ListSerializer(serializer<Charge>()),
    "checkout" to serializer<Checkout>(),
    "checkout_opened" to serializer<CheckoutOpened>(),
    "checkouts" to ListSerializer(serializer<Checkout>()),
    "transfer" to serializer<Transfer>(),
    "bulk_queued" to serializer<BulkQueued>(),
    "transfers" to ListSerializer(serializer<Transfer>()),
    "settlement" to serializer<Settlement>(),
    "settlements" to ListSerializer(serializer<Settlement>()),
    "balances" to serializer<Balances>(),
    "bills" to serializer<BillInquiry>(),
    "bill_payment" to serializer<BillPayment>(),
)
