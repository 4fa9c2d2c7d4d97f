"""A throwaway pgbouncer of Debian's package before a cluster, in its mode for transactions."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from tests.postgres.cluster import Cluster

PROGRAMS = ("/usr/sbin/pgbouncer", shutil.which("pgbouncer") or "")


class Pooler:
    """Few sessions for many clients; ended by its pid."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster

    def __enter__(self) -> Pooler:
        program = next((one for one in PROGRAMS if one and Path(one).exists()), None)
        assert program is not None, "pgbouncer is not installed: apt-get install pgbouncer"
        self._folder = Path(tempfile.mkdtemp(prefix="xaalis-pool-", dir="/tmp"))
        user = "postgres" if os.geteuid() == 0 else None
        if user is not None:
            shutil.chown(self._folder, user)
        settings = {
            "unix_socket_dir": self._folder,
            "listen_addr": "",
            "listen_port": 6432,
            "auth_type": "any",
            "pool_mode": "transaction",
            "default_pool_size": 3,
        }
        lines = ["[databases]", f"postgres = host={self._cluster.host} user=xaalis dbname=postgres", "[pgbouncer]"]
        lines += [f"{name} = {value}" for name, value in settings.items()]
        config = self._folder / "pgbouncer.ini"
        config.write_text("\n".join(lines))
        self._log = (self._folder / "log").open("wb")
        self._server = subprocess.Popen([program, str(config)], user=user, cwd="/tmp", stdout=self._log, stderr=self._log)
        self.conninfo = f"host={self._folder} port=6432 user=xaalis dbname=postgres"
        for _ in range(200):
            if (self._folder / ".s.PGSQL.6432").exists():
                return self
            assert self._server.poll() is None, (self._folder / "log").read_text()
            time.sleep(0.05)
        raise AssertionError((self._folder / "log").read_text())

    def __exit__(self, *_: object) -> None:
        self._server.terminate()
        self._server.wait(30)
        self._log.close()
        shutil.rmtree(self._folder, ignore_errors=True)
