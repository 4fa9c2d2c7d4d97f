"""A person buys: headless Chromium, the shop under gunicorn, the vendors' sandbox over HTTP.

    SCREENSHOTS=/tmp/shots python -m pytest -m browser

needs Debian's package chromium, and `SANDBOX` or cargo: the command that starts the sandbox. The page that pays through
the relay needs Node, the npm package (`cargo xtask build wasm`) and `npm ci` in `../web-checkout`.
"""

import os
import shlex
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from xaalis import Senfenico

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
SHOP = Path(__file__).parent.parent
CHECKOUT = SHOP.parent / "web-checkout"
SANDBOX = os.environ.get("SANDBOX", "cargo run --quiet -p xaalis-sandbox-server --")
PASSWORD = "a password of the test"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not os.path.exists(CHROMIUM) and os.environ.get("CI") != "true",
        reason="Debian's package chromium is not installed",
    ),
]


@pytest.fixture(autouse=True)
def shop() -> None:
    """Not the shop in this process: the one that is served."""


@pytest.fixture(scope="module")
def sandbox() -> str:
    """The address of the vendors."""
    return f"http://127.0.0.1:{free_port()}"


@pytest.fixture
def vendor(sandbox: str) -> Iterator[Senfenico]:
    with Senfenico("sk_test_sandbox", base_url=sandbox) as client:
        yield client


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("shop") / "shop.sqlite3"


@pytest.fixture(scope="module")
def address(database: Path, sandbox: str) -> Iterator[str]:
    """The shop's address, with both servers running."""
    port = free_port()
    here = f"http://127.0.0.1:{port}"
    environment = os.environ | {
        "DATABASE": str(database),
        "SANDBOX_URL": sandbox,
        "PUBLIC_URL": here,
        "DJANGO_SUPERUSER_PASSWORD": PASSWORD,
        "PYTHONUNBUFFERED": "1",
    }
    options = database.with_name("sandbox.json")
    options.write_text('{"payer_ms": 4000}')
    hook = [
        "--options",
        str(options),
        "--webhook-url",
        f"{here}/xaalis/senfenico",
        "--webhook-key",
        "whk_sandbox",
    ]
    with ExitStack() as running:
        vendor = [*shlex.split(SANDBOX), "--port", sandbox.rpartition(":")[2], *hook]
        running.enter_context(server(vendor, sandbox, cwd=SHOP))
        for command in (
            ["migrate", "--verbosity", "0"],
            ["createcachetable", "--verbosity", "0"],
            ["loaddata", "--verbosity", "0", "products"],
            ["createsuperuser", "--noinput", "--username", "caisse", "--email", ""],
        ):
            subprocess.run(
                [sys.executable, "manage.py", *command], check=True, cwd=SHOP, env=environment
            )
        gunicorn = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}"]
        gunicorn += ["--workers", "2", "--threads", "2", "--log-level", "warning"]
        running.enter_context(server(gunicorn, here, cwd=SHOP, env=environment))
        yield here


