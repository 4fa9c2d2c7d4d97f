"""The relay's server end: its attacks, by every way in and over every store; and what a shop could get wrong."""

from __future__ import annotations

import contextlib
import json
import pathlib
from typing import Any

import pytest

import xaalis
from tests import relay_ways, relays
from tests.canaries import leaks
from tests.relays import ATTACKS, BOTH, SETTINGS, World
from xaalis import errors
from xaalis.relay import Incoming

WAYS = {
    "handle": relay_ways.handled,
    "await": relay_ways.awaited,
    "wsgi": relay_ways.through_wsgi,
    "asgi": relay_ways.through_asgi,
}
#: Over a disk each takes a hundred times as long.
MOST_ON_DISK = 20


def runs(test: dict[str, Any], most: int) -> int:
    wanted: int = max(line.get("runs", 1) for line in test["input"]["lines"])
    return min(wanted, most)


def fall(play: Any, most: int, but: tuple[str, ...] = ()) -> None:
    """All cases of both files, or it fails."""
    failures, played = [], 0
    for cases in BOTH:
        for test in cases.tests:
            if test["id"] in but:
                continue
            played += 1
            for run in range(runs(test, most)):
                try:
                    play(test, run, cases.settings)
                except AssertionError as error:
                    failures.append(f"{test['id']} {test['comment']}, run {run}: {error}")
                    break
    assert not failures, f"{len(failures)} of {played}\n" + "\n".join(failures[:12])
    assert played == sum(len(cases.tests) for cases in BOTH) - len(but)


@pytest.mark.parametrize("way", WAYS)
def test_no_attack_succeeds(way: str) -> None:
    def play(test: dict[str, Any], run: int, settings: dict[str, Any]) -> None:
        world = World(settings=settings)
        relays.attack(test, world, WAYS[way](world), run)

    # A server of WSGI hands over as much of a body as its length says, so none can lie.
    fall(play, 1000 if way == "handle" else 50, ("rel-atk-136",) if way == "wsgi" else ())
    assert {test["input"]["attack"] for test in ATTACKS.tests} == {*range(1, 62)}


@pytest.mark.parametrize("way", ["handle", "await"])
def test_no_attack_succeeds_over_sqlite(way: str, tmp_path: pathlib.Path) -> None:
    places = iter(range(10_000))

    def play(test: dict[str, Any], run: int, settings: dict[str, Any]) -> None:
        path = tmp_path / f"{next(places)}.db"
        with xaalis.SqliteJournal(path) as journal, xaalis.SqliteTally(path) as tally:
            world = World(journal, tally, settings)
            relays.attack(test, world, WAYS[way](world), run)
        # Threads that were lent may still be closing theirs: SQLite's side files go with the last.
        for file in tmp_path.glob(f"{path.name}*"):
            with contextlib.suppress(FileNotFoundError):
                world.search([file.read_bytes().decode("latin-1")])
                file.unlink()

    fall(play, MOST_ON_DISK)


