// swift-tools-version: 6.0
import PackageDescription

let package = Package(
    name: "checkout",
    platforms: [.iOS(.v15), .macOS(.v12)],
    products: [.library(name: "Checkout", targets: ["Checkout"])],
    dependencies: [.package(path: "../../../bindings-uniffi/swift")],
    targets: [
        .target(name: "Checkout", dependencies: [.product(name: "XaalisPay", package: "swift")]),
        .testTarget(name: "CheckoutTests", dependencies: ["Checkout"]),
    ]
)
