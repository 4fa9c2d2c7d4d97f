"""A shop with a relay, in a world whose clock moves only when asked: what the attacks of
`tests/vectors/relay-attacks.json` are tried at, whichever way requests come in."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import contextvars
import json
import logging
import random
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import xaalis
from xaalis import MemoryJournal, MemoryTally, Sandbox, errors, webhooks
from xaalis.relay import Answer, Incoming

FILE = json.loads((Path(__file__).parents[2] / "tests/vectors/relay-attacks.json").read_text("utf-8"))
(SETTINGS,) = [
    group["tests"][0]["input"] for group in FILE["groups"] if group["type"] == "relay_settings"
]
ATTACKS = [
    test for group in FILE["groups"] if group["type"] == "relay_attack" for test in group["tests"]
]


COUNTS = ("vendor", "begun", "codes", "records", "touched", "begun_and_codes")


class Killed(BaseException):
    """The worker is gone."""


class Down(Exception):
    """The store does not answer."""


class Turns:
    """Lets of several threads one go on at a time, to where it next touches a store or the vendor; in an order
    that a seed decides."""

    who: contextvars.ContextVar[int | None] = contextvars.ContextVar("who", default=None)

    def __init__(self, seed: int) -> None:
        self._dice = random.Random(seed)
        self._turn: int | None = None
        self._left: set[int] = set()
        self._changed = threading.Condition()

    def wait(self) -> None:
        """Until it is this thread's turn again. Of a thread that takes no turns, nothing."""
        who = self.who.get()
        if who is None:
            return
        with self._changed:
            self._next()
            self._changed.wait_for(lambda: self._turn == who, timeout=20)

    def play(self, works: list[Callable[[], Any]]) -> list[Any]:
        ended: list[Any] = [None] * len(works)
        self._left = set(range(len(works)))

        def one(place: int) -> None:
            self.who.set(place)
            with self._changed:
                self._changed.wait_for(lambda: self._turn == place, timeout=20)
            try:
                ended[place] = works[place]()
            finally:
                with self._changed:
                    self._left.discard(place)
                    self._next()

        threads = [threading.Thread(target=one, args=(place,), daemon=True) for place in self._left]
        for thread in threads:
            thread.start()
        with self._changed:
            self._next()
        for thread in threads:
            thread.join(timeout=30)
        assert not any(thread.is_alive() for thread in threads), "no end"
        return ended

    def _next(self) -> None:
        self._turn = self._dice.choice(sorted(self._left)) if self._left else None
        self._changed.notify_all()


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
        self.trace: list[str] = []
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
        client = (xaalis.AsyncSenfenico if kind is xaalis.AsyncRelay else xaalis.Senfenico)(
            given["api_key"], journal=self.journal, transport=self
        )
        return kind(
            client,
            url=given["url"],
            keys={key["kid"]: key["secret"] for key in given["keys"]},
            origins=given["origins"],
            collect="collect" in given["operations"],
            checkout=(given["success_url"], given["cancel_url"]) if "checkout" in given["operations"] else None,
            tally=self.tally,
            at_once=given["most_at_once"],
        )

    def count(self, name: str) -> int:
        begun = sum(
            line.startswith("POST") and line.endswith(("/charges/", "/initialize/")) for line in self.sent
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


class Watched:
    """A journal or a tally, whose every use is a turn, and can fail."""

    def __init__(self, world: World, store: Any) -> None:
        self._world = world
        self._store = store
        self.in_memory = store.in_memory

    def put(self, record: Any) -> Any:
        self._used(0)
        self._world.trace.append(json.dumps({name: str(getattr(record, name)) for name in record._fields}))
        kept = self._store.put(record)
        if kept == "stored":
            self._world.ops.add(record.op_id)
        return kept

    def get(self, op_id: str) -> Any:
        self._used(1)
        return self._store.get(op_id)

    def unfinished(self) -> Any:
        return self._store.unfinished()

    def take(self, *given: Any) -> Any:
        self._used(1)
        return self._store.take(*given)

    def hold(self, *given: Any) -> Any:
        self._used(1)
        return self._store.hold(*given)

    def free(self, *given: Any) -> None:
        self._used(0)
        self._store.free(*given)

    def _used(self, touched: int) -> None:
        self._world.turn()
        if self._world.is_down:
            raise Down
        self._world.touched += touched


End = Callable[[Incoming], Answer]


@contextlib.contextmanager
def heard(world: World) -> Iterator[None]:
    """Everything that the package logs."""
    log = logging.getLogger("xaalis")
    handler = logging.Handler()
    handler.emit = lambda line: world.trace.append(line.getMessage())  # type: ignore[method-assign]
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
    search(world.trace)


def search(lines: list[str]) -> None:
    """No secret, code or phone, and nothing that an attacker wrote, stands anywhere."""
    for line in lines:
        for canary in SETTINGS["canaries"]:
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
        world.kills_at = "/charges/submit" if line["after"] == "submit" else "/charges/"
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
        settings = SETTINGS | line["start"]
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
    assert answer.status == expect["status"], told
    assert answer.body.decode() == expect.get("body", answer.body.decode()), told
    for name in ("error", "field"):
        assert body.get(name) == expect.get(name, body.get(name)), told
    for name, value in expect.get("view", {}).items():
        assert view.get(name) == value, told
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


# The ways in.


def handled(world: World) -> End:
    return world.relay().handle  # type: ignore[no-any-return]


def awaited(world: World) -> End:
    relay = world.relay(xaalis.AsyncRelay)
    return lambda incoming: run(relay.handle(incoming))


def through_wsgi(world: World) -> End:
    import io

    relay = world.relay()

    def end(incoming: Incoming) -> Answer:
        environ: dict[str, Any] = {
            "REQUEST_METHOD": incoming.method,
            "RAW_URI": incoming.target,
            "wsgi.input": io.BytesIO(incoming.body),
        }
        for name, value in incoming.headers:
            key = name.upper().replace("-", "_")
            key = key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"
            # As servers do with what came twice.
            environ[key] = f"{environ[key]},{value}" if key in environ else value
        environ.setdefault("CONTENT_LENGTH", str(len(incoming.body)))
        started: list[Any] = []
        body = b"".join(relay.wsgi(environ, lambda *given: started.append(given)))
        ((line, headers),) = started
        assert dict(headers)["Content-Length"] == str(len(body))
        return Answer(status=int(line[:3]), headers=tuple(headers), body=body)

    return end


def through_asgi(world: World) -> End:
    relay = world.relay(xaalis.AsyncRelay)

    def end(incoming: Incoming) -> Answer:
        path, _, query = incoming.target.partition("?")
        scope = {
            "type": "http",
            "method": incoming.method,
            "path": path,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in incoming.headers],
        }
        # In parts, as it comes over a network.
        parts = [incoming.body[place : place + 1000] for place in range(0, len(incoming.body), 1000)] or [b""]
        messages = [
            {"type": "http.request", "body": part, "more_body": place + 1 < len(parts)}
            for place, part in enumerate(parts)
        ]
        sent: list[dict[str, Any]] = []

        async def receive() -> Any:
            return messages.pop(0)

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        run(relay.asgi(scope, receive, send))
        named = {name.lower(): name for name in NAMES}
        headers = [(name.decode(), value.decode()) for name, value in sent[0]["headers"]]
        headers = [(named.get(name, name), value) for name, value in headers]
        return Answer(status=sent[0]["status"], headers=tuple(headers), body=sent[1]["body"])

    return end


