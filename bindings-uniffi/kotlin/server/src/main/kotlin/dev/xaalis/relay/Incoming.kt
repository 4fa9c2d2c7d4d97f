package dev.xaalis.relay

import dev.xaalis.Header

/**
 * A request of a page or an app, as it came.
 *
 * Its headers hold the token, and its body what a customer typed: no log of the object shows them.
 */
public class Incoming(
    public val method: String,
    /** Path and query as in the request's first line: not decoded, not made shorter. */
    public val target: String,
    /** All of them; one that came twice stands here twice. */
    public val headers: List<Header>,
    /** The raw body. Of a longer one than [MOST_BODY] bytes hand over one byte more: it is refused. */
    public val body: ByteArray = ByteArray(0),
) {
    override fun toString(): String = "Incoming($method)"

    public companion object {
        /** The most bytes of a body. */
        public const val MOST_BODY: Int = 4_096
    }
}

/** What goes back, as it stands. */
public class Answer internal constructor(
    public val status: Int,
    /** All that are to be sent, `Content-Type` among them; `Content-Length` is the server's. */
    public val headers: List<Header>,
    /** JSON; of a preflight nothing. It may hold a meter's code. */
    public val body: String,
) {
    override fun toString(): String = "Answer($status)"
}
