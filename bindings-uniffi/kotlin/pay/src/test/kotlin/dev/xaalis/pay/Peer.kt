package dev.xaalis.pay

import java.io.BufferedInputStream
import java.io.OutputStream
import java.net.InetAddress
import java.net.ServerSocket
import java.net.Socket
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.concurrent.thread

/** A server of loopback that misbehaves as the path asks for, and counts what arrives. */
class Peer : AutoCloseable {
    private val server = ServerSocket(0, 50, InetAddress.getLoopbackAddress())

    /** Method and path of what arrived, in whole. */
    val arrived = CopyOnWriteArrayList<String>()
    val url = "http://127.0.0.1:${server.localPort}"

    init {
        thread(isDaemon = true) {
            while (true) {
                val socket = try { server.accept() } catch (_: java.io.IOException) { break }
                thread(isDaemon = true) { runCatching { socket.use(::serve) } }
            }
        }
    }

    override fun close() = server.close()

    private fun serve(socket: Socket) {
        val input = BufferedInputStream(socket.getInputStream())
        while (true) {
            val head = generateSequence { line(input) }.takeWhile { it.isNotEmpty() }.toList().ifEmpty { return }
            val length = head.firstOrNull { it.startsWith("content-length:", ignoreCase = true) }?.substringAfter(':')?.trim()?.toInt() ?: 0
            val body = String(input.readNBytes(length))
            val (method, path) = head[0].split(' ')
            arrived += "$method $path"
            val token = head.firstOrNull { it.startsWith("authorization:", ignoreCase = true) }.orEmpty()
            if (!answer(path, method, body + token, socket.getOutputStream())) return
        }
    }

    /** Whether the connection may be used again. */
    private fun answer(path: String, method: String, said: String, out: OutputStream): Boolean {
        when (path) {
            "/echo" -> out.whole("429 Too Many", "Retry-After: 7\r\n", "$method $said é")
            "/nothing" -> out.say("HTTP/1.1 204 No Content\r\n\r\n")
            "/redirect" -> out.whole("307 Temporary Redirect", "Location: $url/elsewhere\r\n", "")
            "/old" -> out.whole("401 Unauthorized", "WWW-Authenticate: Bearer\r\n", """{"error":"token_expired"}""")
            "/large" -> out.whole("200 OK", "", "x".repeat(3_000_000))
            "/endless" -> {
                out.say("HTTP/1.1 200 OK\r\n\r\n")
                while (true) out.say("x".repeat(20_000))
            }
            "/drip" -> {
                out.say("HTTP/1.1 200 OK\r\n\r\n")
                while (true) { out.say(" "); Thread.sleep(50) }
            }
            "/drip-head" -> {
                out.say("HTTP/1.1 200 OK\r\n")
                while (true) { out.say("x-more: 1\r\n"); Thread.sleep(50) }
            }
            "/stall" -> { out.say("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{"); Thread.sleep(LONG) }
            "/cut" -> { out.say("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"); return false }
            "/cut-chunk" -> { out.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\n{"); return false }
            "/hang-up" -> return false
            "/noise" -> { out.say("hello\r\n\r\n"); return false }
            else -> Thread.sleep(LONG)
        }
        return true
    }

    private fun OutputStream.whole(status: String, headers: String, body: String) =
        say("HTTP/1.1 $status\r\n${headers}Content-Length: ${body.toByteArray().size}\r\n\r\n$body")

    private fun OutputStream.say(text: String) {
        write(text.toByteArray())
        flush()
    }

    private fun line(input: BufferedInputStream): String? {
        val bytes = generateSequence { input.read().takeIf { it >= 0 } }.takeWhile { it != '\n'.code }.toList()
        return if (bytes.isEmpty()) null else String(bytes.map { it.toByte() }.toByteArray()).trim()
    }

    private companion object {
        const val LONG = 10_000L
    }
}
