// Printed from core's source by `cargo xtask print`; do not edit.
import { Client } from "../client.js";
import type { BulkOptions, CallOptions, ClientOptions, Door, FlowOptions, Items, Listing, MoneyOptions, PromptOptions } from "../client.js";
import type {
  Balances,
  BulkQueued,
  Charge,
  ChargeCreated,
  Checkout,
  CheckoutOpened,
  NewCharge,
  NewCheckout,
  NewSettlement,
  NewTransfer,
  Payouts,
  Settlement,
  Transfer,
} from "./types.js";

/**
 * Senfenico (Burkina Faso): checkouts, mobile-money charges, transfers, settlements, balances. Amounts are
 * whole XOF francs. The vendor's pages: https://docs.senfenico.com/fr/api.
 *
 * ```ts
 * const senfenico = new Senfenico({ apiKey: "sk_test_sandbox", transport: new Sandbox() });
 * const charge = await senfenico.collect(
 *   "order-42",
 *   { amount: 1_000, phone: "76 00 00 00" },
 *   { onPrompt: (prompt) => (prompt.kind === "otp" ? askForCode(prompt.text) : show(prompt)) },
 * );
 * ```
 *
 * Resources (`charges`, `checkouts`, `transfers`, `settlements`, `balances`) ask once: reads are repeated
 * when no answer comes, calls that move money are stored and never sent twice. Flows (`collect`,
 * `checkout`, `payout`, `bulkPayout`, `settle`, `cancelSettlement`) carry a payment to its end, through
 * codes, prompts, crashes and lost answers: prefer them.
 *
 * Every promise may be rejected with `InvalidInput`, before anything is sent, with `PaymentRejected`,
 * `PaymentNotSent`, and with `OutcomeUnknown` when money may have moved. That one is no `PaymentError`:
 * never tell it as a failure.
 */
export class Senfenico extends Client {
  /** Payments asked of customers. */
  readonly charges: Charges = new Charges(this.door);
  /** Payment pages. */
  readonly checkouts: Checkouts = new Checkouts(this.door);
  /** Payouts to recipients. */
  readonly transfers: Transfers = new Transfers(this.door);
  /** Collected money sent to your own account. */
  readonly settlements: Settlements = new Settlements(this.door);
  /** What you hold at Senfenico. */
  readonly balances: BalancesResource = new BalancesResource(this.door);

  constructor(options: ClientOptions) {
    super("senfenico", options);
  }

  /**
   * Asks a customer for a payment and follows it to its end.
   *
   * Vendor pages: "create a charge", "submit OTP", "fetch charge".
   * @param opId - Yours, unique per operation; the same one when you come back to it: the payment is
   *   continued, never begun twice.
   * @param charge - The payment. `amount`: XOF francs, at least 1. `provider`: `orange_bf`, `moov_bf`,
   *   `coris_bf` or `sank_bf`; told by the number when left out (Orange and Moov only).
   * @param options - `onPrompt`: asked for the one-time code (return it) or shown what to dial (return
   *   nothing). `timeoutMs`: milliseconds after which the waiting ends, with `OutcomeUnknown`, to be
   *   resumed; 600,000 when left out. `Infinity` for as long as it takes.
   */
  collect(opId: string, charge: NewCharge, options?: PromptOptions): Promise<Charge> {
    return this.flow({ kind: "collect", charge }, opId, options);
  }

  /**
   * Opens a payment page and follows it to its end; `onPrompt` is shown where to send the customer.
   *
   * Vendor pages: "Initialisation du Checkout", "fetch checkout".
   * @param opId - Yours, unique per operation; the same one when you come back to it: the payment is
   *   continued, never begun twice.
   * @param checkout - The page. `amount`: XOF francs, at least 1. `email`: the customer's address.
   * @param options - `timeoutMs`: milliseconds after which the waiting ends, with `OutcomeUnknown`, to be
   *   resumed; 1,800,000 when left out. `Infinity` for as long as it takes.
   */
  checkout(opId: string, checkout: NewCheckout, options?: PromptOptions): Promise<Checkout> {
    return this.flow({ kind: "checkout", checkout }, opId, options);
  }

