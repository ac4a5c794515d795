"""The language of a text.

In: text. Out: an ISO 639-1 code. The reader knows English only; `require_english` says so where reading begins.

Longer texts are told by py3langid, a model of 97 languages. Short ones are taken for English as long as their letters
are Latin: below some 20 words the model takes headlines full of foreign names for other languages.
"""

from __future__ import annotations

import re

from communique.errors import NotEnglish
from communique.records import Article

# Fewer words than this are too little evidence against English.
_ENOUGH_WORDS = 20
# Nigerian Pidgin: what the model takes English sentences full of foreign names for.
_ENGLISH_LIKE = frozenset({"pcm"})
# Letters of a code of ISO 639-1.
_CODE = 2
# The start of an article shows its language; in code points.
_SAMPLE = 5_000
# A text is Latin when at least this share of its letters are.
_LATIN_SHARE = 0.5
# No other language has "the"; running English has 3 to 8 of it in a hundred words, and 10 and more of these together.
_COMMON = ("the", "of", "and", "to")
_THE, _COMMON_SHARE = 0.02, 0.07
_LETTER = re.compile(r"[^\W\d_]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")


def detect(text: str) -> str:
    """Return the language of a text as an ISO 639-1 code; "en" for a text without letters."""
    sample = text[:_SAMPLE]
    letters = len(_LETTER.findall(sample))
    latin = len(_LATIN.findall(sample)) >= _LATIN_SHARE * letters
    if not letters or (latin and len(sample.split()) < _ENOUGH_WORDS):
        return "en"
    if latin and _plainly_english(sample):
        return "en"
    # Loaded on first use: the model takes half a second, and a text whose language is given doesn't need it.
    from py3langid import classify, rank  # noqa: PLC0415

    found = str(classify(sample)[0])
    if found in _ENGLISH_LIKE:
        return "en"
    if len(found) == _CODE:
        return found
    # The model knows some languages that ISO 639-1 has no code for (Extremaduran, "ext"): the next likest stands in.
    return next(str(code) for code, _ in rank(sample) if len(code) == _CODE)


def _plainly_english(sample: str) -> bool:
    """Say whether the commonest words are there in an English share; saves the model's half second and its work."""
    words = sample.lower().split()
    shares = {word: words.count(word) / len(words) for word in _COMMON}
    return shares["the"] >= _THE and sum(shares.values()) >= _COMMON_SHARE


def require_english(article: Article) -> None:
    """Refuse an article in another language.

    Raises:
        NotEnglish: the article's language isn't English.
    """
    if article.language != "en":
        raise NotEnglish(f"{article.ref or article.title or 'the text'} is in another language ({article.language})")
