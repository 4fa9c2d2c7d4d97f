package dev.xaalis

import java.net.ConnectException
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpConnectTimeoutException
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.nio.ByteBuffer
import java.nio.channels.UnresolvedAddressException
import java.time.Duration
import java.util.concurrent.CompletionException
import java.util.concurrent.Flow.Subscription
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.channels.consumeEach
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.future.await

/**
 * The platform's HTTP client (`java.net.http`): each request once, no redirect. Its own second try is for requests
 * without effect only, so a POST that moves money leaves once.
 *
 * HTTP/1.1, for over HTTP/2 the platform sends a refused request again by itself.
 */
public class HttpTransport(
    /** Of your own proxy or certificates, say: one that follows no redirect. */
    private val client: HttpClient = HttpClient.newBuilder()
        .followRedirects(HttpClient.Redirect.NEVER)
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(CONNECT)
        .build(),
) : Transport {
    init {
        require(client.followRedirects() == HttpClient.Redirect.NEVER) { "a client that follows redirects takes the key along" }
    }

    override suspend fun send(request: TransportRequest): TransportResponse {
        val body = request.body
        val asked = HttpRequest.newBuilder(URI(request.url))
            .method(request.method, body?.let(HttpRequest.BodyPublishers::ofString) ?: HttpRequest.BodyPublishers.noBody())
        for ((name, value) in request.headers) asked.header(name, value)
        val parts = Parts()
        val answer = try {
            client.sendAsync(asked.build()) { parts }.await()
        } catch (error: CompletionException) {
            throw lost(error.cause ?: error)
        } catch (error: java.io.IOException) {
            throw lost(error)
        }
        val headers = answer.headers().map().flatMap { (name, values) -> values.map { Header(name, it) } }
        return TransportResponse(answer.statusCode(), headers, read(request, parts))
    }

    private suspend fun read(request: TransportRequest, parts: Parts): TransportResponse.Body {
        if (request.inParts) return TransportResponse.Body.Parts(flow { parts.each { emit(it) } })
        val whole = java.io.ByteArrayOutputStream()
        parts.each { bytes ->
            if (whole.size() + bytes.size > request.maxBody) {
                parts.cancel()
                throw AnswerTooLarge()
            }
            whole.write(bytes)
        }
        return TransportResponse.Body.Whole(whole.toByteArray())
    }

    /** Certainly nothing has left where there never was a connection. */
    private fun lost(error: Throwable): Exception = when (error) {
        is ConnectException, is HttpConnectTimeoutException, is UnresolvedAddressException -> ConnectFailed(cause = error)
        else -> NoAnswer(cause = error)
    }

    /** The body as it arrives, one part asked for at a time. */
    private class Parts : HttpResponse.BodySubscriber<Unit> {
        private val arrived = Channel<ByteArray>(Channel.UNLIMITED)
        private val begun = java.util.concurrent.CompletableFuture.completedFuture(Unit)

        @Volatile
        private var from: Subscription? = null

        override fun getBody(): java.util.concurrent.CompletionStage<Unit> = begun

        override fun onSubscribe(subscription: Subscription) {
            from = subscription
            subscription.request(1)
        }

        override fun onNext(item: List<ByteBuffer>) {
            for (buffer in item) arrived.trySend(ByteArray(buffer.remaining()).also(buffer::get))
        }

        override fun onError(error: Throwable) {
            arrived.close(NoAnswer(cause = error))
        }

        override fun onComplete() {
            arrived.close()
        }

        suspend fun each(take: suspend (ByteArray) -> Unit) {
            try {
                arrived.consumeEach {
                    take(it)
                    from?.request(1)
                }
            } finally {
                cancel()
            }
        }

        fun cancel() {
            from?.cancel()
            arrived.cancel()
        }
    }

    private companion object {
        val CONNECT: Duration = Duration.ofSeconds(10)
    }
}
