package dev.xaalis

/** Both vendors' sandbox behind a socket. */
internal class SandboxProgram : AutoCloseable {
    private val process = ProcessBuilder(System.getProperty("xaalis.sandbox"), "--port", "0").redirectErrorStream(true).start()

    val url: String = process.inputStream.bufferedReader().lineSequence()
        .firstNotNullOf { Regex("http://127\\.0\\.0\\.1:\\d+").find(it)?.value }

    override fun close() {
        process.destroy()
        process.waitFor()
    }
}
