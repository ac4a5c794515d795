"""The codebook and the tables of actors, currencies and materiel."""

import datetime
import re
from collections import defaultdict

import pytest

from communique.knowledge.clause_words import is_past
from communique.knowledge.codebook import (
    apply_tense,
    cameo_of,
    contexts,
    event_types,
    kind_rules,
    quad_of,
    score_of,
    sectors,
    slots,
)
from communique.knowledge.countries import CountryKind, countries, countries_in, country_match, country_of, is_border
from communique.knowledge.currencies import currencies, currency_of
from communique.knowledge.item_classes import item_class_of
from communique.knowledge.offices import Body, is_title, sectors_of
from communique.knowledge.organizations import called_shortly, namesakes, organization, organizations, organizations_in
from communique.knowledge.peoples import homes_of_people, homes_of_people_in
from communique.knowledge.persons import Manner, holders, naming, person, terms
from communique.knowledge.phrases import PhraseTable
from communique.knowledge.tables import listed, rows
from communique.knowledge.towns import is_city, town_countries, town_country
from communique.vocabulary import MODES, Context, EventType, ItemClass, Sector

TABLES = [
    "actors/countries.csv",
    "actors/in_power.csv",
    "actors/organizations.csv",
    "actors/organs.csv",
    "actors/offices.csv",
    "actors/peoples.csv",
    "actors/persons.csv",
    "actors/body_seats.csv",
    "actors/short_names.csv",
    "currencies.csv",
    "item_classes.csv",
]
SLOTS = {"IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"}


# Codebook


def test_codebook_has_the_types_and_modes_of_the_vocabulary() -> None:
    assert {code: tuple(entry.modes) for code, entry in event_types().items()} == dict(MODES)


def test_codebook_has_the_contexts_and_sectors_of_the_vocabulary() -> None:
    assert set(contexts()) == set(Context)
    assert set(sectors()) == set(Sector)
    assert set(slots()) == SLOTS


def test_every_definition_is_a_sentence() -> None:
    types = event_types().values()
    modes = [mode.definition for entry in types for mode in entry.modes.values()]
    texts = [*(entry.definition for entry in types), *modes, *contexts().values(), *sectors().values()]
    assert all(text.endswith(".") and len(text.split()) > 2 for text in texts)
    assert len(set(texts)) == len(texts)


def test_quad_follows_the_sign_of_the_score() -> None:
    for entry in event_types().values():
        assert (entry.quad in {1, 2}) == (entry.score > 0)


def test_mode_score_differs_from_type_score_only_where_the_codebook_says() -> None:
    assert score_of("RETREAT") == 6.5
    assert score_of("RETREAT", "disarm") == 10
    assert score_of("COERCE", "arrest") == score_of("COERCE") == -7
    assert score_of("CONSULT", "phone") == 1.5
    assert quad_of("SANCTION") == 4


def test_cameo_root_is_the_modes_where_it_has_one() -> None:
    assert cameo_of("ACCUSE") == "11"
    assert cameo_of("ACCUSE", "investigate") == "09"
    assert cameo_of("ASSAULT", "heavy-weapons") == "19"


def test_a_mode_of_another_type_is_refused() -> None:
    with pytest.raises(ValueError, match="AID has no mode"):
        score_of("AID", "visit")


@pytest.mark.parametrize("type_", ["AID", "COOPERATE", "CONSULT", "SUPPORT"])
@pytest.mark.parametrize("status", ["planned", "proposed"])
def test_promised_cooperation_is_agree(type_: str, status: str) -> None:
    assert apply_tense(type_, status) is EventType.AGREE


def test_promised_retreat_is_concede() -> None:
    assert apply_tense("RETREAT", "planned") is EventType.CONCEDE


@pytest.mark.parametrize("status", ["actual", "possible", "hypothetical", "negated", "historical"])
def test_other_statuses_keep_the_type(status: str) -> None:
    assert apply_tense("AID", status) is EventType.AID
    assert apply_tense("RETREAT", status) is EventType.RETREAT


def test_conflict_keeps_its_type_in_every_tense() -> None:
    assert apply_tense("ASSAULT", "planned") is EventType.ASSAULT


def test_kind_rules_name_modes_of_their_types() -> None:
    assert len(kind_rules()) > 10
    assert all(rule.mode is None or rule.mode in MODES[rule.type] for rule in kind_rules())


# Tables


@pytest.mark.parametrize("table", TABLES)
def test_every_row_has_a_source_and_no_stray_space(table: str) -> None:
    for row in rows(table):
        assert row["source"]
        assert all(cell == cell.strip() and "||" not in cell for cell in row.values())


