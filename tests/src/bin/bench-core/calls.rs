//! All calls of both vendors, each with the documented sample of its reply.

use crate::peer::{self, Built};
use crate::{Case, Pair};
use std::hint::black_box;
use xaalis::dexchange::{FetchTransaction, InquireBills, NewBillPayment, NewInquiry, PayBill, Service};
use xaalis::http::Response;
use xaalis::senfenico::{
    CancelSettlement, CreateBulkTransfer, CreateCharge, CreateSettlement, CreateTransfer, FetchBalances,
    FetchCharge, FetchCheckout, FetchSettlement, FetchTransfer, InitializeCheckout, ListCharges,
    ListCheckouts, ListSettlements, ListTransfers, NewCharge, NewCheckout, NewSettlement, NewTransfer,
    SubmitOtp,
};
use xaalis::value::{Otp, Personal, Reference};
use xaalis::{Endpoint, Verdict};

/// How many items the long lists hold.
const LONG: usize = 1_000;

const REFERENCE: &str = "ch_45a408fd483a4d66b98aeea97aa7c2e2";
const EXT_ID: &str = "98b96ea4-210d-4ea0-9b03-8d7fd96e4064";
const BACK: [&str; 2] = ["https://yourwebsite.com/success", "https://yourwebsite.com/cancel"];

/// A sample of the vendors' pages, as a server sends it: without the page's indentation.
macro_rules! sample {
    ($name:literal) => {
        compact(include_str!(concat!("samples/", $name, ".json")))
    };
}

/// Every case; panics when one side does not do its work, for then nothing is measured.
pub(crate) fn all() -> Vec<Case> {
    let mut cases = senfenico();
    cases.extend(transfers());
    cases.extend(settlements());
    cases.extend(dexchange());
    cases
}

fn senfenico() -> Vec<Case> {
    let checkout = NewCheckout {
        amount: 600,
        success_url: BACK[0].into(),
        cancel_url: BACK[1].into(),
        email: Some(Personal::from("customer@mail.com".to_owned())),
    };
    let charge = NewCharge::new(1_000, "76000000");
    let otp = SubmitOtp { charge: reference(), otp: Otp::parse("123456").expect("a code") };
    let charges = sample!("list_charges");
    vec![
        case::<InitializeCheckout, _>(
            "initialize_checkout",
            checkout.check().expect("good"),
            || {
                let [success_url, cancel_url] = black_box(BACK);
                let body =
                    peer::NewCheckout { email: "customer@mail.com", amount: 600, success_url, cancel_url };
                peer::post("/v1/payment/checkouts/initialize/", &body)
            },
            sample!("initialize_checkout"),
            peer::data::<peer::CheckoutOpened>,
        ),
        case(
            "fetch_checkout",
            FetchCheckout { reference: reference() },
            || (format!("/v1/payment/checkouts/{}", black_box(REFERENCE)), None),
            sample!("fetch_checkout"),
            peer::data::<peer::Checkout>,
        ),
        case(
            "list_checkouts",
            ListCheckouts,
            || peer::get("/v1/payment/checkouts"),
            sample!("list_checkouts"),
            peer::data::<Vec<peer::Checkout>>,
        ),
        case::<CreateCharge, _>(
            "create_charge",
            charge.check().expect("good"),
            || {
                let details = peer::Method { phone: black_box("76000000"), provider: black_box("orange_bf") };
                let body = peer::NewCharge {
                    amount: black_box(1_000),
                    currency: "XOF",
                    payment_method: "mobile_money",
                    payment_method_details: details,
                };
                peer::post("/v1/payment/charges/", &body)
            },
            sample!("create_charge"),
            peer::data::<peer::ChargeCreated>,
        ),
        case(
            "submit_otp",
            otp,
            || {
                let body = peer::NewOtp { otp: black_box("123456"), charge_reference: black_box(REFERENCE) };
                peer::post("/v1/payment/charges/submit", &body)
            },
            sample!("submit_otp"),
            peer::data::<peer::Charge<f64>>,
        ),
        case(
            "fetch_charge",
            FetchCharge { reference: reference() },
            || (format!("/v1/payment/charges/{}", black_box(REFERENCE)), None),
            sample!("fetch_charge"),
            peer::data::<peer::Charge<String>>,
        ),
        case(
            "list_charges",
            ListCharges,
            || peer::get("/v1/payment/charges"),
            charges.clone(),
            peer::data::<Vec<peer::Charge<String>>>,
        ),
        long("1000 charges", ListCharges, &charges, peer::data::<Vec<peer::Charge<String>>>),
        case(
            "fetch_balances",
            FetchBalances,
            || peer::get("/v1/payment/balances"),
            sample!("fetch_balances"),
            peer::data::<peer::Balances>,
        ),
    ]
}

