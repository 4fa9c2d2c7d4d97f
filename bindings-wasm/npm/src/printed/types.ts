// Printed from core's source by `cargo xtask print`; do not edit.

/**
 * The data of xaalis. Amounts are whole XOF francs, moments are milliseconds since 1970, percentages are
 * decimal numbers as text. `null` is what the vendor did not say. Words are open: one that this version does
 * not know is kept as it came.
 *
 * @module
 */

/**
 * Why a payment was refused: the codes of Senfenico, of DEXCHANGE and of this library.
 * - `BATCH_SIZE_LIMIT_EXCEEDED`: Senfenico: a bulk transfer of more than 100 items.
 * - `RATE_LIMIT_EXCEEDED`: Senfenico, and HTTP 429 of both: too many requests.
 * - `UNSUPPORTED_PROVIDER`: Senfenico: no such operator.
 * - `OTP_INVALID`: Senfenico: the OTP is wrong.
 * - `OTP_EXPIRED`: Senfenico: the OTP is too old.
 * - `OTP_STILL_VALID`: Senfenico: the OTP sent before can still be used.
 * - `INSUFFICIENT_FUNDS`: Both: not enough money on the account that pays.
 * - `INVALID_ACCOUNT`: Senfenico: the phone number has no account with the operator.
 * - `NETWORK_ERROR`: Senfenico: something failed on the way to the operator.
 * - `CHARGE_NOT_FOUND`: Senfenico: no charge has this reference.
 * - `INTERNAL_ERROR`: Senfenico: an error on its side.
 * - `UNKNOWN_ERROR`: Senfenico: an error it cannot name.
 * - `TRANSACTION_NOT_FOUND`: Both: no transaction has this reference.
 * - `UNAUTHORIZED_CHARGE_PROVIDER`: Senfenico: your account may not charge this operator.
 * - `EXTERNAL_API_ERROR`: Senfenico: the operator's system failed.
 * - `INVALID_DATA`: Senfenico: a field was refused.
 * - `INVALID_API_KEY`: DEXCHANGE: the key is wrong.
 * - `EXPIRED_API_KEY`: DEXCHANGE: the key is too old.
 * - `MISSING_API_KEY`: DEXCHANGE: no key was sent.
 * - `INVALID_AMOUNT`: DEXCHANGE: the amount is not allowed.
 * - `DUPLICATE_TRANSACTION`: DEXCHANGE: a transaction with this id exists.
 * - `SERVICE_UNAVAILABLE`: DEXCHANGE: the service is down.
 * - `OPERATOR_ERROR`: DEXCHANGE: the operator or biller failed.
 * - `TIMEOUT_ERROR`: DEXCHANGE: the operator or biller did not answer in time.
 * - `UNAUTHORIZED`: Ours, for HTTP 401 without a code: the key was refused.
 * - `FORBIDDEN`: Ours, for HTTP 403 without a code: not allowed.
 * - `NOT_FOUND`: Ours, for HTTP 404 without a code.
 * - `VALIDATION`: Ours, for HTTP 400 without a code: a field was refused.
 * - `CONFLICT`: Ours, for HTTP 409 without a code.
 * - `DUPLICATE_REFERENCE`: Ours: the reference was used for another payment.
 * - `ALREADY_PAID`: Ours: the bill is paid.
 * - `NO_BILL`: Ours: nothing to pay.
 * - `PAYMENT_FAILED`: Ours: the vendor's final status is failed.
 * - `PAYMENT_CANCELED`: Ours: the vendor's final status is canceled.
 * - `AMOUNT_CHANGED`: Ours: the bill is no longer what the customer agreed to; nothing was paid.
 * - `ABANDONED`: Ours: the payer gave the charge up before a code was sent; nothing was paid.
 */
export type Code =
  | "BATCH_SIZE_LIMIT_EXCEEDED"
  | "RATE_LIMIT_EXCEEDED"
  | "UNSUPPORTED_PROVIDER"
  | "OTP_INVALID"
  | "OTP_EXPIRED"
  | "OTP_STILL_VALID"
  | "INSUFFICIENT_FUNDS"
  | "INVALID_ACCOUNT"
  | "NETWORK_ERROR"
  | "CHARGE_NOT_FOUND"
  | "INTERNAL_ERROR"
  | "UNKNOWN_ERROR"
  | "TRANSACTION_NOT_FOUND"
  | "UNAUTHORIZED_CHARGE_PROVIDER"
  | "EXTERNAL_API_ERROR"
  | "INVALID_DATA"
  | "INVALID_API_KEY"
  | "EXPIRED_API_KEY"
  | "MISSING_API_KEY"
  | "INVALID_AMOUNT"
  | "DUPLICATE_TRANSACTION"
  | "SERVICE_UNAVAILABLE"
  | "OPERATOR_ERROR"
  | "TIMEOUT_ERROR"
  | "UNAUTHORIZED"
  | "FORBIDDEN"
  | "NOT_FOUND"
  | "VALIDATION"
  | "CONFLICT"
  | "DUPLICATE_REFERENCE"
  | "ALREADY_PAID"
  | "NO_BILL"
  | "PAYMENT_FAILED"
  | "PAYMENT_CANCELED"
  | "AMOUNT_CHANGED"
  | "ABANDONED"
  | (string & {});

/** One complaint of the vendor about one field. */
export interface FieldError {
  /** The field's name at the vendor; `non_field_errors` for the whole. */
  readonly field: string;
  /** The complaint, as it came. */
  readonly message: string;
}

/** Money that was debited and is due back (a Woyofal top-up that failed after PROCESSING). */
export interface Refund {
  /** Amount plus fee, in XOF francs, as far as the vendor told; absent when it did not. */
  readonly amount: number | null;
  /** True once the vendor's callback showed the balance rising by it. */
  readonly seen: boolean;
}

/** A definite no. */
export interface Refusal {
  /** Which kind of no; its texts in English and French stand in `Code`. */
  readonly code: Code;
  /** The HTTP status it came with; absent when a flow concluded it. */
  readonly httpStatus: number | null;
  /** The vendor's own message, as it came. May hold personal data: show it, do not log it. */
  readonly message: string;
  /** The vendor's complaints about single fields (`errors`), one line each. */
  readonly fieldErrors: readonly FieldError[];
  /** Set when a debit was made first and is due back. */
  readonly refund: Refund | null;
}

/**
 * Reasons why nothing happened at the vendor.
 * - `unreachable`: The vendor could not be reached.
 * - `busy`: The vendor turned the request away as too frequent, again and again.
 * - `unanswered`: A request without effect was sent but never answered usefully.
 * - `forgotten`: The process died before it was sent, and its details were not given again.
 * - `stopped`: Stopped before it was sent.
 */
export type Unsent = "unreachable" | "busy" | "unanswered" | "forgotten" | "stopped";

