//! Transfers: pay one recipient.
//!
//! Vendor page: "single transfer", "fetch single transfer", "list transfers".

use super::{other_amount, other_reference};
use crate::call::{Arriving, Endpoint, Resend, Verdict};
use crate::error::PaymentError;
use crate::given::given;
use crate::http::{Draft, Response};
use crate::outcome::{Doubt, Plan};
use crate::policy::{BODY_CAP, LIST_BODY_CAP};
use crate::senfenico::answer::{Change, one};
use crate::senfenico::list::{arriving, many};
use crate::senfenico::status::TransferStatus;
use crate::value::{Amount, List, Percent, Personal, Phone, Provider, Reference, wire};
use serde::{Deserialize, Serialize};

given! {
    /// A payout to make.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
    pub struct NewTransfer {
        /// The amount in XOF francs, at least 100.
        pub amount: i64,
        /// The recipient's number, 8 digits; spaces and `+226` are fine.
        pub phone: Personal,
        /// The wallet: Orange, Moov or Sank. Absent: told by the number (Orange and Moov only).
        #[serde(default)]
        pub wallet: Option<Provider>,
        /// Your id of this payout, unique and hard to guess (a UUID): the only way to find it again
        /// after a lost answer. Letters, digits, `-` and `_`, at most 64.
        pub ext_id: String,
    }
}

impl NewTransfer {
    /// A payout whose wallet follows from the number.
    pub fn new(amount: i64, phone: impl Into<String>, ext_id: impl Into<String>) -> Self {
        Self { amount, phone: Personal::from(phone.into()), wallet: None, ext_id: ext_id.into() }
    }

    /// The same payout to a named wallet.
    #[must_use]
    pub fn to(self, wallet: Provider) -> Self {
        Self { wallet: Some(wallet), ..self }
    }

    /// Checks every field.
    ///
    /// # Errors
    /// [`PaymentError::Invalid`] naming `amount`, `phone`, `wallet` or `ext_id`.
    pub fn check(&self) -> Result<CreateTransfer, PaymentError> {
        let amount = Amount::at_least("amount", self.amount, 100)?;
        let phone = Phone::parse(self.phone.expose())?;
        let wallets = [Provider::OrangeBf, Provider::MoovBf, Provider::SankBf];
        let wallet = match &self.wallet {
            Some(Provider::CorisBf) => {
                let allowed = Provider::names(&wallets).join(", ");
                return Err(PaymentError::invalid("wallet", "coris_bf cannot receive transfers", allowed));
            }
            Some(wallet) => Provider::one_of("wallet", wallet.as_str(), &wallets)?,
            None => phone.detect().ok_or_else(|| {
                let allowed = Provider::names(&wallets).join(", ");
                PaymentError::invalid("wallet", "missing, and the number's prefix does not tell it", allowed)
            })?,
        };
        phone.check(&wallet)?;
        let ext_id = Reference::parse(&self.ext_id).map_err(|error| error.at("ext_id"))?;
        Ok(CreateTransfer { amount, phone, wallet, ext_id })
    }
}

/// Create a transfer: `POST /v1/payment/transfers/`. Vendor page: "single transfer".
///
/// The page calls `ext_id` a tracking id and promises no deduplication: never sent again once it
/// may have arrived; looked for in the list instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateTransfer {
    /// The amount in XOF francs.
    pub amount: Amount,
    /// The recipient's number.
    pub phone: Phone,
    /// The wallet.
    pub wallet: Provider,
    /// Our id.
    pub ext_id: Reference,
}

/// One payout as both transfer pages write it.
#[derive(Serialize)]
pub(crate) struct TransferBody<'a> {
    amount: Amount,
    recipient_phone: &'a str,
    recipient_wallet: &'a str,
    ext_id: &'a str,
}

impl<'a> From<&'a CreateTransfer> for TransferBody<'a> {
    fn from(transfer: &'a CreateTransfer) -> Self {
        Self {
            amount: transfer.amount,
            recipient_phone: transfer.phone.as_str(),
            recipient_wallet: transfer.wallet.as_str(),
            ext_id: transfer.ext_id.as_str(),
        }
    }
}

/// The names in its body.
pub(super) const FIELDS: [&str; 4] = ["amount", "recipient_phone", "recipient_wallet", "ext_id"];

impl Endpoint for CreateTransfer {
    type Output = Transfer;
    const RESEND: Resend = Resend::Never;
    const PLAN: Plan = Plan::SearchById;

    fn draft(&self) -> Draft {
        Draft::post("/v1/payment/transfers/", &TransferBody::from(self))
    }

    fn read(&self, response: &Response) -> Verdict<Transfer> {
        one(response, BODY_CAP, Change::Money { prefix: "tr_", fields: &FIELDS })
    }

