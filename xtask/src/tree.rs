//! A copy of some of the sources, to be changed and built elsewhere. What is the same stays untouched, so that
//! cargo need not build it again.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A folder that is brought up to date, and the files that belong there.
pub(crate) struct Tree {
    root: PathBuf,
    files: BTreeSet<PathBuf>,
}

impl Tree {
    pub(crate) fn at(root: &Path) -> Self {
        Self { root: root.to_path_buf(), files: BTreeSet::new() }
    }

    /// Writes a file, unless it holds this already.
    pub(crate) fn put(&mut self, name: impl AsRef<Path>, bytes: &[u8]) -> Result<(), String> {
        let path = self.root.join(name);
        write(&path, bytes)?;
        self.files.insert(path);
        Ok(())
    }

    /// Copies a file or a folder; not what was put there before.
    pub(crate) fn copy(&mut self, from: &Path, to: impl AsRef<Path>) -> Result<(), String> {
        let to = self.root.join(to);
        if !from.is_dir() {
            return if self.files.contains(&to) { Ok(()) } else { self.put(to, &read_bytes(from)?) };
        }
        entries(from)?
            .iter()
            .try_for_each(|entry| self.copy(entry, to.join(entry.file_name().unwrap_or_default())))
    }

    /// Removes from a folder what was neither put nor copied there.
    pub(crate) fn remove_others(&self, folder: impl AsRef<Path>) -> Result<(), String> {
        for path in files(&self.root.join(folder))? {
            if !self.files.contains(&path) {
                fs::remove_file(&path).map_err(|error| failed(&path, &error))?;
            }
        }
        Ok(())
    }
}

/// The root's manifest with these members and no others.
pub(crate) fn with_members(manifest: &str, members: &[&str]) -> Result<String, String> {
    let (before, after) = manifest.split_once("members = [").ok_or("Cargo.toml: no members")?;
    let (_, after) = after.split_once(']').ok_or("Cargo.toml: no end of members")?;
    Ok(format!("{before}members = {members:?}{after}"))
}

/// Every file below a folder, in order; none where there is no folder.
pub(crate) fn files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut all = Vec::new();
    for entry in if folder.is_dir() { entries(folder)? } else { Vec::new() } {
        if entry.is_dir() {
            all.extend(files(&entry)?);
        } else {
            all.push(entry);
        }
    }
    Ok(all)
}

/// What is in a folder, in the same order each time.
pub(crate) fn entries(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let all = fs::read_dir(folder).map_err(|error| failed(folder, &error))?;
    let paths = all.map(|entry| entry.map(|entry| entry.path()).map_err(|error| failed(folder, &error)));
    let mut paths = paths.collect::<Result<Vec<_>, _>>()?;
    paths.sort();
    Ok(paths)
}

pub(crate) fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| failed(path, &error))
}

/// Writes a file, unless it holds this already.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    if fs::read(path).is_ok_and(|present| present == bytes) {
        return Ok(());
    }
    let parent = path.parent().map_or(Ok(()), fs::create_dir_all);
    parent.and_then(|()| fs::write(path, bytes)).map_err(|error| failed(path, &error))
}

/// Removes a folder and all in it, if it is there.
pub(crate) fn remove(folder: &Path) -> Result<(), String> {
    if !folder.exists() {
        return Ok(());
    }
    fs::remove_dir_all(folder).map_err(|error| failed(folder, &error))
}

fn read_bytes(path: &Path) -> Result<Vec<u8>, String> {
    fs::read(path).map_err(|error| failed(path, &error))
}

fn failed(path: &Path, error: &std::io::Error) -> String {
    format!("{}: {error}", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_names_the_members_it_is_told() {
        let text = "[workspace]\nmembers = [\"core\", \"tests\"]\n[workspace.package]\n";
        let wanted = "[workspace]\nmembers = [\"core\"]\n[workspace.package]\n".to_owned();
        assert_eq!(with_members(text, &["core"]), Ok(wanted));
    }

    #[test]
    fn what_is_the_same_is_not_written_again_and_what_is_gone_is_removed() {
        let folder = std::env::temp_dir().join(format!("xaalis-tree-{}", std::process::id()));
        remove(&folder).unwrap();
        let file = folder.join("here/a");
        let make = |names: &[&str]| {
            let mut tree = Tree::at(&folder);
            names.iter().try_for_each(|name| tree.put(name, b"text")).unwrap();
            tree.remove_others("here").unwrap();
        };
        make(&["here/a", "here/b"]);
        let before = fs::metadata(&file).unwrap().modified().unwrap();
        make(&["here/a"]);
        assert_eq!(fs::metadata(&file).unwrap().modified().unwrap(), before);
        assert_eq!(files(&folder).unwrap(), [file]);
        remove(&folder).unwrap();
    }
}
