/**
 * `<xaalis-pay>`: a page pays through its shop's relay, ready to use. Importing this defines the element.
 *
 * @module
 */

import { type End, type Payment, pay } from "../pay.js";
import type * as Bills from "./bills.js";
import type { Problem } from "./machine.js";
import { type Hands, type Model, el, form, screen } from "./screens.js";
import { style } from "./style.js";
import type { Language } from "./texts.js";
import type { View } from "./view.js";

export type { End, Problem, View };

interface Parts {
  readonly box: HTMLElement;
  readonly title: HTMLElement;
  readonly body: HTMLElement;
  readonly said: HTMLElement;
}

/** How long nothing comes before the person is told to stay. */
const SLOW = 8_000;

// Where there is no page, as on a server that renders one, importing this does nothing.
const Base = (globalThis.HTMLElement ?? class {}) as typeof HTMLElement;

/**
 * The element. Attributes: `src`, the relay's address; `lang`, `fr` or `en`, else that of the page around it;
 * `operation="checkout"` for a token that opens a payment page, `operation="pay_bill"` for one of a bill or a top-up. It
 * begins once it has a `token`.
 *
 * Events, both bubbling: `xaalis-view` when something changed (`detail`: `{ view, problem }`), `xaalis-done` when it ended
 * (`detail`: an `End`).
 */
export class XaalisPay extends Base {
  static readonly observedAttributes: readonly string[] = ["src", "lang", "operation"];

  #token: string | ((signal: AbortSignal) => string | Promise<string>) | undefined;
  #fetch: typeof globalThis.fetch | undefined;
  #payment: Payment | undefined;
  #now: Model["now"] = { kind: "load" };
  #busy = false;
  #again = false;
  #slow = false;
  #local: Problem | undefined;
  #bills: typeof Bills | undefined;
  #topUp = false;
  #chosen: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #parts: Parts | undefined;

  /** A function that asks the shop's backend for a token, as in `pay`; or one token, good for a quarter of an hour. */
  get token(): string | ((signal: AbortSignal) => string | Promise<string>) | undefined {
    return this.#token;
  }

  set token(token: string | ((signal: AbortSignal) => string | Promise<string>) | undefined) {
    this.#token = token;
    if (this.#now.kind === "refused") this.#ends();
    this.#begins();
  }

  /** Instead of the page's `fetch`: set it before `token`. */
  get fetch(): typeof globalThis.fetch | undefined {
    return this.#fetch;
  }

  set fetch(fetch: typeof globalThis.fetch | undefined) {
    this.#fetch = fetch;
  }

  connectedCallback(): void {
    // What was set before the element was defined.
    for (const name of ["fetch", "token"] as const) {
      if (!Object.hasOwn(this, name)) continue;
      const given = this[name];
      delete this[name];
      Object.assign(this, { [name]: given });
    }
    this.#render(false);
    this.#begins();
  }

  disconnectedCallback(): void {
    this.#ends();
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (!this.isConnected || before === after) return;
    if (name !== "lang") this.#ends();
    this.#render(false);
    this.#begins();
  }

  #begins(): void {
    const url = this.getAttribute("src");
    if (!this.isConnected || this.#payment || this.#token === undefined || url === null) return;
    this.#waits();
    this.#payment = pay({
      url,
      token: (signal) => this.#asks(signal),
      fetch: (url, init) => (this.#fetch ?? globalThis.fetch)(url, init),
      show: (view, problem) => {
        this.#stands({ kind: "show", view, problem });
        this.#tells("xaalis-view", { view, problem });
      },
      done: (end) => {
        this.#stands(end);
        this.#tells("xaalis-done", end);
      },
    });
  }

  /** Its token; and before anything is shown of a bill, what shows it. Where that does not come it is asked for again. */
  async #asks(signal: AbortSignal): Promise<string> {
    const [token, bills] = await Promise.all([
      typeof this.#token === "function" ? this.#token(signal) : (this.#token ?? ""),
      this.#paysBills() ? import("./bills.js") : undefined,
    ]);
    const root = this.shadowRoot;
    if (root && bills && !this.#bills) root.adoptedStyleSheets = [...root.adoptedStyleSheets, bills.style()];
    this.#bills ??= bills;
    this.#topUp = bills?.isTopUp(token) ?? false;
    return token;
  }

