"""From raw articles to articles: main text, paragraphs, sentences, words.

In: a `RawArticle` of any source. Out: an `Article` whose text is the main text only, with what was dropped and why.
`paragraphs`, `sentences` and `words` give spans in code points into a text.
"""

from __future__ import annotations

from communique.text.build import VERBATIM, build_article
from communique.text.clean import TEXT_VERSION
from communique.text.language import detect, require_english
from communique.text.sentences import paragraphs, sentences
from communique.text.words import words

__all__ = [
    "TEXT_VERSION",
    "VERBATIM",
    "build_article",
    "detect",
    "paragraphs",
    "require_english",
    "sentences",
    "words",
]
