"""The data classes and words: what goes in (`NewCharge`, orders), what comes out, prompts, records."""

from ._data import Items as Items
from ._types import *  # noqa: F403
from ._types import __all__ as __all__
