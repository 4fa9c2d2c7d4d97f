//! What apps are given: the AAR and the XCFramework, as far as they can be made without the vendors' kits.

use super::runner::{Context, Outcome, Report};
use crate::build::{android, ios};
use std::path::Path;

/// Compiled quickly: the code is the same.
const PROFILE: &str = "dev";
const AAR: [&str; 5] = [
    "AndroidManifest.xml",
    "classes.jar",
    "R.txt",
    "proguard.txt",
    "META-INF/com/android/build/gradle/aar-metadata.properties",
];
const CLASSES: [&str; 3] =
    ["dev/xaalis/pay/Pay.class", "dev/xaalis/pay/PayModel.class", "dev/xaalis/pay/door/RelayClient.class"];
const FRAMEWORK: [&str; 5] = [
    "Info.plist",
    "PrivacyInfo.xcprivacy",
    "ios-arm64/libxaalis_pay_native.a",
    "ios-arm64/Headers/XaalisPayNative.h",
    "ios-arm64/Headers/module.modulemap",
];

/// Makes both, and looks at what is in them.
pub(super) fn run(context: &Context) -> Report {
    let aar = android::package(context, PROFILE)?;
    let listed =
        |archive: &Path| context.output(context.command("jar").arg("--list").arg("--file").arg(archive));
    holds(&listed(&aar)?, &AAR, "the AAR")?;
    holds(&listed(&context.target.join("android/aar/classes.jar"))?, &CLASSES, "classes.jar")?;
    let framework = ios::framework(context, PROFILE)?;
    let missing = FRAMEWORK.iter().find(|file| !framework.join(file).exists());
    missing.map_or(Ok(()), |file| Err(Outcome::Failed(format!("{} has no {file}", framework.display()))))?;
    let kit =
        if aar.to_string_lossy().contains("without-jni") { "; not linked: no Android kit here" } else { "" };
    let simulator =
        if framework.join("ios-arm64-simulator").exists() { "" } else { "; no iOS simulator here" };
    Ok(format!("{} ABIs of Android, iOS{kit}{simulator}", android::ABIS.len()))
}

fn holds(list: &str, wanted: &[&str], what: &str) -> Result<(), Outcome> {
    match wanted.iter().find(|name| !list.lines().any(|line| line.trim() == **name)) {
        Some(name) => Err(Outcome::Failed(format!("{what} holds no {name}"))),
        None => Ok(()),
    }
}
