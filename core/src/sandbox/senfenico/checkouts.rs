//! Checkouts (page section "checkouts"): initialize, fetch, list, and the payer on the hosted page.

use super::charges::Status as ChargeStatus;
use super::errors::refuse_fields;
use super::{Senfenico, accept, listed, not_found, notify, phones};
use crate::http::Response;
use crate::sandbox::form::Form;
use crate::sandbox::reply::{Json, object, stamp_z};
use crate::sandbox::world::{End, Job, World};
use crate::value::Time;
use serde_json::{Map, Value};

#[derive(Clone)]
pub(super) struct Checkout {
    merchant: usize,
    reference: String,
    email: Option<String>,
    amount: i64,
    success_url: String,
    cancel_url: String,
    charge: Option<usize>,
    phone: String,
    provider: &'static str,
    status: &'static str,
    created: Time,
    updated: Time,
}

impl Senfenico {
    pub(super) fn initialize_checkout(
        &mut self,
        world: &mut World,
        merchant: usize,
        fields: &Map<String, Value>,
    ) -> Response {
        let mut form = Form::new(fields);
        let email = form.optional_text("email");
        if email.as_deref().is_some_and(|email| !email.contains('@')) {
            form.refuse("email", "Enter a valid email address.");
        }
        let amount = form.amount("amount", 1);
        let (success_url, cancel_url) = (form.url("success_url"), form.url("cancel_url"));
        let (Some(amount), Some(success_url), Some(cancel_url), false) =
            (amount, success_url, cancel_url, form.is_bad())
        else {
            return refuse_fields(world, form.errors().unwrap_or(Json::Null));
        };
        let reference = world.reference("chk_");
        world.born(&reference);
        let at = self.checkouts.len();
        let url = format!("https://api.senfenico.com/v1/checkout_payment/payment_page/{reference}/");
        let data = object([
            ("reference", Json::text(reference.as_str())),
            ("authorization_url", Json::Text(url)),
            ("live_mode", Json::Bool(self.is_live(merchant))),
        ]);
        self.checkout_index.insert(reference.clone(), at);
        if let Some(owner) = self.merchants.get_mut(merchant) {
            owner.checkouts.push(at);
        }
        self.checkouts.push(Checkout {
            merchant,
            reference,
            email,
            amount,
            success_url,
            cancel_url,
            charge: None,
            phone: String::new(),
            provider: "",
            status: "pending",
            created: world.now,
            updated: world.now,
        });
        if let Some(ms) = world.options.checkout_pays_itself_ms {
            world.later(ms, Job::CheckoutPaid(at));
        }
        self.tell_checkout(world, at);
        accept("Checkout initialized", data)
    }

    pub(super) fn fetch_checkout(&self, world: &World, merchant: usize, reference: &str) -> Response {
        let found = self.checkout_index.get(reference).and_then(|at| self.checkouts.get(*at));
        match found.filter(|checkout| checkout.merchant == merchant) {
            Some(checkout) => accept("Checkout details retrieved", self.show_checkout(world, checkout)),
            None => not_found(world, "Checkout"),
        }
    }

    pub(super) fn list_checkouts(&self, world: &World, merchant: usize) -> Response {
        let indexes = self.merchants.get(merchant).map_or(&[][..], |m| &m.checkouts);
        let rows = listed(world, indexes, |at| {
            self.checkouts.get(at).map(|checkout| (checkout.created, self.show_checkout(world, checkout)))
        });
        accept("Checkout list retreived", rows)
    }

    /// The payer on the hosted page: pays with a number (`Ok`), or gives up (None).
    pub(in crate::sandbox) fn end_checkout(
        &mut self,
        world: &mut World,
        reference: &str,
        payer: Option<(&str, &str)>,
    ) -> bool {
        let Some(at) = self.checkout_index.get(reference).copied() else { return false };
        self.finish_checkout(world, at, payer)
    }

