"""A wrong value is refused by the name of its argument, and nothing is sent."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from pathlib import Path

import pytest

import xaalis
from xaalis import errors, types

LOOP: list = []
LOOP.append(LOOP)


class Text(str):
    """A text of a class of one's own, as Django's SafeString is."""


class Odd:
    def __repr__(self):
        return "76000000"


def named(value: object) -> str:
    """The same name in each process: pytest-xdist deals the tests out by it."""
    return re.sub(r" at 0x[0-9a-f]+", "", str(value))


GOOD = {
    "charges.create": {"amount": 500, "phone": "76000000", "provider": "orange_bf"},
    "charges.submit_otp": {"charge": "ch_1", "otp": "123456"},
    "charges.fetch": {"reference": "ch_1"},
    "checkouts.initialize": {"amount": 500, "success_url": "https://a.bf", "cancel_url": "https://a.bf", "email": "a@b.bf"},
    "checkouts.fetch": {"reference": "chk_1"},
    "transfers.create": {"amount": 500, "phone": "70000000", "ext_id": "a", "wallet": "moov_bf"},
    "transfers.fetch": {"reference": "tr_1"},
    "settlements.create": {"amount": 500},
    "settlements.fetch": {"reference": "se_1"},
    "collect": {"op_id": "op-1", "amount": 500, "phone": "76000000", "provider": "orange_bf"},
    "checkout": {"op_id": "op-1", "amount": 500, "success_url": "https://a.bf", "cancel_url": "https://a.bf", "email": "a@b.bf"},
    "payout": {"op_id": "op-1", "amount": 500, "phone": "70000000", "ext_id": "a", "wallet": "moov_bf"},
    "settle": {"op_id": "op-1", "amount": 500},
    "cancel_settlement": {"op_id": "op-1", "reference": "se_1"},
    "bills.inquire": {"service": "SENELEC_SN_BILL", "customer": "210278816"},
    "bills.pay": {
        "service": "SENELEC_SN_BILL",
        "customer": "210278816",
        "external_transaction_id": "INV-1",
        "bill": "8000000680",
        "callback_url": "https://a.sn/dx",
        "custom_data": "x",
    },
    "transactions.fetch": {"transaction_id": "TID1"},
    "pay_bill": {
        "op_id": "op-1",
        "service": "WOYOFAL_SN_BILL",
        "customer": "07061270877",
        "external_transaction_id": "RCH-1",
        "amount": 500,
        "callback_url": "https://a.sn/dx",
        "custom_data": "x",
        "confirm": False,
    },
}
OPTIONAL = {"provider", "email", "wallet", "bill", "callback_url", "custom_data"}

#: Of no kind that any argument takes.
NEVER = [1.5, float("nan"), float("inf"), b"76000000", Decimal(500), object(), Odd(), [], {}, ["x"], LOOP, Odd, 10**30, -1]
NOT_TEXT = [*NEVER, True, 500]
NOT_FRANCS = [*NEVER, True, False, "500", "", Text("500"), None, 0, 1.0, 2**63, -(2**63) - 1]
ODD_TEXT = ["", " ", "\x00", "é" * 200, "x" * 5000, "../x"]


class Sent(BaseException):
    """What was wrong left all the same."""


def untouched(request):
    raise Sent


def call(name, **arguments):
    vendor = xaalis.Dexchange if name in ("bills.inquire", "bills.pay", "transactions.fetch", "pay_bill") else xaalis.Senfenico
    client = vendor("sk_test_sandbox", transport=untouched)
    method = client
    for part in name.split("."):
        method = getattr(method, part)
    op_id = (arguments.pop("op_id"),) if "op_id" in GOOD[name] else ()
    return method(*op_id, **arguments)


CASES = [(name, field) for name, good in GOOD.items() for field in good]


@pytest.mark.parametrize(("name", "field"), CASES)
def test_a_wrong_value_is_refused_by_name(name, field):
    if field == "amount":
        wrong = NOT_FRANCS
    elif field == "confirm":
        wrong = [*NEVER, "yes", "", 1, 0]
    else:
        wrong = [*NOT_TEXT, "\ud800", "x\udfff"] + ([] if field in OPTIONAL else [None])
        if field not in ("email", "custom_data"):
            # A bill's reference may be any printable text.
            wrong += [text for text in ODD_TEXT if (field, text) != ("bill", "../x")]
    for value in wrong:
        with pytest.raises(errors.InvalidInput) as caught:
            call(name, **GOOD[name] | {field: value})
        error = caught.value
        assert error.field.rsplit(".", 1)[-1] == field, (value if value is not LOOP else "a loop", error)
        assert error.problem and error.allowed and isinstance(error, ValueError)
        assert "76000000" not in str(error) and len(str(error)) < 400


TRANSFER = {"amount": 500, "phone": "70000000", "ext_id": "a"}
CYCLE: dict = {}
CYCLE["transfers"] = [CYCLE]


@pytest.mark.parametrize(
    ("transfers", "field"),
    [
        ([types.NewTransfer(**TRANSFER), types.NewTransfer(**TRANSFER | {"ext_id": "b", "amount": 5.0})], "transfers[1].amount"),
        ([types.NewTransfer(**TRANSFER), types.NewTransfer(**TRANSFER | {"ext_id": "b", "phone": "1"})], "transfers[1].phone"),
        ([types.NewTransfer(**TRANSFER | {"phone": 70000000})], "transfers[0].phone"),
        ([TRANSFER | {"amount": 99}], "transfers[0].amount"),
        ([TRANSFER, TRANSFER], "transfers[1].ext_id"),
        ([None], "transfers[0]"),
        (["70000000"], "transfers[0]"),
        ("70000000", "transfers[0]"),
        ([[TRANSFER]], "transfers[0]"),
        (LOOP, "transfers[0]"),
        ([{1: 2}], "transfers[0]"),
        ([CYCLE], "transfers[0].transfers"),
        ([types.NewTransfer], "transfers[0].amount"),
        ([TRANSFER | {"phone": "76000000", "amont": 5}], "transfers[0].amont"),
        ([{}], "transfers[0].amount"),
        ([], "transfers"),
        (None, "transfers"),
        (5, "transfers"),
    ],
    ids=named,
)
@pytest.mark.parametrize("flow", [True, False])
def test_bulk_items_are_named_by_place(transfers, field, flow):
    client = xaalis.Senfenico("sk_test_sandbox", transport=untouched)
    call = (lambda: client.bulk_payout("op-1", transfers)) if flow else (lambda: client.transfers.create_bulk(transfers))
    with pytest.raises(errors.InvalidInput) as caught:
        call()
    assert caught.value.field == field, caught.value
    assert "70000000" not in str(caught.value)


def test_a_hundred_at_most_in_one_request():
    client = xaalis.Senfenico("sk_test_sandbox", transport=untouched)
    many = [types.NewTransfer(amount=500, phone="70000000", ext_id=f"a{place}") for place in range(101)]
    with pytest.raises(errors.InvalidInput) as caught:
        client.transfers.create_bulk(many)
    assert caught.value.field == "transfers"


@pytest.mark.parametrize(
    "order",
    [None, "collect", 5, [], {}, object(), {"kind": "no such"}, {"kind": 5}, {"kind": None}, {"charge": {}}]
    + [types.CollectOrder("76000000"), types.CollectOrder, types.NewCharge(1, "76000000"), {"kind": "collect", "charge": []}]
    + [{"kind": "collect", "charge": "76000000"}, {"kind": "submit_otp", "charge": {}, "otp": "123456"}, types.PayBillOrder(None)],
    ids=named,
)
def test_an_order_of_no_kind(order):
    client = xaalis.Senfenico("sk_test_sandbox", transport=untouched)
    with pytest.raises(errors.InvalidInput) as caught:
        client.begin("op-1", order)
    assert caught.value.field and "76000000" not in str(caught.value)


def test_an_order_of_the_other_vendor():
    order = types.PayBillOrder(types.NewPayBill("WOYOFAL_SN_BILL", "07061270877", "RCH-1", 500))
    with pytest.raises(errors.InvalidInput) as caught:
        xaalis.Senfenico("sk_test_sandbox", transport=untouched).begin("op-1", order)
    assert caught.value.field == "order"


@pytest.mark.parametrize("op_id", [None, 5, b"op", "", " ", "a/b", "x" * 65, "\ud800", object(), []])
def test_an_op_id_is_checked_before_a_journal_sees_it(op_id, tmp_path):
    class Asked(xaalis.MemoryJournal):
        def get(self, op_id):
            raise Sent

    for journal in (Asked(), xaalis.SqliteJournal(tmp_path / "a.db")):
        client = xaalis.Senfenico("sk_test_sandbox", transport=untouched, journal=journal)
        for call in (
            lambda: client.settle(op_id, amount=1),
            lambda: client.begin(op_id, types.SettleOrder(types.NewSettlement(1))),
            lambda: client.settlements.create(amount=1, op_id=op_id),
        ):
            if op_id is None and call.__code__.co_names[0] == "settlements":
                continue
            with pytest.raises(errors.InvalidInput) as caught:
                call()
            assert caught.value.field == "op_id"


@pytest.mark.parametrize("wait", [None, "5", datetime.timedelta(seconds=5)])
def test_nothing_is_sent_for_a_wait_that_is_no_number(server, wait):
    client = xaalis.Senfenico("sk_test_sandbox", base_url=server.url)
    payment = client.begin("op-1", types.CollectOrder(types.NewCharge(amount=1000, phone="76000000")))
    with pytest.raises(errors.InvalidInput) as caught:
        payment.advance(wait=wait)
    assert caught.value.field == "wait" and "seconds" in caught.value.allowed
    assert server.requests == []


def test_texts_of_a_class_of_ones_own_are_texts():
    with pytest.raises(Sent):
        xaalis.Senfenico(Text("sk_test_sandbox"), transport=untouched).collect(
            Text("op-1"), amount=500, phone=Text("76000000"), provider=types.Provider.ORANGE_BF
        )


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"api_key": None}, "api_key"),
        ({"api_key": b"sk_test_sandbox"}, "api_key"),
        ({"api_key": "short"}, "api_key"),
        ({"api_key": "sk_test_\r\nX: y"}, "api_key"),
        ({"api_key": "\ud800" * 9}, "api_key"),
        ({"base_url": "http://example.org"}, "base_url"),
        ({"base_url": ""}, "base_url"),
        ({"base_url": 5}, "base_url"),
        ({"transport": 5}, "transport"),
        ({"transport": untouched, "proxy": "http://127.0.0.1:1"}, "proxy"),
        ({"transport": untouched, "ca_file": "/x"}, "ca_file"),
        ({"ca_file": "/no/such/file"}, "ca_file"),
        ({"proxy": "no address"}, "proxy"),
        ({"proxy": 5}, "proxy"),
        ({"ca_file": 5}, "ca_file"),
        ({"journal": object()}, "journal"),
        ({"on_wait": 5}, "on_wait"),
    ],
    ids=named,
)
@pytest.mark.parametrize("make", [xaalis.Senfenico, xaalis.AsyncSenfenico])
def test_a_client_names_the_wrong_argument(make, options, field):
    with pytest.raises(errors.InvalidInput) as caught:
        make(**{"api_key": "sk_test_sandbox"} | options)
    assert caught.value.field == field and "sk_test" not in str(caught.value)


def test_an_unknown_argument_is_a_type_error():
    client = xaalis.Senfenico("sk_test_sandbox", transport=untouched)
    for call in (
        lambda: client.collect("op-1", amount=500, phone="76000000", phones="76000000"),
        lambda: client.collect("op-1", 500, "76000000"),
        lambda: client.collect(amount=500, phone="76000000"),
        lambda: client.charges.create(amount=500),
    ):
        with pytest.raises(TypeError):
            call()


@pytest.mark.parametrize(
    ("event", "field"),
    [
        (lambda payment: payment.submit_otp(123456), "code"),
        (lambda payment: payment.submit_otp(None), "code"),
        (lambda payment: payment.choose_bill(None), "bill"),
        (lambda payment: payment.choose_bill(5), "bill"),
        (lambda payment: payment.give_recipients({"a": 5}), "recipients[0].phone"),
        (lambda payment: payment.give_recipients({5: "76000000"}), "recipients[0].ext_id"),
        (lambda payment: payment.give_recipients(["76000000"]), "recipients"),
        (lambda payment: payment.give_recipients(None), "recipients"),
        (lambda payment: payment.notify(None), "notice"),
        (lambda payment: payment.notify({"vendor": "senfenico"}), "event"),
        (lambda payment: payment.notify("success"), "notice"),
    ],
)
def test_events(event, field):
    payment = xaalis.Senfenico("sk_test_sandbox", transport=untouched).begin("op-1", types.SettleOrder(types.NewSettlement(1)))
    with pytest.raises(errors.InvalidInput) as caught:
        event(payment)
    assert caught.value.field == field and "76000000" not in str(caught.value)


@pytest.mark.parametrize(
    ("options", "field"),
    [({"sede": 1}, "sede"), ({"seed": "1"}, "seed"), ({"otp_ttl_ms": 1.5}, "otp_ttl_ms"), ({"switches": {"nope": True}}, "nope")]
    + [({"payer_auto_confirms": 1}, "payer_auto_confirms"), ({"offline_providers": "orange_bf"}, "offline_providers")],
    ids=named,
)
def test_sandbox_options(options, field):
    with pytest.raises(errors.InvalidInput) as caught:
        xaalis.Sandbox(**options)
    assert caught.value.field == field
    with pytest.raises(errors.InvalidInput) as caught:
        xaalis.Sandbox().inject("no fault")
    assert caught.value.field == "fault"


def test_every_option_of_the_sandbox_can_be_given():
    source = (Path(__file__).parents[2] / "core/src/sandbox/options.rs").read_text()
    values = {"bool": True, "i64": 5, "Vec<String>": ["orange_bf"], "Option<i64>": 5}
    given = {}
    for name in ("Options", "Switches"):
        (body,) = re.findall(rf"    pub struct {name} {{\n(.*?)\n    }}", source, re.DOTALL)
        fields = re.findall(r"^        pub (\w+): (.*),$", body, re.MULTILINE)
        given[name] = {field: values[kind] for field, kind in fields if kind in values}
    assert len(given["Options"]) >= 10 and len(given["Switches"]) >= 20
    for name, value in given["Switches"].items():
        xaalis.Sandbox(switches={name: value})
    for name, value in given["Options"].items():
        xaalis.Sandbox(**{name: value})
