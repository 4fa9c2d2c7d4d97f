"""However an answer is put on the wire, a payment is sent once, and what a browser takes is believed."""

from __future__ import annotations

import os
import pathlib
import socket
import subprocess
import sys

import pytest

import xaalis

from . import loopback
from .loopback import Loopback
from .misbehave import drive
from .misbehave.adapters import Ours, OursAwaited
from .misbehave.frames import FRAMES, HEAD_ALONE, SPACES, Frame, packed, wrapped

CHARGES = "/v1/payment/charges/"


#: What the transport says of a doubt; of the others it has an answer.
CAUSES = {"no_answer": "NoAnswer", "oversized": "AnswerTooLarge"}


class Telling:
    """Says which doubt it is, and the transport's own word for it."""

    @staticmethod
    def describe(error: BaseException) -> str:
        if isinstance(error, xaalis.OutcomeUnknown):
            return f"{error.unknown.why}, {type(error.__cause__).__name__}"
        return repr(error)


class Blocking(Telling, Ours):
    pass


class Awaited(Telling, OursAwaited):
    pass


WAYS = [(scheme, client) for scheme in ("http", "https") for client in (Blocking, Awaited)]


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, type[Ours]], dict[str, drive.Report]]:
    tls = drive.Tls(tmp_path_factory.mktemp("tls"))
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
            patch.delenv(name)
        return {
            (scheme, client): drive.run_all(client, tls if scheme == "https" else None, scenarios=FRAMES)
            for scheme, client in WAYS
        }


@pytest.mark.parametrize("way", WAYS, ids=lambda way: f"{way[0]}, {way[1].__name__.lower()}")
@pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: frame.name)
def test_frame(
    frame: Frame, way: tuple[str, type[Ours]], reports: dict[tuple[str, type[Ours]], dict[str, drive.Report]]
) -> None:
    report = reports[way][frame.name]
    expected = f"{frame.why}, {CAUSES.get(frame.why, 'NoneType')}" if frame.why else "value, send_otp"
    assert (report.result, report.posts, report.requests) == (expected, 1, 1), report
    assert report.carried_out == 1, report


def test_a_head_whose_connection_broke_is_no_refusal(tmp_path: pathlib.Path) -> None:
    report = drive.run(Blocking, HEAD_ALONE, drive.Tls(tmp_path), 20)
    assert (report.result, report.posts) == ("no_answer, NoAnswer", 1)


WORK = """
import re, sys, xaalis
def most():
    # getrusage would count what the parent had before it.
    return int(re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())[1])
client = xaalis.Senfenico("sk_test_sandbox", base_url=sys.argv[1])
assert client.charges.create(amount=1000, phone="76000000").reference == "ch_1"
before = most()
try:
    client.charges.create(amount=1000, phone="76000000")
except xaalis.OutcomeUnknown as error:
    assert error.unknown.why == "oversized"
print(most() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="no /proc to read the peak from")
def test_a_bomb_is_not_unpacked_to_its_end(server: Loopback) -> None:
    def bomb_at_last(connection: socket.socket) -> None:
        first = len(server.requests) == 1
        loopback.reply()(connection) if first else connection.sendall(packed(wrapped(SPACES, 1)))

    server.answers[CHARGES] = bomb_at_last
    done = subprocess.run([sys.executable, "-c", WORK, server.url], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 16_000, "kilobytes"


def test_what_cannot_be_read_is_told_from_what_broke(server: Loopback) -> None:
    senfenico = xaalis.Senfenico("sk_test_sandbox", base_url=server.url)
    for text, answer in (
        ("cannot be read as HTTP", lambda connection: connection.sendall(b"HTTP/1.1 200 OK\r\nX-A: \x00\r\n\r\n")),
        ("broke", loopback.cut),
        ("larger", loopback.huge),
    ):
        server.answers[CHARGES] = answer
        with pytest.raises(xaalis.OutcomeUnknown) as caught:
            senfenico.charges.create(amount=1000, phone="76000000")
        assert text in str(caught.value.__cause__)
