//! What one seed's world is like: each seed draws its own subset of faults and vendor switches
//! (swarm testing), so that rare combinations meet.

use super::lies::Lies;
use super::rng::Rng;
use xaalis::sandbox::{Options, Switches};

/// How often each thing goes wrong, in a thousand; zero: not in this world.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Weather {
    /// The connection is refused.
    pub refused: i64,
    /// Lost on the way there.
    pub lost_before: i64,
    /// Lost on the way back.
    pub lost_after: i64,
    /// Arrives long after the client gave up.
    pub late_effect: i64,
    /// Answered after the client gave up.
    pub late_answer: i64,
    /// 5xx, nothing happened.
    pub error_before: i64,
    /// 5xx, and it happened.
    pub error_after: i64,
    /// 2xx cut at any byte.
    pub cut: i64,
    /// 2xx with something else in the body: HTML, null, nothing, a deep or huge body.
    pub garbage: i64,
    /// A redirect.
    pub redirect: i64,
    /// 429, with or without Retry-After.
    pub busy: i64,
    /// 409 out of the blue.
    pub conflict: i64,
    /// The transport itself sends twice: its own profile.
    pub duplicate: i64,
    /// A merchant's program is told to stop, and says what it knows.
    pub stop: i64,
    /// A process dies before or after a step.
    pub crash: i64,
    /// A second process takes the same record.
    pub twin: i64,
    /// The journal fails to write, or says so although it wrote.
    pub journal: i64,
    /// A webhook is lost, repeated, late, regressing, forged or replayed.
    pub webhook: i64,
    /// A process's clock jumps by up to a day.
    pub clock: i64,
    /// A payer mistypes, dawdles or leaves.
    pub payer: i64,
    /// What is not so.
    pub lies: Lies,
}

impl Weather {
    /// The weather of a seed: each fault is there or not, and mild or wild.
    pub fn of(rng: &mut Rng) -> Self {
        let strength = *rng.pick(&[8, 20, 40, 80]);
        let clock = if rng.chance(100) { 2 } else { 0 };
        let mut rate = |share: i64| if rng.chance(600) { rng.range(1, strength * share + 2) } else { 0 };
        Self {
            refused: rate(1),
            lost_before: rate(1),
            lost_after: rate(2),
            late_effect: rate(1),
            late_answer: rate(1),
            error_before: rate(1),
            error_after: rate(1),
            cut: rate(1),
            garbage: rate(1),
            redirect: rate(1),
            busy: rate(1),
            conflict: rate(1),
            duplicate: 0,
            stop: rate(1),
            crash: rate(1),
            twin: rate(1),
            journal: rate(1),
            webhook: rate(5),
            clock,
            payer: rate(3),
            lies: Lies::default(),
        }
    }

    /// No fault at all.
    pub fn calm() -> Self {
        Self::default()
    }
}

/// The vendors of a seed: every question their pages leave open gets some answer. `honest`: as worlds
/// were before they lied.
pub fn vendors(seed: u64, rng: &mut Rng, honest: bool) -> Options {
    let usual = usual(seed, rng);
    if honest {
        return usual;
    }
    let mut rng = Rng::of(seed, 0x5017);
    let mut coin = |in_a_thousand| rng.chance(in_a_thousand);
    let switches = Switches {
        dexchange_dedupe_before_biller: coin(500),
        texts_name_the_payer: coin(500),
        only_test_numbers: coin(30),
        ..usual.switches
    };
    let (short_list, payer_acts, slow_bank) = (coin(150), coin(800), coin(300));
    Options {
        payer_auto_confirms: payer_acts,
        otp_ttl_ms: *rng.pick(&[60_000, 300_000, 300_000, 3_600_000]),
        settlement_transit_ms: if slow_bank { rng.range(3_600_000, 86_400_000) } else { 600_000 },
        settlement_success_ms: if slow_bank { rng.range(86_400_000, 259_200_000) } else { 3_600_000 },
        offline_providers: rng
            .pick(&[&["coris_bf", "sank_bf"][..], &[], &["moov_bf"]])
            .iter()
            .map(|p| (*p).to_owned())
            .collect(),
        switches: Switches {
            list_limit: if short_list { *rng.pick(&[10, 40, 200]) } else { 0 },
            dexchange_biller_ms: *rng.pick(&[500, 5_000, 30_000]),
            ..switches
        },
        ..usual
    }
}

fn usual(seed: u64, rng: &mut Rng) -> Options {
    let mut coin = |in_a_thousand| rng.chance(in_a_thousand);
    let switches = Switches {
        ext_id_deduped: coin(300),
        ext_id_duplicate_is_error: coin(300),
        phones_masked_in_lists: coin(150),
        errors_always_200: coin(200),
        otp_expired_ends_charge: coin(300),
        otp_still_valid_refuses: coin(200),
        retry_after_header: coin(500),
        webhook_data_as_string: coin(500),
        webhooks_for_transfers: coin(500),
        ext_id_burned_by_400: coin(300),
        dexchange_serves_bill_lookup: coin(700),
        token_in_webhook: coin(600),
        token_never_arrives: coin(100),
        processing_debits_at_once: coin(700),
        ..Switches::default()
    };
    let late_token = coin(200);
    let late_list = coin(300);
    let moody = coin(300);
    Options {
        seed: i64::try_from(seed % 1_000_000_007).unwrap_or(0),
        webhook_url: Some("https://shop.example/hooks/senfenico".into()),
        webhook_key: Some(super::WEBHOOK_KEY.into()),
        transfer_balance: 1_000_000_000,
        collection_balance: 1_000_000_000,
        dexchange_balance: 1_000_000_000,
        transfer_ms: rng.range(500, 600_000),
        slow_ms: rng.range(60_000, 7_200_000),
        top_up_ms: rng.range(500, 1_800_000),
        payer_ms: rng.range(1_000, 120_000),
        bills: Vec::new(),
        keep_entries: false,
        switches: Switches {
            list_lag_ms: if late_list { *rng.pick(&[5_000, 60_000, 3_600_000, 864_000_000]) } else { 0 },
            pending_after_submit_ms: if moody { rng.range(1_000, 60_000) } else { 0 },
            otp_tries: if moody { 3 } else { 0 },
            token_arrives_late_ms: if late_token { rng.range(1_000, 7_200_000) } else { 0 },
            dexchange_callback_tries: *rng.pick(&[1, 1, 3]),
            ..switches
        },
        ..Options::default()
    }
}
