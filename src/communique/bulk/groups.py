"""Groups of what is linked: the components of pairs.

In: pairs of ids. Out: for each id the group that it is in, named by the first of its ids. The order of pairs makes no
difference.
"""

from __future__ import annotations

from collections.abc import Iterable


def grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return for each id of some pairs the least id that it hangs together with."""
    above: dict[str, str] = {}

    def root(ident: str) -> str:
        top = ident
        while (held := above.setdefault(top, top)) != top:
            top = held
        while above[ident] != top:
            above[ident], ident = top, above[ident]
        return top

    for one, other in pairs:
        first, second = sorted((root(one), root(other)))
        above[second] = first
    return {ident: root(ident) for ident in above}
