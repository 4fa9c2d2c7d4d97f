use super::*;
use crate::value::wire;
use serde::Deserialize;

#[derive(Clone, Deserialize)]
struct Item {
    #[serde(default, deserialize_with = "wire::francs_opt")]
    amount: Option<crate::value::Amount>,
}

#[test]
fn a_list_is_read_item_by_item() {
    let read = |data: &str| {
        let body = format!(r#"{{"status":true,"data":{data}}}"#);
        match many::<Item, Item>(&Response { status: 200, headers: Vec::new(), body }, 1_000) {
            Verdict::Answer(list) => {
                let amounts: Vec<_> = list.iter().filter_map(|item| Some(item.amount?.francs())).collect();
                let odd: Vec<_> =
                    list.unreadable().iter().map(|odd| (odd.index, odd.text.expose().to_owned())).collect();
                Some((amounts, odd))
            }
            _ => None,
        }
    };
    let odd = |index, text: &str| (index, text.to_owned());
    let items = r#"[{"amount":7}, {"amount" : -7}, {"amount":"8"}, null, [9], {"amount":2E+1},{"amount":9}]"#;
    let unread =
        vec![odd(1, r#"{"amount" : -7}"#), odd(3, "null"), odd(4, "[9]"), odd(5, r#"{"amount":2E+1}"#)];
    assert_eq!(read(items), Some((vec![7, 8, 9], unread.clone())));
    // The same as JSON inside a string.
    assert_eq!(read(&serde_json::to_string(items).unwrap()), Some((vec![7, 8, 9], unread)));
    assert_eq!(read(r#"[{"amount":7}]"#), Some((vec![7], Vec::new())));
    assert_eq!(read("[]"), Some((Vec::new(), Vec::new())));
    for none in ["null", "{}", "7", r#"[{"amount":7}"#, r#""[""#] {
        assert_eq!(read(none), None, "{none}");
    }
}

/// What a body comes to: the amounts, what could not be read with its place, and what the answer means.
type Seen = (Vec<i64>, Vec<(i64, String)>, String);

fn seen(verdict: Verdict<List<Item>>, earlier: Vec<List<Item>>) -> Seen {
    let said = verdict.said();
    let lists = earlier.into_iter().chain(match verdict {
        Verdict::Answer(list) => Some(list),
        _ => None,
    });
    let (mut amounts, mut odd) = (Vec::new(), Vec::new());
    for list in lists {
        amounts.extend(list.iter().map(|item| item.amount.map_or(0, crate::value::Amount::francs)));
        odd.extend(list.unreadable().iter().map(|odd| (odd.index, odd.text.expose().to_owned())));
    }
    (amounts, odd, said)
}

const HEAD: Response = Response { status: 200, headers: Vec::new(), body: String::new() };

/// The body in these parts; `taking`: what could be read is taken after each.
fn in_parts<'a>(parts: impl IntoIterator<Item = &'a [u8]>, taking: bool) -> Seen {
    let mut reader = Box::new(Reader::<Item, Item>::new(LIST_BODY_CAP));
    let mut taken = Vec::new();
    for part in parts {
        let goes_on = reader.part(part);
        if taking {
            taken.extend(reader.take());
        }
        if !goes_on {
            break;
        }
    }
    seen(reader.end(HEAD), taken)
}

fn whole(body: &[u8]) -> Seen {
    let mut response = Response { body: text(body).into_owned(), ..HEAD };
    response.drop_mark();
    seen(many::<Item, Item>(&response, LIST_BODY_CAP), Vec::new())
}

/// Bodies, and what each comes to.
const BODIES: &[(&str, &[i64], usize, &str)] = &[
    (r#"{"status":true,"message":"ok","data":[{"amount":1},{"amount":"2"}]}"#, &[1, 2], 0, "answer"),
    (r#"{"data":[{"amount":1},{"amount":2}],"status":true}"#, &[1, 2], 0, "answer"),
    (
        " \r\n{ \"data\" :\t[ {\"amount\" : 1 } , {\"amount\":2} ] , \"status\" : true } \n",
        &[1, 2],
        0,
        "answer",
    ),
    ("\u{feff}{\"status\":true,\"data\":[{\"amount\":3}]}", &[3], 0, "answer"),
    (r#"{"status":true,"data":[]}"#, &[], 0, "answer"),
    (r#"{"status":true,"data":[ ]}"#, &[], 0, "answer"),
    // Whatever stands in a text ends nothing.
    (
        r#"{"status":true,"a":"\"data\":[","data":[{"x":"]}\\\"],[{","amount":4},{"é€🙂":"\u00e9","amount":5}]}"#,
        &[4, 5],
        0,
        "answer",
    ),
    (
        r#"{"status":true,"meta":{"data":[{"amount":9}]},"data":[{"a":[[],{"b":[{}]}],"amount":6}]}"#,
        &[6],
        0,
        "answer",
    ),
    // The name in other letters is read whole, as is a list in a text.
    (r#"{"status":true,"d\u0061ta":[{"amount":7},8]}"#, &[7], 1, "answer"),
    (r#"{"status":true,"data":"[{\"amount\":7},{\"amount\":-7}]"}"#, &[7], 1, "answer"),
    // An odd item hides none of the others, and has its place.
    (
        r#"{"status":true,"data":[{"amount":1},{"amount":-1},null,7,"x",[{}],{"amount":2}, true ,{"amount":1,"amount":1}]}"#,
        &[1, 2],
        7,
        "answer",
    ),
    (
        r#"{"status":true,"data":[{"amount":1},{"amount":tru},{"amount":2},{"x":[}],{"amount":3}]}"#,
        &[1, 2, 3],
        2,
        "answer",
    ),
    (
        "{\"status\":true,\"data\":[{\"amount\":1},{\"amount\":2,\"x\":\"a\nb\"},{\"amount\":3}]}",
        &[1, 3],
        1,
        "answer",
    ),
];

/// Of these nothing may be concluded, whatever was seen of them.
const NO_LISTS: &[(&str, &str)] = &[
    (r#"{"status":true,"data":[{"amount":1},{"amount":2}"#, "Malformed"),
    (r#"{"status":true,"data":[{"amount":1},{"amount":2}]"#, "Malformed"),
    (r#"{"status":true,"data":[{"amount":1},"#, "Malformed"),
    (r#"{"status":true,"data":["#, "Malformed"),
    (r#"{"status":true,"data":[{"amount":1},{"amount":"2"#, "Malformed"),
    (r#"{"status":true,"data":[{"amount":1},]}"#, "Malformed"),
    (r#"{"status":true,"data":[,{"amount":1}]}"#, "Malformed"),
    (r#"{"status":true,"data":[{"amount":1},,{"amount":1}]}"#, "Malformed"),
    (r#"{"status":true,"data":[{"amount":1} {"amount":1}]}"#, "Malformed"),
    (r#"{"status":true,"data":[{"amount":1}}}"#, "Malformed"),
    (r#"{"status":true,"data":[{"amount":1}]]}"#, "Malformed"),
    (r#"{"status":true,"data":[{"amount":1}]} {}"#, "Malformed"),
    (r#"{"status":true,"data":[{"amount":1}],"data":[]}"#, "Malformed"),
    (r#"{"status":true,"data":[],"data":[{"amount":1}]}"#, "Malformed"),
    (r#"{"status":true,"data":null,"data":[{"amount":1}]}"#, "Malformed"),
    (r#"{"status":true,"status":true,"data":[{"amount":1}]}"#, "Malformed"),
    (r#"[{"status":true,"data":[{"amount":1}]}]"#, "Malformed"),
    (r#"["data":[{"amount":1}]]"#, "Malformed"),
    (r#"{"status":true}"#, "Malformed"),
    (r#"{"status":true,"data":{"0":{"amount":1}}}"#, "Malformed"),
    (r#"{"status":true,"data":null}"#, "Malformed"),
    (r#"{"data":[{"amount":1}]}"#, "Malformed"),
    (r#"{"status":null,"data":[{"amount":1}]}"#, "Malformed"),
    (r#"{"status":"true","data":[{"amount":1}]}"#, "Malformed"),
    (r#"{"status":false,"data":[{"amount":1}]}"#, "refused VALIDATION"),
    (r#"{"status":false,"error_code":"UNAUTHORIZED","data":[{"amount":1}]}"#, "refused UNAUTHORIZED"),
    ("", "Malformed"),
    ("<html>[{\"data\":[1]}]</html>", "NotJson"),
    ("null", "Malformed"),
];

#[test]
fn a_list_is_the_same_however_it_is_cut() {
    let lists = BODIES.iter().map(|(body, amounts, odd, said)| (*body, Some((*amounts, *odd)), *said));
    let none = NO_LISTS.iter().map(|(body, said)| (*body, None, *said));
    for (body, list, said) in lists.chain(none) {
        let bytes = body.as_bytes();
        let all = whole(bytes);
        assert_eq!(all.2, said, "{body}");
        if let Some((amounts, odd)) = list {
            assert_eq!((all.0.as_slice(), all.1.len()), (amounts, odd), "{body}");
        }
        for at in 0..=bytes.len() {
            let (front, back) = bytes.split_at(at);
            assert_eq!(in_parts([front, back], false), all, "{body} at {at}");
            let taken = in_parts([front, back], true);
            assert_eq!(taken.2, said, "{body} at {at}");
            let is_object = body.trim_start_matches('\u{feff}').trim_start().starts_with('{');
            assert!(is_object || taken.0.is_empty(), "{body} at {at}");
            if list.is_some() {
                assert_eq!(taken, all, "{body} at {at}");
            }
        }
        for size in 1..=7 {
            assert_eq!(in_parts(bytes.chunks(size), false), all, "{body} by {size}");
        }
    }
}

/// What is cut anywhere is no list: a payment that was not in it may have been in the rest.
#[test]
fn no_beginning_of_a_list_is_a_list() {
    for (body, ..) in BODIES {
        let end = body.trim_end().len();
        for at in 0..end {
            let cut = body.as_bytes().get(..at).unwrap_or_default();
            let (_, _, said) = in_parts([cut], true);
            assert_ne!(said, "answer", "{}", text(cut));
        }
    }
}

/// Texts in other letters than UTF-8's are replaced, in one item and no other.
#[test]
fn bytes_that_are_no_text_are_replaced() {
    let body = b"{\"status\":true,\"data\":[{\"amount\":1,\"x\":\"\xe9\xff\"},{\"amount\":2}]}";
    assert_eq!(whole(body).0, [1, 2]);
    for size in 1..=body.len() {
        assert_eq!(in_parts(body.chunks(size), false), whole(body), "{size}");
    }
}

#[test]
fn an_item_that_is_too_large_hides_no_other_and_says_its_size() {
    let most = size(ITEM_CAP);
    for (extra, fits) in [(0, true), (1, false), (most, false)] {
        let front = r#"{"amount":2,"x":""#;
        let large = format!("{front}{}\"}}", "y".repeat(most - front.len() - 2 + extra));
        let body = format!(r#"{{"status":true,"data":[{{"amount":1}},{large},{{"amount":3}}]}}"#);
        for part in [body.len(), 100_000, 4_099] {
            let mut reader = Reader::<Item, Item>::new(LIST_BODY_CAP);
            for part in body.as_bytes().chunks(part) {
                assert!(reader.part(part));
                assert!(reader.items.held() <= 2 * most, "what is kept is bounded");
            }
            let Verdict::Answer(list) = Box::new(reader).end(HEAD) else { panic!("{extra}") };
            assert_eq!(list.len(), if fits { 3 } else { 2 });
            let excess = Excess { seen: Some(count(most + extra)), limit: ITEM_CAP };
            let odd: Vec<_> = list.unreadable().iter().map(|odd| (odd.index, odd.excess)).collect();
            assert_eq!(odd, if fits { Vec::new() } else { vec![(1, Some(excess))] });
            assert!(list.unreadable().iter().all(|odd| large.starts_with(odd.text.expose())));
        }
    }
}

#[test]
fn what_has_no_end_is_too_large_by_name_and_number() {
    let limit = |mut reader: Reader<Item, Item>, front: &str, piece: &str| {
        assert!(reader.part(front.as_bytes()));
        let piece = piece.repeat(10_000);
        let mut pieces = 0_usize;
        while reader.part(piece.as_bytes()) {
            pieces += 1;
            assert!(pieces < 100_000, "{front}");
        }
        match Box::new(reader).end(HEAD) {
            Verdict::Uncertain {
                why: Doubt::Oversized, excess: Some(Excess { seen: None, limit }), ..
            } => limit,
            other => panic!("{}", other.said()),
        }
    };
    let new = || Reader::<Item, Item>::new(LIST_BODY_CAP);
    // Beside the list, before it and after it.
    assert_eq!(limit(new(), r#"{"status":true,"message":""#, "a"), LIST_BODY_CAP);
    assert_eq!(limit(new(), r#"{"status":true,"data":[],"x":["#, "1,"), LIST_BODY_CAP);
    assert_eq!(limit(new(), "", "[[{"), LIST_BODY_CAP);
    // Items that nobody takes.
    let mut full = new();
    full.kept = LIST_KEPT_CAP - 1_000_000;
    assert_eq!(limit(full, r#"{"status":true,"data":[1"#, ",{\"amount\":1}"), LIST_KEPT_CAP);
    // Those that are taken have no end.
    let mut taken = new();
    taken.part(br#"{"status":true,"data":[1"#);
    for _ in 0..200 {
        taken.kept += LIST_KEPT_CAP / 2;
        assert!(taken.part(br#",{"amount":1}"#) && taken.take().is_some());
    }
}
