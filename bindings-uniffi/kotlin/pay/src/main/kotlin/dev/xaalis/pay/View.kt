package dev.xaalis.pay

/** How an order stands, as its app is told. */
public sealed interface View {
    /** The word: that of a newer relay, which this version does not know, comes as [Waiting]. */
    public val state: String

    /** The shop's order. */
    public val order: String

    /** In XOF francs; of a bill the most it may be, until one was chosen. */
    public val amount: Long

    /** `XOF`. */
    public val currency: String

    /** The attempt and how many codes were sent for it: `1.0`; `0.0` before anything was begun. */
    public val rev: String

    /** There while `start` is heard: after nothing, after a no, and while a number that was mistyped may be given up. */
    public val nextAttempt: Long?

    /** Nothing was begun: `start` begins. */
    public data class Ready(
        override val order: String,
        override val amount: Long,
        override val currency: String = "XOF",
        override val rev: String = "0.0",
        override val nextAttempt: Long? = 1,
    ) : View {
        override val state: String get() = "ready"
    }

    /** A request is under way. */
    public data class Working(
        override val order: String,
        override val amount: Long,
        override val currency: String = "XOF",
        override val rev: String = "1.0",
        override val nextAttempt: Long? = null,
    ) : View {
        override val state: String get() = "working"
    }

    /** The payer's code is waited for, which `code` gives, or which bill is to be paid, which `start(bill = …)` says. */
    public data class Asking(
        override val order: String,
        override val amount: Long,
        /** What is asked: [Prompt.Otp] or [Prompt.Bill]. */
        val prompt: Prompt,
        /** How many codes may be sent yet for this attempt. */
        val codesLeft: Long? = null,
        override val currency: String = "XOF",
        override val rev: String = "1.0",
        override val nextAttempt: Long? = null,
    ) : View {
        override val state: String get() = "asking"
    }

    /** The payer or the vendor has not finished. */
    public data class Waiting(
        override val order: String,
        override val amount: Long,
        /** What is waited for. */
        val why: Why? = null,
        /** What the payer has to be shown: [Prompt.Dial] or [Prompt.Redirect]. */
        val prompt: Prompt? = null,
        override val currency: String = "XOF",
        override val rev: String = "1.0",
        override val nextAttempt: Long? = null,
        override val state: String = "waiting",
    ) : View

    /** It ended, or nobody knows. */
    public data class Done(
        override val order: String,
        override val amount: Long,
        /** How it ended. */
        val outcome: Receipt,
        override val currency: String = "XOF",
        override val rev: String = "1.0",
        override val nextAttempt: Long? = null,
    ) : View {
        override val state: String get() = "done"
    }
}

/** What is waited for. A word that this version does not know is kept as it came. */
@JvmInline
public value class Why(public val word: String) {
    override fun toString(): String = word

    public companion object {
        /** The payer: to dial, or to pay on the vendor's page. */
        public val PAYER: Why = Why("payer")

        /** The vendor. */
        public val VENDOR: Why = Why("vendor")

        /** What became of a request that was not answered. */
        public val LOST: Why = Why("lost")
    }
}

/** What the payer has to be shown. */
public sealed interface Prompt {
    /** The word for it. */
    public val kind: String

    /** The vendor's instruction (French), the payer's own number masked; may be empty. */
    public val text: String

    /** Ask for the one-time code. */
    public data class Otp(
        override val text: String = "",
        /** What was wrong with the last code. */
        val problem: CodeProblem? = null,
    ) : Prompt {
        override val kind: String get() = "otp"
    }

    /** Show how to confirm on the phone: [text]. */
    public data class Dial(override val text: String = "") : Prompt {
        override val kind: String get() = "dial"
    }

    /** Send the payer to the vendor's payment page. */
    public data class Redirect(
        /** The page's address; never one that is not of the web. */
        val url: String?,
        override val text: String = "",
    ) : Prompt {
        override val kind: String get() = "redirect"
    }

    /** Let one of [bills] be chosen. */
    public data class Bill(
        /** The bills that are owed; perhaps none that can be paid here. */
        val bills: List<Offer>,
        override val text: String = "",
    ) : Prompt {
        override val kind: String get() = "bill"
    }

    /** What a newer relay wants to be shown: [text], and where to go, if there is one. */
    public data class Other(
        override val kind: String,
        override val text: String = "",
        /** An address of the web. */
        val url: String? = null,
    ) : Prompt
}

/** A bill that can be paid: `start` with it. */
public data class Offer(
    /** Its reference. */
    val bill: String,
    /** What is owed in XOF francs, the biller's own fee among it. */
    val amount: Long,
    /** When it is due, as the biller writes it. */
    val dueDate: String? = null,
)

/** What was wrong with a code. A word that this version does not know is kept as it came. */
@JvmInline
public value class CodeProblem(public val word: String) {
    override fun toString(): String = word

    public companion object {
        /** No code of this operator looks so. */
        public val MALFORMED: CodeProblem = CodeProblem("malformed")

        /** It is not the right one. */
        public val INVALID: CodeProblem = CodeProblem("invalid")

        /** It is too old: the payer needs a new one. */
        public val EXPIRED: CodeProblem = CodeProblem("expired")

        /** The one before is valid yet. */
        public val STILL_VALID: CodeProblem = CodeProblem("still_valid")

        /** Nobody knows what became of it. */
        public val NO_ANSWER: CodeProblem = CodeProblem("no_answer")

        /** It was refused, for another reason. */
        public val REFUSED: CodeProblem = CodeProblem("refused")

        /** It was sent before. */
        public val REPEATED: CodeProblem = CodeProblem("repeated")
    }
}

/** How an order ended. */
public sealed interface Receipt {
    /** The word for it. */
    public val kind: String

    /** What to tell the buyer of it, in English. */
    public val text: String?

    /** And in French. */
    public val textFr: String?

    /** It was paid. */
    public data class Settled(
        /** Of a top-up: the code for the meter, once it is known. Shown to the buyer, and in no log. */
        val token: String? = null,
        override val text: String? = null,
        override val textFr: String? = null,
    ) : Receipt {
        override val kind: String get() = "settled"

        override fun toString(): String = if (token == null) "Settled" else "Settled(token=[REDACTED])"
    }

    /** It was not, and no money moved. */
    public data class Rejected(
        /** Which kind of no, a word such as `PAYMENT_FAILED`. */
        val code: String? = null,
        override val text: String? = null,
        override val textFr: String? = null,
    ) : Receipt {
        override val kind: String get() = "rejected"
    }

    /** Nothing reached the vendor: it may be begun again. */
    public data class NotSent(
        override val text: String? = null,
        override val textFr: String? = null,
    ) : Receipt {
        override val kind: String get() = "not_sent"
    }

    /** Nobody knows: the shop finds out, and nothing must be paid again meanwhile. What a newer relay calls otherwise, too. */
    public data class Unknown(
        override val text: String? = null,
        override val textFr: String? = null,
        override val kind: String = "unknown",
    ) : Receipt
}
