"""Whoever hands in a value of the wrong kind is told which argument it was and what is expected there.

Every public entry is walked by looking at the package itself, so that a new one is covered, or fails here
until it is said how to make one (`MAKERS`) and what a good value of a new argument is (`GOOD`).
"""

from __future__ import annotations

import asyncio
import inspect
import re
from decimal import Decimal
from typing import Any

import pytest

import xaalis
from xaalis import _asenfenico, dexchange, errors, journal, postgres, sandbox, senfenico, types, webhooks
from xaalis import _adexchange as adexchange


class Odd:
    """Whatever is asked of it raises."""

    def _no(self, *_: object) -> Any:
        raise RuntimeError("odd")

    __str__ = __repr__ = __eq__ = __bool__ = __lt__ = __gt__ = __float__ = __index__ = _no
    __hash__ = None  # type: ignore[assignment]


WRONG: dict[str, Any] = {
    "None": None,
    "a str": "x",
    "an empty str": "",
    "half a character": "\ud800",
    "bytes": b"x",
    "a list": ["x"],
    "a dict": {"x": 1},
    "an int": 5,
    "a huge int": 10**400,
    "a float": 1.5,
    "NaN": float("nan"),
    "endless": float("inf"),
    "a bool": True,
    "a Decimal": Decimal("5"),
    "an object": Odd(),
    "a class": dict,
    "data of another class": types.NewSettlement(amount=5),
}
def no_server() -> Any:
    raise LookupError("there is no server")


KINDS = {"str": str, "int": int, "float": (int, float), "bool": bool, "bytes": (bytes, bytearray), "None": type(None)}

RECORD = types.Record(
    version=1, op_id="op-1", sequence=1, vendor=types.Vendor.SENFENICO, mode=types.Mode.TEST, operation="payout",
    stage=types.Stage.OPEN, reference=None, our_reference=None, state="{}",
)
GOOD: dict[str, Any] = {
    "amount": 500,
    "api_key": "sk_test_sandbox",
    "base": "https://shop.example/dx",
    "bill": "8000000680",
    "callback_url": "https://shop.example/dx",
    "cancel_url": "https://shop.example/c",
    "charge": "ch_1",
    "checkout": "chk_1",
    "code": "123456",
    "conninfo": no_server,
    "customer": "07061270877",
    "delivery": sandbox.Delivery(1, "senfenico", "https://shop.example", (), b""),
    "ext_id": "ext-1",
    "external_transaction_id": "ext-1",
    "fault": "refuse@9",
    "key": "0123456789abcdef",
    "keys": "0123456789abcdef",
    "mode": "test",
    "notice": types.Notice(vendor="senfenico", event="", status="", dedupe="x"),
    "on_prompt": lambda prompt: "123456",
    "op_id": "op-1",
    "operation": RECORD,
    "order": types.SettleOrder(types.NewSettlement(amount=5)),
    "otp": "123456",
    "our_reference": "ext-1",
    "phone": "76000000",
    "provider": "orange_bf",
    "raw": b"{}",
    "recipients": {"ext-1": "76000000"},
    "record": RECORD,
    "reference": "ch_1",
    "seconds": 1,
    "secret": "0123456789abcdef",
    "secrets": "0123456789abcdef",
    "service": "WOYOFAL_SN_BILL",
    "settlement": "se_1",
    "signature": "00",
    "status": 200,
    "success_url": "https://shop.example/s",
    "timeout": 1,
    "timeout_ms": 1000,
    "token": "x",
    "transaction": "TID1",
    "transaction_id": "TID1",
    "transfer": "tr_1",
    "transfers": [types.NewTransfer(amount=500, phone="76000000", ext_id="ext-1")],
    "until": 1,
    "vendor": "senfenico",
    "wait": 0,
}
#: What is annotated in Rust, or by a name.
ANNOTATED = {
    "api_key": "str",
    "body": "str | bytes | None",
    "headers": "Pairs | None",
    "status": "int",
    "timeout_ms": "int",
    "transport": "Transport | None",
}


