"""The journals on a real PostgreSQL: the contract, its races, and payments whose workers are killed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests import relay_ways, relays, test_relay, vectors
from tests.postgres import shop
from tests.postgres.cluster import Cluster, missing
from tests.postgres.crew import Crew
from tests.postgres.pooler import Pooler
from xaalis import Dexchange, Senfenico, types

psycopg = pytest.importorskip("psycopg")
if missing() is not None and not os.environ.get("XAALIS_REQUIRE_POSTGRES"):
    pytest.skip(missing() or "", allow_module_level=True)

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with Cluster() as running:
        yield running


@pytest.fixture
def journal(cluster: Cluster) -> Any:
    from xaalis import PostgresJournal

    made = PostgresJournal(cluster.conninfo, table="contract")
    made.create_table()
    made._connection().execute("TRUNCATE contract")
    return made


def record(op_id: str, sequence: int, reference: str | None = None, **more: Any) -> types.Record:
    stage = types.Stage(more.pop("stage", "open"))
    given: dict[str, Any] = {"version": 1, "state": "{}", "operation": "collect", "stage": stage}
    given |= {"vendor": types.Vendor.SENFENICO, "mode": types.Mode(more.pop("mode", "test"))}
    return types.Record(op_id=op_id, sequence=sequence, reference=reference, **given | more)


def test_the_contract_as_data(cluster: Cluster, journal: Any) -> None:
    from xaalis import PostgresJournal

    file = vectors.load("journal")
    tests = [test for group in file["groups"] for test in group["tests"]]
    for test in tests:
        journal._connection().execute("TRUNCATE contract")
        told = vectors.journal(test["input"], lambda: PostgresJournal(cluster.conninfo, table="contract"))
        assert vectors.agrees(test["expect"], told), test["id"]
    assert len(tests) == file["cases"]


def test_both_races(journal: Any) -> None:
    def put(*args: Any, **named: Any) -> Any:
        return journal.put(record(*args, **named))

    journal.create_table()
    assert put("a", 1) == "stored"
    assert put("a", 1) == "outrun", "the same again"
    assert put("a", 3) == "outrun", "a gap"
    assert put("b", 2) == "outrun", "no beginning"
    assert put("a", 2, "ch_1") == "stored"
    assert put("b", 1, "ch_1") == "taken"
    assert put("b", 3, "ch_1") == "outrun", "outrun before taken"
    assert put("b", 1, "ch_1", mode="live") == "stored", "modes do not collide"
    assert put("c", 1, "ch_2") == "stored", "a refused record leaves no trace"
    assert put("c", 2, "ch_1") == "taken"
    assert put("c", 1, "ch_1") == "outrun", "outrun before taken"
    assert put("a", 3) == "stored"
    assert put("c", 2, "ch_1") == "stored", "given up, so free"


def test_what_has_ended_may_begin_anew_in_one_process(journal: Any) -> None:
    closed = record("a", 1, stage="closed", our_reference="first")
    assert [journal.put(one) for one in (closed, record("a", 2, our_reference="other"))] == ["stored", "stored"]
    assert journal.put(record("a", 2)) == journal.put(closed) == "outrun"
    found = [journal.find("senfenico", "test", None, name) for name in ("first", "other")]
    assert found == [None, record("a", 2, our_reference="other")]


def test_a_webhook_finds_its_record_by_an_index(cluster: Cluster, journal: Any) -> None:
    journal.create_table()
    journal.create_table()
    test = ("senfenico", "test")
    assert journal.find(*test, "ch_1", "e-1") is None
    journal.put(record("a", 1, our_reference="e-1"))
    journal.put(record("b", 1, our_reference="e-1"))
    journal.put(record("a", 2, "ch_1", our_reference="e-1", stage="closed"))
    assert journal.find(*test, "ch_1", "e-1").op_id == "a", "ended ones too"
    assert journal.find(*test, None, "e-1").op_id == "b", "the newest of ours"
    for asked in ((*test, "CH_1", None), ("senfenico", "live", "ch_1", "e-1"), ("dexchange", "test", "ch_1", None)):
        assert journal.find(*asked) is None
    for name in ("claims", "ours"):
        assert f"_{name} ON " in journal.schema


def test_what_comes_back_is_what_went_in(journal: Any) -> None:
    given = record("a", 1, "ch_1", state='{"intent": "é"}', our_reference="ours")
    journal.put(given)
    assert journal.get("a") == given and journal.get("A") is None
    for number, stage in enumerate(["closed", "unknown", "open"]):
        journal.put(record(f"op-{9 - number}", 1, stage=stage))
    assert [one.op_id for one in journal.unfinished()] == ["a", "op-8", "op-7"]


def test_one_of_many_threads_wins_each_sequence(journal: Any) -> None:
    barrier = threading.Barrier(8)

    def race(_: int) -> Counter[str]:
        counts: Counter[str] = Counter()
        for sequence in range(1, 41):
            barrier.wait(20)
            counts[journal.put(record("a", sequence))] += 1
        journal.close()
        return counts

    with ThreadPoolExecutor(8) as pool:
        total = sum(pool.map(race, range(8)), Counter())
    assert total == {"stored": 40, "outrun": 280}


def test_one_of_many_operations_gets_the_reference(journal: Any) -> None:
    barrier = threading.Barrier(8)

    def race(me: int) -> Counter[str]:
        counts: Counter[str] = Counter()
        for number in range(40):
            barrier.wait(20)
            counts[journal.put(record(f"op-{me}-{number}", 1, f"ch_{number}"))] += 1
        journal.close()
        return counts

    with ThreadPoolExecutor(8) as pool:
        total = sum(pool.map(race, range(8)), Counter())
    assert total == {"stored": 40, "taken": 280}


def test_a_child_has_a_connection_of_its_own(journal: Any) -> None:
    journal.put(record("a", 1))
    parents = journal._connection()
    pid = os.fork()
    if pid == 0:
        fine = journal.put(record("a", 2)) == "stored" and journal._connection() is not parents
        os._exit(0 if fine else 1)
    assert os.waitpid(pid, 0)[1] == 0
    assert journal._connection() is parents and journal.get("a").sequence == 2
    assert journal.put(record("a", 3)) == "stored"


def end_session(cluster: Cluster, connection: Any) -> None:
    with psycopg.connect(cluster.conninfo, autocommit=True) as boss:
        boss.execute("SELECT pg_terminate_backend(%s, 5000)", (connection.info.backend_pid,))


def test_a_connection_that_ended_meanwhile_is_replaced(cluster: Cluster, journal: Any) -> None:
    """A restart, `idle_session_timeout`: nothing was under way, so nothing is in doubt."""
    journal.put(record("a", 1))
    end_session(cluster, journal._connection())
    assert journal.put(record("a", 2)) == "stored", "a write, too"
    end_session(cluster, journal._connection())
    assert journal.get("a").sequence == 2
    journal._connection().execute("SET idle_session_timeout = 100")
    time.sleep(0.4)
    assert journal.put(record("a", 3)) == "stored", "the customer was looking for the code"


def test_a_connection_that_breaks_during_a_write_raises(cluster: Cluster, journal: Any) -> None:
    """Nobody knows then whether the record was kept."""
    with psycopg.connect(cluster.conninfo) as boss:
        boss.execute("LOCK TABLE contract")
        pid = journal._connection().info.backend_pid
        timer = threading.Timer(0.2, boss.execute, ["SELECT pg_terminate_backend(%s)", (pid,)])
        timer.start()
        with pytest.raises(psycopg.OperationalError):
            journal.put(record("a", 1))
        timer.join()
    assert journal.get("a") is None and journal.put(record("a", 1)) == "stored"


def test_a_signal_while_the_server_is_waited_for(cluster: Cluster, journal: Any, alarm: Any) -> None:
    """Celery's soft limit, a worker's timeout: the thread's next records are kept all the same."""
    with psycopg.connect(cluster.conninfo) as boss:
        boss.execute("LOCK TABLE contract")
        for ask in (lambda: journal.put(record("a", 1)), journal.unfinished):
            alarm(0.2, ZeroDivisionError())
            with pytest.raises(ZeroDivisionError):
                ask()
    assert journal.put(record("b", 1)) == "stored"
    assert journal.get("b").sequence == 1


