"""The library's own words for what went wrong, in the reader's language."""

from django.utils.translation import get_language
from xaalis import Code


def explained(code):
    """What happened and what to do next. Empty without a code."""
    if not code:
        return ""
    code = Code(code)
    if get_language() == "en":
        return f"{code.description} {code.next_step}"
    return f"{code.description_fr} {code.next_step_fr}"