def request() -> Any:
    seen: list[Any] = []

    def transport(sent: Any) -> Any:
        seen.append(sent)
        raise errors.ConnectFailed("no network")

    with pytest.raises(errors.PaymentNotSent):
        xaalis.Senfenico("sk_test_sandbox", transport=transport).balances.fetch()
    return seen[0]


def client(cls: Any) -> Any:
    return cls("sk_test_sandbox", transport=xaalis.Sandbox())


def payment() -> Any:
    return client(xaalis.Senfenico).begin("op-1", GOOD["order"])


async def apayment() -> Any:
    return await client(xaalis.AsyncSenfenico).begin("op-1", GOOD["order"])


GOOD["request"] = request()
CLIENTS = [xaalis.Senfenico, xaalis.Dexchange, xaalis.AsyncSenfenico, xaalis.AsyncDexchange]
#: How to come by one of each public class; None: its methods need a server, and only its constructor is walked.
MAKERS: dict[Any, Any] = {
    **{cls: lambda folder, cls=cls: client(cls) for cls in CLIENTS},
    xaalis.AsyncListing: lambda folder: client(xaalis.AsyncSenfenico).charges.iter(),
    xaalis.AsyncPayment: lambda folder: asyncio.run(apayment()),
    xaalis.Listing: lambda folder: client(xaalis.Senfenico).charges.iter(),
    xaalis.MemoryJournal: lambda folder: xaalis.MemoryJournal(),
    xaalis.Payment: lambda folder: payment(),
    xaalis.PostgresJournal: lambda folder: xaalis.PostgresJournal(GOOD["conninfo"]),
    xaalis.Request: lambda folder: request(),
    xaalis.Response: lambda folder: xaalis.Response(200),
    xaalis.Sandbox: lambda folder: xaalis.Sandbox(),
    xaalis.SqliteJournal: lambda folder: xaalis.SqliteJournal(folder / "payments.db"),
    webhooks.Dexchange: lambda folder: webhooks.Dexchange("0123456789abcdef"),
    webhooks.Senfenico: lambda folder: webhooks.Senfenico("0123456789abcdef"),
}
for cls in CLIENTS:
    for place, value in list(vars(cls).items()):
        if isinstance(value, property):
            MAKERS[type(getattr(client(cls), place))] = lambda folder, cls=cls, place=place: getattr(client(cls), place)
#: Plain data, which is judged where it is handed in; and what nobody makes but the package.
DATA = {sandbox.Delivery, sandbox.SandboxPayment, xaalis.Done, xaalis.Waiting, xaalis.Journal}
MADE_BY_THE_PACKAGE = {xaalis.Payment, xaalis.AsyncPayment, xaalis.Listing, xaalis.AsyncListing, xaalis.Request}
#: Walked in test_relay.py and test_relay_bills.py; what a tally is handed, and who keeps codes, a relay hands them.
OF_THE_RELAY = {xaalis.Relay, xaalis.AsyncRelay, xaalis.Tally, xaalis.MemoryTally, xaalis.SqliteTally, xaalis.PostgresTally}
OF_THE_RELAY |= {xaalis.Codes, xaalis.AsyncCodes}
MODULES = [senfenico, dexchange, _asenfenico, adexchange, journal, postgres, sandbox, webhooks]


def public() -> list[Any]:
    """All public classes but the printed data and the errors."""
    plain = {*errors.__all__, *types.__all__, "errors", "types", "webhooks"}
    found = [getattr(xaalis, name) for name in xaalis.__all__ if name not in plain]
    found += [getattr(module, name) for module in MODULES for name in module.__all__]
    return [cls for cls in dict.fromkeys(found) if cls not in DATA | OF_THE_RELAY]


