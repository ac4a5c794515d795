"""Words: what is one word and what is split, and that they lose nothing."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.text import sentences, words
from communique.text.sentences import _remembered
from communique.text.words import _whole

NEWSLIKE = st.text(alphabet="aAbB1 .,'’‘\n-–/$€%\"“”()U.S.n't?!…\u00a0\u200b\u0301\u00adGen")


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in words(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rained, twice.", "It|rained|,|twice|."),
        ("Petrenko's and Petrenko’s and Petrenko‘s", "Petrenko|'s|and|Petrenko|’s|and|Petrenko|‘s"),
        ("the troops’ camp", "the|troops|’|camp"),
        ("didn’t can't WON'T", "did|n’t|ca|n't|WO|N'T"),
        ("they’ve, I'm, we’ll", "they|’ve|,|I|'m|,|we|’ll"),
        ("O’Hara and Sana'a", "O’Hara|and|Sana'a"),
        ("the U.S. and U.N.-backed", "the|U.S.|and|U.N.|-|backed"),
        ("Lt. Gen. J. K. Moe", "Lt.|Gen.|J.|K.|Moe"),
        ("No. 10, but no. It", "No.|10|,|but|no|.|It"),
        ("at 7:30p.m. on Sept. 5", "at|7:30|p.m.|on|Sept.|5"),
        ("$13.1 €500m 1,200 10.5%", "$|13.1|€|500m|1,200|10.5|%"),
        ("US$3bn, £2", "US|$|3bn|,|£|2"),
        ("Soviet-era pro-Russian", "Soviet|-|era|pro|-|Russian"),
        ("9/11 — and/or", "9|/|11|—|and|/|or"),
        ("the end.The next", "the|end|.|The|next"),
        ("wait... what?!", "wait|...|what|?|!"),
        ("(AP) [sic]", "(|AP|)|[|sic|]"),
        (
            "see www.example.org/a?b=c, or jane.roe@example.org.",
            "see|www.example.org/a?b=c|,|or|jane.roe@example.org|.",
        ),
        ("``Go,'' he said", "``|Go|,|''|he|said"),
    ],
)
def test_words_are_cut_like_this(text: str, expected: str) -> None:
    assert cut(text) == expected.split("|")


def test_a_stretch_gives_offsets_into_the_whole_text() -> None:
    text = "One two. Three four."
    assert words(text, 9, 14) == [(9, 14)]
    assert words(text, 9) == [(9, 14), (15, 19), (19, 20)]


@given(st.one_of(st.text(), NEWSLIKE))
def test_every_character_but_white_space_is_in_exactly_one_word(text: str) -> None:
    spans = words(text)
    assert "".join(text[start:end] for start, end in spans) == "".join(text.split())
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert all(start < end and not any(map(str.isspace, text[start:end])) for start, end in spans)


@pytest.mark.parametrize("piece", ["a", "a-", "a.", "1.", "a@", "'", "-", "n't", "U.S", "http://"])
def test_hostile_text_takes_no_longer_than_other_text(piece: str) -> None:
    start = time.perf_counter()
    words(piece * 50_000)
    assert time.perf_counter() - start < 5


def test_a_text_is_cut_once_and_whoever_changes_the_answer_changes_only_his_own() -> None:
    text = "The bridge at Lissa was closed. Nobody was hurt, he said."
    found, stretches = words(text), sentences(text)
    before = [each.cache_info().hits for each in (_whole, _remembered)]
    found.clear()
    stretches.clear()
    assert [text[start:end] for start, end in words(text)][:2] == ["The", "bridge"]
    assert sentences(text) == [(0, 31), (32, 57)]
    after = [each.cache_info().hits for each in (_whole, _remembered)]
    assert [now - then for now, then in zip(after, before, strict=True)] == [1, 1]


def test_a_long_text_is_cut_like_a_short_one_and_not_remembered() -> None:
    text = "The bridge at Lissa was closed. " * 2_000
    size = _whole.cache_info().currsize
    assert words(text)[:7] == words(text[:32])
    assert sentences(text)[:1] == sentences(text[:32])
    assert _whole.cache_info().currsize <= size + 1
