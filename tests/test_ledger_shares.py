"""What was delivered of a commitment, kind by kind: what nobody calls delivered stays open, and the rest closes it."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from ledger_readings import ledger_of, reading
from test_ledger_totals import gives

from communique import Ledger, Reading

_LATE = datetime.date(2024, 12, 1)
_CLASSES = {
    "tanks": "armour",
    "shells": "ammunition",
    "howitzers": "artillery",
    "guns": "small_arms",
    "generators": "other",
}


def gift(text: str, day: str, *items: str, **notes: Any) -> Reading:
    """Return a reading of Germany's gift to Ukraine: items as the text has them, "10 tanks" or "tanks"."""
    made = []
    for each in items:
        number, _, words = (
            each.removeprefix("another ").partition(" ") if any(map(str.isdigit, each)) else ("", "", each)
        )
        count = int(number.replace(",", "")) if number else None
        made.append((count, words, _CLASSES[words.split()[-1]], each))
    return gives(text, day, items[0], 0, items=made, **notes)


PROMISED = gift(
    "Germany will give Ukraine 10 tanks and 1,000 shells by June 30, Berlin said.", "2024-03-03", "10 tanks",
    "1,000 shells", date=("2024-06-30", "2024-06-30", "day", "June 30"),
)  # fmt: skip
TANKS = gift("Germany has delivered the 10 tanks to Ukraine.", "2024-05-02", "10 tanks", stage="delivered")
SHELLS = gift("Germany has delivered the 1,000 shells to Ukraine.", "2024-06-02", "1,000 shells", stage="delivered")
GUNS = gift(
    "Germany will give Ukraine 18 howitzers by June 30, Berlin said.", "2024-03-03", "18 howitzers",
    date=("2024-06-30", "2024-06-30", "day", "June 30"),
)  # fmt: skip
SIX = gift("Germany delivered 6 howitzers of the 18 to Ukraine.", "2024-04-03", "6 howitzers", stage="delivered")


def stages(*readings: Reading) -> list[str]:
    """Give the stages of the threads that readings make, the same in whatever order they come."""
    told = []
    for order in (readings, readings[::-1]):
        with ledger_of(order) as ledger:
            rows = ledger.connection.execute("SELECT stage FROM threads ORDER BY stage").fetchall()
            told.append([row[0] for row in rows])
            late = ledger.overdue(_LATE)
            assert len(late) == sum(stage not in {"delivered", "cancelled"} for stage in told[-1])
    assert told[0] == told[1]
    return told[0]


def test_what_was_not_named_as_delivered_stays_open() -> None:
    assert stages(PROMISED, TANKS) == ["pledged"]
    assert stages(PROMISED, TANKS, SHELLS) == ["delivered"]
    both = gift(
        "Germany has delivered the 10 tanks and the 1,000 shells to Ukraine.", "2024-06-04", "10 tanks",
        "1,000 shells", stage="delivered",
    )  # fmt: skip
    assert stages(PROMISED, both) == ["delivered"]
    assert stages(PROMISED, TANKS, both) == ["delivered"]


def test_who_tells_again_of_one_kind_tells_of_the_same_share() -> None:
    again = gift(
        "Ukraine has received the 10 tanks from Germany.", "2024-05-03", "10 tanks", stage="delivered",
        publisher="Dnipro Gazette",
    )  # fmt: skip
    assert stages(PROMISED, TANKS, again) == ["pledged"]
    with ledger_of([PROMISED, TANKS, again]) as ledger:
        (late,) = ledger.overdue(_LATE)
        assert {each.quote for each in late.delivered} == {TANKS.article.text, again.article.text}
        assert "all of it" in late.reason
        assert ledger.contradictions() == []


def test_a_paper_that_tells_of_one_kind_alone_promises_no_less() -> None:
    brief = gift("Germany promised Ukraine 10 tanks, Kyiv said.", "2024-03-04", "10 tanks", publisher="Dnipro Gazette")
    assert stages(PROMISED, brief, TANKS) == ["pledged"]


