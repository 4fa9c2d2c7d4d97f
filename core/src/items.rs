//! Finds the items of a list in an answer that comes in parts, cut anywhere, in bounded memory.
//!
//! Only where an item begins and ends is looked at: whether it is JSON, and a payment, says who reads it.
//! All else of the answer is kept as it came, for the reader of whole answers to judge: whether the
//! vendor said yes, whether the list was closed, whether `data` stands in it once.

use memchr::memchr2;

/// What is kept of an item that is larger than is read.
const GLIMPSE: usize = 4 * 1024;
/// The list is the value of this name in the outermost object.
const NAME: &[u8] = b"data";

/// The items of a list while it arrives.
#[derive(Clone, Debug)]
pub(crate) struct Items {
    place: Place,
    /// Of the value that is gone through, the list's or the answer's own.
    levels: i64,
    /// The most levels there were.
    deepest: i64,
    in_text: bool,
    escaped: bool,
    /// The text read last in the outermost object, as far as it can be [`NAME`].
    name: Vec<u8>,
    before: Before,
    /// The answer without the items.
    rest: Vec<u8>,
    /// What has come of an item that is not whole.
    item: Vec<u8>,
    /// How many bytes of it came.
    size: usize,
    most_item: usize,
    most_rest: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Before the list.
    Front,
    /// After the bracket that opens it.
    Opened,
    /// In an object, an array or a text.
    Item,
    /// In a number, `null` or the like, which ends where something else begins.
    Bare,
    /// After an item.
    Between,
    /// After a comma.
    Comma,
    /// After the list.
    Back,
    /// Nothing that follows can be told apart.
    Broken,
}

/// What stood before this, in the outermost object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Before {
    Text,
    /// A text and a colon: a name.
    Colon,
    Other,
}

