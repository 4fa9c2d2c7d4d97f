import Foundation
import XaalisDoor

/// Senfenico's webhooks: a hash of body and webhook key in the header `X-Webhook-Hash`.
///
/// The scheme is that of both official SDKs; the vendor's page names none. It signs no time, so an old webhook verifies for
/// ever: skip those whose ``Notice/dedupe`` you have seen. Answer 200 after storing, or it is sent again for up to an hour.
///
/// A webhook is a hint, never proof: hand the notice to the payment (``Payment/notify(_:)``), which asks the vendor.
public struct SenfenicoWebhooks: Sendable {
    /// The header that carries the hash.
    public static let header = "X-Webhook-Hash"
    private let keys: [String]

    /// The webhook keys of the dashboard: one, or several while one replaces another.
    public init(_ keys: String...) {
        self.keys = keys
    }

    /// Verifies a webhook and reads it.
    ///
    /// - Parameters:
    ///   - raw: The body as it came, never parsed and written again: that hashes differently.
    ///   - signature: What the header said; `nil` when it was missing.
    /// - Throws: ``WebhookError``: answer 400 and look at your keys.
    public func read(_ raw: Data, signature: String?) throws -> Notice {
        try Xaalis.read(within { try readWebhook(webhookKeys: json(keys), raw: raw, signature: signature ?? "") })
    }

    /// The hash Senfenico would send: for your tests.
    public static func sign(_ raw: Data, key: String) -> String {
        signWebhook(raw: raw, key: key)
    }
}

/// DEXCHANGE's callbacks, which are not signed: each payment gets an address that only they know.
public struct DexchangeWebhooks: Sendable {
    private let secrets: [String]

    /// Your own random secret of at least 16 characters; several while one replaces another.
    public init(_ secrets: String...) {
        self.secrets = secrets
    }

    /// The `callbackUrl` of one payment: `{base}/{externalTransactionId}/{token}`.
    public func callbackUrl(base: String, externalTransactionId: String) throws -> String {
        try within { try XaalisDoor.callbackUrl(secrets: json(secrets), base: base, extId: externalTransactionId) }
    }

    /// The `customData` of one payment, which the callback echoes: a second proof.
    public func customData(
        externalTransactionId: String, service: Service, customer: String, amount: Int64? = nil
    ) throws -> String {
        try within {
            try XaalisDoor.customData(
                secrets: json(secrets), extId: externalTransactionId, service: service.rawValue, customer: customer, amount: amount
            )
        }
    }

    /// Checks the two parts of the address, then reads the callback.
    ///
    /// - Throws: ``WebhookError`` when it is not to be believed.
    public func read(_ raw: Data, externalTransactionId: String, token: String) throws -> Notice {
        try Xaalis.read(within {
            try readCallback(secrets: json(secrets), raw: raw, extId: externalTransactionId, token: token)
        })
    }

    /// The HMAC of DEXCHANGE's JavaScript SDK, hex: an addition to the token, never in its place.
    ///
    /// - Throws: ``WebhookError`` when it does not fit.
    public static func verifyHmac(_ raw: Data, signature: String, secret: String) throws {
        try within { try XaalisDoor.verifyHmac(raw: raw, signature: signature, secret: secret) }
    }
}

extension SenfenicoWebhooks: CustomStringConvertible, CustomReflectable {
    public var description: String { "SenfenicoWebhooks(keys: •••)" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension DexchangeWebhooks: CustomStringConvertible, CustomReflectable {
    public var description: String { "DexchangeWebhooks(secrets: •••)" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
