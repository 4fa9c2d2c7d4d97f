//! What records tell, and which of them a webhook is about.

use crate::Answer;
use xaalis_door as door;
use xaalis_door::Keys::Camel;

/// What a record tells of its operation.
#[uniffi::export]
pub fn record_words(record: String) -> Answer<String> {
    Ok(door::record_words(&record, Camel)?)
}

/// How far the bulk payout of a record is, if that can be read.
#[uniffi::export]
pub fn record_progress(record: String) -> Answer<Option<String>> {
    Ok(door::record_progress(&record, Camel)?)
}

/// What the payer has to be shown while it waits for him.
#[uniffi::export]
pub fn record_to_show(record: String) -> Answer<Option<String>> {
    Ok(door::record_to_show(&record, Camel)?)
}

/// What a record tells of the tries before.
#[uniffi::export]
pub fn earlier_tries(record: String) -> Answer<String> {
    Ok(door::earlier_tries(&record, Camel)?)
}

/// Is a webhook about a record?
#[uniffi::export]
pub fn is_about(record: String, notice: String) -> Answer<bool> {
    Ok(door::is_about(&record, &notice, Camel)?)
}

/// Who sent a notice.
#[uniffi::export]
pub fn notice_vendor(notice: String) -> Answer<String> {
    Ok(door::notice_vendor(&notice, Camel)?.to_owned())
}

/// The place of the record, in this list, that a webhook is about.
#[uniffi::export]
pub fn among(records: String, notice: String) -> Answer<Option<u32>> {
    let place = door::among(&records, &notice, Camel)?;
    Ok(place.and_then(|place| u32::try_from(place).ok()))
}
