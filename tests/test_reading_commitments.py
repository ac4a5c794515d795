"""Commitments told apart, told again, told as totals, as ranges and on conditions; marks are written by hand."""

import re

import pytest
from gifts import Gifts, sums
from marks import Writer

from communique.model import Link
from communique.records import Commitment


def test_equal_sums_of_two_days_are_two_commitments() -> None:
    it = Gifts("Peru gave Togo $5m in May 2023 and $5m in June 2023.")
    it.give("$5m", date="May 2023")
    it.give("$5m", nth=2, date="June 2023")
    assert sums(it.commitments()) == [5e6, 5e6]


def test_the_same_sum_of_the_same_day_is_one_commitment() -> None:
    it = Gifts("Peru gave Togo $5m in 2023. In May 2023 Peru gave Togo $5m.")
    it.give("$5m", date="in 2023")
    it.give("$5m", nth=2, date="May 2023")
    assert sums(it.commitments()) == [5e6]


def test_a_promise_and_its_delivery_are_two_commitments() -> None:
    it = Gifts("Peru pledged Togo $5m. On Monday Peru delivered the $5m.")
    it.give("$5m", stage="pledged")
    it.give("$5m", nth=2)
    assert [str(each.stage) for each in it.commitments()] == ["pledged", "delivered"]


@pytest.mark.parametrize(
    "text",
    [
        "Peru gave Togo $5m and another $5m.",
        "Peru gave Togo $5m. Peru gave it a further $5m.",
        "Peru gave Togo $5m. Peru also sent it $5m.",
        "Peru gave Togo $5m for schools and $5m for clinics.",
        "Peru gave Togo $5m for schools. Peru gave it $5m earmarked for clinics.",
    ],
)
def test_another_sum_and_one_for_something_else_are_commitments_of_their_own(text: str) -> None:
    it = Gifts(text)
    it.give("$5m")
    it.give("$5m", nth=2)
    assert sums(it.commitments()) == [5e6, 5e6]


@pytest.mark.parametrize(
    "text",
    [
        "Peru gave Togo $5m. Peru's $5m is for clinics.",
        "Peru gave Togo $5m for schools. The $5m for new classrooms will come in May.",
        "Peru gave Togo $5m for schools. Peru sent the $5m for Togo by air.",
        "Peru gave Togo another $5m. Peru sent another $5m, a minister said.",
        "Peru gives Togo $5m\nPeru gave another $5m, a minister said.",
    ],
)
def test_a_sum_told_again_is_one_commitment(text: str) -> None:
    it = Gifts(text)
    it.give("$5m")
    it.give("$5m", nth=2)
    assert sums(it.commitments()) == [5e6]


def test_equal_lists_of_two_days_are_two_commitments() -> None:
    it = Gifts("Peru sent Togo 4 trucks in May 2023. Peru sent Togo another 4 trucks.")
    it.give("4 trucks", kind="item")
    it.give("4 trucks", kind="item", nth=2)
    assert [item.count for each in it.commitments() for item in each.items] == [4, 4]


def lists(found: tuple[Commitment, ...]) -> list[list[str]]:
    return [[item.designation for item in each.items] for each in found]


def claim(it: Gifts, anchor: int, *items: int) -> None:
    """Draw the arcs of an anchor, by its number, to items."""
    it.marks.anchors[anchor].items = [Link(each, 0.9) for each in items]


def test_an_item_is_part_of_one_commitment_of_its_own_sentence() -> None:
    it = Gifts("Peru will send Togo 12 trucks and $8m. A second shipment of 20 tents, 6 boats and $4m will follow.")
    trucks, _ = it.give("12 trucks", kind="item", stage="pledged"), it.give("$8m", stage="pledged")
    tents, boats = it.give("20 tents", kind="item", stage="pledged"), it.value("6 boats", "item")
    it.give("$4m", stage="pledged")
    for number, items in enumerate([(trucks, boats), (tents, boats), (tents, boats), (boats,)]):
        claim(it, number, *items)
    assert lists(it.commitments()) == [["trucks"], [], ["tents", "boats"], []]


def test_an_item_without_an_anchor_in_its_sentence_is_of_the_nearest_before() -> None:
    it = Gifts("Peru gave Togo $8m. Peru gave Togo $9m. It will be spent on 6 boats.")
    it.give("$8m"), it.give("$9m")
    boats = it.value("6 boats", "item")
    claim(it, 0, boats)
    claim(it, 1, boats)
    assert lists(it.commitments()) == [[], ["boats"]]


