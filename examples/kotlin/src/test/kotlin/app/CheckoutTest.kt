package app

import javax.swing.JButton
import javax.swing.JTextField
import javax.swing.SwingUtilities
import kotlin.test.AfterTest
import kotlin.test.Test
import kotlin.test.assertContains
import kotlin.test.assertEquals
import kotlin.test.assertIs
import kotlin.test.assertNotEquals
import kotlin.test.assertNull
import kotlin.test.assertTrue
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.cancel
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.filterIsInstance
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import shop.Shop
import shop.configOf
import shop.sandboxOf

/** The screen, end to end: through the shop's relay, to the sandbox behind it. */
class CheckoutTest {
    private val port = java.net.ServerSocket(0).use { it.localPort }
    private val config = configOf(mapOf("PORT" to "$port", "LOOK_EVERY_MS" to "200"))
    private val sandbox = sandboxOf(config)
    private val shop = Shop(config, sandbox)
    private var screens = CoroutineScope(Dispatchers.Default + Job())

    @AfterTest
    fun close() {
        screens.cancel()
        shop.close()
        sandbox.close()
    }

    @Test
    fun `goods are paid with a code`() = paying {
        val checkout = opened(Purchase.Goods("soap"))
        assertEquals(1_000, checkout.awaits<Screen.Begin> { it.isEnabled }.amount)
        assertTrue(checkout.begin("76 00 00 00"))
        val code = checkout.awaits<Screen.Code> { it.isEnabled }
        assertNull(code.problem)
        assertTrue(code.mayChangeNumber)
        assertTrue(checkout.code("123456"))
        assertNull(checkout.awaits<Screen.Paid>().meterCode)
        assertEquals(listOf("success"), sandbox.payments.map { it.status })
    }

    @Test
    fun `what is mistyped is told, and the right one pays`() = paying {
        val checkout = opened(Purchase.Goods("soap"))
        checkout.awaits<Screen.Begin> { it.isEnabled }
        checkout.begin("7")
        assertContains(checkout.awaits<Screen.Begin> { it.isEnabled && it.problem != null }.problem!!, "huit chiffres")
        checkout.begin("76 00 00 00")
        checkout.awaits<Screen.Code> { it.isEnabled }
        checkout.code("000000")
        assertContains(checkout.awaits<Screen.Code> { it.isEnabled && it.problem != null }.problem!!, "pas le bon")
        checkout.code("123456")
        checkout.awaits<Screen.Paid>()
    }

    @Test
    fun `the process dies in the middle, and the next one goes on`() = paying {
        val saved = mutableMapOf<String, String>()
        val first = opened(Purchase.Goods("soap"), saved)
        first.awaits<Screen.Begin> { it.isEnabled }
        first.begin("76 00 00 00")
        first.awaits<Screen.Code>()
        // Nothing is closed, and nothing is kept but what Android keeps.
        screens.cancel()
        screens = CoroutineScope(Dispatchers.Default + Job())

        val second = opened(Purchase.Goods("soap"), saved.toMutableMap())
        assertEquals(first.order, second.order)
        second.awaits<Screen.Code> { it.isEnabled }
        second.code("123456")
        second.awaits<Screen.Paid>()
        // It dies again: the order is paid, and is not paid again.
        screens.cancel()
        screens = CoroutineScope(Dispatchers.Default + Job())
        opened(Purchase.Goods("soap"), saved).awaits<Screen.Paid>()
        assertEquals(1, sandbox.payments.size)
        assertNotEquals(first.order, opened(Purchase.Goods("soap")).order)
    }

    @Test
    fun `after a no it is begun again`() = paying {
        val checkout = opened(Purchase.Goods("cloth"), language = Language.EN)
        checkout.awaits<Screen.Begin> { it.isEnabled }
        checkout.begin("76 00 99 02")
        checkout.awaits<Screen.Code> { it.isEnabled }
        checkout.code("123456")
        val no = checkout.awaits<Screen.NotPaid>()
        assertTrue(no.mayBeginAgain && no.text.isNotEmpty(), "$no")
        checkout.begin("76 00 00 00")
        checkout.awaits<Screen.Code> { it.isEnabled }
        checkout.code("123456")
        checkout.awaits<Screen.Paid>()
    }

    @Test
    fun `a payment is confirmed on the phone`() = paying {
        val checkout = opened(Purchase.Goods("soap"))
        checkout.awaits<Screen.Begin> { it.isEnabled }
        checkout.begin("76 00 99 05")
        checkout.awaits<Screen.Confirm>()
        assertTrue(sandbox.payerConfirms(sandbox.payments.single().reference))
        checkout.wake()
        checkout.awaits<Screen.Paid>()
    }

    @Test
    fun `one of two bills is chosen and paid`() = paying {
        val checkout = opened(Purchase.Bill("SENELEC_SN_BILL", "210278817", amount = 200_000))
        checkout.awaits<Screen.Begin> { it.isEnabled }
        checkout.begin()
        val bills = checkout.awaits<Screen.Bills> { it.isEnabled }.bills
        assertEquals(2, bills.size)
        assertEquals(0, sandbox.payments.size)
        checkout.choose(bills[0].bill)
        checkout.awaits<Screen.Paid>()
        assertEquals(listOf("210278817"), sandbox.payments.map { it.number })
    }

    @Test
    fun `a meter's code is shown, also after the process died`() = paying {
        val saved = mutableMapOf<String, String>()
        val meter = Purchase.Bill("WOYOFAL_SN_BILL", "07061270877", amount = 5_000)
        val checkout = opened(meter, saved)
        checkout.awaits<Screen.Begin> { it.isEnabled }
        checkout.begin()
        val code = checkout.awaits<Screen.Paid>().meterCode!!
        assertTrue(code.count(Char::isDigit) >= 16)
        screens.cancel()
        screens = CoroutineScope(Dispatchers.Default + Job())
        assertEquals(code, opened(meter, saved).awaits<Screen.Paid>().meterCode)
        assertEquals(1, sandbox.payments.size)
    }

    @Test
    fun `the window shows the screens and hears the buttons`() = paying {
        val checkout = opened(Purchase.Goods("soap"), language = Language.EN)
        val panel = CheckoutPanel(checkout, wantsNumber = true, Language.EN, screens)
        panel.typed("Pay", "76 00 00 00")
        panel.typed("Confirm", "123456")
        checkout.awaits<Screen.Paid>()
    }

    /** Types into the field that stands there with this button, once it is heard. */
    private suspend fun CheckoutPanel.typed(act: String, text: String) {
        fun tried(): Boolean {
            val button = components.filterIsInstance<JButton>().firstOrNull { it.text == act && it.isEnabled } ?: return false
            components.filterIsInstance<JTextField>().single().text = text
            button.doClick(0)
            return true
        }
        while (true) {
            var isTyped = false
            SwingUtilities.invokeAndWait { isTyped = tried() }
            if (isTyped) return
            delay(50)
        }
    }

    private fun opened(
        purchase: Purchase,
        saved: MutableMap<String, String> = mutableMapOf(),
        language: Language = Language.FR,
    ) = Checkout(saved, purchase, ShopApi(config.publicUrl), language, screens)

    private suspend inline fun <reified T : Screen> Checkout.awaits(crossinline isSo: (T) -> Boolean = { true }): T =
        assertIs<T>(screen.filterIsInstance<T>().first { isSo(it) })

    private fun paying(test: suspend () -> Unit): Unit = runBlocking { withTimeout(60_000) { test() } }
}
