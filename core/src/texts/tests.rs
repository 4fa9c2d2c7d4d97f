use super::*;
use crate::value::{OpId, Time};

/// The words of an enum of core's, from its source: one added later has no text yet.
fn words(source: &str, name: &str) -> Vec<String> {
    let body = source.split_once(&format!("pub enum {name} {{")).unwrap().1.split_once("\n}").unwrap().0;
    let variants = body.lines().filter_map(|line| line.strip_prefix("    "));
    let names = variants.filter(|line| line.starts_with(|first: char| first.is_ascii_uppercase()));
    names.map(|line| snake(line.trim_end_matches([',', ' ', '{']))).collect()
}

fn snake(name: &str) -> String {
    let mut word = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !word.is_empty() {
            word.push('_');
        }
        word.extend(letter.to_lowercase());
    }
    word
}

fn outcome(name: &str) -> Vec<String> {
    words(include_str!("../outcome.rs"), name)
}

fn read<T: serde::de::DeserializeOwned>(word: &str) -> T {
    serde_json::from_str(&format!("\"{word}\"")).unwrap()
}

fn unknown(why: &str, plan: &str, excess: Option<Excess>, bill_paid: Option<bool>) -> Unknown {
    Unknown {
        op_id: OpId::parse("order-42").unwrap(),
        our_reference: None,
        provider_reference: None,
        attempts: 1,
        last_sent: Time::default(),
        why: read(why),
        http_status: None,
        code: None,
        excess,
        plan: read(plan),
        bill_paid,
    }
}

/// What is said of everything that can be told, by where it comes from.
fn everything() -> Vec<(String, Texts)> {
    let mut all = Vec::new();
    let mut tell = |name: &str, texts: Texts| all.push((name.to_owned(), texts));
    for code in words(include_str!("../code.rs"), "Code") {
        let code = Code::from(code.to_uppercase().as_str());
        tell(code.as_str(), code.texts());
        let refund = Some(crate::outcome::Refund { amount: None, seen: false });
        tell("refund", Refusal { refund, ..Refusal::concluded(code) }.texts());
    }
    tell("a newer code", Code::from("A_NEWER_CODE").texts());
    for why in outcome("Unsent") {
        let unsent = NotSent { why: read(&why), doubt: None, excess: None };
        tell(&why, unsent.texts());
        for doubt in outcome("Doubt") {
            tell(&why, NotSent { doubt: Some(read(&doubt)), ..unsent }.texts());
        }
    }
    for why in outcome("Doubt") {
        for plan in outcome("Plan") {
            for bill_paid in [None, Some(false), Some(true)] {
                tell(&format!("{why} {plan}"), unknown(&why, &plan, None, bill_paid).texts());
            }
        }
    }
    let machine = include_str!("../machine.rs");
    for kind in words(machine, "Prompt") {
        tell(&kind, Texts::prompt(&kind, None));
    }
    for again in words(machine, "OtpProblem") {
        let texts = Texts::prompt("otp", Some(&again));
        assert_ne!(texts.buyer, Texts::prompt("otp", None).buyer, "{again}");
        tell(&again, texts);
    }
    for block in ["error", "connect_failed", "no_answer", "answer_too_large"] {
        tell(block, Texts::of(block));
    }
    tell("busy", Texts::busy("order-42"));
    tell("absent", Texts::absent("order-42"));
    for line in FILE.lines() {
        if let Some(field) = line.strip_prefix("field ") {
            tell(field, PaymentError::invalid(field, "missing", "4 to 10 digits").texts());
        }
    }
    tell("record", PaymentError::record("of the other vendor").texts());
    tell("webhook", PaymentError::webhook("not JSON").texts());
    all
}

