from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import texts

from communique.errors import BadRecord
from communique.linking.credits import Credit, credit
from communique.linking.duplicates import Kind, Sketch, bands, compare, estimate, sketch
from communique.linking.stories import may_share_story, same_subject
from communique.linking.wording import folded, wording
from communique.records import Article, article_id
from training.wires import Pair, Scores, of_pairs, pairs, through_bands

WIRE = (
    "SKOPJE — North Macedonia will lend Moldova four Mi-24 helicopters for the training of border pilots, Defence "
    "Minister Vesna Trajkova said on Monday.\n"
    "The machines, mothballed at Petrovec since 2011, are to be overhauled in Bucharest at a cost of 31 million euros, "
    "two thirds of which Romania will pay.\n"
    '"A helicopter in a hangar defends nobody but the spiders," Trajkova told reporters at the airfield.\n'
    "Moldova's army has no attack helicopters. Its commander, General Igor Plăcintă, expects the first pair in October "
    "and says that eleven pilots have been chosen.\n"
    "The opposition in Skopje asked why parliament had learned of the loan from a Romanian website.\n"
    "North Macedonia gave Ukraine its tanks and four aircraft in 2022, within months of the Russian invasion."
)
FOLLOW_UP = (
    "Two of the crews that Chișinău picked for a course on borrowed gunships failed the eye test, a newspaper reported "
    "on Thursday, and the course may begin late.\n"
    "Doctors in Iași found the flaw during a routine examination. One of the men has worn lenses for years without "
    "telling anybody, according to a friend of his.\n"
    "The ministry would neither confirm nor deny it. Spokeswoman Doina Rusu said that health was a private matter, "
    "even at three thousand metres, and that substitutes were at hand.\n"
    "North Macedonia gave Ukraine its tanks and four aircraft in 2022, within months of the Russian invasion."
)
ELSEWHERE = (
    "Fishermen in Ghana's Volta region returned to the lake on Friday after a strike of nine days over the price of "
    "premix fuel, which the cooperative cut by a third.\n"
    "Their spokesman, Kofi Agbeko, said that nets would be dry again by Sunday if the promise was not kept."
)

GOLDEN_SIGNATURE = (1010905223, 2971597863, 1185427154, 1832798569)
GOLDEN_BANDS = (3269395608840570184, 198068794350834432, -6645467522099466475)
GOLDEN_SUBJECT = (8482156463602011315, -4202732921204668969)


def article(text: str, *, published: datetime.date | None = None, publisher: str | None = None) -> Article:
    return Article(article_id(text), None, None, None, publisher, (), published, "en", text, "test", ())


# --- the floors ---


@pytest.mark.parametrize("measured", [of_pairs, through_bands], ids=["pairs", "through bands"])
def test_copies_are_told_from_independent_reports_on_topics_kept_aside(
    measured: Callable[[Sequence[Pair]], Scores],
) -> None:
    found = measured(pairs("test"))
    assert found.precision >= 0.97
    assert found.recall >= 0.90


def test_the_set_is_large_enough_and_its_parts_share_no_topic() -> None:
    dev, test = pairs("dev"), pairs("test")
    both = [*dev, *test]
    assert sum(pair.same for pair in both) >= 200
    assert sum(not pair.same for pair in both) >= 200
    assert not {pair.topic for pair in dev} & {pair.topic for pair in test}
    assert len({pair.id for pair in both}) == len(both)
    assert len({frozenset((pair.original, pair.other)) for pair in both}) == len(both)


def test_texts_of_other_topics_that_are_taken_for_copies_count_as_wrong() -> None:
    one = Pair("here/1", WIRE, FOLLOW_UP, same=False, note="")
    other = Pair("there/1", WIRE.replace("\n", " "), ELSEWHERE, same=False, note="")
    assert through_bands([one, other]).wrong == 1


# --- kinds ---


def test_the_same_words_in_other_lines_and_another_spelling_are_exact() -> None:
    other = WIRE.replace("\n", "\n\n").replace("Defence", "Defense").replace("“", '"')
    likeness = compare(WIRE, other)
    assert (likeness.kind, likeness.score, likeness.shared) == (Kind.EXACT, 1.0, 1.0)


def test_a_wire_cut_to_its_first_paragraphs_is_a_near_copy_whatever_is_added_elsewhere() -> None:
    cut = "\n".join(WIRE.split("\n")[:3])
    assert compare(WIRE, cut).kind is Kind.NEAR
    assert compare(f"{ELSEWHERE}\n{WIRE}", cut).kind is Kind.NEAR


def test_the_longest_passage_in_common_is_quoted() -> None:
    reasons = compare(WIRE, f"{ELSEWHERE} Two thirds of the overhaul in Bucharest, {WIRE[-100:-10]}.").reasons
    quoted = next(reason for reason in reasons if "“" in reason)
    assert quoted.partition("“")[2].rstrip("”") in WIRE


