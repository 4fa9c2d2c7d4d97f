/** The pages, as Hono serves them: forms and links, which work without any script. */
import { readFileSync } from "node:fs";
import { basicAuth } from "hono/basic-auth";
import { bodyLimit } from "hono/body-limit";
import { csrf } from "hono/csrf";
import { type Context, Hono } from "hono";
import { languageDetector } from "hono/language";
import { secureHeaders } from "hono/secure-headers";
import { InvalidInput, PaymentError } from "xaalis";
import { webhookHandler } from "xaalis/webhooks";
import type { Config } from "./config.js";
import { take } from "./limits.js";
import type { Order } from "./orders.js";
import { BillPage, Counter } from "./pages/bills.js";
import { Catalogue, OrderPage } from "./pages/goods.js";
import { Page, type View, type Wrong, viewOf } from "./pages/layout.js";
import { type Payments, codeTold } from "./payments.js";
import { RELAY_PATH } from "./relay.js";
import { PRODUCTS, SERVICES } from "./products.js";
import { LANGUAGES, type Language } from "./texts.js";
import type { Storage } from "./storage.js";

const FILES = new Map([
  ["/style.css", "text/css; charset=utf-8"],
  ["/look.js", "text/javascript; charset=utf-8"],
]);
const UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
const PROBLEMS = ["malformed", "invalid", "expired", "still_valid", "no_answer", "refused", "repeated"] as const;

