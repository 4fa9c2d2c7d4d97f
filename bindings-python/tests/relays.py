"""A shop with a relay, in a world whose clock moves only when asked: what the attacks of
`tests/vectors/relay-attacks.json` are tried at, and the bills of `relay-bills.json`, whichever way requests come in."""

from __future__ import annotations

import contextlib
import json
import logging
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import xaalis
from tests.relay_stores import Awaited, Kept, Killed, Turns, Watched
from xaalis import MemoryJournal, MemoryTally, Sandbox, errors, webhooks
from xaalis.relay import Answer, Incoming


class Cases:
    """A file of them, and the settings of the relay that they are tried at."""

    def __init__(self, name: str) -> None:
        file = json.loads((Path(__file__).parents[2] / f"tests/vectors/{name}.json").read_text("utf-8"))
        tests = {group["type"]: group["tests"] for group in file["groups"]}
        self.name = name
        self.settings: dict[str, Any] = tests.pop("relay_settings")[0]["input"]
        self.tests: list[dict[str, Any]] = [test for group in tests.values() for test in group]
        assert len(self.tests) == file["cases"] - 1, f"{name} holds {file['cases']}"


ATTACKS, BILLS = Cases("relay-attacks"), Cases("relay-bills")
BOTH = (ATTACKS, BILLS)
SETTINGS = ATTACKS.settings


class World:
    """The vendor, the stores and the clock."""

    def __init__(self, journal: Any = None, tally: Any = None, settings: dict[str, Any] = SETTINGS) -> None:
        self.now_ms: int = settings["now_ms"]
        self.sandbox = Sandbox(seed=1, start=self.now_ms)
        self.turns: Turns | None = None
        self.is_down = False
        self.is_silent = False
        self.kills_at: str | None = None
        self.gate: Callable[[], None] | None = None
        self.sent: list[str] = []
        self.ops: set[str] = set()
        self.touched = 0
        #: All that was answered, logged and recorded; and of these what no answer is.
        self.trace: list[str] = []
        self.inside: list[str] = []
        self.codes = Kept(self)
        self.journal = Watched(self, MemoryJournal() if journal is None else journal)
        self.tally = Watched(self, MemoryTally() if tally is None else tally)
        self.settings = settings

    # A clock.

    def now(self) -> int:
        return self.now_ms

    def sleep_until(self, until: int) -> None:
        self.now_ms = max(self.now_ms, until)

    @property
    def clock(self) -> World:
        return self

    # A transport.

    def __call__(self, request: xaalis.Request) -> xaalis.Response:
        self.turn()
        path = "/" + request.url.split("://", 1)[1].partition("/")[2]
        self.sent.append(f"{request.method} {path}")
        if self.gate is not None:
            self.gate()
        if self.is_silent:
            self.now_ms += request.timeout_ms
            raise errors.NoAnswer("silent")
        self.now_ms += 200
        self.sandbox.sleep_until(self.now_ms)
        answer = self.sandbox(request)
        if self.kills_at is not None and path.endswith(self.kills_at):
            raise Killed
        return answer

    def turn(self) -> None:
        if self.turns is not None:
            self.turns.wait()

    def relay(self, kind: type[Any] = xaalis.Relay) -> Any:
        """A relay of these settings. Raises as it does."""
        given = self.settings
        made = self.client(kind is xaalis.AsyncRelay)
        options: dict[str, Any] = {
            "url": given["url"],
            "keys": {key["kid"]: key["secret"] for key in given["keys"]},
            "origins": given["origins"],
            "tally": self.tally,
            "at_once": given["most_at_once"],
        }
        if given.get("vendor") == "dexchange":
            codes = Awaited(self.codes) if kind is xaalis.AsyncRelay else self.codes
            return kind(made, **options, bills=True, codes=codes if given["keeps_codes"] else None)
        pages = (given["success_url"], given["cancel_url"]) if "checkout" in given["operations"] else None
        return kind(made, **options, collect="collect" in given["operations"], checkout=pages)

    def client(self, awaits: bool = False) -> Any:
        """Of the vendor of these settings."""
        vendor = "Dexchange" if self.settings.get("vendor") == "dexchange" else "Senfenico"
        kind = getattr(xaalis, f"Async{vendor}" if awaits else vendor)
        return kind(self.settings["api_key"], journal=self.journal, transport=self)

    def search(self, lines: list[str]) -> None:
        """No secret, code or phone, and nothing that an attacker wrote, stands in what was kept."""
        for line in lines:
            for canary in [*self.settings["canaries"], *self.codes.kept.values()]:
                assert canary not in line, f"{canary} stands in {line[:300]}"

    def count(self, name: str) -> int:
        begun = sum(
            line.startswith("POST") and line.endswith(("/charges/", "/initialize/", "/billing/pay"))
            for line in self.sent
        )
        codes = sum("/submit" in line for line in self.sent)
        return {
            "vendor": len(self.sent),
            "begun": begun,
            "codes": codes,
            "records": len(self.ops),
            "touched": self.touched,
            "begun_and_codes": begun + codes,
        }[name]


End = Callable[[Incoming], Answer]


@contextlib.contextmanager
def heard(world: World) -> Iterator[None]:
    """Everything that the package logs."""
    log = logging.getLogger("xaalis")
    handler = logging.Handler()
    handler.emit = lambda line: world.inside.append(line.getMessage())  # type: ignore[method-assign]
    before = log.level
    log.addHandler(handler)
    log.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        log.removeHandler(handler)
        log.setLevel(before)


