package app

import dev.xaalis.pay.Pay
import dev.xaalis.pay.PayModel
import java.util.UUID
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.flow.SharingStarted
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.stateIn

/**
 * The screen on which one purchase is paid, without a class of Android's: `saved` is a `SavedStateHandle` there, and
 * `scope` the `viewModelScope`.
 *
 * Nothing of the payment is kept here. When the process dies, the next one has the order's id in `saved`, and reads where
 * the order stands.
 */
class Checkout(
    saved: MutableMap<String, String>,
    purchase: Purchase,
    shop: ShopApi,
    language: Language,
    scope: CoroutineScope,
) : AutoCloseable {
    /** Made once: with another one for each start of the app an order could be paid twice. */
    val order: String = saved.getOrPut("order") { UUID.randomUUID().toString() }

    private val payment = PayModel(Pay(shop.relayOf(purchase)) { shop.token(order, purchase) }, scope)

    /** What to show. */
    val screen: StateFlow<Screen> = payment.state.map { screenOf(it, language) }
        .stateIn(scope, SharingStarted.Eagerly, screenOf(payment.state.value, language))

    /** The customer's number; of a bill or meter there is none. The same again, once a try has ended. */
    fun begin(phone: String? = null): Boolean = payment.start(phone = phone)

    /** The code as it was typed. */
    fun code(code: String): Boolean = payment.code(code)

    /** One of the bills that are shown. */
    fun choose(bill: String): Boolean = payment.start(bill = bill)

    /** The app came to the foreground. */
    fun wake(): Unit = payment.look()

    /** The screen is left. The payment goes on at the shop. */
    override fun close(): Unit = payment.close()
}
