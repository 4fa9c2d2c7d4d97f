"""The public names: all documented, the same on both clients, and every operation of core's."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import xaalis
from xaalis import errors, types, webhooks

ROOT = Path(__file__).parents[2]
PAIRS = [(xaalis.Senfenico, xaalis.AsyncSenfenico), (xaalis.Dexchange, xaalis.AsyncDexchange), (xaalis.Payment, xaalis.AsyncPayment)]
RESOURCES = {
    xaalis.Senfenico: ["charges", "checkouts", "transfers", "settlements", "balances"],
    xaalis.Dexchange: ["bills", "transactions"],
    xaalis.Payment: [],
}

#: Core's doors by their names in Python.
DOORS = {
    "create_charge": "charges.create",
    "submit_otp": "charges.submit_otp",
    "fetch_charge": "charges.fetch",
    "list_charges": "charges.list",
    "initialize_checkout": "checkouts.initialize",
    "fetch_checkout": "checkouts.fetch",
    "list_checkouts": "checkouts.list",
    "create_transfer": "transfers.create",
    "create_bulk_transfer": "transfers.create_bulk",
    "fetch_transfer": "transfers.fetch",
    "list_transfers": "transfers.list",
    "create_settlement": "settlements.create",
    "fetch_settlement": "settlements.fetch",
    "list_settlements": "settlements.list",
    "fetch_balances": "balances.fetch",
    "inquire_bills": "bills.inquire",
    "pay_bill_once": "bills.pay",
    "fetch_transaction": "transactions.fetch",
}


def made(cls: type) -> Any:
    return cls("sk_test_sandbox", transport=lambda _: None)


def own(thing: Any) -> dict[str, Any]:
    cls = thing if isinstance(thing, type) else type(thing)
    return {name: inspect.getattr_static(cls, name) for name in dir(cls) if not name.startswith("_")}


def sides(pair: tuple[type, type]) -> list[tuple[Any, Any]]:
    blocking, asynchronous = pair
    resources = RESOURCES[blocking]
    if not resources:
        return [pair]
    clients = made(blocking), made(asynchronous)
    return [pair, *[tuple(getattr(client, name) for client in clients) for name in resources]]  # type: ignore[misc]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair[0].__name__)
def test_both_sides_are_the_same(pair: tuple[type, type]) -> None:
    for blocking, asynchronous in sides(pair):
        one, other = own(blocking), own(asynchronous)
        assert one.keys() == other.keys()
        for name, member in one.items():
            if not inspect.isfunction(member):
                continue
            twin = other[name]
            here, there = inspect.signature(member), inspect.signature(twin)
            assert list(here.parameters.values()) == list(there.parameters.values()), name
            assert here.return_annotation.removeprefix("Async") == there.return_annotation.removeprefix("Async") or {
                here.return_annotation.replace("Payment", "AsyncPayment")
            } == {there.return_annotation}, name


@pytest.mark.parametrize("pair", PAIRS[:2], ids=lambda pair: pair[0].__name__)
def test_what_sends_or_stores_is_awaited(pair: tuple[type, type]) -> None:
    for _, asynchronous in sides(pair):
        for name, member in own(asynchronous).items():
            if inspect.isfunction(member):
                # What `iter` gives is awaited item by item.
                assert inspect.iscoroutinefunction(member) is (name not in ("close", "iter")), name


def test_every_name_is_documented() -> None:
    for module in (xaalis, errors, types, webhooks, xaalis.journal, xaalis.sandbox, xaalis.senfenico, xaalis.dexchange):
        assert inspect.getdoc(module)
    names = {name for name in dir(xaalis) if not name.startswith("_")}
    assert names >= {"AsyncSenfenico", "AsyncDexchange", "AsyncPayment", "PostgresJournal"} | {*xaalis.__all__}
    for name in names:
        thing = getattr(xaalis, name)
        if inspect.ismodule(thing) or name in ("Outcome", "Prompt", "Order", "annotations", "TYPE_CHECKING"):
            continue
        assert inspect.getdoc(thing), name
        if inspect.isclass(thing) and thing.__module__.startswith("xaalis") and not hasattr(thing, "_members"):
            for method, member in own(thing).items():
                if inspect.isfunction(member) or isinstance(member, property):
                    assert inspect.getdoc(member) or method in ("put", "get", "unfinished"), f"{name}.{method}"


def test_the_first_calls_of_many_threads_do_not_wait_for_each_other() -> None:
    # In a process of its own: what is loaded once must not be loaded yet.
    code = """
