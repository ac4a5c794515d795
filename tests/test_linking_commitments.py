"""The life of a commitment across articles: told again, a stage, a part, a revision, a total, or another one."""

import dataclasses
import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pledging import told
from strategies import readings

from communique.linking.commitment_dues import overdue
from communique.linking.commitment_pledges import Pledge, pledges
from communique.linking.commitment_references import Pointer, Sentence
from communique.linking.commitment_relations import Kind, compare, relate
from communique.linking.commitment_threads import growth, place, thread

PLEDGED = told("Germany will give Ukraine €500m for air defence, Berlin said on Tuesday.", "€500m")
APPROVED = told("The Bundestag approved the €500m for Ukraine's air defence.", "€500m", "2024-04-10", stage="approved")
ANOTHER = told("Germany gives Ukraine another €500m, this time for tanks.", "€500m", "2024-03-25")
TRANCHE = told(
    "Ukraine received €100m from Germany, the first tranche of the €500m announced on 5 March.",
    "€100m", "2024-05-14", stage="delivered",
)  # fmt: skip
GUNS = told("Germany promised Ukraine 18 howitzers on Tuesday.", "18 howitzers", items="artillery")
SOME = told(
    "Of the 18 howitzers promised by Germany in March, six howitzers have reached Ukraine.",
    "six howitzers", "2024-06-04", stage="delivered", items="artillery",
)  # fmt: skip


def references(text: str, own: str, published: str = "2024-05-14") -> dict[Pointer, Any]:
    start = text.index(own)
    extent = (start, start + len(own))
    found = Sentence(text, (0, len(text)), datetime.date.fromisoformat(published), [extent]).references(extent)
    return {each.kind: each for each in found}


def test_part_names_the_sum_and_the_day_of_its_whole() -> None:
    part = references("Kyiv got €100m, part of the €500m announced on 3 March.", "€100m")[Pointer.PART]
    assert (part.value, part.currency, part.start) == (500e6, "EUR", datetime.date(2024, 3, 3))
    assert part.stage == "pledged"
    assert part.quote == "part of the €500m announced on 3 March"


def test_share_of_a_number_names_the_number() -> None:
    part = references("Of the 18 howitzers promised in April, 12 have arrived.", "12")[Pointer.PART]
    assert (part.count, part.adds) == (18, None)
    assert references("12 of the 18 howitzers have arrived.", "12 of the 18 howitzers")[Pointer.PART].count == 18


def test_number_of_something_else_is_no_whole() -> None:
    found = references("40 tonnes of rice came, on the first of seven flights.", "40 tonnes of rice")
    assert not any(each.count for each in found.values())


@pytest.mark.parametrize(
    ("text", "own", "kind"),
    [
        ("Berlin gives Kyiv a further €200m.", "€200m", Pointer.MORE),
        ("Berlin announced another package for Kyiv, worth €200m.", "€200m", Pointer.MORE),
        ("On top of the €500m of March Berlin gives €200m.", "€200m", Pointer.MORE),
        ("That brings German aid to Ukraine to €2bn.", "€2bn", Pointer.TOTAL),
        ("Berlin has given €2bn since the start of the war.", "€2bn", Pointer.TOTAL),
        ("With that Berlin has given Kyiv €2bn this year.", "€2bn", Pointer.TOTAL),
        ("Berlin raised its pledge from €500m to €600m.", "€600m", Pointer.REVISION),
        ("Berlin gives €600m instead of €500m.", "€600m", Pointer.REVISION),
        ("The €500m that Berlin promised in January has arrived.", "€500m", Pointer.RETOLD),
        ("The previously announced €500m has arrived.", "€500m", Pointer.RETOLD),
        ("Kyiv got a first part of the €500m.", "€500m", Pointer.WHOLE),
        ("A package of €500m, including €150m for air defence, was agreed.", "€150m", Pointer.PART),
        ("The new package also includes €150m for air defence.", "€150m", Pointer.CONTENTS),
    ],
)
def test_phrases_point_at_what_was_told_before(text: str, own: str, kind: Pointer) -> None:
    assert kind in references(text, own)


