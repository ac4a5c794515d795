"""Two sources that can't both be right are shown side by side; progress and stated revisions are not."""

from __future__ import annotations

import itertools
import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest
from ledger_readings import ledger_of, reading
from test_ledger_totals import gives

from communique import Ledger, Reading
from communique.ledger.stored.placing import _may_deny
from communique.ledger.told.contradictions import Contradiction
from communique.ledger.told.figures import Figure, clashes, figure
from communique.linking.event_told import Told

_FRA = ("France", "state", "FRA", ["GOV"], None)
_UKR = ("Ukraine", "state", "UKR", ["GOV"], None)
_RUS = ("Russia", "state", "RUS", ["MIL"], None)


def guns(text: str, published: str, count: int, **notes: Any) -> Reading:
    """Return a reading of one sentence about howitzers from France."""
    return gives(
        text, published, f"{count} Caesar howitzers", 0, donor=_FRA,
        items=[(count, "Caesar howitzers", "artillery", f"{count} Caesar howitzers")], **notes,
    )  # fmt: skip


def found(*readings: Reading, **how: Any) -> list[Contradiction]:
    """Give the contradictions of a ledger of readings, which are the same in whatever order they come."""
    told: list[list[Contradiction]] = []
    for order in itertools.islice(itertools.permutations(readings), 2):
        with ledger_of(order) as ledger:
            told.append(ledger.contradictions(**how))
    assert len({tuple((each.what, each.one.said, each.other.said) for each in some) for some in told}) == 1
    return told[0]


PLEDGED = guns("France will give Ukraine 18 Caesar howitzers, Paris said.", "2024-03-03", 18)
DELIVERED = guns(
    "France has delivered the 18 Caesar howitzers to Ukraine.", "2024-05-02", 18, stage="delivered", publisher="Le Quai"
)
REFUSED = guns(
    "France refuses to hand the 18 Caesar howitzers to Ukraine.", "2024-05-03", 18, stage="refused",
    publisher="Dnipro Gazette",
)  # fmt: skip


def test_delivered_by_one_and_refused_by_another_is_a_contradiction_with_both_sentences() -> None:
    (one,) = found(PLEDGED, DELIVERED, REFUSED)
    assert (one.what, one.one.said, one.other.said, one.update) == ("status", "delivered", "refused", False)
    assert (one.one.quote.quote, one.other.quote.quote) == (DELIVERED.article.text, REFUSED.article.text)
    assert one.about.startswith("thread-")
    assert found(PLEDGED, DELIVERED, REFUSED, as_of="2024-05-02") == []


@pytest.mark.parametrize(
    "later",
    [
        guns("France has cancelled the 18 Caesar howitzers for Ukraine.", "2024-04-03", 18, stage="cancelled"),
        guns("France has delayed the 18 Caesar howitzers for Ukraine.", "2024-04-30", 18, stage="delayed"),
        guns("France refused Ukraine the 18 Caesar howitzers.", "2024-04-01", 18, stage="refused"),
    ],
)
def test_progress_is_no_contradiction(later: Reading) -> None:
    assert found(PLEDGED, later) == []
    assert found(PLEDGED, later, DELIVERED) == []
    assert found(PLEDGED, DELIVERED) == []


def test_two_figures_for_one_package_in_one_week_are_a_contradiction_and_stay_two_commitments() -> None:
    one = gives("Germany will give Ukraine €500m for Patriot interceptors.", "2024-03-03", "€500m", 5e8)
    other = gives(
        "Germany promised Ukraine €400m for Patriot interceptors.", "2024-03-05", "€400m", 4e8, publisher="Le Quai"
    )
    (told,) = found(one, other)
    assert (told.what, told.one.said, told.other.said) == ("amount pledged", "500,000,000 EUR", "400,000,000 EUR")
    assert (told.one.quote.quote, told.other.quote.quote) == (one.article.text, other.article.text)
    with ledger_of([one, other]) as ledger:
        assert len({each.thread for each in ledger.commitments()}) == 2


