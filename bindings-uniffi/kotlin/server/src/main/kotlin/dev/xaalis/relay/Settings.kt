package dev.xaalis.relay

import dev.xaalis.Service
import kotlinx.serialization.SerialName
import kotlinx.serialization.Serializable

/**
 * What tokens are signed with; never the vendor's key.
 *
 * `openssl rand -base64 32` makes a secret.
 */
@Serializable
public class RelayKey(
    /** Its name, which tokens show: letters, digits, `-` and `_`. */
    @SerialName("kid") public val name: String,
    /** 32 to 256 random characters. */
    internal val secret: String,
) {
    override fun toString(): String = "RelayKey($name, secret=•••)"
}

/** What a page may do with a token. */
public enum class RelayOperation(internal val word: String) {
    /** Collect from a phone. */
    COLLECT("collect"),

    /** Open the vendor's payment page. */
    CHECKOUT("checkout"),

    /** Pay a bill or top a meter up, from the merchant's balance. */
    PAY_BILL("pay_bill"),
}

/** Where the vendor's payment page sends customers back to. */
public class CheckoutPages(
    /** Those who paid. It proves nothing: anybody can open it. */
    public val paid: String,
    /** Those who did not. */
    public val notPaid: String,
)

/** Where DEXCHANGE tells how a bill ended. */
public class Callbacks(
    /** The public base address, `https://shop.example/dexchange`. */
    public val base: String,
    /** What `DexchangeWebhooks` reads the callbacks with, the newest first. */
    internal val secrets: List<String>,
) {
    override fun toString(): String = "Callbacks($base, secrets=•••)"
}

/** As core reads them; secrets are in it. */
@Serializable
internal class Settings(
    @SerialName("relay_url") val url: String,
    @SerialName("relay_keys") val keys: List<RelayKey>,
    val origins: List<String>,
    val operations: List<String>,
    @SerialName("success_url") val successUrl: String?,
    @SerialName("cancel_url") val cancelUrl: String?,
    @SerialName("callback_base") val callbackBase: String?,
    @SerialName("callback_keys") val callbackKeys: List<String>?,
    @SerialName("keeps_codes") val keepsCodes: Boolean,
    @SerialName("most_at_once") val mostAtOnce: Int,
)

@Serializable
internal class Wanted(
    val order: String,
    val operation: String,
    val amount: Long,
    val seconds: Long?,
    val origins: List<String>?,
    val phone: String?,
    val service: Service?,
    val customer: String?,
)
