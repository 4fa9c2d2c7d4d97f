/** `npm start`: the shop, its worker, and the sandbox where there are no keys. */
import { serve } from "@hono/node-server";
import { appOf } from "./app.js";
import { type Config, configOf } from "./config.js";
import { Payments } from "./payments.js";
import { type SandboxServer, startSandbox } from "./sandbox.js";
import { openStorage } from "./storage.js";

try {
  await start(configOf());
} catch (error) {
  console.error(`the shop does not start: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}

async function start(config: Config): Promise<void> {
  const storage = await openStorage();
  if (config.sandboxUrl === null && storage.forgets) {
    throw new Error("real payments need a journal that keeps them: set DATABASE_URL");
  }
  const sandbox = config.sandboxUrl === null ? null : await sandboxOf(config, config.sandboxUrl);
  const payments = new Payments(config, storage);
  const server = serve({ fetch: appOf(config, storage, payments).fetch, port: config.port, hostname: "127.0.0.1" }, () => {
    console.log(`journal and orders: ${storage.name}`);
    console.log(config.sandboxUrl === null ? "the vendors' own servers" : `sandbox: ${config.sandboxUrl}, code 123456`);
    console.log(`shop: ${config.publicUrl}`);
  });
  // Where the port is taken, too.
  server.on("error", (error) => {
    console.error(`the shop does not start: ${error.message}`);
    process.exit(1);
  });

  let looking = Promise.resolve();
  const look = async () => {
    await payments.lookAgain().catch((error) => console.error(error));
    timer = setTimeout(() => (looking = look()), config.lookEveryMs);
  };
  let timer = setTimeout(() => (looking = look()));

  const stop = async () => {
    server.close();
    await looking;
    clearTimeout(timer);
    await sandbox?.close();
    await storage.close();
    process.exit();
  };
  process.once("SIGINT", () => void stop());
  process.once("SIGTERM", () => void stop());
}

/** One that runs already is taken: it outlives this shop, and other processes pay there as well. */
async function sandboxOf({ publicUrl, senfenico }: Config, url: string): Promise<SandboxServer | null> {
  try {
    return await startSandbox({ port: Number(new URL(url).port), shopUrl: publicUrl, webhookKey: senfenico.webhookKey });
  } catch (error) {
    if (Object(error).code !== "EADDRINUSE") throw error;
    return null;
  }
}
