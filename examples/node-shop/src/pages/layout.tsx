import { raw } from "hono/html";
import type { Child, FC } from "hono/jsx";
import { LANGUAGES, type Language, type Say, francs, sayIn } from "../texts.js";

/** What every page needs to know. */
export interface View {
  readonly language: Language;
  readonly say: Say;
  /** Of the page itself: where the other language is one link away. */
  readonly path: string;
}

export function viewOf(language: Language, path: string): View {
  return { language, say: sayIn(language), path };
}

const NAMES: Record<Language, string> = { fr: "Français", en: "English" };

/** `state`: how the payment stands; the page is looked at again until it is another. */
export const Page: FC<{ view: View; title: string; state?: string | undefined; children: Child }> = ({ view, title, state, children }) => (
  <>
    {raw("<!DOCTYPE html>")}
    <html lang={view.language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} – Sira`}</title>
        <link rel="stylesheet" href="/style.css" />
        <link rel="icon" href="data:," />
        {state !== undefined && <script src="/look.js" defer />}
        {state !== undefined && (
          <noscript>
            <meta http-equiv="refresh" content="8" />
          </noscript>
        )}
      </head>
      <body>
        <a class="skip" href="#main">{view.say("skip")}</a>
        <header>
          <a class="brand" href="/">Sira</a>
          <nav aria-label={view.say("pages")}>
            <a href="/">{view.say("shop")}</a>
            <a href="/bills">{view.say("bills")}</a>
          </nav>
          <nav class="languages" aria-label={view.say("language")}>
            {LANGUAGES.map((code) => (
              <a href={`${view.path}?lang=${code}`} lang={code} aria-current={code === view.language ? "true" : undefined}>{NAMES[code]}</a>
            ))}
          </nav>
        </header>
        <main id="main" tabindex={-1} data-state={state}>
          <h1>{title}</h1>
          {children}
        </main>
      </body>
    </html>
  </>
);

export interface Wrong {
  readonly field: string;
  readonly text: string;
}

/** A labelled field. `wrong`: what is said of it; then it has the focus. */
export const Field: FC<{ name: string; label: string; help?: string; wrong?: Wrong | undefined; [attribute: string]: unknown }> = ({
  name,
  label,
  help,
  wrong,
  ...input
}) => {
  const isWrong = wrong?.field === name;
  const about = [help !== undefined && `${name}-help`, isWrong && `${name}-wrong`].filter(Boolean).join(" ");
  return (
    <div>
      <label for={name}>{label}</label>
      {help !== undefined && <p class="help" id={`${name}-help`}>{help}</p>}
      {isWrong && <p class="wrong" id={`${name}-wrong`} role="alert">{wrong.text}</p>}
      <input id={name} name={name} aria-describedby={about || undefined} aria-invalid={isWrong ? "true" : undefined} autofocus={isWrong} {...input} />
    </div>
  );
};

export const Choice: FC<{ name: string; label: string; options: readonly (readonly [string, string])[]; chosen?: string | undefined }> = ({
  name,
  label,
  options,
  chosen,
}) => (
  <div>
    <label for={name}>{label}</label>
    <select id={name} name={name}>
      {options.map(([value, text]) => <option value={value} selected={value === chosen}>{text}</option>)}
    </select>
  </div>
);

/** What was asked for, and its price. */
export const Facts: FC<{ facts: readonly (readonly [string, string])[] }> = ({ facts }) => (
  <dl>
    {facts.map(([name, value]) => <div><dt>{name}</dt><dd>{value}</dd></div>)}
  </dl>
);

export const Amount: FC<{ view: View; amount: number }> = ({ view, amount }) => <>{francs(amount, view.language)}</>;
