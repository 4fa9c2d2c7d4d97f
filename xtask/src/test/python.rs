//! The Python package as a user gets it: the wheel, in an environment of its own.

use super::runner::{Context, Outcome, Report};
use crate::{apt, build, venv};
use std::path::{Path, PathBuf};

/// What a phone line in Ouagadougou should have to carry.
const MOST_BYTES: u64 = 2_600_000;

const FOLDER: &str = "bindings-python";
const SHOP: &str = "examples/django-shop";
const CHECKOUT: &str = "examples/web-checkout";
const SERVER: &str = "xaalis-sandbox-server";

/// Builds the wheel, installs it, runs every test of `bindings-python/tests` against it.
pub(super) fn tests(context: &Context) -> Report {
    let wheel = build::python(context)?;
    let python = environment(context, &wheel)?;
    let mut pytest = context.command(&python);
    pytest.args(["-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"]);
    pytest.args(["--ignore", "tests/test_postgres.py", "--ignore", "tests/test_mysql.py"]);
    // Most wait rather than work, in as many processes as there are cores.
    pytest.args(["--numprocesses", "auto", "--dist", "worksteal"]);
    let output = context.output(pytest.current_dir(context.root.join(FOLDER)))?;
    let bytes = std::fs::metadata(&wheel).map_err(|error| Outcome::Failed(error.to_string()))?.len();
    if bytes > MOST_BYTES {
        return Err(Outcome::Failed(format!("the wheel has {bytes} bytes; the most is {MOST_BYTES}")));
    }
    Ok(format!("{}; wheel {} kB", last_line(&output)?, bytes / 1000))
}

/// Processes that share one journal in a real PostgreSQL, and are killed; Django's stores over MariaDB.
pub(super) fn postgres(context: &Context) -> Report {
    apt::postgres(context)?;
    apt::ensure(context, "pgbouncer", &[PathBuf::from("/usr/sbin/pgbouncer")], &["pgbouncer"])?;
    apt::ensure(context, "mariadbd", &[PathBuf::from("/usr/sbin/mariadbd")], &["mariadb-server"])?;
    let python = environment(context, &build::python(context)?)?;
    // Workers of Node share the journal with those of Python.
    build::wasm::package(context)?;
    let mut pytest = context.command(&python);
    pytest.args(["-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_postgres.py"]);
    pytest.arg("tests/test_mysql.py");
    pytest.env("XAALIS_NODE_WORKER", build::wasm::folder(context).join("test/worker.mjs"));
    pytest.env("XAALIS_REQUIRE_POSTGRES", "1").env("XAALIS_SANDBOX", sandbox_program(context)?);
    let output = context.output(pytest.current_dir(context.root.join(FOLDER)))?;
    last_line(&output).map(str::to_owned)
}

/// The Django shop: Django's test client, then Chromium.
pub(super) fn shop(context: &Context) -> Report {
    apt::ensure(context, "chromium", &[], &["chromium", "fonts-dejavu-core"])?;
    apt::ensure(context, "msgfmt", &[], &["gettext"])?;
    let python = shop_environment(context, &build::python(context)?)?;
    let sandbox = sandbox_program(context)?;
    // A page of the examples pays through its relay.
    build::wasm::package(context)?;
    build::wasm::install(context, &context.root.join(CHECKOUT))?;
    let screenshots = context.target.join("screenshots");
    std::fs::create_dir_all(&screenshots).map_err(|error| Outcome::Failed(error.to_string()))?;
    let mut pytest = context.command(&python);
    pytest.args(["-m", "pytest", "-q", "-p", "no:cacheprovider"]);
    pytest.env("SANDBOX", sandbox).env("SCREENSHOTS", &screenshots);
    let output = context.output(pytest.current_dir(context.root.join(SHOP)))?;
    Ok(format!("{}; screenshots in {}", last_line(&output)?, screenshots.display()))
}

/// `docs/first-relay.md` as a reader does it, what it installs from here and from the registries; paid in Chromium.
pub(super) fn first_relay(context: &Context) -> Report {
    apt::ensure(context, "chromium", &[], &["chromium", "fonts-dejavu-core"])?;
    let wheel = build::python(context)?;
    let python = shop_environment(context, &wheel)?;
    let mut pytest = context.command(&python);
    pytest.args(["-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:django", "tests/first-relay"]);
    pytest.env("WHEEL", &wheel).env("TARBALL", build::wasm::package(context)?);
    let output = context.output(pytest.current_dir(&context.root))?;
    last_line(&output).map(str::to_owned)
}

/// The types, as editors see them: the package, and the shop that uses it.
pub(super) fn types(context: &Context) -> Report {
    let (folder, shop) = (context.root.join(FOLDER), context.root.join(SHOP));
    let wheel = build::python(context)?;
    let python = environment(context, &wheel)?;
    let shops = shop_environment(context, &wheel)?;
    let run = |python: &Path, place: &Path, module: &str, args: &[&str]| {
        let mut command = context.command(python);
        context.output(command.args(["-m", module]).args(args).current_dir(place))
    };
    run(&python, &folder, "mypy", &["--config-file", "pyproject.toml", "-p", "xaalis"])?;
    run(&python, &folder, "mypy.stubtest", &["xaalis._native", "--mypy-config-file", "pyproject.toml"])?;
    run(&shops, &shop, "mypy", &["--no-incremental"])?;
    let pyright = pyright(context)?;
    for (python, place) in [(&python, &folder), (&shops, &shop)] {
        let mut check = context.command("node");
        check.arg(&pyright).arg("--pythonpath").arg(python).current_dir(place);
        context.output(&mut check)?;
    }
    Ok("mypy --strict, pyright and stubtest on the package and the shop".to_owned())
}

/// The type checker of editors, of the version in `bindings-python/tools/package-lock.json`.
fn pyright(context: &Context) -> Result<PathBuf, Outcome> {
    let tools = context.root.join(FOLDER).join("tools");
    let mut npm = context.command(if cfg!(windows) { "npm.cmd" } else { "npm" });
    context.output(npm.args(["ci", "--no-audit", "--no-fund", "--prefix"]).arg(&tools))?;
    Ok(tools.join("node_modules/pyright/index.js"))
}

/// The pinned packages and the wheel.
pub(super) fn environment(context: &Context, wheel: &Path) -> Result<PathBuf, Outcome> {
    let python = venv::python(context, "python-tests", &format!("{FOLDER}/requirements/tests.txt"))?;
    venv::install(context, &python, wheel)?;
    Ok(python)
}

/// What the shop and its tests need, and the wheel.
fn shop_environment(context: &Context, wheel: &Path) -> Result<PathBuf, Outcome> {
    let python = venv::python(context, "django-shop", &format!("{SHOP}/requirements-test.txt"))?;
    venv::install(context, &python, wheel)?;
    Ok(python)
}

/// What serves the sandbox, as it is now.
pub(super) fn sandbox_program(context: &Context) -> Result<PathBuf, Outcome> {
    context.cargo(&["build", "--quiet", "-p", SERVER])?;
    Ok(context.target.join("debug").join(SERVER).with_extension(std::env::consts::EXE_EXTENSION))
}

/// `214 passed in 3.2s`; a run that left something unproven must not pass.
fn last_line(output: &str) -> Result<&str, Outcome> {
    // Windows has no fork: those tests are skipped there, and no others.
    let whole = |line: &&str| line.contains(" passed") && (cfg!(windows) || !line.contains(" skipped"));
    let line = output.lines().rev().find(whole);
    line.map(|line| line.trim_matches('=').trim())
        .ok_or_else(|| Outcome::Failed(format!("not every test ran:\n{output}")))
}
