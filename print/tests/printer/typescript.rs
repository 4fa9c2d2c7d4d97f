//! What the npm package has follows core's source.

use crate::shared::{changed, printed, unchanged};
use xaalis_print::files;
use xaalis_print::model::Model;

const PRINTED: &str = "bindings-wasm/npm/src/printed/";

fn text(model: &Model, name: &str) -> String {
    let path = format!("{PRINTED}{name}");
    let found = printed(model).into_iter().find(|file| file.path == path);
    found.unwrap_or_else(|| panic!("{path} is not printed")).text
}

#[test]
fn a_change_of_core_is_seen_in_typescript() {
    let as_it_is = printed(&unchanged());
    let before = |name: &str| as_it_is.iter().find(|file| file.path.ends_with(name)).unwrap();
    let cases = [
        // What the vendor may leave unsaid is null, what a caller may leave out is absent.
        (
            "src/senfenico/endpoint/charge.rs",
            "pub live_mode: Option<bool>,",
            "pub live_mode: Option<bool>,\n    /// New, see [`Event::Otp`] and `op_id`.\n    pub planted_time: Option<Time>,",
            "types.ts",
            "  /** New, see `submitOtp` and `opId`. Milliseconds since 1970. */\n  readonly plantedTime: number | null;\n",
        ),
        (
            "src/senfenico/endpoint/charge.rs",
            "pub struct NewCharge {",
            "pub struct NewCharge {\n    /// New.\n    pub planted_too: Option<i64>,",
            "types.ts",
            "  /** New. */\n  readonly plantedToo?: number | undefined;\n",
        ),
        (
            "src/senfenico/status.rs",
            "Success = \"success\": Paid,",
            "Success = \"success\": Paid,\n        /// New.\n        Planted = \"planted\": Ended,",
            "types.ts",
            "  | \"success\"\n  | \"planted\"\n  | (string & {});",
        ),
        (
            "src/operations.rs",
            "transaction_id: String)",
            "transaction_id: Personal, /** New. */ planted_too: bool)",
            "dexchange.ts",
            "fetch(transactionId: string, plantedToo: boolean, options?: CallOptions): Promise<BillPayment> {\n    \
             return this.#door.call({ kind: \"fetch_transaction\", transactionId, plantedToo }, options);",
        ),
        (
            "src/operations.rs",
            "/// Reads one charge. Vendor",
            "/// Looks at one charge. Vendor",
            "senfenico.ts",
            "   * Looks at one charge. Vendor page: \"fetch charge\".\n   * @param reference - Its reference.\n",
        ),
        (
            "src/reply.rs",
            "Charges / charges: List<Charge>,",
            "Charges / charges: List<Bill>,",
            "senfenico.ts",
            "iter(options?: CallOptions): Listing<Bill> {",
        ),
        (
            "src/class.rs",
            "/// The vendor knows nothing under this reference.",
            "/// Planted.",
            "errors.ts",
            "/** Planted. */\nexport class NotFound extends PaymentRejected {",
        ),
        (
            "src/code/table.rs",
            "\"NO_BILL\", No, PaymentRejected",
            "\"NO_BILL\", Maybe, NotFound",
            "errors.ts",
            "  [\"NO_BILL\", NotFound],\n",
        ),
        (
            "src/texts.txt",
            "  buyer       This code is not the right one. Check",
            "  buyer       `${This}` code. Check",
            "texts.ts",
            "code OTP_INVALID\nb\t\\`\\${This}\\` code. Check it and type it again.\tCe code",
        ),
        (
            "src/sandbox/options.rs",
            "pub struct Switches {",
            "pub struct Switches {\n    /// New.\n    pub planted_ms: i64,",
            "types.ts",
            "  readonly plantedMs?: number | undefined;\n",
        ),
    ];
    for (file, from, to, name, wanted) in cases {
        let model = changed(file, from, to).unwrap();
        let now = text(&model, name);
        assert!(!before(name).text.contains(wanted), "{name}: {wanted}: was there before");
        assert!(now.contains(wanted), "{name}: {wanted}\n{now}");
    }
}

#[test]
fn a_sentence_that_core_does_not_say_is_another_languages() {
    let texts = text(&unchanged(), "texts.ts");
    assert!(texts.contains("\t4 to 10 digits\tde 4 à 10 chiffres\n"));
    assert!(texts.contains("\tthe number starts with {}, a {} prefix\t"));
    assert!(!texts.contains("a dict whose keys are no str"));
    let silent = changed("src/texts.txt", "  fr          de 4 à 10 chiffres\n", "  de          4 bis 10\n");
    let refused = files(&silent.unwrap()).map(drop);
    assert_eq!(refused, Err("say: not one sentence in English and French".to_owned()));
}

#[test]
fn both_languages_say_everything() {
    let cases = [
        ("  merchant_fr Le code du client est erroné.\n", "", "code OTP_INVALID: merchant: no French text"),
        (
            "  merchant    The customer's code is wrong.",
            "  merchants   Wrong.",
            "code OTP_INVALID: merchants: ",
        ),
    ];
    for (from, to, refusal) in cases {
        let model = changed("src/texts.txt", from, to).unwrap();
        let refused = files(&model).map(drop).expect_err(to);
        assert!(refused.starts_with(refusal), "{refused}");
    }
}

#[test]
fn no_name_of_core_is_left_in_what_people_read() {
    let model = unchanged();
    for name in ["types.ts", "senfenico.ts", "dexchange.ts", "errors.ts"] {
        for line in text(&model, name).lines().filter(|line| line.trim_start().starts_with(['*', '/'])) {
            assert!(!line.contains("::") && !line.contains("[`"), "{name}: {line}");
            for field in ["`op_id`", "`ext_id`", "`on_prompt`", "`our_reference`", "`callback_url`"] {
                assert!(!line.contains(field), "{name}: {line}");
            }
        }
    }
    // Types hold no code: nothing of them reaches a page.
    let types = text(&model, "types.ts");
    let code = types.lines().filter(|line| line.starts_with("export "));
    assert!(code.clone().count() > 60);
    for line in code {
        assert!(line.starts_with("export interface ") || line.starts_with("export type "), "{line}");
    }
}
