/** What workerd runs: a request for each call, as a shop's worker has it. */
import { Senfenico } from "xaalis";
import { Sandbox } from "xaalis/sandbox";
import { type Job, driven, smoke } from "./driven.js";

/** Made while the module is loaded, where no clock goes and nothing may be drawn. */
const early = new Senfenico({ apiKey: "sk_test_sandbox", transport: new Sandbox() });
const { clock } = new Sandbox({ realTime: true });

export default {
  async fetch(request: Request): Promise<Response> {
    const job = (await request.json()) as Job | null;
    if (job !== null) return Response.json(await driven(job));
    const charge = await early.collect("order-1", { amount: 1_000, phone: "76000000" }, { onPrompt: () => "123456" });
    const isRight = Math.abs(clock.now() - Date.now()) < 10_000;
    return Response.json({ module: await smoke(), [`early ${charge.status}`]: [], [`clock ${isRight}`]: [] });
  },
};
