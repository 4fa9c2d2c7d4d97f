//! What callers hand in has the kinds that core's orders, records, events and options have.

use crate::shared::{changed, printed};
use xaalis_print::files;

#[test]
fn a_new_field_has_its_kind() {
    let cases = [
        ("src/sandbox/options.rs", "pub struct Switches {", "pub planted: bool,", "(\"planted\", Flag)"),
        (
            "src/senfenico/endpoint/charge.rs",
            "pub struct NewCharge {",
            "pub planted: Option<i64>,",
            "(\"planted\", Number)",
        ),
        ("src/record.rs", "pub struct Record {", "pub planted: bool,", "(\"planted\", Flag)"),
        ("src/webhook.rs", "pub struct Notice {", "pub planted: Vec<String>,", "(\"planted\", Texts)"),
        (
            "src/machine.rs",
            "    Otp {\n        /// As typed",
            "transfer: String,",
            "(\"otp\", \"transfer\", Text)",
        ),
        ("src/machine.rs", "    Bill {\n        /// Its", "planted: Recipient,", "(\"planted\", Object)"),
    ];
    for (file, from, field, row) in cases {
        let (head, rest) = from.split_once('{').unwrap();
        let to = format!("{head}{{\n/// New.\n{field}{rest}");
        let now = printed(&changed(file, from, &to).unwrap());
        let table = now.iter().find(|file| file.path.ends_with("src/given.rs")).unwrap();
        assert!(table.text.contains(&format!("    {row},\n")), "{field}\n{}", table.text);
    }
}

#[test]
fn a_name_that_means_several_things_is_refused() {
    let cases = [
        (
            "src/senfenico/endpoint/checkout.rs",
            "pub amount: i64",
            "pub amount: String",
            "amount: a text in one struct",
        ),
        (
            "src/senfenico/endpoint/checkout.rs",
            "pub amount: i64",
            "pub amount: bool",
            "amount: means several things",
        ),
        ("src/record.rs", "pub state: String", "pub state: Vec<i64>", "a list of Numbers"),
    ];
    for (file, from, to, refusal) in cases {
        let error = changed(file, from, to).and_then(|model| files(&model).map(drop)).expect_err(to);
        assert!(error.starts_with(refusal), "{to}: {error}");
    }
}
