//! A relay over axum: a page or an app pays an order of this shop without ever seeing its key.
//!
//! `cargo run -p xaalis-examples --bin relay-over-axum`, then the lines that it prints.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{any, get};
use std::error::Error;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::task::spawn_blocking;
use tokio::time::interval;
use xaalis::relay::{Gate, RelayKey, RelayKeys};
use xaalis_examples::relay::ThisMachine;
use xaalis_examples::relay_axum::{pay, random};
use xaalis_examples::{Relay, Vendor, now};

type Shop = Arc<Relay<ThisMachine>>;

/// What the one order of this shop costs, in francs. A shop reads it from its own database.
const PRICE: i64 = 1_500;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let vendor = Vendor::reach()?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let origin = format!("http://{}", listener.local_addr()?);
    let url = format!("{origin}/xaalis/pay");
    let senfenico = vendor.senfenico()?;
    // A shop's come from its settings: at least 32 characters, made by chance, and not the API key.
    let keys = RelayKeys::new(vec![RelayKey::new("a1", &random()?)?])?;
    let gate = Gate::new(senfenico.clone(), &url, keys, &[&origin])?.collects();
    let shop = Arc::new(Relay::open(senfenico, gate, ":memory:".as_ref(), ThisMachine::new())?);
    tokio::spawn(goes_on(Arc::clone(&shop)));

    println!("TOKEN=$(curl -s {origin}/token)");
    println!("curl -s {url} -H \"Authorization: Bearer $TOKEN\"");
    for body in
        [r#"{"do":"start","attempt":1,"phone":"76000000"}"#, r#"{"do":"code","rev":"1.0","code":"123456"}"#]
    {
        println!(
            "curl -s {url} -H \"Authorization: Bearer $TOKEN\" -H 'Origin: {origin}' -H 'Content-Type: application/json' -d '{body}'"
        );
    }
    let pages = Router::new()
        .route("/token", get(token))
        .route("/xaalis/pay", any(pay::<ThisMachine>))
        .with_state(shop);
    Ok(axum::serve(listener, pages).await?)
}

/// A token for the order in the customer's own session, which is where a shop looks for it.
async fn token(State(shop): State<Shop>) -> Result<String, StatusCode> {
    let claims = shop.gate().claims("order-42", "collect", PRICE, now());
    claims.and_then(|claims| shop.gate().mint(&claims)).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}

/// What a worker that died, or a customer who went away, left open.
async fn goes_on(shop: Shop) {
    let mut minutes = interval(Duration::from_secs(60));
    loop {
        minutes.tick().await;
        let shop = Arc::clone(&shop);
        if let Ok(Err(error)) = spawn_blocking(move || shop.resume()).await {
            eprintln!("{error}");
        }
    }
}