@pytest.fixture(scope="module")
def checkout(address: str, database: Path, sandbox: str) -> Iterator[str]:
    """A page that holds no key, and behind it another worker of the shop: one origin, as in production."""
    page, shop = free_port(), free_port()
    here, behind = f"http://127.0.0.1:{page}", f"http://127.0.0.1:{shop}"
    environment = os.environ | {
        "DATABASE": str(database),
        "SANDBOX_URL": sandbox,
        "PUBLIC_URL": here,
        "CHECKOUT_PAGE": "/shop.html",
    }
    vite = ["node", "node_modules/vite/bin/vite.js"]
    subprocess.run([*vite, "build", "--logLevel", "error"], check=True, cwd=CHECKOUT)
    with ExitStack() as running:
        gunicorn = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{shop}"]
        gunicorn += ["--workers", "2", "--threads", "2", "--log-level", "warning"]
        running.enter_context(server(gunicorn, behind, cwd=SHOP, env=environment))
        preview = [*vite, "preview", "--host", "127.0.0.1", "--port", str(page), "--strictPort"]
        running.enter_context(server(preview, here, cwd=CHECKOUT, env=os.environ | {"SHOP": behind}))
        yield here


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        # Chromium's own sandbox does not run as root, as in a container.
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(
        base_url=address, locale="fr-FR", viewport={"width": 420, "height": 900}
    )
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def test_buy_give_the_code_and_read_that_it_is_paid(page: Page) -> None:
    page.goto("/")
    picture(page, "catalogue")
    page.get_by_role("link", name="Acheter Savon au karité").click()
    page.get_by_label("Votre nom").fill("Awa Ouédraogo")
    page.get_by_label("Numéro mobile money").fill("76 00 00 00")
    picture(page, "buy")
    page.get_by_role("button", name="Commander").click()
    page.get_by_label("Orange Money").check()
    picture(page, "pay")
    page.get_by_role("button", name="Payer 1").dblclick()
    page.get_by_label("Votre code").fill("000000")
    page.get_by_role("button", name="Confirmer").click()
    page.get_by_role("alert").wait_for()
    picture(page, "code")
    page.get_by_label("Votre code").fill("123456")
    page.get_by_role("button", name="Confirmer").click()
    page.get_by_text("C’est payé.").wait_for()
    picture(page, "paid")
    page.get_by_role("button", name="English").click()
    page.get_by_text("Paid.").wait_for()


def test_forms_sent_four_times_at_once_pay_once(page: Page, vendor: Senfenico) -> None:
    ordered(page, "76000000", "Pagne", submit=False)
    page.locator("form[action$='/pay/']").wait_for()
    page.evaluate(FOUR_TIMES, "form[action$='/pay/']")
    page.reload()
    page.get_by_label("Votre code").fill("123456")
    page.evaluate(FOUR_TIMES, "form[action$='/code/']")
    page.reload()
    page.get_by_text("C’est payé.").wait_for()
    assert [charge.amount for charge in vendor.charges.list()].count(12_500) == 1


def test_a_confirmation_on_the_phone_changes_the_page_by_itself(page: Page) -> None:
    ordered(page, "76009905")
    page.get_by_text("Confirmez sur votre téléphone").wait_for()
    picture(page, "dial")
    page.get_by_text("C’est payé.").wait_for()


def test_a_customer_who_left_is_served_by_the_webhook(page: Page, database: Path) -> None:
    ordered(page, "76009905", "Miel")
    page.get_by_text("Confirmez sur votre téléphone").wait_for()
    page.goto("about:blank")
    sold = "SELECT stock FROM shop_product WHERE name_fr LIKE 'Miel%'"
    deadline = time.monotonic() + 20
    while one(database, sold) != 7:
        assert time.monotonic() < deadline, "no webhook came"
        time.sleep(0.2)
    assert one(database, "SELECT count(*) FROM xaalis_notice WHERE applied_at IS NOT NULL") >= 1


def test_an_answer_that_was_lost_is_said_honestly(page: Page) -> None:
    ordered(page, "76009908")
    page.get_by_text("nous cherchons").wait_for()
    picture(page, "unknown")


def test_a_refusal_is_explained(page: Page) -> None:
    ordered(page, "76009907")
    page.get_by_text("Pas payé.").wait_for()
    picture(page, "refused")


def test_the_counter_pays_a_bill_and_tops_a_meter_up(page: Page) -> None:
    page.goto("/bills/")
    page.get_by_label("utilisateur").fill("caisse")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Connexion").click()

    page.get_by_label("Service").select_option("Senelec")
    page.get_by_label("Numéro de client").fill("210278817")
    page.get_by_role("button", name="Chercher").click()
    page.get_by_label("7").last.check()
    picture(page, "bills-choose")
    page.get_by_role("button", name="Continuer").click()
    picture(page, "bills-confirm")
    page.get_by_role("button", name="Payer 7").dblclick()
    page.get_by_text("C’est payé.").wait_for()

    page.goto("/bills/")
    page.get_by_label("Service").select_option("Woyofal")
    page.get_by_label("Numéro de client").fill("07061270877")
    page.get_by_label("Montant").fill("1000")
    page.get_by_role("button", name="Chercher").click()
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("button", name="Payer 1").click()
    page.get_by_text("Code à saisir").wait_for()
    picture(page, "token")
    page.goto("/bills/")
    picture(page, "bills")
    page.goto("/unknown/")
    picture(page, "unknown-list")


