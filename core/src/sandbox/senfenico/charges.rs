//! Charges (page section "charges"): create, submit the OTP, fetch, list, and how they end.

use super::charge_views::display_text;
use super::errors::{Code, refuse, refuse_charge, refuse_fields, refuse_number};
use super::phones::{self, Magic};
use super::{Senfenico, accept, listed, not_found, notify};
use crate::http::Response;
use crate::sandbox::form::Form;
use crate::sandbox::ledger::{Purse, fee};
use crate::sandbox::reply::{Json, object};
use crate::sandbox::truth::Payment;
use crate::sandbox::world::{End, Job, World};
use crate::value::Time;
use crate::vendor::Vendor;
use serde_json::{Map, Value};

/// The OTP of every number (page section "Tester votre intégration").
const OTP: &str = "123456";
/// 3.5 %, in hundredths of a percent.
const FEE: i64 = 350;

#[derive(Clone)]
pub(super) struct Charge {
    pub(super) merchant: usize,
    pub(super) reference: String,
    pub(super) amount: i64,
    pub(super) phone: String,
    pub(super) provider: &'static str,
    pub(super) status: Status,
    pub(super) created: Time,
    pub(super) updated: Time,
    pub(super) cancelled: Option<Time>,
    /// What the vendor writes about it.
    pub(super) reason: String,
    pub(super) attempts: Vec<(Time, bool)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    SendOtp,
    PayOffline,
    Pending,
    Success,
    Failed,
    Canceled,
}

impl Status {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::SendOtp => "send_otp",
            Self::PayOffline => "pay_offline",
            Self::Pending => "pending",
            Self::Success => "success",
            Self::Failed => "failed",
            Self::Canceled => "canceled",
        }
    }

    const fn open(self) -> bool {
        matches!(self, Self::SendOtp | Self::PayOffline | Self::Pending)
    }
}

impl Charge {
    pub(super) fn payment(&self) -> Payment<'_> {
        Payment {
            vendor: Vendor::Senfenico,
            kind: "charge",
            reference: &self.reference,
            client_reference: None,
            number: &self.phone,
            amount: self.amount,
            status: self.status.as_str(),
            provider: self.provider,
            fee: fee(self.amount, FEE),
            token: None,
            created: self.created,
        }
    }
}

impl Senfenico {
    pub(super) fn create_charge(
        &mut self,
        world: &mut World,
        merchant: usize,
        fields: &Map<String, Value>,
    ) -> Response {
        let mut form = Form::new(fields);
        let amount = form.amount("amount", 1);
        if form.optional_text("currency").is_some_and(|currency| currency != "XOF") {
            form.refuse("currency", "Only XOF is supported.");
        }
        if form.optional_text("payment_method").is_some_and(|method| method != "mobile_money") {
            form.refuse("payment_method", "Only mobile_money is supported.");
        }
        let payer = payer(&mut form);
        let (Some(amount), Some((phone, provider)), false) = (amount, payer, form.is_bad()) else {
            return refuse_fields(world, form.errors().unwrap_or(Json::Null));
        };
        let Some(provider) = phones::PROVIDERS.into_iter().find(|known| *known == provider) else {
            return refuse(world, Code::UnsupportedProvider);
        };
        let magic = Magic::of(&phone);
        let refused_number =
            world.options.switches.only_test_numbers && !phones::is_test_number(provider, &phone);
        if !phones::matches(provider, &phone) || magic == Magic::NoAccount || refused_number {
            return refuse_number(world, Code::InvalidAccount, &phone);
        }
        if magic == Magic::Unauthorized {
            return refuse_number(world, Code::UnauthorizedChargeProvider, &phone);
        }
        if self.otp_is_out(world, &phone, provider) {
            return refuse_number(world, Code::OtpStillValid, &phone);
        }
        let offline = matches!(magic, Magic::Offline | Magic::NeverAnswers)
            || world.options.offline_providers.iter().any(|p| p == provider);
        let status = if offline { Status::PayOffline } else { Status::SendOtp };
        let charge = self.add_charge(world, merchant, amount, phone, provider, status);
        plan_payer(world, charge, magic, status);
        if magic == Magic::NetworkError {
            return refuse(world, Code::NetworkError);
        }
        let Some(charge) = self.charges.get(charge) else { return not_found(world, "Charge") };
        let data = object([
            ("reference", Json::text(charge.reference.as_str())),
            ("status", Json::text(status.as_str())),
            ("display_text", Json::Text(display_text(world, charge))),
            ("live_mode", Json::Bool(self.is_live(merchant))),
        ]);
        accept("Charge attempted", data)
    }

