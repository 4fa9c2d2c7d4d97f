package dev.xaalis.relay

import dev.xaalis.BillPayment
import dev.xaalis.Charge
import dev.xaalis.Checkout
import dev.xaalis.Client
import dev.xaalis.Course
import dev.xaalis.InvalidInput
import dev.xaalis.MemoryJournal
import dev.xaalis.OperationBusy
import dev.xaalis.Payment
import dev.xaalis.Record
import dev.xaalis.Service
import dev.xaalis.SteadyClock
import dev.xaalis.Vendor
import dev.xaalis.door.Gate
import dev.xaalis.json
import dev.xaalis.pairs
import dev.xaalis.within
import java.util.UUID
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.withContext
import kotlinx.serialization.encodeToString
import kotlinx.serialization.serializer

/**
 * A merchant's relay, its server end: pages and apps pay without ever holding your key. One for a process.
 *
 * Your backend runs the payment with its own client and journal. A page has one address and a token that names one order
 * for a quarter of an hour; what it is told is a small view.
 *
 * ```kotlin
 * val senfenico = Senfenico(key, journal = journal)
 * val relay = Relay(
 *     senfenico,
 *     url = "https://shop.example/xaalis/pay",
 *     keys = listOf(RelayKey("k1", System.getenv("XAALIS_RELAY_KEY"))),
 *     origins = listOf("https://shop.example", "app"),
 *     tally = JdbcTally(dataSource),
 * )
 * val token = relay.mint(order.id, amount = order.total) // for the app of this order's customer, who is logged in
 * val answer = relay.handle(incoming)                    // from any framework: `examples/kotlin-server` has Ktor's
 * ```
 */
