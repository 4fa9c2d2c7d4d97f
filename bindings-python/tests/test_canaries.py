"""No failure of the public API shows a key, a code or who pays: neither its text nor any frame."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable
from typing import Any

import pytest

import xaalis
from xaalis import errors, types, webhooks

from .canaries import leaks

CANARIES = {
    "key": "sk_test_canary4Key",
    "webhook key": "whk-canary-Zx81",
    "callback secret": "canary-callback-secret-77",
    "phone": "76431987",
    "code": "839217",
    "meter": "07061270931",
    "email": "awa.canary@example.com",
    "custom": "canary-custom-data",
    "password": "canary-pass-word",
}
KEY, PHONE, CODE, METER = CANARIES["key"], CANARIES["phone"], CANARIES["code"], CANARIES["meter"]
WEBHOOK_KEY, SECRET = CANARIES["webhook key"], CANARIES["callback secret"]
TOKEN = webhooks.Dexchange(SECRET).callback_url("https://s.example", "ext-1").rsplit("/", 1)[1]
CALLBACK = f"https://s.example/x/{TOKEN}"
CANARIES["token"] = TOKEN

CHARGE: dict[str, Any] = {"amount": 1000, "phone": PHONE}
TRANSFER: dict[str, Any] = {"amount": 1000, "phone": PHONE, "ext_id": "e-1"}
CHECKOUT: dict[str, Any] = {
    "amount": 1000,
    "success_url": "https://s.example/ok",
    "cancel_url": "https://s.example/no",
    "email": CANARIES["email"],
}
BILL: dict[str, Any] = {
    "service": "WOYOFAL_SN_BILL",
    "customer": METER,
    "external_transaction_id": "ext-1",
    "amount": 1000,
    "callback_url": CALLBACK,
    "custom_data": CANARIES["custom"],
}


def answered(prompt: Any) -> Any:
    return CODE if isinstance(prompt, types.OtpPrompt) else None


#: Every way in, by vendor: what is done with a client, and some id.
SENFENICO: dict[str, Callable[[Any, str], Any]] = {
    "collect": lambda c, op: c.collect(op, **CHARGE, on_prompt=answered, timeout=1),
    "checkout": lambda c, op: c.checkout(op, **CHECKOUT, on_prompt=answered, timeout=1),
    "payout": lambda c, op: c.payout(op, **TRANSFER, timeout=1),
    "bulk_payout": lambda c, op: c.bulk_payout(op, [types.NewTransfer(**TRANSFER)], timeout=1),
    "bulk_payout of dicts": lambda c, op: c.bulk_payout(op, [TRANSFER], timeout=1),
    "charges.create": lambda c, op: c.charges.create(**CHARGE, op_id=op),
    "charges.create alone": lambda c, op: c.charges.create(**CHARGE),
    "charges.submit_otp": lambda c, op: c.charges.submit_otp("ch_1", CODE, op_id=op),
    "checkouts.initialize": lambda c, op: c.checkouts.initialize(**CHECKOUT, op_id=op),
    "transfers.create": lambda c, op: c.transfers.create(**TRANSFER, op_id=op),
    "transfers.create_bulk": lambda c, op: c.transfers.create_bulk([types.NewTransfer(**TRANSFER)], op_id=op),
    "transfers.create_bulk of dicts": lambda c, op: c.transfers.create_bulk([TRANSFER], op_id=op),
    "settle": lambda c, op: c.settle(op, amount=1000, timeout=1),
    "charges.fetch": lambda c, op: c.charges.fetch("ch_1"),
    "charges.list": lambda c, op: c.charges.list(),
    "balances.fetch": lambda c, op: c.balances.fetch(),
    "begin": lambda c, op: advanced(c, op, types.CollectOrder(types.NewCharge(**CHARGE))),
    "begin with a dict": lambda c, op: advanced(c, op, {"kind": "collect", "charge": CHARGE}),
    "begin with half a dict": lambda c, op: advanced(c, op, {"kind": "collect", "charge": CHARGE | {"odd": PHONE}}),
    "begin with two numbers": lambda c, op: advanced(c, op, types.CollectOrder(types.NewCharge(1000, [PHONE]))),
    "a wrong code": lambda c, op: told(c, op, lambda payment: payment.submit_otp([CODE])),
    "a code too long": lambda c, op: told(c, op, lambda payment: payment.submit_otp(CODE * 9)),
    "recipients of another kind": lambda c, op: told(c, op, lambda payment: payment.give_recipients([PHONE])),
    "recipients without": lambda c, op: told(c, op, lambda payment: payment.give_recipients({"e": [PHONE]})),
    "a bill": lambda c, op: told(c, op, lambda payment: payment.choose_bill({"reference": METER})),
    "a bill's reference": lambda c, op: told(c, op, lambda payment: payment.choose_bill(f"{METER} é")),
    "a notice": lambda c, op: told(c, op, lambda payment: payment.notify([PHONE])),
    "a notice as a dict": lambda c, op: told(c, op, lambda payment: payment.notify({"number": PHONE})),
}
DEXCHANGE: dict[str, Callable[[Any, str], Any]] = {
    "pay_bill": lambda c, op: c.pay_bill(op, **BILL, timeout=1),
    "bills.inquire": lambda c, op: c.bills.inquire(service="WOYOFAL_SN_BILL", customer=METER),
    "bills.pay": lambda c, op: c.bills.pay(**BILL, op_id=op),
    "transactions.fetch": lambda c, op: c.transactions.fetch("TID1"),
    "begin": lambda c, op: advanced(c, op, types.PayBillOrder(types.NewPayBill(**BILL))),
    "begin with a dict": lambda c, op: advanced(c, op, {"kind": "pay_bill", "payment": BILL}),
}


async def advanced(client: Any, op_id: str, order: Any) -> Any:
    payment = await now(client.begin(op_id, order))
    step = await now(payment.advance())
    if isinstance(step, types.OtpPrompt):
        payment.submit_otp(CODE)
    await now(payment.advance(wait=1))
    return payment.result()


async def told(client: Any, op_id: str, tell: Callable[[Any], object]) -> None:
    tell(await now(client.begin(op_id, types.CollectOrder(types.NewCharge(**CHARGE)))))


async def now(value: Any) -> Any:
    return await value if inspect.isawaitable(value) else value


class Broken(xaalis.MemoryJournal):
    """Cannot be reached, or answers nonsense."""

    def __init__(self, answer: object) -> None:
        super().__init__()
        self.answer = answer

    def put(self, record: Any) -> Any:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def refusing(error: BaseException) -> Callable[[Any], Any]:
    def send(request: Any) -> Any:
        raise error

    return send


def replying(status: int, body: str) -> Callable[[Any], Any]:
    return lambda request: xaalis.Response(status, {"Content-Type": "application/json"}, body)


def sandbox(*faults: str) -> xaalis.Sandbox:
    box = xaalis.Sandbox()
    for fault in faults:
        box.inject(fault)
    return box


def without_table() -> xaalis.SqliteJournal:
    import pathlib
    import sqlite3
    import tempfile

    path = pathlib.Path(tempfile.mkdtemp()) / "payments.db"
    journal = xaalis.SqliteJournal(path)
    other = sqlite3.connect(path)
    other.execute("DROP TABLE xaalis_records")
    other.execute("CREATE TABLE xaalis_records (op_id TEXT, sequence INTEGER)")
    other.close()
    return journal


ECHO = '{"message": "%s %s %s %s"}' % (PHONE, CODE, METER, KEY)
#: What goes wrong: the options of a client, and the id of the operation.
FAILURES: dict[str, tuple[Callable[[], dict[str, Any]], str]] = {
    "no connection": (lambda: {"transport": refusing(errors.ConnectFailed("no route"))}, "op-1"),
    "no answer": (lambda: {"transport": refusing(errors.NoAnswer("broke off"))}, "op-1"),
    "a transport with a fault": (lambda: {"transport": refusing(ZeroDivisionError("a fault"))}, "op-1"),
    "an interrupt": (lambda: {"transport": refusing(KeyboardInterrupt())}, "op-1"),
    "no Response": (lambda: {"transport": lambda request: "nonsense"}, "op-1"),
    "refused with an echo": (lambda: {"transport": replying(400, ECHO)}, "op-1"),
    "401 with an echo": (lambda: {"transport": replying(401, ECHO)}, "op-1"),
    "500 with an echo": (lambda: {"transport": replying(500, ECHO)}, "op-1"),
    "rubbish": (lambda: {"transport": replying(200, f"<p>{PHONE} {CODE} {METER}")}, "op-1"),
    "a redirect": (lambda: {"transport": replying(302, ECHO)}, "op-1"),
    "503": (lambda: {"transport": sandbox("503-before@*")}, "op-1"),
    "lost": (lambda: {"transport": sandbox("drop-after@*")}, "op-1"),
    "nobody there": (lambda: {"base_url": "http://127.0.0.1:9"}, "op-1"),
    "a journal that is down": (lambda: {"transport": sandbox(), "journal": Broken(OSError("down"))}, "op-1"),
    "a journal's nonsense": (lambda: {"transport": sandbox(), "journal": Broken("yes")}, "op-1"),
    "a table that is another's": (lambda: {"transport": sandbox(), "journal": without_table()}, "op-1"),
    "outrun": (lambda: {"transport": sandbox(), "journal": Broken("outrun")}, "op-1"),
    "a bad id": (lambda: {"transport": sandbox()}, "no id!"),
    "an id that is none": (lambda: {"transport": sandbox()}, 7),  # type: ignore[dict-item]
    "whatever it says": (lambda: {"transport": sandbox()}, "op-1"),
}
WAYS = [
    *[(cls, name) for cls in (xaalis.Senfenico, xaalis.AsyncSenfenico) for name in SENFENICO],
    *[(cls, name) for cls in (xaalis.Dexchange, xaalis.AsyncDexchange) for name in DEXCHANGE],
]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits pass at once."""
    from xaalis import _apayment, _payment

    class Clock(_payment.SystemClock):
        ahead = 0

        def now(self) -> int:
            return super().now() + Clock.ahead

        def sleep_until(self, until: int) -> None:
            Clock.ahead += max(until - self.now(), 0)

    async def sleep(seconds: float) -> None:
        Clock.ahead += int(seconds * 1000) + 1

    monkeypatch.setattr("xaalis._client.SystemClock", Clock)
    monkeypatch.setattr(_payment, "SteadyClock", Clock)
    monkeypatch.setattr(_apayment.asyncio, "sleep", sleep)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: f"{way[0].__name__}: {way[1]}")