export function appOf({ checkoutPage, counterPassword, publicUrl }: Config, { orders }: Storage, payments: Payments): Hono {
  const app = new Hono();

  app.use(async (c, next) => {
    const began = performance.now();
    await next();
    // The pattern, not the address: those of orders and callbacks are secrets.
    console.log(`${c.req.method} ${c.req.routePath.replace(/\{.*?\}(?=\/|$)/, "")} ${c.res.status} ${Math.round(performance.now() - began)} ms`);
  });
  // Before what reads bodies and sets headers: the relay has its own limits and its own headers.
  const { relay } = payments;
  if (relay !== null) app.all(RELAY_PATH, (c) => relay.handle(c.req.raw));
  app.use(bodyLimit({ maxSize: 64 * 1024 }));

  // Before what looks at forms: vendors send none of a browser's headers.
  app.post("/webhooks/senfenico", (c) => told(c, payments.senfenicoWebhooks, payments.senfenico));
  app.post("/webhooks/dexchange/:id/:token", (c) => told(c, payments.dexchangeWebhooks, payments.dexchange));

  for (const [path, type] of FILES) {
    const text = readFileSync(new URL(`../public${path}`, import.meta.url), "utf8");
    app.get(path, (c) => c.body(text, 200, { "content-type": type, "cache-control": "max-age=300" }));
  }

  app.use(secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"], styleSrc: ["'self'"], scriptSrc: ["'self'"], connectSrc: ["'self'"], imgSrc: ["data:"],
      formAction: ["'self'"], baseUri: ["'none'"], frameAncestors: ["'none'"],
    },
    referrerPolicy: "no-referrer",
  }));
  app.use(csrf({ origin: (origin, c) => origin === new URL(c.req.url).origin || origin === publicUrl }));
  app.use(languageDetector({
    supportedLanguages: [...LANGUAGES], fallbackLanguage: "fr", order: ["querystring", "cookie", "header"],
    lookupQueryString: "lang", lookupCookie: "language", caches: ["cookie"],
    cookieOptions: { httpOnly: true, sameSite: "Lax", path: "/", secure: publicUrl.startsWith("https:") },
  }));
  app.use(async (c, next) => {
    await next();
    c.header("cache-control", "no-store");
  });
  if (counterPassword !== null) {
    const auth = basicAuth({ username: "counter", password: counterPassword });
    app.use("/bills", auth).use("/bills/*", auth);
  }

  app.get("/", (c) => c.html(<Catalogue view={view(c)} />));

  app.post("/orders", async (c) => {
    const form = await formOf(c);
    const product = PRODUCTS.find(({ id }) => id === form("product"));
    if (product === undefined || !isUuid(form("id"))) return absent(c);
    await orders.add({ id: form("id"), kind: "goods", item: product.id, customer: "", amount: product.price });
    return c.redirect(`/orders/${form("id")}`, 303);
  });

  app.get(`/orders/:id{${UUID}}`, async (c) => {
    const order = await orders.get(c.req.param("id"));
    return order?.kind === "goods" ? orderPage(c, order, wrongOf(c)) : absent(c);
  });

  app.post(`/orders/:id{${UUID}}/pay`, async (c) => {
    const [order, form] = [await orders.get(c.req.param("id")), await formOf(c)];
    if (order?.kind !== "goods") return absent(c);
    const [phone, provider] = [form("phone"), form("provider") || undefined];
    if (!(await take("order", order.id)) || !(await take("phone", phone.replaceAll(/\D/g, "").slice(-8)))) {
      return orderPage(c, order, { field: "", text: view(c).say("tooOften") }, 429);
    }
    try {
      await payments.collect(order, attemptOf(form), { phone, provider });
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      const wrong = { field: error.field.includes("phone") ? "phone" : "", text: textOf(c, error) };
      return orderPage(c, await again(order), wrong, 422, { phone, provider });
    }
    return c.redirect(`/orders/${order.id}`, 303);
  });

  app.post(`/orders/:id{${UUID}}/checkout`, async (c) => {
    const [order, form] = [await orders.get(c.req.param("id")), await formOf(c)];
    if (order?.kind !== "goods") return absent(c);
    if (!(await take("order", order.id))) return orderPage(c, order, { field: "", text: view(c).say("tooOften") }, 429);
    await payments.checkout(order, attemptOf(form));
    return c.redirect(`/orders/${order.id}`, 303);
  });

  app.post(`/orders/:id{${UUID}}/code`, async (c) => {
    const [order, form] = [await orders.get(c.req.param("id")), await formOf(c)];
    if (order?.kind !== "goods" || order.attempt === 0) return absent(c);
    if (!(await take("code", order.id))) return orderPage(c, order, { field: "code", text: view(c).say("tooOften") }, 429);
    const problem = await payments.submitCode(order, form("code"));
    // What was wrong is a word in the address, so that a page loaded again sends no code again.
    return c.redirect(`/orders/${order.id}${problem === null ? "" : `?code=${problem}`}`, 303);
  });

  app.post(`/orders/:id{${UUID}}/give-up`, async (c) => {
    const order = await orders.get(c.req.param("id"));
    if (order?.kind !== "goods" || order.attempt === 0) return absent(c);
    const isGivenUp = await payments.giveUp(order);
    return c.redirect(`/orders/${order.id}${isGivenUp ? "" : "?late"}`, 303);
  });

  // Whoever knows an order's address may pay it. Where customers log in, ask whose order it is.
  app.post(`/orders/:id{${UUID}}/token`, async (c) => {
    const order = await orders.get(c.req.param("id"));
    if (relay === null || order?.kind !== "goods" || order.amount === null) return absent(c);
    if (!(await orders.relay(order.id))) return c.json({ error: "begun by a form" }, 409);
    return c.json({ token: await relay.mint(order.id, { amount: order.amount }) });
  });

  app.get("/bills", async (c) => c.html(<Counter view={view(c)} id={crypto.randomUUID()} latest={await orders.bills()} />));

  app.post("/bills", async (c) => {
    const form = await formOf(c);
    const [service, customer, amount] = [form("service"), form("customer"), form("amount").replaceAll(/\s/g, "")];
    if (!isUuid(form("id")) || SERVICES.every(([name]) => name !== service)) return absent(c);
    const order = { id: form("id"), kind: "bill", item: service, customer, amount: service === "WOYOFAL_SN_BILL" ? Number(amount) : null } as const;
    try {
      await payments.checkBill(order);
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      const wrong = { field: error.field.split(".").at(-1) ?? "", text: textOf(c, error) };
      const typed = { service, customer, amount };
      return c.html(<Counter view={view(c)} id={form("id")} latest={await orders.bills()} wrong={wrong} typed={typed} />, 422);
    }
    await orders.add(order);
    return c.redirect(`/bills/${order.id}`, 303);
  });

  app.get(`/bills/:id{${UUID}}`, async (c) => {
    const order = await orders.get(c.req.param("id"));
    if (order?.kind !== "bill") return absent(c);
    return billPage(c, order, c.req.query("changed") === undefined ? undefined : { field: "", text: view(c).say("changed") });
  });

  app.post(`/bills/:id{${UUID}}/pay`, async (c) => {
    const [order, form] = [await orders.get(c.req.param("id")), await formOf(c)];
    if (order?.kind !== "bill") return absent(c);
    const isSame = await payments.payBill(order, attemptOf(form), form("agreed"));
    return c.redirect(`/bills/${order.id}${isSame ? "" : "?changed"}`, 303);
  });

  app.notFound(absent);
  app.onError((error, c) => {
    if ("getResponse" in error) return (error as unknown as { getResponse(): Response }).getResponse();
    console.error(error);
    const v = viewOf("fr", "/");
    return c.html(<Page view={v} title="Sira"><p>{v.say("broken")}</p><p lang="en">{viewOf("en", "/").say("broken")}</p></Page>, 500);
  });
  return app;

  async function orderPage(c: Context, order: Order, wrong?: Wrong, status: 200 | 422 | 429 = 200, typed = {}): Promise<Response> {
    const product = PRODUCTS.find(({ id }) => id === order.item);
    if (product === undefined) return absent(c);
    const standing = await payments.standing(order);
    const now = await again(order);
    return c.html(<OrderPage view={view(c)} order={now} product={product} standing={standing} page={relay && checkoutPage} wrong={wrong} {...typed} />, status);
  }

  async function billPage(c: Context, order: Order, wrong?: Wrong): Promise<Response> {
    const standing = await payments.standing(order);
    const now = await again(order);
    try {
      const bills = standing.at === "new" ? await payments.findBills(order) : [];
      return c.html(<BillPage view={view(c)} order={now} standing={standing} bills={bills} wrong={wrong} />);
    } catch (error) {
      // Nobody there, or no such number: nothing was paid.
      if (!(error instanceof PaymentError)) throw error;
      const told = { field: "", text: textOf(c, error) };
      return c.html(<BillPage view={view(c)} order={now} standing={standing} bills={[]} wrong={wrong ?? told} />);
    }
  }

  async function again(order: Order): Promise<Order> {
    return (await orders.get(order.id)) ?? order;
  }
}