fn transfers() -> Vec<Case> {
    let one = NewTransfer::new(100, "63000000", EXT_ID);
    let by_hand = || peer::NewTransfer {
        amount: black_box(100),
        recipient_phone: black_box("63000000"),
        recipient_wallet: black_box("moov_bf"),
        ext_id: black_box(EXT_ID),
    };
    let bulk = CreateBulkTransfer { transfers: vec![one.check().expect("good"); 100] };
    let transfers = sample!("list_transfers");
    vec![
        case::<CreateTransfer, _>(
            "create_transfer",
            one.check().expect("good"),
            move || peer::post("/v1/payment/transfers/", &by_hand()),
            sample!("create_transfer"),
            peer::data::<peer::Transfer<f64>>,
        ),
        case(
            "create_bulk_transfer",
            bulk,
            move || {
                let body = peer::NewTransfers { transfers: (0..100).map(|_| by_hand()).collect() };
                peer::post("/v1/payment/transfers/bulk/", &body)
            },
            sample!("create_bulk_transfer"),
            peer::bulk,
        ),
        case(
            "fetch_transfer",
            FetchTransfer { reference: reference() },
            || (format!("/v1/payment/transfers/{}", black_box(REFERENCE)), None),
            sample!("fetch_transfer"),
            peer::data::<peer::Transfer<String>>,
        ),
        case(
            "list_transfers",
            ListTransfers,
            || peer::get("/v1/payment/transfers/"),
            transfers.clone(),
            peer::data::<Vec<peer::Transfer<String>>>,
        ),
        long("1000 transfers", ListTransfers, &transfers, peer::data::<Vec<peer::Transfer<String>>>),
    ]
}

fn settlements() -> Vec<Case> {
    vec![
        case::<CreateSettlement, _>(
            "create_settlement",
            NewSettlement { amount: 1_000 }.check().expect("good"),
            || peer::post("/v1/payment/settlements/", &peer::NewSettlement { amount: black_box(1_000) }),
            sample!("create_settlement"),
            peer::data::<peer::Settlement>,
        ),
        case(
            "fetch_settlement",
            FetchSettlement { reference: reference() },
            || (format!("/v1/payment/settlements/{}", black_box(REFERENCE)), None),
            sample!("fetch_settlement"),
            peer::data::<peer::Settlement>,
        ),
        case(
            "list_settlements",
            ListSettlements,
            || peer::get("/v1/payment/settlements"),
            sample!("list_settlements"),
            peer::data::<Vec<peer::Settlement>>,
        ),
        case(
            "cancel_settlement",
            CancelSettlement { reference: reference() },
            || (format!("/v1/payment/settlements/{}/cancel/", black_box(REFERENCE)), None),
            sample!("cancel_settlement"),
            peer::data::<peer::Settlement>,
        ),
    ]
}

