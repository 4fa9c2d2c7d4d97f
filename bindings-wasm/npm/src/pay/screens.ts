/** What the element shows, for each way that an order may stand. Text is text: nothing that a vendor says becomes markup. */
import type { End } from "../pay.js";
import type * as Bills from "./bills.js";
import type { Problem } from "./machine.js";
import { type Language, type Say, type Text, codeText, francs, problemText, saying } from "./texts.js";
import type { AskingView, OtpPrompt, View } from "./view.js";

/** What is known, and what the person is doing. */
export interface Model {
  readonly language: Language;
  /** The token is for a payment page, or a bill: no number is asked for. */
  readonly page: boolean;
  /** Of bills and top-ups alone: their screens, once there is a token; whether it is for a top-up; the bill that was chosen. */
  readonly bills: typeof Bills | undefined;
  readonly topUp: boolean;
  readonly chosen: string | undefined;
  readonly now: { readonly kind: "load" } | { readonly kind: "show"; readonly view: View; readonly problem: Problem | undefined } | End;
  /** What the person did is under way. */
  readonly busy: boolean;
  readonly slow: boolean;
  /** Another number is given while a code is asked for. */
  readonly again: boolean;
  /** What was typed cannot be right: it was not sent. */
  readonly local: Problem | undefined;
}

/** What a person can do. */
export interface Hands {
  start(phone?: string, provider?: string): void;
  choose(bill: string): void;
  pays(bill: string): void;
  code(code: string): void;
  again(on: boolean): void;
  look(): void;
  restart(): void;
}

/** What screens are made with. */
export interface Tools {
  readonly say: Say;
  readonly model: Model;
  readonly hands: Hands;
  readonly el: typeof el;
  readonly made: typeof made;
  readonly quiet: typeof quiet;
  readonly mistake: typeof mistake;
  readonly sent: typeof sent;
  readonly told: (problem: Problem) => string;
  readonly button: (text: string) => HTMLElement;
  readonly total: (view: View, label: Text) => Node;
  readonly price: (amount: number) => string;
}

export interface Screen {
  readonly title: string;
  readonly body: readonly (Node | string)[];
  /** For who does not see it change. */
  readonly said: string;
}

export function screen(model: Model, hands: Hands): Screen {
  const say = saying(model.language, model.bills?.TEXTS);
  const shown = stands(model, hands, say);
  if (!model.busy) return shown;
  const said = say(model.slow ? "slow" : "moment");
  return { ...shown, said, body: model.slow ? [...shown.body, el("p", {}, said)] : shown.body };
}

/** Which fields a person fills in: it stays the same while they do. */
export function form({ now, again, page }: Model): "payer" | "code" | undefined {
  if (now.kind === "load" || now.kind === "refused") return undefined;
  const { view } = now;
  if (view.state === "asking" && !again && view.codesLeft !== 0 && view.prompt.kind === "otp") return "code";
  return view.nextAttempt !== undefined && !page ? "payer" : undefined;
}

function stands(model: Model, hands: Hands, say: Say): Screen {
  const { now } = model;
  if (now.kind === "load") return made(say(model.page ? "page" : "title"), [waits(say, model)], say(model.slow ? "slow" : "moment"));
  if (now.kind === "refused") return refused(now.word, say, hands);
  const { view } = now;
  const problem = model.local ?? now.problem;
  switch (view.state) {
    case "ready": {
      const title = model.bills?.title(model) ?? (model.page ? "page" : "title");
      return made(say(title), begins(view, problem, say, model, hands));
    }
    case "asking": {
      const { prompt } = view;
      if (prompt.kind === "otp") return asking(view, prompt, problem, say, model, hands);
      const choice = prompt.kind === "bill" && model.bills?.choice(view, prompt.bills, problem, tools(view, say, model, hands));
      return choice || waiting(view, problem, say, model);
    }
    case "done":
      return done(view, problem, say, model, hands);
    default:
      return waiting(view, problem, say, model);
  }
}

