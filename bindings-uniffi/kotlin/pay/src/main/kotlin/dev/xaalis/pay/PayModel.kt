package dev.xaalis.pay

import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch

/** What a payment's screen shows. */
public data class PayState(
    /** How the order stands; `null` until that was read. */
    val view: View? = null,
    /** What was wrong with what the person did last. */
    val problem: Problem? = null,
    /** What the person did is under way, or nothing was read yet: no button is heard. */
    val isBusy: Boolean = true,
    /** The relay takes no request of this app: the shop has to look. The relay's word; see [Step.Refused]. */
    val refused: String? = null,
)

/**
 * A screen's model of one order, without a class of Android's: give it a `viewModelScope`, and collect [state].
 *
 * ```kotlin
 * class CheckoutViewModel(shop: Shop, order: String) : ViewModel() {
 *     val payment = PayModel(Pay("https://shop.example/xaalis/pay") { shop.payToken(order) }, viewModelScope)
 *     init { addCloseable(payment) }
 * }
 * ```
 *
 * After the process died, the new model reads where the order stands: only the order's name has to be kept. Call [look]
 * when the app comes to the foreground.
 */
public class PayModel(private val pay: Pay, scope: CoroutineScope) : AutoCloseable {
    private val states = MutableStateFlow(PayState())

    /** What to show. */
    public val state: StateFlow<PayState> = states.asStateFlow()

    private val job = scope.launch {
        pay.steps().collect { step ->
            states.value = when (step) {
                is Step.Shown -> PayState(step.view, step.problem, isBusy = false)
                is Step.Ended -> PayState(step.view, step.problem, isBusy = false)
                is Step.Refused -> states.value.copy(problem = null, isBusy = false, refused = step.word)
            }
        }
    }

    /** See [Pay.start]. */
    public fun start(phone: String? = null, provider: Provider? = null, bill: String? = null): Boolean =
        acts { pay.start(phone, provider, bill) }

    /** See [Pay.code]. */
    public fun code(code: String): Boolean = acts { pay.code(code) }

    /** See [Pay.look]. */
    public fun look(): Unit = pay.look()

    /** Ends the screen's part. The payment goes on at the shop. */
    override fun close() {
        job.cancel()
        pay.close()
    }

    private fun acts(did: () -> Boolean): Boolean {
        // Whatever comes of it is told, and ends this.
        if (states.value.isBusy) return did()
        states.update { it.copy(isBusy = true) }
        return did().also { isHeard -> if (!isHeard) states.update { it.copy(isBusy = false) } }
    }
}
