package app

import java.awt.Dimension
import javax.swing.BorderFactory
import javax.swing.Box
import javax.swing.BoxLayout
import javax.swing.JButton
import javax.swing.JComponent
import javax.swing.JFrame
import javax.swing.JLabel
import javax.swing.JPanel
import javax.swing.JTextField
import javax.swing.SwingUtilities
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.launch

/** `SHOP=http://127.0.0.1:8080`, and what to buy: `soap`, or `SENELEC_SN_BILL 210278817 200000`. */
fun main(words: Array<String>) {
    val shop = ShopApi(System.getenv("SHOP") ?: "http://127.0.0.1:8080")
    val language = if (System.getenv("LANG").orEmpty().startsWith("en")) Language.EN else Language.FR
    val purchase = when (words.size) {
        3 -> Purchase.Bill(words[0], words[1], words[2].toLong(), System.getenv("COUNTER_PASSWORD"))
        else -> Purchase.Goods(words.firstOrNull() ?: "soap")
    }
    val scope = CoroutineScope(Dispatchers.Default + SupervisorJob())
    val checkout = Checkout(mutableMapOf(), purchase, shop, language, scope)
    SwingUtilities.invokeLater {
        JFrame(language.say("Payer", "Pay")).apply {
            defaultCloseOperation = JFrame.EXIT_ON_CLOSE
            contentPane = CheckoutPanel(checkout, purchase is Purchase.Goods, language, scope)
            minimumSize = Dimension(420, 320)
            setLocationRelativeTo(null)
            isVisible = true
        }
    }
}

/** Shows the screen that the model has: what a Composable does, with what every JVM has. */
class CheckoutPanel(
    private val checkout: Checkout,
    private val wantsNumber: Boolean,
    private val language: Language,
    scope: CoroutineScope,
) : JPanel() {
    init {
        layout = BoxLayout(this, BoxLayout.Y_AXIS)
        border = BorderFactory.createEmptyBorder(24, 24, 24, 24)
        scope.launch { checkout.screen.collect { screen -> SwingUtilities.invokeLater { show(screen) } } }
    }

    private fun show(screen: Screen) {
        removeAll()
        when (screen) {
            is Screen.Begin -> begin(screen)
            is Screen.Code -> {
                says(screen.text)
                says(screen.problem)
                field(language.say("Code", "Code"), language.say("Confirmer", "Confirm"), screen.isEnabled) { checkout.code(it) }
            }
            is Screen.Bills -> {
                says(screen.problem)
                for (bill in screen.bills) button("${bill.amount} F CFA, ${bill.dueDate.orEmpty()}", screen.isEnabled) { checkout.choose(bill.bill) }
            }
            is Screen.Confirm -> says(listOfNotNull(screen.text, screen.url).joinToString("\n"))
            is Screen.Progress -> says(screen.text)
            is Screen.Paid -> {
                says(screen.text)
                says(screen.meterCode)
            }
            is Screen.NotPaid -> {
                says(screen.text)
                if (screen.mayBeginAgain) begin(Screen.Begin(0, null, isEnabled = true))
            }
            is Screen.Doubt -> says(screen.text)
            is Screen.Closed -> says(screen.text)
        }
        revalidate()
        repaint()
    }

    private fun begin(screen: Screen.Begin) {
        if (screen.amount > 0) says("${screen.amount} F CFA")
        says(screen.problem)
        if (wantsNumber) field(language.say("Numéro mobile money", "Mobile money number"), language.say("Payer", "Pay"), screen.isEnabled) { checkout.begin(it) }
        else button(language.say("Continuer", "Go on"), screen.isEnabled) { checkout.begin() }
    }

    private fun field(name: String, act: String, isEnabled: Boolean, done: (String) -> Unit) {
        says(name)
        val field = JTextField().apply { maximumSize = Dimension(Int.MAX_VALUE, 32) }
        put(field)
        button(act, isEnabled) { done(field.text) }
    }

    private fun button(text: String, isEnabled: Boolean, done: () -> Unit): Unit = put(
        JButton(text).apply {
            this.isEnabled = isEnabled
            addActionListener { done() }
        },
    )

    /** Plain text, whatever the vendor wrote. */
    private fun says(text: String?) {
        if (text.isNullOrEmpty()) return
        for (line in text.lines()) put(JLabel(line).apply { putClientProperty("html.disable", true) })
    }

    private fun put(component: JComponent) {
        component.alignmentX = LEFT_ALIGNMENT
        add(component)
        add(Box.createVerticalStrut(8))
    }
}
