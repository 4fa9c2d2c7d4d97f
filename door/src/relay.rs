//! The relay's server end: a request of a page or an app, and what it comes to, step by step.

use crate::keys::Keys;
use crate::read::{self, given, refused};
use crate::{Account, Answer};
use serde::Serialize;
use xaalis::dexchange::webhook::CallbackKey;
use xaalis::given::{At, Fields, Given, Kind, Read};
use xaalis::http::Header;
use xaalis::relay::{self, Claims, GateEvent, GateStep, Incoming, RelayKey, RelayKeys};
use xaalis::value::{Phone, Time};
use xaalis::{Event, PaymentError, Step};
use zeroize::Zeroize;

/// A merchant's relay. One for a process: how many requests wait for the vendor is counted in it.
pub struct Gate {
    inner: relay::Gate,
    secrets: RelayKeys,
    keys: Keys,
}

/// A request on its way: what each crossing tells is answered with the next step.
pub struct Visit {
    visit: relay::Visit,
    keys: Keys,
}

impl Gate {
    /// Over this account, of `{"relay_url", "relay_keys": [{"kid", "secret"}], "origins", "operations",
    /// "success_url"?, "cancel_url"?, "callback_base"?, "callback_keys"?, "keeps_codes"?, "most_at_once"?}`.
    /// `operations` are `collect` and `checkout`, which needs both addresses, of an account of Senfenico, and
    /// `pay_bill` of one of DEXCHANGE. Where `callback_base` is given so are its secrets, the newest first;
    /// `keeps_codes` says that `keep` and `recall` are carried out, so that meters may be topped up.
    pub fn new(account: &Account, mut settings: String) -> Answer<Self> {
        let keys = account.keys;
        let read: Result<Settings, _> = read::read(&settings, "settings");
        settings.zeroize();
        let made = read.and_then(|settings| settings.gate(account));
        let (inner, secrets) = made.map_err(|error| refused(error, keys))?;
        Ok(Self { inner, secrets, keys })
    }

    /// A token, of `{"order", "operation", "amount", "seconds"?, "origins"?, "phone"?, "service"?, "customer"?}`: for
    /// this order alone, good for so many seconds (900), on these pages (all of the relay's), to be paid from this
    /// phone (any); of a bill, both of whose it is.
    pub fn mint(&self, wanted: &str, now: Time) -> Answer<String> {
        let wanted: Wanted = given(wanted, "token", self.keys)?;
        wanted.mint(self, now).map_err(|error| refused(error, self.keys))
    }

    /// A request as it came: `target` is path and query, not decoded; `headers` are a list of pairs, one that came
    /// twice stands there twice; of the body at most 4,097 bytes. `id` is a random one.
    pub fn visit(
        &self,
        (method, target): (&str, &str),
        headers: &str,
        body: Vec<u8>,
        id: &str,
        now: Time,
    ) -> Answer<Visit> {
        let headers = read::headers(headers, self.keys)?;
        let incoming = Incoming { method: method.to_owned(), target: target.to_owned(), headers, body };
        Ok(Visit { visit: self.inner.visit(&incoming, id, now), keys: self.keys })
    }
}

impl Visit {
    /// What to do now: `{"kind": "take", "key", "add", "window_ms"}`, `hold` (`key`, `owner`, `ttl_ms`), `free`
    /// (`key`, `owner`), `keep` (`order`, `code`), `recall` (`order`), `run` with an operation's own `step`, or `respond` (`status`, `headers`, `body`, `audit`).
    /// Safe to ask again: a request to the vendor is handed out once, everything else until it is answered.
    pub fn step(&mut self, now: Time) -> String {
        let step = self.visit.poll(now);
        self.keys.write(&match &step {
            GateStep::Take { key, add, window_ms } => Said::Take { key, add: *add, window_ms: *window_ms },
            GateStep::Hold { key, owner, ttl_ms } => Said::Hold { key, owner, ttl_ms: *ttl_ms },
            GateStep::Free { key, owner } => Said::Free { key, owner },
            GateStep::Keep { order, code } => Said::Keep { order, code: code.expose() },
            GateStep::Recall { order } => Said::Recall { order },
            GateStep::Run { step } => Said::Run { step },
            GateStep::Respond { answer } => Said::Respond {
                status: answer.status,
                headers: &answer.headers,
                body: &answer.body,
                audit: &answer.audit,
            },
        })
    }

