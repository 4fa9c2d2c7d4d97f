package dev.xaalis

import kotlinx.coroutines.flow.Flow

/**
 * One request: perform it once. No redirect, no retry, at most [maxBody] bytes of answer after unpacking.
 *
 * [url], [headers] and [body] hold the key and what is personal: no log of the object shows them.
 */
public class TransportRequest internal constructor(private val sent: VendorRequest) {
    public val method: String get() = sent.method.word

    /** The absolute address. */
    public val url: String get() = sent.url

    /** All headers to send, the key among them. */
    public val headers: List<Header> get() = sent.headers

    /** The JSON of a POST. */
    public val body: String? get() = sent.body

    /** How long the whole exchange may take; of an answer in parts each. Kept by whoever called the transport. */
    public val timeoutMs: Long get() = sent.timeoutMs

    public val maxBody: Long get() = sent.maxBody

    /** The answer may have no end: give its body as it arrives. A whole one within [maxBody] will do as well. */
    public val inParts: Boolean get() = sent.inParts

    override fun toString(): String = "TransportRequest($method)"
}

/** What came back. */
public class TransportResponse(
    public val status: Int,
    public val headers: List<Header>,
    public val body: Body,
) {
    /** The answer's bytes, unpacked. */
    public sealed interface Body {
        /** All of them. */
        public class Whole(public val bytes: ByteArray) : Body

        /** As they arrive. */
        public class Parts(public val parts: Flow<ByteArray>) : Body
    }
}

/** Performs requests: [HttpTransport] unless you give another, such as a [Sandbox]. */
public interface Transport {
    /**
     * Throws [ConnectFailed] only when certainly no byte has left; [AnswerTooLarge] when there was more than `maxBody`.
     * Anything else counts as "may have been sent".
     */
    public suspend fun send(request: TransportRequest): TransportResponse

    /** A time of its own, as a sandbox has. */
    public val clock: Clock? get() = null
}
