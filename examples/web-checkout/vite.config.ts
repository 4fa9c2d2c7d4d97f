import { type Plugin, defineConfig } from "vite";

/** What a page may do: run its own script, ask its own shop, and nothing from elsewhere. Vite's dev server needs more. */
const policy: Plugin = {
  name: "policy",
  apply: "build",
  transformIndexHtml: (_, { path }) => {
    const own = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'";
    // The playground has the vendors' servers and the relay in wasm, and asks nobody.
    const rest = path === "/index.html" ? "script-src 'self' 'wasm-unsafe-eval'" : "script-src 'self'; connect-src 'self'";
    return [{ tag: "meta", attrs: { "http-equiv": "Content-Security-Policy", content: `${own}; ${rest}` }, injectTo: "head-prepend" }];
  },
};

/** The shop's own server, where there is one: pages and shop are one origin to a browser. */
const SHOP = process.env["SHOP"];
const proxy = SHOP === undefined ? {} : Object.fromEntries(["/xaalis", "/orders", "/accounts"].map((path) => [path, { target: SHOP }]));

export default defineConfig({
  base: "./",
  plugins: [policy],
  build: { target: "es2022", rolldownOptions: { input: ["index.html", "shop.html"] } },
  // The package is linked, and lies outside of this folder.
  server: { fs: { allow: ["../.."] }, proxy },
  preview: { proxy },
});