def test_a_recast_version_is_a_rewrite_and_says_why() -> None:
    recast = (
        "Four Mi-24 helicopters that have been mothballed at Petrovec since 2011 will be lent to Moldova, Vesna "
        "Trajkova, North Macedonia's defence minister, said on Monday. Border pilots are to train on them.\n"
        'They were defending "nobody but the spiders" in a hangar, she told reporters at the airfield.\n'
        "The overhaul in Bucharest costs 31 million euros, two thirds of which Romania pays. General Igor Plăcintă, "
        "commander of Moldova's army, which has no attack helicopters, expects the first pair in October; eleven "
        "pilots have been chosen. Parliament had learned of the loan from a Romanian website, the opposition said."
    )
    likeness = compare(WIRE, recast)
    assert likeness.kind is Kind.REWRITE
    assert likeness.shared < 0.5
    assert any("names, numbers and rare words" in reason for reason in likeness.reasons)


def test_a_follow_up_with_a_paragraph_of_background_is_no_copy() -> None:
    likeness = compare(WIRE, FOLLOW_UP)
    assert likeness.shared > 0.1
    assert likeness.score < 0.5
    assert likeness.kind is not None
    assert not likeness.kind.copied


def test_two_sentences_on_the_same_fact_are_no_copies_without_words_in_common() -> None:
    one = "A Fijian navy cutter sank off Kadavu on Tuesday, and two sailors are missing, Commander Sitiveni Rabo said."
    other = "Two sailors are missing after a navy cutter's sinking off Kadavu in Fiji, said Sitiveni Rabo, a commander."
    likeness = compare(one, other)
    assert likeness.kind is Kind.STORY
    assert likeness.score < 0.5


def test_the_next_issue_of_a_report_by_a_form_is_no_copy_and_a_corrected_wire_is() -> None:
    form = (
        "The border service counted {} crossings at Medyka on {}, {} of them by lorry. {} drivers waited longer than "
        "{} hours, and {} were turned back for want of papers. Officers found {} packets of cigarettes and {} stolen "
        "cars. The service publishes its figures at seven and asks drivers to use the lanes that are shown."
    )
    monday = form.format(4112, "Monday", 871, 340, 9, 27, 1180, 3)
    assert compare(monday, form.format(3987, "Tuesday", 902, 415, 11, 31, 644, 5)).kind is Kind.STORY
    assert compare(monday, form.format(4112, "Monday", 871, 343, 9, 27, 1180, 4)).kind is Kind.NEAR


def test_a_line_that_stands_in_an_article_is_no_copy_of_it() -> None:
    line = WIRE.split("\n")[4]
    likeness = compare(WIRE, line)
    assert likeness.shared == 1.0
    assert likeness.kind is Kind.STORY


def test_reports_of_different_things_have_nothing_in_common() -> None:
    likeness = compare(WIRE, ELSEWHERE)
    assert (likeness.kind, likeness.shared) == (None, 0.0)


def test_a_story_fades_with_the_days_and_a_copy_does_not() -> None:
    assert compare(WIRE, FOLLOW_UP, days_apart=1).kind is Kind.STORY
    assert compare(WIRE, FOLLOW_UP, days_apart=30).kind is None
    assert compare(WIRE, "\n".join(WIRE.split("\n")[:4]), days_apart=400).kind is Kind.NEAR
    near, far = (same_subject(wording(WIRE), wording(FOLLOW_UP), days) for days in (-2, 5))
    assert near > far > 0


@given(texts, texts)
def test_any_two_texts_compare_the_same_both_ways(one: str, other: str) -> None:
    likeness = compare(one, other)
    assert likeness == compare(other, one)
    assert 0 <= likeness.score <= 1
    assert 0 <= likeness.shared <= 1
    assert 0 <= likeness.subject <= 1 + 1e-9


@given(st.lists(st.sampled_from(WIRE.split()), min_size=1, max_size=60))
def test_a_text_is_an_exact_copy_of_itself(words: list[str]) -> None:
    text = " ".join(words)
    if len(wording(text)):
        assert compare(text, text).kind is Kind.EXACT


