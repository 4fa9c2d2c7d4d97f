"""What callers hand in, checked for its kind before anything happens: whoever gives the wrong one is told
which argument it was and what is expected there."""

from __future__ import annotations

from .errors import InvalidInput

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn

NUMBERS = (int, float)
#: Farther than this is no moment: an int may be longer than any float.
FARTHEST = 1e15


def wrong(field: str, value: object, allowed: str) -> NoReturn:
    """Refuses an argument of the wrong kind; the value itself may be a secret."""
    raise InvalidInput(field, _a(value), allowed)


def text(field: str, value: Any, allowed: str = "a str") -> str:
    if not isinstance(value, str):
        wrong(field, value, allowed)
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            raise InvalidInput(field, "not valid Unicode", allowed) from None
    return value


def raw(field: str, value: Any) -> bytes:
    if not isinstance(value, (bytes, bytearray, memoryview)):
        wrong(field, value, "the bytes as they came (`request.body` in Django), not text or parsed JSON")
    return bytes(value)


def whole(field: str, value: Any, allowed: str = "an int") -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        wrong(field, value, allowed)
    if not -(2**63) <= value < 2**63:
        raise InvalidInput(field, "out of range", allowed)
    return value


def flag(field: str, value: Any) -> bool:
    if not isinstance(value, bool):
        wrong(field, value, "True or False")
    return value


def seconds(
    field: str, value: Any, allowed: str = "seconds, an int or a float", *, endless: bool = True
) -> None:
    """Any number, negative ones too, for a rest may be computed; but no comparison ever ends with a NaN."""
    if isinstance(value, bool) or not isinstance(value, NUMBERS):
        wrong(field, value, allowed)
    if value != value:
        raise InvalidInput(field, "NaN, not a number", allowed)
    if abs(value) > FARTHEST and not (endless and isinstance(value, float)):
        raise InvalidInput(field, "out of range", allowed)


def run(on_prompt: Any, timeout: Any) -> None:
    """The arguments of a flow."""
    if on_prompt is not None and not callable(on_prompt):
        wrong("on_prompt", on_prompt, "a function of a prompt that returns the answer")
    if timeout is not None:
        seconds("timeout", timeout, "seconds, an int or a float; None for as long as it takes")


def instance(field: str, value: Any, kind: type, allowed: str) -> None:
    if not isinstance(value, kind):
        wrong(field, value, allowed)


def names(vendor: Any, mode: Any, reference: Any, our_reference: Any) -> list[tuple[str, str]]:
    """The columns in which a journal looks for a webhook's payment, each with what is looked for."""
    text("vendor", vendor)
    text("mode", mode)
    given = [("reference", reference), ("our_reference", our_reference)]
    return [(field, text(field, name, "a str, or None")) for field, name in given if name is not None]


def _a(value: object) -> str:
    if value is None:
        return "None"
    name = type(value).__name__
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"
