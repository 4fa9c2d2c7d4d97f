package dev.xaalis

import dev.xaalis.door.Account
import dev.xaalis.door.Operation
import dev.xaalis.door.isAbout
import dev.xaalis.door.noticeVendor
import java.util.UUID
import kotlin.time.Duration
import kotlinx.serialization.KSerializer
import kotlinx.serialization.Serializable
import kotlinx.serialization.builtins.ListSerializer
import kotlinx.serialization.json.JsonPrimitive

/** What a client may be told besides its key. */
public class ClientOptions(
    /** Another address than the vendor's, such as a sandbox on this machine. The key is sent there. Plain http: loopback. */
    public val baseUrl: String? = null,
    /**
     * Keys of the same mode that the key replaced: what was begun under them goes on. They are never sent. Give them as
     * long as anybody may ask about it.
     */
    public val earlierKeys: List<String> = emptyList(),
    /**
     * Whether a charge that waits for a code can be given up (Senfenico). It rests on something that no page of the
     * vendor says: that no money moves before a code is submitted.
     */
    public val mayAbandon: Boolean = true,
    /** For how long a payer is waited for, from a minute to a week; a day when left out. */
    public val personAge: Duration? = null,
)

/** Key, host, transport and journal of one merchant at one vendor. Make one per process. */
public abstract class Client internal constructor(
    internal val vendor: Vendor,
    apiKey: String,
    internal val journal: Journal,
    transport: Transport,
    options: ClientOptions,
) : AutoCloseable {
    internal val desk: Desk = Desk(transport, journal, transport.clock ?: SteadyClock())
    internal val account: Account = within {
        val config = Config(vendor, apiKey, options.baseUrl, options.earlierKeys, options.mayAbandon, options.personAge?.inWholeMilliseconds)
        Account(crossing(config))
    }

    /** `test` or `live` as the key says, `unknown` when it says neither. */
    public val mode: Mode = Mode(account.mode())

    /**
     * Goes on with a stored operation: an ended one reports its end, an unknown one is looked for again. What may have
     * been sent is not sent again. `T` is what the operation answers: `Charge` of a collect, …
     *
     * @param calm for who comes back often, as a page that is loaded again: where the vendor was asked a moment ago,
     *   `advance` says `Waiting` until the next look is due.
     * @throws OperationNotFound when the journal does not know it.
     * @throws RecordError when the record is of another vendor, mode or key, or was changed.
     */
    public suspend inline fun <reified T : Any> resume(opId: String, calm: Boolean = false): Payment<T> =
        resume(opId, kotlinx.serialization.serializer<T>(), calm)

    @PublishedApi
    internal suspend fun <T> resume(opId: String, answer: KSerializer<T>, calm: Boolean): Payment<T> {
        val held = journal.get(opId)?.let { crossing(it) } ?: "null"
        val native = within { account.resumeUnder(whole(opId), held, calm, desk.clock.now()) }
        return Payment(Course(opId, native, desk), answer, journal)
    }

    /**
     * The `opId` of the payment that a verified webhook is about: resume it, hand it the notice, let it go on. `null` when
     * the journal knows none: one that was not begun here, or whose reference is not known yet. Keep such a notice and
     * look again.
     */
    public suspend fun paymentOf(notice: Notice): String? {
        val told = crossing(notice)
        if (within { noticeVendor(told) } != vendor.word) return null
        val held = journal.find(vendor, mode, notice.reference, notice.extId) ?: return null
        return held.opId.takeIf { within { isAbout(crossing(held), told) } }
    }

    /** The newest records of this vendor's and mode's operations that have not ended: resume each after a start. */
    public suspend fun unfinished(): List<Record> = journal.unfinished().filter { it.vendor == vendor && it.mode == mode }

    override fun close(): Unit = account.close()

    override fun toString(): String = "${this::class.simpleName}($mode, apiKey=•••)"

    /** Looks the id up, and continues what the journal knows of it. */
    internal suspend fun <T> begin(opId: String, order: Order, answer: KSerializer<T>, after: List<String>): Payment<T> {
        val course = Course(opId, within { account.begin(crossing(order), whole(opId), crossing(after)) }, desk)
        try {
            course.open()
        } catch (error: Throwable) {
            course.close()
            throw error
        }
        return Payment(course, answer, journal)
    }

    internal suspend fun <T> flow(
        opId: String,
        order: Order,
        answer: KSerializer<T>,
        after: List<String>,
        timeout: Duration?,
        onProgress: (suspend (Progress) -> Unit)? = null,
        onPrompt: (suspend (Prompt) -> Answer)? = null,
    ): T = begin(opId, order, answer, after).use { payment ->
        if (timeout == null) payment.run(onProgress = onProgress, onPrompt = onPrompt)
        else payment.run(timeout, onProgress, onPrompt)
    }

    internal suspend fun <T> call(order: Order, answer: KSerializer<T>, opId: String? = null): T {
        val payment = if (opId == null) alone(order, answer) else begin(opId, order, answer, emptyList())
        return payment.use { it.run() }
    }

    /** A read of everything. */
    internal suspend fun <T> list(order: Order, item: KSerializer<T>): Items<T> =
        alone(order, ListSerializer(item)).use { Items(it.run(), it.unreadable) }

    /** The same, as it arrives. */
    internal fun <T> iterate(order: Order, item: KSerializer<T>): Listing<T> = Listing(item) { courseOf(order) }

    private fun <T> alone(order: Order, answer: KSerializer<T>): Payment<T> = Payment(courseOf(order), answer, journal)

    private fun courseOf(order: Order): Course {
        val opId = UUID.randomUUID().toString().replace("-", "")
        val native: Operation = within { account.beginAlone(crossing(order), opId) }
        return Course(opId, native, desk)
    }
}

@Serializable
private class Config(
    @kotlinx.serialization.SerialName("vendor") val vendor: Vendor,
    @kotlinx.serialization.SerialName("api_key") val apiKey: String,
    @kotlinx.serialization.SerialName("base_url") val baseUrl: String?,
    @kotlinx.serialization.SerialName("earlier_keys") val earlierKeys: List<String>,
    @kotlinx.serialization.SerialName("may_abandon") val mayAbandon: Boolean,
    @kotlinx.serialization.SerialName("person_age_ms") val personAgeMs: Long?,
    @OptIn(kotlinx.serialization.ExperimentalSerializationApi::class)
    @kotlinx.serialization.EncodeDefault
    val keys: String = "camel",
)
