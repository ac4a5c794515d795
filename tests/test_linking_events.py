"""The same event across articles: what may be one event, what never is, and that order and packing change nothing."""

import datetime
from dataclasses import replace
from pathlib import Path

import demo
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.linking.actors import last_name
from communique.linking.event_features import features, paired, side
from communique.linking.event_rules import LATE, barrier
from communique.linking.event_told import Count, Told, tell
from communique.linking.event_vectors import SIZE, projection
from communique.linking.event_words import is_another, sentence_terms, stem, story_terms, term
from communique.linking.events import Alike, Comparison, _average, blocks, choose, cluster, compare, place, unbarred
from communique.parts import Span
from communique.records import Actor
from communique.vocabulary import ActorKind

DAY = datetime.date(2024, 3, 5)


def terms(text: str) -> tuple[int, ...]:
    return story_terms(stem(each) for each in text.split())


def told(ident: str, article: str, **changes: object) -> Told:
    """The shelling of Ostrava's bridge, as one article tells it, with changes."""
    plain = Told(
        id=ident, article=article, type="ASSAULT", mode="aerial", status="actual",
        actors=frozenset({"state:RUS"}), recipients=frozenset({"state:UKR"}),
        actor_countries=frozenset({"RUS"}), recipient_countries=frozenset({"UKR"}),
        start=DAY, end=DAY, precision="day", published=DAY, word="shelled", trigger=stem("shelled"),
        sentence=terms("Russian guns shelled the bridge at Verkhova killing four workers"),
        story=terms("Russian guns shelled the bridge at Verkhova killing four workers bridge Verkhova crossing repair"),
    )  # fmt: skip
    return replace(plain, **changes)  # type: ignore[arg-type]


def other(ident: str, article: str) -> Told:
    """Talks about grain, a month later."""
    return told(
        ident, article, type="CONSULT", mode="", start=None, end=None, precision="", word="met", trigger=stem("met"),
        published=DAY + datetime.timedelta(30), sentence=terms("ministers met in Istanbul over grain shipments"),
        story=terms("ministers grain shipments Istanbul corridor harvest insurance"),
    )  # fmt: skip


def test_two_reports_of_one_event_are_likely_one_and_say_why() -> None:
    found = compare(told("a", "1"), told("b", "2", word="shelling"))
    assert found.probability > 0.8
    assert {"same type ASSAULT", "both name RUS and UKR", "same day", "triggers shelled / shelling"} <= set(
        found.reasons
    )


@pytest.mark.parametrize(
    ("days", "said"),
    [(0, "published on the same day"), (1, "published 1 day apart"), (2, "published 2 days apart")],
)
def test_how_far_apart_reports_came_out_is_told(days: int, said: str) -> None:
    later = told("b", "2", published=DAY + datetime.timedelta(days))
    assert said in compare(told("a", "1"), later).reasons


def test_another_event_is_unlikely() -> None:
    assert compare(told("a", "1"), other("b", "2")).probability < 0.1


NEXT_WEEK = DAY + datetime.timedelta(7)
ENEMIES = {
    "negated": {"status": "negated"},
    "a plan without a date": {"status": "planned", "start": None, "end": None, "precision": ""},
    "a plan for another day": {"status": "planned", "start": NEXT_WEEK, "end": NEXT_WEEK},
    "background of another day": {"status": "historical", "start": DAY.replace(2014), "end": DAY.replace(2014)},
    "background without a date": {"status": "historical", "start": None, "end": None, "precision": ""},
    "another day": {"start": NEXT_WEEK, "end": NEXT_WEEK},
    "the sides turned round": {
        "actors": frozenset({"state:UKR"}), "recipients": frozenset({"state:RUS"}),
        "actor_countries": frozenset({"UKR"}), "recipient_countries": frozenset({"RUS"}),
    },
    "others altogether": {
        "actors": frozenset({"state:ISR"}), "recipients": frozenset({"state:SYR"}),
        "actor_countries": frozenset({"ISR"}), "recipient_countries": frozenset({"SYR"}),
    },
    "friendly": {"type": "AID"},
    "reported weeks later, undated": {
        "start": None, "end": None, "precision": "", "published": DAY + datetime.timedelta(LATE + 1),
    },
}  # fmt: skip


