package dev.xaalis

import kotlin.test.assertEquals
import kotlin.test.assertTrue
import kotlinx.serialization.json.JsonElement
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.DynamicTest.dynamicTest
import org.junit.jupiter.api.TestFactory

/** Every golden vector, verbatim, through the door. */
class VectorsTest {
    @TestFactory
    fun `every file`(): List<DynamicTest> = vectorFiles().filter { it !in ELSEWHERE }.map { name -> dynamicTest(name) { ran(name) } }

    private fun ran(name: String) {
        var unreachable = 0
        val failures = mutableListOf<String>()
        val cases = vectors(name)
        for (case in cases) {
            val actual = try {
                WHOLE[case.type]?.invoke(case.given) ?: value(case.type, case.given)
            } catch (_: NoDoor) {
                unreachable += 1
                continue
            } catch (error: Exception) {
                throw AssertionError("${case.id}: $error", error)
            }
            val wanted = if (case.type in WHOLE) case.expect else shown(case.type, case.expect, actual)
            if (agrees(wanted, actual) != case.isDisputed) continue
            failures += "${case.id}\n  input    ${cut(case.given)}\n  expected ${cut(wanted)}\n  actual   ${cut(actual)}"
        }
        assertTrue(failures.isEmpty(), "${failures.size} of ${cases.size}\n${failures.take(6).joinToString("\n")}")
        assertEquals(UNREACHABLE[name] ?: 0, unreachable, "have no door")
    }

    private fun cut(of: JsonElement): String = of.toString().take(600)

    private companion object {
        /** `JournalTest`, `ErrorsTest`, the relay's server end, and apps. */
        val ELSEWHERE = setOf("journal.json", "errors.json", "relay-attacks.json", "relay-bills.json", "relay-token.json", "relay-client.json")

        val WHOLE: Map<String, (JsonElement) -> JsonElement> =
            mapOf("request" to ::request, "parse" to ::parse, "classify" to ::classify, "story" to ::story)

        /** So that none gets lost among those that cannot be asked: tables and sums behind the operations. */
        val UNREACHABLE = mapOf(
            "amounts.json" to 14,
            "codes.json" to 2,
            "percent.json" to 8,
            "phones.json" to 6,
            "transitions.json" to 582,
            "urls.json" to 14,
        )
    }
}
