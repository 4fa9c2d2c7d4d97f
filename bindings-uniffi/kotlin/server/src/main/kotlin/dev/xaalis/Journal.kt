package dev.xaalis

/** What a journal made of a record. */
public enum class Kept(internal val word: String) {
    /** Kept, durably. */
    STORED("stored"),

    /** Refused, nothing kept: another `opId` of the same vendor and mode holds the record's `reference`. */
    TAKEN("taken"),

    /** Refused, nothing kept: another process was faster. */
    OUTRUN("outrun"),
}

/**
 * Where records are kept, so that no payment is lost and none is made twice.
 *
 * A journal keeps the newest record of each operation and decides two races: between two processes on one operation,
 * and between two operations for one payment of the vendor's. One of your own keeps `state` to the byte: what is parsed
 * and written anew has lost its seal. `tests/vectors/journal.json` of the repository is this contract as data.
 */
public interface Journal {
    /**
     * Keeps a record, durably and all or nothing, before it answers.
     *
     * [Kept.OUTRUN] when `record.sequence` is not exactly one more than that of the newest record of its `opId` (0 when
     * there is none); else [Kept.TAKEN] when another `opId` of the same vendor and mode holds the record's `reference`.
     * Throw when it is not certain that the record is kept.
     */
    public suspend fun put(record: Record): Kept

    /** The newest record of an operation. */
    public suspend fun get(opId: String): Record?

    /** The newest records of all operations whose `stage` is not `closed`, oldest operation first. */
    public suspend fun unfinished(): List<Record>

    /**
     * The record that a webhook is about: the newest one of the operation that holds the vendor's `reference`, else of
     * the newest operation with this `ourReference`. Both want an index.
     */
    public suspend fun find(vendor: Vendor, mode: Mode, reference: String?, ourReference: String?): Record?

    /** Told how each operation ended, after its last record was kept; it must not throw. */
    public suspend fun ended(opId: String, operation: String, outcome: Outcome<*>): Unit = Unit
}

/** A journal in memory: for tests, and for programs that can afford to forget. */
public class MemoryJournal : Journal {
    private val records = LinkedHashMap<String, Record>()
    private val owners = HashMap<String, String>()

    /** The newest operation of each id that we gave a payment. */
    private val ours = HashMap<String, String>()

    override suspend fun put(record: Record): Kept = synchronized(records) {
        val held = records[record.opId]
        if (record.sequence != (held?.sequence ?: 0) + 1) return Kept.OUTRUN
        val claim = name(record.vendor, record.mode, record.reference)
        val owner = claim?.let(owners::get)
        if (owner != null && owner != record.opId) return Kept.TAKEN
        // A reference that was given up is free again.
        held?.let { name(it.vendor, it.mode, it.reference) }?.let(owners::remove)
        if (claim != null) owners[claim] = record.opId
        rename(held, record)
        records[record.opId] = record
        Kept.STORED
    }

    override suspend fun get(opId: String): Record? = synchronized(records) { records[opId] }

    override suspend fun unfinished(): List<Record> =
        synchronized(records) { records.values.filter { it.stage != Stage.CLOSED } }

    override suspend fun find(vendor: Vendor, mode: Mode, reference: String?, ourReference: String?): Record? =
        synchronized(records) {
            val owner = name(vendor, mode, reference)?.let(owners::get) ?: name(vendor, mode, ourReference)?.let(ours::get)
            owner?.let(records::get)
        }

    /** The newest operation has it, and one that began anew may have given another. */
    private fun rename(held: Record?, record: Record) {
        val old = held?.let { name(it.vendor, it.mode, it.ourReference) }
        val now = name(record.vendor, record.mode, record.ourReference)
        if (old == now) return
        if (old != null && ours[old] == record.opId) ours.remove(old)
        if (now != null) ours[now] = record.opId
    }
}

/** Test and live, and the vendors, may use the same words. */
private fun name(vendor: Vendor, mode: Mode, word: String?): String? = word?.let { "$vendor/$mode/$it" }
