package dev.xaalis

import java.util.concurrent.atomic.AtomicBoolean
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.withTimeoutOrNull
import kotlinx.serialization.KSerializer
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.decodeFromJsonElement
import kotlinx.serialization.json.encodeToJsonElement

/** What an operation comes to: a person is needed, nothing is to be done for a while, or it has ended. */
public sealed interface PaymentStep<out T> {
    /** Ask or show this, then answer. */
    public data class Asks(val prompt: Prompt) : PaymentStep<Nothing>

    /** Nothing to do before `until`: go on then, with [Payment.advance], or when a webhook comes. */
    public data class Waiting(
        /** Milliseconds since 1970. */
        val until: Long,
        /** What is waited for. */
        val why: Why,
    ) : PaymentStep<Nothing>

    /** The end. */
    public data class Done<out T>(
        /** How it ended; of a bulk payout each item has an outcome of its own. */
        val outcome: Outcome<T>,
    ) : PaymentStep<T>
}

/** What a person answers to a prompt. */
public sealed interface Answer {
    /** The one-time code, as typed. */
    public class Otp(public val code: String) : Answer

    /** What was to be shown was shown. */
    public data object Shown : Answer

    /** One of the prompt's bills, by its reference. */
    public class Bill(public val reference: String) : Answer

    /** Phone numbers by `extId`. */
    public class Recipients(public val phones: Map<String, String>) : Answer
}

/**
 * An operation, step by step.
 *
 * A web shop asks for the code in one request and submits it in the next:
 *
 * ```kotlin
 * val payment = senfenico.beginCollect("order-42", amount = 1_000, phone = phone)
 * val step = payment.advance() // PaymentStep.Asks(Prompt.Otp): render the form
 * // … the next request, perhaps in another process
 * val payment = senfenico.resume<Charge>("order-42")
 * payment.submitOtp(code)
 * val step = payment.advance(wait = 5.seconds) // done, another prompt, or waiting: a webhook or cron goes on
 * ```
 *
 * Close it when you are done with it; what is needed to go on is in the journal.
 */
