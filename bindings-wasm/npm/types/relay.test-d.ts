// A shop's relay, as it is made, and as frameworks take it.
import { expectTypeOf } from "expect-type";
import { Dexchange, Senfenico } from "xaalis";
import { D1Tally } from "xaalis/d1";
import { type Pool, PostgresTally } from "xaalis/postgres";
import { type Codes, MemoryTally, Relay, type RelayOptions, type Tally } from "xaalis/relay";

declare const pool: Pool;
declare const database: ConstructorParameters<typeof D1Tally>[0];
declare const maybe: number | undefined;

const senfenico = new Senfenico({ apiKey: "sk_test_sandbox" });
const options: RelayOptions = { url: "https://shop.example/xaalis/pay", keys: { k1: "secret" }, origins: ["https://shop.example"] };
const relay = new Relay(senfenico, { ...options, tally: new PostgresTally(pool), atOnce: maybe });
new Relay(senfenico, { ...options, keys: new Map([["k1", "secret"]]), checkout: ["https://shop.example/paid", "https://shop.example/cart"] });
const codes: Codes = { keep() {}, recall: () => undefined };
const bills = new Relay(new Dexchange({ apiKey: "k" }), {
  ...options, bills: true, callbacks: { base: "https://shop.example/dexchange", secrets: ["secret"] }, codes,
});
void bills.mint("42", { amount: 200_000, service: "SENELEC_SN_BILL", customer: "210278816" });
// @ts-expect-error both of its methods
new Relay(new Dexchange({ apiKey: "k" }), { ...options, bills: true, codes: { keep() {} } });
// @ts-expect-error two addresses
new Relay(senfenico, { ...options, checkout: ["https://shop.example/paid"] });

expectTypeOf(relay.handle).toEqualTypeOf<(request: Request) => Promise<Response>>();
expectTypeOf(relay.mint("42", { amount: 1_500 })).toEqualTypeOf<Promise<string>>();
void relay.mint(42, { amount: 1_500, seconds: maybe, origins: ["app"], phone: "76 00 00 00", operation: "checkout" });
void relay.mint(42n, { amount: 1_500 });
// @ts-expect-error an amount is needed
void relay.mint("42", {});

const tallies: Tally[] = [new MemoryTally(), new PostgresTally(pool, { table: "payments.tally" }), new D1Tally(database)];
void tallies;