def entries() -> list[tuple[str, Any, str, str, str]]:
    """Each argument of each entry: class, method, argument, what may be given."""
    found = []
    for cls in public():
        name = f"{cls.__module__.rsplit('.', 1)[-1]}.{cls.__name__}"
        methods = [one for one in dir(cls) if not one.startswith("_") and callable(getattr(cls, one))]
        made_inside = cls in MADE_BY_THE_PACKAGE or [one.name for one in arguments(cls, "__init__")] == ["client"]
        for method in methods if made_inside else ["__init__", *methods]:
            for parameter in arguments(cls, method):
                kind = ANNOTATED.get(parameter.name, str(parameter.annotation))
                found.append((f"{name}.{method}({parameter.name})", cls, method, parameter.name, kind))
    return found


def arguments(cls: Any, method: str) -> list[inspect.Parameter]:
    if method == "__init__" and cls in MADE_BY_THE_PACKAGE:
        return []
    called = cls if method == "__init__" else getattr(cls, method)
    parameters = list(inspect.signature(called).parameters.values())
    # The sandbox's many options are walked in test_input.py.
    return [one for one in parameters if one.name != "self" and one.kind != inspect.Parameter.VAR_KEYWORD]


def fits(value: Any, kind: str) -> bool:
    words = re.findall(r"\w+", kind)
    if isinstance(value, bool) and "bool" not in words:
        return False
    if isinstance(value, float) and value != value:
        return False
    if isinstance(value, int) and abs(value) > 2**63:
        return False
    if isinstance(value, str) and not value.isprintable() and "str" in words:
        return False
    return any(isinstance(value, KINDS[word]) for word in words if word in KINDS)


@pytest.fixture(autouse=True)
def somewhere(tmp_path, monkeypatch):
    """A path that was given may be written to."""
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("what", WRONG)
def test_every_entry_names_the_argument_and_what_is_expected(what, tmp_path):
    value, problems = WRONG[what], []
    for entry, cls, method, argument, kind in entries():
        if takes(argument, value) or (argument == "confirm" and value is None):
            continue
        given = {one.name: one for one in arguments(cls, method)}
        rest, named = [], {}
        for name, parameter in given.items():
            # A top-up has an amount, which is optional only where it may be a bill.
            if name not in (argument, "amount") and parameter.default is not inspect.Parameter.empty:
                continue
            one = value if name == argument else good(cls, name, tmp_path)
            if parameter.kind in (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.VAR_POSITIONAL):
                rest.append(one)
            else:
                named[name] = one
        try:
            called = cls if method == "__init__" else getattr(MAKERS[cls](tmp_path), method)
            answer = called(*rest, **named)
            if inspect.iscoroutine(answer):
                answer = asyncio.run(answer)
        except errors.InvalidInput as error:
            if not names(error, argument, value):
                problems.append(f"{entry}: says {error}")
        except (errors.PaymentError, errors.OutcomeUnknown, errors.AnswerNeeded, LookupError) as error:
            # A stranger's text is refused for what it is.
            if not fits(value, kind) and not (isinstance(error, errors.WebhookError) and isinstance(value, str)):
                problems.append(f"{entry}: {type(error).__name__}: {error}")
        except Exception as error:
            problems.append(f"{entry}: {type(error).__name__}: {error}")
        else:
            if not fits(value, kind):
                problems.append(f"{entry}: taken, although it wants {kind}")
    assert not problems, "\n".join(problems)


def good(cls: Any, name: str, folder: Any) -> Any:
    if name == "path":
        return folder / "payments.db"
    if name == "order" and "Dexchange" in cls.__name__:
        return types.InquireBillsOrder(types.NewInquiry(service="WOYOFAL_SN_BILL", customer="07061270877"))
    return GOOD[name]


#: Where core's own word, or the name of a part, is said in the place of the argument's.
PARTS = {"base": "callBackURL", "bill": "reference", "keys": "webhook_key", "secrets": "callback_key"}