def test_workers_that_start_at_once_all_make_the_table(cluster: Cluster) -> None:
    from xaalis import PostgresJournal

    for place in range(10):
        ready = threading.Barrier(8)
        journals = [PostgresJournal(cluster.conninfo, table=f"at_once_{place}") for _ in range(8)]

        def makes(journal: Any, ready: threading.Barrier = ready) -> Any:
            ready.wait(30)
            journal.create_table()
            return journal.get("nobody")

        with ThreadPoolExecutor(8) as crew:
            assert list(crew.map(makes, journals)) == [None] * 8


@pytest.mark.parametrize("given", ["off", "on", "local"])
def test_is_durable_where_the_server_is_not_asked_to_be(cluster: Cluster, given: str) -> None:
    from xaalis import PostgresJournal

    options = f"{cluster.conninfo} options='-c synchronous_commit={given}'"
    journal = PostgresJournal(options, table=f"durable_{given}")
    journal.create_table()
    with psycopg.connect(cluster.conninfo, autocommit=True) as boss:
        boss.execute("CREATE TABLE IF NOT EXISTS lazy (a int)")
        flushed = "SELECT pg_current_wal_flush_lsn() >= %s::pg_lsn"
        written = "SELECT pg_current_wal_insert_lsn()::text"
        for sequence in range(1, 6):
            assert journal.put(record("a", sequence)) == "stored"
            (lsn,) = boss.execute(written).fetchone()  # type: ignore[misc]
            assert boss.execute(flushed, (lsn,)).fetchone() == (True,), "on the disk when `put` returns"
    shown = journal._connection().execute("SHOW synchronous_commit").fetchone()
    assert shown == (given,), "said for the write alone: the session may be somebody else's next"


