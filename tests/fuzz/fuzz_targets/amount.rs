//! Money, percents, phones and times from any text, against rules written down a second time.
#![no_main]

use libfuzzer_sys::fuzz_target;
use xaalis::value::{Amount, Otp, Percent, Phone, Time};
use xaalis_fuzz::Budget;

/// For each byte of the input.
const COST: Budget = Budget { steps: 200, memory: 32 };

fuzz_target!(|input: &[u8]| {
    let Ok(text) = std::str::from_utf8(input) else { return };
    COST.holds(text.len(), || {
        amount(text);
        percent(text);
        phone(text);
        let _ = Time::parse(text);
        let _ = Otp::parse(text);
    });
});

fn amount(text: &str) {
    let francs = by_the_rule(text);
    assert_eq!(Amount::parse(text).ok().map(Amount::francs), francs, "{text:?}");
    let json = serde_json::from_str::<Amount>(text).ok();
    assert!(json.is_none() || json.map(Amount::francs) == by_the_rule(text.trim()), "{text:?}");
    if let Ok(amount) = Amount::parse(text) {
        let shown = amount.to_string();
        let digits: String = shown.strip_suffix(" F CFA").expect("francs").split(' ').collect();
        assert_eq!(Amount::parse(&digits), Ok(amount));
        let json = serde_json::to_string(&amount).expect("JSON");
        assert_eq!(serde_json::from_str::<Amount>(&json).ok(), Some(amount));
        assert!(amount.plus(amount) >= amount && amount.plus(amount) <= Amount::MAX);
    }
}

/// Digits, or digits, a point and noughts; at most a million millions.
fn by_the_rule(text: &str) -> Option<i64> {
    let mut parts = text.split('.');
    let (whole, decimals, more) = (parts.next()?, parts.next(), parts.next());
    let plain = !whole.is_empty() && whole.chars().all(|c| ('0'..='9').contains(&c));
    let zeros = decimals.is_none_or(|part| !part.is_empty() && part.chars().all(|c| c == '0'));
    let significant = whole.trim_start_matches('0');
    if !plain || !zeros || more.is_some() || significant.len() > 13 {
        return None;
    }
    let francs = significant.chars().fold(0, |sum, c| sum * 10 + i64::from(c as u8 - b'0'));
    (francs <= 1_000_000_000_000).then_some(francs)
}

fn percent(text: &str) {
    let Ok(percent) = Percent::parse(text) else { return };
    assert_eq!(percent.as_str(), text);
    assert_eq!(Percent::parse(percent.as_str()), Ok(percent.clone()));
    let longer = if text.contains('.') { format!("{text}0") } else { format!("{text}.0") };
    if let Ok(same) = Percent::parse(&longer) {
        assert_eq!(same, percent);
        assert_eq!(same.ten_thousandths(), percent.ten_thousandths());
    }
    assert!(percent.ten_thousandths().is_none_or(|share| (0..=10_000).contains(&share)));
}

fn phone(text: &str) {
    let Ok(phone) = Phone::parse(text) else { return };
    assert!(phone.as_str().len() == 8 && phone.as_str().bytes().all(|byte| byte.is_ascii_digit()));
    assert_eq!(Phone::parse(phone.as_str()).as_ref(), Ok(&phone));
    assert_eq!(Phone::parse(&format!("+226 {phone_text}", phone_text = phone.as_str())).as_ref(), Ok(&phone));
    assert!(!format!("{phone:?}").contains(phone.as_str()), "its Debug masks it");
    assert!(phone.detect().is_none_or(|provider| phone.check(&provider).is_ok() && phone.is_mobile()));
}
