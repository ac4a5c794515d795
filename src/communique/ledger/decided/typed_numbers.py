"""Numbers as people type them: in digits, with commas between thousands where they like, and a point before decimals.

In: what was typed. Out: the number, or None: "1,5" is no fifteen, and nobody is asked to guess which of both was meant.
"""

from __future__ import annotations

import re

_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
HINT = "Write it in digits, as 13100000000, 13,100,000,000 or 1.5."


def typed_number(said: str) -> float | None:
    """Return a typed number: of "24", "1,200", "1.5", "1e6"; None of anything else."""
    text = said.strip()
    try:
        return float(text.replace(",", "") if _GROUPED.fullmatch(text) else text)
    except ValueError:
        return None