# Other people's connections.


@pytest.fixture(scope="module")
def pooler(cluster: Cluster) -> Iterator[str]:
    with Pooler(cluster) as running:
        yield running.conninfo


def test_behind_a_pooler_of_transactions(cluster: Cluster, pooler: str) -> None:
    """Each statement may run in another session, which other programs have used and set up."""
    from xaalis import PostgresJournal

    journal = PostgresJournal(pooler, table="pooled")
    journal.create_table()

    def pay(me: int) -> list[str]:
        said = []
        for number in range(30):
            said += [journal.put(record(f"op-{me}-{number}", sequence)) for sequence in (1, 2, 3)]
            assert journal.get(f"op-{me}-{number}").sequence == 3  # type: ignore[union-attr]
        journal.close()
        return said

    def disturb(_: int) -> list[str]:
        with psycopg.connect(pooler, autocommit=True, prepare_threshold=None) as other:
            for _ in range(40):
                other.execute("SET synchronous_commit = off")
                other.execute("SET search_path = pg_catalog, public")
        return []

    with ThreadPoolExecutor(9) as pool:
        said = [*pool.map(lambda me: disturb(me) if me == 8 else pay(me), range(9))]
    assert Counter(sum(said, [])) == {"stored": 8 * 30 * 3}
    assert len(journal.unfinished()) == 8 * 30


def test_whatever_the_connections_are_like(cluster: Cluster) -> None:
    from psycopg.adapt import Loader
    from psycopg.rows import dict_row
    from psycopg.types.string import StrBinaryDumper

    from xaalis import PostgresJournal

    class Upper(Loader):
        def load(self, data: Any) -> Any:
            return bytes(data).decode().upper()

    def connect() -> Any:
        made = psycopg.connect(cluster.conninfo, row_factory=dict_row, cursor_factory=psycopg.ClientCursor)
        made.isolation_level = psycopg.IsolationLevel.SERIALIZABLE
        made.prepare_threshold = 0
        made.adapters.register_loader("text", Upper)
        made.adapters.register_loader("int8", Upper)
        made.adapters.register_dumper(str, StrBinaryDumper)
        made.execute("SET application_name = 'shop'")
        return made

    journal = PostgresJournal(connect, table="strange")
    journal.create_table()
    given = record("a", 1, "ch_1", our_reference="ours", state='{"text": "é"}')
    assert journal.put(given) == "stored" and journal.get("a") == given
    assert journal.put(record("a", 1)) == "outrun" and journal.put(record("b", 1, "ch_1")) == "taken"
    assert [one.op_id for one in journal.unfinished()] == ["a"]
    # Under SERIALIZABLE the database may refuse a race instead of deciding it.
    barrier = threading.Barrier(6)

    def race(_: int) -> Counter[str]:
        counts: Counter[str] = Counter()
        for sequence in range(2, 32):
            barrier.wait(20)
            counts[journal.put(record("a", sequence))] += 1
        return counts

    with ThreadPoolExecutor(6) as pool:
        total = sum(pool.map(race, range(6)), Counter())
    assert total == {"stored": 30, "outrun": 150}


