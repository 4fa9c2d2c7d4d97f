package dev.xaalis.pay

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlinx.coroutines.runBlocking

/** The README's programs for apps: one pays at a real relay, the screen is compiled. */
class ReadmeTest {
    @Test
    fun `the program pays`() = Relay().use { relay ->
        assertEquals("settled", runBlocking { program1.pay(relay.url) { relay.token() } }.kind)
    }

    @Test
    fun `the screen is compiled, and there are no more`() {
        assertEquals("program2.CheckoutViewModel", program2.CheckoutViewModel::class.qualifiedName)
        assertFailsWith<ClassNotFoundException> { Class.forName("program3.Program3Kt") }
    }
}
