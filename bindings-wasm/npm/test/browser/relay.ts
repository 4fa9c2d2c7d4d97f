/** A relay that says what a test wants, with the views of `tests/vectors/relay-client.json`; and the page that asks it. */
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type IncomingMessage, type Server, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Given } from "../vectors/door.js";

const VECTORS = new URL("../../../../tests/vectors/relay-client.json", import.meta.url);
const DIST = new URL("../../dist/pay/", import.meta.url);

/** An answer, one that breaks off, or none at all. */
export type Answer = { readonly status?: number; readonly body: object } | "lost" | "never";
/** What is said to a request: to its body, or to a look. */
export type Relay = (said: Given, token: string) => Answer;

/** The vectors' views by state, of those that ended by kind, and a choice of bills. */
export const VIEWS: Record<string, Given> = {};
for (const { input } of JSON.parse(readFileSync(VECTORS, "utf8")).groups[0].tests) {
  for (const { body } of input.lines) {
    if (typeof body !== "object" || body === null || !("state" in body)) continue;
    VIEWS[body.prompt?.kind === "bill" ? "choice" : (body.outcome?.kind ?? body.state)] ??= body;
  }
}

/** Nothing but the page's own scripts, and no style that stands in the page. */
const POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export class Shop {
  /** What the relay says. */
  relay: Relay = () => ({ body: VIEWS["ready"] });
  /** The page's own script. */
  script = "";
  /** What its tokens say of themselves. */
  claims: object | undefined;
  page = '<xaalis-pay src="/xaalis/pay"></xaalis-pay>';
  /** What was asked: `null` for a look. */
  readonly asked: Given[] = [];
  readonly tokens: string[] = [];
  tokensMinted = 0;
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  static async open(): Promise<Shop> {
    const shop = new Shop();
    shop.#server.listen(0, "127.0.0.1");
    await once(shop.#server, "listening");
    return shop;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? "/";
    if (path === "/xaalis/pay") return this.#relayed(request, response);
    if (path === "/token") {
      const token = `token${(this.tokensMinted += 1)}`;
      const claims = this.claims && Buffer.from(JSON.stringify(this.claims)).toString("base64url");
      return void response.end(claims === undefined ? token : `${token}.${claims}.signed`);
    }
    const script = /^\/(pay|element|bills)\.js$/.exec(path);
    if (script) return void response.setHeader("content-type", "text/javascript").end(readFileSync(new URL(`${script[1]}.js`, DIST)));
    if (path === "/shop.js") return void response.setHeader("content-type", "text/javascript").end(this.script);
    response.setHeader("content-type", "text/html; charset=utf-8").setHeader("content-security-policy", POLICY);
    response.end(
      `<!doctype html><html lang="fr"><meta name="viewport" content="width=device-width"><title>Shop</title>` +
        `<link rel="icon" href="data:,"><main><h1>Shop</h1>${this.page}</main><script type="module" src="/shop.js"></script></html>`,
    );
  }

  async #relayed(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = "";
    for await (const part of request) text += part;
    const said = text === "" ? null : JSON.parse(text);
    const token = String(request.headers.authorization).replace("Bearer ", "");
    this.asked.push(said);
    this.tokens.push(token);
    const answer = this.relay(said, token);
    if (answer === "never") return;
    if (answer === "lost") {
      // It breaks off: what Chromium has heard nothing of, it would send once more by itself.
      response.writeHead(200, { "content-length": "1000" });
      return void response.write("{", () => request.socket.destroy());
    }
    response.writeHead(answer.status ?? 200, { "content-type": "application/json", "cache-control": "no-store" });
    response.end(JSON.stringify(answer.body));
  }
}
