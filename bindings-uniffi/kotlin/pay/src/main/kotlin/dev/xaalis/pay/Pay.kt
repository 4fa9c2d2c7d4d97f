package dev.xaalis.pay

import java.util.concurrent.atomic.AtomicBoolean
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.Job
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.launch
import kotlinx.coroutines.selects.select
import kotlinx.coroutines.withTimeoutOrNull

/**
 * An app's end of one order at its shop's relay: it holds no key, and nothing is kept.
 *
 * ```kotlin
 * val pay = Pay("https://shop.example/xaalis/pay") { shop.payToken("order-42") }
 * val end = pay.run { view, problem ->
 *     when {
 *         view is View.Ready -> pay.start(askForNumber(problem))
 *         view is View.Asking && view.prompt is Prompt.Otp -> pay.code(askForCode(view.prompt))
 *     }
 * }
 * ```
 *
 * Whoever was killed in the middle makes a new one for the same order, which goes on where the order stands. Screens are
 * easier with a [PayModel]. One coroutine goes through the order; [start], [code] and [look] may come from any thread.
 *
 * @constructor Nothing is sent yet.
 * @param url the relay's address: https, or http on this machine.
 * @param transport performs requests.
 * @param token asks the shop's backend for a token: at the start, and again when it is too old, a quarter of an hour
 *   later. Does it throw, or take longer than 20 seconds, it is called again after a pause. The token stays in memory.
 * @throws InvalidInput naming `url`.
 */
