"""What both vendors' clients are made of."""

from __future__ import annotations

import os
from _collections_abc import Iterable

from . import _given, _log, _native
from ._native import DONE, among, is_about
from ._payment import FOREVER, Desk, Payment, SystemClock
from ._types import Notice, Record, Settled
from .errors import InvalidInput
from .journal import MemoryJournal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._listing import Listing
    from ._payment import OnWait
    from ._types import Order
    from .journal import Journal

    from typing_extensions import Self


class _Base:
    """Key, host, transport and journal of one merchant at one vendor."""

    _vendor: str

    def __init__(
        self,
        api_key: str,
        *,
        journal: Journal | None = None,
        transport: Any = None,
        base_url: str | None = None,
        proxy: str | None = None,
        ca_file: str | os.PathLike[str] | None = None,
        on_wait: OnWait | None = None,
        earlier_keys: Iterable[str] = (),
        may_abandon: bool = True,
        person_age: float = 86_400,
    ) -> None:
        """A client for this key; nothing is sent. Make one per process and share it among threads.

        api_key: The secret key of the vendor's dashboard. It is sent to the vendor's host only.
        journal: Where records are kept; in memory when not given, which forgets: give a
            `SqliteJournal`, a `PostgresJournal` or the Django app's one before real money moves.
        transport: Performs requests instead of the native transport: a function that takes a
            `Request` and returns a `Response`, or a `Sandbox`. Under gevent give one over a patched
            library: a native call blocks the whole worker.
        base_url: Another address than the vendor's, such as a sandbox on this machine. The key is
            sent there. Plain http is accepted for loopback only.
        proxy: An HTTP proxy; `HTTPS_PROXY` and `NO_PROXY` are honoured when not given. Never asked for
            a plain http `base_url`: it would see the key.
        ca_file: A PEM file of certificate authorities instead of the system's.
        on_wait: Called before each wait, with the moment (milliseconds since 1970) and the reason.
        earlier_keys: Keys of the same mode that `api_key` replaced: what was begun under them goes on, and
            its payers and recipients are recognised. They are never sent. Give them as long as
            anybody, a page or a webhook, may ask about it, ended or not; never one that strangers know,
            for with it they can write records.
        may_abandon: Whether a charge that waits for a code can be given up (Senfenico). It rests on something
            that no page of the vendor says: that no money moves before a code is submitted.
        person_age: For how many seconds a payer or customer is waited for, from a minute to a week
            (Senfenico's charges and pages). Then the vendor is read once more, and what has not ended
            there is `OutcomeUnknown`: somebody has to look.

        Raises `InvalidInput` naming the argument.
        """
        key, address, through = _given.Hidden(api_key), _given.Hidden(base_url), _given.Hidden(proxy)
        earlier = _given.Hidden(earlier_keys)
        # Addresses may hold a password.
        del api_key, base_url, proxy, earlier_keys
        if isinstance(earlier.value, (str, bytes)) or not isinstance(earlier.value, Iterable):
            _given.wrong("earlier_keys", earlier.value, "a list of str")
        for name, value, fits, allowed in (
            ("base_url", address, isinstance(address.value, str), "a str"),
            ("proxy", through, isinstance(through.value, str), "a str"),
            ("ca_file", _given.Hidden(ca_file), isinstance(ca_file, (str, os.PathLike)), "a path"),
            ("on_wait", _given.Hidden(on_wait), callable(on_wait), "a function of a moment and a reason"),
            (
                "journal",
                _given.Hidden(journal),
                hasattr(journal, "put") and hasattr(journal, "get"),
                "see `xaalis.Journal`",
            ),
        ):
            if value.value is not None and not fits:
                _given.wrong(name, value.value, allowed)
            if isinstance(value.value, str):
                _given.text(name, value.value, allowed)
        if type(may_abandon) is not bool:
            _given.wrong("may_abandon", may_abandon, "a bool")
        _given.seconds("person_age", person_age, endless=False)
        self._account = _native.Account(
            self._vendor, key.value, address.value, [*earlier.value], may_abandon, int(person_age * 1000)
        )
        self._native: Any = None
        if transport is None:
            # The proxy of a plain http connection would see the key.
            plain = address.value is not None and address.value[:7].lower() == "http://"
            if plain and through.value is not None:
                raise InvalidInput("proxy", "given with a plain http address", "an https `base_url`, or no proxy")
            authorities = os.fspath(ca_file) if ca_file is not None else None
            self._native = _native.Transport(through.value, authorities, plain)
            transport = self._native_transport(self._native)
        elif through.value is not None or ca_file is not None:
            field = "proxy" if through.value is not None else "ca_file"
            raise InvalidInput(field, "given with a transport", "set it up in the transport")
        elif not callable(transport):
            _given.wrong("transport", transport, "a function of one Request, or a `Sandbox`")
        clock = getattr(transport, "clock", None) or SystemClock()
        journal = MemoryJournal() if journal is None else journal
        self._desk = Desk(transport, journal, clock, on_wait, self._native)

    @property
    def mode(self) -> str:
        """`test` or `live` as the key says, `unknown` when it says neither."""
        return self._account.mode

    def close(self) -> None:
        """Closes idle connections. The client can still be used."""
        if self._native is not None:
            self._native.close()

    def __repr__(self) -> str:
        account = getattr(self, "_account", None)
        mode = "refused" if account is None else account.mode
        return f"<{type(self).__name__} {mode}, api_key='***'>"

    def __reduce__(self) -> Any:
        raise TypeError("a client holds a secret key and cannot be pickled")

    def _native_transport(self, native: _native.Transport) -> Any:
        return native.send

    def _begun(self, order: _given.Hidden[Any], op_id: str, after: Iterable[str]) -> Any:
        """A new session. A journal only ever sees checked op_ids."""
        return self._account.begin(order.value, op_id, self._earlier(after))

    def _earlier(self, op_ids: Iterable[str]) -> list[str]:
        """The ids of the tries before, checked."""
        if isinstance(op_ids, (str, bytes)) or not isinstance(op_ids, Iterable):
            _given.wrong("after", op_ids, "a list of op_ids")
        return [_given.text("after", op_id, "a list of op_ids") for op_id in op_ids]

    def _is_ours(self, record: Record) -> bool:
        return record.vendor == self._vendor and record.mode == self.mode

    def _asked_for(self, operation: str | Record) -> str | None:
        """The op_id to look up; `None` for a record, which needs no looking up."""
        if isinstance(operation, Record):
            return None
        return _given.text("operation", operation, "the op_id, or the `Record`, of an operation")

    def _asked(self, notice: Notice) -> tuple[str, str, str | None, str | None] | None:
        """What the journal is asked for about a notice; `None` when it is another vendor's."""
        _given.instance("notice", notice, Notice, "a Notice, as webhooks are read")
        if notice.vendor != self._vendor:
            return None
        return self._vendor, self.mode, notice.reference, notice.ext_id

    def _resumed(self, held: Record | None, op_id: str | Record, calm: bool = False) -> Any:
        calm, now = _given.flag("calm", calm), self._desk.clock.now()
        if isinstance(op_id, str):
            return self._account.resume_under(op_id, held, now, calm)
        return self._account.resume(op_id, now, calm)