    /// What came of it: `{"kind": "counted", "total"}`, `held` (`is_ours`), `freed`, `kept`, `recalled` (`code`?), `down` where the store failed,
    /// or `ran` with the `event` of a journal or a transport; the next step. After a wait the step is asked for.
    pub fn tell(&mut self, event: &str, now: Time) -> Answer<String> {
        let Told(event) = given(event, "event", self.keys)?;
        self.visit.handle(event, now);
        Ok(self.step(now))
    }

    /// The vendor answered, whole; `headers` are a list of pairs.
    pub fn answered(&mut self, status: u16, headers: &str, body: Vec<u8>, now: Time) -> Answer<String> {
        let response = read::response(status, headers, body, self.keys)?;
        self.ran(Event::Answered { response }, now);
        Ok(self.step(now))
    }

    /// The vendor answers: the head of what [parts](Self::part) follow of.
    pub fn begun(&mut self, status: u16, headers: &str, now: Time) -> Answer<()> {
        let response = read::response(status, headers, Vec::new(), self.keys)?;
        self.ran(Event::Begun { response }, now);
        Ok(())
    }

    /// The next bytes of the body. False when no more are wanted: close what they come from.
    pub fn part(&mut self, bytes: Vec<u8>, now: Time) -> bool {
        self.ran(Event::Part { bytes }, now);
        self.visit.wants_part()
    }

    /// The body was whole.
    pub fn ended(&mut self, now: Time) -> String {
        self.ran(Event::Ended, now);
        self.step(now)
    }

    fn ran(&mut self, event: Event, now: Time) {
        self.visit.handle(GateEvent::Ran { event }, now);
    }
}

/// What a gate is made of.
struct Settings {
    url: String,
    secrets: Vec<Secret>,
    origins: Vec<String>,
    operations: Vec<String>,
    success_url: Option<String>,
    cancel_url: Option<String>,
    callback_base: Option<String>,
    callback_keys: Option<Vec<String>>,
    keeps_codes: Option<bool>,
    most_at_once: Option<i64>,
}

struct Secret {
    kid: String,
    secret: String,
}

/// What a token is to say.
struct Wanted {
    order: String,
    operation: String,
    amount: i64,
    seconds: Option<i64>,
    origins: Option<Vec<String>>,
    phone: Option<String>,
    service: Option<String>,
    customer: Option<String>,
}