public class Payment<T> internal constructor(
    private val course: Course,
    private val answer: KSerializer<T>,
    private val journal: Journal,
) : AutoCloseable {
    /** What a person has to answer or see now. */
    public var prompt: Prompt? = null
        private set

    /** How it ended; `null` while it is on its way. */
    public var outcome: Outcome<T>? = null
        private set

    /** Of a list: the items that could not be read. */
    internal var unreadable: List<Unreadable> = emptyList()
        private set

    private val isAdvancing = AtomicBoolean()

    /** Your id of the operation. */
    public val opId: String get() = course.opId

    /** What kind of operation: `collect`, `payout`, … */
    public val operation: String get() = course.view.operation

    /** The vendor's reference, once known: what its webhooks are matched by. */
    public val reference: String? get() = course.view.reference

    /** The id you gave the payment at the vendor (`extId`, `externalTransactionId`). */
    public val ourReference: String? get() = course.view.ourReference

    /** What a person should look at although the payment went on: paid after it had failed, … */
    public val alarms: List<Alarm> get() = course.view.alarms

    /** How far a bulk payout is: handed over, settled, refused, unknown, of how many. Of anything else `null`. */
    public val progress: Progress? get() = course.view.progress

    /** Whether [abandon] may be called now: of a charge that waits for a code, none of whose codes is unanswered. */
    public val canAbandon: Boolean get() = outcome == null && course.view.canAbandon

    /** What the payer has to be shown while the payment waits for him, also after [shown] and after a resume. */
    public val toShow: Prompt? get() = course.view.toShow

    /** What the transport last said where there was no answer, for your log. */
    public val transportError: Throwable? get() = course.transportError

    /**
     * Goes on until a person is needed, the end is reached, or nothing is to be done for longer than `wait` in all. What
     * is needed is in the journal: another process may go on.
     *
     * @throws OperationBusy when another process has gone further, and what your journal throws.
     */
    public suspend fun advance(wait: Duration = Duration.ZERO): PaymentStep<T> =
        advanceUntil(course.now() + wait.inWholeMilliseconds, null)

    /**
     * Carries it to its end and returns the value, or throws as [result] does.
     *
     * After `timeout` the waiting ends and what is known is said: an open payment is [OutcomeUnknown] then, and
     * `resume` goes on with it. A person who is asked is not waited for longer either; a request under way is not cut:
     * it has a deadline of its own. Cancelled, it stops; what may have been sent is in the journal.
     *
     * @param onPrompt asked for a code, shown what to dial or where to go, asked for a bill or recipients.
     * @param onProgress told how far a bulk payout is: at the start, after each batch, and when the list shows more.
     */
    public suspend fun run(
        timeout: Duration = course.patienceMs.milliseconds,
        onProgress: (suspend (Progress) -> Unit)? = null,
        onPrompt: (suspend (Prompt) -> Answer)? = null,
    ): T {
        val end = if (timeout.isInfinite()) null else course.now() + timeout.inWholeMilliseconds
        course.limit(end)
        try {
            while (true) {
                when (val step = advanceUntil(Long.MAX_VALUE, onProgress)) {
                    is PaymentStep.Done -> return result()
                    is PaymentStep.Waiting -> continue
                    is PaymentStep.Asks -> {
                        val isRepeated = (step.prompt as? Prompt.Otp)?.problem == OtpProblem.REPEATED
                        if (onPrompt == null || isRepeated) throw AnswerNeeded(opId, step.prompt)
                        val answer = if (end == null) onPrompt(step.prompt) else asked(end) { onPrompt(step.prompt) }
                        if (answer == null) stop() else reply(answer)
                    }
                }
            }
        } finally {
            if (outcome == null) course.limit(null)
        }
    }

    /** Each step as it comes, from where it is to its end. Answer a prompt before the next step is asked for. */
    public fun steps(): Flow<PaymentStep<T>> = flow {
        var horizon = course.now()
        while (true) {
            val step = advanceUntil(horizon, null)
            emit(step)
            when (step) {
                is PaymentStep.Done -> return@flow
                is PaymentStep.Waiting -> horizon = step.until
                is PaymentStep.Asks -> if (prompt != null) shownOr(step.prompt)
            }
        }
    }

    /**
     * The payer's one-time code, as typed; then go on. One that comes before it was asked for, as in the request after a
     * `resume`, is kept: the vendor is looked at first.
     */
    public fun submitOtp(code: String): Unit = say(event("otp", "code" to JsonPrimitive(code)))

    /** The customer saw what a prompt asked to show; then go on. */
    public fun shown(): Unit = say(event("shown"))

    /** The customer chose or confirmed the bill of this reference; then go on. */
    public fun chooseBill(reference: String): Unit = say(event("bill", "reference" to JsonPrimitive(reference)))

    /** The phone numbers a resumed bulk payout asked for, by `extId`; then go on. */
    public fun giveRecipients(phones: Map<String, String>) {
        val recipients = phones.map { (extId, phone) -> json.encodeToJsonElement(Recipient(extId, phone)) }
        say(event("recipients", "recipients" to JsonArray(recipients)))
    }

    /**
     * The payer gives up: the number was wrong. Then go on: the wish is stored, the vendor is read, and unless it says
     * otherwise the charge ends with [PaymentAbandoned], with nothing paid. It is final.
     *
     * @throws InvalidInput when it cannot be given up: see [canAbandon].
     */
    public fun abandon() {
        course.abandon()
        prompt = null
    }

    /** A verified webhook; then go on: the vendor is asked at once. */
    public fun notify(notice: Notice): Unit = say(event("notified", "notice" to json.encodeToJsonElement(notice)))

    /** Of one that was resumed calmly: the vendor is asked at the next [advance], due or not. */
    public fun lookNow(): Unit = course.lookNow()

    /** Stops waiting; then go on once more: the outcome says what is known. Resumable. */
    public fun stop(): Unit = say(event("stop"))

    /**
     * The value of an operation that settled.
     *
     * @throws PaymentRejected when the vendor said no, [PaymentNotSent] when nothing happened, [OutcomeUnknown] when
     *   money may have moved, and [AnswerNeeded] while a person is waited for.
     */
    public fun result(): T {
        val ended = outcome
        if (ended != null) return valueOf(ended, opId, transportError)
        prompt?.let { throw AnswerNeeded(opId, it) }
        error("$opId: has not ended")
    }

    override fun close(): Unit = course.close()

    private suspend fun advanceUntil(horizon: Long, onProgress: (suspend (Progress) -> Unit)?): PaymentStep<T> {
        outcome?.let { return PaymentStep.Done(it) }
        check(isAdvancing.compareAndSet(false, true)) { "$opId: this payment is being advanced already" }
        try {
            return when (val step = course.goOn(horizon, onProgress)) {
                is Step.Wait -> PaymentStep.Waiting(step.until, step.why)
                is Step.Ask -> PaymentStep.Asks(step.prompt).also { prompt = step.prompt }
                is Step.Done -> {
                    val ended = outcomeOf(step, answer)
                    outcome = ended
                    unreadable = step.unreadable
                    prompt = null
                    journal.ended(opId, operation, ended)
                    PaymentStep.Done(ended)
                }
                else -> error("$opId: stopped in the middle")
            }
        } finally {
            isAdvancing.set(false)
        }
    }

    private suspend fun asked(end: Long, ask: suspend () -> Answer): Answer? =
        withTimeoutOrNull((end - course.now()).coerceAtLeast(0)) { ask() }

    private fun say(event: kotlinx.serialization.json.JsonObject) {
        if (outcome != null) return
        course.note(event)
        prompt = null
    }

    private fun reply(answer: Answer): Unit = when (answer) {
        is Answer.Otp -> submitOtp(answer.code)
        is Answer.Shown -> shown()
        is Answer.Bill -> chooseBill(answer.reference)
        is Answer.Recipients -> giveRecipients(answer.phones)
    }

    private fun shownOr(prompt: Prompt) {
        if (prompt !is Prompt.Dial && prompt !is Prompt.Redirect) throw AnswerNeeded(opId, prompt)
        shown()
    }
}

/** How it ended, as core says it. A bulk payout's items have outcomes of their own: as a whole it settles. */
internal fun <T> outcomeOf(step: Step.Done, answer: KSerializer<T>): Outcome<T> {
    val outcome = step.reply["outcome"]
    if (outcome != null) return json.decodeFromJsonElement(OutcomeSerializer(answer), outcome)
    return Outcome.Settled(json.decodeFromJsonElement(answer, step.reply.getValue("payouts")))
}

/** The value, or an error in its place. */
internal fun <T> valueOf(outcome: Outcome<T>, opId: String, cause: Throwable?): T = when (outcome) {
    is Outcome.Settled -> outcome.value
    is Outcome.Rejected -> throw rejected(outcome.refusal).also { it.opId = opId }
    is Outcome.NotSent -> throw notSent(outcome.unsent, cause).also { it.opId = opId }
    is Outcome.Unknown -> throw OutcomeUnknown(outcome.unknown, cause)
}
