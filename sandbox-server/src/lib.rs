//! `cargo xtask sandbox`: both vendors' sandbox behind a socket.
//!
//! [`Server`] is the whole of it and runs in process as well, for tests and examples.

mod cut;
mod door;
mod server;
mod shared;
mod webhooks;

pub use door::Access;
pub use server::Server;

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::SystemTime;
use xaalis::sandbox::{Fault, Options, Sandbox};

/// What `cargo xtask sandbox` takes.
#[derive(clap::Args)]
pub struct Args {
    /// The port to listen on; 0 takes a free one.
    #[arg(long, default_value_t = 8077)]
    port: u16,
    /// The address to listen on. Anyone who reaches it may use the sandbox.
    #[arg(long, default_value = "127.0.0.1")]
    host: IpAddr,
    /// Something that goes wrong, as EFFECT@WHEN: `drop-after@3`, `503-before@charges`, `cut:40@transfers`.
    #[arg(long = "fault", value_name = "SPEC")]
    faults: Vec<Fault>,
    /// Where Senfenico's webhooks go: a loopback address, http://127.0.0.1:PORT/...
    #[arg(long, value_name = "URL", value_parser = loopback_url)]
    webhook_url: Option<String>,
    /// A port of this machine that DEXCHANGE's callbacks may go to, besides that of the webhook address.
    #[arg(long = "callback-port", value_name = "PORT")]
    callback_ports: Vec<u16>,
    /// A name this server is called by, besides localhost and its address.
    #[arg(long = "allow-host", value_name = "NAME")]
    hosts: Vec<String>,
    /// The key that signs them.
    #[arg(long, value_name = "KEY")]
    webhook_key: Option<String>,
    /// All references follow from this number; another one at each start when left out or 0, so that a
    /// journal that outlives the sandbox does not meet the same references twice.
    #[arg(long)]
    seed: Option<i64>,
    /// A JSON file of sandbox options: times, balances, bills, switches.
    #[arg(long, value_name = "FILE")]
    options: Option<PathBuf>,
}

/// Serves until Ctrl-C or SIGTERM.
pub fn run(args: Args) -> ExitCode {
    match serve(args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("sandbox: {why}");
            ExitCode::FAILURE
        }
    }
}

fn serve(args: Args) -> Result<(), String> {
    let options = options(&args)?;
    let mut callback_ports = args.callback_ports;
    callback_ports.extend(options.webhook_url.as_deref().and_then(|url| webhooks::loopback_port(url).ok()));
    let access = Access { hosts: args.hosts, callback_ports };
    let mut sandbox = Sandbox::with(options);
    for fault in args.faults {
        sandbox.inject(fault);
    }
    // Before the ready line: whoever reads it may send the signal at once.
    let signal = server::Signal::new().map_err(|error| error.to_string())?;
    let address = SocketAddr::new(args.host, args.port);
    let server =
        Server::start_with(sandbox, address, access).map_err(|error| format!("{address}: {error}"))?;
    println!("sandbox on {}", server.url());
    signal.wait();
    server.stop();
    Ok(())
}

/// The options of the file, if any, with the command line's on top.
fn options(args: &Args) -> Result<Options, String> {
    let mut options = match &args.options {
        None => Options::default(),
        Some(file) => {
            let failed = |why: String| format!("{}: {why}", file.display());
            let text = std::fs::read_to_string(file).map_err(|error| failed(error.to_string()))?;
            serde_json::from_str(&text).map_err(|error| failed(error.to_string()))?
        }
    };
    options.seed = match args.seed.unwrap_or(options.seed) {
        0 => started_at(),
        seed => seed,
    };
    options.webhook_url = args.webhook_url.clone().or(options.webhook_url);
    options.webhook_key = args.webhook_key.clone().or(options.webhook_key);
    Ok(options)
}

/// Microseconds since 1970: unlike any other start's.
fn started_at() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_micros()).unwrap_or(i64::MAX)
}

fn loopback_url(text: &str) -> Result<String, String> {
    webhooks::loopback_port(text)?;
    Ok(text.to_owned())
}
