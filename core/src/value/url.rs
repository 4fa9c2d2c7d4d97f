//! Addresses: pages a customer is sent to, callbacks, and the vendor's host.

use crate::error::PaymentError;
use std::fmt::{self, Write};

/// An absolute `https` address (or `http` on this machine) that is safe to hand to a vendor.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct WebUrl(String);

impl fmt::Debug for WebUrl {
    /// The host only: a callback address carries a token.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (scheme, after) = self.0.split_once("://").unwrap_or_default();
        let host = after.split(['/', '?', '#']).next().unwrap_or_default();
        write!(f, "WebUrl({scheme}://{host}/…)")
    }
}

impl WebUrl {
    /// Reads an address; `field` names it in the error.
    ///
    /// # Errors
    /// `field`, when it is not `https` (nor `http` to 127.0.0.1, localhost or `[::1]`), has no plain host,
    /// holds a user name or password, is over 2048 characters, or has a character no address may have.
    pub fn parse(field: &str, text: &str) -> Result<Self, PaymentError> {
        split(text).map(|_| Self(text.to_owned())).map_err(|problem| {
            PaymentError::invalid(field, problem, "an https address of at most 2048 characters")
        })
    }

    /// Would [`parse`](Self::parse) take it?
    pub(crate) fn takes(text: &str) -> bool {
        split(text).is_ok()
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Where a vendor is reached: scheme, host and maybe a port, without a path.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct BaseUrl(String);

impl BaseUrl {
    /// Reads a host address such as `https://api.senfenico.com` or `http://127.0.0.1:8080/`.
    ///
    /// # Errors
    /// `base_url`, when [`WebUrl::parse`] would refuse it, or when a path, query or fragment follows.
    pub fn parse(text: &str) -> Result<Self, PaymentError> {
        let refused =
            |problem| PaymentError::invalid("base_url", problem, "https://host or https://host:port");
        let parts = split(text).map_err(refused)?;
        if !matches!(parts.rest, "" | "/") {
            return Err(refused("a path, query or fragment after the host"));
        }
        Ok(Self(format!("{}://{}", parts.scheme, parts.authority.to_ascii_lowercase())))
    }

    /// The address, without a slash at its end.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Percent-encodes a text so that it stays one segment of a path, whatever it holds.
pub fn path_segment(text: &str) -> String {
    // URL parsers take even `%2E%2E` for "one up"; encoding its percent sign too makes it a plain name.
    if matches!(text, "." | "..") {
        return text.replace('.', "%252E");
    }
    let mut segment = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            segment.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(segment, "%{byte:02X}");
        }
    }
    segment
}

struct Parts<'a> {
    scheme: &'static str,
    authority: &'a str,
    rest: &'a str,
}

/// The refused printable ones are those parsers disagree about, `\` above all: some read it as `/`.
const fn is_allowed(byte: u8) -> bool {
    matches!(byte, b'!' | b'#'..=b';' | b'=' | b'?'..=b'[' | b']' | b'_' | b'a'..=b'z' | b'~')
}

const fn ends_the_host(byte: u8) -> bool {
    matches!(byte, b'/' | b'?' | b'#')
}

fn split(text: &str) -> Result<Parts<'_>, &'static str> {
    if text.len() > 2048 {
        return Err("over 2048 characters");
    }
    if !text.bytes().all(is_allowed) {
        return Err("a space, control or other character that no address has");
    }
    // Bytes: searching for a text costs as much as reading the answer that an address came in.
    let (scheme, after) = text.split_once(':').ok_or("no scheme")?;
    let after = after.strip_prefix("//").ok_or("no scheme")?;
    let end = after.bytes().position(ends_the_host).unwrap_or(after.len());
    let (authority, rest) = after.split_at_checked(end).ok_or("no host")?;
    if authority.bytes().any(|byte| byte == b'@') {
        return Err("a user name or password before the host");
    }
    let host = host_of(authority).ok_or("no plain host")?;
    let is_loopback = || ["127.0.0.1", "localhost", "[::1]"].iter().any(|one| host.eq_ignore_ascii_case(one));
    let scheme = match scheme {
        _ if scheme.eq_ignore_ascii_case("https") => "https",
        _ if !scheme.eq_ignore_ascii_case("http") => return Err("neither https nor http"),
        _ if is_loopback() => "http",
        _ => return Err("http to another machine"),
    };
    Ok(Parts { scheme, authority, rest })
}

/// The host of `host[:port]`, when both are plain.
fn host_of(authority: &str) -> Option<&str> {
    let (host, port) = match authority.rfind(']') {
        Some(at) => authority.split_at_checked(at.checked_add(1)?)?,
        None => authority.find(':').map_or(Some((authority, "")), |at| authority.split_at_checked(at))?,
    };
    if !port.is_empty() {
        let digits = port.strip_prefix(':')?;
        let plain = (1..=5).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        (plain && digits.parse::<u16>().is_ok_and(|number| number > 0)).then_some(())?;
    }
    let sane = match host.strip_prefix('[') {
        Some(inner) => inner.strip_suffix(']').is_some_and(|ip| ip.parse::<std::net::Ipv6Addr>().is_ok()),
        None if ends_in_number(host) => host.parse::<std::net::Ipv4Addr>().is_ok(),
        None => host.len() <= 253 && host.split('.').all(is_label),
    };
    sane.then_some(host)
}

