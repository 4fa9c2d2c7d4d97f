"""A throwaway PostgreSQL of Debian's package: a socket in a folder of its own, no network."""

from __future__ import annotations

import glob
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path


def missing() -> str | None:
    """Why there can be none here."""
    return None if _program("initdb") else "PostgreSQL is not installed: apt-get install postgresql"


class Cluster:
    """Runs as an unprivileged user; ended by its pid."""

    def __enter__(self) -> Cluster:
        self._folder = Path(tempfile.mkdtemp(prefix="xaalis-pg-", dir="/tmp"))
        user = "postgres" if os.geteuid() == 0 else None
        if user is not None:
            shutil.chown(self._folder, user)
        data = self._folder / "data"
        options = ["-D", str(data), "-U", "xaalis", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "cwd": "/tmp"}
        subprocess.run([_program("initdb"), *options], check=True, timeout=60, user=user, **quiet)
        # Only clients are killed here, never the server: its disk need not be waited for.
        settings = ["-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=100"]
        # What is not flushed on commit would not be for long.
        settings += ["-c", "wal_writer_delay=10000", "-c", "wal_writer_flush_after=0"]
        # Nobody but the clients writes there, so what is written after a commit is its own.
        settings += ["-c", "wal_level=minimal", "-c", "max_wal_senders=0", "-c", "autovacuum=off"]
        command = [_program("postgres"), "-D", str(data), "-k", str(self._folder), *settings]
        self._log = (self._folder / "log").open("wb")
        self._server = subprocess.Popen(command, user=user, cwd="/tmp", stdout=self._log, stderr=self._log)
        self.conninfo = f"host={self._folder} user=xaalis dbname=postgres"
        self._wait()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.send_signal(signal.SIGQUIT)
        self._server.wait(30)
        self._log.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def host(self) -> str:
        """The folder of its socket."""
        return str(self._folder)

    def _wait(self) -> None:
        import psycopg

        for _ in range(300):
            try:
                psycopg.connect(self.conninfo).close()
            except psycopg.OperationalError:
                assert self._server.poll() is None, (self._folder / "log").read_text()
                time.sleep(0.05)
            else:
                return
        raise AssertionError((self._folder / "log").read_text())


def _program(name: str) -> str:
    found = shutil.which(name) if name != "postgres" or os.name != "nt" else None
    places = sorted(glob.glob(f"/usr/lib/postgresql/*/bin/{name}"))
    return found or (places[-1] if places else "")
