//! A whole day of payments on the embedded sandbox, in virtual time.
//!
//! Also an example: `shop.rs` is a [`Platform`](xaalis::Platform), and each scene is what a merchant
//! would write. Every claim is checked; the command fails when one does not hold.

mod books;
mod checks;
mod desk;
mod journal;
mod scenes;
mod screen;
mod shop;

use checks::Checks;
use desk::{HOOK_KEY, HOOKS};
use screen::View;
use shop::{Broken, Shop};
use std::fmt::Write as _;
use std::io::{IsTerminal, Write};
use std::process::ExitCode;
use std::time::Instant;
use xaalis::sandbox::{Options, Switches};

/// What to show.
#[derive(clap::Args)]
pub struct Args {
    /// Shows only this scene; the others still happen, unseen.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=10))]
    scene: Option<u8>,
    /// Shows nothing but failed checks and the last line.
    #[arg(long)]
    quiet: bool,
}

/// Runs the demo; fails when any of its promises does not hold.
pub fn run(args: &Args) -> ExitCode {
    let start = Instant::now();
    let color =
        std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|no| no.is_empty());
    let view = View { only: args.scene.map(usize::from), quiet: args.quiet, color };
    let (mut text, checks) = day(options(), view);
    let verdict = match checks.failed().len() {
        0 => format!("✓ all {} checks hold", checks.held()),
        failed => format!("✗ {failed} of {} checks do not hold", failed + checks.held()),
    };
    let _ = writeln!(text, "\n{verdict} · one day in {} ms", start.elapsed().as_millis());
    // A reader that closes early, such as `head`, is no failure of the demo.
    let _ = std::io::stdout().write_all(text.as_bytes());
    if checks.failed().is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Plays the day: what it shows, and what held.
fn day(options: Options, view: View) -> (String, Checks) {
    let mut shop = match Shop::open(options, view) {
        Ok(shop) => shop,
        Err(error) => {
            let mut checks = Checks::default();
            let failure = checks.that(&format!("the shop opens: {error}"), false).unwrap_or_default();
            return (failure, checks);
        }
    };
    shop.screen.head(
        "xaalis: a day of payments on the embedded sandbox, in virtual time. Nothing leaves this machine.",
    );
    for (at, scene) in scenes::ALL.iter().enumerate() {
        shop.until(scene.hour, scene.minute);
        shop.screen.scene(at + 1, scene.title, shop.now);
        if let Err(Broken(why)) = (scene.play)(&mut shop) {
            shop.check(&format!("the scene is played to its end: {why}"), false);
        }
    }
    (shop.screen.into_text(), shop.checks)
}

/// The world of this day.
fn options() -> Options {
    Options {
        seed: 2026,
        webhook_url: Some(HOOKS.to_owned()),
        webhook_key: Some(HOOK_KEY.to_owned()),
        // The balance of the vendor's own sample.
        dexchange_balance: 500_000,
        switches: Switches {
            // The docs promise webhooks for charges and checkouts only: transfers are followed without.
            webhooks_for_transfers: false,
            dexchange_callback_tries: 4,
            ..Switches::default()
        },
        ..Options::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_holds_and_repeats_itself() {
        let (text, checks) = day(options(), View::default());
        assert_eq!(checks.failed(), [""; 0], "{text}");
        assert!(checks.held() > 80, "{}", checks.held());
        assert_eq!(text, day(options(), View::default()).0);
        let quiet = View { quiet: true, ..View::default() };
        assert_eq!(day(options(), quiet).0, "");
    }

    #[test]
    fn the_day_shows_no_phone_meter_or_key() {
        let (text, _) = day(options(), View::default());
        for secret in
            ["76000000", "75000000", "77000000", "0706127087", "210278816", "310045512", "sk_test", "FALL"]
        {
            assert!(!text.contains(secret), "{secret}");
        }
        assert_eq!(scenes::phones().filter(|phone| text.contains(phone.as_str())).count(), 0);
    }

    #[test]
    fn another_world_is_noticed() {
        let worlds = [
            Options { dexchange_balance: 499_999, ..options() },
            Options { transfer_balance: 99_000, ..options() },
            Options { webhook_key: Some("another key".to_owned()), ..options() },
            Options { webhook_key: None, ..options() },
            Options { otp_ttl_ms: 1, ..options() },
            Options { bills: Vec::new(), ..options() },
            Options { settlement_transit_ms: 90_000_000, ..options() },
            Options { switches: Switches { list_lag_ms: 90_000_000, ..options().switches }, ..options() },
            Options { switches: Switches { token_never_arrives: true, ..options().switches }, ..options() },
            Options {
                switches: Switches {
                    dexchange_dedupe_before_biller: false,
                    dexchange_biller_ms: 90_000_000,
                    ..options().switches
                },
                ..options()
            },
        ];
        for (at, world) in worlds.into_iter().enumerate() {
            let (text, checks) = day(world, View { quiet: true, ..View::default() });
            assert!(!checks.failed().is_empty(), "world {at}");
            assert!(text.contains("CHECK FAILED in scene"), "world {at}: {text}");
        }
    }
}
