use super::*;
use crate::client::{Dexchange, Senfenico};
use crate::relay::RelayKey;
use crate::value::Amount;

const URL: &str = "https://shop.example/xaalis/pay";
const NOW: Time = Time::from_millis(1_767_598_765_431);

fn keys() -> RelayKeys {
    RelayKeys::new(vec![RelayKey::new("a1", &"k".repeat(43)).unwrap()]).unwrap()
}

fn senfenico() -> Senfenico {
    Senfenico::new("sk_test_sandbox").unwrap()
}

#[test]
fn a_gate_that_would_be_wrong_is_not_made() {
    let field = |gate: Result<Gate, PaymentError>| gate.unwrap_err().field().map(str::to_owned);
    let of = |url: &str, origins: &[&str]| field(Gate::new(senfenico(), url, keys(), origins));
    for url in [
        "http://shop.example/pay",
        "https://shop.example",
        "https://shop.example/",
        "https://shop.example/pay?x=1",
        "https://shop.example/pay#x",
        "https://shop.example//pay",
        "https://shop.example/a/../pay",
        "https://shop.example/p%61y",
        "/pay",
        "",
    ] {
        assert_eq!(of(url, &["app"]).as_deref(), Some("relay_url"), "{url}");
    }
    for origins in [&[][..], &["*"], &["https://shop.example/"], &["http://shop.example"], &["null"]] {
        assert_eq!(of(URL, origins).as_deref(), Some("origins"), "{origins:?}");
    }
    let dexchange = Dexchange::new("dx_test_sandbox").unwrap();
    assert_eq!(field(Gate::new(dexchange, URL, keys(), &["app"])).as_deref(), Some("account"));
    let same = "dx_key_that_is_long_enough_to_be_a_secret";
    let key = RelayKeys::new(vec![RelayKey::new("a1", same).unwrap()]).unwrap();
    let account = Senfenico::new(same).unwrap();
    assert_eq!(field(Gate::new(account, URL, key, &["app"])).as_deref(), Some("relay_keys"));
    let gate = Gate::new(senfenico(), URL, keys(), &["app"]).unwrap();
    let pages = gate.clone().opens_checkouts("http://shop.example", "https://shop.example");
    assert_eq!(field(pages).as_deref(), Some("success_url"));
    let pages = gate.opens_checkouts("https://shop.example", "shop");
    assert_eq!(field(pages).as_deref(), Some("cancel_url"));
}

#[test]
fn a_gate_mints_what_it_would_take() {
    let gate = Gate::new(senfenico(), URL, keys(), &["https://shop.example", "app"]).unwrap();
    let claims = gate.claims("42", "collect", 1_500, NOW).unwrap();
    assert_eq!(gate.mint(&claims).unwrap_err().field(), Some("operation"), "nothing is carried out yet");
    let gate = gate.collects();
    assert!(gate.mint(&claims).is_ok());
    let elsewhere = Claims::new("https://other.example/pay", "42", "collect", Amount::new(1).unwrap(), NOW);
    assert_eq!(gate.mint(&elsewhere.for_origins(["app"])).unwrap_err().field(), Some("audience"));
    let checkout = gate.claims("42", "checkout", 1_500, NOW).unwrap();
    assert_eq!(gate.mint(&checkout).unwrap_err().field(), Some("operation"));
    let evil = claims.for_origins(["https://evil.example"]);
    assert_eq!(gate.mint(&evil).unwrap_err().field(), Some("origins"));
    assert_eq!(gate.claims("42", "collect", 0, NOW).unwrap_err().field(), Some("amount"));
}

#[test]
fn places_are_given_back() {
    let gate = Gate::new(senfenico(), URL, keys(), &["app"]).unwrap().most_at_once(2);
    let (one, two) = (gate.slot(), gate.clone().slot());
    assert!(one.is_some() && two.is_some() && gate.slot().is_none());
    drop(one);
    assert!(gate.slot().is_some());
}

#[test]
fn nothing_secret_is_printed() {
    let gate = Gate::new(senfenico(), URL, keys(), &["app"]).unwrap();
    let header = Header { name: "Authorization".to_owned(), value: "Bearer eyJ".to_owned() };
    let (method, target) = ("GET".to_owned(), "/xaalis/pay".to_owned());
    let incoming = Incoming { method, target, headers: vec![header], body: b"76000000".to_vec() };
    let printed = format!("{gate:?} {incoming:?} {:?}", gate.visit(&incoming, "1", NOW));
    assert!(
        !["kkk", "sk_test_sandbox", "eyJ", "7600"].iter().any(|secret| printed.contains(secret)),
        "{printed}"
    );
}