#[test]
fn nothing_that_can_be_told_is_without_a_text_in_both_languages() {
    let all = everything();
    assert!(all.len() > 400, "{}", all.len());
    for (name, texts) in &all {
        for text in [&texts.buyer, &texts.buyer_fr, &texts.merchant, &texts.merchant_fr] {
            let whole = text.len() > 15 && text.ends_with(['.', '?']) && !text.contains("{}");
            assert!(whole && !text.contains("  ") && !text.contains("()"), "{name}: {text:?}");
        }
        assert!(texts.buyer != texts.buyer_fr && texts.merchant != texts.merchant_fr, "{name}");
        // French and English are not mixed up.
        for (text, french) in [(&texts.buyer, false), (&texts.buyer_fr, true), (&texts.merchant, false)] {
            let marks = ["le", "la", "les", "est", "votre", "vous", "un", "une", "cette", "ce", "n'est"];
            let is_french = |one: &str| marks.contains(&one) || one.ends_with("ez");
            let sounds = text.to_lowercase().split(|c: char| c != '\'' && !c.is_alphabetic()).any(is_french);
            assert!(sounds == french, "{name}: {text}");
        }
    }
}

#[test]
fn a_buyer_reads_no_word_from_inside() {
    for (name, texts) in everything() {
        for text in [&texts.buyer, &texts.buyer_fr] {
            for word in INSIDE {
                let said =
                    text.split(|c: char| !c.is_alphanumeric()).any(|one| one.eq_ignore_ascii_case(word));
                assert!(!said, "{name}: {text} says {word}");
            }
            assert!(!text.contains(['_', '`', '{', '(']), "{name}: {text}");
            // No class (AnswerNeeded) and no code (OTP_INVALID): no capital inside a word.
            for one in text.split(|c: char| !c.is_alphanumeric()) {
                assert!(!one.chars().skip(1).any(char::is_uppercase), "{name}: {text}");
            }
            for field in FILE.lines().filter_map(|line| line.strip_prefix("field ")) {
                assert!(!field.contains('_') || !text.contains(field), "{name}: {text} names {field}");
            }
        }
    }
}

/// Words of ours, of the vendors' and of the trade that mean nothing to who pays.
const INSIDE: [&str; 42] = [
    "api",
    "otp",
    "http",
    "https",
    "json",
    "url",
    "id",
    "identifiant",
    "key",
    "clé",
    "token",
    "jeton",
    "webhook",
    "server",
    "serveur",
    "vendor",
    "prestataire",
    "senfenico",
    "dexchange",
    "request",
    "requête",
    "timeout",
    "transport",
    "journal",
    "record",
    "session",
    "merchant",
    "marchand",
    "reference",
    "référence",
    "refusal",
    "outcome",
    "unknown",
    "exception",
    "error",
    "erreur",
    "resume",
    "payload",
    "batch",
    "lot",
    "charge",
    "transfer",
];

#[test]
fn what_was_wrong_with_a_value_is_said_in_french() {
    let told = |error: PaymentError| error.texts();
    let phone = crate::value::Phone::parse("76").unwrap_err();
    assert_eq!(
        told(phone.clone()).merchant_fr,
        "Numéro de téléphone (phone) : ce n'est pas un numéro de téléphone du Burkina Faso. \
         Valeur admise : 8 chiffres, avec ou sans +226, 00226 ou 226 devant."
    );
    let texts = told(phone.at("transfers[3].phone"));
    assert!(
        texts.merchant_fr.starts_with("Numéro de téléphone (transfers[3].phone) : "),
        "{}",
        texts.merchant_fr
    );
    assert!(
        texts.merchant.starts_with("Phone number (transfers[3].phone): not a phone"),
        "{}",
        texts.merchant
    );
    let odd = told(PaymentError::invalid("shop_field", "of the shop's own", "what the shop says"));
    assert_eq!(
        odd.merchant_fr,
        "Valeur (shop_field) : of the shop's own. Valeur admise : what the shop says."
    );
    let meant =
        PaymentError::unknown_word("provider", "not an operator of Senfenico", "orange", &["orange_bf"]);
    assert!(told(meant.clone()).merchant_fr.ends_with("Vouliez-vous dire orange_bf ?"));
    assert!(told(meant).merchant.ends_with("Did you mean orange_bf?"));
    let prefix =
        PaymentError::invalid("phone", "the number starts with 70, a moov_bf prefix", "4 to 10 digits");
    assert!(told(prefix).merchant_fr.contains("le numéro commence par 70, un préfixe de moov_bf"));
}

