//! What records tell, and which of them a webhook is about.

use crate::Answer;
use crate::keys::Keys;
use crate::read::{self, refused};
use xaalis::webhook::Notice;
use xaalis::{PaymentError, Record};

/// What a record tells of its operation. One that cannot be read tells nothing.
pub fn record_words(record: &str, keys: Keys) -> String {
    keys.write(&read::record(record).map(|record| record.words()).unwrap_or_default())
}

/// How far the bulk payout of a record is, if that can be read.
pub fn record_progress(record: &str, keys: Keys) -> Option<String> {
    let progress = read::record(record).ok()?.progress()?;
    Some(keys.write(&progress))
}

/// What a record tells that the payer has to be shown, while it waits for him.
pub fn record_to_show(record: &str, keys: Keys) -> Option<String> {
    let prompt = read::record(record).ok()?.to_show()?;
    Some(keys.write(&prompt))
}

/// What a record tells of the tries before, each as data. One that cannot be read tells of none.
pub fn earlier_tries(record: &str, keys: Keys) -> String {
    keys.write(&read::record(record).map(|record| record.earlier()).unwrap_or_default())
}

/// Is a webhook about a record? See [`Record::is_about`].
pub fn is_about(record: &str, notice: &str, keys: Keys) -> Answer<bool> {
    let about = || Ok(read::record(record)?.is_about(&read::read(notice, "notice")?));
    about().map_err(|error| refused(error, keys))
}

/// The place of the record, in this list, that a webhook is about. See [`Notice::among`].
pub fn among(records: &str, notice: &str, keys: Keys) -> Answer<Option<usize>> {
    let place = || -> Result<Option<usize>, PaymentError> {
        let records: Vec<Record> = xaalis::json::from_str(records).map_err(|_| read::unreadable())?;
        let notice: Notice = read::read(notice, "notice")?;
        let found = notice.among(&records);
        Ok(found.and_then(|found| records.iter().position(|record| std::ptr::eq(record, found))))
    };
    place().map_err(|error| refused(error, keys))
}
