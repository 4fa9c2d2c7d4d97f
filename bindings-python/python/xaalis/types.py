"""The data classes and words: what goes in (`NewCharge`, orders), what comes out, prompts, records."""

from . import _types
from ._data import Items as Items
from ._types import *  # noqa: F403

__all__ = ["Items"]
__all__ += _types.__all__
