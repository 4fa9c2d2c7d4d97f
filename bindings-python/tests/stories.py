"""Runs a story of `tests/vectors/flows*.json` over the native session, line by line.

`story(given)` is `"as told"`, or the first line that was not so; the lines are documented in
`tests/vectors/README.md`. `tests/src/vectors/story.rs` is the same in Rust.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

from xaalis import errors
from xaalis._native import ASK, DONE, LOAD, SEND, STORE, WAIT, Account, CallbackKey, Response, WebhookKeys

from tests.scripted import DAWN, as_json, text

REFUSED = (errors.InvalidInput, errors.RecordError, errors.WebhookError)
OUT = {STORE: "store", SEND: "send", WAIT: "wait", ASK: "ask", DONE: "done", LOAD: "load"}
DEXCHANGE = {"inquire_bills", "pay_bill_once", "fetch_transaction", "pay_bill"}


class NotTold(Exception):
    """What came instead."""


def story(given: Any) -> Any:
    given = expanded(given)
    teller = Teller(given)
    for place, line in enumerate(given["lines"], 1):
        try:
            teller.out(line) if "out" in line else teller.hear(line)
        except NotTold as instead:
            return {"line": place, "wanted": line, "got": instead.args[0]}
    return "as told"


class Teller:
    def __init__(self, given: Any) -> None:
        self.given, self.order, self.now = given, given["order"], DAWN
        self.op_id = given.get("op_id", "op-1")
        self.people = given.get("people", {})
        #: The newest records of the tries before.
        self.tries: list[Any] = []
        self.vendor = "dexchange" if given["order"]["kind"] in DEXCHANGE else "senfenico"
        self.key = given.get("key") or ("dx_test_sandbox" if self.vendor == "dexchange" else "sk_test_sandbox")
        self.earlier: list[str] = []
        self.session: Any = None
        self.refused: Any = None
        #: The newest durable record, the one before it, and whether a store waits for its answer.
        self.durable: Any = None
        self.before: Any = None
        self.pending = False
        self.until = DAWN
        #: The next process leaves the vendor alone until a look is due.
        self.calm = False
        #: What was polled and not looked at yet.
        self.ahead: Any = None
        #: The other process, if two are at it.
        self.beside: Any = None, None, False, DAWN, None
        self.enter()

    def enter(self) -> None:
        """A process begins: with the newest record, or with the order."""
        self.session, self.pending = None, False
        try:
            self.account = account = self.made()
            if self.durable is None:
                self.session = self.begun(account, [])
            else:
                self.session = account.resume(self.durable, self.now, self.calm)
        except REFUSED as error:
            self.refused = error

    def again(self) -> None:
        """The order is given again, under the same id."""
        self.session, self.pending = None, False
        try:
            self.account = account = self.made()
            self.session = self.begun(account, [])
        except REFUSED as error:
            self.refused = error

    def next(self) -> None:
        """The next try, under an id of its own."""
        if self.durable is not None:
            self.tries.append(self.durable)
        self.session, self.pending, self.durable = None, False, None
        try:
            self.account = account = self.made()
            self.session = self.begun(account, self.tries)
        except REFUSED as error:
            self.refused = error

    def begun(self, account: Account, tries: list[Any]) -> Any:
        """With what the journal holds."""
        held = {record.op_id: record for record in tries} | {self.op_id: self.durable}
        session = account.begin(self.order, self.op_id, [record.op_id for record in tries])
        while (asked := session.opening) is not None:
            session.loaded(held[asked], self.now)
        return session

    def made(self) -> Account:
        people = self.people
        return Account(self.vendor, self.key, None, self.earlier, people.get("may_abandon", True), people.get("age_ms"))

    def swap(self) -> None:
        """The lines that follow are about the other of two processes."""
        here = self.session, self.account, self.pending, self.until, self.ahead
        self.session, self.account, self.pending, self.until, self.ahead = self.beside
        self.beside = here

    def settle_store(self) -> None:
        if self.pending:
            self.pending = False
            self.session.kept("stored", self.now)

    # What must come out.

    def out(self, line: Any) -> None:
        refused, self.refused = self.refused, None
        if line["out"] == "refused":
            field = getattr(refused, "field", None) if isinstance(refused, errors.InvalidInput) else None
            field = "age_ms" if field == "person_age" else field
            if refused is None or line.get("field", field) != field:
                raise NotTold(repr(refused))
            return
        if refused is not None:
            raise NotTold(repr(refused))
        if line["out"] == "elsewhere":
            return self.elsewhere(line)
        step, got = self.looked()
        while line.get("at_last") and got["out"] == "store" and got["record"]["stage"] == "open" and not self.shows({}, got):
            self.keep(step, got)
            step, got = self.looked()
        if got["out"] != line["out"] or not self.fits(line, got):
            raise NotTold({name: value for name, value in got.items() if name != "whole"})
        self.keep(step, got)

    def elsewhere(self, line: Any) -> None:
        """The journal is looked at again and again, and holds nothing new."""
        began, looks = self.now, 0
        while True:
            step, got = self.polled()
            if got["out"] == "load":
                looks += 1
                self.session.loaded(self.durable, self.now)
            elif got["out"] == "wait" and got["why"] == "elsewhere":
                if not self.now < step[0] <= self.now + 1_000:
                    raise NotTold(got)
                self.now = step[0]
            else:
                # A request is handed out once.
                self.ahead = step, got
                break
        if not looks or not self.fits(line, {"out": "elsewhere", "at_least": self.now - began}):
            raise NotTold({"out": "elsewhere", "at_least": self.now - began})

    def looked(self) -> tuple[Any, Any]:
        """Where the journal is asked, it tells."""
        while True:
            step, got = self.polled()
            if got["out"] != "load":
                return step, got
            self.session.loaded(self.durable, self.now)

    def polled(self) -> tuple[Any, Any]:
        if self.ahead is not None:
            (step, got), self.ahead = self.ahead, None
            return step, got
        if self.session is None:
            raise NotTold("no session")
        self.settle_store()
        kind, step = self.session.poll(self.now)
        return step, {"out": OUT[kind]} | getattr(self, OUT[kind])(step)

    def keep(self, step: Any, got: Any) -> None:
        if got["out"] == "store":
            self.before, self.durable, self.pending = self.durable, step, True
        if got["out"] == "wait":
            self.until = step[0]

    def store(self, record: Any) -> Any:
        shown = as_json(record)
        if record.sequence != (1 if self.durable is None else self.durable.sequence + 1):
            # The journal refuses it.
            return {"out": "outrun"}
        public = {name: shown[name] for name in shown if name != "state"}
        public["earlier"] = json.loads(record.state).get("earlier", [])
        to_show = as_json(record.to_show)
        return {"record": public, "to_show": to_show, "whole": json.dumps(shown, ensure_ascii=False)}

    def send(self, request: Any) -> Any:
        url, headers = urlsplit(request.url), dict(request.headers)
        body = None if request.body is None else json.loads(request.body)
        key = headers.get("X-API-KEY", headers.get("Authorization"))
        return {"method": request.method, "path": url.path + (f"?{url.query}" if url.query else ""), "key": key, "body": body}

    def load(self, op_id: Any) -> Any:
        return {"op_id": op_id}

    def wait(self, step: Any) -> Any:
        return {"why": str(step[1]), "at_least": step[0] - self.now, "to_show": as_json(self.session.to_show)}

    def ask(self, prompt: Any) -> Any:
        return {"prompt": as_json(prompt), "can_abandon": self.session.can_abandon}

    def done(self, reply: Any) -> Any:
        shown = as_json(reply)
        ended = {"outcome": shown} if "kind" in shown else {"payouts": shown}
        return ended | {"alarms": as_json(self.session.alarms), "whole": json.dumps(shown, ensure_ascii=False)}

    def shows(self, line: Any, got: Any) -> bool:
        """Does it show what must stay hidden? What the input hides stands in no record; an outcome may show it."""
        hidden = [*line.get("absent", ()), *(self.given.get("absent", ()) if got["out"] == "store" else ())]
        return any(text in got.get("whole", "") for text in hidden)

    def fits(self, line: Any, got: Any) -> bool:
        def one(name: str, wanted: Any) -> bool:
            if name in ("absent", "at_last"):
                return True
            if name in ("at_least", "at_most"):
                return wanted <= got["at_least"] if name == "at_least" else got["at_least"] <= wanted
            given = got.get(name)
            return bool(given == wanted) if name in ("prompt", "body", "to_show") else holds(given, wanted)

        alarms = got["out"] != "done" or got["alarms"] == line.get("alarms", [])
        return alarms and not self.shows(line, got) and all(one(*field) for field in line.items())

    # What comes in.

    def hear(self, line: Any) -> None:
        if self.refused is not None:
            raise NotTold(repr(self.refused))
        # Whatever it wanted, it has not heard of this.
        self.ahead = None
        self.now += line.get("after_ms", 0)
        match line["in"]:
            case "stored":
                self.settle_store()
            case "limit":
                self.session.limit(self.now + line["ms"] if "ms" in line else None)
            case "taken":
                if self.pending:
                    self.pending, self.durable, self.before = False, self.before, None
                self.session.kept("taken", self.now)
            case "crash":
                if line.get("lost"):
                    self.durable, self.before = self.before, None
                self.calm = line.get("calm", False)
                if "key" in line:
                    self.key, self.earlier = line["key"], line.get("earlier_keys", [])
                self.enter()
            case "look":
                self.session.look_now()
            case "again" | "beside":
                if line["in"] == "beside":
                    self.swap()
                self.order = line.get("order", self.order)
                self.again()
            case "next":
                self.op_id, self.order = line["op_id"], line["order"]
                self.next()
            case "back":
                self.swap()
            case "time":
                self.now += line["ms"]
            case "due":
                self.now = self.until
            case "answer":
                headers = [(name, value) for name, value in line.get("headers", {}).items()]
                self.session.answered(Response(line["status"], headers, body(line["body"])), self.now)
            case "held":
                # So many calls that the key may not call again for so long.
                if self.vendor == "senfenico":
                    for _ in range(4):
                        paid = [{"amount": 100, "phone": "70000000", "ext_id": "spent-1"}]
                        asked = self.account.begin_alone({"kind": "create_bulk_transfer", "transfers": paid})
                        assert asked.poll(self.now + line["for_ms"] - 1_000)[0] == STORE
                    return
                for _ in range(80):
                    asked = self.account.begin_alone({"kind": "inquire_bills", "inquiry": {"service": "WOYOFAL_SN_BILL", "customer": "07061270879"}})
                    assert asked.poll(self.now + line["for_ms"] - 60_000)[0] == SEND
            case "webhook":
                raw = body(line["body"]).encode()
                self.notified(lambda: WebhookKeys(line["keys"]).read(raw, WebhookKeys.sign(raw, line["signed_with"])))
            case "callback":
                url = CallbackKey([line["secret"]]).callback_url("https://shop.example/dx", line["ext_id"])
                raw, token = body(line["body"]).encode(), url.rsplit("/", 1)[1]
                self.notified(lambda: CallbackKey(line["secrets"]).read(raw, line["ext_id"], token))
            case kind:
                fields = {name: value for name, value in line.items() if name not in ("in", "after_ms")}
                self.session.event({"kind": "failed" if kind == "fail" else kind} | fields, self.now)

    def notified(self, read: Any) -> None:
        try:
            notice = read()
        except REFUSED as error:
            self.refused = error
        else:
            self.session.event({"kind": "notified", "notice": notice}, self.now)


def body(value: Any) -> str:
    """Text as it is, `{"parts": …}` as the long text it stands for, all else as JSON."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict) and "parts" in value:
        return text(value["parts"])
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def holds(got: Any, wanted: Any) -> bool:
    """Does it hold all that is wanted? Objects may hold more."""
    if isinstance(wanted, dict):
        if isinstance(got, str):
            return "contains" in wanted and wanted["contains"] in got
        return isinstance(got, dict) and all(name in got and holds(got[name], value) for name, value in wanted.items())
    if isinstance(wanted, list):
        return isinstance(got, list) and len(got) == len(wanted) and all(map(holds, got, wanted))
    return type(got) is type(wanted) and bool(got == wanted)


def expanded(value: Any) -> Any:
    """`{"each": [from, to], "item": …}` in a list stands for its items, in whose texts `{n}` is their number."""
    if isinstance(value, dict):
        return {name: expanded(inner) for name, inner in value.items()}
    if not isinstance(value, list):
        return value
    items: list[Any] = []
    for entry in value:
        if isinstance(entry, dict) and "each" in entry:
            item = json.dumps(entry["item"])
            items += [json.loads(item.replace("{n}", f"{n:03}")) for n in range(*entry["each"])]
        else:
            items.append(expanded(entry))
    return items
