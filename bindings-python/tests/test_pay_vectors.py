"""Every case of `tests/vectors/relay-client.json` at `xaalis.pay`, blocking and for asyncio: a person, a transport and a
clock that do as its lines say. `test_vectors.py` plays the same at the machine below."""

from __future__ import annotations

import inspect
import json
from typing import Any

import pytest

import xaalis
from tests import relay_ways
from tests.paying import NOW
from tests.vectors import load
from xaalis.errors import NoAnswer
from xaalis.pay import AsyncPayment, Ended, Payment, Refused, Shown


class Rests(Exception):
    """It would wait now."""


class Over(BaseException):
    """No line is left."""


class Script:
    """The lines, as they are played; the transport and its clock."""

    def __init__(self, kind: Any, given: dict[str, Any]) -> None:
        self.lines: list[dict[str, Any]] = given["lines"]
        self.at, self.time, self.until = 0, NOW, 0
        self.clock = self
        self.payment = kind(given["url"], self.token, transport=self)

    def now(self) -> int:
        return self.time

    def sleep_until(self, until: int) -> None:
        self.until = until - self.time
        raise Rests

    def token(self) -> str:
        assert self.next()["out"] == "token"
        line = self.next()
        if line["in"] == "fail":
            raise ConnectionError("as its line says")
        token: str = line["token"]
        return token

    def __call__(self, request: xaalis.Request) -> xaalis.Response:
        body = None if request.body is None else json.loads(request.body)
        line = self.next()
        sent = {"out": "send", "method": request.method, "body": body}
        sent["token"] = dict(request.headers)["Authorization"].removeprefix("Bearer ")
        assert line == {name: sent[name] for name in line}, sent
        while True:
            line = self.next()
            if line == {"out": "wait", "until_ms": request.timeout_ms}:
                continue
            if line["in"] == "answer":
                body = line["body"] if isinstance(line["body"], str) else json.dumps(line["body"])
                return xaalis.Response(line["status"], [(n, v) for n, v in line["headers"]], body)
            if line["in"] in ("fail", "time"):
                raise NoAnswer("as its line says")
            assert self.does(line) is False, "one thing at a time"

    def next(self) -> dict[str, Any]:
        if self.at == len(self.lines):
            raise Over
        line = self.lines[self.at]
        self.at += 1
        self.time += line.get("after_ms", 0)
        return line

    def does(self, line: dict[str, Any]) -> bool | None:
        if line["in"] == "start":
            given = [line.get(name) for name in ("phone", "provider", "bill")]
            return self.payment.start(*given)  # type: ignore[no-any-return]
        if line["in"] == "code":
            return self.payment.code(line["code"])  # type: ignore[no-any-return]
        if line["in"] == "look":
            self.payment.look()
        elif line["in"] in ("answer", "fail"):
            # To nothing: the payment's own transport never says it.
            body = json.dumps(line.get("body"))
            self.payment._heard(None if line["in"] == "fail" else xaalis.Response(line["status"], [], body))
        else:
            assert line["in"] == "time", line
        return None

    def play(self) -> None:
        while self.at < len(self.lines):
            if "in" in self.lines[self.at]:
                self.does(self.next())
                continue
            try:
                step = self.goes_on()
            except Over:
                return
            line = self.next()
            told = self.told(step, "until_ms" in line)
            assert line == {name: told[name] for name in line}, (self.at, line, told)

    def goes_on(self) -> Any:
        """`None`: nothing new, and it rests."""
        try:
            step = self.payment.advance(wait=1e6)
            return relay_ways.run(step) if inspect.isawaitable(step) else step
        except Rests:
            return None

    def told(self, step: Any, is_timed: bool) -> dict[str, Any]:
        if isinstance(step, Refused):
            return {"out": "refused", "word": step.word}
        if step is None and self.lines[self.at - 1]["out"] == "wait":
            return {"out": "wait", "until_ms": self.until}
        # What was told before is not told again.
        view, problem = (step.view, step.problem) if step is not None else self.payment._told
        told = {"state": view.state, "rev": view.rev, "problem": problem and problem.word}
        if isinstance(step, Ended):
            return {"out": "done", "kind": step.kind, **told}
        assert step is None or isinstance(step, Shown)
        if is_timed and step is not None:
            try:
                assert self.goes_on() is None
            except Over:
                raise AssertionError("it does not rest") from None
        return {"out": "show", "until_ms": self.until, **told}


@pytest.mark.parametrize("kind", [Payment, AsyncPayment])
def test_every_case(kind: Any) -> None:
    file = load("relay-client")
    failures, played = [], 0
    for test in [test for group in file["groups"] for test in group["tests"]]:
        script = Script(kind, test["input"])
        try:
            script.play()
        except (AssertionError, KeyError) as error:
            failures.append(f"{test['id']} {test['comment']}, line {script.at}: {error!r}")
        played += script.at == len(script.lines)
    assert not failures, f"{len(failures)}\n" + "\n".join(failures[:12])
    assert played == file["cases"]
