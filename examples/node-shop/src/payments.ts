/**
 * Begins payments, goes on with them, and tells how they stand: what a shop copies.
 *
 * Nothing here decides whether to pay again: xaalis does, by the `opId`. Whatever happens to a request (a double click, a
 * reload, a process that is killed half way), the next one goes on with the same payment, in whichever process.
 */
import {
  AnswerNeeded,
  type Bill,
  type BillPayment,
  Dexchange,
  InvalidInput,
  type Journal,
  type Order as Asked,
  OperationBusy,
  OperationNotFound,
  type OtpProblem,
  OutcomeUnknown,
  type Outcome,
  type Payment,
  type PaymentError,
  type PaymentStep,
  type Payouts,
  Senfenico,
  type Why,
  errorOf,
} from "xaalis";
import { DexchangeWebhooks, SenfenicoWebhooks } from "xaalis/webhooks";
import type { Config } from "./config.js";
import type { Relay } from "xaalis/relay";
import { type Order, type Orders, RELAY, earlierOf, opIdOf, partsOf, relayedOf } from "./orders.js";
import { relayOf } from "./relay.js";
import type { Storage } from "./storage.js";

/** How the payment of an order stands, and what its page has to show. */
export type Standing =
  /** Nothing is under way: a payment may begin. `refused`: why the one before came to nothing. */
  | { readonly at: "new"; readonly attempt: number; readonly refused: PaymentError | null }
  /** `text`: the operator's words; empty when they were lost. */
  | { readonly at: "code"; readonly text: string; readonly mayGiveUp: boolean }
  | { readonly at: "dial"; readonly text: string }
  | { readonly at: "page"; readonly url: string }
  | { readonly at: "wait" }
  /** Its own page, which the relay tells, has the rest. */
  | { readonly at: "relay" }
  /** Money may have moved; it is being looked for. `told`: in words, once the library has said so. */
  | { readonly at: "unknown"; readonly told: OutcomeUnknown | null }
  | { readonly at: "paid" };

export type MobileMoney = { readonly phone: string; readonly provider?: string | undefined };

/** For how long a request of a page may wait for news. Webhooks, the worker and the next look do the rest. */
const PATIENCE_MS = 2_000;
/** The library is finding out whether money moved. */
const IN_DOUBT: readonly Why[] = ["quiet", "reconciling"];

export class Payments {
  readonly senfenico: Senfenico;
  readonly dexchange: Dexchange;
  readonly senfenicoWebhooks: SenfenicoWebhooks;
  readonly dexchangeWebhooks: DexchangeWebhooks;
  /** Through which pages pay that hold no key; `null` where no secret is set for it. */
  readonly relay: Relay | null;
  /** Begins, and never advances: input is checked there. */
  readonly #checking: Dexchange;
  readonly #orders: Orders;
  readonly #publicUrl: string;

  constructor(config: Config, storage: Storage) {
    const { senfenico, dexchange, sandboxUrl, publicUrl } = config;
    const { journal, orders } = storage;
    const told: Journal = journal;
    told.ended = (opId, operation, outcome) => this.#ended(opId, operation, outcome);
    const baseUrl = sandboxUrl ?? undefined;
    this.senfenico = new Senfenico({ apiKey: senfenico.apiKey, baseUrl, journal });
    this.dexchange = new Dexchange({ apiKey: dexchange.apiKey, baseUrl, journal });
    this.senfenicoWebhooks = new SenfenicoWebhooks(senfenico.webhookKey);
    this.dexchangeWebhooks = new DexchangeWebhooks(dexchange.callbackSecret);
    this.#checking = new Dexchange({ apiKey: dexchange.apiKey, baseUrl });
    this.relay = relayOf(config, storage, this.senfenico);
    this.#orders = orders;
    this.#publicUrl = publicUrl;
  }

  /** Asks the customer's operator for the money. Throws `InvalidInput` for a wrong number: nothing was begun. */
  collect(order: Order, attempt: number, { phone, provider }: MobileMoney): Promise<void> {
    const charge = { amount: order.amount ?? 0, phone, provider };
    return this.#begin(this.senfenico, order, attempt, { kind: "collect", charge });
  }

  /** Opens a page of Senfenico's, where the customer pays. */
  checkout(order: Order, attempt: number): Promise<void> {
    const address = `${this.#publicUrl}/orders/${order.id}`;
    const checkout = { amount: order.amount ?? 0, successUrl: address, cancelUrl: address };
    return this.#begin(this.senfenico, order, attempt, { kind: "checkout", checkout });
  }

