package dev.xaalis.relay

import dev.xaalis.Header
import dev.xaalis.vectors
import java.util.Base64
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlinx.coroutines.runBlocking
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.jsonObject

class RelayVectorsTest {
    @Test
    fun `no attack succeeds`() = assertEquals(listOf(), fall("relay-attacks.json", RUNS))

    @Test
    fun `no attack on bills succeeds`() = assertEquals(listOf(), fall("relay-bills.json", RUNS))

    /** `relay-token.json`: what is minted elsewhere is read here, and nothing else is. */
    @Test
    fun `tokens are read as in every language`() {
        val cases = vectors("relay-token.json")
        val wrong = cases.mapNotNull { case ->
            val got = if ("token" in case.input) token(case.input) else pin(case.input)
            if (got == case.expect) null else "${case.id}: $got, not ${case.expect}"
        }
        assertEquals(listOf(), wrong)
    }

    private fun token(given: JsonObject): JsonElement {
        val settings = JsonObject(PLAIN + mapOf("url" to given.getValue("audience"), "keys" to given.getValue("keys"), "now_ms" to given.getValue("now_ms")))
        val token = given.word("token")!!
        val answer = World(settings).use { world ->
            runBlocking { world.relay().handle(Incoming("GET", "/xaalis/pay", listOf(Header("Authorization", "Bearer $token")))) }
        }
        val said = Json.parseToJsonElement(answer.body).jsonObject
        if (answer.status == 401) return JsonObject(mapOf("refused" to JsonPrimitive(said.word("error")!!.removePrefix("token_"))))
        val claims = claimsOf(token)
        // A genuine one may be for what this relay does not carry out.
        val isRead = if (answer.status == 200) said["order"] == claims["sub"] && said["amount"] == claims["amt"]
        else said.word("error") == "not_allowed" && claims.word("op") != "collect"
        return if (isRead) JsonObject(mapOf("claims" to claims)) else said
    }

    private fun pin(given: JsonObject): JsonElement {
        val key = JsonObject(mapOf("kid" to given.getValue("kid"), "secret" to given.getValue("secret")))
        return World(JsonObject(PLAIN + ("keys" to JsonArray(listOf(key))))).use { world ->
            claimsOf(world.relay().mint(given.word("order")!!, 1_500, phone = given.word("phone"))).getValue("tel")
        }
    }

    private fun claimsOf(token: String): JsonObject {
        val claims = Json.parseToJsonElement(String(Base64.getUrlDecoder().decode(token.split('.')[1]))).jsonObject
        // Said in one word.
        return if (claims["org"] == JsonPrimitive("app")) JsonObject(claims + ("org" to JsonArray(listOf(JsonPrimitive("app"))))) else claims
    }

    private companion object {
        /** Of a race that wants a thousand: Node plays them all. */
        const val RUNS = 200

        /** A relay that tokens are read and made by. */
        val PLAIN = Json.parseToJsonElement(
            """
            {"now_ms": 1767598765000, "api_key": "sk_test_sandbox", "url": "https://shop.example/xaalis/pay",
             "origins": ["https://shop.example"], "operations": ["collect"], "most_at_once": 1}
            """,
        ).jsonObject
    }
}
