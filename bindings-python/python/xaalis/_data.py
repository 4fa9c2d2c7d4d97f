"""What the printed types are made of: frozen data, and words that may be unknown.

To type checkers and to `dataclasses.fields`, `asdict` and `replace` the data classes are dataclasses.
They are made by a metaclass of twenty lines because `@dataclass` compiles code for each class: for all
of them that would cost the import thirty times as much, and `typing` and `dataclasses` again as much.
Nothing is imported here before it is used.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sys
    from collections.abc import Callable, Iterator
    from inspect import Signature
    from typing import Any, ClassVar, Generic, NoReturn, TypeVar

    from ._types import DialPrompt, EarlierTry, Notice, OtpPrompt, Progress, RedirectPrompt, Unreadable, Words

    if sys.version_info >= (3, 11):
        from typing import Self, dataclass_transform
    else:
        from typing_extensions import Self, dataclass_transform

    _Texts = dict[str, str]
    T = TypeVar("T", covariant=True)
    _W = TypeVar("_W")
else:
    _Texts = dict
    T = None

    def dataclass_transform(**_options: object) -> Callable[[T], T]:
        return lambda cls: cls


@dataclass_transform(frozen_default=True)
class _DataType(type):
    """Makes a class from its annotations: slots, `__match_args__` and defaults."""

    _fields: tuple[str, ...]
    _defaults: dict[str, Any]

    def __new__(mcs, name: str, bases: tuple[type, ...], space: dict[str, Any]) -> _DataType:
        notes: dict[str, str] = space.get("__annotations__", {})
        own = tuple([field for field, note in notes.items() if not note.startswith("ClassVar")])
        fields: tuple[str, ...] = own
        defaults = {field: space.pop(field) for field in own if field in space}
        for base in bases:
            if isinstance(base, _DataType):
                fields = base._fields + fields
                defaults = base._defaults | defaults
        if notes:
            space["__annotations__"] = _Notes(notes)
        space["__slots__"] = own
        space["__match_args__"] = space["_fields"] = fields
        space["_defaults"] = defaults
        return super().__new__(mcs, name, bases, space)

    @property
    def __signature__(cls) -> Signature:
        from inspect import signature

        return signature(_twin(cls))


class _Notes(_Texts):
    """Annotations whose names are there once somebody reads them: `typing.get_type_hints`, FastAPI."""

    def __iter__(self) -> Iterator[str]:
        _import_names()
        return super().__iter__()

    def keys(self) -> Any:
        _import_names()
        return super().keys()

    def items(self) -> Any:
        _import_names()
        return super().items()

    def __getitem__(self, name: str) -> str:
        _import_names()
        return super().__getitem__(name)


def _import_names() -> None:
    """What annotations name, in the modules where they stand."""
    import sys
    import typing
    from decimal import Decimal
    from importlib import import_module

    for module in ("_data", "_types", "_payment"):
        space = vars(import_module(f"xaalis.{module}"))
        for name in ("Any", "ClassVar", "Literal"):
            space.setdefault(name, getattr(typing, name))
        space.setdefault("Decimal", Decimal)
    types = vars(sys.modules["xaalis._types"])
    payment = vars(sys.modules["xaalis._payment"])
    for name in ("Outcome", "Payouts", "Why"):
        payment.setdefault(name, types[name])
    if types["T"] is None:
        types["T"] = vars(sys.modules["xaalis._data"])["T"] = typing.Any


class _AsDataclass:
    """An attribute that `dataclasses` looks for, made on first use."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, data: object, cls: _DataType) -> Any:
        return getattr(_twin(cls), self.name)