struct Told(GateEvent);

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Said<'a> {
    Take { key: &'a str, add: i64, window_ms: i64 },
    Hold { key: &'a str, owner: &'a str, ttl_ms: i64 },
    Free { key: &'a str, owner: &'a str },
    Keep { order: &'a str, code: &'a str },
    Recall { order: &'a str },
    Run { step: &'a Step },
    Respond { status: u16, headers: &'a [Header], body: &'a str, audit: &'a str },
}

impl Settings {
    fn gate(&self, account: &Account) -> Result<(relay::Gate, RelayKeys), PaymentError> {
        let secrets = self.secrets.iter().map(|key| RelayKey::new(&key.kid, &key.secret));
        let secrets = RelayKeys::new(secrets.collect::<Result<_, _>>()?)?;
        let origins: Vec<&str> = self.origins.iter().map(String::as_str).collect();
        let mut gate = relay::Gate::new(account.account.clone(), &self.url, secrets.clone(), &origins)?;
        for operation in &self.operations {
            gate = match operation.as_str() {
                "collect" => gate.collects()?,
                "checkout" => {
                    let page = |address: &Option<String>| address.clone().unwrap_or_default();
                    gate.opens_checkouts(&page(&self.success_url), &page(&self.cancel_url))?
                }
                "pay_bill" => gate.pays_bills(self.callbacks()?)?,
                _ => {
                    return Err(PaymentError::invalid(
                        "operations",
                        "unknown",
                        "collect, checkout, pay_bill",
                    ));
                }
            };
        }
        if self.keeps_codes == Some(true) {
            gate = gate.keeps_codes();
        }
        if let Some(most) = self.most_at_once {
            let most = usize::try_from(most).ok().filter(|most| *most > 0);
            let refused = || PaymentError::invalid("most_at_once", "below 1", "1 or more");
            gate = gate.most_at_once(most.ok_or_else(refused)?);
        }
        Ok((gate, secrets))
    }

    fn callbacks(&self) -> Result<Option<(&str, CallbackKey)>, PaymentError> {
        let Some(base) = &self.callback_base else { return Ok(None) };
        let keys = self.callback_keys.iter().flatten().map(String::as_str);
        Ok(Some((base, CallbackKey::rotating(keys)?)))
    }
}

impl Wanted {
    fn mint(&self, gate: &Gate, now: Time) -> Result<String, PaymentError> {
        let mut claims: Claims = gate.inner.claims(&self.order, &self.operation, self.amount, now)?;
        if let Some(seconds) = self.seconds {
            claims.expires = claims.issued.saturating_add(seconds);
        }
        if let Some(origins) = &self.origins {
            claims = claims.for_origins(origins);
        }
        if let Some(phone) = &self.phone {
            claims.payer = Some(gate.secrets.pinned(&self.order, &Phone::parse(phone)?));
        }
        claims.service.clone_from(&self.service);
        claims.customer = self.customer.as_deref().map(Into::into);
        gate.inner
            .mint(&claims)
            .map_err(|error| if error.field() == Some("expires") { error.at("seconds") } else { error })
    }
}

impl Read for Settings {
    const KIND: Kind = Kind::Object;

    fn read(given: Given<'_>, at: &At<'_>) -> Result<Self, PaymentError> {
        let names = [
            "relay_url",
            "relay_keys",
            "origins",
            "operations",
            "success_url",
            "cancel_url",
            "callback_base",
            "callback_keys",
            "keeps_codes",
            "most_at_once",
        ];
        let mut fields = Fields::of(given, &names, at)?;
        Ok(Self {
            url: fields.take("relay_url")?,
            secrets: fields.take("relay_keys")?,
            origins: fields.take("origins")?,
            operations: fields.take("operations")?,
            success_url: fields.take("success_url")?,
            cancel_url: fields.take("cancel_url")?,
            callback_base: fields.take("callback_base")?,
            callback_keys: fields.take("callback_keys")?,
            keeps_codes: fields.take("keeps_codes")?,
            most_at_once: fields.take("most_at_once")?,
        })
    }
}

impl Read for Secret {
    const KIND: Kind = Kind::Object;

    fn read(given: Given<'_>, at: &At<'_>) -> Result<Self, PaymentError> {
        let mut fields = Fields::of(given, &["kid", "secret"], at)?;
        Ok(Self { kid: fields.take("kid")?, secret: fields.take("secret")? })
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        self.secret.zeroize();
    }
}

impl Read for Wanted {
    const KIND: Kind = Kind::Object;

    fn read(given: Given<'_>, at: &At<'_>) -> Result<Self, PaymentError> {
        let names = ["order", "operation", "amount", "seconds", "origins", "phone", "service", "customer"];
        let mut fields = Fields::of(given, &names, at)?;
        Ok(Self {
            order: fields.take("order")?,
            operation: fields.take("operation")?,
            amount: fields.take("amount")?,
            seconds: fields.take("seconds")?,
            origins: fields.take("origins")?,
            phone: fields.take("phone")?,
            service: fields.take("service")?,
            customer: fields.take("customer")?,
        })
    }
}

impl Read for Told {
    const KIND: Kind = Kind::Object;

    fn read(given: Given<'_>, at: &At<'_>) -> Result<Self, PaymentError> {
        let (kind, given) =
            given.of_kind(&["counted", "held", "freed", "kept", "recalled", "down", "ran"], at)?;
        let names: &[&str] = match kind {
            "counted" => &["total"],
            "held" => &["is_ours"],
            "recalled" => &["code"],
            "ran" => &["event"],
            _ => &[],
        };
        let mut fields = Fields::of(given, names, at)?;
        Ok(Self(match kind {
            "counted" => GateEvent::Counted { total: fields.take("total")? },
            "held" => GateEvent::Held { is_ours: fields.take("is_ours")? },
            "freed" => GateEvent::Freed,
            "kept" => GateEvent::Kept,
            "recalled" => {
                GateEvent::Recalled { code: fields.take::<Option<String>>("code")?.map(Into::into) }
            }
            "ran" => GateEvent::Ran { event: of_a_store(fields.take("event")?, &at.field("event"))? },
            _ => GateEvent::Down,
        }))
    }
}

/// What a person says comes in the request, never from who serves it.
fn of_a_store(event: Event, at: &At<'_>) -> Result<Event, PaymentError> {
    match event {
        Event::Stored
        | Event::Taken
        | Event::Outrun
        | Event::Loaded { .. }
        | Event::Answered { .. }
        | Event::Failed { .. } => Ok(event),
        _ => {
            let allowed = "stored, taken, outrun, loaded, answered, failed";
            Err(PaymentError::invalid(at.path(), "not of a journal or a transport", allowed))
        }
    }
}
