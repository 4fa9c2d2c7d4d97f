// Printed from core's source by `cargo xtask print`; do not edit.
import { Client } from "../client.js";
import type { CallOptions, ClientOptions, Door, MoneyOptions, PromptOptions } from "../client.js";
import type {
  BillInquiry,
  BillPayment,
  NewBillPayment,
  NewInquiry,
  NewPayBill,
} from "./types.js";

/**
 * DEXCHANGE (Senegal): SenEau and Senelec bills, Woyofal top-ups. Amounts are whole XOF francs. The
 * vendor's pages: https://docs-api.dexchange.sn.
 *
 * ```ts
 * const dexchange = new Dexchange({ apiKey: process.env.DEXCHANGE_KEY, journal });
 * const paid = await dexchange.payBill("op-1", {
 *   service: "WOYOFAL_SN_BILL",
 *   customer: "07061270877",
 *   amount: 1_000,
 *   externalTransactionId: "5b1f-top-up-1",
 * });
 * show(paid.token);
 * ```
 *
 * `payBill` carries a payment to its end; `bills` and `transactions` ask once.
 *
 * Every promise may be rejected with `InvalidInput`, before anything is sent, with `PaymentRejected`,
 * `PaymentNotSent`, and with `OutcomeUnknown` when money may have moved. That one is no `PaymentError`:
 * never tell it as a failure.
 */
export class Dexchange extends Client {
  /** Bills and prepaid meters. */
  readonly bills: Bills = new Bills(this.door);
  /** Payments by the vendor's id. */
  readonly transactions: Transactions = new Transactions(this.door);

  constructor(options: ClientOptions) {
    super("dexchange", options);
  }

  /**
   * Looks a bill up, pins it, pays and follows it to its end; a top-up ends with its `token`.
   *
   * Vendor pages: "Bill Inquiry", "Pay a Bill / Top-up".
   * @param opId - Yours, unique per operation; the same one when you come back to it: the payment is
   *   continued, never begun twice.
   * @param payment - The bill. `service`: `SENEAU_SN_BILL`, `SENELEC_SN_BILL` or `WOYOFAL_SN_BILL`.
   *   `customer`: the number on the bill or meter. `amount`: woyofal only, where it is required: XOF francs.
   *   A bill imposes its own. `bill`: the reference of a bill found before. Left out: if exactly one is
   *   unpaid it is paid, otherwise `onPrompt` is asked. `confirm`: ask `onPrompt` before paying even when
   *   there is only one. `externalTransactionId`: your id of this payment, unique and hard to guess: the
   *   vendor's idempotency key. `callbackUrl`: where the vendor tells changes: see `xaalis/webhooks`.
   *   `customData`: text the vendor gives back in its callback, at most 1,024 bytes.
   * @param options - `timeoutMs`: milliseconds after which the waiting ends, with `OutcomeUnknown`, to be
   *   resumed; 300,000 when left out. `Infinity` for as long as it takes.
   */
  payBill(opId: string, payment: NewPayBill, options?: PromptOptions): Promise<BillPayment> {
    return this.flow({ kind: "pay_bill", payment }, opId, options);
  }
}

/** Bills and prepaid meters, one request at a time. */
export class Bills {
  readonly #door: Door;

  /** @internal */
  constructor(door: Door) {
    this.#door = door;
  }

  /**
   * Looks up the bills of a customer, or a meter. Vendor page: "Bill Inquiry".
   * @param inquiry - Whose. `service`: `SENEAU_SN_BILL`, `SENELEC_SN_BILL` or `WOYOFAL_SN_BILL`. `customer`:
   *   the number on the bill or meter.
   */
  inquire(inquiry: NewInquiry, options?: CallOptions): Promise<BillInquiry> {
    return this.#door.call({ kind: "inquire_bills", inquiry }, options);
  }

  /**
   * Pays a bill found before, or tops a meter up, without following it to its end.
   *
   * Only `status` says how it stands: it may be `PROCESSING`. The fields are those of `Dexchange.payBill`;
   * `bill` is required for a bill. Vendor page: "Pay a Bill / Top-up".
   * @param payment - The payment.
   * @param options - `opId`: yours, unique per operation; made up when left out.
   */
  pay(payment: NewBillPayment, options?: MoneyOptions): Promise<BillPayment> {
    return this.#door.call({ kind: "pay_bill_once", payment }, options);
  }
}

/** Payments by the vendor's id. */
export class Transactions {
  readonly #door: Door;

  /** @internal */
  constructor(door: Door) {
    this.#door = door;
  }

  /**
   * Reads one transaction (`TID…`). Not on the pages this library was written from; whether it serves bills
   * is not said there. Vendor page: "Get Transaction".
   * @param transactionId - The vendor's id.
   */
  fetch(transactionId: string, options?: CallOptions): Promise<BillPayment> {
    return this.#door.call({ kind: "fetch_transaction", transactionId }, options);
  }
}
