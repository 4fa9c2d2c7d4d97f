// A page for the README's program: an address, and a shop whose relay takes one number and one code.
const VIEW = { order: "42", rev: "1.0", amount: 1_500, currency: "XOF" };
const SAID = {
  look: { ...VIEW, rev: "0.0", state: "ready", next_attempt: 1 },
  start: { ...VIEW, state: "asking", prompt: { kind: "otp", text: "Composez *144#" }, codes_left: 5, next_attempt: 2, after_ms: 10_000 },
  code: { ...VIEW, rev: "1.1", state: "done", outcome: { kind: "settled" } },
};

globalThis.location = { href: "https://shop.example/order/42" };
globalThis.fetch = async (url, { body } = {}) => {
  if (url === "/token") return new Response("token");
  if (url !== "https://shop.example/xaalis/pay") throw new Error(url);
  return Response.json(SAID[body ? JSON.parse(body).do : "look"]);
};
