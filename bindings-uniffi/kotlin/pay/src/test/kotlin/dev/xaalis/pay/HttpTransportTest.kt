package dev.xaalis.pay

import java.io.IOException
import java.net.ServerSocket
import kotlin.test.AfterTest
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertTrue
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.measureTime
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.TimeoutCancellationException
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.delay
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout

class HttpTransportTest {
    private val peer = Peer()
    private val transport = HttpTransport()

    @AfterTest
    fun close() = peer.close()

    @Test
    fun `what is sent arrives, and what is answered comes back`(): Unit = runBlocking {
        val answer = post("/echo")
        assertEquals(429, answer.status)
        assertEquals("""POST {"do":"start"}Authorization: Bearer t1 é""", String(answer.body))
        assertEquals("7", answer.headers.first { it.name.equals("Retry-After", ignoreCase = true) }.value)
        assertEquals(204, post("/nothing").status)
        assertEquals(listOf("POST /echo", "POST /nothing"), peer.arrived)
    }

    @Test
    fun `no redirect is followed`(): Unit = runBlocking {
        assertEquals(307, post("/redirect").status)
        assertEquals(307, send("GET", "/redirect").status)
        assertEquals(listOf("POST /redirect", "GET /redirect"), peer.arrived)
    }

    @Test
    fun `what a 401 says is read, also of a post`(): Unit = runBlocking {
        for (method in listOf("GET", "POST")) {
            val answer = send(method, "/old")
            assertEquals(401 to """{"error":"token_expired"}""", answer.status to String(answer.body))
        }
        assertEquals(1, peer.arrived.count { it == "POST /old" })
    }

    @Test
    fun `a post arrives once, whatever becomes of its answer`(): Unit = runBlocking {
        for (path in listOf("/cut", "/cut-chunk", "/hang-up", "/noise", "/large", "/endless")) {
            assertFailsWith<IOException>(path) { post(path) }
            delay(200)
            assertEquals(listOf("POST $path"), peer.arrived.filter { it.endsWith(" $path") })
        }
    }

    @Test
    fun `a post on a connection that was kept arrives once`(): Unit = runBlocking {
        post("/echo")
        assertFailsWith<IOException> { post("/hang-up") }
        delay(200)
        assertEquals(listOf("POST /echo", "POST /hang-up"), peer.arrived)
    }

    @Test
    fun `deadlines hold`(): Unit = runBlocking(Dispatchers.Default) {
        val late = listOf("/silent", "/stall", "/drip", "/drip-head").map { path ->
            async {
                val took = measureTime { runCatching { withTimeout(700) { post(path, timeoutMs = 700) } }.exceptionOrNull()!! }
                assertTrue(took < 1_500.milliseconds, "$path: $took")
                assertEquals(1, peer.arrived.count { it == "POST $path" })
            }
        }
        late.awaitAll()
        delay(1_000)
        assertEquals(4, peer.arrived.size)
    }

    @Test
    fun `without its caller it keeps the deadline itself`(): Unit = runBlocking(Dispatchers.Default) {
        for (path in listOf("/silent", "/drip")) {
            val took = measureTime { assertFailsWith<IOException> { post(path, timeoutMs = 500) } }
            assertTrue(took < 1_500.milliseconds, "$path: $took")
        }
    }

    @Test
    fun `who is cancelled comes back at once, and the connection is closed`(): Unit = runBlocking(Dispatchers.Default) {
        ServerSocket(0).use { server ->
            val closed = async(Dispatchers.IO) { server.accept().use { socket -> generateSequence { socket.getInputStream().read() }.takeWhile { it >= 0 }.count() } }
            val took = measureTime {
                assertFailsWith<TimeoutCancellationException> {
                    withTimeout(300) { transport.send(request("POST", "http://127.0.0.1:${server.localPort}/", 20_000)) }
                }
            }
            assertTrue(took < 1_000.milliseconds, "$took")
            withTimeout(3_000) { closed.await() }
        }
    }

    private suspend fun post(path: String, timeoutMs: Long = 5_000) = send("POST", path, timeoutMs)

    private suspend fun send(method: String, path: String, timeoutMs: Long = 5_000) =
        transport.send(request(method, peer.url + path, timeoutMs))

    private fun request(method: String, url: String, timeoutMs: Long): TransportRequest {
        val body = """{"do":"start"}""".takeIf { method == "POST" }
        return TransportRequest(method, url, listOf(Header("Authorization", "Bearer t1")), body, timeoutMs, 64 shl 10)
    }
}
