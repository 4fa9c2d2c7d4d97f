//! Between the payment and the customer: what is shown, and what the customer did.

use futures_channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use futures_util::StreamExt;
use sycamore::prelude::{ReadSignal, Signal, create_signal};
use xaalis::value::Provider;
use xaalis::{OtpProblem, Texts};

/// What the customer sees.
#[derive(Clone)]
pub(crate) enum Screen {
    Form { problem: Option<Texts> },
    Busy,
    Code { text: String, problem: Option<OtpProblem> },
    Dial { text: String },
    Receipt { reference: String, amount: i64, phone: String },
    Refused { texts: Texts },
    Unknown { texts: Texts },
}

/// What the customer does.
pub(crate) enum Deed {
    Pay {
        phone: String,
        provider: Option<Provider>,
    },
    Code(String),
    /// The number was wrong.
    Abandon,
    /// The one button of a screen that has no other.
    Next,
}

/// The payment's side.
pub(crate) struct Desk {
    screen: Signal<Screen>,
    deeds: UnboundedReceiver<Deed>,
}

/// The customer's side.
#[derive(Clone)]
pub(crate) struct Customer {
    pub(crate) screen: ReadSignal<Screen>,
    deeds: UnboundedSender<Deed>,
}

impl Desk {
    pub(crate) fn open() -> (Self, Customer) {
        let screen = create_signal(Screen::Busy);
        let (sender, deeds) = unbounded();
        (Self { screen, deeds }, Customer { screen: *screen, deeds: sender })
    }

    pub(crate) fn show(&self, screen: Screen) {
        self.screen.set(screen);
    }

    /// Shows it until the customer does something. `None`: the page is gone.
    pub(crate) async fn until_deed(&mut self, screen: Screen) -> Option<Deed> {
        self.show(screen);
        let deed = self.deeds.next().await;
        self.show(Screen::Busy);
        deed
    }
}

impl Customer {
    pub(crate) fn does(&self, deed: Deed) {
        // Nobody hears it when the payment is over.
        let _ = self.deeds.unbounded_send(deed);
    }
}
