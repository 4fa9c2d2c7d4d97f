//! The example's server end: axum's handler, threads, and SQLite for the journal and for what is counted.

use super::{End, header};
use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::Request as HttpRequest;
use rusqlite::Connection;
use serde_json::Value;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use xaalis::http::{Failure, Request, Response};
use xaalis::relay::{Answer, Incoming};
use xaalis::sandbox::Sandbox;
use xaalis::value::Time;
use xaalis_examples::Relay;
use xaalis_examples::relay::Machine;
use xaalis_examples::relay_axum::{pay, random};
use xaalis_tests::relay::{account, gate};
use xaalis_tests::world::DAWN;

#[test]
fn no_attack_succeeds() {
    super::no_attack_succeeds::<Axum>(20);
}

/// A clock that moves when told to, and the sandbox.
struct World {
    now: AtomicI64,
    sandbox: Mutex<Sandbox>,
    is_silent: AtomicBool,
    /// Requests that are sent wait for the word.
    hangs: (Mutex<bool>, Condvar),
    waiting: AtomicUsize,
    dies_after: Mutex<Option<String>>,
    sent: Mutex<Vec<String>>,
    log: Mutex<Vec<String>>,
}

impl Machine for World {
    fn now(&self) -> Time {
        Time::from_millis(self.now.load(Ordering::SeqCst))
    }

    fn sleep_until(&self, until: Time) {
        self.now.fetch_max(until.millis(), Ordering::SeqCst);
        // Whoever else is at it gets on.
        thread::yield_now();
    }

    fn send(&self, request: &Request) -> Result<Response, Failure> {
        self.sent.lock().unwrap().push(format!("{} {}", request.method.as_str(), request.path()));
        let mut hangs = self.hangs.0.lock().unwrap();
        if *hangs {
            self.waiting.fetch_add(1, Ordering::SeqCst);
            while *hangs {
                hangs = self.hangs.1.wait(hangs).unwrap();
            }
            return Err(Failure::MaybeSent);
        }
        drop(hangs);
        if self.is_silent.load(Ordering::SeqCst) {
            self.now.fetch_add(request.timeout_ms, Ordering::SeqCst);
            return Err(Failure::MaybeSent);
        }
        let now = Time::from_millis(self.now.fetch_add(200, Ordering::SeqCst) + 200);
        let answer = self.sandbox.lock().unwrap().handle(request, now);
        let dies = self.dies_after.lock().unwrap().take_if(|path| request.path().ends_with(path.as_str()));
        assert!(dies.is_none(), "killed");
        answer
    }

    fn log(&self, line: &str) {
        self.log.lock().unwrap().push(line.to_owned());
    }
}

struct Axum {
    relay: Arc<Relay<World>>,
    file: PathBuf,
    runtime: tokio::runtime::Runtime,
    answers: Vec<String>,
    is_down: bool,
}

impl Axum {
    /// As a client of HTTP would have it arrive; a target that no such client can write goes past the handler.
    fn answer(relay: &Arc<Relay<World>>, runtime: &tokio::runtime::Handle, incoming: &Incoming) -> Answer {
        let mut request =
            HttpRequest::builder().method(incoming.method.as_str()).uri(incoming.target.as_str());
        for header in &incoming.headers {
            request = request.header(&header.name, &header.value);
        }
        let Ok(request) = request.body(Body::from(incoming.body.clone())) else {
            return relay.serve(incoming, &random().unwrap());
        };
        runtime.block_on(async {
            let (head, body) = pay(State(Arc::clone(relay)), request).await.into_parts();
            let body = to_bytes(body, usize::MAX).await.unwrap();
            let headers = head
                .headers
                .iter()
                .map(|(name, value)| header(&wide(name.as_str()), value.to_str().unwrap()));
            Answer {
                status: head.status.as_u16(),
                headers: headers.collect(),
                body: String::from_utf8(body.to_vec()).unwrap(),
                audit: String::new(),
            }
        })
    }

    /// Each in a thread of its own.
    fn all(&self, requests: &[Incoming]) -> Vec<thread::JoinHandle<Answer>> {
        let spawn = |incoming: &Incoming| {
            let (relay, runtime) = (Arc::clone(&self.relay), self.runtime.handle().clone());
            let incoming = incoming.clone();
            thread::spawn(move || Self::answer(&relay, &runtime, &incoming))
        };
        requests.iter().map(spawn).collect()
    }

