// swift-tools-version: 6.0
import PackageDescription

let package = Package(
    name: "checkout",
    platforms: [.iOS(.v15), .macOS(.v12)],
    products: [.library(name: "Checkout", targets: ["Checkout"])],
    dependencies: [.package(name: "xaalis", path: "../../bindings-uniffi/swift")],
    targets: [
        .target(name: "Checkout", dependencies: [.product(name: "XaalisPay", package: "xaalis")]),
        .testTarget(name: "CheckoutTests", dependencies: ["Checkout"]),
    ]
)
