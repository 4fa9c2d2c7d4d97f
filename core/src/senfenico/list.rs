//! Reads an answer whose payload is the list of objects in `data`: whole, or as it arrives.
//!
//! An item that cannot be read hides none of the others, and a list counts only once it is known to be
//! whole: a payment that is not in half of it may be in the other half.

use super::answer::{Change, data, is_readable, uncertain};
use crate::body::count;
use crate::endpoint::{Arriving, Verdict};
use crate::http::Response;
use crate::items::{Found, Items};
use crate::outcome::{Doubt, Excess};
use crate::policy::{DEPTH_CAP, ITEM_CAP, LIST_BODY_CAP, LIST_KEPT_CAP};
use crate::value::{List, Personal, Unreadable};
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::marker::PhantomData;
use std::mem;

/// Reads a whole answer. `Loose` is an item whose parts that only inform cannot all be read.
pub(super) fn many<T, Loose>(response: &Response, cap: i64) -> Verdict<List<T>>
where
    T: Item + From<Loose>,
    Loose: Item,
{
    // As a rule all can be read; item by item costs a second reading, so it comes second.
    match data::<Vec<T>>(response, cap, Change::None) {
        Verdict::Answer(items) => Verdict::Answer(List::from(items)),
        odd @ Verdict::Uncertain { .. } if is_readable(response, cap) => {
            let mut reader = Reader::<T, Loose>::new(cap);
            reader.part(response.body.as_bytes());
            let headers = response.headers.clone();
            match Box::new(reader).end(Response { status: response.status, headers, body: String::new() }) {
                Verdict::Uncertain { .. } => odd.map(|_| List::from(Vec::new())),
                read => read,
            }
        }
        other => other.map(|_| List::from(Vec::new())),
    }
}

/// Reads an answer as it arrives.
#[allow(clippy::unnecessary_wraps, reason = "what an endpoint has")]
pub(super) fn arriving<T, Loose>() -> Option<Box<dyn Arriving<List<T>>>>
where
    T: Item + From<Loose>,
    Loose: Item,
{
    Some(Box::new(Reader::<T, Loose>::new(LIST_BODY_CAP)))
}

/// What an item of a list is read as.
pub(super) trait Item: DeserializeOwned + Clone + Send + Sync + 'static {}

impl<T: DeserializeOwned + Clone + Send + Sync + 'static> Item for T {}

#[derive(Clone)]
struct Reader<T, Loose> {
    items: Items,
    /// The most bytes of the answer without its items.
    cap: i64,
    read: Vec<T>,
    unreadable: Vec<Unreadable>,
    /// The place of the next item.
    index: i64,
    /// How many bytes the items had that are kept here.
    kept: i64,
    loose: PhantomData<fn() -> Loose>,
}

impl<T: Item + From<Loose>, Loose: Item> Reader<T, Loose> {
    fn new(cap: i64) -> Self {
        Self {
            items: Items::new(size(ITEM_CAP), size(cap)),
            cap,
            read: Vec::new(),
            unreadable: Vec::new(),
            index: 0,
            kept: 0,
            loose: PhantomData,
        }
    }

    fn add(&mut self, text: &str, size: Option<usize>) {
        let read = |text| match crate::json::from_str(text) {
            Ok(item) => Some(item),
            Err(_) => crate::json::from_str::<Loose>(text).ok().map(T::from),
        };
        if let Some(item) = Some(text).filter(|_| size.is_none()).and_then(read) {
            self.read.push(item);
        } else {
            let excess = size.map(|size| Excess { seen: Some(count(size)), limit: ITEM_CAP });
            self.unreadable.push(Unreadable { index: self.index, text: Personal::from(text), excess });
        }
        self.index = self.index.saturating_add(1);
        self.kept = self.kept.saturating_add(count(text.len()));
    }

    fn is_full(&self) -> bool {
        self.kept > LIST_KEPT_CAP
    }

    fn taken(&mut self) -> List<T> {
        self.kept = 0;
        List::new(mem::take(&mut self.read), mem::take(&mut self.unreadable))
    }
}

impl<T: Item + From<Loose>, Loose: Item> Arriving<List<T>> for Reader<T, Loose> {
    fn part(&mut self, bytes: &[u8]) -> bool {
        let mut items = mem::replace(&mut self.items, Items::new(0, 0));
        items.read(bytes, |found| match found {
            Found::Whole(bytes) => self.add(&text(bytes), None),
            Found::TooLarge(bytes, size) => self.add(&text(bytes), Some(size)),
        });
        self.items = items;
        self.items.goes_on() && !self.is_full()
    }

    fn take(&mut self) -> Option<List<T>> {
        (!self.read.is_empty() || !self.unreadable.is_empty()).then(|| self.taken())
    }

    fn end(mut self: Box<Self>, head: Response) -> Verdict<List<T>> {
        let too_large = |limit| uncertain(Doubt::Oversized, None, None, Some(Excess { seen: None, limit }));
        if self.is_full() {
            return too_large(LIST_KEPT_CAP);
        }
        // In the answer's object, in its list.
        let depth = self.items.deepest().saturating_add(2);
        let rest = mem::replace(&mut self.items, Items::new(0, 0)).into_rest();
        if count(rest.len()) > self.cap {
            return too_large(self.cap);
        }
        let mut response = Response { body: text(&rest).into_owned(), ..head };
        response.drop_mark();
        // Where the list stood elsewhere than was looked, such as in a text, it is in here yet.
        match data::<Vec<Box<RawValue>>>(&response, i64::MAX, Change::None) {
            Verdict::Answer(others) => {
                for other in &others {
                    self.add(other.get(), None);
                }
                Verdict::Answer(self.taken())
            }
            Verdict::Uncertain { why: Doubt::Malformed, .. } if depth > DEPTH_CAP => {
                let excess = Excess { seen: Some(depth), limit: DEPTH_CAP };
                uncertain(Doubt::TooDeep, None, None, Some(excess))
            }
            odd => odd.map(|_| List::from(Vec::new())),
        }
    }

    fn copied(&self) -> Box<dyn Arriving<List<T>>> {
        Box::new(self.clone())
    }
}

/// Bytes that are not UTF-8 are replaced, as in a whole answer.
fn text(bytes: &[u8]) -> Cow<'_, str> {
    // What replaces looks at each byte by itself, and as a rule there is nothing to replace.
    str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}

fn size(cap: i64) -> usize {
    usize::try_from(cap).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests;
