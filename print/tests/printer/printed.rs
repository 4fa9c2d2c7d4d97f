//! What is printed follows core's source, and what the printer does not know is refused by name.

use crate::shared::{SOURCES, changed, printed, unchanged};
use std::path::Path;
use xaalis_print::{File, run};

#[test]
fn a_check_names_what_differs_and_writes_nothing() {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("checked");
    drop(std::fs::remove_dir_all(&root));
    let put = |path: &str, text: &str| {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    for (path, text, _) in SOURCES.iter() {
        put(&format!("core/{path}"), text);
    }
    let printed = printed(&unchanged());
    let marked = |file: &File| {
        file.marks.map_or(String::new(), |(begin, end)| format!("before\n{begin}old\n{end}after\n"))
    };
    for file in &printed {
        put(file.path, &marked(file));
    }
    let all: Vec<_> = printed.iter().map(|file| file.path).collect();

    assert_eq!(run(&root, true).as_ref(), Ok(&all));
    assert_eq!(run(&root, true).as_ref(), Ok(&all), "a check wrote");
    assert_eq!(run(&root, false).as_ref(), Ok(&all));
    assert_eq!(run(&root, true), Ok(Vec::new()));
    for file in &printed {
        let path = root.join(file.path);
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(text, file.within(&marked(file)).unwrap());
        assert!(text.contains(&file.text) && (file.marks.is_none() || text.starts_with("before\n")));
        std::fs::write(&path, text.replacen(&file.text, "changed by hand", 1)).unwrap();
    }
    assert_eq!(run(&root, true).as_ref(), Ok(&all));
    put("ARCHITECTURE.md", "no marks");
    assert!(run(&root, true).unwrap_err().starts_with("ARCHITECTURE.md: no line"));
}

#[test]
fn a_change_of_the_source_makes_them_stale() {
    let as_they_are = printed(&unchanged());
    // What is changed, and whether the table changes too.
    let changes = [
        (
            "src/senfenico/endpoint/charge.rs",
            "pub live_mode: Option<bool>,",
            "pub live_mode: Option<bool>,\n    /// New.\n    pub planted: Option<String>,",
            true,
        ),
        ("src/senfenico/endpoint/transfer.rs", "pub fees: Option<Percent>", "pub fees: Option<String>", true),
        (
            "src/senfenico/status.rs",
            "Success = \"success\": Paid,",
            "Success = \"success\": Paid,\n        /// New.\n        Planted = \"planted\": Ended,",
            false,
        ),
        ("src/code.rs", "    /// DEXCHANGE: no key was sent.", "    /// DEXCHANGE: planted.", false),
        ("src/machine.rs", "        url: String,", "        url: Personal,", false),
        (
            "src/operations.rs",
            "/** The code. */",
            "/** New. */ planted: Option<String>, /** The code. */",
            true,
        ),
        (
            "src/reply.rs",
            "    Bills / bills: BillInquiry,",
            "    Bills / bills: BillInquiry,\n    /// New.\n    Planted / planted: BillInquiry,",
            true,
        ),
        ("src/outcome.rs", "/// A definite no.", "/// A no.", false),
    ];
    for (file, from, to, in_table) in changes {
        let model = changed(file, from, to).unwrap();
        let now = printed(&model);
        assert_ne!(now, as_they_are, "{file}: {to} is seen in nothing that is printed");
        let table = |files: &[File]| files.iter().find(|file| file.path.ends_with("types.rs")).cloned();
        assert_eq!(table(&now) != table(&as_they_are), in_table, "{file}: {to} in the table");
    }
}

#[test]
fn what_is_outside_the_dialect_is_refused_by_name() {
    let cases = [
        (
            "src/record.rs",
            "pub state: String",
            "pub state: std::collections::BTreeMap<String, i64>",
            "src/record.rs: Record: state: BTreeMap",
        ),
        ("src/record.rs", "pub state: String", "pub state: f64", "src/record.rs: Record: state: f64"),
        ("src/record.rs", "pub state: String", "pub state: (i64, i64)", "src/record.rs: Record: state: "),
        ("src/record.rs", "pub state: String", "pub state: Missing", "src/record.rs: Missing: "),
        (
            "src/record.rs",
            "pub state: String",
            "#[serde(rename = \"s\")] pub state: String",
            "src/record.rs: Record: state: ",
        ),
        (
            "src/record.rs",
            "pub state: String",
            "#[serde(flatten)] pub state: String",
            "src/record.rs: Record: state: unknown serde attribute `flatten`",
        ),
        (
            "src/record.rs",
            "pub state: String",
            "#[cfg_attr(test, serde(skip))] pub state: String",
            "src/record.rs: Record: state: ",
        ),
        (
            "src/record.rs",
            "pub state: String",
            "#[serde(skip_serializing_if = \"String::is_empty\")] pub state: String",
            "src/record.rs: Record: state: unknown serde attribute",
        ),
        ("src/record.rs", "    Closed,", "    Closed(String),", "src/record.rs: Stage: Closed"),
        ("src/record.rs", "pub state: String", "pub state: Box<Record>", "src/record.rs: Record: state: Box"),
        (
            "src/record.rs",
            "pub state: String",
            "pub state: Option<Record>",
            "src/record.rs: Record: holds itself",
        ),
        ("src/record.rs", "pub state: String", "pub contents: String", "HIDDEN: Record has no field state"),
        ("src/machine.rs", "    Dial {", "    Word(String),\n    Dial {", "src/machine.rs: Prompt: Word"),
        (
            "src/machine.rs",
            "#[serde(tag = \"kind\", rename_all = \"snake_case\")]\npub enum Prompt",
            "#[serde(tag = \"type\")]\npub enum Prompt",
            "src/machine.rs: Prompt: ",
        ),
        (
            "src/status.rs",
            "rename_all = \"snake_case\"",
            "rename_all = \"camelCase\"",
            "src/status.rs: Source: unknown rename_all",
        ),
        ("src/status.rs", "Other(String),", "Others(String),", "macro status_words"),
        (
            "src/reply.rs",
            "payouts: Payouts,\n            },",
            "payouts: Vec<Payouts>,\n            },",
            "macro replies",
        ),
        ("src/value/time.rs", "pub struct Time(i64);", "pub struct Time(String);", "Time: "),
        (
            "src/webhook.rs",
            "impl Notice {",
            "impl std::fmt::Debug for Notice {}\nimpl Notice {",
            "src/webhook.rs: Notice: its Debug",
        ),
    ];
    for (file, from, to, refusal) in cases {
        let error = changed(file, from, to).expect_err(to);
        assert!(error.starts_with(refusal), "{to}: {error}");
    }
}
