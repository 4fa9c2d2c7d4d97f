//! Which of a vendor's words was meant by one that is none of them.

/// The word that was likely meant: whose name stands in what was given (`orange`, `Orange Money`), or is
/// one slip of the hand away. `None` when that is no word, or more than one.
pub(crate) fn likely<'a>(given: &str, words: &[&'a str]) -> Option<&'a str> {
    let given: String = given.chars().take(64).map(plain).collect();
    let joined: String = given.chars().filter(|c| c.is_alphanumeric()).collect();
    let within = |word: &str| joined.contains(&name(word));
    let near = |word: &str| {
        let parts = given.split(|c: char| !c.is_alphanumeric());
        parts.chain([joined.as_str()]).any(|part| is_a_slip_away(part, &name(word)))
    };
    only(words.iter().copied().filter(|word| within(word)))
        .or_else(|| only(words.iter().copied().filter(|word| near(word))))
}

/// The name that was likely meant: the same but for capitals and dashes, or one slip of the hand away. `None` when
/// that is no name, or more than one.
pub(crate) fn meant<'a>(given: &str, names: &[&'a str]) -> Option<&'a str> {
    let bare = |text: &str| -> String {
        text.chars().take(64).filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
    };
    let given = bare(given);
    only(names.iter().copied().filter(|name| bare(name) == given))
        .or_else(|| only(names.iter().copied().filter(|name| is_a_slip_away(&given, &bare(name)))))
}

/// What people call it: the part before the country and the kind.
fn name(word: &str) -> String {
    word.split('_').next().unwrap_or(word).to_ascii_lowercase()
}

/// Small, and without an accent: the vendors' words are ASCII, and people write French. The capitals of every script
/// would be tables of 16 kB.
fn plain(c: char) -> char {
    match c {
        'à' | 'â' | 'À' | 'Â' => 'a',
        'é' | 'è' | 'ê' | 'É' | 'È' | 'Ê' => 'e',
        'ô' | 'Ô' => 'o',
        other => other.to_ascii_lowercase(),
    }
}

/// One letter too many, too few or wrong, or two that changed places; or none at all.
fn is_a_slip_away(given: &str, word: &str) -> bool {
    let (given, word): (Vec<char>, Vec<char>) = (given.chars().collect(), word.chars().collect());
    let before = given.iter().zip(&word).take_while(|(a, b)| a == b).count();
    let (given, word) = (given.get(before..).unwrap_or_default(), word.get(before..).unwrap_or_default());
    let after = given.iter().rev().zip(word.iter().rev()).take_while(|(a, b)| a == b).count();
    let middle = |of: &[char]| of.iter().copied().take(of.len().saturating_sub(after)).collect::<Vec<_>>();
    match (middle(given).as_slice(), middle(word).as_slice()) {
        ([] | [_], [] | [_]) => true,
        ([first, second], [other, another]) => first == another && second == other,
        _ => false,
    }
}

fn only<'a>(mut words: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    words.next().filter(|_| words.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::{likely, meant};

    #[test]
    fn a_slip_in_a_name_is_understood_and_nothing_is_guessed() {
        let names = ["amount", "phone", "extId", "success_url", "cancel_url"];
        for (given, name) in [
            ("amout", Some("amount")),
            ("ammount", Some("amount")),
            ("amuont", Some("amount")),
            ("EXT_ID", Some("extId")),
            ("ext-id", Some("extId")),
            ("phon", Some("phone")),
            ("successUrl", Some("success_url")),
            ("url", None),
            ("", None),
        ] {
            assert_eq!(meant(given, &names), name, "{given}");
        }
        assert_eq!(meant(&"a".repeat(1 << 20), &names), None, "long texts cost nothing");
        assert_eq!(meant("a_c", &["a_b", "a_d"]), None, "two that are as near");
    }

    #[test]
    fn a_slip_and_a_nickname_are_understood_and_nothing_is_guessed() {
        let operators = ["orange_bf", "moov_bf", "coris_bf", "sank_bf"];
        let services = ["SENEAU_SN_BILL", "SENELEC_SN_BILL", "WOYOFAL_SN_BILL"];
        for (given, meant) in [
            ("orange", Some("orange_bf")),
            ("Orange Money", Some("orange_bf")),
            ("orange_money_bf", Some("orange_bf")),
            ("ORANGE-BF", Some("orange_bf")),
            ("OrangeMoney", Some("orange_bf")),
            ("orange_sn", Some("orange_bf")),
            ("oragne_bf", Some("orange_bf")),
            ("moov", Some("moov_bf")),
            ("Mov money", Some("moov_bf")),
            ("coriss", Some("coris_bf")),
            ("corsi", Some("coris_bf")),
            ("roange", Some("orange_bf")),
            ("oange", Some("orange_bf")),
            ("orangf", Some("orange_bf")),
            ("oarnge", Some("orange_bf")),
            ("onarge", None),
            ("rogane", None),
            ("ornge m", Some("orange_bf")),
            ("orng", None),
            ("wave", None),
            ("", None),
            ("bf", None),
            ("orange or moov", None),
            ("mtn", None),
        ] {
            assert_eq!(likely(given, &operators), meant, "{given}");
        }
        for (given, meant) in [
            ("woyofal", Some("WOYOFAL_SN_BILL")),
            ("Sénélec", Some("SENELEC_SN_BILL")),
            ("Sen'Eau", Some("SENEAU_SN_BILL")),
            ("WOYAFAL_SN_BILL", Some("WOYOFAL_SN_BILL")),
            ("RAPIDO_SN_BILL", None),
            ("SN_BILL", None),
        ] {
            assert_eq!(likely(given, &services), meant, "{given}");
        }
        assert_eq!(likely(&"x".repeat(1 << 20), &operators), None, "long texts cost nothing");
    }
}
