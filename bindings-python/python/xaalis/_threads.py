"""One connection for each thread of each process."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from typing_extensions import Self


class Connections:
    """Gives each thread of each process a connection of its own: neither SQLite's nor libpq's may be
    shared or cross a fork. It is closed when its thread is gone, and replaced when it is of no use."""

    def __init__(self, connect: Callable[[], Any], usable: Callable[[Any], bool]) -> None:
        import threading

        self._connect = connect
        self._usable = usable
        self._local = threading.local()

    def get(self) -> Any:
        """This thread's."""
        own: _Own | None = getattr(self._local, "own", None)
        if own is not None and own.pid != os.getpid():
            # The parent's stays open and unused: closing it here would end it for the parent.
            self._local.parents = (getattr(self._local, "parents", ()), own)
            own = None
        elif own is not None and not own.closed and not self._usable(own.connection):
            own.close()
        if own is None or own.closed:
            own = _Own(self._connect())
            self._local.own = own
        return own.connection

    def close(self) -> None:
        """Closes this thread's. Others may be at work with theirs."""
        own: _Own | None = getattr(self._local, "own", None)
        if own is not None:
            own.close()


class PerThread:
    """A journal over `Connections`."""

    _connections: Connections

    def close(self) -> None:
        """Closes this thread's connection; another thread's is closed when the thread is gone. The journal
        can still be used."""
        self._connections.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Own:
    #: Before there is a connection.
    closed = True

    def __init__(self, connection: Any) -> None:
        self.pid = os.getpid()
        self.closed = False
        self.connection = connection

    def close(self) -> None:
        if not self.closed and self.pid == os.getpid():
            self.closed = True
            self.connection.close()

    def __del__(self) -> None:
        # Forgotten with its thread. Without this, both drivers warn of it.
        self.close()
