/** The relay's server end, as the vectors ask it. */
import type { Relay } from "xaalis/relay";
import { Attack, World, handled } from "../relays.js";
import { type Given, type Json } from "./door.js";

/** Whose gate attacks are tried at: of the file's first line. */
let settings: Given;

/** A relay that tokens are read and made by. */
const PLAIN = {
  now_ms: 1_767_598_765_000,
  api_key: "sk_test_sandbox", // pragma: allowlist secret
  url: "https://shop.example/xaalis/pay",
  origins: ["https://shop.example"],
  operations: ["collect"],
  most_at_once: 1,
};

export async function relaySettings(given: Given): Promise<Json> {
  settings = given;
  await new World(given).mints();
  return "made";
}

/** What came of the requests: of each count that is wanted, the same. */
export async function relayAttack(input: Given, expect: Given): Promise<Json> {
  const attack = new Attack(settings, handled);
  await attack.plays({ input, expect });
  return Object.fromEntries(Object.keys(expect).map((name) => [name, attack.world.count(name) ?? null]));
}

export async function relayToken({ token, audience, now_ms, keys }: Given): Promise<Json> {
  const relay = new World({ ...PLAIN, url: audience, keys, now_ms }).relay();
  const answer = await asked(relay, ["Authorization", `Bearer ${token}`]);
  const said = JSON.parse(answer.body);
  if (answer.status === 401) return { refused: said.error.replace("token_", "") };
  const claims = claimsOf(token);
  // A genuine one may be for what no relay of JavaScript's carries out.
  const isRead = answer.status === 200 ? said.order === claims.sub && said.amount === claims.amt : said.error === "not_allowed" && claims.op !== "collect";
  return isRead ? { claims } : said;
}

export async function relayPin({ kid, secret, order, phone }: Given): Promise<Json> {
  const relay = new World({ ...PLAIN, keys: [{ kid, secret }] }).relay();
  return claimsOf(await relay.mint(order, { amount: 1_500, phone })).tel;
}

/** As Node hands a request over: with a header as it came, which `Headers` makes shorter. */
async function asked(relay: Relay, rawHeaders: string[]): Promise<{ status: number; body: string }> {
  const nothing = () => {};
  const request = { method: "GET", url: "/xaalis/pay", rawHeaders, body: new Uint8Array(), on: nothing, off: nothing, resume: nothing };
  let told = "";
  const response = { statusCode: 0, setHeader: nothing, end: (body = "") => void (told = body) };
  await relay.node(request, response);
  return { status: response.statusCode, body: told };
}

function claimsOf(token: string): Given {
  const claims = JSON.parse(atob((token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/")));
  // Said in one word.
  return claims.org === "app" ? { ...claims, org: ["app"] } : claims;
}
