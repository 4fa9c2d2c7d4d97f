import type { FC } from "hono/jsx";
import type { Order } from "../orders.js";
import type { Standing } from "../payments.js";
import { OPERATORS, PRODUCTS, type Product } from "../products.js";
import { francs } from "../texts.js";
import { Amount, Choice, Facts, Field, Page, type View, type Wrong } from "./layout.js";
import { Stands, changesByItself } from "./standing.js";

/** Each form has an order's id of its own: pressed twice, it is one order. */
export const Catalogue: FC<{ view: View }> = ({ view }) => (
  <Page view={view} title={view.say("madeHere")}>
    <ul class="products">
      {PRODUCTS.map(({ id, name, price }) => (
        <li>
          <h2 id={id}>{name[view.language]}</h2>
          <p class="price"><Amount view={view} amount={price} /></p>
          <form class="bare" method="post" action="/orders">
            <input type="hidden" name="id" value={crypto.randomUUID()} />
            <button class="button" name="product" value={id} aria-describedby={id}>{view.say("buy")}</button>
          </form>
        </li>
      ))}
    </ul>
  </Page>
);

export interface OrderPageProps {
  readonly view: View;
  readonly order: Order;
  readonly product: Product;
  readonly standing: Standing;
  /** One that pays through the relay, if there is one. */
  readonly page: string | null;
  readonly wrong?: Wrong | undefined;
  /** What was typed, when it has to be typed again. */
  readonly phone?: string | undefined;
  readonly provider?: string | undefined;
}

export const OrderPage: FC<OrderPageProps> = ({ view, order, product, standing, page, wrong, phone, provider }) => {
  const { say, language } = view;
  const amount = francs(product.price, language);
  return (
    <Page view={view} title={say("order")} state={changesByItself(standing)}>
      <Facts facts={[[say("article"), product.name[language]], [say("amount"), amount]]} />
      <Stands view={view} order={order} standing={standing} wrong={wrong} />
      {wrong?.field === "" && <p class="wrong" role="alert">{wrong.text}</p>}
      {standing.at === "new" && (
        <>
          <h2>{say("payHeading")}</h2>
          <form method="post" action={`/orders/${order.id}/pay`}>
            <input type="hidden" name="attempt" value={standing.attempt} />
            <Field
              name="phone" label={say("phone")} help={say("phoneHelp")} wrong={wrong} type="tel" value={phone}
              autocomplete="tel-national" required maxlength={24}
            />
            <Choice name="provider" label={say("operator")} chosen={provider} options={[["", say("byNumber")], ...OPERATORS]} />
            <button class="button">{`${say("pay")} ${amount}`}</button>
          </form>
          <h2>{say("orOnPage")}</h2>
          <form class="bare" method="post" action={`/orders/${order.id}/checkout`}>
            <input type="hidden" name="attempt" value={standing.attempt} />
            <p>{say("onPageHelp")}</p>
            <button class="button second">{say("openPage")}</button>
          </form>
        </>
      )}
      {page !== null && (standing.at === "relay" || (standing.at === "new" && order.attempt === 0)) && (
        <p><a class="button second" href={`${page}?order=${order.id}`}>{say("onOurPage")}</a></p>
      )}
      {standing.at === "paid" && <p><a href="/">{say("back")}</a></p>}
    </Page>
  );
};