def test_a_stated_revision_is_no_contradiction() -> None:
    one = gives("Germany will give Ukraine €500m for Patriot interceptors.", "2024-03-03", "€500m", 5e8)
    raised = gives(
        "Germany raised its aid to Ukraine for Patriot interceptors from €500m to €600m.", "2024-03-06", "€600m", 6e8,
        publisher="Le Quai",
    )  # fmt: skip
    again = gives(
        "Ukraine thanked Germany for the €600m for Patriot interceptors.", "2024-03-07", "€600m", 6e8,
        publisher="Dnipro Gazette",
    )  # fmt: skip
    assert found(one, raised, again) == []


def test_another_sum_beside_the_first_is_no_contradiction() -> None:
    one = gives("Germany will give Ukraine €500m for Patriot interceptors.", "2024-03-03", "€500m", 5e8)
    more = gives(
        "Germany gives Ukraine another €400m for Patriot interceptors.", "2024-03-05", "€400m", 4e8,
        publisher="Le Quai",
    )  # fmt: skip
    assert found(one, more) == []


def test_two_counts_of_one_delivery_contradict_each_other_and_two_deliveries_do_not() -> None:
    fewer = guns("France delivered 16 Caesar howitzers to Ukraine.", "2024-05-04", 16, stage="delivered")
    later = guns("France delivered 6 Caesar howitzers to Ukraine.", "2024-07-04", 6, stage="delivered")
    (one,) = found(PLEDGED, DELIVERED, fewer)
    assert {one.one.said, one.other.said} == {"18 Caesar howitzers", "16 Caesar howitzers"}
    assert found(PLEDGED, DELIVERED, later) == []


def package(text: str, published: str, tanks: int, missiles: int, publisher: str) -> Reading:
    """Return a reading of one sentence about tanks and missiles from France."""
    items = [(tanks, "tanks", "armour", f"{tanks} tanks"), (missiles, "missiles", "missiles", f"{missiles} missiles")]
    return gives(text, published, f"{tanks} tanks", 0, donor=_FRA, items=items, publisher=publisher)


def test_two_sources_that_differ_in_each_kind_of_a_package_contradict_each_other_in_each() -> None:
    """One kind hides no other."""
    one = package("France will give Ukraine 18 tanks and 100 missiles.", "2024-03-03", 18, 100, "Le Quai")
    other = package("France will give Ukraine 16 tanks and 90 missiles.", "2024-03-04", 16, 90, "Dnipro Gazette")
    again = package("France gives Ukraine 18 tanks and 100 missiles.", "2024-03-05", 18, 100, "Le Quai")
    told = {(each.what, frozenset((each.one.said, each.other.said))) for each in found(one, other, again)}
    assert {said for _, said in told} == {
        frozenset(("18 tanks", "16 tanks")),
        frozenset(("100 missiles", "90 missiles")),
    }


def test_two_kinds_of_one_class_hide_each_other_nothing() -> None:
    """Leopards and T-72s are both armour, shells of artillery and of mortars both ammunition."""

    def told(day: str, publisher: str, *items: tuple[int, str, str]) -> Reading:
        named = [f"{count} {words}" for count, words, _ in items]
        made = [(count, words, kind, each) for (count, words, kind), each in zip(items, named, strict=True)]
        text = f"France will give Ukraine {', '.join(named)}, {publisher} reports."
        return gives(text, day, named[0], 0, donor=_FRA, items=made, publisher=publisher)

    def both(*counts: tuple[int, int], words: tuple[str, str], kind: str) -> set[frozenset[str]]:
        days = ((2, "Le Quai"), (3, "Dnipro Gazette"), (4, "Le Quai"))
        told_of = [
            told(f"2024-03-0{day}", publisher, *((count, each, kind) for count, each in zip(some, words, strict=True)))
            for some, (day, publisher) in zip(counts, days, strict=False)
        ]
        return {frozenset((each.one.said, each.other.said)) for each in found(*told_of)}

    assert both((18, 30), (16, 27), (18, 30), words=("Leopard tanks", "T-72 tanks"), kind="armour") == {
        frozenset(("18 Leopard tanks", "16 Leopard tanks")),
        frozenset(("30 T-72 tanks", "27 T-72 tanks")),
    }
    assert both((90, 120), (80, 110), words=("artillery shells", "mortar shells"), kind="ammunition") == {
        frozenset(("90 artillery shells", "80 artillery shells")),
        frozenset(("120 mortar shells", "110 mortar shells")),
    }


