package dev.xaalis.relay

import dev.xaalis.Dialect
import dev.xaalis.JdbcTable
import dev.xaalis.rows
import java.sql.ResultSet
import java.sql.SQLException
import java.util.concurrent.atomic.AtomicLong
import javax.sql.DataSource

/**
 * A relay's counts and holds in one table of PostgreSQL or SQLite, for any number of machines (PostgreSQL) and processes,
 * Python's and JavaScript's among them: `PostgresTally` and `SqliteTally` have the same table. Each method is one
 * statement.
 */
public class JdbcTally(
    /** Where connections come from, which stays yours: a pool, or the driver's own. */
    source: DataSource,
    /** The table's name, with a schema if you like: `payments.tally`. */
    table: String = "xaalis_tally",
) : Tally {
    private val table = JdbcTable(source, table)
    private val taken = AtomicLong()

    /** The SQL of [createTable] for PostgreSQL, for your own migrations. */
    public val schema: String = schema(table, "text COLLATE \"C\"", "bigint")

    /**
     * Makes the table and its index unless they are there; once more after an update, for new ones. Any number of processes
     * may call it as they start.
     */
    public suspend fun createTable(): Unit =
        table.create { if (it == Dialect.POSTGRES) schema else schema(table.name, "TEXT", "INTEGER") }

    override suspend fun take(key: String, add: Long, windowMs: Long, now: Long): Long {
        if (taken.incrementAndGet() % SWEEP_EACH == 0L) sweep(now)
        val until = now + windowMs
        return done(
            """
            INSERT INTO ${table.name} AS held (key, total, until) VALUES (?, ?, ?)
            ON CONFLICT (key) DO UPDATE SET
                total = CASE WHEN held.until <= ? THEN excluded.total ELSE held.total + excluded.total END,
                until = CASE WHEN held.until <= ? THEN excluded.until ELSE held.until END
            RETURNING total
            """,
            key, add, until, now, now,
        ) { it.getLong(1) }.single()
    }

    override suspend fun hold(key: String, owner: String, ttlMs: Long, now: Long): Boolean = done(
        """
        INSERT INTO ${table.name} AS held (key, owner, until) VALUES (?, ?, ?)
        ON CONFLICT (key) DO UPDATE SET owner = excluded.owner, until = excluded.until
            WHERE held.owner = excluded.owner OR held.until <= ?
        RETURNING key
        """,
        key, owner, now + ttlMs, now,
    ) { true }.isNotEmpty()

    override suspend fun free(key: String, owner: String) {
        done("DELETE FROM ${table.name} WHERE key = ? AND owner = ? RETURNING key", key, owner) { true }
    }

    /** Forgets what is over. It does so by itself, now and then. */
    public suspend fun sweep(now: Long) {
        done("DELETE FROM ${table.name} WHERE until <= ? RETURNING key", now) { true }
    }

    override fun toString(): String = "JdbcTally(${table.name})"

    /** Under an isolation level of yours one of two at the same key may be told to try again: nothing was counted. */
    private suspend fun <R> done(statement: String, vararg values: Any?, read: (ResultSet) -> R): List<R> {
        repeat(TRIES - 1) {
            try {
                return table.used { connection, _ -> connection.rows(statement, *values, read = read) }
            } catch (error: SQLException) {
                if (error.sqlState != SERIALIZATION_FAILURE) throw error
            }
        }
        return table.used { connection, _ -> connection.rows(statement, *values, read = read) }
    }

    private companion object {
        const val TRIES = 10
        const val SERIALIZATION_FAILURE = "40001"
    }
}

/** As Python's and JavaScript's make it. */
private fun schema(table: String, text: String, number: String): String = """
CREATE TABLE IF NOT EXISTS $table (
    key $text PRIMARY KEY, total $number NOT NULL DEFAULT 0, owner ${text.substringBefore(' ')} NOT NULL DEFAULT '',
    until $number NOT NULL);
CREATE INDEX IF NOT EXISTS ${table.replace('.', '_')}_until ON $table (until);
"""
