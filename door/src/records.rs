//! What records tell, and which of them a webhook is about.

use crate::Answer;
use crate::keys::Keys;
use crate::read::{self, given};
use xaalis::Vendor;
use xaalis::given::Given;
use xaalis::webhook::Notice;
use xaalis::{PaymentError, Record};

/// What a record tells of its operation. One that cannot be read tells nothing.
pub fn record_words(record: &str, keys: Keys) -> Answer<String> {
    let words = readable(record, keys)?.map(|record| record.words());
    Ok(keys.write(&words.unwrap_or_default()))
}

/// How far the bulk payout of a record is, if that can be read.
pub fn record_progress(record: &str, keys: Keys) -> Answer<Option<String>> {
    let progress = readable(record, keys)?.and_then(|record| record.progress());
    Ok(progress.map(|progress| keys.write(&progress)))
}

/// What a record tells that the payer has to be shown, while it waits for him.
pub fn record_to_show(record: &str, keys: Keys) -> Answer<Option<String>> {
    let prompt = readable(record, keys)?.and_then(|record| record.to_show());
    Ok(prompt.map(|prompt| keys.write(&prompt)))
}

/// What a record tells of the tries before, each as data. One that cannot be read tells of none.
pub fn earlier_tries(record: &str, keys: Keys) -> Answer<String> {
    let tries = readable(record, keys)?.map(|record| record.earlier());
    Ok(keys.write(&tries.unwrap_or_default()))
}

/// Is a webhook about a record? See [`Record::is_about`].
pub fn is_about(record: &str, notice: &str, keys: Keys) -> Answer<bool> {
    let notice: Notice = given(notice, "notice", keys)?;
    Ok(read::record(record, keys)?.is_about(&notice))
}

/// Who sent a notice that was given out before.
pub fn notice_vendor(notice: &str, keys: Keys) -> Answer<&'static str> {
    let notice: Notice = given(notice, "notice", keys)?;
    Ok(match notice.vendor {
        Vendor::Dexchange => "dexchange",
        Vendor::Senfenico => "senfenico",
    })
}

/// The place of the record, in this list, that a webhook is about. See [`Notice::among`].
pub fn among(records: &str, notice: &str, keys: Keys) -> Answer<Option<usize>> {
    let records: Vec<Record> = given(records, "records", keys)?;
    let notice: Notice = given(notice, "notice", keys)?;
    let found = notice.among(&records);
    Ok(found.and_then(|found| records.iter().position(|record| std::ptr::eq(record, found))))
}

/// One whose parts cannot be read is none; anything else in its place is a wrong argument.
fn readable(record: &str, keys: Keys) -> Answer<Option<Record>> {
    match Given::from_json(record).map(|given| Record::read(given, keys.terms())) {
        Some(Ok(record)) => Ok(Some(record)),
        Some(Err(error @ PaymentError::Invalid { .. })) => Err(read::told(error, keys)),
        Some(Err(_)) | None => Ok(None),
    }
}
