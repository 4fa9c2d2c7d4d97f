/** Headless Chromium, with what this machine's needs. */
import { type Browser, chromium } from "playwright-core";

export function launch(): Promise<Browser> {
  const args = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
  ];
  return chromium.launch({ executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium", args });
}
