//! References and addresses, against the parser browsers agree on: what is built keeps its host and its
//! segments, what is accepted means the same to both.
#![no_main]

use libfuzzer_sys::fuzz_target;
use url::{Host, Url};
use xaalis::value::{BaseUrl, BillReference, CustomerReference, OpId, Reference, WebUrl, path_segment};
use xaalis::{Event, Step};
use xaalis_fuzz::{Budget, DAWN, senfenico};

/// For each byte of the input.
const COST: Budget = Budget { steps: 200, memory: 32 };

fuzz_target!(|input: &[u8]| {
    let Ok(text) = std::str::from_utf8(input) else { return };
    COST.holds(text.len(), || {
        segment(text);
        references(text);
        web(text);
        base(text);
    });
});

fn segment(text: &str) {
    let segment = path_segment(text);
    let built = Url::parse(&format!("https://api.senfenico.com/v1/{segment}/end")).expect("an address");
    assert_eq!(built.host_str(), Some("api.senfenico.com"));
    let segments: Vec<_> = built.path_segments().expect("segments").collect();
    assert_eq!(segments, ["v1", segment.as_str(), "end"], "{text:?}");
}

fn references(text: &str) {
    for parsed in [
        serde_json::to_value(OpId::parse(text).ok()),
        serde_json::to_value(BillReference::parse(text).ok()),
        serde_json::to_value(CustomerReference::parse(text).ok()),
    ] {
        parsed.expect("JSON");
    }
    let session = senfenico().fetch_charge("op-1", text);
    assert_eq!(session.is_ok(), Reference::parse(text).is_ok());
    let Ok(mut session) = session else { return };
    let mut step = session.poll(DAWN);
    if let Step::Store { .. } = step {
        session.handle(Event::Stored, DAWN);
        step = session.poll(DAWN);
    }
    let Step::Send { request } = step else { panic!("not sent: {step:?}") };
    let url = Url::parse(&request.url).expect("an address");
    assert_eq!(url.host_str(), Some("api.senfenico.com"));
    assert!(url.path_segments().expect("segments").any(|segment| segment == text), "{url}");
}

fn web(text: &str) {
    let Ok(ours) = WebUrl::parse("success_url", text) else { return };
    assert_eq!(ours.as_str(), text);
    agrees(text, Url::parse(text));
    assert!(!format!("{ours:?}").contains('?'), "its Debug shows the host only");
}

fn base(text: &str) {
    let Ok(base) = BaseUrl::parse(text) else { return };
    assert_eq!(BaseUrl::parse(base.as_str()).as_ref(), Ok(&base), "stays as it is");
    let built = Url::parse(&format!("{}/v1/x", base.as_str()));
    if let Ok(built) = &built {
        assert_eq!(built.path(), "/v1/x");
    }
    agrees(text, built);
}

/// The other parser finds the same host, and no more in the address than we saw.
fn agrees(text: &str, theirs: Result<Url, url::ParseError>) {
    let after = text.split_once("://").expect("a scheme").1;
    let authority = after.split(['/', '?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    // Whether an internationalised name exists is for the resolver to say.
    if authority.contains("xn--") {
        return;
    }
    let theirs = theirs.unwrap_or_else(|error| panic!("{text:?}: {error}"));
    assert!(theirs.username().is_empty() && theirs.password().is_none(), "{text:?}");
    let local = match theirs.host().expect("a host") {
        Host::Domain(name) => {
            assert!(authority.starts_with(name), "{text:?} is {name}");
            name == "localhost"
        }
        Host::Ipv4(ip) => {
            assert!(authority.starts_with(&ip.to_string()), "{text:?} is {ip}");
            ip.is_loopback()
        }
        Host::Ipv6(ip) => ip.is_loopback(),
    };
    assert!(theirs.scheme() == "https" || (theirs.scheme() == "http" && local), "{text:?}");
}
