"""The shop in FastAPI and the program that pays at it, of docs/relay.md, over HTTP."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from tests.relays import SETTINGS

uvicorn = pytest.importorskip("uvicorn")
PAGE = Path(__file__).parents[1] / "docs/relay.md"
BLOCKS = dict(re.findall(r"```python\n# (\w+\.py)\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S))
WEBHOOK_KEY = "webhook-key-of-tests"


class Shop:
    def __init__(self, space: dict[str, Any], url: str) -> None:
        self.space, self.url = space, url
        self.sandbox = space["senfenico"]._desk.transport
        self.order = space["ORDERS"][42]

    def post(self, path: str, body: bytes = b"", headers: dict[str, str] | None = None) -> tuple[int, bytes]:
        asked = urllib.request.Request(self.url + path, body, headers or {}, method="POST")
        try:
            with urllib.request.urlopen(asked, timeout=20) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def till(self, *typed: str) -> str:
        """What the program says in the end, to who types this."""
        run = [sys.executable, "-c", BLOCKS["till.py"]]
        told = subprocess.run(
            run,
            input="".join(f"{line}\n" for line in typed),
            env=os.environ | {"SHOP": self.url},
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert told.returncode == 0, told.stderr
        return told.stdout


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    listening = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    given = {
        "SHOP": url,
        "PAYMENTS": str(tmp_path / "payments.db"),
        "SENFENICO_KEY": "sk_test_sandbox",
        "SENFENICO_WEBHOOK_KEY": WEBHOOK_KEY,
        "XAALIS_RELAY_KEY": SETTINGS["keys"][0]["secret"],
        "SANDBOX": "1",
    }
    space: dict[str, Any] = {"__name__": "shop_api"}
    with mock.patch.dict(os.environ, given):
        exec(compile(BLOCKS["shop_api.py"], "shop_api.py", "exec"), space)
    server = uvicorn.Server(uvicorn.Config(space["app"], log_level="warning", lifespan="on"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    until = time.monotonic() + 20
    while not server.started and time.monotonic() < until:
        time.sleep(0.01)
    yield Shop(space, url)
    server.should_exit = True
    thread.join(timeout=20)


def test_a_program_pays_at_the_shop(shop: Shop) -> None:
    told = shop.till("7600", "76 00 00 00", "000000", "123456")
    assert told.endswith("settled\n") and "invalid: 8 digits" in told and "*144*" in told
    assert shop.order["paid_by"] == "relay-42-1"
    assert [payment.status for payment in shop.sandbox.payments] == ["success"]
    assert shop.till() == "settled\n", "once more: it goes on where the order stands"


def test_another_amount_than_the_orders_is_not_delivered(shop: Shop) -> None:
    outcome = shop.space["xaalis"].Settled(mock.Mock(amount=1000))
    shop.space["senfenico"]._desk.journal.ended("relay-42-1", "collect", outcome)
    assert not shop.order["paid_by"]


def test_the_relay_stands_at_its_path_and_nowhere_else(shop: Shop) -> None:
    token = json.loads(shop.post("/orders/42/token")[1])["token"]
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    start = json.dumps({"do": "start", "attempt": 1, "phone": "76000000"}).encode()
    for path in ("/xaalis/", "/xaalis/pay/", "/xaalis/pay/x", "/xaalis/%70ay"):
        assert shop.post(path, start, headers)[0] in (400, 404), path
    assert not shop.sandbox.payments
    assert json.loads(shop.post("/xaalis/pay", start, headers)[1])["state"] == "asking"
    assert shop.post("/orders/7/token")[0] == 404


def test_a_webhook_ends_what_a_page_left_behind(shop: Shop) -> None:
    from xaalis import webhooks

    told = json.loads(shop.post("/orders/42/token")[1])["token"]
    headers = {"Authorization": f"Bearer {told}", "Content-Type": "application/json"}
    start = json.dumps({"do": "start", "attempt": 1, "phone": "76009905"}).encode()  # confirmed on the phone
    assert json.loads(shop.post("/xaalis/pay", start, headers)[1])["state"] == "waiting"
    (charge,) = shop.sandbox.payments
    assert shop.sandbox.payer_confirms(charge.reference)
    body = json.dumps(
        {"event": "charge.success", "data": {"reference": charge.reference, "status": "success", "amount": 1500}}
    ).encode()
    assert shop.post("/webhooks/senfenico", body, {"X-Webhook-Hash": "0" * 64})[0] == 400
    assert not shop.order["paid_by"]
    signed = {"X-Webhook-Hash": webhooks.Senfenico.sign(body, WEBHOOK_KEY), "Content-Type": "application/json"}
    assert shop.post("/webhooks/senfenico", body, signed)[0] == 200
    assert shop.order["paid_by"] == "relay-42-1"
