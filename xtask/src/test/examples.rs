//! Every example must run to its end with no argument.

use super::runner::{Context, Outcome, Report};
use serde_json::Value;
use xaalis::sandbox::Sandbox;
use xaalis_sandbox_server::Server;

/// Builds the examples, then runs each against a sandbox of its own, named by `XAALIS_SANDBOX`.
pub(super) fn run(context: &Context) -> Report {
    let metadata = context.cargo(&["metadata", "--locked", "--no-deps", "--format-version", "1"])?;
    let names = example_names(&metadata);
    if names.is_empty() {
        return Err(Outcome::Failed("there is no example".to_owned()));
    }
    context.cargo(&["build", "-p", "xaalis-examples", "--bins", "--examples"])?;
    for (kind, name) in &names {
        let server = Server::start(Sandbox::new(), ([127, 0, 0, 1], 0).into())
            .map_err(|error| Outcome::Failed(format!("sandbox server: {error}")))?;
        let flag = format!("--{kind}");
        let mut command = context.cargo_command(&["run", "--quiet", "-p", "xaalis-examples", &flag, name]);
        context.output(command.env("XAALIS_SANDBOX", server.url()))?;
        server.stop();
    }
    let names: Vec<_> = names.iter().map(|(_, name)| name.as_str()).collect();
    Ok(names.join(", "))
}

/// The programs of the examples' package, as (`bin` or `example`, name).
fn example_names(metadata: &str) -> Vec<(String, String)> {
    let metadata: Value = serde_json::from_str(metadata).unwrap_or_default();
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let targets = packages
        .filter(|package| package["name"] == "xaalis-examples")
        .flat_map(|package| package["targets"].as_array().into_iter().flatten());
    targets
        .filter_map(|target| Some((target["kind"][0].as_str()?, target["name"].as_str()?)))
        .filter(|(kind, _)| matches!(*kind, "bin" | "example"))
        .map(|(kind, name)| (kind.to_owned(), name.to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_programs_of_the_examples_package_are_run() {
        let metadata = r#"{"packages":[
            {"name":"xaalis","targets":[{"kind":["example"],"name":"no"}]},
            {"name":"xaalis-examples","targets":[
                {"kind":["lib"],"name":"xaalis_examples"},{"kind":["bin"],"name":"pay_bill"}]}]}"#;
        assert_eq!(example_names(metadata), [("bin".to_owned(), "pay_bill".to_owned())]);
    }
}
