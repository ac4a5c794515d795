"""Whom a phrase means."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.knowledge.countries import countries
from communique.knowledge.organizations import organizations
from communique.reading.actors.resolution import Clues, identify, resolve
from communique.reading.places.towns import town_in
from communique.vocabulary import ActorKind, Sector

DAY = datetime.date(2023, 6, 1)
SLOTS = {"IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"}


@pytest.mark.parametrize(
    ("phrase", "country", "sector"),
    [
        ("the Kremlin", "RUS", "GOV"),
        ("the Foreign and Commonwealth Office", "GBR", "GOV"),
        ("the FCO", "GBR", "GOV"),
        ("Ukrainian soldiers", "UKR", "MIL"),
        ("the European Union", "EUR", ""),
        ("President Macron", "FRA", "GOV"),
        ("Houthi rebels", "YEM", "REB"),
        ("soldier", None, "MIL"),
        ("local Iraqi commanders", "IRQ", "MIL"),
        ("local people", None, "CVL"),
        ("Sweden", "SWE", ""),
        ("the Soviet Union", "RUS", ""),
        ("the Hezbollah movement", "LBN", "REB"),
        ("DoD", "USA", "GOV"),
        ("DoM", None, ""),
        ("the Ukraine Security Assistance Initiative", "USA", "GOV"),
        ("two senior Hamas officials", "PSE", "REB"),
        ("survivors of a Boko Haram raid", "NGA", "CVL"),
        ("the Hamas-run interior ministry", "PSE", "GOV"),
        ("anti-Hamas marchers", None, "CVL"),
        ("EU foreign ministers", "EUR", "GOV"),
        ("Norway's ambassador to NATO", "NOR", "GOV"),
        ("the Norwegian Labour Party", "NOR", "PTY"),
        ("the Workers' Party", "BRA", "PTY"),
        ("the Tamil Workers' Party", None, "PTY"),
        ("the Kurdish Democratic Union Party", "SYR", "PTY"),
        ("the Kurdish UN", "UNO", ""),
        ("Danish troops near the Polish border", "DNK", "MIL"),
        ("the envoy to Syria", None, "GOV"),
        ("the Syria envoy", None, "GOV"),
        ("the Syrian envoy", "SYR", "GOV"),
        ("the US envoy", "USA", "GOV"),
        ("the New Zealand envoy", "NZL", "GOV"),
        ("Norway's North Korea envoy", "NOR", "GOV"),
        ("the UN Syria envoy", "UNO", "GOV"),
        ("ethnic Albanian fighters in Macedonia", "MKD", "UAF"),
        ("the SBU, Ukraine's security service", "UKR", "SPY"),
        ("president of the Peruvian miners' union", "PER", "LAB"),
        ("Chile's chief of staff", "CHL", "MIL"),
        ("the Chilean president's chief of staff", "CHL", "GOV"),
        ("the White House chief of staff", "USA", "GOV"),
        ("the staff of the Chilean hotel", "CHL", "LAB"),
    ],
)
def test_phrases(phrase: str, country: str | None, sector: str) -> None:
    found = resolve(phrase, None, DAY)
    assert found.country == country
    assert (found.sectors or ("",))[0] == sector


@pytest.mark.parametrize(
    ("phrase", "context", "country"),
    [
        ("Omar", "a barber in Idlib", None),
        ("Omar", "Congress in the United States voted", "USA"),
        ("lawmaker Omar", "a barber in Idlib", "USA"),  # her title
        ("Macron", "a barber in Idlib", "FRA"),  # nobody's given name
    ],
)
def test_a_family_name_that_is_a_given_name_too_needs_the_country_beside_it(
    phrase: str, context: str, country: str | None
) -> None:
    found = resolve(phrase, context, DAY)
    assert (found.country if found.name else None) == country


# Places


@pytest.mark.parametrize(
    ("phrase", "country"),
    [
        ("the Counter-ISIS Coalition", None),
        ("head of the UN al-Shabaab monitoring team", "UNO"),
        ("chief of the UN al-Qaeda/Taliban sanctions committee", "UNO"),
        ("the Boko Haram task force commander", None),
        ("the Kenyan al-Shabaab expert", "KEN"),
    ],
)
def test_who_watches_or_fights_a_group_is_not_of_it(phrase: str, country: str | None) -> None:
    found = resolve(phrase, None, DAY)
    assert (found.country, Sector.REB in found.sectors) == (country, False)


def test_a_groups_own_men_are_of_it() -> None:
    assert Sector.REB in resolve("the al-Shabaab commander and his men", None, DAY).sectors


def test_a_capital_alone_stands_for_its_government() -> None:
    assert resolve("Ankara").sectors == ("GOV",)
    assert resolve("Ankara residents").sectors == ("CVL",)


@pytest.mark.parametrize(
    ("phrase", "country", "sector"),
    [
        ("Gaziantep", "TUR", "CVL"),
        ("Gaziantep shopkeepers", "TUR", "BUS"),
        ("the mayor of Malmö", "SWE", "GOV"),
        ("Osaka Police", "JPN", "COP"),
        ("Kiel-based shopkeepers", "DEU", "BUS"),
        ("the Osaka-area Police", "JPN", "COP"),
    ],
)
def test_a_town_tells_its_country(phrase: str, country: str, sector: str) -> None:
    found = resolve(phrase)
    assert (found.country, found.sectors[0]) == (country, sector)


def test_a_town_of_several_countries_stays_open_until_the_text_around_says() -> None:
    alone = resolve("Cambridge")
    assert alone.country is None
    assert {"GBR", "USA"} <= {each.country for each in alone.candidates}
    assert resolve("Cambridge", "The council met in Britain on Monday.").country == "GBR"


@pytest.mark.parametrize(
    "text",
    [
        "Austin Brekke",
        "Gen. Lincoln Marsh",
        "Most people",
        "Police officers",
        "At least 40 people",
        "As many as ten miners",
        "Aid agencies",
        "All of them",
        "Ten soldiers",
        "Human rights groups",
        "Northern tribesmen",
        "Basra-born shopkeepers",
        "the West",
        "",
        "...",
    ],
)
def test_names_of_persons_and_first_words_are_no_towns(text: str) -> None:
    assert town_in(text) is None


# The text around


def test_the_context_tells_a_country_that_the_phrase_does_not() -> None:
    assert resolve("the foreign minister", "In Ankara the foreign minister spoke.").country == "TUR"


def test_two_countries_around_are_candidates() -> None:
    found = resolve("the foreign minister", "Talks between Chile and Peru went on.")
    assert found.country is None
    assert [each.country for each in found.candidates] == ["CHL", "PER"]


# Persons, offices and days


def test_an_office_gives_its_holder_on_the_day() -> None:
    found = resolve("the US defence secretary", None, DAY)
    assert (found.name, found.country, found.sectors) == ("Lloyd Austin", "USA", ("GOV", "MIL"))
    assert found.candidates[0].why == "secretary of defense, 2021-01-22 to 2025-01-20"


@pytest.mark.parametrize("phrase", ["the former US defence secretary", "the assistant US defence secretary"])
def test_another_office_is_not_the_holders(phrase: str) -> None:
    found = resolve(phrase, None, DAY)
    assert (found.name, found.country) == (None, "USA")


def test_without_a_day_an_office_names_nobody() -> None:
    assert resolve("the US defence secretary").name is None


def test_a_former_official_is_of_the_elite_first() -> None:
    assert resolve("Angela Merkel", None, DAY).sectors == ("ELI", "GOV")
    assert resolve("Angela Merkel", None, datetime.date(2015, 1, 1)).sectors == ("GOV",)
    assert resolve("a former Chilean minister").sectors[0] == "ELI"


def test_several_persons_of_one_name_stay_open() -> None:
    found = resolve("President Bush")
    assert (found.name, found.code, found.country) == (None, None, "USA")
    assert len({each.name for each in found.candidates}) == 2


def test_those_about_a_person_are_of_his_country_but_not_he() -> None:
    for phrase in ("the Biden administration", "Biden's envoys"):
        found = resolve(phrase, None, DAY)
        assert (found.name, found.country) == (None, "USA")


def test_rebels_in_power_govern() -> None:
    assert resolve("the Taliban", None, datetime.date(2010, 1, 1)).sectors == ("REB",)
    assert resolve("the Taliban", None, DAY).sectors[0] == "GOV"


def test_each_candidate_has_a_reason() -> None:
    found = resolve("Lloyd Austin", None, DAY)
    assert found.candidates
    assert all(each.why for each in found.candidates)


def test_what_is_unknown_stays_empty() -> None:
    found = resolve("Zqx Vbnm")
    assert (found.name, found.country, found.sectors, found.code, found.candidates) == (None, None, (), None, ())


# The clues of a reading


def test_a_persons_own_name_tells_no_country() -> None:
    clues = Clues(names=("Petra Jordan",), titles=("Norwegian finance minister",), kind=ActorKind.PERSON)
    assert identify(clues).country == "NOR"
    assert identify(Clues(names=("Petra Jordan",), kind=ActorKind.PERSON)).country is None


def test_a_person_of_somebody_else_is_of_his_country() -> None:
    for title in ("Biden's Chad envoy", "Biden's lawyer"):
        clues = Clues(names=("Petra Holm",), titles=(title,), kind=ActorKind.PERSON, day=DAY)
        found = identify(clues)
        assert (found.name, found.country, found.code) == (None, "USA", None)


def test_a_bare_family_name_needs_support() -> None:
    austin = Clues(names=("Austin",), kind=ActorKind.PERSON, day=datetime.date(1985, 1, 1))
    assert identify(austin).code is None
    assert identify(austin).country is None


def test_the_nearest_words_around_count_first() -> None:
    assert identify(Clues(names=(), nouns=("the army",), around=("Chad", "Mali"))).country == "TCD"


# Whatever comes

WORDS = st.sampled_from(
    ["the", "Bush", "Paris", "of", "in", "US", "’s", "-backed", "rebels", "Hamas", "former", "president", ",", "Poland"]
)


@given(st.text(max_size=80) | st.lists(WORDS, max_size=8).map(" ".join), st.none() | st.text(max_size=80))
def test_any_text_is_answered(phrase: str, context: str | None) -> None:
    assert set(resolve(phrase, context, DAY).to_json()) == {"name", "country", "sectors", "code", "candidates"}


@given(st.lists(WORDS, max_size=8).map(" ".join), st.none() | st.dates())
def test_the_answer_is_one_of_the_candidates(phrase: str, day: datetime.date | None) -> None:
    found = resolve(phrase, "Poland", day)
    assert found.country is None or found.country in {each.country for each in found.candidates}
    assert found.name is None or found.name in {each.name for each in found.candidates}
    assert found.code is None or found.code in {each.code for each in found.candidates}


@given(st.sampled_from(organizations()))
def test_an_organization_is_found_by_its_name(entry: object) -> None:
    found = resolve(entry.name)  # type: ignore[attr-defined]
    assert entry.name in {each.name for each in found.candidates}  # type: ignore[attr-defined]
    assert found.country is None or found.country in set(countries()) | SLOTS


@pytest.mark.parametrize(
    ("phrase", "sectors"),
    [
        ("Russian-speakers", ()),
        ("a keynote speaker", ()),
        ("the parliament speaker", ("LEG",)),
        ("ex-speaker", ("ELI", "LEG")),
        ("family lawyer", ("JUD",)),
    ],
)
def test_a_word_for_an_office_inside_another_word_tells_nothing(phrase: str, sectors: tuple[str, ...]) -> None:
    assert resolve(phrase).sectors == sectors


@pytest.mark.parametrize(
    ("names", "kind", "country", "sectors"),
    [
        (("Guardian",), ActorKind.ORGANIZATION, None, (Sector.JRN,)),  # London's, Lagos's or Port of Spain's
        (("Times",), ActorKind.ORGANIZATION, "USA", (Sector.JRN,)),
        (("Economist",), ActorKind.ORGANIZATION, "GBR", (Sector.JRN,)),
        (("Guardian",), ActorKind.PERSON, "USA", ()),
        (("Guardian",), ActorKind.GROUP, "USA", ()),
        (("Harbour Times", "Times"), ActorKind.ORGANIZATION, "USA", ()),  # another paper
        (("Harbour Guardian",), ActorKind.ORGANIZATION, "USA", ()),
        (("Brussels",), ActorKind.ORGANIZATION, "EUR", ()),
    ],
)
def test_a_newspaper_called_by_a_common_word_is_known(
    names: tuple[str, ...], kind: ActorKind, country: str | None, sectors: tuple[Sector, ...]
) -> None:
    found = identify(Clues(names, kind=kind, around=("American",)))
    assert (found.country, found.sectors) == (country, sectors)
