"""Prints `xaalis/_asenfenico.py` and `_adexchange.py` from their blocking twins, so that both have the
same names and texts. `--check` fails when they are stale."""

import pathlib
import re
import sys

PACKAGE = pathlib.Path(__file__).parent.parent / "python" / "xaalis"
WORDS = {
    "from ._client import _Client": "from .aio import _AsyncClient",
    "(_Client)": "(_AsyncClient)",
    "from ._payment import OnPrompt": "from ._apayment import OnPrompt",
    "Senfenico(": "AsyncSenfenico(",
    "Dexchange(": "AsyncDexchange(",
    "client: Senfenico": "client: AsyncSenfenico",
    "client: Dexchange": "client: AsyncDexchange",
    '"Senfenico"': '"AsyncSenfenico"',
    '"Dexchange"': '"AsyncDexchange"',
    "with AsyncSenfenico": "async with AsyncSenfenico",
    "`Senfenico.": "`AsyncSenfenico.",
    "`Dexchange.": "`AsyncDexchange.",
    "= senfenico.": "= await senfenico.",
    "= dexchange.": "= await dexchange.",
    "webhooks.AsyncDexchange": "webhooks.Dexchange",
    "return self._flow(": "return await self._flow(",
    "return self._client._call(": "return await self._client._call(",
}
#: Blocking methods; properties and constructors stay as they are.
METHOD = re.compile(r"(?<!@property\n)    def (?!_)(\w+)\(")


def main() -> int:
    stale = False
    for vendor in ("senfenico", "dexchange"):
        source = (PACKAGE / f"{vendor}.py").read_text()
        printed = METHOD.sub(r"    async def \1(", source)
        for blocking, asynchronous in WORDS.items():
            printed = printed.replace(blocking, asynchronous)
        head, rest = printed.split('"""', 2)[1:]
        printed = f'"""{head.rstrip()}\n\nPrinted from `{vendor}.py` by `tools/print_async.py`; do not edit.\n"""{rest}'
        target = PACKAGE / f"_a{vendor}.py"
        if "--check" in sys.argv:
            stale |= not target.exists() or target.read_text() != printed
        else:
            target.write_text(printed)
    if stale:
        print("stale: run python3 bindings-python/tools/print_async.py", file=sys.stderr)
    return int(stale)


if __name__ == "__main__":
    sys.exit(main())
