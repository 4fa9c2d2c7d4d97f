// Printed from core's source by `cargo xtask print`; do not edit.
//
// The data of xaalis. Amounts are whole XOF francs, moments are milliseconds since 1970, percentages are decimal
// numbers as text. `nil` is what the vendor did not say. Words are open: one that this version does not know is kept
// as it came.

/// Why a payment was refused: the codes of Senfenico, of DEXCHANGE and of this library.
public struct Code: Word {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Senfenico: a bulk transfer of more than 100 items.
    public static let batchSizeLimitExceeded = Self(rawValue: "BATCH_SIZE_LIMIT_EXCEEDED")
    /// Senfenico, and HTTP 429 of both: too many requests.
    public static let rateLimitExceeded = Self(rawValue: "RATE_LIMIT_EXCEEDED")
    /// Senfenico: no such operator.
    public static let unsupportedProvider = Self(rawValue: "UNSUPPORTED_PROVIDER")
    /// Senfenico: the OTP is wrong.
    public static let otpInvalid = Self(rawValue: "OTP_INVALID")
    /// Senfenico: the OTP is too old.
    public static let otpExpired = Self(rawValue: "OTP_EXPIRED")
    /// Senfenico: the OTP sent before can still be used.
    public static let otpStillValid = Self(rawValue: "OTP_STILL_VALID")
    /// Both: not enough money on the account that pays.
    public static let insufficientFunds = Self(rawValue: "INSUFFICIENT_FUNDS")
    /// Senfenico: the phone number has no account with the operator.
    public static let invalidAccount = Self(rawValue: "INVALID_ACCOUNT")
    /// Senfenico: something failed on the way to the operator.
    public static let networkError = Self(rawValue: "NETWORK_ERROR")
    /// Senfenico: no charge has this reference.
    public static let chargeNotFound = Self(rawValue: "CHARGE_NOT_FOUND")
    /// Senfenico: an error on its side.
    public static let internalError = Self(rawValue: "INTERNAL_ERROR")
    /// Senfenico: an error it cannot name.
    public static let unknownError = Self(rawValue: "UNKNOWN_ERROR")
    /// Both: no transaction has this reference.
    public static let transactionNotFound = Self(rawValue: "TRANSACTION_NOT_FOUND")
    /// Senfenico: your account may not charge this operator.
    public static let unauthorizedChargeProvider = Self(rawValue: "UNAUTHORIZED_CHARGE_PROVIDER")
    /// Senfenico: the operator's system failed.
    public static let externalApiError = Self(rawValue: "EXTERNAL_API_ERROR")
    /// Senfenico: a field was refused.
    public static let invalidData = Self(rawValue: "INVALID_DATA")
    /// DEXCHANGE: the key is wrong.
    public static let invalidApiKey = Self(rawValue: "INVALID_API_KEY")
    /// DEXCHANGE: the key is too old.
    public static let expiredApiKey = Self(rawValue: "EXPIRED_API_KEY")
    /// DEXCHANGE: no key was sent.
    public static let missingApiKey = Self(rawValue: "MISSING_API_KEY")
    /// DEXCHANGE: the amount is not allowed.
    public static let invalidAmount = Self(rawValue: "INVALID_AMOUNT")
    /// DEXCHANGE: a transaction with this id exists.
    public static let duplicateTransaction = Self(rawValue: "DUPLICATE_TRANSACTION")
    /// DEXCHANGE: the service is down.
    public static let serviceUnavailable = Self(rawValue: "SERVICE_UNAVAILABLE")
    /// DEXCHANGE: the operator or biller failed.
    public static let operatorError = Self(rawValue: "OPERATOR_ERROR")
    /// DEXCHANGE: the operator or biller did not answer in time.
    public static let timeoutError = Self(rawValue: "TIMEOUT_ERROR")
    /// Ours, for HTTP 401 without a code: the key was refused.
    public static let unauthorized = Self(rawValue: "UNAUTHORIZED")
    /// Ours, for HTTP 403 without a code: not allowed.
    public static let forbidden = Self(rawValue: "FORBIDDEN")
    /// Ours, for HTTP 404 without a code.
    public static let notFound = Self(rawValue: "NOT_FOUND")
    /// Ours, for HTTP 400 without a code: a field was refused.
    public static let validation = Self(rawValue: "VALIDATION")
    /// Ours, for HTTP 409 without a code.
    public static let conflict = Self(rawValue: "CONFLICT")
    /// Ours: the reference was used for another payment.
    public static let duplicateReference = Self(rawValue: "DUPLICATE_REFERENCE")
    /// Ours: the bill is paid.
    public static let alreadyPaid = Self(rawValue: "ALREADY_PAID")
    /// Ours: nothing to pay.
    public static let noBill = Self(rawValue: "NO_BILL")
    /// Ours: the vendor's final status is failed.
    public static let paymentFailed = Self(rawValue: "PAYMENT_FAILED")
    /// Ours: the vendor's final status is canceled.
    public static let paymentCanceled = Self(rawValue: "PAYMENT_CANCELED")
    /// Ours: the bill is no longer what the customer agreed to; nothing was paid.
    public static let amountChanged = Self(rawValue: "AMOUNT_CHANGED")
    /// Ours: the payer gave the charge up before a code was sent; nothing was paid.
    public static let abandoned = Self(rawValue: "ABANDONED")
}

/// One complaint of the vendor about one field.
public struct FieldError: Sendable, Hashable, Codable {
    /// The field's name at the vendor; `non_field_errors` for the whole.
    public var field: String
    /// The complaint, as it came.
    public var message: String

    public init(field: String, message: String) {
        self.field = field
        self.message = message
    }
}

extension FieldError: CustomStringConvertible, CustomReflectable {
    /// No log may show all of it.
    public var description: String { "FieldError(field: \(shown(field)), message: •••)" }
    public var customMirror: Mirror { Mirror(self, children: ["field": shown(field), "message": "•••"]) }
}

/// Money that was debited and is due back (a Woyofal top-up that failed after PROCESSING).
public struct Refund: Sendable, Hashable, Codable {
    /// Amount plus fee, in XOF francs, as far as the vendor told; absent when it did not.
    public var amount: Int64?
    /// True once the vendor's callback showed the balance rising by it.
    public var seen: Bool

    public init(amount: Int64? = nil, seen: Bool) {
        self.amount = amount
        self.seen = seen
    }
}

/// A definite no.
public struct Refusal: Sendable, Hashable, Codable {
    /// Which kind of no; its texts in English and French stand in `Code`.
    public var code: Code
    /// The HTTP status it came with; absent when a flow concluded it.
    public var httpStatus: Int64?
    /// The vendor's own message, as it came. May hold personal data: show it, do not log it.
    public var message: String
    /// The vendor's complaints about single fields (`errors`), one line each.
    public var fieldErrors: [FieldError]
    /// Set when a debit was made first and is due back.
    public var refund: Refund?

    public init(code: Code, httpStatus: Int64? = nil, message: String, fieldErrors: [FieldError], refund: Refund? = nil) {
        self.code = code
        self.httpStatus = httpStatus
        self.message = message
        self.fieldErrors = fieldErrors
        self.refund = refund
    }
}

extension Refusal: CustomStringConvertible, CustomReflectable {
    /// No log may show all of it.
    public var description: String { "Refusal(code: \(shown(code)), httpStatus: \(shown(httpStatus)), message: •••, fieldErrors: \(shown(fieldErrors)), refund: \(shown(refund)))" }
    public var customMirror: Mirror { Mirror(self, children: ["code": shown(code), "httpStatus": shown(httpStatus), "message": "•••", "fieldErrors": shown(fieldErrors), "refund": shown(refund)]) }
}

/// Reasons why nothing happened at the vendor.
public struct Unsent: Word {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The vendor could not be reached.
    public static let unreachable = Self(rawValue: "unreachable")
    /// The vendor turned the request away as too frequent, again and again.
    public static let busy = Self(rawValue: "busy")
    /// A request without effect was sent but never answered usefully.
    public static let unanswered = Self(rawValue: "unanswered")
    /// The process died before it was sent, and its details were not given again.
    public static let forgotten = Self(rawValue: "forgotten")
    /// Stopped before it was sent.
    public static let stopped = Self(rawValue: "stopped")
}

/// What makes an outcome uncertain.
public struct Doubt: Word {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The request may have left, and no answer came.
    public static let noAnswer = Self(rawValue: "no_answer")
    /// HTTP 5xx.
    public static let serverError = Self(rawValue: "server_error")
    /// An answer that is not JSON, such as an HTML page.
    public static let notJson = Self(rawValue: "not_json")
    /// JSON that is cut or not of the documented shape.
    public static let malformed = Self(rawValue: "malformed")
    /// An answer larger than the cap.
    public static let oversized = Self(rawValue: "oversized")
    /// JSON nested deeper than is read.
    public static let tooDeep = Self(rawValue: "too_deep")
    /// A well-formed answer about something else than was asked.
    public static let foreign = Self(rawValue: "foreign")
    /// The vendor's list holds an item that cannot be read and may be this payment, or the bill to pay.
    public static let unreadable = Self(rawValue: "unreadable")
    /// An unexpected redirect, never followed because the key would follow.
    public static let redirected = Self(rawValue: "redirected")
    /// HTTP 409 of an API that does not say what it means.
    public static let conflict = Self(rawValue: "conflict")
    /// An error code that may stand for a payment already made.
    public static let uncertainCode = Self(rawValue: "uncertain_code")
    /// The vendor knows our id from an earlier attempt: that one was accepted.
    public static let acceptedEarlier = Self(rawValue: "accepted_earlier")
    /// A refusal now, but an earlier attempt may have gone through.
    public static let refusedAfterUncertain = Self(rawValue: "refused_after_uncertain")
    /// The process died while the request was, or was about to be, under way.
    public static let crashed = Self(rawValue: "crashed")
    /// Several payments at the vendor could be this one.
    public static let ambiguous = Self(rawValue: "ambiguous")
    /// The vendor's payment already belongs to another operation.
    public static let taken = Self(rawValue: "taken")
    /// The vendor shows another amount than ordered.
    public static let amountMismatch = Self(rawValue: "amount_mismatch")
    /// The vendor shows a live payment for a test key, or the reverse.
    public static let modeMismatch = Self(rawValue: "mode_mismatch")
    /// Still not finished when the waiting ended.
    public static let stillOpen = Self(rawValue: "still_open")
    /// The vendor does not know the payment it acknowledged.
    public static let vanished = Self(rawValue: "vanished")
}

/// A limit that an answer passed.
public struct Excess: Sendable, Hashable, Codable {
    /// How much came: bytes, or levels of nesting. Absent when reading stopped at the limit.
    public var seen: Int64?
    /// How much is taken.
    public var limit: Int64

    public init(seen: Int64? = nil, limit: Int64) {
        self.seen = seen
        self.limit = limit
    }
}

/// Why nothing happened at the vendor.
public struct NotSentReason: Sendable, Hashable, Codable {
    /// The reason.
    public var why: Unsent
    /// For a read that was answered unusably: how.
    public var doubt: Doubt?
    /// With `"oversized"` and `"too_deep"`: the limit that was passed.
    public var excess: Excess?

    public init(why: Unsent, doubt: Doubt? = nil, excess: Excess? = nil) {
        self.why = why
        self.doubt = doubt
        self.excess = excess
    }
}

/// How an unknown outcome can be found out.
public struct Plan: Word {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Read it again by the vendor's reference.
    public static let fetch = Self(rawValue: "fetch")
    /// Look for our id in the vendor's list.
    public static let searchById = Self(rawValue: "search_by_id")
    /// Look for amount, payer and time in the vendor's list.
    public static let searchByDetails = Self(rawValue: "search_by_details")
    /// Wait for the vendor's callback, or ask its support with our id.
    public static let awaitCallback = Self(rawValue: "await_callback")
    /// Ask the vendor's support.
    public static let askSupport = Self(rawValue: "ask_support")
}

/// An outcome nobody knows yet.
public struct UnknownOutcome: Sendable, Hashable, Codable {
    /// Our operation: the one to resume.
    public var opId: String
    /// The id we gave the payment at the vendor (`externalTransactionId`, `extId`), if it takes one.
    public var ourReference: String?
    /// The vendor's id, if any answer let it be read.
    public var providerReference: String?
    /// How many times the request was handed to the transport.
    public var attempts: Int64
    /// When it was last handed out. Milliseconds since 1970.
    public var lastSent: Int64
    /// What made it unknown.
    public var why: Doubt
    /// The last HTTP status seen, if any.
    public var httpStatus: Int64?
    /// The last error code seen, if any.
    public var code: Code?
    /// With `"oversized"` and `"too_deep"`: the limit that was passed.
    public var excess: Excess?
    /// How to find out.
    public var plan: Plan
    /// For a bill: does an inquiry made since show it paid? Paid by *someone*: no proof of who, but a reason
    /// not to pay it again.
    public var billPaid: Bool?