/**
 * What makes an outcome uncertain.
 * - `no_answer`: The request may have left, and no answer came.
 * - `server_error`: HTTP 5xx.
 * - `not_json`: An answer that is not JSON, such as an HTML page.
 * - `malformed`: JSON that is cut or not of the documented shape.
 * - `oversized`: An answer larger than the cap.
 * - `too_deep`: JSON nested deeper than is read.
 * - `foreign`: A well-formed answer about something else than was asked.
 * - `unreadable`: The vendor's list holds an item that cannot be read and may be this payment, or the bill
 *   to pay.
 * - `redirected`: An unexpected redirect, never followed because the key would follow.
 * - `conflict`: HTTP 409 of an API that does not say what it means.
 * - `uncertain_code`: An error code that may stand for a payment already made.
 * - `accepted_earlier`: The vendor knows our id from an earlier attempt: that one was accepted.
 * - `refused_after_uncertain`: A refusal now, but an earlier attempt may have gone through.
 * - `crashed`: The process died while the request was, or was about to be, under way.
 * - `ambiguous`: Several payments at the vendor could be this one.
 * - `taken`: The vendor's payment already belongs to another operation.
 * - `amount_mismatch`: The vendor shows another amount than ordered.
 * - `mode_mismatch`: The vendor shows a live payment for a test key, or the reverse.
 * - `still_open`: Still not finished when the waiting ended.
 * - `vanished`: The vendor does not know the payment it acknowledged.
 */
export type Doubt =
  | "no_answer"
  | "server_error"
  | "not_json"
  | "malformed"
  | "oversized"
  | "too_deep"
  | "foreign"
  | "unreadable"
  | "redirected"
  | "conflict"
  | "uncertain_code"
  | "accepted_earlier"
  | "refused_after_uncertain"
  | "crashed"
  | "ambiguous"
  | "taken"
  | "amount_mismatch"
  | "mode_mismatch"
  | "still_open"
  | "vanished";

/** A limit that an answer passed. */
export interface Excess {
  /** How much came: bytes, or levels of nesting. Absent when reading stopped at the limit. */
  readonly seen: number | null;
  /** How much is taken. */
  readonly limit: number;
}

/** Why nothing happened at the vendor. */
export interface NotSentReason {
  /** The reason. */
  readonly why: Unsent;
  /** For a read that was answered unusably: how. */
  readonly doubt: Doubt | null;
  /** With `"oversized"` and `"too_deep"`: the limit that was passed. */
  readonly excess: Excess | null;
}

/**
 * How an unknown outcome can be found out.
 * - `fetch`: Read it again by the vendor's reference.
 * - `search_by_id`: Look for our id in the vendor's list.
 * - `search_by_details`: Look for amount, payer and time in the vendor's list.
 * - `await_callback`: Wait for the vendor's callback, or ask its support with our id.
 * - `ask_support`: Ask the vendor's support.
 */
export type Plan = "fetch" | "search_by_id" | "search_by_details" | "await_callback" | "ask_support";

/** An outcome nobody knows yet. */
export interface UnknownOutcome {
  /** Our operation: the one to resume. */
  readonly opId: string;
  /** The id we gave the payment at the vendor (`externalTransactionId`, `extId`), if it takes one. */
  readonly ourReference: string | null;
  /** The vendor's id, if any answer let it be read. */
  readonly providerReference: string | null;
  /** How many times the request was handed to the transport. */
  readonly attempts: number;
  /** When it was last handed out. Milliseconds since 1970. */
  readonly lastSent: number;
  /** What made it unknown. */
  readonly why: Doubt;
  /** The last HTTP status seen, if any. */
  readonly httpStatus: number | null;
  /** The last error code seen, if any. */
  readonly code: Code | null;
  /** With `"oversized"` and `"too_deep"`: the limit that was passed. */
  readonly excess: Excess | null;
  /** How to find out. */
  readonly plan: Plan;
  /**
   * For a bill: does an inquiry made since show it paid? Paid by *someone*: no proof of who, but a reason
   * not to pay it again.
   */
  readonly billPaid: boolean | null;
}

/** The vendor said yes. For a flow: the money arrived, the bill is paid. */
export interface Settled<T> {
  readonly kind: "settled";
  /** The vendor's answer. */
  readonly value: T;
}

/** The vendor said no, and no money moved (or it is being given back: see the refusal). */
export interface Rejected {
  readonly kind: "rejected";
  /** Why, in the vendor's words and in ours. */
  readonly refusal: Refusal;
}

/** Nothing happened at the vendor: the same order, or a corrected one, may be given again under its id. */
export interface NotSent {
  readonly kind: "not_sent";
  /** Why not. */
  readonly unsent: NotSentReason;
}

/** Money may or may not have moved. Neither success nor failure: keep it, look, or ask. */
export interface Unknown {
  readonly kind: "unknown";
  /** What is known and how to find out. */
  readonly unknown: UnknownOutcome;
}

/** How an operation ended. */
export type Outcome<T> =
  | Settled<T>
  | Rejected
  | NotSent
  | Unknown;

/** What opening a payment page answers. */
export interface CheckoutOpened {
  /** The checkout's reference. */
  readonly reference: string;
  /**
   * The page to send the customer to: `https`, or `http` on this machine in test mode. An answer with any
   * other is not readable, since pages redirect to it (`javascript:…`).
   */
  readonly authorizationUrl: string;
  /** False in test mode. */
  readonly liveMode: boolean | null;
}

/**
 * The status of a checkout. Vendor page: "fetch checkout".
 * - `pending`: Awaiting payment.
 * - `failed`: Payment failed.
 * - `success`: Paid.
 */
export type CheckoutStatus = "pending" | "failed" | "success" | (string & {});

/**
 * A checkout. Vendor page: "fetch checkout".
 *
 * Both references, status and amount decide and are read strictly; what cannot be read of the rest is
 * absent.
 */
export interface Checkout {
  /** The checkout's reference. */
  readonly reference: string;
  /** The checkout's status. */
  readonly status: CheckoutStatus;
  /** The charge made on the page, once there is one: its status is the stronger witness. */
  readonly chargeReference: string | null;
  /** The amount in XOF francs. */
  readonly amount: number | null;
  /** The customer's e-mail address. */
  readonly email: string | null;
  /** As given when it was opened. */
  readonly successUrl: string | null;
  /** As given when it was opened. */
  readonly cancelUrl: string | null;
  /** The customer's number, empty before the customer paid; may be masked by the vendor. */
  readonly phone: string | null;
  /** The operator, empty before the customer paid. */
  readonly provider: string | null;
  /** False in test mode. */
  readonly liveMode: boolean | null;
  /** When the vendor stored it, as the vendor writes it. */
  readonly createdAt: string | null;
  /** When the vendor last changed it, as the vendor writes it. */
  readonly updatedAt: string | null;
}

/**
 * The status of a charge. Vendor page: "fetch charge".
 * - `send_otp`: The payer has to give a one-time code.
 * - `pay_offline`: The payer has to confirm on the phone.
 * - `pending`: Under way at the operator.
 * - `failed`: Refused by payer or operator; no money moved.
 * - `canceled`: Given up before it was paid.
 * - `success`: Paid.
 */
export type ChargeStatus =
  | "send_otp"
  | "pay_offline"
  | "pending"
  | "failed"
  | "canceled"
  | "success"
  | (string & {});

/** What creating a charge answers. Vendor page: "create a charge". */
export interface ChargeCreated {
  /** The charge's reference. */
  readonly reference: string;
  /** What the payer has to do next. */
  readonly status: ChargeStatus;
  /** The vendor's instruction for the payer (French). */
  readonly displayText: string | null;
  /** False in test mode. */
  readonly liveMode: boolean | null;
}

/**
 * A mobile-money operator of Burkina Faso, by its name in the Senfenico API.
 * - `orange_bf`: Orange Money.
 * - `moov_bf`: Moov Money.
 * - `coris_bf`: Coris Money: any Burkinabè mobile number.
 * - `sank_bf`: Sank Money: any Burkinabè mobile number.
 */
