"""One contender in a process of its own: `worker.py MODE CONTENDER`, then a round for each line on stdin.

A process each, so that no client pays for another's threads, loops or garbage; the CPU time is this
process's own (getrusage, all threads), the server's is not in it.
"""

import atexit
import json
import os
import resource
import statistics
import sys
import threading
import time

import lists
import ours
import peers

CONTENDERS = {
    "xaalis": ours.Xaalis,
    "xaalis' transport alone": ours.Bare,
    "xaalis async": ours.XaalisAsync,
    "requests.Session": peers.RequestsSession,
    "requests.Session, pool of 16": peers.RequestsSessionTuned,
    "httpx.Client": peers.Httpx,
    "urllib3": peers.Urllib3,
    "senfenico 0.3.0": peers.OfficialSdk,
    "aiohttp": peers.Aiohttp,
    "httpx.AsyncClient": peers.HttpxAsync,
}
LISTS = {
    "xaalis": lists.xaalis,
    "senfenico 0.3.0": lists.official_sdk,
    "json, dicts": lists.json_dicts,
    "orjson, dicts": lists.orjson_dicts,
    "orjson, dataclasses": lists.orjson_dataclasses,
    "msgspec, structs": lists.msgspec_structs,
}
THREADS = 16
CONCURRENT = 100


def main():
    mode, name = sys.argv[1:]
    try:
        round_of = MODES[mode](name)
        round_of(0.0)  # connections made, caches warm, answers checked
    except ModuleNotFoundError as error:
        say({"missing": str(error)})
        return
    say({"ready": True})
    for line in sys.stdin:
        say(round_of(float(line)))


def say(message):
    print(json.dumps(message), flush=True)


def sync(name):
    pair = CONTENDERS[name]().pair

    def work(until):
        took = []
        while True:
            start = time.perf_counter()
            pair()
            end = time.perf_counter()
            took.append(end - start)
            if end >= until:
                return took

    return lambda seconds: measured(work, seconds)


def threads(name):
    pair = CONTENDERS[name]().pair
    start, finish = threading.Barrier(THREADS + 1), threading.Barrier(THREADS + 1)
    until, took, failed = [0.0], [], []

    def work():
        while True:
            start.wait()
            try:
                while True:
                    began = time.perf_counter()
                    pair()
                    ended = time.perf_counter()
                    took.append(ended - began)
                    if ended >= until[0]:
                        break
            except Exception as error:  # told to the main thread, which would wait for ever
                failed.append(error)
            finish.wait()

    for _ in range(THREADS):
        threading.Thread(target=work, daemon=True).start()

    def all_of_them(end):
        until[0] = end
        took.clear()
        start.wait()
        finish.wait()
        if failed:
            raise failed[0]
        return list(took)

    return lambda seconds: measured(all_of_them, seconds)


def on_loop(new_loop):
    def mode(name):
        import asyncio

        loop = new_loop()
        asyncio.set_event_loop(loop)

        async def make():
            return CONTENDERS[name]()

        client = loop.run_until_complete(make())
        atexit.register(lambda: loop.run_until_complete(client.close()))

        async def one(until, took):
            while True:
                start = time.perf_counter()
                await client.pair()
                end = time.perf_counter()
                took.append(end - start)
                if end >= until:
                    return

        async def hundred(until):
            took = []
            await asyncio.gather(*(one(until, took) for _ in range(CONCURRENT)))
            return took

        return lambda seconds: measured(lambda until: loop.run_until_complete(hundred(until)), seconds)

    return mode


def asyncio_loop():
    import asyncio

    return asyncio.new_event_loop()


def uvloop_loop():
    import uvloop

    return uvloop.new_event_loop()


def list_from_memory(name):
    with open(os.environ["XAALIS_BENCH_LIST"], "rb") as file:
        load = LISTS[name](file.read())
    return listing(load)


def list_over_tls(name):
    if name == "xaalis":
        return listing(ours.Xaalis().transfers)
    import senfenico

    peers.OfficialSdk()
    return listing(lambda: senfenico.Transfer.list().data)


def listing(load):
    def work(until):
        took = []
        while True:
            start = time.perf_counter()
            items = load()
            lists.read(items)
            end = time.perf_counter()
            if len(items) != 1000:
                raise AssertionError(f"{len(items)} transfers")
            took.append(end - start)
            if end >= until:
                return took

    return lambda seconds: measured(work, seconds)


def measured(work, seconds):
    before, start = cpu(), time.perf_counter()
    took = work(start + seconds)
    wall, spent = time.perf_counter() - start, cpu() - before
    p99 = statistics.quantiles(took, n=100)[98] if len(took) > 1 else took[0]
    return {"turns": len(took), "cpu": spent, "wall": wall, "p99": p99}


def cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


MODES = {
    "sync": sync,
    "threads": threads,
    "asyncio": on_loop(asyncio_loop),
    "uvloop": on_loop(uvloop_loop),
    "list": list_from_memory,
    "list over TLS": list_over_tls,
}

if __name__ == "__main__":
    main()