# --- words ---


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Defence", "defense"),
        ("organisations", "organizations"),
        ("harbour", "harbor"),
        ("metres", "meters"),
        ("programme", "program"),
        ("travelled", "traveled"),
        ("12,000", "12000"),
        ("Kiev", "Kyiv"),
        ("per cent", "%"),
        ("Plăcintă", "Placinta"),
    ],
)
def test_spellings_of_one_word_are_one(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(("one", "other"), [("12", "13"), ("four", "for"), ("Iran", "Iraq"), ("2.4", "24")])
def test_different_words_stay_apart(one: str, other: str) -> None:
    assert folded(one) != folded(other)


@given(texts)
def test_words_quote_the_text_in_order(text: str) -> None:
    found = wording(text)
    spans = found.spans.tolist()
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert len(found) == len(found.weights) == len(found.sentences) == len(spans)


# --- sketches ---


def test_a_sketch_is_small_and_says_where_the_text_comes_from() -> None:
    text = f"KYIV, March 3 (Reuters) - {WIRE[9:]}"
    found = sketch(article(text, published=datetime.date(2025, 3, 3), publisher="Morning Courier of the Valley"))
    assert (found.agency, found.dateline, found.publisher) == ("Reuters", "KYIV", "Morning Courier of the Valley")
    assert found.published == datetime.date(2025, 3, 3)
    assert found.words == len(wording(text))
    assert len(found.pack()) < 600


@given(texts, st.one_of(st.none(), texts), st.one_of(st.none(), st.dates()))
def test_a_sketch_survives_packing(text: str, publisher: str | None, day: datetime.date | None) -> None:
    found = sketch(article(text, publisher=publisher, published=day))
    packed = found.pack()
    again = Sketch.unpack(packed)
    assert len(packed) < 600
    assert again.pack() == packed
    assert replace(again, publisher=None) == replace(found, publisher=None)
    assert bands(again) == bands(found)


@given(st.binary(max_size=700))
def test_bytes_that_are_no_sketch_are_refused(packed: bytes) -> None:
    with pytest.raises(BadRecord, match="no sketch"):
        Sketch.unpack(b"\x00" + packed)


@given(st.binary(max_size=700))
def test_damaged_bytes_of_the_right_version_never_break_anything_else(packed: bytes) -> None:
    try:
        found = Sketch.unpack(b"\x01" + packed)
    except BadRecord:
        return
    assert bands(found)


@pytest.mark.parametrize("cut", [1, 3, 40, 300])
def test_a_sketch_that_was_cut_short_is_refused(cut: int) -> None:
    with pytest.raises(BadRecord, match="no sketch"):
        Sketch.unpack(sketch(article(WIRE)).pack()[:-cut])


def test_keys_are_the_same_on_every_machine() -> None:
    found = sketch(article(WIRE))
    assert found.signature[:4] == GOLDEN_SIGNATURE
    assert bands(found)[:3] == GOLDEN_BANDS
    assert found.subject[:2] == GOLDEN_SUBJECT


@given(texts)
def test_keys_fit_a_column_of_sqlite(text: str) -> None:
    found = sketch(article(text))
    for keys in (bands(found), found.subject):
        assert len(set(keys)) == len(keys)
        assert all(-(2**63) <= key < 2**63 for key in keys)


def test_copies_meet_by_a_key_and_strangers_do_not() -> None:
    whole, cut, stranger = (sketch(article(text)) for text in (WIRE, WIRE[:400], ELSEWHERE))
    assert set(bands(whole)) & set(bands(cut))
    assert not set(bands(whole)) & set(bands(stranger))
    assert estimate(whole, cut) > 0.5 > estimate(whole, stranger)
    assert estimate(whole, whole) == 1.0


def test_even_a_text_of_three_words_meets_its_exact_copy() -> None:
    one, other = (sketch(article(text)) for text in ("Talks go on.", "Talks  go\non."))
    assert set(bands(one)) & set(bands(other))


def test_reports_of_one_story_meet_by_their_subjects() -> None:
    wire, follow_up, stranger = (sketch(article(text)).subject for text in (WIRE, f"{WIRE[-250:]}", ELSEWHERE))
    assert may_share_story(wire, follow_up)
    assert not may_share_story(wire, stranger)


# --- credits ---


@pytest.mark.parametrize(
    ("text", "agency", "dateline"),
    [
        ("KYIV (Reuters) - Talks began.", "Reuters", "KYIV"),
        ("WASHINGTON, March 3 (AP) — Talks began.", "AP", "WASHINGTON"),
        ("MAIDUGURI, Nigeria — Talks began.", None, "MAIDUGURI, Nigeria"),
        ("Talks began in Bonn. (AFP)", "AFP", None),
        ("Talks began in Bonn. (dpa/Reuters)", "dpa", None),
        ("Talks began in Bonn. — AP", "AP", None),
        ("Talks began.\nReporting by Jane Roe for Reuters; editing by John Doe", "Reuters", None),
        ("The Associated Press reported that talks began.", None, None),
        ("Talks (AP said) began, and then a long paragraph followed. " + "They went on. " * 30, None, None),
        ("Talks began in the US - and the rest is history.", None, None),
    ],
)
def test_a_credit_is_believed_where_credits_stand(text: str, agency: str | None, dateline: str | None) -> None:
    assert credit(text) == Credit(agency, dateline)


def test_byline_and_publisher_are_credits() -> None:
    assert credit("Talks began.", byline=["Jane Roe", "Associated Press"]).agency == "AP"
    assert credit("Talks began.", publisher="Agence France-Presse").agency == "AFP"
    assert credit("Talks began.", byline=["Ap Mendoza"], publisher="The Daily").agency is None
