"""Under gunicorn's prefork and under gevent."""

from __future__ import annotations

import os
import pathlib
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from tests.loopback import Loopback, reply

HERE = pathlib.Path(__file__).parent.parent
CHARGES = "/v1/payment/charges/"


def test_gunicorn_forks_after_the_client_was_used(server: Loopback) -> None:
    pytest.importorskip("gunicorn")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--preload", "--workers", "2", "--timeout", "10"]
    child = subprocess.Popen(
        [*command, "--bind", f"127.0.0.1:{port}", "tests.servers.wsgi:app"],
        cwd=HERE,
        env={**os.environ, "VENDOR": server.url},
        stderr=subprocess.DEVNULL,
    )
    try:
        bodies = [get(port) for _ in range(40)]
    finally:
        child.terminate()
        child.wait(10)
    assert {body.split()[1] for body in bodies} == {"ch_1"}
    assert len(server.requests) == 41


def get(port: int) -> str:
    end = time.monotonic() + 20
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
                return str(answer.read().decode())
        except urllib.error.URLError as error:
            # Not up yet; a worker that hangs or dies is no such case.
            if time.monotonic() > end or not isinstance(error.reason, ConnectionRefusedError):
                raise
            time.sleep(0.05)


def test_greenlets_wait_side_by_side(server: Loopback) -> None:
    pytest.importorskip("gevent")
    server.answers[CHARGES] = lambda connection: (time.sleep(0.1), reply()(connection))[1]
    command = [sys.executable, "-m", "tests.servers.greenlets", server.url]
    done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    count, seconds = done.stdout.split()
    assert (count, len(server.requests)) == ("10", 10)
    assert float(seconds) < 0.8, "one after another they take a second"
