"""Every golden vector, verbatim: run, or named as one Python has no door to."""

from __future__ import annotations

import json

import pytest
from tests.vectors import FILES, NO_DOOR, NoDoor, agrees, answer, load, shown_of


@pytest.mark.parametrize("name", FILES)
def test_vectors(name: str) -> None:
    file = load(name)
    assert file["schema"] == "xaalis-vectors-1"
    ran = unreachable = 0
    failures = []
    for group in file["groups"]:
        kind = group["type"]
        for test in group["tests"]:
            if kind in NO_DOOR:
                unreachable += 1
                continue
            try:
                actual = answer(kind, test["input"])
            except NoDoor:
                unreachable += 1
                continue
            ran += 1
            expect = shown_of(kind, test["expect"], actual)
            if agrees(expect, actual) is ("disputed" in test):
                failures.append(
                    f"{test['id']} ({test['comment']})\n  input    {json.dumps(test['input'])[:400]}"
                    f"\n  expected {json.dumps(expect)[:600]}\n  actual   {json.dumps(actual)[:600]}"
                )
    print(f"{name}: {ran} ran, {unreachable} have no door in Python")
    assert not failures, f"{len(failures)} of {ran}\n" + "\n".join(failures[:12])
    assert ran + unreachable == file["cases"]
