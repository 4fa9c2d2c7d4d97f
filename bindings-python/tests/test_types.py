"""The data classes behave as frozen dataclasses, hide what is personal and keep unknown words."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
import pprint
import sys
import types
from decimal import Decimal
from pathlib import Path

import pytest

try:
    from xaalis import _types as t
except ImportError:  # without the native module
    package = types.ModuleType("xaalis")
    package.__path__ = [str(Path(__file__).parents[1] / "python" / "xaalis")]
    sys.modules["xaalis"] = package
    from xaalis import _types as t

CLASSES = [cls for cls in vars(t).values() if isinstance(cls, type) and hasattr(cls, "__match_args__")]
DATA = [cls for cls in CLASSES if cls.__module__ == t.__name__]
WORDS = [cls for cls in vars(t).values() if isinstance(cls, type) and issubclass(cls, str) and len(cls)]


def charge(**fields):
    return t.Charge(**({"reference": "ch_1", "status": t.ChargeStatus.SUCCESS} | fields))


def example(cls):
    """An object whose fields are all different texts."""
    return cls(*[f"{cls.__name__}.{field}" for field in cls.__match_args__])


def test_there_is_something_to_test():
    assert len(DATA) >= 60 and len(WORDS) >= 15
    native = {t.Method, t.Request, t.Response}
    public = {cls.__name__ for cls in {*DATA, *WORDS} - native} | {"Outcome", "Prompt", "Order"}
    assert set(t.__all__) == public and len(t.__all__) == len(public)


@pytest.mark.parametrize("cls", DATA)
def test_every_class(cls):
    data = example(cls)
    assert data == example(cls) and hash(data) == hash(example(cls)) and data is not example(cls)
    for copied in (pickle.loads(pickle.dumps(data)), copy.copy(data), copy.deepcopy(data)):
        assert copied == data and type(copied) is cls
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(data, protocol)) == data
    assert dataclasses.is_dataclass(cls) and dataclasses.is_dataclass(data)
    names = [field.name for field in dataclasses.fields(cls)]
    assert tuple(names) == cls.__match_args__ == cls.__slots__
    assert list(dataclasses.asdict(data)) == names
    assert list(inspect.signature(cls).parameters) == names
    assert not hasattr(data, "__dict__")
    doc = inspect.getdoc(cls)
    assert doc and all(f"\n{name}: " in doc for name in names)
    for name in names:
        text = f"{cls.__name__}.{name}"
        assert (repr(text) in repr(data)) is (name not in cls._hidden)
        assert dataclasses.replace(data, **{name: "else"}) != data
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(data, name, "else")
        with pytest.raises(dataclasses.FrozenInstanceError):
            delattr(data, name)
    assert data == example(cls)


def test_a_charge():
    paid = charge(amount=500, fees=Decimal("3.5"))
    assert paid.provider is None and paid.confirmation_attempts == ()
    assert paid == charge(amount=500, fees=Decimal("3.50")) != charge(amount=501, fees=Decimal("3.5"))
    assert paid != t.ChargeCreated("ch_1", t.ChargeStatus.SUCCESS) and paid != "ch_1"
    assert {paid: 1}[charge(amount=500, fees=Decimal("3.5"))] == 1
    assert dataclasses.asdict(paid)["fees"] == Decimal("3.5")
    assert dataclasses.replace(paid, amount=1).amount == 1
    if sys.version_info >= (3, 13):
        assert copy.replace(paid, amount=1).amount == 1
    fields = {field.name: field for field in dataclasses.fields(t.Charge)}
    assert fields["amount"].type == "int | None" and fields["amount"].default is None
    assert fields["reference"].default is dataclasses.MISSING


def test_repr_shows_what_is_known_and_hides_the_rest():
    assert repr(charge(phone="76000000")) == (
        "Charge(reference='ch_1', status=ChargeStatus.SUCCESS, phone='••••', confirmation_attempts=())"
    )
    nested = t.Settled((charge(phone="76000000"),))
    orders = [
        t.CollectOrder(t.NewCharge(amount=1, phone="76000000")),
        t.BulkPayoutOrder((t.NewTransfer(amount=100, phone="76000000", ext_id="a"),)),
        t.SubmitOtpOrder(charge="ch_1", otp="76000000"),
        t.Response(status=200, body="76000000", headers=(("x", "76000000"),)),
    ]
    for data in [nested, *orders]:
        assert "76000000" not in repr(data) + str(data) + pprint.pformat(data)
        assert "••••" in repr(data)
    assert set(t.Record._hidden) == {"state"}
    assert set(t.Request._hidden) == {"headers", "body"}


def test_wrong_calls_are_type_errors():
    for call in (
        lambda: t.Charge("ch_1"),
        lambda: t.Charge("ch_1", "success", referense="ch_2"),
        lambda: t.Charge("ch_1", "success", reference="ch_2"),
        lambda: t.NewSettlement(1, 2),
    ):
        with pytest.raises(TypeError, match=r"^(Charge|NewSettlement)\(\) "):
            call()


def test_outcomes_match():
    def told(outcome):
        match outcome:
            case t.Settled(value=t.Charge(reference, status="success")):
                return reference
            case t.Rejected(refusal):
                return refusal.code
            case t.NotSent(t.NotSentReason(why=t.Unsent.BUSY)):
                return "busy"
            case t.Unknown():
                return "unknown"

    assert told(t.Settled(charge())) == "ch_1"
    assert told(t.Rejected(t.Refusal(t.Code.NO_BILL, "", ()))) is t.Code.NO_BILL
    assert told(t.NotSent(t.NotSentReason(t.Unsent.BUSY))) == "busy"
    assert told(t.Unknown(example(t.UnknownOutcome))) == "unknown"
    assert t.Settled(1).kind == t.Settled.kind == "settled"
    assert isinstance(t.Settled(1), t.Outcome) and not isinstance(charge(), t.Outcome)
    assert isinstance(t.DialPrompt("*144#"), t.Prompt) and t.DialPrompt.kind == "dial"
    assert isinstance(t.CheckoutOrder(example(t.NewCheckout)), t.Order)
    assert t.Outcome[t.Charge] and t.Settled[t.Charge](1) == t.Settled(1)
    assert t.Settled([charge()]) == t.Settled([charge()])


@pytest.mark.parametrize("cls", WORDS)
def test_every_word(cls):
    for word in cls:
        assert type(word) is cls and word.known and cls(str(word)) is word
        assert getattr(cls, repr(word).removeprefix(f"{cls.__name__}.")) is word
        assert repr(word).removeprefix(f"{cls.__name__}.") + ": " in (cls.__doc__ or "")
        for same in (pickle.loads(pickle.dumps(word)), copy.copy(word), copy.deepcopy(word)):
            assert same is word
        assert not hasattr(word, "__dict__")
        for spelled in (word.upper(), word.title(), f" {word}\n"):
            assert cls(spelled) is word
    new = cls("a newer word")
    assert str(cls(" A newer Word ")) == " A newer Word ", "kept as it came"
    assert not new.known and new == "a newer word" and new == cls("a newer word")
    assert repr(new) == f"{cls.__name__}('a newer word')" and new not in list(cls)
    for same in (pickle.loads(pickle.dumps(new)), copy.copy(new), copy.deepcopy(new)):
        assert same == new and type(same) is cls


def test_a_status():
    success = t.ChargeStatus("success")
    assert success is t.ChargeStatus.SUCCESS and success == "success" and f"{success}" == "success"
    assert type(str(success)) is str and hash(success) == hash("success")
    assert repr(success) == "ChargeStatus.SUCCESS" and repr(t.ChargeStatus("x")) == "ChargeStatus('x')"
    assert [word for word in t.CheckoutStatus] == ["pending", "failed", "success"]
    match success:
        case "success":
            pass
        case _:
            pytest.fail("matches its text")
    match t.ChargeStatus("pending"):
        case t.ChargeStatus.PENDING:
            pass
        case _:
            pytest.fail("matches its constant")


def test_a_code_has_the_texts_of_the_native_module(monkeypatch):
    native = types.ModuleType("xaalis._native")
    native.code_texts = lambda code: (f"{code} en", f"{code} fr", f"{code} next", f"{code} ensuite")
    monkeypatch.setitem(sys.modules, "xaalis._native", native)
    code = t.Code.NO_BILL
    assert (code.description, code.description_fr) == ("NO_BILL en", "NO_BILL fr")
    assert (code.next_step, code.next_step_fr) == ("NO_BILL next", "NO_BILL ensuite")


def test_the_import_stays_light():
    import subprocess

    probe = "import sys; before = set(sys.modules); import xaalis._types; print(*set(sys.modules) - before)"
    path = str(Path(__file__).parents[1] / "python" / "xaalis")
    stub = f"import sys, types; p = types.ModuleType('xaalis'); p.__path__ = [{path!r}]; sys.modules['xaalis'] = p; "
    run = subprocess.run([sys.executable, "-I", "-S", "-c", stub + probe], capture_output=True, text=True, check=True)
    assert set(run.stdout.split()) == {"xaalis._types", "xaalis._data", "__future__"}
