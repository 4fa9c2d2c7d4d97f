package dev.xaalis

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertIs
import kotlin.test.assertNull
import kotlinx.coroutines.runBlocking

class PaymentTest {
    private val sandbox = Sandbox(SandboxOptions(seed = 42))
    private val journal = MemoryJournal()
    private val senfenico = Senfenico("sk_test_sandbox", journal, sandbox)
    private val dexchange = Dexchange("dx_test_sandbox", journal, sandbox)

    @Test
    fun `a charge is collected with the code that was asked for`() = runBlocking {
        val charge = senfenico.collect("order-42", amount = 1_000, phone = "76 00 00 00") { prompt ->
            assertIs<Prompt.Otp>(prompt)
            Answer.Otp("123456")
        }
        assertEquals(ChargeStatus.SUCCESS, charge.status)
        assertEquals(1_000, charge.amount)
        assertEquals(listOf("success"), sandbox.payments.map { it.status })
    }

    @Test
    fun `the code comes in a second process`() = runBlocking {
        val first = senfenico.beginCollect("order-43", amount = 2_000, phone = "76 00 00 00")
        assertIs<Prompt.Otp>(assertIs<PaymentStep.Asks>(first.advance()).prompt)
        first.close()
        val second = senfenico.resume<Charge>("order-43")
        second.submitOtp("123456")
        assertIs<Outcome.Settled<Charge>>(assertIs<PaymentStep.Done<Charge>>(second.advance()).outcome)
        assertEquals(2_000, second.result().amount)
    }

    @Test
    fun `what is lost on the way is found and not paid twice`() = runBlocking {
        sandbox.inject("drop-after@charges")
        val charge = senfenico.collect("order-44", amount = 3_000, phone = "76 00 00 00") { Answer.Otp("123456") }
        assertEquals(3_000, charge.amount)
        assertEquals(1, sandbox.payments.size)
    }

    @Test
    fun `a no is told in words`() = runBlocking {
        val refused = assertFailsWith<PaymentRejected> {
            senfenico.collect("order-45", amount = 1_000, phone = "76 00 99 02") { Answer.Otp("123456") }
        }
        assertEquals(Code.INSUFFICIENT_FUNDS, refused.code)
        assertEquals("order-45", refused.opId)
    }

    @Test
    fun `wrong input names its field before anything is sent`() = runBlocking {
        val wrong = assertFailsWith<InvalidInput> { senfenico.collect("order-46", amount = 0, phone = "76 00 00 00") }
        assertEquals("amount", wrong.field.substringAfterLast('.'))
        assertEquals(0, sandbox.requestsSeen)
    }

    @Test
    fun `a meter is topped up`() = runBlocking {
        val paid = dexchange.payBill(
            "op-1", Service.WOYOFAL, customer = "07061270877", externalTransactionId = "5b1f-top-up-1", amount = 1_000,
        )
        assertEquals(20, paid.token?.filter(Char::isDigit)?.length)
    }

    @Test
    fun `salaries are paid in a batch and told of as they go`() = runBlocking {
        val told = mutableListOf<Progress>()
        val paid = senfenico.bulkPayout(
            "salaries-1",
            transfers = (1..120).map { NewTransfer(amount = 500, phone = "70 00 00 %02d".format(it % 90), extId = "salary-$it") },
            onProgress = { told += it },
        )
        assertEquals(120, paid.items.size)
        assertEquals(120, paid.items.count { it.outcome is Outcome.Settled })
        assertEquals(120, told.last().settled)
    }

    @Test
    fun `a record names nothing secret and a client shows no key`() = runBlocking {
        senfenico.beginCollect("order-47", amount = 1_000, phone = "76 00 00 00").use { it.advance() }
        val shown = "${journal.get("order-47")} $senfenico ${NewCharge(1, "76 00 00 00")}"
        assertEquals(false, shown.contains("sk_test_sandbox") || shown.contains("76000000") || shown.contains("76 00 00 00"))
        assertNull(journal.get("order-48"))
    }
}