def test_no_failure_of_an_entry_shows_a_canary(way: tuple[Any, str]) -> None:
    cls, name = way
    entry = (SENFENICO if "Senfenico" in cls.__name__ else DEXCHANGE)[name]
    found, failed = [], 0
    for failure, (options, op_id) in FAILURES.items():
        client = cls(KEY, **options())

        async def called() -> Any:
            return await now(entry(client, op_id))

        try:
            asyncio.run(called())
        except BaseException as error:
            failed += 1
            found += [f"{failure}: {leak}" for leak in leaks(error, CANARIES)]
    assert failed > 1, "nothing was provoked"
    assert not found, "\n".join(found)


def of(reader: Any, name: str, *args: Any) -> Callable[[], object]:
    return lambda: getattr(reader, name)(*args)


SIGNED, CALLED = webhooks.Senfenico(WEBHOOK_KEY), webhooks.Dexchange(SECRET)
BODY = b'["%s"]' % PHONE.encode()
MADE: dict[str, Callable[[], object]] = {
    **{
        f"{cls.__name__}, {what}": lambda cls=cls, options=options: cls(**{"api_key": KEY} | options)  # type: ignore[misc]
        for cls in (xaalis.Senfenico, xaalis.Dexchange, xaalis.AsyncSenfenico, xaalis.AsyncDexchange)
        for what, options in {
            "a bad address": {"base_url": f"ftp://awa:{CANARIES['password']}@s.example"},
            "plain http": {"base_url": "http://s.example"},
            "an address of bytes": {"base_url": f"https://a:{CANARIES['password']}@s".encode()},
            "no Unicode": {"base_url": f"https://{CANARIES['password']}\ud800"},
            "a bad proxy": {"proxy": f"socks9://awa:{CANARIES['password']}@p"},
            "a proxy of bytes": {"proxy": f"http://awa:{CANARIES['password']}@p".encode()},
            "a proxy beside http": {"base_url": "http://127.0.0.1:1", "proxy": f"http://a:{CANARIES['password']}@p"},
            "a proxy beside a transport": {"transport": print, "proxy": f"http://a:{CANARIES['password']}@p"},
            "no transport": {"transport": 5},
            "no authorities": {"ca_file": "/nowhere/at/all.pem"},
            "no journal": {"journal": 5},
            "a key of bytes": {"api_key": KEY.encode()},
            "a key in a list": {"api_key": [KEY]},
            "a key with a line": {"api_key": f"{KEY}\n{KEY}"},
            "a key of no Unicode": {"api_key": f"{KEY}\ud800"},
        }.items()
    },
    "webhook keys of bytes": lambda: webhooks.Senfenico(WEBHOOK_KEY, WEBHOOK_KEY.encode()),  # type: ignore[arg-type]
    "webhook keys in a list": lambda: webhooks.Senfenico([WEBHOOK_KEY]),  # type: ignore[arg-type]
    "an empty webhook key": lambda: webhooks.Senfenico(WEBHOOK_KEY, ""),
    "webhook keys of no Unicode": lambda: webhooks.Senfenico(f"{WEBHOOK_KEY}\ud800"),
    "secrets of bytes": lambda: webhooks.Dexchange(SECRET, SECRET.encode()),  # type: ignore[arg-type]
    "a short secret": lambda: webhooks.Dexchange(SECRET, "short"),
    "secrets of no Unicode": lambda: webhooks.Dexchange(f"{SECRET}\ud800"),
    "a bad hash": of(SIGNED, "read", BODY, "00"),
    "a bad body": of(SIGNED, "read", BODY, webhooks.Senfenico.sign(BODY, WEBHOOK_KEY)),
    "a text for a body": of(SIGNED, "read", BODY.decode(), "00"),
    "sign a text": of(webhooks.Senfenico, "sign", BODY.decode(), WEBHOOK_KEY),
    "sign with bytes": of(webhooks.Senfenico, "sign", BODY, WEBHOOK_KEY.encode()),
    "a bad callback": of(CALLED, "read", BODY, "ext-1", TOKEN),
    "a callback of text": of(CALLED, "read", BODY.decode(), "ext-1", TOKEN),
    "another's callback": of(CALLED, "read", BODY, "ext-2", TOKEN),
    "a callback to a number": of(CALLED, "read", BODY, 5, TOKEN),
    "a token in a list": of(CALLED, "read", BODY, "ext-1", [TOKEN]),
    "a bad base": of(CALLED, "callback_url", "ftp://s", "ext-1"),
    "a bad id": of(CALLED, "callback_url", "https://s.example", "é"),
    "custom data of a wrong amount": of(CALLED, "custom_data", "ext-1", "WOYOFAL_SN_BILL", METER, -1),
    "custom data of bytes": of(CALLED, "custom_data", "ext-1", "WOYOFAL_SN_BILL", METER.encode(), 1),
    "custom data of no id": of(CALLED, "custom_data", 5, "WOYOFAL_SN_BILL", METER, 1),
    "a bad HMAC": of(webhooks.Dexchange, "verify_hmac", BODY, "00", SECRET),
    "an HMAC of text": of(webhooks.Dexchange, "verify_hmac", BODY.decode(), "00", SECRET),
    "an HMAC with bytes": of(webhooks.Dexchange, "verify_hmac", BODY, "00", SECRET.encode()),
    "an HMAC of a number": of(webhooks.Dexchange, "verify_hmac", BODY, 5, SECRET),
    "a field too many": lambda: types.NewCharge(amount=1, phone=PHONE, odd=PHONE),  # type: ignore[call-arg]
    "a field missing": lambda: types.NewCharge(phone=PHONE),  # type: ignore[call-arg]
    "a field twice": lambda: types.NewCharge(1, PHONE, phone=PHONE),  # type: ignore[misc]
    "too many fields": lambda: types.NewCharge(1, PHONE, None, PHONE, PHONE),  # type: ignore[call-arg]
    "PostgreSQL elsewhere": lambda: xaalis.PostgresJournal(f"host=127.0.0.1 port=9 password={CANARIES['password']}").unfinished(),
    "PostgreSQL of bytes": lambda: xaalis.PostgresJournal(CANARIES["password"].encode()),  # type: ignore[arg-type]
    "PostgreSQL, a bad table": lambda: xaalis.PostgresJournal(f"password={CANARIES['password']}", table="no table"),
}


@pytest.mark.parametrize("what", MADE)
def test_nothing_that_is_made_or_read_shows_a_canary(what: str) -> None:
    with pytest.raises(Exception) as caught:
        MADE[what]()
    assert not leaks(caught.value, CANARIES), "\n".join(leaks(caught.value, CANARIES))


def test_the_walker_sees_what_a_tracker_would() -> None:
    class Own:
        pass

    Own.__module__ = "xaalis.own"

    def fails(code: str) -> None:
        nested = {"a": [("x", {"y": code})]}
        own = Own()
        own.inner = nested  # type: ignore[attr-defined]
        del code, nested
        raise ValueError

    space: dict[str, Any] = {"Own": Own}
    import textwrap

    exec(compile(textwrap.dedent(inspect.getsource(fails)), "elsewhere", "exec"), space)
    with pytest.raises(RuntimeError) as caught:
        try:
            space["fails"](CODE)
        except ValueError:
            raise RuntimeError("in its place") from None
    assert leaks(caught.value, CANARIES)