/// Some parsers read such a host as an address in their own way: `0x7f.1` is this machine to a browser.
fn ends_in_number(host: &str) -> bool {
    let last = host.rsplit('.').next().unwrap_or_default();
    let hex = last.strip_prefix("0x").or_else(|| last.strip_prefix("0X"));
    hex.map_or_else(
        || !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit()),
        |hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()),
    )
}

fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-')
}

impl fmt::Display for WebUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

serde_as_text!(WebUrl, "an https address", |text| WebUrl::parse("url", text));
serde_as_text!(BaseUrl, "an https host address", BaseUrl::parse);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_https_and_this_machine() {
        for good in [
            "https://shop.example/ok?order=1&x=%20#top",
            "https://shop.example",
            "HTTPS://Shop.Example:8443/",
            "https://shop.example?x",
            "https://10.0.0.1/a",
            "https://[2001:db8::1]:8443/a",
            "http://127.0.0.1:8080/hook",
            "http://localhost/hook",
            "http://[::1]:1/hook",
            "https://a.example/@user",
        ] {
            let url = WebUrl::parse("success_url", good).unwrap();
            assert_eq!((url.as_str(), url.to_string().as_str()), (good, good));
        }
    }

    #[test]
    fn debug_shows_the_host_alone() {
        for text in ["https://a.bf?token=x", "https://a.bf#x", "https://a.bf/x/y", "https://a.bf"] {
            assert_eq!(format!("{:?}", WebUrl::parse("u", text).unwrap()), "WebUrl(https://a.bf/…)");
        }
    }

    #[test]
    fn refuses_what_could_lead_elsewhere() {
        let long = format!("https://a.example/{}", "x".repeat(2031));
        for bad in [
            "",
            "shop.example",
            "//shop.example",
            "https:/shop.example",
            "https:///x",
            "https://",
            "https://?x",
            "http://shop.example/",
            "http://localhost.evil.example/",
            "http://127.0.0.1.evil.example/",
            "http://127.0.0.2/",
            "http://localhost@evil.example/",
            "https://user:pw@shop.example/",
            "https://shop.example\\@evil.example/",
            "https://shop.example/\r\nX: y",
            "https://shop.example/a b",
            "https://shop.example/\t",
            "https://shop.example/é",
            "https://éxample.org/",
            "ftp://shop.example/",
            "javascript://shop.example/%0aalert(1)",
            "data:text/html,x",
            " https://shop.example/",
            "https://shop.example/\0",
            "https://shop.example:0/",
            "https://shop.example:65536/",
            "https://shop.example:/",
            "https://shop.example:8a/",
            "https://shop.example:+80/",
            "https://-a.example/",
            "https://a-.example/",
            "https://a..example/",
            "https://.example/",
            "https://a.example./",
            "https://a%2eexample/",
            "https://a_b.example/",
            "https://[::1/",
            "https://[zz]/",
            "https://::1/",
            "https://a.example.1/",
            "https://0x7f.1/",
            "https://127.1/",
            "https://10.0.0.256/",
            "https://1.0x/",
            "https://[::1]x/",
            "https://a.example/<x>",
            "https://a.example/{x}",
            &long,
        ] {
            let error = WebUrl::parse("success_url", bad).expect_err(bad).to_string();
            assert!(error.starts_with("success_url: "), "{error}");
        }
        let problem = |text: &str| WebUrl::parse("u", text).unwrap_err().to_string();
        assert!(problem("http://shop.example/").contains("http to another machine"));
        assert!(problem("ftp://shop.example/").contains("neither https nor http"));
        assert!(WebUrl::parse("u", &long.chars().take(2048).collect::<String>()).is_ok());
    }

    #[test]
    fn every_printable_character_is_one_of_an_address_but_for_those_parsers_disagree_about() {
        for byte in 0..=u8::MAX {
            let expected = byte.is_ascii_graphic() && !b"\\\"<>^`{|}".contains(&byte);
            assert_eq!(is_allowed(byte), expected, "{byte}");
        }
    }

    #[test]
    fn a_base_is_a_host_alone() {
        for (text, kept) in [
            ("https://api.senfenico.com", "https://api.senfenico.com"),
            ("https://API.senfenico.com/", "https://api.senfenico.com"),
            ("http://127.0.0.1:8080/", "http://127.0.0.1:8080"),
            ("HTTPS://h:443", "https://h:443"),
        ] {
            let base = BaseUrl::parse(text).unwrap();
            assert_eq!((base.as_str(), base.to_string().as_str()), (kept, kept));
        }
        for bad in [
            "https://h/v1",
            "https://h//",
            "https://h?x",
            "https://h#",
            "https://h/?",
            "http://h",
            "h",
            "https://u@h",
        ] {
            assert!(BaseUrl::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_segment_stays_one_segment() {
        for (text, segment) in [
            ("ch_1-a.b~", "ch_1-a.b~"),
            ("a/b", "a%2Fb"),
            ("a?b#c%d\\", "a%3Fb%23c%25d%5C"),
            ("é", "%C3%A9"),
            (" \r\n\0", "%20%0D%0A%00"),
            (".", "%252E"),
            ("..", "%252E%252E"),
            ("...", "..."),
            ("", ""),
        ] {
            assert_eq!(path_segment(text), segment);
        }
    }
}
