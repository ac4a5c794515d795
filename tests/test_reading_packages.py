"""What aid holds and costs, by the words alone; no marks but those of names."""

import pytest
from marks import Writer

from communique.records import Commitment
from communique.vocabulary import Category


def told(text: str, **mentions: list[str]) -> tuple[Commitment, ...]:
    """Return the commitments of a text in which only names are marked."""
    it = Writer(text)
    it.mentions(**mentions)
    return it.reading().commitments


def items(commitment: Commitment) -> list[str]:
    return [each.designation for each in commitment.items]


def test_a_package_that_opens_a_text_is_a_commitment() -> None:
    (found,) = told(
        "This 8 million AUD package of further defensive military assistance will include drones and rations."
    )
    assert (found.amount and found.amount.value, found.category) == (8e6, Category.MILITARY)
    assert items(found) == ["drones", "rations"]


def test_aid_that_consists_of_things_is_a_commitment_without_a_sum() -> None:
    (found,) = told("The aid consists of protective equipment (body armour, helmets and camouflage nets).")
    assert "helmets" in items(found)


def test_what_holds_things_but_is_no_aid_is_none() -> None:
    assert told("The arsenal of the brigade includes drones and 40 howitzers.") == ()


@pytest.mark.parametrize(
    "cost",
    [
        "The total cost of the aid amounts to 800,000 euros.",
        "The total value is 800,000 euros.",
        "The shipment is worth 800,000 euros.",
    ],
)
def test_what_aid_costs_is_for_what_it_holds(cost: str) -> None:
    it = Writer(f"Peru sent Togo medicines. {cost}")
    peru, togo = it.mention("Peru", "state"), it.mention("Togo", "state")
    it.value("medicines", "item")
    event = it.trigger("sent", "AID", actors=[peru], recipients=[togo])
    it.anchor(it.word("medicines"), "delivered", donors=[peru], recipients=[togo], event=event)
    it.value("800,000 euros", "money")
    it.anchor(it.word("euros"), "delivered", donors=[peru], recipients=[togo])
    assert [each.category for each in it.reading().commitments] == [Category.HUMANITARIAN, Category.HUMANITARIAN]


def test_civil_protection_is_humanitarian() -> None:
    (found,) = told("$5m in aid through the EU Civil Protection Mechanism.")
    assert found.category is Category.HUMANITARIAN


@pytest.mark.parametrize("text", ["Boats, generators and tents.", "Tents and blankets.", "120 boats."])
def test_a_bare_list_is_a_commitment_where_nothing_follows_it(text: str) -> None:
    assert len(told(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Boats for the island leave at ten.",
        "Lunch costs 95 kroner and includes seconds.",
        "Ambulances and generators, many of them old.",
    ],
)
def test_a_list_with_a_sentence_of_its_own_is_none(text: str) -> None:
    assert told(text) == ()


@pytest.mark.parametrize("text", ["Peru has flour, twenty tonnes of it.", "It is Peru that owns the flour."])
def test_who_has_things_that_no_deed_moves_gives_nothing(text: str) -> None:
    it = Writer(text)
    peru = it.mention("Peru", "state")
    it.value("flour", "item")
    it.anchor(it.word("flour"), "pledged", donors=[peru], recipients=[])
    assert it.reading().commitments == ()
