/** Pages that pay without the shop's key: the relay, for all processes of the shop. */
import type { Senfenico } from "xaalis";
import { Relay } from "xaalis/relay";
import type { Config } from "./config.js";
import type { Storage } from "./storage.js";

/** Where it is reached. */
export const RELAY_PATH = "/xaalis/pay";

/** `null` where no secret is set for it. */
export function relayOf({ publicUrl, relayKey }: Config, { tally }: Storage, senfenico: Senfenico): Relay | null {
  if (relayKey === null) return null;
  return new Relay(senfenico, { url: publicUrl + RELAY_PATH, keys: { k1: relayKey }, origins: [new URL(publicUrl).origin], tally });
}