def test_a_number_of_two_kinds_together_contradicts_neither() -> None:
    one = package("France will give Ukraine 18 tanks and 100 missiles.", "2024-03-03", 18, 100, "Le Quai")
    items = [(10, "Leopard tanks", "armour", "10 Leopard tanks"), (8, "T-72 tanks", "armour", "8 T-72 tanks")]
    other = gives(
        "France will give Ukraine 10 Leopard tanks and 8 T-72 tanks.", "2024-03-04", "10 Leopard tanks", 0,
        donor=_FRA, items=items, publisher="Dnipro Gazette",
    )  # fmt: skip
    assert found(one, other) == []


def figure_of(source: int, known: str, value: float, what: str = "killed") -> Figure:
    return Figure(what, f"{source}-{known}", known, source, value, value, estimate=False, said=f"{value:g}")


def test_two_sources_have_one_pair_for_one_thing_whichever_of_them_was_first() -> None:
    told = [
        figure_of(1, "2024-05-01", 10), figure_of(2, "2024-05-02", 20), figure_of(1, "2024-05-03", 30),
        figure_of(2, "2024-05-04", 7, "wounded"), figure_of(1, "2024-05-05", 9, "wounded"),
    ]  # fmt: skip
    pairs = list(clashes(told, lambda one, other: one.what == other.what))
    assert [(one.said, other.said) for one, other in pairs] == [("10", "20"), ("7", "9")]


@pytest.mark.parametrize(
    ("value", "said"),
    [(61_123_456_789.0, "61,123,456,789 EUR"), (6.1e10, "61,000,000,000 EUR"), (1_500_000.5, "1,500,000.5 EUR"),
     (7, "7 EUR")],
)  # fmt: skip
def test_a_figure_is_said_with_all_of_its_digits(value: float, said: str) -> None:
    query = (
        "SELECT 'c-1' AS record, '2024-05-01' AS known, 1 AS source, 0 AS estimate, ?1 AS value, ?1 AS low, ?2 AS high"
    )
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.row_factory = sqlite3.Row
        exact, least = (connection.execute(query, (value, high)).fetchone() for high in (value, None))
    assert figure(exact, "amount", unit=" EUR").said == said
    assert figure(least, "amount", unit=" EUR").said == said.replace(" ", "– ")


def priced(text: str, published: str, count: int, value: float, **notes: Any) -> Reading:
    """Return a reading of one sentence about howitzers that are worth so many millions of euros."""
    return guns(text, published, count, amount=(value * 1e6, value * 1e6, value * 1e6, "EUR", f"€{value:g}m"), **notes)


def test_tranches_of_sums_near_each_other_are_no_two_figures_for_one() -> None:
    """A number of items may be miscounted; a sum is told as it is."""
    parts = [
        priced(f"France delivered {count} Caesar howitzers worth €{value}m to Ukraine.", day, count, value,
               stage="delivered", publisher=publisher)
        for count, value, day, publisher in ((6, 500, "2024-05-02", "Le Quai"), (11, 600, "2024-05-05", "Volga Post"))
    ]  # fmt: skip
    assert found(PLEDGED, *parts) == []


def test_a_clash_over_items_shows_the_items_also_where_one_side_tells_a_sum() -> None:
    one = priced("France will give Ukraine 18 Caesar howitzers worth €90m.", "2024-03-03", 18, 90)
    other = guns("France will give Ukraine 10 Caesar howitzers, Kyiv said.", "2024-03-05", 10, publisher="Le Quai")
    (told,) = found(one, other)
    assert (told.what, told.one.said, told.other.said) == (
        "items pledged", "18 Caesar howitzers", "10 Caesar howitzers",
    )  # fmt: skip


def strike(text: str, published: str, trigger: str, status: str, publisher: str, *also: tuple[str, str]) -> Reading:
    """Return a reading of a strike, and of what else the article tells of it: `also` are triggers with statuses."""
    return reading(
        text, published=published, publisher=publisher, actors={"rus": _RUS, "ukr": _UKR},
        events=[{
            "type": "ASSAULT", "mode": "drone", "trigger": word, "status": each, "actors": ["rus"],
            "recipients": ["ukr"], "place": ("Kharkiv", "UKR", 49.98081, 36.25272, 706483, "city"),
            "date": ("2024-05-02", "2024-05-02", "day", "May 2"),
        } for word, each in ((trigger, status), *also)],
    )  # fmt: skip


