package dev.xaalis.relay

import dev.xaalis.InvalidInput
import dev.xaalis.NoAnswer
import dev.xaalis.SenfenicoWebhooks
import dev.xaalis.WebhookError
import java.util.concurrent.Executors
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.ExecutorCoroutineDispatcher
import kotlinx.coroutines.Job
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.async
import kotlinx.coroutines.cancel
import kotlinx.coroutines.selects.select
import kotlinx.coroutines.withContext
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.boolean
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.long

/** A world that is attacked, and what is seen of it. */
class Attack(
    private val settings: JsonObject,
    private val run: Int = 0,
    private val way: (Relay) -> End = ::Handled,
    private val world: World = World(settings),
) {
    private var end: End? = null
    private val ends = mutableListOf<End>()

    /** Apart from who waits for it: a process that was killed never ends. */
    private val scope = CoroutineScope(ONE + Job())

    /** Plays one attack and checks what it came to. */
    suspend fun plays(input: JsonObject, expect: JsonObject): Unit = withContext(ONE) {
        try {
            input.getValue("lines").jsonArray.forEachIndexed { place, line ->
                try {
                    line(line.jsonObject)
                } catch (noWay: NoWay) {
                    throw noWay
                } catch (error: Exception) {
                    throw IllegalStateException("line ${place + 1}: $error", error)
                }
            }
            for ((name, wanted) in expect) {
                val seen = world.count(name)
                check(seen == wanted.jsonPrimitive.int) { "$name: $seen, not $wanted: ${world.sent}" }
            }
            search(world.trace, settings.words("canaries"))
        } finally {
            scope.cancel()
            ends.forEach(End::close)
            world.close()
        }
    }

    private suspend fun line(line: JsonObject) {
        val expect = line["expect"]?.jsonObject ?: JsonObject(emptyMap())
        fun given(name: String) = line.getValue(name)
        when {
            "request" in line -> agrees(served(given("request").jsonObject), expect)
            "parallel" in line -> {
                val turns = Turns(run).also { world.turns = it }
                val answers = turns.play(
                    given("parallel").jsonArray.mapIndexed { place, request ->
                        val end = opened(place)
                        suspend { served(request.jsonObject, end) }
                    },
                )
                world.turns = null
                for (answer in answers) check(answer.status == 200 || answer.status == 409) { "${answer.status} ${answer.body}" }
            }
            "kill" in line -> kill(given("kill").jsonObject, line.word("after"))
            "many" in line -> {
                val (before, statuses) = world.sent.size to sortedSetOf<Int>()
                repeat(given("times").jsonPrimitive.int) {
                    statuses += served(given("many").jsonObject).status
                    world.now += given("every_ms").jsonPrimitive.long
                }
                check(statuses.toList() == expect.getValue("statuses").jsonArray.map { it.jsonPrimitive.int }) { "$statuses" }
                check(world.sent.size - before <= expect.getValue("vendor_at_most").jsonPrimitive.int) { "${world.sent.size - before} asked" }
            }
            "hang" in line -> hang(given("hang").jsonArray.map { it.jsonObject }, expect)
            "start" in line -> starts(given("start").jsonObject, expect)
            "webhook" in line -> {
                val webhook = given("webhook").jsonObject
                val error = runCatching { SenfenicoWebhooks("whk_canary").read(webhook.word("body")!!.toByteArray(), webhook.word("hash")) }
                check(error.exceptionOrNull() is WebhookError && "refused" in expect) { "not refused" }
            }
            "wait_ms" in line -> world.now += given("wait_ms").jsonPrimitive.long
            "vendor" in line -> world.isSilent = line.word("vendor") == "silent"
            "store" in line -> world.isDown = line.word("store") == "down"
            else -> error("no such line: $line")
        }
    }

    private suspend fun kill(request: JsonObject, after: String?) {
        val end = ending()
        world.killsAt = when (after) {
            "submit" -> "/charges/submit"
            "pay" -> "/billing/pay"
            else -> "/charges/"
        }
        val killed = CompletableDeferred<Unit>().also { world.killed = it }
        val served = scope.async { end.served(request) }
        select {
            killed.onAwait {}
            served.onAwait { error("it lived") }
        }
        world.killsAt = null
        this.end = null
    }

    /** The vendor does not answer these until all have come. */
    private suspend fun hang(requests: List<JsonObject>, expect: JsonObject) {
        val end = ending()
        val over = CompletableDeferred<Unit>()
        var hung = 0
        val refused = mutableListOf<Answered>()
        val served = mutableListOf<Deferred<Answered>>()
        for (request in requests) {
            val arrived = CompletableDeferred<Unit>()
            world.hangs = {
                hung += 1
                arrived.complete(Unit)
                over.await()
                throw NoAnswer("it went away")
            }
            val one = scope.async { served(request, end) }
            served += one
            select {
                arrived.onAwait {}
                one.onAwait { refused += it }
            }
        }
        over.complete(Unit)
        world.hangs = null
        served.forEach { it.await() }
        for (answer in refused) agrees(answer, expect.getValue("refused").jsonObject)
        check(hung == expect.getValue("hanging").jsonPrimitive.int && hung + refused.size == requests.size) { "$hung hung" }
    }

    private fun starts(changes: JsonObject, expect: JsonObject) {
        val changed = JsonObject(settings + changes)
        val error = World(changed).use { runCatching { it.mints() }.exceptionOrNull() }
        check(error is InvalidInput && error.field == "keys" && expect.word("refused")?.startsWith("relay_key") == true) { "$error" }
        val secret = changed.getValue("keys").jsonArray.first().jsonObject.word("secret")!!
        check(secret !in "$error${error.messageFr}${error.merchantText}") { "a secret is told" }
    }

    private suspend fun served(request: JsonObject, by: End = ending()): Answered = by.served(request).also {
        world.trace += "${it.body}\n${it.headers}"
    }

    private fun ending(): End = end ?: opened(0).also { end = it }

    private fun opened(place: Int): End = way(world.relay(place)).also { ends += it }

    companion object {
        /** One thread: what happens in what order is the seed's affair. */
        val ONE: ExecutorCoroutineDispatcher = Executors.newSingleThreadExecutor { Thread(it).apply { isDaemon = true } }.asCoroutineDispatcher()
    }
}

