//! The sandbox an example talks to.

use std::env;
use xaalis::{Dexchange, PaymentError, Senfenico};
use xaalis_sandbox_server::Server;

/// The variable that names a running sandbox.
pub const VARIABLE: &str = "XAALIS_SANDBOX";

/// Both vendors' sandbox: the one of `XAALIS_SANDBOX`, or one of our own.
pub struct Vendor {
    url: String,
    // Stops when dropped.
    _server: Option<Server>,
}

impl Vendor {
    /// Takes the sandbox named by `XAALIS_SANDBOX`, or starts one for as long as this lives.
    ///
    /// # Errors
    /// When none can be started.
    pub fn reach() -> std::io::Result<Self> {
        if let Ok(url) = env::var(VARIABLE) {
            return Ok(Self { url, _server: None });
        }
        let server = Server::start(xaalis::sandbox::Sandbox::new(), ([127, 0, 0, 1], 0).into())?;
        println!("no {VARIABLE} given: a sandbox of our own at {}", server.url());
        println!("(to watch one: `cargo xtask sandbox`, then {VARIABLE}=http://127.0.0.1:8077)\n");
        Ok(Self { url: server.url(), _server: Some(server) })
    }

    /// Its address.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// A Senfenico client with a test key, pointed at the sandbox.
    ///
    /// # Errors
    /// When the address is not on this machine.
    pub fn senfenico(&self) -> Result<Senfenico, PaymentError> {
        Senfenico::new("sk_test_sandbox")?.dangerous_base_url(&self.url)
    }

    /// A DEXCHANGE client, pointed at the sandbox.
    ///
    /// # Errors
    /// When the address is not on this machine.
    pub fn dexchange(&self) -> Result<Dexchange, PaymentError> {
        Dexchange::new("dx_sandbox_key")?.dangerous_base_url(&self.url)
    }
}
