"""Quotation marks: the signs, by what they do; the rules in which they stand are those of the modules that use them."""

from typing import Final

OPENING: Final = "“„«"
"""Signs that only open a quotation."""
CLOSING: Final = "”»"
"""Signs that only close one."""
STRAIGHT: Final = '"'
"""The sign that does either."""
OPENS: Final = f"{STRAIGHT}{OPENING}"
CLOSES: Final = f"{STRAIGHT}{CLOSING}"
MARKS: Final = frozenset(f"{STRAIGHT}{OPENING}{CLOSING}")
"""All double quotation marks."""
