package dev.xaalis

import com.sun.jna.Function
import com.sun.jna.NativeLong
import com.sun.jna.Platform
import com.sun.jna.Structure
import java.io.File
import kotlin.test.assertTrue

/** What the native half holds: what is in use of the C library's allocator, which Rust takes its memory from. */
object Growth {
    /** So many times, after so many to warm up with: in the end it holds no more than a few bytes each. */
    fun none(name: String, once: (Int) -> Unit) {
        repeat(WARM) { once(it) }
        val before = (1..SAMPLES).minOf { held() }
        repeat(TIMES) { once(WARM + it) }
        // What is held for good never gets less; what the JVM's compilers hold for now does.
        val end = System.nanoTime() + PATIENCE
        var after = held()
        while (after - before >= MOST && System.nanoTime() < end) after = minOf(after, held())
        println("growth: $name: ${before / 1024} kB in use before $TIMES, ${after / 1024} kB after; ${rss()} kB resident")
        assertTrue(after - before < MOST, "$name: ${after - before} bytes more")
    }

    private const val WARM = 2_000
    private const val SAMPLES = 25
    private const val PATIENCE = 60_000_000_000
    private const val TIMES = 10_000

    /** Three hundred bytes a time. What an operation holds is a multiple of that, and the JVM's own is less. */
    private const val MOST = 3L shl 20

    /**
     * A moment's: the collector frees what nobody holds, the cleaner what that held. The JVM's compilers take their memory
     * from the same allocator, by the ten megabytes.
     */
    private fun held(): Long {
        System.gc()
        Thread.sleep(100)
        return if (Platform.isLinux()) inUse() else 0
    }

    private fun inUse(): Long {
        val info = Function.getFunction("c", "mallinfo2").invoke(MallInfo::class.java, emptyArray()) as MallInfo
        // Without what was mapped: the JVM's large pieces.
        return info.uordblks.toLong()
    }

    private fun rss(): Long {
        val status = File("/proc/self/status").takeIf { it.exists() } ?: return 0
        return status.readLines().first { it.startsWith("VmRSS:") }.filter(Char::isDigit).toLong()
    }

    /** As `malloc.h` has it. */
    @Structure.FieldOrder("arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks", "fordblks", "keepcost")
    class MallInfo : Structure(), Structure.ByValue {
        @JvmField var arena: NativeLong = NativeLong()
        @JvmField var ordblks: NativeLong = NativeLong()
        @JvmField var smblks: NativeLong = NativeLong()
        @JvmField var hblks: NativeLong = NativeLong()
        @JvmField var hblkhd: NativeLong = NativeLong()
        @JvmField var usmblks: NativeLong = NativeLong()
        @JvmField var fsmblks: NativeLong = NativeLong()
        @JvmField var uordblks: NativeLong = NativeLong()
        @JvmField var fordblks: NativeLong = NativeLong()
        @JvmField var keepcost: NativeLong = NativeLong()
    }
}
