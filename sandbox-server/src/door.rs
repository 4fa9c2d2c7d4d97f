//! Who is let in, and where callbacks may go.
//!
//! The sandbox listens on a developer's machine, beside a browser that runs strangers' scripts. A page can
//! post to loopback, and with a DNS name that turns into 127.0.0.1 it could read the answers too.

use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use std::net::{IpAddr, SocketAddr};

/// What a server takes and reaches beyond what is always safe.
#[derive(Clone, Debug, Default)]
pub struct Access {
    /// Names in `Host` besides those of loopback and of the address listened on.
    pub hosts: Vec<String>,
    /// Ports of this machine that callbacks may go to, whose address comes from whoever calls. None: no
    /// callback is sent.
    pub callback_ports: Vec<u16>,
}

/// The access of one server.
#[derive(Clone)]
pub(super) struct Door {
    access: Access,
    address: SocketAddr,
}

impl Door {
    pub(super) fn new(access: Access, address: SocketAddr) -> Self {
        Self { access, address }
    }

    /// Whether a request may come in, or why not.
    pub(super) fn check(
        &self,
        method: &Method,
        uri: &Uri,
        headers: &HeaderMap,
    ) -> Result<(), (StatusCode, &'static str)> {
        let mut named = headers.get_all(header::HOST).iter().map(|host| host.to_str().unwrap_or_default());
        let (host, more) = (named.next().unwrap_or_default(), named.next());
        // A request line may name a host as well.
        if more.is_some() || !self.is_ours(host) || uri.host().is_some_and(|host| !self.is_ours(host)) {
            return Err((StatusCode::MISDIRECTED_REQUEST, "not this host: see --allow-host"));
        }
        if !method.is_safe() && is_another_sites(headers, host) {
            return Err((StatusCode::FORBIDDEN, "sent by a page of another site"));
        }
        Ok(())
    }

    /// Whether a callback may be sent to this port of loopback.
    pub(super) fn reaches(&self, port: u16) -> bool {
        self.access.callback_ports.contains(&port)
    }

    fn is_ours(&self, host: &str) -> bool {
        let Ok(uri) = host.parse::<Uri>() else { return false };
        // `Host` holds no user and no path.
        let Some(authority) = uri.authority().filter(|found| found.as_str() == host) else { return false };
        if host.contains('@') {
            return false;
        }
        let name = authority.host().trim_start_matches('[').trim_end_matches(']');
        name.eq_ignore_ascii_case("localhost")
            || name
                .parse::<IpAddr>()
                .is_ok_and(|ip| ip.is_loopback() || (ip == self.address.ip() && !ip.is_unspecified()))
            || self.access.hosts.iter().any(|allowed| allowed.eq_ignore_ascii_case(name))
    }
}

/// Whether a browser says that a page from elsewhere is behind a request. Other programs say neither.
fn is_another_sites(headers: &HeaderMap, host: &str) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    let elsewhere = text("sec-fetch-site").is_some_and(|site| !matches!(site, "same-origin" | "none"));
    let foreign = text("origin").is_some_and(|origin| origin.strip_prefix("http://") != Some(host));
    elsewhere || foreign
}

#[cfg(test)]
mod tests {
    use super::*;

    fn door(hosts: &[&str]) -> Door {
        let hosts = hosts.iter().map(|&host| host.to_owned()).collect();
        Door::new(Access { hosts, ..Access::default() }, ([10, 1, 2, 3], 8077).into())
    }

    fn status(headers: &[(&'static str, &str)], method: &Method) -> u16 {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, value.parse().unwrap_or_else(|_| unreachable!("{value}")));
        }
        match door(&["shop.test"]).check(method, &Uri::from_static("/v1/payment/balances"), &map) {
            Ok(()) => 200,
            Err((status, _)) => status.as_u16(),
        }
    }

    #[test]
    fn only_names_of_this_machine_and_those_allowed_are_hosts() {
        for good in [
            "localhost",
            "LocalHost:8077",
            "127.0.0.1:1",
            "127.8.9.1",
            "[::1]:80",
            "10.1.2.3:8077",
            "Shop.Test",
        ] {
            assert_eq!(status(&[("host", good)], &Method::GET), 200, "{good}");
        }
        for bad in [
            "",
            "rebound.example:8077",
            "localhost.rebound.example",
            "127.0.0.1.rebound.example",
            "localhost@rebound.example",
            "rebound.example@localhost",
            "localhost/x",
            "10.1.2.4",
            "0.0.0.0",
            "[::]",
            "2130706433",
            "0x7f.1",
            "localhost, rebound.example",
            "shop.test.",
        ] {
            assert_eq!(status(&[("host", bad)], &Method::GET), 421, "{bad}");
        }
        assert_eq!(status(&[], &Method::GET), 421);
        assert_eq!(status(&[("host", "localhost"), ("host", "rebound.example")], &Method::GET), 421);
        assert!(!Door::new(Access::default(), ([0, 0, 0, 0], 1).into()).is_ours("0.0.0.0"));
    }

    #[test]
    fn a_page_of_another_site_posts_nothing() {
        let host = ("host", "127.0.0.1:8077");
        for (header, value, expected) in [
            ("origin", "http://127.0.0.1:8077", 200),
            ("origin", "https://127.0.0.1:8077", 403),
            ("origin", "http://127.0.0.1:3000", 403),
            ("origin", "https://pages.example", 403),
            ("origin", "null", 403),
            ("origin", "", 403),
            ("sec-fetch-site", "same-origin", 200),
            ("sec-fetch-site", "none", 200),
            ("sec-fetch-site", "same-site", 403),
            ("sec-fetch-site", "cross-site", 403),
            ("sec-fetch-site", "", 403),
        ] {
            for method in [Method::POST, Method::PUT, Method::DELETE] {
                assert_eq!(status(&[host, (header, value)], &method), expected, "{header}: {value}");
            }
            // A link may lead here: what it shows needs a key, which no link carries.
            assert_eq!(status(&[host, (header, value)], &Method::GET), 200);
        }
        assert_eq!(status(&[host], &Method::POST), 200);
    }
}
