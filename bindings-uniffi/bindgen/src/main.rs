//! UniFFI's own program, of the version that the libraries are built with.

fn main() {
    uniffi::uniffi_bindgen_main();
}
