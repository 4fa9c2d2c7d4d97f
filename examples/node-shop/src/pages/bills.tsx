import type { FC } from "hono/jsx";
import type { Bill } from "xaalis";
import type { Order } from "../orders.js";
import { type Standing, agreementOf } from "../payments.js";
import { SERVICES } from "../products.js";
import { francs } from "../texts.js";
import { Choice, Facts, Field, Page, type View, type Wrong } from "./layout.js";
import { Stands, changesByItself } from "./standing.js";

export interface CounterProps {
  readonly view: View;
  readonly id: string;
  readonly latest: readonly Order[];
  readonly wrong?: Wrong | undefined;
  readonly typed?: { readonly service: string; readonly customer: string; readonly amount: string } | undefined;
}

export const Counter: FC<CounterProps> = ({ view, id, latest, wrong, typed }) => {
  const { say } = view;
  return (
    <Page view={view} title={say("counter")}>
      <p>{say("counterHelp")}</p>
      <form method="post" action="/bills">
        <input type="hidden" name="id" value={id} />
        <Choice name="service" label={say("service")} options={SERVICES} chosen={typed?.service} />
        <Field name="customer" label={say("customer")} wrong={wrong} value={typed?.customer} inputmode="numeric" autocomplete="off" required maxlength={32} />
        <Field name="amount" label={say("topUp")} wrong={wrong} value={typed?.amount} inputmode="numeric" autocomplete="off" maxlength={9} />
        <button class="button">{say("lookUp")}</button>
      </form>
      {latest.length > 0 && <Latest view={view} latest={latest} />}
    </Page>
  );
};

const Latest: FC<{ view: View; latest: readonly Order[] }> = ({ view, latest }) => (
  <>
    <h2 id="latest">{view.say("latest")}</h2>
    <ul class="latest" aria-labelledby="latest">
      {latest.map((order) => (
        <li>
          <a href={`/bills/${order.id}`}>{`${serviceName(order)} ${order.customer}`}</a>
          <span>{order.amount === null ? "" : francs(order.amount, view.language)}</span>
          <strong>{view.say(order.paidBy !== null ? "paid" : order.attempt > order.ended ? "underWay" : "notPaid")}</strong>
        </li>
      ))}
    </ul>
  </>
);

export interface BillPageProps {
  readonly view: View;
  readonly order: Order;
  readonly standing: Standing;
  /** What may be paid, while nothing is under way. */
  readonly bills: readonly Bill[];
  readonly wrong?: Wrong | undefined;
}

export const BillPage: FC<BillPageProps> = ({ view, order, standing, bills, wrong }) => {
  const { say, language } = view;
  const amount = order.amount === null ? [] : [[say("amount"), francs(order.amount, language)] as const];
  return (
    <Page view={view} title={serviceName(order)} state={changesByItself(standing)}>
      <Facts facts={[[say("customer"), order.customer], ...amount]} />
      <Stands view={view} order={order} standing={standing} />
      {wrong !== undefined && <p class="wrong" role="alert">{wrong.text}</p>}
      {standing.at === "new" && bills.length > 0 && (
        <form method="post" action={`/bills/${order.id}/pay`}>
          <input type="hidden" name="attempt" value={standing.attempt} />
          <fieldset>
            <legend>{say(order.amount === null ? "whichBill" : "whichMeter")}</legend>
            {bills.map((bill, place) => (
              <label>
                <input
                  type="radio" name="agreed" value={agreementOf(order, bill)} required
                  disabled={bill.paid === true} checked={bills.length === 1 && bill.paid !== true} id={`bill-${place}`}
                />
                <span>{describe(view, order, bill)}</span>
              </label>
            ))}
          </fieldset>
          <button class="button">{order.amount === null ? say("pay") : `${say("pay")} ${francs(order.amount, language)}`}</button>
        </form>
      )}
      {standing.at === "new" && bills.length === 0 && wrong === undefined && standing.refused === null && <p>{say("noBill")}</p>}
      <p><a href="/bills">{say("counter")}</a></p>
    </Page>
  );
};

function describe({ say, language }: View, order: Order, { firstName, lastName, address, amount, dueDate, paid, reference }: Bill): string {
  const holder = [[firstName, lastName].filter(Boolean).join(" "), address].filter(Boolean);
  if (order.amount !== null) return holder.join(", ") || order.customer;
  const due = dueDate === null ? [] : [`${say("due")} ${dueDate}`];
  const price = amount === null ? [] : [francs(amount, language)];
  return [...holder, ...price, ...due, reference, ...(paid === true ? [say("alreadyPaid")] : [])].filter(Boolean).join(", ");
}

function serviceName({ item }: Order): string {
  return SERVICES.find(([service]) => service === item)?.[1] ?? item;
}
