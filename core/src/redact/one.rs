//! One number, known beforehand, wherever it stands in a text; everything else stays.

use super::tail;
use crate::value::mask;

/// Between two of its digits: more signs than this and they belong together no more.
const BETWEEN: usize = 4;

/// What stands for a space or a dash in pages, addresses and JSON, in small letters.
const WRITTEN: [&str; 22] = [
    "&nbsp;",
    "&#160;",
    "&#xa0;",
    "&#8239;",
    "&#x202f;",
    "&thinsp;",
    "&nnbsp;",
    "&shy;",
    "%20",
    "%2b",
    "%2d",
    "%2e",
    "%2f",
    "%c2%a0",
    "%e2%80%af",
    "%a0",
    r"\u00a0",
    r"\u2009",
    r"\u202f",
    r"\u2011",
    r"\t",
    "<br>",
];

/// Masks this number of digits in every way of writing it: whatever stands before it, a country code for one, in any
/// groups, with any signs between them that are no letters. `+226 76 00 12 34` becomes `+226 76••••34`.
pub(crate) fn mask_number(text: &str, number: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        if let Some(len) = written(rest, number) {
            out.push_str(&mask(number));
            rest = tail(rest, len);
        } else {
            out.push(next);
            rest = tail(rest, next.len_utf8());
        }
    }
    out
}

/// How long the number is that starts here, if it does.
fn written(text: &str, number: &str) -> Option<usize> {
    let mut rest = text;
    for (place, digit) in number.chars().enumerate() {
        if place > 0 {
            rest = behind_signs(rest);
        }
        let first = rest.chars().next().filter(|c| as_ascii(*c) == Some(digit))?;
        rest = tail(rest, first.len_utf8());
    }
    (!number.is_empty()).then(|| text.len().saturating_sub(rest.len()))
}

fn behind_signs(text: &str) -> &str {
    let mut rest = text;
    for _ in 0..BETWEEN {
        let small = |sign: &&&str| rest.get(..sign.len()).is_some_and(|head| head.eq_ignore_ascii_case(sign));
        let sign = rest.chars().next().filter(|c| !c.is_alphanumeric()).map(char::len_utf8);
        let Some(len) = WRITTEN.iter().find(small).map(|sign| sign.len()).or(sign) else { break };
        rest = tail(rest, len);
    }
    rest
}

/// A digit of whichever script.
fn as_ascii(c: char) -> Option<char> {
    let zero = match c {
        '0'..='9' => return Some(c),
        '\u{660}'..='\u{669}' => 0x660,
        '\u{6f0}'..='\u{6f9}' => 0x6f0,
        '\u{7c0}'..='\u{7c9}' => 0x7c0,
        '\u{ff10}'..='\u{ff19}' => 0xff10,
        _ => return None,
    };
    char::from_digit(u32::from(c).checked_sub(zero)?, 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_is_masked_in_every_way_of_writing_it() {
        for (text, masked) in [
            ("76001234", "76••••34"),
            ("au 76 00 12 34.", "au 76••••34."),
            ("+22676001234", "+22676••••34"),
            ("+226 76-00-12-34", "+226 76••••34"),
            ("00226.76.00.12.34", "00226.76••••34"),
            ("(226) 7600 1234 !", "(226) 76••••34 !"),
            ("76\u{a0}00\u{202f}12\u{200b}34", "76••••34"),
            ("76&nbsp;00&#160;12%2034", "76••••34"),
            ("7 6 0 0 1 2 3 4", "76••••34"),
            ("76, 00, 12, 34", "76••••34"),
            ("76 - 00 - 12 - 34", "76••••34"),
            ("76001\n234", "76••••34"),
            ("７６００１２３４ ٧٦٠٠١٢٣٤", "76••••34 76••••34"),
            ("76001234,76001234", "76••••34,76••••34"),
            ("776001234", "776••••34"),
            ("*144*76001234*500#", "*144*76••••34*500#"),
            ("OM240105-76001234-A", "OM240105-76••••34-A"),
        ] {
            assert_eq!(mask_number(text, "76001234"), masked, "{text}");
            assert_eq!(mask_number(masked, "76001234"), masked, "once is enough: {text}");
        }
    }

    #[test]
    fn whatever_is_not_the_number_stays() {
        for text in [
            "",
            "*144*10*12345678*500#",
            "*144*4*6*1000#",
            "Marchand 70 55 11 22, +226 25 30 40 50",
            "7600123",
            "76001235",
            "76 F 00 12 34",
            "76001 et 234",
            "76      001234",
            "code 839231, sk_test_abc, a@b.bf",
            "76••••34",
            "🇧🇫 76",
        ] {
            assert_eq!(mask_number(text, "76001234"), text);
        }
        assert_eq!(mask_number("7600", ""), "7600");
    }

    #[test]
    fn any_text_takes_time_in_proportion_to_its_length() {
        for piece in ["7", "7 ", "76 00 12 3", "&nbsp;7", "7\u{202f}6"] {
            assert!(!mask_number(&piece.repeat(50_000), "76001234").is_empty());
        }
    }
}