DONE = strike(
    "Russia struck the power plant of Ukraine in Kharkiv on May 2.", "2024-05-02", "struck", "actual", "Le Quai"
)
DENIED = strike(
    "Russia did not strike the power plant of Ukraine in Kharkiv on May 2.", "2024-05-03", "strike", "negated",
    "Volga Post",
)  # fmt: skip


def test_an_event_that_one_source_denies_is_a_contradiction_and_stays_two_events() -> None:
    (one,) = found(DONE, DENIED)
    assert (one.what, one.one.said, one.other.said) == ("status", "actual", "negated")
    assert (one.one.quote.quote, one.other.quote.quote) == (DONE.article.text, DENIED.article.text)
    with ledger_of([DONE, DENIED]) as ledger:
        assert [each.reports for each in ledger.events()] == [1, 1]
        (link,) = ledger.connection.execute("SELECT one, other, kind FROM links").fetchall()
        assert link["kind"] == "contradicts"


def test_who_tells_both_sides_does_not_hide_that_another_denies_it() -> None:
    both = strike(
        "Russia struck the power plant of Ukraine in Kharkiv on May 2. Moscow: we did not hit the power plant there.",
        "2024-05-02", "struck", "actual", "Le Quai", ("hit", "negated"),
    )  # fmt: skip
    told = found(both, DENIED)
    ends = {(each.one.quote.quote[:13], each.one.said, each.other.said) for each in told}
    assert ends == {("Russia struck", "actual", "negated")}
    assert {each.other.quote.quote for each in told} == {DENIED.article.text}
    assert found(both) == []


def test_nobody_denies_what_he_says_himself_nor_an_act_by_another() -> None:
    said = Told("a", "1", type="ASSAULT", status="actual", teller="organization:RUS:ministry")
    denied = Told("b", "1", type="ASSAULT", status="negated", teller="organization:RUS:ministry")
    assert not _may_deny(denied, said)
    assert not _may_deny(replace(denied, article="2"), said)
    assert _may_deny(replace(denied, teller="person:UKR:governor"), said)
    assert not _may_deny(replace(denied, teller="person:UKR:governor", type="SANCTION"), said)
    # Two papers in their own words, or with speakers whom neither names, may be at odds; one paper isn't with itself.
    for teller in ("", "group:RUS:officials@1"):
        mine, theirs = replace(denied, teller=teller), replace(said, teller=teller)
        assert not _may_deny(mine, theirs)
        assert _may_deny(replace(mine, article="2"), theirs)


def shells(text: str, published: str, *counts: int, **notes: Any) -> Reading:
    """Return a reading of one sentence about artillery shells from France, one item for each number in it."""
    said = [f"{count:,} {'155 mm ' if at else ''}shells" for at, count in enumerate(counts)]
    items = [(count, "artillery shells" if "155" not in each else "155 mm shells", "ammunition", each)
             for count, each in zip(counts, said, strict=True)]  # fmt: skip
    return gives(text, published, said[0], 0, donor=_FRA, items=items, **notes)


TEN = shells("France will give Ukraine 10,000 shells, Paris said.", "2024-03-03", 10_000)
ALL_CAME = shells("France has delivered the 10,000 shells to Ukraine.", "2024-05-04", 10_000, stage="delivered")


@pytest.mark.parametrize(
    "part",
    [
        shells(
            "France delivered a first batch of 4,000 shells to Ukraine, part of the 10,000 promised in March.",
            "2024-05-02", 4_000, stage="delivered", publisher="Le Quai",
        ),
        shells(
            "France has delivered 4,000 shells to Ukraine.", "2024-05-02", 4_000, stage="delivered",
            publisher="Le Quai",
        ),
    ],
)  # fmt: skip
def test_a_part_and_its_whole_are_no_contradiction(part: Reading) -> None:
    assert found(TEN, part, ALL_CAME) == []
    assert found(TEN, part) == []


def test_two_commitments_that_were_each_told_before_are_not_at_odds_later() -> None:
    """Each number goes on with a promise of its own."""
    six = shells("France will give Ukraine another 6,000 shells, Paris said.", "2024-02-03", 6_000, publisher="Le Quai")
    signed = [
        shells(f"France has signed the contract for {count:,} shells for Ukraine.", day, count, stage="contracted",
               publisher=publisher)
        for count, day, publisher in ((10_000, "2024-05-02", "Le Quai"), (6_000, "2024-05-04", "Dnipro Gazette"))
    ]  # fmt: skip
    assert found(six, TEN, *signed) == []