    public init(opId: String, ourReference: String? = nil, providerReference: String? = nil, attempts: Int64, lastSent: Int64, why: Doubt, httpStatus: Int64? = nil, code: Code? = nil, excess: Excess? = nil, plan: Plan, billPaid: Bool? = nil) {
        self.opId = opId
        self.ourReference = ourReference
        self.providerReference = providerReference
        self.attempts = attempts
        self.lastSent = lastSent
        self.why = why
        self.httpStatus = httpStatus
        self.code = code
        self.excess = excess
        self.plan = plan
        self.billPaid = billPaid
    }
}

/// How an operation ended.
public enum Outcome<Value: Sendable & Hashable & Codable>: Sendable, Hashable, Codable {
    /// The vendor said yes. For a flow: the money arrived, the bill is paid.
    case settled(value: Value)
    /// The vendor said no, and no money moved (or it is being given back: see the refusal).
    case rejected(refusal: Refusal)
    /// Nothing happened at the vendor: the same order, or a corrected one, may be given again under its id.
    case notSent(unsent: NotSentReason)
    /// Money may or may not have moved. Neither success nor failure: keep it, look, or ask.
    case unknown(unknown: UnknownOutcome)

    private enum Keys: String, CodingKey {
        case kind, value, refusal, unsent, unknown
    }

    /// The word for it.
    public var kind: String {
        switch self {
        case .settled: "settled"
        case .rejected: "rejected"
        case .notSent: "not_sent"
        case .unknown: "unknown"
        }
    }

    public init(from decoder: any Decoder) throws {
        let read = try decoder.container(keyedBy: Keys.self)
        switch try read.decode(String.self, forKey: .kind) {
        case "settled": self = .settled(value: try read.decode(Value.self, forKey: .value))
        case "rejected": self = .rejected(refusal: try read.decode(Refusal.self, forKey: .refusal))
        case "not_sent": self = .notSent(unsent: try read.decode(NotSentReason.self, forKey: .unsent))
        case "unknown": self = .unknown(unknown: try read.decode(UnknownOutcome.self, forKey: .unknown))
        case let kind: throw unheard(kind, Keys.kind, read)
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var written = encoder.container(keyedBy: Keys.self)
        try written.encode(kind, forKey: .kind)
        switch self {
        case .settled(let value):
            try written.encode(value, forKey: .value)
        case .rejected(let refusal):
            try written.encode(refusal, forKey: .refusal)
        case .notSent(let unsent):
            try written.encode(unsent, forKey: .unsent)
        case .unknown(let unknown):
            try written.encode(unknown, forKey: .unknown)
        }
    }
}

/// What opening a payment page answers.
public struct CheckoutOpened: Sendable, Hashable, Codable {
    /// The checkout's reference.
    public var reference: String
    /// The page to send the customer to: `https`, or `http` on this machine in test mode. An answer with any
    /// other is not readable, since pages redirect to it (`javascript:…`).
    public var authorizationUrl: String
    /// False in test mode.
    public var liveMode: Bool?

    public init(reference: String, authorizationUrl: String, liveMode: Bool? = nil) {
        self.reference = reference
        self.authorizationUrl = authorizationUrl
        self.liveMode = liveMode
    }
}

/// The status of a checkout. Vendor page: "fetch checkout".
public struct CheckoutStatus: Word {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Awaiting payment.
    public static let pending = Self(rawValue: "pending")
    /// Payment failed.
    public static let failed = Self(rawValue: "failed")
    /// Paid.
    public static let success = Self(rawValue: "success")
}

/// A checkout. Vendor page: "fetch checkout".
///
/// Both references, status and amount decide and are read strictly; what cannot be read of the rest is
/// absent.
public struct Checkout: Sendable, Hashable, Codable {
    /// The checkout's reference.
    public var reference: String
    /// The checkout's status.
    public var status: CheckoutStatus
    /// The charge made on the page, once there is one: its status is the stronger witness.
    public var chargeReference: String?
    /// The amount in XOF francs.
    public var amount: Int64?
    /// The customer's e-mail address.
    public var email: String?
    /// As given when it was opened.
    public var successUrl: String?
    /// As given when it was opened.
    public var cancelUrl: String?
    /// The customer's number, empty before the customer paid; may be masked by the vendor.
    public var phone: String?
    /// The operator, empty before the customer paid.
    public var provider: String?
    /// False in test mode.
    public var liveMode: Bool?
    /// When the vendor stored it, as the vendor writes it.
    public var createdAt: String?
    /// When the vendor last changed it, as the vendor writes it.
    public var updatedAt: String?

