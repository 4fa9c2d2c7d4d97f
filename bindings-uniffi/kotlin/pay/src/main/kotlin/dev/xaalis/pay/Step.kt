package dev.xaalis.pay

/** News of an order. */
public sealed interface Step {
    /** How it stands. An outcome that is [Receipt.Unknown] comes so, and is looked at again. */
    public data class Shown(
        val view: View,
        /** What was wrong with what the person did last. */
        val problem: Problem? = null,
    ) : Step

    /** The end of the app's part. */
    public sealed interface End : Step {
        /** That of the receipt, or `refused`. */
        public val kind: String
    }

    /** The order's end. Where `view.nextAttempt` is given, `start` begins once more. */
    public data class Ended(
        val view: View.Done,
        /** What was wrong with what the person did last. */
        val problem: Problem? = null,
    ) : End {
        override val kind: String get() = view.outcome.kind
    }

    /** The relay does not take this token or request: the shop has to look. What was begun goes on at the shop. */
    public data class Refused(
        /** The relay's: `token_invalid`, `token_expired` twice in a row, `origin`; empty where no relay answered. */
        val word: String,
    ) : End {
        override val kind: String get() = "refused"
    }
}

/** What was wrong with what the person did. */
public data class Problem(
    /** The relay's word for it. */
    val word: Word,
    /** The field, of an invalid one: `phone`, `provider`, `code`, `bill`. */
    val field: String? = null,
    /** What is allowed there, in English. */
    val allowed: String? = null,
) {
    /** A word that this version does not know is kept as it came. */
    @JvmInline
    public value class Word(public val word: String) {
        override fun toString(): String = word

        public companion object {
            /** A field is wrong. */
            public val INVALID: Word = Word("invalid")

            /** It is under way already. */
            public val OPEN: Word = Word("open")

            /** Somebody else is at it. */
            public val BUSY: Word = Word("busy")

            /** This number has too many payments open. */
            public val PAYER_BUSY: Word = Word("payer_busy")

            /** Too many wrong codes: wait. */
            public val WRONG_CODES: Word = Word("wrong_codes")

            /** No code is taken for this attempt any more. */
            public val CODES_SPENT: Word = Word("codes_spent")

            /** Too many requests: wait. */
            public val TOO_MANY: Word = Word("too_many")

            /** This bill is more than the order may cost: another may be less. */
            public val OVER_LIMIT: Word = Word("over_limit")

            /** Nothing got through for two minutes. */
            public val OFFLINE: Word = Word("offline")
        }
    }
}

/** A mobile-money operator, by its name at the vendor. */
@JvmInline
public value class Provider(public val word: String) {
    override fun toString(): String = word

    public companion object {
        /** Orange Money. */
        public val ORANGE_BF: Provider = Provider("orange_bf")

        /** Moov Money. */
        public val MOOV_BF: Provider = Provider("moov_bf")

        /** Coris Money: any Burkinabè mobile number. */
        public val CORIS_BF: Provider = Provider("coris_bf")

        /** Sank Money: any Burkinabè mobile number. */
        public val SANK_BF: Provider = Provider("sank_bf")
    }
}
