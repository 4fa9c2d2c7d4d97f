//! Sends the sandbox's webhooks, to loopback only.
//!
//! A callback address comes from whoever calls the sandbox. Were it followed anywhere, the sandbox
//! would be a tool to reach other machines with.

use super::server::Shared;
use axum::http::Uri;
use std::net::IpAddr;
use std::time::Duration;
use xaalis::sandbox::Delivery;

/// How often to look for webhooks that are due.
const TICK: Duration = Duration::from_millis(50);
/// A receiver slower than this has not received.
const TIMEOUT: Duration = Duration::from_secs(5);

/// Delivers what is due, for ever: side by side, so that no receiver waits for a slower one.
pub(super) async fn deliver(sandbox: Shared) {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .timeout_global(Some(TIMEOUT))
        // Neither a proxy nor a redirect may carry it off this machine.
        .proxy(None)
        .max_redirects(0)
        .http_status_as_error(false)
        .build()
        .into();
    loop {
        let due = sandbox.lock().deliveries(sandbox.now());
        for delivery in due {
            let (agent, sandbox) = (agent.clone(), sandbox.clone());
            tokio::task::spawn_blocking(move || {
                if post(&agent, &delivery) {
                    sandbox.lock().acknowledge(delivery.id);
                }
            });
        }
        tokio::time::sleep(TICK).await;
    }
}

/// Refuses every address but plain HTTP to this machine.
pub(super) fn check_loopback(url: &str) -> Result<(), String> {
    let refused = |why| Err(format!("webhooks go to http://127.0.0.1 only: {why}"));
    let Ok(uri) = url.parse::<Uri>() else { return refused("not an address") };
    if uri.scheme_str() != Some("http") {
        return refused("not plain http");
    }
    let host = uri.host().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    let local = host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    if local { Ok(()) } else { refused("another host") }
}

/// Whether there is nothing more to do: received, or never to be sent.
fn post(agent: &ureq::Agent, delivery: &Delivery) -> bool {
    if let Err(why) = check_loopback(&delivery.url) {
        // The address may hold the merchant's callback token: it is not printed.
        eprintln!("webhook {} not sent: {why}", delivery.id);
        return true;
    }
    let mut request = agent.post(&delivery.url);
    for header in &delivery.headers {
        request = request.header(&header.name, &header.value);
    }
    match request.send(&delivery.body) {
        // "200 OK" is what the vendor's page asks for: any other answer, 204 too, is sent to again.
        Ok(response) => response.status() == 200,
        Err(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::check_loopback;

    #[test]
    fn only_loopback_addresses_are_let_through() {
        for good in
            ["http://127.0.0.1:9/hook?a=1", "http://localhost/h", "http://[::1]:80/h", "http://127.9.9.9/"]
        {
            assert_eq!(check_loopback(good), Ok(()), "{good}");
        }
        for bad in [
            "https://127.0.0.1/",
            "http://shop.example/hook",
            "http://127.0.0.1@shop.example/",
            "http://localhost.shop.example/",
            "http://10.0.0.1/",
            "http://0.0.0.0/",
            "ftp://127.0.0.1/",
            "127.0.0.1",
            "",
            "http://",
        ] {
            assert!(check_loopback(bad).is_err(), "{bad}");
        }
    }
}