export type Provider = "orange_bf" | "moov_bf" | "coris_bf" | "sank_bf" | (string & {});

/** One try of the payer to confirm a charge. */
export interface ConfirmationAttempt {
  /** From where. */
  readonly ipAddress: string | null;
  /** When, as the vendor writes it. */
  readonly attemptDate: string | null;
  /** `success` or `failed`. */
  readonly confirmationStatus: string | null;
}

/**
 * A charge. Vendor page: "fetch charge".
 *
 * The answer to a submitted code is the same without `phone`, `createdAt` and `updatedAt`. Reference,
 * status and amount decide and are read strictly; what cannot be read of the rest is absent.
 */
export interface Charge {
  /** The charge's reference. */
  readonly reference: string;
  /** The charge's status. */
  readonly status: ChargeStatus;
  /** The amount in XOF francs. */
  readonly amount: number | null;
  /** The vendor's fee in percent of the amount: `3.5`, or `3.50` as text. A decimal number, as text. */
  readonly fees: string | null;
  /** `XOF`. */
  readonly currency: string | null;
  /** When it was made, as the vendor writes it. */
  readonly transactionDate: string | null;
  /** From where it was made. */
  readonly ipAddress: string | null;
  /** False in test mode. */
  readonly liveMode: boolean | null;
  /** `mobile_money`. */
  readonly paymentMethod: string | null;
  /** The operator. */
  readonly provider: Provider | null;
  /** The customer's number; may be masked by the vendor (`77xxxxxx`). */
  readonly phone: string | null;
  /** When it was given up, as the vendor writes it. */
  readonly cancelledAt: string | null;
  /** Why it was given up. */
  readonly cancellationReason: string | null;
  /** When the vendor stored it, as the vendor writes it. */
  readonly createdAt: string | null;
  /** When the vendor last changed it, as the vendor writes it. */
  readonly updatedAt: string | null;
  /** Every code that was tried, as far as it can be read. */
  readonly confirmationAttempts: readonly ConfirmationAttempt[];
}

/** The balance money is collected into. */
export interface CollectionBalance {
  /** Can be used at once, in XOF francs. */
  readonly available: number | null;
  /** Being transferred or settled, in XOF francs. */
  readonly pending: number | null;
  /** `XOF`. */
  readonly currency: string | null;
}

/** Two numbers of one balance, in XOF francs. */
export interface Balance {
  /** Can be used at once. In XOF francs. */
  readonly available: number | null;
  /** Being transferred or settled; cannot be used. In XOF francs. */
  readonly pending: number | null;
}

/** The balance of one wallet money is sent from. */
export interface WalletBalance {
  /** The vendor's name: `orange_money_bf`, `moov_money_bf`, `sank_money_bf`, or a newer one. */
  readonly wallet: string;
  /** What it holds. */
  readonly balance: Balance;
}

/**
 * All balances, in XOF francs (the vendor writes `18692.0`). They only inform: a number that is missing or
 * cannot be read, such as a negative one, is absent and hides none of the others.
 */
export interface Balances {
  /** Money collected from customers. */
  readonly collection: CollectionBalance;
  /** All wallets together. */
  readonly transferTotal: Balance;
  /**
   * Money that can be sent, wallet by wallet, in the vendor's order; wallets the vendor adds later appear
   * here too.
   */
  readonly transfer: readonly WalletBalance[];
}

/**
 * The status of a transfer. Vendor page: "single transfer".
 * - `pending`: Queued or under way.
 * - `failed`: Not delivered.
 * - `success`: Delivered.
 */
export type TransferStatus = "pending" | "failed" | "success" | (string & {});

/**
 * A transfer. Vendor page: "single transfer".
 *
 * Reference, `extId`, status and amount decide and are read strictly; what cannot be read of the rest is
 * absent.
 */
export interface Transfer {
  /** The transfer's reference. */
  readonly reference: string;
  /** The transfer's status. */
  readonly status: TransferStatus;
  /** The amount in XOF francs. */
  readonly amount: number | null;
  /** The vendor's fee in percent of the amount: `1.5`, or `1.50` as text. A decimal number, as text. */
  readonly fees: string | null;
  /** `XOF`. */
  readonly currency: string | null;
  /** From where it was made. */
  readonly ipAddress: string | null;
  /** False in test mode. */
  readonly liveMode: boolean | null;
  /** The wallet. */
  readonly recipientWallet: Provider | null;
  /** The recipient's number; may be masked by the vendor (`65xxxxxx`). */
  readonly recipientPhone: string | null;
  /** Our id, as the vendor echoes it. */
  readonly extId: string | null;
  /** When the vendor stored it, as the vendor writes it. */
  readonly createdAt: string | null;
}

/**
 * One payout that was not queued. What of it cannot be read is absent, or stands among its errors as it
 * came: that there is one must not be lost.
 */
export interface FailedTransfer {
  /** Our id, if the vendor echoed it. */
  readonly extId: string | null;
  /** The amount in XOF francs, as echoed. */
  readonly amount: number | null;
  /** The recipient's number, as echoed. */
  readonly recipientPhone: string | null;
  /** The wallet, as echoed. */
  readonly recipientWallet: string | null;
  /** Why, in the vendor's words. */
  readonly errors: readonly FieldError[];
}

/**
 * What a bulk call answers: who was refused. All others are queued; their references are told by the list
 * of transfers only.
 */
export interface BulkQueued {
  /** The vendor's words, such as `2 transfers queued for processing`. */
  readonly message: string | null;
  /** The payouts that were not queued. */
  readonly failedTransfers: readonly FailedTransfer[];
}

/**
 * The status of a settlement. Vendor page: "create settlement".
 * - `processing`: Accepted; may still be cancelled.
 * - `in_transit`: On its way; too late to cancel.
 * - `cancelled`: Cancelled by the merchant.
 * - `success`: Arrived.
 */
export type SettlementStatus = "processing" | "in_transit" | "cancelled" | "success" | (string & {});

/**
 * A settlement. Vendor page: "create settlement".
 *
 * Reference, status and amount decide and are read strictly; what cannot be read of the rest is absent.
 */
export interface Settlement {
  /** The settlement's reference. */
  readonly reference: string;
  /** The settlement's status. */
  readonly status: SettlementStatus;
  /** The amount in XOF francs. */
  readonly amount: number | null;
  /** The vendor's fee, a whole number whose unit the page does not give. */
  readonly settlementFees: string | null;
  /** `XOF`. */
  readonly currency: string | null;
  /** False in test mode. */
  readonly liveMode: boolean | null;
  /** When the vendor stored it, as the vendor writes it. */
  readonly createdAt: string | null;
  /** When the vendor last changed it, as the vendor writes it. */
  readonly updatedAt: string | null;
  /** `bank`, `mobile` or `usdt`. */
  readonly accountType: string | null;
  /** The account it goes to. */
  readonly iban: string | null;
  /** The account it goes to. */
  readonly rib: string | null;
  /** The bank. */
  readonly bankName: string | null;
  /** The bank's address. */
  readonly bankAddress: string | null;
  /** The account's holder. */
  readonly accountHolderName: string | null;
  /** The holder's address. */
  readonly accountHolderAddress: string | null;
  /** The bank's SWIFT code. */
  readonly swiftBicCode: string | null;
  /** The operator, for a mobile account. */
  readonly provider: string | null;
  /** The number, for a mobile account. */
  readonly phone: string | null;
  /** The wallet, for a USDT account. */
  readonly usdtWalletAddress: string | null;
}

