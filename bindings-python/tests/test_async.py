"""asyncio and uvloop: concurrency, cancellation under load, loops that end."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import psutil
import pytest

import xaalis
from tests import loopback
from tests.loopback import Loopback, reply
from xaalis import AsyncSenfenico, OutcomeUnknown

CHARGES = "/v1/payment/charges/"
Run = Callable[[Coroutine[Any, Any, Any]], Any]


@pytest.fixture(params=["asyncio", "uvloop"])
def run(request: pytest.FixtureRequest) -> Run:
    if request.param == "asyncio":
        return asyncio.run
    uvloop = pytest.importorskip("uvloop", reason="uvloop has no Windows")
    return uvloop.run  # type: ignore[no-any-return]


def client(server: Loopback) -> AsyncSenfenico:
    return AsyncSenfenico("sk_test_sandbox", base_url=server.url)


async def create(senfenico: AsyncSenfenico) -> str:
    return (await senfenico.charges.create(amount=1000, phone="76000000")).reference


def test_a_hundred_at_a_time(server: Loopback, run: Run) -> None:
    async def main() -> list[str]:
        async with client(server) as senfenico:
            return list(await asyncio.gather(*[create(senfenico) for _ in range(300)]))

    assert run(main()) == ["ch_1"] * 300
    assert len(server.requests) == 300


def test_calls_one_after_another_use_one_bridge(server: Loopback, run: Run) -> None:
    process = psutil.Process()

    async def main() -> int:
        senfenico = client(server)
        await create(senfenico)
        before = process.num_fds()
        for _ in range(50):
            await create(senfenico)
        return process.num_fds() - before

    assert run(main()) <= 1


def test_failures_arrive(server: Loopback, run: Run) -> None:
    server.answers[CHARGES] = loopback.closing

    async def main() -> None:
        with pytest.raises(OutcomeUnknown) as caught:
            await create(client(server))
        assert isinstance(caught.value.__cause__, xaalis.NoAnswer)

    run(main())
    assert len(server.requests) == 1


def test_an_idle_connection_that_was_closed_is_noticed(server: Loopback, run: Run) -> None:
    server.answers[CHARGES] = loopback.last

    async def main() -> None:
        senfenico = client(server)
        for count in range(1, 31):
            assert await create(senfenico) == "ch_1"
            await asyncio.to_thread(server.wait_for, lambda it: it.closed == count)  # noqa: B023
            # The transport's thread hears of it as soon as it runs.
            await asyncio.sleep(0.005)

    run(main())
    assert len(server.requests) == server.connections == 30


def test_cancelling_closes_the_connection_and_the_record_says_so(server: Loopback, run: Run) -> None:
    server.answers[CHARGES] = loopback.silent
    journal = xaalis.MemoryJournal()

    async def main() -> None:
        senfenico = AsyncSenfenico("sk_test_sandbox", base_url=server.url, journal=journal)
        call = senfenico.charges.create(amount=1000, phone="76000000", op_id="op-1")
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(call, 0.3)

    run(main())
    server.wait_for(lambda it: it.closed == 1)
    (record,) = journal.unfinished()
    assert (record.op_id, record.stage, len(server.requests)) == ("op-1", "open", 1)

    async def later() -> None:
        payment = await AsyncSenfenico("sk_test_sandbox", base_url=server.url, journal=journal).resume("op-1")
        with pytest.raises(OutcomeUnknown):
            await payment.run()

    run(later())
    assert len(server.requests) == 1, "what may have been sent is not sent again"


def test_a_thousand_cancellations_under_load(server: Loopback, run: Run) -> None:
    server.answers["/v1/payment/charges/ch_slow"] = loopback.silent

    async def main() -> tuple[int, int]:
        senfenico = client(server)
        await senfenico.charges.fetch("ch_1")
        before = len(asyncio.all_tasks())
        cancelled = served = 0
        for _ in range(20):
            slow = [asyncio.ensure_future(senfenico.charges.fetch("ch_slow")) for _ in range(50)]
            load = [asyncio.ensure_future(senfenico.charges.fetch("ch_1")) for _ in range(10)]
            await asyncio.sleep(0.005)
            for task in slow:
                task.cancel()
            ends = await asyncio.gather(*slow, return_exceptions=True)
            cancelled += sum(isinstance(end, asyncio.CancelledError) for end in ends)
            served += len(await asyncio.gather(*load))
        transport = senfenico._desk.transport
        assert [len(bridge) for bridge in transport._bridges.values()] == [0], "an answer is still awaited"
        assert len(asyncio.all_tasks()) == before
        # The runtime is not stuck.
        await senfenico.charges.fetch("ch_1")
        senfenico.close()
        return cancelled, served

    process = psutil.Process()
    with quiet_threads():
        cancelled, served = run(main())
    assert (cancelled, served) == (1000, 200)
    gc.collect()
    server.wait_for(lambda it: it.connections - it.closed <= 10)
    # Python knows the test server's threads; the rest are the transport's.
    assert process.num_threads() - threading.active_count() < 20


def test_what_is_cancelled_in_its_own_turn_of_the_loop_is_not_sent(server: Loopback, run: Run) -> None:
    async def main() -> None:
        async with client(server) as senfenico:
            tasks = [asyncio.ensure_future(senfenico.charges.fetch("ch_early")) for _ in range(10)]
            await asyncio.sleep(0)
            # Between the turn's end and the moment the tasks hear of it: long enough to send anything.
            asyncio.get_running_loop().call_soon(time.sleep, 0.1)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            assert [len(bridge) for bridge in senfenico._desk.transport._bridges.values()] == [0]
            await asyncio.gather(*[senfenico.charges.fetch("ch_1") for _ in range(10)])

    run(main())
    early = server.requests.count(("GET", "/v1/payment/charges/ch_early"))
    assert early <= 1, "only the first goes at once"
    assert len(server.requests) == early + 10


def test_a_loop_that_ends_with_calls_under_way_says_nothing(server: Loopback) -> None:
    server.answers["/v1/payment/charges/ch_slow"] = lambda connection: (
        time.sleep(0.2),
        reply()(connection),
    )[1]
    script = (
        "import asyncio, sys, time, xaalis\n"
        "async def main():\n"
        "    client = xaalis.AsyncSenfenico('sk_test_sandbox', base_url=sys.argv[1])\n"
        "    calls = [asyncio.ensure_future(client.charges.fetch('ch_slow')) for _ in range(100)]\n"
        "    await asyncio.sleep(0.1)\n"
        "asyncio.run(main())\n"
        "time.sleep(0.5)\n"
        "print('over')\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script, server.url],
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert (done.stdout, done.stderr) == ("over\n", "")


def test_loops_one_after_another_and_side_by_side(server: Loopback, run: Run) -> None:
    senfenico = client(server)
    assert [run(create(senfenico)) for _ in range(5)] == ["ch_1"] * 5
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(run(create(senfenico)))) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["ch_1"] * 5
    gc.collect()
    assert len(senfenico._desk.transport._bridges) == 0, "a loop that ended is forgotten"


def test_the_loop_runs_while_a_journal_writes(server: Loopback, run: Run) -> None:
    class Slow(xaalis.MemoryJournal):
        in_memory = False

        def put(self, record: xaalis.Record) -> Any:
            time.sleep(0.1)
            return super().put(record)

    async def main() -> int:
        senfenico = AsyncSenfenico("sk_test_sandbox", base_url=server.url, journal=Slow())
        call = asyncio.ensure_future(create(senfenico))
        ticks = 0
        while not call.done():
            await asyncio.sleep(0.005)
            ticks += 1
        assert await call == "ch_1"
        return ticks

    assert run(main()) > 5


def test_the_loop_runs_while_a_sandbox_waits_in_real_time(run: Run) -> None:
    async def main() -> float:
        senfenico = AsyncSenfenico("sk_test_sandbox", transport=xaalis.Sandbox(real_time=True))
        start = time.monotonic()
        with pytest.raises(asyncio.TimeoutError):
            payout = senfenico.payout("op-1", amount=500, phone="70009903", ext_id="a")
            await asyncio.wait_for(payout, 0.2)
        return time.monotonic() - start

    assert run(main()) < 1.0


@contextlib.contextmanager
def quiet_threads() -> Iterator[None]:
    """The test server's threads die loudly when their client goes; that is not what is tested."""
    before, threading.excepthook = threading.excepthook, lambda _: None
    try:
        yield
    finally:
        threading.excepthook = before
