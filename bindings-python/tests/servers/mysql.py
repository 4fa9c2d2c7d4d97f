"""A throwaway MariaDB of Debian's package: a socket in a folder of its own, no network."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any


def missing() -> str | None:
    """Why there can be none here."""
    return None if _program("mariadbd") else "MariaDB is not installed: apt-get install mariadb-server"


class Server:
    """Runs as an unprivileged user; ended by its pid."""

    def __enter__(self) -> Server:
        self._folder = Path(tempfile.mkdtemp(prefix="xaalis-my-", dir="/tmp"))
        user = "mysql" if os.geteuid() == 0 else None
        if user is not None:
            shutil.chown(self._folder, user)
        data = self._folder / "data"
        # Nothing of this machine's settings.
        common = ["--no-defaults", f"--datadir={data}"]
        install = [_program("mariadb-install-db"), *common, "--auth-root-authentication-method=normal", "--skip-test-db"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "cwd": "/tmp"}
        subprocess.run(install, check=True, timeout=120, user=user, **quiet)  # type: ignore[call-overload]
        self.socket = str(self._folder / "socket")
        # Nothing here outlives the test: its disk need not be waited for.
        settings = [f"--socket={self.socket}", "--skip-networking", "--innodb-flush-log-at-trx-commit=0"]
        settings += [f"--pid-file={self._folder / 'pid'}", "--innodb-buffer-pool-size=32M"]
        self._log = (self._folder / "log").open("wb")
        self._server = subprocess.Popen(
            [_program("mariadbd"), *common, *settings], user=user, cwd="/tmp", stdout=self._log, stderr=self._log
        )
        self._wait()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.send_signal(signal.SIGKILL)
        self._server.wait(30)
        self._log.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def database(self) -> dict[str, Any]:
        """As Django takes it."""
        options = {"unix_socket": self.socket, "charset": "utf8mb4"}
        return {"ENGINE": "django.db.backends.mysql", "NAME": "shop", "USER": "root", "OPTIONS": options}

    def _wait(self) -> None:
        import pymysql

        end = time.monotonic() + 60
        while True:
            try:
                connection = pymysql.connect(unix_socket=self.socket, user="root")
            except pymysql.err.OperationalError:
                assert self._server.poll() is None and time.monotonic() < end, (self._folder / "log").read_text()
                time.sleep(0.05)
            else:
                break
        with connection, connection.cursor() as cursor:
            cursor.execute("CREATE DATABASE shop CHARACTER SET utf8mb4")


def _program(name: str) -> str:
    found = shutil.which(name)
    place = f"/usr/sbin/{name}"
    return found or (place if os.path.exists(place) else "")
