"""docs/first-relay.md as a reader does it, in a folder of its own, then a customer in headless Chromium.

`WHEEL` and `TARBALL` are installed where the page names the package; the rest comes from the registries, as it says.
"""

import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

PAGE = Path(__file__).parents[2] / "docs/first-relay.md"
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.M | re.S)
# A machine that does much else is slow.
expect.set_options(timeout=30_000)
#: A block that is a file begins with its name.
NAMED = re.compile(r"(?:#|//|<!--) ([\w./]+)(: at the end)?(?: -->)?\n")
#: What the page leaves to the reader: which Vite, which Django.
PINNED = {"--save-dev vite": "--save-dev vite@8.3.8"}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


class Reader:
    """Types what the page says."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.shop = folder / "shop"
        self.ports = {"5173": str(free_port()), "8000": str(free_port())}
        self.printed = ""
        #: What goes on, in terminals of its own.
        self.servers: list[str] = []
        self.env = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO", "PYTHON", "VIRTUAL"))}

    def here(self, text: str) -> str:
        for port, mine in self.ports.items():
            text = text.replace(port, mine)
        return text

    def read(self) -> None:
        for kind, block in BLOCKS:
            if kind == "sh":
                self.types(block)
            else:
                self.writes(block)

    def types(self, block: str) -> None:
        if block.startswith(("python manage.py runserver", "npx vite")):
            self.servers.append(block.strip())
            return
        block = block.replace('"xaalis[django]"', f'"{os.environ["WHEEL"]}[django]"')
        block = block.replace("npm install xaalis\n", f"npm install {os.environ['TARBALL']}\n")
        for said, pinned in PINNED.items():
            block = block.replace(said, pinned)
        place, before = (self.shop, ". .venv/bin/activate\n") if self.shop.exists() else (self.folder, "")
        done = subprocess.run(["bash", "-e", "-c", before + block], cwd=place, env=self.env, capture_output=True, text=True, timeout=500)
        assert done.returncode == 0, f"{block}\n{done.stdout}\n{done.stderr}"
        self.printed = done.stdout
        if "xaalis_relay_key" in block:
            self.pastes()

    def writes(self, block: str) -> None:
        named = NAMED.match(block)
        assert named, f"a file without a name: {block[:60]}"
        file = self.shop / named[1]
        text = self.here(block[named.end() :])
        file.write_text((file.read_text() if named[2] else "") + text)

    def pastes(self) -> None:
        settings = self.shop / "config/settings.py"
        text = settings.read_text()
        mark = "        # what the next command prints\n"
        assert text.count(mark) == 1 and json.loads("{" + self.printed + "}")
        settings.write_text(text.replace(mark, f"        {self.printed.strip()},\n"))

    @contextmanager
    def serving(self) -> Iterator[str]:
        with ExitStack() as running:
            for command in self.servers:
                port = self.ports["8000" if "runserver" in command else "5173"]
                command = command.replace("runserver", f"runserver 127.0.0.1:{port}")
                running.enter_context(self.served(command, port))
            yield f"http://localhost:{self.ports['5173']}"

    @contextmanager
    def served(self, command: str, port: str) -> Iterator[None]:
        log = (self.folder / f"{port}.log").open("wb")
        given = ["bash", "-c", f". .venv/bin/activate; exec {command}"]
        child = subprocess.Popen(given, cwd=self.shop, env=self.env, stdout=log, stderr=log, start_new_session=True)
        try:
            until = time.monotonic() + 60
            while True:
                try:
                    urllib.request.urlopen(f"http://localhost:{port}/order", timeout=10).close()
                    break
                except OSError:
                    assert child.poll() is None and time.monotonic() < until, (self.folder / f"{port}.log").read_text()
                    time.sleep(0.2)
            yield
        finally:
            # Both are a process with one more inside: their own group.
            os.killpg(child.pid, signal.SIGTERM)
            child.wait(20)
            log.close()


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    made = Reader(tmp_path_factory.mktemp("first"))
    made.read()
    return made


@pytest.fixture(scope="module")
def address(reader: Reader) -> Iterator[str]:
    with reader.serving() as url:
        yield url


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def customer(browser: Browser, address: str, reader: Reader) -> Iterator[Page]:
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(60_000)
    wrong: list[str] = []
    seen: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("response", lambda response: seen.append(f"{response.url} {response.request.post_data or ''}"))
    page.goto(address)
    yield page
    assert not wrong
    # The key is the backend's alone, and no token stands in an address or a store.
    stored = page.evaluate("JSON.stringify([localStorage, sessionStorage, document.cookie, location.href])")
    secret = json.loads("{" + (reader.shop / "config/settings.py").read_text().split('"RELAY_KEYS": {')[1].split("}")[0].strip(" ,\n") + "}")
    for canary in ("sk_test_desk", "eyJ", *secret.values()):
        assert canary not in stored + page.content() + "".join(seen), canary
    context.close()


def types(page: Page, text: str, label: str) -> None:
    page.get_by_label(label).fill(text)
    page.get_by_role("button").click()


def test_a_customer_pays(customer: Page, reader: Reader) -> None:
    types(customer, "76", "Number that pays 1500 F")
    expect(customer.get_by_role("status")).to_contain_text("Not taken: invalid.")
    types(customer, "76 00 00 00", "Number that pays 1500 F")
    expect(customer.get_by_role("status")).to_contain_text("*144*")
    types(customer, "000000", "Code")
    expect(customer.get_by_role("status")).to_contain_text("Not taken: invalid.")
    customer.reload()
    types(customer, "123456", "Code")
    expect(customer.get_by_role("status")).to_have_text("Paid. Thank you.")
    with sqlite3.connect(reader.shop / "db.sqlite3") as database:
        rows = database.execute("SELECT id, amount, paid_by FROM orders_order WHERE paid_by <> ''").fetchall()
    ((pk, amount, paid_by),) = rows
    assert (amount, paid_by) == (1500, f"relay-{pk}-1")
    customer.reload()
    expect(customer.get_by_role("status")).to_have_text("Paid. Thank you.")


def test_another_is_told_why_not(customer: Page) -> None:
    types(customer, "76 00 99 02", "Number that pays 1500 F")
    types(customer, "123456", "Code")
    expect(customer.get_by_role("status")).to_contain_text("Not paid: ")
    expect(customer.get_by_role("status")).to_contain_text("money")


def test_one_confirms_on_the_phone(customer: Page) -> None:
    types(customer, "76 00 99 05", "Number that pays 1500 F")
    expect(customer.get_by_role("status")).to_contain_text("USSD")
    expect(customer.get_by_role("status")).to_have_text("Paid. Thank you.", timeout=120_000)


def test_every_block_is_of_a_kind_that_is_run(reader: Reader) -> None:
    assert {kind for kind, _ in BLOCKS} == {"sh", "python", "js", "html"} and len(reader.servers) == 2