@pytest.mark.parametrize("changes", ENEMIES.values(), ids=ENEMIES.keys())
def test_what_never_is_one_event(changes: dict[str, object]) -> None:
    a, b = told("a", "1"), told("b", "2", **changes)
    assert barrier(a, b)
    assert barrier(a, b) == barrier(b, a)
    found = compare(a, b)
    assert found.probability == 0
    assert found.reasons == (barrier(a, b),)
    assert cluster([a, b]) == [[0], [1]]
    assert place(b, [("known", [a])]) is None
    # A third report that is like both never brings them together.
    assert all(not {0, 1} <= set(group) for group in cluster([a, b, told("c", "3")]))


FRIENDS = {
    "the plan for that day": {"status": "planned"},
    "told the day after": {"start": DAY + datetime.timedelta(1), "end": DAY + datetime.timedelta(1)},
    "in that month": {"start": DAY.replace(day=1), "end": DAY.replace(day=31), "precision": "month"},
    "the recipient untold": {"recipients": frozenset(), "recipient_countries": frozenset()},
}  # fmt: skip


@pytest.mark.parametrize("changes", FRIENDS.values(), ids=FRIENDS.keys())
def test_what_may_be_one_event(changes: dict[str, object]) -> None:
    a, b = told("a", "1"), told("b", "2", **changes)
    assert barrier(a, b) is None
    assert cluster([a, b]) == [[0, 1]]


@pytest.mark.parametrize(
    ("mine", "theirs", "barred"),
    [
        ("person::oleh koval", "person::petro hnat", True),
        ("person::oleh koval", "group::two engineers@2", False),
        ("group::two engineers@1", "group::night watchmen@2", False),
    ],
)
def test_who_is_not_named_may_be_anybody(mine: str, theirs: str, barred: bool) -> None:  # noqa: FBT001
    """Of two reports one names whom the other only describes: neither tells that it was somebody else."""
    a, b = (
        told(
            ident, ident, actors=frozenset({f"person::{by}"}), actor_countries=frozenset(),
            recipients=frozenset({whom}), recipient_countries=frozenset(),
        )
        for ident, by, whom in (("1", "ivan lys", mine), ("2", "marta dub", theirs))
    )  # fmt: skip
    assert (barrier(a, b) is not None) == barred


def test_hosts_and_guests_of_a_meeting_may_change_places() -> None:
    a = told("a", "1", type="CONSULT", word="met", trigger=stem("met"))
    b = replace(
        a, id="b", article="2", actors=a.recipients, recipients=a.actors,
        actor_countries=a.recipient_countries, recipient_countries=a.actor_countries,
    )  # fmt: skip
    assert barrier(a, b) is None
    assert set(blocks(a)) & set(blocks(b))


def test_towns_far_apart_are_two_events() -> None:
    here = {"place": "Kharkiv", "latitude": 49.99, "longitude": 36.23, "exact": True}
    there = {"place": "Odesa", "latitude": 46.48, "longitude": 30.73, "exact": True}
    assert barrier(told("a", "1", **here), told("b", "2", **there)) == "the places are far apart"
    assert barrier(told("a", "1", **here), told("b", "2", **here)) is None


def test_a_new_report_joins_the_event_it_tells_of() -> None:
    known = [("talks", [other("t", "9")]), ("shelling", [told("a", "1"), told("b", "2", word="shelling")])]
    found = place(told("c", "3"), known)
    assert found is not None
    ident, comparison = found
    assert ident == "shelling"
    assert isinstance(comparison, Comparison)
    assert "same type ASSAULT" in comparison.reasons
    assert place(other("d", "4"), known[1:]) is None
    assert place(told("c", "3"), []) is None


def test_one_article_needs_more_to_tell_an_event_twice() -> None:
    """A second strike that shares type and sides, but no word, joins across articles; within one it stays alone."""
    changes = {"word": "hit", "trigger": stem("hit"), "sentence": terms("a depot burned after jets hit it")}
    first, across, within = told("a", "1"), told("b", "2", **changes), told("b", "1", **changes)
    assert cluster([first, across]) == [[0, 1]]
    assert cluster([first, within]) == [[0], [1]]
    assert place(across, [("x", [first])]) is not None
    assert place(within, [("x", [first])]) is None