def attack(test: dict[str, Any], world: World, end: End, run: int) -> None:
    """Plays one attack and checks what it came to."""
    with heard(world):
        for place, line in enumerate(test["input"]["lines"]):
            try:
                _line(world, end, line, run)
            except AssertionError as error:
                raise AssertionError(f"line {place + 1}: {error}") from None
    for name, wanted in test["expect"].items():
        seen = world.count(name)
        assert seen == wanted, f"{name}: {seen}, not {wanted}: {world.sent}"
    world.search(world.inside)
    search(world.trace, world.settings)


def search(lines: list[str], settings: dict[str, Any] = SETTINGS) -> None:
    """No secret, code or phone, and nothing that an attacker wrote, stands anywhere."""
    for line in lines:
        for canary in settings["canaries"]:
            assert canary not in line, f"{canary} stands in {line[:300]}"


def _line(world: World, end: End, line: dict[str, Any], run: int) -> None:
    expect: Any = line.get("expect")
    if "request" in line:
        _agrees(_served(world, end, line["request"]), expect)
    elif "parallel" in line:
        world.turns = Turns(run)
        works = [lambda request=request: _served(world, end, request) for request in line["parallel"]]
        for answer in world.turns.play(works):
            assert answer.status in (200, 409), f"{answer.status} {answer.body!r}"
        world.turns = None
    elif "kill" in line:
        world.kills_at = {"submit": "/charges/submit", "pay": "/billing/pay"}.get(line["after"], "/charges/")
        try:
            _served(world, end, line["kill"])
        except Killed:
            pass
        else:
            raise AssertionError("it lived")
        world.kills_at = None
    elif "many" in line:
        before, statuses = len(world.sent), set()
        for _ in range(line["times"]):
            statuses.add(_served(world, end, line["many"]).status)
            world.now_ms += line["every_ms"]
        assert sorted(statuses) == expect["statuses"]
        assert len(world.sent) - before <= expect["vendor_at_most"]
    elif "hang" in line:
        _hang(world, end, line["hang"], expect)
    elif "start" in line:
        settings = world.settings | line["start"]
        try:
            World(settings=settings).relay()
        except errors.InvalidInput as error:
            assert error.field == {"relay_key": "keys", "relay_keys": "keys"}[expect["refused"]]
            assert settings["keys"][0]["secret"] not in f"{error}{error!r}"
        else:
            raise AssertionError("not refused")
    elif "webhook" in line:
        try:
            webhooks.Senfenico("whk_canary").read(line["webhook"]["body"].encode(), line["webhook"]["hash"])
        except errors.WebhookError:
            assert expect["refused"]
        else:
            raise AssertionError("not refused")
    elif "wait_ms" in line:
        world.now_ms += line["wait_ms"]
    elif "vendor" in line:
        world.is_silent = line["vendor"] == "silent"
    elif "store" in line:
        world.is_down = line["store"] == "down"
    else:
        raise AssertionError(f"no such line: {line}")


def _hang(world: World, end: End, requests: list[Any], expect: Any) -> None:
    """The vendor does not answer these until all have come."""
    arrived, ended, over = threading.Semaphore(0), [], threading.Event()

    def hangs() -> None:
        arrived.release()
        over.wait(timeout=30)
        raise Killed

    def one(request: Any) -> None:
        try:
            ended.append(_served(world, end, request))
        except Killed:
            return
        arrived.release()

    world.gate = hangs
    threads = [threading.Thread(target=one, args=(request,), daemon=True) for request in requests]
    for thread in threads:
        thread.start()
        assert arrived.acquire(timeout=30)
    for answer in ended:
        _agrees(answer, expect["refused"])
    assert len(requests) - len(ended) == expect["hanging"]
    over.set()
    for thread in threads:
        thread.join(timeout=30)
    world.gate = None


def _served(world: World, end: End, request: dict[str, Any]) -> Answer:
    answer = end(incoming(request))
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers)
    world.trace.append(f"{answer.body.decode()}\n{headers}")
    return answer


def _agrees(answer: Answer, expect: dict[str, Any]) -> None:
    told = f"{answer.status} {answer.body!r}, not {expect}"
    body = json.loads(answer.body) if answer.body else {}
    view, headers = body.get("view", body), dict(answer.headers)
    outcome = view.get("outcome") or {}
    assert answer.status == expect["status"], told
    assert answer.body.decode() == expect.get("body", answer.body.decode()), told
    for name in ("error", "field"):
        assert body.get(name) == expect.get(name, body.get(name)), told
    for name, value in expect.get("view", {}).items():
        assert view.get(name) == value, told
    assert outcome.get("code") == expect.get("code", outcome.get("code")), told
    # A sandbox draws the code of a meter; the vendor's page shows sixteen digits.
    assert (len(outcome.get("token") or "") >= 16) is ("token" in expect), told
    for name, value in expect.get("headers", {}).items():
        assert headers.get(name) == value, told
    for name in expect.get("absent_headers", []):
        assert name not in headers, told
    assert headers["Cache-Control"] == "no-store" and headers["X-Content-Type-Options"] == "nosniff", told


def incoming(request: dict[str, Any]) -> Incoming:
    body = request.get("body")
    if body is None:
        raw = b""
    elif isinstance(body, str):
        raw = body.encode()
    elif "hex" in body:
        raw = bytes.fromhex(body["hex"])
    else:
        raw = (body["repeat"][0] * body["repeat"][1]).encode()
    headers = tuple((name, value) for name, value in request["headers"])
    return Incoming(method=request["method"], target=request["target"], headers=headers, body=raw)
