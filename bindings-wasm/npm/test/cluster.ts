/** A throwaway PostgreSQL of Debian's package: a socket in a folder of its own, no network. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chownSync, closeSync, existsSync, mkdtempSync, openSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";

export class Cluster {
  readonly config: { readonly host: string; readonly user: string; readonly database: string };
  readonly #folder: string;
  readonly #server: ChildProcess;

  private constructor(folder: string, server: ChildProcess) {
    this.#folder = folder;
    this.#server = server;
    this.config = { host: folder, user: "xaalis", database: "postgres" };
  }

  /** Runs as an unprivileged user; ended by its pid. */
  static async start(): Promise<Cluster> {
    const folder = mkdtempSync("/tmp/xaalis-js-pg-");
    const asUser = process.getuid?.() === 0 ? { uid: id("-u"), gid: id("-g") } : {};
    if (asUser.uid !== undefined && asUser.gid !== undefined) chownSync(folder, asUser.uid, asUser.gid);
    const data = join(folder, "data");
    const options = ["-D", data, "-U", "xaalis", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"];
    execFileSync(program("initdb"), options, { ...asUser, cwd: "/tmp", stdio: ["ignore", "ignore", "pipe"] });
    const settings = ["-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=50"];
    const log = openSync(join(folder, "log"), "w");
    const server = spawn(program("postgres"), ["-D", data, "-k", folder, ...settings], { ...asUser, cwd: "/tmp", stdio: ["ignore", log, log] });
    closeSync(log);
    const cluster = new Cluster(folder, server);
    await cluster.#isUp();
    return cluster;
  }

  async stop(): Promise<void> {
    const gone = new Promise((resolve) => this.#server.once("exit", resolve));
    this.#server.kill("SIGQUIT");
    await gone;
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #isUp(): Promise<void> {
    for (let tries = 0; tries < 300; tries += 1) {
      const client = new pg.Client(this.config);
      try {
        await client.connect();
        return await client.end();
      } catch {
        if (this.#server.exitCode !== null) break;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
    throw new Error(readFileSync(join(this.#folder, "log"), "utf8"));
  }
}

function id(option: string): number {
  return Number(execFileSync("id", [option, "postgres"]).toString());
}

function program(name: string): string {
  const versions = existsSync("/usr/lib/postgresql") ? readdirSync("/usr/lib/postgresql").sort() : [];
  const newest = versions.at(-1);
  if (newest === undefined) throw new Error("PostgreSQL is not installed: apt-get install postgresql");
  return `/usr/lib/postgresql/${newest}/bin/${name}`;
}
