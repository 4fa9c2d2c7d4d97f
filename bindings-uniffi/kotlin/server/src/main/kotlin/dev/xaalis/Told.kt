package dev.xaalis

import dev.xaalis.door.codeTexts as nativeCodeTexts
import dev.xaalis.door.doubtTexts as nativeDoubtTexts
import dev.xaalis.door.errorTexts as nativeErrorTexts
import kotlinx.serialization.SerialName
import kotlinx.serialization.Serializable
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.encodeToJsonElement
import kotlinx.serialization.json.jsonObject

/** What is said of a code. */
@Serializable
public data class CodeTexts(
    /** What happened, in English: the vendor's own text where its pages have one. */
    val description: String,
    /** What happened, in French. */
    val descriptionFr: String,
    /** What to do next, in English. */
    val nextStep: String,
    /** What to do next, in French. */
    val nextStepFr: String,
)

/** What is said of a code; of one that this version does not know, what is said of such. */
public fun codeTexts(code: Code): CodeTexts = json.decodeFromString(nativeCodeTexts(whole(code.word)))

/** What every exception of this package has. Not for `catch`: an unknown outcome is one of them. */
public abstract class Told internal constructor(cause: Throwable?) : Exception(null, cause) {
    /** The operation it is about, if it is about one. */
    public var opId: String? = null
        internal set

    /** Why, as a word: the vendor's or ours. `null` when there is no code for it. */
    public open val code: Code? get() = null

    /** The HTTP status it came with, if it came with one. */
    public open val httpStatus: Long? get() = null

    /** True when the very same call may be made again without harm. */
    public open val retryable: Boolean get() = false

    /** What happened, in English. */
    abstract override val message: String

    /** What happened, in French. */
    public open val messageFr: String get() = merchantTextFr

    /** For who pays, in English: what happened and what to do. */
    public val buyerText: String get() = texts.buyerText

    /** The same in French. */
    public val buyerTextFr: String get() = texts.buyerTextFr

    /** For the shop and its operator, in English: what happened and what to do. */
    public val merchantText: String get() = texts.merchantText

    /** The same in French. */
    public val merchantTextFr: String get() = texts.merchantTextFr

    private val texts: Texts by lazy {
        val (block, facts) = about()
        json.decodeFromString(nativeErrorTexts(block, whole(facts)))
    }

    /** A block of core's texts, and the facts that it tells. */
    internal abstract fun about(): Pair<String, JsonObject>
}

/** What [PaymentError] is. */
public abstract class Failure internal constructor(
    private val said: String?,
    private val saidFr: String?,
    cause: Throwable?,
) : Told(cause) {
    override val message: String get() = said ?: merchantText
    override val messageFr: String get() = saidFr ?: merchantTextFr

    override fun about(): Pair<String, JsonObject> = "error" to facts()
}

/** No end yet, so no failure: not under [PaymentError], whose `catch` must never see an unknown outcome. */
public abstract class Unended internal constructor(cause: Throwable?) : Told(cause)

/** What a transport says. */
public abstract class TransportFailure internal constructor(
    override val message: String,
    cause: Throwable?,
) : Told(cause)

/** What is wrong with an answer, in words; none for a doubt of another kind. */
internal fun strange(doubt: Doubt?, excess: Excess?): Strange? {
    if (doubt == null || doubt.word !in STRANGE) return null
    val facts = facts("doubt" to doubt, "excess" to excess)
    return json.decodeFromString(nativeDoubtTexts(whole(facts)))
}

@Serializable
internal class Strange(
    @SerialName("doubt") val english: String,
    @SerialName("doubtFr") val french: String,
)

@Serializable
private class Texts(
    val buyerText: String,
    val buyerTextFr: String,
    val merchantText: String,
    val merchantTextFr: String,
)

/** What a prompt is about, as a word. */
internal val Prompt.kind: String get() = json.encodeToJsonElement(this).jsonObject["kind"].let { (it as JsonPrimitive).content }

internal val Prompt.problemOrNull: OtpProblem? get() = (this as? Prompt.Otp)?.problem

/** What core's texts are told of it, in core's names. */
internal inline fun <reified T> factsOf(of: T): JsonObject =
    JsonObject(json.encodeToJsonElement(of).jsonObject.mapKeys { (name, _) -> snake(name) })

internal fun snake(name: String): String = name.replace(Regex("[A-Z]")) { "_" + it.value.lowercase() }

internal fun facts(vararg of: Pair<String, Any?>): JsonObject = JsonObject(of.associate { (name, value) -> name to fact(value) })

private fun fact(value: Any?): JsonElement = when (value) {
    null -> JsonNull
    is Boolean -> JsonPrimitive(value)
    is Number -> JsonPrimitive(value)
    is Excess -> json.encodeToJsonElement(value)
    else -> JsonPrimitive(value.toString())
}
