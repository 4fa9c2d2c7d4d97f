package dev.xaalis.pay

import kotlinx.serialization.Serializable
import kotlinx.serialization.json.Json

/** As the native half writes. What a newer relay adds is passed over. */
internal val json: Json = Json {
    ignoreUnknownKeys = true
    explicitNulls = false
}

/** What core says to do next, as it crosses. */
internal fun moveOf(text: String): Move {
    val read = json.decodeFromString<ReadStep>(text)
    return when (read.kind) {
        "token" -> Move.Token
        "send" -> Move.Send(requestOf(checkNotNull(read.request)))
        "wait" -> Move.Wait(checkNotNull(read.until))
        "refused" -> Move.Show(Step.Refused(read.word.orEmpty()), null)
        else -> {
            val (view, problem) = viewOf(checkNotNull(read.view)) to read.problem?.let(::problemOf)
            if (read.kind == "show") Move.Show(Step.Shown(view, problem), read.until)
            else Move.Show(Step.Ended(view as? View.Done ?: unknown(view), problem), null)
        }
    }
}

/** What ended without a receipt. */
private fun unknown(view: View) =
    View.Done(view.order, view.amount, Receipt.Unknown(), view.currency, view.rev, view.nextAttempt)

private fun requestOf(read: ReadRequest) = TransportRequest(
    read.method, read.url, read.headers.map { Header(it.name, it.value) }, read.body, read.timeoutMs, read.maxBody,
)

private fun problemOf(read: ReadProblem) = Problem(Problem.Word(read.word), read.field, read.allowed)

private fun viewOf(read: ReadView): View {
    val (order, amount, currency) = Triple(read.order, read.amount, read.currency)
    val (rev, next) = read.rev to read.nextAttempt
    val prompt = read.prompt?.let(::promptOf)
    val waiting = View.Waiting(order, amount, read.why?.let(::Why), prompt, currency, rev, next, read.state)
    return when (read.state) {
        "ready" -> View.Ready(order, amount, currency, rev, next)
        "working" -> View.Working(order, amount, currency, rev, next)
        "asking" -> if (prompt == null) waiting else View.Asking(order, amount, prompt, read.codesLeft, currency, rev, next)
        "done" -> View.Done(order, amount, read.outcome?.let(::receiptOf) ?: Receipt.Unknown(), currency, rev, next)
        else -> waiting
    }
}

private fun promptOf(read: ReadPrompt): Prompt {
    // A browser is sent there: nothing that would run in it.
    val url = read.url?.takeIf { WEB.containsMatchIn(it) }
    return when (read.kind) {
        "otp" -> Prompt.Otp(read.text, read.problem?.let(::CodeProblem))
        "dial" -> Prompt.Dial(read.text)
        "redirect" -> Prompt.Redirect(url, read.text)
        "bill" -> Prompt.Bill(read.bills.map { Offer(it.bill, it.amount, it.dueDate) }, read.text)
        else -> Prompt.Other(read.kind, read.text, url)
    }
}

private fun receiptOf(read: ReadReceipt): Receipt = when (read.kind) {
    "settled" -> Receipt.Settled(read.token, read.text, read.textFr)
    "rejected" -> Receipt.Rejected(read.code, read.text, read.textFr)
    "not_sent" -> Receipt.NotSent(read.text, read.textFr)
    else -> Receipt.Unknown(read.text, read.textFr, read.kind)
}

private val WEB = Regex("^https?://", RegexOption.IGNORE_CASE)

@Serializable
private class ReadStep(
    val kind: String,
    val request: ReadRequest? = null,
    val until: Long? = null,
    val view: ReadView? = null,
    val problem: ReadProblem? = null,
    val word: String? = null,
)

@Serializable
private class ReadRequest(
    val method: String,
    val url: String,
    val headers: List<ReadHeader>,
    val body: String? = null,
    val timeoutMs: Long,
    val maxBody: Long,
)

@Serializable
private class ReadHeader(val name: String, val value: String)

@Serializable
private class ReadProblem(val word: String, val field: String? = null, val allowed: String? = null)

@Serializable
private class ReadView(
    val order: String,
    val rev: String,
    val amount: Long,
    val currency: String,
    val state: String,
    val why: String? = null,
    val prompt: ReadPrompt? = null,
    val outcome: ReadReceipt? = null,
    val codesLeft: Long? = null,
    val nextAttempt: Long? = null,
)

@Serializable
private class ReadPrompt(
    val kind: String,
    val text: String = "",
    val url: String? = null,
    val problem: String? = null,
    val bills: List<ReadOffer> = emptyList(),
)

@Serializable
private class ReadOffer(val bill: String, val amount: Long, val dueDate: String? = null)

@Serializable
private class ReadReceipt(
    val kind: String,
    val code: String? = null,
    val text: String? = null,
    val textFr: String? = null,
    val token: String? = null,
)
