import Foundation
import Testing
import XaalisTestSupport

@testable import Xaalis

@Suite struct WebhooksTests {
    /// Both vendors' through the public face; `VectorsTests` runs `webhooks.json`.
    @Test func aWebhookOfTheSandboxIsSignedReadAndAboutItsPayment() async throws {
        let key = "whk_key_of_the_dashboard"
        let sandbox = try Sandbox(SandboxOptions(seed: 7, webhookUrl: "http://127.0.0.1:9/hook", webhookKey: key))
        let senfenico = try Senfenico(apiKey: "sk_test_sandbox", transport: sandbox)
        _ = try await senfenico.collect("order-1", amount: 1_000, phone: "76 00 00 00") { _ in .otp("123456") }
        let delivery = try #require(sandbox.deliveries().first)
        let signature = delivery.headers.first { $0.name.lowercased() == SenfenicoWebhooks.header.lowercased() }?.value
        let webhooks = SenfenicoWebhooks(key)
        let notice = try webhooks.read(Data(delivery.body.utf8), signature: signature)
        #expect(try await senfenico.paymentOf(notice) == "order-1")
        #expect(throws: WebhookError.self) { try webhooks.read(Data((delivery.body + " ").utf8), signature: signature) }
        #expect(throws: WebhookError.self) { try webhooks.read(Data(delivery.body.utf8), signature: nil) }
        #expect(SenfenicoWebhooks.sign(Data(delivery.body.utf8), key: key) == signature)
        sandbox.acknowledge(delivery)
    }

    @Test func aCallbackComesBackToItsAddress() throws {
        let webhooks = DexchangeWebhooks("0123456789abcdef-secret")
        let url = try webhooks.callbackUrl(base: "https://shop.example/dx", externalTransactionId: "inv-1")
        let token = try #require(url.split(separator: "/").last.map(String.init))
        #expect(url.hasPrefix("https://shop.example/dx/inv-1/"))
        #expect(throws: WebhookError.self) { try webhooks.read(Data("{}".utf8), externalTransactionId: "inv-2", token: token) }
        #expect(throws: InvalidInput.self) { try DexchangeWebhooks("short").callbackUrl(base: "https://a.example", externalTransactionId: "x") }
        #expect(throws: WebhookError.self) { try DexchangeWebhooks.verifyHmac(Data("{}".utf8), signature: "00", secret: "s") }
    }
}
