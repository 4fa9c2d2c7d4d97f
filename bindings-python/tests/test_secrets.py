"""What an attacker tried, and what a stranger may send."""

from __future__ import annotations

import gc
import inspect
import os
import subprocess
import sys
from typing import Any

import pytest

import xaalis
from xaalis import aio, errors, journal, postgres, sandbox, senfenico, types, webhooks
from xaalis import dexchange as dexchange_

from .loopback import Loopback, reply

CHARGES = "/v1/payment/charges/"
KEY, SECRET = "webhook-key-of-tests", "callback-secret-of-tests"
BODY = b'{"event": "charge.success", "data": {"reference": "ch_1", "status": "success"}}'


def classes() -> list[type]:
    """Every public one, and what those are made of."""
    from xaalis import _apayment, _client, _data, _given, _payment, _threads, _travel

    modules = [xaalis, aio, errors, journal, postgres, sandbox, senfenico, dexchange_, types, webhooks]
    modules += [_apayment, _client, _data, _given, _payment, _threads, _travel]
    found = {one for module in modules for one in vars(module).values() if inspect.isclass(one)}
    # One is half an exception: nobody makes it.
    found -= {errors._Told}
    return sorted((one for one in found if one.__module__.startswith("xaalis")), key=lambda one: one.__qualname__)


def test_what_is_half_made_has_a_repr() -> None:
    """As a debugger or a tracker meets it, in the frame of a constructor that raised."""
    made = 0
    for cls in classes():
        try:
            half = cls.__new__(cls)
        except TypeError:
            continue  # Native, or a word: made whole or not at all.
        made += 1
        assert cls.__name__ in repr(half) or cls.__repr__ is not object.__repr__, cls
        str(half)
    assert made > 100


@pytest.mark.parametrize("cls", [xaalis.Senfenico, xaalis.Dexchange, xaalis.AsyncSenfenico, xaalis.AsyncDexchange])
def test_a_client_that_was_refused_has_a_repr(cls: Any) -> None:
    for options in ({"base_url": "ftp://x"}, {"transport": 5}, {"api_key": "\n"}, {"journal": 5}):
        with pytest.raises(errors.InvalidInput) as caught:
            cls(**{"api_key": "sk_test_1"} | options)
        trace = caught.value.__traceback__
        seen = 0
        while trace is not None:
            half = trace.tb_frame.f_locals.get("self")
            if isinstance(half, cls):
                seen += 1
                assert repr(half).startswith(f"<{cls.__name__} ") and "***" in repr(half)
            trace = trace.tb_next
        assert seen


#: What comes in a header, an address or a body.
STRANGE = [
    *("", "é", "ÿ\xff", "\x00", "\ud800", "\udcff\udcfe", "٣" * 64, "0" * 100_000, "𝟘" * 64, "‮", "\r\nX: y"),
    *(b"", b"\xff", b"\xff\xfe\x00", b"\xed\xa0\x80", b"0" * 64, b"\x00" * 64, "é".encode("latin-1"), b"\xf0\x9f"),
]


@pytest.mark.parametrize("value", STRANGE, ids=lambda value: repr(value)[:24])
def test_whatever_a_stranger_sends_is_a_webhook_error(value: Any) -> None:
    signed, called = webhooks.Senfenico(KEY), webhooks.Dexchange(SECRET)
    token = called.callback_url("https://s.example", "ext-1").rsplit("/", 1)[1]
    bodies = [BODY, b"", b"\xff\xfe", b"[" * 9_999, *([value] if isinstance(value, bytes) else [])]
    for body in bodies:
        for call in (
            lambda: signed.read(body, value),
            lambda: called.read(body, value, token),
            lambda: called.read(body, "ext-1", value),
            lambda: called.read(body, value, value),
            lambda: webhooks.Dexchange.verify_hmac(body, value, SECRET),
        ):
            with pytest.raises(errors.WebhookError):
                call()
    if isinstance(value, bytes):
        with pytest.raises(errors.WebhookError):
            signed.read(value, webhooks.Senfenico.sign(value, KEY))
        with pytest.raises(errors.WebhookError):
            called.read(value, "ext-1", token)


def test_a_header_may_come_as_bytes() -> None:
    """As ASGI has it."""
    right = webhooks.Senfenico.sign(BODY, KEY)
    assert webhooks.Senfenico(KEY).read(BODY, right.encode()) == webhooks.Senfenico(KEY).read(BODY, right)


def test_one_vendors_is_refused_at_the_others_door() -> None:
    with pytest.raises(errors.WebhookError):
        webhooks.Dexchange(SECRET).read(BODY, "ext-1", webhooks.Senfenico.sign(BODY, SECRET))
    callback = b'{"externalTransactionId": "ext-1", "status": "SUCCESS"}'
    token = webhooks.Dexchange(KEY).callback_url("https://s.example", "ext-1").rsplit("/", 1)[1]
    with pytest.raises(errors.WebhookError):
        webhooks.Senfenico(KEY).read(callback, token)


def test_what_a_server_sets_is_not_sent_back(server: Loopback) -> None:
    with Loopback() as elsewhere:
        odd = ("Set-Cookie: seen=1; Path=/", f'Alt-Svc: h2="127.0.0.1:{elsewhere.url.rsplit(":", 1)[1]}"', "Refresh: 0")
        server.answers[CHARGES.rstrip("/")] = reply(200, {"status": True, "data": []}, *odd)
        client = xaalis.Senfenico("sk_test_sandbox", base_url=server.url)
        for _ in range(3):
            try:
                client.charges.list()
            except (errors.PaymentError, errors.OutcomeUnknown):
                pass
        assert elsewhere.connections == 0
    assert len(server.requests) == 3
    assert all("cookie" not in head.lower() for head in server.heads)


def test_nothing_python_holds_has_the_key() -> None:
    """A dump of all objects that the collector knows, and of what they hold."""
    backwards = "9yeK_yranac_tset_ks"
    client = xaalis.Senfenico(backwards[::-1], transport=xaalis.Sandbox())
    payment = client.begin("op-1", types.CollectOrder(types.NewCharge(1000, "76000000")))
    payment.advance()
    key = backwards[::-1]
    holders = [
        type(one)
        for one in gc.get_objects()
        if type(one) in (dict, list, tuple, set)
        and any(type(item) is str and key in item for item in (list(one.values()) if isinstance(one, dict) else list(one)))
    ]
    assert not holders


LOUD = """
import logging, sys, xaalis
logging.basicConfig(level=1, stream=sys.stderr)
client = xaalis.Senfenico("sk_test_" + "yranac"[::-1], base_url=sys.argv[1])
for call in (client.charges.list, lambda: client.charges.submit_otp("ch_1", "83" + "9217")):
    try:
        call()
    except Exception as error:
        logging.exception("failed")
"""


def test_no_variable_makes_it_talk(server: Loopback, tmp_path: Any) -> None:
    server.answers[CHARGES] = reply(500, {"message": "no"})
    names = {"RUST_LOG": "trace", "RUST_BACKTRACE": "full", "SSLKEYLOGFILE": str(tmp_path / "keys"), "PYTHONDEVMODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", LOUD, server.url], env=os.environ | names, capture_output=True, text=True, timeout=60
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    assert "sk_test_canary" not in said and "839217" not in said, said
    assert not (tmp_path / "keys").exists()
