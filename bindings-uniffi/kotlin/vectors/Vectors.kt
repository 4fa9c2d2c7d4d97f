package dev.xaalis

import java.io.File
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.long

/** A case of `tests/vectors`, as it stands. */
class Case(
    val id: String,
    /** The question. */
    val type: String,
    val given: JsonElement,
    val expect: JsonElement,
    /** It must fail today. */
    val isDisputed: Boolean,
) {
    val input: JsonObject get() = given.jsonObject
}

/** Every case of a file; one that holds fewer than it says is broken. */
fun vectors(name: String): List<Case> {
    val file = Json.parseToJsonElement(File(folder(), name).readText()).jsonObject
    check(file.at("schema").word == "xaalis-vectors-1") { "$name is of another schema" }
    val cases = file.getValue("groups").jsonArray.flatMap { group ->
        val type = group.at("type").word ?: error("$name: a group without a type")
        group.jsonObject.getValue("tests").jsonArray.map { it.jsonObject }.map {
            Case(it.getValue("id").jsonPrimitive.content, type, it.getValue("input"), it.getValue("expect"), "disputed" in it)
        }
    }
    val said = file.getValue("cases").jsonPrimitive.long
    check(cases.size.toLong() == said) { "$name says $said cases and holds ${cases.size}" }
    return cases
}

/** Every file of them. */
fun vectorFiles(): List<String> =
    folder().list().orEmpty().filter { it.endsWith(".json") }.sorted().ifEmpty { error("no vectors in ${folder()}") }

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

private fun folder(): File = File(System.getProperty("xaalis.root") ?: error("xaalis.root is not set"), "tests/vectors")
