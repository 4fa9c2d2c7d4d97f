//! `cargo xtask build ios`: the native part of Swift's `XaalisPay` as an XCFramework, in target/ios.
//!
//! A static library needs no linker, so that it is made on any machine; what links it is the app's Xcode.

use super::wasm::copy;
use super::{android, targets, uniffi};
use crate::test::runner::{Context, Outcome};
use std::fs;
use std::path::{Path, PathBuf};

/// Rust's name of the devices' target and of the simulator's, and their folders in the framework.
const TARGETS: [(&str, &str); 2] =
    [("aarch64-apple-ios", "ios-arm64"), ("aarch64-apple-ios-sim", "ios-arm64-simulator")];
const LIBRARY: &str = "libxaalis_pay_native.a";
const FILES: &str = "bindings-uniffi/swift/xcframework";

/// Makes the framework, by this profile of Cargo's, and beside it the Swift that UniFFI writes; the framework.
pub(crate) fn framework(context: &Context, profile: &str) -> Result<PathBuf, Outcome> {
    let folder = context.target.join("ios");
    let framework = folder.join("XaalisPayNative.xcframework");
    // What an earlier one left does not belong to it.
    let _ = fs::remove_dir_all(&folder);
    let swift = uniffi::pay_swift(context)?;
    let [source, header, map] = uniffi::pay_modules();
    let mut made = Vec::new();
    for (target, name) in TARGETS {
        match targets::add(context, target) {
            Err(why) if made.is_empty() => return Err(why),
            // Not every mirror of Rust's has the simulator's library.
            Err(_) => {
                eprintln!("without {name}: rustup cannot install {target}");
                continue;
            }
            Ok(()) => made.push(name),
        }
        let compiled = android::compiled(context, target, profile)?;
        let headers = framework.join(name).join("Headers");
        fs::create_dir_all(&headers).map_err(|why| failed(&headers, &why))?;
        copy(&compiled, &framework.join(name).join(LIBRARY))?;
        copy(&swift.join(&header), &headers.join(&header))?;
        copy(&swift.join(&map), &headers.join("module.modulemap"))?;
    }
    copy(&context.root.join(FILES).join("PrivacyInfo.xcprivacy"), &framework.join("PrivacyInfo.xcprivacy"))?;
    let plist = framework.join("Info.plist");
    fs::write(&plist, information(&made)).map_err(|why| failed(&plist, &why))?;
    copy(&swift.join(&source), &folder.join(&source))?;
    Ok(framework)
}

/// What Xcode reads of a framework: these libraries, all for arm64.
fn information(made: &[&str]) -> String {
    let libraries: String = made.iter().map(|name| library(name)).collect();
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
	<key>AvailableLibraries</key>
	<array>
{libraries}	</array>
	<key>CFBundlePackageType</key>
	<string>XFWK</string>
	<key>XCFrameworkFormatVersion</key>
	<string>1.0</string>
</dict>
</plist>
"#
    )
}

fn library(name: &str) -> String {
    let variant = if name.ends_with("simulator") {
        "\t\t\t<key>SupportedPlatformVariant</key>\n\t\t\t<string>simulator</string>\n"
    } else {
        ""
    };
    format!(
        r"		<dict>
			<key>HeadersPath</key>
			<string>Headers</string>
			<key>LibraryIdentifier</key>
			<string>{name}</string>
			<key>LibraryPath</key>
			<string>{LIBRARY}</string>
			<key>SupportedArchitectures</key>
			<array>
				<string>arm64</string>
			</array>
			<key>SupportedPlatform</key>
			<string>ios</string>
{variant}		</dict>
"
    )
}

fn failed(file: &Path, why: &std::io::Error) -> Outcome {
    Outcome::Failed(format!("{}: {why}", file.display()))
}
