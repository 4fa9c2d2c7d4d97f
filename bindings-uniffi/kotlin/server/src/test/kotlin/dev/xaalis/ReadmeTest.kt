package dev.xaalis

import java.io.ByteArrayOutputStream
import java.io.PrintStream
import kotlin.test.Test
import kotlin.test.assertFailsWith
import kotlin.test.assertTrue
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.DynamicTest.dynamicTest
import org.junit.jupiter.api.TestFactory
import org.junit.jupiter.api.parallel.Isolated

/** The programs of the README, and of the repository's, run as they stand. Alone: what they print is read. */
@Isolated
class ReadmeTest {
    private val says = listOf(
        Regex("success ch_\\w+"),
        Regex("INSUFFICIENT_FUNDS: .+"),
        Regex("render the form: .+\nsuccess Settled"),
        Regex("ch_\\w+\n3"),
        Regex("charge\\.\\w+ Done"),
        null, // compiled
        Regex("200 \\{.*\"state\":\"ready\".*}"),
        Regex("ch_\\w+ is paid"),
    )

    @TestFactory
    fun `each program`(): List<DynamicTest> = says.mapIndexed { at, said -> dynamicTest("program ${at + 1}") { ran(at + 1, said) } }

    @Test
    fun `there are no more`() {
        assertFailsWith<ClassNotFoundException> { of(says.size + 1) }
    }

    private fun ran(number: Int, said: Regex?) {
        val program = of(number)
        if (said == null) return
        val told = ByteArrayOutputStream()
        val usual = System.out
        System.setOut(PrintStream(told, true))
        try {
            program.getMethod("main", Array<String>::class.java).invoke(null, emptyArray<String>())
        } finally {
            System.setOut(usual)
        }
        assertTrue(said.matches(told.toString().trim()), "$told")
    }

    private fun of(number: Int): Class<*> = Class.forName("program$number.Program${number}Kt")
}
