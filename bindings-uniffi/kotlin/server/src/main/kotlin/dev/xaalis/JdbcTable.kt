package dev.xaalis

import java.sql.Connection
import java.sql.ResultSet
import java.sql.SQLException
import javax.sql.DataSource
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeSource
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.delay
import kotlinx.coroutines.withContext

/** The databases whose SQL is known here. */
internal enum class Dialect { POSTGRES, SQLITE }

/** A table, through a connection for each use of it. */
internal class JdbcTable(private val source: DataSource, val name: String) {
    init {
        if (!TABLE.matches(name)) throw InvalidInput("table", "not a table's name", "small letters, digits and _, at most 51, with a schema before a dot")
    }

    /** Runs the statements of its schema. */
    suspend fun create(schema: (Dialect) -> String) = used { connection, dialect ->
        // It stays with the file: readers and a writer do not wait for each other.
        if (dialect == Dialect.SQLITE) connection.run("PRAGMA journal_mode = WAL")
        for (statement in schema(dialect).split(';').filter(String::isNotBlank)) connection.made(statement)
    }

    /** On a connection whose statements are transactions of their own. */
    suspend fun <R> used(work: (Connection, Dialect) -> R): R = withContext(Dispatchers.IO) {
        val end = TimeSource.Monotonic.markNow() + WAIT
        var outcome = attempt(work)
        while (outcome.isBusy() && end.hasNotPassedNow()) {
            delay(PAUSE)
            outcome = attempt(work)
        }
        outcome.getOrElse { throw explained(it) }
    }

    /** A read leaves nothing half done: on a connection that breaks it is made again, once. */
    suspend fun <R> read(work: (Connection, Dialect) -> R): R = try {
        used(work)
    } catch (error: SQLException) {
        if (BROKEN.none { error.sqlState.orEmpty().startsWith(it) }) throw error
        used(work)
    }

    private fun <R> attempt(work: (Connection, Dialect) -> R): Result<R> = runCatching {
        source.connection.use { connection ->
            val isAuto = connection.autoCommit
            if (!isAuto) connection.autoCommit = true
            try {
                work(connection, dialect(connection))
            } finally {
                if (!isAuto && !connection.isClosed) connection.autoCommit = false
            }
        }
    }

    private fun dialect(connection: Connection): Dialect = when (val product = connection.metaData.databaseProductName) {
        "PostgreSQL" -> Dialect.POSTGRES
        "SQLite" -> Dialect.SQLITE
        else -> throw InvalidInput("source", "a database of $product", "PostgreSQL or SQLite")
    }

    /** Of two processes at it, `IF NOT EXISTS` or not, one is refused: by then it is there. */
    private fun Connection.made(statement: String) = try {
        run(statement)
    } catch (error: SQLException) {
        if (error.sqlState !in MADE) throw error
        run(statement)
    }

    private fun explained(error: Throwable): Throwable {
        if (error !is SQLException) return error
        val isMissing = error.sqlState == UNDEFINED_TABLE || "no such table: $name" in error.message.orEmpty()
        return if (isMissing) IllegalStateException("there is no table $name: call createTable() once", error) else error
    }

    private companion object {
        val TABLE = Regex("[a-z_][a-z0-9_]{0,50}(\\.[a-z_][a-z0-9_]{0,50})?")
        const val UNDEFINED_TABLE = "42P01"

        /** A row of a catalogue, a table or an index that another process has just made. */
        val MADE = setOf("23505", "42P07", "42710")

        /** A connection, or a server that ends. */
        val BROKEN = listOf("08", "57P")
        val WAIT = 30.seconds
        val PAUSE = 5.milliseconds
    }
}

/** The only writer, from the first look to the commit: SQLite's. */
internal fun <R> Connection.alone(work: () -> R): R {
    // On the disk before it answers, whatever your program has chosen.
    run("PRAGMA synchronous = FULL")
    run("BEGIN IMMEDIATE")
    try {
        return work().also { run("COMMIT") }
    } catch (error: Throwable) {
        try {
            run("ROLLBACK")
        } catch (_: SQLException) {
            // It had rolled back by itself: the first error says why.
        }
        throw error
    }
}

/** Every row of what a statement answers. */
internal fun <R> Connection.rows(statement: String, vararg values: Any?, read: (ResultSet) -> R): List<R> =
    prepareStatement(statement).use { prepared ->
        values.forEachIndexed { at, value -> if (value is Long) prepared.setLong(at + 1, value) else prepared.setString(at + 1, value as String?) }
        prepared.executeQuery().use { rows -> buildList { while (rows.next()) add(read(rows)) } }
    }

private fun Connection.run(statement: String) {
    createStatement().use { it.execute(statement) }
}

/** SQLITE_BUSY, whatever it adds in its higher byte; PostgreSQL's driver gives no numbers. */
private fun Result<*>.isBusy(): Boolean = (exceptionOrNull() as? SQLException)?.let { it.errorCode and 0xff == BUSY && it.sqlState == null } == true

private const val BUSY = 5
