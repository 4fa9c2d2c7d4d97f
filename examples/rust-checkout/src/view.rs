//! What stands on the page. A text is asked for where it stands, so that the other language changes nothing else.

use crate::desk::{Customer, Deed, Screen};
use crate::texts::{Language, Texts, francs};
use crate::vendor::Vendor;
use crate::{AMOUNT, texts};
use sycamore::prelude::*;
use sycamore::web::events::SubmitEvent;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use xaalis::value::Provider;

type Spoken = Signal<Language>;

const OPERATORS: [(&str, Provider, &str); 4] = [
    ("orange_bf", Provider::OrangeBf, "Orange Money"),
    ("moov_bf", Provider::MoovBf, "Moov Money"),
    ("coris_bf", Provider::CorisBf, "Coris Money"),
    ("sank_bf", Provider::SankBf, "Sank Money"),
];

/// All of it.
pub(crate) fn page(language: Spoken, customer: Customer, vendor: Vendor) -> View {
    create_effect(move || speak(language.get()));
    let form = Form { phone: create_signal(String::new()), operator: create_signal(String::new()) };
    let is_inside = matches!(vendor, Vendor::Inside(_));
    view! {
        header {
            p(class="shop") { "Boutique Faso" }
            div(class="languages", role="group", aria-label="Langue / Language") {
                (button_of(language, Language::French, "Français"))
                (button_of(language, Language::English, "English"))
            }
        }
        main(id="checkout", aria-live="polite") {
            (match customer.screen.get_clone() {
                Screen::Form { problem } => form.show(language, customer.clone(), problem),
                Screen::Busy => busy(language),
                Screen::Code { text, problem } => code(language, customer.clone(), text, problem),
                Screen::Dial { text } => dial(language, text, is_inside.then(|| vendor.clone())),
                Screen::Receipt { reference, amount, phone } => {
                    receipt(language, customer.clone(), reference, amount, phone)
                }
                Screen::Refused { texts } => end(language, customer.clone(), |t| (t.refused_title, t.again), texts),
                Screen::Unknown { texts } => end(language, customer.clone(), |t| (t.unknown_title, t.check), texts),
            })
        }
        aside { p { (say(language, |t| t.try_numbers)) } }
    }
}

/// Who pays, and by which operator. What was typed stays for the next try.
#[derive(Clone, Copy)]
struct Form {
    phone: Signal<String>,
    operator: Signal<String>,
}