function asking(view: AskingView, prompt: OtpPrompt, problem: Problem | undefined, say: Say, model: Model, hands: Hands): Screen {
  const title = say("codeTitle");
  const mayChange = view.nextAttempt !== undefined;
  if (view.codesLeft === 0) {
    const again = mayChange ? [payer(view, problem, say, model, hands)] : [];
    return made(say("title"), [total(view, say, model), el("p", {}, say("codes_spent")), ...again], say("codes_spent"));
  }
  if (model.again && mayChange) {
    const back = quiet(say("back"), () => hands.again(false));
    return made(say("title"), [total(view, say, model), el("p", {}, say("givesUp")), payer(view, problem, say, model, hands), back]);
  }
  const { text, problem: wrong } = prompt;
  // What the person did last tells more than what was wrong before it.
  const error = problem ? told(problem, say) : wrong && say(codeText(wrong));
  const left = view.codesLeft !== undefined && view.codesLeft <= 3 && el("p", { id: "left", class: "help" }, say("left", view.codesLeft));
  const code = field("code", say("code"), say("codeHelp"), error, {
    autocomplete: "one-time-code", inputmode: "numeric", maxlength: "20",
  }, !problem || problem.word === "invalid");
  const typed = el("form", { novalidate: "", submit: sent(() => hands.code(code.input.value)) },
    ...code.parts, left, button(say("confirm"), say, model));
  const change = mayChange && quiet(say("wrongNumber"), () => hands.again(true));
  return made(title, [total(view, say, model), ...instruction(text, say("prompt otp"), say), typed, change], error);
}

function waiting(view: View, problem: Problem | undefined, say: Say, model: Model): Screen {
  const prompt = view.state === "waiting" ? view.prompt : undefined;
  const error = problem && told(problem, say);
  const wrong = mistake(error);
  const bar = el("div", { class: "bar" });
  const patience = el("p", {}, say("wait"));
  if (prompt?.kind === "dial") {
    return made(say("dialTitle"), [total(view, say, model), ...instruction(prompt.text, say("prompt dial"), say), wrong, patience, bar], error);
  }
  if (prompt?.kind === "redirect" && prompt.url !== undefined) {
    const link = el("a", { class: "button", href: prompt.url, target: "_top", rel: "noreferrer" }, say("open"));
    return made(say("pageTitle"), [total(view, say, model), el("p", {}, say("prompt redirect")), wrong, link], error);
  }
  return made(say("waitTitle"), [total(view, say, model), wrong, patience, bar], error ?? say("wait"));
}

function done(view: View, problem: Problem | undefined, say: Say, model: Model, hands: Hands): Screen {
  if (view.state !== "done") return waiting(view, problem, say, model);
  const { outcome } = view;
  if (outcome.kind === "settled") {
    const receipt = el("dl", {},
      el("dt", {}, say("paid")), el("dd", {}, francs(view.amount, view.currency, model.language)),
      el("dt", {}, say("order")), el("dd", {}, view.order));
    return model.bills?.bought(outcome.token, receipt, tools(view, say, model, hands))
      ?? made(say("paidTitle"), [el("p", {}, say("thanks")), receipt], say("thanks"));
  }
  if (outcome.kind !== "rejected" && outcome.kind !== "not_sent") {
    const look = button(say("look"), say, model, { type: "button", class: "plain", click: hands.look });
    return made(say("unknownTitle"), [total(view, say, model), el("p", {}, say("unknown")), look], say("unknown"));
  }
  const text = (model.language === "fr" ? outcome.textFr : outcome.text) ?? say(outcome.kind === "not_sent" ? "not_sent" : "error");
  const again = view.nextAttempt === undefined ? [] : begins(view, problem, say, model, hands);
  return made(say("noTitle"), [el("p", {}, text), ...again], text);
}

function refused(word: string, say: Say, hands: Hands): Screen {
  if (word !== "token_expired") return made(say("stoppedTitle"), [el("p", {}, say("record"))], say("record"));
  const again = el("button", { id: "go", type: "button", click: hands.restart }, say("goOn"));
  return made(say("oldTitle"), [el("p", {}, say("old")), again], say("old"));
}

/** How an attempt begins, whatever is paid. */
function begins(view: View, problem: Problem | undefined, say: Say, model: Model, hands: Hands): Node[] {
  return model.bills?.begins(view, problem, tools(view, say, model, hands))
    ?? [total(view, say, model), payer(view, problem, say, model, hands)];
}

function tools(view: View, say: Say, model: Model, hands: Hands): Tools {
  return {
    say, model, hands, el, made, quiet, mistake, sent,
    told: (problem) => told(problem, say),
    button: (text) => button(text, say, model),
    total: (view, label) => total(view, say, model, label),
    price: (amount) => francs(amount, view.currency, model.language),
  };
}

