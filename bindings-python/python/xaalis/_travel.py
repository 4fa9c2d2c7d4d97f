"""How exceptions travel: their `args` are plain values as JSON takes them, and what JSON gives back, with a
dict in the place of a data class, makes the same exception again."""

from __future__ import annotations

from ._data import _Data, _Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn


class Plain(dict):  # type: ignore[type-arg]
    """The fields of a data class. It shows none of them: some are personal."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "{…}"


def plain(value: Any) -> Any:
    """The same value as JSON takes it."""
    if isinstance(value, _Data):
        kind = getattr(type(value), "kind", None)
        fields = {field: plain(getattr(value, field)) for field in value._fields}
        return Plain(fields if kind is None else {"kind": kind} | fields)
    if isinstance(value, (tuple, list)):
        return [plain(item) for item in value]
    return str(value) if isinstance(value, _Word) else value


def made(name: str, value: Any) -> Any:
    """The value, or the data class of this name that its fields stand for."""
    if not isinstance(value, dict):
        return value
    from . import _types

    return _made(getattr(_types, name), value)


def _made(kind: Any, value: Any) -> Any:
    from typing import get_args, get_origin, get_type_hints

    if value is None:
        return None
    parts = [part for part in get_args(kind) if part is not type(None)]
    if get_origin(kind) is tuple:
        return tuple([_made(parts[0], item) for item in value])
    if parts:
        # A union: of one class and None, or of classes told apart by their `kind`.
        fitting = [part for part in parts if len(parts) == 1 or part.kind == value.get("kind")]
        if not fitting:
            _refuse(value)
        return _made(fitting[0], value)
    if isinstance(kind, type) and issubclass(kind, _Data):
        hints = get_type_hints(kind)
        # A newer version may have written fields that this one does not know.
        return kind(**{field: _made(hints[field], value[field]) for field in kind._fields if field in value})
    return kind(value) if isinstance(kind, type) and issubclass(kind, _Word) else value


def _refuse(value: Any) -> NoReturn:
    raise TypeError(f"no data of kind {value.get('kind')!r} in this version")