def test_wikidata_ids_are_well_formed() -> None:
    codes = [code for code in [*(entry.code for entry in organizations()), *(term.code for term in terms())] if code]
    assert len(codes) > 100
    assert all(re.fullmatch(r"wikidata:Q[1-9]\d*", code) for code in codes)


def test_one_person_has_one_id_and_one_id_one_person() -> None:
    pairs = {(term.name, term.code) for term in terms() if term.code}
    assert len({name for name, _ in pairs}) == len({code for _, code in pairs}) == len(pairs)


def test_terms_end_after_they_start() -> None:
    assert all(term.end is None or term.start <= term.end for term in terms())


def test_actors_belong_to_known_countries_or_slots() -> None:
    known = set(countries()) | SLOTS
    assert {entry.country for entry in organizations()} | {term.country for term in terms()} <= known


def test_countries_have_known_currencies() -> None:
    assert {country.currency for country in countries().values() if country.currency} <= set(currencies())


# Countries


@pytest.mark.parametrize(
    ("phrase", "iso3"),
    [
        ("the U.S. president", "USA"),
        ("US officials", "USA"),
        ("Americans", "USA"),
        ("a Kremlin spokesman", "RUS"),
        ("Downing Street", "GBR"),
        ("the Soviet Union", "RUS"),
        ("Burma's generals", "MMR"),
        ("North Korean troops", "PRK"),
        ("Republic of Congo", "COG"),
        ("Congolese army", "COD"),
        ("Papua New Guinea", "PNG"),
        ("Equatorial Guinea", "GNQ"),
        ("Kosovo", "KOS"),
        ("Gaza residents", "PSE"),
        ("Côte d’Ivoire", "CIV"),
        ("PRESIDENT OF UKRAINE", "UKR"),
        ("u.s. forces", "USA"),
    ],
)
def test_country_of_phrase(phrase: str, iso3: str) -> None:
    assert country_of(phrase) == iso3


@pytest.mark.parametrize(
    "phrase",
    [
        "let us go",
        "They told us",
        "a US$ 5m loan",
        "South American leaders",
        "African Americans",
        "the polish on the Ming vase",
        "the Persian Gulf",
        "protesters",
    ],
)
def test_phrase_of_no_country(phrase: str) -> None:
    assert country_of(phrase) is None


def test_name_and_demonym_count_before_seat_and_capital() -> None:
    match = country_match("the Moscow office of a Ukrainian bank")
    assert match is not None
    assert (match.iso3, match.kind) == ("UKR", CountryKind.DEMONYM)
    assert [each.kind for each in countries_in("Moscow, Kharkiv, the Duma")] == [
        CountryKind.CAPITAL,
        CountryKind.REGION,
        CountryKind.SEAT,
    ]


@pytest.mark.parametrize(
    ("phrase", "country"),
    [
        ("Syria's neighbours", None),
        ("America’s two Kurdish allies", None),
        ("US allies", None),
        ("the Kremlin ally", None),
        ("Iran-aligned militias", None),
        ("its US partners", "USA"),
        ("Peru's US counterpart", "USA"),
        ("a Turkish ally", "TUR"),
        ("the Turkish counterpart", "TUR"),
        ("Syria neighbours", "SYR"),
        ("Libya's rivals", "LBY"),
        ("Turkish-led forces", "TUR"),
        ("Peru's president and allies", "PER"),
    ],
)
def test_whose_allies_somebody_is_tells_not_of_which_country(phrase: str, country: str | None) -> None:
    assert country_of(phrase) == country


@pytest.mark.parametrize(
    ("phrase", "at_border"),
    [
        ("near the Afghan border.", True),
        ("Peru's borders with", False),
        ("the Turkish border, where", True),
        ("the Afghan frontier since", True),
        ("Afghan border police", False),
        ("the Afghan borderlands", False),
    ],
)
def test_a_border_tells_where_something_is(phrase: str, at_border: bool) -> None:  # noqa: FBT001
    assert is_border(phrase, countries_in(phrase)[0]) is at_border


def test_backed_by_a_country_is_not_of_it() -> None:
    assert country_of("Russian-backed separatists in Ukraine") == "UKR"
    assert country_of("pro-Russian rebels") is None


def test_seat_tells_the_sectors() -> None:
    match = country_match("the Knesset")
    assert match is not None
    assert match.sectors == (Sector.LEG,)