@pytest.mark.parametrize(
    ("text", "own", "which"),
    [
        ("The first shells are to leave in March.", "first shells", 1),
        ("The remaining howitzers will follow in May.", "remaining howitzers", -1),
        ("Berlin delivered the last Caesar howitzers to Kyiv.", "Caesar howitzers", -1),
        ("Six came in May. The rest has been delivered.", "rest", -1),
        ("Berlin delivered the rest of the howitzers.", "howitzers", -1),
        ("The last 12 of the 18 howitzers have arrived.", "12 of the 18 howitzers", -1),
        ("Last week 6 of the 18 howitzers arrived.", "6 of the 18 howitzers", None),
        ("In the last six months 6 of the 18 howitzers arrived.", "6 of the 18 howitzers", None),
        ("For the first time 6 of the 18 howitzers were shown.", "6 of the 18 howitzers", None),
    ],
)
def test_a_share_is_the_first_or_the_last_only_where_the_word_counts_shares(
    text: str, own: str, which: int | None
) -> None:
    start = text.index(own)
    extent = (start, start + len(own))
    (part,) = Sentence(text, (text.rfind(". ", 0, start) + 1, len(text)), None, [extent]).references(extent)
    assert (part.kind, part.ordinal) == (Pointer.PART, which)


def test_more_than_a_number_is_no_further_share() -> None:
    assert references("More than 6 of the 18 howitzers arrived.", "6 of the 18 howitzers")[Pointer.PART].adds is None


def test_millions_of_a_unit_told_before_are_part_of_its_sum() -> None:
    part = references("Oslo pledged 150 million kroner, of which 40 million had come.", "40 million")[Pointer.PART]
    assert (part.value, part.currency) == (150e6, "NOK")


def test_the_day_of_a_delivery_is_not_that_of_the_promise_it_names() -> None:
    came = references("The last 12 of the 18 howitzers were delivered on Monday.", "12 of the 18 howitzers")
    assert (came[Pointer.PART].count, came[Pointer.PART].start) == (18, None)
    promised = references("12 of the 18 howitzers that were promised on 3 March came.", "12 of the 18 howitzers")
    assert promised[Pointer.PART].start == datetime.date(2024, 3, 3)


def test_a_leading_whole_that_was_read_by_itself_hides_no_share() -> None:
    text = "Of the €500m approved for Ukraine in March €100m shall go to schools."
    whole, share = ((text.index(each), text.index(each) + len(each)) for each in ("€500m", "€100m"))
    (part,) = Sentence(text, (0, len(text)), None, [whole, share]).references(share)
    assert (part.kind, part.value) == (Pointer.PART, 500e6)


def test_plain_news_points_at_nothing() -> None:
    assert references("Germany will give Ukraine €500m for air defence.", "€500m") == {}


def test_later_stage_of_the_same_sum_is_a_stage() -> None:
    found = compare(APPROVED, PLEDGED)
    assert found is not None
    assert (found.kind, found.share) == (Kind.STAGE_OF, False)
    assert found.quotes == (APPROVED.sentence, PLEDGED.sentence)
    assert "from DEU" in found.reasons


def test_another_package_of_the_same_size_is_none_of_the_first() -> None:
    assert compare(ANOTHER, PLEDGED) is None


def test_tranche_is_part_of_its_package() -> None:
    found = compare(TRANCHE, PLEDGED)
    assert found is not None
    assert (found.kind, found.share) == (Kind.PART_OF, True)
    assert any("first tranche of the €500m" in reason for reason in found.reasons)


def test_smaller_sum_without_a_word_of_its_whole_is_another() -> None:
    smaller = told("Germany sent Ukraine €100m for schools.", "€100m", "2024-05-14", stage="delivered")
    assert compare(smaller, PLEDGED) is None


def test_sum_in_another_currency_is_the_same_within_rounding() -> None:
    dollars = told("Germany's new aid for Ukraine is worth $543 million.", "$543 million", "2024-03-06")
    found = compare(dollars, PLEDGED)
    assert found is not None
    assert found.kind is Kind.SAME
    twice = told("Germany's new aid for Ukraine is worth $1.1 billion.", "$1.1 billion", "2024-03-06")
    assert compare(twice, PLEDGED) is None


