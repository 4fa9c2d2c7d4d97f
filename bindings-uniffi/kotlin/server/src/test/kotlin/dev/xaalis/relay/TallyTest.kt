package dev.xaalis.relay

import dev.xaalis.Cluster
import dev.xaalis.InvalidInput
import java.nio.file.Files
import java.sql.Connection
import java.util.concurrent.LinkedBlockingQueue
import javax.sql.DataSource
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.runBlocking
import org.sqlite.SQLiteConfig
import org.sqlite.SQLiteDataSource

class TallyTest {
    @Test
    fun `the tally in memory keeps the contract`() = runBlocking {
        keepsIt(MemoryTally())
        ofMany(listOf(MemoryTally()))
    }

    @Test
    fun `SQLite keeps it`() = shared(file())

    @Test
    fun `PostgreSQL keeps it, whatever a program's own settings`() = Cluster().use { cluster ->
        shared(Pool(cluster.source()))
        val serial = Pool(cluster.source()) {
            it.autoCommit = false
            it.transactionIsolation = Connection.TRANSACTION_SERIALIZABLE
        }
        shared(serial, "payments_tally")
    }

    @Test
    fun `a table's name is a name`() {
        for (name in listOf("", "a b", "a;DROP TABLE x", "a.b.c", "1a", "\"a\"")) {
            assertEquals("table", assertFailsWith<InvalidInput> { JdbcTally(file(), name) }.field)
        }
    }

    private fun shared(source: DataSource, table: String = "xaalis_tally"): Unit = runBlocking {
        val tallies = List(4) { JdbcTally(source, table) }
        tallies.map { async(Dispatchers.IO) { it.createTable() } }.awaitAll()
        keepsIt(tallies[0])
        ofMany(tallies)
    }

    private fun file(): DataSource {
        val path = Files.createTempDirectory("xaalis").resolve("tally.db")
        val settings = SQLiteConfig().apply { setSynchronous(SQLiteConfig.SynchronousMode.NORMAL) }
        return SQLiteDataSource(settings).apply { url = "jdbc:sqlite:$path" }
    }

    /** What a tally counts and holds, as Python's and Node's tests have it. */
    private suspend fun keepsIt(tally: Tally) {
        assertEquals(1, tally.take("a", 1, 1_000, 0))
        assertEquals(2, tally.take("a", 1, 1_000, 999))
        assertEquals(1, tally.take("b", 1, 1_000, 500))
        assertEquals(1, tally.take("a", -1, 1_000, 999))
        assertEquals(1, tally.take("a", 1, 1_000, 1_000), "a new window")
        assertEquals(true, tally.hold("h", "one", 1_000, 0))
        assertEquals(false, tally.hold("h", "two", 1_000, 999))
        assertEquals(true, tally.hold("h", "one", 1_000, 900), "renewed")
        assertEquals(false, tally.hold("h", "two", 1_000, 1_899))
        assertEquals(true, tally.hold("h", "two", 1_000, 1_900), "over")
        tally.free("h", "one")
        assertEquals(false, tally.hold("h", "three", 1_000, 2_000), "another's is not freed")
        tally.free("h", "two")
        assertEquals(true, tally.hold("h", "three", 1_000, 2_000))
        tally.free("nothing", "one")
        // What is over is forgotten, now and then; what is not, stays.
        assertEquals(1, tally.take("long", 1, 10_000_000, 3_000))
        repeat(600) { tally.take("many", 1, 10_000_000, 3_000) }
        assertEquals(2, tally.take("long", 1, 10_000_000, 3_001))
        assertEquals(600, tally.take("many", 0, 10_000_000, 3_001))
    }

    /** Of many at once each counts its own, and one holds. */
    private suspend fun ofMany(same: List<Tally>): Unit = coroutineScope {
        val totals = List(200) { async(Dispatchers.IO) { same[it % same.size].take("k", 1, 10_000_000, 5) } }.awaitAll()
        assertEquals((1L..200L).toList(), totals.sorted())
        val held = List(40) { async(Dispatchers.IO) { same[it % same.size].hold("own", "owner-$it", 10_000_000, 5) } }.awaitAll()
        assertEquals(1, held.count { it })
    }
}

/** A few connections, one of which is waited for. */
private class Pool(source: DataSource, set: (Connection) -> Unit = {}) : DataSource by source {
    private val free = LinkedBlockingQueue(List(4) { source.connection.also(set) })

    override fun getConnection(): Connection {
        val connection = free.take()
        return object : Connection by connection {
            override fun close(): Unit = free.put(connection)
        }
    }
}
