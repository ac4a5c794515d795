"""What leads to a name: its titles, articles and the like, and the word before them."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from communique.reading.frame import Frame


def before(
    frame: Frame, first: int, titles: AbstractSet[int], leading: AbstractSet[str], most: int | None = None
) -> int:
    """Return the word before what leads to a word, -1 where nothing is.

    Args:
        frame: the article.
        first: the word led to, such as the first one of a mention.
        titles: the words of its titles (`Frame.title_words`).
        leading: what else leads to it, such as articles and adjectives.
        most: words that are passed over at most.
    """
    at = first - 1
    least = -1 if most is None else max(-1, at - most)
    while at > least and (at in titles or frame.word(at) in leading):
        at -= 1
    return at
