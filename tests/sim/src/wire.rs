//! A request leaves: its rate, its fate, and what the wire itself must never see.

use super::engine::{What, World, refused, silence};
use super::network::{Fate, Trouble, fate};
use super::report::Column;
use xaalis::Vendor;
use xaalis::http::{Method, Request};
use xaalis::policy::{MINUTE, QUIET};
use xaalis::sandbox::Effect;

impl World {
    pub(super) fn send(&mut self, process: usize, request: &Request) {
        let intent = self.processes[process].intent;
        let operation = operation(request);
        let vendor = self.intents[intent].order.vendor();
        let counted = self.has_one_clock();
        let merchant = &mut self.merchants[self.intents[intent].merchant];
        match (vendor, operation) {
            (Vendor::Dexchange, _) if counted => merchant.left[0].push(self.now),
            (_, "transfers.bulk") if counted => merchant.left[1].push(self.now),
            _ => {}
        }
        self.look_for_secrets(intent, "url", &request.url);
        self.report.sends += 1;
        let keyed = operation == "billing.pay";
        let mut fate = fate(&self.weather, &mut self.rngs[intent], operation, rarity(operation));
        // An outage lasts: who was turned away once is often turned away again.
        if let Some(trouble) = self.outages[intent].take()
            && self.rngs[intent].chance(500)
        {
            fate.fault = Some(trouble);
        }
        if fate.fault.is_some() && (self.quiet || !self.counted(intent)) {
            fate = super::network::Fate { fault: None, there: 50, back: 50 };
        }
        self.not_too_late(keyed, &mut fate);
        if matches!(fate.fault, Some(Trouble::Refused | Trouble::Server(Effect::RateLimited(_)))) {
            self.outages[intent].clone_from(&fate.fault);
        }
        let row = self.report.coverage.entry(operation).or_default();
        if let Some(trouble) = &fate.fault {
            if let Some(at) =
                trouble.column().and_then(|column| Column::ALL.iter().position(|c| *c == column))
            {
                row[at] += 1;
            }
            // A lie counts where it is told.
            if !matches!(trouble, Trouble::Lie(_)) {
                self.report.fault(trouble.name());
            }
        }
        if keyed {
            self.keeps_quiet(intent, &fate);
        }
        let state = &mut self.processes[process];
        state.send += 1;
        state.answered = false;
        state.flying = operation;
        let send = state.send;
        self.acts(process);
        self.deed(process, operation, request);
        if keyed && self.strikes(intent, self.weather.lies.callback) {
            self.lying_callback(intent, request);
        }
        self.lost_with_a_twin(intent, operation, request, &fate);
        if fate.fault == Some(Trouble::LateEffect) {
            self.judge.late.insert(intent);
        }
        match &fate.fault {
            Some(Trouble::Refused) => {
                self.at(self.now + fate.there, What::Answer { process, send, event: Box::new(refused()) });
            }
            Some(Trouble::LostBefore) => {}
            _ => {
                let at = self.now + fate.there;
                self.at(at, What::Arrive { process, send, request: Box::new(request.clone()), fate });
            }
        }
        self.at(self.now + request.timeout_ms, What::Answer { process, send, event: Box::new(silence()) });
        if self.strikes(intent, self.weather.crash) {
            self.report.fault("crash after sending");
            self.dies(process, true);
        }
    }

    /// Where DEXCHANGE takes an id only once the biller has answered, two requests with it are told apart
    /// only by the quiet time. A first one that arrives later than that and beside the second is a second
    /// payment that no client can prevent: such worlds do not hold a request back so long.
    fn not_too_late(&self, keyed: bool, fate: &mut Fate) {
        let switches = &self.options.switches;
        if keyed && fate.fault == Some(Trouble::LateEffect) && !switches.dexchange_dedupe_before_biller {
            fate.there = fate.there.min(QUIET - switches.dexchange_biller_ms - 5_000);
        }
    }

    /// The request never arrives, and a stranger's like it is made at the moment at which ours would have
    /// been by the merchant's own clock, were that clock right.
    fn lost_with_a_twin(&mut self, intent: usize, operation: &str, request: &Request, fate: &Fate) {
        let skew = self.merchants[self.intents[intent].merchant].skew;
        if fate.fault == Some(Trouble::LostBefore)
            && skew > 8 * MINUTE
            && matches!(operation, "charges.create" | "settlements.create")
            && self.strikes(intent, self.weather.lies.stranger * 8)
        {
            let at = self.now + skew;
            self.at(at, What::Stranger(Box::new(super::server::strange(request, at))));
        }
    }

    /// A payment that may have arrived is not sent again at once: the vendor may not have noted its id yet.
    fn keeps_quiet(&mut self, intent: usize, fate: &Fate) {
        if self.doubtful[intent].is_some_and(|sent| self.now - sent < QUIET) && self.weather.clock == 0 {
            self.violation(intent, "one payment, one request", "again before the quiet time was over");
        }
        let certain = matches!(
            fate.fault,
            None | Some(
                Trouble::Refused | Trouble::Server(Effect::StatusBefore(409) | Effect::RateLimited(_))
            )
        );
        self.doubtful[intent] = (!certain).then_some(self.now);
    }
}

/// How much more often things go wrong for an operation that is rarely used: each meets each fault.
const fn rarity(operation: &str) -> i64 {
    match operation.as_bytes() {
        b"balances.fetch" | b"checkouts.list" => 8,
        b"transfers.bulk" | b"settlements.create" | b"settlements.cancel" => 3,
        b"checkouts.initialize" => 2,
        _ => 1,
    }
}

/// The operation a request belongs to, by the vendors' pages.
pub(super) fn operation(request: &Request) -> &'static str {
    let path = request.path().trim_end_matches('/');
    let post = request.method == Method::Post;
    let rest = path.trim_start_matches("/v1/payment/");
    match (post, rest) {
        (true, "/api/v1/billing/inquiry") => "billing.inquiry",
        (true, "/api/v1/billing/pay") => "billing.pay",
        (true, "checkouts/initialize") => "checkouts.initialize",
        (true, "charges") => "charges.create",
        (true, "charges/submit") => "charges.submit",
        (true, "transfers") => "transfers.create",
        (true, "transfers/bulk") => "transfers.bulk",
        (true, "settlements") => "settlements.create",
        (false, "checkouts") => "checkouts.list",
        (false, "charges") => "charges.list",
        (false, "transfers") => "transfers.list",
        (false, "settlements") => "settlements.list",
        (false, "balances") => "balances.fetch",
        (false, rest) if rest.ends_with("/cancel") => "settlements.cancel",
        (false, rest) if rest.starts_with("checkouts/") => "checkouts.fetch",
        (false, rest) if rest.starts_with("charges/") => "charges.fetch",
        (false, rest) if rest.starts_with("transfers/") => "transfers.fetch",
        (false, rest) if rest.starts_with("settlements/") => "settlements.fetch",
        (false, rest) if rest.starts_with("/api/v1/transaction/") => "transaction.fetch",
        _ => "unknown",
    }
}
