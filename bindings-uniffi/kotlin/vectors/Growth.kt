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
        val before = held()
        repeat(TIMES) { once(WARM + it) }
        val after = held()
        println("growth: $name: ${before / 1024} kB in use before $TIMES, ${after / 1024} kB after; ${rss()} kB resident")
        assertTrue(after - before < MOST, "$name: ${after - before} bytes more")
    }

    private const val WARM = 2_000
    private const val SAMPLES = 25
    private const val TIMES = 10_000

    /** Three hundred bytes a time. What an operation holds is a multiple of that, and the JVM's own is less. */
    private const val MOST = 3L shl 20

    /**
     * The least of a while: the collector frees what nobody holds, the cleaner what that held, and the JVM's compilers, which
     * take their memory from the same allocator, come to their end.
     */
    private fun held(): Long = (1..SAMPLES).minOf {
        System.gc()
        Thread.sleep(100)
        if (Platform.isLinux()) inUse() else 0
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