def test_a_table_that_is_not_there_is_said(cluster: Cluster) -> None:
    from xaalis import PostgresJournal

    journal = PostgresJournal(cluster.conninfo, table="never_made")
    for ask in (journal.unfinished, lambda: journal.put(record("a", 1)), lambda: journal.get("a")):
        with pytest.raises(RuntimeError, match=r"no table never_made: call create_table\(\) once"):
            ask()


def test_a_function_that_connects(cluster: Cluster) -> None:
    from xaalis import PostgresJournal

    journal = PostgresJournal(lambda: psycopg.connect(cluster.conninfo), table="public.mine")
    journal.create_table()
    assert journal.put(record("a", 1)) == "stored"
    assert PostgresJournal(cluster.conninfo, table="mine").get("a") is not None, "committed"


def test_table_names_are_checked(cluster: Cluster) -> None:
    from xaalis import PostgresJournal

    for name in ("a b", "records; drop table x", "", "a.b.c", "x" * 60):
        with pytest.raises(ValueError, match="table"):
            PostgresJournal(cluster.conninfo, table=name)


def test_atomic_requests_and_an_alias_for_records(cluster: Cluster) -> None:
    pytest.importorskip("django")
    _run_python(["-m", "tests.postgres.atomic", cluster.host])


def test_the_orms_reads_outlive_a_connection(cluster: Cluster) -> None:
    pytest.importorskip("django")
    _run_python(["-m", "tests.postgres.dropped", cluster.host])


def test_asyncio_over_djangos_own_pool(cluster: Cluster) -> None:
    pytest.importorskip("django")
    _run_python(["-m", "tests.postgres.pooled", cluster.host])


# Payments


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[str]:
    """One sandbox server for all processes."""
    program = os.environ.get("XAALIS_SANDBOX") or str(ROOT / "target/debug/xaalis-sandbox-server")
    if not Path(program).exists():
        pytest.skip("no sandbox server: cargo build -p xaalis-sandbox-server, or XAALIS_SANDBOX=its path")
    options = {"transfer_ms": 100, "payer_ms": 100, "slow_ms": 2000, "settlement_transit_ms": 200}
    options |= {"settlement_success_ms": 400, "transfer_balance": 10**9, "collection_balance": 10**9}
    options |= {"dexchange_balance": 10**9, "top_up_ms": 100}
    (tmp_path / "options.json").write_text(json.dumps(options))
    command = [program, "--port", "0", "--options", str(tmp_path / "options.json")]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        yield server.stdout.readline().strip().removeprefix("sandbox on ")
    finally:
        server.terminate()
        server.wait(10)
        server.stdout.close()


KINDS = {"payout": 80, "collect": 60, "bill": 40, "bulk": 8, "settle": 8, "call": 24}
#: The ORM's journal gets a quarter of them: what it adds is one table more.
SHARE = {"postgres": 1, "django": 4, "planted": 4}


