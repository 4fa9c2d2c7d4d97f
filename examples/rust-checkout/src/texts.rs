//! What the page says, in French and English. What went wrong is told by the library.

use xaalis::{OtpProblem, Texts as Told};

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    French,
    English,
}

impl Language {
    pub(crate) fn of_browser() -> Self {
        let language = web_sys::window().and_then(|window| window.navigator().language());
        if language.is_some_and(|language| language.starts_with("en")) { Self::English } else { Self::French }
    }

    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::French => "fr",
            Self::English => "en",
        }
    }

    pub(crate) fn texts(self) -> &'static Texts {
        match self {
            Self::French => &FRENCH,
            Self::English => &ENGLISH,
        }
    }

    /// For the buyer.
    pub(crate) fn of(self, told: &Told) -> String {
        match self {
            Self::French => told.buyer_fr.clone(),
            Self::English => told.buyer.clone(),
        }
    }
}

pub(crate) struct Texts {
    pub(crate) title: &'static str,
    pub(crate) basket: &'static str,
    pub(crate) phone: &'static str,
    pub(crate) phone_help: &'static str,
    pub(crate) operator: &'static str,
    pub(crate) by_number: &'static str,
    pub(crate) pay: &'static str,
    pub(crate) paying: &'static str,
    pub(crate) code: &'static str,
    pub(crate) code_help: &'static str,
    pub(crate) confirm: &'static str,
    pub(crate) wrong_number: &'static str,
    pub(crate) no_text: &'static str,
    malformed: &'static str,
    invalid: &'static str,
    expired: &'static str,
    still_valid: &'static str,
    no_answer: &'static str,
    refused: &'static str,
    repeated: &'static str,
    pub(crate) dial: &'static str,
    pub(crate) waiting: &'static str,
    pub(crate) payer_confirms: &'static str,
    pub(crate) thanks: &'static str,
    pub(crate) amount: &'static str,
    pub(crate) reference: &'static str,
    pub(crate) number: &'static str,
    pub(crate) another: &'static str,
    pub(crate) refused_title: &'static str,
    pub(crate) again: &'static str,
    pub(crate) unknown_title: &'static str,
    pub(crate) check: &'static str,
    pub(crate) try_numbers: &'static str,
}

impl Texts {
    pub(crate) fn again_for(&self, problem: OtpProblem) -> &'static str {
        match problem {
            OtpProblem::Malformed => self.malformed,
            OtpProblem::Invalid => self.invalid,
            OtpProblem::Expired => self.expired,
            OtpProblem::StillValid => self.still_valid,
            OtpProblem::NoAnswer => self.no_answer,
            OtpProblem::Refused => self.refused,
            OtpProblem::Repeated => self.repeated,
        }
    }
}

/// `12 500 F CFA`, with spaces that break no line.
pub(crate) fn francs(amount: i64) -> String {
    let digits = amount.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text + "\u{a0}F\u{a0}CFA"
}

static FRENCH: Texts = Texts {
    title: "Payer par mobile money",
    basket: "Pagne Faso Dan Fani",
    phone: "Votre numéro",
    phone_help: "8 chiffres, celui du compte qui paie",
    operator: "Opérateur",
    by_number: "Celui du numéro",
    pay: "Payer",
    paying: "Un instant…",
    code: "Code reçu",
    code_help: "4 à 10 chiffres",
    confirm: "Confirmer",
    wrong_number: "Mauvais numéro ? Recommencer",
    no_text: "Suivez les instructions de votre opérateur pour recevoir un code.",
    malformed: "Ce n'est pas un code : 4 à 10 chiffres.",
    invalid: "Ce code n'est pas bon. Vérifiez-le.",
    expired: "Ce code est trop ancien. Demandez-en un autre.",
    still_valid: "Un code reçu avant est encore bon. Saisissez celui-là.",
    no_answer: "Nous n'avons pas eu de réponse. Saisissez le code encore une fois.",
    refused: "Ce code a été refusé.",
    repeated: "C'est le code qui vient d'être refusé. Saisissez-en un autre, ou le même encore une fois si vous en êtes sûr.",
    dial: "Confirmez sur votre téléphone",
    waiting: "Nous attendons la confirmation. Ne payez pas une seconde fois.",
    payer_confirms: "Bac à sable : le payeur confirme",
    thanks: "Merci, c'est payé",
    amount: "Montant",
    reference: "Référence",
    number: "Numéro",
    another: "Nouvel achat",
    refused_title: "Le paiement n'a pas été fait",
    again: "Essayer encore",
    unknown_title: "Nous ne savons pas encore",
    check: "Vérifier maintenant",
    try_numbers: "Bac à sable, aucun argent ne bouge. À essayer : 76 00 00 00 (code 123456), 76 00 99 05 (confirmé sur le téléphone), 76 00 99 02 (solde insuffisant).",
};

static ENGLISH: Texts = Texts {
    title: "Pay by mobile money",
    basket: "Faso Dan Fani wrap",
    phone: "Your number",
    phone_help: "8 digits, of the account that pays",
    operator: "Operator",
    by_number: "The number's own",
    pay: "Pay",
    paying: "One moment…",
    code: "Code you received",
    code_help: "4 to 10 digits",
    confirm: "Confirm",
    wrong_number: "Wrong number? Start again",
    no_text: "Follow your operator's instructions to receive a code.",
    malformed: "That is no code: 4 to 10 digits.",
    invalid: "This code is wrong. Check it.",
    expired: "This code is too old. Ask for another.",
    still_valid: "A code you received before is still good. Enter that one.",
    no_answer: "We had no answer. Enter the code once more.",
    refused: "This code was refused.",
    repeated: "This is the code that was just refused. Enter another, or the same once more if you are sure of it.",
    dial: "Confirm on your phone",
    waiting: "We are waiting for the confirmation. Do not pay a second time.",
    payer_confirms: "Sandbox: the payer confirms",
    thanks: "Thank you, it is paid",
    amount: "Amount",
    reference: "Reference",
    number: "Number",
    another: "Buy again",
    refused_title: "The payment was not made",
    again: "Try again",
    unknown_title: "We do not know yet",
    check: "Check now",
    try_numbers: "A sandbox, no money moves. To try: 76 00 00 00 (code 123456), 76 00 99 05 (confirmed on the phone), 76 00 99 02 (not enough money).",
};
