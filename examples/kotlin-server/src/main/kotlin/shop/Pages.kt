package shop

import java.util.UUID
import kotlinx.html.FlowContent
import kotlinx.html.FormMethod
import kotlinx.html.HTML
import kotlinx.html.a
import kotlinx.html.body
import kotlinx.html.button
import kotlinx.html.code
import kotlinx.html.form
import kotlinx.html.h1
import kotlinx.html.h2
import kotlinx.html.head
import kotlinx.html.hiddenInput
import kotlinx.html.lang
import kotlinx.html.main
import kotlinx.html.meta
import kotlinx.html.nav
import kotlinx.html.p
import kotlinx.html.style
import kotlinx.html.title
import kotlinx.html.unsafe

fun HTML.catalogue(language: Language): Unit = page(language, language.say("Boutique", "Shop")) {
    for (product in PRODUCTS) {
        h2 { +product.name(language) }
        form(action = "/orders", method = FormMethod.post) {
            // With the page: a form that is sent twice is one order.
            hiddenInput(name = "id") { value = UUID.randomUUID().toString() }
            hiddenInput(name = "product") { value = product.id }
            hiddenInput(name = "lang") { value = language.word }
            p { +language.francs(product.price) }
            button { +language.say("Commander", "Order") }
        }
    }
}

fun HTML.order(language: Language, order: Order, checkoutPage: String?): Unit = page(language, language.say("Votre commande", "Your order")) {
    val name = PRODUCTS.firstOrNull { it.id == order.item }?.name(language) ?: order.item
    p { +"$name, ${language.francs(order.amount)}" }
    when {
        order.paidBy != null -> p { +language.say("Payé. Merci, c'est à vous.", "Paid. Thank you, it is yours.") }
        checkoutPage != null -> p { a(href = "$checkoutPage?order=${order.id}") { +language.say("Payer", "Pay") } }
        else -> p {
            +language.say("À payer dans l'application, avec ce numéro : ", "To be paid in the app, with this number: ")
            code { +order.id }
        }
    }
}

fun HTML.absent(language: Language): Unit = page(language, language.say("Cette page n'existe pas", "There is no such page")) {}

private fun HTML.page(language: Language, heading: String, content: FlowContent.() -> Unit) {
    lang = language.word
    head {
        meta(charset = "utf-8")
        meta(name = "viewport", content = "width=device-width, initial-scale=1")
        title(heading)
        style { unsafe { +"body { font: 1.1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 40rem; padding: 1rem }" } }
    }
    body {
        nav {
            a(href = "/?lang=${language.word}") { +language.say("Boutique", "Shop") }
            +" · "
            val other = if (language == Language.FR) Language.EN else Language.FR
            a(href = "?lang=${other.word}") { +other.say("Français", "English") }
        }
        main {
            h1 { +heading }
            content()
        }
    }
}