public class Relay(
    /**
     * Of the vendor whose payments it carries, with the journal that all your workers share; it stays yours. Who has both
     * vendors makes two relays, at two addresses.
     */
    private val client: Client,
    /** Where the relay is reached, `https://host/path`: every token names it. */
    private val url: String,
    /**
     * The first one mints, all of them check: to change one, add the new one behind the old, then put it first, and an
     * hour later leave the old one out.
     */
    keys: List<RelayKey>,
    /** Of your pages, as browsers write them (`https://shop.example`); `app` for apps. */
    origins: List<String>,
    /** What all your workers count in. In memory when left out, which only a journal in memory goes with. */
    tally: Tally? = null,
    /** Whether pages may collect from a phone: of a `Senfenico`, where it is true when left out. */
    collect: Boolean = client.vendor == Vendor.SENFENICO,
    /** Where the vendor's payment page sends customers back to: pages may open one then. Of a `Senfenico`. */
    checkout: CheckoutPages? = null,
    /**
     * True, and needed, of a `Dexchange`: pages may pay the bill of the customer that their token names, up to its amount,
     * from *your* balance. For your staff, or once the money was collected.
     */
    bills: Boolean = false,
    /** Where DEXCHANGE calls back. When left out, the vendor is asked until it knows. */
    callbacks: Callbacks? = null,
    /** Keeps the codes of top-ups: pages may top meters up then, by exactly their token's amount. */
    private val codes: Codes? = null,
    /**
     * How many requests of this process may wait for the vendor. More are answered with 503, so that a vendor that hangs
     * does not take the shop's other pages with it.
     */
    atOnce: Int = 8,
) : AutoCloseable {
    private val tally: Tally = tally ?: MemoryTally()
    private val usual: RelayOperation
    private val gate: Gate

    init {
        // What else would it do?
        if (!bills && client.vendor == Vendor.DEXCHANGE) throw InvalidInput("bills", "missing", "true, of a Dexchange")
        for ((name, isGiven) in listOf("callbacks" to (callbacks != null), "codes" to (codes != null))) {
            if (isGiven && !bills) throw InvalidInput(name, "given without bills", "bills = true, of a Dexchange")
        }
        // What all workers share, as the journal.
        if (tally == null && client.journal !is MemoryJournal) throw InvalidInput("tally", "missing", "JdbcTally")
        if (atOnce < 1) throw InvalidInput("atOnce", "out of range", "1, 2, …")
        usual = if (bills) RelayOperation.PAY_BILL else if (collect) RelayOperation.COLLECT else RelayOperation.CHECKOUT
        val settings = Settings(
            url, keys, origins,
            listOfNotNull("collect".takeIf { collect }, "checkout".takeIf { checkout != null }, "pay_bill".takeIf { bills }),
            checkout?.paid, checkout?.notPaid, callbacks?.base, callbacks?.secrets, codes != null, atOnce,
        )
        gate = crossed { Gate(client.account, json.encodeToString(settings)) }
    }

    /**
     * The answer to a request. What a store throws is logged and answered with 503. Whoever goes away meanwhile leaves
     * nothing half done: what was begun goes on to its answer, although nobody reads it.
     */
    public suspend fun handle(incoming: Incoming): Answer = withContext(NonCancellable) {
        // Tokens have the world's time: a process that runs for weeks asks for it with each request.
        val clock = client.desk.clock.takeUnless { it is SteadyClock } ?: SteadyClock()
        val body = incoming.body.let { if (it.size > Incoming.MOST_BODY) it.copyOf(Incoming.MOST_BODY + 1) else it }
        val id = UUID.randomUUID().toString().replace("-", "")
        val visit = crossed { gate.visit(incoming.method, incoming.target, pairs(incoming.headers), body, id, clock.now()) }
        visit.use {
            val going = Going(visit, client.desk, tally, codes, clock)
            val answer = going.toEnd()
            for (record in going.closed) tellEnd(record)
            answer
        }
    }

    /**
     * A token for the page of one order. Give it to nobody but that order's customer: whoever has it can have any phone
     * asked to pay, three times, or a bill paid from your balance.
     *
     * @param order your order's own, stable id, its primary key: a new one for each page that is loaded would let one
     *   order be paid twice. Letters, digits, `-` and `_`, at most 50.
     * @param amount in XOF francs. A changed cart needs a new token; compare with the order when it is paid. Of a bill the
     *   most that it may be, of a top-up exactly that.
     * @param operation when left out, what the relay carries out; where a `service` is given, `PAY_BILL`.
     * @param service of a bill, with `customer`: `SENEAU` or `SENELEC`; of a top-up `WOYOFAL`.
     * @param customer the number on the bill or meter. Whoever has the token can read it, and see what is owed.
     * @param seconds how long it is good for, 900 when left out, an hour at most; then the page asks for another.
     * @param origins of which pages, one to four; all of the relay's when left out.
     * @param phone the only phone that may pay. The token shows none of its digits.
     * @throws InvalidInput naming what is wrong.
     */
    public fun mint(
        order: String,
        amount: Long,
        operation: RelayOperation? = null,
        service: Service? = null,
        customer: String? = null,
        seconds: Long? = null,
        origins: List<String>? = null,
        phone: String? = null,
    ): String {
        val does = operation ?: if (service == null) usual else RelayOperation.PAY_BILL
        val wanted = json.encodeToString(Wanted(order, does.word, amount, seconds, origins, phone, service, customer))
        val clock = client.desk.clock.takeUnless { it is SteadyClock } ?: SteadyClock()
        return crossed { gate.mint(wanted, clock.now()) }
    }

    /** Frees what is native of it. The client is yours. */
    override fun close(): Unit = gate.close()

    override fun toString(): String = "Relay($url)"

    /** What a journal's `ended` is told, as by every client: before the page is. */
    private suspend fun tellEnd(record: Record) {
        try {
            try {
                lookAt(record)
            } catch (_: OperationBusy) {
                // A webhook or a worker looks at the same moment: after it.
                client.journal.get(record.opId)?.let { lookAt(it) }
            }
        } catch (error: Exception) {
            val why = error::class.simpleName
            log.log(System.Logger.Level.WARNING, "relay ${record.opId}: has ended, but nobody could be told: $why")
        }
    }

    private suspend fun lookAt(record: Record) {
        val answer = when (record.operation) {
            "checkout" -> serializer<Checkout>()
            "pay_bill" -> serializer<BillPayment>()
            else -> serializer<Charge>()
        }
        val native = within { client.account.resume(json.encodeToString(record), false, client.desk.clock.now()) }
        Payment(Course(record.opId, native, client.desk), answer, client.journal).use { payment ->
            // By the record alone: the vendor was just heard, and the code of a top-up is with who keeps codes.
            if (record.operation == "pay_bill") payment.stop()
            payment.advance(wait = PATIENCE)
        }
    }

    private companion object {
        /** For who was faster to have looked. */
        val PATIENCE = 5.seconds
    }
}

/** By the argument that it was given as. */
private inline fun <R> crossed(cross: () -> R): R = try {
    within(cross)
} catch (error: InvalidInput) {
    val field = ARGUMENTS[error.field] ?: throw error
    throw InvalidInput(field, error.problem, error.allowed, error.suggestion)
}

private val ARGUMENTS = mapOf(
    "relayUrl" to "url",
    "relayKey" to "keys",
    "relayKeys" to "keys",
    "kid" to "keys",
    "successUrl" to "checkout",
    "cancelUrl" to "checkout",
    "callBackURL" to "callbacks",
    "callbackUrl" to "callbacks",
    "callbackKey" to "callbacks",
    "mostAtOnce" to "atOnce",
    "account" to "client",
)
