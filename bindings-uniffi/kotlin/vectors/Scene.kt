package dev.xaalis

import java.io.BufferedInputStream
import java.io.Closeable
import java.io.File
import java.io.IOException
import java.io.InputStream
import java.net.InetAddress
import java.net.InetSocketAddress
import java.net.ServerSocket
import java.net.Socket
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.atomic.AtomicInteger
import kotlin.concurrent.thread
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive

/** What can happen on the wire, and what must come of it: `scenarios.json`, as JavaScript runs it. */
class Scenario(private val data: JsonObject) {
    val name: String = data.at("name").word!!
    val call: String = data.at("call").word!!
    val said: String = data.at("said").word!!
    val posts: Int = data.at("posts").jsonPrimitive.content.toInt()

    /** How many in all, where one that was followed would be another. */
    val requests: Int? = data.at("requests").word?.toInt()
    val elsewhere: Boolean = data.at("elsewhere").word == "true"

    /** In which time, in seconds. What has no deadline ends far from any. */
    val ends: ClosedFloatingPointRange<Double> =
        (data.at("ends") as? JsonArray)?.map { it.jsonPrimitive.content.toDouble() }?.let { (from, to) -> from..to } ?: 0.0..25.0
    val hasNobody: Boolean = data.at("nobody").word == "true"

    /** What the server does with the next request. */
    fun deed(turn: Int): JsonElement = (data.at("does") as? JsonArray)?.let { it[minOf(turn, it.size - 1)] } ?: JsonNull
}

fun scenarios(): List<Scenario> {
    val root = System.getProperty("xaalis.root") ?: error("xaalis.root is not set")
    val file = File(root, "bindings-wasm/npm/test/runtimes/scenarios.json")
    return Json.parseToJsonElement(file.readText()).at("scenarios").jsonArray.map { Scenario(it.jsonObject) }
}

/** A vendor of one scenario, and the other host that it may point to. */
class Scene(private val scenario: Scenario) : AutoCloseable {
    private val turn = AtomicInteger()
    val vendor: Host = Host("127.0.0.1", isThere = !scenario.hasNobody) { request, socket -> does(scenario.deed(turn.getAndIncrement()), request, socket) }

    // There all is well: what matters is what arrives.
    val elsewhere: Host = Host("127.0.0.2") { request, socket -> does(JsonNull, request, socket) }

    override fun close() {
        vendor.close()
        elsewhere.close()
    }

    private fun does(deed: JsonElement, request: String, socket: Socket) {
        val out = socket.getOutputStream()
        fun write(text: String) = out.write(text.toByteArray()).also { out.flush() }
        fun has(name: String) = deed.at(name) != JsonNull
        fun number(name: String) = deed.at(name).jsonPrimitive.content.toLong()
        val body = deed.at("text").word ?: if (has("json")) deed.at("json").toString() else sample(request, deed.at("data"))
        val more = (deed.at("headers") as? JsonArray).orEmpty().joinToString("") { "${it.word}\r\n" }
        when {
            has("silent") -> return
            has("reset") -> return reset(socket)
            has("closes") -> return socket.shutdownOutput()
            has("bytes") -> write(deed.at("bytes").word!!)
            has("floodsMb") -> flood(number("floodsMb"), socket)
            has("drips") -> {
                write("${HEAD}Content-Length: 100000\r\n\r\n")
                while (true) {
                    Thread.sleep(number("drips"))
                    write(" ")
                }
            }
            has("redirect") -> {
                val host = if (deed.at("to").word == "elsewhere") elsewhere.url else vendor.url
                write(reply(number("redirect"), "", "Location: $host${request.substringAfter(' ')}\r\n"))
            }
            has("letters") -> {
                socket.tcpNoDelay = true
                write("${HEAD}Transfer-Encoding: chunked\r\n\r\n")
                for (letter in body) write("1\r\n$letter\r\n")
                write("0\r\n\r\n")
            }
            else -> {
                if (has("lateMs")) Thread.sleep(number("lateMs"))
                write(reply(if (has("status")) number("status") else 200, body, more))
            }
        }
        when (deed.at("then").word) {
            "closes" -> socket.shutdownOutput()
            // What was written arrives first.
            "reset" -> {
                Thread.sleep(50)
                reset(socket)
            }
        }
    }

    private fun flood(megabytes: Long, socket: Socket) {
        val out = socket.getOutputStream()
        out.write((if (megabytes == 0L) "$HEAD\r\n" else "${HEAD}Content-Length: ${megabytes shl 20}\r\n\r\n").toByteArray())
        val chunk = ByteArray(1 shl 16) { ' '.code.toByte() }
        var left = if (megabytes == 0L) Long.MAX_VALUE else megabytes shl 4
        while (left-- > 0) out.write(chunk)
    }
}

