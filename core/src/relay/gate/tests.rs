use super::*;
use crate::client::{Dexchange, Senfenico};
use crate::dexchange::webhook::CallbackKey;
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
    let dexchange = Gate::new(Dexchange::new("dx_test_sandbox").unwrap(), URL, keys(), &["app"]).unwrap();
    let pages = dexchange.clone().opens_checkouts("https://shop.example", "https://shop.example");
    assert_eq!(field(pages).as_deref(), Some("account"));
    assert_eq!(field(dexchange.clone().collects()).as_deref(), Some("account"));
    let bills = Gate::new(senfenico(), URL, keys(), &["app"]).unwrap().pays_bills(None);
    assert_eq!(field(bills).as_deref(), Some("account"));
    for base in ["http://shop.example/dexchange", "https://shop.example/dexchange?x=1", ""] {
        let key = CallbackKey::new("sixteen letters.").unwrap();
        assert_eq!(
            field(dexchange.clone().pays_bills(Some((base, key)))).as_deref(),
            Some("callBackURL"),
            "{base}"
        );
    }
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
    let gate = gate.collects().unwrap();
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
fn a_gate_mints_the_bills_that_it_would_pay() {
    let account = Dexchange::new("dx_test_sandbox").unwrap();
    let gate = Gate::new(account, URL, keys(), &["app"]).unwrap();
    let claims = |service: &str, customer: &str, amount: i64| {
        let claims = gate.claims("42", "pay_bill", amount, NOW).unwrap();
        Claims { service: Some(service.to_owned()), customer: Some(customer.into()), ..claims }
    };
    let field = |gate: &Gate, claims: &Claims| {
        gate.mint(claims).err().and_then(|error| error.field().map(str::to_owned))
    };
    let senelec = claims("SENELEC_SN_BILL", "1234567890", 25_000);
    assert_eq!(field(&gate, &senelec).as_deref(), Some("operation"), "nothing is carried out yet");
    let pays = gate.clone().pays_bills(None).unwrap();
    assert_eq!(field(&pays, &senelec), None);
    let woyofal = claims("WOYOFAL_SN_BILL", "01234567890", 5_000);
    assert_eq!(field(&pays, &woyofal).as_deref(), Some("service"), "its code would be kept nowhere");
    let tops_up = pays.clone().keeps_codes();
    assert_eq!((field(&tops_up, &woyofal), field(&tops_up, &senelec)), (None, None));
    assert_eq!(field(&pays, &claims("RAPIDO_SN_BILL", "1234567890", 25_000)).as_deref(), Some("service"));
    assert_eq!(field(&pays, &claims("SENELEC_SN_BILL", "", 25_000)).as_deref(), Some("customer"));
    let bare = gate.claims("42", "pay_bill", 25_000, NOW).unwrap();
    assert_eq!(field(&pays, &bare).as_deref(), Some("service"));
    let collect = gate.claims("42", "collect", 1_500, NOW).unwrap();
    assert_eq!(field(&pays, &collect).as_deref(), Some("operation"));
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
