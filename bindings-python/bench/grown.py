"""A shop's list of charges after years: a lost charge is found in it, and it is gone through. Memory and time.

python grown.py --server PATH-OF-xaalis-sandbox-server --out ROWS.json [--quick]
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

SIZES = [25_000, 50_000, 100_000, 200_000]
#: So long after the lost answer a charge in the list is believed (core's `policy::QUIET`), and a little.
QUIET = 124
#: What an SDK may take of a worker's memory while it looks for one charge.
MOST_MIB = 32
#: Twice the list takes twice the time; what else the machine does may cost this much more.
LINEAR = 1.5
KEY = "sk_test_grown"


class Server:
    """The sandbox behind a socket, with so many charges of earlier days."""

    def __init__(self, program, folder, size):
        options = folder / f"{size}.json"
        options.write_text(json.dumps({"seed": 7, "earlier_charges": size}))
        self.journal = folder / f"{size}.db"
        # The first request is carried out, and its answer lost.
        arguments = [program, "--port", "0", "--options", options, "--fault", "drop-after@1"]
        self.process = subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().split()[-1]

    def ask(self, task):
        """In a process of its own, so that its memory is that of nothing else."""
        command = [sys.executable, __file__, "--task", task, "--url", self.url, "--journal", self.journal]
        out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        return json.loads(out)

    def stop(self):
        self.process.terminate()
        self.process.wait()


def client(url, journal):
    import xaalis

    return xaalis.Senfenico(KEY, base_url=url, journal=xaalis.SqliteJournal(journal))


def lose(shop):
    """A charge is made, and its answer lost."""
    from xaalis import types

    payment = shop.begin("lost", types.CollectOrder(types.NewCharge(amount=1_000, phone="76999999")))
    step = payment.advance()
    assert step.why == "reconciling", step
    return {}


def find(shop):
    """Until the payer can be asked for the code again."""
    payment = shop.resume("lost")
    step = payment.advance(wait=30)
    assert type(step).__name__ == "OtpPrompt", step
    return {"items": 1}


def go_through(shop):
    count = sum(1 for charge in shop.charges.iter() if charge.status)
    return {"items": count}


async def go_through_async(url, journal):
    import xaalis

    shop = xaalis.AsyncSenfenico(KEY, base_url=url, journal=xaalis.SqliteJournal(journal))
    count = 0
    async for charge in shop.charges.iter():
        count += bool(charge.status)
    return {"items": count}


def status(name):
    for line in pathlib.Path("/proc/self/status").read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1]) / 1024
    raise LookupError(name)


def child(task, url, journal):
    shop = client(url, journal)
    # A fetch, so that what the first request alone costs is not counted.
    if task != "lose":
        shop.balances.fetch()
        if task == "go_through_async":
            import asyncio
    pathlib.Path("/proc/self/clear_refs").write_text("5")
    before, begun = status("VmRSS"), time.perf_counter()
    if task == "go_through_async":
        told = asyncio.run(go_through_async(url, journal))
    else:
        told = {"lose": lose, "find": find, "go_through": go_through}[task](shop)
    seconds = time.perf_counter() - begun
    print(json.dumps({**told, "seconds": seconds, "mib": status("VmHWM") - before}))


def measure(program, sizes, rounds):
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        servers = {size: Server(program, pathlib.Path(folder), size) for size in sizes}
        try:
            for server in servers.values():
                server.ask("lose")
            print(f"waiting {QUIET} s for the quiet time to pass", flush=True)
            time.sleep(QUIET)
            for task, what in (
                ("find", "a lost charge found"),
                ("go_through", "gone through"),
                ("go_through_async", "gone through, asyncio"),
            ):
                took = {}
                for size, server in servers.items():
                    copies = []
                    for _ in range(rounds):
                        # Found once, a charge is known.
                        if task == "find":
                            copy = server.journal.with_suffix(".copy")
                            copy.write_bytes(server.journal.read_bytes())
                            kept, server.journal = server.journal, copy
                        copies.append(server.ask(task))
                        if task == "find":
                            server.journal = kept
                    best = min(copies, key=lambda one: one["seconds"])
                    mib = max(one["mib"] for one in copies)
                    took[size] = best["seconds"]
                    assert task == "find" or best["items"] >= size, best
                    name = f"{what}, {size:,} charges"
                    rows.append(row(f"{name}: seconds", best["seconds"]))
                    rows.append(row(f"{name}: MiB above the start", mib, mib <= MOST_MIB, f"at most {MOST_MIB}"))
                    print(f"{name}: {best['seconds']:.3f} s, {mib:.1f} MiB", flush=True)
                least, most = min(took), max(took)
                ratio = took[most] / took[least] / (most / least)
                rows.append(row(f"{what}: time per charge, most beside least", ratio, ratio <= LINEAR, f"at most {LINEAR}"))
        finally:
            for server in servers.values():
                server.stop()
    return rows


def row(measure, ours, met=None, goal=None):
    return {"measure": measure, "ours": ours, "peer": None, "peer_value": None, "ratio": None, "goal": goal, "met": met}


def main():
    parser = argparse.ArgumentParser()
    for name in ("--server", "--out", "--task", "--url", "--journal"):
        parser.add_argument(name)
    parser.add_argument("--quick", action="store_true")
    given = parser.parse_args()
    if given.task:
        return child(given.task, given.url, given.journal)
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        del os.environ[name]
    rows = measure(given.server, SIZES[:2] if given.quick else SIZES, 1 if given.quick else 3)
    if given.out:
        pathlib.Path(given.out).write_text(json.dumps(rows))


if __name__ == "__main__":
    main()
