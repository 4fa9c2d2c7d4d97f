package dev.xaalis

import kotlin.test.Test
import kotlinx.coroutines.runBlocking

class JournalTest {
    @Test
    fun `the journal in memory keeps the contract`() = runBlocking {
        val journals = mutableMapOf<String, Journal>()
        keepsTheContract { case -> journals.getOrPut(case, ::MemoryJournal) }
    }
}