public class Pay internal constructor(
    url: String,
    private val transport: Transport,
    private val clock: Clock,
    private val token: suspend () -> String,
) : AutoCloseable {
    public constructor(url: String, transport: Transport = HttpTransport(), token: suspend () -> String) :
        this(url, transport, PassingClock(), token)

    /** What `token` or the transport last threw, for your log. */
    @Volatile
    public var lastError: Exception? = null
        private set

    private val lock = Any()
    private val machine = Machine(url)

    /** What a person did wakes whoever waits. */
    private val woken = Channel<Unit>(Channel.CONFLATED)
    private val isAdvancing = AtomicBoolean()

    /** What is under way, and whether it only looks: a person does not wait for that. */
    private var underWay: Job? = null
    private var isLooking = false

    /** There is something that a person can do. */
    private var isSeen = false

    /** What was told last, and was not done about since. */
    private var told: Step? = null
    private var isClosed = false

    /**
     * The person wants to pay: heard while `view.nextAttempt` is given. While a code is asked for, this gives the earlier
     * number up, for good. `false`: not heard, for one thing is done at a time.
     *
     * @param phone the payer's number as typed; none for a payment page or a bill.
     * @param provider the operator, where the number's prefix does not tell.
     * @param bill which of the bills that are shown; none, to be shown them.
     */
    public fun start(phone: String? = null, provider: Provider? = null, bill: String? = null): Boolean =
        acts { now -> machine.start(phone, provider, bill, now) }

    /** The person typed the code: heard while one is asked for. `false`: not heard. */
    public fun code(code: String): Boolean = acts { now -> machine.code(code, now) }

    /** Looks now: the person came back to the app. By itself it does when it is told to. */
    public fun look() {
        synchronized(lock) {
            if (isClosed) return
            told = null
            machine.look(clock.now())
        }
        woken.trySend(Unit)
    }

    /**
     * Goes on until there is something new to show, or the end. At the end it is the end again, until the person begins
     * once more. Cancelled, it stops, and can be called again.
     */
    public suspend fun advance(): Step = alone { news(isEndNews = true) }

    /** All news, from where the order stands, until nothing may begin any more: a no is followed by the next [start]. */
    public fun steps(): Flow<Step> = flow {
        var step = advance()
        emit(step)
        while (step is Step.Shown || step is Step.Ended && step.view.nextAttempt != null) {
            step = alone { news(isEndNews = false) }
            emit(step)
        }
    }

    /**
     * Goes on to the end, showing all news meanwhile.
     *
     * @param show shows how it stands and what was wrong with what the person did last. It may wait for the person and
     *   call [start] or [code]; news that come meanwhile are shown after it.
     */
    public suspend fun run(show: suspend (view: View, problem: Problem?) -> Unit): Step.End {
        while (true) {
            when (val step = advance()) {
                is Step.End -> return step
                is Step.Shown -> show(step.view, step.problem)
            }
        }
    }

    /** Ends the app's part, and whoever goes through it is cancelled. The payment goes on at the shop. */
    override fun close() {
        synchronized(lock) {
            if (isClosed) return
            isClosed = true
            underWay?.cancel()
            machine.close()
        }
        woken.close()
    }

    override fun toString(): String = "Pay"

    /** They are told even what they were told before, and wait for no look that is under way. */
    private fun acts(did: (now: Long) -> Boolean): Boolean {
        val isHeard = synchronized(lock) {
            if (isClosed) return false
            val now = clock.now()
            if (isLooking && isSeen) {
                isLooking = false
                machine.failed(now)
                underWay?.cancel()
            }
            did(now).also { isHeard -> if (isHeard) told = null }
        }
        woken.trySend(Unit)
        return isHeard
    }

    private suspend fun <R> alone(go: suspend () -> R): R {
        check(isAdvancing.compareAndSet(false, true)) { "somebody goes through this order already" }
        try {
            return go()
        } finally {
            isAdvancing.set(false)
        }
    }

    private suspend fun news(isEndNews: Boolean): Step {
        while (true) {
            currentCoroutineContext().ensureActive()
            when (val move = poll()) {
                is Move.Token -> ask()
                is Move.Send -> exchange(move.request)
                is Move.Wait -> rest(move.until)
                is Move.Show -> if (move.isNews || isEndNews && move.until == null) return move.step else rest(move.until)
            }
        }
    }

    private fun poll(): Move = open { now ->
        val move = machine.poll(now)
        isLooking = move is Move.Send && move.request.body == null
        if (move is Move.Show) {
            isSeen = true
            move.isNews = move.step != told
            told = move.step
        }
        move
    }

    private suspend fun ask() {
        val token = answered(TOKEN_MS) { token() }
        open { now -> if (token == null) machine.failed(now) else machine.token(token.trim(), now) }
    }

    private suspend fun exchange(request: TransportRequest) {
        val answer = try {
            answered(request.timeoutMs) { transport.send(request) }
        } catch (cancelled: CancellationException) {
            synchronized(lock) { if (!isClosed) machine.failed(clock.now()) }
            throw cancelled
        }
        val isWhole = answer != null && answer.body.size <= request.maxBody
        open { now -> if (answer == null || !isWhole) machine.failed(now) else machine.answered(answer, now) }
    }

    /** What it comes to, in time; `null` where it does not, or a person did not wait for it. */
    private suspend fun <R : Any> answered(timeoutMs: Long, work: suspend () -> R): R? = try {
        coroutineScope {
            val job = async { withTimeoutOrNull(timeoutMs) { work() } }
            open { underWay = job }
            job.await()
        }
    } catch (cancelled: CancellationException) {
        currentCoroutineContext().ensureActive()
        null
    } catch (error: Exception) {
        lastError = error
        null
    } finally {
        synchronized(lock) { underWay = null }
    }

    /** Until this moment, as long as it takes where there is none, or until the person does something. */
    private suspend fun rest(until: Long?): Unit = coroutineScope {
        val sleeper = launch { if (until == null) awaitCancellation() else clock.sleepUntil(until) }
        select {
            sleeper.onJoin {}
            woken.onReceiveCatching {}
        }
        sleeper.cancel()
    }

    private fun <R> open(work: (now: Long) -> R): R = synchronized(lock) {
        if (isClosed) throw CancellationException("this payment is closed")
        work(clock.now())
    }

    private companion object {
        const val TOKEN_MS = 20_000L
    }
}
