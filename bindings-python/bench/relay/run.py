"""`run.py --axum PROGRAM --pay-js FILE --out FILE [--quick]`: what a view of the relay costs each server end beside a
view that answers a constant, and what a paid order costs a slow link. Started by `cargo xtask bench relay`.
"""

import argparse
import contextlib
import gzip
import json
import os
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import load
import order

HERE = Path(__file__).resolve().parent
CONSTANT = "a view that answers a constant"
# Of one order at most 60 are answered in a minute, and 100 orders may be begun.
ASKED, PER_ORDER, READY = 90, 15, 100


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--axum", help="the server over axum: bench-relay of xaalis-tests")
    parser.add_argument("--node", help="the same over Node: bindings-wasm/bench/relay.mjs")
    parser.add_argument("--pay-js", type=Path, required=True, help="xaalis/pay for pages, minified")
    parser.add_argument("--chromium", default=os.environ.get("CHROMIUM", "/usr/bin/chromium"))
    parser.add_argument("--out", type=Path)
    parser.add_argument("--quick", action="store_true")
    arguments = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        packed = Path(folder, "pay.js.gz")
        packed.write_bytes(gzip.compress(arguments.pay_js.read_bytes(), 9))
        # A server end is a line here: its name, and what starts it. It is told the file of its journal, prints its
        # address, and answers /constant, /token/ORDER and /xaalis/pay.
        ends = {"Django, gunicorn (one worker, 4 threads)": lambda: django(folder, packed)}
        if arguments.axum:
            ends["axum"] = lambda: program([arguments.axum], folder)
        if arguments.node:
            ends["Node, in memory"] = lambda: program(["node", arguments.node], folder)
        for name, start in ends.items():
            with start() as (origin, process):
                rows += views(name, origin, process, rounds=2 if arguments.quick else 3)
        with django(folder, packed) as (origin, _process):
            rows += orders(origin, arguments.chromium, times=1 if arguments.quick else 5)
    if arguments.out:
        arguments.out.write_text(json.dumps(rows))


def views(name, origin, process, rounds):
    """Rounds by turns, so that what else this machine does meets all alike."""
    asking = [load.fetch(f"{origin}/token/asked-{number}") for number in range(ASKED)]
    for number, token in enumerate(asking):
        load.begin(origin, token, f"65{200_000 + number}")
    figures = {"ready": [], "asking": [], CONSTANT: []}
    for turn in range(rounds):
        fresh = [load.fetch(f"{origin}/token/r{turn}-{number}") for number in range(READY)]
        count = ASKED * PER_ORDER
        figures[CONSTANT].append(load.round_of(origin, "/constant", fresh, count, process))
        figures["ready"].append(load.round_of(origin, "/xaalis/pay", fresh, count, process, b'"ready"'))
        figures["asking"].append(load.round_of(origin, "/xaalis/pay", asking, count, process, b'"asking"'))
    middle = {what: {key: statistics.median(turn[key] for turn in turns) for key in ("rate", "cpu")} for what, turns in figures.items()}
    rows = []
    for state in ("ready", "asking"):
        for unit, key in (("GETs/s", "rate"), ("CPU us/GET", "cpu")):
            what = f"{name}, {state}: {unit}"
            rows.append(row(what, middle[state][key], CONSTANT, middle[CONSTANT][key]))
    return rows


def orders(origin, chromium, times):
    figures = order.paid(origin, chromium, times)
    ours, theirs = figures["xaalis/pay"], figures["server-rendered forms"]
    names = {
        "opened ms": "order at 400 ms, 400 kbit/s: ms until the page can be used",
        "opened bytes": "order: bytes until the page can be used",
        "requests": "order: requests, click to receipt",
        "bytes": "order: bytes, click to receipt",
        "ms": "order at 400 ms, 400 kbit/s: ms, click to receipt",
    }
    return [row(name, ours[key], "server-rendered forms", theirs[key]) for key, name in names.items()]


def row(measure, ours, peer, peer_value):
    print(f"{measure}: {ours:.1f}, {peer}: {peer_value:.1f}, ratio {ours / peer_value:.2f}", flush=True)
    ratio = ours / peer_value
    return {"measure": measure, "ours": ours, "peer": peer, "peer_value": peer_value, "ratio": ratio, "goal": None, "met": None}


@contextlib.contextmanager
def django(folder, packed):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory(dir=folder) as own:
        told = {"BENCH_ORIGIN": f"http://127.0.0.1:{port}", "BENCH_FOLDER": own, "BENCH_PAY_JS": str(packed)}
        environment = os.environ | told | {"BENCH_SECRET": secrets.token_urlsafe(32)}
        subprocess.run([sys.executable, HERE / "project.py", "migrate"], env=environment, check=True)
        command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "1", "--threads", "4"]
        command += ["--keep-alive", "30", "--log-level", "error", "--chdir", str(HERE), "project:application"]
        with running(subprocess.Popen(command, env=environment), told["BENCH_ORIGIN"]) as process:
            yield told["BENCH_ORIGIN"], process


@contextlib.contextmanager
def program(command, folder):
    with tempfile.TemporaryDirectory(dir=folder) as own:
        started = subprocess.Popen([*command, Path(own, "shop.sqlite3")], stdout=subprocess.PIPE, text=True)
        origin = started.stdout.readline().strip()
        with running(started, origin) as process:
            yield origin, process


@contextlib.contextmanager
def running(started, origin):
    """Until it answers; its process, which is ended with the block."""
    try:
        for _ in range(300):
            with contextlib.suppress(OSError):
                load.fetch(f"{origin}/constant")
                break
            time.sleep(0.1)
        yield started.pid
    finally:
        started.terminate()
        started.wait(timeout=30)


if __name__ == "__main__":
    main()