class _Client(_Base):
    """The blocking side."""

    def begin(self, op_id: str, order: Order, *, after: Iterable[str] = ()) -> Payment[Any]:
        """An operation to go through step by step; nothing is sent before `advance` or `run`.

        op_id: Yours, unique per operation: letters, digits, `-` and `_`, at most 64. When the journal
            knows it, the operation is continued and never begun twice; with other details it is refused.
            One that ended not sent begins anew, with these details or others: nothing had happened.
        order: What to do, such as `types.CollectOrder(types.NewCharge(amount=1000, phone=phone))`.
        after: The op_ids of the tries before, for the same order of your shop: another number, another
            operator. One that may still be paid, or was, is refused (`InvalidInput` naming `after[0]`),
            so that a customer never has two open; and what they made is not taken for this one's.

        Raises `InvalidInput` naming the field.
        """
        given = _given.Hidden(order)
        del order
        return self._open(op_id, given, after)

    def resume(self, operation: str | Record, *, calm: bool = False) -> Payment[Any]:
        """Goes on with a stored operation, by its op_id or its record: an ended one reports its end, an
        unknown one is looked for again. What may have been sent is not sent again.

        calm: For who comes back often, as a page that is loaded again: where the vendor was asked a moment ago,
            `advance` says `Waiting` until the next look is due. A person's answer, a webhook and `look_now`
            have it look at once. A look that was due is stored before it is taken.

        Raises `OperationNotFound` when the journal does not know it, `RecordError` when the record is of
        another vendor, mode or key, or was changed.
        """
        op_id = self._asked_for(operation)
        held: Any = operation if op_id is None else self._desk.journal.get(op_id)
        return Payment(self._resumed(held, operation, calm), self._desk)

    def payment_of(self, notice: Notice) -> Payment[Any] | None:
        """The payment that a verified webhook is about, by the vendor's reference or else by ours: hand it
        the notice (`payment.notify(notice)`) and let it go on. `None` when the journal knows none: one that
        was not begun here, or whose reference is not known yet. Keep such a notice and look again.

        A journal of your own without `find` tells of those that have not ended only.
        """
        asked = self._asked(notice)
        if asked is None:
            return None
        find = getattr(self._desk.journal, "find", None)
        held = find(*asked) if find is not None else among(self.unfinished(), notice)
        return self.resume(held) if held is not None and is_about(held, notice) else None

    def unfinished(self) -> list[Record]:
        """The newest records of this vendor's and mode's operations that have not ended: resume each
        after a start, and from time to time."""
        return [record for record in self._desk.journal.unfinished() if self._is_ours(record)]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _open(self, op_id: str, order: _given.Hidden[Any], after: Iterable[str] = ()) -> Payment[Any]:
        session, desk = self._begun(order, op_id, after), self._desk
        while (asked := session.opening) is not None:
            session.loaded(desk.journal.get(asked), desk.clock.now())
        return Payment(session, desk)

    def _call(self, order: _given.Hidden[dict[str, Any]], op_id: str | None = None) -> Any:
        # As `run` without prompts.
        if op_id is not None:
            return self._open(op_id, order).run()
        return self._alone(self._account.begin_alone(order.value))

    def _read(self, order: dict[str, Any]) -> Any:
        """As `_call` of what names nobody and holds no secret."""
        return self._alone(self._account.begin_alone(order))

    def _alone(self, session: Any) -> Any:
        desk, log = self._desk, _log.listening()
        polled = desk.poll(session, desk.clock.now(), log is not None)
        # Most calls end here, and what a payment needs for its many steps would cost a tenth more.
        if log is None and polled[0] == DONE and type(polled[1]) is Settled and not hasattr(desk.journal, "ended"):
            return polled[1].value
        payment: Payment[Any] = Payment(session, desk)
        payment._until(session.patience)
        payment._go_on(polled, FOREVER, log)
        return payment.result()

    def _iter(self, order: dict[str, Any]) -> Listing[Any]:
        from ._listing import Listing

        return Listing(self._account.begin_alone(order), self._desk)

    def _flow(
        self,
        order: _given.Hidden[Any],
        op_id: str,
        on_prompt: Any = None,
        timeout: float | None = None,
        on_progress: Any = None,
    ) -> Any:
        _given.run(on_prompt, timeout, on_progress)
        return self._open(op_id, order).run(on_prompt, timeout=timeout, on_progress=on_progress)