#[test]
fn a_payment_of_unknown_outcome_is_never_called_a_failure() {
    for why in outcome("Doubt") {
        let texts = unknown(&why, "fetch", None, None).texts();
        assert!(texts.merchant.contains("order-42") && texts.merchant_fr.contains("order-42"));
        assert!(
            texts.buyer.contains("do not pay again")
                && texts.buyer_fr.contains("Ne payez pas une seconde fois")
        );
        for failed in ["failed", "échoué", "nothing was debited", "rien n'a été débité"] {
            assert!(!texts.buyer.contains(failed) && !texts.buyer_fr.contains(failed), "{why}");
        }
    }
    // A code alone tells no more: what may have moved money is not called nothing.
    for code in words(include_str!("../code.rs"), "Code") {
        let code = Code::from(code.to_uppercase().as_str());
        let texts = code.texts();
        let nothing =
            texts.buyer.contains("nothing was debited") || texts.buyer_fr.contains("rien n'a été débité");
        assert!(code.certainly_not_applied() || !nothing, "{code}: {}", texts.buyer);
        let again = texts.buyer.contains("do not pay again");
        assert!(again || code.certainly_not_applied(), "{code}: {}", texts.buyer);
    }
}

#[test]
fn a_limit_that_was_passed_is_told_with_its_number() {
    let said = |word: &str, seen, limit| doubtful(word, Some(Excess { seen, limit }));
    let (english, french) = said("oversized", Some(1_048_599), 1_048_576);
    assert_eq!(english, "answer too large: 1,048,599 bytes, more than 1,048,576");
    assert_eq!(
        french,
        "réponse trop grande : 1\u{202f}048\u{202f}599 octets, plus de 1\u{202f}048\u{202f}576"
    );
    assert_eq!(said("too_deep", None, 128).0, "answer nested too deep: more than 128 levels");
    assert_eq!(said("not_json", None, 128).0, "answer is not JSON", "no limit to speak of");
    let texts =
        unknown("oversized", "ask_support", Some(Excess { seen: None, limit: 100 }), Some(true)).texts();
    assert!(
        texts.merchant_fr.contains("plus de 100 octets")
            && texts.merchant_fr.contains("figure depuis comme payée")
    );
}

#[test]
fn what_a_newer_version_wrote_is_told_as_far_as_it_is_known() {
    let texts = Texts::unknown("order-42", "a_newer_doubt", None, "a_newer_plan", false);
    assert!(
        texts.merchant_fr.contains("(a_newer_doubt)") && texts.merchant_fr.ends_with("un autre identifiant.")
    );
    assert!(texts.buyer_fr.contains("Ne payez pas une seconde fois"));
    let texts = Texts::not_sent("a_newer_reason", None, None);
    assert!(texts.merchant.contains("without harm") && texts.buyer.contains("nothing was debited"));
}

#[test]
fn the_file_is_in_order() {
    let mut blocks = std::collections::BTreeSet::new();
    for line in FILE.lines() {
        assert!(!line.ends_with(' ') && !line.contains('\t'), "{line:?}");
        if !line.starts_with([' ', '#']) && !line.is_empty() && line != "say" {
            assert!(blocks.insert(line), "twice: {line}");
        }
    }
    let said: Vec<&str> = FILE.lines().filter_map(|line| line.trim_start().strip_prefix("en ")).collect();
    let (mut lines, mut pairs) = (FILE.lines().map(str::trim_start), 0);
    while let Some(line) = lines.next() {
        let Some(english) = line.strip_prefix("en ") else { continue };
        let french = lines.next().and_then(|next| next.strip_prefix("fr ")).expect(english);
        assert_eq!(english.matches("{}").count(), french.matches("{}").count(), "{english}");
        assert_ne!(english.trim_start(), french.trim_start());
        pairs += 1;
    }
    assert_eq!(pairs, said.len());
}