def test_rounded_sum_is_the_exact_one_but_two_exact_ones_differ() -> None:
    exact = told("Germany gives Ukraine 1,197 million euros for tanks.", "1,197 million euros")
    rounded = told("Germany gives Ukraine €1.2bn for tanks.", "€1.2bn", "2024-03-06")
    near = told("Germany gives Ukraine €1.3bn for tanks.", "€1.3bn", "2024-03-06")
    assert compare(rounded, exact) is not None
    assert compare(near, rounded) is None


def test_revision_takes_the_place_of_the_number() -> None:
    raised = told("Germany raised its aid for Ukraine from €500m to €600m.", "€600m", "2024-03-20")
    found = compare(raised, PLEDGED)
    assert found is not None
    assert found.kind is Kind.REVISION_OF
    (one,) = thread([PLEDGED, raised])
    assert one.amount is not None
    assert one.amount.value == 600e6


def test_total_joins_no_thread() -> None:
    total = told("That brings German aid for Ukraine to €2bn since the start of the war.", "€2bn", "2024-03-06")
    found = relate(total, [PLEDGED])
    assert found is not None
    assert found.kind is Kind.TOTAL_OF
    made = thread([PLEDGED, total])
    assert [each.total for each in made] == [False, True]


@pytest.mark.parametrize("changed", [{"donors": ("FRA",)}, {"donors": ("EUR",)}, {"recipients": ("FRA",)}])
def test_other_parties_are_other_commitments(changed: dict[str, Any]) -> None:
    grant = told("Germany gives Ukraine €500m.", "€500m", instrument="grant")
    other = told("It gives €500m.", "€500m", "2024-03-06", **changed)
    assert relate(other, [grant]) is None


def test_what_is_lent_is_not_what_is_given_where_the_sentences_say_so() -> None:
    """A reader's guess for a sentence that says neither keeps nothing apart."""
    grant = told("Germany announced a grant of €500m to Ukraine.", "€500m", instrument="grant")
    loan = told("Germany lends Ukraine €500m.", "€500m", "2024-03-06", instrument="loan")
    plain = told("Ukraine thanked Germany for the €500m.", "€500m", "2024-03-07", instrument="grant")
    assert relate(loan, [grant]) is None
    assert [len(each.pledges) for each in thread([grant, loan])] == [1, 1]
    found = relate(plain, [loan])
    assert found is not None
    assert found.kind is Kind.SAME


def test_a_share_and_its_whole_of_one_sentence_belong_together_whoever_was_taken_for_their_parties() -> None:
    text = "Ukraine drew €30m of Germany's railway loan of €100m on Tuesday."
    drawn = told(text, "€30m", "2024-06-04", stage="delivered")
    whole = dataclasses.replace(
        told(text, "€100m", "2024-06-04", donors=("UKR",), recipients=(), stage="delivered"), id=f"{drawn.article}/c0"
    )
    lent = told("Germany lends Ukraine €100m for a railway.", "€100m")
    for order in ([lent, whole, drawn], [drawn, lent, whole]):
        (one,) = thread(order)
        assert (one.amount and one.amount.value, set(one.donors)) == (100e6, {"DEU"})
        assert [share.amount and share.amount.value for share in one.shares] == [30e6]


def test_a_share_goes_with_its_whole_to_what_was_told_of_it_before_whoever_was_taken_for_its_giver() -> None:
    before = told("Germany will pay Ukraine €123m for its grid.", "€123m")
    text = "Of the €123m for Ukraine’s power grid, €80m go to the repair shops that France runs, Berlin said."
    share = told(text, "€80m", "2024-03-26", donors=("FRA",))
    whole = dataclasses.replace(told(text, "€123m", "2024-03-26"), id=f"{share.article}/c0")
    (one,) = thread([before, share, whole])
    assert (one.amount and one.amount.value, set(one.donors)) == (123e6, {"DEU"})
    assert [each.amount and each.amount.value for each in one.shares] == [80e6]


def test_what_nobody_calls_a_total_and_a_share_names_as_its_whole_is_none() -> None:
    whole = told("Germany plans to help Ukraine with €270m.", "€270m", cumulative=True)
    share = told("Germany gives Ukraine €25m, out of the €270m promised in March.", "€25m", "2024-05-06")
    (one,) = thread([whole, share])
    assert (one.total, [each.amount and each.amount.value for each in one.shares]) == (False, [25e6])
    total = told("Germany has given Ukraine €270m since the start of the war.", "€270m", cumulative=True)
    assert [each.total for each in thread([total, share])] == [True, False]


