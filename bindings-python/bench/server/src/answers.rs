//! The bodies of the vendor's page, made once. Vendor page: "create a charge", "fetch charge",
//! "list transfers", "balances".

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::{Method, Request, Response, StatusCode};

/// How many transfers the list holds.
const TRANSFERS: u32 = 1_000;

/// What is answered to each call.
pub(crate) struct Answers {
    created: Bytes,
    charge: Bytes,
    transfers: Bytes,
    balances: Bytes,
}

impl Answers {
    /// All bodies, ready to be sent.
    pub(crate) fn new() -> Self {
        Self {
            created: Bytes::from_static(CREATED.as_bytes()),
            charge: Bytes::from_static(CHARGE.as_bytes()),
            transfers: transfers().into(),
            balances: Bytes::from_static(BALANCES.as_bytes()),
        }
    }

    /// Reads the request to its end, as keep-alive needs, and answers it.
    pub(crate) async fn to(&self, request: Request<Incoming>) -> Response<Full<Bytes>> {
        let (head, body) = request.into_parts();
        // What the client failed to send it will hear of from its own socket.
        let sent = body.collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default();
        let path = head.uri.path().trim_end_matches('/');
        let body = match (head.method, path) {
            (Method::POST, "/v1/payment/charges") => &self.created,
            (Method::GET, "/v1/payment/transfers") => &self.transfers,
            (Method::GET, "/v1/payment/balances") => &self.balances,
            (Method::GET, "/relay") => return answer(StatusCode::OK, Bytes::from_static(READY.as_bytes())),
            (Method::POST, "/relay") => {
                return answer(StatusCode::OK, Bytes::from_static(relayed(&sent).as_bytes()));
            }
            (Method::GET, path) if path.starts_with("/v1/payment/charges/ch_") => &self.charge,
            _ => return answer(StatusCode::NOT_FOUND, Bytes::from_static(UNKNOWN.as_bytes())),
        };
        answer(StatusCode::OK, body.clone())
    }
}

/// What a relay says of an order that nobody else touches: it begins with a number, and is paid with any code.
fn relayed(body: &[u8]) -> &'static str {
    let says = |word: &str| body.windows(word.len()).any(|part| part == word.as_bytes());
    if says(r#""do":"start""#) { ASKING } else { PAID }
}

fn answer(status: StatusCode, body: Bytes) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(body));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

/// The page's list, a thousand long and spaced as Django sends it; in test mode, as the benchmarks' key is.
fn transfers() -> String {
    let items: Vec<String> = (0..TRANSFERS)
        .map(|at| {
            let (amount, status) = (100 + at, ["pending", "success", "failed"][at as usize % 3]);
            format!(
                r#"{{"reference":"tr_{at:032x}","amount":{amount},"fees":"1.50","currency":"XOF","ip_address":"172.18.0.1","status":"{status}","live_mode":false,"recipient_wallet":"orange_bf","recipient_phone":"65000000","ext_id":"98b96ea4-210d-4ea0-9b03-{at:012x}","created_at":"2024-03-21T13:34:34.268389Z"}}"#
            )
        })
        .collect();
    format!(r#"{{"status":true,"message":"Transfer list retrieved","data":[{}]}}"#, items.join(","))
}

const CREATED: &str = r#"{"status": true, "message": "Charge attempted", "data": {"reference": "ch_1ba1b4d1268b41079ee84c777e999f51", "status": "send_otp", "display_text": "Composez *144*4*6*500# pour obtenir un code OTP, puis entrez-le sur notre plateforme pour finaliser la transaction.", "live_mode": false}}"#;

const CHARGE: &str = r#"{"status": true, "message": "Charge attempted", "data": {"reference": "ch_45a408fd483a4d66b98aeea97aa7c2e2", "amount": 1000, "fees": "3.50", "currency": "XOF", "transaction_date": "2024-08-18T12:52:33.569084Z", "ip_address": "172.18.0.1", "status": "success", "live_mode": false, "payment_method": "mobile_money", "provider": "orange_bf", "phone": "76000000", "cancelled_at": null, "cancellation_reason": null, "created_at": "2024-08-18T12:52:33.572801Z", "updated_at": "2024-08-18T12:58:04.376754Z", "confirmation_attempts": [{"ip_address": "172.18.0.1", "attempt_date": "2024-08-18T12:53:00.220699Z", "confirmation_status": "failed"}, {"ip_address": "172.18.0.1", "attempt_date": "2024-08-18T12:58:04.911978Z", "confirmation_status": "success"}]}}"#;

const BALANCES: &str = r#"{"status": true, "message": "Balance retrieved", "data": {"collection_balances": {"available": 18692.0, "pending": 5000.0, "currency": "XOF"}, "transfer_balances": {"total_available": 0.0, "total_pending": 0.0, "orange_money_bf": {"available": 0.0, "pending": 0.0}, "moov_money_bf": {"available": 0.0, "pending": 0.0}, "sank_money_bf": {"available": 0.0, "pending": 0.0}}}}"#;

// A relay's views, as `tests/vectors/relay-client.json` has them.
const READY: &str =
    r#"{"order":"42","rev":"0.0","amount":1500,"currency":"XOF","state":"ready","next_attempt":1}"#;

const ASKING: &str = r#"{"order":"42","rev":"1.0","amount":1500,"currency":"XOF","state":"asking","prompt":{"kind":"otp","text":"Composez *144*4*6*1500# pour obtenir un code OTP"},"codes_left":5,"next_attempt":2,"after_ms":10000}"#;

const PAID: &str = r#"{"order":"42","rev":"1.1","amount":1500,"currency":"XOF","state":"done","outcome":{"kind":"settled"}}"#;

const UNKNOWN: &str = r#"{"status": false, "message": "Not found"}"#;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_answer_is_json_and_the_list_is_a_thousand_long() {
        let list = transfers();
        for text in [CREATED, CHARGE, BALANCES, UNKNOWN, &list] {
            serde_json::from_str::<serde_json::Value>(text).unwrap();
        }
        let kilobytes = list.len() / 1_000;
        assert!((290..320).contains(&kilobytes), "{kilobytes} kB");
        let list: serde_json::Value = serde_json::from_str(&list).unwrap();
        assert_eq!(list["data"].as_array().map(Vec::len), Some(1_000));
    }
}
