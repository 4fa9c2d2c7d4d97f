"""JWTs by the rules of RFC 7515 and 7519, and as attackers bend them: from the standard library alone."""

import base64
import hashlib
import hmac
import json
import pathlib

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "relay"
GIVEN = json.loads((FOLDER / "claims.json").read_text())
SECRET, KID, CLAIMS = GIVEN["secret"], GIVEN["kid"], GIVEN["claims"]
URL, NOW = CLAIMS["aud"], CLAIMS["iat"]
HEADER = {"alg": "HS256", "typ": "xaalis-pay+jwt", "kid": KID}


def b64(data):
    data = data if isinstance(data, bytes) else data.encode()
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def text(value):
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))


def mac(signed, secret=SECRET, digest=hashlib.sha256):
    return hmac.new(secret.encode(), signed.encode(), digest).digest()


def token(claims=CLAIMS, header=HEADER, secret=SECRET, digest=hashlib.sha256):
    """Objects, or JSON texts as they are."""
    signed = f"{b64(text(header))}.{b64(text(claims))}"
    return f"{signed}.{b64(mac(signed, secret, digest))}"


def but(**changes):
    """The claims with these instead; `None` leaves one out."""
    return {name: value for name, value in (CLAIMS | changes).items() if value is not None}


def twice(name, value):
    return text(CLAIMS)[:-1] + f',"{name}":{json.dumps(value)}}}'


def raw(name, value):
    """A member whose value is written as given."""
    return text(but(**{name: "\0"})).replace('"\\u0000"', value)


def head(**changes):
    return {name: value for name, value in (HEADER | changes).items() if value is not None}


def flipped(token, at):
    other = "A" if token[at] != "A" else "B"
    return token[:at] + other + token[at + 1 :]


def tail(token):
    """The same bytes, their last letter written with a bit that no encoder sets."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return token[:-1] + alphabet[alphabet.index(token[-1]) + 1]


def pin(phone, order=CLAIMS["sub"], secret=SECRET):
    return mac(f"tel:{order}:{phone}", secret).hex()[:32]