/** One bill, or a Woyofal meter. Vendor page: "Bill Inquiry", "bills[] fields". */
export interface Bill {
  /** The bill's reference: what pins a payment to this bill. For Woyofal a session token. */
  readonly reference: string | null;
  /** The meter or customer number, as the biller writes it. */
  readonly customer: string | null;
  /** The holder's family name (`nom`). */
  readonly lastName: string | null;
  /** The holder's first name (`prenom`). */
  readonly firstName: string | null;
  /** What is owed in XOF francs (`montant`); 0 for Woyofal. */
  readonly amount: number | null;
  /** The biller's fee in XOF francs (`frais`), for information. */
  readonly fee: number | null;
  /** `montant` + `frais`, in XOF francs. */
  readonly total: number | null;
  /** When it is due (`dateEcheance`), as the biller writes it. */
  readonly dueDate: string | null;
  /** True when it is settled already. */
  readonly paid: boolean | null;
  /** Where the meter is (Woyofal). */
  readonly address: string | null;
  /** How the meter is (`meterStatus`, Woyofal). */
  readonly meterStatus: string | null;
  /** `paymentTransactionNumber`, which the vendor's page does not explain. */
  readonly paymentTransactionNumber: string | null;
}

/** An item of a list that this library cannot read. */
export interface Unreadable {
  /** Its place in the vendor's list, from 0. */
  readonly index: number;
  /** The item as it came; the beginning of one that is too large. */
  readonly text: string;
  /** The limit that it passed, if it is too large. */
  readonly excess: Excess | null;
}

/** What an inquiry answers. */
export interface BillInquiry {
  /** The number that was looked up. */
  readonly customer: string | null;
  /** The bills found, or for Woyofal the meter as a single one. */
  readonly bills: readonly Bill[];
  /** What else stands in the list and cannot be read as a bill; it hides none of the others. */
  readonly unreadable: readonly Unreadable[];
}

/**
 * The status of a bill payment or top-up (`Status`, `STATUS`). Vendor page: "Pay a Bill / Top-up" for the
 * first, second and last; the others stand on the vendor's transaction page, which is not among
 * `api-docs`.
 * - `PENDING`: Accepted, not begun.
 * - `PROCESSING`: Under way; the account is counted as debited.
 * - `FAILED`: Not paid; a debit already made is given back.
 * - `CANCELLED`: Given up; as `FAILED`.
 * - `EXPIRED`: Too old; as `FAILED`.
 * - `SUCCESS`: Paid.
 */
export type BillStatus =
  | "PENDING"
  | "PROCESSING"
  | "FAILED"
  | "CANCELLED"
  | "EXPIRED"
  | "SUCCESS"
  | (string & {});

/**
 * How the state of a bill payment is known.
 * - `reply`: The vendor answered the payment with it.
 * - `lookup`: The vendor's transaction page shows it.
 * - `callback`: Only an authenticated callback says so, with the right amount and matching balances,
 *   because the vendor's transaction page said that it does not know the payment. One that could not be
 *   asked (no answer, HTTP 5xx, 429, maintenance, a wrong key) lets no callback conclude. What remains:
 *   whoever knows the callback's address and its `customData`, and guesses the amount, is believed where
 *   the vendor knows no such transaction. So keep both out of logs, and look at the vendor's dashboard
 *   before much is given away on this evidence.
 */
export type Evidence = "reply" | "lookup" | "callback";

/** A payment of a bill or a top-up. Vendor page: "Pay a Bill / Top-up", `transaction`. */
export interface BillPayment {
  /** The vendor's id (`TID…`). */
  readonly transactionId: string | null;
  /**
   * The only field that says how it stands: the vendor writes "Bill paid successfully" and `success: true`
   * for a payment that is still `PROCESSING`.
   */
  readonly status: BillStatus;
  /** Our id. */
  readonly externalTransactionId: string | null;
  /** What was paid, in XOF francs. */
  readonly amount: number | null;
  /** The vendor's fee on top, in XOF francs. */
  readonly fee: number | null;
  /** The number on the bill or meter. */
  readonly customer: string | null;
  /** The bill that was paid. */
  readonly bill: string | null;
  /** The code to type into the meter (Woyofal). Opaque text: it may be several codes. */
  readonly token: string | null;
  /** The account before, in XOF francs. */
  readonly previousBalance: number | null;
  /** The account after, in XOF francs. */
  readonly currentBalance: number | null;
  /** The vendor's remark. Shown, never interpreted. */
  readonly message: string | null;
  /** How this is known. */
  readonly evidence: Evidence;
}

/** How one payout ended. */
export interface PayoutItem {
  /** Its place in the order, from 0. */
  readonly index: number;
  /** Its `extId`. */
  readonly extId: string;
  /** How it ended. */
  readonly outcome: Outcome<Transfer>;
}

/** How a bulk payout ended. */
export interface Payouts {
  /**
   * One entry per payout of the order, in its order. Those not sent while others were need an order of their
   * own, under another id.
   */
  readonly items: readonly PayoutItem[];
}

/** How an operation ended. */
export type Reply =
  | { readonly kind: "checkout_opened"; readonly outcome: Outcome<CheckoutOpened>; }
  | { readonly kind: "checkout"; readonly outcome: Outcome<Checkout>; }
  | { readonly kind: "checkouts"; readonly outcome: Outcome<readonly Checkout[]>; }
  | { readonly kind: "charge_created"; readonly outcome: Outcome<ChargeCreated>; }
  | { readonly kind: "charge"; readonly outcome: Outcome<Charge>; }
  | { readonly kind: "charges"; readonly outcome: Outcome<readonly Charge[]>; }
  | { readonly kind: "balances"; readonly outcome: Outcome<Balances>; }
  | { readonly kind: "transfer"; readonly outcome: Outcome<Transfer>; }
  | { readonly kind: "transfers"; readonly outcome: Outcome<readonly Transfer[]>; }
  | { readonly kind: "bulk_queued"; readonly outcome: Outcome<BulkQueued>; }
  | { readonly kind: "settlement"; readonly outcome: Outcome<Settlement>; }
  | { readonly kind: "settlements"; readonly outcome: Outcome<readonly Settlement[]>; }
  | { readonly kind: "bills"; readonly outcome: Outcome<BillInquiry>; }
  | { readonly kind: "bill_payment"; readonly outcome: Outcome<BillPayment>; }
  | { readonly kind: "payouts"; readonly payouts: Payouts; };

/** A payment to ask for. */
export interface NewCharge {
  /** The amount in XOF francs, at least 1. */
  readonly amount: number;
  /** The customer's number, 8 digits; spaces and `+226` are fine. */
  readonly phone: string;
  /** The operator. Absent: told by the number's prefix (Orange and Moov only). */
  readonly provider?: Provider | undefined;
}

/** A payment page to open. */
export interface NewCheckout {
  /** The amount in XOF francs, at least 1. */
  readonly amount: number;
  /** Where the customer goes after paying. Coming back there proves nothing. */
  readonly successUrl: string;
  /** Where the customer goes after giving up. */
  readonly cancelUrl: string;
  /** The customer's e-mail address. */
  readonly email?: string | undefined;
}

