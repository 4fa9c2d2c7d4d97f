//! A list that is cheap to hand out.

use super::Personal;
use crate::outcome::Excess;
use serde::{Deserialize, Serialize, Serializer};
use std::ops::Deref;
use std::sync::Arc;

/// A vendor's list. Cloning shares it: the vendors' lists have no pages, so one may be long.
///
/// It is a slice of the items that could be read, and those alone are written as JSON;
/// [`List::unreadable`] tells the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List<T>(Arc<Read<T>>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Read<T> {
    items: Vec<T>,
    unreadable: Vec<Unreadable>,
}

/// An item of a list that this library cannot read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unreadable {
    /// Its place in the vendor's list, from 0.
    pub index: i64,
    /// The item as it came; the beginning of one that is too large.
    pub text: Personal,
    /// The limit that it passed, if it is too large.
    #[serde(default)]
    pub excess: Option<Excess>,
}

impl<T> List<T> {
    /// A list with what could not be read of it.
    pub(crate) fn new(items: Vec<T>, unreadable: Vec<Unreadable>) -> Self {
        Self(Arc::new(Read { items, unreadable }))
    }

    /// The items that could not be read; they hide none of the others.
    pub fn unreadable(&self) -> &[Unreadable] {
        &self.0.unreadable
    }

    /// The items, moved out when nobody else holds the list.
    pub fn into_vec(self) -> Vec<T>
    where
        T: Clone,
    {
        Arc::unwrap_or_clone(self.0).items
    }
}

impl<T> From<Vec<T>> for List<T> {
    fn from(items: Vec<T>) -> Self {
        Self::new(items, Vec::new())
    }
}

impl<T> Deref for List<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0.items
    }
}

impl<'a, T> IntoIterator for &'a List<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T: Serialize> Serialize for List<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.items.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clone_is_the_same_list() {
        let list = List::from(vec![1, 2, 3]);
        let shared = list.clone();
        assert!(std::ptr::eq(&raw const list[0], &raw const shared[0]));
        assert_eq!((&shared).into_iter().sum::<i32>(), 6);
        assert_eq!(serde_json::to_string(&shared).unwrap(), "[1,2,3]");
        assert_eq!((list.into_vec(), shared.into_vec()), (vec![1, 2, 3], vec![1, 2, 3]));
    }

    #[test]
    fn what_could_not_be_read_stands_beside_the_items() {
        let odd = Unreadable { index: 1, text: Personal::from("{\"amount\":-900}"), excess: None };
        let list = List::new(vec!["a", "b"], vec![odd.clone()]);
        assert_eq!((&*list, list.unreadable()), (&["a", "b"][..], &[odd][..]));
        assert_eq!(List::from(vec![1]).unreadable(), []);
    }
}
