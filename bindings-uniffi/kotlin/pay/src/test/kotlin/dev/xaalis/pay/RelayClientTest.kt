package dev.xaalis.pay

import dev.xaalis.Case
import dev.xaalis.vectors
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.contentOrNull
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.long

class RelayClientTest {
    @Test
    fun `the stories of a client`() {
        val cases = vectors("relay-client.json")
        assertEquals(listOf(), cases.mapNotNull(::firstWrong))
    }

    /** The first line that was not so. */
    private fun firstWrong(case: Case): String? = Machine(case.input.word("url")!!).use { machine ->
        var now = 1_767_600_000_000
        case.input.getValue("lines").jsonArray.map { it.jsonObject }.forEachIndexed { place, line ->
            now += line["after_ms"]?.jsonPrimitive?.long ?: 0
            if ("in" in line) {
                hear(machine, line, now)
            } else {
                val told = told(machine.poll(now), now)
                if (line.any { (name, wanted) -> (told[name] ?: JsonNull) != wanted }) return "${case.id} line ${place + 1}: $told, not $line"
            }
        }
        null
    }

    private fun hear(machine: Machine, line: JsonObject, now: Long) {
        when (val kind = line.word("in")) {
            "token" -> machine.token(line.word("token")!!, now)
            "fail" -> machine.failed(now)
            "start" -> machine.start(line.word("phone"), line.word("provider")?.let(::Provider), line.word("bill"), now)
            "code" -> machine.code(line.word("code")!!, now)
            "look" -> machine.look(now)
            "answer" -> machine.answered(answer(line), now)
            else -> assertEquals("time", kind)
        }
    }

    private fun answer(line: JsonObject): TransportResponse {
        val body = line.getValue("body")
        val headers = line.getValue("headers").jsonArray.map { pair ->
            val (name, value) = pair.jsonArray.map { it.jsonPrimitive.content }
            Header(name, value)
        }
        val text = if (body is JsonPrimitive && body.isString) body.content else body.toString()
        return TransportResponse(line.getValue("status").jsonPrimitive.int, headers, text.toByteArray())
    }

    private fun told(move: Move, now: Long): Map<String, JsonElement> = when (move) {
        is Move.Token -> words("out" to "token")
        is Move.Wait -> words("out" to "wait") + ("until_ms" to JsonPrimitive(move.until - now))
        is Move.Send -> {
            val token = move.request.headers.first { it.name == "Authorization" }.value.removePrefix("Bearer ")
            assertEquals(20_000, move.request.timeoutMs)
            words("out" to "send", "method" to move.request.method, "token" to token) +
                ("body" to (move.request.body?.let(Json::parseToJsonElement) ?: JsonNull))
        }
        is Move.Show -> when (val step = move.step) {
            is Step.Refused -> words("out" to "refused", "word" to step.word)
            is Step.Ended -> seen("done", step.view, step.problem)
            is Step.Shown -> seen("show", step.view, step.problem) + ("until_ms" to JsonPrimitive(move.until!! - now))
        }
    }

    private fun seen(out: String, view: View, problem: Problem?) = words(
        "out" to out, "state" to view.state, "rev" to view.rev, "kind" to (view as? View.Done)?.outcome?.kind, "problem" to problem?.word?.word,
    )

    private fun words(vararg of: Pair<String, String?>): Map<String, JsonElement> =
        of.associate { (name, word) -> name to JsonPrimitive(word) }

    private fun JsonObject.word(name: String): String? = get(name)?.jsonPrimitive?.contentOrNull
}
