"""What several test files need."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator

import pytest

from tests.loopback import Loopback


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as loopback:
        yield loopback


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
