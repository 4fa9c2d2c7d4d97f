//! SIGKILL at random moments: a payer in a process of its own dies again and again in the middle of
//! its payments, and a new one goes on from the journal's file. Nothing may be paid twice, denied
//! though paid, or left behind; and two careless payers show that the trial would notice.
#![cfg(unix)]

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use xaalis::sandbox::{Effect, Fault, Options, Sandbox, When};
use xaalis_examples::SqliteJournal;
use xaalis_sandbox_server::Server;
use xaalis_sim::rng::Rng;
use xaalis_tests::kill::{Clock, Told, Verdict, judge, plan};

/// How much faster than the world's the trial's clock runs: two quiet minutes become 200 ms. A
/// loopback request must stay far below that, or the trial would break a rule the world keeps.
const SPEED: i64 = 600;
/// A trial that takes longer than this hangs.
const LIMIT: Duration = Duration::from_mins(5);

/// What to try.
struct Trial {
    name: &'static str,
    seed: u64,
    payments: usize,
    /// How many payers work on one journal at once.
    payers: usize,
    /// How long a payer lives, in milliseconds: at least, and less than.
    life: (i64, i64),
    /// Every so many requests something goes wrong on the wire; 0 for never.
    faults: i64,
    /// What the payers do: `work`, or a bug of theirs.
    task: &'static str,
}

/// What came of it.
struct Ended {
    kills: usize,
    verdict: Verdict,
}

#[test]
fn a_killed_payer_pays_nothing_twice_and_loses_nothing() {
    let trial = Trial {
        name: "one-payer",
        seed: 1,
        payments: 150,
        payers: 1,
        life: (20, 400),
        faults: 23,
        task: "work",
    };
    let ended = trial.holds();
    assert!(ended.kills >= 5, "only {} kills", ended.kills);
}

#[test]
fn two_killed_payers_on_one_journal_pay_nothing_twice() {
    let trial = Trial {
        name: "two-payers",
        seed: 2,
        payments: 150,
        payers: 2,
        life: (20, 400),
        faults: 23,
        task: "work",
    };
    let ended = trial.holds();
    assert!(ended.kills >= 5, "only {} kills", ended.kills);
}

#[test]
fn two_payers_that_live_share_one_journal() {
    let trial = Trial {
        name: "two-alive",
        seed: 3,
        payments: 100,
        payers: 2,
        life: (i64::MAX / 2, i64::MAX),
        faults: 0,
        task: "work",
    };
    let ended = trial.holds();
    assert_eq!((ended.kills, ended.verdict.endings.get("unknown")), (0, None), "{}", ended.verdict);
}

#[test]
fn a_payer_that_sends_before_it_stores_is_found() {
    let trial =
        Trial { name: "late", seed: 5, payments: 150, payers: 1, life: (5, 80), faults: 0, task: "late" };
    trial.breaks("paid twice");
}

#[test]
fn a_journal_without_sequence_is_found() {
    let trial = Trial {
        name: "deaf",
        seed: 6,
        payments: 40,
        payers: 2,
        life: (i64::MAX / 2, i64::MAX),
        faults: 0,
        task: "deaf",
    };
    trial.breaks("paid twice");
}

/// The whole thing; `cargo xtask test` runs it.
#[test]
#[ignore = "a thousand payments take most of a minute"]
fn a_thousand_payments() {
    let trial = Trial {
        name: "thousand",
        seed: 4,
        payments: 1_000,
        payers: 1,
        life: (20, 600),
        faults: 23,
        task: "work",
    };
    let ended = trial.holds();
    assert!(ended.kills >= 20, "only {} kills", ended.kills);
}

impl Trial {
    /// Runs it with nothing broken.
    fn holds(&self) -> Ended {
        let ended = self.run();
        assert!(ended.verdict.violations.is_empty(), "{}: {}", self.name, ended.verdict);
        ended
    }

    /// Runs it with a bug that breaks something in this way.
    fn breaks(&self, how: &str) {
        let violations = self.run().verdict.violations;
        assert!(violations.iter().any(|what| what.contains(how)), "{}: not found: {violations:?}", self.name);
    }