def test_the_sum_of_a_package_stands_where_it_stood_until_all_of_it_came() -> None:
    priced = gift(
        "Germany will give Ukraine 10 tanks and 1,000 shells worth €90m, Berlin said.", "2024-03-03", "10 tanks",
        "1,000 shells", amount=(9e7, 9e7, 9e7, "EUR", "€90m"),
    )  # fmt: skip

    def at(*readings: Reading) -> dict[str, float]:
        with ledger_of(readings) as ledger:
            return {dict(row.key)["stage"]: row.sums[0][1] for row in ledger.totals(["stage"]).rows if row.sums}

    assert at(priced, TANKS) == {"pledged": 9e7}
    assert at(priced, TANKS, SHELLS) == {"delivered": 9e7}


def test_two_kinds_of_one_class_are_told_apart_by_their_numbers() -> None:
    promised = gift(
        "Germany will give Ukraine 10 Leopard tanks and 20 Marder tanks, Berlin said.", "2024-03-03",
        "10 Leopard tanks", "20 Marder tanks", date=None,
    )  # fmt: skip
    some = gift("Germany has delivered 20 tanks to Ukraine.", "2024-05-02", "20 tanks", stage="delivered")
    every = gift("Germany has delivered 30 tanks to Ukraine.", "2024-05-02", "30 tanks", stage="delivered")

    def stage(*readings: Reading) -> set[str]:
        with ledger_of(readings) as ledger:
            return {each.thread_stage for each in ledger.commitments()}

    assert stage(promised, some) == {"pledged"}
    assert stage(promised, every) == {"delivered"}


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("The remaining 12 of the 18 howitzers were delivered to Ukraine by Germany.", "12 of the 18 howitzers"),
        ("Germany delivered the last 12 howitzers to Ukraine.", "12 howitzers"),
        ("Germany has delivered the remaining howitzers to Ukraine.", "howitzers"),
        ("Germany has delivered the final howitzers to Ukraine.", "howitzers"),
    ],
)
def test_the_last_of_them_close_the_commitment(text: str, item: str) -> None:
    last = gives(text, "2024-06-03", item, 0, stage="delivered",
                 items=[(12 if "12" in item else None, "howitzers", "artillery", item)])  # fmt: skip
    assert stages(GUNS, SIX, last) == ["delivered"]
    assert stages(GUNS, last) == ["delivered"]


def rest(text: str, item: str, day: str = "2024-06-03", **notes: Any) -> Reading:
    """Return a reading of a text that tells of what was promised, and then of the rest."""
    said = {"donors": ["deu"], "recipients": ["ukr"], "stage": "delivered"}
    deu, ukr = (("Germany", "state", "DEU", ["GOV"], None), ("Ukraine", "state", "UKR", ["GOV"], None))
    return reading(
        text, published=day, publisher=notes.pop("publisher", "Spree Bote"), actors={"deu": deu, "ukr": ukr},
        commitments=[{**said, "at": item, "items": [(None, item, "other", item)], **notes}],
    )  # fmt: skip


def test_the_rest_closes_what_it_is_the_rest_of() -> None:
    told = "Germany delivered six of its howitzers to Ukraine in April. The rest has been delivered too, Berlin said."
    assert stages(GUNS, SIX, rest(told, "rest")) == ["delivered"]


def test_the_rest_of_something_else_closes_nothing() -> None:
    other = rest("Germany bought bridges for Ukraine in April. The rest has been delivered too, Berlin said.", "rest")
    with ledger_of([GUNS, SIX, other]) as ledger:
        assert [each.thread for each in ledger.overdue(_LATE)] == [ledger.commitments(stage="pledged")[0].thread]


def test_the_last_of_one_kind_closes_no_other() -> None:
    last = gift("Germany delivered the last 4 tanks to Ukraine.", "2024-06-03", "4 tanks", stage="delivered")
    assert stages(PROMISED, last) == ["pledged"]
    assert stages(PROMISED, last, SHELLS) == ["delivered"]


def test_a_later_report_that_they_are_not_all_there_keeps_it_open() -> None:
    last = gift("Germany delivered the last 12 howitzers to Ukraine.", "2024-06-03", "12 howitzers", stage="delivered")
    late = gift(
        "Germany has delayed the last 12 howitzers for Ukraine.", "2024-06-05", "12 howitzers", stage="delayed",
        publisher="Dnipro Gazette",
    )  # fmt: skip
    assert stages(GUNS, SIX, last) == ["delivered"]
    assert stages(GUNS, SIX, last, late) == ["pledged"]


