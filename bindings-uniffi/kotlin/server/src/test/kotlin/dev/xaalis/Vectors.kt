package dev.xaalis

import java.io.File
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
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