/** Who pays: the number, and the operator where it does not tell. On a payment page they are asked there. */
function payer(view: View, problem: Problem | undefined, say: Say, model: Model, hands: Hands): Node {
  const error = problem && told(problem, say);
  const pay = button(say("pay", francs(view.amount, view.currency, model.language)), say, model);
  if (model.page) {
    return el("form", { novalidate: "", submit: sent(() => hands.start()) }, mistake(error), pay);
  }
  const phone = field("phone", say("phone"), say("phoneHelp"), error, {
    type: "tel", autocomplete: "tel-national", inputmode: "tel", maxlength: "30",
  }, problem?.word === "invalid" && problem.field !== "provider");
  const operator = el("select", { id: "provider" },
    ...OPERATORS.map(([value, name]) => el("option", { value }, name ?? say("byNumber"))));
  if (problem?.field === "provider") {
    operator.setAttribute("aria-invalid", "true");
    operator.setAttribute("aria-describedby", "error");
  }
  return el("form", { novalidate: "", submit: sent(() => hands.start(phone.input.value, operator.value || undefined)) },
    ...phone.parts, el("label", { for: "provider" }, say("operator")), operator, pay);
}

const OPERATORS: readonly (readonly [string, string?])[] = [
  [""], ["orange_bf", "Orange Money"], ["moov_bf", "Moov Money"], ["coris_bf", "Coris Money"], ["sank_bf", "Sank Money"],
];

/** The vendor's words, in French, and what they say to dial as a link. */
function instruction(text: string, otherwise: string, say: Say): Node[] {
  const codes = [...new Set(text.match(/[*#][\d*]*\d#/g))];
  return [
    text === "" ? el("p", {}, otherwise) : el("p", { lang: "fr" }, text),
    ...codes.map((code) => el("a", { class: "button plain", href: `tel:${encodeURIComponent(code)}` }, say("dial", code))),
  ];
}

/** A field with its label, its help and what is wrong with it, which are read out with it. `wrong`: with this very field. */
function field(
  name: string, label: string, help: string, error: string | undefined, attributes: Attributes, wrong: boolean,
): { input: HTMLInputElement; parts: Child[] } {
  const input = el("input", {
    id: name, ...attributes, "aria-required": "true", "aria-describedby": error ? "error help" : "help", ...(error && wrong && { "aria-invalid": "true" }),
  });
  return { input, parts: [el("label", { for: name }, label), el("p", { id: "help", class: "help" }, help), input, mistake(error)] };
}

function total(view: View, say: Say, { language }: Model, label: Text = "amount"): Node {
  return el("p", {}, `${say(label)}${language === "fr" ? " :" : ":"} `, el("span", { class: "total" }, francs(view.amount, view.currency, language)));
}

function waits(say: Say, { slow }: Model): Node {
  return el("div", {}, el("p", {}, say(slow ? "slow" : "moment")), el("div", { class: "bar" }));
}

/** Not `disabled`: who is on it would lose their place. */
function button(text: string, say: Say, { busy }: Model, attributes: Attributes = {}): HTMLElement {
  return el("button", { id: "go", ...attributes, ...(busy && { "aria-disabled": "true" }) }, busy ? say("moment") : text);
}

function quiet(text: string, click: () => void, kind = "quiet"): Node {
  return el("button", { id: "change", type: "button", class: kind, click }, text);
}

/** What is wrong, read out where somebody is brought to it. */
function mistake(error: string | undefined): Child {
  return error && el("p", { id: "error", class: "error" }, error);
}

function told({ word, field }: Problem, say: Say): string {
  return say(problemText(word, field));
}

function made(title: string, body: readonly Child[], said = ""): Screen {
  return { title, body: there(body), said };
}

function there(children: readonly Child[]): (Node | string)[] {
  return children.filter((child) => !!child) as (Node | string)[];
}

function sent(work: () => void): (event: Event) => void {
  return (event) => {
    event.preventDefault();
    work();
  };
}

type Attributes = Record<string, string | ((event: Event) => void)>;
/** What is nothing is left out. */
type Child = Node | string | null | undefined | false;

/** An element with its attributes and what it hears. */
export function el<K extends keyof HTMLElementTagNameMap>(name: K, attributes: Attributes, ...children: Child[]): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(key, value);
    else made.setAttribute(key, value);
  }
  made.append(...there(children));
  return made;
}
