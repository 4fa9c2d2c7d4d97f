// The tokens of jose and jsonwebtoken.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(`${process.cwd()}/`);
const { SignJWT } = await import(require.resolve("jose"));
const jsonwebtoken = require("jsonwebtoken");
const version = (name) =>
  JSON.parse(readFileSync(`${process.cwd()}/node_modules/${name}/package.json`)).version;
const { kid, secret, claims } = JSON.parse(readFileSync(new URL("claims.json", import.meta.url)));

const header = { alg: "HS256", typ: "xaalis-pay+jwt", kid };
const tokens = {
  jose: await new SignJWT(claims).setProtectedHeader(header).sign(new TextEncoder().encode(secret)),
  jsonwebtoken: jsonwebtoken.sign(claims, secret, { algorithm: "HS256", header }),
};
for (const [name, token] of Object.entries(tokens)) {
  console.log(JSON.stringify({ library: `${name} ${version(name)}`, token }));
}