/** A payout to make. */
export interface NewTransfer {
  /** The amount in XOF francs, at least 100. */
  readonly amount: number;
  /** The recipient's number, 8 digits; spaces and `+226` are fine. */
  readonly phone: string;
  /** The wallet: Orange, Moov or Sank. Absent: told by the number (Orange and Moov only). */
  readonly wallet?: Provider | undefined;
  /**
   * Your id of this payout, unique and hard to guess (a UUID): the only way to find it again after a lost
   * answer. Letters, digits, `-` and `_`, at most 64.
   */
  readonly extId: string;
}

/** A settlement to make. */
export interface NewSettlement {
  /** The amount in XOF francs, at least 1. */
  readonly amount: number;
}

/**
 * Whose bill. Vendor page: "Bill Inquiry", "Available billing services".
 * - `SENEAU_SN_BILL`: Water bill, paid afterwards.
 * - `SENELEC_SN_BILL`: Electricity bill, paid afterwards.
 * - `WOYOFAL_SN_BILL`: Prepaid electricity: the customer chooses the amount and gets a code for the meter.
 */
export type Service = "SENEAU_SN_BILL" | "SENELEC_SN_BILL" | "WOYOFAL_SN_BILL" | (string & {});

/** A bill to look up and pay, or a meter to top up, to the end. */
export interface NewPayBill {
  /** Whose bill. */
  readonly service: Service;
  /** The number on the bill or meter: meter number, police, customer reference. */
  readonly customer: string;
  /** Woyofal: the top-up in XOF francs, required. Otherwise leave it out: the bill imposes it. */
  readonly amount?: number | undefined;
  /**
   * The reference of a bill found before. Absent: the bill is looked up; if exactly one is unpaid it is
   * paid, otherwise the customer is asked.
   */
  readonly bill?: string | undefined;
  /** Show the bill or meter and ask before paying, even when there is only one. */
  readonly confirm?: boolean | undefined;
  /**
   * Your id of this payment, unique and hard to guess: the vendor's idempotency key. Letters, digits, `-`
   * and `_`, at most 64.
   */
  readonly externalTransactionId: string;
  /** Where the vendor tells changes; see `xaalis/webhooks`. */
  readonly callbackUrl?: string | undefined;
  /** Text the vendor gives back in its callback. */
  readonly customData?: string | undefined;
}

/** A bill to pay or a meter to top up. */
export interface NewBillPayment {
  /** Whose bill. */
  readonly service: Service;
  /** The number on the bill or meter: meter number, police, customer reference. */
  readonly customer: string;
  /** Woyofal: the top-up in XOF francs, required. Otherwise leave it out: the bill imposes it. */
  readonly amount?: number | undefined;
  /**
   * SenEau and Senelec: the bill's reference from an inquiry, required here because without it the vendor
   * settles the first unpaid bill, and a repeated request the next one.
   */
  readonly bill?: string | undefined;
  /**
   * Your id of this payment, unique and hard to guess: the vendor's idempotency key. Letters, digits, `-`
   * and `_`, at most 64.
   */
  readonly externalTransactionId: string;
  /** Where the vendor tells changes; see `xaalis/webhooks`. */
  readonly callbackUrl?: string | undefined;
  /** Text the vendor gives back in its callback. */
  readonly customData?: string | undefined;
}

/** A bill or meter to look up. */
export interface NewInquiry {
  /** Whose bill. */
  readonly service: Service;
  /** The number on the bill or meter: meter number, police, customer reference. */
  readonly customer: string;
}

/**
 * Asks a customer for a payment and follows it to its end.
 *
 * Vendor pages: "create a charge", "submit OTP", "fetch charge".
 */
export interface CollectOrder {
  readonly kind: "collect";
  /** The payment. */
  readonly charge: NewCharge;
}

/**
 * Opens a payment page and follows it to its end.
 *
 * Vendor pages: "Initialisation du Checkout", "fetch checkout".
 */
export interface CheckoutOrder {
  readonly kind: "checkout";
  /** The page. */
  readonly checkout: NewCheckout;
}

/**
 * Pays one recipient and follows the transfer to its end.
 *
 * Vendor pages: "single transfer", "fetch single transfer", "list transfers".
 */
export interface PayoutOrder {
  readonly kind: "payout";
  /** The payout. */
  readonly transfer: NewTransfer;
}

/**
 * Pays any number of recipients, a hundred a request, and follows each to its end.
 *
 * Vendor pages: "bulk transfers", "list transfers".
 */
export interface BulkPayoutOrder {
  readonly kind: "bulk_payout";
  /** The payouts. */
  readonly transfers: readonly NewTransfer[];
}

/**
 * Sends collected money to your own account and follows it to its end.
 *
 * Vendor pages: "create settlement", "fetch settlement".
 */
export interface SettleOrder {
  readonly kind: "settle";
  /** The settlement. */
  readonly settlement: NewSettlement;
}

/**
 * Cancels a settlement, and reads it to be sure.
 *
 * Vendor page: "cancel settlement".
 */
export interface CancelSettlementOrder {
  readonly kind: "cancel_settlement";
  /** The settlement's reference. */
  readonly reference: string;
}

/**
 * Asks a customer for a payment, once; only `Senfenico.collect` finds out what became of it.
 *
 * Vendor page: "create a charge".
 */
export interface CreateChargeOrder {
  readonly kind: "create_charge";
  /** The payment. */
  readonly charge: NewCharge;
}

/** Submits the payer's one-time code, once. Vendor page: "submit OTP". */
export interface SubmitOtpOrder {
  readonly kind: "submit_otp";
  /** The charge's reference. */
  readonly charge: string;
  /** The code. */
  readonly otp: string;
}

/**
 * Pays one recipient, once; only `Senfenico.payout` finds out what became of it.
 *
 * Vendor page: "single transfer".
 */
export interface CreateTransferOrder {
  readonly kind: "create_transfer";
  /** The payout. */
  readonly transfer: NewTransfer;
}

/** Pays up to a hundred recipients in one request, once. Vendor page: "bulk transfers". */
export interface CreateBulkTransferOrder {
  readonly kind: "create_bulk_transfer";
  /** The payouts. */
  readonly transfers: readonly NewTransfer[];
}

/**
 * Asks for a settlement, once; only `Senfenico.settle` finds out what became of it.
 *
 * Vendor page: "create settlement".
 */
export interface CreateSettlementOrder {
  readonly kind: "create_settlement";
  /** The settlement. */
  readonly settlement: NewSettlement;
}

/**
 * Opens a payment page: send the customer to its `authorizationUrl`.
 *
 * Vendor page: "Initialisation du Checkout".
 */
export interface InitializeCheckoutOrder {
  readonly kind: "initialize_checkout";
  /** The page. */
  readonly checkout: NewCheckout;
}

/** Reads one checkout. Vendor page: "fetch checkout". */
export interface FetchCheckoutOrder {
  readonly kind: "fetch_checkout";
  /** Its reference. */
  readonly reference: string;
}

/** Reads all checkouts; the vendor has no pages. Vendor page: "list checkout". */
export interface ListCheckoutsOrder {
  readonly kind: "list_checkouts";
}

/** Reads one charge. Vendor page: "fetch charge". */
export interface FetchChargeOrder {
  readonly kind: "fetch_charge";
  /** Its reference. */
  readonly reference: string;
}

/** Reads all charges; the vendor has no pages. Vendor page: "list charges". */
export interface ListChargesOrder {
  readonly kind: "list_charges";
}

/** Reads the balances, in XOF francs. Vendor page: "fetch balance". */
export interface FetchBalancesOrder {
  readonly kind: "fetch_balances";
}