/// An item of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found<'a> {
    Whole(&'a [u8]),
    /// Larger than is read: how it begins, and how many bytes it has.
    TooLarge(&'a [u8], usize),
}

impl Items {
    /// `most_item`: the most bytes of one item; `most_rest`: of all that is no item.
    pub(crate) const fn new(most_item: usize, most_rest: usize) -> Self {
        Self {
            place: Place::Front,
            levels: 0,
            deepest: 0,
            in_text: false,
            escaped: false,
            name: Vec::new(),
            before: Before::Other,
            rest: Vec::new(),
            item: Vec::new(),
            size: 0,
            most_item,
            most_rest,
        }
    }

    /// Takes the next bytes, and tells each item that they make whole.
    pub(crate) fn read(&mut self, mut bytes: &[u8], mut found: impl FnMut(Found<'_>)) {
        while let Some((first, after)) = bytes.split_first() {
            bytes = match self.place {
                Place::Front | Place::Back => {
                    self.beside(*first);
                    after
                }
                Place::Item | Place::Bare => self.item(bytes, &mut found),
                _ if first.is_ascii_whitespace() => after,
                Place::Opened | Place::Between if *first == b']' => {
                    self.rest.push(b']');
                    self.place = Place::Back;
                    after
                }
                Place::Between if *first == b',' => {
                    self.place = Place::Comma;
                    after
                }
                Place::Opened | Place::Comma if !matches!(first, b',' | b']') => {
                    let is_bare = !matches!(first, b'{' | b'[' | b'"');
                    self.place = if is_bare { Place::Bare } else { Place::Item };
                    bytes
                }
                _ => {
                    self.place = Place::Broken;
                    return;
                }
            };
            if self.rest.len() > self.most_rest {
                self.place = Place::Broken;
            }
            if self.place == Place::Broken {
                return;
            }
        }
    }

    /// Would anything that follows be read?
    pub(crate) fn goes_on(&self) -> bool {
        self.place != Place::Broken
    }

    /// The most levels of nesting in an item, or beside the list.
    pub(crate) fn deepest(&self) -> i64 {
        self.deepest
    }

    /// The answer without the items; where the list was not closed, neither is this.
    pub(crate) fn into_rest(self) -> Vec<u8> {
        self.rest
    }

    /// How many bytes of an item are held.
    #[cfg(test)]
    pub(crate) const fn held(&self) -> usize {
        self.item.capacity()
    }

    /// Looks at a byte that is no part of the list.
    fn beside(&mut self, byte: u8) {
        self.rest.push(byte);
        if self.in_text {
            self.step(byte);
            if !self.in_text {
                self.before = if self.levels == 1 { Before::Text } else { Before::Other };
            } else if self.name.len() <= NAME.len() {
                self.name.push(byte);
            }
            return;
        }
        let opens = byte == b'[' && self.before == Before::Colon && self.name == NAME;
        if opens && self.place == Place::Front && is_object(&self.rest) {
            self.place = Place::Opened;
            self.levels = 0;
            return;
        }
        self.step(byte);
        self.before = match byte {
            b'"' => {
                self.name.clear();
                Before::Other
            }
            b':' if self.before == Before::Text => Before::Colon,
            _ if byte.is_ascii_whitespace() => self.before,
            _ => Before::Other,
        };
    }

    /// Goes through an item to its end, if it is among these bytes; the rest of them.
    fn item<'a>(&mut self, bytes: &'a [u8], found: &mut impl FnMut(Found<'_>)) -> &'a [u8] {
        let end = if self.place == Place::Bare {
            bytes.iter().position(|byte| matches!(byte, b',' | b']') || byte.is_ascii_whitespace())
        } else {
            self.end(bytes)
        };
        let (piece, after) = bytes.split_at_checked(end.unwrap_or(bytes.len())).unwrap_or((bytes, &[]));
        self.size = self.size.saturating_add(piece.len());
        let is_large = self.size > self.most_item;
        if end.is_some() && !is_large && self.item.is_empty() {
            // As a rule it is whole: nothing is copied.
            found(Found::Whole(piece));
        } else {
            let room = if is_large { GLIMPSE.min(self.most_item) } else { self.most_item };
            self.item.truncate(room);
            let kept = piece.len().min(room.saturating_sub(self.item.len()));
            self.item.extend_from_slice(piece.get(..kept).unwrap_or(piece));
            if is_large {
                self.item.shrink_to(room);
            }
        }
        if end.is_some() {
            if is_large {
                found(Found::TooLarge(&self.item, self.size));
            } else if !self.item.is_empty() {
                found(Found::Whole(&self.item));
            }
            self.item.clear();
            self.size = 0;
            self.place = Place::Between;
        }
        after
    }

    /// How many of these bytes are the item's, if it ends among them.
    fn end(&mut self, bytes: &[u8]) -> Option<usize> {
        let mut rest = bytes;
        loop {
            // Most of a payment is text.
            if self.in_text && !self.escaped {
                rest = rest.get(memchr2(b'"', b'\\', rest)?..)?;
            } else if !self.in_text {
                let counts = |byte: &u8| matches!(byte, b'"' | b'[' | b'{' | b']' | b'}');
                rest = rest.get(rest.iter().position(counts)?..)?;
            }
            let (first, after) = rest.split_first()?;
            rest = after;
            self.step(*first);
            if self.levels <= 0 && !self.in_text {
                self.levels = 0;
                return bytes.len().checked_sub(rest.len());
            }
        }
    }

    fn step(&mut self, byte: u8) {
        match byte {
            _ if self.escaped => self.escaped = false,
            b'\\' if self.in_text => self.escaped = true,
            b'"' => self.in_text = !self.in_text,
            b'[' | b'{' if !self.in_text => {
                self.levels = self.levels.saturating_add(1);
                self.deepest = self.deepest.max(self.levels);
            }
            b']' | b'}' if !self.in_text => self.levels = self.levels.saturating_sub(1),
            _ => {}
        }
    }
}

fn is_object(body: &[u8]) -> bool {
    body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii_start().starts_with(b"{")
}
