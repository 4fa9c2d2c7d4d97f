//! A merchant's account at a vendor: makes sessions, adds host and key last.

use crate::context::Context;
use crate::dexchange::{NewBillPayment, NewInquiry, NewPayBill};
use crate::error::PaymentError;
use crate::http::{Draft, Header, Request};
use crate::keyring::Keyring;
use crate::order::Order;
use crate::pace::Pace;
use crate::policy::People;
use crate::record::{RECORD_VERSION, Record};
use crate::senfenico::{NewCharge, NewCheckout, NewSettlement, NewTransfer};
use crate::session::Session;
use crate::value::{ApiKey, BaseUrl, Mode, OpId, Time};
use crate::webhook::Vendor;
use std::fmt;

/// A merchant's account at one vendor: its key, the vendor's host and the key's own call rate; in memory only.
/// [`Senfenico`] and [`Dexchange`] are its typed faces. All sessions of one account, and of its clones, share
/// the call rate: make one for each key.
#[derive(Clone)]
pub struct Account {
    pub(crate) vendor: Vendor,
    key: ApiKey,
    base: BaseUrl,
    /// Derived once, for it costs as much as a small answer.
    pub(crate) keys: Keyring,
    pub(crate) pace: Pace,
    people: People,
}

impl Account {
    /// An account with this key. Nothing is sent.
    ///
    /// # Errors
    /// [`PaymentError::Invalid`] naming `key` when it has an impossible length or character; the text never
    /// shows the key.
    pub fn new(vendor: Vendor, key: &str) -> Result<Self, PaymentError> {
        let host = match vendor {
            Vendor::Senfenico => Senfenico::HOST,
            Vendor::Dexchange => Dexchange::HOST,
        };
        let (key, base) = (ApiKey::parse(key)?, BaseUrl::parse(host)?);
        let keys = Keyring::new(&key);
        Ok(Self { vendor, key, base, keys, pace: Pace::default(), people: People::default() })
    }

    /// The same account at another address: a sandbox on this machine. The key is sent there. Plain http is
    /// accepted for loopback only.
    ///
    /// # Errors
    /// [`PaymentError::Invalid`] naming `base_url`.
    pub fn dangerous_base_url(mut self, url: &str) -> Result<Self, PaymentError> {
        self.base = BaseUrl::parse(url)?;
        Ok(self)
    }

    /// The same account, knowing keys that its key replaced: it goes on with payments that were begun
    /// under them, and recognises their payers and recipients. They are never sent, and what is
    /// stored from now on is sealed with the new key alone. Give them as long as anybody may ask about those
    /// payments, for ended ones are sealed too; never one that strangers know, for with it they can write
    /// records.
    ///
    /// # Errors
    /// [`PaymentError::Invalid`] naming `earlier_keys[0]`, …: impossible, or of the other mode.
    pub fn earlier_keys<K: AsRef<str>>(
        mut self,
        keys: impl IntoIterator<Item = K>,
    ) -> Result<Self, PaymentError> {
        let parse = |(place, key): (usize, K)| {
            let field = format!("earlier_keys[{place}]");
            let key = ApiKey::parse(key.as_ref()).map_err(|error| error.at(&field))?;
            if key.mode() == self.mode() {
                return Ok(key);
            }
            let allowed = "keys of the same mode: test and live do not mix";
            Err(PaymentError::invalid(field, "of the other mode", allowed))
        };
        let earlier = keys.into_iter().enumerate().map(parse).collect::<Result<Vec<_>, _>>()?;
        self.keys = self.keys.knowing(&earlier);
        Ok(self)
    }

    /// The same account, deciding otherwise about payments that wait for a person (Senfenico's alone do).
    ///
    /// # Errors
    /// [`PaymentError::Invalid`] naming `age_ms`: less than a minute, or more than a week.
    pub fn people(mut self, people: People) -> Result<Self, PaymentError> {
        if !People::AGES.contains(&people.age_ms) {
            let problem = format!("{} ms is out of range", people.age_ms);
            return Err(PaymentError::invalid("age_ms", problem, "from a minute to 7 days"));
        }
        self.people = people;
        Ok(self)
    }

    /// Test or live, as the key says.
    pub fn mode(&self) -> Mode {
        self.key.mode()
    }

