//! The clients follow core's table of operations; what does not fit is refused by name.

use crate::shared::{changed, printed, unchanged};
use xaalis_print::files;
use xaalis_print::model::{Model, Weight};

fn text(model: &Model, name: &str) -> String {
    let found = printed(model).into_iter().find(|file| file.path.ends_with(name));
    found.map(|file| file.text).unwrap_or_default()
}

#[test]
fn every_operation_of_core_is_in_the_model() {
    let model = unchanged();
    let count = |weight| {
        model.clients.iter().flat_map(|client| &client.operations).filter(|op| op.weight == weight).count()
    };
    assert_eq!(
        model.clients.iter().map(|client| client.name.as_str()).collect::<Vec<_>>(),
        ["Senfenico", "Dexchange"]
    );
    assert_eq!([Weight::Read, Weight::Call, Weight::Flow].map(count), [12, 6, 7]);
}

#[test]
fn a_change_of_an_order_is_seen_on_both_sides() {
    let cases = [
        // A field of what an order holds is an argument by name; an optional one may be left out.
        (
            "src/senfenico/endpoint/charge.rs",
            "pub struct NewCharge {",
            "pub struct NewCharge {\n    /// New.\n    #[serde(default)]\n    pub planted: Option<i64>,",
            "senfenico.py",
            "provider: str | None = None,\n        on_prompt",
            "planted: int | None = None,\n        provider: str | None = None,\n        on_prompt",
        ),
        // What is personal is deleted before the order is carried out.
        (
            "src/senfenico/endpoint/checkout.rs",
            "pub success_url: String,",
            "pub success_url: Personal,",
            "senfenico.py",
            "del checkout, email\n",
            "del checkout, success_url, email\n",
        ),
        // A field of the order itself stands by its place.
        (
            "src/operations.rs",
            "transaction_id: String)",
            "transaction_id: Personal, /** New. */ planted: bool)",
            "dexchange.py",
            "transaction_id: str)",
            "transaction_id: str, planted: bool)",
        ),
        // What core says of it is its documentation.
        (
            "src/operations.rs",
            "/// Reads one charge. Vendor",
            "/// Looks at one charge. Vendor",
            "senfenico.py",
            "\"\"\"Reads one charge. Vendor",
            "\"\"\"Looks at one charge. Vendor",
        ),
        (
            "src/reply.rs",
            "Balances / balances: Balances,",
            "Balances / balances: Charge,",
            "senfenico.py",
            "-> Balances:",
            "-> Charge:",
        ),
    ];
    let as_it_is = unchanged();
    for (file, from, to, printed, before, after) in cases {
        let planted = changed(file, from, to).unwrap();
        for name in [format!("xaalis/{printed}"), format!("xaalis/_a{printed}")] {
            assert!(text(&as_it_is, &name).contains(before), "{name}: {before}");
            let now = text(&planted, &name);
            assert!(now.contains(after), "{name}: {to}\n{now}");
        }
    }
}

#[test]
fn what_has_no_place_is_refused_by_name() {
    let cases = [
        (
            "src/operations.rs",
            "fetch_charge FetchCharge(",
            "get_charge FetchCharge(",
            "Senfenico: get_charge: not called as the variant",
        ),
        (
            "src/operations.rs",
            "reads {\n                    /// Opens",
            "looks {\n                    /// Opens",
            "src/operations.rs: macro_rules: neither reads, calls nor flows",
        ),
        (
            "src/operations.rs",
            "Ok(sf::ListCharges) => Charges;",
            "Ok(sf::ListCharges) => Charged;",
            "Senfenico: list_charges: no such reply",
        ),
        // What may move money is never in the place of a read, nor a flow in that of a call.
        (
            "src/operations.rs",
            "list_charges ListCharges: sf::ListCharges = Ok(sf::ListCharges) => Charges;",
            "planted ListCharges: sf::ListCharges = Ok(sf::ListCharges) => Charges;",
            "Senfenico: planted: not called as the variant",
        ),
        (
            "src/operations.rs",
            "                }\n                reads {\n                    /// Opens",
            "                    /// Opens",
            "Senfenico: fetch_charge: a Call, not to be carried out as a Read",
        ),
        (
            "src/operations.rs",
            "                }\n                calls {\n                    /// Asks",
            "                    /// Asks",
            "Senfenico: create_charge: a Flow, not to be carried out as a Call",
        ),
        (
            "src/client.rs",
            "    Senfenico, Vendor::Senfenico,",
            "    Senfenica, Vendor::Senfenico,",
            "25 operations, but 4 of the clients",
        ),
        // An argument that the faces explain and core no longer has.
        (
            "src/operations.rs",
            "charge: String, /** The code",
            "charged: String, /** The code",
            "submit_otp: no argument charge",
        ),
        (
            "src/order.rs",
            "$variant $({ $( $(#[$part_doc])* $part: $ty",
            "$variant $({ $( $(#[$part_doc])* $part: Vec<$ty>",
            "macro orders: it no longer declares",
        ),
    ];
    for (file, from, to, refusal) in cases {
        let error = changed(file, from, to).and_then(|model| files(&model).map(drop)).expect_err(to);
        assert!(error.starts_with(refusal), "{to}: {error}");
    }
}

#[test]
fn a_new_operation_needs_a_place() {
    let planted = changed(
        "src/operations.rs",
        "/// Looks up the bills",
        "/// New.\nplanted Planted: dx::Planted = Ok(dx::Planted) => Bills;\n/// Looks up the bills",
    );
    let refused = files(&planted.unwrap()).map(drop);
    assert_eq!(refused, Err("Dexchange: planted: has 0 places in the faces".to_owned()));
}
