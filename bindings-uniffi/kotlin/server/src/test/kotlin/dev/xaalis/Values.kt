package dev.xaalis

import dev.xaalis.door.Refused
import dev.xaalis.door.callbackUrl
import dev.xaalis.door.codeTexts
import dev.xaalis.door.customData
import dev.xaalis.door.readCallback
import dev.xaalis.door.readWebhook
import dev.xaalis.door.verifyHmac
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.long
import kotlinx.serialization.json.longOrNull
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonObject

/* Single values, through the operation that takes or reads them; and webhooks. */

/** This one vector cannot be asked here. */
internal class NoDoor : Exception()

/** What a group's expectation says of what is shown here. */
internal fun shown(type: String, expect: JsonElement, actual: JsonElement): JsonElement {
    if (type == "given") return expect
    val invalid = expect.at("invalid")
    if (actual == REFUSED) return if (invalid != JsonNull) REFUSED else expect
    if (invalid != JsonNull) {
        val field = invalid.at("field").word!!
        // The order's own field, where the question is put through another one.
        val part = buildJsonObject { put("contains", FIELDS["$type $field"] ?: field) }
        return buildJsonObject { put("invalid", invalid.with("field" to part)) }
    }
    return HIDDEN[type]?.let { hidden -> JsonObject(expect.jsonObject - hidden) } ?: expect
}

private val REFUSED = told("refused")
private val HIDDEN = mapOf(
    "code" to setOf("certainly_not_applied"),
    "custom_data" to setOf("fits"),
    "key" to setOf("debug"),
    "otp" to setOf("debug"),
    "percent" to setOf("ten_thousandths"),
    "phone" to setOf("mobile", "debug"),
)
private val FIELDS = mapOf(
    "bill_reference reference_facture" to "bill",
    "callback_url reference" to "external_transaction_id",
    "customer_reference reference_client" to "customer",
)

/** The answer to a question about one value. */
internal fun value(type: String, given: JsonElement): JsonElement = said {
    when (type) {
        // Questions about parts of core that nothing here reaches. Rust runs them.
        "amount_sum", "amount_display", "path_segment", "transition", "percent_equal" -> throw NoDoor()
        "given" -> handedIn(given)
        "webhook_senfenico" ->
            read(readWebhook(words(given.at("keys")), bytes(given.at("body")), text(given.at("header"))))
        "webhook_dexchange" ->
            read(readCallback(words(given.at("secrets")), bytes(given.at("body")), text(given.at("ext_id")), text(given.at("token"))))
        "callback_url" -> told(callbackUrl(words(given.at("secrets")), text(given.at("base")), text(given.at("ext_id"))))
        "custom_data" -> buildJsonObject {
            val (extId, service, reference) = listOf("ext_id", "service", "reference").map { text(given.at(it)) }
            put("made", customData(words(given.at("secrets")), extId, service, reference, given.at("amount").jsonPrimitive.longOrNull))
        }
        "verify_hmac" -> {
            verifyHmac(bytes(given.at("body")), text(given.at("signature")), text(given.at("secret")))
            told("verified")
        }
        "amount_text" -> {
            if (text(given).length > 1_000_000) throw NoDoor()
            francs(charge("\"amount\":${JsonPrimitive(text(given))}").at("amount"))
        }
        "amount_francs" -> {
            customData("""["0123456789abcdef"]""", "x", "WOYOFAL_SN_BILL", "210278816", given.jsonPrimitive.long)
            buildJsonObject { put("francs", given) }
        }
        "amount_json" -> amountIn(text(given))
        "phone" -> phone(given)
        "phone_provider" -> ofSent(chargeOf(text(given.at("phone")), text(given.at("provider")))) { told("fits") }
        "provider" -> {
            val phone = if (text(given) == "moov_bf") "70000000" else "76000000"
            ofSent(chargeOf(phone, text(given))) { it.at("payment_method_details").at("provider") }
        }
        "percent" -> {
            val fees = charge("\"fees\":${JsonPrimitive(text(given))}").at("fees")
            if (fees is JsonPrimitive && fees.isString) buildJsonObject { put("text", fees) } else REFUSED
        }
        "reference" -> ofRequest("""{"order":{"kind":"fetch_charge","reference":${JsonPrimitive(text(given))}}}""") { url ->
            url.removeSuffix("/").substringAfterLast('/')
        }
        "op_id" -> ofRequest("""{"order":{"kind":"fetch_balances"},"op_id":${JsonPrimitive(text(given))}}""") { text(given) }
        "base_url" -> ofRequest("""{"order":{"kind":"fetch_balances"},"base_url":$given}""") { it.substringBefore("/v1/") }
        "bill_reference" -> ofSent(billOf("bill", text(given))) { it.at("reference_facture") }
        "customer_reference" -> ofSent(billOf("customer", text(given))) { it.at("reference_client") }
        "web_url" -> {
            val page = """{"amount":1,"success_url":${JsonPrimitive(text(given))},"cancel_url":"https://a.bf/c"}"""
            ofSent("""{"kind":"initialize_checkout","checkout":$page}""") { it.at("success_url") }
        }
        "key" -> buildJsonObject {
            val account = accountOf(buildJsonObject { put("vendor", "senfenico") }, text(given))
            put("mode", account.mode())
        }
        "otp" -> ofSent("""{"kind":"submit_otp","charge":"ch_1","otp":${JsonPrimitive(text(given))}}""") { made ->
            buildJsonObject { put("digits", made.at("otp")) }
        }
        "redact" -> redacted(text(given))
        "code" -> code(text(given))
        else -> error("no question $type")
    }
}

