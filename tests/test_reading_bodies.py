"""The body that stands behind a person's name or title tells what the person is where no word else does."""

import pytest
from marks import Writer


@pytest.mark.parametrize(
    ("text", "title", "country", "sector"),
    [
        ("Tanya Holm, of Human Rights Watch, spoke.", "", "NGO", "SOC"),
        ("Tanya Holm from the Human Rights Watch spoke.", "", "NGO", "SOC"),
        ("Tanya Holm, a clerk at Human Rights Watch, spoke.", "clerk", "NGO", "SOC"),
        (
            "Tanya Holm, Chad's interior minister, of Human Rights Watch, spoke.",
            "Chad's interior minister",
            "TCD",
            "GOV",
        ),
        ("Tanya Holm, who praised Human Rights Watch, spoke.", "", None, None),
    ],
)
def test_the_body_behind_a_name_or_title(text: str, title: str, country: str | None, sector: str | None) -> None:
    it = Writer(text)
    tanya = it.mention("Tanya Holm", "person")
    it.mention("Human Rights Watch", "organization")
    if title:
        it.title(title, tanya)
    it.trigger("spoke", "CONSULT", actors=[tanya])
    [actor] = [each for each in it.reading().actors if each.name == "Tanya Holm"]
    assert (actor.country, actor.sectors[0] if actor.sectors else None) == (country, sector)
