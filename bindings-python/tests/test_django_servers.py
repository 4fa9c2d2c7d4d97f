"""Webhooks as real servers hand them to Django: chunked, broken off, with a slash at the end."""

from __future__ import annotations

import contextlib
import os
import socket
import sqlite3
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

import xaalis
from xaalis import webhooks
from xaalis.pay import Payer, Payment, View

pytest.importorskip("django")
HERE = Path(__file__).parent
KEY = "webhook-key-of-tests"
BODY = b'{"event": "charge.success", "data": {"reference": "ch_1", "status": "success"}}'
SIGNED = {"X-Webhook-Hash": webhooks.Senfenico.sign(BODY, KEY), "Content-Type": "application/json"}
COMMANDS = {
    "gunicorn": ["gunicorn", "--workers", "1", "--bind", "127.0.0.1:{port}", "tests.servers.django_project:wsgi"],
    "uvicorn": ["uvicorn", "--host", "127.0.0.1", "--port", "{port}", "tests.servers.django_project:asgi"],
}


@dataclass
class Served:
    """A running server, its log and its database."""

    port: int
    log: Path
    database: Path

    def exchange(self, head: str, *parts: bytes) -> str:
        """Sends bytes and reads to the end."""
        with socket.create_connection(("127.0.0.1", self.port), 10) as connection:
            connection.sendall(head.replace("\n", "\r\n").encode() + b"\r\n\r\n")
            for part in parts:
                connection.sendall(part)
                time.sleep(0.02)
            answer = b""
            while more := connection.recv(65536):
                answer += more
        return answer.decode("latin-1")

    def post(self, path: str, *parts: bytes, **headers: str) -> str:
        named = {name.replace("_", "-"): value for name, value in headers.items()} | SIGNED
        lines = "".join(f"\n{name}: {value}" for name, value in named.items())
        return self.exchange(f"POST {path} HTTP/1.1\nHost: shop.example\nConnection: close{lines}", *parts)

    def kept(self) -> int:
        with contextlib.closing(sqlite3.connect(self.database)) as connection:
            (count,) = connection.execute("SELECT count(*) FROM xaalis_notice").fetchone()
            connection.execute("DELETE FROM xaalis_notice")
            connection.commit()
        return int(count)


@pytest.fixture(scope="module", params=list(COMMANDS))
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp(request.param)
    path = os.pathsep.join([str(HERE / "django"), str(HERE.parent), os.environ.get("PYTHONPATH", "")])
    env = os.environ | {"PYTHONPATH": path, "DJANGO_SETTINGS_MODULE": "tests.servers.django_settings"}
    env |= {"XAALIS_TEST_DB": str(folder / "shop.db")}
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    env["XAALIS_TEST_PORT"] = str(port)
    subprocess.run([sys.executable, "-m", "django", "migrate", "-v", "0", "--skip-checks"], cwd=HERE.parent, env=env, check=True)
    command = [sys.executable, "-m", *(word.format(port=port) for word in COMMANDS[request.param])]
    log = folder / "log"
    with log.open("wb") as out:
        child = subprocess.Popen(command, cwd=HERE.parent, env=env, stdout=out, stderr=out)
    made = Served(port, log, folder / "shop.db")
    try:
        up(lambda: made.exchange("GET / HTTP/1.0"), log)
        yield made
    finally:
        child.terminate()
        child.wait(10)


def up(ask: Callable[[], str], log: Path) -> None:
    end = time.monotonic() + 30
    while True:
        try:
            ask()
        except ConnectionRefusedError:
            assert time.monotonic() < end, log.read_text()
            time.sleep(0.05)
        else:
            return


def chunked(*parts: bytes) -> list[bytes]:
    return [b"%x\r\n%b\r\n" % (len(part), part) for part in parts] + [b"0\r\n\r\n"]


def test_all_ways_a_body_comes(served: Served) -> None:
    whole = served.post("/xaalis/senfenico", BODY, Content_Length=str(len(BODY)))
    assert " 200 " in whole.splitlines()[0] and f"x-seen: {len(BODY)}" in whole.lower()
    assert served.kept() == 1
    parts = chunked(BODY[:10], BODY[10:50], BODY[50:])
    late = served.post("/xaalis/senfenico", *parts, Transfer_Encoding="chunked")
    assert " 200 " in late.splitlines()[0] and f"x-seen: {len(BODY)}" in late.lower()
    assert served.kept() == 1
    assert " 200 " in served.post("/xaalis/senfenico/", BODY, Content_Length=str(len(BODY))).splitlines()[0]
    assert served.kept() == 1


