package dev.xaalis.pay

import dev.xaalis.pay.door.RelayClient
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/** What to do next. */
internal sealed interface Move {
    object Token : Move

    class Send(val request: TransportRequest) : Move

    class Wait(val until: Long) : Move

    /** What to show, and when to look again; never after an end. */
    class Show(val step: Step, val until: Long?) : Move {
        /** It was not told yet, or the person did something since. */
        var isNews = false
    }
}

/** Core's `relay::Client` in the native half. It decides everything: what to send, how long to wait, what is heard. */
internal class Machine(url: String) : AutoCloseable {
    private val native = within { RelayClient(event(null, "url" to url, "keys" to "camel")) }

    fun poll(now: Long): Move = moveOf(native.step(now))

    fun token(token: String, now: Long): Boolean = tell(event("token", "token" to token), now)

    fun answered(answer: TransportResponse, now: Long): Boolean {
        val headers = answer.headers.map { JsonArray(listOf(JsonPrimitive(it.name), JsonPrimitive(it.value))) }
        return within { native.answered(answer.status.toUShort(), whole(JsonArray(headers).toString()), answer.body, now) }
    }

    /** No answer came, or no token. */
    fun failed(now: Long): Boolean = tell(event("failed"), now)

    fun start(phone: String?, provider: Provider?, bill: String?, now: Long): Boolean =
        tell(event("start", "phone" to phone, "provider" to provider?.word, "bill" to bill), now)

    fun code(code: String, now: Long): Boolean = tell(event("code", "code" to code), now)

    fun look(now: Long): Boolean = tell(event("look"), now)

    override fun close(): Unit = native.close()

    private fun tell(event: String, now: Long): Boolean = within { native.tell(event, now) }
}

private fun event(kind: String?, vararg facts: Pair<String, String?>): String {
    val given = listOf("kind" to kind, *facts).filter { it.second != null }
    return whole(JsonObject(given.associate { (name, value) -> name to JsonPrimitive(value) }).toString())
}

/** Half a character crosses nowhere. */
private fun whole(text: String): String = text.toByteArray().decodeToString()