private fun handedIn(order: JsonElement): JsonElement {
    val account = accountOf(buildJsonObject { putJsonObject("order") { put("kind", order.at("kind")) } })
    return try {
        account.begin(order.toString(), "op-1", "[]")
        told("read")
    } catch (refused: Refused.Because) {
        val invalid = Json.parseToJsonElement(refused.told).jsonObject
        val parts = listOf("field", "problem", "allowed", "suggestion").filter { invalid.at(it) != JsonNull }
        buildJsonObject { put("invalid", JsonObject(parts.associateWith(invalid::at))) }
    }
}

private fun amountIn(text: String): JsonElement {
    val notice = """{"vendor":"senfenico","event":"x","status":"","dedupe":"x","amount":$text}"""
    val operation = begin(Json.parseToJsonElement("""{"order":{"kind":"fetch_balances"}}"""))
    return try {
        operation.note("""{"kind":"notified","notice":$notice}""", DAWN)
        if (text == "null") REFUSED else buildJsonObject { put("francs", Json.parseToJsonElement(text)) }
    } catch (_: Refused.Because) {
        REFUSED
    }
}

private fun phone(given: JsonElement): JsonElement {
    fun read(made: JsonElement, provider: JsonElement) = buildJsonObject {
        put("digits", made.at("payment_method_details").at("phone"))
        put("provider", provider)
    }
    val made = sent(chargeOf(text(given), null))
    val field = made.at("invalid").at("field").word
    if (field == null) return read(made, made.at("payment_method_details").at("provider"))
    if (field != "charge.provider" && field != "provider") return made
    // No operator by the number: this one takes any mobile one.
    val other = sent(chargeOf(text(given), "coris_bf"))
    if (other.at("invalid") != JsonNull) throw NoDoor()
    return read(other, JsonNull)
}

/** A record keeps the vendor's complaint about a payout, and no secret that stands in it. */
private fun redacted(text: String): JsonElement {
    val errors = """[{"data":{"ext_id":"pay-1"},"errors":{"":[${JsonPrimitive(text)}]}}]"""
    val answer = """{"status":true,"message":"ok","failed_transfers":$errors}"""
    val transfers = listOf("pay-1", "pay-2").map { """{"amount":100,"phone":"70000000","wallet":"moov_bf","ext_id":"$it"}""" }
    val operation = begin(Json.parseToJsonElement("""{"order":{"kind":"bulk_payout","transfers":$transfers}}"""))
    var kept = ""
    repeat(8) {
        val next = operation.stepped(DAWN)
        when (next.at("kind").word) {
            "store" -> {
                val items = Json.parseToJsonElement(next.at("record").at("state").word!!).at("items").at("list")
                val errorsKept = items.first().at("standing").at("errors")
                kept = errorsKept.first().word ?: kept
                operation.noted(event("stored"), DAWN)
            }
            "send" -> operation.noted(answered(buildJsonObject { put("status", 200); put("body", answer) }), DAWN)
            else -> return told(kept.replace("non_field_errors: ", ""))
        }
    }
    error("no end")
}

private fun code(text: String): JsonElement {
    val body = """{"status":false,"message":"no","error_code":${JsonPrimitive(text)}}"""
    val reply = fetched(400, body)
    val name = reply.at("outcome").at("refusal").at("code").word
    // One that is no word at all is told by its HTTP status instead.
    if (name == null || text.isBlank()) throw NoDoor()
    val texts = Json.parseToJsonElement(codeTexts(name))
    return buildJsonObject {
        put("name", name)
        put("description", texts.at("description"))
        put("description_fr", texts.at("descriptionFr"))
    }
}

private fun read(notice: String): JsonElement = snake(Json.parseToJsonElement(notice))

private fun chargeOf(phone: String, provider: String?): String {
    val other = provider?.let { ",\"provider\":${JsonPrimitive(it)}" }.orEmpty()
    return """{"kind":"create_charge","charge":{"amount":1,"phone":${JsonPrimitive(phone)}$other}}"""
}

private fun billOf(field: String, value: String): String {
    val bill = mapOf(
        "service" to "SENELEC_SN_BILL", "customer" to "210278816", "external_transaction_id" to "INV-1", "bill" to "8000000680",
    )
    val payment = JsonObject((bill + (field to value)).mapValues { JsonPrimitive(it.value) })
    return """{"kind":"pay_bill_once","payment":$payment}"""
}

/** The JSON that an order sends, or the refusal. */
private fun sent(order: String): JsonElement {
    val made = request(Json.parseToJsonElement("""{"order":$order}"""))
    return if (made.at("invalid") == JsonNull) Json.parseToJsonElement(made.at("request").at("body").word!!) else made
}

private fun ofSent(order: String, read: (JsonElement) -> JsonElement): JsonElement =
    sent(order).let { if (it.at("invalid") == JsonNull) read(it) else it }

private fun ofRequest(given: String, read: (String) -> String): JsonElement =
    request(Json.parseToJsonElement(given)).let { made ->
        if (made.at("invalid") == JsonNull) told(read(made.at("request").at("url").word!!)) else made
    }

/** What is read of a charge with this member. */
private fun charge(member: String): JsonElement =
    fetched(200, """{"status":true,"data":{"reference":"ch_1","status":"success",$member}}""").at("outcome").at("value")

private fun fetched(status: Int, body: String): JsonElement = parse(
    buildJsonObject {
        putJsonObject("order") {
            put("kind", "fetch_charge")
            put("reference", "ch_1")
        }
        put("status", status)
        put("body", body)
    },
)

private fun francs(amount: JsonElement): JsonElement =
    if (amount is JsonPrimitive && !amount.isString && amount != JsonNull) buildJsonObject { put("francs", amount) } else REFUSED

private fun JsonElement.first(): JsonElement = (this as? kotlinx.serialization.json.JsonArray)?.firstOrNull() ?: JsonNull