    public init(reference: String, status: CheckoutStatus, chargeReference: String? = nil, amount: Int64? = nil, email: String? = nil, successUrl: String? = nil, cancelUrl: String? = nil, phone: String? = nil, provider: String? = nil, liveMode: Bool? = nil, createdAt: String? = nil, updatedAt: String? = nil) {
        self.reference = reference
        self.status = status
        self.chargeReference = chargeReference
        self.amount = amount
        self.email = email
        self.successUrl = successUrl
        self.cancelUrl = cancelUrl
        self.phone = phone
        self.provider = provider
        self.liveMode = liveMode
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

extension Checkout: CustomStringConvertible, CustomReflectable {
    /// No log may show all of it.
    public var description: String { "Checkout(reference: \(shown(reference)), status: \(shown(status)), chargeReference: \(shown(chargeReference)), amount: \(shown(amount)), email: •••, successUrl: \(shown(successUrl)), cancelUrl: \(shown(cancelUrl)), phone: •••, provider: \(shown(provider)), liveMode: \(shown(liveMode)), createdAt: \(shown(createdAt)), updatedAt: \(shown(updatedAt)))" }
    public var customMirror: Mirror { Mirror(self, children: ["reference": shown(reference), "status": shown(status), "chargeReference": shown(chargeReference), "amount": shown(amount), "email": "•••", "successUrl": shown(successUrl), "cancelUrl": shown(cancelUrl), "phone": "•••", "provider": shown(provider), "liveMode": shown(liveMode), "createdAt": shown(createdAt), "updatedAt": shown(updatedAt)]) }
}

/// The status of a charge. Vendor page: "fetch charge".
public struct ChargeStatus: Word {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The payer has to give a one-time code.
    public static let sendOtp = Self(rawValue: "send_otp")
    /// The payer has to confirm on the phone.
    public static let payOffline = Self(rawValue: "pay_offline")
    /// Under way at the operator.
    public static let pending = Self(rawValue: "pending")
    /// Refused by payer or operator; no money moved.
    public static let failed = Self(rawValue: "failed")
    /// Given up before it was paid.
    public static let canceled = Self(rawValue: "canceled")
    /// Paid.
    public static let success = Self(rawValue: "success")
}

/// What creating a charge answers. Vendor page: "create a charge".
public struct ChargeCreated: Sendable, Hashable, Codable {
    /// The charge's reference.
    public var reference: String
    /// What the payer has to do next.
    public var status: ChargeStatus
    /// The vendor's instruction for the payer (French).
    public var displayText: String?
    /// False in test mode.
    public var liveMode: Bool?

    public init(reference: String, status: ChargeStatus, displayText: String? = nil, liveMode: Bool? = nil) {
        self.reference = reference
        self.status = status
        self.displayText = displayText
        self.liveMode = liveMode
    }
}

extension ChargeCreated: CustomStringConvertible, CustomReflectable {
    /// No log may show all of it.
    public var description: String { "ChargeCreated(reference: \(shown(reference)), status: \(shown(status)), displayText: •••, liveMode: \(shown(liveMode)))" }
    public var customMirror: Mirror { Mirror(self, children: ["reference": shown(reference), "status": shown(status), "displayText": "•••", "liveMode": shown(liveMode)]) }
}

/// A mobile-money operator of Burkina Faso, by its name in the Senfenico API.
public struct Provider: Word {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Orange Money.
    public static let orangeBf = Self(rawValue: "orange_bf")
    /// Moov Money.
    public static let moovBf = Self(rawValue: "moov_bf")
    /// Coris Money: any Burkinabè mobile number.
    public static let corisBf = Self(rawValue: "coris_bf")
    /// Sank Money: any Burkinabè mobile number.
    public static let sankBf = Self(rawValue: "sank_bf")
}

/// One try of the payer to confirm a charge.
public struct ConfirmationAttempt: Sendable, Hashable, Codable {
    /// From where.
    public var ipAddress: String?
    /// When, as the vendor writes it.
    public var attemptDate: String?
    /// `success` or `failed`.
    public var confirmationStatus: String?

    public init(ipAddress: String? = nil, attemptDate: String? = nil, confirmationStatus: String? = nil) {
        self.ipAddress = ipAddress
        self.attemptDate = attemptDate
        self.confirmationStatus = confirmationStatus
    }
}

/// A charge. Vendor page: "fetch charge".
///
/// The answer to a submitted code is the same without `phone`, `createdAt` and `updatedAt`. Reference,
/// status and amount decide and are read strictly; what cannot be read of the rest is absent.
public struct Charge: Sendable, Hashable, Codable {
    /// The charge's reference.
    public var reference: String
    /// The charge's status.
    public var status: ChargeStatus
    /// The amount in XOF francs.
    public var amount: Int64?
    /// The vendor's fee in percent of the amount: `3.5`, or `3.50` as text. A decimal number, as text.
    public var fees: String?
    /// `XOF`.
    public var currency: String?
    /// When it was made, as the vendor writes it.
    public var transactionDate: String?
    /// From where it was made.
    public var ipAddress: String?
    /// False in test mode.
    public var liveMode: Bool?
    /// `mobile_money`.
    public var paymentMethod: String?
    /// The operator.
    public var provider: Provider?
    /// The customer's number; may be masked by the vendor (`77xxxxxx`).
    public var phone: String?
    /// When it was given up, as the vendor writes it.
    public var cancelledAt: String?
    /// Why it was given up.
    public var cancellationReason: String?
    /// When the vendor stored it, as the vendor writes it.
    public var createdAt: String?
    /// When the vendor last changed it, as the vendor writes it.
    public var updatedAt: String?
    /// Every code that was tried, as far as it can be read.
    public var confirmationAttempts: [ConfirmationAttempt]

    public init(reference: String, status: ChargeStatus, amount: Int64? = nil, fees: String? = nil, currency: String? = nil, transactionDate: String? = nil, ipAddress: String? = nil, liveMode: Bool? = nil, paymentMethod: String? = nil, provider: Provider? = nil, phone: String? = nil, cancelledAt: String? = nil, cancellationReason: String? = nil, createdAt: String? = nil, updatedAt: String? = nil, confirmationAttempts: [ConfirmationAttempt] = []) {
        self.reference = reference
        self.status = status
        self.amount = amount
        self.fees = fees
        self.currency = currency
        self.transactionDate = transactionDate
        self.ipAddress = ipAddress
        self.liveMode = liveMode
        self.paymentMethod = paymentMethod
        self.provider = provider
        self.phone = phone
        self.cancelledAt = cancelledAt
        self.cancellationReason = cancellationReason
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.confirmationAttempts = confirmationAttempts
    }

    public init(from decoder: any Decoder) throws {
        let read = try decoder.container(keyedBy: CodingKeys.self)
        reference = try read.decode(String.self, forKey: .reference)
        status = try read.decode(ChargeStatus.self, forKey: .status)
        amount = try read.decodeIfPresent(Int64.self, forKey: .amount)
        fees = try read.decodeIfPresent(String.self, forKey: .fees)
        currency = try read.decodeIfPresent(String.self, forKey: .currency)
        transactionDate = try read.decodeIfPresent(String.self, forKey: .transactionDate)
        ipAddress = try read.decodeIfPresent(String.self, forKey: .ipAddress)
        liveMode = try read.decodeIfPresent(Bool.self, forKey: .liveMode)
        paymentMethod = try read.decodeIfPresent(String.self, forKey: .paymentMethod)
        provider = try read.decodeIfPresent(Provider.self, forKey: .provider)
        phone = try read.decodeIfPresent(String.self, forKey: .phone)
        cancelledAt = try read.decodeIfPresent(String.self, forKey: .cancelledAt)
        cancellationReason = try read.decodeIfPresent(String.self, forKey: .cancellationReason)
        createdAt = try read.decodeIfPresent(String.self, forKey: .createdAt)
        updatedAt = try read.decodeIfPresent(String.self, forKey: .updatedAt)
        confirmationAttempts = try read.decodeIfPresent([ConfirmationAttempt].self, forKey: .confirmationAttempts) ?? []
    }
}

extension Charge: CustomStringConvertible, CustomReflectable {
    /// No log may show all of it.
    public var description: String { "Charge(reference: \(shown(reference)), status: \(shown(status)), amount: \(shown(amount)), fees: \(shown(fees)), currency: \(shown(currency)), transactionDate: \(shown(transactionDate)), ipAddress: \(shown(ipAddress)), liveMode: \(shown(liveMode)), paymentMethod: \(shown(paymentMethod)), provider: \(shown(provider)), phone: •••, cancelledAt: \(shown(cancelledAt)), cancellationReason: •••, createdAt: \(shown(createdAt)), updatedAt: \(shown(updatedAt)), confirmationAttempts: \(shown(confirmationAttempts)))" }
    public var customMirror: Mirror { Mirror(self, children: ["reference": shown(reference), "status": shown(status), "amount": shown(amount), "fees": shown(fees), "currency": shown(currency), "transactionDate": shown(transactionDate), "ipAddress": shown(ipAddress), "liveMode": shown(liveMode), "paymentMethod": shown(paymentMethod), "provider": shown(provider), "phone": "•••", "cancelledAt": shown(cancelledAt), "cancellationReason": "•••", "createdAt": shown(createdAt), "updatedAt": shown(updatedAt), "confirmationAttempts": shown(confirmationAttempts)]) }
}

/// The balance money is collected into.
public struct CollectionBalance: Sendable, Hashable, Codable {
    /// Can be used at once, in XOF francs.
    public var available: Int64?
    /// Being transferred or settled, in XOF francs.
    public var pending: Int64?
    /// `XOF`.
    public var currency: String?

    public init(available: Int64? = nil, pending: Int64? = nil, currency: String? = nil) {
        self.available = available
        self.pending = pending
        self.currency = currency
    }
}

/// Two numbers of one balance, in XOF francs.
public struct Balance: Sendable, Hashable, Codable {
    /// Can be used at once. In XOF francs.
    public var available: Int64?
    /// Being transferred or settled; cannot be used. In XOF francs.
    public var pending: Int64?

    public init(available: Int64? = nil, pending: Int64? = nil) {
        self.available = available
        self.pending = pending
    }
}

/// The balance of one wallet money is sent from.
public struct WalletBalance: Sendable, Hashable, Codable {
    /// The vendor's name: `orange_money_bf`, `moov_money_bf`, `sank_money_bf`, or a newer one.
    public var wallet: String
    /// What it holds.
    public var balance: Balance

    public init(wallet: String, balance: Balance) {
        self.wallet = wallet
        self.balance = balance
    }
}

/// All balances, in XOF francs (the vendor writes `18692.0`). They only inform: a number that is missing or
/// cannot be read, such as a negative one, is absent and hides none of the others.
public struct Balances: Sendable, Hashable, Codable {
    /// Money collected from customers.
    public var collection: CollectionBalance
    /// All wallets together.
    public var transferTotal: Balance
    /// Money that can be sent, wallet by wallet, in the vendor's order; wallets the vendor adds later appear
    /// here too.
    public var transfer: [WalletBalance]

    public init(collection: CollectionBalance, transferTotal: Balance, transfer: [WalletBalance]) {
        self.collection = collection
        self.transferTotal = transferTotal
        self.transfer = transfer
    }
}

/// The status of a transfer. Vendor page: "single transfer".
public struct TransferStatus: Word {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Queued or under way.
    public static let pending = Self(rawValue: "pending")
    /// Not delivered.
    public static let failed = Self(rawValue: "failed")
    /// Delivered.
    public static let success = Self(rawValue: "success")
}

/// A transfer. Vendor page: "single transfer".
///
/// Reference, `extId`, status and amount decide and are read strictly; what cannot be read of the rest is
/// absent.
public struct Transfer: Sendable, Hashable, Codable {
    /// The transfer's reference.
    public var reference: String
    /// The transfer's status.
    public var status: TransferStatus
    /// The amount in XOF francs.
    public var amount: Int64?
    /// The vendor's fee in percent of the amount: `1.5`, or `1.50` as text. A decimal number, as text.
    public var fees: String?
    /// `XOF`.
    public var currency: String?
    /// From where it was made.
    public var ipAddress: String?
    /// False in test mode.
    public var liveMode: Bool?
    /// The wallet.
    public var recipientWallet: Provider?
    /// The recipient's number; may be masked by the vendor (`65xxxxxx`).
    public var recipientPhone: String?
    /// Our id, as the vendor echoes it.
    public var extId: String?
    /// When the vendor stored it, as the vendor writes it.
    public var createdAt: String?

    public init(reference: String, status: TransferStatus, amount: Int64? = nil, fees: String? = nil, currency: String? = nil, ipAddress: String? = nil, liveMode: Bool? = nil, recipientWallet: Provider? = nil, recipientPhone: String? = nil, extId: String? = nil, createdAt: String? = nil) {
        self.reference = reference
        self.status = status
        self.amount = amount
        self.fees = fees
        self.currency = currency
        self.ipAddress = ipAddress
        self.liveMode = liveMode
        self.recipientWallet = recipientWallet
        self.recipientPhone = recipientPhone
        self.extId = extId
        self.createdAt = createdAt
    }
}

extension Transfer: CustomStringConvertible, CustomReflectable {
    /// No log may show all of it.
    public var description: String { "Transfer(reference: \(shown(reference)), status: \(shown(status)), amount: \(shown(amount)), fees: \(shown(fees)), currency: \(shown(currency)), ipAddress: \(shown(ipAddress)), liveMode: \(shown(liveMode)), recipientWallet: \(shown(recipientWallet)), recipientPhone: •••, extId: \(shown(extId)), createdAt: \(shown(createdAt)))" }
    public var customMirror: Mirror { Mirror(self, children: ["reference": shown(reference), "status": shown(status), "amount": shown(amount), "fees": shown(fees), "currency": shown(currency), "ipAddress": shown(ipAddress), "liveMode": shown(liveMode), "recipientWallet": shown(recipientWallet), "recipientPhone": "•••", "extId": shown(extId), "createdAt": shown(createdAt)]) }
}

/// One payout that was not queued. What of it cannot be read is absent, or stands among its errors as it
/// came: that there is one must not be lost.
public struct FailedTransfer: Sendable, Hashable, Codable {
    /// Our id, if the vendor echoed it.
    public var extId: String?
    /// The amount in XOF francs, as echoed.
    public var amount: Int64?
    /// The recipient's number, as echoed.
    public var recipientPhone: String?
    /// The wallet, as echoed.
    public var recipientWallet: String?
    /// Why, in the vendor's words.
    public var errors: [FieldError]

    public init(extId: String? = nil, amount: Int64? = nil, recipientPhone: String? = nil, recipientWallet: String? = nil, errors: [FieldError]) {
        self.extId = extId
        self.amount = amount
        self.recipientPhone = recipientPhone
        self.recipientWallet = recipientWallet
        self.errors = errors
    }
}

extension FailedTransfer: CustomStringConvertible, CustomReflectable {
    /// No log may show all of it.
    public var description: String { "FailedTransfer(extId: \(shown(extId)), amount: \(shown(amount)), recipientPhone: •••, recipientWallet: \(shown(recipientWallet)), errors: \(shown(errors)))" }
    public var customMirror: Mirror { Mirror(self, children: ["extId": shown(extId), "amount": shown(amount), "recipientPhone": "•••", "recipientWallet": shown(recipientWallet), "errors": shown(errors)]) }
}

/// What a bulk call answers: who was refused. All others are queued; their references are told by the list
/// of transfers only.
public struct BulkQueued: Sendable, Hashable, Codable {
    /// The vendor's words, such as `2 transfers queued for processing`.
    public var message: String?
    /// The payouts that were not queued.
    public var failedTransfers: [FailedTransfer]

    public init(message: String? = nil, failedTransfers: [FailedTransfer] = []) {
        self.message = message
        self.failedTransfers = failedTransfers
    }

    public init(from decoder: any Decoder) throws {
        let read = try decoder.container(keyedBy: CodingKeys.self)
        message = try read.decodeIfPresent(String.self, forKey: .message)
        failedTransfers = try read.decodeIfPresent([FailedTransfer].self, forKey: .failedTransfers) ?? []
    }
}

extension BulkQueued: CustomStringConvertible, CustomReflectable {
    /// No log may show all of it.
    public var description: String { "BulkQueued(message: •••, failedTransfers: \(shown(failedTransfers)))" }
    public var customMirror: Mirror { Mirror(self, children: ["message": "•••", "failedTransfers": shown(failedTransfers)]) }
}

/// The status of a settlement. Vendor page: "create settlement".
public struct SettlementStatus: Word {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Accepted; may still be cancelled.
    public static let processing = Self(rawValue: "processing")
    /// On its way; too late to cancel.
    public static let inTransit = Self(rawValue: "in_transit")
    /// Cancelled by the merchant.
    public static let cancelled = Self(rawValue: "cancelled")
    /// Arrived.
    public static let success = Self(rawValue: "success")
}

/// A settlement. Vendor page: "create settlement".
///
/// Reference, status and amount decide and are read strictly; what cannot be read of the rest is absent.
public struct Settlement: Sendable, Hashable, Codable {
    /// The settlement's reference.
    public var reference: String
    /// The settlement's status.
    public var status: SettlementStatus
    /// The amount in XOF francs.
    public var amount: Int64?
    /// The vendor's fee, a whole number whose unit the page does not give.
    public var settlementFees: String?
    /// `XOF`.
    public var currency: String?
    /// False in test mode.
    public var liveMode: Bool?
    /// When the vendor stored it, as the vendor writes it.
    public var createdAt: String?
    /// When the vendor last changed it, as the vendor writes it.
    public var updatedAt: String?
    /// `bank`, `mobile` or `usdt`.
    public var accountType: String?
    /// The account it goes to.
    public var iban: String?
    /// The account it goes to.
    public var rib: String?
    /// The bank.
    public var bankName: String?
    /// The bank's address.
    public var bankAddress: String?
    /// The account's holder.
    public var accountHolderName: String?
    /// The holder's address.
    public var accountHolderAddress: String?
    /// The bank's SWIFT code.
    public var swiftBicCode: String?
    /// The operator, for a mobile account.
    public var provider: String?
    /// The number, for a mobile account.
    public var phone: String?
    /// The wallet, for a USDT account.
    public var usdtWalletAddress: String?

    public init(reference: String, status: SettlementStatus, amount: Int64? = nil, settlementFees: String? = nil, currency: String? = nil, liveMode: Bool? = nil, createdAt: String? = nil, updatedAt: String? = nil, accountType: String? = nil, iban: String? = nil, rib: String? = nil, bankName: String? = nil, bankAddress: String? = nil, accountHolderName: String? = nil, accountHolderAddress: String? = nil, swiftBicCode: String? = nil, provider: String? = nil, phone: String? = nil, usdtWalletAddress: String? = nil) {
        self.reference = reference
        self.status = status
        self.amount = amount
        self.settlementFees = settlementFees
        self.currency = currency
        self.liveMode = liveMode
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.accountType = accountType
        self.iban = iban
        self.rib = rib
        self.bankName = bankName
        self.bankAddress = bankAddress
        self.accountHolderName = accountHolderName
        self.accountHolderAddress = accountHolderAddress
        self.swiftBicCode = swiftBicCode
        self.provider = provider
        self.phone = phone
        self.usdtWalletAddress = usdtWalletAddress
    }
}

extension Settlement: CustomStringConvertible, CustomReflectable {
    /// No log may show all of it.
    public var description: String { "Settlement(reference: \(shown(reference)), status: \(shown(status)), amount: \(shown(amount)), settlementFees: \(shown(settlementFees)), currency: \(shown(currency)), liveMode: \(shown(liveMode)), createdAt: \(shown(createdAt)), updatedAt: \(shown(updatedAt)), accountType: \(shown(accountType)), iban: •••, rib: •••, bankName: \(shown(bankName)), bankAddress: \(shown(bankAddress)), accountHolderName: •••, accountHolderAddress: •••, swiftBicCode: \(shown(swiftBicCode)), provider: \(shown(provider)), phone: •••, usdtWalletAddress: •••)" }
    public var customMirror: Mirror { Mirror(self, children: ["reference": shown(reference), "status": shown(status), "amount": shown(amount), "settlementFees": shown(settlementFees), "currency": shown(currency), "liveMode": shown(liveMode), "createdAt": shown(createdAt), "updatedAt": shown(updatedAt), "accountType": shown(accountType), "iban": "•••", "rib": "•••", "bankName": shown(bankName), "bankAddress": shown(bankAddress), "accountHolderName": "•••", "accountHolderAddress": "•••", "swiftBicCode": shown(swiftBicCode), "provider": shown(provider), "phone": "•••", "usdtWalletAddress": "•••"]) }
}

/// One bill, or a Woyofal meter. Vendor page: "Bill Inquiry", "bills[] fields".
public struct Bill: Sendable, Hashable, Codable {
    /// The bill's reference: what pins a payment to this bill. For Woyofal a session token.
    public var reference: String?
    /// The meter or customer number, as the biller writes it.
    public var customer: String?
    /// The holder's family name (`nom`).
    public var lastName: String?
    /// The holder's first name (`prenom`).
    public var firstName: String?
    /// What is owed in XOF francs (`montant`); 0 for Woyofal.
    public var amount: Int64?
    /// The biller's fee in XOF francs (`frais`), for information.
    public var fee: Int64?
    /// `montant` + `frais`, in XOF francs.
    public var total: Int64?
    /// When it is due (`dateEcheance`), as the biller writes it.
    public var dueDate: String?
    /// True when it is settled already.
    public var paid: Bool?
    /// Where the meter is (Woyofal).
    public var address: String?
    /// How the meter is (`meterStatus`, Woyofal).
    public var meterStatus: String?
    /// `paymentTransactionNumber`, which the vendor's page does not explain.
    public var paymentTransactionNumber: String?

    public init(reference: String? = nil, customer: String? = nil, lastName: String? = nil, firstName: String? = nil, amount: Int64? = nil, fee: Int64? = nil, total: Int64? = nil, dueDate: String? = nil, paid: Bool? = nil, address: String? = nil, meterStatus: String? = nil, paymentTransactionNumber: String? = nil) {
        self.reference = reference
        self.customer = customer
        self.lastName = lastName
        self.firstName = firstName
        self.amount = amount
        self.fee = fee
        self.total = total
        self.dueDate = dueDate
        self.paid = paid
        self.address = address
        self.meterStatus = meterStatus
        self.paymentTransactionNumber = paymentTransactionNumber
    }
}

extension Bill: CustomStringConvertible, CustomReflectable {
    /// No log may show all of it.
    public var description: String { "Bill(reference: \(shown(reference)), customer: •••, lastName: •••, firstName: •••, amount: \(shown(amount)), fee: \(shown(fee)), total: \(shown(total)), dueDate: \(shown(dueDate)), paid: \(shown(paid)), address: •••, meterStatus: \(shown(meterStatus)), paymentTransactionNumber: \(shown(paymentTransactionNumber)))" }
    public var customMirror: Mirror { Mirror(self, children: ["reference": shown(reference), "customer": "•••", "lastName": "•••", "firstName": "•••", "amount": shown(amount), "fee": shown(fee), "total": shown(total), "dueDate": shown(dueDate), "paid": shown(paid), "address": "•••", "meterStatus": shown(meterStatus), "paymentTransactionNumber": shown(paymentTransactionNumber)]) }
}

/// An item of a list that this library cannot read.
public struct Unreadable: Sendable, Hashable, Codable {
    /// Its place in the vendor's list, from 0.
    public var index: Int64
    /// The item as it came; the beginning of one that is too large.
    public var text: String
    /// The limit that it passed, if it is too large.
    public var excess: Excess?

    public init(index: Int64, text: String, excess: Excess? = nil) {
        self.index = index
        self.text = text
        self.excess = excess
    }
}

extension Unreadable: CustomStringConvertible, CustomReflectable {
    /// No log may show all of it.
    public var description: String { "Unreadable(index: \(shown(index)), text: •••, excess: \(shown(excess)))" }
    public var customMirror: Mirror { Mirror(self, children: ["index": shown(index), "text": "•••", "excess": shown(excess)]) }
}

/// What an inquiry answers.
public struct BillInquiry: Sendable, Hashable, Codable {
    /// The number that was looked up.
    public var customer: String?
    /// The bills found, or for Woyofal the meter as a single one.
    public var bills: [Bill]
    /// What else stands in the list and cannot be read as a bill; it hides none of the others.
    public var unreadable: [Unreadable]

    public init(customer: String? = nil, bills: [Bill] = [], unreadable: [Unreadable] = []) {
        self.customer = customer
        self.bills = bills
        self.unreadable = unreadable
    }

    public init(from decoder: any Decoder) throws {
        let read = try decoder.container(keyedBy: CodingKeys.self)
        customer = try read.decodeIfPresent(String.self, forKey: .customer)
        bills = try read.decodeIfPresent([Bill].self, forKey: .bills) ?? []
        unreadable = try read.decodeIfPresent([Unreadable].self, forKey: .unreadable) ?? []
    }
}

extension BillInquiry: CustomStringConvertible, CustomReflectable {
    /// No log may show all of it.
    public var description: String { "BillInquiry(customer: •••, bills: \(shown(bills)), unreadable: \(shown(unreadable)))" }
    public var customMirror: Mirror { Mirror(self, children: ["customer": "•••", "bills": shown(bills), "unreadable": shown(unreadable)]) }
}

/// The status of a bill payment or top-up (`Status`, `STATUS`). Vendor page: "Pay a Bill / Top-up" for the
/// first, second and last; the others stand on the vendor's transaction page, which is not among
/// `api-docs`.
public struct BillStatus: Word {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Accepted, not begun.
    public static let pending = Self(rawValue: "PENDING")
    /// Under way; the account is counted as debited.
    public static let processing = Self(rawValue: "PROCESSING")
    /// Not paid; a debit already made is given back.
    public static let failed = Self(rawValue: "FAILED")
    /// Given up; as `FAILED`.
    public static let cancelled = Self(rawValue: "CANCELLED")
    /// Too old; as `FAILED`.
    public static let expired = Self(rawValue: "EXPIRED")
    /// Paid.
    public static let success = Self(rawValue: "SUCCESS")
}

/// How the state of a bill payment is known.
public struct Evidence: Word {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The vendor answered the payment with it.
    public static let reply = Self(rawValue: "reply")
    /// The vendor's transaction page shows it.
    public static let lookup = Self(rawValue: "lookup")
    /// Only an authenticated callback says so, with the right amount and matching balances, because the
    /// vendor's transaction page said that it does not know the payment. One that could not be asked (no
    /// answer, HTTP 5xx, 429, maintenance, a wrong key) lets no callback conclude. What remains: whoever knows
    /// the callback's address and its `customData`, and guesses the amount, is believed where the vendor knows
    /// no such transaction. So keep both out of logs, and look at the vendor's dashboard before much is given
    /// away on this evidence.
    public static let callback = Self(rawValue: "callback")
}

/// A payment of a bill or a top-up. Vendor page: "Pay a Bill / Top-up", `transaction`.
public struct BillPayment: Sendable, Hashable, Codable {
    /// The vendor's id (`TID…`).
    public var transactionId: String?
    /// The only field that says how it stands: the vendor writes "Bill paid successfully" and `success: true`
    /// for a payment that is still `PROCESSING`.
    public var status: BillStatus
    /// Our id.
    public var externalTransactionId: String?
    /// What was paid, in XOF francs.
    public var amount: Int64?
    /// The vendor's fee on top, in XOF francs.
    public var fee: Int64?
    /// The number on the bill or meter.
    public var customer: String?
    /// The bill that was paid.
    public var bill: String?
    /// The code to type into the meter (Woyofal). Opaque text: it may be several codes.
    public var token: String?
    /// The account before, in XOF francs.
    public var previousBalance: Int64?
    /// The account after, in XOF francs.
    public var currentBalance: Int64?
    /// The vendor's remark. Shown, never interpreted.
    public var message: String?
    /// How this is known.
    public var evidence: Evidence

    public init(transactionId: String? = nil, status: BillStatus, externalTransactionId: String? = nil, amount: Int64? = nil, fee: Int64? = nil, customer: String? = nil, bill: String? = nil, token: String? = nil, previousBalance: Int64? = nil, currentBalance: Int64? = nil, message: String? = nil, evidence: Evidence) {
        self.transactionId = transactionId
        self.status = status
        self.externalTransactionId = externalTransactionId
        self.amount = amount
        self.fee = fee
        self.customer = customer
        self.bill = bill
        self.token = token
        self.previousBalance = previousBalance
        self.currentBalance = currentBalance
        self.message = message
        self.evidence = evidence
    }
}

extension BillPayment: CustomStringConvertible, CustomReflectable {
    /// No log may show all of it.
    public var description: String { "BillPayment(transactionId: \(shown(transactionId)), status: \(shown(status)), externalTransactionId: \(shown(externalTransactionId)), amount: \(shown(amount)), fee: \(shown(fee)), customer: •••, bill: \(shown(bill)), token: •••, previousBalance: \(shown(previousBalance)), currentBalance: \(shown(currentBalance)), message: •••, evidence: \(shown(evidence)))" }
    public var customMirror: Mirror { Mirror(self, children: ["transactionId": shown(transactionId), "status": shown(status), "externalTransactionId": shown(externalTransactionId), "amount": shown(amount), "fee": shown(fee), "customer": "•••", "bill": shown(bill), "token": "•••", "previousBalance": shown(previousBalance), "currentBalance": shown(currentBalance), "message": "•••", "evidence": shown(evidence)]) }
}

/// How one payout ended.
public struct PayoutItem: Sendable, Hashable, Codable {
    /// Its place in the order, from 0.
    public var index: Int64
    /// Its `extId`.
    public var extId: String
    /// How it ended.
    public var outcome: Outcome<Transfer>

    public init(index: Int64, extId: String, outcome: Outcome<Transfer>) {
        self.index = index
        self.extId = extId
        self.outcome = outcome
    }
}

/// How a bulk payout ended.
public struct Payouts: Sendable, Hashable, Codable {
    /// One entry per payout of the order, in its order. Those not sent while others were need an order of their
    /// own, under another id.
    public var items: [PayoutItem]

    public init(items: [PayoutItem]) {
        self.items = items
    }
}

/// A payment to ask for.
public struct NewCharge: Sendable, Hashable, Codable {
    /// The amount in XOF francs, at least 1.
    public var amount: Int64
    /// The customer's number, 8 digits; spaces and `+226` are fine.
    public var phone: String
    /// The operator. Absent: told by the number's prefix (Orange and Moov only).
    public var provider: Provider?

    public init(amount: Int64, phone: String, provider: Provider? = nil) {
        self.amount = amount
        self.phone = phone
        self.provider = provider
    }
}

extension NewCharge: CustomStringConvertible, CustomReflectable {
    /// No log may show all of it.
    public var description: String { "NewCharge(amount: \(shown(amount)), phone: •••, provider: \(shown(provider)))" }
    public var customMirror: Mirror { Mirror(self, children: ["amount": shown(amount), "phone": "•••", "provider": shown(provider)]) }
}

/// A payment page to open.
public struct NewCheckout: Sendable, Hashable, Codable {
    /// The amount in XOF francs, at least 1.
    public var amount: Int64
    /// Where the customer goes after paying. Coming back there proves nothing.
    public var successUrl: String
    /// Where the customer goes after giving up.
    public var cancelUrl: String
    /// The customer's e-mail address.
    public var email: String?

    public init(amount: Int64, successUrl: String, cancelUrl: String, email: String? = nil) {
        self.amount = amount
        self.successUrl = successUrl
        self.cancelUrl = cancelUrl
        self.email = email
    }
}

extension NewCheckout: CustomStringConvertible, CustomReflectable {
    /// No log may show all of it.
    public var description: String { "NewCheckout(amount: \(shown(amount)), successUrl: \(shown(successUrl)), cancelUrl: \(shown(cancelUrl)), email: •••)" }
    public var customMirror: Mirror { Mirror(self, children: ["amount": shown(amount), "successUrl": shown(successUrl), "cancelUrl": shown(cancelUrl), "email": "•••"]) }
}

/// A payout to make.
public struct NewTransfer: Sendable, Hashable, Codable {
    /// The amount in XOF francs, at least 100.
    public var amount: Int64
    /// The recipient's number, 8 digits; spaces and `+226` are fine.
    public var phone: String
    /// The wallet: Orange, Moov or Sank. Absent: told by the number (Orange and Moov only).
    public var wallet: Provider?
    /// Your id of this payout, unique and hard to guess (a UUID): the only way to find it again after a lost
    /// answer. Letters, digits, `-` and `_`, at most 64.
    public var extId: String

    public init(amount: Int64, phone: String, wallet: Provider? = nil, extId: String) {
        self.amount = amount
        self.phone = phone
        self.wallet = wallet
        self.extId = extId
    }
}

extension NewTransfer: CustomStringConvertible, CustomReflectable {
    /// No log may show all of it.
    public var description: String { "NewTransfer(amount: \(shown(amount)), phone: •••, wallet: \(shown(wallet)), extId: \(shown(extId)))" }
    public var customMirror: Mirror { Mirror(self, children: ["amount": shown(amount), "phone": "•••", "wallet": shown(wallet), "extId": shown(extId)]) }
}

/// A settlement to make.
public struct NewSettlement: Sendable, Hashable, Codable {
    /// The amount in XOF francs, at least 1.
    public var amount: Int64

    public init(amount: Int64) {
        self.amount = amount
    }
}

/// Whose bill. Vendor page: "Bill Inquiry", "Available billing services".
public struct Service: Word {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Water bill, paid afterwards.
    public static let seneau = Self(rawValue: "SENEAU_SN_BILL")
    /// Electricity bill, paid afterwards.
    public static let senelec = Self(rawValue: "SENELEC_SN_BILL")
    /// Prepaid electricity: the customer chooses the amount and gets a code for the meter.
    public static let woyofal = Self(rawValue: "WOYOFAL_SN_BILL")
}

/// A bill to look up and pay, or a meter to top up, to the end.
public struct NewPayBill: Sendable, Hashable, Codable {
    /// Whose bill.
    public var service: Service
    /// The number on the bill or meter: meter number, police, customer reference.
    public var customer: String
    /// Woyofal: the top-up in XOF francs, required. Otherwise leave it out: the bill imposes it.
    public var amount: Int64?
    /// The reference of a bill found before. Absent: the bill is looked up; if exactly one is unpaid it is
    /// paid, otherwise the customer is asked.
    public var bill: String?
    /// Show the bill or meter and ask before paying, even when there is only one.
    public var confirm: Bool?
    /// Your id of this payment, unique and hard to guess: the vendor's idempotency key. Letters, digits, `-`
    /// and `_`, at most 64.
    public var externalTransactionId: String
    /// Where the vendor tells changes; see `CallbackKey`.
    public var callbackUrl: String?
    /// Text the vendor gives back in its callback.
    public var customData: String?

    public init(service: Service, customer: String, amount: Int64? = nil, bill: String? = nil, confirm: Bool? = nil, externalTransactionId: String, callbackUrl: String? = nil, customData: String? = nil) {
        self.service = service
        self.customer = customer
        self.amount = amount
        self.bill = bill
        self.confirm = confirm
        self.externalTransactionId = externalTransactionId
        self.callbackUrl = callbackUrl
        self.customData = customData
    }
}

extension NewPayBill: CustomStringConvertible, CustomReflectable {
    /// No log may show all of it.
    public var description: String { "NewPayBill(service: \(shown(service)), customer: •••, amount: \(shown(amount)), bill: \(shown(bill)), confirm: \(shown(confirm)), externalTransactionId: \(shown(externalTransactionId)), callbackUrl: •••, customData: •••)" }
    public var customMirror: Mirror { Mirror(self, children: ["service": shown(service), "customer": "•••", "amount": shown(amount), "bill": shown(bill), "confirm": shown(confirm), "externalTransactionId": shown(externalTransactionId), "callbackUrl": "•••", "customData": "•••"]) }
}

/// A bill to pay or a meter to top up.
public struct NewBillPayment: Sendable, Hashable, Codable {
    /// Whose bill.
    public var service: Service
    /// The number on the bill or meter: meter number, police, customer reference.
    public var customer: String
    /// Woyofal: the top-up in XOF francs, required. Otherwise leave it out: the bill imposes it.
    public var amount: Int64?
    /// SenEau and Senelec: the bill's reference from an inquiry, required here because without it the vendor
    /// settles the first unpaid bill, and a repeated request the next one.
    public var bill: String?
    /// Your id of this payment, unique and hard to guess: the vendor's idempotency key. Letters, digits, `-`
    /// and `_`, at most 64.
    public var externalTransactionId: String
    /// Where the vendor tells changes; see `CallbackKey`.
    public var callbackUrl: String?
    /// Text the vendor gives back in its callback.
    public var customData: String?

    public init(service: Service, customer: String, amount: Int64? = nil, bill: String? = nil, externalTransactionId: String, callbackUrl: String? = nil, customData: String? = nil) {
        self.service = service
        self.customer = customer
        self.amount = amount
        self.bill = bill
        self.externalTransactionId = externalTransactionId
        self.callbackUrl = callbackUrl
        self.customData = customData
    }
}

extension NewBillPayment: CustomStringConvertible, CustomReflectable {
    /// No log may show all of it.
    public var description: String { "NewBillPayment(service: \(shown(service)), customer: •••, amount: \(shown(amount)), bill: \(shown(bill)), externalTransactionId: \(shown(externalTransactionId)), callbackUrl: •••, customData: •••)" }
    public var customMirror: Mirror { Mirror(self, children: ["service": shown(service), "customer": "•••", "amount": shown(amount), "bill": shown(bill), "externalTransactionId": shown(externalTransactionId), "callbackUrl": "•••", "customData": "•••"]) }
}

/// A bill or meter to look up.
public struct NewInquiry: Sendable, Hashable, Codable {
    /// Whose bill.
    public var service: Service
    /// The number on the bill or meter: meter number, police, customer reference.
    public var customer: String

    public init(service: Service, customer: String) {
        self.service = service
        self.customer = customer
    }
}

extension NewInquiry: CustomStringConvertible, CustomReflectable {
    /// No log may show all of it.
    public var description: String { "NewInquiry(service: \(shown(service)), customer: •••)" }
    public var customMirror: Mirror { Mirror(self, children: ["service": shown(service), "customer": "•••"]) }
}

/// What to do.
public enum Order: Sendable, Hashable, Codable {
    /// Asks a customer for a payment and follows it to its end.
    ///
    /// Vendor pages: "create a charge", "submit OTP", "fetch charge".
    case collect(charge: NewCharge)
    /// Opens a payment page and follows it to its end.
    ///
    /// Vendor pages: "Initialisation du Checkout", "fetch checkout".
    case checkout(checkout: NewCheckout)
    /// Pays one recipient and follows the transfer to its end.
    ///
    /// Vendor pages: "single transfer", "fetch single transfer", "list transfers".
    case payout(transfer: NewTransfer)
    /// Pays any number of recipients, a hundred a request, and follows each to its end.
    ///
    /// Vendor pages: "bulk transfers", "list transfers".
    case bulkPayout(transfers: [NewTransfer])
    /// Sends collected money to your own account and follows it to its end.
    ///
    /// Vendor pages: "create settlement", "fetch settlement".
    case settle(settlement: NewSettlement)
    /// Cancels a settlement, and reads it to be sure.
    ///
    /// Vendor page: "cancel settlement".
    case cancelSettlement(reference: String)
    /// Asks a customer for a payment, once; only `Senfenico.collect` finds out what became of it.
    ///
    /// Vendor page: "create a charge".
    case createCharge(charge: NewCharge)
    /// Submits the payer's one-time code, once. Vendor page: "submit OTP".
    case submitOtp(charge: String, otp: String)
    /// Pays one recipient, once; only `Senfenico.payout` finds out what became of it.
    ///
    /// Vendor page: "single transfer".
    case createTransfer(transfer: NewTransfer)
    /// Pays up to a hundred recipients in one request, once. Vendor page: "bulk transfers".
    case createBulkTransfer(transfers: [NewTransfer])
    /// Asks for a settlement, once; only `Senfenico.settle` finds out what became of it.
    ///
    /// Vendor page: "create settlement".
    case createSettlement(settlement: NewSettlement)
    /// Opens a payment page: send the customer to its `authorizationUrl`.
    ///
    /// Vendor page: "Initialisation du Checkout".
    case initializeCheckout(checkout: NewCheckout)
    /// Reads one checkout. Vendor page: "fetch checkout".
    case fetchCheckout(reference: String)
    /// Reads all checkouts; the vendor has no pages. Vendor page: "list checkout".
    case listCheckouts
    /// Reads one charge. Vendor page: "fetch charge".
    case fetchCharge(reference: String)
    /// Reads all charges; the vendor has no pages. Vendor page: "list charges".
    case listCharges
    /// Reads the balances, in XOF francs. Vendor page: "fetch balance".
    case fetchBalances
    /// Reads one transfer. Vendor page: "fetch single transfer".
    case fetchTransfer(reference: String)
    /// Reads all transfers; the vendor has no pages. Vendor page: "list transfers".
    case listTransfers
    /// Reads one settlement. Vendor page: "fetch settlement".
    case fetchSettlement(reference: String)
    /// Reads all settlements; the vendor has no pages. Vendor page: "list settlements".
    case listSettlements
    /// Looks a bill up, pins it, pays and follows it to its end; a top-up ends with its `token`.
    ///
    /// Vendor pages: "Bill Inquiry", "Pay a Bill / Top-up".
    case payBill(payment: NewPayBill)
    /// Pays a bill found before, or tops a meter up, without following it to its end.
    ///
    /// Only `status` says how it stands: it may be `PROCESSING`. The fields are those of `Dexchange.payBill`;
    /// `bill` is required for a bill. Vendor page: "Pay a Bill / Top-up".
    case payBillOnce(payment: NewBillPayment)
    /// Looks up the bills of a customer, or a meter. Vendor page: "Bill Inquiry".
    case inquireBills(inquiry: NewInquiry)
    /// Reads one transaction (`TID…`). Not on the pages this library was written from; whether it serves bills
    /// is not said there. Vendor page: "Get Transaction".
    case fetchTransaction(transactionId: String)

    private enum Keys: String, CodingKey {
        case kind, charge, checkout, transfer, transfers, settlement, reference, otp, payment, inquiry, transactionId
    }

    /// The word for it.
    public var kind: String {
        switch self {
        case .collect: "collect"
        case .checkout: "checkout"
        case .payout: "payout"
        case .bulkPayout: "bulk_payout"
        case .settle: "settle"
        case .cancelSettlement: "cancel_settlement"
        case .createCharge: "create_charge"
        case .submitOtp: "submit_otp"
        case .createTransfer: "create_transfer"
        case .createBulkTransfer: "create_bulk_transfer"
        case .createSettlement: "create_settlement"
        case .initializeCheckout: "initialize_checkout"
        case .fetchCheckout: "fetch_checkout"
        case .listCheckouts: "list_checkouts"
        case .fetchCharge: "fetch_charge"
        case .listCharges: "list_charges"
        case .fetchBalances: "fetch_balances"
        case .fetchTransfer: "fetch_transfer"
        case .listTransfers: "list_transfers"
        case .fetchSettlement: "fetch_settlement"
        case .listSettlements: "list_settlements"
        case .payBill: "pay_bill"
        case .payBillOnce: "pay_bill_once"
        case .inquireBills: "inquire_bills"
        case .fetchTransaction: "fetch_transaction"
        }
    }

    public init(from decoder: any Decoder) throws {
        let read = try decoder.container(keyedBy: Keys.self)
        switch try read.decode(String.self, forKey: .kind) {
        case "collect": self = .collect(charge: try read.decode(NewCharge.self, forKey: .charge))
        case "checkout": self = .checkout(checkout: try read.decode(NewCheckout.self, forKey: .checkout))
        case "payout": self = .payout(transfer: try read.decode(NewTransfer.self, forKey: .transfer))
        case "bulk_payout": self = .bulkPayout(transfers: try read.decode([NewTransfer].self, forKey: .transfers))
        case "settle": self = .settle(settlement: try read.decode(NewSettlement.self, forKey: .settlement))
        case "cancel_settlement": self = .cancelSettlement(reference: try read.decode(String.self, forKey: .reference))
        case "create_charge": self = .createCharge(charge: try read.decode(NewCharge.self, forKey: .charge))
        case "submit_otp": self = .submitOtp(charge: try read.decode(String.self, forKey: .charge), otp: try read.decode(String.self, forKey: .otp))
        case "create_transfer": self = .createTransfer(transfer: try read.decode(NewTransfer.self, forKey: .transfer))
        case "create_bulk_transfer": self = .createBulkTransfer(transfers: try read.decode([NewTransfer].self, forKey: .transfers))
        case "create_settlement": self = .createSettlement(settlement: try read.decode(NewSettlement.self, forKey: .settlement))
        case "initialize_checkout": self = .initializeCheckout(checkout: try read.decode(NewCheckout.self, forKey: .checkout))
        case "fetch_checkout": self = .fetchCheckout(reference: try read.decode(String.self, forKey: .reference))
        case "list_checkouts": self = .listCheckouts
        case "fetch_charge": self = .fetchCharge(reference: try read.decode(String.self, forKey: .reference))
        case "list_charges": self = .listCharges
        case "fetch_balances": self = .fetchBalances
        case "fetch_transfer": self = .fetchTransfer(reference: try read.decode(String.self, forKey: .reference))
        case "list_transfers": self = .listTransfers
        case "fetch_settlement": self = .fetchSettlement(reference: try read.decode(String.self, forKey: .reference))
        case "list_settlements": self = .listSettlements
        case "pay_bill": self = .payBill(payment: try read.decode(NewPayBill.self, forKey: .payment))
        case "pay_bill_once": self = .payBillOnce(payment: try read.decode(NewBillPayment.self, forKey: .payment))
        case "inquire_bills": self = .inquireBills(inquiry: try read.decode(NewInquiry.self, forKey: .inquiry))
        case "fetch_transaction": self = .fetchTransaction(transactionId: try read.decode(String.self, forKey: .transactionId))
        case let kind: throw unheard(kind, Keys.kind, read)
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var written = encoder.container(keyedBy: Keys.self)
        try written.encode(kind, forKey: .kind)
        switch self {
        case .collect(let charge):
            try written.encode(charge, forKey: .charge)
        case .checkout(let checkout):
            try written.encode(checkout, forKey: .checkout)
        case .payout(let transfer):
            try written.encode(transfer, forKey: .transfer)
        case .bulkPayout(let transfers):
            try written.encode(transfers, forKey: .transfers)
        case .settle(let settlement):
            try written.encode(settlement, forKey: .settlement)
        case .cancelSettlement(let reference):
            try written.encode(reference, forKey: .reference)
        case .createCharge(let charge):
            try written.encode(charge, forKey: .charge)
        case .submitOtp(let charge, let otp):
            try written.encode(charge, forKey: .charge)
            try written.encode(otp, forKey: .otp)
        case .createTransfer(let transfer):
            try written.encode(transfer, forKey: .transfer)
        case .createBulkTransfer(let transfers):
            try written.encode(transfers, forKey: .transfers)
        case .createSettlement(let settlement):
            try written.encode(settlement, forKey: .settlement)
        case .initializeCheckout(let checkout):
            try written.encode(checkout, forKey: .checkout)
        case .fetchCheckout(let reference):
            try written.encode(reference, forKey: .reference)
        case .listCheckouts: break
        case .fetchCharge(let reference):
            try written.encode(reference, forKey: .reference)
        case .listCharges: break
        case .fetchBalances: break
        case .fetchTransfer(let reference):
            try written.encode(reference, forKey: .reference)
        case .listTransfers: break
        case .fetchSettlement(let reference):
            try written.encode(reference, forKey: .reference)
        case .listSettlements: break
        case .payBill(let payment):
            try written.encode(payment, forKey: .payment)
        case .payBillOnce(let payment):
            try written.encode(payment, forKey: .payment)
        case .inquireBills(let inquiry):
            try written.encode(inquiry, forKey: .inquiry)
        case .fetchTransaction(let transactionId):
            try written.encode(transactionId, forKey: .transactionId)
        }
    }
}

extension Order: CustomStringConvertible, CustomReflectable {
    /// No log may show all of it.
    public var description: String {
        switch self {
        case .collect(let charge): "collect(charge: \(shown(charge)))"
        case .checkout(let checkout): "checkout(checkout: \(shown(checkout)))"
        case .payout(let transfer): "payout(transfer: \(shown(transfer)))"
        case .bulkPayout(let transfers): "bulkPayout(transfers: \(shown(transfers)))"
        case .settle(let settlement): "settle(settlement: \(shown(settlement)))"
        case .cancelSettlement(let reference): "cancelSettlement(reference: \(shown(reference)))"
        case .createCharge(let charge): "createCharge(charge: \(shown(charge)))"
        case .submitOtp(let charge, _): "submitOtp(charge: \(shown(charge)), otp: •••)"
        case .createTransfer(let transfer): "createTransfer(transfer: \(shown(transfer)))"
        case .createBulkTransfer(let transfers): "createBulkTransfer(transfers: \(shown(transfers)))"
        case .createSettlement(let settlement): "createSettlement(settlement: \(shown(settlement)))"
        case .initializeCheckout(let checkout): "initializeCheckout(checkout: \(shown(checkout)))"
        case .fetchCheckout(let reference): "fetchCheckout(reference: \(shown(reference)))"
        case .listCheckouts: "listCheckouts"
        case .fetchCharge(let reference): "fetchCharge(reference: \(shown(reference)))"
        case .listCharges: "listCharges"
        case .fetchBalances: "fetchBalances"
        case .fetchTransfer(let reference): "fetchTransfer(reference: \(shown(reference)))"
        case .listTransfers: "listTransfers"
        case .fetchSettlement(let reference): "fetchSettlement(reference: \(shown(reference)))"
        case .listSettlements: "listSettlements"
        case .payBill(let payment): "payBill(payment: \(shown(payment)))"
        case .payBillOnce(let payment): "payBillOnce(payment: \(shown(payment)))"
        case .inquireBills(let inquiry): "inquireBills(inquiry: \(shown(inquiry)))"
        case .fetchTransaction(let transactionId): "fetchTransaction(transactionId: \(shown(transactionId)))"
        }
    }

    public var customMirror: Mirror { Mirror(self, children: ["": description]) }
}

/// Why a code is asked for again.
public struct OtpProblem: Word {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Not 4 to 10 digits; nothing was sent.
    public static let malformed = Self(rawValue: "malformed")
    /// The vendor says the code is wrong.
    public static let invalid = Self(rawValue: "invalid")
    /// The vendor says the code is too old: the payer needs a new one.
    public static let expired = Self(rawValue: "expired")
    /// The vendor says an earlier code still holds.
    public static let stillValid = Self(rawValue: "still_valid")
    /// The code was sent but no answer came, and the charge still waits for a code.
    public static let noAnswer = Self(rawValue: "no_answer")
    /// The vendor refused for another reason: see the prompt's `code`.
    public static let refused = Self(rawValue: "refused")
    /// The same code again that was refused just before: nothing was sent, and given once more it will be.
    /// Whoever answers without a person, with a constant, stops here.
    public static let repeated = Self(rawValue: "repeated")
}

/// A question for the person in front of the screen.
public enum Prompt: Sendable, Hashable, Codable {
    /// Ask for the one-time code; answer with `submitOtp`.
    case otp(text: String, problem: OtpProblem? = nil, code: Code? = nil)
    /// Show how to confirm on the phone (often a USSD code); answer with `shown`.
    case dial(text: String)
    /// Send the customer to this page; answer with `shown`.
    case redirect(url: String)
    /// Let the customer choose or confirm a bill; answer with `chooseBill`.
    case bill(bills: [Bill])
    /// A resumed bulk payout needs the phone numbers again, for records never hold one; answer with
    /// `giveRecipients`.
    case recipients(extIds: [String])

    private enum Keys: String, CodingKey {
        case kind, text, problem, code, url, bills, extIds
    }

    /// The word for it.
    public var kind: String {
        switch self {
        case .otp: "otp"
        case .dial: "dial"
        case .redirect: "redirect"
        case .bill: "bill"
        case .recipients: "recipients"
        }
    }

    public init(from decoder: any Decoder) throws {
        let read = try decoder.container(keyedBy: Keys.self)
        switch try read.decode(String.self, forKey: .kind) {
        case "otp": self = .otp(text: try read.decode(String.self, forKey: .text), problem: try read.decodeIfPresent(OtpProblem.self, forKey: .problem), code: try read.decodeIfPresent(Code.self, forKey: .code))
        case "dial": self = .dial(text: try read.decode(String.self, forKey: .text))
        case "redirect": self = .redirect(url: try read.decode(String.self, forKey: .url))
        case "bill": self = .bill(bills: try read.decode([Bill].self, forKey: .bills))
        case "recipients": self = .recipients(extIds: try read.decode([String].self, forKey: .extIds))
        case let kind: throw unheard(kind, Keys.kind, read)
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var written = encoder.container(keyedBy: Keys.self)
        try written.encode(kind, forKey: .kind)
        switch self {
        case .otp(let text, let problem, let code):
            try written.encode(text, forKey: .text)
            try written.encodeIfPresent(problem, forKey: .problem)
            try written.encodeIfPresent(code, forKey: .code)
        case .dial(let text):
            try written.encode(text, forKey: .text)
        case .redirect(let url):
            try written.encode(url, forKey: .url)
        case .bill(let bills):
            try written.encode(bills, forKey: .bills)
        case .recipients(let extIds):
            try written.encode(extIds, forKey: .extIds)
        }
    }
}

extension Prompt: CustomStringConvertible, CustomReflectable {
    /// No log may show all of it.
    public var description: String {
        switch self {
        case .otp(_, let problem, let code): "otp(text: •••, problem: \(shown(problem)), code: \(shown(code)))"
        case .dial(_): "dial(text: •••)"
        case .redirect(let url): "redirect(url: \(shown(url)))"
        case .bill(let bills): "bill(bills: \(shown(bills)))"
        case .recipients(let extIds): "recipients(extIds: \(shown(extIds)))"
        }
    }

    public var customMirror: Mirror { Mirror(self, children: ["": description]) }
}

/// Whose API it is.
public struct Vendor: Word {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// DEXCHANGE: bills in Senegal.
    public static let dexchange = Self(rawValue: "dexchange")
    /// Senfenico: mobile money in Burkina Faso.
    public static let senfenico = Self(rawValue: "senfenico")
}

/// Whether a key moves real money.
public struct Mode: Word {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `sk_test_…`: play money.
    public static let test = Self(rawValue: "test")
    /// `sk_live_…`: real money.
    public static let live = Self(rawValue: "live")
    /// The key does not say (DEXCHANGE's do not): treat it as live.
    public static let unknown = Self(rawValue: "unknown")
}

/// How a stored operation stands.
public struct Stage: Word {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// On its way: resume it after a crash.
    public static let open = Self(rawValue: "open")
    /// Handed over with an unknown outcome: resuming it looks again.
    public static let unknown = Self(rawValue: "unknown")
    /// Ended: resuming it only reports.
    public static let closed = Self(rawValue: "closed")
}

/// A stored operation.
///
/// A journal keeps the newest record per `opId`, refuses one whose `sequence` is not exactly one more than
/// what it holds (another process was faster), and refuses a `reference` that another `opId` holds
/// (`taken`).
public struct Record: Sendable, Hashable, Codable {
    /// The version of `state`.
    public var version: Int64
    /// The operation.
    public var opId: String
    /// 1 for the first record of the operation, then 2, 3, …
    public var sequence: Int64
    /// Whose payment.
    public var vendor: Vendor
    /// Test or live: a record is only resumed with a key of the same mode.
    public var mode: Mode
    /// What kind of operation, such as `collect` or `pay_bill`.
    public var operation: String
    /// How it stands.
    public var stage: Stage
    /// The vendor's reference, once known; unique per vendor and mode.
    public var reference: String?
    /// The id we gave the payment at the vendor (`extId`, `externalTransactionId`), if it takes one: what a
    /// callback that comes before the vendor's answer is matched by.
    public var ourReference: String?
    /// Everything else, as JSON; its last member is the seal. Keep it to the byte.
    public var state: String

    public init(version: Int64, opId: String, sequence: Int64, vendor: Vendor, mode: Mode, operation: String, stage: Stage, reference: String? = nil, ourReference: String? = nil, state: String) {
        self.version = version
        self.opId = opId
        self.sequence = sequence
        self.vendor = vendor
        self.mode = mode
        self.operation = operation
        self.stage = stage
        self.reference = reference
        self.ourReference = ourReference
        self.state = state
    }
}

extension Record: CustomStringConvertible, CustomReflectable {
    /// No log may show all of it.
    public var description: String { "Record(version: \(shown(version)), opId: \(shown(opId)), sequence: \(shown(sequence)), vendor: \(shown(vendor)), mode: \(shown(mode)), operation: \(shown(operation)), stage: \(shown(stage)), reference: \(shown(reference)), ourReference: \(shown(ourReference)), state: •••)" }
    public var customMirror: Mirror { Mirror(self, children: ["version": shown(version), "opId": shown(opId), "sequence": shown(sequence), "vendor": shown(vendor), "mode": shown(mode), "operation": shown(operation), "stage": shown(stage), "reference": shown(reference), "ourReference": shown(ourReference), "state": "•••"]) }
}

/// A try that ended before anything of it reached the vendor; after it the same id began anew.
public struct EarlierTry: Sendable, Hashable, Codable {
    /// 1 for the first one under this id.
    public var number: Int64
    /// Why nothing happened at the vendor.
    public var unsent: NotSentReason
    /// When the next one began. Milliseconds since 1970.
    public var until: Int64

    public init(number: Int64, unsent: NotSentReason, until: Int64) {
        self.number = number
        self.unsent = unsent
        self.until = until
    }
}

/// How an operation ended: the kind of its `Outcome`.
public struct Ended: Word {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The vendor said yes.
    public static let settled = Self(rawValue: "settled")
    /// The vendor said no, and no money moved.
    public static let rejected = Self(rawValue: "rejected")
    /// Nothing happened at the vendor.
    public static let notSent = Self(rawValue: "not_sent")
    /// Money may or may not have moved. Resuming it looks again.
    public static let unknown = Self(rawValue: "unknown")
}

/// What a record tells of its operation, to show it in a list or on a page. What it does not tell is
/// absent.
public struct Words: Sendable, Hashable, Codable {
    /// How it ended, if it has. The payouts of a bulk payout have ends of their own.
    public var ended: Ended?
    /// Of a rejected one: which kind of no.
    public var code: Code?
    /// Of a rejected one: what was debited and is due back.
    public var refund: Refund?
    /// Of one that was not sent: why.
    public var unsent: NotSentReason?
    /// How much it is about, in XOF francs; of a bulk payout, all payouts together.
    public var amount: Int64?
    /// The number of a charge's payer, or of the meter or customer of a bill, masked: `76••••01`.
    public var payer: String?

    public init(ended: Ended? = nil, code: Code? = nil, refund: Refund? = nil, unsent: NotSentReason? = nil, amount: Int64? = nil, payer: String? = nil) {
        self.ended = ended
        self.code = code
        self.refund = refund
        self.unsent = unsent
        self.amount = amount
        self.payer = payer
    }
}

/// How far a bulk payout is: what a progress bar shows, and a page.
///
/// Those that were handed over and neither settled nor refused nor unknown are on their way; those that
/// were neither handed over nor left unsent wait for their batch. At the end there are none of either.
public struct PayoutProgress: Sendable, Hashable, Codable {
    /// How many payouts there are.
    public var of: Int64
    /// How many were handed to the vendor, whatever became of them. One that is held back by the call rate was
    /// not.
    public var handedOver: Int64
    /// How many are paid.
    public var settled: Int64
    /// How many the vendor refused, or gave up later, without money moving.
    public var refused: Int64
    /// Of how many nobody knows whether they are paid; while it runs, not yet: the answer was lost, or a
    /// process died, and the vendor's list has not shown them.
    public var unknown: Int64
    /// How many were never sent and will not be: stopped, or no connection. They need an order of their own.
    public var notSent: Int64

    public init(of: Int64, handedOver: Int64, settled: Int64, refused: Int64, unknown: Int64, notSent: Int64) {
        self.of = of
        self.handedOver = handedOver
        self.settled = settled
        self.refused = refused
        self.unknown = unknown
        self.notSent = notSent
    }
}

/// What an observation did.
public struct Applied: Word {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Nothing new.
    public static let same = Self(rawValue: "same")
    /// The status moved on.
    public static let advanced = Self(rawValue: "advanced")
    /// A webhook says something new: ask the vendor before believing it.
    public static let confirmByFetch = Self(rawValue: "confirm_by_fetch")
    /// Older news than what is known: ignored.
    public static let stale = Self(rawValue: "stale")
    /// Paid although it had ended without money: money wins, and someone should look.
    public static let lateSuccess = Self(rawValue: "late_success")
    /// The vendor replaces one ending by another: the better one is kept, and someone should look.
    public static let regression = Self(rawValue: "regression")
}

/// Something a person should look at although the operation goes on or ended well.
public struct Alarm: Sendable, Hashable, Codable {
    /// What was unusual: a late success, or a regression.
    public var applied: Applied
    /// The status word known before.
    public var known: String
    /// The status word seen then.
    public var seen: String

    public init(applied: Applied, known: String, seen: String) {
        self.applied = applied
        self.known = known
        self.seen = seen
    }
}

/// The recipient of a payout that was not sent yet, given again after a crash.
public struct Recipient: Sendable, Hashable, Codable {
    /// The payout's `extId`.
    public var extId: String
    /// The phone number, as in the order.
    public var phone: String

    public init(extId: String, phone: String) {
        self.extId = extId
        self.phone = phone
    }
}

extension Recipient: CustomStringConvertible, CustomReflectable {
    /// No log may show all of it.
    public var description: String { "Recipient(extId: \(shown(extId)), phone: •••)" }
    public var customMirror: Mirror { Mirror(self, children: ["extId": shown(extId), "phone": "•••"]) }
}

/// Why nothing happens at the moment.
public struct Why: Word {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// A request is under way; past the deadline it counts as possibly sent.
    public static let inFlight = Self(rawValue: "in_flight")
    /// The last try did not get through; the next one comes after a pause.
    public static let backoff = Self(rawValue: "backoff")
    /// The vendor asked for a pause (HTTP 429), or its published call rate does.
    public static let rateLimited = Self(rawValue: "rate_limited")
    /// A payment may have been sent; it is not sent again before it had time to arrive.
    public static let quiet = Self(rawValue: "quiet")
    /// The vendor or the payer has not finished.
    public static let pending = Self(rawValue: "pending")
    /// Success is certain but the Woyofal code has not come yet.
    public static let awaitingToken = Self(rawValue: "awaiting_token")
    /// The outcome is unknown and is being looked for.
    public static let reconciling = Self(rawValue: "reconciling")
    /// Another process may be waiting for the vendor's answer: what it stores next is waited for.
    public static let elsewhere = Self(rawValue: "elsewhere")
}

/// What a webhook says, checked for shape and origin. Nothing in it is proof that money moved.
public struct Notice: Sendable, Hashable, Codable {
    /// Who sent it.
    public var vendor: Vendor
    /// What happened: Senfenico's `event` (`charge.success`), DEXCHANGE's `transactionType` (`BILL`).
    public var event: String
    /// The vendor's reference: `ch_…`, `chk_…`, `tr_…`, a UUID or `TID…`.
    public var reference: String?
    /// Ours: Senfenico's `extId`, DEXCHANGE's `externalTransactionId`.
    public var extId: String?
    /// The status in the vendor's own word, empty when it gives none.
    public var status: String
    /// The amount in francs CFA.
    public var amount: Int64?
    /// DEXCHANGE's fee in francs CFA. Senfenico's `fees` is a percentage and is not read here.
    public var fee: Int64?
    /// DEXCHANGE: your balance before, in francs CFA.
    public var previousBalance: Int64?
    /// DEXCHANGE: your balance after, in francs CFA.
    public var currentBalance: Int64?
    /// DEXCHANGE: the meter or customer number (`PHONE_NUMBER`). Senfenico: the phone.
    public var number: String?
    /// DEXCHANGE: the Woyofal recharge code, opaque text.
    public var token: String?
    /// DEXCHANGE: `customData`, echoed back.
    public var customData: String?
    /// Senfenico: whether real money is meant.
    public var liveMode: Bool?
    /// The hex SHA-256 of the raw body: the same webhook again has the same one.
    public var dedupe: String

    public init(vendor: Vendor, event: String, reference: String? = nil, extId: String? = nil, status: String, amount: Int64? = nil, fee: Int64? = nil, previousBalance: Int64? = nil, currentBalance: Int64? = nil, number: String? = nil, token: String? = nil, customData: String? = nil, liveMode: Bool? = nil, dedupe: String) {
        self.vendor = vendor
        self.event = event
        self.reference = reference
        self.extId = extId
        self.status = status
        self.amount = amount
        self.fee = fee
        self.previousBalance = previousBalance
        self.currentBalance = currentBalance
        self.number = number
        self.token = token
        self.customData = customData
        self.liveMode = liveMode
        self.dedupe = dedupe
    }
}

extension Notice: CustomStringConvertible, CustomReflectable {
    /// No log may show all of it.
    public var description: String { "Notice(vendor: \(shown(vendor)), event: \(shown(event)), reference: \(shown(reference)), extId: \(shown(extId)), status: \(shown(status)), amount: \(shown(amount)), fee: \(shown(fee)), previousBalance: \(shown(previousBalance)), currentBalance: \(shown(currentBalance)), number: •••, token: •••, customData: •••, liveMode: \(shown(liveMode)), dedupe: \(shown(dedupe)))" }
    public var customMirror: Mirror { Mirror(self, children: ["vendor": shown(vendor), "event": shown(event), "reference": shown(reference), "extId": shown(extId), "status": shown(status), "amount": shown(amount), "fee": shown(fee), "previousBalance": shown(previousBalance), "currentBalance": shown(currentBalance), "number": "•••", "token": "•••", "customData": "•••", "liveMode": shown(liveMode), "dedupe": shown(dedupe)]) }
}

/// The two HTTP methods the vendors use.
public struct VendorMethod: Word {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// A read, or Senfenico's settlement cancel (a GET with an effect).
    public static let get = Self(rawValue: "GET")
    /// Everything that creates or submits.
    public static let post = Self(rawValue: "POST")
}

/// One header line.
public struct Header: Sendable, Hashable, Codable {
    /// The header's name; compared without case.
    public var name: String
    /// Its value, wiped when dropped. May be a secret: never log it.
    public var value: String

    public init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}

extension Header: CustomStringConvertible, CustomReflectable {
    /// No log may show all of it.
    public var description: String { "Header(name: \(shown(name)), value: •••)" }
    public var customMirror: Mirror { Mirror(self, children: ["name": shown(name), "value": "•••"]) }
}

/// A sealed request: what the transport performs, exactly once.
///
/// Do not follow redirects (the key would follow), do not retry (a payment would be sent twice), stop
/// reading after `maxBody` bytes, and give up after `timeoutMs` in total.
///
/// An answer can also be handed over as it arrives, where `inParts` says that this is of use:
/// `Event.Begun`, any number of `Event.Part`s, and `Event.Ended` once it is known to be whole, or
/// `Event.Failed`. There is no limit of bytes then, and `timeoutMs` is that of each part; ask
/// `Session.wantsPart` before each.
public struct VendorRequest: Sendable, Hashable, Codable {
    /// The HTTP method.
    public var method: VendorMethod
    /// The absolute address.
    public var url: String
    /// All headers to send, the key among them.
    public var headers: [Header]
    /// The JSON body of a POST.
    public var body: String?
    /// How long the whole exchange may take, in milliseconds, from the first byte to the last.
    public var timeoutMs: Int64
    /// The most bytes of (decompressed) answer to read whole; past it, answer `AnswerTooLarge`.
    public var maxBody: Int64
    /// The answer may have no end: hand it over as it arrives if you can. One that is whole, within `maxBody`,
    /// will do as well.
    public var inParts: Bool

    public init(method: VendorMethod, url: String, headers: [Header], body: String? = nil, timeoutMs: Int64, maxBody: Int64, inParts: Bool) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeoutMs = timeoutMs
        self.maxBody = maxBody
        self.inParts = inParts
    }
}

extension VendorRequest: CustomStringConvertible, CustomReflectable {
    /// No log may show all of it.
    public var description: String { "VendorRequest(method: \(shown(method)), url: \(shown(url)), headers: •••, body: •••, timeoutMs: \(shown(timeoutMs)), maxBody: \(shown(maxBody)), inParts: \(shown(inParts)))" }
    public var customMirror: Mirror { Mirror(self, children: ["method": shown(method), "url": shown(url), "headers": "•••", "body": "•••", "timeoutMs": shown(timeoutMs), "maxBody": shown(maxBody), "inParts": shown(inParts)]) }
}

/// What came back from the vendor, whole.
public struct VendorResponse: Sendable, Hashable, Codable {
    /// The HTTP status code.
    public var status: Int64
    /// The headers; only `Retry-After`, `Date` and `Age` are read.
    public var headers: [Header]
    /// The body as text, unpacked. Bytes that are not UTF-8 may be replaced: such a body is no JSON anyway.
    public var body: String

    public init(status: Int64, headers: [Header] = [], body: String) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    public init(from decoder: any Decoder) throws {
        let read = try decoder.container(keyedBy: CodingKeys.self)
        status = try read.decode(Int64.self, forKey: .status)
        headers = try read.decodeIfPresent([Header].self, forKey: .headers) ?? []
        body = try read.decode(String.self, forKey: .body)
    }
}

extension VendorResponse: CustomStringConvertible, CustomReflectable {
    /// No log may show all of it.
    public var description: String { "VendorResponse(status: \(shown(status)), headers: •••, body: •••)" }
    public var customMirror: Mirror { Mirror(self, children: ["status": shown(status), "headers": "•••", "body": "•••"]) }
}

/// A postpaid bill at a Senegalese biller.
public struct SandboxBill: Sendable, Hashable, Codable {
    /// `SENELEC_SN_BILL` or `SENEAU_SN_BILL`.
    public var service: String
    /// The customer's reference, with or without leading zeros.
    public var client: String
    /// The bill's reference (`referenceFacture`).
    public var reference: String
    /// The customer's name.
    public var name: String
    /// The amount due, XOF.
    public var amount: Int64
    /// The due date, `2018-12-31`.
    public var due: String
    /// Whether it is settled already.
    public var paid: Bool?

    public init(service: String, client: String, reference: String, name: String, amount: Int64, due: String, paid: Bool? = nil) {
        self.service = service
        self.client = client
        self.reference = reference
        self.name = name
        self.amount = amount
        self.due = due
        self.paid = paid
    }
}

/// One switch for each thing the docs leave unsaid (`P1`..`P13` of the reliability study).
public struct SandboxSwitches: Sendable, Hashable, Codable {
    /// P1: a transfer with a known `extId` makes no second transfer. Default false.
    public var extIdDeduped: Bool?
    /// P1: with `extIdDeduped`, answer INVALID_DATA instead of the first transfer. Default false.
    public var extIdDuplicateIsError: Bool?
    /// P2: how long a new object is missing from lists. Default 0.
    public var listLagMs: Int64?
    /// P2: lists hold only this many objects, newest first; 0 is no limit. Default 0.
    public var listLimit: Int64?
    /// P2: phones in lists and fetches read `77xxxxxx`, as in the page's samples. Default false.
    public var phonesMaskedInLists: Bool?
    /// The vendors' texts name the payer's number: instructions, messages, complaints, reasons. Default false.
    public var textsNameThePayer: Bool?
    /// P3: errors of Senfenico's table answer HTTP 200. Default false: 400, 404, 429, 5xx.
    public var errorsAlways200: Bool?
    /// Senfenico's errors carry `description` and `description_fr`, which the page's table promises and its
    /// samples do not show. Default false.
    public var errorsDescribed: Bool?
    /// P4: OTP_EXPIRED ends the charge as `failed`. Default false.
    public var otpExpiredEndsCharge: Bool?
    /// P4: a wrong OTP may be tried this often before the charge fails; 0 is for ever. Default 0.
    public var otpTries: Int64?
    /// P4: a second charge of one phone and provider while an OTP is out answers OTP_STILL_VALID. Default
    /// false.
    public var otpStillValidRefuses: Bool?
    /// How long a charge reads `pending` between a right OTP and its end; 0 is not at all. Default 0.
    public var pendingAfterSubmitMs: Int64?
    /// Charges of numbers outside the page's test table answer INVALID_ACCOUNT. Default false.
    public var onlyTestNumbers: Bool?
    /// A rate limit answer carries `Retry-After: 1`. Default false.
    public var retryAfterHeader: Bool?
    /// P8: webhooks carry `data` as a JSON string (as both SDKs read it), else as an object. Default true.
    public var webhookDataAsString: Bool?
    /// P8: webhooks exist for transfers as well. Default true.
    public var webhooksForTransfers: Bool?
    /// Checkouts that wait are told by `checkout.pending`. Default true.
    public var webhooksForPendingCheckouts: Bool?
    /// P9: an externalTransactionId whose payment got a 400 is used up. Default false.
    public var extIdBurnedBy400: Bool?
    /// P10: the externalTransactionId is taken before the biller is called. When false, a second request within
    /// `dexchangeBillerMs` passes as well. Default true.
    public var dexchangeDedupeBeforeBiller: Bool?
    /// P10: how long the biller call takes, for the switch above. Default 5,000.
    public var dexchangeBillerMs: Int64?
    /// P11: the transaction lookup knows bill payments. Default true.
    public var dexchangeServesBillLookup: Bool?
    /// P12: the callback of a top-up carries its `token`. Default true.
    public var tokenInWebhook: Bool?
    /// P12: the token arrives this long after SUCCESS, at the lookup and by one more callback. Default 0.
    public var tokenArrivesLateMs: Int64?
    /// P12: the token of an asynchronous top-up never arrives. Default false.
    public var tokenNeverArrives: Bool?
    /// P12: how often DEXCHANGE sends one callback until it is acknowledged. Default 1.
    public var dexchangeCallbackTries: Int64?
    /// P13: a PROCESSING top-up is debited at once and refunded on failure, else debited on success. Default
    /// true.
    public var processingDebitsAtOnce: Bool?

    public init(extIdDeduped: Bool? = nil, extIdDuplicateIsError: Bool? = nil, listLagMs: Int64? = nil, listLimit: Int64? = nil, phonesMaskedInLists: Bool? = nil, textsNameThePayer: Bool? = nil, errorsAlways200: Bool? = nil, errorsDescribed: Bool? = nil, otpExpiredEndsCharge: Bool? = nil, otpTries: Int64? = nil, otpStillValidRefuses: Bool? = nil, pendingAfterSubmitMs: Int64? = nil, onlyTestNumbers: Bool? = nil, retryAfterHeader: Bool? = nil, webhookDataAsString: Bool? = nil, webhooksForTransfers: Bool? = nil, webhooksForPendingCheckouts: Bool? = nil, extIdBurnedBy400: Bool? = nil, dexchangeDedupeBeforeBiller: Bool? = nil, dexchangeBillerMs: Int64? = nil, dexchangeServesBillLookup: Bool? = nil, tokenInWebhook: Bool? = nil, tokenArrivesLateMs: Int64? = nil, tokenNeverArrives: Bool? = nil, dexchangeCallbackTries: Int64? = nil, processingDebitsAtOnce: Bool? = nil) {
        self.extIdDeduped = extIdDeduped
        self.extIdDuplicateIsError = extIdDuplicateIsError
        self.listLagMs = listLagMs
        self.listLimit = listLimit
        self.phonesMaskedInLists = phonesMaskedInLists
        self.textsNameThePayer = textsNameThePayer
        self.errorsAlways200 = errorsAlways200
        self.errorsDescribed = errorsDescribed
        self.otpExpiredEndsCharge = otpExpiredEndsCharge
        self.otpTries = otpTries
        self.otpStillValidRefuses = otpStillValidRefuses
        self.pendingAfterSubmitMs = pendingAfterSubmitMs
        self.onlyTestNumbers = onlyTestNumbers
        self.retryAfterHeader = retryAfterHeader
        self.webhookDataAsString = webhookDataAsString
        self.webhooksForTransfers = webhooksForTransfers
        self.webhooksForPendingCheckouts = webhooksForPendingCheckouts
        self.extIdBurnedBy400 = extIdBurnedBy400
        self.dexchangeDedupeBeforeBiller = dexchangeDedupeBeforeBiller
        self.dexchangeBillerMs = dexchangeBillerMs
        self.dexchangeServesBillLookup = dexchangeServesBillLookup
        self.tokenInWebhook = tokenInWebhook
        self.tokenArrivesLateMs = tokenArrivesLateMs
        self.tokenNeverArrives = tokenNeverArrives
        self.dexchangeCallbackTries = dexchangeCallbackTries
        self.processingDebitsAtOnce = processingDebitsAtOnce
    }
}

/// What a `Sandbox` starts from. Every field has a default, also in JSON.
///
/// Times are virtual milliseconds, money is XOF francs.
public struct SandboxOptions: Sendable, Hashable, Codable {
    /// All references are derived from this: the same seed and requests give the same answers.
    public var seed: Int64?
    /// Where Senfenico's webhooks go. None: no webhooks. (The vendor's dashboard holds it.)
    public var webhookUrl: String?
    /// The secret that signs Senfenico's webhooks. None: they are sent unsigned.
    public var webhookKey: String?
    /// How long an OTP is good for after the charge was created.
    public var otpTtlMs: Int64?
    /// Whether the payer of a `pay_offline` charge confirms by himself, after `payerMs`.
    public var payerAutoConfirms: Bool?
    /// How long the payer takes to confirm a `pay_offline` charge.
    public var payerMs: Int64?
    /// After how long a payer completes a checkout's page by himself; None: only `checkoutPaid` does.
    public var checkoutPaysItselfMs: Int64?
    /// How long a transfer stays `pending`.
    public var transferMs: Int64?
    /// How long the slow magic numbers stay `pending`.
    public var slowMs: Int64?
    /// When a settlement goes from `processing` to `in_transit`, after its creation.
    public var settlementTransitMs: Int64?
    /// When a settlement goes from `in_transit` to `success`, after its creation.
    public var settlementSuccessMs: Int64?
    /// How long an asynchronous Woyofal top-up stays `PROCESSING`.
    public var topUpMs: Int64?
    /// Providers whose charges start as `pay_offline`. None by default: the page's table of test numbers gives
    /// every provider a code, and never says who pays offline.
    public var offlineProviders: [String]?
    /// Each transfer wallet's first balance (the page grants 100,000 in test mode).
    public var transferBalance: Int64?
    /// The collection balance at the start.
    public var collectionBalance: Int64?
    /// The DEXCHANGE balance at the start.
    public var dexchangeBalance: Int64?
    /// The bills that exist. The default holds those listed at `Bill.seeded`.
    public var bills: [SandboxBill]?
    /// How many charges of the time before, all paid, each Senfenico account has at the start: for lists that
    /// have grown. They are in no book.
    public var earlierCharges: Int64?
    /// Whether the ledger keeps every entry, or the balances only (for millions of payments).
    public var keepEntries: Bool?
    /// What the docs leave unsaid.
    public var switches: SandboxSwitches?

    public init(seed: Int64? = nil, webhookUrl: String? = nil, webhookKey: String? = nil, otpTtlMs: Int64? = nil, payerAutoConfirms: Bool? = nil, payerMs: Int64? = nil, checkoutPaysItselfMs: Int64? = nil, transferMs: Int64? = nil, slowMs: Int64? = nil, settlementTransitMs: Int64? = nil, settlementSuccessMs: Int64? = nil, topUpMs: Int64? = nil, offlineProviders: [String]? = nil, transferBalance: Int64? = nil, collectionBalance: Int64? = nil, dexchangeBalance: Int64? = nil, bills: [SandboxBill]? = nil, earlierCharges: Int64? = nil, keepEntries: Bool? = nil, switches: SandboxSwitches? = nil) {
        self.seed = seed
        self.webhookUrl = webhookUrl
        self.webhookKey = webhookKey
        self.otpTtlMs = otpTtlMs
        self.payerAutoConfirms = payerAutoConfirms
        self.payerMs = payerMs
        self.checkoutPaysItselfMs = checkoutPaysItselfMs
        self.transferMs = transferMs
        self.slowMs = slowMs
        self.settlementTransitMs = settlementTransitMs
        self.settlementSuccessMs = settlementSuccessMs
        self.topUpMs = topUpMs
        self.offlineProviders = offlineProviders
        self.transferBalance = transferBalance
        self.collectionBalance = collectionBalance
        self.dexchangeBalance = dexchangeBalance
        self.bills = bills
        self.earlierCharges = earlierCharges
        self.keepEntries = keepEntries
        self.switches = switches
    }
}
