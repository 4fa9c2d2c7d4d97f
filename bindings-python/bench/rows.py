"""The comparisons as rows of `cargo xtask bench`, with the goals that were set before the code was written."""

REQUESTS, SENFENICO = "requests.Session", "senfenico 0.3.0"
WHEEL_LIMIT_MB = 2.5


def of(figures):
    """All rows; a figure that could not be taken stays empty, and its goal counts as missed."""
    sync, threads = figures["sync"], figures["threads"]
    rows = [
        times("one thread, TLS: CPU us/call", sync, "xaalis", "cpu", REQUESTS, 15),
        times("one thread, TLS: CPU us/call", sync, "xaalis", "cpu", SENFENICO, 500),
        times("one thread, TLS, transport alone: CPU us/call", sync, "xaalis' transport alone", "cpu", REQUESTS),
        times("one thread, TLS: CPU us/call", sync, "xaalis", "cpu", "httpx.Client"),
        times("one thread, TLS: CPU us/call", sync, "xaalis", "cpu", "urllib3"),
        times("one thread, TLS: calls/s", sync, "xaalis", "rate", REQUESTS, more=True),
        times("one thread, TLS: p99 us of POST + GET", sync, "xaalis", "p99", REQUESTS),
        times("16 threads, TLS: calls/s", threads, "xaalis", "rate", REQUESTS, 25, more=True),
        times("16 threads, TLS: calls/s", threads, "xaalis", "rate", "requests.Session, pool of 16", more=True),
        times("16 threads, TLS: calls/s", threads, "xaalis", "rate", "urllib3", more=True),
        times("16 threads, TLS: calls/s", threads, "xaalis", "rate", SENFENICO, more=True),
    ]
    for loop in ("asyncio", "uvloop"):
        set_goals = loop == "asyncio"
        for peer, goal in (("aiohttp", 3), ("httpx.AsyncClient", 30)):
            goal = goal if set_goals else None
            rows.append(times(f"{loop}, 100 at once, TLS: CPU us/call", figures[loop], "xaalis async", "cpu", peer, goal))
        rows.append(times(f"{loop}, 100 at once, TLS: calls/s", figures[loop], "xaalis async", "rate", "aiohttp", more=True))
    rows += [
        times("import: ms", figures["import"], "xaalis", "ms", "requests", 10),
        times("import: ms", figures["import"], "xaalis", "ms", "senfenico"),
        times("import: MiB", figures["import"], "xaalis", "mib", "requests"),
        times("import + first call: ms", figures["first call"], "xaalis", "ms", "requests"),
        times("import + first call: peak MiB added", figures["first call"], "xaalis", "mib", "requests", 1),
        times("import + first call: peak MiB added", figures["first call"], "xaalis", "mib", "senfenico"),
        times("1,000 transfers, memory: CPU us", figures["list"], "xaalis", "cpu", SENFENICO, 3),
        times("1,000 transfers, memory: CPU us", figures["list"], "xaalis", "cpu", "json, dicts"),
        times("1,000 transfers, memory: CPU us", figures["list"], "xaalis", "cpu", "orjson, dataclasses"),
        times("1,000 transfers, memory: CPU us", figures["list"], "xaalis", "cpu", "msgspec, structs"),
        times("1,000 transfers, TLS: CPU us", figures["list over TLS"], "xaalis", "cpu", SENFENICO, 3),
        wheel(figures.get("wheel")),
    ]
    return rows


def times(measure, figures, ours, key, peer, goal=None, *, more=False):
    """A row whose goal is so many times less than the peer, or more of it."""
    ours, theirs = figures.get(ours, {}).get(key), figures.get(peer, {}).get(key)
    ratio = ours / theirs if ours is not None and theirs else None
    factor = None if not ratio else ratio if more else 1 / ratio
    words = None
    if goal is not None:
        words = f"at least {goal} times {'more' if more else 'less'}" if goal > 1 else "less"
        words += f" ({factor:.1f})" if factor else " (not measured)"
    return {
        "measure": measure,
        "ours": ours,
        "peer": peer,
        "peer_value": theirs,
        "ratio": ratio,
        "goal": words,
        "met": None if goal is None else factor is not None and factor >= goal,
    }


def wheel(size):
    ours = None if size is None else size / 1e6
    return {
        "measure": "wheel: MB",
        "ours": ours,
        "peer": None,
        "peer_value": None,
        "ratio": None,
        "goal": f"at most {WHEEL_LIMIT_MB} MB",
        "met": ours is not None and ours <= WHEEL_LIMIT_MB,
    }
