package dev.xaalis

import java.io.File
import java.sql.Connection
import java.util.concurrent.CountDownLatch
import javax.sql.DataSource
import kotlin.test.AfterTest
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertIs
import kotlin.test.assertTrue
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.TestInstance
import org.junit.jupiter.api.io.TempDir
import org.sqlite.SQLiteDataSource

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JdbcJournalTest {
    private val cluster = Cluster()

    @TempDir
    lateinit var folder: File

    @AfterTest
    fun none() = cluster.source().connection.use { connection ->
        connection.createStatement().use { it.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public") }
        Unit
    }

    @AfterAll
    fun stop() = cluster.close()

    private fun sqlite(name: String): DataSource = SQLiteDataSource().also { it.url = "jdbc:sqlite:$folder/$name" }

    @Test
    fun `SQLite keeps the contract`() = runBlocking {
        keepsTheContract { case -> JdbcJournal(sqlite(case)).also { it.createTable() } }
    }

    @Test
    fun `PostgreSQL keeps the contract`() = runBlocking {
        keepsTheContract { case -> JdbcJournal(cluster.source(), case.replace('-', '_')).also { it.createTable() } }
    }

    @Test
    fun `a connection of a program's own settings is used our way`() = runBlocking {
        val serial = object : DataSource by cluster.source() {
            override fun getConnection(): Connection = cluster.source().connection.also {
                it.autoCommit = false
                it.transactionIsolation = Connection.TRANSACTION_SERIALIZABLE
            }
        }
        keepsTheContract { case -> JdbcJournal(serial, case.replace('-', '_')).also { it.createTable() } }
    }

    @Test
    fun `many make one table at once`() = runBlocking {
        for (source in listOf(cluster.source(), sqlite("many"))) {
            (1..12).map { async(Dispatchers.Default) { JdbcJournal(source).createTable() } }.awaitAll()
            assertEquals(emptyList(), JdbcJournal(source).unfinished())
        }
    }

    @Test
    fun `of many who write one record one is first`() = runBlocking {
        for (source in listOf(cluster.source(), sqlite("race"))) {
            val journal = JdbcJournal(source).also { it.createTable() }
            for (sequence in 1L..5) {
                val kept = (1..12).map { async(Dispatchers.Default) { journal.put(record("op-1", sequence, "state $it")) } }.awaitAll()
                assertEquals(mapOf(Kept.STORED to 1, Kept.OUTRUN to 11), kept.groupingBy { it }.eachCount(), "$source")
            }
            val claims = (1..12).map { async(Dispatchers.Default) { journal.put(record("claim-$it", 1, "", "ch_1")) } }.awaitAll()
            assertEquals(mapOf(Kept.STORED to 1, Kept.TAKEN to 11), claims.groupingBy { it }.eachCount(), "$source")
        }
    }

    @Test
    fun `what is being written when it is cancelled is kept whole`() = runBlocking {
        val source = cluster.source()
        JdbcJournal(source).createTable()
        val (asked, released) = List(2) { CountDownLatch(1) }
        val slow = object : DataSource by source {
            override fun getConnection(): Connection {
                asked.countDown()
                released.await()
                return source.connection
            }
        }
        val writing = launch(Dispatchers.Default) { JdbcJournal(slow).put(record("op-1", 1, "")) }
        withContext(Dispatchers.IO) { asked.await() }
        writing.cancel()
        released.countDown()
        writing.join()
        assertTrue(writing.isCancelled)
        assertEquals(1L, JdbcJournal(source).get("op-1")?.sequence)
    }

    @Test
    fun `what is missing or not known is told`() = runBlocking {
        for (source in listOf(cluster.source(), sqlite("none"))) {
            val missing = assertFailsWith<IllegalStateException> { JdbcJournal(source).put(record("op-1", 1, "")) }
            assertEquals("there is no table xaalis_records: call createTable() once", missing.message)
        }
        assertEquals("table", assertFailsWith<InvalidInput> { JdbcJournal(sqlite("x"), "a; DROP TABLE b") }.field)
    }

    @Test
    fun `what Python stored Kotlin goes on with, and Python reads the end`() = runBlocking {
        SandboxProgram().use { sandbox ->
            for ((named, journal) in listOf("postgres" to cluster.source(), "sqlite" to sqlite("shared"))) {
                val where = if (named == "postgres") cluster.conninfo else "$folder/shared"
                assertEquals("asks OtpPrompt", python("begin", named, where, sandbox.url))
                val senfenico = Senfenico("sk_test_sandbox", JdbcJournal(journal), options = ClientOptions(baseUrl = sandbox.url))
                assertEquals(listOf("order-$named"), senfenico.unfinished().map { it.opId })
                val payment = senfenico.resume<Charge>("order-$named")
                payment.submitOtp("123456")
                assertEquals(ChargeStatus.SUCCESS, payment.run().status)
                assertEquals("settled 1000", python("end", named, where, sandbox.url))
                assertEquals("asks OtpPrompt", python("second", named, where, sandbox.url))
                assertIs<PaymentStep.Asks>(senfenico.resume<Charge>("second-$named").advance())
            }
        }
    }

    private fun python(vararg arguments: String): String {
        val worker = File(System.getProperty("xaalis.root"), "bindings-uniffi/kotlin/server/src/test/python/shared.py")
        val process = ProcessBuilder(System.getProperty("xaalis.python"), worker.path, *arguments).redirectErrorStream(true).start()
        val told = process.inputStream.bufferedReader().readText().trim()
        assertTrue(process.waitFor() == 0, told)
        return told
    }

    private fun record(opId: String, sequence: Long, state: String, reference: String? = null) =
        Record(1, opId, sequence, Vendor.SENFENICO, Mode.TEST, "collect", Stage("open"), reference, null, state)
}
