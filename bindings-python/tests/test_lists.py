"""The vendor's lists: what can be read is a list like any other, and the rest stands beside it."""

from __future__ import annotations

import asyncio
import copy
import json
import pickle
from typing import Any

import pytest

import xaalis
from xaalis import types

LISTS = ["charges", "checkouts", "transfers", "settlements"]
GOOD = {"reference": "a-1", "status": "Success", "amount": "700.0", "live_mode": False}
ODD = {"reference": "a-2", "status": "success", "amount": -700, "phone": "76000000"}


def listed(name: str, items: list[Any], kind: str) -> Any:
    body = json.dumps({"status": True, "data": items})

    def answer(request: xaalis.Request) -> xaalis.Response:
        return xaalis.Response(200, {}, body)

    async def answer_later(request: xaalis.Request) -> xaalis.Response:
        return answer(request)

    if kind == "sync":
        return getattr(xaalis.Senfenico("sk_test_sandbox", transport=answer), name).list()
    client = xaalis.AsyncSenfenico("sk_test_sandbox", transport=answer_later)
    return asyncio.run(getattr(client, name).list())


@pytest.mark.parametrize("kind", ["sync", "async"])
@pytest.mark.parametrize("name", LISTS)
def test_an_item_that_cannot_be_read_hides_no_other(name: str, kind: str) -> None:
    found = listed(name, [GOOD, ODD, None, GOOD | {"reference": "a-3"}], kind)
    assert type(found) is types.Items and isinstance(found, list)
    assert [item.reference for item in found] == ["a-1", "a-3"] and found[0].amount == 700
    assert found == list(found) and len(found) == 2 and found[1:] == [found[1]]
    assert [(odd.index, json.loads(odd.text)) for odd in found.unreadable] == [(1, ODD), (2, None)]
    assert all(type(odd) is types.Unreadable for odd in found.unreadable)
    assert "76000000" not in repr(found) + repr(found.unreadable), "may name a person"
    for same in (pickle.loads(pickle.dumps(found)), copy.copy(found), copy.deepcopy(found)):
        assert type(same) is types.Items and same == found and same.unreadable == found.unreadable


@pytest.mark.parametrize("name", LISTS)
def test_of_a_list_that_can_be_read_nothing_is_left(name: str) -> None:
    assert listed(name, [], "sync") == [] and listed(name, [], "sync").unreadable == ()
    whole = listed(name, [GOOD], "sync")
    assert [item.reference for item in whole] == ["a-1"] and whole.unreadable == ()
    assert listed(name, [ODD], "sync") == [] and len(listed(name, [ODD], "sync").unreadable) == 1
    assert listed(name, [GOOD], "sync").unreadable == (), "not that of another list"


def test_balances_are_told_one_by_one() -> None:
    data = {"collection_balances": {"available": -4, "pending": 5}, "transfer_balances": {"w_bf": {"available": 0.5, "pending": 6}}}
    client = xaalis.Senfenico("sk_test_sandbox", transport=lambda _: xaalis.Response(200, {}, json.dumps({"status": True, "data": data})))
    balances = client.balances.fetch()
    assert (balances.collection.available, balances.collection.pending) == (None, 5)
    assert balances.transfer == (types.WalletBalance("w_bf", types.Balance(None, 6)),)