def pay(
    cluster: Cluster, url: str, which: str, planted: str, kills: int, seconds: float, others: list[str] | None = None
) -> tuple[Crew, list[str]]:
    told = {"journal": which, "conninfo": cluster.conninfo, "host": cluster.host, "url": url}
    told |= {"start": time.time_ns() // 1_000_000, "planted": planted, "others": others or []}
    op_ids = [f"{kind}-{number}" for kind, many in KINDS.items() for number in range(many // SHARE[planted or which])]
    _make_tables(cluster, which)
    seed = int.from_bytes(os.urandom(3), "big")
    print(f"seed {seed}")
    crew = Crew(told, op_ids, kills, twice=1 if planted else 10, seed=seed)
    left = crew.run(seconds)
    assert not left or crew._is_quiet(), f"{len(left)} still on their way after {seconds} s: a slow machine?"
    print("left", {op_id: crew.last[op_id] for op_id in left if op_id in crew.last})
    return crew, crew.contradictions + compare(url, crew.said | dict.fromkeys(left, "never sent"))


def compare(url: str, said: dict[str, str]) -> list[str]:
    """What the workers said against what the sandbox did."""
    problems: list[str] = []
    with Senfenico(shop.SENFENICO_KEY, base_url=url) as senfenico:
        transfers, charges = senfenico.transfers.list(), senfenico.charges.list()
        settlements = senfenico.settlements.list()
    made = Counter(transfer.ext_id for transfer in transfers)
    paid = {transfer.ext_id for transfer in transfers if transfer.status == "success"}
    for op_id, says in said.items():
        # Stored, but its worker died before it was sent: it stays open, and nothing may be there.
        kind, _, number = op_id.partition("-")
        if kind == "call":
            # Accepted is all that a single request says.
            fine = says == "unknown" or (f"ext-{op_id}" in made) == (says == "settled")
            problems += [] if fine and made[f"ext-{op_id}"] <= 1 else [f"{op_id}: {says}"]
            continue
        if kind in ("payout", "bulk"):
            bulk = [one.ext_id for one in shop.recipients(op_id)] if kind == "bulk" else [f"ext-{op_id}"]
            items = json.loads(says) if says.startswith("{") else dict.fromkeys(bulk, says)
            truth = {ext_id: (made[ext_id], ext_id in paid) for ext_id in items}
        elif kind == "collect":
            mine = [one for one in charges if one.amount == 100 + int(number)]
            items, truth = {op_id: says}, {op_id: (len(mine), any(one.status == "success" for one in mine))}
        elif kind == "settle":
            mine = [one for one in settlements if one.amount == 100_000 + int(number)]
            items, truth = {op_id: says}, {op_id: (len(mine), any(one.status == "success" for one in mine))}
        else:
            continue
        for name, outcome in items.items():
            times, success = truth[name]
            if times > 1:
                problems.append(f"{name}: made {times} times")
            if success != (outcome == "settled") or (outcome in ("not_sent", "never sent") and times):
                problems.append(f"{name}: {outcome}, but the sandbox has {times}, success {success}")
    return problems + _bills(url, said)


def _bills(url: str, said: dict[str, str]) -> list[str]:
    """The vendor has no list of bills, but its balance knows. One whose worker died before the answer
    stays open until its callback comes: it may be paid, and is not said to be anything."""
    with Dexchange(shop.DEXCHANGE_KEY, base_url=url) as dexchange:
        last = dexchange.pay_bill(
            "the-last",
            service="WOYOFAL_SN_BILL",
            customer="07999999991",
            amount=1_000,
            external_transaction_id="ext-last",
        )
    bills = {1_000 + int(op_id[5:]): says for op_id, says in said.items() if shop.is_bill(op_id)}
    due = [1_010] + [amount + -(-amount // 100) for amount, says in [*bills.items()] if says == "settled"]
    open_yet = [amount + -(-amount // 100) for amount, says in bills.items() if says == "never sent"]
    possible = {sum(due)}
    for amount in open_yet:
        possible |= {one + amount for one in possible}
    spent = 10**9 - (last.current_balance or 0)
    return [] if spent in possible else [f"bills: {spent} francs spent, {sum(due)} settled"]


def _make_tables(cluster: Cluster, which: str) -> None:
    if which == "postgres":
        from xaalis import PostgresJournal

        PostgresJournal(cluster.conninfo).create_table()
        with psycopg.connect(cluster.conninfo, autocommit=True) as boss:
            boss.execute("TRUNCATE xaalis_records")
        return
    code = (
        "import json, sys; from tests.postgres.worker import _journal; _journal(json.loads(sys.argv[1]));"
        "from django.core.management import call_command; call_command('migrate', verbosity=0)"
    )
    _run_python(["-c", code, json.dumps({"journal": which, "host": cluster.host, "planted": ""})])


def _run_python(args: list[str]) -> None:
    path = os.pathsep.join([str(ROOT / "bindings-python"), os.environ.get("PYTHONPATH", "")])
    subprocess.run([sys.executable, *args], check=True, timeout=60, env=os.environ | {"PYTHONPATH": path})


@pytest.mark.parametrize("which", ["postgres", "django"])
def test_workers_killed_at_random(cluster: Cluster, sandbox: str, which: str) -> None:
    if which == "django":
        pytest.importorskip("django")
    crew, problems = pay(cluster, sandbox, which, "", kills=32 // SHARE[which], seconds=150)
    assert problems == [], "\n".join(problems)
    left = set(crew.last) - set(crew.said)
    print(f"{crew.killed} killed, {len(left)} stored but never sent: {sorted(left)}")
    assert len(left) < 20
    assert crew.killed >= 16 // SHARE[which], "the test killed too few to mean anything"
    assert Counter(crew.said.values())["settled"] > 160 // SHARE[which]


def test_workers_of_node_share_the_journal(cluster: Cluster, sandbox: str) -> None:
    """Half of the workers are the npm package's: `XAALIS_NODE_WORKER` is the path of its `test/worker.mjs`."""
    worker = os.environ.get("XAALIS_NODE_WORKER")
    if worker is None:
        pytest.skip("no npm package: build it, and XAALIS_NODE_WORKER=bindings-wasm/npm/test/worker.mjs")
    crew, problems = pay(cluster, sandbox, "postgres", "", kills=32, seconds=150, others=["node", worker])
    assert problems == [], "\n".join(problems)
    assert crew.killed >= 16, "the test killed too few to mean anything"
    assert Counter(crew.said.values())["settled"] > 160


def test_a_journal_that_ignores_the_sequence_is_found_out(cluster: Cluster, sandbox: str) -> None:
    """The test above can fail: the same payments on a journal without its compare-and-set."""
    _, problems = pay(cluster, sandbox, "postgres", "planted", kills=4, seconds=60)
    assert any("made 2 times" in problem for problem in problems), problems


@pytest.fixture
def tally(cluster: Cluster) -> Any:
    from xaalis import PostgresTally

    made = PostgresTally(cluster.conninfo, table="counted")
    made.create_table()
    made._connection().execute("TRUNCATE counted")
    return made


def test_a_relay_counts_and_holds(tally: Any) -> None:
    test_relay.check_a_tally(tally)
    tally._connection().execute("TRUNCATE counted")
    test_relay.check_threads(tally)


def test_no_attack_on_a_relay_succeeds(journal: Any, tally: Any) -> None:
    def play(test: dict[str, Any], run: int, settings: dict[str, Any]) -> None:
        for store, table in ((journal, "contract"), (tally, "counted")):
            store._connection().execute(f"TRUNCATE {table}")
        world = relays.World(journal, tally, settings)
        relays.attack(test, world, relay_ways.handled(world), run)
        for store, table in ((journal, "contract"), (tally, "counted")):
            rows = store._connection().execute(f"SELECT * FROM {table}").fetchall()
            world.search([repr(rows)])

    test_relay.fall(play, test_relay.MOST_ON_DISK)


@pytest.mark.parametrize(("which", "orders"), [("postgres", 1000), ("django", 250)])
def test_two_tabs_two_workers_one_charge(cluster: Cluster, sandbox: str, which: str, orders: int) -> None:
    """Two pages of one order are loaded at once, and two processes are asked by them."""
    told = {"stores": which, "conninfo": cluster.conninfo, "host": cluster.host, "url": sandbox}
    told["start"] = time.time_ns() // 1_000_000
    _make_tables(cluster, which)
    if which == "postgres":
        from xaalis import PostgresTally

        PostgresTally(cluster.conninfo).create_table()
    command = [sys.executable, "-m", "tests.postgres.tabs", json.dumps(told)]
    around = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "bindings-python"), os.environ.get("PYTHONPATH", "")])}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    workers = [subprocess.Popen(command, text=True, env=around, **pipes) for _ in range(2)]  # type: ignore[call-overload]
    said: Counter[str] = Counter()
    try:
        for worker in workers:
            assert json.loads(worker.stdout.readline()) == {"ready": True}
        begun = time.monotonic()
        for number in range(orders):
            # No faster than the whole shop may ask, in a time that runs faster: each tab counts while it begins.
            time.sleep(max(0.0, begun + number * 2 * 60 / 100 / shop.SPEED - time.monotonic()))
            for worker in workers:
                worker.stdin.write(f"{number}\n")
                worker.stdin.flush()
            answers = [json.loads(worker.stdout.readline()) for worker in workers]
            said.update(f"{status} {error} {state}" for status, error, state in answers)
            assert any(status == 200 for status, *_ in answers), answers
            assert all(status in (200, 409, 503) for status, *_ in answers), answers
    finally:
        for worker in workers:
            worker.stdin.close()
            worker.wait(10)
            worker.stdout.close()
    print(said)
    with Senfenico(shop.SENFENICO_KEY, base_url=sandbox) as senfenico:
        made = Counter(charge.amount for charge in senfenico.charges.list())
    assert made == {100 + number: 1 for number in range(orders)}
