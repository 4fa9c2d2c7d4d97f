package shop

import dev.xaalis.Header
import dev.xaalis.relay.Incoming
import dev.xaalis.relay.Relay
import io.ktor.http.ContentType
import io.ktor.http.Headers
import io.ktor.http.HttpHeaders
import io.ktor.http.HttpStatusCode
import io.ktor.http.content.OutgoingContent
import io.ktor.server.application.ApplicationCall
import io.ktor.server.request.receiveChannel
import io.ktor.server.response.respond
import io.ktor.server.routing.Route
import io.ktor.server.routing.route
import io.ktor.utils.io.readRemaining
import kotlinx.io.readByteArray

/** The relay at its path, whatever the method: it says itself what it takes. */
fun Route.relay(path: String, relay: Relay) {
    route(path) {
        handle { call.answer(relay) }
    }
}

/** As it came: nothing decoded, nothing made shorter. */
suspend fun ApplicationCall.answer(relay: Relay) {
    val headers = request.headers.entries().flatMap { (name, values) -> values.map { Header(name, it) } }
    // Where neither is said there is none, and an engine might wait for one for ever.
    val hasBody = request.headers.let { HttpHeaders.ContentLength in it || HttpHeaders.TransferEncoding in it }
    val body = if (hasBody) receiveChannel().readRemaining(Incoming.MOST_BODY + 1L).readByteArray() else ByteArray(0)
    val answer = relay.handle(Incoming(request.local.method.value, request.local.uri, headers, body))
    val type = answer.headers.firstOrNull { it.name.equals(HttpHeaders.ContentType, ignoreCase = true) }?.value
    val others = answer.headers.filterNot { it.name.equals(HttpHeaders.ContentType, ignoreCase = true) }
    val bytes = answer.body.toByteArray()
    respond(
        object : OutgoingContent.ByteArrayContent() {
            override val contentLength = bytes.size.toLong()
            override val status = HttpStatusCode.fromValue(answer.status)
            override val contentType = type?.let(ContentType::parse)
            override val headers = Headers.build { for ((name, value) in others) append(name, value) }

            override fun bytes() = bytes
        },
    )
}
