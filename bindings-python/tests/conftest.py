"""What several test files need."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator

import pytest

from tests.loopback import Loopback

# A shell's `&` and `nohup` hand down Ctrl-C as ignored, to children of the tests too.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as loopback:
        yield loopback


@pytest.fixture
def alarm() -> Iterator[Callable[[float, BaseException], object]]:
    """Raises this in the main thread after some seconds, as Celery's soft limit and a worker's timeout do."""
    errors: list[BaseException] = []

    def ring(*_: object) -> None:
        raise errors[-1]

    if not hasattr(signal, "setitimer"):
        pytest.skip("no alarms here")
    before = signal.signal(signal.SIGALRM, ring)
    yield lambda seconds, error: (errors.append(error), signal.setitimer(signal.ITIMER_REAL, seconds))
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine's own proxy must not come between the tests and loopback."""
    for name in list(os.environ):
        if name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True, scope="session")
def no_thread_left() -> Iterator[None]:
    yield
    alive = [thread for thread in threading.enumerate() if not thread.daemon]
    assert alive == [threading.main_thread()]
