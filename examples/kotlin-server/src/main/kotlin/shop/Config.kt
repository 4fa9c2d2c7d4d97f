package shop

import java.security.MessageDigest

/** Everything that is set from outside, in one place. Without keys the shop talks to the sandbox in this process. */
class Config(
    val port: Int,
    /** Where customers and vendors reach the shop. */
    val publicUrl: String,
    /** A file of SQLite's; `null`: a new one, which is forgotten with the process. */
    val database: String?,
    val senfenicoKey: String,
    val senfenicoWebhookKey: String,
    val dexchangeKey: String,
    /** Your own secret, which DEXCHANGE's callbacks come with. */
    val callbackSecret: String,
    /** What signs the relays' tokens, a secret of its own. */
    val relayKey: String,
    /** What the staff says to pay bills; `null` lets everybody, which is for the sandbox alone. */
    val counterPassword: String?,
    val isSandbox: Boolean,
    /** A page that pays through the relay, `/shop.html`; `null`: there is none. */
    val checkoutPage: String? = null,
    /** Between two looks at what has not ended, in milliseconds. */
    val lookEveryMs: Long = 5_000,
)

/** Throws an [IllegalStateException] that names the variable that is missing or wrong. */
fun configOf(environment: Map<String, String> = System.getenv()): Config {
    fun number(name: String, usual: Int): Int {
        val text = environment[name] ?: "$usual"
        return text.takeIf { it.length < 7 }?.toIntOrNull()?.takeIf { it >= 0 } ?: error("$name: not a whole number; allowed: such as $usual")
    }
    val port = number("PORT", 8080)
    val isSandbox = "SENFENICO_KEY" !in environment && "DEXCHANGE_KEY" !in environment
    fun needed(name: String, sandbox: String?): String =
        environment[name]?.ifEmpty { null } ?: sandbox.takeIf { isSandbox } ?: error("$name is not set; see README.md, \"For real\"")
    return Config(
        port,
        publicUrl = needed("PUBLIC_URL", "http://127.0.0.1:$port").trimEnd('/'),
        database = environment["DATABASE"] ?: if (isSandbox) null else needed("DATABASE", null),
        senfenicoKey = needed("SENFENICO_KEY", "sk_test_sandbox"),
        senfenicoWebhookKey = needed("SENFENICO_WEBHOOK_KEY", "whk_sandbox"),
        dexchangeKey = needed("DEXCHANGE_KEY", "dx_test_sandbox"),
        callbackSecret = needed("DEXCHANGE_CALLBACK_SECRET", onlySandbox("callbacks")),
        relayKey = needed("XAALIS_RELAY_KEY", onlySandbox("relay")),
        counterPassword = if (isSandbox) environment["COUNTER_PASSWORD"] else needed("COUNTER_PASSWORD", null),
        isSandbox,
        checkoutPage = environment["CHECKOUT_PAGE"],
        lookEveryMs = number("LOOK_EVERY_MS", 5_000).toLong(),
    )
}

/** What opens the sandbox, and nothing else. */
private fun onlySandbox(what: String): String =
    MessageDigest.getInstance("SHA-256").digest("sandbox $what".toByteArray()).joinToString("") { "%02x".format(it) }
