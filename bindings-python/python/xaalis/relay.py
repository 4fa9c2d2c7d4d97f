"""The relay's server end: pages and apps pay without ever holding your key.

Your backend runs the payment with its own client and journal. A page has one address and a token that names one
order for a quarter of an hour; what it is told is a small view.

```python
senfenico = Senfenico(key, journal=SqliteJournal("payments.db"))
relay = Relay(
    senfenico,
    url="https://shop.example/xaalis/pay",
    keys={"a1": os.environ["XAALIS_RELAY_KEY"]},
    origins=["https://shop.example"],
    tally=SqliteTally("payments.db"),
)
token = relay.mint(order.pk, order.total)       # for the page of this order's customer, who is logged in
application = relay.wsgi                        # at the path of `url`, or `relay.handle` from any framework
```
"""

from __future__ import annotations

from _collections_abc import Iterable, Mapping

from . import _given, _log
from ._client import _Base
from ._native import FREE, HOLD, LOAD, MOST_BODY, RESPOND, SEND, STORE, TAKE, Gate
from ._payment import Payment, SteadyClock, SystemClock, a_response, hear
from ._requests import REASONS, Answer, Incoming, wsgi_request
from ._types import Stage
from .errors import AnswerTooLarge, ConnectFailed, InvalidInput, NoAnswer
from .tally import MemoryTally

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, NoReturn

    from ._native import Visit
    from ._payment import Clock, Desk
    from ._types import Record
    from .senfenico import Senfenico
    from .tally import Tally

__all__ = ["MOST_BODY", "Answer", "Incoming", "Relay"]


class _Relay:
    """Settings and tokens: what both sides have in common."""

    def __init__(
        self,
        client: Any,
        *,
        url: str,
        keys: Mapping[str, str],
        origins: Iterable[str],
        collect: bool = True,
        checkout: tuple[str, str] | None = None,
        tally: Tally | None = None,
        at_once: int = 8,
    ) -> None:
        """client: Of Senfenico, with the journal that all your workers share.
        url: Where the relay is reached, `https://host/path`: every token names it.
        keys: A name and a secret, 32 to 256 random characters; never the vendor's key. The first one mints, all
            of them check: to change one, add the new one behind the old, then put it first, and an hour later
            leave the old one out. `python -c "import secrets; print(secrets.token_urlsafe(32))"` makes one.
        origins: Of your pages, as browsers write them (`https://shop.example`); `app` for apps.
        collect: Whether pages may collect from a phone.
        checkout: Where the vendor's payment page sends customers back to, paid and not: pages may open one then.
        tally: What all your workers count in. In memory when not given, which only a journal in memory goes with.
        at_once: How many requests of this process may wait for the vendor: half of its threads. More are
            answered with 503, so that a vendor that hangs does not take the shop's other pages with it.

        Raises `InvalidInput` naming the argument.
        """
        secrets = _given.Hidden(keys)
        del keys
        _given.text("url", url, "https://host/path")
        allowed = "a dict of names and secrets, the one that mints first"
        if not isinstance(secrets.value, Mapping):
            _given.wrong("keys", secrets.value, allowed)
        pairs = _given.Hidden([*secrets.value.items()])
        for place in range(len(pairs.value)):
            _given.text("keys", pairs.value[place][0], allowed)
            _given.text("keys", pairs.value[place][1], allowed)
        if isinstance(origins, (str, bytes)) or not isinstance(origins, Iterable):
            _given.wrong("origins", origins, "a list of str")
        listed = [_given.text("origins", origin, "a list of str") for origin in origins]
        _given.flag("collect", collect)
        if checkout is not None:
            pages = "a list of str"
            if not isinstance(checkout, (tuple, list)) or len(checkout) != 2:
                _given.wrong("checkout", checkout, pages)
            checkout = _given.text("checkout", checkout[0], pages), _given.text("checkout", checkout[1], pages)
        if _given.whole("at_once", at_once) < 1:
            raise InvalidInput("at_once", "out of range", "1, 2, …")
        if not isinstance(client, self._of()):
            _given.wrong("client", client, self._of().__name__)
        self._desk: Desk = client._desk
        if tally is None and not getattr(self._desk.journal, "in_memory", False):
            # What all workers share, as the journal.
            raise InvalidInput("tally", "missing", "SqliteTally, PostgresTally, DjangoTally")
        if tally is not None and not all(hasattr(tally, name) for name in ("take", "hold", "free")):
            _given.wrong("tally", tally, "xaalis.Tally")
        self._tally: Tally = MemoryTally() if tally is None else tally
        self._account = client._account
        self._gate = Gate(client._account, url, pairs.value, listed, collect, checkout, at_once)
        self._usual = "collect" if collect else "checkout"
        self._url = url

    def mint(
        self,
        order: str | int,
        amount: int,
        *,
        operation: str | None = None,
        seconds: int | None = None,
        origins: Iterable[str] | None = None,
        phone: str | None = None,
    ) -> str:
        """A token for the page of one order. Give it to nobody but that order's customer: whoever has it can have
        any phone asked to pay, three times.

        order: Your order's own, stable id, its primary key: a new one for each page that is loaded would let one
            order be paid twice. Letters, digits, `-` and `_`, at most 50.
        amount: In XOF francs. A changed cart needs a new token; compare with the order when it is paid.
        operation: `collect` or `checkout`; when not given, what the relay carries out.
        seconds: How long it is good for, 900 when not given, an hour at most; then the page asks for another.
        origins: Of which pages, one to four; all of the relay's when not given.
        phone: The only phone that may pay. The token shows none of its digits.

        Raises `InvalidInput` naming the argument.
        """
        number = _given.Hidden(phone)
        del phone
        is_number = isinstance(order, int) and not isinstance(order, bool)
        name = _given.text("order", str(order) if is_number else order, "a str")
        _given.whole("amount", amount, "whole francs (XOF), an int")
        if operation is not None:
            _given.text("operation", operation, "collect, checkout")
        if seconds is not None:
            _given.whole("seconds", seconds)
        if origins is not None and (isinstance(origins, (str, bytes)) or not isinstance(origins, Iterable)):
            _given.wrong("origins", origins, "a list of str")
        listed = None if origins is None else [_given.text("origins", origin, "a list of str") for origin in origins]
        if number.value is not None:
            _given.text("phone", number.value, "8 digits, optionally after +226, 00226 or 226")
        now = self._desk.clock.now()
        return self._gate.mint(name, operation or self._usual, amount, now, seconds, listed, number.value)

    def _visit(self, incoming: Incoming) -> _Going:
        _given.instance("incoming", incoming, Incoming, "an `Incoming`")
        return _Going(self._gate, incoming, self._desk.clock)

    def _of(self) -> type[_Base]:
        raise NotImplementedError

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {getattr(self, '_url', 'refused')}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a relay holds secret keys and cannot be pickled")