def test_no_likeness_brings_together_what_a_rule_bars() -> None:
    """Of two words without type or sides the rules are not asked at first; their neighbours may still bind them."""
    bare = {"type": "", "actors": frozenset(), "actor_countries": frozenset()}
    tolds = [told("a", "1", **bare), told("b", "2", **bare), told("c", "3", status="negated", **bare)]
    alike = np.array([[-np.inf, 0.9, 0.8], [0.9, -np.inf, 0.8], [0.8, 0.8, -np.inf]])
    assert _average(alike, 0.5, tolds) == [[0, 1], [2]]


TEXTS = ("shelled", "bombed", "met", "strike", "visited", "protest")
TOLDS = st.builds(
    told,
    ident=st.text(max_size=6),
    article=st.sampled_from("12345"),
    type=st.sampled_from(("ASSAULT", "CONSULT", "AID", "")),
    status=st.sampled_from(("actual", "planned", "negated", "historical", "")),
    published=st.sampled_from((None, DAY, DAY + datetime.timedelta(2), DAY + datetime.timedelta(20))),
    trigger=st.sampled_from([stem(each) for each in TEXTS]),
    sentence=st.lists(st.integers(0, 65535), max_size=14, unique=True).map(tuple),
    actor_countries=st.sets(st.sampled_from(("RUS", "UKR", "FRA")), max_size=2).map(frozenset),
    place=st.text(max_size=300),
    latitude=st.none() | st.sampled_from((12.5, -3.25)),
    vector=st.none() | st.binary(min_size=SIZE, max_size=SIZE).map(lambda each: bytes((projection().mark,)) + each),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(TOLDS, max_size=9), st.randoms(use_true_random=False))
def test_clusters_hold_everything_once_in_whatever_order_it_comes(tolds: list[Told], chance: object) -> None:
    found = cluster(tolds)
    assert sorted(each for group in found for each in group) == list(range(len(tolds)))
    for group in found:
        assert not any(barrier(tolds[a], tolds[b]) for a in group for b in group if a < b)
    order = list(range(len(tolds)))
    chance.shuffle(order)  # type: ignore[attr-defined]
    again = cluster([tolds[each] for each in order])
    as_told = sorted(sorted(repr(tolds[each].to_bytes()) for each in group) for group in found)
    assert as_told == sorted(sorted(repr(tolds[order[each]].to_bytes()) for each in group) for group in again)


@settings(max_examples=100, deadline=None)
@given(TOLDS, TOLDS)
def test_a_comparison_is_the_same_both_ways(a: Told, b: Told) -> None:
    assert compare(a, b) == compare(replace(a), replace(b))
    assert compare(a, b).probability == compare(b, a).probability
    assert 0 <= compare(a, b).probability <= 1
    assert compare(a, b).reasons


@settings(max_examples=150, deadline=None)
@given(TOLDS)
def test_packing_loses_nothing_and_damage_is_told(given_told: Told) -> None:
    packed = given_told.to_bytes()
    assert Told.from_bytes(packed) == given_told
    with pytest.raises(ValueError, match=r"cut off|layout"):
        Told.from_bytes(packed[:-1])
    with pytest.raises(ValueError, match="layout"):
        Told.from_bytes(b"\xf0" + packed[1:])


def test_a_full_told_is_small() -> None:
    full = told(
        "0123456789abcdef:e12", "0123456789abcdef", place="Verkhova", latitude=49.9, longitude=36.2, exact=True,
        vector=bytes(SIZE + 1), sentence=tuple(range(14)), story=tuple(range(24)),
        actors=frozenset({"wikidata:Q159", "organization:RUS:black sea fleet"}),
    )  # fmt: skip
    assert len(full.to_bytes()) < 400


def test_tellings_of_one_event_share_a_block_and_blocks_are_few() -> None:
    late = told("b", "2", start=None, end=None, precision="", published=DAY + datetime.timedelta(3))
    assert set(blocks(told("a", "1"))) & set(blocks(late))
    assert not set(blocks(told("a", "1"))) & set(blocks(told("c", "3", start=NEXT_WEEK, end=NEXT_WEEK)))
    assert len(blocks(told("a", "1"))) <= 12
    assert blocks(Told("", "", trigger="fire"))