  /** The customer's code. Answers why it is asked for again, if it is. */
  async submitCode(order: Order, code: string): Promise<OtpProblem | null> {
    const payment = await this.senfenico.resume(opIdOf(order, order.attempt));
    try {
      payment.submitOtp(code);
      const step = await goOn(payment);
      return step?.kind === "otp" ? step.problem : null;
    } finally {
      payment.close();
    }
  }

  /** The customer mistyped the number. False when it may be paid all the same: a code is on its way. */
  async giveUp(order: Order): Promise<boolean> {
    const payment = await this.senfenico.resume(opIdOf(order, order.attempt));
    try {
      // Looks first: what may be given up is seen there.
      await goOn(payment);
      if (!payment.canAbandon) return false;
      payment.abandon();
      return (await goOn(payment))?.kind === "done";
    } finally {
      payment.close();
    }
  }

  /** The bills of a customer, or the meter, looked up now. Nothing is paid. */
  async findBills({ item, customer }: Order): Promise<readonly Bill[]> {
    return (await this.dexchange.bills.inquire({ service: item, customer })).bills;
  }

  /** Throws `InvalidInput` for a number or an amount that cannot be right. Nothing is looked up. */
  async checkBill(order: Pick<Order, "id" | "kind" | "item" | "customer" | "amount">): Promise<void> {
    const { item: service, customer, amount } = order;
    const payment = { service, customer, amount: amount ?? undefined, externalTransactionId: opIdOf(order, 1) };
    (await this.#checking.begin("check", { kind: "pay_bill", payment })).close();
  }

  /** Pays a bill, if it still is what the customer agreed to. False when it is not: nothing was paid. */
  async payBill(order: Order, attempt: number, agreed: string): Promise<boolean> {
    const opId = opIdOf(order, attempt);
    const payment = {
      service: order.item,
      customer: order.customer,
      amount: order.amount ?? undefined,
      confirm: true,
      externalTransactionId: opId,
      callbackUrl: await this.dexchangeWebhooks.callbackUrl(`${this.#publicUrl}/webhooks/dexchange`, opId),
    };
    let isSame = true;
    await this.#begin(this.dexchange, order, attempt, { kind: "pay_bill", payment }, (bills) => {
      const same = bills.find((bill) => agreementOf(order, bill) === agreed && bill.paid !== true);
      isSame = same !== undefined;
      return same;
    });
    return isSame;
  }

  /** How an order's payment stands. It asks the vendor when a look is due, however often the page is loaded. */
  async standing(order: Order): Promise<Standing> {
    if (order.paidBy !== null) return { at: "paid" };
    if (order.attempt === RELAY) return { at: "relay" };
    if (order.attempt === 0) return { at: "new", attempt: 1, refused: null };
    const payment = await this.#client(order).resume(opIdOf(order, order.attempt), { calm: true }).catch(unlessAbsent);
    // Its details were refused, and corrected ones may be given.
    if (payment === null) return { at: "new", attempt: order.attempt, refused: null };
    try {
      return standingOf(payment, await goOn(payment), order.attempt);
    } finally {
      payment.close();
    }
  }

  /** Goes on with what has not ended, whoever began it. Answers how many there were. */
  async lookAgain(): Promise<number> {
    let seen = 0;
    for (const client of [this.senfenico, this.dexchange]) {
      for (const record of await client.unfinished()) {
        // Salaries are the affair of who has the file with the numbers.
        if (record.operation === "bulk_payout") continue;
        seen += 1;
        await this.#look(() => client.resume(record, { calm: true }));
      }
    }
    // One that ended in a process that was killed before the order was told.
    for (const order of await this.#orders.open()) {
      await this.#look(() => this.#client(order).resume(opIdOf(order, order.attempt), { calm: true }));
    }
    for (const order of await this.#orders.relayed()) {
      for (const opId of relayedOf(order)) await this.#look(() => this.senfenico.resume(opId, { calm: true }));
    }
    return seen;
  }

  /** One payment that cannot be looked at must not keep the others from it. */
  async #look(resume: () => Promise<Payment<unknown>>): Promise<void> {
    try {
      const payment = await resume().catch(unlessAbsent);
      if (payment !== null) await goOn(payment).finally(() => payment.close());
    } catch (error) {
      console.error(error);
    }
  }

  async #begin(
    client: Senfenico | Dexchange,
    order: Order,
    attempt: number,
    asked: Asked,
    choose?: (bills: readonly Bill[]) => Bill | undefined,
  ): Promise<void> {
    const opId = opIdOf(order, attempt);
    if (!(await this.#orders.start(order.id, attempt))) return;
    let payment: Payment<unknown>;
    try {
      payment = await client.begin(opId, asked, { after: earlierOf(order, attempt) });
    } catch (error) {
      // Two pages, two numbers: the payment that began first is the order's. Nor does one begin beside another.
      const isOther = error instanceof InvalidInput && (error.field === "opId" || error.field.startsWith("after["));
      if (isOther) return;
      throw error;
    }
    try {
      const step = await goOn(payment);
      if (step?.kind !== "bill") return;
      const bill = choose?.(step.bills);
      if (bill === undefined) return;
      payment.chooseBill(bill);
      await goOn(payment);
    } finally {
      payment.close();
    }
  }

  #client(order: Order): Senfenico | Dexchange {
    return order.kind === "goods" ? this.senfenico : this.dexchange;
  }

  /** The only place where goods are given. It may be told twice, and does its work once. */
  async #ended(opId: string, operation: string, outcome: Outcome<unknown> | Payouts): Promise<void> {
    const parts = partsOf(opId);
    if (parts === null || !("kind" in outcome) || outcome.kind === "unknown") return;
    try {
      if (outcome.kind === "settled") {
        const { amount, token } = outcome.value as Partial<BillPayment>;
        const isFirst = await this.#orders.pay(parts.id, opId, amount ?? null, token ?? null);
        if (isFirst) console.log(`paid: ${opId}`);
        else if ((await this.#orders.get(parts.id))?.paidBy !== opId) console.error(`paid twice, give back: ${opId}`);
      }
      await this.#orders.end(parts.id, parts.attempt);
    } catch (error) {
      // The worker tells it again.
      console.error(`${operation} ${opId} has ended, and the order was not told:`, error);
    }
  }
}

/** What a customer agreed to. A meter gets a new reference at each inquiry: there the holder counts. */
export function agreementOf({ amount }: Order, { reference, amount: due, firstName, lastName }: Bill): string {
  return amount === null ? `${reference} ${due}` : [firstName, lastName].filter(Boolean).join(" ");
}

/** What to tell of a code that is asked for again. */
export function codeTold(problem: OtpProblem): AnswerNeeded {
  return new AnswerNeeded("", { kind: "otp", text: "", problem, code: null });
}

function standingOf(payment: Payment<unknown>, step: PaymentStep<unknown> | null, attempt: number): Standing {
  if (step?.kind === "done") {
    const { outcome } = step;
    if (!("kind" in outcome) || outcome.kind === "settled") return { at: "paid" };
    const error = errorOf(outcome);
    if (error instanceof OutcomeUnknown) return { at: "unknown", told: error };
    // After "not sent" the same payment begins anew; after a no, the next one.
    return { at: "new", attempt: outcome.kind === "not_sent" ? attempt : attempt + 1, refused: error };
  }
  const { toShow, canAbandon } = payment;
  if (toShow?.kind === "otp") return { at: "code", text: toShow.text, mayGiveUp: canAbandon };
  if (toShow?.kind === "dial") return { at: "dial", text: toShow.text };
  if (toShow?.kind === "redirect") return { at: "page", url: toShow.url };
  if (step?.kind === "bill") return { at: "new", attempt, refused: null };
  return step?.kind === "waiting" && IN_DOUBT.includes(step.why) ? { at: "unknown", told: null } : { at: "wait" };
}

/** As far as it goes within a request; `null` when another process is at it. */
async function goOn(payment: Payment<unknown>): Promise<PaymentStep<unknown> | null> {
  try {
    const step = await payment.advance({ waitMs: PATIENCE_MS });
    if (step.kind !== "dial" && step.kind !== "redirect") return step;
    // The page shows it as long as `toShow` says so.
    payment.shown();
    return await payment.advance();
  } catch (error) {
    if (error instanceof OperationBusy) return null;
    throw error;
  }
}

function unlessAbsent(error: unknown): null {
  if (error instanceof OperationNotFound) return null;
  throw error;
}