def test_what_was_refused_may_be_promised_after_all() -> None:
    refused = told("Germany refused Ukraine €543m for air defence.", "€543m", stage="refused")
    agreed = told("Germany agreed to give Ukraine €543m for air defence.", "€543m", "2024-03-25")
    (one,) = thread([refused, agreed])
    assert one.stage == "pledged"
    delivered = told("Germany delivered Ukraine €543m for air defence.", "€543m", stage="delivered")
    assert len(thread([delivered, agreed])) == 2


def test_parts_of_a_number_are_shares_until_all_are_there() -> None:
    (one,) = thread([GUNS, SOME])
    assert (one.stage, [each.stage for each in one.shares]) == ("pledged", ["delivered"])
    rest = told(
        "The last 12 of the 18 howitzers from Germany are in Ukraine.",
        "12 of the 18 howitzers", "2024-09-03", stage="delivered", items="artillery",
    )  # fmt: skip
    (whole,) = thread([GUNS, SOME, rest])
    assert whole.stage == "delivered"
    assert [step.stage for step in whole.history] == ["pledged", "delivered"]


def test_all_of_one_kind_is_not_all_of_a_package() -> None:
    """Five hundred shells don't stand for ten tanks, nor these for a thousand shells."""
    tanks, shells = (told(f"Germany gives Ukraine {each}.", each, items=kind)
                     for each, kind in (("10 tanks", "armour"), ("1,000 shells", "ammunition")))  # fmt: skip
    package = told("Germany promised Ukraine 10 tanks and 1,000 shells.", "10 tanks", items="armour")
    package = dataclasses.replace(package, items=(*tanks.items, *shells.items))

    def came(day: str, said: str, kind: str) -> Pledge:
        text = f"Germany delivered {said}, part of the 10 tanks and 1,000 shells promised to Ukraine."
        return told(text, said, day, stage="delivered", items=kind)

    parts = [
        came("2024-04-02", "500 shells", "ammunition"),
        came("2024-05-02", "another 500 shells", "ammunition"),
        came("2024-06-04", "4 tanks", "armour"),
        came("2024-07-02", "another 6 tanks", "armour"),
    ]
    for at, stage in enumerate(("pledged", "pledged", "pledged", "delivered"), start=1):
        (one,) = thread([package, *parts[:at]])
        assert (one.stage, len(one.shares)) == (stage, at)


def test_cancelled_commitment_stands_cancelled_whatever_is_recalled() -> None:
    stopped = told("Germany has cancelled the €500m for Ukraine.", "€500m", "2024-05-07", stage="cancelled")
    recalled = told("The €500m that Germany promised Ukraine in March is gone.", "€500m", "2024-05-21")
    (one,) = thread([PLEDGED, stopped, recalled])
    assert one.stage == "cancelled"


def test_delivery_is_overdue_after_its_day_until_it_is_told() -> None:
    promised = told("Germany promised Ukraine €500m by the end of June.", "€500m", due="2024-06-30")
    (one,) = thread([promised])
    assert overdue(one, datetime.date(2024, 6, 30)) == []
    (late,) = overdue(one, datetime.date(2024, 7, 10))
    assert (late.due, late.days, late.pledge) == (datetime.date(2024, 6, 30), 10, promised.id)
    arrived = told("Ukraine has received the €500m from Germany.", "€500m", "2024-07-20", stage="delivered")
    (done,) = thread([promised, arrived])
    assert overdue(done, datetime.date(2024, 8, 1)) == []


def test_delay_moves_the_day_on_which_it_is_due() -> None:
    promised = told("Germany promised Ukraine €500m by the end of June.", "€500m", due="2024-06-30")
    delayed = told("Germany's €500m for Ukraine comes in September.", "€500m", "2024-06-20", stage="delayed",
                   due="2024-09-30")  # fmt: skip
    (one,) = thread([promised, delayed])
    assert overdue(one, datetime.date(2024, 7, 10)) == []
    assert len(overdue(one, datetime.date(2024, 10, 1))) == 1