  /**
   * Pays one recipient and follows the transfer to its end.
   *
   * Vendor pages: "single transfer", "fetch single transfer", "list transfers".
   * @param opId - Yours, unique per operation; the same one when you come back to it: the payment is
   *   continued, never begun twice.
   * @param transfer - The payout. `amount`: XOF francs, at least 100. `phone`: the recipient's number, 8
   *   digits. `wallet`: `orange_bf`, `moov_bf` or `sank_bf`; told by the number when left out (Orange,
   *   Moov). `extId`: your id of this payout, unique and hard to guess (a UUID): the only way to find it
   *   again after a lost answer.
   * @param options - `timeoutMs`: milliseconds after which the waiting ends, with `OutcomeUnknown`, to be
   *   resumed; 180,000 when left out. `Infinity` for as long as it takes.
   */
  payout(opId: string, transfer: NewTransfer, options?: FlowOptions): Promise<Transfer> {
    return this.flow({ kind: "payout", transfer }, opId, options);
  }

  /**
   * Pays any number of recipients, a hundred a request, and follows each to its end.
   *
   * Returns one item per payout, by its place in `transfers`, each with an outcome of its own. A resumed one
   * may ask `onPrompt` for the phone numbers of those not sent yet: records hold none.
   *
   * Vendor pages: "bulk transfers", "list transfers".
   * @param opId - Yours, unique per operation; the same one when you come back to it: the payment is
   *   continued, never begun twice.
   * @param transfers - The payouts.
   * @param options - `onProgress`: told how far it is (`Progress`): at the start, after each batch, and when
   *   the vendor's list shows more. No request is under way then. `timeoutMs`: milliseconds after which the
   *   waiting ends, with `OutcomeUnknown`, to be resumed; 600,000 when left out. `Infinity` for as long as
   *   it takes.
   */
  bulkPayout(opId: string, transfers: readonly NewTransfer[], options?: BulkOptions): Promise<Payouts> {
    return this.flow({ kind: "bulk_payout", transfers }, opId, options);
  }

  /**
   * Sends collected money to your own account and follows it to its end.
   *
   * Vendor pages: "create settlement", "fetch settlement".
   * @param opId - Yours, unique per operation; the same one when you come back to it: the payment is
   *   continued, never begun twice.
   * @param settlement - The settlement. `amount`: XOF francs, at least 1.
   * @param options - `timeoutMs`: milliseconds after which the waiting ends, with `OutcomeUnknown`, to be
   *   resumed; 60,000 when left out. A settlement takes days: come back with `resume`, or give `Infinity`
   *   for as long as it takes.
   */
  settle(opId: string, settlement: NewSettlement, options?: FlowOptions): Promise<Settlement> {
    return this.flow({ kind: "settle", settlement }, opId, options);
  }

  /**
   * Cancels a settlement, and reads it to be sure.
   *
   * Vendor page: "cancel settlement".
   * @param opId - Yours, unique per operation; the same one when you come back to it: the payment is
   *   continued, never begun twice.
   * @param reference - The settlement's reference.
   * @param options - `timeoutMs`: milliseconds after which the waiting ends, with `OutcomeUnknown`, to be
   *   resumed; 120,000 when left out. `Infinity` for as long as it takes.
   */
  cancelSettlement(opId: string, reference: string, options?: FlowOptions): Promise<Settlement> {
    return this.flow({ kind: "cancel_settlement", reference }, opId, options);
  }
}

/** Payments asked of customers, one request at a time. */
export class Charges {
  readonly #door: Door;

  /** @internal */
  constructor(door: Door) {
    this.#door = door;
  }

