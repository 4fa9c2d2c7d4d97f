package dev.xaalis

import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject

/** With core's names again. */
fun snake(of: JsonElement): JsonElement = when (of) {
    is JsonObject -> JsonObject(of.map { (name, value) -> snake(name) to snake(value) }.toMap())
    is JsonArray -> JsonArray(of.map(::snake))
    else -> of
}
