"""What people's phones, chats and PDFs put around a number, told from Unicode's own categories."""

import unicodedata

#: Invisible marks (format characters that a keyboard, a phone or an editor inserts), and variation selectors.
MARKS = "\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\ufe0e\ufe0f"
#: All that Unicode calls a space, and the tab.
SPACES = "".join(c for c in map(chr, range(0x110000)) if unicodedata.category(c) == "Zs") + "\t"
#: What an editor, a font or a keyboard makes of a hyphen or minus.
DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
#: Punctuation that groups digits.
POINTS = ".·•/()"
#: A zero of every other script that writes decimal numbers.
ZEROS = "".join(c for c in map(chr, range(0x80, 0x110000)) if unicodedata.category(c) == "Nd" and unicodedata.digit(c) == 0)
#: What counts but is no digit of any place: a superscript, a fraction, a circled or Roman number.
NUMERALS = "²½①Ⅷ〇"
OTHER_DIGITS = "digits other than 0 to 9"


def name(c):
    return f"U+{ord(c):04X}"


def pasted(groups):
    """The groups of a number, as they come out of phones and chats, with a word for each."""
    for c in SPACES + DASHES + POINTS:
        yield f"{name(c)} between", c.join(groups)
    for c in MARKS + SPACES:
        yield f"{name(c)} around", f"{c}{''.join(groups)}{c}"
    for c in MARKS:
        yield f"{name(c)} between", c.join(groups)
    plain = " ".join(groups)
    for first, last in ("\u202d\u202c", "\u202a\u202c", "\u2068\u2069", "\u2066\u2069", "\u200e\u200f", "()"):
        yield f"between {name(first)} and {name(last)}", f"{first}{plain}{last}"
    yield "a BOM and a line's end", f"\ufeff{plain}\r\n"
    yield "a line's end around", f"\n{plain}\u2028"
    yield "a part in parentheses", f"({groups[0]}) " + " – ".join(groups[1:])
