"""All measures of the Python binding beside its peers; `cargo xtask bench python` runs it.

`run.py --server PROGRAM --out ROWS.json [--wheel FILE] [--quick]`, in a Python that has the pinned
peers (requirements.txt) and, when there is one, our wheel. Contenders take turns, round after round;
every figure is the median over the rounds. Prints every figure; writes the comparisons as rows.
"""

import argparse
import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

import rows

HERE = Path(__file__).parent
PAIRED = 2
SYNC = ["xaalis", "xaalis' transport alone", "requests.Session", "httpx.Client", "urllib3", "senfenico 0.3.0"]
THREADED = ["xaalis", "requests.Session", "requests.Session, pool of 16", "httpx.Client", "urllib3", "senfenico 0.3.0"]
AWAITED = ["xaalis async", "aiohttp", "httpx.AsyncClient"]
LISTS = ["xaalis", "senfenico 0.3.0", "json, dicts", "orjson, dicts", "orjson, dataclasses", "msgspec, structs"]
IMPORTS = ["xaalis", "requests", "senfenico", "httpx", "aiohttp"]
FIRST_CALLS = {
    "xaalis": "ours:Xaalis",
    "requests": "peers:RequestsSession",
    "senfenico": "peers:OfficialSdk",
    "httpx": "peers:Httpx",
}


def main():
    options = arguments()
    rounds, seconds = (3, 0.15) if options.quick else (9, 0.4)
    figures = {}
    with server(options.server) as environment:
        for mode, names in [
            ("sync", SYNC), ("threads", THREADED), ("asyncio", AWAITED), ("uvloop", AWAITED),
            ("list", LISTS), ("list over TLS", ["xaalis", "senfenico 0.3.0"]),
        ]:
            per_turn = 1 if mode.startswith("list") else PAIRED
            figures[mode] = compare(mode, names, rounds, seconds, per_turn, environment)
        starts = 3 if options.quick else 11
        figures["import"] = cold("import", {name: name for name in IMPORTS}, starts, environment)
        figures["first call"] = cold("call", FIRST_CALLS, starts, environment)
    if options.wheel:
        figures["wheel"] = options.wheel.stat().st_size
    options.out.write_text(json.dumps(rows.of(figures), indent=1))


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--server", required=True, help="the program of bindings-python/bench/server")
    parser.add_argument("--out", required=True, type=Path, help="where the rows go")
    parser.add_argument("--wheel", type=Path, help="our wheel, for its size")
    parser.add_argument("--quick", action="store_true", help="fewer and shorter rounds: under a minute")
    return parser.parse_args()


@contextlib.contextmanager
def server(program):
    """Starts the server; yields the environment in which every contender finds it."""
    import certifi

    process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        told = json.loads(process.stdout.readline())
        with tempfile.TemporaryDirectory() as folder:
            bundle, transfers = Path(folder, "bundle.pem"), Path(folder, "transfers.json")
            bundle.write_text(Path(certifi.where()).read_text() + "\n" + Path(told["ca_file"]).read_text())
            direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
            transfers.write_bytes(direct.open(told["http"] + "/v1/payment/transfers/").read())
            # No proxy of the surroundings may stand between a client and the server.
            environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
            environment |= {
                "XAALIS_BENCH_URL": told["https"],
                "XAALIS_BENCH_CA": str(bundle),
                "XAALIS_BENCH_LIST": str(transfers),
                "REQUESTS_CA_BUNDLE": str(bundle),
                "PYTHONWARNINGS": "ignore",
            }
            yield environment
    finally:
        process.stdin.close()
        process.wait(timeout=10)


def compare(mode, names, rounds, seconds, per_turn, environment):
    """Every contender's figures of one mode: microseconds of CPU per call, calls/s, p99."""
    title = {"threads": "16 threads, one client", "asyncio": "asyncio, 100 concurrent",
             "uvloop": "uvloop, 100 concurrent", "list": "1,000 transfers to objects, from memory",
             "list over TLS": "1,000 transfers to objects, over TLS"}.get(mode, "one thread")
    print(f"\n{title}\n{'':32}{'CPU us/call':>12}{'calls/s':>10}{'p99 us':>10}")
    workers = {name: Worker(mode, name, environment) for name in names}
    results = {name: [] for name in names}
    try:
        for _ in range(rounds):
            for name, worker in workers.items():
                if worker.missing is None:
                    results[name].append(worker.round(seconds))
    finally:
        for worker in workers.values():
            worker.stop()
    figures = {}
    for name, all_rounds in results.items():
        if not all_rounds:
            print(f"{name:32}not measured: {workers[name].missing}")
            continue
        middle = lambda take: statistics.median(take(turn) for turn in all_rounds)
        figures[name] = {
            "cpu": middle(lambda turn: turn["cpu"] / turn["turns"] / per_turn * 1e6),
            "rate": middle(lambda turn: turn["turns"] * per_turn / turn["wall"]),
            # Of a turn, which is POST + GET except for lists: the slowest of either.
            "p99": middle(lambda turn: turn["p99"] * 1e6),
        }
        figure = figures[name]
        print(f"{name:32}{figure['cpu']:12.1f}{figure['rate']:10.0f}{figure['p99']:10.0f}", flush=True)
    return figures


def cold(what, names, starts, environment):
    """Fresh processes: milliseconds and MiB added."""
    title = "import, fresh process" if what == "import" else "import, client, first call over TLS, fresh process"
    print(f"\n{title}\n{'':32}{'ms':>12}{'CPU ms':>10}{'MiB':>10}")
    results = {name: [] for name in names}
    missing = {}
    # The first start writes the bytecode: not counted.
    for turn in range(starts + 1):
        for name, target in names.items():
            if name in missing:
                continue
            command = [sys.executable, HERE / "cold.py", what, target]
            done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
            if done.returncode != 0:
                missing[name] = done.stderr.strip().splitlines()[-1]
            elif turn > 0:
                results[name].append([float(word) for word in done.stdout.split()])
    figures = {}
    for name, all_starts in results.items():
        if name in missing:
            print(f"{name:32}not measured: {missing[name]}")
            continue
        wall, cpu, memory = (statistics.median(column) for column in zip(*all_starts, strict=True))
        figures[name] = {"ms": wall, "cpu": cpu, "mib": memory}
        print(f"{name:32}{wall:12.1f}{cpu:10.1f}{memory:10.1f}", flush=True)
    return figures


class Worker:
    """A worker.py process; `missing` says why it cannot run, if it cannot."""

    def __init__(self, mode, name, environment):
        command = [sys.executable, HERE / "worker.py", mode, name]
        self._process = subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._name = name
        self.missing = self._answer().get("missing")

    def round(self, seconds):
        self._process.stdin.write(f"{seconds}\n")
        self._process.stdin.flush()
        return self._answer()

    def stop(self):
        self._process.stdin.close()
        self._process.stdout.close()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _answer(self):
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit(f"{self._name} ended in the middle of a round; what it said stands above")
        return json.loads(line)


if __name__ == "__main__":
    main()
