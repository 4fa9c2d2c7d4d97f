package dev.xaalis

import java.sql.Connection
import java.sql.ResultSet
import java.sql.SQLException
import javax.sql.DataSource

/**
 * A journal in one table of PostgreSQL or SQLite, for any number of machines (PostgreSQL) and processes, Python's and
 * JavaScript's among them: `PostgresJournal`, `SqliteJournal` and the Django app have the same table.
 *
 * ```kotlin
 * val journal = JdbcJournal(dataSource)
 * journal.createTable() // once, at deployment
 * val senfenico = Senfenico(key, journal)
 * ```
 *
 * Each record is written in a transaction of its own, on a connection that is taken for it and given back: it is durable
 * before `put` answers, whatever transactions your program has open elsewhere. A connection that breaks during `put`
 * throws, for nobody knows then whether the record was kept: nothing is sent, and `resume` goes on from what was kept.
 * What is under way when a coroutine is cancelled is finished first.
 *
 * Behind a pooler of transactions (pgbouncer before 1.21) give PostgreSQL's driver `prepareThreshold=0`. A file of SQLite's
 * is yours to make readable by its owner alone; who finds another writing to it waits, up to half a minute.
 */
public class JdbcJournal(
    /** Where connections come from, which stays yours: a pool, or the driver's own. */
    source: DataSource,
    /** The table's name, with a schema if you like: `payments.records`. */
    table: String = "xaalis_records",
) : Journal {
    private val rows = JdbcTable(source, table)

    /** The SQL of [createTable] for PostgreSQL, for your own migrations. */
    public val schema: String = postgresSchema(table)

    /**
     * Makes the table and its indices unless they are there; once more after an update, for new ones. Any number of
     * processes may call it as they start.
     */
    public suspend fun createTable() {
        rows.create { if (it == Dialect.POSTGRES) schema else sqliteSchema(rows.name) }
    }

    /** @throws SQLException when it is not certain that the record is kept. */
    override suspend fun put(record: Record): Kept = rows.used { connection, dialect ->
        when (dialect) {
            Dialect.POSTGRES -> connection.decided(record)
            Dialect.SQLITE -> connection.alone { connection.looked(record) ?: connection.written(record, PUT) }
        }
    }

    override suspend fun get(opId: String): Record? = rows.read { connection, _ -> connection.one("WHERE op_id = ?", opId) }

    override suspend fun unfinished(): List<Record> = rows.read { connection, dialect ->
        connection.records("WHERE stage <> 'closed' ORDER BY ${dialect.oldestFirst}")
    }

    override suspend fun find(vendor: Vendor, mode: Mode, reference: String?, ourReference: String?): Record? =
        rows.read { connection, dialect ->
            fun by(column: String, name: String?): Record? = name?.let {
                val where = "WHERE vendor = ? AND mode = ? AND $column = ? ORDER BY ${dialect.newestFirst} LIMIT 1"
                connection.one(where, vendor.word, mode.word, it)
            }
            by("reference", reference) ?: by("our_reference", ourReference)
        }

    override fun toString(): String = "JdbcJournal(${rows.name})"

    /** One statement: the database decides, whoever else is at it. */
    private fun Connection.decided(record: Record): Kept {
        // Whoever holds the reference may give it up between the refusal and the look at who it is.
        repeat(TRIES) {
            try {
                if (written(record, if (record.sequence == 1L) INSERT else UPDATE) == Kept.STORED) return Kept.STORED
            } catch (error: SQLException) {
                if (error.sqlState !in REFUSED) throw error
            }
            looked(record)?.let { return it }
        }
        error("${record.opId}: neither kept nor refused after $TRIES tries")
    }

    /** Why it is not kept, if so. */
    private fun Connection.looked(record: Record): Kept? {
        val held = rows("SELECT sequence FROM ${rows.name} WHERE op_id = ?", record.opId) { it.getLong(1) }.firstOrNull() ?: 0
        if (record.sequence != held + 1) return Kept.OUTRUN
        val reference = record.reference ?: return null
        val claimed = "SELECT 1 FROM ${rows.name} WHERE vendor = ? AND mode = ? AND reference = ? AND op_id <> ?"
        val others = rows(claimed, record.vendor.word, record.mode.word, reference, record.opId) { true }
        return if (others.isEmpty()) null else Kept.TAKEN
    }

    /** [Kept.OUTRUN] also for a reference that is taken. */
    private fun Connection.written(record: Record, statement: String): Kept {
        val changed = rows(statement.replace("{table}", rows.name), *valuesFor(statement, record)) { true }
        return if (changed.size == 1) Kept.STORED else Kept.OUTRUN
    }

    private fun valuesFor(statement: String, record: Record): Array<Any?> = with(record) {
        val all = arrayOf<Any?>(opId, version, sequence, vendor.word, mode.word, operation, stage.word, reference, ourReference, state)
        if (statement === UPDATE) all.drop(1).toTypedArray() + opId + sequence else all
    }

    private fun Connection.one(where: String, vararg values: Any?): Record? = records(where, *values).firstOrNull()

    private fun Connection.records(where: String, vararg values: Any?): List<Record> =
        rows("SELECT ${COLUMNS.joinToString()} FROM ${rows.name} $where", *values, read = ::record)

    private companion object {
        const val TRIES = 5

        /** A unique violation, and a serialization failure under an isolation level of yours. */
        val REFUSED = setOf("23505", "40001")

        val COLUMNS = listOf(
            "op_id", "version", "sequence", "vendor", "mode", "operation", "stage", "reference", "our_reference", "state",
        )

        /**
         * With the statement's own transaction, for a session is not ours alone behind a pooler. Weaker than `on` only when
         * somebody chose so: `remote_apply` and the like are kept.
         */
        const val DURABLY = "RETURNING CASE WHEN current_setting('synchronous_commit') = 'off' " +
            "THEN set_config('synchronous_commit', 'on', true) END"
        val VALUES = "INSERT INTO {table} (${COLUMNS.joinToString()}) VALUES (${COLUMNS.joinToString { "?" }})"
        val INSERT = "$VALUES ON CONFLICT DO NOTHING $DURABLY"
        val UPDATE = "UPDATE {table} SET ${COLUMNS.drop(1).joinToString { "$it = ?" }}, updated_at = now() " +
            "WHERE op_id = ? AND sequence = ?::bigint - 1 $DURABLY"

        // Not REPLACE, which moves the row to the end: `unfinished` is oldest first.
        val PUT = "$VALUES ON CONFLICT (op_id) DO UPDATE SET ${COLUMNS.joinToString { "$it = excluded.$it" }} RETURNING 1"

        fun record(row: ResultSet): Record = Record(
            opId = row.getString(1),
            version = row.getLong(2),
            sequence = row.getLong(3),
            vendor = Vendor(row.getString(4)),
            mode = Mode(row.getString(5)),
            operation = row.getString(6),
            stage = Stage(row.getString(7)),
            reference = row.getString(8),
            ourReference = row.getString(9),
            state = row.getString(10),
        )
    }
}