    /// Our id, the recipient and the amount are echoed. A number may be masked and a wallet may be
    /// called something new: those tell nothing.
    fn mismatch(&self, answer: &Transfer) -> Option<Doubt> {
        let id = answer.ext_id.as_deref().filter(|id| !id.trim().is_empty());
        let phone = answer.recipient_phone.as_ref().and_then(|phone| Phone::parse(phone.expose()).ok());
        let wallet = answer.recipient_wallet.as_ref().filter(|wallet| !matches!(wallet, Provider::Other(_)));
        let is_other = id.is_some_and(|id| !self.ext_id.is_same(id))
            || phone.is_some_and(|phone| phone != self.phone)
            || wallet.is_some_and(|wallet| *wallet != self.wallet);
        if is_other { Some(Doubt::Foreign) } else { other_amount(self.amount, answer.amount) }
    }

    fn live_mode(answer: &Transfer) -> Option<bool> {
        answer.live_mode
    }

    fn reference(&self) -> Option<Reference> {
        Some(self.ext_id.clone())
    }

    fn provider_reference(answer: &Transfer) -> Option<Reference> {
        Some(answer.reference.clone())
    }
}

/// Read one transfer: `GET /v1/payment/transfers/:transfer_reference`. Vendor page: "fetch single
/// transfer".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchTransfer {
    /// The transfer's reference.
    pub reference: Reference,
}

impl FetchTransfer {
    /// Checks the reference.
    ///
    /// # Errors
    /// [`PaymentError::Invalid`] naming `reference`.
    pub fn check(reference: &str) -> Result<Self, PaymentError> {
        Ok(Self { reference: Reference::parse(reference)? })
    }
}

impl Endpoint for FetchTransfer {
    type Output = Transfer;
    const RESEND: Resend = Resend::Freely;
    const PLAN: Plan = Plan::Fetch;

    fn draft(&self) -> Draft {
        Draft::get(format!("/v1/payment/transfers/{}", self.reference))
    }

    fn read(&self, response: &Response) -> Verdict<Transfer> {
        one(response, BODY_CAP, Change::None)
    }

    fn mismatch(&self, answer: &Transfer) -> Option<Doubt> {
        other_reference(&self.reference, &answer.reference)
    }

    fn live_mode(answer: &Transfer) -> Option<bool> {
        answer.live_mode
    }
}

/// Read all transfers: `GET /v1/payment/transfers/`. Vendor page: "list transfers"; no paging is
/// documented.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListTransfers;

impl Endpoint for ListTransfers {
    type Output = List<Transfer>;
    const RESEND: Resend = Resend::Freely;
    const PLAN: Plan = Plan::Fetch;

    fn draft(&self) -> Draft {
        Draft::list("/v1/payment/transfers/")
    }

    fn read(&self, response: &Response) -> Verdict<List<Transfer>> {
        many::<Transfer, Transfer>(response, LIST_BODY_CAP)
    }

    fn arriving(&self) -> Option<Box<dyn Arriving<List<Transfer>>>> {
        arriving::<Transfer, Transfer>()
    }
}

/// A transfer. Vendor page: "single transfer".
///
/// Reference, `ext_id`, status and amount decide and are read strictly; what cannot be read of the rest
/// is absent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transfer {
    /// The transfer's reference.
    pub reference: Reference,
    /// The transfer's status.
    pub status: TransferStatus,
    /// The amount in XOF francs.
    #[serde(default, deserialize_with = "wire::francs_opt")]
    pub amount: Option<Amount>,
    /// The vendor's fee in percent of the amount: `1.5`, or `1.50` as text.
    #[serde(default, deserialize_with = "wire::percent_opt")]
    pub fees: Option<Percent>,
    /// `XOF`.
    #[serde(default, deserialize_with = "wire::text_opt")]
    pub currency: Option<String>,
    /// From where it was made.
    #[serde(default, deserialize_with = "wire::text_opt")]
    pub ip_address: Option<String>,
    /// False in test mode.
    #[serde(default, deserialize_with = "wire::flag_opt")]
    pub live_mode: Option<bool>,
    /// The wallet.
    #[serde(default, deserialize_with = "wire::provider_opt")]
    pub recipient_wallet: Option<Provider>,
    /// The recipient's number; may be masked by the vendor (`65xxxxxx`).
    #[serde(default, deserialize_with = "wire::personal_opt")]
    pub recipient_phone: Option<Personal>,
    /// Our id, as the vendor echoes it.
    #[serde(default, deserialize_with = "wire::id_opt")]
    pub ext_id: Option<String>,
    /// When the vendor stored it, as the vendor writes it.
    #[serde(default, deserialize_with = "wire::text_opt")]
    pub created_at: Option<String>,
}
