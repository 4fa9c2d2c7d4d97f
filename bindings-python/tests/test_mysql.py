"""Django's journal and tally over a MariaDB, the one of Debian; run by the suite `python-postgres`."""

from __future__ import annotations

import os

import pytest

from tests.servers import mysql
from tests.test_django_stores import play

missing = mysql.missing()
if missing and not os.environ.get("XAALIS_REQUIRE_POSTGRES"):
    pytest.skip(missing, allow_module_level=True)


def test_no_attack_succeeds_over_mysql() -> None:
    with mysql.Server() as server:
        said = play(server.database)
    assert said.startswith("mysql: ") and int(said.split()[1]) > 150