    /// Kills payers until one finds nothing left to do, then has everything told and judged.
    fn run(&self) -> Ended {
        let folder = Folder::new(self.name);
        let file = folder.0.join("journal.sqlite");
        // Made here, for two payers that make one file at once only test SQLite.
        drop(SqliteJournal::open(&file).unwrap());
        let clock = Clock::starting_now(SPEED);
        let server =
            Server::start_by(self.sandbox(), ([127, 0, 0, 1], 0).into(), move || clock.now()).unwrap();
        let spawn = |task| Payer::spawn(&file, &server.url(), clock, self.payments, task);

        let (start, mut rng) = (Instant::now(), Rng::new(self.seed));
        let (mut kills, mut starts, mut told) = (0, self.payers, Told::new());
        let mut payers: Vec<_> =
            (0..self.payers).map(|_| (spawn(self.task), self.deadline(&mut rng, kills))).collect();
        let done = loop {
            assert!(start.elapsed() < LIMIT, "{}: no end after {kills} kills", self.name);
            std::thread::sleep(Duration::from_millis(2));
            let mut done = false;
            for (payer, dies) in &mut payers {
                // Whoever came to the end of the plan did what harm it could: a careful payer comes next, to
                // end what is open. Two careless ones would reopen each other's payments for ever.
                let next = match payer.child.try_wait().unwrap() {
                    Some(status) => {
                        assert!(status.success(), "{}: {status}", self.name);
                        "work"
                    }
                    None if Instant::now() >= *dies => {
                        payer.child.kill().unwrap();
                        kills += 1;
                        self.task
                    }
                    None => continue,
                };
                done |= payer.end(&mut told);
                starts += 1;
                (*payer, *dies) = (spawn(next), self.deadline(&mut rng, kills));
            }
            if done {
                break start.elapsed();
            }
        };
        for (payer, _) in &mut payers {
            payer.child.kill().unwrap();
            payer.end(&mut told);
        }
        // Whatever a killed payer did not come to tell, the records must still know.
        let mut last = spawn("tell");
        assert!(last.end(&mut told), "{}: not everything has ended", self.name);
        let plan = plan(self.payments);
        let verdict = server.with_sandbox(|sandbox, now| {
            // What is still on its way at the vendor arrives.
            sandbox.advance(now.plus(3_600_000));
            judge(&plan, &told, sandbox)
        });
        println!(
            "{}: {} payments, {} payers, {kills} kills, {starts} starts, {:.1} s of {:.1} s; {} requests; {verdict}",
            self.name,
            self.payments,
            self.payers,
            done.as_secs_f64(),
            start.elapsed().as_secs_f64(),
            server.with_sandbox(|sandbox, _| sandbox.requests_seen()),
        );
        assert_eq!(verdict.endings.values().sum::<usize>(), self.payments);
        Ended { kills, verdict }
    }

    fn deadline(&self, rng: &mut Rng, kills: usize) -> Instant {
        let life = u64::try_from(rng.range(self.life.0, self.life.1)).unwrap();
        // A little longer each time, so that a slow machine comes to the end as well.
        Instant::now() + Duration::from_millis(life.min(3_600_000) + 2 * kills as u64)
    }

    fn sandbox(&self) -> Sandbox {
        let options = Options {
            transfer_ms: 2_000,
            top_up_ms: 2_000,
            payer_ms: 2_000,
            // A payer's code must outlive the deaths of many processes.
            otp_ttl_ms: 1_000_000_000,
            transfer_balance: 10_000_000,
            dexchange_balance: 100_000_000,
            offline_providers: vec!["coris_bf".to_owned()],
            bills: plan(self.payments).into_iter().filter_map(|intent| intent.bill).collect(),
            ..Options::default()
        };
        let mut sandbox = Sandbox::with(options);
        let effects = [
            Effect::DropAfter,
            Effect::StatusAfter(500),
            Effect::CutBody(60),
            Effect::DropBefore,
            Effect::StatusBefore(503),
            Effect::RateLimited(None),
        ];
        let requests = (1..).map(|n| n * self.faults).take_while(|n| self.faults > 0 && *n < 20_000);
        for (number, effect) in requests.zip(effects.iter().cycle()) {
            sandbox.inject(Fault { when: When::Nth(number), effect: effect.clone() });
        }
        sandbox
    }
}

/// A payer's process, and what it has said so far.
struct Payer {
    child: Child,
    lines: Arc<Mutex<Vec<String>>>,
    reader: Option<JoinHandle<()>>,
}

impl Payer {
    fn spawn(journal: &Path, url: &str, clock: Clock, payments: usize, task: &str) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_payer"))
            .arg(journal)
            .args([url, &clock.origin.to_string(), &clock.speed.to_string(), &payments.to_string(), task])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = Arc::new(Mutex::new(Vec::new()));
        let (out, said) = (child.stdout.take().unwrap(), Arc::clone(&lines));
        let reader = std::thread::spawn(move || {
            for line in BufReader::new(out).lines() {
                said.lock().unwrap().push(line.unwrap());
            }
        });
        Self { child, lines, reader: Some(reader) }
    }

    /// Waits for the process to be gone and files what it told; true when it found nothing open.
    fn end(&mut self, told: &mut Told) -> bool {
        self.child.wait().unwrap();
        self.reader.take().map(JoinHandle::join).transpose().unwrap();
        let mut done = false;
        for line in self.lines.lock().unwrap().drain(..) {
            let mut words = line.split(' ').map(str::to_owned);
            let first = words.next().unwrap_or_default();
            if first == "done" {
                done = true;
            } else {
                told.entry(first).or_default().push(words.collect());
            }
        }
        done
    }
}

impl Drop for Payer {
    /// A failed test must not leave a process behind.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A folder that goes with its test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder =
            Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("kill-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