fn dexchange() -> Vec<Case> {
    let meter = || Personal::from("210278816".to_owned());
    let payment = NewBillPayment {
        service: Service::Senelec,
        customer: meter(),
        amount: None,
        bill: Some("8000000680".into()),
        external_transaction_id: "INV-001".into(),
        callback_url: Some(Personal::from(BACK[0].to_owned())),
        custom_data: None,
    };
    vec![
        case::<InquireBills, _>(
            "inquire_bills",
            NewInquiry { service: Service::Senelec, customer: meter() }.check().expect("good"),
            || {
                let body = peer::NewInquiry {
                    service_code: black_box("SENELEC_SN_BILL"),
                    reference_client: black_box("210278816"),
                };
                peer::post("/api/v1/billing/inquiry", &body)
            },
            sample!("inquire_bills"),
            peer::inquiry,
        ),
        case::<PayBill, _>(
            "pay_bill",
            payment.check().expect("good"),
            || {
                let body = peer::NewBillPayment {
                    service_code: black_box("SENELEC_SN_BILL"),
                    reference_client: black_box("210278816"),
                    reference_facture: black_box("8000000680"),
                    external_transaction_id: black_box("INV-001"),
                    call_back_url: black_box(BACK[0]),
                };
                peer::post("/api/v1/billing/pay", &body)
            },
            sample!("pay_bill"),
            peer::body::<peer::Paid>,
        ),
        // No page of api-docs shows this reply: the payment's own stands in.
        case(
            "fetch_transaction",
            FetchTransaction { transaction_id: reference() },
            || (format!("/api/v1/transaction/{}", black_box(REFERENCE)), None),
            sample!("pay_bill"),
            peer::body::<peer::Paid>,
        ),
    ]
}

fn reference() -> Reference {
    Reference::parse(REFERENCE).expect("a reference")
}

fn case<E: Endpoint + 'static, P: 'static>(
    name: &'static str,
    endpoint: E,
    by_hand: impl Fn() -> Built + 'static,
    body: String,
    read: fn(&Response) -> Option<P>,
) -> Case {
    let (draft, built) = (endpoint.draft(), by_hand());
    assert_eq!((&draft.path, &draft.body), (&built.0, &built.1), "{name}: not the same request");
    let request = Pair {
        ours: Box::new({
            let endpoint = endpoint.clone();
            move || drop(black_box(black_box(&endpoint).draft()))
        }),
        peer: Box::new(move || drop(black_box(by_hand()))),
    };
    Case { name, build: Some(request), parse: parse(name, endpoint, body, read) }
}

/// A list of [`LONG`] items, those of the sample over and over.
fn long<E: Endpoint + 'static, P: 'static>(
    name: &'static str,
    endpoint: E,
    sample: &str,
    read: fn(&Response) -> Option<P>,
) -> Case {
    let start = sample.find("\"data\":[").expect("a list") + "\"data\":[".len();
    let end = sample.rfind(']').expect("a list");
    let pair = &sample[start..end];
    let each = pair.matches("\"live_mode\"").count();
    let items = vec![pair; LONG / each].join(",");
    let body = format!("{}{items}{}", &sample[..start], &sample[end..]);
    Case { name, build: None, parse: parse(name, endpoint, body, read) }
}

fn parse<E: Endpoint + 'static, P: 'static>(
    name: &str,
    endpoint: E,
    body: String,
    read: fn(&Response) -> Option<P>,
) -> Pair {
    let response = Response { status: 200, headers: Vec::new(), body };
    assert!(matches!(endpoint.read(&response), Verdict::Answer(_)), "{name}: not an answer to us");
    assert!(read(&response).is_some(), "{name}: not an answer to the peer");
    Pair {
        ours: Box::new({
            let response = response.clone();
            move || drop(black_box(endpoint.read(black_box(&response))))
        }),
        peer: Box::new(move || drop(black_box(read(black_box(&response))))),
    }
}

/// Drops the white space between tokens.
fn compact(pretty: &str) -> String {
    let (mut text, mut quoted, mut escaped) = (String::new(), false, false);
    for c in pretty.chars() {
        if quoted || !c.is_whitespace() {
            text.push(c);
        }
        quoted ^= c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
    }
    text
}
