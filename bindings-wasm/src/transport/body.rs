//! An answer that has begun, and its body as it arrives.

use xaalis::http::{Failure, Response};

/// Dropped before its end, it closes the connection.
pub(super) trait Body {
    /// The next bytes, unpacked; `None` once it is whole.
    async fn part(&mut self) -> Result<Option<Vec<u8>>, Failure>;
}

pub(super) struct Answer<B> {
    /// Without body.
    pub(super) head: Response,
    pub(super) body: B,
}

impl<B: Body> Answer<B> {
    /// With its body, of at most so many bytes.
    pub(super) async fn whole(mut self, most: i64) -> Result<Response, Failure> {
        let most = usize::try_from(most).unwrap_or(0);
        let mut bytes = Vec::new();
        while let Some(part) = self.body.part().await? {
            if part.len() > most.saturating_sub(bytes.len()) {
                return Err(Failure::TooLarge);
            }
            bytes.extend(part);
        }
        let body = String::from_utf8(bytes)
            .unwrap_or_else(|odd| String::from_utf8_lossy(odd.as_bytes()).into_owned());
        Ok(Response { body, ..self.head })
    }
}