def made(**changes: Any) -> Any:
    settings = {
        "url": SETTINGS["url"],
        "keys": {"a1": "relay-secret-canary-0123456789abcdefghijklm"},
        "origins": ["https://shop.example"],
    }
    client = changes.pop("client", None) or xaalis.Senfenico("sk_test_canary_5f2c9a", transport=xaalis.Sandbox())
    return xaalis.Relay(client, **(settings | changes))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"url": "http://shop.example/pay"}, "url"),
        ({"url": 1}, "url"),
        ({"keys": {}}, "keys"),
        ({"keys": ["canary"]}, "keys"),
        ({"keys": {"a1": "canary"}}, "keys"),
        ({"keys": {"a 1": "relay-secret-canary-0123456789abcdefghijklm"}}, "keys"),
        ({"keys": {"a1": b"relay-secret-canary-0123456789abcdefghijklm"}}, "keys"),
        ({"keys": {"a1": "sk_test_canary_0123456789_0123456789_0123456789"}}, "keys"),
        ({"origins": "https://shop.example"}, "origins"),
        ({"origins": ["https://shop.example/"]}, "origins"),
        ({"collect": 1}, "collect"),
        ({"checkout": "https://shop.example/paid"}, "checkout"),
        ({"checkout": ("https://shop.example/paid", "nowhere")}, "checkout"),
        ({"at_once": 0}, "at_once"),
        ({"tally": object()}, "tally"),
        ({"client": xaalis.Dexchange("dx_test_sandbox", transport=xaalis.Sandbox())}, "bills"),
        ({"client": xaalis.AsyncSenfenico("sk_test_sandbox", transport=xaalis.Sandbox())}, "client"),
    ],
)
def test_settings_are_refused_by_argument(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(errors.InvalidInput) as caught:
        made(**changes)
    assert caught.value.field == field
    assert leaks(caught.value, {"secret": "canary"}) == []


def test_a_journal_that_lasts_wants_a_tally_that_is_shared(tmp_path: pathlib.Path) -> None:
    client = xaalis.Senfenico(
        "sk_test_sandbox", transport=xaalis.Sandbox(), journal=xaalis.SqliteJournal(tmp_path / "p.db")
    )
    with pytest.raises(errors.InvalidInput) as caught:
        made(client=client)
    assert caught.value.field == "tally"
    assert made(client=client, tally=xaalis.SqliteTally(tmp_path / "p.db"))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (("a b", 1500), "order"),
        (("o" * 51, 1500), "order"),
        ((True, 1500), "order"),
        ((42, 0), "amount"),
        ((42, 15.0), "amount"),
        ((42, 1500, {"operation": "payout"}), "operation"),
        ((42, 1500, {"operation": "checkout"}), "operation"),
        ((42, 1500, {"seconds": 3601}), "seconds"),
        ((42, 1500, {"origins": ["https://evil.example"]}), "origins"),
        ((42, 1500, {"phone": "7600canary"}), "phone"),
    ],
)
def test_a_token_is_refused_by_argument(given: Any, field: str) -> None:
    order, amount, *more = given
    with pytest.raises(errors.InvalidInput) as caught:
        made().mint(order, amount, **(more[0] if more else {}))
    assert caught.value.field == field
    assert leaks(caught.value, {"phone": "canary"}) == []


def test_what_holds_keys_shows_none_and_is_not_pickled() -> None:
    import pickle

    relay = made()
    assert repr(relay) == "<Relay https://shop.example/xaalis/pay>"
    for thing in (relay, relay._gate):
        with pytest.raises(TypeError):
            pickle.dumps(thing)
    shown = repr(Incoming(method="GET", target="/", headers=(("Authorization", "canary"),), body=b"canary"))
    assert "canary" not in shown


def test_a_store_that_answers_nonsense_is_down_and_nothing_is_sent() -> None:
    for store, method, answer in [
        ("tally", "take", "3"),
        ("tally", "hold", 1),
        ("journal", "put", None),
        ("journal", "get", {"kind": "nonsense"}),
    ]:
        world = World()
        setattr(getattr(world, store), method, lambda *_, answer=answer: answer)
        relay = world.relay()
        token = relay.mint("42", 1500)
        headers = (("Authorization", f"Bearer {token}"), ("Content-Type", "application/json"))
        body = b'{"do":"start","attempt":1,"phone":"76000000"}'
        given = Incoming(method="POST", target="/xaalis/pay", headers=(*headers, ("Origin", PAGE)), body=body)
        with relays.heard(world):
            assert relay.handle(given).status == 503, method
        assert not world.sent and any(f"the {store} failed: " in line for line in world.inside)


PAGE = "https://shop.example"


def test_what_a_transport_loses_may_have_been_sent() -> None:
    """`ConnectFailed` alone says that nothing was: the next try has the same number."""
    for error, next_attempt in [(errors.ConnectFailed("no"), 1), (errors.NoAnswer("?"), None), (ValueError("?"), None)]:
        world = World()
        world.gate = lambda error=error: raised(error)
        relay = world.relay()
        headers = (("Authorization", f"Bearer {relay.mint('42', 1500)}"), ("Origin", PAGE))
        body = b'{"do":"start","attempt":1,"phone":"76000000"}'
        given = Incoming(
            method="POST",
            target="/xaalis/pay",
            headers=(*headers, ("Content-Type", "application/json")),
            body=body,
        )
        said = json.loads(relay.handle(given).body)
        assert said.get("next_attempt") == next_attempt, said


def raised(error: Exception) -> None:
    raise error


def tallies(tmp_path: pathlib.Path) -> list[Any]:
    return [xaalis.MemoryTally(), xaalis.SqliteTally(tmp_path / "t.db")]


def test_what_a_tally_counts_and_holds(tmp_path: pathlib.Path) -> None:
    for tally in tallies(tmp_path):
        check_a_tally(tally)


