"""Drives a client through the scenarios, all at once: the table takes as long as the longest deadline."""

import importlib.util
import threading
import time
from dataclasses import dataclass

from . import adapters
from .scenarios import SCENARIOS
from .server import Misbehaving

# How long a client without a deadline is watched before it counts as hanging.
PATIENCE = 10


@dataclass
class Report:
    """What a client made of a scenario, and what the server saw of it."""

    result: str
    seconds: float
    returned: bool = True
    requests: int = 0
    posts: int = 0
    carried_out: int = 0
    elsewhere: int = 0
    key_elsewhere: bool = False
    strayed: str = ""  # a path that no call asked for

    def cell(self):
        text = f"{self.result} · {self.requests} sent, {self.posts} money"
        if self.carried_out > 1:
            text += f" · CARRIED OUT {self.carried_out} TIMES"
        if self.strayed:
            text += f" · REACHED {self.strayed}"
        if self.elsewhere:
            text += " · KEY AT ANOTHER HOST" if self.key_elsewhere else " · followed"
        return f"{text} · {self.seconds:.1f} s"


class Tls:
    """A CA for one run, its certificate for this machine, and one that nobody vouches for."""

    def __init__(self, folder):
        import ssl

        import trustme

        authority, stranger = trustme.CA(), trustme.CA()
        self.ca_file = str(folder / "ca.pem")
        authority.cert_pem.write_to_path(self.ca_file)
        self.known, self.unknown = (ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER) for _ in range(2))
        authority.issue_cert("127.0.0.1", "localhost").configure_cert(self.known)
        stranger.issue_cert("127.0.0.1", "localhost").configure_cert(self.unknown)


def run_all(client_class, tls=None, patience=PATIENCE, scenarios=SCENARIOS):
    """Every scenario at once; reports by the scenario's name."""
    reports = {}
    chosen = [scenario for scenario in scenarios if tls or not scenario.stranger]
    limit = (client_class.deadline or 0) + patience

    def work(scenario):
        reports[scenario.name] = run(client_class, scenario, tls, limit)

    threads = [threading.Thread(target=work, args=[scenario]) for scenario in chosen]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {scenario.name: reports[scenario.name] for scenario in chosen}


def run(client_class, scenario, tls, limit):
    context = None if tls is None else tls.unknown if scenario.stranger else tls.known
    with Misbehaving(scenario.behave, context) as server:
        if scenario.nobody:
            server.__exit__()
        report = call(client_class, scenario, server.host.url, tls.ca_file if tls else None, limit)
        # What a client sends behind its caller's back would come now.
        time.sleep(0.5)
        host, elsewhere = server.host, server.elsewhere
        report.requests = len(host.requests)
        report.posts = sum(seen.method == "POST" for seen in host.requests)
        report.carried_out = host.carried_out
        report.strayed = next((seen.path for seen in host.requests if "/settlements" in seen.path), "")
        report.elsewhere = len(elsewhere.requests)
        report.key_elsewhere = any(adapters.KEY in str(seen.headers) for seen in elsewhere.requests)
        return report


def call(client_class, scenario, url, ca_file, limit):
    """The call in a thread of its own, so that one that hangs can be left behind."""
    result = []

    def work():
        client = client_class(url, ca_file)
        try:
            result.append(scenario.call(client))
        except BaseException as error:
            result.append(client.describe(error))

    start = time.monotonic()
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(limit)
    seconds = time.monotonic() - start
    if not result:
        return Report(f"NO RETURN in {limit} s", seconds, returned=False)
    return Report(result[0], seconds)


def table(columns):
    """`columns`: reports of each client by its name."""
    names = list(columns)
    lines = [["scenario", *names]]
    for scenario in next(iter(columns.values())):
        lines.append([scenario, *(columns[name][scenario].cell() for name in names)])
    widths = [max(len(line[at]) for line in lines) for at in range(len(names) + 1)]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip() for line in lines)


def installed(module):
    return importlib.util.find_spec(module) is not None
