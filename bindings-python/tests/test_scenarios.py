"""Everything that can go wrong on the wire: each money POST arrives once, and every end has its type.

The deadlines are the real ones (60 s for money): all scenarios run at once, so the whole takes one deadline.
"""

import http.client
import os
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest

from .misbehave import server
from .misbehave.adapters import Official, Ours
from .misbehave.drive import Tls, installed, run_all, table
from .misbehave.scenarios import SCENARIOS

# Enough for retries of what surely never left, on a busy machine; far from any deadline.
SOON = 20
CASES = [
    (scheme, scenario)
    for scheme in ("http", "https")
    for scenario in SCENARIOS
    if scheme == "https" or not scenario.stranger
]


@pytest.fixture(scope="session")
def columns(tmp_path_factory):
    """Reports by client and scheme."""
    need("xaalis._native", "build the wheel and install it")
    need("trustme", "install requirements/tests.txt")
    tls = Tls(tmp_path_factory.mktemp("tls"))
    runs = {"https": (Ours, tls), "http": (Ours, None)}
    if installed("senfenico"):
        runs |= {"official": (Official, tls)}
    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor() as pool:
        for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
            patch.delenv(name)
        started = {name: pool.submit(run_all, *arguments) for name, arguments in runs.items()}
        return {name: run.result() for name, run in started.items()}


@pytest.mark.parametrize(
    ("scheme", "scenario"), CASES, ids=[f"{scheme}: {scenario.name}" for scheme, scenario in CASES]
)
def test_scenario(columns, scheme, scenario):
    report = columns[scheme][scenario.name]
    if scenario.expect == "value":
        assert report.result.startswith("value, "), report
    else:
        assert report.result == scenario.expect, report
    assert report.posts == scenario.posts, report
    assert report.carried_out == scenario.carried_out, report
    assert report.elsewhere == 0, report
    assert report.strayed == "", report
    if scenario.deadline:
        assert 55 < report.seconds < Ours.deadline, report
    else:
        assert report.seconds < SOON, report


def test_an_unknown_word_reaches_the_caller(columns):
    assert columns["http"]["unknown status"].result == "value, reversed"


def test_the_table(columns, capsys):
    """Printed beside the official SDK's, which is not judged here."""
    shown = {"senfenico 0.3.0": columns["official"]} if "official" in columns else {}
    with capsys.disabled():
        print("\n" + table(shown | {"xaalis": columns["https"]}))


class TestTheServer:
    """A server that did not misbehave would prove nothing: seen by the standard library's client."""

    def test_it_counts_requests_and_what_it_carried_out(self):
        with server.Misbehaving(server.busy_once) as misbehaving:
            assert [post(misbehaving).status for _ in range(2)] == [429, 200]
            assert (len(misbehaving.host.requests), misbehaving.host.carried_out) == (2, 1)
            assert misbehaving.host.requests[0].headers["x-api-key"] == "sk_test_misbehave"
            assert misbehaving.host.requests[0].body == b"{}"

    @pytest.mark.parametrize(
        ("how", "error"),
        [
            (lambda wire: wire.reset(), ConnectionResetError),
            (lambda wire: wire.promise(server.CREATED, 60), http.client.IncompleteRead),
            (lambda wire: wire.hang(), TimeoutError),
        ],
        ids=["reset", "truncated", "hang"],
    )
    def test_it_breaks_off(self, how, error):
        with server.Misbehaving(server.landed(how)) as misbehaving:
            with pytest.raises(error):
                post(misbehaving)
            assert misbehaving.host.carried_out == 1

    def test_it_drips(self):
        with server.Misbehaving(server.landed(lambda wire: wire.drip({}))) as misbehaving:
            answer = ask(misbehaving)
            assert (answer.read1(100), answer.read1(100)) == (b"{", b"}")

    def test_a_redirect_leads_to_the_other_host(self):
        with server.Misbehaving(server.redirect(307)) as misbehaving:
            location = post(misbehaving).headers["Location"]
            assert location.startswith(misbehaving.elsewhere.url)
            ask(misbehaving, location).read()
            assert (len(misbehaving.host.requests), len(misbehaving.elsewhere.requests)) == (1, 1)


def need(module, how):
    """A test that cannot run is a skip on a desk and a failure in CI."""
    try:
        present = installed(module)
    except ModuleNotFoundError:
        present = False
    if not present and os.environ.get("CI"):
        pytest.fail(f"{module} is missing: {how}")
    if not present:
        pytest.skip(f"{module} is missing: {how}")


def post(misbehaving):
    answer = ask(misbehaving)
    answer.read()
    return answer


def ask(misbehaving, url=None):
    address = urlsplit(url or misbehaving.host.url)
    connection = http.client.HTTPConnection("127.0.0.1", address.port, timeout=1.5)
    connection.request("POST", "/v1/payment/charges/", "{}", {"X-API-KEY": "sk_test_misbehave"})
    return connection.getresponse()