class _Data(metaclass=_DataType):
    """Frozen data. Equal when class and fields are; `repr` hides what is personal."""

    if TYPE_CHECKING:
        _fields: ClassVar[tuple[str, ...]]
        _defaults: ClassVar[dict[str, Any]]
    _hidden: ClassVar[tuple[str, ...]] = ()
    if not TYPE_CHECKING:
        __dataclass_fields__ = _AsDataclass("__dataclass_fields__")
        __dataclass_params__ = _AsDataclass("__dataclass_params__")

        def __init__(self, /, *args: Any, **named: Any) -> None:
            fields, defaults = self._fields, self._defaults
            problem = f"takes {len(fields)} arguments, not {len(args)}" if len(args) > len(fields) else ""
            given = dict(zip(fields, args))
            for field in named:
                if field not in fields:
                    problem = problem or f"got an unexpected keyword argument {field!r}"
                elif field in given:
                    problem = problem or f"got multiple values for argument {field!r}"
            given.update(named)
            missing = [field for field in fields if field not in given and field not in defaults]
            if missing and not problem:
                problem = f"missing required arguments: {', '.join(missing)}"
            if problem:
                # Whoever shows this frame would show what is personal.
                del args, named, given
                raise TypeError(_complaint(self, problem))
            for field in fields:
                object.__setattr__(self, field, given[field] if field in given else defaults[field])

    def __repr__(self) -> str:
        shown = []
        for field in self._fields:
            value = getattr(self, field, None)
            if value is not None:
                shown.append(f"{field}={'••••' if field in self._hidden else value!r}")
        return f"{type(self).__qualname__}({', '.join(shown)})"

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return all([getattr(self, field) == getattr(other, field) for field in self._fields])

    def __hash__(self) -> int:
        return hash((type(self), *[getattr(self, field) for field in self._fields]))

    def __setattr__(self, name: str, value: object) -> NoReturn:
        _refuse(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> NoReturn:
        _refuse(f"cannot delete field {name!r}")

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, (type(self), {field: getattr(self, field) for field in self._fields})

    def __replace__(self, /, **changes: Any) -> Self:
        return type(self)(**{field: getattr(self, field) for field in self._fields} | changes)


if TYPE_CHECKING:

    class _DataOf(_Data, Generic[T]):
        """Data about a value of any type."""

else:

    class _DataOf(_Data):
        __class_getitem__ = classmethod(type(list[int]))


class _RecordData(_Data):
    @property
    def earlier(self) -> tuple[EarlierTry, ...]:
        """The tries under this id that came before, the oldest first: those of which nothing reached the
        vendor. Of many the newest ones; their numbers tell how many there were."""
        from ._native import earlier_tries

        return earlier_tries(self)

    @property
    def words(self) -> Words:
        """What it tells of the operation: how it ended, the amount, the payer's masked number. Its kind is
        `operation`. One that cannot be read tells less.

        No seal is looked at, for no key is needed: what decides about money is the end of a resumed operation.
        """
        from ._native import record_words

        return record_words(self)

    @property
    def progress(self) -> Progress | None:
        """How far a bulk payout was when this was written. Of anything else, and of one that cannot be read,
        nothing is told."""
        from ._native import record_progress

        return record_progress(self)

    @property
    def to_show(self) -> OtpPrompt | DialPrompt | RedirectPrompt | None:
        """What the payer has to be shown while the payment waits for him, his own number masked. Of one that ended,
        or of which nobody knows, nothing is told."""
        from ._native import record_to_show

        return record_to_show(self)

    def is_about(self, notice: Notice) -> bool:
        """Is a webhook about it? Of its vendor and mode, naming the vendor's reference or else ours."""
        from ._native import is_about

        return is_about(self, notice)


if TYPE_CHECKING:

    class Items(list[_W]):
        """What of a vendor's list could be read: a list like any other, and the rest beside it."""

        #: The items that could not be read, each with its place in the vendor's list and as it came; they
        #: hide none of the others. Look into them before you conclude that a payment is not there.
        unreadable: tuple[Unreadable, ...]

else:

    class Items(list):
        """What of a vendor's list could be read: a list like any other, and the rest beside it."""

        unreadable = ()


class _UnionType(type):
    """The type of a generic union, for `isinstance` and for annotations."""

    _members: tuple[type, ...]

    def __instancecheck__(cls, value: object) -> bool:
        return isinstance(value, cls._members)

    def __getitem__(cls, _value: object) -> type:
        return cls


def _union(name: str, *members: type) -> type:
    return _UnionType(name, (), {"_members": members, "__slots__": ()})


class _WordType(type):
    """Iterates over the known words."""

    _members: dict[str, Any]

    def __iter__(cls: type[_W]) -> Iterator[_W]:
        return iter(cls._members.values())  # type: ignore[attr-defined]

    def __len__(cls) -> int:
        return len(cls._members)


class _Word(str, metaclass=_WordType):
    """A word of the wire. A known one is a constant of its class; any other is kept as it came."""

    __slots__ = ()
    _members: ClassVar[dict[str, Any]] = {}
    _names: ClassVar[dict[str, str]] = {}
    _folded: ClassVar[dict[str, Any]] = {}

    def __init_subclass__(cls) -> None:
        cls._members, cls._names, cls._folded = {}, {}, {}
        for name, word in list(vars(cls).items()):
            if name.isupper():
                member = str.__new__(cls, word)
                cls._members[word], cls._names[word], cls._folded[word.lower()] = member, name, member
                setattr(cls, name, member)

    def __new__(cls, word: str) -> Self:
        member: Self | None = cls._members.get(word)
        # As core knows it: in any case, with any space around.
        if member is None and (bare := str(word).strip()).isascii():
            member = cls._folded.get(bare.lower())
        return str.__new__(cls, word) if member is None else member

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: Any) -> Any:
        """To pydantic, and so to FastAPI, a word is a text."""
        from importlib import import_module

        schema: Any = import_module("pydantic_core.core_schema")
        as_text = schema.plain_serializer_function_ser_schema(str, return_schema=schema.str_schema())
        return schema.no_info_after_validator_function(cls, schema.str_schema(), serialization=as_text)

    @property
    def known(self) -> bool:
        """False for a word that this version does not know."""
        return self in self._members

    def __repr__(self) -> str:
        name = self._names.get(self)
        cls = type(self).__qualname__
        return f"{cls}({str.__repr__(self)})" if name is None else f"{cls}.{name}"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (str(self),)