def test_what_is_too_long_is_not_read(served: Served) -> None:
    large = [b"x" * 40_000, b"x" * 40_000]
    assert " 413 " in served.post("/xaalis/senfenico", *chunked(*large), Transfer_Encoding="chunked").splitlines()[0]
    assert " 413 " in served.post("/xaalis/senfenico", *large, Content_Length="80000").splitlines()[0]
    assert served.kept() == 0


def test_one_that_breaks_off_leaves_no_trace(served: Served) -> None:
    for way in ("Content-Length: 1000", "Transfer-Encoding: chunked"):
        for reset in (False, True):
            with socket.create_connection(("127.0.0.1", served.port), 10) as connection:
                head = f"POST /xaalis/senfenico HTTP/1.1\r\nHost: shop.example\r\n{way}\r\n"
                head += "".join(f"{name}: {value}\r\n" for name, value in SIGNED.items())
                half = BODY[:20] if way.startswith("C") else b"50\r\n" + BODY[:20]
                connection.sendall(head.encode() + b"\r\n" + half)
                time.sleep(0.1)
                if reset:
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    time.sleep(0.3)
    log = served.log.read_text()
    assert served.kept() == 0
    assert KEY not in log and "Traceback" not in log and "Internal Server Error" not in log, log
    assert " 200 " in served.post("/xaalis/senfenico", BODY, Content_Length=str(len(BODY))).splitlines()[0]
    assert served.kept() == 1


def test_a_program_pays_at_the_relay(served: Served) -> None:
    url = f"http://127.0.0.1:{served.port}/xaalis/pay"
    client = xaalis.Senfenico("sk_test_django", transport=xaalis.Sandbox())
    relay = xaalis.Relay(client, url=url, keys={"a1": "relay-secret-of-tests-0123456789abcdef"}, origins=["app"])
    codes, seen = ["000000", "123456"], []

    def show(view: View, problem: object) -> Payer | str | None:
        seen.append(view.state)
        if view.state == "ready":
            return Payer("76431987")
        return codes.pop(0) if view.state == "asking" else None

    with Payment(url, lambda: relay.mint("42", 1500)) as payment:
        end = payment.run(show, timeout=60.0)
    assert end is not None and end.kind == "settled" and seen == ["ready", "asking", "asking"], (seen, served.log.read_text())
    with contextlib.closing(sqlite3.connect(served.database)) as connection:
        assert connection.execute("SELECT op_id, outcome FROM xaalis_payment").fetchall() == [("relay-42-1", "settled")]
    log = served.log.read_text()
    assert "Traceback" not in log and "76431987" not in log and "eyJ" not in log, log


def test_replays_at_once_leave_one_row(served: Served) -> None:
    with ThreadPoolExecutor(40) as pool:
        posts = [
            pool.submit(served.post, "/xaalis/senfenico", BODY, Content_Length=str(len(BODY))) for _ in range(40)
        ]
    assert [post.result().splitlines()[0].split()[1] for post in posts] == ["200"] * 40
    assert served.kept() == 1


def test_odd_heads_are_answered(served: Served) -> None:
    for line in ("X-Webhook-Hash: \xff\xfe", "X-Webhook-Hash: " + "0" * 5000, "Content-Type: \xe9"):
        head = f"POST /xaalis/senfenico HTTP/1.1\nHost: shop.example\nConnection: close\nContent-Length: 2\n{line}"
        assert " 40" in served.exchange(head, b"{}").splitlines()[0], line
    for length in ("\xb2", "9" * 5000, "-1", "+5", "0x2", "2, 3"):
        head = f"POST /xaalis/senfenico HTTP/1.1\nHost: shop.example\nConnection: close\nContent-Length: {length}"
        assert " 4" in (served.exchange(head, b"{}").splitlines() or [" 4"])[0], length[:9]
    log = served.log.read_text()
    assert "Internal Server Error" not in log and KEY not in log, log
    assert served.kept() == 0
