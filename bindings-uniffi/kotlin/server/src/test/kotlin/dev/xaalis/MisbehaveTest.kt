package dev.xaalis

import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
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
import kotlinx.coroutines.future.await
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import okhttp3.OkHttpClient
import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.DynamicTest.dynamicTest
import org.junit.jupiter.api.TestFactory
import org.junit.jupiter.api.TestInstance

/**
 * A server that misbehaves, to every transport: each payment arrives once, deadlines hold, no redirect is followed.
 *
 * The deadlines are the real ones, a minute for money: all scenarios run at once.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MisbehaveTest {
    private class Run(val scenario: Scenario, val scene: Scene, val said: String, val seconds: Double)

    private val transports: Map<String, () -> Transport> = mapOf(
        "java.net.http" to { HttpTransport() },
        "OkHttp" to { OkHttpTransport() },
        "an OkHttp that would do all by itself" to {
            OkHttpTransport(
                OkHttpClient.Builder().followRedirects(true).retryOnConnectionFailure(true)
                    .authenticator { _, response -> if (response.priorResponse == null) response.request else null }.build(),
            )
        },
    )
    private val runs: Map<String, List<Run>> = runBlocking {
        val all = transports.mapValues { (_, transport) ->
            scenarios().map { scenario -> async(Dispatchers.Default) { ran(scenario, transport()) } }
        }
        // What a transport sends behind its caller's back would come now.
        all.mapValues { it.value.awaitAll() }.also { delay(500) }
    }

    @AfterAll
    fun stop() = runs.values.flatten().forEach { it.scene.close() }

    @TestFactory
    fun `each transport`(): List<DynamicTest> = runs.flatMap { (transport, runs) ->
        runs.map { run -> dynamicTest("$transport: ${run.scenario.name}") { judged(run) } } +
            dynamicTest("$transport: as many as the file holds") { assertEquals(49, runs.size) }
    }

    private fun judged(run: Run) = with(run) {
        assertEquals(scenario.said, said)
        assertEquals(scenario.posts, scene.vendor.posts, "${scene.vendor.requests}")
        scenario.requests?.let { assertEquals(it, scene.vendor.requests.size, "${scene.vendor.requests}") }
        assertEquals(scenario.elsewhere, scene.elsewhere.connections > 0, "at the other host")
        assertTrue(seconds in scenario.ends, "$seconds s")
    }

    private suspend fun ran(scenario: Scenario, transport: Transport): Run {
        val scene = Scene(scenario)
        val begun = TimeSource.Monotonic.markNow()
        val said = try {
            "value ${called(scenario.call, scene.vendor.url, transport)}"
        } catch (_: CancellationException) {
            "AbortError"
        } catch (error: Exception) {
            error::class.simpleName.orEmpty()
        }
        return Run(scenario, scene, said, begun.elapsedNow().toDouble(DurationUnit.SECONDS))
    }

    private suspend fun called(call: String, url: String, transport: Transport): Any {
        val senfenico = Senfenico("sk_test_misbehave", transport = transport, options = ClientOptions(baseUrl = url))
        suspend fun created() = senfenico.charges.create(1_000, "76000000", Provider.ORANGE_BF, opId = "charge-1").status
        suspend fun fetched() = senfenico.charges.fetch("ch_45a408fd483a4d66b98aeea97aa7c2e2").status
        suspend fun transferred() = senfenico.transfers.create(1_000, "76000000", "98b96ea4-210d-4ea0-9b03-8d7fd96e4064", opId = "transfer-1").status
        return when (call) {
            "create" -> created()
            "fetch" -> fetched()
            "transfer" -> transferred()
            // As a caller does who got no answer.
            "create twice" -> {
                runCatching { created() }
                created()
            }
            // Time for a connection that the server closed to be seen closed, on a machine that is busy as well.
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
            "bare" -> bare(url)
            else -> error("no call $call")
        }
    }

    private suspend fun bare(url: String): Int {
        val follows = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.ALWAYS).build()
        val request = HttpRequest.newBuilder(URI("$url/v1/payment/charges/")).header("X-API-KEY", "sk_test_misbehave")
        val body = HttpRequest.BodyPublishers.ofString("{}")
        return follows.sendAsync(request.POST(body).build(), HttpResponse.BodyHandlers.ofString()).await().statusCode()
    }
}
