package app

import dev.xaalis.pay.CodeProblem
import dev.xaalis.pay.Offer
import dev.xaalis.pay.PayState
import dev.xaalis.pay.Problem
import dev.xaalis.pay.Prompt
import dev.xaalis.pay.Receipt
import dev.xaalis.pay.View

enum class Language {
    FR,
    EN;

    fun say(french: String, english: String): String = if (this == FR) french else english
}

/** What the customer sees; every text is one to show as it stands. */
sealed interface Screen {
    /** Ask for the number that pays; of a bill, whether to look it up. */
    data class Begin(
        /** XOF francs. */
        val amount: Long,
        val problem: String?,
        /** Whether what is typed is heard now. */
        val isEnabled: Boolean,
    ) : Screen

    /** Ask for the one-time code. */
    data class Code(
        val text: String,
        val problem: String?,
        val isEnabled: Boolean,
        /** Another number may be given: nothing was paid yet. */
        val mayChangeNumber: Boolean,
    ) : Screen

    /** Let one of these be chosen. */
    data class Bills(val bills: List<Offer>, val problem: String?, val isEnabled: Boolean) : Screen

    /** To be confirmed on the phone, or on the page at [url]. */
    data class Confirm(val text: String, val url: String?) : Screen

    /** Something is under way. No button. */
    data class Progress(val text: String) : Screen

    data class Paid(
        val text: String,
        /** To be typed on the meter. */
        val meterCode: String?,
    ) : Screen

    data class NotPaid(val text: String, val mayBeginAgain: Boolean) : Screen

    /** Nobody knows yet whether it was paid: nothing must be paid again, so no button. */
    data class Doubt(val text: String) : Screen

    /** This app may not pay the order: the shop has to look. */
    data class Closed(val text: String) : Screen
}

/** A view as a screen. Whatever a newer relay says that is not known here ends in [Screen.Progress] or [Screen.Doubt]. */
fun screenOf(state: PayState, language: Language): Screen {
    val problem = state.problem?.let { textOf(it, language) }
    val isEnabled = !state.isBusy
    if (state.refused != null) return Screen.Closed(language.say("Ce paiement n'est pas possible ici. Voyez avec la boutique.", "This cannot be paid here. Ask the shop."))
    return when (val view = state.view) {
        null -> Screen.Progress(problem ?: language.say("Un instant…", "One moment…"))
        is View.Ready -> Screen.Begin(view.amount, problem, isEnabled)
        is View.Asking -> when (val prompt = view.prompt) {
            is Prompt.Bill -> Screen.Bills(prompt.bills, problem, isEnabled)
            else -> {
                val wrong = (prompt as? Prompt.Otp)?.problem?.let { textOf(it, language) }
                Screen.Code(prompt.text, wrong ?: problem, isEnabled, view.nextAttempt != null)
            }
        }
        is View.Working -> Screen.Progress(language.say("Le paiement est en cours.", "The payment is under way."))
        is View.Waiting -> when (val prompt = view.prompt) {
            null -> Screen.Progress(language.say("Le paiement est en cours. Ne payez pas une deuxième fois.", "The payment is under way. Do not pay again."))
            else -> Screen.Confirm(prompt.text, (prompt as? Prompt.Redirect)?.url)
        }
        is View.Done -> ended(view, problem, language)
    }
}

private fun ended(view: View.Done, problem: String?, language: Language): Screen {
    val outcome = view.outcome
    val said = problem ?: language.say(outcome.textFr.orEmpty(), outcome.text.orEmpty())
    return when (outcome) {
        is Receipt.Settled -> Screen.Paid(said.ifEmpty { language.say("Payé. Merci.", "Paid. Thank you.") }, outcome.token)
        is Receipt.Rejected, is Receipt.NotSent -> Screen.NotPaid(said, view.nextAttempt != null)
        is Receipt.Unknown -> Screen.Doubt(said.ifEmpty { language.say("Attendez, ne payez pas une deuxième fois.", "Wait, do not pay again.") })
    }
}

private fun textOf(problem: Problem, language: Language): String = when (problem.word) {
    Problem.Word.INVALID -> when (problem.field) {
        "phone" -> language.say("Ce numéro n'est pas bon : huit chiffres.", "This number is wrong: eight digits.")
        "code" -> language.say("Ce code n'est pas bon.", "This code is wrong.")
        else -> language.say("Ceci n'est pas bon.", "This is wrong.")
    }
    Problem.Word.OFFLINE -> language.say("Pas de réseau depuis deux minutes.", "No network for two minutes.")
    Problem.Word.OVER_LIMIT -> language.say("Cette facture dépasse le montant prévu.", "This bill is more than was agreed.")
    Problem.Word.OPEN, Problem.Word.BUSY -> language.say("Un paiement est déjà en cours.", "A payment is under way already.")
    else -> language.say("Attendez quelques minutes.", "Wait a few minutes.")
}

private fun textOf(problem: CodeProblem, language: Language): String = when (problem) {
    CodeProblem.EXPIRED -> language.say("Ce code est trop vieux : demandez-en un autre.", "This code is too old: ask for another.")
    CodeProblem.NO_ANSWER -> language.say("Pas de réponse. Redonnez le code.", "No answer. Give the code again.")
    else -> language.say("Ce code n'est pas le bon.", "This code is not the right one.")
}
