package dev.xaalis

import dev.xaalis.door.Account
import dev.xaalis.door.Operation
import dev.xaalis.door.Refused
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.add
import kotlinx.serialization.json.addJsonObject
import kotlinx.serialization.json.buildJsonArray
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonArray

/*
 * The native half as the vectors speak to it: with core's own names, and whatever it refuses as they write it.
 */

/** When every vector begins. */
internal const val DAWN = 1_767_600_000_000

private val KEYS = mapOf("senfenico" to "sk_test_sandbox", "dexchange" to "dx_test_sandbox")
private val BILLS = listOf("inquire_bills", "pay_bill_once", "fetch_transaction", "pay_bill")

internal fun vendorOf(given: JsonElement): String =
    given.at("vendor").word ?: if (given.at("order").at("kind").word in BILLS) "dexchange" else "senfenico"

internal fun keyOf(given: JsonElement): String =
    if (given.at("key") == JsonNull) KEYS.getValue(vendorOf(given)) else text(given.at("key"))

internal fun accountOf(given: JsonElement, key: String = keyOf(given), earlierKeys: JsonElement = given.at("earlier_keys")): Account {
    val config = buildJsonObject {
        put("vendor", vendorOf(given))
        put("api_key", key)
        if (given.at("base_url") != JsonNull) put("base_url", text(given.at("base_url")))
        put("earlier_keys", if (earlierKeys == JsonNull) buildJsonArray {} else earlierKeys)
        if (given.at("people").at("may_abandon") != JsonNull) put("may_abandon", given.at("people").at("may_abandon"))
        if (given.at("people").at("age_ms") != JsonNull) put("person_age_ms", given.at("people").at("age_ms"))
        put("keys", "snake")
    }
    return Account(config.toString())
}

/** An operation of an account of its own, whose journal holds nothing. */
internal fun begin(given: JsonElement): Operation {
    val opId = if (given.at("op_id") == JsonNull) "op-1" else text(given.at("op_id"))
    val operation = accountOf(given).begin(given.at("order").toString(), opId, "[]")
    operation.note(event("loaded", "record" to JsonNull).toString(), DAWN)
    return operation
}

internal fun Operation.noted(event: JsonElement, now: Long): Unit = note(event.toString(), now)

internal fun Operation.stepped(now: Long): JsonObject = Json.parseToJsonElement(step(now)).jsonObject

/** What came of a request: an event. */
internal fun answered(answer: JsonElement): JsonObject {
    if (answer.at("failure") != JsonNull) return event("failed", "failure" to answer.at("failure"))
    return answered(answer.at("status"), answer.at("headers"), text(answer.at("body")))
}

internal fun answered(status: JsonElement, headers: JsonElement, body: String): JsonObject {
    val response = buildJsonObject {
        put("status", status)
        putJsonArray("headers") {
            for ((name, value) in (headers as? JsonObject).orEmpty()) addJsonObject {
                put("name", name)
                put("value", value)
            }
        }
        put("body", body)
    }
    return event("answered", "response" to response)
}

/** The answer, or the refusal as the vectors write it. */
internal inline fun said(ask: () -> JsonElement): JsonElement = try {
    ask()
} catch (refused: Refused.Because) {
    refusal(refused)
}

internal fun refusal(refused: Refused.Because): JsonObject {
    val told = Json.parseToJsonElement(refused.told)
    val kind = told.at("kind").word ?: error("refused as nothing: ${refused.told}")
    if (kind != "invalid") return buildJsonObject { put(kind, told.at("problem")) }
    val field = told.at("field").word.orEmpty()
    // DEXCHANGE's own name, which is nobody's style.
    val name = if (field == "callBackURL") field else snake(field)
    val invalid = buildJsonObject {
        // As core calls them, where the config has another name.
        put("field", mapOf("api_key" to "key", "person_age_ms" to "age_ms")[name] ?: name)
        put("problem", told.at("problem"))
        put("allowed", told.at("allowed"))
        if (told.at("suggestion") != JsonNull) put("suggestion", told.at("suggestion"))
    }
    return buildJsonObject { put("invalid", invalid) }
}

internal fun texts(vararg of: String): String = buildJsonArray { of.forEach { add(it) } }.toString()

internal fun words(of: JsonElement): String = buildJsonArray { (of as kotlinx.serialization.json.JsonArray).forEach { add(text(it)) } }.toString()

internal fun JsonElement.with(vararg members: Pair<String, JsonElement>): JsonObject = JsonObject(jsonObject + members)

internal fun told(text: String): JsonPrimitive = JsonPrimitive(text)
