package dev.xaalis

import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.contentOrNull
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.long
import kotlinx.serialization.json.longOrNull

/**
 * Is an answer the expected one, exactly, but for the matchers of `tests/vectors/README.md`? What is not there is null,
 * for typed values leave out what they do not have.
 */
fun agrees(wanted: JsonElement, got: JsonElement): Boolean = when (wanted) {
    is JsonArray -> got is JsonArray && got.size == wanted.size && wanted.indices.all { agrees(wanted[it], got[it]) }
    is JsonObject -> matched(wanted, got) ?: (got is JsonObject && (wanted.keys + got.keys).all { agrees(wanted.at(it), got.at(it)) })
    else -> wanted == got
}

/** Does it hold all that is wanted? Objects may hold more. */
fun holds(got: JsonElement, wanted: JsonElement): Boolean = when (wanted) {
    is JsonArray -> got is JsonArray && got.size == wanted.size && wanted.indices.all { holds(got[it], wanted[it]) }
    is JsonObject -> matched(wanted, got) ?: (got is JsonObject && wanted.all { (name, one) -> holds(got.at(name), one) })
    else -> wanted == got
}

/** The member of this name, or null. */
fun JsonElement.at(name: String): JsonElement = (this as? JsonObject)?.get(name) ?: JsonNull

/** The text, or null where there is none. */
val JsonElement.word: String? get() = (this as? JsonPrimitive)?.contentOrNull

private fun matched(matcher: JsonObject, got: JsonElement): Boolean? {
    if (got !is JsonPrimitive || got == JsonNull) return null
    val (part, missing, least) = listOf("contains", "absent", "at_least").map { matcher[it]?.jsonPrimitive }
    return when {
        part != null -> got.isString && part.content in got.content
        missing != null -> got.isString && missing.content !in got.content
        least != null -> got.longOrNull in least.long..matcher.getValue("at_most").jsonPrimitive.long
        else -> null
    }
}