  /**
   * Asks a customer for a payment, once; only `Senfenico.collect` finds out what became of it.
   *
   * Vendor page: "create a charge".
   * @param charge - The payment. `amount`: XOF francs, at least 1. `provider`: `orange_bf`, `moov_bf`,
   *   `coris_bf` or `sank_bf`; told by the number when left out.
   * @param options - `opId`: yours, unique per operation; made up when left out.
   */
  create(charge: NewCharge, options?: MoneyOptions): Promise<ChargeCreated> {
    return this.#door.call({ kind: "create_charge", charge }, options);
  }

  /**
   * Submits the payer's one-time code, once. Vendor page: "submit OTP".
   * @param charge - The charge's reference.
   * @param otp - As typed, 4 to 10 digits; spaces are fine.
   * @param options - `opId`: yours, unique per operation; made up when left out.
   */
  submitOtp(charge: string, otp: string, options?: MoneyOptions): Promise<Charge> {
    return this.#door.call({ kind: "submit_otp", charge, otp }, options);
  }

  /**
   * Reads one charge. Vendor page: "fetch charge".
   * @param reference - Its reference.
   */
  fetch(reference: string, options?: CallOptions): Promise<Charge> {
    return this.#door.call({ kind: "fetch_charge", reference }, options);
  }

  /** Reads all charges; the vendor has no pages. Vendor page: "list charges". */
  list(options?: CallOptions): Promise<Items<Charge>> {
    return this.#door.call({ kind: "list_charges" }, options);
  }

  /**
   * Goes through all charges as they arrive, in little memory however many there are: `for await (const
   * charge of senfenico.charges.iter()) …`.
   *
   * Nothing is sent before the first is asked for. A list that breaks off throws where it does, for what is
   * not in half a list may be in the rest.
   *
   * Vendor page: "list charges".
   */
  iter(options?: CallOptions): Listing<Charge> {
    return this.#door.iterate({ kind: "list_charges" }, options);
  }
}

/** Payment pages, one request at a time. */
export class Checkouts {
  readonly #door: Door;

  /** @internal */
  constructor(door: Door) {
    this.#door = door;
  }

  /**
   * Opens a payment page: send the customer to its `authorizationUrl`.
   *
   * Vendor page: "Initialisation du Checkout".
   * @param checkout - The page. `amount`: XOF francs, at least 1. `email`: the customer's address.
   * @param options - `opId`: yours, unique per operation; made up when left out.
   */
  initialize(checkout: NewCheckout, options?: MoneyOptions): Promise<CheckoutOpened> {
    return this.#door.call({ kind: "initialize_checkout", checkout }, options);
  }

  /**
   * Reads one checkout. Vendor page: "fetch checkout".
   * @param reference - Its reference.
   */
  fetch(reference: string, options?: CallOptions): Promise<Checkout> {
    return this.#door.call({ kind: "fetch_checkout", reference }, options);
  }

  /** Reads all checkouts; the vendor has no pages. Vendor page: "list checkout". */
  list(options?: CallOptions): Promise<Items<Checkout>> {
    return this.#door.call({ kind: "list_checkouts" }, options);
  }

  /**
   * Goes through all checkouts as they arrive, in little memory however many there are: `for await (const
   * checkout of senfenico.checkouts.iter()) …`.
   *
   * Nothing is sent before the first is asked for. A list that breaks off throws where it does, for what is
   * not in half a list may be in the rest.
   *
   * Vendor page: "list checkout".
   */
  iter(options?: CallOptions): Listing<Checkout> {
    return this.#door.iterate({ kind: "list_checkouts" }, options);
  }
}

/** Payouts to recipients, one request at a time. */
export class Transfers {
  readonly #door: Door;

  /** @internal */
  constructor(door: Door) {
    this.#door = door;
  }

