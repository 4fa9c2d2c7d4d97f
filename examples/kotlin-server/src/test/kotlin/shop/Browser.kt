package shop

import java.net.ServerSocket
import java.net.URI
import java.net.URLEncoder
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.nio.file.Files
import java.time.Duration
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive

/** Settings of a shop of its own, on this machine and the sandbox. */
fun settings(vararg more: Pair<String, String>): Config {
    val port = ServerSocket(0).use { it.localPort }
    val database = "${Files.createTempDirectory("shop")}/shop.db"
    return configOf(mapOf("PORT" to "$port", "DATABASE" to database, "LOOK_EVERY_MS" to "200", *more))
}

/** What a customer's browser or app does, by hand. */
class Browser(private val origin: String) {
    private val http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()

    fun get(path: String, vararg headers: Pair<String, String>): HttpResponse<String> = send("GET", path, null, headers)

    fun post(path: String, body: String, vararg headers: Pair<String, String>): HttpResponse<String> = send("POST", path, body, headers)

    fun form(path: String, vararg fields: Pair<String, String>, headers: Array<Pair<String, String>> = arrayOf()): HttpResponse<String> {
        val body = fields.joinToString("&") { (name, value) -> "$name=${URLEncoder.encode(value, Charsets.UTF_8)}" }
        return send("POST", path, body, arrayOf("Content-Type" to "application/x-www-form-urlencoded", *headers))
    }

    /** A page's request to the relay. */
    fun relay(path: String, token: String, body: String? = null): JsonObject {
        val headers = arrayOf("Authorization" to "Bearer $token", "Origin" to origin, "Content-Type" to "application/json")
        val answer = if (body == null) get(path, *headers) else post(path, body, *headers)
        return Json.parseToJsonElement(answer.body()).jsonObject
    }

    private fun send(method: String, path: String, body: String?, headers: Array<out Pair<String, String>>): HttpResponse<String> {
        val publisher = body?.let { HttpRequest.BodyPublishers.ofString(it) } ?: HttpRequest.BodyPublishers.noBody()
        val request = HttpRequest.newBuilder(URI(origin + path)).timeout(Duration.ofSeconds(30)).method(method, publisher)
        for ((name, value) in headers) request.header(name, value)
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString())
    }
}

fun JsonObject.word(name: String): String? = get(name)?.jsonPrimitive?.content

fun HttpResponse<String>.token(): String = Json.parseToJsonElement(body()).jsonObject.word("token")!!

/** Within a few seconds. */
fun eventually(what: String, isSo: () -> Boolean) {
    repeat(100) {
        if (isSo()) return
        Thread.sleep(100)
    }
    error("never: $what")
}
