//! A page written in Rust, where a customer pays by mobile money: `cargo xtask build rust-checkout`.

mod checkout;
mod desk;
mod texts;
mod vendor;
mod view;

use checkout::checkout;
use desk::Desk;
use sycamore::prelude::create_signal;
use texts::Language;
use vendor::Vendor;

/// What is bought here.
const AMOUNT: i64 = 12_500;

fn main() {
    sycamore::render(|| {
        let language = create_signal(Language::of_browser());
        let (desk, customer) = Desk::open();
        let vendor = Vendor::of_address();
        let shown = view::page(language, customer, vendor.clone());
        wasm_bindgen_futures::spawn_local(checkout(desk, vendor, AMOUNT));
        shown
    });
}
