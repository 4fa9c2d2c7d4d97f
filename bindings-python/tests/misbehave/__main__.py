"""`python -m tests.misbehave [--tls]`, in bindings-python: the table for every client that is installed."""

import pathlib
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

from . import adapters
from .drive import Tls, installed, run_all, table

with tempfile.TemporaryDirectory() as folder:
    tls = Tls(pathlib.Path(folder)) if "--tls" in sys.argv else None
    clients = [("senfenico", adapters.Official), ("xaalis", adapters.Ours)]
    chosen = [client for module, client in clients if installed(module)]
    with ThreadPoolExecutor() as pool:
        runs = {client.name: pool.submit(run_all, client, tls) for client in chosen}
    columns = {name: run.result() for name, run in runs.items()}
print(table(columns))