def test_partly_recognised_region_has_its_sector() -> None:
    match = country_match("Northern Cyprus")
    assert match is not None
    assert (match.iso3, match.kind, match.sectors) == ("CYP", CountryKind.REGION, (Sector.PRE,))


def test_family_name_after_an_article_is_no_region() -> None:
    assert country_of("Rami Al-Basra") is None


def test_offsets_are_code_points_of_the_text() -> None:
    text = "“Türkiye” and Côte d'Ivoire 🕊 met in Norway"
    assert [text[match.start : match.end] for match in countries_in(text)] == ["Türkiye", "Côte d'Ivoire", "Norway"]


# Organisations, offices, persons


@pytest.mark.parametrize(
    ("phrase", "country", "sector"),
    [
        ("Hamas", "PSE", Sector.REB),
        ("Hezbollah fighters", "LBN", Sector.REB),
        ("the Taliban", "AFG", Sector.REB),
        ("PKK", "TUR", Sector.REB),
        ("the Wagner Group", "RUS", Sector.PRM),
        ("the Red Cross", "NGO", Sector.MED),
        ("al-Qaeda", "IMG", Sector.REB),
    ],
)
def test_organization(phrase: str, country: str, sector: Sector) -> None:
    found = organization(phrase)
    assert found is not None
    assert (found.country, found.sectors[0]) == (country, sector)


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("the UN general assembly", "United Nations General Assembly"),
        ("the UN security council", "United Nations Security Council"),
        ("the UN Security Council", "United Nations Security Council"),
        ("Kurdistan Workers’ party", "Kurdistan Workers' Party"),
        ("Labour party lawmakers", "Labour Party"),
        ("head of the European council on foreign relations", "European Council on Foreign Relations"),
        # The noun alone is small: what stands before it is the name.
        ("Norway’s labour party", None),
        ("Kurdistan workers’ party", None),
        # Any of its kind: a noun of a country, one without a name before it, and nouns that seldom end one.
        ("the US army", None),
        ("the Security council", None),
        ("the Islamic state", None),
        ("the African union", None),
        ("Isis’ foreign legion", "Islamic State"),
    ],
)
def test_british_papers_write_the_noun_of_a_name_small(phrase: str, name: str | None) -> None:
    found = organization(phrase)
    assert (found and found.name) == name


def test_organizations_of_states_have_the_slots() -> None:
    names = {"NATO": "IGO", "EU": "EUR", "U.N.": "UNO", "IAEA": "UNO", "IMF": "IGO", "African Union": "IGO"}
    assert {name: found.country for name in names if (found := organization(name))} == names


def test_organization_that_somebody_is_sent_to_is_not_his() -> None:
    assert organization("Canada's ambassador to NATO") is None
    found = organization("the spokesman of NATO")
    assert found is not None
    assert found.country == "IGO"


def test_no_name_is_two_organizations_of_one_country() -> None:
    names: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for each in organizations():
        for name in (each.name, *each.aliases):
            names[name, each.country].add(each.name)
    assert {key: found for key, found in names.items() if len(found) > 1} == {}


def test_longest_organization_wins() -> None:
    text = "UN Security Council and the European Court of Human Rights"
    assert [match.value.name for match in organizations_in(text)] == [
        "United Nations Security Council",
        "European Court of Human Rights",
    ]


@pytest.mark.parametrize(
    ("phrase", "sectors_"),
    [
        ("army spokesman", ["MIL"]),
        ("rebel soldiers", ["REB"]),
        ("an opposition senator", ["OPP", "LEG"]),
        ("spokesman for the foreign ministry", ["GOV"]),
        ("leader of the opposition", ["OPP"]),
        ("government troops", ["MIL"]),
        ("President", ["GOV"]),
        ("former U.S. President", ["ELI", "GOV"]),
        ("a senior official", ["GOV"]),
        ("police", ["COP"]),
        ("Chairman of the Joint Chiefs of Staff", ["MIL"]),
        ("secretary-general", []),
        ("the weather", []),
    ],
)
def test_sectors_of(phrase: str, sectors_: list[str]) -> None:
    assert [str(sector) for sector in sectors_of(phrase)] == sectors_