def test_what_is_worth_a_sum_is_part_of_it_and_no_commitment_beside_it() -> None:
    it = Gifts("Peru gave Togo 30 scanners, worth some $7m.")
    scanners = it.give("30 scanners", kind="item")
    it.give("$7m")
    claim(it, 1, scanners)
    assert (sums(it.commitments()), lists(it.commitments())) == ([7e6], [["scanners"]])


def test_an_item_at_another_stage_stays_a_commitment() -> None:
    it = Gifts("Peru, which delivered 30 scanners to Togo, promised it $7m.")
    scanners = it.give("30 scanners", kind="item")
    it.give("$7m", stage="pledged")
    claim(it, 1, scanners)
    assert sorted(lists(it.commitments())) == [[], ["scanners"]]


@pytest.mark.parametrize("marked", [True, False])
def test_what_a_package_includes_is_of_the_whole_and_not_of_its_last_part(marked: bool) -> None:  # noqa: FBT001
    it = Gifts("Peru gave Togo a package of $20m, including $5m for schools. The package includes 40 howitzers.")
    it.give("$20m"), it.give("$5m")
    if marked:
        howitzers = it.give("40 howitzers", kind="item")
        claim(it, 0, howitzers)
        claim(it, 1, howitzers)
    assert lists(it.commitments()) == [["howitzers"], []]


def test_an_anchor_at_a_verb_whose_items_are_anothers_is_none() -> None:
    it = Gifts("Peru sent Togo 30 scanners.")
    event = it.trigger("sent", "AID", actors=[it.peru], recipients=[it.togo])
    it.anchor(it.word("sent"), "delivered", donors=[it.peru], recipients=[it.togo], event=event)
    scanners = it.give("30 scanners", kind="item")
    claim(it, 0, scanners)
    assert lists(it.commitments()) == [["scanners"]]


def test_a_number_of_dead_is_of_its_own_sentences_event() -> None:
    it = Writer("Rebels attacked Lomé. Troops bombed Kara, and 9 people were killed.")
    rebels, troops = it.mention("Rebels", "group"), it.mention("Troops", "group")
    dead = it.value("9 people", "quantity")
    for word, actor in (("attacked", rebels), ("bombed", troops)):
        it.trigger(word, "ASSAULT", actors=[actor])
        it.marks.triggers[-1].quantities = [("dead", Link(dead, 0.9))]
    assert [[each.value for each in event.quantities] for event in it.reading().events] == [[], [9]]


def test_a_number_is_of_the_dead_or_of_the_injured_whichever_is_likelier() -> None:
    it = Writer("Rebels shelled Kara, killing 3 farmers and wounding 14. Troops arrested 14 rebels.")
    farmers, wounded = it.value("3 farmers", "quantity"), it.value("14", "quantity")
    caught = it.value("14 rebels", "quantity")
    it.trigger("shelled", "ASSAULT", actors=[it.mention("Rebels", "group")])
    it.marks.triggers[-1].quantities = [("dead", Link(farmers, 0.9)), ("injured", Link(wounded, 0.8))]
    it.trigger("killing", "ASSAULT", actors=[0])
    it.marks.triggers[-1].quantities = [("dead", Link(farmers, 0.9)), ("dead", Link(wounded, 0.5))]
    it.trigger("arrested", "COERCE", actors=[it.mention("Troops", "group")])
    it.marks.triggers[-1].quantities = [("arrested", Link(caught, 0.9)), ("crowd", Link(caught, 0.5))]
    told = [[(each.kind, each.value) for each in event.quantities] for event in it.reading().events]
    assert told == [[("injured", 14)], [("dead", 3)], [("arrested", 14), ("crowd", 14)]]


@pytest.mark.parametrize(
    "text",
    [
        "Peru has so far given Togo $8m.",
        "Peru has given Togo $8m so far.",
        "Peru gave Togo, in total, $8m.",
        "Since the start of the war, Peru has given Togo $8m in military aid.",
        "Peru has helped Togo, bringing the total to $8m.",
        "The new tents from Peru bring its aid to Togo to $8m.",
    ],
)
def test_a_running_total_is_cumulative(text: str) -> None:
    it = Gifts(text)
    it.give("$8m")
    assert [each.cumulative for each in it.commitments()] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "Peru gave Togo $8m.",
        "Peru gave Togo its biggest package so far, worth $8m.",
        "Peru has so far paid Togo half of the $8m.",
        "Peru has so far been idle; it will give Togo $8m.",
        "Peru has so far helped Togo and will give another $8m.",
        "Peru announced its 17th package of aid to Togo since the start of the war, worth $8m.",
        "Peru gave Togo its largest sum since the start of the war, $8m.",
    ],
)
def test_a_plain_sum_is_no_total(text: str) -> None:
    it = Gifts(text)
    it.give("$8m", stage="pledged")
    assert [each.cumulative for each in it.commitments()] == [False]


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("Peru presented its sixteenth package of aid to Togo, with a value of $8m.", False),
        ("Peru presented its sixteenth package for Togo, bringing the total to $8m.", True),
        ("Peru, which presented a package in May, gave Togo $8m.", True),
    ],
)
def test_a_package_with_a_number_is_no_total_whatever_was_read(text: str, total: bool) -> None:  # noqa: FBT001
    it = Gifts(text)
    it.give("$8m", stage="pledged")
    it.marks.anchors[-1].cumulative = True
    assert [each.cumulative for each in it.commitments()] == [total]