def test_two_numbers_for_one_delivery_in_one_week_are_a_contradiction_where_nobody_calls_one_a_part() -> None:
    nine = shells("France has delivered 9,000 shells to Ukraine.", "2024-05-06", 9_000, stage="delivered",
                  publisher="Dnipro Gazette")  # fmt: skip
    (one,) = found(TEN, ALL_CAME, nine)
    assert {one.one.said, one.other.said} == {"10,000 artillery shells", "9,000 artillery shells"}


def test_a_share_of_the_whole_and_another_count_of_it_contradict_each_other_and_two_tranches_do_not() -> None:
    first = shells("France has delivered 5,000 shells of the 10,000 promised to Ukraine.", "2024-05-02", 5_000,
                   stage="delivered", publisher="Le Quai")  # fmt: skip
    counted = "Ukraine received 4,000 shells from France, a general said, fewer than Paris claimed."
    received = shells(counted, "2024-05-03", 4_000, stage="delivered", publisher="Dnipro Gazette")
    (one,) = found(TEN, first, received)
    assert {one.one.said, one.other.said} == {"5,000 artillery shells", "4,000 artillery shells"}
    second = shells("France delivered a second batch of 4,000 shells to Ukraine, part of the 10,000 promised.",
                    "2024-05-03", 4_000, stage="delivered", publisher="Dnipro Gazette")  # fmt: skip
    assert found(TEN, first, second) == []


def test_two_kinds_of_shells_are_not_compared_with_each_other() -> None:
    text = "{} will give Ukraine 10,000 shells and 4,000 155 mm shells, {} said."
    one = shells(text.format("France", "Paris"), "2024-03-03", 10_000, 4_000)
    other = shells(text.format("France", "Kyiv"), "2024-03-04", 10_000, 4_000, publisher="Le Quai")
    assert found(one, other) == []


def test_a_page_of_contradictions_is_a_part_of_all_in_one_order() -> None:
    with Ledger.open(":memory:") as ledger:
        for reading_ in (PLEDGED, DELIVERED, REFUSED, TEN, ALL_CAME):
            ledger.put(reading_)
        ledger.put(guns("France delivered 16 Caesar howitzers to Ukraine.", "2024-05-04", 16, stage="delivered"))
        every = ledger.contradictions()
        assert len(every) == ledger.count_contradictions() >= 2
        assert [*ledger.contradictions(limit=1), *ledger.contradictions(offset=1)] == every
        assert [each.other.known for each in every] == sorted((each.other.known for each in every), reverse=True)
        for day in {each.other.known for each in every}:
            assert ledger.contradictions(as_of=day) == [each for each in every if each.other.known <= day]
            assert ledger.count_contradictions(as_of=day) == len(ledger.contradictions(as_of=day))


def test_contradictions_follow_decisions_and_readings_made_anew() -> None:
    with ledger_of([PLEDGED, DELIVERED, REFUSED]) as ledger:
        (told,) = ledger.contradictions()
        rejected = ledger.decide("reject", [told.other.record], "ada")
        assert ledger.contradictions() == []
        ledger.undo(rejected.id, "ada")
        assert ledger.contradictions() == [told]
        parted = ledger.decide("split", [told.one.record], "ada")
        assert ledger.contradictions() == []
        ledger.undo(parted.id, "ada")
        ledger.put(DELIVERED)
        assert ledger.contradictions() == [told]
        assert [each.check for each in ledger.examine() if each.wrong] == []


def test_an_event_that_is_no_longer_denied_is_contradicted_no_more() -> None:
    for first, second in ((DONE, DENIED), (DENIED, DONE)):
        with Ledger.open(":memory:") as ledger:
            ledger.put(first)
            ledger.put(second)
            (told,) = ledger.contradictions()
            event = next(each for each in ledger.events() if each.status == "negated")
            edited = ledger.decide("edit", [event.id], "ada", field="status", value="actual")
            assert ledger.contradictions() == []
            ledger.undo(edited.id, "ada")
            assert ledger.contradictions() == [told]
            assert [each.check for each in ledger.examine() if each.wrong] == []
