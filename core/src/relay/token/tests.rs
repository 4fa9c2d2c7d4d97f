use super::*;
use crate::value::Time;
use serde_json::Value;

const NOW: Time = Time::from_millis(1_767_598_765_431);

fn vectors() -> Value {
    serde_json::from_str(include_str!("../../../../tests/vectors/relay-token.json")).unwrap()
}

fn keys(given: &Value) -> RelayKeys {
    let key =
        |row: &Value| RelayKey::new(row["kid"].as_str().unwrap(), row["secret"].as_str().unwrap()).unwrap();
    RelayKeys::new(given.as_array().unwrap().iter().map(key).collect()).unwrap()
}

/// Those of four libraries are read, and whatever is bent is refused.
#[test]
fn the_vectors_of_the_token() {
    let (file, mut ran) = (vectors(), 0);
    for test in file["groups"].as_array().unwrap().iter().flat_map(|group| group["tests"].as_array().unwrap())
    {
        let (input, id) = (&test["input"], test["id"].as_str().unwrap());
        ran += 1;
        if input.get("phone").is_some() {
            let key = keys(&serde_json::json!([{"kid": input["kid"], "secret": input["secret"]}]));
            let phone = Phone::parse(input["phone"].as_str().unwrap()).unwrap();
            assert_eq!(key.pinned(input["order"].as_str().unwrap(), &phone), test["expect"], "{id}");
            continue;
        }
        let (token, now) = (input["token"].as_str().unwrap(), input["now_ms"].as_i64().unwrap());
        let audience = input["audience"].as_str().unwrap();
        let told = match keys(&input["keys"]).check(token, audience, Time::from_millis(now)) {
            Ok(claims) => serde_json::json!({"claims": serde_json::to_value(claims.wire()).unwrap()}),
            Err(Unfit::Invalid(_)) => serde_json::json!({"refused": "invalid"}),
            Err(Unfit::Expired) => serde_json::json!({"refused": "expired"}),
        };
        assert_eq!(told, test["expect"], "{id} {}", test["comment"]);
    }
    assert_eq!(file["cases"], ran);
}

#[test]
fn what_is_minted_is_taken_and_says_nothing_else() {
    let keys = keys(&vectors()["groups"][0]["tests"][0]["input"]["keys"]);
    let claims =
        Claims::new("https://shop.example/xaalis/pay", "42", "collect", Amount::new(1_500).unwrap(), NOW)
            .for_origins(["https://shop.example", "app"]);
    let token = keys.mint(&claims).unwrap();
    assert_eq!(keys.check(&token, &claims.audience, NOW).as_ref(), Ok(&claims));
    // The same as PyJWT minted, but for the order of the header's members.
    let by_others = vectors()["groups"][0]["tests"][0]["input"]["token"].as_str().unwrap().to_owned();
    assert_eq!(token.split('.').nth(1), by_others.split('.').nth(1));
    assert!(token.len() <= 417, "{}", token.len());
}

#[test]
fn no_token_is_minted_that_no_relay_would_take() {
    let keys = keys(&vectors()["groups"][0]["tests"][0]["input"]["keys"]);
    let good =
        Claims::new("https://a.bf/pay", "42", "collect", Amount::new(1).unwrap(), NOW).for_origins([APP]);
    let long = |n: usize| format!("https://{}.bf", "a".repeat(n));
    for (field, claims) in [
        ("audience", Claims { audience: String::new(), ..good.clone() }),
        ("order", Claims { order: "a b".to_owned(), ..good.clone() }),
        ("operation", Claims { operation: "Collect".to_owned(), ..good.clone() }),
        ("amount", Claims { amount: Amount::ZERO, ..good.clone() }),
        ("origins", good.clone().for_origins(Vec::<String>::new())),
        ("origins", good.clone().for_origins(["https://a.bf/"])),
        ("expires", Claims { expires: good.issued + LONGEST + 1, ..good.clone() }),
        ("payer", Claims { payer: Some("76000000".to_owned()), ..good.clone() }),
        ("service", Claims { service: Some("woyofal".to_owned()), ..good.clone() }),
        ("token", good.clone().for_origins([long(200), long(201), long(202), long(203)])),
    ] {
        assert_eq!(keys.mint(&claims).unwrap_err().field(), Some(field));
    }
}

#[test]
fn a_secret_is_long_enough_and_never_shown() {
    let secret = "k".repeat(32);
    for bad in [&"k".repeat(31), "", &"k".repeat(257), &format!("{secret}\n"), &format!("sk_test_{secret}")] {
        let error = RelayKey::new("a1", bad).unwrap_err();
        assert_eq!(error.field(), Some("relay_key"));
        assert!(bad.is_empty() || !error.to_string().contains(bad), "{error}");
    }
    let key = RelayKey::new("a1", &secret).unwrap();
    assert!(!format!("{key:?}").contains("kkk"));
    assert_eq!(RelayKey::new("../x", &secret).unwrap_err().field(), Some("kid"));
    let twice = RelayKeys::new(vec![key.clone(), key]).unwrap_err();
    assert_eq!(
        (twice.field(), RelayKeys::new(Vec::new()).unwrap_err().field()),
        (Some("relay_keys"), Some("relay_keys"))
    );
}
