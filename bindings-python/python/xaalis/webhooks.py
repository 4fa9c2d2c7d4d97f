"""Webhooks and callbacks: verified, then read. A webhook is a hint, never proof: hand the notice to the
payment (`payment.notify(notice)`), which asks the vendor.

Give the functions the raw bytes (`request.body` in Django, never `request.POST` or parsed JSON): a body
that was parsed and written again hashes differently.
"""

from __future__ import annotations

from . import _given, _log, _native
from .errors import WebhookError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._types import Notice

__all__ = ["Dexchange", "Senfenico"]


class Senfenico:
    """Senfenico's webhooks: a hash of body and webhook key in the header `X-Webhook-Hash`.

    The scheme is that of both official SDKs; the vendor's page names none. It signs no time, so an old
    webhook verifies for ever: skip those whose `Notice.dedupe` you have seen. Answer 200 after storing,
    or it is sent again for up to an hour.
    """

    #: The header that carries the hash.
    HEADER = "X-Webhook-Hash"

    def __init__(self, *keys: str) -> None:
        """The webhook keys of the dashboard: one, or several while one replaces another."""
        given = _given.Hidden(keys)
        del keys
        self._keys = _native.WebhookKeys(_given.texts("keys", given, "webhook keys, each a str"))

    def read(self, raw: bytes, signature: str | bytes | None) -> Notice:
        """Verifies a webhook and reads it.

        signature: What the header said; `None` when it was missing.

        Raises `WebhookError`: answer 400 and look at your keys.
        """
        body = _given.Hidden(raw)
        del raw
        if signature is not None:
            _given.instance("signature", signature, HEARD, "a str: what the header said; None when it was missing")
        try:
            return self._keys.read(_given.raw("raw", body.value), _heard(signature or ""))
        except WebhookError as error:
            _log.refused("Senfenico", error)
            raise

    @staticmethod
    def sign(raw: bytes, key: str) -> str:
        """The hash Senfenico would send: for your tests."""
        hidden, body = _given.Hidden(key), _given.Hidden(raw)
        del key, raw
        return _native.WebhookKeys.sign(_given.raw("raw", body.value), _given.text("key", hidden.value))

    def __repr__(self) -> str:
        return "<webhooks.Senfenico keys='***'>"


class Dexchange:
    """DEXCHANGE's callbacks, which are not signed: each payment gets an address that only they know."""

    def __init__(self, *secrets: str) -> None:
        """Your own random secret of at least 16 characters; several while one replaces another."""
        given = _given.Hidden(secrets)
        del secrets
        self._key = _native.CallbackKey(_given.texts("secrets", given, "secrets, each a str"))

    def callback_url(self, base: str, external_transaction_id: str) -> str:
        """The `callback_url` of one payment: `{base}/{external_transaction_id}/{token}`."""
        ours = _given.text("external_transaction_id", external_transaction_id)
        return self._key.callback_url(_given.text("base", base), ours)

    def custom_data(
        self, external_transaction_id: str, service: str, customer: str, amount: int | None = None
    ) -> str:
        """The `custom_data` of one payment, which the callback echoes: a second proof."""
        meter = _given.Hidden(customer)
        del customer
        ours = _given.text("external_transaction_id", external_transaction_id)
        amount = None if amount is None else _given.whole("amount", amount, "whole francs (XOF), an int")
        return self._key.custom_data(
            ours, _given.text("service", service), _given.text("customer", meter.value), amount
        )

    def read(self, raw: bytes, external_transaction_id: str | bytes, token: str | bytes) -> Notice:
        """Checks the two parts of the address, then reads the callback.

        Raises `WebhookError`.
        """
        body, proof = _given.Hidden(raw), _given.Hidden(token)
        del raw, token
        allowed = "a str: a part of the address that was called"
        _given.instance("external_transaction_id", external_transaction_id, HEARD, allowed)
        _given.instance("token", proof.value, HEARD, allowed)
        ours = _heard(external_transaction_id)
        try:
            return self._key.read(_given.raw("raw", body.value), ours, _heard(proof.value))
        except WebhookError as error:
            _log.refused("DEXCHANGE", error)
            raise

    @staticmethod
    def verify_hmac(raw: bytes, signature: str | bytes, secret: str) -> None:
        """The HMAC of DEXCHANGE's JavaScript SDK, hex: an addition to the token, never in its place.

        Raises `WebhookError` when it does not fit.
        """
        hidden, body = _given.Hidden(secret), _given.Hidden(raw)
        del secret, raw
        _given.instance("signature", signature, HEARD, "a str: what the header said")
        _native.CallbackKey.verify_hmac(
            _given.raw("raw", body.value), _heard(signature), _given.text("secret", hidden.value)
        )

    def __repr__(self) -> str:
        return "<webhooks.Dexchange secrets='***'>"


#: What frameworks make of headers and addresses: ASGI leaves them as bytes.
HEARD = (str, bytes)


def _heard(text: str | bytes) -> str:
    """What a stranger sent: no valid Unicode is no reason to fail."""
    if isinstance(text, bytes):
        return text.decode(errors="replace")
    return text if text.isascii() else text.encode(errors="replace").decode()