  #paysBills(): boolean {
    return this.getAttribute("operation") === "pay_bill";
  }

  #ends(): void {
    this.#payment?.close();
    this.#payment = undefined;
    this.#now = { kind: "load" };
    this.#rests();
  }

  #stands(now: Model["now"]): void {
    const [acted, before, again, local] = [this.#busy, this.#now, this.#again, this.#local];
    this.#now = now;
    this.#rests();
    // What changed by itself does not take away what a person is at.
    if (!acted && now.kind === "show" && before.kind === "show" && now.view.state === before.view.state) {
      this.#again = again;
      this.#local = local;
    }
    this.#render(acted);
  }

  #rests(): void {
    clearTimeout(this.#timer);
    this.#busy = this.#again = this.#slow = false;
    this.#local = undefined;
  }

  #waits(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#slow = true;
      this.#render(false);
    }, SLOW);
  }

  #tells(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  /** What a person did, once; `wrong`: what they typed cannot be right. */
  #acts(wrong: string | undefined, act: (payment: Payment) => boolean | void): void {
    if (this.#busy || !this.#payment) return;
    this.#local = wrong === undefined ? undefined : { word: "invalid", field: wrong };
    if (wrong === undefined) {
      this.#busy = true;
      this.#waits();
      if (act(this.#payment) === false) {
        this.#busy = false;
        this.#local = { word: "not_heard" };
      }
    }
    this.#render(wrong !== undefined);
  }

  readonly #hands: Hands = {
    start: (phone, provider) => {
      const digits = phone?.replace(/\D/g, "").replace(/^(00)?226(?=\d{8}$)/, "");
      this.#acts(digits !== undefined && digits.length !== 8 ? "phone" : undefined, (payment) =>
        payment.start(phone === undefined ? undefined : { phone, provider }));
    },
    choose: (bill) => void (this.#chosen = bill),
    pays: (bill) => this.#acts(undefined, (payment) => payment.start({ bill })),
    code: (code) => {
      const digits = code.replace(/\D/g, "").length;
      this.#acts(digits < 4 || digits > 10 ? "code" : undefined, (payment) => payment.code(code));
    },
    again: (on) => {
      if (this.#busy) return;
      this.#again = on;
      this.#local = undefined;
      this.#render(true);
    },
    look: () => this.#acts(undefined, (payment) => payment.look()),
    restart: () => {
      this.#ends();
      this.#begins();
      this.#render(true);
    },
  };

  /** `moves`: the person did something, and is brought to what came of it. */
  #render(moves: boolean): void {
    if (!this.isConnected) return;
    const { box, title, body, said } = (this.#parts ??= this.#builds());
    const paysBills = this.#paysBills();
    const model: Model = {
      language: this.#language(),
      page: paysBills || this.getAttribute("operation") === "checkout",
      bills: paysBills ? this.#bills : undefined, topUp: this.#topUp, chosen: this.#chosen,
      now: this.#now, busy: this.#busy, slow: this.#slow, again: this.#again, local: this.#local,
    };
    const { title: heading, body: nodes, said: text } = screen(model, this.#hands);
    const [before, after] = [body.dataset["form"], form(model) ?? ""];
    const kept = before === after ? values(body) : new Map<string, string>();
    const held = this.shadowRoot?.activeElement;
    const within = held != null && body.contains(held);
    box.lang = said.lang = model.language;
    box.setAttribute("aria-busy", String(this.#busy));
    title.textContent = heading;
    body.replaceChildren(...nodes);
    body.dataset["form"] = after;
    for (const [id, value] of kept) {
      const field = body.querySelector<HTMLInputElement>(`#${id}`);
      if (field) field.value = value;
    }
    // Who did something comes to what is asked of them, or to what came of it; who is in a field stays there.
    if (moves) {
      const asked = this.#again || after === "code" ? body.querySelector("input") : null;
      const wanted = body.querySelector<HTMLElement>("[aria-describedby~=error]") ?? asked;
      (wanted ?? title).focus();
      if (after === "code" && wanted instanceof HTMLInputElement) wanted.select();
    } else if (within) {
      ((held.id !== "" && body.querySelector<HTMLElement>(`#${held.id}`)) || title).focus();
    }
    // Who is brought there hears it there.
    const words = moves ? "" : `${heading}. ${text}`.trim();
    if (said.textContent !== words) said.textContent = words;
  }

  #builds(): Parts {
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [style()];
    const box = el("div", { id: "box", role: "group", "aria-labelledby": "title" });
    const title = el("h2", { id: "title", tabindex: "-1" });
    const body = el("div", {});
    // Stands outside of what is busy, and is there before it says anything.
    const said = el("div", { role: "status", class: "said" });
    box.append(title, body);
    root.append(box, said);
    return { box, title, body, said };
  }

  #language(): Language {
    const around = this.closest("[lang]")?.getAttribute("lang") ?? (document.documentElement.lang || navigator.language);
    return /^en/i.test(around) ? "en" : "fr";
  }
}

function values(body: HTMLElement): Map<string, string> {
  const fields = body.querySelectorAll<HTMLInputElement | HTMLSelectElement>("input:not([name]), select");
  return new Map([...fields].map((field) => [field.id, field.value]));
}

declare global {
  interface HTMLElementTagNameMap {
    "xaalis-pay": XaalisPay;
  }
}

const names = globalThis.customElements as CustomElementRegistry | undefined;
// Two versions on one page: the first one stays.
if (names && !names.get("xaalis-pay")) names.define("xaalis-pay", XaalisPay);
