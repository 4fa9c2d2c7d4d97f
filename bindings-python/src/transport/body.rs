//! The body of an answer, wherever it ends and however it was packed: whole, or as it arrives.

use super::once::{BROKE, LARGE, Lost};
use bytes::Bytes;
use flate2::read::{DeflateDecoder, GzDecoder, ZlibDecoder};
use http_body_util::BodyExt;
use hyper::body::{Body, Incoming};
use hyper::header::{CONTENT_ENCODING, CONTENT_LENGTH, HeaderMap, HeaderName, TRANSFER_ENCODING};
use std::io::{ErrorKind, Read};

/// Packed twice by a server and once more on the way; deeper is no accident.
const LAYERS: usize = 3;
/// How what is packed with it begins.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// The body as text, of at most so many bytes: on the wire, in every layer, and unpacked.
///
/// We ask for it unpacked. Whoever packs it all the same may say so or not, so what is text is taken as
/// it is, and what is not is looked at. Text is UTF-8, as for a browser's `json()`: no `charset` changes
/// that.
pub(super) async fn text(frames: Frames, head: &HeaderMap, most: usize) -> Result<String, Lost> {
    let mut body = frames.whole(most).await?;
    for _ in 0..LAYERS {
        body = match String::from_utf8(body) {
            Ok(text) => return Ok(text),
            Err(error) => error.into_bytes(),
        };
        match unpacked(&body, says(head, CONTENT_ENCODING, "deflate"), most) {
            Some(plain) if plain.len() > most => return Err(LARGE),
            Some(plain) => body = plain,
            None => break,
        }
    }
    Ok(String::from_utf8(body).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
}

/// A body as it arrives.
pub(super) struct Frames {
    body: Incoming,
    /// Of a head that names no end.
    open: bool,
    length: Option<usize>,
    seen: usize,
    /// Read already, to see what it is.
    ahead: Option<Bytes>,
}

impl Frames {
    pub(super) fn new(body: Incoming, head: &HeaderMap) -> Self {
        // Where it names a length beside a transfer coding that is none (`identity`), hyper goes by the
        // coding, and browsers by the length.
        let open = body.size_hint().exact().is_none() && !says(head, TRANSFER_ENCODING, "chunked");
        let length =
            head.get(CONTENT_LENGTH).filter(|_| open).and_then(|length| length.to_str().ok()?.parse().ok());
        Self { body, open, length, seen: 0, ahead: None }
    }

    /// What comes next; none at the end.
    pub(super) async fn next(&mut self) -> Result<Option<Bytes>, Lost> {
        if let Some(bytes) = self.ahead.take() {
            return Ok(Some(bytes));
        }
        if self.length.is_some_and(|length| self.seen >= length) {
            return Ok(None);
        }
        match self.body.frame().await {
            None => Ok(None),
            Some(Ok(frame)) => {
                let data = frame.into_data().unwrap_or_default();
                self.seen += data.len();
                Ok(Some(data))
            }
            // Many servers end TLS without a goodbye. Whether it was the end, the JSON in it tells.
            Some(Err(_)) if self.open && self.seen > 0 => Ok(None),
            Some(Err(_)) => Err(BROKE),
        }
    }

    /// Is it text as it comes? Looks at the first bytes. What is packed all the same is read whole.
    pub(super) async fn is_plain(&mut self, head: &HeaderMap) -> Result<bool, Lost> {
        self.ahead = self.next().await?;
        let first = self.ahead.as_deref().unwrap_or_default();
        Ok(first.first() != Some(&GZIP[0]) && !says(head, CONTENT_ENCODING, "deflate"))
    }

    async fn whole(mut self, most: usize) -> Result<Vec<u8>, Lost> {
        let promised = usize::try_from(self.body.size_hint().exact().unwrap_or(0)).unwrap_or(0);
        let mut whole = Vec::with_capacity(promised.min(most));
        while let Some(data) = self.next().await? {
            if data.len() > most - whole.len() {
                return Err(LARGE);
            }
            whole.extend_from_slice(&data);
        }
        Ok(whole)
    }
}

/// One layer less, or nothing when it is not packed in a way known here. One byte more than `most`
/// stands for any number.
fn unpacked(body: &[u8], deflate: bool, most: usize) -> Option<Vec<u8>> {
    let read = |packed: &mut dyn Read| {
        let mut plain = Vec::new();
        match packed.take(most as u64 + 1).read_to_end(&mut plain) {
            Ok(_) => Some(plain),
            // Cut: what there is is taken for what it is, as when it had not been packed.
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => Some(plain),
            Err(_) => None,
        }
    };
    if body.starts_with(&GZIP) {
        // What follows the first member is ignored.
        read(&mut GzDecoder::new(body))
    } else if deflate {
        // Some leave out the two bytes in front of it.
        read(&mut ZlibDecoder::new(body)).or_else(|| read(&mut DeflateDecoder::new(body)))
    } else {
        None
    }
}

fn says(head: &HeaderMap, name: HeaderName, word: &str) -> bool {
    let values = head.get_all(name).into_iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|said| said.trim().eq_ignore_ascii_case(word))
}
