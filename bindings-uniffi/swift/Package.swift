// swift-tools-version: 6.0
import Foundation
import PackageDescription

/// What `cargo xtask test --only swift` makes of the native libraries, and never stands in the repository.
let made = "Generated"

/// A native library, and what UniFFI writes of it. A package that is shipped has it as an XCFramework.
func native(_ door: String, over module: String, archive: String) -> [Target] {
    let framework = "\(made)/\(module).xcframework"
    let isPacked = FileManager.default.fileExists(atPath: "\(Context.packageDirectory)/\(framework)")
    let library: Target = isPacked
        ? .binaryTarget(name: module, path: framework)
        : .systemLibrary(name: module, path: "\(made)/\(module)")
    // By its path: what is looked for by name may be the shared one beside it. Behind `-Xlinker`, for Swift would look
    // into it for linker's directives.
    let linked: [LinkerSetting] = isPacked
        ? [] : [.unsafeFlags(["-Xlinker", "\(Context.packageDirectory)/\(made)/lib/\(archive)"])]
    return [library, .target(name: door, dependencies: [.byName(name: module)], path: "\(made)/\(door)", linkerSettings: linked)]
}

let package = Package(
    name: "xaalis",
    platforms: [.iOS(.v15), .macOS(.v12), .tvOS(.v15), .watchOS(.v8)],
    products: [
        .library(name: "Xaalis", targets: ["Xaalis"]),
        .library(name: "XaalisPay", targets: ["XaalisPay"]),
    ],
    targets: native("XaalisDoor", over: "XaalisNative", archive: "libxaalis_native.a")
        + native("XaalisPayDoor", over: "XaalisPayNative", archive: "libxaalis_pay_native.a")
        + [
            // Linux's Foundation is no HTTP client to pay with: see the file.
            .target(name: "XaalisCurl", linkerSettings: [.linkedLibrary("curl", .when(platforms: [.linux]))]),
            .target(
                name: "XaalisWire", dependencies: [.target(name: "XaalisCurl", condition: .when(platforms: [.linux]))]
            ),
            .target(name: "XaalisPay", dependencies: ["XaalisPayDoor", "XaalisWire"]),
            .systemLibrary(
                name: "XaalisSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite3"])]
            ),
            .target(name: "Xaalis", dependencies: ["XaalisDoor", "XaalisSQLite", "XaalisWire"]),
            // Thousands of vectors are read.
            .target(
                name: "XaalisTestSupport", path: "Tests/XaalisTestSupport", swiftSettings: [.unsafeFlags(["-O"])]
            ),
            .testTarget(name: "XaalisTests", dependencies: ["Xaalis", "XaalisDoor", "XaalisTestSupport", "XaalisWire"]),
            .testTarget(name: "XaalisPayTests", dependencies: ["XaalisPay", "XaalisTestSupport", "XaalisWire"]),
        ]
)
