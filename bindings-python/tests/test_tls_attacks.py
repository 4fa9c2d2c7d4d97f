"""Who stands between this machine and a vendor: proxies, false certificates, old TLS. None sees the key."""

from __future__ import annotations

import datetime
import os
import pathlib
import ssl
import subprocess
import sys
from collections.abc import Callable

import pytest
import trustme

import xaalis
from tests import loopback
from tests.loopback import Loopback, reply
from tests.test_transport import CHARGES, ORDER, authority, client, create

NAMES = ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")
KEY = "sk_test_sandbox"
NOW = datetime.datetime.now(datetime.timezone.utc)
DAY = datetime.timedelta(days=1)


def refused(senfenico: xaalis.Senfenico) -> str:
    """Why nothing was sent."""
    payment = senfenico.begin("op", ORDER)
    step = payment.advance()
    assert isinstance(step, xaalis.Waiting) and step.why == "backoff", step
    assert isinstance(payment.transport_error, xaalis.ConnectFailed)
    return str(payment.transport_error)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.skipif(sys.platform == "win32", reason="names of variables have no case there")
def test_whatever_names_a_proxy_it_sees_no_key(
    name: str, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, file = authority(tmp_path)
    with Loopback() as proxy, Loopback(context) as server, Loopback() as plain:
        proxy.answers[f"localhost:{server.port}"] = loopback.tunnel(server.port)
        monkeypatch.setenv(name, proxy.url)
        assert create(client(server, ca_file=file)) == "ch_1"
        assert create(client(plain)) == "ch_1"
        assert len(server.requests) == len(plain.requests) == 1, "to this machine without a proxy"
        assert {method for method, _ in proxy.requests} <= {"CONNECT"}
        assert KEY not in "".join(proxy.heads) and "amount" not in "".join(proxy.heads)


@pytest.mark.parametrize(
    ("status", "header"),
    [
        (407, "Proxy-Authenticate: Basic realm=x"),
        (401, "WWW-Authenticate: Basic realm=x"),
        *((status, "Location: {}") for status in (301, 302, 307, 308)),
        (200, "Content-Type: application/json"),
        (503, "Retry-After: 0"),
    ],
)
def test_a_proxy_that_answers_in_the_vendors_place(status: int, header: str, tmp_path: pathlib.Path) -> None:
    context, file = authority(tmp_path)
    with Loopback() as proxy, Loopback(context) as server, Loopback() as elsewhere:
        proxy.answers[f"localhost:{server.port}"] = reply(status, loopback.CREATED, header.format(elsewhere.url))
        refused(client(server, ca_file=file, proxy=proxy.url))
        assert server.requests == elsewhere.requests == [] and elsewhere.connections == 0
        assert {method for method, _ in proxy.requests} == {"CONNECT"}
        assert KEY not in "".join(proxy.heads) and "authorization" not in "".join(proxy.heads).lower()


def expired(made: trustme.CA) -> trustme.LeafCert:
    return made.issue_cert("localhost", not_before=NOW - 3 * DAY, not_after=NOW - DAY)


def not_yet(made: trustme.CA) -> trustme.LeafCert:
    return made.issue_cert("localhost", not_before=NOW + DAY, not_after=NOW + 3 * DAY)


def anothers_name(made: trustme.CA) -> trustme.LeafCert:
    return made.issue_cert("localhost.example", "xlocalhost", "*.localhost")


def an_address_only(made: trustme.CA) -> trustme.LeafCert:
    return made.issue_cert("127.0.0.1")


def a_common_name_only(made: trustme.CA) -> trustme.LeafCert:
    return made.issue_cert("other.example", common_name="localhost")


def of_nobody(made: trustme.CA) -> trustme.LeafCert:
    return trustme.CA().issue_cert("localhost")


@pytest.mark.parametrize(
    "issued",
    [expired, not_yet, anothers_name, an_address_only, a_common_name_only, of_nobody],
    ids=lambda it: it.__name__,
)
def test_a_bad_certificate_is_told_nothing(
    issued: Callable[[trustme.CA], trustme.LeafCert], tmp_path: pathlib.Path
) -> None:
    made, file = trustme.CA(), tmp_path / "ca.pem"
    made.cert_pem.write_to_path(str(file))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    issued(made).configure_cert(context)
    with Loopback(context) as server:
        assert "certificate" in refused(client(server, ca_file=str(file)))
        assert server.requests == []


def test_a_certificate_signed_by_one_that_may_not_sign(tmp_path: pathlib.Path) -> None:
    """Whoever has a right certificate for a host of theirs makes one for the vendor's with it."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    made, file = trustme.CA(), tmp_path / "ca.pem"
    made.cert_pem.write_to_path(str(file))
    theirs = made.issue_cert("attacker.example")
    signer = x509.load_pem_x509_certificate(theirs.cert_chain_pems[0].bytes())
    key = ec.generate_private_key(ec.SECP256R1())
    forged = (
        x509.CertificateBuilder()
        .subject_name(signer.subject)
        .issuer_name(signer.subject)
        .public_key(key.public_key())
        .serial_number(5)
        .not_valid_before(NOW - DAY)
        .not_valid_after(NOW + DAY)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(serialization.load_pem_private_key(theirs.private_key_pem.bytes(), None), hashes.SHA256())  # type: ignore[arg-type]
    )
    pem = serialization.Encoding.PEM
    chain = forged.public_bytes(pem) + theirs.cert_chain_pems[0].bytes()
    chain += key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (tmp_path / "server.pem").write_bytes(chain)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "server.pem")
    with Loopback(context) as server:
        assert "certificate" in refused(client(server, ca_file=str(file)))
        assert server.requests == []


def old(context: ssl.SSLContext) -> None:
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.maximum_version = ssl.TLSVersion.TLSv1_1


def without_forward_secrecy(context: ssl.SSLContext) -> None:
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("AES128-GCM-SHA256:AES128-SHA:@SECLEVEL=0")


def chained_blocks(context: ssl.SSLContext) -> None:
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("ECDHE-RSA-AES128-SHA:ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0")


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
@pytest.mark.parametrize("weak", [old, without_forward_secrecy, chained_blocks], ids=lambda it: it.__name__)
def test_weak_tls_is_not_spoken(weak: Callable[[ssl.SSLContext], None], tmp_path: pathlib.Path) -> None:
    context, file = authority(tmp_path)
    weak(context)
    with Loopback(context) as server:
        refused(client(server, ca_file=file))
        assert server.requests == []


def test_no_session_key_is_written_down(tmp_path: pathlib.Path) -> None:
    context, file = authority(tmp_path)
    code = "import sys, xaalis; xaalis.Senfenico('sk_test_sandbox', base_url=sys.argv[1], ca_file=sys.argv[2]).charges.list()"
    with Loopback(context) as server:
        server.answers[CHARGES] = server.answers[CHARGES.rstrip("/")] = reply(200, {"status": True, "data": []})
        told = tmp_path / "keys"
        environment = os.environ | {"SSLKEYLOGFILE": str(told), "RUST_LOG": "trace"}
        done = subprocess.run(
            [sys.executable, "-c", code, server.url, file], env=environment, capture_output=True, text=True, timeout=60
        )
        assert done.returncode == 0, done.stderr
        assert len(server.requests) == 1 and not told.exists() and done.stderr == done.stdout == ""