def test_a_reading_gives_a_told_for_each_event_in_order() -> None:
    reading = demo.reading()
    first = reading.events[0].trigger.start
    vector = bytes(SIZE + 1)
    tolds = tell(reading, {first: vector})
    assert [each.id for each in tolds] == [each.id for each in reading.events]
    assert [each.type for each in tolds] == [str(each.type) for each in reading.events]
    assert tolds[0].vector == vector
    assert all(each.article == reading.article.id for each in tolds)
    assert all(each.story for each in tolds)


@pytest.mark.parametrize(
    ("forms", "base"),
    [
        ("met meeting meets", "meet"),
        ("killed killing kills", "kill"),
        ("died death dead", "die"),
        ("sold sale", "sell"),
    ],
)
def test_forms_of_a_verb_and_its_noun_share_a_stem(forms: str, base: str) -> None:
    assert {stem(each) for each in forms.split()} == {stem(base)}


def test_the_terms_of_a_sentence_begin_beside_the_trigger() -> None:
    stems = [stem(each) for each in ("Verkhova", "was", "shelled", "near", "Zhovtneve")]
    found = sentence_terms(stems, 2)
    assert set(found) == {term(stems[0]), term(stems[4])} | {each for each in found if each == term(stems[3])}
    assert term(stems[2]) not in found


def test_sketches_are_those_of_the_shipped_reader() -> None:
    """After new weights `python -m training.linking` has to be run: sketches are made of the encoder's states."""
    import json  # noqa: PLC0415

    from communique.linking.event_words import weights  # noqa: PLC0415

    folder = Path(__file__).parent.parent / "src" / "communique" / "model" / "weights"
    card = json.loads((folder / "reader.json").read_text(encoding="utf-8"))
    assert weights()["reader"] == f"{card['name']} {card['version']}"


def several() -> list[Told]:
    later = told("b", "2", word="shelling", published=DAY + datetime.timedelta(1), vector=None)
    sketch = bytes((projection().mark, *range(SIZE)))
    return [told("a", "1", vector=sketch), later, other("c", "3"), told("d", "1", vector=sketch, story=terms("bridge"))]


def test_pairs_have_the_features_that_they_have_in_a_square() -> None:
    whole = side(several())
    square = features(whole, whole)
    first, second = (list(each) for each in zip(*np.ndindex(4, 4), strict=True))
    found = paired(whole, first, second)
    np.testing.assert_allclose(found, square[first, second], atol=1e-6)


def test_what_is_compared_together_joins_what_it_joins_by_itself() -> None:
    new = [told("n1", "9"), other("n2", "9"), told("n3", "9", word="fired", trigger=stem("fired"))]
    known = [(each.id, [each]) for each in several()]
    pairs = [(at, each) for at in range(len(new)) for _, some in known for each in some]
    # Of the last nothing was told beforehand; it is compared all the same.
    together = Alike(new, [(at, each) for at, each in pairs if at < 2])
    for at, each in enumerate(new):
        candidates = [(ident, open_) for ident, some in known if (open_ := unbarred(each, some))]
        found, alone = choose(at, candidates, together), place(each, known)
        assert (found is None) == (alone is None)
        if found and alone:
            assert (found[0], found[1].reasons) == (alone[0], alone[1].reasons)
            assert found[1].probability == pytest.approx(alone[1].probability, abs=1e-5)
    assert choose(0, [], together) is None


UNDATED: dict[str, object] = {"start": None, "end": None, "precision": ""}


def test_what_was_told_before_a_stated_day_is_not_what_was_done_on_it() -> None:
    early = told("a", "1", **UNDATED)
    done = DAY + datetime.timedelta(4)
    late = told("b", "2", start=done, end=done, published=done)
    assert barrier(early, late) == barrier(late, early) == "told before it happened"
    assert barrier(replace(early, published=done), late) is None
    assert barrier(replace(early, status="planned"), replace(late, status="planned")) is None


def test_strikes_of_two_days_are_less_likely_one_than_those_of_one_day() -> None:
    later = DAY + datetime.timedelta(1)
    next_day = compare(told("a", "1"), told("b", "2", start=later, end=later))
    assert "days 1 apart" in next_day.reasons
    assert next_day.probability < compare(told("a", "1"), told("b", "2", **UNDATED)).probability


def toll(*numbers: int) -> tuple[Count, ...]:
    return tuple(Count(kind, each, each) for kind, each in zip(("dead", "injured"), numbers, strict=False))


LATER = {"published": DAY + datetime.timedelta(1), **UNDATED}


