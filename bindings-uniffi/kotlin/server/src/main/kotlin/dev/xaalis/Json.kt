package dev.xaalis

import kotlinx.serialization.KSerializer
import kotlinx.serialization.SerializationException
import kotlinx.serialization.descriptors.SerialDescriptor
import kotlinx.serialization.descriptors.buildClassSerialDescriptor
import kotlinx.serialization.encoding.Decoder
import kotlinx.serialization.encodeToString
import kotlinx.serialization.encoding.Encoder
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonDecoder
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonEncoder
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive

/** As the native half reads and writes. What a newer one adds is passed over. */
internal val json: Json = Json {
    ignoreUnknownKeys = true
    explicitNulls = false
}

/** A value as it crosses. */
internal inline fun <reified T> crossing(of: T): String = escaped(json.encodeToString(of))

/** The same of JSON. */
internal fun whole(of: JsonElement): String = escaped(of.toString())

/** Text as it crosses: half a character, which Rust's texts have no place for, is no letter that any field allows. */
internal fun whole(text: String): String = if (text.none(Char::isSurrogate)) text else text.toByteArray().decodeToString()

/** Half a character crosses in JSON's words, so that it is refused by its field. */
internal fun escaped(text: String): String {
    if (text.none(Char::isSurrogate)) return text
    val written = StringBuilder(text.length)
    text.forEachIndexed { at, letter ->
        val isHalf = when {
            letter.isHighSurrogate() -> text.getOrNull(at + 1)?.isLowSurrogate() != true
            letter.isLowSurrogate() -> text.getOrNull(at - 1)?.isHighSurrogate() != true
            else -> false
        }
        if (isHalf) written.append("\\u%04x".format(letter.code)) else written.append(letter)
    }
    return written.toString()
}

/** An outcome, whose value is of a type that only the operation knows. */
internal class OutcomeSerializer<T>(private val value: KSerializer<T>) : KSerializer<Outcome<T>> {
    override val descriptor: SerialDescriptor = buildClassSerialDescriptor("dev.xaalis.Outcome", value.descriptor)

    override fun deserialize(decoder: Decoder): Outcome<T> {
        decoder as JsonDecoder
        val read = decoder.decodeJsonElement().jsonObject
        fun part(name: String): JsonElement = read[name] ?: throw SerializationException("an outcome without $name")
        return when (val kind = part("kind").jsonPrimitive.content) {
            "settled" -> Outcome.Settled(decoder.json.decodeFromJsonElement(value, part("value")))
            "rejected" -> Outcome.Rejected(decoder.json.decodeFromJsonElement(Refusal.serializer(), part("refusal")))
            "not_sent" -> Outcome.NotSent(decoder.json.decodeFromJsonElement(NotSentReason.serializer(), part("unsent")))
            "unknown" -> Outcome.Unknown(decoder.json.decodeFromJsonElement(UnknownOutcome.serializer(), part("unknown")))
            else -> throw SerializationException("an outcome of kind $kind")
        }
    }

    override fun serialize(encoder: Encoder, value: Outcome<T>) {
        encoder as JsonEncoder
        val json = encoder.json
        val (kind, name, part) = when (value) {
            is Outcome.Settled -> Triple("settled", "value", json.encodeToJsonElement(this.value, value.value))
            is Outcome.Rejected -> Triple("rejected", "refusal", json.encodeToJsonElement(Refusal.serializer(), value.refusal))
            is Outcome.NotSent -> Triple("not_sent", "unsent", json.encodeToJsonElement(NotSentReason.serializer(), value.unsent))
            is Outcome.Unknown -> Triple("unknown", "unknown", json.encodeToJsonElement(UnknownOutcome.serializer(), value.unknown))
        }
        encoder.encodeJsonElement(JsonObject(mapOf("kind" to JsonPrimitive(kind), name to part)))
    }
}