@pytest.mark.parametrize(
    ("text", "totals"),
    [
        ("Peru gave Togo $9m: $5m for food and $4m for hospitals.", [9e6]),
        ("Peru gave Togo $9m. Of this, $5m is for food and $4m for hospitals.", [9e6]),
        ("Peru gave Togo $9m. It has $3.8m in grants, $4.1m in loans and $1.2m for hospitals.", [9e6]),
        ("Peru gave Togo $9m. It has $3.8m in grants, $4.1m in loans and $3.2m for hospitals.", []),
        ("Peru gave Togo $9m, $5m for food and $3m for hospitals.", []),
        ("Peru gave Togo $9m, $5m for food and $4.1m for hospitals.", []),
        ("Peru gave Togo $9m, $5m for food and €4m for hospitals.", []),
    ],
)
def test_a_sum_of_the_sums_behind_it_is_a_total(text: str, totals: list[float]) -> None:
    it = Gifts(text)
    for each in re.findall(r"[$€][\d.]+m", text):
        it.give(each)
    assert [each.amount.value for each in it.commitments() if each.amount and each.cumulative] == totals


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("Peru lent Togo $48m, not $84m as some papers wrote.", [48e6]),
        ("Peru gave Togo about $48m of aid and not the some $84m of which a paper wrote.", [48e6]),
        ("Peru gave Togo not $84m but as much as $48m.", [48e6]),
        ("Peru gave Togo $48m in all, and not less than $84m in loans.", [48e6, 84e6]),
        ("Peru gave Togo $48m. It did not give $84m.", [48e6, 84e6]),
    ],
)
def test_a_sum_that_another_is_told_not_to_be_is_none(text: str, given: list[float]) -> None:
    it = Gifts(text)
    for each in re.findall(r"[$€]\d+m", text):
        it.give(each)
    assert sorted(sums(it.commitments())) == given


def test_what_has_been_delayed_since_a_day_is_no_total() -> None:
    it = Gifts("Peru has delayed $9m for Togo since May 2023.")
    it.give("$9m", stage="delayed", date="May 2023")
    assert [each.cumulative for each in it.commitments()] == [False]


@pytest.mark.parametrize(
    ("text", "marked", "low", "high"),
    [
        ("Peru will give Togo between €3 million and €4 million.", ["€3 million", "€4 million"], 3e6, 4e6),
        ("Peru will give Togo from $2m to $3m this year.", ["$2m", "$3m"], 2e6, 3e6),
        ("Peru will give Togo 5 to 7 million euros.", ["7 million euros"], 5e6, 7e6),
    ],
)
def test_a_range_is_one_commitment(text: str, marked: list[str], low: float, high: float) -> None:
    it = Gifts(text)
    for each in marked:
        it.give(each, stage="pledged")
    [found] = it.commitments()
    assert found.amount
    assert (found.amount.low, found.amount.high) == (low, high)


def test_a_raise_from_one_sum_to_another_is_no_range() -> None:
    it = Gifts("Peru raised its aid to Togo from $2m to $3m.")
    it.give("$2m")
    it.give("$3m")
    assert sums(it.commitments()) == [2e6, 3e6]


def test_what_a_sum_grew_by_is_in_what_it_grew_to() -> None:
    it = Gifts("Peru raises its aid for Togo by $3m to $8m.")
    it.give("$3m")
    it.give("$8m")
    assert sums(it.commitments()) == [8e6]


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("Peru gave Togo $5m of help, with 12 trucks but without the 40 tanks.", ["trucks"]),
        ("Peru gave Togo $5m of help without delay: 12 trucks and 40 tanks.", ["trucks", "tanks"]),
    ],
)
def test_what_a_package_is_told_to_be_without_is_no_part_of_it(text: str, items: list[str]) -> None:
    it = Gifts(text)
    it.give("$5m")
    it.marks.anchors[0].items = [Link(it.value(each, "item"), 0.9) for each in ("12 trucks", "40 tanks")]
    (found,) = it.commitments()
    assert [each.designation for each in found.items] == items