private fun agrees(answer: Answered, expect: JsonObject) {
    val told = "${answer.status} ${answer.body} ${answer.headers}, not $expect"
    val said = if (answer.body.isNullOrEmpty()) JsonObject(emptyMap()) else Json.parseToJsonElement(answer.body).jsonObject
    val view = said["view"] as? JsonObject ?: said
    check(answer.status == expect.getValue("status").jsonPrimitive.int) { told }
    expect["body"]?.let { check(answer.body == null || answer.body == it.jsonPrimitive.content) { told } }
    for (name in listOf("error", "field")) expect[name]?.let { check(said[name] == it) { told } }
    for ((name, value) in expect["view"]?.jsonObject.orEmpty()) check(view[name] == value) { "$name: $told" }
    val outcome = view["outcome"] as? JsonObject ?: JsonObject(emptyMap())
    expect["code"]?.let { check(outcome["code"] == it) { told } }
    // A sandbox draws the code of a meter; the vendor's page shows sixteen digits.
    val isToken = outcome.word("token").orEmpty().length >= 16
    check(isToken == (expect["token"]?.jsonPrimitive?.boolean == true)) { told }
    for ((name, value) in expect["headers"]?.jsonObject.orEmpty()) {
        check(answer.headers[name.lowercase()]?.let(::JsonPrimitive) == value as JsonElement) { "$name: $told" }
    }
    for (name in expect["absent_headers"]?.jsonArray.orEmpty()) check(name.jsonPrimitive.content.lowercase() !in answer.headers) { told }
    check(answer.headers["cache-control"] == "no-store" && answer.headers["x-content-type-options"] == "nosniff") { told }
}
