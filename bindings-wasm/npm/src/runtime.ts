/** Where this runs, as far as it changes what may be done. */

interface Surroundings {
  readonly window?: { readonly document?: unknown };
  readonly importScripts?: unknown;
  readonly navigator?: { readonly userAgent?: string };
}

const here: Surroundings = globalThis as Surroundings;

/** A page, or a worker of one: whoever looks at it has all that is in it. */
export function isBrowser(): boolean {
  return here.window?.document !== undefined || (typeof here.importScripts === "function" && !isServer());
}

/** Servers whose workers look like those of a page. */
function isServer(): boolean {
  return /^(Cloudflare-Workers|Deno|Bun|Node)/.test(here.navigator?.userAgent ?? "");
}