def check_a_tally(tally: Any) -> None:
    assert [tally.take("a", 1, 1000, now) for now in (0, 999)] == [1, 2]
    assert tally.take("b", 1, 1000, 500) == 1
    assert tally.take("a", -1, 1000, 999) == 1
    assert tally.take("a", 1, 1000, 1000) == 1, "a new window"
    assert tally.hold("h", "one", 1000, 0) is True
    assert tally.hold("h", "two", 1000, 999) is False
    assert tally.hold("h", "one", 1000, 900) is True, "renewed"
    assert tally.hold("h", "two", 1000, 1899) is False
    assert tally.hold("h", "two", 1000, 1900) is True, "over"
    tally.free("h", "one")
    assert tally.hold("h", "three", 1000, 2000) is False, "another's is not freed"
    tally.free("h", "two")
    assert tally.hold("h", "three", 1000, 2000) is True
    tally.free("nothing", "one")
    # What is over is forgotten, now and then; what is not, stays.
    assert tally.take("long", 1, 10_000_000, 3000) == 1
    for _ in range(1200):
        tally.take("many", 1, 10_000_000, 3000)
    assert tally.take("long", 1, 10_000_000, 3001) == 2
    assert tally.take("many", 0, 10_000_000, 3001) == 1200


def test_of_many_threads_each_counts_its_own_and_one_holds(tmp_path: pathlib.Path) -> None:
    for tally in tallies(tmp_path):
        check_threads(tally)


def check_threads(tally: Any) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(8) as pool:
        totals = [*pool.map(lambda _: tally.take("k", 1, 10_000_000, 5), range(200))]
        held = [*pool.map(lambda place: tally.hold("own", f"owner-{place}", 10_000_000, 5), range(40))]
    assert sorted(totals) == [*range(1, 201)]
    assert held.count(True) == 1


@pytest.mark.parametrize("kind", [xaalis.Relay, xaalis.AsyncRelay])
def test_a_journal_is_told_of_each_ending_once(kind: Any) -> None:
    world, told = World(), []
    world.journal.ended = lambda *given: told.append((*given, len(world.sent)))  # type: ignore[attr-defined]
    relay = world.relay(kind)
    headers = (("Authorization", f"Bearer {relay.mint('42', 1500)}"), ("Origin", PAGE))
    headers = (*headers, ("Content-Type", "application/json"))

    def post(body: str) -> Any:
        given = Incoming(method="POST", target="/xaalis/pay", headers=headers, body=body.encode())
        answer = relay.handle(given)
        return json.loads((answer if kind is xaalis.Relay else relay_ways.run(answer)).body)

    view = post('{"do":"start","attempt":1,"phone":"76000000"}')
    assert view["state"] == "asking" and told == []
    view = post(json.dumps({"do": "code", "rev": view["rev"], "code": "123456"}))
    assert view["state"] == "done"
    ((op_id, operation, outcome, sent),) = told
    assert (op_id, operation, type(outcome)) == ("relay-42-1", "collect", xaalis.types.Settled)
    assert len(world.sent) == sent and world.count("codes") == 1
    post('{"do":"start","attempt":1,"phone":"76000000"}')
    assert len(told) == 1


def test_a_wrong_kind_is_said_of_the_argument_that_it_was_given_as() -> None:
    for argument in ("client", "url", "keys", "origins", "collect", "checkout", "tally", "at_once"):
        for value in (1.5, b"bytes", object(), [1], {"a": 1}):
            if (argument, value) == ("origins", {"a": 1}):
                continue
            with pytest.raises(errors.InvalidInput) as caught:
                made(**{argument: value})
            assert caught.value.field == argument, (argument, value)
    for argument in ("order", "amount", "operation", "seconds", "origins", "phone"):
        for value in (1.5, b"bytes", object(), [1]):
            with pytest.raises(errors.InvalidInput) as caught:
                made().mint(**({"order": 42, "amount": 100} | {argument: value}))
            assert caught.value.field == argument, (argument, value)
    for value in (None, "GET", {}):
        with pytest.raises(errors.InvalidInput) as caught:
            made().handle(value)
        assert caught.value.field == "incoming"
    for path in (1, ":memory:", ""):
        with pytest.raises(errors.InvalidInput) as caught:
            xaalis.SqliteTally(path)  # type: ignore[arg-type]
        assert caught.value.field == "path"
    for table in ("a b", 'x"; DROP TABLE orders', 1):
        with pytest.raises(errors.InvalidInput) as caught:
            xaalis.PostgresTally("postgresql:///nowhere", table=table)  # type: ignore[arg-type]
        assert caught.value.field == "table"
