"""The same for asyncio."""

from __future__ import annotations

import asyncio

from . import _log
from ._apayment import closed, following, parts_of, sent
from ._data import T
from ._listing import _Listing
from ._payment import LONGEST_SLEEP, SystemClock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._native import Request

    from typing_extensions import Self


class AsyncListing(_Listing[T]):
    """A list of the vendor's, gone through as it arrives.

    ```python
    async for charge in senfenico.charges.iter():
        ...
    ```

    Who leaves it early lets go of it, or closes it: `async with senfenico.charges.iter() as charges:`. Its
    connection is closed then. Raises what `list` raises, also in the middle: then what came is no whole list.
    """

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> T:
        for item in self._ready:
            return item
        try:
            while not self._over:
                await self._step()
                for item in self._ready:
                    return item
        except BaseException:
            await self.aclose()
            raise
        raise StopAsyncIteration

    async def aclose(self) -> None:
        """Ends it; its connection is closed. Nothing happens when it has ended."""
        self._over, self._ready = True, iter(())
        await self._drop()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def _step(self) -> None:
        if self._parts is not None:
            return await self._read()
        to_do = self._polled()
        if isinstance(to_do, int):
            clock = self._payment._clock
            if isinstance(clock, SystemClock):
                await asyncio.sleep(min(max(to_do - clock.now(), 0) / 1000, LONGEST_SLEEP))
            else:
                clock.sleep_until(to_do)
        elif to_do is not None:
            await self._send(to_do)

    async def _send(self, request: Request) -> None:
        log = _log.listening()
        if log is not None:
            log.sends()
        try:
            response = await sent(self._desk, request)
            self._begun(response, parts_of(self._desk, response))
        except Exception as error:
            if log is not None:
                log.answered(self._payment, request, type(error).__name__)
            self._lost(error)
        else:
            if log is not None:
                log.answered(self._payment, request, response.status)

    async def _read(self) -> None:
        try:
            wanted = self._part(await following(self._parts))
        except Exception as error:
            await self._drop()
            return self._lost(error)
        if not wanted:
            await self._drop()

    async def _drop(self) -> None:
        parts, self._parts = self._parts, None
        await closed(parts)