/** Reads one transfer. Vendor page: "fetch single transfer". */
export interface FetchTransferOrder {
  readonly kind: "fetch_transfer";
  /** Its reference. */
  readonly reference: string;
}

/** Reads all transfers; the vendor has no pages. Vendor page: "list transfers". */
export interface ListTransfersOrder {
  readonly kind: "list_transfers";
}

/** Reads one settlement. Vendor page: "fetch settlement". */
export interface FetchSettlementOrder {
  readonly kind: "fetch_settlement";
  /** Its reference. */
  readonly reference: string;
}

/** Reads all settlements; the vendor has no pages. Vendor page: "list settlements". */
export interface ListSettlementsOrder {
  readonly kind: "list_settlements";
}

/**
 * Looks a bill up, pins it, pays and follows it to its end; a top-up ends with its `token`.
 *
 * Vendor pages: "Bill Inquiry", "Pay a Bill / Top-up".
 */
export interface PayBillOrder {
  readonly kind: "pay_bill";
  /** The bill. */
  readonly payment: NewPayBill;
}

/**
 * Pays a bill found before, or tops a meter up, without following it to its end.
 *
 * Only `status` says how it stands: it may be `PROCESSING`. The fields are those of `Dexchange.payBill`;
 * `bill` is required for a bill. Vendor page: "Pay a Bill / Top-up".
 */
export interface PayBillOnceOrder {
  readonly kind: "pay_bill_once";
  /** The payment. */
  readonly payment: NewBillPayment;
}

/** Looks up the bills of a customer, or a meter. Vendor page: "Bill Inquiry". */
export interface InquireBillsOrder {
  readonly kind: "inquire_bills";
  /** Whose. */
  readonly inquiry: NewInquiry;
}

/**
 * Reads one transaction (`TID…`). Not on the pages this library was written from; whether it serves bills
 * is not said there. Vendor page: "Get Transaction".
 */
export interface FetchTransactionOrder {
  readonly kind: "fetch_transaction";
  /** The vendor's id. */
  readonly transactionId: string;
}

/** What to do. */
export type Order =
  | CollectOrder
  | CheckoutOrder
  | PayoutOrder
  | BulkPayoutOrder
  | SettleOrder
  | CancelSettlementOrder
  | CreateChargeOrder
  | SubmitOtpOrder
  | CreateTransferOrder
  | CreateBulkTransferOrder
  | CreateSettlementOrder
  | InitializeCheckoutOrder
  | FetchCheckoutOrder
  | ListCheckoutsOrder
  | FetchChargeOrder
  | ListChargesOrder
  | FetchBalancesOrder
  | FetchTransferOrder
  | ListTransfersOrder
  | FetchSettlementOrder
  | ListSettlementsOrder
  | PayBillOrder
  | PayBillOnceOrder
  | InquireBillsOrder
  | FetchTransactionOrder;

/**
 * Why a code is asked for again.
 * - `malformed`: Not 4 to 10 digits; nothing was sent.
 * - `invalid`: The vendor says the code is wrong.
 * - `expired`: The vendor says the code is too old: the payer needs a new one.
 * - `still_valid`: The vendor says an earlier code still holds.
 * - `no_answer`: The code was sent but no answer came, and the charge still waits for a code.
 * - `refused`: The vendor refused for another reason: see the prompt's `code`.
 * - `repeated`: The same code again that was refused just before: nothing was sent, and given once more it
 *   will be. Whoever answers without a person, with a constant, stops here.
 */
export type OtpProblem =
  | "malformed"
  | "invalid"
  | "expired"
  | "still_valid"
  | "no_answer"
  | "refused"
  | "repeated";

/** Ask for the one-time code; answer with `submitOtp`. */
export interface OtpPrompt {
  readonly kind: "otp";
  /**
   * The vendor's instruction for the payer, as it came (French). Empty when the answer that carried it was
   * lost: then say how the operator's payers get a code. After a resume, the payer's number in it is masked.
   */
  readonly text: string;
  /** What was wrong with the last code, if this is not the first try. */
  readonly problem: OtpProblem | null;
  /** The vendor's error code for it, with texts in English and French. */
  readonly code: Code | null;
}

/** Show how to confirm on the phone (often a USSD code); answer with `shown`. */
export interface DialPrompt {
  readonly kind: "dial";
  /** The vendor's instruction for the payer, as it came (French); empty or masked as for `OtpPrompt`. */
  readonly text: string;
}

/** Send the customer to this page; answer with `shown`. */
export interface RedirectPrompt {
  readonly kind: "redirect";
  /** The vendor's payment page. */
  readonly url: string;
}

/** Let the customer choose or confirm a bill; answer with `chooseBill`. */
export interface BillPrompt {
  readonly kind: "bill";
  /** The bills found, paid ones included. */
  readonly bills: readonly Bill[];
}

/**
 * A resumed bulk payout needs the phone numbers again, for records never hold one; answer with
 * `giveRecipients`.
 */
export interface RecipientsPrompt {
  readonly kind: "recipients";
  /** The `extId` of each payout that was not sent yet. */
  readonly extIds: readonly string[];
}

/** A question for the person in front of the screen. */
export type Prompt =
  | OtpPrompt
  | DialPrompt
  | RedirectPrompt
  | BillPrompt
  | RecipientsPrompt;

/**
 * Whose API it is.
 * - `dexchange`: DEXCHANGE: bills in Senegal.
 * - `senfenico`: Senfenico: mobile money in Burkina Faso.
 */
export type Vendor = "dexchange" | "senfenico";

/**
 * Whether a key moves real money.
 * - `test`: `sk_test_…`: play money.
 * - `live`: `sk_live_…`: real money.
 * - `unknown`: The key does not say (DEXCHANGE's do not): treat it as live.
 */
export type Mode = "test" | "live" | "unknown";

/**
 * How a stored operation stands.
 * - `open`: On its way: resume it after a crash.
 * - `unknown`: Handed over with an unknown outcome: resuming it looks again.
 * - `closed`: Ended: resuming it only reports.
 */
export type Stage = "open" | "unknown" | "closed";

/**
 * A stored operation.
 *
 * A journal keeps the newest record per `opId`, refuses one whose `sequence` is not exactly one more than
 * what it holds (another process was faster), and refuses a `reference` that another `opId` holds
 * (`taken`).
 */
export interface Record {
  /** The version of `state`. */
  readonly version: number;
  /** The operation. */
  readonly opId: string;
  /** 1 for the first record of the operation, then 2, 3, … */
  readonly sequence: number;
  /** Whose payment. */
  readonly vendor: Vendor;
  /** Test or live: a record is only resumed with a key of the same mode. */
  readonly mode: Mode;
  /** What kind of operation, such as `collect` or `pay_bill`. */
  readonly operation: string;
  /** How it stands. */
  readonly stage: Stage;
  /** The vendor's reference, once known; unique per vendor and mode. */
  readonly reference: string | null;
  /**
   * The id we gave the payment at the vendor (`extId`, `externalTransactionId`), if it takes one: what a
   * callback that comes before the vendor's answer is matched by.
   */
  readonly ourReference: string | null;
  /** Everything else, as JSON; its last member is the seal. Keep it to the byte. */
  readonly state: string;
}