/** Of the webhooks of a vendor: verified, then the vendor is asked. How the payment ended is told by the journal. */
function told(c: Context, webhooks: Payments["senfenicoWebhooks" | "dexchangeWebhooks"], client: Payments["senfenico" | "dexchange"]): Promise<Response> {
  const onNotice = (_: unknown, payment: unknown) => {
    // Too early for its reference to be known, or not of this shop: the worker looks all the same.
    if (payment === null) console.log("a webhook about no payment of this shop");
  };
  return webhookHandler({ webhooks, client, onNotice })(c.req.raw);
}

function absent(c: Context): Response | Promise<Response> {
  const v = view(c);
  return c.html(<Page view={v} title={v.say("absent")}><p><a href="/">{v.say("back")}</a></p></Page>, 404);
}

function view(c: Context): View {
  const language: Language = c.get("language") === "en" ? "en" : "fr";
  // Of an answer to a form the address takes no GET.
  return viewOf(language, c.req.path.replace(/\/(pay|code|checkout|give-up)$/, ""));
}

function textOf(c: Context, error: PaymentError): string {
  return view(c).language === "en" ? error.buyerText : error.buyerTextFr;
}

/** What an address says of the form that was sent before. */
function wrongOf(c: Context): Wrong | undefined {
  if (c.req.query("late") !== undefined) return { field: "", text: view(c).say("tooLate") };
  const problem = PROBLEMS.find((word) => word === c.req.query("code"));
  if (problem === undefined) return undefined;
  const { buyerText, buyerTextFr } = codeTold(problem);
  return { field: "code", text: view(c).language === "en" ? buyerText : buyerTextFr };
}

async function formOf(c: Context): Promise<(name: string) => string> {
  const form = await c.req.parseBody();
  return (name) => {
    const value = form[name];
    return typeof value === "string" ? value.trim() : "";
  };
}

/** The number of the payment that a page offered to begin; 0, which none has, for anything else. */
function attemptOf(form: (name: string) => string): number {
  return /^[1-9]\d{0,2}$/.test(form("attempt")) ? Number(form("attempt")) : 0;
}

function isUuid(text: string): boolean {
  return new RegExp(`^${UUID}$`).test(text);
}
