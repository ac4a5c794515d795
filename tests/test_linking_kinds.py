"""Which items of one telling are which of another: by their words first, then by their numbers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.linking.commitment_kinds import kinds, named, unnamed
from communique.linking.commitment_pledges import Materiel, materiel
from communique.linking.commitment_sizes import alike, is_vague


def items(*told: str) -> list[Materiel]:
    """Return items of lines as "10 armour Leopard tanks", or "armour Leopard tanks" without a number."""
    made = []
    for each in told:
        number, _, rest = each.partition(" ") if each[0].isdigit() else ("", "", each)
        kind, _, words = rest.partition(" ")
        count = int(number) if number else None
        made.append(materiel(kind, words, count, count, count))
    return made


@pytest.mark.parametrize(
    ("new", "old", "expected"),
    [
        (["10 armour tanks"], ["10 armour tanks", "1000 ammunition shells"], [10, None]),
        (["armour tanks"], ["10 armour tanks", "1000 ammunition shells"], [0, None]),
        (["20 armour tanks"], ["10 armour Leopard tanks", "20 armour Marder tanks"], [None, 20]),
        (["30 armour tanks"], ["10 armour Leopard tanks", "20 armour Marder tanks"], [10, 20]),
        (["90 ammunition artillery shells"], ["9 ammunition mortar shells", "99 ammunition artillery shells"],
         [None, 90]),
        (["6 artillery Caesar howitzers", "4 artillery Archer howitzers"], ["12 artillery howitzers"], [10]),
        (["5 food flour"], ["10 armour tanks"], [None]),
    ],
)  # fmt: skip
def test_each_kind_is_named_in_its_number(new: list[str], old: list[str], expected: list[float | None]) -> None:
    assert named(items(*new), items(*old)) == expected


def test_what_names_no_kind_is_not_missed() -> None:
    old = items("10 armour tanks", "other equipment", "1000 ammunition shells")
    assert [each.count for each in unnamed(items("10 armour tanks"), old)] == [1000]
    assert [is_vague(each) for each in old] == [False, True, False]


def test_like_items_of_several_tellings_are_of_one_kind_and_two_of_one_telling_are_not() -> None:
    told = [
        items("18 armour Leopard tanks", "30 armour T-72 tanks"),
        items("27 armour T-72 tanks", "16 armour Leopard tanks"),
        items("30 armour tanks"),
    ]
    assert kinds(told) == [[0, 1], [1, 0], [1]]


_KINDS = st.sampled_from(("armour tanks", "armour Leopard tanks", "ammunition shells", "ammunition mortar shells"))
_ITEMS = st.lists(
    st.tuples(st.integers(1, 99) | st.none(), _KINDS).map(lambda each: f"{each[0] or ''} {each[1]}".strip()), max_size=4
).map(lambda told: items(*told))


@given(_ITEMS, _ITEMS)
@settings(max_examples=60)
def test_no_more_is_named_than_is_told(new: list[Materiel], old: list[Materiel]) -> None:
    found = named(new, old)
    assert len(found) == len(old)
    assert sum(each or 0 for each in found) <= sum(each.count or 0 for each in new)
    assert all(each is not None for each in named(old, old))


@given(st.lists(_ITEMS, max_size=4))
@settings(max_examples=60)
def test_no_telling_has_two_items_of_one_kind(tellings: list[list[Materiel]]) -> None:
    for items_, numbers in zip(tellings, kinds(tellings), strict=True):
        assert len(set(numbers)) == len(items_)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("small_arms guns", "artillery howitzers", True),
        ("artillery pieces", "artillery howitzers", True),
        ("air_defence systems", "air_defence Patriot launchers", True),
        ("small_arms machine guns", "artillery howitzers", False),
        ("small_arms guns", "armour Leopard tanks", False),
        ("ammunition shells", "artillery howitzers", False),
    ],
)
def test_a_bare_word_may_mean_the_arms_told_before(one: str, other: str, *, expected: bool) -> None:
    (left,), (right,) = items(one), items(other)
    assert alike(left, right) is alike(right, left) is expected