@given(st.permutations([PLEDGED, APPROVED, ANOTHER, TRANCHE, GUNS, SOME]))
@settings(max_examples=30)
def test_order_of_the_pledges_changes_nothing(order: list[Pledge]) -> None:
    assert thread(order) == thread([PLEDGED, APPROVED, ANOTHER, TRANCHE, GUNS, SOME])


def test_pledges_that_come_one_by_one_join_the_same_threads() -> None:
    groups: list[list[Pledge]] = []
    for new in (PLEDGED, GUNS, ANOTHER, APPROVED, TRANCHE, SOME):
        found = place(new, list(enumerate(groups)))
        if found is None or found[0] is None:
            groups.append([new])
        else:
            groups[found[0]].append(new)
    whole = {frozenset(each.id for each in one.pledges) for one in thread([each for some in groups for each in some])}
    assert {frozenset(each.id for each in group) for group in groups} == whole


def test_two_pledges_with_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="same id"):
        thread([PLEDGED, PLEDGED])


def test_pledge_survives_packing() -> None:
    for each in (PLEDGED, TRANCHE, SOME, ANOTHER):
        assert Pledge.from_bytes(each.to_bytes()) == each
    with pytest.raises(ValueError, match="damaged"):
        Pledge.from_bytes(b"[1]")
    with pytest.raises(ValueError, match="layout 0"):
        Pledge.from_bytes(b"[0]")


@given(readings())
@settings(max_examples=60, deadline=None)
def test_pledges_of_any_reading_are_threaded_and_packed(reading: Any) -> None:
    found = [
        dataclasses.replace(each, id=f"{each.id}-{at}") for at, each in enumerate(pledges(reading))
    ]  # a reading of chance may have an id twice
    assert [Pledge.from_bytes(each.to_bytes()) for each in found] == found
    held = [pledge.id for one in thread(found) for pledge in one.pledges]
    assert sorted(held) == sorted(each.id for each in found)


