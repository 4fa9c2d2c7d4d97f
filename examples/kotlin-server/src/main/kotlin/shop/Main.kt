package shop

import dev.xaalis.HttpTransport
import dev.xaalis.JdbcJournal
import dev.xaalis.Sandbox
import dev.xaalis.SandboxOptions
import dev.xaalis.relay.JdbcTally
import io.ktor.server.cio.CIO
import io.ktor.server.engine.EmbeddedServer
import io.ktor.server.engine.embeddedServer
import io.ktor.server.routing.routing
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.nio.file.Files
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancel
import kotlinx.coroutines.delay
import kotlinx.coroutines.future.await
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import org.sqlite.SQLiteConfig
import org.sqlite.SQLiteDataSource

fun main() {
    val config = configOf()
    val shop = Shop(config, if (config.isSandbox) sandboxOf(config) else null)
    Runtime.getRuntime().addShutdownHook(Thread(shop::close))
    println("http://127.0.0.1:${config.port}")
    Thread.currentThread().join()
}

/** Both vendors' servers in this process, where there are no keys. */
fun sandboxOf(config: Config): Sandbox = Sandbox(
    SandboxOptions(
        webhookUrl = "${config.publicUrl}/webhooks/senfenico",
        webhookKey = config.senfenicoWebhookKey,
        payerMs = 8_000,
        topUpMs = 6_000,
    ),
    realTime = true,
)

/** The shop, from its database to its address; it serves until it is closed. */
class Shop(config: Config, sandbox: Sandbox?) : AutoCloseable {
    private val source = databaseOf(config)
    private val orders = Orders(source)
    private val tally = JdbcTally(source)
    private val journal = JdbcJournal(source)
    private val payments = Payments(config, orders, journal, tally, sandbox ?: HttpTransport())
    private val worker = CoroutineScope(Dispatchers.IO + SupervisorJob())
    private val server: EmbeddedServer<*, *>

    init {
        runBlocking {
            orders.createTable()
            journal.createTable()
            tally.createTable()
        }
        server = embeddedServer(CIO, port = config.port, host = "127.0.0.1") {
            routing { shop(config, orders, payments) }
        }.start()
        worker.launch { payments.goesOn() }
        if (sandbox != null) worker.launch { delivers(sandbox) }
    }

    override fun close() {
        worker.cancel()
        server.stop(gracePeriodMillis = 0, timeoutMillis = 1_000)
        payments.close()
    }
}

/** One file, which several processes may share. */
private fun databaseOf(config: Config): SQLiteDataSource {
    val path = config.database ?: "${Files.createTempDirectory("shop")}/shop.db"
    val settings = SQLiteConfig().apply {
        setSynchronous(SQLiteConfig.SynchronousMode.FULL)
        setBusyTimeout(30_000)
    }
    return SQLiteDataSource(settings).apply { url = "jdbc:sqlite:$path" }
}

/** The sandbox's webhooks, over HTTP as the vendors' come. */
private suspend fun delivers(sandbox: Sandbox) {
    val http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()
    while (true) {
        for (delivery in sandbox.deliveries()) {
            val request = HttpRequest.newBuilder(URI(delivery.url)).POST(HttpRequest.BodyPublishers.ofString(delivery.body))
            for ((name, value) in delivery.headers) request.header(name, value)
            try {
                val answer = http.sendAsync(request.build(), HttpResponse.BodyHandlers.discarding()).await()
                if (answer.statusCode() == 200) sandbox.acknowledge(delivery)
            } catch (_: java.io.IOException) {
                // It comes again.
            }
        }
        delay(250)
    }
}
