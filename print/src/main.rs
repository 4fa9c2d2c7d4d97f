//! `cargo xtask print [--check]`.

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let check = match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => false,
        ["--check"] => true,
        _ => {
            eprintln!("usage: cargo xtask print [--check]");
            return ExitCode::from(2);
        }
    };
    match xaalis_print::run(&Path::new(env!("CARGO_MANIFEST_DIR")).join(".."), check) {
        Ok(differed) if check && !differed.is_empty() => {
            eprintln!("not what core's source says: {}; run cargo xtask print", differed.join(", "));
            ExitCode::FAILURE
        }
        Ok(differed) => {
            for path in differed {
                println!("printed {path}");
            }
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
