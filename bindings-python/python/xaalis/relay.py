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

A relay over a client of DEXCHANGE pays bills and tops meters up, from *your* balance there: for your staff, or once
the money was collected. A shop with both vendors makes two, at two addresses.

```python
bills = Relay(
    Dexchange(key, journal=SqliteJournal("payments.db")),
    url="https://shop.example/xaalis/bills",
    keys=..., origins=..., tally=...,           # as above
    bills=True,
    codes=Codes(),                              # yours: keeps the meters' codes. Without, no top-ups
)
token = bills.mint(order.pk, 25_000, service="SENELEC_SN_BILL", customer="210278816")
```
"""

from __future__ import annotations

from _collections_abc import Iterable, Mapping

from . import _given, _log
from ._client import _Base
from ._native import FREE, HOLD, KEEP, LOAD, MOST_BODY, RECALL, RESPOND, SEND, STORE, TAKE, Gate
from ._payment import Payment, a_response, hear
from ._relaying import Going, callbacks_of, check_codes
from ._requests import REASONS, Answer, Incoming, wsgi_request
from .errors import InvalidInput
from .tally import MemoryTally

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from typing import Any, NoReturn, Protocol

    from ._payment import Desk
    from .dexchange import Dexchange
    from .senfenico import Senfenico
    from .tally import Tally
else:
    Protocol = object

__all__ = ["MOST_BODY", "Answer", "AsyncCodes", "Codes", "Incoming", "Relay"]


class Codes(Protocol):
    """Keeps what top-ups bought: the codes that customers type into their meters. No journal holds one, so whoever
    sells top-ups keeps them, for good, in a table of their own.

    ```python
    class Codes:
        def keep(self, order, code):
            TopUp.objects.update_or_create(order_id=order, defaults={"code": code})

        def recall(self, order):
            return TopUp.objects.filter(order_id=order).values_list("code", flat=True).first()
    ```

    An `AsyncRelay` takes one with `async def` as well; a blocking one it calls in threads it borrows, and one that has
    a method `release()` is told there after each call that its thread is given back. What it raises is logged,
    without a text: a code that could not be kept is still shown to who bought it, and asked for again at the vendor.
    """

    def keep(self, order: str, code: str) -> None:
        """Keeps the code of an order, whatever was kept for it before. Kept when it returns."""
        raise NotImplementedError

    def recall(self, order: str) -> str | None:
        """The code that was kept for this order; `None` where there is none."""
        raise NotImplementedError


class AsyncCodes(Protocol):
    """`Codes` for an `AsyncRelay`, with `async def`."""

    def keep(self, order: str, code: str) -> Awaitable[None]:
        """Keeps the code of an order, whatever was kept for it before."""
        raise NotImplementedError

    def recall(self, order: str) -> Awaitable[str | None]:
        """The code that was kept for this order; `None` where there is none."""
        raise NotImplementedError


class _Relay:
    """Settings and tokens: what both sides have in common."""

    _awaits = False

    def __init__(
        self,
        client: Any,
        *,
        url: str,
        keys: Mapping[str, str],
        origins: Iterable[str],
        collect: bool | None = None,
        checkout: tuple[str, str] | None = None,
        bills: bool = False,
        callbacks: tuple[str, str | Sequence[str]] | None = None,
        codes: Any = None,
        tally: Tally | None = None,
        at_once: int = 8,
    ) -> None:
        """client: Of Senfenico or of DEXCHANGE, with the journal that all your workers share.
        url: Where the relay is reached, `https://host/path`: every token names it.
        keys: A name and a secret, 32 to 256 random characters; never the vendor's key. The first one mints, all
            of them check: to change one, add the new one behind the old, then put it first, and an hour later
            leave the old one out. `python -c "import secrets; print(secrets.token_urlsafe(32))"` makes one.
        origins: Of your pages, as browsers write them (`https://shop.example`); `app` for apps.
        collect: Whether pages may collect from a phone. A client of Senfenico's does, when nothing is said.
        checkout: Where the vendor's payment page sends customers back to, paid and not: pages may open one then.
        bills: Whether bills are paid, from your balance: needed of a client of DEXCHANGE, which does nothing else.
        callbacks: The public base address of your view of DEXCHANGE's callbacks, and its secret; or a list of them,
            the newest first, as `xaalis.webhooks.Dexchange` takes them. The vendor tells there how a bill ended. It
            is asked until it knows, when not given.
        codes: Keeps what top-ups bought: see `Codes`. Without, tokens of top-ups are refused when they are minted.
        tally: What all your workers count in. In memory when not given, which only a journal in memory goes with.
        at_once: How many requests of this process may wait for the vendor: half of its threads. More are
            answered with 503, so that a vendor that hangs does not take the shop's other pages with it.

        Raises `InvalidInput` naming the argument.
        """
        secrets, calls = _given.Hidden(keys), _given.Hidden(callbacks)
        del keys, callbacks
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
        if collect is not None:
            _given.flag("collect", collect)
        if checkout is not None:
            pages = "a list of str"
            if not isinstance(checkout, (tuple, list)) or len(checkout) != 2:
                _given.wrong("checkout", checkout, pages)
            checkout = _given.text("checkout", checkout[0], pages), _given.text("checkout", checkout[1], pages)
        _given.flag("bills", bills)
        if calls.value is not None:
            calls = callbacks_of(calls)
        if codes is not None:
            check_codes(codes, self._awaits)
        if _given.whole("at_once", at_once) < 1:
            raise InvalidInput("at_once", "out of range", "1, 2, …")
        if not isinstance(client, self._of()):
            _given.wrong("client", client, ", ".join(kind.__name__ for kind in self._of()))
        pays = client._vendor == "dexchange"
        if pays and not bills:
            raise InvalidInput("bills", "missing", "True, of a client of DEXCHANGE")
        for name, is_given in (("callbacks", calls.value is not None), ("codes", codes is not None)):
            if is_given and not bills:
                raise InvalidInput(name, "given without bills", "with bills=True")
        collects = not pays if collect is None else collect
        self._desk: Desk = client._desk
        if tally is None and not getattr(self._desk.journal, "in_memory", False):
            # What all workers share, as the journal.
            raise InvalidInput("tally", "missing", "SqliteTally, PostgresTally, DjangoTally")
        if tally is not None and not all(hasattr(tally, name) for name in ("take", "hold", "free")):
            _given.wrong("tally", tally, "xaalis.Tally")
        self._tally: Tally = MemoryTally() if tally is None else tally
        self._account = client._account
        self._codes: Any = codes
        self._gate = Gate(
            client._account,
            url,
            pairs.value,
            listed,
            collects,
            checkout,
            bills,
            calls.value,
            codes is not None,
            at_once,
        )
        self._usual = "pay_bill" if pays else "collect" if collects else "checkout"
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
        service: str | None = None,
        customer: str | None = None,
    ) -> str:
        """A token for the page of one order. Give it to nobody but that order's customer: whoever has it can have
        any phone asked to pay, three times; of a bill, can have it paid from your balance.

        order: Your order's own, stable id, its primary key: a new one for each page that is loaded would let one
            order be paid twice. Letters, digits, `-` and `_`, at most 50. Two relays over one journal: never the same
            id at both, `bill-42` at one of them.
        amount: In XOF francs. A changed cart needs a new token; compare with the order when it is paid. Of a bill
            the most that it may cost; of a top-up exactly that.
        operation: `collect`, `checkout` or `pay_bill`; when not given, what the relay carries out.
        seconds: How long it is good for, 900 when not given, an hour at most; then the page asks for another.
        origins: Of which pages, one to four; all of the relay's when not given.
        phone: The only phone that may pay. The token shows none of its digits.
        service: Of a bill: `SENEAU_SN_BILL` or `SENELEC_SN_BILL`; `WOYOFAL_SN_BILL` tops a meter up.
        customer: With `service`: the number on the bill or meter. Whoever has the token can read it, and ask what is
            owed.

        Raises `InvalidInput` naming the argument.
        """
        number, whose = _given.Hidden(phone), _given.Hidden(customer)
        del phone, customer
        is_number = isinstance(order, int) and not isinstance(order, bool)
        name = _given.text("order", str(order) if is_number else order, "a str")
        _given.whole("amount", amount, "whole francs (XOF), an int")
        if operation is not None:
            _given.text("operation", operation, "collect, checkout, pay_bill")
        if seconds is not None:
            _given.whole("seconds", seconds)
        if origins is not None and (isinstance(origins, (str, bytes)) or not isinstance(origins, Iterable)):
            _given.wrong("origins", origins, "a list of str")
        listed = None if origins is None else [_given.text("origins", origin, "a list of str") for origin in origins]
        if number.value is not None:
            _given.text("phone", number.value, "8 digits, optionally after +226, 00226 or 226")
        if service is not None:
            _given.text("service", service)
        if whose.value is not None:
            _given.text("customer", whose.value)
        if (service is None) is not (whose.value is None):
            missing = "service" if service is None else "customer"
            raise InvalidInput(missing, "missing", "both for a bill, neither otherwise")
        bill = _given.Hidden(None if service is None or whose.value is None else (service, whose.value))
        usual = self._usual if bill.value is None else "pay_bill"
        now = self._desk.clock.now()
        return self._gate.mint(
            name, operation or usual, amount, now, seconds, listed, number.value, bill.value
        )

    def _visit(self, incoming: Incoming) -> Going:
        _given.instance("incoming", incoming, Incoming, "an `Incoming`")
        return Going(self._gate, incoming, self._desk.clock)

    def _of(self) -> tuple[type[_Base], ...]:
        raise NotImplementedError

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {getattr(self, '_url', 'refused')}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a relay holds secret keys and cannot be pickled")


class Relay(_Relay):
    """A merchant's relay for threads. One for a process; its methods may be called by any number of threads."""

    def __init__(
        self,
        client: Senfenico | Dexchange,
        *,
        url: str,
        keys: Mapping[str, str],
        origins: Iterable[str],
        collect: bool | None = None,
        checkout: tuple[str, str] | None = None,
        bills: bool = False,
        callbacks: tuple[str, str | Sequence[str]] | None = None,
        codes: Codes | None = None,
        tally: Tally | None = None,
        at_once: int = 8,
    ) -> None:
        secrets, calls = _given.Hidden(keys), _given.Hidden(callbacks)
        del keys, callbacks
        super().__init__(
            client,
            url=url,
            keys=secrets.value,
            origins=origins,
            collect=collect,
            checkout=checkout,
            bills=bills,
            callbacks=calls.value,
            codes=codes,
            tally=tally,
            at_once=at_once,
        )

    __init__.__doc__ = _Relay.__init__.__doc__

    def handle(self, incoming: Incoming) -> Answer:
        """The answer to a request. It raises nothing but what a signal handler raised: what a store raises is
        logged and answered with 503."""
        going, desk, tally, codes = self._visit(incoming), self._desk, self._tally, self._codes
        visit, clock = going.visit, going.clock
        while True:
            arm, what = going.poll()
            if arm == RESPOND:
                self._tell(going)
                return going.answer(what)
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
                elif arm == KEEP:
                    going.code_kept(codes.keep(*what.value))
                elif arm == RECALL:
                    visit.recalled(codes.recall(*what), clock.now())
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

    def _tell(self, going: Going) -> None:
        """What a journal's `ended` is told, as by every client: before the page is."""
        for record in going.closed:
            try:
                Payment(going.ended(self._account, record), self._desk).advance()
            except Exception as error:
                going.untold(record, error)

    def _send(self, going: Going, request: Any) -> None:
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

    def _of(self) -> tuple[type[_Base], ...]:
        from .dexchange import Dexchange
        from .senfenico import Senfenico

        return Senfenico, Dexchange
