"""The journal in a file: which file it is, who may read it, when it is closed."""

from __future__ import annotations

import gc
import os
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from tests.test_journal import record
from xaalis import InvalidInput, SqliteJournal


def test_a_path_is_one_file_whatever_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another thread opens its connection later, in the folder of then."""
    one, two = tmp_path / "one", tmp_path / "two"
    for folder in (one, two):
        folder.mkdir()
    monkeypatch.chdir(one)
    journal = SqliteJournal("payments.db")
    assert journal.put(record("a", 1)) == "stored"
    monkeypatch.chdir(two)
    said: list[Any] = []
    thread = threading.Thread(target=lambda: said.append((journal.put(record("a", 1)), journal.get("a"))))
    thread.start()
    thread.join()
    assert said[0][0] == "outrun" and said[0][1] is not None
    assert not list(two.iterdir())


@pytest.mark.parametrize("path", [":memory:", "", b"payments.db"])
def test_what_is_no_file_is_refused(path: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InvalidInput) as caught:
        SqliteJournal(path)
    assert caught.value.field == "path" and "MemoryJournal" in caught.value.allowed
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_only_its_owner_reads_the_file(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        journal = SqliteJournal(tmp_path / "payments.db")
        journal.put(record("a", 1))
    finally:
        os.umask(before)
    modes = {path.name: oct(path.stat().st_mode & 0o777) for path in tmp_path.iterdir()}
    assert set(modes.values()) == {"0o600"} and len(modes) == 3, modes
    target, link = tmp_path / "elsewhere.db", tmp_path / "link.db"
    for there in (False, True):
        link.symlink_to(target)
        with pytest.raises(InvalidInput, match="symbolic link"):
            SqliteJournal(link)
        assert target.exists() == there
        link.unlink()
        target.touch()


def test_a_second_journal_on_the_file_leaves_the_first_ones_locks(tmp_path: Path) -> None:
    """POSIX drops all locks of a process on a file as soon as it closes the file once."""
    SqliteJournal(tmp_path / "payments.db").close()
    path = str(tmp_path / "payments.db")
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("PRAGMA journal_mode = DELETE")
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        SqliteJournal(path, timeout=0.01)
    script = "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=0.01).execute('BEGIN IMMEDIATE')"
    other = subprocess.run([sys.executable, "-c", script, path], capture_output=True, text=True)
    assert "database is locked" in other.stderr
    holder.close()


def test_it_is_closed(tmp_path: Path) -> None:
    journal = SqliteJournal(tmp_path / "payments.db")
    thread = threading.Thread(target=lambda: journal.put(record("a", 1)))
    thread.start()
    thread.join()
    del thread
    gc.collect()
    with journal:
        assert journal.put(record("a", 2)) == "stored"
    assert not list(tmp_path.glob("*-wal")), "the last connection takes the side files along"
    assert journal.put(record("a", 3)) == "stored", "it can still be used"
    journal.close()
    journal.close()


def test_nothing_is_left_open(tmp_path: Path) -> None:
    """Python 3.13 warns of each SQLite connection that is forgotten."""
    script = (
        "import gc, sys, threading, warnings, tests.test_journal as t, xaalis\n"
        "journal = xaalis.SqliteJournal(sys.argv[1])\n"
        "thread = threading.Thread(target=journal.put, args=[t.record('a', 1)])\n"
        "thread.start(); thread.join(); gc.collect()\n"
        "held = [own for own in gc.get_objects() if type(own).__name__ == '_Own']\n"
        "assert len(held) == 1, held\n"
        "del held, journal; gc.collect()\n"
    )
    command = [sys.executable, "-W", "error", "-c", script, str(tmp_path / "payments.db")]
    child = subprocess.run(command, cwd=Path(__file__).parents[1], capture_output=True, text=True)
    assert (child.returncode, child.stderr) == (0, "")