    pub(super) fn submit_otp(
        &mut self,
        world: &mut World,
        merchant: usize,
        fields: &Map<String, Value>,
    ) -> Response {
        let mut form = Form::new(fields);
        let (otp, reference) = (form.text("otp"), form.text("charge_reference"));
        let (Some(otp), Some(reference)) = (otp, reference) else {
            return refuse_fields(world, form.errors().unwrap_or(Json::Null));
        };
        let Some(at) = self.own_charge(merchant, &reference) else {
            return refuse_charge(world, Code::ChargeNotFound, "");
        };
        match self.try_otp(world, at, &otp) {
            Ok(()) => {}
            Err(code) => {
                let phone = self.charges.get(at).map_or("", |charge| &charge.phone);
                return refuse_charge(world, code, phone);
            }
        }
        let Some(charge) = self.charges.get(at) else { return not_found(world, "Charge") };
        let message = match charge.status {
            Status::Success => "charge completed successfully",
            _ => "Charge attempted",
        };
        accept(message, self.show_submitted(charge))
    }

    pub(super) fn fetch_charge(&self, world: &World, merchant: usize, reference: &str) -> Response {
        match self.own_charge(merchant, reference).and_then(|at| self.charges.get(at)) {
            // "Charge attempted" is what the page's fetch sample says.
            Some(charge) => accept("Charge attempted", self.show_charge(world, charge)),
            None => not_found(world, "Charge"),
        }
    }

    pub(super) fn list_charges(&self, world: &World, merchant: usize) -> Response {
        let indexes = self.merchants.get(merchant).map_or(&[][..], |m| &m.charges);
        let rows = listed(world, indexes, |at| {
            self.charges.get(at).map(|charge| (charge.created, self.show_charge(world, charge)))
        });
        accept("Charge list retreived", rows)
    }

    /// Ends an open charge: money moves only here.
    pub(in crate::sandbox) fn end_charge(&mut self, world: &mut World, at: usize, end: End) {
        let Some(charge) = self.charges.get_mut(at).filter(|charge| charge.status.open()) else { return };
        charge.updated = world.now;
        charge.status = match end {
            End::Success => Status::Success,
            End::Failed => Status::Failed,
            End::Canceled => Status::Canceled,
        };
        if end == End::Canceled {
            charge.cancelled = Some(world.now);
            charge.reason = phones::named(world, "Cancelled by the payer", &charge.phone);
        }
        let number = self.merchants.get(charge.merchant).map_or(0, |m| m.number);
        if end == End::Success {
            let (now, cost) = (world.now, fee(charge.amount, FEE));
            let collection = Purse::Collection(number);
            let net = charge.amount.saturating_sub(cost);
            world.ledger.transfer(now, (Purse::Payers, collection), net, "charge", &charge.reference);
            world.ledger.transfer(now, (Purse::Payers, Purse::Fees), cost, "fee", &charge.reference);
        }
        let key = (charge.phone.clone(), charge.provider);
        if self.open_otps.get(&key) == Some(&at) {
            self.open_otps.remove(&key);
        }
        if let Some(charge) = self.charges.get(at) {
            let data = self.show_charge_bare(charge, false);
            notify(world, format!("charge.{}", charge.status.as_str()), data);
        }
    }

    /// A new charge in the books; no money has moved.
    pub(super) fn add_charge(
        &mut self,
        world: &mut World,
        merchant: usize,
        amount: i64,
        phone: String,
        provider: &'static str,
        status: Status,
    ) -> usize {
        let at = self.charges.len();
        let reference = world.reference("ch_");
        world.born(&reference);
        self.charge_index.insert(reference.clone(), at);
        if status == Status::SendOtp {
            self.open_otps.insert((phone.clone(), provider), at);
        }
        if let Some(owner) = self.merchants.get_mut(merchant) {
            owner.charges.push(at);
        }
        self.charges.push(Charge {
            merchant,
            reference,
            amount,
            phone,
            provider,
            status,
            created: world.now,
            updated: world.now,
            cancelled: None,
            reason: String::new(),
            attempts: Vec::new(),
        });
        at
    }

    /// One a minute, of a thousand francs each, from many payers.
    pub(super) fn add_earlier_charges(&mut self, world: &mut World, merchant: usize) {
        const MINUTE: i64 = 60_000;
        let count = world.options.earlier_charges;
        for number in 0..count {
            let payer = format!("76{:06}", number % 1_000_000);
            let at = self.add_charge(world, merchant, 1_000, payer, "orange_bf", Status::Success);
            if let Some(charge) = self.charges.get_mut(at) {
                charge.created = world.now.plus(number.saturating_sub(count).saturating_mul(MINUTE));
                charge.updated = charge.created;
            }
        }
    }

