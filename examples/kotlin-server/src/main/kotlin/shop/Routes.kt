package shop

import dev.xaalis.InvalidInput
import dev.xaalis.SenfenicoWebhooks
import dev.xaalis.WebhookError
import dev.xaalis.Notice
import io.ktor.http.ContentType
import io.ktor.http.HttpHeaders
import io.ktor.http.HttpStatusCode
import io.ktor.http.Parameters
import io.ktor.server.application.ApplicationCall
import io.ktor.server.html.respondHtml
import io.ktor.server.request.receive
import io.ktor.server.request.receiveParameters
import io.ktor.server.response.header
import io.ktor.server.response.respond
import io.ktor.server.response.respondText
import io.ktor.server.routing.RoutingCall
import io.ktor.server.routing.Routing
import io.ktor.server.routing.get
import io.ktor.server.routing.post
import java.security.MessageDigest
import java.util.Base64
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import org.slf4j.LoggerFactory

fun Routing.shop(config: Config, orders: Orders, payments: Payments) {
    relay(Payments.RELAY, payments.relay)
    relay(Payments.BILLS, payments.bills)

    get("/") { call.respondHtml { catalogue(call.language()) } }

    post("/orders") {
        val form = call.receiveParameters()
        val product = PRODUCTS.firstOrNull { it.id == form["product"] }
        val id = form.id()
        if (product == null || id == null) return@post call.respond(HttpStatusCode.BadRequest)
        orders.add(Order(id, product.id, product.price))
        call.response.header(HttpHeaders.Location, "/orders/$id?lang=${call.language(form["lang"]).word}")
        call.respond(HttpStatusCode.SeeOther)
    }

    get("/orders/{id}") {
        val order = call.order(orders) ?: return@get call.respondHtml(HttpStatusCode.NotFound) { absent(call.language()) }
        call.respondHtml { order(call.language(), order, config.checkoutPage) }
    }

    // For a page or an app that holds no key. Where customers log in, ask whose order it is: here its address is the secret.
    post("/orders/{id}/token") {
        val order = call.order(orders)?.takeIf { it.customer == null } ?: return@post call.respond(HttpStatusCode.NotFound)
        call.respondToken(payments.token(order))
    }

    // The counter: the customer pays cash, the shop's balance at DEXCHANGE pays the bill.
    post("/bills") {
        if (!call.isStaff(config)) return@post call.respond(HttpStatusCode.Unauthorized)
        val form = call.receiveParameters()
        val (id, service, customer, amount) = listOf(form.id(), form["service"], form["customer"], form["amount"])
        if (id == null || service == null || customer == null) return@post call.respond(HttpStatusCode.BadRequest)
        val order = orders.add(Order(id, service, amount?.toLongOrNull() ?: 0, customer))
        try {
            call.respondToken(payments.token(order))
        } catch (wrong: InvalidInput) {
            call.respondJson(HttpStatusCode.UnprocessableEntity, "field" to wrong.field, "fr" to wrong.messageFr, "en" to wrong.message)
        }
    }

    post("/webhooks/senfenico") {
        call.hears(payments) { payments.senfenicoWebhooks.read(it, call.request.headers[SenfenicoWebhooks.HEADER]) }
    }
    post("/webhooks/dexchange/{id}/{proof}") {
        val (id, proof) = call.parameters["id"].orEmpty() to call.parameters["proof"].orEmpty()
        call.hears(payments) { payments.dexchangeWebhooks.read(it, id, proof) }
    }
}

/** The raw bytes are what a signature covers: never parsed and written again. */
private suspend fun RoutingCall.hears(payments: Payments, read: (ByteArray) -> Notice) {
    val notice = try {
        read(receive<ByteArray>())
    } catch (error: WebhookError) {
        log.warn("a webhook was refused: {}", error.problem)
        return respond(HttpStatusCode.BadRequest)
    }
    payments.heard(notice)
    respond(HttpStatusCode.OK)
}

private suspend fun RoutingCall.order(orders: Orders): Order? = parameters["id"]?.let { orders.get(it) }

private suspend fun ApplicationCall.respondToken(token: String): Unit = respondJson(HttpStatusCode.OK, "token" to token)

private suspend fun ApplicationCall.respondJson(status: HttpStatusCode, vararg facts: Pair<String, String>) {
    response.header(HttpHeaders.CacheControl, "no-store")
    respondText(JsonObject(facts.associate { (name, text) -> name to JsonPrimitive(text) }).toString(), ContentType.Application.Json, status)
}

private fun ApplicationCall.language(chosen: String? = request.queryParameters["lang"]): Language =
    Language.of(chosen, request.headers[HttpHeaders.AcceptLanguage])

/** An order's own id, which the page or app chose. */
private fun Parameters.id(): String? = get("id")?.takeIf { Regex("[A-Za-z0-9-]{16,36}").matches(it) }

private fun ApplicationCall.isStaff(config: Config): Boolean {
    val password = config.counterPassword ?: return true
    val wanted = "Basic " + Base64.getEncoder().encodeToString("counter:$password".toByteArray())
    val given = request.headers[HttpHeaders.Authorization].orEmpty()
    return MessageDigest.isEqual(wanted.toByteArray(), given.toByteArray())
}

private val log = LoggerFactory.getLogger("shop.webhooks")