impl Form {
    fn show(self, language: Spoken, customer: Customer, problem: Option<xaalis::Texts>) -> View {
        let Self { phone, operator } = self;
        let send = move |event: SubmitEvent| {
            event.prevent_default();
            let chosen = operator.get_clone();
            let provider =
                OPERATORS.into_iter().find(|(id, ..)| *id == chosen).map(|(_, provider, _)| provider);
            customer.does(Deed::Pay { phone: phone.get_clone(), provider });
        };
        let first = focused();
        view! {
            h1 { (say(language, |t| t.title)) }
            dl(class="basket") {
                dt { (say(language, |t| t.basket)) }
                dd { (francs(AMOUNT)) }
            }
            (alert(problem.clone().map(|told| create_selector(move || language.get().of(&told)))))
            form(on:submit=send) {
                label(r#for="phone") { (say(language, |t| t.phone)) }
                input(
                    id="phone", r#type="tel", inputmode="tel", autocomplete="tel-national", required=true,
                    aria-describedby="phone-help", r#ref=first, bind:value=phone,
                )
                p(id="phone-help", class="help") { (say(language, |t| t.phone_help)) }
                label(r#for="operator") { (say(language, |t| t.operator)) }
                select(id="operator", bind:value=operator) {
                    option(value="") { (say(language, |t| t.by_number)) }
                    (OPERATORS.into_iter().map(|(id, _, name)| view! { option(value=id) { (name) } }).collect::<Vec<View>>())
                }
                button(r#type="submit") { (say(language, |t| t.pay)) " " (francs(AMOUNT)) }
            }
        }
    }
}

fn code(language: Spoken, customer: Customer, text: String, problem: Option<xaalis::OtpProblem>) -> View {
    let typed = create_signal(String::new());
    let send = {
        let customer = customer.clone();
        move |event: SubmitEvent| {
            event.prevent_default();
            customer.does(Deed::Code(typed.get_clone()));
        }
    };
    let first = focused();
    let how = move || if text.is_empty() { language.get().texts().no_text.to_owned() } else { text.clone() };
    let wrong =
        problem.map(|problem| create_selector(move || language.get().texts().again_for(problem).to_owned()));
    view! {
        h1 { (say(language, |t| t.code)) }
        p(class="how") { (how()) }
        (alert(wrong))
        form(on:submit=send) {
            label(r#for="code") { (say(language, |t| t.code)) }
            input(
                id="code", inputmode="numeric", autocomplete="one-time-code", required=true,
                aria-describedby="code-help", r#ref=first, bind:value=typed,
            )
            p(id="code-help", class="help") { (say(language, |t| t.code_help)) }
            button(r#type="submit") { (say(language, |t| t.confirm)) }
        }
        button(r#type="button", class="plain", on:click=move |_| customer.does(Deed::Abandon)) {
            (say(language, |t| t.wrong_number))
        }
    }
}

fn dial(language: Spoken, text: String, vendor: Option<Vendor>) -> View {
    let confirm = vendor.map(|vendor| {
        view! {
            button(r#type="button", class="small", on:click=move |_| vendor.confirm()) {
                (say(language, |t| t.payer_confirms))
            }
        }
    });
    let first = focused();
    view! {
        h1(tabindex="-1", r#ref=first) { (say(language, |t| t.dial)) }
        p(class="how", lang="fr") { (text) }
        p(class="waiting", role="status") {
            span(class="spinner", aria-hidden="true") {}
            (say(language, |t| t.waiting))
        }
        (confirm)
    }
}

fn busy(language: Spoken) -> View {
    view! {
        h1 { (say(language, |t| t.paying)) }
        p(class="waiting", role="status") { span(class="spinner", aria-hidden="true") {} }
    }
}

fn receipt(language: Spoken, customer: Customer, reference: String, amount: i64, phone: String) -> View {
    let first = focused();
    view! {
        h1(tabindex="-1", r#ref=first) { (say(language, |t| t.thanks)) }
        dl(class="receipt") {
            dt { (say(language, |t| t.amount)) }
            dd { (francs(amount)) }
            dt { (say(language, |t| t.reference)) }
            dd { (reference) }
            dt { (say(language, |t| t.number)) }
            dd { (phone) }
        }
        button(r#type="button", on:click=move |_| customer.does(Deed::Next)) { (say(language, |t| t.another)) }
    }
}

/// An end without a receipt: its title, what can be done, and what is told.
fn end(
    language: Spoken,
    customer: Customer,
    words: fn(&Texts) -> (&'static str, &'static str),
    told: xaalis::Texts,
) -> View {
    let first = focused();
    view! {
        h1(tabindex="-1", r#ref=first) { (say(language, move |t| words(t).0)) }
        p(role="alert") { (language.get().of(&told)) }
        button(r#type="button", on:click=move |_| customer.does(Deed::Next)) {
            (say(language, move |t| words(t).1))
        }
    }
}

fn alert(text: Option<ReadSignal<String>>) -> View {
    match text {
        Some(text) => view! { p(role="alert") { (text.get_clone()) } },
        None => View::new(),
    }
}

fn button_of(language: Spoken, its: Language, name: &'static str) -> View {
    let is_pressed = move || if language.get() == its { "true" } else { "false" };
    view! {
        button(r#type="button", lang=its.tag(), aria-pressed=is_pressed(), on:click=move |_| language.set(its)) {
            (name)
        }
    }
}

fn say(language: Spoken, text: impl Fn(&Texts) -> &'static str) -> &'static str {
    text(language.get().texts())
}

fn speak(language: texts::Language) {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    document.set_title(language.texts().title);
    if let Some(root) = document.document_element() {
        // The language of a page that is there can be set.
        let _ = root.set_attribute("lang", language.tag());
    }
}

/// What stands first on a screen has the focus, for whoever does not see that it changed.
fn focused() -> NodeRef {
    let first = create_node_ref();
    on_mount(move || {
        if let Some(element) = first.try_get().and_then(|node| node.dyn_into::<HtmlElement>().ok()) {
            let _ = element.focus();
        }
    });
    first
}
