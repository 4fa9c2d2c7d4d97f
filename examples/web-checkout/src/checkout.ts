/** A customer pays an order of the shop: one attempt after the other, never two open at once. */
import { type Charge, InvalidInput, OutcomeUnknown, type Payment, PaymentAbandoned, PaymentError, type Senfenico } from "xaalis";
import type { Customer, Problem, View } from "./view.js";

/** Until it is paid. */
export async function checkout(senfenico: Senfenico, view: View, order: string, amount: number): Promise<void> {
  const tries: string[] = [];
  let before: Partial<Customer> = {};
  let problem: () => Problem | null = () => null;
  for (;;) {
    const customer = await view.form(amount, before, problem);
    before = customer;
    const opId = `${order}-${tries.length + 1}`;
    view.busy();
    try {
      const charge = { amount, phone: customer.phone, provider: customer.provider };
      const payment = await senfenico.begin<Charge>(opId, { kind: "collect", charge }, { after: tries });
      tries.push(opId);
      return await view.receipt(await settled(senfenico, view, payment), customer.phone);
    } catch (error) {
      if (!(error instanceof PaymentError)) throw error;
      problem = () => (error instanceof PaymentAbandoned ? null : { title: "", text: said(view, error) });
      if (!(error instanceof InvalidInput || error instanceof PaymentAbandoned)) {
        await view.problem(() => ({ title: view.texts.refusedTitle, text: said(view, error) }), (t) => t.again);
        problem = () => null;
      }
    }
  }
}

/** Follows one attempt to its end. What nobody knows yet is asked for again, never paid again. */
async function settled(senfenico: Senfenico, view: View, begun: Payment<Charge>): Promise<Charge> {
  let payment = begun;
  for (;;) {
    await follow(view, payment);
    try {
      return payment.result();
    } catch (error) {
      if (!(error instanceof OutcomeUnknown)) throw error;
      await view.problem(() => ({ title: view.texts.unknownTitle, text: said(view, error) }), (t) => t.check);
      view.busy();
      payment = await senfenico.resume<Charge>(payment.opId);
    }
  }
}

async function follow(view: View, payment: Payment<Charge>): Promise<void> {
  let dialled = false;
  for await (const step of payment) {
    if (step.kind === "otp") {
      const code = await view.code(step, payment.canAbandon);
      if (code === null) payment.abandon();
      else payment.submitOtp(code);
      view.busy();
    } else if (step.kind === "dial") {
      dialled = true;
      view.dial(step);
    } else if (step.kind === "waiting" && !dialled) {
      view.dial(null);
    }
  }
}

function said(view: View, error: PaymentError | OutcomeUnknown): string {
  return view.language === "fr" ? error.buyerTextFr : error.buyerText;
}