def test_the_remaining_guns_are_the_howitzers_that_were_promised() -> None:
    last = gift("Germany has delivered the remaining 12 guns to Ukraine.", "2024-06-03", "12 guns", stage="delivered")
    assert stages(GUNS, SIX, last) == ["delivered"]


def test_what_is_still_to_come_is_told_in_the_words_of_the_articles() -> None:
    some = gift("Germany has delivered 4 tanks to Ukraine.", "2024-05-02", "4 tanks", stage="delivered")
    with ledger_of([PROMISED, some]) as ledger:
        (late,) = ledger.overdue(_LATE)
        assert [each.check for each in ledger.examine() if each.wrong] == []
        assert late.open == ("6 of 10 tanks", "1,000 shells")
        assert late.reason.endswith("still to come: 6 of 10 tanks, 1,000 shells")
    with Ledger.open(":memory:") as ledger:
        ledger.put(PROMISED)
        assert [each.open for each in ledger.overdue(_LATE)] == [()]


def test_a_kind_that_was_called_off_is_not_to_come() -> None:
    off = gift("Germany has cancelled the 10 tanks for Ukraine.", "2024-05-02", "10 tanks", stage="cancelled")
    assert stages(PROMISED, off) == ["pledged"]
    assert stages(PROMISED, off, SHELLS) == ["delivered"]


def test_another_papers_count_of_one_delivery_is_no_further_delivery() -> None:
    ten, nine = (
        gift(f"Germany has delivered {count} howitzers to Ukraine.", day, f"{count} howitzers", stage="delivered",
             publisher=publisher)
        for count, day, publisher in ((10, "2024-05-02", "Spree Bote"), (9, "2024-05-03", "Dnipro Gazette"))
    )  # fmt: skip
    later = gift("Germany has delivered another 8 howitzers to Ukraine.", "2024-06-02", "another 8 howitzers",
                 stage="delivered")  # fmt: skip
    assert stages(GUNS, ten, nine) == ["pledged"]
    assert stages(GUNS, ten, later) == ["delivered"]


def test_a_thread_is_explained_by_its_whole_and_not_by_its_last_share() -> None:
    with ledger_of([PROMISED, TANKS]) as ledger:
        thread = ledger.commitments()[0].thread
        headline = ledger.explain(thread).headline
        assert headline.startswith("pledged: Germany → Ukraine, 10 tanks, 1,000 shells")


def test_who_gives_and_is_read_as_taking_too_takes_nothing() -> None:
    deu, ukr = (("Germany", "state", "DEU", ["GOV"], None), ("Ukraine", "state", "UKR", ["GOV"], None))
    text = "Germany will give Ukraine 18 howitzers, the Bundestag decided."
    one = reading(
        text, published="2024-03-03", actors={"deu": deu, "ukr": ukr},
        commitments=[{"donors": ["deu"], "recipients": ["ukr", "deu"], "stage": "pledged", "at": "18 howitzers",
                      "items": [(18, "howitzers", "artillery", "18 howitzers")],
                      "date": ("2024-06-30", "2024-06-30", "day", "decided")}],
    )  # fmt: skip
    with Ledger.open(":memory:") as ledger:
        ledger.put(one)
        (late,) = ledger.overdue(_LATE)
        assert (late.donors, late.recipients) == (("DEU",), ("UKR",))


def test_last_week_is_no_last_delivery() -> None:
    some = gift("Last week Germany delivered 4 howitzers of the 18 to Ukraine.", "2024-06-03", "4 howitzers",
                stage="delivered")  # fmt: skip
    assert stages(GUNS, some) == ["pledged"]


def test_tranches_that_make_up_the_sum_close_it() -> None:
    def paid(day: str, million: int, which: str) -> Reading:
        text = f"Ukraine received €{million}m from Germany, the {which} tranche of the €500m announced on 3 March."
        return gives(text, day, f"€{million}m", million * 1e6, stage="delivered")

    promised = gives(
        "Germany will give Ukraine €500m for bridges by June 30, Berlin said.", "2024-03-03", "€500m", 5e8,
        date=("2024-06-30", "2024-06-30", "day", "June 30"),
    )  # fmt: skip
    first, second = paid("2024-05-14", 150, "first"), paid("2024-06-14", 350, "second")
    assert stages(promised, first) == ["pledged"]
    assert stages(promised, first, second) == ["delivered"]