    fn database(&self) -> Connection {
        Connection::open(&self.file).unwrap()
    }
}

impl End for Axum {
    fn begin(settings: &Value) -> Self {
        let world = World {
            now: AtomicI64::new(DAWN.millis()),
            sandbox: Mutex::new(Sandbox::new()),
            is_silent: AtomicBool::new(false),
            hangs: (Mutex::new(false), Condvar::new()),
            waiting: AtomicUsize::new(0),
            dies_after: Mutex::new(None),
            sent: Mutex::default(),
            log: Mutex::default(),
        };
        let file = std::env::temp_dir().join(format!("xaalis-attacked-{}", random().unwrap()));
        let relay = Relay::open(account(settings).unwrap(), gate(settings).unwrap(), &file, world).unwrap();
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_time().build().unwrap();
        Self { relay: Arc::new(relay), file, runtime, answers: Vec::new(), is_down: false }
    }

    fn serve(&mut self, incoming: &Incoming) -> Answer {
        let answer = Self::answer(&self.relay, self.runtime.handle(), incoming);
        self.answers.push(format!("{} {answer:?}", answer.body));
        answer
    }

    fn at_once(&mut self, requests: &[Incoming], _: u64) -> Vec<Answer> {
        self.all(requests).into_iter().map(|one| one.join().unwrap()).collect()
    }

    fn dies_after(&mut self, incoming: &Incoming, path: &str) {
        *self.relay.machine().dies_after.lock().unwrap() = Some(path.to_owned());
        let died = catch_unwind(AssertUnwindSafe(|| self.relay.serve(incoming, "dead")));
        assert!(died.is_err(), "it sent nothing");
    }

    fn hang(&mut self, requests: &[Incoming]) -> (usize, Vec<Answer>) {
        let world = self.relay.machine();
        *world.hangs.0.lock().unwrap() = true;
        let mut all = self.all(requests);
        let mut refused = Vec::new();
        while !all.is_empty() && all.len() > world.waiting.load(Ordering::SeqCst) {
            match all.iter().position(thread::JoinHandle::is_finished) {
                Some(place) => refused.push(all.swap_remove(place).join().unwrap()),
                None => thread::yield_now(),
            }
        }
        *world.hangs.0.lock().unwrap() = false;
        world.hangs.1.notify_all();
        let hanging = all.len();
        for one in all {
            drop(one.join());
        }
        (hanging, refused)
    }

    fn wait(&mut self, ms: i64) {
        self.relay.machine().now.fetch_add(ms, Ordering::SeqCst);
    }

    fn vendor(&mut self, is_silent: bool) {
        self.relay.machine().is_silent.store(is_silent, Ordering::SeqCst);
    }

    fn store(&mut self, is_down: bool) {
        if is_down != self.is_down {
            let (from, to) = if is_down { ("", "_gone") } else { ("_gone", "") };
            for table in ["record", "relay_count", "relay_hold"] {
                let sql = format!("ALTER TABLE {table}{from} RENAME TO {table}{to}");
                self.database().execute_batch(&sql).unwrap();
            }
        }
        self.is_down = is_down;
    }

    fn sent(&self) -> Vec<String> {
        self.relay.machine().sent.lock().unwrap().clone()
    }

    fn records(&self) -> usize {
        self.kept().len()
    }

    fn touched(&self) -> Option<usize> {
        None
    }

    fn trace(&self) -> Vec<String> {
        let log = self.relay.machine().log.lock().unwrap().clone();
        [self.answers.clone(), log, self.kept()].concat()
    }
}

impl Axum {
    fn kept(&self) -> Vec<String> {
        let table = if self.is_down { "record_gone" } else { "record" };
        let database = self.database();
        let mut rows = database.prepare(&format!("SELECT body FROM {table}")).unwrap();
        rows.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
    }
}

impl Drop for Axum {
    fn drop(&mut self) {
        for side in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{side}", self.file.display()));
        }
    }
}

/// Header names as the file of attacks writes them: HTTP has them in either case.
fn wide(name: &str) -> String {
    let words = name.split('-').map(|word| {
        let (first, rest) = word.split_at(1);
        first.to_uppercase() + rest
    });
    words.collect::<Vec<_>>().join("-")
}
