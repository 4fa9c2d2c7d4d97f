package dev.xaalis

import java.io.File
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.long

/** A case of `tests/vectors`, as it stands. */
class Case(val id: String, val input: JsonObject, val expect: JsonElement)

/** Every case of a file; one that holds fewer than it says is broken. */
fun vectors(name: String): List<Case> {
    val root = System.getProperty("xaalis.root") ?: error("xaalis.root is not set")
    val file = Json.parseToJsonElement(File(root, "tests/vectors/$name").readText()).jsonObject
    val cases = file.getValue("groups").jsonArray.flatMap { group ->
        group.jsonObject.getValue("tests").jsonArray.map { it.jsonObject }.map {
            Case(it.getValue("id").jsonPrimitive.content, it.getValue("input").jsonObject, it.getValue("expect"))
        }
    }
    val said = file.getValue("cases").jsonPrimitive.long
    check(cases.size.toLong() == said) { "$name says $said cases and holds ${cases.size}" }
    return cases
}

/** The same with names in camelCase, as they cross here. */
fun camel(of: JsonElement): JsonElement = when (of) {
    is JsonObject -> JsonObject(of.map { (name, value) -> camel(name) to camel(value) }.toMap())
    is JsonArray -> JsonArray(of.map(::camel))
    else -> of
}

private fun camel(name: String): String =
    name.split('_').mapIndexed { at, part -> if (at == 0) part else part.replaceFirstChar(Char::uppercaseChar) }.joinToString("")

/** A text of a case: as it stands, in parts, or repeated. */
fun text(of: JsonElement): String = when (of) {
    is JsonArray -> of.joinToString("", transform = ::text)
    is JsonObject -> of.getValue("repeat").jsonArray.let { (part, times) -> text(part).repeat(times.jsonPrimitive.int) }
    else -> of.jsonPrimitive.content
}

/** The same as bytes, which may be none of a text. */
fun bytes(of: JsonElement): ByteArray {
    val hex = (of as? JsonObject)?.get("hex") ?: return text(of).toByteArray()
    return hex.jsonPrimitive.content.chunked(2).map { it.toInt(16).toByte() }.toByteArray()
}

/** Is every wanted part there? `contains` is a part of a text. */
fun agrees(wanted: JsonElement, got: JsonElement): Boolean = when (wanted) {
    is JsonObject -> {
        val part = wanted["contains"]
        if (part != null && wanted.size == 1) got.toString().contains(part.jsonPrimitive.content)
        else wanted.all { (name, value) -> agrees(value, (got as? JsonObject)?.get(name) ?: JsonNull) }
    }
    is JsonArray -> got is JsonArray && got.size == wanted.size && wanted.indices.all { agrees(wanted[it], got[it]) }
    else -> wanted == got
}