def test_what_a_thing_is_for_is_not_given() -> None:
    it = Gifts("Peru will send Togo spare parts for its F-16 jets, shells for M777 howitzers and 20 tents.")
    parts = it.give("spare parts", kind="item", stage="pledged")
    jets, shells, guns = it.value("F-16 jets", "item"), it.value("shells", "item"), it.value("M777 howitzers", "item")
    claim(it, 0, parts, jets, shells, guns)
    assert lists(it.commitments()) == [["spare parts", "shells", "tents"]]


def test_an_anchor_at_what_a_thing_is_for_hangs_at_the_next_item() -> None:
    it = Gifts("Peru will send Togo shells for M777 howitzers and 20 tents.")
    guns, tents = it.give("M777 howitzers", kind="item", stage="pledged"), it.value("20 tents", "item")
    claim(it, 0, guns, tents)
    assert lists(it.commitments()) == [["shells", "tents"]]


def test_a_list_without_marks_holds_nothing_that_a_thing_is_for() -> None:
    it = Gifts("Peru sent Togo shells for M777 howitzers and spare parts.")
    it.trigger("sent", "AID", actors=[it.peru], recipients=[it.togo])
    assert lists(it.commitments()) == [["shells", "spare parts"]]


def test_a_list_goes_on_behind_what_a_thing_is_for() -> None:
    it = Gifts("Peru helps Togo: missiles for F-16 jets; NASAMS launchers; 20 tents.")
    it.give("20 tents", kind="item")
    assert lists(it.commitments()) == [["missiles", "NASAMS launchers", "tents"]]


def test_what_a_thing_is_swapped_for_is_given() -> None:
    it = Gifts("Togo will swap missiles for howitzers of Peru.")
    claim(it, 0, it.give("howitzers", kind="item", stage="pledged"))
    assert "howitzers" in lists(it.commitments())[0]


@pytest.mark.parametrize(
    ("text", "instrument"),
    [
        ("Peru backed the dam in Togo with a guarantee of $9m.", "guarantee"),
        ("Peru gave Togo a soft loan of $9m.", "loan"),
        ("Peru gave Togo $9m in loan guarantees.", "guarantee"),
        ("Peru gave Togo $9m in cheap credits.", "loan"),
        ("Peru gave Togo a grant of $9m.", "grant"),
        ("Peru gave Togo $9m and a loan.", "in_kind"),
    ],
)
def test_the_noun_right_beside_a_sum_tells_its_instrument(text: str, instrument: str) -> None:
    it = Gifts(text)
    it.give("$9m")
    assert it.commitments()[0].instrument == instrument


def test_who_guarantees_a_loan_lends_none() -> None:
    it = Gifts("Peru will guarantee a loan of $9m to Togo.")
    it.give("$9m", stage="pledged")
    it.marks.anchors[0].instrument = "guarantee"
    assert it.commitments()[0].instrument == "guarantee"


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("Peru will give Togo $9m if parliament agrees.", "if parliament agrees"),
        (
            "Peru will give Togo $9m, provided that the books are open, a minister said.",
            "provided that the books are open",
        ),
        ("Peru will give Togo $9m on condition that elections are held.", "on condition that elections are held"),
        ("Peru will give Togo $9m once the audit is done.", "once the audit is done"),
        ("Peru will give Togo $9m as soon as the terms are met.", "as soon as the terms are met"),
        ("Peru will give Togo $9m, subject to approval by Congress.", "subject to approval by Congress"),
        ("Peru will give Togo $9m pending a second vote.", "pending a second vote"),
        ("If parliament agrees, Peru will give Togo $9m.", "If parliament agrees"),
        ("Peru will give Togo $9m should its parliament consent.", None),
        ("Peru will give Togo $9m, should its parliament consent.", "should its parliament consent"),
        ("Peru will give Togo $9m; if parliament agrees there will be a feast.", None),
        ("Peru will give Togo $9m, a minister said on condition of anonymity.", None),
        ("Peru will give Togo $9m once a year.", None),
        ("Peru will give Togo $9m, which should have come in May.", None),
        ("Peru will give Togo $9m, which it may take back if the tender fails.", None),
        ("Asked if parliament agrees, Peru promised Togo $9m.", None),
    ],
)
def test_the_condition_of_a_promise(text: str, condition: str | None) -> None:
    it = Gifts(text)
    it.give("$9m", stage="pledged")
    [found] = it.commitments()
    assert (found.conditions.quote if found.conditions else None) == condition


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("Peru suspended $9m for Togo until an elected government sits.", "until an elected government sits"),
        ("Peru suspended $9m for Togo until the autumn of this year.", None),
    ],
)
def test_what_is_held_back_has_an_end(text: str, condition: str | None) -> None:
    it = Gifts(text)
    it.give("$9m", stage="suspended")
    [found] = it.commitments()
    assert (found.conditions.quote if found.conditions else None) == condition


