"""The form in which place names are compared: no accents, no case, no hyphens, "St" for "Saint".

It is used when the gazetteer is built and when it is asked, and imports nothing of ours, because the build runs before
the package is there.
"""

import re
import unicodedata
from hashlib import blake2b
from typing import Final

_LETTERS: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "\u0131": "i", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d"}
)
_DROPPED: Final = re.compile(r"['’‘`\u02bb\u02bc.]")
_BETWEEN: Final = re.compile(r"[\s\-\u2010\u2011–_/]+")
_SHORT: Final = (
    (re.compile(r"\bsaint\b"), "st"),
    (re.compile(r"\bsainte\b"), "ste"),
    (re.compile(r"\bmount\b"), "mt"),
    (re.compile(r"\bfort\b"), "ft"),
)


def folded(name: str) -> str:
    """Return a name in the form for comparison; empty where nothing is left of it."""
    low = name.casefold()
    if not low.isascii():
        low = "".join(each for each in unicodedata.normalize("NFKD", low) if not unicodedata.combining(each))
        low = low.translate(_LETTERS)
    low = _BETWEEN.sub(" ", _DROPPED.sub("", low)).strip()
    for pattern, short in _SHORT:
        low = pattern.sub(short, low)
    return low.removeprefix("the ")


def key(name: str) -> int:
    """Return the number under which a name stands in the gazetteer's index: 64 bits of BLAKE2b of its folded form."""
    return int.from_bytes(blake2b(folded(name).encode(), digest_size=8).digest(), "little")