    /// A payer tries, and fails or goes away: the page waits on, and names the charge.
    pub(in crate::sandbox) fn try_checkout(
        &mut self,
        world: &mut World,
        reference: &str,
        (phone, provider): (&str, &str),
        end: Option<End>,
    ) -> bool {
        let Some(at) = self.checkout_index.get(reference).copied() else { return false };
        let known = phones::PROVIDERS.into_iter().find(|known| *known == provider);
        let Some(checkout) = self.checkouts.get(at).filter(|checkout| checkout.status == "pending") else {
            return false;
        };
        let Some(provider) = known.filter(|p| phones::is_mobile(phone) && phones::matches(p, phone)) else {
            return false;
        };
        let (merchant, amount) = (checkout.merchant, checkout.amount);
        let status = ChargeStatus::PayOffline;
        let charge = self.add_charge(world, merchant, amount, phone.to_owned(), provider, status);
        if let Some(end) = end {
            self.end_charge(world, charge, end);
        }
        if let Some(checkout) = self.checkouts.get_mut(at) {
            (checkout.charge, checkout.updated) = (Some(charge), world.now);
            phone.clone_into(&mut checkout.phone);
            checkout.provider = provider;
        }
        self.tell_checkout(world, at);
        true
    }

    /// A checkout's status, and the charge its page names.
    pub(in crate::sandbox) fn checkout(&self, reference: &str) -> Option<(&'static str, Option<&str>)> {
        let checkout = self.checkouts.get(*self.checkout_index.get(reference)?)?;
        let charge = checkout.charge.and_then(|at| self.charges.get(at));
        Some((checkout.status, charge.map(|charge| charge.reference.as_str())))
    }

    /// As the job of a checkout that pays itself.
    pub(in crate::sandbox) fn pay_checkout(&mut self, world: &mut World, at: usize) {
        self.finish_checkout(world, at, Some(("76000000", "orange_bf")));
    }

    fn finish_checkout(&mut self, world: &mut World, at: usize, payer: Option<(&str, &str)>) -> bool {
        let Some(checkout) = self.checkouts.get(at).filter(|checkout| checkout.status == "pending") else {
            return false;
        };
        let (merchant, amount) = (checkout.merchant, checkout.amount);
        let mut linked = None;
        if let Some((phone, provider)) = payer {
            let provider = phones::PROVIDERS.into_iter().find(|known| *known == provider);
            let Some(provider) = provider.filter(|p| phones::is_mobile(phone) && phones::matches(p, phone))
            else {
                return false;
            };
            let status = ChargeStatus::PayOffline;
            let charge = self.add_charge(world, merchant, amount, phone.to_owned(), provider, status);
            self.end_charge(world, charge, End::Success);
            linked = Some((charge, phone.to_owned(), provider));
        }
        let Some(checkout) = self.checkouts.get_mut(at) else { return false };
        checkout.updated = world.now;
        checkout.status = if linked.is_some() { "success" } else { "failed" };
        if let Some((charge, phone, provider)) = linked {
            (checkout.charge, checkout.phone, checkout.provider) = (Some(charge), phone, provider);
        }
        self.tell_checkout(world, at);
        true
    }

    /// `checkout.pending`, `checkout.success` or `checkout.failed`.
    fn tell_checkout(&self, world: &mut World, at: usize) {
        let Some(checkout) = self.checkouts.get(at) else { return };
        if checkout.status != "pending" || world.options.switches.webhooks_for_pending_checkouts {
            let data = self.show_checkout(world, checkout);
            notify(world, format!("checkout.{}", checkout.status), data);
        }
    }

    fn show_checkout(&self, world: &World, checkout: &Checkout) -> Json {
        let masked = world.options.switches.phones_masked_in_lists && !checkout.phone.is_empty();
        let phone = if masked { phones::mask(&checkout.phone) } else { checkout.phone.clone() };
        let charge = checkout.charge.and_then(|at| self.charges.get(at)).map(|c| c.reference.as_str());
        object([
            ("email", Json::maybe(checkout.email.as_deref())),
            ("reference", Json::text(checkout.reference.as_str())),
            ("charge_reference", Json::maybe(charge)),
            ("amount", Json::Int(checkout.amount)),
            ("success_url", Json::text(checkout.success_url.as_str())),
            ("cancel_url", Json::text(checkout.cancel_url.as_str())),
            ("phone", Json::Text(phone)),
            ("provider", Json::text(checkout.provider)),
            ("live_mode", Json::Bool(self.is_live(checkout.merchant))),
            ("created_at", stamp_z(checkout.created)),
            ("updated_at", stamp_z(checkout.updated)),
            ("status", Json::text(checkout.status)),
        ])
    }
}