def test_a_condition_is_of_the_nearest_and_of_what_its_event_gives() -> None:
    it = Gifts("Peru gave Togo $3m and will send $9m and 20 tents if parliament agrees.")
    it.give("$3m")
    event = it.trigger("send", "AGREE", "planned", actors=[it.peru], recipients=[it.togo])
    it.give("$9m", stage="pledged")
    it.give("20 tents", kind="item", stage="pledged")
    for anchor in it.marks.anchors[1:]:
        anchor.event = Link(event, 0.9)
    assert [each.conditions is not None for each in it.commitments()] == [False, True, True]


def test_no_condition_reaches_over_another_kind_of_event() -> None:
    it = Gifts("Peru will give Togo $9m and attack the rebels if they come back.")
    it.trigger("attack", "ASSAULT", "planned", actors=[it.peru])
    it.give("$9m", stage="pledged")
    assert it.commitments()[0].conditions is None


def stage_of_deed(text: str, status: str, *, told: bool) -> str:
    """Return the stage of guns that were, by the marks, delivered in a deed of this status, told by somebody or not."""
    it = Gifts(text)
    event = it.trigger("sent", "AID", status, actors=[it.peru], recipients=[it.togo])
    if told:
        it.cue("said", "say", it.mention("envoy", "person"), text.split(", an envoy", maxsplit=1)[0])
    value = it.value("guns", "item")
    it.anchor(it.last_word(value), "delivered", donors=[it.peru], recipients=[it.togo], event=event)
    return str(it.commitments()[0].stage)


@pytest.mark.parametrize(
    ("text", "status", "told", "stage"),
    [
        ("Peru has not sent Togo guns, an envoy said.", "negated", True, "speculated"),
        ("Peru has not yet sent Togo guns.", "negated", False, "delayed"),
        ("Peru has sent Togo guns.", "actual", False, "delivered"),
    ],
)
def test_a_deed_that_was_not_done_delivers_nothing(text: str, status: str, *, told: bool, stage: str) -> None:
    assert stage_of_deed(text, status, told=told) == stage


@pytest.mark.parametrize(
    ("text", "committed"),
    [
        ("Peru gave Togo $8m, up from $3m.", [8e6]),
        ("Peru gave Togo $8m, compared with about $3m in May.", [8e6]),
        ("Peru gave Togo $8m, instead of the $3m that had been told.", [8e6]),
        ("Peru gave Togo $8m out of a fund whose budget had been $3m.", [8e6]),
        ("Peru gave Togo $8m and, from May, $3m.", [8e6, 3e6]),
    ],
)
def test_a_sum_to_compare_with_is_no_commitment(text: str, committed: list[float]) -> None:
    it = Gifts(text)
    it.give("$8m")
    it.give("$3m")
    assert sums(it.commitments()) == committed


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("Peru gave Togo guns; the launchers had not been included.", ["guns"]),
        ("Peru gave Togo guns; the launchers weren't part of it.", ["guns"]),
        ("Peru gave Togo guns; the launchers had been included.", ["guns", "launchers"]),
    ],
)
def test_what_is_said_not_to_be_included_is_no_item(text: str, items: list[str]) -> None:
    it = Gifts(text)
    it.give("guns", kind="item")
    it.give("launchers", kind="item")
    assert [item.designation for each in it.commitments() for item in each.items] == items


def test_who_guarantees_a_sum_gives_a_guarantee() -> None:
    it = Gifts("Peru offered to guarantee a further $8m for Togo.")
    it.give("$8m", stage="proposed")
    assert [str(each.instrument) for each in it.commitments()] == ["guarantee"]


@pytest.mark.parametrize(
    ("rest", "found"),
    [
        ("F-16 and C-130 aircraft", ["spare parts"]),
        ("F-16 jets and 12 C-130 aircraft", ["spare parts", "C-130 aircraft"]),
        ("F-16 jets and M777 howitzers", ["spare parts", "M777 howitzers"]),
    ],
)
def test_the_second_of_what_a_thing_is_for_is_no_item_either(rest: str, found: list[str]) -> None:
    it = Gifts(f"Peru sent Togo spare parts for {rest}.")
    it.give("spare parts", kind="item")
    assert lists(it.commitments()) == [found]
