package app

import java.io.IOException
import java.net.HttpURLConnection
import java.net.URL
import java.net.URLEncoder
import java.util.Base64
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive

/** What is bought. An order's id is the app's: asked twice, it is one order. */
sealed interface Purchase {
    /** A product of the shop's. */
    data class Goods(val product: String) : Purchase

    /** A bill, or a meter that is topped up by exactly [amount]: for the shop's staff, who have its [password]. */
    class Bill(val service: String, val customer: String, val amount: Long, val password: String? = null) : Purchase
}

/** The shop's own backend, over the app's own session with it; here an order's id is all the session there is. */
class ShopApi(
    /** `https://shop.example` */
    private val url: String,
) {
    /** Where a purchase is paid. */
    fun relayOf(purchase: Purchase): String = if (purchase is Purchase.Goods) "$url/xaalis/pay" else "$url/xaalis/bills"

    /** The token of this order, which is made unless it is there. Throws when the shop is not heard. */
    suspend fun token(order: String, purchase: Purchase): String = withContext(Dispatchers.IO) {
        val said = when (purchase) {
            is Purchase.Goods -> {
                post("/orders", mapOf("id" to order, "product" to purchase.product), null)
                post("/orders/$order/token", mapOf(), null)
            }
            is Purchase.Bill -> post(
                "/bills",
                mapOf("id" to order, "service" to purchase.service, "customer" to purchase.customer, "amount" to "${purchase.amount}"),
                purchase.password,
            )
        }
        Json.parseToJsonElement(said).jsonObject.getValue("token").jsonPrimitive.content
    }

    private fun post(path: String, form: Map<String, String>, password: String?): String {
        val connection = URL(url + path).openConnection() as HttpURLConnection
        connection.requestMethod = "POST"
        connection.doOutput = true
        connection.instanceFollowRedirects = false
        connection.connectTimeout = TIMEOUT_MS
        connection.readTimeout = TIMEOUT_MS
        connection.setRequestProperty("Content-Type", "application/x-www-form-urlencoded")
        if (password != null) {
            val basic = Base64.getEncoder().encodeToString("counter:$password".toByteArray())
            connection.setRequestProperty("Authorization", "Basic $basic")
        }
        val body = form.entries.joinToString("&") { (name, value) -> "$name=${URLEncoder.encode(value, "UTF-8")}" }
        connection.outputStream.use { it.write(body.toByteArray()) }
        if (connection.responseCode >= 400) throw IOException("$path: ${connection.responseCode}")
        return connection.inputStream.use { it.readBytes().decodeToString() }
    }

    private companion object {
        const val TIMEOUT_MS = 15_000
    }
}
