"""A program that pays at a shop's relay, with the network between them in the test's hands."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import xaalis
from tests.relays import SETTINGS, World
from xaalis._native import DONE, REFUSED, SEND, SHOW, TOKEN, WAIT, RelayClient
from xaalis.errors import NoAnswer
from xaalis.relay import Incoming

NOW = 1_767_600_000_000


def relay_client(given: dict[str, Any]) -> Any:
    """The lines of `tests/vectors/relay-client.json`: `as told`, or the first one that was not so."""
    client, now = RelayClient(given["url"]), NOW
    for place, line in enumerate(given["lines"]):
        now += line.get("after_ms", 0)
        if "in" not in line:
            told = _told(client.poll(now), now)
            if any(told.get(name) != line[name] for name in line):
                return {"line": place + 1, "wanted": line, "got": told}
        elif line["in"] == "answer":
            body = line["body"] if isinstance(line["body"], str) else json.dumps(line["body"])
            client.answered(xaalis.Response(line["status"], [(n, v) for n, v in line["headers"]], body), now)
        elif line["in"] == "start":
            client.start(line.get("phone"), line.get("provider"), line.get("bill"), now)
        elif line["in"] in ("token", "code"):
            getattr(client, line["in"])(line[line["in"]], now)
        elif line["in"] in ("fail", "look"):
            getattr(client, {"fail": "failed"}.get(line["in"], line["in"]))(now)
        else:
            assert line["in"] == "time", line
    return "as told"


def _told(step: tuple[int, Any], now: int) -> dict[str, Any]:
    arm, what = step
    if arm == SEND:
        assert what.timeout_ms == 20_000 and not what.in_parts
        token = dict(what.headers)["Authorization"].removeprefix("Bearer ")
        body = None if what.body is None else json.loads(what.body)
        return {"out": "send", "method": what.method, "token": token, "body": body}
    if arm in (SHOW, DONE):
        view, problem = json.loads(what[0]), what[1]
        told = {"state": view["state"], "problem": problem and problem[0], "rev": view["rev"]}
        if arm == DONE:
            return {"out": "done", "kind": view["outcome"]["kind"], **told}
        return {"out": "show", "until_ms": what[2] - now, **told}
    words = {TOKEN: "token", WAIT: "wait", REFUSED: "refused"}
    return {"out": words[arm]} | ({"until_ms": what - now} if arm == WAIT else {"word": what})


class Link:
    """A transport to a relay in a world of its own, which is its clock as well. `lose` says of each request, by its
    number, whether it is lost `there`, or its answer `back`; or does something meanwhile."""

    def __init__(
        self, lose: Callable[[int], str | None] = lambda _: None, settings: dict[str, Any] = SETTINGS
    ) -> None:
        self.world = World(settings=settings)
        self.relay = self.world.relay()
        self.clock = self.world
        self.lose = lose
        self.bodies: list[Any] = []

    def token(self, order: str = "42", amount: int = 1500, **more: Any) -> str:
        # Of an app: a program names no origin.
        given: str = self.relay.mint(order, amount, origins=["app"], **more)
        return given

    def __call__(self, request: xaalis.Request) -> xaalis.Response:
        self.bodies.append(None if request.body is None else json.loads(request.body))
        lost = self.lose(len(self.bodies))
        if lost == "there":
            raise NoAnswer("lost")
        body = (request.body or "").encode()
        target = "/" + request.url.split("://", 1)[1].partition("/")[2]
        headers = tuple(request.headers)
        answer = self.relay.handle(Incoming(method=request.method, target=target, headers=headers, body=body))
        if lost == "back":
            raise NoAnswer("lost")
        return xaalis.Response(answer.status, list(answer.headers), answer.body)
