package dev.xaalis.bench

import java.io.File
import kotlinx.coroutines.runBlocking
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive

/** `--server PROGRAM --out FILE [--quick]`: measures both packages beside clients by hand, and writes the rows. */
fun main(args: Array<String>): Unit = runBlocking {
    fun given(name: String): String = args[args.indexOf("--$name") + 1]
    val rounds = if ("--quick" in args) Rounds(rounds = 6, ms = 300) else Rounds(rounds = 20, ms = 1_000)
    val server = ProcessBuilder(given("server")).redirectError(ProcessBuilder.Redirect.INHERIT).start()
    try {
        val ready = Json.parseToJsonElement(server.inputStream.bufferedReader().readLine()).jsonObject
        val url = ready.getValue("http").jsonPrimitive.content
        val rows = calls(url, rounds) + inMemory(rounds) + relay(url, rounds)
        File(given("out")).writeText(Json.encodeToString(rows))
    } finally {
        // It serves until its standard input closes.
        server.outputStream.close()
        server.waitFor()
    }
    // OkHttp's threads would keep the program for a minute.
    System.exit(0)
}