@pytest.mark.parametrize(
    ("phrase", "sectors_"),
    [
        ("president of the constitutional court", ["JUD"]),
        ("vice president of the teachers' union", ["LAB"]),
        ("the president, a former general", ["GOV"]),
        ("a rebel-held town", ["CVL"]),
        ("the irrigation ministry", ["GOV", "AGR"]),
        ("spokesman of the state news agency", ["GOV", "JRN"]),
        ("smuggling syndicate", ["CRM"]),
        ("the displaced", ["REF"]),
        ("village self-defence group", ["PRM"]),
        ("hired gun", ["UAF"]),
        ("Lt. Gen. Brekke", ["MIL"]),
    ],
)
def test_office_decides_with_what_it_belongs_to(phrase: str, sectors_: list[str]) -> None:
    assert [str(sector) for sector in sectors_of(phrase)] == sectors_


def test_a_body_tells_sectors_and_hides_the_words_in_it() -> None:
    phrase = "Western Union captain"
    assert sectors_of(phrase) == (Sector.LAB,)
    assert sectors_of(phrase, (Body(0, 13, (Sector.BUS,), 1),)) == (Sector.BUS,)


def test_given_names_are_no_titles() -> None:
    assert is_title("Bishop")
    assert not is_title("Christian")


def test_peoples_live_in_countries() -> None:
    assert {home for row in rows("actors/peoples.csv") for home in listed(row["homes"])} <= countries().keys()
    assert "TUR" in homes_of_people("the Iraqi Kurdish")
    assert homes_of_people("Kurdish and other") == frozenset()
    assert homes_of_people_in("Igbo and Kurdish elders") == {"NGA"}
    assert homes_of_people_in("elders") == frozenset()


def test_every_group_in_power_is_in_the_table_of_organisations() -> None:
    names = {entry.name for entry in organizations()}
    assert {row["organization"] for row in rows("actors/in_power.csv")} <= names


def test_every_short_name_is_a_newspaper_of_the_table_or_a_seat() -> None:
    for row in rows("actors/short_names.csv"):
        papers = called_shortly((row["short"],))
        assert row["organization"] in {paper.name for paper in papers}
        assert country_match(row["short"]) or all(Sector.JRN in paper.sectors for paper in papers)
        assert organization(row["short"]) is None  # a common word in any other phrase
    assert called_shortly(("Harbour",)) == ()
    assert called_shortly(("Harbour Times", "Times")) == ()


def test_namesakes_are_kept_apart() -> None:
    forms: dict[str, set[str]] = {}
    for entry in organizations():
        for form in (entry.name, *entry.aliases):
            forms.setdefault(form, set()).add(entry.name)
    shared = {form: names for form, names in forms.items() if len(names) > 1}
    for form, names in list(shared.items())[:20]:
        assert names <= {entry.name for match in namesakes(form) for entry in match.value}


def test_an_attribute_is_no_organization_of_the_phrase() -> None:
    assert namesakes("pro-Hamas marchers") == namesakes("a Hamas-run clinic") == ()


def test_the_title_may_be_put_otherwise() -> None:
    day = datetime.date(2018, 3, 1)
    forms = ("secretary of defense", "defence secretary", "Defense Secretary")
    assert {holders(form, "USA", day)[0].name for form in forms} == {"James Mattis"}
    assert [each.name for each in holders("deputy secretary of defense", "USA", day)] == ["Patrick Shanahan"]
    assert holders("assistant secretary of defense", "USA", day) == ()


@pytest.mark.parametrize(
    ("phrase", "manner"),
    [("Angela Merkel", Manner.FULL), ("Chancellor Merkel", Manner.FAMILY), ("Merkel's advisers", Manner.RETINUE)],
)
def test_how_a_person_is_named(phrase: str, manner: Manner) -> None:
    found = naming(phrase)
    assert found.manner is manner
    assert {term.name for term in found.terms} == {"Angela Merkel"}


def test_towns_tell_their_country_where_one_holds_nearly_all() -> None:
    assert town_country("Gaziantep") == "TUR"
    assert town_country("Cambridge") is None
    assert town_country("Cambridge", ("USA",)) == "USA"
    assert sum(share for _, share in town_countries("Cambridge")) == pytest.approx(1)
    assert town_countries("Zqxvbnm") == ()
    assert is_city("Gaziantep", "TUR")


def test_office_holder_is_chosen_by_date() -> None:
    assert person("President Bush", datetime.date(1991, 1, 1))[0].name == "George H. W. Bush"
    assert person("President Bush", datetime.date(2003, 1, 1))[0].name == "George W. Bush"


def test_accents_and_titles_do_not_matter() -> None:
    assert person("President Recep Tayyip Erdogan")[0].country == "TUR"
    assert person("Orban")[0].name == "Viktor Orbán"