def names(error: errors.InvalidInput, argument: str, value: Any) -> bool:
    """The argument's own name, or that of its part: `transfers[0].phone`, a field of a dict."""
    field = re.split(r"[\[.]", error.field)[0]
    of_a_dict = isinstance(value, dict) and (field in value or error.problem == "missing")
    return (field in (argument, PARTS.get(argument)) or of_a_dict) and bool(error.problem) and bool(error.allowed)


def takes(argument: str, value: Any) -> bool:
    """Arguments that take functions and objects take classes of those, and mappings."""
    if argument in ("on_prompt", "on_progress", "on_wait", "transport", "conninfo"):
        return callable(value)
    if argument == "after":
        # Any texts one after another: an id that nobody knows was never begun.
        return isinstance(value, (list, dict))
    return argument in ("headers", "recipients") and isinstance(value, dict) and not value


ORDERS = {
    types.NewCharge: "CollectOrder",
    types.NewCheckout: "CheckoutOrder",
    types.NewTransfer: "PayoutOrder",
    types.NewSettlement: "SettleOrder",
    types.NewPayBill: "PayBillOrder",
    types.NewBillPayment: "PayBillOnceOrder",
    types.NewInquiry: "InquireBillsOrder",
}


def test_a_part_of_an_order_is_told_which_order_takes_it():
    made = client(xaalis.Senfenico)
    parts = [getattr(types, name) for name in types.__all__ if name.startswith("New")]
    assert set(parts) == set(ORDERS), "a new part needs its example"
    for part in parts:
        given = part(**{field: part._defaults.get(field, GOOD.get(field, "x")) for field in part._fields})
        with pytest.raises(errors.InvalidInput) as caught:
            made.begin("op-1", given)
        assert (caught.value.field, caught.value.problem) == ("order", f"a {part.__name__}")
        assert f"{ORDERS[part]}({part.__name__}(…))" in caught.value.allowed
        assert getattr(types, ORDERS[part]).__match_args__


@pytest.mark.parametrize("kind", ["colect", "", "charge", "NewCharge", "x`, expected one of `76000000"])
def test_an_unknown_kind_of_order_is_told_the_kinds_there_are(kind):
    with pytest.raises(errors.InvalidInput) as caught:
        client(xaalis.Senfenico).begin("op-1", {"kind": kind, "charge": {}})
    assert caught.value.field == "kind" and "collect" in caught.value.allowed.split(", ")
    assert "76000000" not in str(caught.value)


@pytest.mark.parametrize("answer", [5, None, b"123456", ["1"], {}, Odd(), 123456.0, True], ids=lambda one: type(one).__name__)
def test_what_on_prompt_returns_is_judged_like_any_argument(answer):
    box = xaalis.Sandbox()
    made = xaalis.Senfenico("sk_test_sandbox", transport=box)
    with pytest.raises((errors.InvalidInput, errors.AnswerNeeded)) as caught:
        made.collect("op-1", amount=500, phone="76000000", on_prompt=lambda prompt: answer)
    assert answer is None or caught.value.field == "code"
    assert made.resume("op-1").advance().kind == "otp", "the payment stays where it was"


@pytest.mark.parametrize("what", ["a str", "NaN", "a Decimal", "a bool", "a list", "an object", "bytes"])
def test_a_wrong_timeout_spends_nothing(what):
    box = xaalis.Sandbox()
    for cls in (xaalis.Senfenico, xaalis.AsyncSenfenico):
        made = cls("sk_test_sandbox", transport=box)
        for given in ({"timeout": WRONG[what]}, {"on_prompt": "123456"}):
            with pytest.raises(errors.InvalidInput) as caught:
                answer = made.payout("op-1", amount=500, phone="76000000", ext_id="e-1", **given) if "timeout" in given else made.collect("op-1", amount=500, phone="76000000", **given)
                if inspect.iscoroutine(answer):
                    asyncio.run(answer)
            assert caught.value.field in given
        assert made._desk.journal.get("op-1") is None
    assert box.requests_seen == 0