class _CodeWord(_Word):
    """An error code, with its texts."""

    __slots__ = ()

    @property
    def description(self) -> str:
        """What happened, in English: the vendor's own text where the docs have one."""
        return self._texts()[0]

    @property
    def description_fr(self) -> str:
        """What happened, in French: the vendor's own text where the docs have one."""
        return self._texts()[1]

    @property
    def buyer_text(self) -> str:
        """For who pays, in English: what happened and what to do, without a word from inside."""
        return self._told()[0]

    @property
    def buyer_text_fr(self) -> str:
        """The same in French."""
        return self._told()[1]

    @property
    def merchant_text(self) -> str:
        """For the shop and its operator, in English: what happened and what to do."""
        return self._told()[2]

    @property
    def merchant_text_fr(self) -> str:
        """The same in French."""
        return self._told()[3]

    @property
    def next_step(self) -> str:
        """What to do next, in English, in one sentence."""
        return self._texts()[2]

    @property
    def next_step_fr(self) -> str:
        """What to do next, in French, in one sentence."""
        return self._texts()[3]

    def _told(self) -> tuple[str, str, str, str]:
        from importlib import import_module

        told: tuple[str, str, str, str] = import_module("xaalis._native").error_texts("refused", {"code": str(self)})
        return told

    def _texts(self) -> tuple[str, str, str, str]:
        from importlib import import_module

        texts: tuple[str, str, str, str] = import_module("xaalis._native").code_texts(str(self))
        return texts


def _known(word: str) -> Any:
    """A known word; `_Word` makes the constant of it."""
    return word


_twins: dict[type, Any] = {}


def _twin(cls: _DataType) -> Any:
    """A real dataclass of the same fields."""
    if cls not in _twins:
        from dataclasses import field, make_dataclass

        notes: dict[str, str] = {}
        for base in reversed(cls.__mro__):
            notes.update(vars(base).get("__annotations__", {}))
        fields: list[Any] = []
        for name in cls._fields:
            default = {"default": cls._defaults[name]} if name in cls._defaults else {}
            fields.append((name, notes.get(name, "Any"), field(**default)))
        _twins[cls] = make_dataclass(cls.__name__, fields, repr=False, frozen=True)
    return _twins[cls]


def _restore(cls: type[_Data], fields: dict[str, Any]) -> _Data:
    return cls(**fields)


def _complaint(data: object, problem: str) -> str:
    return f"{type(data).__qualname__}() {problem}"


def _refuse(problem: str) -> NoReturn:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(problem)