@given(st.text(max_size=120), st.data())
def test_any_sentence_gives_references_that_it_holds(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    for each in Sentence(text, (0, len(text)), None, [(start, end)]).references((start, end)):
        assert each.quote in text


def test_shares_grow_by_what_they_add() -> None:
    assert growth([6, 12], [None, None]) == ([6, 6], 12)
    assert growth([6, 12], [None, True]) == ([6, 12], 18)
    assert growth([12, 6], [None, None]) == ([12, 6], 18)
    assert growth([12, 6], [None, False]) == ([12, 0], 12)


def test_a_share_points_at_its_whole_though_that_stands_between_as_a_commitment() -> None:
    text = "Ukraine got the second tranche of its €150m loan from Germany, €60m, on Tuesday."
    own, whole = ((text.index(each), text.index(each) + len(each)) for each in ("€60m", "€150m"))
    sentence = Sentence(text, (0, len(text)), datetime.date(2024, 5, 14), [whole, own])
    (part,) = (each for each in sentence.references(own) if each.kind is Pointer.PART)
    assert (part.value, part.currency, part.ordinal) == (150e6, "EUR", 2)


@pytest.mark.parametrize(
    ("text", "was"),
    [
        ("Germany raises its aid for Ukraine by €3m to €8m.", 5e6),
        ("Germany cut its aid for Ukraine by €3m to €8m.", 11e6),
        ("Germany raises its aid for Ukraine to €8m.", None),
    ],
)
def test_what_grew_names_what_it_was(text: str, was: float | None) -> None:
    assert references(text, "€8m")[Pointer.REVISION].value == was


def test_so_many_that_have_come_so_far_are_part_of_those_promised_though_read_as_a_total() -> None:
    some = told(
        "So far 8 howitzers have reached Ukraine from Germany.", "8 howitzers", "2024-04-05", stage="delivered",
        items="artillery", cumulative=True,
    )  # fmt: skip
    found = compare(some, GUNS)
    assert found is not None
    assert (found.kind, found.share) == (Kind.STAGE_OF, True)
    total = told("Germany has given Ukraine €600m so far.", "€600m", "2024-04-05", stage="delivered", cumulative=True)
    found = compare(total, PLEDGED)
    assert found is not None
    assert found.kind is Kind.TOTAL_OF


def test_what_is_given_in_the_present_tense_may_be_told_long_after() -> None:
    later = told(
        "The €100m from Germany for the power plant have come to Ukraine.", "€100m", "2024-07-01", stage="delivered"
    )
    gives, gave = (
        told(f"Germany {each} Ukraine €100m for a power plant.", "€100m", stage="delivered")
        for each in ("gives", "gave")
    )
    one, other = compare(later, gives), compare(later, gave)
    assert one is not None
    assert other is None or other.probability < one.probability


def test_a_look_back_at_the_days_of_another_is_the_same() -> None:
    gave = told("Germany gave Ukraine €100m for water.", "€100m", "2024-03-05", stage="delivered")
    back = told("In March Germany gave Ukraine €100m for water.", "€100m", "2024-09-01", stage="delivered")
    then = dataclasses.replace(back, start=datetime.date(2024, 3, 1), end=datetime.date(2024, 3, 31))
    found, without = compare(then, gave), compare(back, gave)
    assert found is not None
    assert found.kind is Kind.SAME
    assert without is None or without.probability < found.probability


def test_what_is_given_in_the_present_tense_may_be_promised_long_after() -> None:
    promised = told("A power plant worth €100m from Germany is to come to Ukraine.", "€100m", "2024-10-01")
    gives, gave = (
        told(f"Germany {each} Ukraine a power plant worth €100m.", "€100m", stage="delivered")
        for each in ("gives", "gave")
    )
    one, other = compare(promised, gives), compare(promised, gave)
    assert one is not None
    assert one.kind is Kind.STAGE_OF
    assert other is None or other.probability < one.probability


def test_a_sentence_that_begins_with_of_this_tells_a_share_of_the_sum_before() -> None:
    text = "Germany gives Ukraine €500m for its army. Of this about €150m buy shells."
    start = text.index("Of this")
    at = text.index("€150m")
    (found,) = Sentence(text, (start, len(text)), datetime.date(2024, 3, 5)).references((at, at + len("€150m")))
    assert (found.kind, found.value, found.currency) == (Pointer.PART, 5e8, "EUR")


@pytest.mark.parametrize(
    ("text", "own", "kind"),
    [
        ("The previous package includes €150m for shells.", "€150m", Pointer.CONTENTS),
        ("The package announced on 3 March includes €150m for shells.", "€150m", Pointer.CONTENTS),
        ("The package of €500m includes €150m for shells.", "€150m", Pointer.CONTENTS),
        ("Berlin pays €50m next week, with another €150m to follow.", "€150m", Pointer.PART),
        ("Berlin presented a package with a total value of €500m.", "€500m", Pointer.TOTAL),
        ("It was Berlin's 17th package for Kyiv since 2022, worth €500m.", "€500m", Pointer.TOTAL),
    ],
)
def test_phrases_that_point_elsewhere(text: str, own: str, kind: Pointer) -> None:
    assert kind not in references(text, own)


def test_a_list_is_what_the_line_above_it_holds() -> None:
    text = "Berlin gives Kyiv aid.\nThe package contains:\n- 12 howitzers;\n- €150m for shells."
    own = (text.index("€"), text.index("€") + 5)
    for above, kinds in (("contains:", [Pointer.CONTENTS]), ("is late.", [])):
        told_ = text.replace("contains:", above.ljust(9))
        found = Sentence(told_, (told_.rindex("\n") + 1, len(told_)), None, [own]).references(own)
        assert [each.kind for each in found] == kinds


def test_a_number_of_a_designation_is_no_whole() -> None:
    found = references("Six of 18 Mk 302 howitzers came.", "Six of 18 Mk 302 howitzers")
    assert found[Pointer.PART].count == 18


def test_no_part_is_more_than_its_whole() -> None:
    less = told("Berlin gave Kyiv €50m.", "€50m")
    more = told("Of the €50m promised by Berlin, €70m is for schools in Ukraine.", "€70m", "2024-03-08")
    assert compare(more, less) is None


def of_article(*given: Pledge) -> list[Pledge]:
    """Return pledges as those of one article, in its order, whose ids say nothing of it."""
    return [dataclasses.replace(each, article="one", place=at, id=f"{9 - at}") for at, each in enumerate(given)]


def test_what_a_package_holds_is_part_of_the_last_that_its_article_told() -> None:
    package = told("Germany will give Ukraine military aid worth €500m.", "€500m")
    shells = told("The package includes €150m for shells.", "€150m")
    guns = told("The package includes 12 howitzers.", "12 howitzers", items="artillery")
    (made,) = thread(of_article(package, shells, guns))
    assert made.amount is not None
    assert (made.amount.value, len(made.shares)) == (500e6, 2)
    # In another article it may be any package; and no package is told behind its contents.
    assert len(thread([package, shells])) == 2
    assert len(thread(of_article(shells, package))) == 2
    assert len(thread(of_article(package, told("Berlin gives €150m for shells.", "€150m")))) == 2


def test_an_article_that_goes_on_about_its_items_tells_no_others() -> None:
    promised = told("Germany will give Ukraine 10,000 shells.", "10,000 shells", items="ammunition")
    due = told("The shells are to come by March 25.", "shells", items="ammunition", due="2024-03-25")
    (made,) = thread(of_article(promised, due))
    assert made.due == datetime.date(2024, 3, 25)
    assert len(thread(of_article(promised, told("More shells may come.", "shells", items="ammunition")))) == 2


def test_as_many_for_another_price_are_another_contract() -> None:
    text = "Under a first contract worth €300m Germany sold Ukraine 80 tanks in 2022."
    sold = [told(text, "€300m", stage="contracted"), told(text, "80 tanks", stage="contracted", items="armour")]
    again = told(
        "Germany sells Ukraine 80 tanks for €500m.", "80 tanks", "2024-03-20", stage="contracted", items="armour"
    )
    priced = told("Germany sells Ukraine 80 tanks for €500m.", "€500m", "2024-03-20", stage="contracted")
    assert len(thread([*of_article(*sold), dataclasses.replace(priced, items=again.items)])) == 2
    same = told("Germany sold Ukraine 80 tanks for €300m.", "€300m", "2024-03-06", stage="contracted")
    assert len(thread([*of_article(*sold), dataclasses.replace(same, items=again.items)])) == 1


def test_a_gift_through_a_body_is_the_one_whose_day_and_sum_are_told() -> None:
    given = told("Germany gives Ukraine €120m.", "€120m", "2024-03-03")
    agency = frozenset({"UNO:agency for the displaced"})
    through = told(
        "Germany paid €50m, part of the €120m announced on 3 March.", "€50m", "2024-03-10", stage="delivered"
    )
    found = compare(dataclasses.replace(through, recipient_parties=agency), given)
    assert found is not None
    assert (found.kind, found.share) == (Kind.PART_OF, True)
    other = told("Germany gives the agency €120m.", "€120m", "2024-03-10")
    assert compare(dataclasses.replace(other, recipient_parties=agency), given) is None
    country = dataclasses.replace(through, recipient_parties=frozenset({"POL"}))
    assert compare(country, given) is None


def test_a_day_for_one_kind_does_not_put_off_another() -> None:
    text = "Germany will give Ukraine 40 trucks and 10,000 shells."
    promised = told(text, "10,000 shells", items="ammunition")
    trucks = told(text, "40 trucks", items="vehicles")
    both = dataclasses.replace(promised, items=(*promised.items, *trucks.items))
    shells = told("The shells are to come by March 25.", "shells", items="ammunition", due="2024-03-25")
    later = told(
        "30 of the 40 trucks come by June 30.", "30 of the 40 trucks", "2024-05-20", items="vehicles", due="2024-06-30"
    )

    def late(*told_: Pledge, on: str = "2024-05-30") -> list[str]:
        (made,) = thread([*of_article(both, shells), *told_])
        return [str(each.due) for each in overdue(made, datetime.date.fromisoformat(on))]

    assert late(later) == late() == ["2024-03-25"]
    assert late(later, on="2024-07-01") == ["2024-03-25", "2024-06-30"]
    # They came, or were promised for another day.
    came = told(
        "Ukraine got the 10,000 shells from Germany.",
        "10,000 shells",
        "2024-05-21",
        stage="delivered",
        items="ammunition",
    )
    again = told(
        "Germany's 10,000 shells come by July 1.", "10,000 shells", "2024-05-21", items="ammunition", due="2024-07-01"
    )
    unsaid = dataclasses.replace(came, stage="speculated", id=f"{came.id}x")
    assert late(later, unsaid) == ["2024-03-25"]
    assert late(later, came) == []
    assert late(later, again) == []
