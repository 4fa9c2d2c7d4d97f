package dev.xaalis.pay

import kotlin.test.AfterTest
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertIs
import kotlin.test.assertNotNull
import kotlin.test.assertTrue
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.cancel
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout

/** Paid end to end, through a real relay. */
class RelayTest {
    private val relay = Relay()

    @AfterTest
    fun close() = relay.close()

    @Test
    fun `paid with a code`() = paying {
        val states = mutableListOf<String>()
        val end = pay().use { pay ->
            pay.run { view, problem ->
                assertEquals(null, problem)
                states += view.state
                if (view is View.Ready) assertTrue(pay.start(phone = "76 00 00 00"))
                if (view is View.Asking) assertTrue(pay.code("123456"))
            }
        }
        val view = assertIs<Step.Ended>(end).view
        assertEquals(Receipt.Settled(), view.outcome)
        assertEquals("order-42" to 1_500L, view.order to view.amount)
        assertEquals(listOf("ready", "asking"), states.filter { it != "working" && it != "waiting" })
    }

    @Test
    fun `a wrong code is told, and the right one pays`() = paying {
        val codes = ArrayDeque(listOf("000000", "123456"))
        val problems = mutableListOf<CodeProblem?>()
        val end = pay().use { pay ->
            pay.run { view, _ ->
                if (view is View.Ready) pay.start(phone = "76 00 00 00")
                val prompt = (view as? View.Asking)?.prompt as? Prompt.Otp ?: return@run
                problems += prompt.problem
                pay.code(codes.removeFirst())
            }
        }
        assertEquals("settled", end.kind)
        assertEquals(listOf(null, CodeProblem.INVALID), problems)
    }

    @Test
    fun `a wrong number names the field`() = paying {
        pay().use { pay ->
            assertIs<View.Ready>(assertIs<Step.Shown>(pay.advance()).view)
            assertTrue(pay.start(phone = "7"))
            val shown = assertIs<Step.Shown>(pay.advance())
            assertEquals(Problem.Word.INVALID to "phone", shown.problem?.word to shown.problem?.field)
            assertNotNull(shown.problem?.allowed)
        }
    }

    @Test
    fun `an app that is killed in the middle goes on in the next one`() = paying {
        val screen = CoroutineScope(Dispatchers.Default + Job())
        val first = PayModel(pay(), screen)
        first.state.first { it.view is View.Ready && !it.isBusy }
        assertTrue(first.start(phone = "76 00 00 00"))
        assertTrue(first.state.value.isBusy || first.state.value.view is View.Asking)
        val asked = first.state.first { it.view is View.Asking }.view as View.Asking
        // The process dies: nothing is closed, nothing is kept.
        screen.cancel()

        val next = CoroutineScope(Dispatchers.Default + Job())
        PayModel(pay(), next).use { second ->
            val again = second.state.first { it.view != null }.view
            assertEquals(asked, again)
            assertTrue(second.code("123456"))
            val done = second.state.first { it.view is View.Done }.view as View.Done
            assertEquals(Receipt.Settled(), done.outcome)
        }
        // And whoever comes later sees how it ended.
        pay().use { assertEquals("settled", assertIs<Step.Ended>(it.advance()).kind) }
        next.cancel()
    }

    @Test
    fun `a token of somebody else is refused`() = paying {
        val token = relay.token()
        Pay(relay.url) { token.dropLast(3) + "xyz" }.use { pay ->
            assertEquals(Step.Refused("token_invalid"), pay.advance())
        }
    }

    private fun pay() = Pay(relay.url) { relay.token() }

    private fun paying(test: suspend () -> Unit): Unit = runBlocking { withTimeout(60_000) { test() } }
}
