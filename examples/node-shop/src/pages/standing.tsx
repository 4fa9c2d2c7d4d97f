import type { FC } from "hono/jsx";
import type { Order } from "../orders.js";
import type { Standing } from "../payments.js";
import { Field, type View, type Wrong } from "./layout.js";

/** How often a page in this state is worth another look. */
export function changesByItself({ at }: Standing): string | undefined {
  return at === "dial" || at === "page" || at === "wait" || at === "unknown" ? at : undefined;
}

/** What became of a payment, or what it waits for: the same words for orders and bills. */
export const Stands: FC<{ view: View; order: Order; standing: Standing; wrong?: Wrong | undefined }> = ({ view, order, standing, wrong }) => {
  const { say } = view;
  switch (standing.at) {
    case "new":
      return standing.refused === null ? null : (
        <Notice kind="no" heading={say("refusedHeading")} text={view.language === "en" ? standing.refused.buyerText : standing.refused.buyerTextFr} />
      );
    case "code":
      return (
        <>
          <h2>{say("codeHeading")}</h2>
          <Instruction view={view} text={standing.text} lost={say("codeLost")} />
          <form method="post" action={`/orders/${order.id}/code`}>
            <Field name="code" label={say("code")} wrong={wrong} inputmode="numeric" autocomplete="one-time-code" required maxlength={12} />
            <button class="button">{say("confirm")}</button>
          </form>
          <p>{say("nothingYet")}</p>
          {standing.mayGiveUp && (
            <form class="bare" method="post" action={`/orders/${order.id}/give-up`}>
              <button class="link">{say("wrongNumber")}</button>
            </form>
          )}
        </>
      );
    case "dial":
      return (
        <>
          <h2>{say("dialHeading")}</h2>
          <Instruction view={view} text={standing.text} lost={say("dialLost")} />
          <p role="status">{say("changes")}</p>
        </>
      );
    case "page":
      return (
        <>
          <h2>{say("pageHeading")}</h2>
          <p>{say("onPageHelp")}</p>
          <p><a class="button" href={standing.url} rel="noreferrer">{say("openPage")}</a></p>
          <p role="status">{say("changes")}</p>
        </>
      );
    case "wait":
      return <Notice kind="wait" heading={say("waitHeading")} text={say("wait")} />;
    case "relay":
      return null;
    case "unknown":
      return <Notice kind="wait" heading={say("unknownHeading")} text={unknownText(view, standing)} />;
    case "paid":
      return (
        <>
          <Notice kind="paid" heading={say("paidHeading")} text={say(paidText(order))} />
          {order.token !== null && (
            <>
              <h2>{say("tokenHeading")}</h2>
              {order.token.split(/\s+/).map((code) => <p class="token">{code.replaceAll(/(.{4})(?=.)/g, "$1 ")}</p>)}
            </>
          )}
        </>
      );
  }
};

const Notice: FC<{ kind: string; heading: string; text: string }> = ({ kind, heading, text }) => (
  <div class={`notice ${kind}`} role={kind === "no" ? "alert" : "status"}>
    <h2>{heading}</h2>
    <p>{text}</p>
  </div>
);

/** The operator's own words, in French, and what there is to dial as a link. */
const Instruction: FC<{ view: View; text: string; lost: string }> = ({ view, text, lost }) => {
  if (text === "") return <p class="say">{lost}</p>;
  const [dial] = /[*#][\d*#]+#/.exec(text) ?? [];
  return (
    <div class="say">
      <p lang="fr">{text}</p>
      {dial !== undefined && <p><a class="button second" href={`tel:${encodeURIComponent(dial)}`}>{`${view.say("dial")} ${dial}`}</a></p>}
    </div>
  );
};

function paidText({ kind, token }: Order): "thanks" | "billPaid" | "toppedUp" {
  if (kind === "goods") return "thanks";
  return token === null ? "billPaid" : "toppedUp";
}

function unknownText({ say, language }: View, { told }: Extract<Standing, { at: "unknown" }>): string {
  if (told === null) return say("unknown");
  return language === "en" ? told.buyerText : told.buyerTextFr;
}
