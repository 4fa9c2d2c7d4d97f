//! The relay's address in axum: everything that comes to it, as it came, and the answer as it stands.

use crate::Relay;
use crate::relay::Machine;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::spawn_blocking;
use tokio::time::timeout;
use xaalis::http::Header;
use xaalis::relay::{Answer, Incoming, MOST_BODY};

/// How long a body of some hundred bytes may take.
const BODY: Duration = Duration::from_secs(10);

/// The handler, for every method: `.route("/xaalis/pay", any(relay_axum::pay))`.
pub async fn pay<M>(State(relay): State<Arc<Relay<M>>>, request: Request) -> Response
where
    M: Machine + Send + Sync + 'static,
{
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
    let (method, target) = (head.method.to_string(), head.uri.to_string());
    let incoming = Incoming { method, target, headers: headers.collect(), body };
    let Ok(id) = random() else { return StatusCode::SERVICE_UNAVAILABLE.into_response() };
    // A visit may wait for the vendor for a minute; the relay's places keep some threads free.
    match spawn_blocking(move || relay.serve(&incoming, &id)).await {
        Ok(answer) => response(answer),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// A text that nobody guesses: the name of a visit, or a relay's secret.
///
/// # Errors
/// When the machine has no random numbers.
pub fn random() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 24];
    getrandom::fill(&mut bytes)?;
    Ok(bytes.map(|byte| format!("{byte:02x}")).concat())
}

fn response(answer: Answer) -> Response {
    let mut response = Response::builder().status(answer.status);
    for header in &answer.headers {
        response = response.header(&header.name, &header.value);
    }
    let response = response.body(Body::from(answer.body));
    response.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}
