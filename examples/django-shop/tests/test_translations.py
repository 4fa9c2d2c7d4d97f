"""No French word is missing, and the compiled file is that of the source."""

import gettext
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

LOCALE = Path(__file__).parent.parent / "shop/locale/fr/LC_MESSAGES"


@pytest.mark.skipif(not shutil.which("msgfmt"), reason="Debian's package gettext is not installed")
def test_the_compiled_words_are_those_of_the_source(tmp_path: Path) -> None:
    command = ["msgfmt", "--check", "--statistics", "-o", f"{tmp_path}/django.mo", f"{LOCALE}/django.po"]
    said = subprocess.run(command, check=True, capture_output=True, text=True, env={"LC_ALL": "C"})
    assert "untranslated" not in said.stderr and "fuzzy" not in said.stderr
    assert words(tmp_path / "django.mo") == words(LOCALE / "django.mo")


def test_every_text_of_the_pages_has_french_words() -> None:
    known = words(LOCALE / "django.mo")
    shop = LOCALE.parent.parent.parent
    for file in [*shop.rglob("*.html"), *shop.rglob("*.py")]:
        text = file.read_text()
        found = re.findall(r"""{% translate ["'](.*?)["'] %}|\b_\(\s*["](.*?)["]\s*[,)]""", text)
        missing = {a or b for a, b in found} - set(known)
        assert not missing, (file.name, missing)


def words(compiled: Path) -> dict[Any, str]:
    with compiled.open("rb") as file:
        catalog: dict[Any, str] = vars(gettext.GNUTranslations(file))["_catalog"]
    return {key: text for key, text in catalog.items() if key}
