//! What `cargo xtask bench relay` measures over axum: `bench-relay FILE` prints its address and serves the relay over a
//! journal in that file, tokens for anybody, and a constant. The vendor's sandbox is inside it.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{any, get};
use std::error::Error;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::net::TcpListener;
use xaalis::Senfenico;
use xaalis::http::{Failure, Request, Response};
use xaalis::relay::{Gate, RelayKey, RelayKeys};
use xaalis::sandbox::Sandbox;
use xaalis::value::Time;
use xaalis_examples::relay::Machine;
use xaalis_examples::relay_axum::{pay, random};
use xaalis_examples::{Relay, now, sleep_until};

type Shop = Arc<Relay<Inside>>;

const PRICE: i64 = 1_500;
const CONSTANT: &str =
    r#"{"order":"r1-1","rev":"0.0","amount":1500,"currency":"XOF","state":"ready","next_attempt":1}"#;

/// This machine's clock, and a vendor inside it, as Django's has: no socket is measured but the page's.
struct Inside(Mutex<Sandbox>);

impl Machine for Inside {
    fn now(&self) -> Time {
        now()
    }

    fn sleep_until(&self, until: Time) {
        sleep_until(until);
    }

    fn send(&self, request: &Request) -> Result<Response, Failure> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).handle(request, now())
    }

    fn log(&self, _line: &str) {}
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let file = std::env::args().nth(1).ok_or("usage: bench-relay FILE")?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let origin = format!("http://{}", listener.local_addr()?);
    let account = Senfenico::new("sk_test_bench")?;
    let keys = RelayKeys::new(vec![RelayKey::new("b1", &random()?)?])?;
    let gate = Gate::new(account.clone(), &format!("{origin}/xaalis/pay"), keys, &[&origin])?.collects()?;
    let relay = Relay::open(account, gate, file.as_ref(), Inside(Mutex::new(Sandbox::new())))?;
    let pages = Router::new()
        .route("/constant", get(|| async { CONSTANT }))
        .route("/token/{order}", get(token))
        .route("/xaalis/pay", any(pay::<Inside>))
        .with_state(Arc::new(relay));
    println!("{origin}");
    Ok(axum::serve(listener, pages).await?)
}

async fn token(State(shop): State<Shop>, Path(order): Path<String>) -> Result<String, StatusCode> {
    let claims = shop.gate().claims(&order, "collect", PRICE, now());
    claims.and_then(|claims| shop.gate().mint(&claims)).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}
