"""Webhooks are verified, then read, and never believed without asking."""

from __future__ import annotations

import pickle

import pytest

from xaalis import InvalidInput, WebhookError, types, webhooks

KEY = "whk_key_of_the_dashboard"
SECRET = "0123456789abcdef-secret"
BODY = (
    b'{"event":"charge.success","data":{"reference":"ch_1","amount":500,"fees":"3.50","currency":"XOF",'
    b'"status":"success","live_mode":false,"provider":"orange_bf","phone":"76000000"}}'
)
CALLBACK = (
    b'{"id":"TID1","externalTransactionId":"INV-1","transactionType":"BILL","AMOUNT":1000,"FEE":10,'
    b'"PHONE_NUMBER":"210278816","STATUS":"SUCCESS","PREVIOUS_BALANCE":5000,"CURRENT_BALANCE":3990}'
)


def test_a_senfenico_webhook() -> None:
    keys = webhooks.Senfenico("an_older_key_of_theirs", KEY)
    notice = keys.read(BODY, keys.sign(BODY, KEY))
    assert (notice.vendor, notice.event, notice.status) == (types.Vendor.SENFENICO, "charge.success", "success")
    assert (notice.reference, notice.amount, notice.live_mode) == ("ch_1", 500, False)
    assert notice.number == "76000000" and "76000000" not in repr(notice)
    assert notice.dedupe == keys.read(BODY, keys.sign(BODY, KEY)).dedupe and len(notice.dedupe) == 64
    assert pickle.loads(pickle.dumps(notice)) == notice
    assert webhooks.Senfenico.HEADER == keys.HEADER == "X-Webhook-Hash"


@pytest.mark.parametrize("signature", [None, "", "0" * 64, "é", "x" * 10_000])
def test_a_wrong_signature(signature: str | None) -> None:
    with pytest.raises(WebhookError) as caught:
        webhooks.Senfenico(KEY).read(BODY, signature)
    assert KEY not in str(caught.value) and not caught.value.retryable


def test_a_body_written_again_hashes_differently() -> None:
    import json

    signature = webhooks.Senfenico.sign(BODY, KEY)
    with pytest.raises(WebhookError):
        webhooks.Senfenico(KEY).read(json.dumps(json.loads(BODY)).encode(), signature)


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b"\xff\xfe", b"{" * 5000, b"x" * 2_000_000])
def test_a_signed_body_that_is_no_webhook(body: bytes) -> None:
    with pytest.raises(WebhookError):
        webhooks.Senfenico(KEY).read(body, webhooks.Senfenico.sign(body, KEY))


def test_a_dexchange_callback() -> None:
    key = webhooks.Dexchange(SECRET)
    url = key.callback_url("https://shop.sn/dx", "INV-1")
    external_id, token = url.split("/")[-2:]
    assert external_id == "INV-1" and url == key.callback_url("https://shop.sn/dx", "INV-1")
    notice = key.read(CALLBACK, external_id, token)
    assert (notice.vendor, notice.status, notice.ext_id) == ("dexchange", "SUCCESS", "INV-1")
    assert (notice.amount, notice.fee, notice.previous_balance, notice.current_balance) == (1000, 10, 5000, 3990)
    rotated = webhooks.Dexchange("fedcba9876543210-secret", SECRET)
    assert rotated.read(CALLBACK, external_id, token) == notice
    for wrong in (("INV-2", token), ("INV-1", token[:-1]), ("INV-1", ""), ("../x", token)):
        with pytest.raises((WebhookError, InvalidInput)):
            key.read(CALLBACK, *wrong)
    assert key.custom_data("INV-1", "SENELEC_SN_BILL", "210278816") != key.custom_data(
        "INV-1", "SENELEC_SN_BILL", "210278816", 500
    )


def test_the_hmac_of_the_sdk() -> None:
    import hashlib
    import hmac

    signature = hmac.new(b"s3cret", CALLBACK, hashlib.sha256).hexdigest()
    webhooks.Dexchange.verify_hmac(CALLBACK, signature, "s3cret")
    for wrong in ((CALLBACK + b" ", signature, "s3cret"), (CALLBACK, "", "s3cret"), (CALLBACK, signature, "")):
        with pytest.raises((WebhookError, InvalidInput)):
            webhooks.Dexchange.verify_hmac(*wrong)


@pytest.mark.parametrize("make", [webhooks.Senfenico, webhooks.Dexchange])
def test_keys_are_needed_and_never_shown(make: type) -> None:
    for wrong in ((), ("",), (SECRET, "")):
        with pytest.raises(InvalidInput) as caught:
            make(*wrong)
        assert SECRET not in str(caught.value)
    made = make(SECRET)
    assert SECRET not in repr(made) + str(vars(made)) + repr(made._keys if hasattr(made, "_keys") else made._key)


@pytest.mark.parametrize("raw", ["a str", None, 5, [1]])
def test_the_raw_bytes_are_needed(raw: object) -> None:
    with pytest.raises((TypeError, InvalidInput)):
        webhooks.Senfenico(KEY).read(raw, "0" * 64)  # type: ignore[arg-type]
    with pytest.raises((TypeError, InvalidInput)):
        webhooks.Dexchange(SECRET).read(raw, "INV-1", "x")  # type: ignore[arg-type]