  /**
   * Pays one recipient, once; only `Senfenico.payout` finds out what became of it.
   *
   * Vendor page: "single transfer".
   * @param transfer - The payout. `amount`: XOF francs, at least 100. `phone`: the recipient's number, 8
   *   digits. `wallet`: `orange_bf`, `moov_bf` or `sank_bf`; told by the number when left out (Orange,
   *   Moov). `extId`: your id of this payout, unique and hard to guess (a UUID).
   * @param options - `opId`: yours, unique per operation; made up when left out.
   */
  create(transfer: NewTransfer, options?: MoneyOptions): Promise<Transfer> {
    return this.#door.call({ kind: "create_transfer", transfer }, options);
  }

  /**
   * Pays up to a hundred recipients in one request, once. Vendor page: "bulk transfers".
   * @param transfers - The payouts.
   * @param options - `opId`: yours, unique per operation; made up when left out.
   */
  createBulk(transfers: readonly NewTransfer[], options?: MoneyOptions): Promise<BulkQueued> {
    return this.#door.call({ kind: "create_bulk_transfer", transfers }, options);
  }

  /**
   * Reads one transfer. Vendor page: "fetch single transfer".
   * @param reference - Its reference.
   */
  fetch(reference: string, options?: CallOptions): Promise<Transfer> {
    return this.#door.call({ kind: "fetch_transfer", reference }, options);
  }

  /** Reads all transfers; the vendor has no pages. Vendor page: "list transfers". */
  list(options?: CallOptions): Promise<Items<Transfer>> {
    return this.#door.call({ kind: "list_transfers" }, options);
  }

  /**
   * Goes through all transfers as they arrive, in little memory however many there are: `for await (const
   * transfer of senfenico.transfers.iter()) …`.
   *
   * Nothing is sent before the first is asked for. A list that breaks off throws where it does, for what is
   * not in half a list may be in the rest.
   *
   * Vendor page: "list transfers".
   */
  iter(options?: CallOptions): Listing<Transfer> {
    return this.#door.iterate({ kind: "list_transfers" }, options);
  }
}

/** Collected money sent to your own account, one request at a time. */
export class Settlements {
  readonly #door: Door;

  /** @internal */
  constructor(door: Door) {
    this.#door = door;
  }

  /**
   * Asks for a settlement, once; only `Senfenico.settle` finds out what became of it.
   *
   * Vendor page: "create settlement".
   * @param settlement - The settlement. `amount`: XOF francs, at least 1.
   * @param options - `opId`: yours, unique per operation; made up when left out.
   */
  create(settlement: NewSettlement, options?: MoneyOptions): Promise<Settlement> {
    return this.#door.call({ kind: "create_settlement", settlement }, options);
  }

  /**
   * Reads one settlement. Vendor page: "fetch settlement".
   * @param reference - Its reference.
   */
  fetch(reference: string, options?: CallOptions): Promise<Settlement> {
    return this.#door.call({ kind: "fetch_settlement", reference }, options);
  }

  /** Reads all settlements; the vendor has no pages. Vendor page: "list settlements". */
  list(options?: CallOptions): Promise<Items<Settlement>> {
    return this.#door.call({ kind: "list_settlements" }, options);
  }

  /**
   * Goes through all settlements as they arrive, in little memory however many there are: `for await (const
   * settlement of senfenico.settlements.iter()) …`.
   *
   * Nothing is sent before the first is asked for. A list that breaks off throws where it does, for what is
   * not in half a list may be in the rest.
   *
   * Vendor page: "list settlements".
   */
  iter(options?: CallOptions): Listing<Settlement> {
    return this.#door.iterate({ kind: "list_settlements" }, options);
  }
}

/** What you hold at Senfenico. */
export class BalancesResource {
  readonly #door: Door;

  /** @internal */
  constructor(door: Door) {
    this.#door = door;
  }

  /** Reads the balances, in XOF francs. Vendor page: "fetch balance". */
  fetch(options?: CallOptions): Promise<Balances> {
    return this.#door.call({ kind: "fetch_balances" }, options);
  }
}
