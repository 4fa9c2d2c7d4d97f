"""Django's journal and tally where threads share a database: a file of SQLite."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("django")
ROOT = Path(__file__).parents[1]


def play(database: dict[str, Any]) -> str:
    """What `tests.servers.stores` says in the end."""
    path = os.pathsep.join([str(ROOT / "tests/django"), str(ROOT), os.environ.get("PYTHONPATH", "")])
    env = os.environ | {
        "PYTHONPATH": path,
        "DJANGO_SETTINGS_MODULE": "settings",
        "XAALIS_TEST_DATABASE": json.dumps(database),
    }
    run = [sys.executable, "-m", "tests.servers.stores"]
    told = subprocess.run(run, cwd=ROOT, env=env, capture_output=True, text=True, timeout=580)
    assert told.returncode == 0, told.stdout + told.stderr
    return told.stdout


def test_no_attack_succeeds_over_a_file_of_sqlite(tmp_path: Path) -> None:
    file = str(tmp_path / "shop.db")
    said = play({"ENGINE": "django.db.backends.sqlite3", "NAME": file, "OPTIONS": {"timeout": 20}})
    assert said.startswith("sqlite: ") and int(said.split()[1]) > 150
