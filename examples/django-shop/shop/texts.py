"""The library's own words for what went wrong, in the reader's language."""

from django.utils.translation import get_language
from xaalis import Code
from xaalis.django.limits import TooOften


def explained(code: str | None) -> str:
    """For the customer: what happened and what to do. Empty without a code."""
    if not code:
        return ""
    code = Code(code)
    return code.buyer_text if get_language() == "en" else code.buyer_text_fr


def for_the_buyer(error: TooOften) -> str:
    """What was too often, and how long to wait."""
    return error.buyer_text if get_language() == "en" else error.buyer_text_fr


def explained_to_staff(code: str | None) -> str:
    """For the merchant's people: what happened and what to do."""
    if not code:
        return ""
    code = Code(code)
    return code.merchant_text if get_language() == "en" else code.merchant_text_fr
