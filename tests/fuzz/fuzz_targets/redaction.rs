//! Any text around a key, a phone number and a code: none of them survives, and masking twice is masking
//! once. `|` in the input is where they are planted.
#![no_main]

use libfuzzer_sys::fuzz_target;
use xaalis::redact::redact;
use xaalis_fuzz::Budget;

/// For each byte of the input.
const COST: Budget = Budget { steps: 600, memory: 8 };

fuzz_target!(|input: &[u8]| {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let once = COST.holds(text.len(), || redact(text));
    assert_eq!(redact(&once), once, "{text:?}");
    let (before, after) = text.split_once('|').unwrap_or((text, ""));
    // Between spaces: inside a longer word a number may be a part of a payment's reference, which stays.
    for (planted, secret) in [
        ("sk_live_Zq7Xk2Vb9Lm4", "Zq7Xk2Vb9Lm4"),
        (" 76543210 ", "76543210"),
        (" +226 76 54 32 10 ", "76 54 32 10"),
        (" Bearer Zq7Xk2Vb9Lm4 ", "Zq7Xk2Vb9Lm4"),
        (" \"otp\": \"8392\", ", "8392\","),
    ] {
        let masked = redact(&format!("{before}{planted}{after}"));
        let alone = before.contains(secret) || after.contains(secret);
        assert!(alone || !masked.contains(secret), "{planted} survives in {masked:?}");
    }
});