/** A try that ended before anything of it reached the vendor; after it the same id began anew. */
export interface EarlierTry {
  /** 1 for the first one under this id. */
  readonly number: number;
  /** Why nothing happened at the vendor. */
  readonly unsent: NotSentReason;
  /** When the next one began. Milliseconds since 1970. */
  readonly until: number;
}

/**
 * How an operation ended: the kind of its `Outcome`.
 * - `settled`: The vendor said yes.
 * - `rejected`: The vendor said no, and no money moved.
 * - `notSent`: Nothing happened at the vendor.
 * - `unknown`: Money may or may not have moved. Resuming it looks again.
 */
export type Ended = "settled" | "rejected" | "not_sent" | "unknown";

/**
 * What a record tells of its operation, to show it in a list or on a page. What it does not tell is
 * absent.
 */
export interface Words {
  /** How it ended, if it has. The payouts of a bulk payout have ends of their own. */
  readonly ended: Ended | null;
  /** Of a rejected one: which kind of no. */
  readonly code: Code | null;
  /** Of a rejected one: what was debited and is due back. */
  readonly refund: Refund | null;
  /** Of one that was not sent: why. */
  readonly unsent: NotSentReason | null;
  /** How much it is about, in XOF francs; of a bulk payout, all payouts together. */
  readonly amount: number | null;
  /** The number of a charge's payer, or of the meter or customer of a bill, masked: `76••••01`. */
  readonly payer: string | null;
}

/**
 * How far a bulk payout is: what a progress bar shows, and a page.
 *
 * Those that were handed over and neither settled nor refused nor unknown are on their way; those that
 * were neither handed over nor left unsent wait for their batch. At the end there are none of either.
 */
export interface Progress {
  /** How many payouts there are. */
  readonly of: number;
  /**
   * How many were handed to the vendor, whatever became of them. One that is held back by the call rate was
   * not.
   */
  readonly handedOver: number;
  /** How many are paid. */
  readonly settled: number;
  /** How many the vendor refused, or gave up later, without money moving. */
  readonly refused: number;
  /**
   * Of how many nobody knows whether they are paid; while it runs, not yet: the answer was lost, or a
   * process died, and the vendor's list has not shown them.
   */
  readonly unknown: number;
  /** How many were never sent and will not be: stopped, or no connection. They need an order of their own. */
  readonly notSent: number;
}

/**
 * What an observation did.
 * - `same`: Nothing new.
 * - `advanced`: The status moved on.
 * - `confirm_by_fetch`: A webhook says something new: ask the vendor before believing it.
 * - `stale`: Older news than what is known: ignored.
 * - `late_success`: Paid although it had ended without money: money wins, and someone should look.
 * - `regression`: The vendor replaces one ending by another: the better one is kept, and someone should
 *   look.
 */
export type Applied = "same" | "advanced" | "confirm_by_fetch" | "stale" | "late_success" | "regression";

/** Something a person should look at although the operation goes on or ended well. */
export interface Alarm {
  /** What was unusual: a late success, or a regression. */
  readonly applied: Applied;
  /** The status word known before. */
  readonly known: string;
  /** The status word seen then. */
  readonly seen: string;
}

/** The recipient of a payout that was not sent yet, given again after a crash. */
export interface Recipient {
  /** The payout's `extId`. */
  readonly extId: string;
  /** The phone number, as in the order. */
  readonly phone: string;
}

/**
 * Why nothing happens at the moment.
 * - `in_flight`: A request is under way; past the deadline it counts as possibly sent.
 * - `backoff`: The last try did not get through; the next one comes after a pause.
 * - `rate_limited`: The vendor asked for a pause (HTTP 429), or its published call rate does.
 * - `quiet`: A payment may have been sent; it is not sent again before it had time to arrive.
 * - `pending`: The vendor or the payer has not finished.
 * - `awaiting_token`: Success is certain but the Woyofal code has not come yet.
 * - `reconciling`: The outcome is unknown and is being looked for.
 * - `elsewhere`: Another process may be waiting for the vendor's answer: what it stores next is waited
 *   for.
 */
export type Why =
  | "in_flight"
  | "backoff"
  | "rate_limited"
  | "quiet"
  | "pending"
  | "awaiting_token"
  | "reconciling"
  | "elsewhere";

/** What a webhook says, checked for shape and origin. Nothing in it is proof that money moved. */
export interface Notice {
  /** Who sent it. */
  readonly vendor: Vendor;
  /** What happened: Senfenico's `event` (`charge.success`), DEXCHANGE's `transactionType` (`BILL`). */
  readonly event: string;
  /** The vendor's reference: `ch_…`, `chk_…`, `tr_…`, a UUID or `TID…`. */
  readonly reference: string | null;
  /** Ours: Senfenico's `extId`, DEXCHANGE's `externalTransactionId`. */
  readonly extId: string | null;
  /** The status in the vendor's own word, empty when it gives none. */
  readonly status: string;
  /** The amount in francs CFA. */
  readonly amount: number | null;
  /** DEXCHANGE's fee in francs CFA. Senfenico's `fees` is a percentage and is not read here. */
  readonly fee: number | null;
  /** DEXCHANGE: your balance before, in francs CFA. */
  readonly previousBalance: number | null;
  /** DEXCHANGE: your balance after, in francs CFA. */
  readonly currentBalance: number | null;
  /** DEXCHANGE: the meter or customer number (`PHONE_NUMBER`). Senfenico: the phone. */
  readonly number: string | null;
  /** DEXCHANGE: the Woyofal recharge code, opaque text. */
  readonly token: string | null;
  /** DEXCHANGE: `customData`, echoed back. */
  readonly customData: string | null;
  /** Senfenico: whether real money is meant. */
  readonly liveMode: boolean | null;
  /** The hex SHA-256 of the raw body: the same webhook again has the same one. */
  readonly dedupe: string;
}

/**
 * The two HTTP methods the vendors use.
 * - `GET`: A read, or Senfenico's settlement cancel (a GET with an effect).
 * - `POST`: Everything that creates or submits.
 */
export type Method = "GET" | "POST";

/**
 * A sealed request: what the transport performs, exactly once.
 *
 * Do not follow redirects (the key would follow), do not retry (a payment would be sent twice), stop
 * reading after `maxBody` bytes, and give up after `timeoutMs` in total.
 *
 * An answer can also be handed over as it arrives, where `inParts` says that this is of use:
 * `Event.Begun`, any number of `Event.Part`s, and `Event.Ended` once it is known to be whole, or
 * `Event.Failed`. There is no limit of bytes then, and `timeoutMs` is that of each part; ask
 * `Session.wantsPart` before each.
 */
export interface VendorRequest {
  /** The HTTP method. */
  readonly method: Method;
  /** The absolute address. */
  readonly url: string;
  /** All headers to send, the key among them. */
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  /** The JSON body of a POST. */
  readonly body: string | null;
  /** How long the whole exchange may take, in milliseconds, from the first byte to the last. */
  readonly timeoutMs: number;
  /** The most bytes of (decompressed) answer to read whole; past it, answer `too_large`. */
  readonly maxBody: number;
  /**
   * The answer may have no end: hand it over as it arrives if you can. One that is whole, within `maxBody`,
   * will do as well.
   */
  readonly inParts: boolean;
}

/** What came back from the vendor, whole. */
export interface VendorResponse {
  /** The HTTP status code. */
  readonly status: number;
  /** The headers; only `Retry-After`, `Date` and `Age` are read. */
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  /** The body as text, unpacked. Bytes that are not UTF-8 may be replaced: such a body is no JSON anyway. */
  readonly body: string;
}

