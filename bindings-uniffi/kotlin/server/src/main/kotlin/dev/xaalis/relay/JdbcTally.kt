package dev.xaalis.relay

import dev.xaalis.InvalidInput
import java.sql.Connection
import java.sql.SQLException
import java.util.concurrent.atomic.AtomicLong
import javax.sql.DataSource
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext

/**
 * A relay's counts and holds in one table of SQLite or PostgreSQL, for any number of processes, Python's and Node's among
 * them. Each method is one statement.
 */
public class JdbcTally(
    /** Of connections that commit by themselves, as they do when nothing is said. It stays yours. */
    private val source: DataSource,
    /** Its name, with a schema if you like: `payments.tally`. */
    private val table: String = "xaalis_tally",
) : Tally {
    private val taken = AtomicLong()
    private val take = """
        INSERT INTO $table AS held (key, total, until) VALUES (?, ?, ?)
        ON CONFLICT (key) DO UPDATE SET
            total = CASE WHEN held.until <= ? THEN excluded.total ELSE held.total + excluded.total END,
            until = CASE WHEN held.until <= ? THEN excluded.until ELSE held.until END
        RETURNING total
    """
    private val hold = """
        INSERT INTO $table AS held (key, owner, until) VALUES (?, ?, ?)
        ON CONFLICT (key) DO UPDATE SET owner = excluded.owner, until = excluded.until
            WHERE held.owner = excluded.owner OR held.until <= ?
        RETURNING key
    """

    init {
        if (!NAME.matches(table)) throw InvalidInput("table", "no name of a table", "letters, digits and _, such as payments.tally")
    }

    /**
     * Makes the table and its index unless they are there; once more after an update, for new ones. Any number of processes
     * may call it as they start.
     */
    public suspend fun createTable(): Unit = connected { connection ->
        val isPostgres = connection.metaData.databaseProductName == "PostgreSQL"
        val (text, number) = if (isPostgres) "text COLLATE \"C\"" to "bigint" else "TEXT" to "INTEGER"
        connection.createStatement().use {
            it.execute(
                "CREATE TABLE IF NOT EXISTS $table (key $text PRIMARY KEY, total $number NOT NULL DEFAULT 0, " +
                    "owner TEXT NOT NULL DEFAULT '', until $number NOT NULL)",
            )
            it.execute("CREATE INDEX IF NOT EXISTS ${table.substringAfter('.')}_until ON $table (until)")
        }
    }

    override suspend fun take(key: String, add: Long, windowMs: Long, now: Long): Long {
        if (taken.incrementAndGet() % SWEEP_EACH == 0L) sweep(now)
        return rows(take, key, add, now + windowMs, now, now).single() as Long
    }

    override suspend fun hold(key: String, owner: String, ttlMs: Long, now: Long): Boolean =
        rows(hold, key, owner, now + ttlMs, now).size == 1

    override suspend fun free(key: String, owner: String): Unit =
        changes("DELETE FROM $table WHERE key = ? AND owner = ?", key, owner)

    /** Forgets what is over. It does so by itself, now and then. */
    public suspend fun sweep(now: Long): Unit = changes("DELETE FROM $table WHERE until <= ?", now)

    /** To the last row: a statement that is left before has not said whether it was kept. */
    private suspend fun rows(query: String, vararg values: Any): List<Any> = connected { connection ->
        connection.prepareStatement(query).use { statement ->
            values.forEachIndexed { at, value -> statement.setObject(at + 1, value) }
            statement.executeQuery().use { rows ->
                buildList { while (rows.next()) add(if (query === take) rows.getLong(1) else rows.getString(1)) }
            }
        }
    }

    private suspend fun changes(query: String, vararg values: Any): Unit = connected { connection ->
        connection.prepareStatement(query).use { statement ->
            values.forEachIndexed { at, value -> statement.setObject(at + 1, value) }
            statement.executeUpdate()
        }
    }

    private suspend fun <T> connected(work: (Connection) -> T): T = withContext(Dispatchers.IO) { again(TRIES, work) }

    private tailrec fun <T> again(tries: Int, work: (Connection) -> T): T {
        try {
            return source.connection.use(work)
        } catch (error: SQLException) {
            if (error.sqlState !in RACES || tries == 1) throw error
        }
        return again(tries - 1, work)
    }

    private companion object {
        const val TRIES = 10

        /**
         * Under an isolation level of yours one of two at the same key may be told to try again, and one of two that make
         * the table: nothing was done.
         */
        val RACES = setOf("40001", "23505", "42P07")
        val NAME = Regex("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)?")
    }
}