class Relay(_Relay):
    """A merchant's relay for threads. One for a process; its methods may be called by any number of threads."""

    def __init__(
        self,
        client: Senfenico,
        *,
        url: str,
        keys: Mapping[str, str],
        origins: Iterable[str],
        collect: bool = True,
        checkout: tuple[str, str] | None = None,
        tally: Tally | None = None,
        at_once: int = 8,
    ) -> None:
        secrets = _given.Hidden(keys)
        del keys
        super().__init__(
            client,
            url=url,
            keys=secrets.value,
            origins=origins,
            collect=collect,
            checkout=checkout,
            tally=tally,
            at_once=at_once,
        )

    __init__.__doc__ = _Relay.__init__.__doc__

    def handle(self, incoming: Incoming) -> Answer:
        """The answer to a request. It raises nothing but what a signal handler raised: what a store raises is
        logged and answered with 503."""
        going, desk, tally = self._visit(incoming), self._desk, self._tally
        visit, clock = going.visit, going.clock
        while True:
            arm, what = visit.poll(clock.now())
            if arm == RESPOND:
                self._tell(going)
                return going.answer(*what)
            try:
                if arm == SEND:
                    self._send(going, what)
                elif arm == STORE:
                    going.kept(what, desk.journal.put(what))
                elif arm == LOAD:
                    going.op_id = what
                    visit.loaded(desk.journal.get(what), clock.now())
                elif arm == TAKE:
                    visit.counted(tally.take(what[0], what[1], what[2], clock.now()), clock.now())
                elif arm == HOLD:
                    visit.held(tally.hold(what[0], what[1], what[2], clock.now()), clock.now())
                elif arm == FREE:
                    tally.free(*what)
                    visit.freed(clock.now())
                else:
                    going.waits(desk, *what)
                    clock.sleep_until(what[0])
            except Exception as error:
                if arm == SEND:
                    raise
                going.down(arm, error)

    def wsgi(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        """A WSGI application: put it at the path of `url`. Apache's mod_wsgi keeps `Authorization` to itself
        until told `WSGIPassAuthorization On`."""
        answer = self.handle(wsgi_request(environ))
        length = ("Content-Length", str(len(answer.body)))
        start_response(f"{answer.status} {REASONS.get(answer.status, 'Refused')}", [*answer.headers, length])
        return [answer.body]

    def _tell(self, going: _Going) -> None:
        """What a journal's `ended` is told, as by every client: before the page is."""
        for record in going.closed:
            try:
                Payment(self._account.resume(record, going.clock.now()), self._desk).advance()
            except Exception as error:
                going.untold(record, error)

    def _send(self, going: _Going, request: Any) -> None:
        log = _log.listening()
        if log is not None:
            log.sends()
        try:
            response = a_response(self._desk.transport(request))
            if response.parts is not None:
                hear(going.visit, response, going.clock)
        except Exception as error:
            going.no_answer(self._desk, log, request, error)
        else:
            going.answered(log, request, response)

    def _of(self) -> type[_Base]:
        from .senfenico import Senfenico

        return Senfenico


class _Going:
    """A request on its way."""

    __slots__ = ("_begun", "clock", "closed", "op_id", "visit")

    #: As what it is called in the log.
    operation = "relay"

    def __init__(self, gate: Gate, incoming: Incoming, clock: Clock) -> None:
        import secrets

        self.clock: Clock = SteadyClock() if isinstance(clock, SystemClock) else clock
        self.op_id = "-"
        #: The records of this request with which an operation ended.
        self.closed: list[Record] = []
        self._begun = self.clock.now()
        headers = [(name, value) for name, value in incoming.headers]
        self.visit: Visit = gate.visit(
            incoming.method, incoming.target, headers, incoming.body, secrets.token_urlsafe(16), self._begun
        )

    def kept(self, record: Any, kept: object) -> None:
        log = _log.listening()
        if log is not None:
            log.stored(self, record, kept)
        self.visit.kept(kept, self.clock.now())
        if kept == "stored" and record.stage == Stage.CLOSED:
            self.closed.append(record)

    def waits(self, desk: Desk, until: int, why: Any) -> None:
        log = _log.listening()
        if log is not None:
            log.waits(self, until - self.clock.now(), why)
        if desk.on_wait is not None:
            desk.on_wait(until, why)

    def answered(self, log: Any, request: Any, response: Any) -> None:
        if log is not None:
            log.answered(self, request, response.status)
        if response.parts is None:
            self.visit.answered(response, self.clock.now())

    def no_answer(self, desk: Desk, log: Any, request: Any, error: Exception) -> None:
        if log is not None:
            log.answered(self, request, type(error).__name__)
        word = "too_large" if isinstance(error, AnswerTooLarge) else "maybe_sent"
        self.visit.failed("not_sent" if isinstance(error, ConnectFailed) else word, self.clock.now())
        if desk.native is not None and not isinstance(error, (ConnectFailed, NoAnswer)):
            # A signal handler raised it while the answer was waited for: Celery's soft limit, an alarm.
            raise error

    def down(self, arm: int, error: Exception) -> None:
        log = _log.logger()
        if log is not None:
            # Not its text: a database's may quote a row.
            log.error("relay %s: the %s failed: %s", self.op_id, STORES.get(arm, "store"), type(error).__name__)
        self.visit.down(self.clock.now())

    def untold(self, record: Record, error: Exception) -> None:
        log = _log.logger()
        if log is not None:
            log.error("relay %s: has ended, but nobody could be told: %s", record.op_id, type(error).__name__)

    def answer(self, status: int, headers: list[tuple[str, str]], body: str, audit: str) -> Answer:
        log = _log.logger()
        if log is not None:
            level = _log.WARNING if status >= 500 else _log.INFO
            log.log(level, "%s ms=%d", audit, self.clock.now() - self._begun)
        return Answer(status=status, headers=tuple(headers), body=body.encode())


STORES = {STORE: "journal", LOAD: "journal", TAKE: "tally", HOLD: "tally", FREE: "tally"}
