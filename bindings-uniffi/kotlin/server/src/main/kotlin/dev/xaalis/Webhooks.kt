package dev.xaalis

import dev.xaalis.door.callbackUrl as nativeCallbackUrl
import dev.xaalis.door.customData as nativeCustomData
import dev.xaalis.door.readCallback
import dev.xaalis.door.readWebhook
import dev.xaalis.door.signWebhook
import dev.xaalis.door.verifyHmac as nativeVerifyHmac

/**
 * Senfenico's webhooks: a hash of body and webhook key in the header `X-Webhook-Hash`.
 *
 * The scheme is that of both official SDKs; the vendor's page names none. It signs no time, so an old webhook verifies for
 * ever: skip those whose `notice.dedupe` you have seen. Answer 200 after storing, or it is sent again for up to an hour.
 *
 * A webhook is a hint, never proof: hand the notice to the payment ([Payment.notify]), which asks the vendor.
 */
public class SenfenicoWebhooks(
    /** The webhook keys of the dashboard: one, or several while one replaces another. */
    vararg keys: String,
) {
    private val keys = crossing(keys.toList())

    /**
     * Verifies a webhook and reads it.
     *
     * @param raw the body as it came, never parsed and written again: that hashes differently.
     * @param signature what the header said; `null` when it was missing.
     * @throws WebhookError answer 400 and look at your keys.
     */
    public fun read(raw: ByteArray, signature: String?): Notice =
        json.decodeFromString(within { readWebhook(keys, raw, whole(signature.orEmpty())) })

    override fun toString(): String = "SenfenicoWebhooks(keys=•••)"

    public companion object {
        /** The header that carries the hash. */
        public const val HEADER: String = "X-Webhook-Hash"

        /** The hash Senfenico would send: for your tests. */
        public fun sign(raw: ByteArray, key: String): String = signWebhook(raw, whole(key))
    }
}

/** DEXCHANGE's callbacks, which are not signed: each payment gets an address that only they know. */
public class DexchangeWebhooks(
    /** Your own random secret of at least 16 characters; several while one replaces another. */
    vararg secrets: String,
) {
    private val secrets = crossing(secrets.toList())

    /** The `callbackUrl` of one payment: `{base}/{externalTransactionId}/{token}`. */
    public fun callbackUrl(base: String, externalTransactionId: String): String =
        within { nativeCallbackUrl(secrets, whole(base), whole(externalTransactionId)) }

    /** The `customData` of one payment, which the callback echoes: a second proof. */
    public fun customData(externalTransactionId: String, service: Service, customer: String, amount: Long? = null): String =
        within { nativeCustomData(secrets, whole(externalTransactionId), whole(service.word), whole(customer), amount) }

    /**
     * Checks the two parts of the address, then reads the callback.
     *
     * @throws WebhookError when it is not to be believed.
     */
    public fun read(raw: ByteArray, externalTransactionId: String, token: String): Notice =
        json.decodeFromString(within { readCallback(secrets, raw, whole(externalTransactionId), whole(token)) })

    override fun toString(): String = "DexchangeWebhooks(secrets=•••)"

    public companion object {
        /**
         * The HMAC of DEXCHANGE's JavaScript SDK, hex: an addition to the token, never in its place.
         *
         * @throws WebhookError when it does not fit.
         */
        public fun verifyHmac(raw: ByteArray, signature: String, secret: String): Unit =
            within { nativeVerifyHmac(raw, whole(signature), whole(secret)) }
    }
}
