//! One payment of a bill, told line by line.

use xaalis::http::{Failure, Response};
use xaalis::value::{Reference, Time};
use xaalis::{Dexchange, Event, Outcome, Prompt, Record, Reply, Session, Step, Why};
use xaalis_tests::world::DAWN;

pub(crate) const PAY: &str = "send POST /api/v1/billing/pay";
pub(crate) const ASK: &str = "send POST /api/v1/billing/inquiry";
const PROOF: &str = "proof-of-till-7";
/// What the vendor shows of our payment.
pub(crate) const OURS: &str =
    r#""transactionId":"TID500900","externalTransactionId":"Till-7","amount":2500,"transactionFee":25"#;
pub(crate) const LOOK: &str = "send GET /api/v1/transaction/TID500900";

/// One operation, its clock, and the newest record it left.
pub(crate) struct Story {
    session: Session,
    now: Time,
    record: Option<Record>,
    /// How long the list is with the record that only says that a request is over.
    over: Option<usize>,
}

fn client() -> Dexchange {
    Dexchange::new("dx_test_stories").expect("a test key")
}

pub(crate) fn ordered(payment: &str) -> Story {
    begun("pay_bill", &format!(r#""custom_data":"{PROOF}",{payment}"#))
}

/// Any way to pay a bill.
pub(crate) fn begun(kind: &str, payment: &str) -> Story {
    let order = format!(r#"{{"kind":"{kind}","payment":{{"external_transaction_id":"Till-7",{payment}}}}}"#);
    let order = serde_json::from_str(&order).expect("an order");
    let session = client().begin(order, "op-till-7").expect("a good order");
    Story { session, now: DAWN, record: None, over: None }
}

/// A top-up of 2,500 F, up to its first request.
pub(crate) fn top_up() -> Story {
    let mut story = ordered(r#""service":"WOYOFAL_SN_BILL","customer":"0442 1187 309","amount":2500"#);
    story.says(&["store open -", PAY]);
    story
}

/// A bill that was found before, up to its first request.
pub(crate) fn bill() -> Story {
    let mut story = ordered(r#""service":"SENEAU_SN_BILL","customer":"310 77 5521","bill":"FA-5521""#);
    story.says(&["store open -", PAY]);
    story
}

impl Story {
    /// Everything it does until it waits, asks or ends, one line a step; what it stores is kept.
    pub(crate) fn goes(&mut self) -> Vec<String> {
        let mut said = Vec::new();
        loop {
            match self.session.poll(self.now) {
                Step::Store { record } => {
                    let reference = record.reference.as_ref().map_or("-", Reference::as_str);
                    let stage = serde_json::to_value(record.stage).expect("a word");
                    let ends_lease = self.record.as_ref().is_some_and(|held| {
                        let leased = |record: &Record| record.state.contains("under_way_until");
                        leased(held) && !leased(&record) && held.reference == record.reference
                    });
                    said.push(format!("store {} {reference}", stage.as_str().expect("a word")));
                    self.over = ends_lease.then_some(said.len());
                    self.record = Some(record);
                    self.session.handle(Event::Stored, self.now);
                }
                // Nobody is.
                Step::Wait { until, why: Why::Elsewhere } => self.now = until,
                Step::Load { .. } => {
                    let record = self.record.clone();
                    self.session.handle(Event::Loaded { record }, self.now);
                }
                Step::Send { request } => {
                    said.push(format!("send {} {}", request.method.as_str(), request.path()));
                }
                Step::Wait { why, .. } => {
                    // That a request is over is of interest to other processes alone.
                    if self.over.take() == Some(said.len()) {
                        said.pop();
                    }
                    if said.last().is_none_or(|line| !line.starts_with("send")) {
                        let why = serde_json::to_value(why).expect("a word");
                        said.push(format!("wait {}", why.as_str().expect("a word")));
                    }
                    return said;
                }
                Step::Ask { prompt: Prompt::Bill { bills } } => {
                    said.push(format!("ask {}", bills.len()));
                    return said;
                }
                step @ (Step::Ask { .. } | Step::Refused { .. }) => panic!("{step:?}"),
                Step::Done { reply } => {
                    said.push(told(&reply));
                    return said;
                }
            }
        }
    }

    pub(crate) fn says(&mut self, wanted: &[&str]) -> &mut Self {
        assert_eq!(self.goes(), wanted);
        self
    }

    pub(crate) fn answered(&mut self, status: u16, body: &str) -> &mut Self {
        self.now = self.now.plus(90);
        let response = Response { status, headers: Vec::new(), body: body.to_owned() };
        self.session.handle(Event::Answered { response }, self.now);
        self
    }

    /// A transaction as the vendor shows it.
    pub(crate) fn shown(&mut self, fields: &str) -> &mut Self {
        self.answered(200, &format!(r#"{{"transaction":{{{fields}}}}}"#))
    }

    pub(crate) fn lost(&mut self) -> &mut Self {
        self.now = self.now.plus(700);
        self.session.handle(Event::Failed { failure: Failure::MaybeSent }, self.now);
        self
    }

    pub(crate) fn told(&mut self, event: Event) -> &mut Self {
        self.session.handle(event, self.now);
        self
    }

    /// Until the end of the pause.
    pub(crate) fn due(&mut self) -> &mut Self {
        match self.session.poll(self.now) {
            Step::Wait { until, .. } => self.now = until,
            other => panic!("{other:?}"),
        }
        self
    }

    pub(crate) fn later(&mut self, ms: i64) -> &mut Self {
        self.now = self.now.plus(ms);
        self
    }

    /// Lost, and sent again after the quiet time.
    pub(crate) fn again(&mut self) -> &mut Self {
        self.lost().says(&["wait quiet"]).due().says(&["store open -", PAY])
    }

    /// A callback of the vendor's at our address; `more` may repeat a field, the last one counts.
    pub(crate) fn called(&mut self, status: &str, more: &[(&str, &str)]) -> &mut Self {
        let mut fields = vec![
            ("vendor", r#""dexchange""#),
            ("event", r#""BILL""#),
            ("ext_id", r#""Till-7""#),
            ("reference", r#""TID500900""#),
            ("amount", "2500"),
            ("fee", "25"),
            ("custom_data", r#""proof-of-till-7""#),
            ("dedupe", r#""x""#),
        ];
        let (before, after) = if status == "FAILED" { ("7475", "10000") } else { ("10000", "7475") };
        fields.extend([("previous_balance", before), ("current_balance", after)]);
        for (name, value) in more {
            fields.retain(|(known, _)| known != name);
            fields.push((name, value));
        }
        let fields: Vec<_> = fields.iter().map(|(name, value)| format!(r#""{name}":{value}"#)).collect();
        let notice = format!(r#"{{"status":"{status}",{}}}"#, fields.join(","));
        let notice = serde_json::from_str(&notice).expect("a notice");
        self.told(Event::Notified { notice })
    }

    /// The process dies, and another goes on from the newest record.
    pub(crate) fn crashed(&mut self) -> &mut Self {
        self.now = self.now.plus(6_000);
        let record = self.record.as_ref().expect("a record");
        self.session = client().resume(record, self.now).expect("a good record");
        self
    }

    pub(crate) fn alarms(&self) -> Vec<String> {
        self.session.alarms().iter().map(|alarm| format!("{} {}", alarm.known, alarm.seen)).collect()
    }
}

/// What a merchant is told, in one line.
fn told(reply: &Reply) -> String {
    let Some(outcome) = reply.clone().bill_payment() else { panic!("{reply:?}") };
    match outcome {
        Outcome::Settled { value } => {
            let token = value.token.as_ref().map_or("-", xaalis::value::Personal::expose);
            let id = value.transaction_id.as_ref().map_or("-", Reference::as_str);
            format!("settled {} {id} {token} {}", value.status.as_str(), word(&value.evidence))
        }
        Outcome::Rejected { refusal } => {
            let refund = refusal.refund.map_or("-".to_owned(), |refund| {
                let amount = refund.amount.map_or("?".to_owned(), |amount| amount.francs().to_string());
                format!("{amount}{}", if refund.seen { " seen" } else { "" })
            });
            format!("rejected {} {refund}", refusal.code.as_str())
        }
        Outcome::NotSent { unsent } => {
            format!(
                "not sent {} {}",
                word(&unsent.why),
                unsent.doubt.map_or("-".to_owned(), |doubt| word(&doubt))
            )
        }
        Outcome::Unknown { unknown } => {
            let id = unknown.provider_reference.as_ref().map_or("-", Reference::as_str);
            let paid = unknown.bill_paid.map_or(String::new(), |paid| format!(" bill paid: {paid}"));
            format!("unknown {} {id}{paid}", word(&unknown.why))
        }
    }
}

/// A word as JSON has it.
fn word<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_value(value).expect("a word").as_str().expect("a word").to_owned()
}
