"""The closed lists that an annotation may use: PLOVER 2.0 codes and the record vocabularies of the reading contract."""

from __future__ import annotations

TYPES = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "REJECT", "ACCUSE", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip
MODES: dict[str, tuple[str, ...]] = {
    "CONSULT": ("visit", "third-party", "multilateral", "phone"),
    "RETREAT": ("withdraw", "release", "disarm", "ceasefire", "access", "resign"),
    "REQUEST": ("assist", "change", "yield", "meet"),
    "REJECT": ("assist", "change", "yield", "meet"),
    "ACCUSE": ("disapprove", "investigate", "allege"),
    "THREATEN": ("restrict", "arrest", "relations", "expel", "territory", "violence"),
    "PROTEST": ("demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"),
    "SANCTION": ("convict", "expel", "withdraw", "discontinue"),
    "MOBILIZE": ("troops", "weapons", "police", "militia"),
    "COERCE": (
        "seize", "restrict", "censor", "curfew", "martial-law", "arrest", "deport", "withhold", "misinformation", "cyber",
    ),
    "ASSAULT": (
        "abduct", "beat", "torture", "sexual", "targeted", "destroy", "primitive", "firearms", "explosives",
        "suicide-attack", "aerial", "drone", "heavy-weapons", "crowd-control", "unconventional",
    ),
}  # fmt: skip
STATUSES = ("actual", "historical", "planned", "proposed", "possible", "hypothetical", "negated")
ACTS = (
    "say", "assert", "acknowledge", "deny", "doubt", "warn", "predict", "speculate", "urge", "promise", "threaten",
    "praise", "criticize", "announce", "propose", "agree", "refuse", "thank", "apologize",
)  # fmt: skip
CERTAINTIES = ("certain", "probable", "possible", "unlikely")
KINDS = ("state", "organization", "person", "group")
STAGES = (
    "speculated", "requested", "proposed", "pledged", "approved", "contracted", "delivered", "delayed", "suspended",
    "cancelled", "refused",
)  # fmt: skip
CATEGORIES = ("military", "financial", "humanitarian", "civil", "unspecified")
INSTRUMENTS = ("grant", "loan", "guarantee", "in_kind", "sale", "training", "unspecified")
ITEM_CLASSES = (
    "ammunition", "artillery", "armour", "aircraft", "air_defence", "missiles", "drones", "naval", "small_arms",
    "vehicles", "electronics", "medical", "fuel", "food", "personnel", "other",
)  # fmt: skip
QUANTITIES = ("dead", "injured", "arrested", "displaced", "crowd", "troops")
CONTEXTS = (
    "military", "intelligence", "executive", "legislative", "election", "political_institutions", "pro_democracy",
    "pro_autocracy", "economic", "legal", "reparations", "human_rights", "rights_freedoms", "repression",
    "human_security", "gender", "lgbt", "religion_ethnicity", "inequality", "diplomatic", "territory", "peacekeeping",
    "health", "asylum", "migration", "disasters", "natural_resource", "environment", "technology", "terrorism", "cbrn",
    "cyber", "misinformation", "crime", "corruption", "illegal_drugs", "trafficking",
)  # fmt: skip
SECTORS = (
    "COP", "GOV", "JUD", "LEG", "MIL", "PRM", "PTY", "REB", "SPY", "UAF", "UNK", "AGR", "BUS", "CRM", "CVL", "EDU", "ELI",
    "JRN", "LAB", "MED", "REF", "OPP", "PRE", "REL", "SOC",
)  # fmt: skip
NO_COUNTRY = ("IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC")
STATES = frozenset(
    "AFG ALB DZA AND AGO ATG ARG ARM AUS AUT AZE BHS BHR BGD BRB BLR BEL BLZ BEN BTN BOL BIH BWA BRA BRN BGR BFA BDI "
    "CPV KHM CMR CAN CAF TCD CHL CHN COL COM COG COD CRI CIV HRV CUB CYP CZE DNK DJI DMA DOM ECU EGY SLV GNQ ERI EST "
    "SWZ ETH FJI FIN FRA GAB GMB GEO DEU GHA GRC GRD GTM GIN GNB GUY HTI HND HUN ISL IND IDN IRN IRQ IRL ISR ITA JAM "
    "JPN JOR KAZ KEN KIR PRK KOR KOS KWT KGZ LAO LVA LBN LSO LBR LBY LIE LTU LUX MDG MWI MYS MDV MLI MLT MHL MRT MUS "
    "MEX FSM MDA MCO MNG MNE MAR MOZ MMR NAM NRU NPL NLD NZL NIC NER NGA MKD NOR OMN PAK PLW PSE PAN PNG PRY PER PHL "
    "POL PRT QAT ROU RUS RWA KNA LCA VCT WSM SMR STP SAU SEN SRB SYC SLE SGP SVK SVN SLB SOM ZAF SSD ESP LKA SDN SUR "
    "SWE CHE SYR TWN TJK TZA THA TLS TGO TON TTO TUN TUR TKM TUV UGA UKR ARE GBR USA URY UZB VUT VAT VEN VNM YEM ZMB "
    "ZWE ESH HKG MAC GRL PRI GIB NCL PYF".split()
)
