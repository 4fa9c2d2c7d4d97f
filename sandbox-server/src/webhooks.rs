//! Sends the sandbox's webhooks, to loopback only.
//!
//! A callback address comes from whoever calls the sandbox. Were it followed anywhere, the sandbox
//! would be a tool to reach other machines with, or what else listens on this one: so it goes only to ports
//! that whoever started the sandbox named.

use super::door::Door;
use super::shared::Shared;
use axum::http::Uri;
use std::net::IpAddr;
use std::time::Duration;
use xaalis::Vendor;
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
                if post(&agent, &sandbox.door, &delivery) {
                    sandbox.lock().acknowledge(delivery.id);
                }
            });
        }
        tokio::time::sleep(TICK).await;
    }
}

/// The port of an address that is plain HTTP to this machine; any other is refused.
pub(super) fn loopback_port(url: &str) -> Result<u16, String> {
    let refused = |why| Err(format!("webhooks go to http://127.0.0.1 only: {why}"));
    let Ok(uri) = url.parse::<Uri>() else { return refused("not an address") };
    if uri.scheme_str() != Some("http") {
        return refused("not plain http");
    }
    let host = uri.host().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    let local = host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    if local { Ok(uri.port_u16().unwrap_or(80)) } else { refused("another host") }
}

/// Whether a webhook may be sent. Senfenico's address is that of whoever started the sandbox.
fn may_go(door: &Door, delivery: &Delivery) -> Result<(), String> {
    let port = loopback_port(&delivery.url)?;
    if delivery.vendor == Vendor::Senfenico || door.reaches(port) {
        return Ok(());
    }
    Err(format!("port {port} is not one of --callback-port"))
}

/// Whether there is nothing more to do: received, or never to be sent.
fn post(agent: &ureq::Agent, door: &Door, delivery: &Delivery) -> bool {
    if let Err(why) = may_go(door, delivery) {
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
    use super::loopback_port;

    #[test]
    fn only_loopback_addresses_are_let_through() {
        for (good, port) in [
            ("http://127.0.0.1:9/hook?a=1", 9),
            ("http://localhost/h", 80),
            ("http://[::1]:81/h", 81),
            ("http://127.9.9.9/", 80),
        ] {
            assert_eq!(loopback_port(good), Ok(port), "{good}");
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
            assert!(loopback_port(bad).is_err(), "{bad}");
        }
    }
}