    /// Whose account it is.
    pub const fn vendor(&self) -> Vendor {
        self.vendor
    }

    /// Begins any operation. `op_id` is yours: unique per operation, the same when you try again; letters,
    /// digits, `-` and `_`, at most 64. The session asks the journal first what it holds under that id
    /// ([`Step::Load`](crate::Step::Load)): nothing, and it begins; the same order, and it goes on from there;
    /// one that ended not sent, and it begins anew, with these details or others; anything else is refused
    /// ([`Step::Refused`](crate::Step::Refused)). A question that keeps no record asks nothing.
    ///
    /// # Errors
    /// [`PaymentError::Invalid`] naming the field; nothing was sent.
    pub fn begin(&self, order: Order, op_id: &str) -> Result<Session, PaymentError> {
        Session::begin(self.clone(), order, op_id)
    }

    /// The same under an id that nobody used before, a random one: the journal is not asked.
    ///
    /// # Errors
    /// As [`begin`](Self::begin).
    pub fn begin_alone(&self, order: Order, op_id: &str) -> Result<Session, PaymentError> {
        Session::begin_alone(self.clone(), order, op_id)
    }

    /// Goes on with a stored operation. One that ended reports its end; an unknown one is
    /// looked for again. Never sends a payment that may have been sent, but where the
    /// vendor's idempotency key makes that safe: then by a process that stays with the session
    /// for the quiet time, which begins anew at `now`.
    ///
    /// # Errors
    /// [`PaymentError::Record`] when the record is not for this account.
    pub fn resume(&self, record: &Record, now: Time) -> Result<Session, PaymentError> {
        Session::resume(self.clone(), record, now)
    }

    /// The same by its id, with what the journal holds under it.
    ///
    /// # Errors
    /// [`PaymentError::NotFound`] when that is nothing, [`PaymentError::Record`] when it is not for this
    /// account, or of another id.
    pub fn resume_under(
        &self,
        op_id: &str,
        held: Option<&Record>,
        now: Time,
    ) -> Result<Session, PaymentError> {
        let held = held.ok_or_else(|| PaymentError::NotFound { op_id: op_id.to_owned() })?;
        // A seal says that a record is ours, not that the journal keeps it under its own id.
        if held.op_id.as_str() != op_id {
            return Err(PaymentError::record("of another operation than the journal was asked for"));
        }
        self.resume(held, now)
    }

    pub(crate) fn context(&self, op: &OpId) -> Context {
        Context { op: op.clone(), mode: self.mode(), keys: self.keys.clone(), people: self.people }
    }

    /// Can an operation of this account go on with it?
    pub(crate) fn is_for(&self, record: &Record) -> Result<(), PaymentError> {
        if record.version < RECORD_VERSION {
            return Err(PaymentError::record(
                "of a version before records were sealed, which was never released",
            ));
        }
        if record.version > RECORD_VERSION {
            return Err(PaymentError::record("written by a newer version of the library"));
        }
        if record.vendor != self.vendor {
            return Err(PaymentError::record("of the other vendor"));
        }
        if record.mode != self.mode() {
            return Err(PaymentError::record("of the other mode: test and live do not mix"));
        }
        if !self.keys.sealed(record) {
            return Err(PaymentError::record("sealed with another key, or changed since"));
        }
        Ok(())
    }

    pub(crate) fn seal(&self, draft: Draft) -> Request {
        let header = |name: &str, value: String| Header { name: name.to_owned(), value };
        let mut headers = vec![header("Accept", "application/json".to_owned())];
        if draft.body.is_some() {
            headers.push(header("Content-Type", "application/json".to_owned()));
        }
        let (name, before) = match self.vendor {
            Vendor::Dexchange => ("Authorization", "Bearer "),
            Vendor::Senfenico => ("X-API-KEY", ""),
        };
        // In one piece: growing would leave copies behind that nobody wipes.
        headers.push(header(name, [before, self.key.expose()].concat()));
        Request {
            method: draft.method,
            url: format!("{}{}", self.base.as_str(), draft.path),
            headers,
            body: draft.body,
            timeout_ms: draft.timeout_ms,
            max_body: draft.max_body,
            in_parts: draft.in_parts,
        }
    }
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account").field("key", &self.key).field("base", &self.base).finish_non_exhaustive()
    }
}

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
