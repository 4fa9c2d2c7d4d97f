//! Swift: this machine's own, or Debian's in a folder that it is entered by.

use crate::apt;
use crate::test::runner::{Context, Outcome};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};

/// Debian's first release with Swift 6. Older machines cannot run it beside their own libc: hence the folder.
const RELEASE: &str = "trixie";
const PACKAGES: &str =
    "swiftlang,ca-certificates,libc6-dev,libstdc++-14-dev,libsqlite3-dev,libcurl4-openssl-dev";
/// Written last: a folder without it was left in the middle.
const WHOLE: &str = "xaalis-swift";
/// Whoever comes second waits for the first.
static INSTALLING: Mutex<()> = Mutex::new(());
/// Enters the folder, with what is mounted there seen by this process and its children alone. The rest of the arguments
/// are the repository, the target folder, and the command with its variables.
const ENTER: &str = r#"
set -e
root=$1 repository=$2 target=$3
shift 3
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount --bind /tmp "$root/tmp"
for folder in "$repository" "$target"; do
    mkdir -p "$root$folder"
    mount --bind "$folder" "$root$folder"
done
exec chroot "$root" /usr/bin/env -i -C "$PWD" HOME=/root LANG=C.UTF-8 \
    PATH=/usr/libexec/swift/bin:/usr/sbin:/usr/bin:/sbin:/bin "$@"
"#;

/// Where Swift is.
pub(crate) enum Swift {
    /// In the path.
    Here,
    /// In a folder of its own.
    Within(PathBuf),
}

impl Swift {
    /// Finds it, or installs it where that is possible.
    pub(crate) fn ready(context: &Context) -> Result<Self, Outcome> {
        if context.output(context.command("swift").arg("--version")).is_ok() {
            return Ok(Self::Here);
        }
        if !cfg!(target_os = "linux") {
            return Err(Outcome::Missing("swift is not installed".to_owned()));
        }
        let _alone = INSTALLING.lock().unwrap_or_else(PoisonError::into_inner);
        let root = context.target.join("swift-root");
        if !root.join(WHOLE).is_file() {
            install(context, &root)?;
        }
        Ok(Self::Within(root))
    }

    /// A command of Swift's in `folder`, with these variables.
    pub(crate) fn command(
        &self,
        context: &Context,
        folder: &Path,
        variables: &[(&str, &Path)],
        args: &[&str],
    ) -> Command {
        match self {
            Self::Here => {
                let mut command = context.command("swift");
                command.envs(variables.iter().copied()).args(args);
                command.current_dir(folder);
                command
            }
            Self::Within(root) => {
                let mut command = context.command("unshare");
                command.args(["--mount", "--propagation", "private", "sh", "-c", ENTER, "sh"]);
                command.arg(root).arg(&context.root).arg(&context.target);
                for (name, value) in variables {
                    command.arg(format!("{name}={}", value.display()));
                }
                command.arg("swift").args(args).current_dir(folder);
                command
            }
        }
    }
}

fn install(context: &Context, root: &Path) -> Result<(), Outcome> {
    let missing = |why: String| Outcome::Missing(format!("swift is not installed, nor can be: {why}"));
    apt::ensure(context, "debootstrap", &["/usr/sbin/debootstrap".into()], &["debootstrap"])?;
    let user = context.output(context.command("id").arg("-u"))?;
    if user.trim() != "0" {
        return Err(missing("debootstrap wants root".to_owned()));
    }
    let mirror = mirror().ok_or_else(|| missing("apt names no mirror of Debian".to_owned()))?;
    let _ = std::fs::remove_dir_all(root);
    let mut debootstrap = context.command("debootstrap");
    debootstrap.args(["--variant=minbase", &format!("--include={PACKAGES}"), RELEASE]);
    context.output(debootstrap.arg(root).arg(&mirror)).map_err(|why| match why {
        Outcome::Failed(why) | Outcome::Missing(why) => {
            missing(why.lines().last().unwrap_or_default().to_owned())
        }
    })?;
    // What was downloaded is unpacked.
    let _ = std::fs::remove_dir_all(root.join("var/cache/apt/archives"));
    let whole = root.join(WHOLE);
    std::fs::write(&whole, RELEASE).map_err(|why| Outcome::Failed(format!("{}: {why}", whole.display())))
}

/// The mirror of Debian that apt uses here.
fn mirror() -> Option<String> {
    let lists = std::fs::read_dir("/etc/apt/sources.list.d").ok()?.flatten().map(|entry| entry.path());
    // As apt: a list by another name is none.
    let lists = lists.filter(|list| list.extension().is_some_and(|kind| kind == "list" || kind == "sources"));
    let texts: Vec<_> = lists
        .chain([PathBuf::from("/etc/apt/sources.list")])
        .filter_map(|list| std::fs::read_to_string(list).ok())
        .collect();
    let all = || texts.iter().flat_map(|text| addresses(text));
    // Others have packages of their own alone.
    all().find(|address| address.trim_end_matches('/').ends_with("/debian")).or_else(|| all().next())
}

/// All of them, in either of apt's forms: `URIs: ADDRESS`, or `deb [options] ADDRESS bookworm main`.
fn addresses(text: &str) -> impl Iterator<Item = String> {
    text.lines().filter_map(|line| {
        let line = line.trim();
        let rest = line.strip_prefix("URIs:").or_else(|| line.strip_prefix("deb "))?;
        rest.split_whitespace().find(|word| word.contains("://")).map(str::to_owned)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mirror_is_read_in_both_forms() {
        let new = "Types: deb\n# a remark\nURIs: http://mirror.example/debian\nSuites: bookworm\n";
        assert_eq!(addresses(new).next().as_deref(), Some("http://mirror.example/debian"));
        let old = "# deb-src x\ndeb [signed-by=/k] http://mirror.example/old bookworm main\n";
        assert_eq!(addresses(old).next().as_deref(), Some("http://mirror.example/old"));
        assert_eq!(addresses("Types: deb\n").next(), None);
    }
}
