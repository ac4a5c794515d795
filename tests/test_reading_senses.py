"""Words of an attack in another sense; marks are written by hand."""

import pytest
from marks import Writer


def types(text: str, word: str) -> list[str]:
    it = Writer(text)
    it.trigger(word, "ASSAULT", actors=[it.mention("Peru", "state")])
    return [each.type for each in it.reading().events]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Peru was holed up in a mill.", "holed"),
        ("Peru struck a secret deal with Chad.", "struck"),
        ("Under a bargain quietly struck on Monday Peru left.", "struck"),
        ("Peru is fighting the locusts.", "fighting"),
        ("Peru has been bombarding the envoy with questions.", "bombarding"),
        ("Peru fired its acting interior minister.", "fired"),
        ("Peru has killed off any real challenge to Chad.", "killed"),
        ("Peru killed all hopes of a truce.", "killed"),
    ],
)
def test_another_sense_is_no_attack(text: str, word: str) -> None:
    assert types(text, word) == []


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Peru struck a mill in the hills.", "struck"),
        ("Peru is fighting the rebels.", "fighting"),
        ("Peru fought for the bridge.", "fought"),
        ("Peru shot the director of a film.", "shot"),
        ("Peru bombarded the mill with mortars.", "bombarded"),
        ("Peru fired a shot at the minister.", "fired"),
        ("Peru killed off the last rebels.", "killed"),
        ("Peru killed the proposal’s author.", "killed"),
        ("Peru fired on the governor.", "fired"),
        ("Peru fired the last rockets at the police chief.", "fired"),
    ],
)
def test_an_attack_stays_one(text: str, word: str) -> None:
    assert types(text, word) == ["ASSAULT"]
