/** Pays a payroll, once, however often it is stopped and started again. */
import { type OnProgress, PaymentRejected, type Payouts, type Prompt, Senfenico, errorOf } from "xaalis";
import type { Language } from "../texts.js";
import type { Salary } from "./csv.js";

/** One payroll has one id: a second start goes on with the first, and another file under the same period is refused. */
export function opIdOf(period: string): string {
  return `salaries-${period}`;
}

/**
 * Rejects with `OperationAborted` when it was stopped, `InvalidInput` of the field `opId` when the period was begun with
 * another file, `OperationBusy` when another process pays it at the moment.
 */
export function paySalaries(
  senfenico: Senfenico,
  period: string,
  salaries: readonly Salary[],
  options: { onProgress?: OnProgress; stopSignal?: AbortSignal } = {},
): Promise<Payouts> {
  const numbers = Object.fromEntries(salaries.map(({ transfer }) => [transfer.extId, transfer.phone]));
  // The journal holds no numbers: who goes on is asked for them.
  const onPrompt = (prompt: Prompt) => (prompt.kind === "recipients" ? numbers : undefined);
  return senfenico.bulkPayout(opIdOf(period), salaries.map(({ transfer }) => transfer), { ...options, onPrompt });
}

export interface Summary {
  readonly settled: number;
  readonly refused: number;
  readonly unknown: number;
  readonly notSent: number;
  /** Francs that arrived. */
  readonly paid: number;
  /** One for each salary that did not arrive: which, and what to do. */
  readonly lines: readonly string[];
}

export function summaryOf({ items }: Payouts, salaries: readonly Salary[], language: Language): Summary {
  const counts = { settled: 0, rejected: 0, unknown: 0, not_sent: 0 };
  const lines: string[] = [];
  let paid = 0;
  for (const { index, outcome } of items) {
    counts[outcome.kind] += 1;
    const salary = salaries[index];
    if (salary === undefined) continue;
    if (outcome.kind === "settled") paid += salary.transfer.amount;
    const error = errorOf(outcome);
    if (error === null) continue;
    const told = language === "fr" ? error.merchantTextFr : error.merchantText;
    // The vendor's own words say what to mend. A number in them is not for whoever reads over a shoulder.
    const words = error instanceof PaymentRejected ? error.refusal.message.replaceAll(/\d(?:[ .-]?\d){5,}/g, "•") : "";
    lines.push(`${language === "fr" ? "ligne" : "line"} ${salary.line}, ${salary.id}: ${told}${words === "" ? "" : ` [${words}]`}`);
  }
  return { settled: counts.settled, refused: counts.rejected, unknown: counts.unknown, notSent: counts.not_sent, paid, lines };
}