def test_a_page_without_a_key_pays_through_the_relay(page: Page, checkout: str, database: Path) -> None:
    heard: list[str] = []
    page.on("request", lambda asked: heard.append(f"{asked.url} {asked.headers} {asked.post_data}"))
    page.on("response", lambda told: heard.append(f"{told.url} {told.headers}"))
    ordered(page, "76 00 00 41", submit=False)
    page.get_by_role("button", name="Payer 1").wait_for()
    path = "/" + page.url.split("/", 3)[3]
    page.goto(f"{checkout}{path}")
    page.get_by_role("link", name="Payer sur notre page").click()
    page.get_by_label("Votre numéro").fill("76 00 00 41")
    page.get_by_role("button", name="Payer 1").click()
    page.get_by_label("Code à usage unique").fill("123456")
    picture(page, "relay-code")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Payé", exact=True).wait_for()
    page.reload()
    page.get_by_role("heading", name="Payé", exact=True).wait_for()
    order = path.split("/")[2].replace("-", "")
    query = f"SELECT paid_by FROM shop_order WHERE id = '{order}'"
    assert one(database, query) == f"relay-{order}-1"
    kept = page.evaluate(KEPT)
    bundle = [file.read_text() for file in (CHECKOUT / "dist/assets").glob("*.js") if file.name[:5] != "index"]
    assert len(heard) > 10 and len(bundle) >= 2
    for key in ("sk_test_", "whk_sandbox", "dexchange_sandbox", "for-development-only"):
        for text in [*heard, *bundle, page.content(), kept]:
            assert key not in text
    page.get_by_role("link", name="Voir la commande").click()
    page.get_by_text("C’est payé.").wait_for()


#: Whatever a page may keep.
KEPT = """async () => JSON.stringify([
    {...localStorage}, {...sessionStorage}, document.cookie, history.state,
    await caches.keys(), await indexedDB.databases(),
    [...document.querySelectorAll("*")].map((one) => one.shadowRoot?.innerHTML ?? ""),
])"""


FOUR_TIMES = """async (form) => {
    form = document.querySelector(form)
    const send = () => fetch(form.action, {method: "POST", body: new FormData(form)})
    await Promise.all([send(), send(), send(), send()])
}"""


def ordered(page: Page, phone: str, article: str = "Bissap", *, submit: bool = True) -> None:
    page.goto("/")
    page.get_by_role("link", name=f"Acheter {article}").click()
    page.get_by_label("Votre nom").fill("Issa")
    page.get_by_label("Numéro mobile money").fill(phone)
    page.get_by_role("button", name="Commander").click()
    if submit:
        page.get_by_role("button", name="Payer").click()


def one(database: Path, query: str) -> Any:
    with sqlite3.connect(database) as connection:
        return connection.execute(query).fetchone()[0]


def picture(page: Page, name: str) -> None:
    """A screenshot for a person to look at, when `SCREENSHOTS` names a folder."""
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


@contextmanager
def server(command: list[str], address: str, **options: Any) -> Iterator[None]:
    """A server while the block runs; ended with its children, for `cargo` starts one."""
    process = subprocess.Popen(command, start_new_session=True, **options)
    try:
        deadline = time.monotonic() + 300  # cargo may have to build first
        while not answers(address):
            assert process.poll() is None, f"{command[0]} ended with {process.returncode}"
            assert time.monotonic() < deadline, f"{address} does not answer"
            time.sleep(0.1)
        yield
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)


def answers(address: str) -> bool:
    try:
        urllib.request.urlopen(address, timeout=2).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True
