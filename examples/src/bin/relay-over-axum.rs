//! A relay over axum: a page or an app pays an order of this shop without ever seeing its key.
//!
//! `cargo run -p xaalis-examples --bin relay-over-axum`: an app pays one order, and it ends. With `--serve` it goes
//! on, for the lines that it prints.

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
use xaalis::relay::token::APP;
use xaalis::relay::{
    Client, ClientEvent, ClientStep, Gate, ReceiptKind, RelayKey, RelayKeys, State as Stands,
};
use xaalis_examples::relay::ThisMachine;
use xaalis_examples::relay_axum::{pay, random};
use xaalis_examples::{HttpOnce, Relay, Vendor, now, sleep_until};

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
    let gate = Gate::new(senfenico.clone(), &url, keys, &[&origin, APP])?.collects()?;
    let shop = Arc::new(Relay::open(senfenico, gate, ":memory:".as_ref(), ThisMachine::new())?);
    tokio::spawn(goes_on(Arc::clone(&shop)));

    let pages = Router::new()
        .route("/token", get(token))
        .route("/xaalis/pay", any(pay::<ThisMachine>))
        .with_state(shop);
    if std::env::args().any(|arg| arg == "--serve") {
        say_how(&origin, &url);
        return Ok(axum::serve(listener, pages).await?);
    }
    tokio::spawn(async { axum::serve(listener, pages).await });
    let app = spawn_blocking(move || app(&origin).map_err(|error| error.to_string()));
    Ok(app.await??)
}

fn say_how(origin: &str, url: &str) {
    println!("TOKEN=$(curl -s {origin}/token)");
    let curl = format!("curl -s {url} -H \"Authorization: Bearer $TOKEN\"");
    println!("{curl}");
    for body in
        [r#"{"do":"start","attempt":1,"phone":"76000000"}"#, r#"{"do":"code","rev":"1.0","code":"123456"}"#]
    {
        println!("{curl} -H 'Origin: {origin}' -H 'Content-Type: application/json' -d '{body}'");
    }
}

/// A token for the order in the customer's own session, which is where a shop looks for it.
async fn token(State(shop): State<Shop>) -> Result<String, StatusCode> {
    let claims = shop.gate().claims("order-42", "collect", PRICE, now());
    claims.and_then(|claims| shop.gate().mint(&claims)).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}

/// What a worker that died, or a customer who went away, left open.
async fn goes_on(shop: Shop) {
    let mut minutes = interval(Duration::from_mins(1));
    loop {
        minutes.tick().await;
        let shop = Arc::clone(&shop);
        if let Ok(Err(error)) = spawn_blocking(move || shop.resume()).await {
            eprintln!("{error}");
        }
    }
}

/// What an app does, on another machine: it has an address and a token, and no key.
fn app(shop: &str) -> Result<(), Box<dyn Error>> {
    let http = HttpOnce::new();
    let mut client = Client::new(&format!("{shop}/xaalis/pay"))?;
    loop {
        let event = match client.poll(now()) {
            ClientStep::Token => {
                // From the shop, over the app's own session with it.
                let token = ureq::get(format!("{shop}/token")).call()?.body_mut().read_to_string()?;
                ClientEvent::Token { token }
            }
            ClientStep::Send { request } => match http.send(&request) {
                Ok(response) => ClientEvent::Answered { response },
                Err(failure) => ClientEvent::Failed { failure },
            },
            ClientStep::Show { view, .. } if view.state == Stands::Ready => {
                println!("app: {} to pay -> 76 00 00 00", view.amount);
                ClientEvent::Start { phone: Some("76 00 00 00".into()), provider: None, bill: None }
            }
            ClientStep::Show { view, .. } if view.state == Stands::Asking => {
                println!("app: {} -> 123456", view.prompt.map(|prompt| prompt.text).unwrap_or_default());
                ClientEvent::Code { code: "123456".into() }
            }
            ClientStep::Show { until, .. } | ClientStep::Wait { until } => {
                sleep_until(until);
                continue;
            }
            ClientStep::Done { view, .. } => {
                let receipt = view.outcome.ok_or("no receipt")?;
                println!("app: {:?}", receipt.kind);
                return if receipt.kind == ReceiptKind::Settled { Ok(()) } else { Err("not paid".into()) };
            }
            ClientStep::Refused { word } => return Err(word.into()),
        };
        client.handle(event, now());
    }
}
