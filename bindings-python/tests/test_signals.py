"""Ctrl-C, alarms, Celery's soft limit: heard in the middle of a call."""

from __future__ import annotations

import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import xaalis
from tests import loopback
from tests.loopback import Loopback, reply
from tests.test_transport import CHARGES, ORDER, client
from xaalis import ConnectFailed, Dexchange, MemoryJournal, OutcomeUnknown, Sandbox, SqliteJournal, types

SetAlarm = Callable[[float, BaseException], object]


def test_ctrl_c_is_heard_in_a_call(server: Loopback) -> None:
    server.answers[CHARGES] = loopback.silent
    script = (
        "import sys, xaalis\n"
        "try: xaalis.Senfenico('sk_test_sandbox', base_url=sys.argv[1]).charges.create(amount=1000, phone='76000000')\n"
        "except KeyboardInterrupt: print('heard')\n"
    )
    child = subprocess.Popen([sys.executable, "-c", script, server.url], stdout=subprocess.PIPE, text=True)
    server.wait_for(lambda it: len(it.requests) == 1)
    start = time.monotonic()
    child.send_signal(signal.SIGINT)
    assert child.communicate(timeout=5)[0] == "heard\n"
    assert time.monotonic() - start < 2.0
    server.wait_for(lambda it: it.closed == 1)


def test_ctrl_c_is_heard_though_the_suite_was_started_in_the_background(tmp_path: Path) -> None:
    """`cargo xtask test &` in a script: whatever the tests start would be deaf to it."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    command += [f"--basetemp={tmp_path / 'inner'}", f"{__file__}::test_ctrl_c_is_heard_in_a_call"]
    script = shlex.join(command) + " & wait $!"
    child = subprocess.run(["sh", "-c", script], cwd=Path(__file__).parents[1], capture_output=True, text=True, timeout=60)
    assert "1 passed" in child.stdout, child.stdout


def test_what_a_signal_handler_raises_is_raised(server: Loopback, alarm: SetAlarm) -> None:
    """Celery's soft limit, an alarm's TimeoutError: not an answer that is missing, but heard at once."""
    senfenico = client(server)
    payment = senfenico.begin("op", ORDER)
    server.answers = dict.fromkeys([CHARGES, "/v1/payment/balances"], loopback.silent)
    for call in (senfenico.balances.fetch, payment.advance):
        start = time.monotonic()
        alarm(0.2, TimeoutError("the job has taken too long"))
        with pytest.raises(TimeoutError, match="too long"):
            call()
        assert time.monotonic() - start < 2.0
    with pytest.raises(OutcomeUnknown):
        payment.run()
    assert server.requests.count(("POST", CHARGES)) == 1, "may have been sent, so not sent again"


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit(1), TimeoutError(), ConnectFailed("somebody else's")])
def test_whatever_interrupts_it_may_have_been_sent(server: Loopback, alarm: SetAlarm, error: BaseException) -> None:
    server.answers[CHARGES] = loopback.silent
    payment = client(server).begin("op", ORDER)
    alarm(0.2, error)
    with pytest.raises(type(error)) as caught:
        payment.advance()
    assert caught.value is error
    with pytest.raises(OutcomeUnknown):
        payment.run()
    assert server.requests.count(("POST", CHARGES)) == 1


@pytest.mark.parametrize("journal", [MemoryJournal, SqliteJournal])
@pytest.mark.parametrize("error", [KeyboardInterrupt(), TimeoutError()])
def test_a_signal_during_a_look_stops_the_payment_after_it(
    server: Loopback, alarm: SetAlarm, error: BaseException, journal: Any, tmp_path: Any
) -> None:
    answers: dict[str, str] = {}
    sandbox = Sandbox()

    def keep(request: xaalis.Request) -> xaalis.Response:
        answer = sandbox(request)
        answers[request.url.rsplit("/", 1)[1]] = answer.body
        return answer

    payment = types.NewPayBill(
        external_transaction_id="a", service="SENELEC_SN_BILL", customer="210278816", confirm=False
    )
    Dexchange("dx_test_sandbox", transport=keep).begin("op", types.PayBillOrder(payment)).advance()

    def slowly(connection: Any) -> None:
        time.sleep(0.06)
        reply(200, answers["inquiry"])(connection)

    server.answers = {
        "/api/v1/billing/inquiry": slowly,
        "/api/v1/billing/pay": reply(200, answers["pay"]),
    }
    kept = journal() if journal is MemoryJournal else journal(tmp_path / "payments.db")
    dexchange = Dexchange("dx_test_sandbox", base_url=server.url, journal=kept)
    alarm(0.03, error)
    with pytest.raises(type(error)):
        dexchange.begin("op", types.PayBillOrder(payment)).advance()
    assert [path.rsplit("/", 1)[1] for _, path in server.requests] == ["inquiry"]