    pub(super) fn is_live(&self, merchant: usize) -> bool {
        self.merchants.get(merchant).is_some_and(|m| m.live)
    }

    fn own_charge(&self, merchant: usize, reference: &str) -> Option<usize> {
        let at = *self.charge_index.get(reference)?;
        self.charges.get(at).filter(|charge| charge.merchant == merchant).map(|_| at)
    }

    fn otp_is_out(&self, world: &World, phone: &str, provider: &'static str) -> bool {
        world.options.switches.otp_still_valid_refuses
            && self
                .open_otps
                .get(&(phone.to_owned(), provider))
                .and_then(|at| self.charges.get(*at))
                .is_some_and(|charge| world.now.since(charge.created) < world.options.otp_ttl_ms)
    }

    fn try_otp(&mut self, world: &mut World, at: usize, otp: &str) -> Result<(), Code> {
        let switches = world.options.switches.clone();
        let Some(charge) = self.charges.get_mut(at) else { return Err(Code::ChargeNotFound) };
        let magic = Magic::of(&charge.phone);
        match charge.status {
            Status::SendOtp => {}
            Status::Success => {
                // The page's list shows failed attempts after the success: the code is used up.
                charge.attempts.push((world.now, false));
                return Err(Code::OtpInvalid);
            }
            // None was asked for ("aucun code OTP n'est requis"), or it is too late for one.
            Status::PayOffline | Status::Pending | Status::Failed | Status::Canceled => {
                return Err(Code::InvalidData);
            }
        }
        if world.now.since(charge.created) >= world.options.otp_ttl_ms {
            charge.attempts.push((world.now, false));
            if switches.otp_expired_ends_charge {
                self.end_charge(world, at, End::Failed);
            }
            return Err(Code::OtpExpired);
        }
        if otp != OTP {
            charge.attempts.push((world.now, false));
            charge.updated = world.now;
            let tries = i64::try_from(charge.attempts.len()).unwrap_or(i64::MAX);
            if switches.otp_tries > 0 && tries >= switches.otp_tries {
                self.end_charge(world, at, End::Failed);
            }
            return Err(Code::OtpInvalid);
        }
        charge.updated = world.now;
        if magic == Magic::NoFunds {
            charge.attempts.push((world.now, false));
            self.end_charge(world, at, End::Failed);
            return Err(Code::InsufficientFunds);
        }
        charge.attempts.push((world.now, magic != Magic::Fails));
        let end = if magic == Magic::Fails { End::Failed } else { End::Success };
        let wait =
            if magic == Magic::Slow { world.options.slow_ms } else { switches.pending_after_submit_ms };
        if wait > 0 {
            charge.status = Status::Pending;
            world.later(wait, Job::ChargeEnds { charge: at, end });
        } else {
            self.end_charge(world, at, end);
        }
        Ok(())
    }
}

/// What the payer will do without being told.
fn plan_payer(world: &mut World, charge: usize, magic: Magic, status: Status) {
    let payer_ms = world.options.payer_ms;
    if magic == Magic::Cancels {
        world.later(payer_ms, Job::ChargeEnds { charge, end: End::Canceled });
        return;
    }
    if status != Status::PayOffline || !world.options.payer_auto_confirms || magic == Magic::NeverAnswers {
        return;
    }
    let (ms, end) = match magic {
        Magic::Fails | Magic::NoFunds => (payer_ms, End::Failed),
        Magic::Slow => (world.options.slow_ms, End::Success),
        _ => (payer_ms, End::Success),
    };
    world.later(ms, Job::ChargeEnds { charge, end });
}

fn payer(form: &mut Form<'_>) -> Option<(String, String)> {
    let Some(details) = form.value("payment_method_details") else {
        form.refuse("payment_method_details", "This field is required.");
        return None;
    };
    let Value::Object(details) = details else {
        form.refuse("payment_method_details", "Invalid data. Expected a dictionary.");
        return None;
    };
    let mut inner = Form::new(details);
    let (phone, provider) = (inner.text("phone"), inner.text("provider"));
    if phone.as_deref().is_some_and(|phone| !phones::is_mobile(phone)) {
        inner.refuse("phone", "Enter a valid phone number.");
    }
    if let Some(errors) = inner.errors() {
        form.nest("payment_method_details", errors);
        return None;
    }
    phone.zip(provider)
}
