package dev.xaalis

import java.io.IOException
import java.net.Socket
import java.net.SocketTimeoutException
import java.util.concurrent.Executors
import kotlin.coroutines.resumeWithException
import kotlin.time.Duration.Companion.seconds
import kotlin.time.toJavaDuration
import kotlinx.coroutines.CancellableContinuation
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.suspendCancellableCoroutine
import okhttp3.Authenticator
import okhttp3.Call
import okhttp3.Callback
import okhttp3.CookieJar
import okhttp3.Dispatcher
import okhttp3.Interceptor
import okhttp3.MediaType
import okhttp3.OkHttpClient
import okhttp3.Protocol
import okhttp3.Request
import okhttp3.RequestBody
import okhttp3.Response
import okio.Buffer
import okio.BufferedSink

/**
 * OkHttp, which your program has to bring along (`com.squareup.okhttp3:okhttp-jvm`, 5 or later): each request once, no
 * redirect.
 *
 * ```kotlin
 * val senfenico = Senfenico(key, journal, OkHttpTransport(okHttpClient))
 * ```
 *
 * Of your client it takes the connections, proxy, certificates and interceptors, which must not send anything again
 * either; its own retries, redirects, cookies, cache, authenticator and time limits are off, and it speaks HTTP/1.1.
 */
public class OkHttpTransport(client: OkHttpClient = OkHttpClient()) : Transport {
    private val client = client.newBuilder()
        .followRedirects(false)
        .followSslRedirects(false)
        .retryOnConnectionFailure(false)
        .authenticator(Authenticator.NONE)
        .cookieJar(CookieJar.NO_COOKIES)
        .cache(null)
        .protocols(listOf(Protocol.HTTP_1_1))
        .connectTimeout(CONNECT.toJavaDuration())
        // Each request has its own limit, kept by who calls.
        .callTimeout(0.seconds.toJavaDuration())
        .readTimeout(0.seconds.toJavaDuration())
        .writeTimeout(0.seconds.toJavaDuration())
        .dispatcher(unlimited())
        .addNetworkInterceptor(Once)
        .build()

    override suspend fun send(request: TransportRequest): TransportResponse {
        var tries = 0
        while (true) {
            try {
                return once(request)
            } catch (stale: Stale) {
                // Of the connections that are kept each may be over.
                tries += 1
                if (tries > MOST_KEPT) throw ConnectFailed(cause = stale)
            }
        }
    }

    private suspend fun once(request: TransportRequest): TransportResponse {
        val way = Way()
        val asked = Request.Builder().url(request.url).tag(Way::class.java, way)
            .method(request.method, request.body?.let { OneShot(it.toByteArray()) })
        for ((name, value) in request.headers) asked.addHeader(name, value)
        val call = client.newCall(asked.build())
        val response = try {
            call.answered()
        } catch (error: IOException) {
            if (error is Stale) throw error
            throw if (way.hasLeft) NoAnswer(cause = error) else ConnectFailed(cause = error)
        }
        val headers = response.headers.map { (name, value) -> Header(name, value) }
        val body = if (request.inParts) TransportResponse.Body.Parts(parts(call, response)) else whole(call, response, request.maxBody)
        return TransportResponse(response.code, headers, body)
    }

    private suspend fun whole(call: Call, response: Response, maxBody: Long): TransportResponse.Body = reading(call) {
        response.use {
            val read = Buffer()
            while (it.body.source().read(read, PART) != -1L) if (read.size > maxBody) throw AnswerTooLarge()
            TransportResponse.Body.Whole(read.readByteArray())
        }
    }

    private fun parts(call: Call, response: Response): Flow<ByteArray> = flow {
        response.use {
            while (true) {
                val part = reading(call) { Buffer().apply { it.body.source().read(this, PART) }.readByteArray() }
                if (part.isEmpty()) break
                emit(part)
            }
        }
    }

    /** What blocks is not waited for when it is given up: closing the connection ends it. */
    private suspend fun <R> reading(call: Call, read: () -> R): R = suspendCancellableCoroutine { waits ->
        waits.invokeOnCancellation { call.cancel() }
        client.dispatcher.executorService.execute { waits.resumeWith(runCatching(read)) }
    }

    private suspend fun Call.answered(): Response = suspendCancellableCoroutine { waits: CancellableContinuation<Response> ->
        waits.invokeOnCancellation { cancel() }
        enqueue(
            object : Callback {
                override fun onFailure(call: Call, e: IOException) = waits.resumeWithException(e)

                override fun onResponse(call: Call, response: Response) = waits.resume(response) { _, late, _ -> late.close() }
            },
        )
    }

    /** How far a request came. */
    private class Way {
        @Volatile
        var hasLeft = false
    }

    /** A kept connection that the server has closed meanwhile: nothing has left. */
    private class Stale : IOException("the server has closed the connection")

    /** Stands before the network: what reaches it may leave. */
    private object Once : Interceptor {
        override fun intercept(chain: Interceptor.Chain): Response {
            if (chain.request().body != null && chain.connection()?.socket()?.isOver() == true) throw Stale()
            chain.request().tag(Way::class.java)?.hasLeft = true
            val response = chain.proceed(chain.request())
            // For OkHttp an order to send it again at once, by itself.
            val isOrder = response.code == UNAVAILABLE && response.header(RETRY_AFTER)?.trim()?.toIntOrNull() == 0
            return if (isOrder) response.newBuilder().removeHeader(RETRY_AFTER).build() else response
        }
    }

    /** One that OkHttp may not write a second time, whatever it thinks of the answer. */
    private class OneShot(private val bytes: ByteArray) : RequestBody() {
        override fun contentType(): MediaType? = null

        override fun contentLength(): Long = bytes.size.toLong()

        override fun isOneShot(): Boolean = true

        override fun writeTo(sink: BufferedSink) {
            sink.write(bytes)
        }
    }

    private companion object {
        val CONNECT = 10.seconds
        const val MOST_KEPT = 8
        const val PART = 16L shl 10
        const val UNAVAILABLE = 503
        const val RETRY_AFTER = "Retry-After"

        /** As OkHttp asks itself, but only of those that were idle for ten seconds. */
        fun Socket.isOver(): Boolean {
            val timeout = soTimeout
            return try {
                soTimeout = 1
                getInputStream().read()
                true
            } catch (_: SocketTimeoutException) {
                false
            } catch (_: IOException) {
                true
            } finally {
                soTimeout = timeout
            }
        }

        /** As many at once as are asked for: one that waits for a minute must not hold others back. */
        fun unlimited(): Dispatcher {
            val threads = Executors.newCachedThreadPool { Thread(it, "xaalis-okhttp").apply { isDaemon = true } }
            return Dispatcher(threads).apply {
                maxRequests = Int.MAX_VALUE
                maxRequestsPerHost = Int.MAX_VALUE
            }
        }
    }
}
