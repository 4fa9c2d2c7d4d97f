//! Numbers inside a text: which are masked, and which stay.

use super::fields::{is_one, last_word, words};
use super::{
    MASK, callback_token, ends_word, head, is_mail_name, reference, shaped, shaped_any_case, tail, timestamp,
};

/// Words for a code: `votre code est 839231`, `mot de passe 8392`.
const CODES: [&str; 12] = [
    "otp", "code", "codes", "pin", "nip", "passe", "password", "passcode", "mdp", "token", "jeton", "secret",
];

/// Nearer to the number than such a word, they say that it is something else.
const OTHERS: [&str; 17] = [
    "montant", "amount", "solde", "balance", "minimum", "maximum", "facture", "invoice", "commande", "order",
    "postal", "pays", "marchand", "promo", "xof", "fcfa", "cfa",
];

/// A code of theirs tells what went wrong: `error code 1001`, `code d'erreur 4001`.
const ERRORS: [&str; 5] = ["error", "erreur", "http", "status", "statut"];

/// What is typed is a code: `utilisez 839231 pour confirmer`.
const TYPED: [&str; 7] = ["utilisez", "saisissez", "entrez", "tapez", "use", "enter", "type"];

/// Before the word for a code that comes after the number: `839231 est votre code`.
const VERBS: [&str; 10] = ["is ", "est ", "as ", "comme ", ": ", "- ", "– ", "= ", ", votre ", ", your "];

const UNITS: [&str; 5] = ["F", "CFA", "FCFA", "XOF", "francs"];

/// How far from a number the words that say what it is may stand. A bound, since each one asks for them.
const CLAUSE: usize = 64;

/// Spaces and dashes as addresses and JSON write them.
const GAPS: [&str; 20] = [
    "%20",
    "%09",
    "%28",
    "%29",
    "%2B",
    "%2D",
    "%2E",
    "%2F",
    "%5F",
    "%C2%A0",
    "%E2%80%AF",
    "%A0",
    r"\u00a0",
    r"\u2009",
    r"\u202f",
    r"\u2011",
    r"\u2013",
    r"\u2014",
    r"\t",
    r"\/",
];

/// Writes the number that starts here, in groups or not, masked when it names somebody or opens something.
pub(super) fn write(rest: &str, out: &mut String) -> usize {
    let tail_of_masked = out.ends_with("••••") && run(rest) <= 2;
    let end = if tail_of_masked { run(rest) } else { end(rest) };
    let (shown, after) = (head(rest, end), tail(rest, end));
    let found: Vec<char> = shown.chars().filter(|c| c.is_numeric()).collect();
    match found.as_slice() {
        code if (4..=7).contains(&code.len()) && is_code(out, after) => out.push_str(MASK),
        [first, second, middle @ .., before, last] if middle.len() >= 4 && !is_amount(shown, after) => {
            out.extend([first, second]);
            out.push_str("••••");
            out.extend([before, last]);
        }
        _ => out.push_str(shown),
    }
    end
}

/// Where the number ends, its groups included.
fn end(rest: &str) -> usize {
    if let Some(pairs) = pairs(rest) {
        return pairs;
    }
    let mut end = run(rest);
    let mut last = head(rest, end).chars().count();
    let mut first = true;
    loop {
        let gap = gap(tail(rest, end));
        let from = end.saturating_add(gap);
        let next = tail(rest, from);
        let len = run(next);
        let size = head(next, len).chars().count();
        // A lone digit before a whole number is a count; `125000.00` is an amount.
        let counts = first && last == 1 && size >= 8;
        let decimals = last >= 3
            && size <= 2
            && head(rest, from).ends_with('.')
            && run(tail(next, len.saturating_add(self::gap(tail(next, len))))) == 0;
        let named =
            |at| callback_token(head(tail(rest, end), at), tail(rest, end.saturating_add(at))).is_some();
        if from == end
            || len == 0
            || (1..=gap).any(named)
            || counts
            || decimals
            || timestamp(next).or_else(|| reference(next)).is_some()
        {
            return end;
        }
        (end, last, first) = (from.saturating_add(len), size, false);
    }
}

/// The length of four pairs of digits between signs that also stand between numbers of a list.
fn pairs(rest: &str) -> Option<usize> {
    let shapes = ["dd,dd,dd,dd", "dd:dd:dd:dd", "dd|dd|dd|dd", "dd*dd*dd*dd"];
    let len = shapes.iter().find_map(|shape| shaped(rest, shape))?;
    (run(tail(rest, len)) == 0 && !tail(rest, len).starts_with('•')).then_some(len)
}

/// The length of the digits that start here.
fn run(text: &str) -> usize {
    text.find(|c: char| !c.is_numeric()).unwrap_or(text.len())
}

/// The length of what may stand between two groups of one number.
fn gap(text: &str) -> usize {
    let mut left = text;
    for _ in 0..3 {
        let one = left.chars().next().filter(|c| is_gap(*c)).map(char::len_utf8);
        let written = || GAPS.iter().find(|gap| shaped_any_case(left, gap)).map(|gap| gap.len());
        let Some(len) = one.or_else(written) else { break };
        left = tail(left, len);
    }
    text.len().saturating_sub(left.len())
}