@pytest.mark.parametrize(
    ("before", "after", "changes", "better"),
    [
        (toll(7), toll(7), LATER, True),
        (toll(4), toll(7), LATER, None),
        (toll(4), toll(2), LATER, False),
        (toll(4), toll(23), LATER, False),
        (toll(4), toll(2), UNDATED, None),
        (toll(2), toll(2), LATER, None),
        (toll(4), (), LATER, None),
        (toll(4), (Count("dead", 1, None),), LATER, None),
        (toll(4), (Count("dead", 50, None),), LATER, False),
        ((Count("dead", 12, None),), toll(4), LATER, False),
        ((Count("dead", None, 12),), toll(4), LATER, None),
        ((Count("dead", 12, None),), (Count("dead", 12, None),), LATER, None),
        (toll(0, 3), toll(0, 3), LATER, True),
    ],
)
def test_tolls_grow_and_seldom_shrink(
    before: tuple[Count, ...],
    after: tuple[Count, ...],
    changes: dict[str, object],
    better: bool | None,  # noqa: FBT001
) -> None:
    plain = compare(told("a", "1"), told("b", "2", **changes)).probability
    found = compare(told("a", "1", counts=before), told("b", "2", counts=after, **changes)).probability
    assert (found > plain, found < plain) == (better is True, better is False)


def test_far_fewer_people_of_every_kind_are_those_of_another_event() -> None:
    first = told("a", "1", counts=toll(14, 60))
    assert barrier(first, told("b", "2", counts=toll(2, 9), **LATER)) == "far fewer people of every kind"
    assert barrier(first, told("b", "2", counts=toll(2, 70), **LATER)) is None
    assert barrier(first, told("b", "2", counts=toll(2, 9))) is None


def test_numbers_of_one_article_say_nothing_of_its_own_records() -> None:
    same = [told("a", "1", counts=toll(7)), told("b", "1", counts=toll(7))]
    assert compare(*same).probability == compare(*(replace(each, counts=()) for each in same)).probability


def test_a_stated_day_is_told_again_however_late() -> None:
    late = {"published": DAY + datetime.timedelta(20)}
    first = told("a", "1")
    gap = compare(first, told("b", "2")).probability - compare(first, told("b", "2", **late)).probability
    week = compare(first, told("b", "2", precision="month", **late)).probability
    assert gap < 0.1
    assert compare(first, told("b", "2", **late)).probability > week


def meeting(ident: str, article: str, *countries: str, **changes: object) -> Told:
    there = frozenset(countries)
    actors = frozenset(f"state:{each}" for each in countries)
    return told(
        ident, article, type="CONSULT", mode="", actors=actors, actor_countries=there, recipients=frozenset(),
        recipient_countries=frozenset(), **changes,
    )  # fmt: skip


def test_two_meetings_of_one_minister_on_one_day_are_two() -> None:
    first = meeting("a", "1", "PER", "TGO")
    assert barrier(first, meeting("b", "2", "PER", "OMN")) == "each names another party"
    assert barrier(first, meeting("b", "2", "PER", "TGO")) is None
    assert barrier(first, meeting("b", "2", "PER")) is None
    # Of many who meet, two reports may name others.
    assert barrier(meeting("a", "1", "PER", "TGO", "OMN"), meeting("b", "2", "PER", "TGO", "KEN")) is None
    people = [
        frozenset({("person:PER:ana ruiz", "ruiz"), (f"person:TGO:{each}", each.split()[1])})
        for each in ("kofi ama", "yao mensah")
    ]
    first = replace(first, persons=people[0])
    assert barrier(first, meeting("b", "2", "PER", "TGO", persons=people[1])) == "each names another person"
    assert barrier(first, meeting("b", "2", "PER", "TGO", persons=people[0])) is None
    # How a name is spelled is no other man, and of three who meet two papers may name others.
    spelled = frozenset({*list(people[0] & people[1]), ("person:TGO:koffi amah", "amah")})
    assert (
        barrier(replace(first, persons=people[0] & people[1]), meeting("b", "2", "PER", "TGO", persons=spelled)) is None
    )
    more = people[1] | {("person:TGO:afi kossi", "kossi")}
    assert barrier(first, meeting("b", "2", "PER", "TGO", persons=more)) is None
    another = compare(first, meeting("b", "2", "PER", "TGO", persons=more)).probability
    assert another < compare(first, meeting("b", "2", "PER", "TGO", persons=people[0])).probability


