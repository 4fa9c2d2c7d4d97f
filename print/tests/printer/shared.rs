//! Core's source as it is, and with a change.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use xaalis_print::model::Model;
use xaalis_print::{File, Source, core_sources, files, read};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Core's source, each file as path, text and what was read of it.
pub(crate) static SOURCES: LazyLock<Vec<(String, String, Source)>> = LazyLock::new(|| {
    let parsed = |(path, text): (String, String)| {
        let source = Source::read(&path, &text).unwrap();
        (path, text, source)
    };
    core_sources(&root().join("core")).unwrap().into_iter().map(parsed).collect()
});

pub(crate) fn unchanged() -> Model {
    read(&SOURCES.iter().map(|(_, _, source)| source).collect::<Vec<_>>()).unwrap()
}

/// The model with a change in one file.
pub(crate) fn changed(file: &str, from: &str, to: &str) -> Result<Model, String> {
    let (_, text, _) = SOURCES.iter().find(|(path, _, _)| path == file).expect("the file");
    assert!(text.contains(from), "{file} no longer has {from:?}");
    let planted = Source::read(file, &text.replacen(from, to, 1))?;
    let others = SOURCES.iter().filter(|(path, _, _)| path != file).map(|(_, _, source)| source);
    read(&others.chain([&planted]).collect::<Vec<_>>())
}

pub(crate) fn printed(model: &Model) -> Vec<File> {
    files(model).unwrap()
}
