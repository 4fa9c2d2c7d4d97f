package program2

import dev.xaalis.pay.CodeProblem
import dev.xaalis.pay.Problem
import dev.xaalis.pay.Receipt

/* What the README's screen has of its own app. */

interface Shop {
    suspend fun payToken(order: String): String
}

fun NumberForm(amount: Long, problem: Problem?, enabled: Boolean, typed: (String) -> Unit) = println("$amount $problem $enabled $typed")

fun CodeForm(text: String?, problem: CodeProblem?, typed: (String) -> Unit) = println("$text $problem $typed")

fun <T> Bills(bills: List<T>, chosen: (T) -> Unit) = bills.forEach { println("$it $chosen") }

fun Progress(text: String? = null) = println(text)

fun Outcome(outcome: Receipt?, mayBeginAgain: Boolean) = println("$outcome $mayBeginAgain")
