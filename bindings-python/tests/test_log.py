"""What the logger `xaalis` hears of payments: enough to find one by, and nothing about people."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import xaalis
from tests.loopback import Loopback
from tests.shop import WOYOFAL, Shop, answering
from tests.test_transport import client
from xaalis import OutcomeUnknown, PaymentNotSent, PaymentRejected, types, webhooks

SECRETS = ("sk_test", "dx_test", "123456", "76000000", "76 00 00 00", "07061270877", "70000001")


@pytest.fixture(params=["sync", "async"])
def shop(request: pytest.FixtureRequest) -> Iterator[Shop]:
    made = Shop(request.param)
    yield made
    made.close()


def lines(caplog: pytest.LogCaptureFixture, level: int) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno == level and record.name == "xaalis"]


def test_a_payment_in_lines(shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, "xaalis"):
        shop.senfenico.collect("order-42", amount=1000, phone="76 00 00 00", on_prompt=answering(["000000", "123456"]))
    reference = shop.sandbox.payments[0].reference
    requests = [line.split(" -> ")[0] for line in lines(caplog, logging.INFO)]
    assert requests == [
        "collect order-42: POST /v1/payment/charges/",
        "collect order-42: POST /v1/payment/charges/submit",
        f"collect order-42: GET /v1/payment/charges/{reference}",
        "collect order-42: POST /v1/payment/charges/submit",
        "collect order-42: settled",
    ]
    assert " -> 200 in " in lines(caplog, logging.INFO)[0] or " -> 201 in " in lines(caplog, logging.INFO)[0]
    steps = lines(caplog, logging.DEBUG)
    assert "collect order-42: record 1, open: stored" in steps and "collect order-42: asks: otp" in steps
    assert "collect order-42: asks: otp (invalid)" in steps
    assert not lines(caplog, logging.WARNING)


def test_endings(shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "xaalis"):
        with pytest.raises(PaymentRejected):
            shop.senfenico.payout("no", amount=500, phone="70009907", ext_id="e-1")
        shop.sandbox.inject("refuse@*")
        with pytest.raises(PaymentNotSent):
            shop.senfenico.payout("none", amount=500, phone="70000001", ext_id="e-2")
        shop.sandbox.heal()
        shop.sandbox.inject("drop-before@transfers")
        with pytest.raises(OutcomeUnknown):
            shop.senfenico.payout("lost", amount=500, phone="70000001", ext_id="e-3", timeout=60)
        transfers = [types.NewTransfer(amount=500, phone="70000001", ext_id="e-4")]
        shop.senfenico.bulk_payout("many", transfers)
    told = lines(caplog, logging.INFO)
    assert "payout no: rejected INVALID_ACCOUNT" in told and "payout none: not_sent unreachable" in told
    assert "bulk_payout many: 1 settled" in told
    (warning,) = lines(caplog, logging.WARNING)
    assert warning.startswith("payout lost: unknown (no_answer); plan: search_by_id")
    assert any("POST /v1/payment/transfers/ -> ConnectFailed in" in line for line in told)
    assert any("POST /v1/payment/transfers/ -> NoAnswer in" in line for line in told)


def test_the_native_transport(server: Loopback, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "xaalis"):
        client(server).charges.create(amount=1000, phone="76000000")
    (request, end) = lines(caplog, logging.INFO)
    assert "POST /v1/payment/charges/ -> 200 in " in request and end.endswith(": settled")
    assert len(server.requests) == 1


def test_refused_webhooks(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(xaalis.errors.WebhookError):
        webhooks.Senfenico("whk_1").read(b"{}", "0" * 64)
    with pytest.raises(xaalis.errors.WebhookError):
        webhooks.Dexchange("0123456789abcdefX").read(b"{}", "t-1", "no")
    told = lines(caplog, logging.WARNING)
    assert told[0].startswith("a webhook of Senfenico was refused: ") and "DEXCHANGE" in told[1]
    assert len(told[0].split(": ", 1)[1]) > 10


def test_nothing_secret_at_any_level(shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    tokens: list[str] = []
    with caplog.at_level(logging.DEBUG):
        shop.senfenico.collect("a", amount=1000, phone="76 00 00 00", on_prompt=answering())
        shop.senfenico.payout("b", amount=500, phone="70000001", ext_id="e-1")
        paid = shop.dexchange.pay_bill("c", **WOYOFAL, external_transaction_id="t-1")
        tokens.append(paid.token)
        shop.dexchange.bills.inquire(service="SENELEC_SN_BILL", customer="210278817")
    text = "\n".join(f"{record.getMessage()} {vars(record)}" for record in caplog.records)
    for secret in (*SECRETS, *tokens):
        assert secret not in text, secret


def test_a_program_without_logging_sees_nothing() -> None:
    """Neither lines on its terminal nor the cost of importing `logging`."""
    code = (
        "import sys, xaalis\n"
        "before = 'logging' in sys.modules\n"
        "c = xaalis.Senfenico('sk_test_sandbox', transport=xaalis.Sandbox()); c._desk.transport.inject('drop-before@*')\n"
        "{}\n"
        "try: c.payout('op', amount=500, phone='70000001', ext_id='e', timeout=9)\n"
        "except xaalis.OutcomeUnknown: print(before or 'logging' in sys.modules)\n"
    )
    for line, printed in (("", "False\n"), ("import logging", "True\n")):
        child = subprocess.run([sys.executable, "-c", code.format(line)], capture_output=True, text=True, cwd=Path(__file__).parents[1])
        assert (child.stdout, child.stderr) == (printed, "")


def test_hearing_changes_nothing(server: Loopback, caplog: pytest.LogCaptureFixture) -> None:
    """Each step passes through Python then: the same requests, the same ending."""
    ends: list[Any] = []
    for level in (logging.WARNING, logging.DEBUG):
        server.requests.clear()
        with caplog.at_level(level, "xaalis"):
            charge = client(server).charges.create(amount=1000, phone="76000000")
        ends.append((charge, list(server.requests)))
    assert ends[0] == ends[1]
