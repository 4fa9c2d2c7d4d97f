//! Values, redaction and codes.

use super::{invalid, text};
use serde::Serialize;
use serde_json::{Value, json};
use xaalis::class::{Class, Nature};
use xaalis::given::{At, Terms, from_json};
use xaalis::value::{
    Amount, ApiKey, BaseUrl, BillReference, CustomerReference, OpId, Otp, Percent, Phone, Provider,
    Reference, WebUrl, path_segment,
};
use xaalis::{Code, Order, PaymentError};

pub(super) fn answer(kind: &str, input: &Value) -> Value {
    match kind {
        "amount_text" => said(Amount::parse(&text(input)), |amount| json!({ "francs": amount.francs() })),
        "amount_francs" => said(
            Amount::new(input.as_i64().expect("an integer")),
            |amount| json!({ "francs": amount.francs() }),
        ),
        "amount_json" => match serde_json::from_str::<Amount>(&text(input)) {
            Ok(amount) => json!({ "francs": amount.francs() }),
            Err(_) => json!("refused"),
        },
        "amount_sum" => {
            let francs = |at: usize| Amount::new(input[at].as_i64().expect("an integer")).expect("an amount");
            json!({ "francs": francs(0).plus(francs(1)).francs() })
        }
        "amount_display" => {
            json!(Amount::new(input.as_i64().expect("an integer")).expect("an amount").to_string())
        }
        "given" => {
            said(from_json::<Order>(&input.to_string(), &At::new("order", &Terms::JSON)), |_| json!("read"))
        }
        "phone" => said(Phone::parse(&text(input)), |phone| {
            json!({
                "digits": phone.as_str(),
                "provider": phone.detect().map(|provider| provider.as_str().to_owned()),
                "mobile": phone.is_mobile(),
                "debug": format!("{phone:?}"),
            })
        }),
        "phone_provider" => {
            let phone = Phone::parse(&text(&input["phone"])).expect("a phone");
            let provider = Provider::parse(&text(&input["provider"]));
            said(provider.and_then(|provider| phone.check(&provider)), |()| json!("fits"))
        }
        "provider" => said(Provider::parse(&text(input)), |provider| json!(provider.as_str())),
        "percent" => said(
            Percent::parse(&text(input)),
            |percent| json!({ "text": percent.as_str(), "ten_thousandths": percent.ten_thousandths() }),
        ),
        "percent_equal" => {
            let percent = |at: usize| Percent::parse(&text(&input[at])).expect("a percent");
            json!(percent(0) == percent(1))
        }
        "reference" => said(Reference::parse(&text(input)), written),
        "op_id" => said(OpId::parse(&text(input)), written),
        "bill_reference" => said(BillReference::parse(&text(input)), written),
        "customer_reference" => said(CustomerReference::parse(&text(input)), written),
        "web_url" => said(WebUrl::parse("success_url", &text(input)), written),
        "base_url" => said(BaseUrl::parse(&text(input)), written),
        "path_segment" => json!(path_segment(&text(input))),
        "key" => said(
            ApiKey::parse(&text(input)),
            |key| json!({ "mode": key.mode(), "debug": format!("{key:?}") }),
        ),
        "otp" => said(
            Otp::parse(&text(input)),
            |otp| json!({ "digits": otp.expose(), "debug": format!("{otp:?}") }),
        ),
        "redact" => json!(xaalis::redact::redact(&text(input))),
        "code" => code(&text(input)),
        "error" => error(input),
        other => panic!("no question {other}"),
    }
}

/// What is told of an error; those that core itself makes say the same.
fn error(input: &Value) -> Value {
    let name = text(&input["class"]);
    let class = Class::all().find(|class| format!("{class:?}") == name).expect("a class");
    let told = class.tell(&input["parts"]);
    json!({
        "message": told.message,
        "message_fr": told.message_fr,
        "buyer": told.texts.buyer,
        "buyer_fr": told.texts.buyer_fr,
        "merchant": told.texts.merchant,
        "merchant_fr": told.texts.merchant_fr,
        "retryable": class.entry().retryable,
        "failure": class.entry().nature == Nature::Failure,
    })
}

fn code(name: &str) -> Value {
    let code = Code::from(name);
    let json: Code = serde_json::from_value(json!(name)).expect("every text is a code");
    assert_eq!(code, json, "a code reads the same from JSON");
    json!({
        "name": code.as_str(),
        "certainly_not_applied": code.certainly_not_applied(),
        "description": code.description(),
        "description_fr": code.description_fr(),
    })
}

fn said<T>(result: Result<T, PaymentError>, show: impl FnOnce(T) -> Value) -> Value {
    result.map_or_else(|error| invalid(&error), show)
}

#[allow(clippy::needless_pass_by_value, reason = "the shape `said` wants")]
fn written(value: impl Serialize) -> Value {
    serde_json::to_value(&value).expect("a value is JSON")
}
