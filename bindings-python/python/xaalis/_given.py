"""What callers hand in, checked for its kind before anything happens: whoever gives the wrong one is told
which argument it was and what is expected there."""

from __future__ import annotations

from _collections_abc import Iterable

from .errors import InvalidInput

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Generic, NoReturn, TypeVar

    _T = TypeVar("_T")

    class _Of(Generic[_T]):
        __slots__ = ()
else:
    _T = None

    class _Of:
        __slots__ = ()
        __class_getitem__ = classmethod(type(list[int]))


NUMBERS = (int, float)
#: Farther than this is no moment: an int may be longer than any float.
FARTHEST = 1e15


class Hidden(_Of[_T]):
    """A secret, or what is personal, on its way to native code.

    Error trackers show the local variables of every frame, and look into dicts and lists: from the first
    frame of ours on, a key, a code or a phone is in one of these, and its own name is deleted.
    """

    __slots__ = ("value",)

    def __init__(self, value: _T) -> None:
        self.value = value

    def __repr__(self) -> str:
        return "'***'"

    def __reduce__(self) -> NoReturn:
        raise TypeError("what is hidden is not pickled")


def bare(error: BaseException) -> BaseException:
    """The same exception without the frames below: a database's hold the rows that it was given."""
    one: BaseException | None = error
    while one is not None:
        one.__traceback__ = None
        one = one.__cause__ or one.__context__
    return error


def wrong(field: str, value: object, allowed: str) -> NoReturn:
    """Refuses an argument of the wrong kind; the value itself may be a secret."""
    problem = _a(value)
    del value
    raise InvalidInput(field, problem, allowed)


def text(field: str, value: Any, allowed: str = "a str") -> str:
    hidden = Hidden(value)
    del value
    if not isinstance(hidden.value, str):
        wrong(field, hidden.value, allowed)
    if not _is_unicode(hidden):
        raise InvalidInput(field, "not valid Unicode", allowed)
    return hidden.value


def texts(field: str, given: Hidden[Any], allowed: str) -> list[str]:
    # By their places: the frame of a comprehension shows what it is at.
    return [text(field, given.value[place], allowed) for place in range(len(given.value))]


def raw(field: str, value: Any) -> bytes:
    hidden = Hidden(value)
    del value
    if not isinstance(hidden.value, (bytes, bytearray, memoryview)):
        wrong(field, hidden.value, "the bytes as they came (`request.body` in Django), not text or parsed JSON")
    return bytes(hidden.value)


def whole(field: str, value: Any, allowed: str = "an int") -> int:
    hidden = Hidden(value)
    del value
    if isinstance(hidden.value, bool) or not isinstance(hidden.value, int):
        wrong(field, hidden.value, allowed)
    if not -(2**63) <= hidden.value < 2**63:
        raise InvalidInput(field, "out of range", allowed)
    return hidden.value


def flag(field: str, value: Any) -> bool:
    instance(field, value, bool, "True or False")
    return bool(value)


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


def items(given: object) -> object:
    """All of them at once; what is no list of any kind is refused with the other fields."""
    return [*given] if isinstance(given, Iterable) else given


def run(on_prompt: Any, timeout: Any, on_progress: Any = None) -> None:
    """The arguments of a flow."""
    if on_progress is not None and not callable(on_progress):
        wrong("on_progress", on_progress, "a function that is told a Progress")
    if on_prompt is not None and not callable(on_prompt):
        wrong("on_prompt", on_prompt, "a function of a prompt that returns the answer")
    if timeout is not None:
        seconds("timeout", timeout, "seconds, an int or a float; None for as long as it takes")


def instance(field: str, value: Any, kind: type | tuple[type, ...], allowed: str) -> None:
    hidden = Hidden(value)
    del value
    if not isinstance(hidden.value, kind):
        wrong(field, hidden.value, allowed)


def _is_unicode(given: Hidden[str]) -> bool:
    if given.value.isascii():
        return True
    try:
        given.value.encode()
    except UnicodeEncodeError:
        return False
    return True


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
