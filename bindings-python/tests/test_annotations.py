"""Results as annotations: `typing.get_type_hints`, pydantic, FastAPI."""

from __future__ import annotations

import inspect
import subprocess
import sys
import typing
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import xaalis
from xaalis import Sandbox, Senfenico, types

CLASSES = [getattr(types, name) for name in types.__all__ if inspect.isclass(getattr(types, name))]


@pytest.mark.parametrize("cls", [*CLASSES, xaalis.Done, xaalis.Waiting], ids=lambda cls: cls.__name__)
def test_hints_resolve(cls: Any) -> None:
    hints = typing.get_type_hints(cls)
    assert set(hints) >= set(getattr(cls, "_fields", ()))


def test_hints_are_the_types() -> None:
    hints = typing.get_type_hints(types.Transfer)
    assert hints["fees"] == Decimal | None and hints["status"] is types.TransferStatus
    assert typing.get_type_hints(types.Settled)["kind"] == typing.ClassVar[typing.Literal["settled"]]


def test_the_first_thing_somebody_asks_of_the_package() -> None:
    """In a process of its own: what annotations name is not imported before."""
    code = "import xaalis.types as t, typing; assert typing.get_type_hints(t.Transfer)['reference'] is str"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[1])
    subprocess.run([sys.executable, "-c", "import xaalis.types as t; dict(t.Transfer.__annotations__)"], check=True)


def test_fastapi_gives_them_out_and_takes_them() -> None:
    fastapi = pytest.importorskip("fastapi")
    from fastapi.testclient import TestClient

    senfenico = Senfenico("sk_test_sandbox", transport=Sandbox())
    app = fastapi.FastAPI()

    def pay(transfer: Any) -> Any:
        return senfenico.payout("op-1", amount=transfer.amount, phone=transfer.phone, ext_id=transfer.ext_id)

    # As a module without `from __future__ import annotations` has them.
    pay.__annotations__ = {"transfer": types.NewTransfer, "return": types.Transfer}
    app.post("/pay")(pay)

    def listed() -> Any:
        return senfenico.transfers.list()

    listed.__annotations__ = {"return": list[types.Transfer]}
    app.get("/transfers")(listed)

    def ended() -> Any:
        return senfenico.resume("op-1").advance().outcome  # type: ignore[union-attr]

    ended.__annotations__ = {"return": types.Settled}
    app.get("/outcome")(ended)
    with TestClient(app) as client:
        told = client.post("/pay", json={"amount": 500, "phone": "70 00 00 00", "ext_id": "e-1"})
        assert told.status_code == 200, told.text
        assert {"amount": 500, "status": "success", "ext_id": "e-1"}.items() <= told.json().items()
        assert client.get("/transfers").json() == [told.json()]
        assert client.get("/outcome").json()["value"] == told.json()
        assert client.post("/pay", json={"amount": "a lot"}).status_code == 422
        schema = client.get("/openapi.json").json()
    assert schema["components"]["schemas"]["Transfer"]["properties"]["status"]["type"] == "string"


def test_pydantic_keeps_words_it_does_not_know() -> None:
    pydantic = pytest.importorskip("pydantic")
    adapter = pydantic.TypeAdapter(types.Transfer)
    given = adapter.validate_python({"reference": "tr_1", "status": "on_hold", "fees": "1.50"})
    assert given == types.Transfer(reference="tr_1", status=types.TransferStatus("on_hold"), fees=Decimal("1.50"))
    assert not given.status.known and isinstance(given.status, types.TransferStatus)
    assert adapter.validate_json(adapter.dump_json(given)) == given