#: As core writes them; over ASGI names are small.
NAMES = [
    "Access-Control-Allow-Origin",
    "Access-Control-Allow-Credentials",
    "Access-Control-Allow-Methods",
    "Access-Control-Allow-Headers",
    "Access-Control-Max-Age",
    "Access-Control-Expose-Headers",
    "Allow",
    "Cache-Control",
    "Content-Length",
    "Content-Security-Policy",
    "Content-Type",
    "Cross-Origin-Resource-Policy",
    "Referrer-Policy",
    "Retry-After",
    "Vary",
    "WWW-Authenticate",
    "X-Content-Type-Options",
]


def run(work: Any) -> Any:
    """On a loop of this thread's own; what a worker dies of comes out as it is."""
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(work)
    finally:
        loop.close()


# What the files of vectors ask.


def relay_settings(given: dict[str, Any]) -> str:
    World(settings=given).relay()
    return "made"


def relay_attack(given: dict[str, Any]) -> dict[str, int]:
    world = World()
    attack({"input": given, "expect": {}}, world, handled(world), 0)
    return {name: world.count(name) for name in COUNTS}


def relay_token(given: dict[str, Any]) -> Any:
    world = World(settings=SETTINGS | {"url": given["audience"], "keys": given["keys"], "now_ms": given["now_ms"]})
    headers = (("Authorization", f"Bearer {given['token']}"),)
    answer = world.relay().handle(Incoming(method="GET", target="/xaalis/pay", headers=headers))
    said = json.loads(answer.body)
    if answer.status == 401:
        return {"refused": said["error"].removeprefix("token_")}
    claims = _claims(given["token"])
    if answer.status == 200:
        assert (said["order"], said["amount"]) == (claims["sub"], claims["amt"])
    else:
        # Genuine, and for what no relay of Python's carries out.
        assert said["error"] == "not_allowed" and claims["op"] not in ("collect", "checkout")
    return {"claims": claims}


def relay_pin(given: dict[str, Any]) -> str:
    world = World(settings=SETTINGS | {"keys": [{"kid": given["kid"], "secret": given["secret"]}]})
    pinned: str = _claims(world.relay().mint(given["order"], 1500, phone=given["phone"]))["tel"]
    return pinned


def _claims(token: str) -> dict[str, Any]:
    part = token.split(".")[1]
    claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    if claims["org"] == "app":
        # Said in one word.
        claims["org"] = ["app"]
    return claims
