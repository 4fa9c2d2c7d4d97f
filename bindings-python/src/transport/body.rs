//! The body of an answer, wherever it ends and however it was packed.

use super::once::{BROKE, LARGE, Lost};
use flate2::read::{DeflateDecoder, GzDecoder, ZlibDecoder};
use http_body_util::BodyExt;
use hyper::body::{Body, Incoming};
use hyper::header::{CONTENT_ENCODING, CONTENT_LENGTH, HeaderMap, HeaderName, TRANSFER_ENCODING};
use std::io::{ErrorKind, Read};

/// Packed twice by a server and once more on the way; deeper is no accident.
const LAYERS: usize = 3;

/// The body as text, of at most so many bytes: on the wire, in every layer, and unpacked.
///
/// We ask for it unpacked. Whoever packs it all the same may say so or not, so what is text is taken as
/// it is, and what is not is looked at. Text is UTF-8, as for a browser's `json()`: no `charset` changes
/// that.
pub(super) async fn text(body: Incoming, head: &HeaderMap, most: usize) -> Result<String, Lost> {
    let mut body = whole(body, head, most).await?;
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

async fn whole(mut body: Incoming, head: &HeaderMap, most: usize) -> Result<Vec<u8>, Lost> {
    let promised = body.size_hint().exact();
    // A head that names no end. Where it names a length beside a transfer coding that is none
    // (`identity`), hyper goes by the coding, and browsers by the length.
    let open = promised.is_none() && !says(head, TRANSFER_ENCODING, "chunked");
    let length =
        head.get(CONTENT_LENGTH).filter(|_| open).and_then(|length| length.to_str().ok()?.parse().ok());
    let mut whole =
        Vec::with_capacity(usize::try_from(promised.unwrap_or(0)).map_or(0, |size| size.min(most)));
    while length.is_none_or(|length: usize| whole.len() < length) {
        match body.frame().await {
            None => break,
            Some(Ok(frame)) => {
                let data = frame.into_data().unwrap_or_default();
                if data.len() > most - whole.len() {
                    return Err(LARGE);
                }
                whole.extend_from_slice(&data);
            }
            // Many servers end TLS without a goodbye. Whether it was the end, the JSON in it tells.
            Some(Err(_)) if open && !whole.is_empty() => break,
            Some(Err(_)) => return Err(BROKE),
        }
    }
    Ok(whole)
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
    if body.starts_with(&[0x1f, 0x8b]) {
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