def test_what_an_article_calls_another_one_is_not_what_it_told_before() -> None:
    first, second = told("a", "1", at=10), told("b", "1", at=90, another=True)
    assert barrier(first, second) == barrier(second, first) == "the article tells of another one"
    assert barrier(replace(first, at=200), second) is None
    assert barrier(replace(first, type="COERCE"), second) is None
    # A paper of the day before told of the first.
    further = told("b", "2", another=True, **LATER)
    assert compare(first, further).probability < compare(first, replace(further, another=False)).probability
    assert compare(replace(first, another=True), further).probability > compare(first, further).probability


def test_what_is_counted_over_months_is_less_likely_one_arrest() -> None:
    since = told("b", "2", start=DAY.replace(month=1), end=None, precision="month")
    assert compare(told("a", "1"), since).probability < compare(told("a", "1"), told("b", "2", **UNDATED)).probability


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("Police made a further 23 arrests .", "arrests", True),
        ("A second strike followed .", "strike", True),
        ("It was his second arrest .", "arrest", False),
        ("They struck the town again .", "struck", True),
        ("Another clash of miners and guards ended .", "guards", False),
        ("Police made 23 arrests .", "arrests", False),
    ],
)
def test_words_that_tell_of_one_more(text: str, word: str, expected: bool) -> None:  # noqa: FBT001
    assert is_another(text.split(), text.split().index(word)) == expected


def test_a_packing_of_an_earlier_version_is_read() -> None:
    plain = told("a", "1")
    packed = plain.to_bytes()
    more = plain._more().encode()
    older = bytes((packed[0] - 2,)) + packed[1 : -len(more) - 1]
    assert Told.from_bytes(older) == plain


@pytest.mark.parametrize(
    ("mine", "theirs", "others"),
    [
        (("person:PER:ana ruiz", "ruiz"), ("person:PER:inés vega", "vega"), True),
        (("person:PER:ana ruiz", "ruiz"), ("person:PER:ruiz", "ruiz"), False),
        (("wikidata:Q1", "ruiz"), ("wikidata:Q2", "ruiz"), True),
        (("wikidata:Q1", "ruiz"), ("person:PER:a ruiz", "ruiz"), False),
        (("wikidata:Q1", "ruiz"), ("person:PER:inés vega", "vega"), True),
        (("person:UKR:oleh kovalenkiy", "kovalenkiy"), ("person:UKR:oleg kovalenko", "kovalenko"), False),
    ],
)
def test_two_people_of_one_country_are_not_one(mine: tuple[str, str], theirs: tuple[str, str], others: bool) -> None:  # noqa: FBT001
    first, second = (
        told(
            ident, ident, type="ACCUSE", actors=frozenset({who[0]}), actor_countries=frozenset({"PER"}), persons=people
        )
        for ident, who, people in (("a", mine, frozenset({mine})), ("b", theirs, frozenset({theirs})))
    )
    plain = compare(replace(first, persons=frozenset()), second).probability
    assert (compare(first, second).probability < plain) == others
    assert compare(second, replace(first, persons=frozenset())).probability == plain
    # Of a deed of state one paper names one man, another another; of who suffers it, two are two.
    deeds = [replace(each, type="RETREAT") for each in (first, second)]
    assert compare(*deeds).probability == compare(*(replace(each, persons=frozenset()) for each in deeds)).probability
    turned = [replace(each, type="COERCE", actors=frozenset(), recipients=each.actors) for each in (first, second)]
    found = compare(*turned).probability
    assert (found < compare(*(replace(each, persons=frozenset()) for each in turned)).probability) == others


def test_who_is_only_described_may_be_who_is_named_elsewhere() -> None:
    names = {"Ana Ruiz": "ruiz", "leader of the Peruvian miners": "", "Peruvian leader": "", "Ali Koval-Ruiz": "ruiz"}
    for name, last in names.items():
        assert last_name(Actor("a1", name, ActorKind.PERSON, "PER", (), None, None, (Span(0, 1, "x"),))) == last
    assert (
        last_name(Actor("a1", "Miners Union", ActorKind.ORGANIZATION, "PER", (), None, None, (Span(0, 1, "x"),))) == ""
    )
