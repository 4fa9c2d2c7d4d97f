"""The shop of docs/django.md, as a reader makes it: each module is an example of the page."""

import re
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parents[3] / "docs/django.md"


def example(name: str) -> str:
    found = re.search(rf"```python\n# {re.escape(name)}\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.S)
    assert found, f"docs/django.md has no example {name}"
    return found[1]


def be(module: dict[str, Any]) -> None:
    """Makes a module what the page says."""
    name = module["__name__"].rpartition(".")[2] + ".py"
    name = "urls.py, the shop's" if name == "urls.py" else name
    exec(compile(example(name), f"docs/django.md, {name}", "exec"), module)
