"""What whoever shows an exception would show of it: an error tracker with local variables, a debugger, a
mail with HTML. Every frame of every exception of the chain is walked, and what it holds is looked into."""

from __future__ import annotations

import pathlib
import traceback
from collections.abc import Iterator, Mapping
from types import FrameType, TracebackType
from typing import Any

HERE = str(pathlib.Path(__file__).parent)
#: Trackers stop looking into things earlier.
DEEPEST = 8


def leaks(error: BaseException, canaries: dict[str, str]) -> list[str]:
    """Where which canary was seen."""
    found = []
    for where, text in shown(error):
        found += [f"{name} in {where}: {text[:200]}" for name, canary in canaries.items() if canary in text]
    return found


def shown(error: BaseException) -> Iterator[tuple[str, str]]:
    """Every text that is to be seen of an exception, with its place."""
    for one in chain(error):
        yield "text", "".join(traceback.format_exception_only(one))
        yield "repr", repr(one)
        if type(one).__module__.startswith("xaalis"):
            yield from _seen("vars", vars(one), 0, set())
        for frame in frames(one.__traceback__):
            for name, value in frame.f_locals.items():
                place = f"{pathlib.Path(frame.f_code.co_filename).name}:{frame.f_code.co_name}:{name}"
                yield from _seen(place, value, 0, set())


def chain(error: BaseException) -> list[BaseException]:
    """The exception, and those it came from or while handling which it was raised."""
    found: list[BaseException] = []
    left = [error]
    while left:
        one = left.pop()
        if not any(one is known for known in found):
            found.append(one)
            left += [cause for cause in (one.__cause__, one.__context__) if cause is not None]
    return found


def frames(trace: TracebackType | None) -> Iterator[FrameType]:
    """All but the tests' own, which hold what they hand over, and the database driver's, which connects."""
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if not name.startswith(HERE) and "/psycopg/" not in name:
            yield trace.tb_frame
        trace = trace.tb_next


def _seen(place: str, value: Any, depth: int, known: set[int]) -> Iterator[tuple[str, str]]:
    if depth > DEEPEST or id(value) in known:
        return
    known.add(id(value))
    module = type(value).__module__
    if not module.startswith(("tests", "test_", "canaries")):
        yield place, repr(value)
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _seen(f"{place}[…]", key, depth + 1, known)
            yield from _seen(f"{place}[…]", item, depth + 1, known)
    elif isinstance(value, (list, tuple, set, frozenset)):
        for item in value:
            yield from _seen(f"{place}[…]", item, depth + 1, known)
    elif module.startswith("xaalis") and hasattr(value, "__dict__"):
        for name, item in vars(value).items():
            yield from _seen(f"{place}.{name}", item, depth + 1, known)