def test_official_out_of_office_is_elite() -> None:
    term = person("Boris Johnson", datetime.date(2023, 5, 5))[0]
    assert term.sectors_on(datetime.date(2023, 5, 5)) == (Sector.ELI, Sector.GOV)
    assert term.sectors_on(datetime.date(2021, 5, 5)) == (Sector.GOV,)


def test_family_name_first_where_that_is_the_custom() -> None:
    assert person("Xi")[0].name == "Xi Jinping"
    assert person("Jinping") == ()


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Abdel Fatah al-Sisi", "Abdel Fattah el-Sisi"),
        ("President Nikol Pashinian's envoy", "Nikol Pashinyan"),
        ("Muhammed Yunus", "Muhammad Yunus"),
        ("Amina Mohamed", "Amina Mohamed"),  # two who differ in spelling alone
        ("Amina Mohammed", "Amina J. Mohammed"),
    ],
)
def test_a_full_name_is_found_in_another_transcription_where_nobody_is_spelled_so(written: str, name: str) -> None:
    assert {each.name for each in person(written)} == {name}


@pytest.mark.parametrize("written", ["Fatah", "Nikol Pashin", "Muhammed Iunes", "Mahmoud Abbi"])
def test_a_family_name_or_other_letters_are_no_transcription(written: str) -> None:
    assert person(written) == ()


def test_another_given_name_is_another_person() -> None:
    assert person("Jane Putin") == ()
    assert person("Mr. Putin")[0].country == "RUS"
    assert person("the French President Macron")[0].country == "FRA"


def test_unknown_person() -> None:
    assert person("Amanda Nobody") == ()


# Currencies and materiel


@pytest.mark.parametrize(
    ("name", "code"),
    [("$", "USD"), ("C$", "CAD"), ("€", "EUR"), ("hryvnias", "UAH"), ("Swiss francs", "CHF"), ("SEK", "SEK")],
)
def test_currency_of(name: str, code: str) -> None:
    assert currency_of(name) == code


def test_no_currency() -> None:
    assert currency_of("tanks") is None
    assert currency_of("") is None


@pytest.mark.parametrize(
    ("phrase", "item_class"),
    [
        ("Leopard 2 tanks", ItemClass.ARMOUR),
        ("HIMARS", ItemClass.ARTILLERY),
        ("Patriot missiles", ItemClass.AIR_DEFENCE),
        ("Javelin", ItemClass.MISSILES),
        ("155mm artillery shells", ItemClass.AMMUNITION),
        ("tank ammunition", ItemClass.AMMUNITION),
        ("ammunition for Leopard tanks", ItemClass.AMMUNITION),
        ("Bayraktar TB2", ItemClass.DRONES),
        ("F-16s", ItemClass.AIRCRAFT),
        ("Caesar guns", ItemClass.ARTILLERY),
        ("tonnes of flour", ItemClass.FOOD),
        ("body armour", ItemClass.OTHER),
    ],
)
def test_item_class_of(phrase: str, item_class: ItemClass) -> None:
    assert item_class_of(phrase) is item_class


def test_unknown_item() -> None:
    assert item_class_of("goodwill") is None


# The matcher itself


def test_phrase_table_takes_the_longest_without_overlap() -> None:
    table = PhraseTable([("York", 1), ("New York", 2), ("York Times", 3)])
    assert [(match.start, match.end, match.value) for match in table.find("A New York Times from York")] == [
        (2, 10, 2),
        (22, 26, 1),
    ]


def test_abbreviations_match_letter_for_letter() -> None:
    table = PhraseTable([("WHO", 1)])
    assert [match.start for match in table.find("who is WHO?")] == [7]
    assert list(table.find("who else")) == []


def test_capitals_are_needed_unless_the_text_has_none() -> None:
    table = PhraseTable([("Polish", 1)])
    assert list(table.find("They polish it.")) == []
    assert len(list(table.find("polish soldiers"))) == 1


@pytest.mark.parametrize("verb", ["fired", "withdrew", "shot", "begun"])
def test_a_form_tells_of_the_past(verb: str) -> None:
    assert is_past(verb)


@pytest.mark.parametrize(
    "word", ["invasion", "withdrawal", "bombardment", "agreement", "says", "going", "rebel-led", "attack"]
)
def test_a_noun_made_of_a_verb_tells_of_no_past(word: str) -> None:
    assert not is_past(word)


def test_organs_and_whose_they_are_stand_in_the_table() -> None:
    known = {each.name for each in organizations()}
    assert {row[name] for row in rows("actors/organs.csv") for name in ("body", "organ")} <= known