fn is_gap(c: char) -> bool {
    let space = c.is_whitespace() && !matches!(c, '\n' | '\r');
    let dash =
        matches!(c, '.' | '-' | '/' | '_' | '(' | ')' | '+' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '·');
    // Marks of direction and the like: nobody sees them.
    let unseen = matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    space || dash || unseen
}

/// `12 500 000 FCFA`: in thousands, and followed by their unit.
fn is_amount(shown: &str, after: &str) -> bool {
    let mut groups = shown.split(|c: char| !c.is_ascii_digit());
    groups.next().is_some_and(|group| group.len() <= 3)
        && groups.all(|group| group.len() == 3)
        && is_unit(after)
}

fn is_unit(after: &str) -> bool {
    let unit = after.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    // In front of an `@` it is somebody's name, and will be masked itself.
    let is_name = |more: &str| more.chars().take(CLAUSE).find(|c| !is_mail_name(*c)) == Some('@');
    UNITS.iter().any(|name| unit.strip_prefix(name).is_some_and(|more| ends_word(more, 0) && !is_name(more)))
}

/// Whether the words around a number call it a code: `code : 839231`, `839231 est votre code`.
fn is_code(before: &str, after: &str) -> bool {
    // `*144*4*6*5000#` is dialled, and tells the amount.
    let dialled =
        before.strip_suffix('*').is_some_and(|before| before.ends_with(|c: char| c.is_ascii_digit()));
    if dialled || is_unit(after) {
        return false;
    }
    let from = before.len().saturating_sub(CLAUSE);
    let near = (from..=before.len()).find_map(|at| before.get(at..)).unwrap_or_default();
    let to = after.len().min(CLAUSE);
    let next = (0..=to).rev().find_map(|at| after.get(..at)).unwrap_or_default();
    is_told_before(near) || is_told_after(next)
}

fn is_told_before(near: &str) -> bool {
    // Whatever signs are between them: `otp[]=839231`.
    let (mut ahead, mut nearest) = (near, last_word(near));
    while nearest == "REDACTED" {
        ahead = ahead.rsplit_once(nearest).map(|(ahead, _)| ahead).unwrap_or_default();
        nearest = last_word(ahead);
    }
    if is_one(nearest, &TYPED) && near.ends_with([' ', ':']) {
        return true;
    }
    if is_one(nearest, &CODES) {
        let place = ahead.rmatch_indices(nearest).next().map_or(0, |(at, _)| at);
        let ahead = head(ahead, place).trim_end_matches([' ', '_', '-']);
        return !nearest.eq_ignore_ascii_case("code")
            || !ERRORS.iter().any(|word| ends_with_word(ahead, word));
    }
    let ends = |c: char| matches!(c, ';' | '!' | '?' | '\n' | '}' | '&');
    // `"code":"…","amount":` are two fields; a comma in a sentence is none.
    let fields = ["\",", "',", ",\"", "],"];
    let clause = near.trim_end().rsplit(ends).next().unwrap_or_default();
    let clause = fields.iter().fold(clause, |left, ends| left.rsplit(ends).next().unwrap_or(left));
    let (mut left, mut error, mut another) = (clause, false, false);
    loop {
        let text = left.trim_end_matches(|c: char| !c.is_alphabetic());
        another |= tail(left, text.len()).contains(char::is_numeric);
        let word = last_word(text);
        if word.is_empty() {
            return false;
        }
        left = head(text, text.len().saturating_sub(word.len()));
        error |= is_one(word, &ERRORS);
        if is_one(word, &CODES) {
            return !(error && word.eq_ignore_ascii_case("code"));
        }
        // What it says is said of another number: `pour un paiement de 1000 FCFA`, `order 1234`.
        let sum = left.trim_end();
        let is_unit = sum.strip_suffix('F').unwrap_or(sum).trim_end().ends_with(char::is_numeric);
        if is_one(word, &OTHERS) && !another && !is_unit {
            return false;
        }
    }
}

fn is_told_after(next: &str) -> bool {
    // A sentence, up to what might be masked itself.
    let is_sentence = |c: char| c.is_alphabetic() || " '’:,-–=(\"".contains(c);
    let next = next.split(|c| !is_sentence(c)).next().unwrap_or_default();
    let mut words = words(next).skip_while(|word| !is_one(word, &CODES) && !is_one(word, &OTHERS));
    let is_code = words.next().is_some_and(|word| {
        let error = words.take(2).any(|word| is_one(word, &ERRORS)) && word.eq_ignore_ascii_case("code");
        is_one(word, &CODES) && !error
    });
    is_code && VERBS.iter().any(|verb| next.trim_start().starts_with(verb))
}

fn ends_with_word(text: &str, word: &str) -> bool {
    let from = text.len().saturating_sub(word.len());
    text.get(from..).is_some_and(|end| end.eq_ignore_ascii_case(word))
}
