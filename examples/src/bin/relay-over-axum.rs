//! A relay over axum: a page or an app pays an order of this shop without ever seeing its key.
//!
//! `cargo run -p xaalis-examples --bin relay-over-axum`, then the lines that it prints.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use std::error::Error;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::task::spawn_blocking;
use tokio::time::{interval, timeout};
use xaalis::http::Header;
use xaalis::relay::{Answer, Gate, Incoming, MOST_BODY, RelayKey, RelayKeys};
use xaalis_examples::relay::ThisMachine;
use xaalis_examples::{Relay, Vendor, now};

type Shop = Arc<Relay<ThisMachine>>;

/// How long a body of some hundred bytes may take.
const BODY: Duration = Duration::from_secs(10);
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
    let pages = Router::new().route("/token", get(token)).route("/xaalis/pay", any(pay)).with_state(shop);
    Ok(axum::serve(listener, pages).await?)
}

/// A token for the order in the customer's own session, which is where a shop looks for it.
async fn token(State(shop): State<Shop>) -> Result<String, StatusCode> {
    let claims = shop.gate().claims("order-42", "collect", PRICE, now());
    claims.and_then(|claims| shop.gate().mint(&claims)).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}

/// Everything that comes to the relay's address, as it came.
async fn pay(State(shop): State<Shop>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let body = match timeout(BODY, to_bytes(body, MOST_BODY)).await {
        Ok(Ok(body)) => body.to_vec(),
        // One byte too many: what is longer is refused in the relay's own words.
        Ok(Err(_)) => vec![b' '; MOST_BODY.saturating_add(1)],
        Err(_) => return StatusCode::REQUEST_TIMEOUT.into_response(),
    };
    let headers = head.headers.iter().map(|(name, value)| Header {
        name: name.as_str().to_owned(),
        value: String::from_utf8_lossy(value.as_bytes()).into_owned(),
    });
    let target = head.uri.path_and_query().map_or_else(String::new, ToString::to_string);
    let incoming = Incoming { method: head.method.to_string(), target, headers: headers.collect(), body };
    let Ok(id) = random() else { return StatusCode::SERVICE_UNAVAILABLE.into_response() };
    match spawn_blocking(move || shop.serve(&incoming, &id)).await {
        Ok(answer) => {
            println!("{}", answer.audit);
            response(answer)
        }
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn response(answer: Answer) -> Response {
    let mut response = Response::builder().status(answer.status);
    for header in &answer.headers {
        response = response.header(&header.name, &header.value);
    }
    response
        .body(Body::from(answer.body))
        .unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
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

fn random() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 24];
    getrandom::fill(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
