//! Phone numbers of Burkina Faso, the page's test numbers, and our magic ones.

use crate::sandbox::ledger::Wallet;
use crate::sandbox::world::World;

/// The operators of charges (page section "create a charge").
pub(super) const PROVIDERS: [&str; 4] = ["orange_bf", "moov_bf", "coris_bf", "sank_bf"];

/// The page's table "Tester votre intégration", without its amounts: any amount works.
const TEST_NUMBERS: [(&str, &str); 12] = [
    ("orange_bf", "76000000"),
    ("orange_bf", "77000000"),
    ("orange_bf", "65000000"),
    ("moov_bf", "70000000"),
    ("moov_bf", "71000000"),
    ("moov_bf", "72000000"),
    ("coris_bf", "72000000"),
    ("coris_bf", "75000000"),
    ("coris_bf", "68000000"),
    ("sank_bf", "72000000"),
    ("sank_bf", "75000000"),
    ("sank_bf", "68000000"),
];

/// What a number's last four digits ask for (our own; the table stands in [`crate::sandbox`]).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Magic {
    None,
    Fails,
    NoFunds,
    Slow,
    Cancels,
    Offline,
    NeverAnswers,
    NoAccount,
    NetworkError,
    Unauthorized,
}

impl Magic {
    pub(super) fn of(phone: &str) -> Self {
        match phone.get(4..) {
            Some("9901") => Self::Fails,
            Some("9902") => Self::NoFunds,
            Some("9903") => Self::Slow,
            Some("9904") => Self::Cancels,
            Some("9905") => Self::Offline,
            Some("9906") => Self::NeverAnswers,
            Some("9907") => Self::NoAccount,
            Some("9908") => Self::NetworkError,
            Some("9909") => Self::Unauthorized,
            _ => Self::None,
        }
    }
}

/// Eight digits that begin as a mobile number does.
pub(super) fn is_mobile(phone: &str) -> bool {
    phone.len() == 8
        && phone.bytes().all(|b| b.is_ascii_digit())
        && phone.starts_with(['0', '5', '6', '7'])
        && !phone.starts_with("00")
}

/// Whether the provider may serve the number: the page's prefixes for Orange and Moov, any for the others.
pub(super) fn matches(provider: &str, phone: &str) -> bool {
    let by_second_digit = |orange: bool| match phone.as_bytes() {
        [b'0', second, ..] => {
            if orange {
                (b'4'..=b'7').contains(second)
            } else {
                (b'1'..=b'3').contains(second)
            }
        }
        [b'5'..=b'7', second, ..] => {
            if orange {
                (b'4'..=b'7').contains(second)
            } else {
                (b'0'..=b'3').contains(second)
            }
        }
        _ => false,
    };
    match provider {
        "orange_bf" => by_second_digit(true),
        "moov_bf" => by_second_digit(false),
        _ => true,
    }
}

pub(super) fn is_test_number(provider: &str, phone: &str) -> bool {
    TEST_NUMBERS.contains(&(provider, phone))
}

/// The wallet by its name, or by the number when none is named.
pub(super) fn wallet(named: Option<&str>, phone: &str) -> Option<Wallet> {
    match named {
        Some(name) => Wallet::ALL.into_iter().find(|wallet| wallet.as_str() == name),
        None => [Wallet::Orange, Wallet::Moov].into_iter().find(|wallet| matches(wallet.as_str(), phone)),
    }
}

/// A text of the vendor's, with the number in it where the vendor writes it: as people do.
pub(super) fn named(world: &World, text: &str, phone: &str) -> String {
    if phone.is_empty() || !world.options.switches.texts_name_the_payer {
        return text.to_owned();
    }
    let pairs: Vec<&str> =
        (0..4).filter_map(|at: usize| phone.get(at.saturating_mul(2)..)?.get(..2)).collect();
    let written = match phone.bytes().fold(0_u8, u8::wrapping_add) & 3 {
        0 => phone.to_owned(),
        1 => pairs.join(" "),
        2 => format!("+226 {}", pairs.join("-")),
        _ => format!("+226{phone}"),
    };
    format!("{text} [{written}]")
}

/// `77xxxxxx`, as the page's samples print phones.
pub(super) fn mask(phone: &str) -> String {
    format!("{}xxxxxx", phone.get(..2).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_are_those_of_the_page() {
        let orange = "04 05 06 07 54 55 56 57 64 65 66 67 74 75 76 77";
        let moov = "70 71 72 73 60 61 62 63 50 51 52 53 01 02 03";
        for prefix in 0..100 {
            let prefix = format!("{prefix:02}");
            let phone = format!("{prefix}000000");
            assert_eq!(matches("orange_bf", &phone), orange.contains(&prefix), "{prefix}");
            assert_eq!(matches("moov_bf", &phone), moov.contains(&prefix), "{prefix}");
        }
        assert!(matches("coris_bf", "68000000"));
        assert!(TEST_NUMBERS.iter().all(|(provider, phone)| is_mobile(phone) && matches(provider, phone)));
    }

    #[test]
    fn a_wallet_follows_the_number() {
        assert_eq!(wallet(None, "63000000"), Some(Wallet::Moov));
        assert_eq!(wallet(None, "65000000"), Some(Wallet::Orange));
        assert_eq!(wallet(None, "68000000"), None);
        assert_eq!(wallet(Some("sank_bf"), "63000000"), Some(Wallet::Sank));
        assert_eq!(wallet(Some("coris_bf"), "63000000"), None);
        for bad in ["", "7600000", "760000000", "+2267600", "7600000a", "00000000", "26000000", "٧٦٠٠٠٠٠٠"]
        {
            assert!(!is_mobile(bad), "{bad}");
        }
    }
}
