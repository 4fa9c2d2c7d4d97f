//! The typed faces of an account: a client for each vendor, with a method for each operation.

use crate::account::Account;
use crate::dexchange::{NewBillPayment, NewInquiry, NewPayBill};
use crate::error::PaymentError;
use crate::operations::operations;
use crate::order::Order;
use crate::policy::People;
use crate::record::Record;
use crate::senfenico::{NewCharge, NewCheckout, NewSettlement, NewTransfer};
use crate::session::Session;
use crate::value::{Mode, Time};
use crate::vendor::Vendor;

/// Declares the clients' typed doors by the table of operations: each makes the session of one order.
macro_rules! doors {
    ($(
        $vendor:ident {
            $( $weight:ident {
                $(
                    $(#[$doc:meta])*
                    $name:ident $variant:ident $(($( $(#[$part_doc:meta])* $part:ident: $ty:ident $(<$item:ident>)? ),+))?
                    : $machine:ty = $check:expr $(, $make:expr)? => $reply:ident $({ $field:ident })?;
                )+
            } )+
        }
    )+) => {
        $(
            impl $vendor {
                $($(
                    $(#[$doc])*
                    ///
                    /// # Errors
                    /// [`PaymentError::Invalid`] naming the field; nothing was sent.
                    pub fn $name(
                        &self, op_id: &str, $($( $part: argument!($ty $(<$item>)?) ),+)?
                    ) -> Result<Session, PaymentError> {
                        self.begin(Order::$variant $({ $($part: $part.into()),+ })?, op_id)
                    }
                )+)+
            }
        )+
    };
}

/// How a part is handed to a method.
macro_rules! argument {
    (String) => { &str };
    (Vec<$item:ident>) => { Vec<$item> };
    ($ty:ident) => { $ty };
}

/// The parts every client has.
macro_rules! client {
    ($(#[$doc:meta])* $name:ident, $vendor:expr, $host:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub struct $name {
            account: Account,
        }

        impl $name {
            #[doc = concat!("The vendor's address: `", $host, "`.")]
            pub const HOST: &'static str = $host;

            /// A client for this key: see [`Account::new`].
            ///
            /// # Errors
            /// [`PaymentError::Invalid`] naming `key`.
            pub fn new(key: &str) -> Result<Self, PaymentError> {
                Ok(Self { account: Account::new($vendor, key)? })
            }

            /// See [`Account::dangerous_base_url`].
            ///
            /// # Errors
            /// [`PaymentError::Invalid`] naming `base_url`.
            pub fn dangerous_base_url(self, url: &str) -> Result<Self, PaymentError> {
                Ok(Self { account: self.account.dangerous_base_url(url)? })
            }

            /// See [`Account::earlier_keys`].
            ///
            /// # Errors
            /// [`PaymentError::Invalid`] naming `earlier_keys[0]`, …
            pub fn earlier_keys<K: AsRef<str>>(
                self, keys: impl IntoIterator<Item = K>,
            ) -> Result<Self, PaymentError> {
                Ok(Self { account: self.account.earlier_keys(keys)? })
            }

            /// Key, host and call rate.
            pub const fn account(&self) -> &Account {
                &self.account
            }

            /// Test or live, as the key says.
            pub fn mode(&self) -> Mode {
                self.account.mode()
            }

            /// See [`Account::begin`].
            ///
            /// # Errors
            /// [`PaymentError::Invalid`] naming the field; nothing was sent.
            pub fn begin(&self, order: Order, op_id: &str) -> Result<Session, PaymentError> {
                self.account.begin(order, op_id)
            }

            /// See [`Account::resume`].
            ///
            /// # Errors
            /// [`PaymentError::Record`] when the record is not for this client.
            pub fn resume(&self, record: &Record, now: Time) -> Result<Session, PaymentError> {
                self.account.resume(record, now)
            }
        }

        impl From<$name> for Account {
            fn from(client: $name) -> Self {
                client.account
            }
        }
    };
}

client! {
    /// Senfenico (Burkina Faso): checkouts, charges, transfers, settlements, balances.
    Senfenico, Vendor::Senfenico, "https://api.senfenico.com"
}

client! {
    /// DEXCHANGE (Senegal): SenEau and Senelec bills, Woyofal top-ups.
    Dexchange, Vendor::Dexchange, "https://api-m.dexchange.sn"
}

impl Senfenico {
    /// See [`Account::people`].
    ///
    /// # Errors
    /// [`PaymentError::Invalid`] naming `age_ms`.
    pub fn people(self, people: People) -> Result<Self, PaymentError> {
        Ok(Self { account: self.account.people(people)? })
    }
}

operations!(doors);