import threading, xaalis
body = '{"status": true, "data": {"reference": "ch_1", "amount": 1000, "fees": "3.50", "status": "success"}}'
client = xaalis.Senfenico("sk_test_sandbox", transport=lambda request: xaalis.Response(200, body=body))
start, ended = threading.Barrier(16), []
def first():
    start.wait()
    ended.append(str(client.charges.fetch("ch_1").fees))
threads = [threading.Thread(target=first, daemon=True) for _ in range(16)]
for thread in threads: thread.start()
for thread in threads: thread.join()
assert ended == ["3.50"] * 16, ended
"""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=30)


def test_a_star_brings_all_of_it_and_the_import_stays_light() -> None:
    code = (
        "import sys, xaalis\n"
        "dir(xaalis)\n"
        "assert not {'asyncio', 'threading', 'xaalis.postgres'} & {*sys.modules}\n"
        "from xaalis import *\n"
        "AsyncSenfenico, AsyncDexchange, PostgresJournal, Senfenico, NewCharge, OutcomeUnknown, types.Bill\n"
        "import pydoc\n"
        "text = pydoc.plain(pydoc.render_doc(xaalis))\n"
        "assert 'class AsyncSenfenico' in text and 'class PostgresJournal' in text\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
    assert len(xaalis.__all__) == len({*xaalis.__all__})


def test_every_method_of_a_client_names_its_page_or_arguments() -> None:
    for vendor in (xaalis.Senfenico, xaalis.Dexchange):
        client = made(vendor)
        for resource in RESOURCES[vendor]:
            thing = getattr(client, resource)
            assert inspect.getdoc(type(thing)) and inspect.getdoc(getattr(vendor, resource))
            for name, member in own(thing).items():
                assert "endor page" in (inspect.getdoc(member) or ""), f"{resource}.{name}"


def test_every_door_of_core_is_here() -> None:
    source = (ROOT / "core/src/operations.rs").read_text()
    doors: dict[str, list[str]] = {}
    for vendor, block in re.findall(r"^            (Senfenico|Dexchange) \{(.*?)\n            \}", source, re.DOTALL | re.MULTILINE):
        doors[vendor] = re.findall(r"^                    (\w+) [A-Z]\w*[(:]", block, re.MULTILINE)
    assert sum(map(len, doors.values())) == 25
    for vendor, names in doors.items():
        client = made(getattr(xaalis, vendor))
        for name in names:
            method = client
            for part in DOORS.get(name, name).split("."):
                method = getattr(method, part)
            assert callable(method), name
    orders = {kind.kind for kind in vars(types).values() if getattr(kind, "__name__", "").endswith("Order") and hasattr(kind, "kind")}
    assert orders == {name for names in doors.values() for name in names}


def test_the_errors_of_the_contract() -> None:
    assert set(errors.__all__) >= {"PaymentError", "InvalidInput", "PaymentRejected", "PaymentNotSent", "OutcomeUnknown"}
    assert all(getattr(xaalis, name) is getattr(types, name) for name in types.__all__)


FENCE = re.compile(r"```python\n(.*?)```", re.DOTALL)


def examples() -> list[Any]:
    found = []
    for name in ("Senfenico", "Dexchange", "AsyncSenfenico", "AsyncDexchange", "Payment", "AsyncPayment", "Sandbox"):
        found += [pytest.param(code, id=name) for code in FENCE.findall(inspect.getdoc(getattr(xaalis, name)) or "")]
    return found


@pytest.mark.parametrize("code", examples())
def test_examples_run(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As printed, with the sandbox behind every client."""
    import ast
    import asyncio

    monkeypatch.chdir(tmp_path)
    sandbox, journal = xaalis.Sandbox(), xaalis.MemoryJournal()

    def on_sandbox(cls: Any) -> Any:
        def make(api_key: str, **options: Any) -> Any:
            return cls(api_key, **{"transport": sandbox, "journal": journal} | options)

        return make

    names: dict[str, Any] = {
        **{name: on_sandbox(getattr(xaalis, name)) for name in ("Senfenico", "Dexchange", "AsyncSenfenico", "AsyncDexchange")},
        "Sandbox": lambda: sandbox,
        "SqliteJournal": xaalis.SqliteJournal,
        "types": types,
        "ask": lambda prompt: "123456",
        "phone": "76 00 00 00",
        "code": "123456",
    }
    # The blocking examples of a step by step payment speak of a client made before.
    names["senfenico"] = names["Senfenico"]("sk_test_sandbox")
    flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    result = eval(compile(code, "docstring", "exec", flags=flags), names)  # noqa: S307
    if inspect.iscoroutine(result):
        asyncio.run(result)


def test_there_are_examples() -> None:
    assert len(examples()) >= 5
