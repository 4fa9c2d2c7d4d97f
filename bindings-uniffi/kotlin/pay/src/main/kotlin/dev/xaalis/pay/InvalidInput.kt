package dev.xaalis.pay

import dev.xaalis.pay.door.Refused
import dev.xaalis.pay.door.errorTexts
import kotlinx.serialization.Serializable
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/** What was given is wrong, and nothing was sent. No text holds a code, a token or a phone number. */
public class InvalidInput internal constructor(
    /** Which field: `url`. */
    public val field: String,
    /** What was wrong with it. */
    public val problem: String,
    /** What is allowed. */
    public val allowed: String,
    cause: Throwable? = null,
) : IllegalArgumentException("$field: $problem; allowed: $allowed", cause) {
    /** For who pays, in English: what happened and what to do. */
    public val buyerText: String get() = texts.buyerText

    /** The same in French. */
    public val buyerTextFr: String get() = texts.buyerTextFr

    /** For the shop, in English: what happened and what to do. */
    public val merchantText: String get() = texts.merchantText

    /** The same in French. */
    public val merchantTextFr: String get() = texts.merchantTextFr

    private val texts: Texts by lazy {
        val facts = mapOf("field" to field, "problem" to problem, "allowed" to allowed)
        json.decodeFromString(errorTexts("invalid", JsonObject(facts.mapValues { JsonPrimitive(it.value) }).toString()))
    }
}

/** What the native half does, with its refusals as [InvalidInput]. */
internal inline fun <R> within(crossing: () -> R): R = try {
    crossing()
} catch (refused: Refused.Because) {
    val told = json.decodeFromString<Refusing>(refused.told)
    throw InvalidInput(told.field, told.problem, told.allowed)
}

@Serializable
internal class Refusing(val problem: String, val field: String = "", val allowed: String = "")

@Serializable
private class Texts(
    val buyerText: String,
    val buyerTextFr: String,
    val merchantText: String,
    val merchantTextFr: String,
)
