package shop

import dev.xaalis.BillPayment
import dev.xaalis.Charge
import dev.xaalis.Client
import dev.xaalis.Dexchange
import dev.xaalis.DexchangeWebhooks
import dev.xaalis.HttpTransport
import dev.xaalis.Journal
import dev.xaalis.Notice
import dev.xaalis.OperationBusy
import dev.xaalis.Outcome
import dev.xaalis.Payment
import dev.xaalis.Senfenico
import dev.xaalis.SenfenicoWebhooks
import dev.xaalis.Transport
import dev.xaalis.relay.Callbacks
import dev.xaalis.relay.Relay
import dev.xaalis.relay.RelayKey
import dev.xaalis.relay.Tally
import kotlinx.coroutines.delay
import org.slf4j.LoggerFactory

/** What takes money: both vendors, and a relay for each, over one journal. */
class Payments(
    private val config: Config,
    private val orders: Orders,
    journal: Journal,
    tally: Tally,
    transport: Transport = HttpTransport(),
) : AutoCloseable {
    private val told = ToldOfEnds(journal, orders)
    private val senfenico = Senfenico(config.senfenicoKey, told, transport)
    private val dexchange = Dexchange(config.dexchangeKey, told, transport)
    private val keys = listOf(RelayKey("k1", config.relayKey))

    /** Pages of the shop's own, and apps. */
    private val origins = listOf(config.publicUrl, "app")
    private val callbacks = Callbacks("${config.publicUrl}/webhooks/dexchange", listOf(config.callbackSecret))

    val senfenicoWebhooks = SenfenicoWebhooks(config.senfenicoWebhookKey)
    val dexchangeWebhooks = DexchangeWebhooks(config.callbackSecret)

    /** Customers pay their orders. */
    val relay = Relay(senfenico, "${config.publicUrl}$RELAY", keys, origins, tally)

    /** The staff pays bills and tops meters up, from the shop's balance. */
    val bills = Relay(dexchange, "${config.publicUrl}$BILLS", keys, origins, tally, bills = true, callbacks = callbacks, codes = orders)

    /** A token for whoever may pay this order. */
    fun token(order: Order): String =
        if (order.customer == null) relay.mint(order.id, order.amount)
        else bills.mint(order.id, order.amount, service = order.service, customer = order.customer)

    /** A verified webhook is a hint, never proof: the vendor is asked. One of a payment that was not begun here is passed over. */
    suspend fun heard(notice: Notice) {
        for (client in listOf(senfenico, dexchange)) {
            val opId = client.paymentOf(notice) ?: continue
            goOn(client, opId) { it.notify(notice) }
        }
    }

    /** What a customer who went away, or a process that died, left open. */
    suspend fun goesOn() {
        while (true) {
            for (client in listOf(senfenico, dexchange)) {
                try {
                    for (record in client.unfinished()) goOn(client, record.opId)
                } catch (error: java.sql.SQLException) {
                    log.warn("looking again failed: {}", error::class.simpleName)
                }
            }
            delay(config.lookEveryMs)
        }
    }

    override fun close() {
        for (one in listOf(relay, bills, senfenico, dexchange)) one.close()
    }

    private suspend fun goOn(client: Client, opId: String, first: (Payment<*>) -> Unit = {}) {
        try {
            val payment = if (client === senfenico) client.resume<Charge>(opId, calm = true) else client.resume<BillPayment>(opId, calm = true)
            payment.use {
                first(it)
                it.advance()
            }
        } catch (_: OperationBusy) {
            // Somebody else was faster, and has gone on with it.
        }
    }

    companion object {
        const val RELAY = "/xaalis/pay"
        const val BILLS = "/xaalis/bills"
        private val log = LoggerFactory.getLogger("shop.payments")
    }

    /** The journal, which is told how each payment ended, whoever saw it: a page, a webhook, another process. */
    private class ToldOfEnds(journal: Journal, private val orders: Orders) : Journal by journal {
        override suspend fun ended(opId: String, operation: String, outcome: Outcome<*>) {
            if (outcome !is Outcome.Settled) return
            // A relay's payment is named after its order.
            val order = orders.get(opId.removePrefix("relay-").substringBeforeLast('-')) ?: return
            val amount = (outcome.value as? Charge)?.amount
            if (amount != null && amount != order.amount) return log.error("{} paid {} of {}: look at it", opId, amount, order.amount)
            if (orders.paid(order.id, opId)) log.info("order {} is paid: give the goods", order.id)
            else if (orders.get(order.id)?.paidBy != opId) log.error("order {} was paid before: give {} back", order.id, opId)
        }
    }
}
