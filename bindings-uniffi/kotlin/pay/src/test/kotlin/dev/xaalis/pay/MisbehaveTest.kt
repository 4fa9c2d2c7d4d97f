package dev.xaalis.pay

import dev.xaalis.Scenario
import dev.xaalis.Scene
import dev.xaalis.scenarios
import kotlin.test.assertEquals
import kotlin.test.assertTrue
import kotlin.time.Duration.Companion.seconds
import kotlin.time.DurationUnit
import kotlin.time.TimeSource
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.delay
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.DynamicTest.dynamicTest
import org.junit.jupiter.api.TestFactory
import org.junit.jupiter.api.TestInstance

/**
 * A server that misbehaves, to [HttpTransport]: what is posted arrives once, deadlines hold, no redirect is followed. The
 * scenarios are the merchants' ones; what is asked here is what a transport alone can say of them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MisbehaveTest {
    private class Run(val scenario: Scenario, val scene: Scene, val said: String, val seconds: Double)

    private val runs: List<Run> = runBlocking {
        val all = scenarios().filter { it.call != "bare" }.map { scenario -> async(Dispatchers.Default) { ran(scenario) } }
        // What the platform sends behind its caller's back would come now.
        all.awaitAll().also { delay(500) }
    }

    @AfterAll
    fun stop() = runs.forEach { it.scene.close() }

    @TestFactory
    fun `each scenario`(): List<DynamicTest> = runs.map { run -> dynamicTest(run.scenario.name) { judged(run) } } +
        dynamicTest("as many as the file holds") { assertEquals(48, runs.size) }

    private fun judged(run: Run) = with(run) {
        assertTrue(said in answers(scenario), said)
        assertEquals(POSTS[scenario.name] ?: scenario.posts, scene.vendor.posts, "${scene.vendor.requests}")
        scenario.requests?.let { assertEquals(it, scene.vendor.requests.size, "${scene.vendor.requests}") }
        assertEquals(0, scene.elsewhere.connections, "at the other host")
        assertTrue(seconds in scenario.ends, "$seconds s")
    }

    /** What it may have said. */
    private fun answers(scenario: Scenario): List<String> = when {
        scenario.name in ONCE -> ONCE.getValue(scenario.name)
        scenario.said.startsWith("value") -> listOf("200")
        scenario.said == "AbortError" -> listOf("AbortError")
        else -> Regex("^\\d{3}").find(scenario.name.removePrefix("a payout's ").removePrefix("a read's "))?.let { listOf(it.value) } ?: listOf("nothing")
    }

    private suspend fun ran(scenario: Scenario): Run {
        val scene = Scene(scenario)
        val begun = TimeSource.Monotonic.markNow()
        val said = try {
            called(scenario.call, scene.vendor.url)
        } catch (error: CancellationException) {
            if (scenario.call == "aborted") "AbortError" else "nothing"
        } catch (_: java.io.IOException) {
            "nothing"
        }
        return Run(scenario, scene, said, begun.elapsedNow().toDouble(DurationUnit.SECONDS))
    }

    private suspend fun called(call: String, url: String): String {
        val transport = HttpTransport()
        suspend fun send(method: String, path: String): String {
            val body = if (method == "POST") "{}" else null
            val headers = listOf(Header("Authorization", "Bearer t1"), Header("Content-Type", "application/json"))
            val request = TransportRequest(method, url + path, headers, body, DEADLINE.inWholeMilliseconds, MOST)
            return withTimeout(DEADLINE) { transport.send(request) }.status.toString()
        }
        suspend fun created() = send("POST", "/v1/payment/charges/")
        suspend fun fetched() = send("GET", "/v1/payment/charges/ch_1/")
        suspend fun transferred() = send("POST", "/v1/payment/transfers/")
        return when (call) {
            // Who gets no answer of a relay reads the order: nothing is posted a second time unasked.
            "create", "create twice" -> created()
            "fetch" -> fetched()
            "transfer" -> transferred()
            "fetch, create" -> {
                fetched()
                delay(4.seconds)
                created()
            }
            "create, transfer" -> {
                created()
                delay(4.seconds)
                transferred()
            }
            "aborted" -> withTimeout(10.seconds) { created() }
            else -> error("no call $call")
        }
    }

    private companion object {
        val DEADLINE = 60.seconds
        const val MOST = 1_000_000L

        /** Where core asks again, and a transport alone does not. */
        val POSTS = mapOf("429 once" to 1)
        val ONCE = mapOf("429 once" to listOf("429"), "a read's first answer lost" to listOf("nothing", "200"))
    }
}
