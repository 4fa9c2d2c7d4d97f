//! The sandbox: inside the page, or behind an address of this machine (`?vendor=http://127.0.0.1:8080`).
//!
//! A page of yours sends through a server of yours, which has the key: in a page, whoever opens it has it.

use std::cell::RefCell;
use std::rc::Rc;
use web_sys::UrlSearchParams;
use xaalis::http::{Failure, Request, Response};
use xaalis::sandbox::Sandbox;
use xaalis::{Event, PaymentError, Senfenico};
use xaalis_wasm::clock;
use xaalis_wasm::transport::gloo;

const KEY: &str = "sk_test_sandbox";

#[derive(Clone)]
pub(crate) enum Vendor {
    Inside(Rc<RefCell<Sandbox>>),
    At(String),
}

impl Vendor {
    pub(crate) fn of_address() -> Self {
        let query = web_sys::window().and_then(|window| window.location().search().ok());
        let query = query.and_then(|query| UrlSearchParams::new_with_str(&query).ok());
        match query.and_then(|query| query.get("vendor")) {
            Some(url) => Self::At(url),
            None => Self::Inside(Rc::default()),
        }
    }

    pub(crate) fn senfenico(&self) -> Result<Senfenico, PaymentError> {
        let senfenico = Senfenico::new(KEY)?;
        match self {
            Self::Inside(_) => Ok(senfenico),
            Self::At(url) => senfenico.dangerous_base_url(url),
        }
    }

    pub(crate) async fn send(&self, request: &Request) -> Result<Response, Failure> {
        match self {
            Self::Inside(sandbox) => sandbox.borrow_mut().handle(request, clock::now()),
            Self::At(_) => gloo::send(request, None).await,
        }
    }

    pub(crate) async fn send_in_parts(
        &self,
        request: &Request,
        mut hear: impl FnMut(Event) -> bool,
    ) -> Result<Option<Response>, Failure> {
        match self {
            Self::Inside(_) => self.send(request).await.map(Some),
            Self::At(_) => gloo::send_in_parts(request, None, &mut hear).await,
        }
    }

    /// Plays the payer who confirms on the phone, where that can be played.
    pub(crate) fn confirm(&self) {
        if let Self::Inside(sandbox) = self {
            let mut sandbox = sandbox.borrow_mut();
            if let Some(newest) = sandbox.references().last().cloned() {
                sandbox.payer_confirms(&newest, clock::now());
            }
        }
    }
}
