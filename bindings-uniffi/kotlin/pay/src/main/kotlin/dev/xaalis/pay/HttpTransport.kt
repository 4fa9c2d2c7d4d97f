package dev.xaalis.pay

import java.io.ByteArrayOutputStream
import java.io.IOException
import java.io.InputStream
import java.net.HttpURLConnection
import java.net.SocketTimeoutException
import java.net.URL
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.asExecutor
import kotlinx.coroutines.suspendCancellableCoroutine

/**
 * The platform's `HttpURLConnection`, on Android and on the JVM: each POST once, no redirect, no cache.
 *
 * @param open opens a connection, of your own proxy or certificates, say; nothing has been sent on it.
 */
public class HttpTransport(
    private val open: (URL) -> HttpURLConnection = { it.openConnection() as HttpURLConnection },
) : Transport {
    override suspend fun send(request: TransportRequest): TransportResponse = suspendCancellableCoroutine { waits ->
        val call = Call(request, open)
        // Closing writes to the network, which Android's main thread must not.
        waits.invokeOnCancellation { IO.execute(call::giveUp) }
        // A thread that blocks is not waited for when it is given up: the deadline holds.
        IO.execute { waits.resumeWith(runCatching(call::perform)) }
    }

    private class Call(private val request: TransportRequest, private val open: (URL) -> HttpURLConnection) {
        private val until = System.nanoTime() + request.timeoutMs * NANOS

        @Volatile
        private var isGivenUp = false

        @Volatile
        private var connection: HttpURLConnection? = null

        fun perform(): TransportResponse {
            val answer = exchange(request.method, request.body)
            // To a POST whose body it does not keep, the JDK drops what a 401 says. The relay judges the token before
            // all else, so that a read is told the same.
            val isDropped = answer.status == HttpURLConnection.HTTP_UNAUTHORIZED && answer.body.isEmpty()
            if (request.body == null || !isDropped) return answer
            return exchange("GET", null).also { if (it.status != answer.status) throw IOException("no answer") }
        }

        fun giveUp() {
            isGivenUp = true
            connection?.disconnect()
        }

        private fun exchange(method: String, body: String?): TransportResponse {
            val connection = open(URL(request.url))
            this.connection = connection
            val left = left()
            connection.instanceFollowRedirects = false
            connection.useCaches = false
            connection.connectTimeout = minOf(left, CONNECT_MS)
            connection.readTimeout = left
            connection.requestMethod = method
            for ((name, value) in request.headers.map { it.name to it.value }) connection.setRequestProperty(name, value)
            if (body != null) {
                val bytes = body.toByteArray()
                connection.doOutput = true
                // A body that it keeps, the platform would send a second time by itself.
                connection.setFixedLengthStreamingMode(bytes.size)
                connection.outputStream.use { it.write(bytes) }
            }
            val status = connection.responseCode
            if (status == -1) throw IOException("no HTTP answer")
            val stream = if (status >= HttpURLConnection.HTTP_BAD_REQUEST) connection.errorStream else connection.inputStream
            val read = stream?.use { read(it, connection.contentLengthLong) } ?: ByteArray(0)
            return TransportResponse(status, headers(connection), read)
        }

        private fun read(stream: InputStream, length: Long): ByteArray {
            val whole = ByteArrayOutputStream()
            val part = ByteArray(PART)
            while (true) {
                left()
                val count = stream.read(part)
                if (count < 0) break
                if (whole.size() + count > request.maxBody) throw tooLarge()
                whole.write(part, 0, count)
            }
            if (length > whole.size()) throw IOException("the answer was cut short")
            return whole.toByteArray()
        }

        /** What is left of the time, in milliseconds. */
        private fun left(): Int {
            val left = (until - System.nanoTime()) / NANOS
            if (left > 0 && !isGivenUp) return left.coerceAtMost(Int.MAX_VALUE.toLong()).toInt()
            connection?.disconnect()
            throw SocketTimeoutException("no whole answer in ${request.timeoutMs} ms")
        }

        private fun tooLarge(): IOException {
            connection?.disconnect()
            return IOException("an answer of more than ${request.maxBody} bytes")
        }
    }

    private companion object {
        const val NANOS = 1_000_000L
        const val CONNECT_MS = 10_000
        const val PART = 8 shl 10
        val IO = Dispatchers.IO.asExecutor()

        /** The status line has no name. */
        fun headers(of: HttpURLConnection): List<Header> =
            of.headerFields.orEmpty().flatMap { (name: String?, values) -> if (name == null) listOf() else values.map { Header(name, it) } }
    }
}
