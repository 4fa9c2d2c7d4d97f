package shop

import dev.xaalis.Service
import dev.xaalis.relay.Codes
import java.sql.Connection
import java.sql.ResultSet
import javax.sql.DataSource
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext

/** Something to be paid, once: goods, or a bill at the counter. How its payment stands is in the journal alone. */
data class Order(
    /** Chosen by the page or app, so that what is sent twice is one order; hard to guess, for it is the address. */
    val id: String,
    /** The product, or the service of a bill. */
    val item: String,
    /** XOF francs; of a bill the most that it may be. */
    val amount: Long,
    /** The number on the bill or meter; `null` of goods. */
    val customer: String? = null,
    /** The payment that paid it, once one has. */
    val paidBy: String? = null,
) {
    val service: Service? get() = customer?.let { Service(item) }
}

/** The shop's orders, and what meters were topped up with. */
class Orders(private val source: DataSource) : Codes {
    suspend fun createTable(): Unit = connected { connection ->
        connection.createStatement().use {
            it.execute(
                "CREATE TABLE IF NOT EXISTS orders (id TEXT PRIMARY KEY, item TEXT NOT NULL, amount INTEGER NOT NULL, " +
                    "customer TEXT, paid_by TEXT, meter_code TEXT)",
            )
        }
    }

    /** Does nothing when it is there already: what is there counts. */
    suspend fun add(order: Order): Order {
        changed("INSERT INTO orders (id, item, amount, customer) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", order.id, order.item, order.amount, order.customer)
        return get(order.id) ?: error("${order.id} is not there")
    }

    suspend fun get(id: String): Order? = connected { connection ->
        connection.prepareStatement("SELECT id, item, amount, customer, paid_by FROM orders WHERE id = ?").use {
            it.setString(1, id)
            it.executeQuery().use { rows -> if (rows.next()) order(rows) else null }
        }
    }

    /** It is paid by this payment, if by none before: here goods are given, once. */
    suspend fun paid(id: String, opId: String): Boolean = changed("UPDATE orders SET paid_by = ? WHERE id = ? AND paid_by IS NULL", opId, id) == 1

    override suspend fun keep(order: String, code: String) {
        changed("UPDATE orders SET meter_code = ? WHERE id = ?", code, order)
    }

    override suspend fun recall(order: String): String? = connected { connection ->
        connection.prepareStatement("SELECT meter_code FROM orders WHERE id = ?").use {
            it.setString(1, order)
            it.executeQuery().use { rows -> if (rows.next()) rows.getString(1) else null }
        }
    }

    private fun order(row: ResultSet) = Order(row.getString(1), row.getString(2), row.getLong(3), row.getString(4), row.getString(5))

    private suspend fun changed(query: String, vararg values: Any?): Int = connected { connection ->
        connection.prepareStatement(query).use { statement ->
            values.forEachIndexed { at, value -> statement.setObject(at + 1, value) }
            statement.executeUpdate()
        }
    }

    private suspend fun <T> connected(work: (Connection) -> T): T = withContext(Dispatchers.IO) { source.connection.use(work) }
}
