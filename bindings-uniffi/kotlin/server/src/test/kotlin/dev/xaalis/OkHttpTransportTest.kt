package dev.xaalis

import java.util.concurrent.TimeUnit
import kotlin.test.AfterTest
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertIs
import kotlin.test.assertTrue
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlin.time.measureTime
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import okhttp3.OkHttpClient
import okhttp3.Request

class OkHttpTransportTest {
    private var answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
    private val vendor = Host("127.0.0.1") { _, socket -> socket.getOutputStream().apply { write(answer.toByteArray()) }.flush() }

    @AfterTest
    fun close() = vendor.close()

    @Test
    fun `what OkHttp would send again by itself is sent once, and what was answered comes back`() = runBlocking {
        for (status in listOf("503 X\r\nRetry-After: 0", "408 X", "408 X\r\nRetry-After: 0", "421 X")) {
            answer = "HTTP/1.1 $status\r\nContent-Length: 2\r\n\r\nno"
            for (method in listOf("GET", "POST")) {
                vendor.requests.clear()
                val response = OkHttpTransport().send(request(method))
                assertEquals("no", String(assertIs<TransportResponse.Body.Whole>(response.body).bytes))
                assertEquals(status.take(3).toInt(), response.status)
                assertEquals(1, vendor.requests.size, "$method $status")
            }
        }
        // A bare one does send it again, so these prove something.
        answer = "HTTP/1.1 503 X\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n"
        vendor.requests.clear()
        OkHttpClient().newCall(Request.Builder().url(vendor.url).build()).execute().close()
        assertEquals(2, vendor.requests.size)
    }

    @Test
    fun `a hundred wait at once, none for another`() = runBlocking {
        answer = ""
        val transport = OkHttpTransport(OkHttpClient.Builder().readTimeout(1, TimeUnit.MILLISECONDS).build())
        val took = measureTime {
            val asked = (1..100).map { async(Dispatchers.Default) { runCatching { withTimeout(3.seconds) { transport.send(request("GET")) } } } }
            assertTrue(asked.awaitAll().all { it.isFailure })
        }
        assertEquals(100, vendor.requests.size)
        assertTrue(took < 20.seconds, "$took")
    }

    @Test
    fun `cancelled it gives up at once, in the middle of an answer too`() = runBlocking {
        for (beginning in listOf("", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")) {
            answer = beginning
            val took = measureTime {
                assertFailsWith<kotlinx.coroutines.TimeoutCancellationException> {
                    withTimeout(300.milliseconds) { OkHttpTransport().send(request("POST")) }
                }
            }
            assertTrue(took < 5.seconds, "$took")
        }
    }

    private fun request(method: String) = TransportRequest(
        VendorRequest(Method(method), vendor.url + "/v1/", emptyList(), if (method == "POST") "{}" else null, 60_000, 1_000, false),
    )
}
