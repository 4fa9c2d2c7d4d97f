package dev.xaalis.pay

import java.net.URL
import java.util.concurrent.TimeUnit
import kotlin.concurrent.thread
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext

/** A shop in a process of its own, `examples/src/bin/relay-over-axum.rs`: a real relay, and the sandbox behind it. */
class Relay : AutoCloseable {
    private val process = ProcessBuilder(System.getProperty("xaalis.relay"), "--serve")
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .apply { environment().keys.removeIf { it.startsWith("XAALIS_") } }
        .start()
    private val origin: String

    init {
        val lines = process.inputStream.bufferedReader()
        val line = generateSequence { lines.readLine() }.first { it.startsWith("TOKEN=") }
        origin = line.substringAfter("curl -s ").substringBefore("/token")
        thread(isDaemon = true) { lines.forEachLine {} }
    }

    val url get() = "$origin/xaalis/pay"

    /** What an app asks the shop's backend for: the one order's. */
    suspend fun token(): String = withContext(Dispatchers.IO) { URL("$origin/token").readText() }

    override fun close() {
        process.destroy()
        process.waitFor(5, TimeUnit.SECONDS)
    }
}
