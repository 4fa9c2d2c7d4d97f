//! Whose API an operation, a record or a webhook belongs to.

use serde::{Deserialize, Serialize};

/// Whose API it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Vendor {
    /// DEXCHANGE: bills in Senegal.
    Dexchange,
    /// Senfenico: mobile money in Burkina Faso.
    Senfenico,
}
