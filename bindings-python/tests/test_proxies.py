"""HTTP proxies: a tunnel, or nothing."""

from __future__ import annotations

import base64
import pathlib

import pytest

import xaalis
from tests import loopback
from tests.loopback import Loopback
from tests.test_transport import CHARGES, authority, client, create
from xaalis import Senfenico


def test_a_proxy_tunnels_and_sees_nothing(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    context, file = authority(tmp_path)
    with Loopback() as proxy, Loopback(context) as server:
        asked = ("CONNECT", f"localhost:{server.port}")
        proxy.answers[asked[1]] = loopback.tunnel(server.port)
        assert create(client(server, ca_file=file, proxy=proxy.url)) == "ch_1"
        assert (proxy.requests, server.requests) == ([asked], [("POST", CHARGES)])
        assert "sk_test_sandbox" not in "".join(proxy.heads)
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        assert create(client(server, ca_file=file)) == "ch_1"
        assert proxy.requests == [asked, asked]
        monkeypatch.setenv("NO_PROXY", "localhost")
        assert create(client(server, ca_file=file)) == "ch_1"
        assert proxy.requests == [asked, asked]


def test_no_proxy_is_shown_the_key(server: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    with Loopback() as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        monkeypatch.setenv("ALL_PROXY", proxy.url)
        assert create(client(server)) == "ch_1"
        assert (len(server.requests), proxy.requests) == (1, [])
        with pytest.raises(xaalis.InvalidInput, match="plain http"):
            client(server, proxy=proxy.url)


@pytest.mark.parametrize("password", ["p%40ss", "p@ss"])
def test_a_password_may_hold_an_at_sign(tmp_path: pathlib.Path, password: str) -> None:
    context, file = authority(tmp_path)
    with Loopback() as proxy, Loopback(context) as server:
        proxy.answers[f"localhost:{server.port}"] = loopback.tunnel(server.port)
        address = proxy.url.replace("//", f"//user:{password}@")
        assert create(client(server, ca_file=file, proxy=address)) == "ch_1"
        head = proxy.heads[0].lower()
        assert f"proxy-authorization: basic {base64.b64encode(b'user:p@ss').decode().lower()}" in head
        assert "user-agent: xaalis-python/" in head


@pytest.mark.parametrize(
    "proxy",
    [
        "not an address",
        "ftp://localhost:1",
        "socks5://localhost:1",
        "http://",
        "http://:3128",
        "http://localhost:",
        "http://localhost:abc",
        "http://localhost:99999",
        "http://localhost:1/path",
        "http://user:p#9271@localhost:1",
        "http://user:p/9271@localhost:1",
    ],
)
def test_a_wrong_proxy_is_refused_at_once(proxy: str) -> None:
    with pytest.raises(xaalis.InvalidInput) as caught:
        Senfenico("sk_test_sandbox", proxy=proxy)
    assert caught.value.field == "proxy" and "9271" not in str(caught.value), "a password"
