"""Governments named after who leads them."""

from __future__ import annotations

import pytest
from marks import Writer


@pytest.mark.parametrize("noun", ["government", "Government"])
@pytest.mark.parametrize("kind", ["organization", "group", "state", "person"])
def test_a_government_named_after_its_leader_is_the_state(kind: str, noun: str) -> None:
    it = Writer(f"The Sunak {noun} paid. Britain had promised. Rishi Sunak met Meloni's cabinet. Sunak left.")
    paid, promised = it.mention(f"Sunak {noun}", kind), it.mention("Britain", "state")
    sunak, cabinet = it.mention("Rishi Sunak", "person"), it.mention("Meloni's cabinet", kind)
    it.mention("Sunak", "person", 3)
    it.trigger("paid", "AID", actors=[paid])
    it.trigger("promised", "AGREE", actors=[promised])
    it.trigger("met", "CONSULT", actors=[sunak, cabinet])
    assert [(each.name, each.kind, each.country, len(each.mentions)) for each in it.reading().actors] == [
        ("Britain", "state", "GBR", 2),
        ("Rishi Sunak", "person", "GBR", 2),
        ("Meloni's cabinet", "state", "ITA", 1),
    ]


@pytest.mark.parametrize(
    ("phrase", "published"),
    [
        ("Sunak government", "2026-03-07"),  # no longer in office
        ("Sunak government", None),
        ("Brekke government", "2024-03-07"),
        ("former Sunak government", "2024-03-07"),
        ("critics of the Sunak government", "2024-03-07"),
        ("Sunak campaign", "2024-03-07"),
    ],
)
def test_a_government_is_no_state_where_it_is_not_sure_who_leads_it(phrase: str, published: str | None) -> None:
    it = Writer(f"Nobody told Britain or the {phrase} of it.", published)
    britain, body = it.mention("Britain", "state"), it.mention(phrase, "organization")
    it.trigger("told", "CONSULT", recipients=[britain, body])
    assert [each.kind for each in it.reading().actors] == ["state", "organization"]


def test_a_leaders_family_name_is_no_state() -> None:
    it = Writer("Recep Tayyip Erdogan spoke in Ankara. Erdogan left.")
    it.mention("Recep Tayyip Erdogan", "person")
    it.mention("Erdogan", "state", 2)
    assert [(each.kind, len(each.mentions)) for each in it.reading().actors] == [("person", 2)]
