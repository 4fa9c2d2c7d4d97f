//! What a journal answers to calls in turn.

use serde_json::{Value, json};
use xaalis::value::{OpId, Reference};
use xaalis::{Journal, Kept, MemoryJournal, Record};

/// `{calls}` on an empty journal, to what each answers.
pub(super) fn calls(input: &Value) -> Value {
    let mut journal = MemoryJournal::new();
    let calls = input["calls"].as_array().expect("calls").iter();
    let answers: Result<Vec<Value>, _> = calls.map(|call| answer(&mut journal, call)).collect();
    answers.map_or_else(|never| match never {}, Value::Array)
}

fn answer(journal: &mut MemoryJournal, call: &Value) -> Result<Value, std::convert::Infallible> {
    let (name, given) = call.as_object().and_then(|call| call.iter().next()).expect("a call");
    Ok(match name.as_str() {
        "put" => json!(match journal.put(&read::<Record>(given))? {
            Kept::Stored => "stored",
            Kept::Taken => "taken",
            Kept::Outrun => "outrun",
        }),
        "get" => json!(journal.get(&read::<OpId>(given))?),
        "unfinished" => json!(journal.unfinished()?),
        "find" => {
            let [theirs, ours] =
                ["reference", "our_reference"].map(|name| read::<Option<Reference>>(&given[name]));
            let room = (read(&given["vendor"]), read(&given["mode"]));
            json!(journal.find(room, theirs.as_ref(), ours.as_ref()))
        }
        // One in memory is the same one.
        "again" => Value::Null,
        other => panic!("no call {other}"),
    })
}

fn read<T: serde::de::DeserializeOwned>(value: &Value) -> T {
    serde_json::from_value(value.clone()).expect("as documented")
}
