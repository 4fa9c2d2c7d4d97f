// The page that every bundler is given: it pays at the sandbox, and says what came of it.
import { InvalidInput, Senfenico } from "xaalis";
import { Sandbox } from "xaalis/sandbox";

const senfenico = new Senfenico({ apiKey: "sk_test_sandbox", dangerouslyAllowBrowser: true, transport: new Sandbox() });
const { status } = await senfenico.collect("order-1", { amount: 1_000, phone: "76 00 00 00" }, { onPrompt: () => "123456" });
const wrong = await senfenico.collect("order-2", { amount: -5, phone: "76000000" }).catch((error) => error);
document.title = `${status}, ${wrong instanceof InvalidInput}`;
