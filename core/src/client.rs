//! The typed faces of an account: a client for each vendor, with a method for each operation.

use crate::account::Account;
use crate::dexchange::{NewBillPayment, NewInquiry, NewPayBill};
use crate::error::PaymentError;
use crate::order::Order;
use crate::policy::People;
use crate::record::Record;
use crate::senfenico::{NewCharge, NewCheckout, NewSettlement, NewTransfer};
use crate::session::Session;
use crate::value::{Mode, Time};
use crate::webhook::Vendor;

/// Declares a client's typed doors: each makes the session of one order.
macro_rules! doors {
    ($( $(#[$doc:meta])* $name:ident( $($arg:ident : $ty:ty),* ) => $order:expr; )+) => {
        $(
            $(#[$doc])*
            ///
            /// # Errors
            /// [`PaymentError::Invalid`] naming the field; nothing was sent.
            pub fn $name(&self, op_id: &str, $($arg: $ty),*) -> Result<Session, PaymentError> {
                self.begin($order, op_id)
            }
        )+
    };
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

impl Senfenico {
    doors! {
        /// Asks a customer for a payment and follows it to its end.
        ///
        /// Vendor pages: "create a charge", "submit OTP", "fetch charge".
        collect(charge: NewCharge) => Order::Collect { charge };
        /// Opens a payment page and follows it to its end.
        ///
        /// Vendor pages: "Initialisation du Checkout", "fetch checkout".
        checkout(checkout: NewCheckout) => Order::Checkout { checkout };
        /// Pays one recipient and follows the transfer to its end.
        ///
        /// Vendor pages: "single transfer", "fetch single transfer", "list transfers".
        payout(transfer: NewTransfer) => Order::Payout { transfer };
        /// Pays any number of recipients, a hundred a request, and follows each to its end.
        ///
        /// Vendor pages: "bulk transfers", "list transfers".
        bulk_payout(transfers: Vec<NewTransfer>) => Order::BulkPayout { transfers };
        /// Sends collected money to your own account and follows it to its end.
        ///
        /// Vendor pages: "create settlement", "fetch settlement".
        settle(settlement: NewSettlement) => Order::Settle { settlement };
        /// Cancels a settlement, and reads it to be sure.
        ///
        /// Vendor page: "cancel settlement".
        cancel_settlement(reference: &str) => Order::CancelSettlement { reference: reference.to_owned() };
        /// Opens a payment page: send the customer to its `authorization_url`.
        ///
        /// Vendor page: "Initialisation du Checkout".
        initialize_checkout(checkout: NewCheckout) => Order::InitializeCheckout { checkout };
        /// Reads one checkout. Vendor page: "fetch checkout".
        fetch_checkout(reference: &str) => Order::FetchCheckout { reference: reference.to_owned() };
        /// Reads all checkouts; the vendor has no pages. Vendor page: "list checkout".
        list_checkouts() => Order::ListCheckouts;
        /// Asks a customer for a payment, once; only [`Senfenico::collect`] finds out what became of it.
        ///
        /// Vendor page: "create a charge".
        create_charge(charge: NewCharge) => Order::CreateCharge { charge };
        /// Submits the payer's one-time code, once. Vendor page: "submit OTP".
        submit_otp(charge: &str, otp: &str) => Order::SubmitOtp { charge: charge.to_owned(), otp: otp.to_owned() };
        /// Reads one charge. Vendor page: "fetch charge".
        fetch_charge(reference: &str) => Order::FetchCharge { reference: reference.to_owned() };
        /// Reads all charges; the vendor has no pages. Vendor page: "list charges".
        list_charges() => Order::ListCharges;
        /// Reads the balances, in XOF francs. Vendor page: "fetch balance".
        fetch_balances() => Order::FetchBalances;
        /// Pays one recipient, once; only [`Senfenico::payout`] finds out what became of it.
        ///
        /// Vendor page: "single transfer".
        create_transfer(transfer: NewTransfer) => Order::CreateTransfer { transfer };
        /// Pays up to a hundred recipients in one request, once. Vendor page: "bulk transfers".
        create_bulk_transfer(transfers: Vec<NewTransfer>) => Order::CreateBulkTransfer { transfers };
        /// Reads one transfer. Vendor page: "fetch single transfer".
        fetch_transfer(reference: &str) => Order::FetchTransfer { reference: reference.to_owned() };
        /// Reads all transfers; the vendor has no pages. Vendor page: "list transfers".
        list_transfers() => Order::ListTransfers;
        /// Asks for a settlement, once; only [`Senfenico::settle`] finds out what became of it.
        ///
        /// Vendor page: "create settlement".
        create_settlement(settlement: NewSettlement) => Order::CreateSettlement { settlement };
        /// Reads one settlement. Vendor page: "fetch settlement".
        fetch_settlement(reference: &str) => Order::FetchSettlement { reference: reference.to_owned() };
        /// Reads all settlements; the vendor has no pages. Vendor page: "list settlements".
        list_settlements() => Order::ListSettlements;
    }
}

impl Dexchange {
    doors! {
        /// Looks a bill up, pins it, pays and follows it to its end; a top-up ends with its `token`.
        ///
        /// Vendor pages: "Bill Inquiry", "Pay a Bill / Top-up".
        pay_bill(payment: NewPayBill) => Order::PayBill { payment };
        /// Looks up the bills of a customer, or a meter. Vendor page: "Bill Inquiry".
        inquire_bills(inquiry: NewInquiry) => Order::InquireBills { inquiry };
        /// Pays a bill found before, or tops a meter up, without following it to its end.
        ///
        /// Only `status` says how it stands: it may be `PROCESSING`. The fields are those of
        /// [`Dexchange::pay_bill`]; `bill` is required for a bill. Vendor page: "Pay a Bill / Top-up".
        pay_bill_once(payment: NewBillPayment) => Order::PayBillOnce { payment };
        /// Reads one transaction (`TID…`). Not on the pages this library was written from; whether it serves
        /// bills is not said there. Vendor page: "Get Transaction".
        fetch_transaction(transaction_id: &str) => Order::FetchTransaction { transaction_id: transaction_id.to_owned() };
    }
}
