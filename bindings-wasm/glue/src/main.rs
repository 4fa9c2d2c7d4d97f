//! `xaalis-wasm-glue IN.wasm OUT_DIR NAME`: what wasm-bindgen's own command does, as a program of this
//! workspace, so that both halves of wasm-bindgen are pinned by one lock file.

use std::path::PathBuf;
use std::process::ExitCode;
use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    let given: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [input, out, name] = given.as_slice() else {
        eprintln!("usage: xaalis-wasm-glue IN.wasm OUT_DIR NAME");
        return ExitCode::FAILURE;
    };
    let mut bindgen = Bindgen::new();
    let web = bindgen.input_path(input).out_name(&name.to_string_lossy()).web(true);
    let written = web.and_then(|bindgen| {
        // The interface is `npm/src/wasm.d.ts`, with what the texts hold. How the file is found is each entry's. The
        // functions' names stay until they have been sorted by them.
        bindgen.typescript(false).remove_name_section(false).remove_producers_section(true);
        bindgen.omit_default_module_path(true).generate(out)
    });
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why:?}");
            ExitCode::FAILURE
        }
    }
}