/** A small HTTP server on this machine: nothing between it and the socket. */
class Host(address: String, isThere: Boolean = true, private val answer: (request: String, socket: Socket) -> Unit) : Closeable {
    private val server = if (isThere) ServerSocket(0, 50, InetAddress.getByName(address)) else ServerSocket()

    /** A port that nobody listens at, and that no other server is given meanwhile. */
    private val kept = Socket().also { if (!isThere) it.bind(InetSocketAddress(address, 0)) }
    private val open = CopyOnWriteArrayList<Socket>()
    private val seen = AtomicInteger()

    /** Method and path of each request that arrived. */
    val requests: MutableList<String> = CopyOnWriteArrayList()
    val posts: Int get() = requests.count { it.startsWith("POST ") }
    val connections: Int get() = seen.get()
    val url: String = "http://$address:${if (isThere) server.localPort else kept.localPort}"

    init {
        if (isThere) thread(isDaemon = true) {
            while (true) {
                val socket = try { server.accept() } catch (_: IOException) { break }
                seen.incrementAndGet()
                open += socket
                thread(isDaemon = true) { runCatching { socket.use(::serve) }.also { open -= socket } }
            }
        }
    }

    override fun close() {
        server.close()
        kept.close()
        open.forEach { it.close() }
    }

    private fun serve(socket: Socket) {
        val input = BufferedInputStream(socket.getInputStream())
        while (true) {
            val head = generateSequence { line(input) }.takeWhile { it.isNotEmpty() }.toList().ifEmpty { return }
            val length = head.firstOrNull { it.startsWith("content-length:", ignoreCase = true) }?.substringAfter(':')?.trim()?.toInt()
            if (input.readNBytes(length ?: 0).size < (length ?: 0)) return
            val request = head[0].split(' ').take(2).joinToString(" ")
            requests += request
            answer(request, socket)
        }
    }

    private fun line(input: InputStream): String? {
        val line = StringBuilder()
        while (true) {
            when (val byte = input.read()) {
                -1 -> return null
                '\n'.code -> return line.removeSuffix("\r").toString()
                else -> line.append(byte.toChar())
            }
        }
    }
}

private const val HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"

private fun reply(status: Long, body: String, headers: String): String =
    "HTTP/1.1 $status X\r\nContent-Length: ${body.toByteArray().size}\r\n$headers\r\n$body"

private fun reset(socket: Socket) {
    socket.setSoLinger(true, 0)
    socket.close()
}

/** The vendor's page's answer to this call. */
private fun sample(request: String, more: JsonElement): String {
    val text = if (request.startsWith("GET")) FETCHED else if ("/transfers" in request) QUEUED else CREATED
    val answer = Json.parseToJsonElement(text).jsonObject
    val data = JsonObject(answer.at("data").jsonObject + (more as? JsonObject).orEmpty())
    return JsonObject(answer + ("data" to data)).toString()
}

private const val CREATED = """{"status":true,"message":"Charge attempted","data":{
    "reference":"ch_1ba1b4d1268b41079ee84c777e999f51","status":"send_otp",
    "display_text":"Composez *144*4*6*500# pour obtenir un code OTP.","live_mode":false}}"""
private const val FETCHED = """{"status":true,"message":"Charge attempted","data":{
    "reference":"ch_45a408fd483a4d66b98aeea97aa7c2e2","amount":1000,"fees":"3.50","currency":"XOF",
    "transaction_date":"2024-08-18T12:52:33.569084Z","ip_address":"172.18.0.1","status":"success","live_mode":false,
    "payment_method":"mobile_money","provider":"orange_bf","phone":"76000000","cancelled_at":null,
    "cancellation_reason":null,"created_at":"2024-08-18T12:52:33.572801Z","updated_at":"2024-08-18T12:58:04.376754Z",
    "confirmation_attempts":[]}}"""
private const val QUEUED = """{"status":true,"message":"Transfer has been queued","data":{
    "reference":"tr_ef733c5a98b04a51b00773256d8b8f2f","amount":1000,"fees":1.5,"recipient_phone":"76000000",
    "currency":"XOF","ip_address":"172.18.0.1","status":"pending","live_mode":false,"recipient_wallet":"orange_bf",
    "ext_id":"98b96ea4-210d-4ea0-9b03-8d7fd96e4064","created_at":"2024-03-21T21:08:33.336879Z"}}"""
