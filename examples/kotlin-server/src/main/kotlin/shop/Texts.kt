package shop

import java.util.Locale

/** What the shop says, in both languages. What is said of payments comes from the library. */
enum class Language(private val locale: Locale) {
    FR(Locale.FRENCH),
    EN(Locale.ENGLISH);

    val word: String get() = name.lowercase()

    fun say(french: String, english: String): String = if (this == FR) french else english

    /** `12 500 F CFA`, with spaces that do not break. */
    fun francs(amount: Long): String = "%,d".format(locale, amount).replace(Regex("[\\s,\u202f]"), "\u00a0") + "\u00a0F\u00a0CFA"

    companion object {
        /** French unless a browser, or who chose, wants English. */
        fun of(chosen: String?, accepted: String?): Language =
            if ((chosen ?: accepted.orEmpty()).trim().startsWith("en", ignoreCase = true)) EN else FR
    }
}

class Product(
    val id: String,
    /** XOF francs. */
    val price: Long,
    private val french: String,
    private val english: String,
) {
    fun name(language: Language): String = language.say(french, english)
}

val PRODUCTS: List<Product> = listOf(
    Product("soap", 1_000, "Savon au karité", "Shea butter soap"),
    Product("cloth", 12_500, "Pagne Faso Dan Fani", "Faso Dan Fani cloth"),
)
