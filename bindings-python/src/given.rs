//! The kinds of what orders, records and events hold, printed from core's source by `cargo xtask print`; do not edit.

use crate::input::Kind::{self, Flag, Number, Object, Objects, Text};

/// The fields that are no text, sorted.
#[rustfmt::skip]
pub(crate) static FIELDS: &[(&str, Kind)] = &[
    ("amount", Number),
    ("charge", Object),
    ("checkout", Object),
    ("confirm", Flag),
    ("current_balance", Number),
    ("fee", Number),
    ("inquiry", Object),
    ("live_mode", Flag),
    ("notice", Object),
    ("payment", Object),
    ("previous_balance", Number),
    ("recipients", Objects),
    ("sequence", Number),
    ("settlement", Object),
    ("transfer", Object),
    ("transfers", Objects),
    ("until", Number),
    ("version", Number),
];

/// The `kind` of an order or event, and a field that holds something else there.
#[rustfmt::skip]
pub(crate) static APART: &[(&str, &str, Kind)] = &[
    ("submit_otp", "charge", Text),
];
