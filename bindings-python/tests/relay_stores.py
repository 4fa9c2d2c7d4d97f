"""What stands behind a relay in a test: stores whose every use is a turn, and can fail."""

from __future__ import annotations

import asyncio
import contextvars
import json
import random
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.relays import World


class Killed(BaseException):
    """The worker is gone."""


class Down(Exception):
    """The store does not answer."""


class Turns:
    """Lets of several threads one go on at a time, to where it next touches a store or the vendor; in an order
    that a seed decides."""

    who: contextvars.ContextVar[int | None] = contextvars.ContextVar("who", default=None)

    def __init__(self, seed: int) -> None:
        self._dice = random.Random(seed)
        self._turn: int | None = None
        self._left: set[int] = set()
        self._changed = threading.Condition()

    def wait(self) -> None:
        """Until it is this thread's turn again. Of a thread that takes no turns, nothing."""
        who = self.who.get()
        if who is None:
            return
        with self._changed:
            self._next()
            self._changed.wait_for(lambda: self._turn == who, timeout=20)

    def play(self, works: list[Callable[[], Any]]) -> list[Any]:
        ended: list[Any] = [None] * len(works)
        self._left = set(range(len(works)))

        def one(place: int) -> None:
            self.who.set(place)
            with self._changed:
                self._changed.wait_for(lambda: self._turn == place, timeout=20)
            try:
                ended[place] = works[place]()
            finally:
                with self._changed:
                    self._left.discard(place)
                    self._next()

        threads = [threading.Thread(target=one, args=(place,), daemon=True) for place in self._left]
        for thread in threads:
            thread.start()
        with self._changed:
            self._next()
        for thread in threads:
            thread.join(timeout=30)
        assert not any(thread.is_alive() for thread in threads), "no end"
        return ended

    def _next(self) -> None:
        self._turn = self._dice.choice(sorted(self._left)) if self._left else None
        self._changed.notify_all()


class Watched:
    """A journal or a tally, whose every use is a turn, and can fail."""

    def __init__(self, world: World, store: Any) -> None:
        self._world = world
        self._store = store
        self.in_memory = store.in_memory

    def put(self, record: Any) -> Any:
        self._used(0)
        self._world.inside.append(json.dumps({name: str(getattr(record, name)) for name in record._fields}))
        kept = self._store.put(record)
        if kept == "stored":
            self._world.ops.add(record.op_id)
        return kept

    def get(self, op_id: str) -> Any:
        self._used(1)
        return self._store.get(op_id)

    def unfinished(self) -> Any:
        return self._store.unfinished()

    def take(self, *given: Any) -> Any:
        self._used(1)
        return self._store.take(*given)

    def hold(self, *given: Any) -> Any:
        self._used(1)
        return self._store.hold(*given)

    def free(self, *given: Any) -> None:
        self._used(0)
        self._store.free(*given)

    def _used(self, touched: int) -> None:
        self._world.turn()
        if self._world.is_down:
            raise Down
        self._world.touched += touched


class Kept:
    """A hook for the codes of meters, whose every use is a turn, and can fail."""

    in_memory = False

    def __init__(self, world: World) -> None:
        self._world = world
        self.kept: dict[str, str] = {}

    def keep(self, order: str, code: str) -> None:
        self._used(0)
        self.kept[order] = code

    def recall(self, order: str) -> str | None:
        self._used(1)
        return self.kept.get(order)

    def _used(self, touched: int) -> None:
        self._world.turn()
        if self._world.is_down:
            raise Down(*self.kept.values())
        self._world.touched += touched


class Awaited:
    """The same for asyncio."""

    def __init__(self, codes: Kept) -> None:
        self._codes = codes

    async def keep(self, order: str, code: str) -> None:
        await asyncio.sleep(0)
        self._codes.keep(order, code)

    async def recall(self, order: str) -> str | None:
        await asyncio.sleep(0)
        return self._codes.recall(order)
