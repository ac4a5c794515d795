"""What commitments can be narrowed to: a country is one choice, with all who give for it, as its sums have them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from ledger_readings import reading
from lxml import html
from starlette.testclient import TestClient
from web_site import client_of

from communique import Ledger

PARTIES = {
    "usa": ("United States", "state", "USA", ("GOV",), "USAGOV"),
    "pentagon": ("Pentagon", "organization", "USA", ("GOV", "MIL"), None),
    "nato": ("NATO", "organization", "IGO", ("MIL",), None),
    "ukr": ("Ukraine", "state", "UKR", ("GOV",), "UKRGOV"),
}
GIVEN = (("usa", 500), ("pentagon", 200), ("usa pentagon", 70), ("nato", 9))
"""Who gives, and how many millions; of the third both tell as giving."""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    path: Path = tmp_path_factory.mktemp("choices") / "choices.db"
    with Ledger.open(path) as ledger:
        for at, (donors, millions) in enumerate(GIVEN):
            keys = donors.split()
            names = " and ".join(PARTIES[key][0] for key in keys)
            sum_told = f"{millions} million dollars"
            ledger.put(
                reading(
                    f"{names} pledged {sum_told} to Ukraine for purpose {at}.",
                    actors={key: PARTIES[key] for key in (*keys, "ukr")},
                    commitments=[
                        {
                            "donors": keys,
                            "recipients": ["ukr"],
                            "at": "Ukraine",
                            "stage": "pledged",
                            "amount": (millions * 1e6, millions * 1e6, millions * 1e6, "USD", sum_told),
                        }
                    ],
                    published=f"2024-0{at + 1}-18",
                )
            )
    with client_of(path) as made:
        yield made


def donors(client: TestClient) -> list[tuple[str, int, str, bool]]:
    """Return the donors of the facet: name, number, address, and whether it stands beneath another."""
    page = html.fromstring(client.get("/commitments").text)
    rows = page.xpath("//h2[@class='facet'][text()='Donor']/following-sibling::ul[1]/li")
    return [
        (row.xpath("string(a)"), int(row.xpath("string(span)")), row.xpath("a/@href")[0], row.get("class") == "beneath")
        for row in rows
    ]


def test_a_country_is_one_donor_with_its_ministries_beneath(client: TestClient) -> None:
    told = [(name, number, beneath) for name, number, _, beneath in donors(client)]
    assert told == [("United States", 3, False), ("Pentagon", 2, True), ("NATO", 1, False)]


def test_each_donors_link_leads_to_as_many_commitments_as_it_tells(client: TestClient) -> None:
    for name, number, address, _ in donors(client):
        found = client.get(f"{address}&format=json").json()
        assert len(found) == number, name
    assert "donor=USA" in donors(client)[0][2]
