"""The library's own words for what went wrong, in the reader's language."""

from django.utils.translation import get_language
from xaalis import Code


def explained(code: str | None) -> str:
    """For the customer: what happened. Empty without a code."""
    if not code:
        return ""
    code = Code(code)
    return code.description if get_language() == "en" else code.description_fr


def explained_to_staff(code: str | None) -> str:
    """And what the merchant should do next."""
    if not code:
        return ""
    code = Code(code)
    return f"{explained(code)} {code.next_step if get_language() == 'en' else code.next_step_fr}"
