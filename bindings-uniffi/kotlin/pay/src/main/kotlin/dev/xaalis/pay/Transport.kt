package dev.xaalis.pay

/** Performs requests: [HttpTransport] unless you give another. */
public fun interface Transport {
    /**
     * Performs it once: no redirect, no second try, at most [TransportRequest.maxBody] bytes of answer. What it throws is
     * "no answer came", and the order is read, or what the person did said, again. Cancelled, it gives up at once.
     */
    public suspend fun send(request: TransportRequest): TransportResponse
}

/** One request to the relay. [headers] and [body] hold the token and what is personal: no log of the object shows them. */
public class TransportRequest(
    /** `GET` or `POST`. */
    public val method: String,
    /** The relay's address. */
    public val url: String,
    /** All headers to send, the token among them. */
    public val headers: List<Header>,
    /** The JSON of a POST. */
    public val body: String? = null,
    /** How long the whole exchange may take. Kept by whoever called the transport. */
    public val timeoutMs: Long,
    /** The most bytes of answer to read, unpacked. */
    public val maxBody: Long,
) {
    override fun toString(): String = "TransportRequest($method)"
}

/** What came back, whole. */
public class TransportResponse(
    public val status: Int,
    public val headers: List<Header>,
    /** The answer's bytes, unpacked. */
    public val body: ByteArray,
) {
    override fun toString(): String = "TransportResponse($status)"
}

/** A header's line. */
public class Header(public val name: String, public val value: String) {
    override fun toString(): String = name
}
