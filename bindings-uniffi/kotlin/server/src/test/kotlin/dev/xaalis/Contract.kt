package dev.xaalis

import kotlin.test.assertEquals
import kotlin.test.assertTrue
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.contentOrNull
import kotlinx.serialization.json.decodeFromJsonElement
import kotlinx.serialization.json.encodeToJsonElement
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive

/**
 * Runs every case of `journal.json`, the contract as data; `open` opens the journal of a case, again where it is asked to.
 */
internal suspend fun keepsTheContract(open: suspend (case: String) -> Journal) {
    val cases = vectors("journal.json")
    for (case in cases) {
        var journal = open(case.id)
        val answers = case.input.getValue("calls").jsonArray.map { call ->
            if ("again" in call.jsonObject) JsonNull.also { journal = open(case.id) } else answer(journal, call.jsonObject)
        }
        assertTrue(agrees(case.expect, JsonArray(answers)), "${case.id}: $answers")
    }
    assertEquals(17, cases.size)
}

private suspend fun answer(journal: Journal, call: JsonObject): JsonElement {
    val (what, given) = call.entries.single()
    return when (what) {
        "put" -> JsonPrimitive(journal.put(json.decodeFromJsonElement(camel(given))).word)
        "get" -> row(journal.get(given.jsonPrimitive.content))
        "unfinished" -> JsonArray(journal.unfinished().map(::row))
        "find" -> {
            val names = given.jsonObject
            fun name(of: String) = names.getValue(of).jsonPrimitive.contentOrNull
            row(journal.find(Vendor(name("vendor")!!), Mode(name("mode")!!), name("reference"), name("our_reference")))
        }
        else -> error("no call $what")
    }
}

private fun row(record: Record?): JsonElement = record?.let { snake(json.encodeToJsonElement(it)) } ?: JsonNull
