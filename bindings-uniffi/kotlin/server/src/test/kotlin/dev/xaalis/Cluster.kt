package dev.xaalis

import java.io.File
import java.net.InetAddress
import java.net.ServerSocket
import java.sql.SQLException
import java.util.UUID
import java.util.concurrent.TimeUnit
import org.postgresql.ds.PGSimpleDataSource

/** A throwaway PostgreSQL of Debian's package, on loopback, under a password of its own. It runs as an unprivileged user. */
internal class Cluster : AutoCloseable {
    private val folder = File("/tmp/xaalis-kt-pg-${UUID.randomUUID()}")
    private val password = UUID.randomUUID().toString()
    private val port = ServerSocket(0, 1, InetAddress.getLoopbackAddress()).use { it.localPort }
    private val server: Process

    /** What `psycopg.connect` takes. */
    val conninfo: String get() = "host=127.0.0.1 port=$port user=xaalis password=$password dbname=postgres"

    init {
        check(folder.mkdir())
        val secret = File(folder, "password").apply { writeText(password) }
        if (IS_ROOT) finished("chown", "-R", "postgres", folder.path)
        val data = "$folder/data"
        finished(*asUser("initdb", "-D", data, "-U", "xaalis", "-A", "scram-sha-256", "--pwfile=$secret", "-E", "UTF8", "--no-locale", "--no-sync"))
        val settings = listOf("listen_addresses=127.0.0.1", "port=$port", "fsync=off", "max_connections=50").flatMap { listOf("-c", it) }
        server = builder(*asUser("postgres", "-D", data, "-k", folder.path, *settings.toTypedArray())).start()
        while (!isUp()) {
            check(server.isAlive) { File(folder, "log").readText() }
            Thread.sleep(50)
        }
    }

    fun source(): PGSimpleDataSource = PGSimpleDataSource().also {
        it.serverNames = arrayOf("127.0.0.1")
        it.portNumbers = intArrayOf(port)
        it.databaseName = "postgres"
        it.user = "xaalis"
        it.password = password
    }

    override fun close() {
        server.destroy()
        if (!server.waitFor(20, TimeUnit.SECONDS)) server.destroyForcibly().waitFor()
        folder.deleteRecursively()
    }

    private fun isUp(): Boolean = try {
        source().connection.use { true }
    } catch (_: SQLException) {
        false
    }

    private fun finished(vararg command: String) {
        check(builder(*command).start().waitFor() == 0) { File(folder, "log").readText() }
    }

    private fun builder(vararg command: String): ProcessBuilder {
        val log = ProcessBuilder.Redirect.appendTo(File(folder, "log"))
        return ProcessBuilder(*command).directory(File("/tmp")).redirectOutput(log).redirectError(log)
    }

    private fun asUser(program: String, vararg arguments: String): Array<String> {
        val newest = File("/usr/lib/postgresql").list().orEmpty().maxByOrNull { it.toIntOrNull() ?: 0 }
            ?: error("PostgreSQL is not installed: apt-get install postgresql")
        val command = arrayOf("/usr/lib/postgresql/$newest/bin/$program", *arguments)
        // It ends with the signal that its wrapper is sent: exec leaves none.
        return if (IS_ROOT) arrayOf("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *command) else command
    }

    private companion object {
        val IS_ROOT = System.getProperty("user.name") == "root"
    }
}
