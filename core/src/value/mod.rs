//! Values that cannot be wrong: parsed once, then trusted.

#[macro_use]
mod text;

mod amount;
mod key;
mod likely;
mod list;
mod otp;
mod percent;
mod personal;
mod phone;
mod provider;
mod reference;
mod time;
mod typed;
mod url;
pub(crate) mod wire;

pub(crate) use likely::{likely, meant};
pub(crate) use text::{is_word, read_as_text};

pub use amount::Amount;
pub use key::{ApiKey, Mode};
pub use list::{List, Unreadable};
pub use otp::Otp;
pub use percent::Percent;
pub use personal::Personal;
pub(crate) use personal::mask;
pub use phone::Phone;
pub use provider::Provider;
pub use reference::{BillReference, CustomerReference, OpId, Reference};
pub use time::Time;
pub use url::{BaseUrl, WebUrl, path_segment};
