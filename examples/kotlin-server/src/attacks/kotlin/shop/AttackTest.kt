package shop

import dev.xaalis.relay.Answered
import dev.xaalis.relay.Attack
import dev.xaalis.relay.End
import dev.xaalis.relay.NoWay
import dev.xaalis.relay.Relay
import dev.xaalis.relay.body
import dev.xaalis.relay.fall
import dev.xaalis.relay.headers
import dev.xaalis.relay.word
import io.ktor.server.application.ApplicationCallPipeline
import io.ktor.server.cio.CIO
import io.ktor.server.engine.embeddedServer
import io.ktor.server.engine.connector
import io.ktor.server.routing.route
import io.ktor.server.routing.routing
import java.net.Socket
import java.util.concurrent.ConcurrentHashMap
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import kotlinx.serialization.json.JsonObject

/** What every relay of the repository is tried at, over a socket to Ktor; requests are written as they stand. */
class AttackTest {
    @Test
    fun `no attack succeeds`() = assertEquals(NO_HTTP, fall("relay-attacks.json", RUNS, ::OverKtor))

    @Test
    fun `no attack on bills succeeds`() = assertEquals(listOf(), fall("relay-bills.json", RUNS, ::OverKtor))

    private companion object {
        const val RUNS = 3

        /** A length that lies, and one that is no number: the server's own affair. */
        val NO_HTTP = listOf("rel-atk-136", "rel-atk-137")
    }
}

/** At one of a server's ports, each of which is a process of its own to whoever asks. */
private class OverKtor(relay: Relay) : End {
    private val port = FREE.removeFirst().also { RELAYS[it] = relay }

    override suspend fun served(request: JsonObject): Answered = withContext(Dispatchers.IO) {
        val (method, body, headers) = Triple(request.word("method"), request.body(), request.headers())
        val lines = mutableListOf("$method ${request.word("target")} HTTP/1.1", "Host: shop.example", "Connection: close")
        headers.mapTo(lines) { (name, value) -> "$name: $value" }
        val said = headers.firstOrNull { it.name == "Content-Length" }?.value
        if (said != null && body.size > said.toBigInteger().toDouble()) throw NoWay("what comes after its length is another request")
        if (said == null && (body.isNotEmpty() || method !in setOf("GET", "HEAD", "OPTIONS"))) lines += "Content-Length: ${body.size}"
        Socket("127.0.0.1", port).use { socket ->
            socket.soTimeout = 20_000
            socket.getOutputStream().run {
                write((lines.joinToString("\r\n") + "\r\n\r\n").toByteArray(Charsets.ISO_8859_1) + body)
                flush()
            }
            answered(socket.getInputStream().readBytes().decodeToString(), method == "HEAD")
        }
    }

    override fun close() {
        FREE.addLast(port)
    }

    private fun answered(text: String, isHead: Boolean): Answered {
        val (head, body) = text.substringBefore("\r\n\r\n") to text.substringAfter("\r\n\r\n", "")
        val lines = head.lines()
        val status = lines[0].split(' ').getOrNull(1)?.toInt() ?: throw NoWay("no answer")
        val headers = lines.drop(1).associate { it.substringBefore(':').lowercase() to it.substringAfter(": ") }
        if (status == 400 && "cache-control" !in headers) throw NoWay("Ktor's own server refuses it")
        return Answered(status, headers - listOf("date", "connection"), if (isHead) null else body)
    }

    private companion object {
        val RELAYS = ConcurrentHashMap<Int, Relay>()
        val SERVER = embeddedServer(CIO, configure = { repeat(16) { connector { host = "127.0.0.1"; port = 0 } } }) {
            // The world of an attack has one thread.
            intercept(ApplicationCallPipeline.Plugins) { withContext(Attack.ONE) { proceed() } }
            routing {
                route("{...}") {
                    handle { call.answer(RELAYS.getValue(call.request.local.localPort)) }
                }
            }
        }.start()
        val FREE = ArrayDeque(runBlocking { SERVER.engine.resolvedConnectors() }.map { it.port })
    }
}