private val Dialect.oldestFirst: String get() = if (this == Dialect.POSTGRES) "created_at, op_id" else "rowid"
private val Dialect.newestFirst: String get() = if (this == Dialect.POSTGRES) "created_at DESC, op_id" else "rowid DESC"

/** As Python's and JavaScript's `PostgresJournal` make it. */
private fun postgresSchema(table: String): String {
    val name = table.replace('.', '_')
    return """
CREATE TABLE IF NOT EXISTS $table (
    op_id text COLLATE "C" PRIMARY KEY, version integer NOT NULL, sequence bigint NOT NULL,
    vendor text NOT NULL, mode text NOT NULL, operation text NOT NULL, stage text NOT NULL,
    reference text COLLATE "C", our_reference text COLLATE "C", state text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now());
CREATE UNIQUE INDEX IF NOT EXISTS ${name}_claims ON $table (vendor, mode, reference)
    WHERE reference IS NOT NULL;
CREATE INDEX IF NOT EXISTS ${name}_ours ON $table (vendor, mode, our_reference)
    WHERE our_reference IS NOT NULL;
CREATE INDEX IF NOT EXISTS ${name}_unfinished ON $table (created_at) WHERE stage <> 'closed';
"""
}

/** As Python's and JavaScript's `SqliteJournal` make it. */
private fun sqliteSchema(table: String): String {
    val name = if (table == "xaalis_records") "xaalis" else table
    return """
CREATE TABLE IF NOT EXISTS $table (
    op_id TEXT PRIMARY KEY, version INTEGER NOT NULL, sequence INTEGER NOT NULL, vendor TEXT NOT NULL,
    mode TEXT NOT NULL, operation TEXT NOT NULL, stage TEXT NOT NULL, reference TEXT,
    our_reference TEXT, state TEXT NOT NULL);
CREATE UNIQUE INDEX IF NOT EXISTS ${name}_claims ON $table (vendor, mode, reference)
    WHERE reference IS NOT NULL;
CREATE INDEX IF NOT EXISTS ${name}_ours ON $table (vendor, mode, our_reference)
    WHERE our_reference IS NOT NULL;
CREATE INDEX IF NOT EXISTS ${name}_unfinished ON $table (stage) WHERE stage <> 'closed';
"""
}
