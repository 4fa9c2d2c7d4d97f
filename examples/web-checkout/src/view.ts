/** What a customer sees: each function shows one step, and says what the customer did. */
import type { Charge, DialPrompt, OtpPrompt } from "xaalis";
import { el, heading, show } from "./dom.js";
import { OPERATORS, digitsOf, operatorOf, spaced } from "./operators.js";
import { type Language, TEXTS, type Texts, francs } from "./texts.js";

export interface Customer {
  readonly phone: string;
  readonly provider: string;
}

export interface Problem {
  readonly title: string;
  readonly text: string;
}

export class View {
  language: Language = "fr";
  /** Shows the same step again, in the other language. */
  #again: () => void = () => {};
  readonly #place: HTMLElement;

  constructor(place: HTMLElement) {
    this.#place = place;
  }

  speak(language: Language): void {
    this.language = language;
    document.documentElement.lang = language;
    document.title = this.texts.title;
    this.#again();
  }

  get texts(): Texts {
    return TEXTS[this.language];
  }

  /** Who pays, and by which operator. */
  form(amount: number, before: Partial<Customer>, problem: () => Problem | null): Promise<Customer> {
    return new Promise((resolve) => {
      let typed = before.phone ?? "";
      let chosen: string | undefined = before.provider;
      this.#show((t) => {
        const operator = el(
          "select",
          { id: "operator", required: true, change: () => (chosen = operator.value) },
          el("option", { value: "" }, "…"),
          ...OPERATORS.map(({ id, name }) => el("option", { value: id }, name)),
        );
        operator.value = chosen ?? operatorOf(typed) ?? "";
        const phone = el("input", {
          id: "phone",
          type: "tel",
          inputmode: "tel",
          autocomplete: "tel-national",
          required: true,
          "aria-describedby": "phone-help",
          autofocus: true,
          value: spaced(typed),
          input: () => {
            typed = phone.value;
            const found = operatorOf(typed);
            if (found !== null) chosen = found;
            operator.value = chosen ?? "";
            if (digitsOf(typed).length === 8) phone.value = spaced(typed);
          },
        });
        const send = (event: Event) => {
          event.preventDefault();
          resolve({ phone: phone.value, provider: operator.value });
        };
        return [
          heading(t.title),
          el("dl", { class: "basket" }, el("dt", {}, t.basket), el("dd", {}, francs(amount, this.language))),
          alert(problem()),
          el(
            "form",
            { submit: send },
            el("label", { for: "phone" }, t.phone),
            phone,
            el("p", { id: "phone-help", class: "help" }, t.phoneHelp),
            el("label", { for: "operator" }, t.operator),
            operator,
            el("button", { type: "submit" }, `${t.pay} ${francs(amount, this.language)}`),
          ),
        ];
      });
    });
  }

  /** The code, or `null` when the number was wrong. */
  code(prompt: OtpPrompt, canAbandon: boolean): Promise<string | null> {
    return new Promise((resolve) => {
      this.#show((t) => {
        const code = el("input", {
          id: "code",
          inputmode: "numeric",
          autocomplete: "one-time-code",
          required: true,
          autofocus: true,
          "aria-describedby": "code-help",
        });
        const send = (event: Event) => {
          event.preventDefault();
          resolve(code.value);
        };
        const problem = prompt.problem === null ? null : { title: "", text: t[prompt.problem] };
        return [
          heading(t.code),
          el("p", { class: "how" }, el("strong", {}, t.how), " ", el("span", { lang: "fr" }, prompt.text || t.noText)),
          alert(problem),
          el(
            "form",
            { submit: send },
            el("label", { for: "code" }, t.code),
            code,
            el("p", { id: "code-help", class: "help" }, t.codeHelp),
            el("button", { type: "submit" }, t.confirm),
          ),
          canAbandon ? el("button", { type: "button", class: "plain", click: () => resolve(null) }, t.wrongNumber) : null,
        ];
      });
    });
  }

  /** What to dial, as long as it is waited for. */
  dial(prompt: DialPrompt | null): void {
    this.#show((t) => [
      heading(prompt === null ? t.paying : t.dial),
      prompt === null ? null : el("p", { class: "how", lang: "fr" }, prompt.text),
      el("p", { class: "waiting", role: "status" }, el("span", { class: "spinner", "aria-hidden": "true" }), t.waiting),
    ]);
  }

  busy(): void {
    this.#show((t) => [heading(t.paying), el("p", { class: "waiting", role: "status" }, el("span", { class: "spinner", "aria-hidden": "true" }))]);
  }

  receipt(charge: Charge, phone: string): Promise<void> {
    const paidAt = new Date();
    return new Promise((resolve) => {
      this.#show((t) => [
        heading(t.thanks),
        el(
          "dl",
          { class: "receipt" },
          ...row(t.amount, francs(charge.amount ?? 0, this.language)),
          ...row(t.reference, charge.reference),
          ...row(t.number, spaced(phone)),
          ...row(t.date, paidAt.toLocaleString(this.language === "fr" ? "fr-FR" : "en-GB")),
        ),
        el("button", { type: "button", click: () => print() }, t.print),
        el("button", { type: "button", class: "plain", click: () => resolve() }, t.another),
      ]);
    });
  }

  /** An end without a receipt: what is told, and what can be done. */
  problem(problem: () => Problem, doing: (t: Texts) => string): Promise<void> {
    return new Promise((resolve) => {
      this.#show((t) => {
        const { title, text } = problem();
        return [
          heading(title),
          el("p", { role: "alert" }, text),
          el("button", { type: "button", click: () => resolve() }, doing(t)),
        ];
      });
    });
  }

  #show(made: (t: Texts) => (HTMLElement | null)[]): void {
    this.#again = () => show(this.#place, ...made(this.texts));
    this.#again();
  }
}

function alert(problem: Problem | null): HTMLElement | null {
  return problem === null ? null : el("p", { role: "alert" }, problem.text);
}

function row(name: string, value: string): HTMLElement[] {
  return [el("dt", {}, name), el("dd", {}, value)];
}