/** A postpaid bill at a Senegalese biller. */
export interface SandboxBill {
  /** `SENELEC_SN_BILL` or `SENEAU_SN_BILL`. */
  readonly service: string;
  /** The customer's reference, with or without leading zeros. */
  readonly client: string;
  /** The bill's reference (`referenceFacture`). */
  readonly reference: string;
  /** The customer's name. */
  readonly name: string;
  /** The amount due, XOF. */
  readonly amount: number;
  /** The due date, `2018-12-31`. */
  readonly due: string;
  /** Whether it is settled already. */
  readonly paid?: boolean | undefined;
}

/** One switch for each thing the docs leave unsaid (`P1`..`P13` of the reliability study). */
export interface SandboxSwitches {
  /** P1: a transfer with a known `extId` makes no second transfer. Default false. */
  readonly extIdDeduped?: boolean | undefined;
  /** P1: with `extIdDeduped`, answer INVALID_DATA instead of the first transfer. Default false. */
  readonly extIdDuplicateIsError?: boolean | undefined;
  /** P2: how long a new object is missing from lists. Default 0. */
  readonly listLagMs?: number | undefined;
  /** P2: lists hold only this many objects, newest first; 0 is no limit. Default 0. */
  readonly listLimit?: number | undefined;
  /** P2: phones in lists and fetches read `77xxxxxx`, as in the page's samples. Default false. */
  readonly phonesMaskedInLists?: boolean | undefined;
  /** The vendors' texts name the payer's number: instructions, messages, complaints, reasons. Default false. */
  readonly textsNameThePayer?: boolean | undefined;
  /** P3: errors of Senfenico's table answer HTTP 200. Default false: 400, 404, 429, 5xx. */
  readonly errorsAlways200?: boolean | undefined;
  /**
   * Senfenico's errors carry `description` and `description_fr`, which the page's table promises and its
   * samples do not show. Default false.
   */
  readonly errorsDescribed?: boolean | undefined;
  /** P4: OTP_EXPIRED ends the charge as `failed`. Default false. */
  readonly otpExpiredEndsCharge?: boolean | undefined;
  /** P4: a wrong OTP may be tried this often before the charge fails; 0 is for ever. Default 0. */
  readonly otpTries?: number | undefined;
  /**
   * P4: a second charge of one phone and provider while an OTP is out answers OTP_STILL_VALID. Default
   * false.
   */
  readonly otpStillValidRefuses?: boolean | undefined;
  /** How long a charge reads `pending` between a right OTP and its end; 0 is not at all. Default 0. */
  readonly pendingAfterSubmitMs?: number | undefined;
  /** Charges of numbers outside the page's test table answer INVALID_ACCOUNT. Default false. */
  readonly onlyTestNumbers?: boolean | undefined;
  /** A rate limit answer carries `Retry-After: 1`. Default false. */
  readonly retryAfterHeader?: boolean | undefined;
  /** P8: webhooks carry `data` as a JSON string (as both SDKs read it), else as an object. Default true. */
  readonly webhookDataAsString?: boolean | undefined;
  /** P8: webhooks exist for transfers as well. Default true. */
  readonly webhooksForTransfers?: boolean | undefined;
  /** Checkouts that wait are told by `checkout.pending`. Default true. */
  readonly webhooksForPendingCheckouts?: boolean | undefined;
  /** P9: an externalTransactionId whose payment got a 400 is used up. Default false. */
  readonly extIdBurnedBy400?: boolean | undefined;
  /**
   * P10: the externalTransactionId is taken before the biller is called. When false, a second request within
   * `dexchangeBillerMs` passes as well. Default true.
   */
  readonly dexchangeDedupeBeforeBiller?: boolean | undefined;
  /** P10: how long the biller call takes, for the switch above. Default 5,000. */
  readonly dexchangeBillerMs?: number | undefined;
  /** P11: the transaction lookup knows bill payments. Default true. */
  readonly dexchangeServesBillLookup?: boolean | undefined;
  /** P12: the callback of a top-up carries its `token`. Default true. */
  readonly tokenInWebhook?: boolean | undefined;
  /** P12: the token arrives this long after SUCCESS, at the lookup and by one more callback. Default 0. */
  readonly tokenArrivesLateMs?: number | undefined;
  /** P12: the token of an asynchronous top-up never arrives. Default false. */
  readonly tokenNeverArrives?: boolean | undefined;
  /** P12: how often DEXCHANGE sends one callback until it is acknowledged. Default 1. */
  readonly dexchangeCallbackTries?: number | undefined;
  /**
   * P13: a PROCESSING top-up is debited at once and refunded on failure, else debited on success. Default
   * true.
   */
  readonly processingDebitsAtOnce?: boolean | undefined;
}

/**
 * What a `Sandbox` starts from. Every field has a default, also in JSON.
 *
 * Times are virtual milliseconds, money is XOF francs.
 */
export interface SandboxOptions {
  /** All references are derived from this: the same seed and requests give the same answers. */
  readonly seed?: number | undefined;
  /** Where Senfenico's webhooks go. None: no webhooks. (The vendor's dashboard holds it.) */
  readonly webhookUrl?: string | undefined;
  /** The secret that signs Senfenico's webhooks. None: they are sent unsigned. */
  readonly webhookKey?: string | undefined;
  /** How long an OTP is good for after the charge was created. */
  readonly otpTtlMs?: number | undefined;
  /** Whether the payer of a `pay_offline` charge confirms by himself, after `payerMs`. */
  readonly payerAutoConfirms?: boolean | undefined;
  /** How long the payer takes to confirm a `pay_offline` charge. */
  readonly payerMs?: number | undefined;
  /** After how long a payer completes a checkout's page by himself; None: only `checkoutPaid` does. */
  readonly checkoutPaysItselfMs?: number | undefined;
  /** How long a transfer stays `pending`. */
  readonly transferMs?: number | undefined;
  /** How long the slow magic numbers stay `pending`. */
  readonly slowMs?: number | undefined;
  /** When a settlement goes from `processing` to `in_transit`, after its creation. */
  readonly settlementTransitMs?: number | undefined;
  /** When a settlement goes from `in_transit` to `success`, after its creation. */
  readonly settlementSuccessMs?: number | undefined;
  /** How long an asynchronous Woyofal top-up stays `PROCESSING`. */
  readonly topUpMs?: number | undefined;
  /**
   * Providers whose charges start as `pay_offline`. None by default: the page's table of test numbers gives
   * every provider a code, and never says who pays offline.
   */
  readonly offlineProviders?: readonly string[] | undefined;
  /** Each transfer wallet's first balance (the page grants 100,000 in test mode). */
  readonly transferBalance?: number | undefined;
  /** The collection balance at the start. */
  readonly collectionBalance?: number | undefined;
  /** The DEXCHANGE balance at the start. */
  readonly dexchangeBalance?: number | undefined;
  /** The bills that exist. The default holds those listed at `Bill.seeded`. */
  readonly bills?: readonly SandboxBill[] | undefined;
  /**
   * How many charges of the time before, all paid, each Senfenico account has at the start: for lists that
   * have grown. They are in no book.
   */
  readonly earlierCharges?: number | undefined;
  /** Whether the ledger keeps every entry, or the balances only (for millions of payments). */
  readonly keepEntries?: boolean | undefined;
  /** What the docs leave unsaid. */
  readonly switches?: SandboxSwitches | undefined;
}
