"""What aid holds and costs, by the words alone; no marks but those of names."""

from marks import Writer

from communique.records import Commitment
from communique.vocabulary import Category


def told(text: str, **mentions: list[str]) -> tuple[Commitment, ...]:
    """Return the commitments of a text in which only names are marked."""
    it = Writer(text)
    for _, name, kind in sorted((text.index(each), each, kind) for kind, names in mentions.items() for each in names):
        it.mention(name, kind)
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
