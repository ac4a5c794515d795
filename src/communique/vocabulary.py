"""The closed vocabularies of a reading: every word that a record may use where the contract lists the words.

Each is a ``StrEnum``, so a member *is* its JSON string. Constructors of records take a member or its string and keep
the member. The event types, modes, contexts and sectors are the codes of PLOVER 2.0 (Open Event Data Alliance); what
they mean is told in the codebook, not here.
"""

from collections.abc import Mapping
from enum import StrEnum, auto
from types import MappingProxyType
from typing import Final


class ActorKind(StrEnum):
    """What sort of actor it is."""

    STATE = auto()
    ORGANIZATION = auto()
    PERSON = auto()
    GROUP = auto()


class Sector(StrEnum):
    """PLOVER's sectors: the part that an actor plays in its country."""

    COP = "COP"  # police
    GOV = "GOV"  # executive
    JUD = "JUD"  # courts
    LEG = "LEG"  # legislature
    MIL = "MIL"  # state military
    PRM = "PRM"  # pro-government paramilitary
    PTY = "PTY"  # party
    REB = "REB"  # armed opposition
    SPY = "SPY"  # intelligence
    UAF = "UAF"  # unidentified armed
    UNK = "UNK"  # unidentified
    AGR = "AGR"  # peasants
    BUS = "BUS"  # business
    CRM = "CRM"  # criminals
    CVL = "CVL"  # civilians
    EDU = "EDU"  # education
    ELI = "ELI"  # former officials and elites
    JRN = "JRN"  # journalists
    LAB = "LAB"  # labour
    MED = "MED"  # health
    REF = "REF"  # refugees
    OPP = "OPP"  # opposition
    PRE = "PRE"  # partially recognised entity
    REL = "REL"  # religious
    SOC = "SOC"  # other civil society


class Act(StrEnum):
    """What a speaker does by a statement."""

    SAY = auto()
    ASSERT = auto()
    ACKNOWLEDGE = auto()
    DENY = auto()
    DOUBT = auto()
    WARN = auto()
    PREDICT = auto()
    SPECULATE = auto()
    URGE = auto()
    PROMISE = auto()
    THREATEN = auto()
    PRAISE = auto()
    CRITICIZE = auto()
    ANNOUNCE = auto()
    PROPOSE = auto()
    AGREE = auto()
    REFUSE = auto()
    THANK = auto()
    APOLOGIZE = auto()


class Quotation(StrEnum):
    """How a statement's content is given."""

    DIRECT = auto()
    INDIRECT = auto()
    MIXED = auto()


class Certainty(StrEnum):
    """How sure the speaker presents the content."""

    CERTAIN = auto()
    PROBABLE = auto()
    POSSIBLE = auto()
    UNLIKELY = auto()


class EventType(StrEnum):
    """PLOVER's sixteen types of event."""

    AGREE = "AGREE"
    CONSULT = "CONSULT"
    SUPPORT = "SUPPORT"
    CONCEDE = "CONCEDE"
    COOPERATE = "COOPERATE"
    AID = "AID"
    RETREAT = "RETREAT"
    REQUEST = "REQUEST"
    REJECT = "REJECT"
    ACCUSE = "ACCUSE"
    THREATEN = "THREATEN"
    PROTEST = "PROTEST"
    SANCTION = "SANCTION"
    MOBILIZE = "MOBILIZE"
    COERCE = "COERCE"
    ASSAULT = "ASSAULT"


class Mode(StrEnum):
    """PLOVER's modes: how an event of its type was done. ``MODES`` says which type has which."""

    VISIT = "visit"
    THIRD_PARTY = "third-party"
    MULTILATERAL = "multilateral"
    PHONE = "phone"
    WITHDRAW = "withdraw"
    RELEASE = "release"
    DISARM = "disarm"
    CEASEFIRE = "ceasefire"
    ACCESS = "access"
    RESIGN = "resign"
    ASSIST = "assist"
    CHANGE = "change"
    YIELD = "yield"
    MEET = "meet"
    DISAPPROVE = "disapprove"
    INVESTIGATE = "investigate"
    ALLEGE = "allege"
    RESTRICT = "restrict"
    ARREST = "arrest"
    RELATIONS = "relations"
    EXPEL = "expel"
    TERRITORY = "territory"
    VIOLENCE = "violence"
    DEMO = "demo"
    RIOT = "riot"
    STRIKE = "strike"
    HUNGER = "hunger"
    BOYCOTT = "boycott"
    OBSTRUCT = "obstruct"
    VANDALIZE = "vandalize"
    CONVICT = "convict"
    DISCONTINUE = "discontinue"
    TROOPS = "troops"
    WEAPONS = "weapons"
    POLICE = "police"
    MILITIA = "militia"
    SEIZE = "seize"
    CENSOR = "censor"
    CURFEW = "curfew"
    MARTIAL_LAW = "martial-law"
    DEPORT = "deport"
    WITHHOLD = "withhold"
    MISINFORMATION = "misinformation"
    CYBER = "cyber"
    ABDUCT = "abduct"
    BEAT = "beat"
    TORTURE = "torture"
    SEXUAL = "sexual"
    TARGETED = "targeted"
    DESTROY = "destroy"
    PRIMITIVE = "primitive"
    FIREARMS = "firearms"
    EXPLOSIVES = "explosives"
    SUICIDE_ATTACK = "suicide-attack"
    AERIAL = "aerial"
    DRONE = "drone"
    HEAVY_WEAPONS = "heavy-weapons"
    CROWD_CONTROL = "crowd-control"
    UNCONVENTIONAL = "unconventional"


def _modes(words: str) -> tuple[Mode, ...]:
    return tuple(Mode(word) for word in words.split())


MODES: Final[Mapping[EventType, tuple[Mode, ...]]] = MappingProxyType(
    {
        EventType.AGREE: (),
        EventType.CONSULT: _modes("visit third-party multilateral phone"),
        EventType.SUPPORT: (),
        EventType.CONCEDE: (),
        EventType.COOPERATE: (),
        EventType.AID: (),
        EventType.RETREAT: _modes("withdraw release disarm ceasefire access resign"),
        EventType.REQUEST: _modes("assist change yield meet"),
        EventType.REJECT: _modes("assist change yield meet"),
        EventType.ACCUSE: _modes("disapprove investigate allege"),
        EventType.THREATEN: _modes("restrict arrest relations expel territory violence"),
        EventType.PROTEST: _modes("demo riot strike hunger boycott obstruct vandalize"),
        EventType.SANCTION: _modes("convict expel withdraw discontinue"),
        EventType.MOBILIZE: _modes("troops weapons police militia"),
        EventType.COERCE: _modes(
            "seize restrict censor curfew martial-law arrest deport withhold misinformation cyber"
        ),
        EventType.ASSAULT: _modes(
            "abduct beat torture sexual targeted destroy primitive firearms explosives suicide-attack aerial drone "
            "heavy-weapons crowd-control unconventional"
        ),
    }
)
"""The modes that each type of event can have; a type without modes has an empty tuple."""


class Context(StrEnum):
    """PLOVER's contexts: the matters that an event is about, any number for each."""

    MILITARY = auto()
    INTELLIGENCE = auto()
    EXECUTIVE = auto()
    LEGISLATIVE = auto()
    ELECTION = auto()
    POLITICAL_INSTITUTIONS = auto()
    PRO_DEMOCRACY = auto()
    PRO_AUTOCRACY = auto()
    ECONOMIC = auto()
    LEGAL = auto()
    REPARATIONS = auto()
    HUMAN_RIGHTS = auto()
    RIGHTS_FREEDOMS = auto()
    REPRESSION = auto()
    HUMAN_SECURITY = auto()
    GENDER = auto()
    LGBT = auto()
    RELIGION_ETHNICITY = auto()
    INEQUALITY = auto()
    DIPLOMATIC = auto()
    TERRITORY = auto()
    PEACEKEEPING = auto()
    HEALTH = auto()
    ASYLUM = auto()
    MIGRATION = auto()
    DISASTERS = auto()
    NATURAL_RESOURCE = auto()
    ENVIRONMENT = auto()
    TECHNOLOGY = auto()
    TERRORISM = auto()
    CBRN = auto()
    CYBER = auto()
    MISINFORMATION = auto()
    CRIME = auto()
    CORRUPTION = auto()
    ILLEGAL_DRUGS = auto()
    TRAFFICKING = auto()


class Status(StrEnum):
    """The degree of reality of an event."""

    ACTUAL = auto()
    HISTORICAL = auto()
    PLANNED = auto()
    PROPOSED = auto()
    POSSIBLE = auto()
    HYPOTHETICAL = auto()
    NEGATED = auto()


HAPPENED: Final = frozenset({Status.ACTUAL, Status.HISTORICAL})
"""What is told to have happened."""


class Category(StrEnum):
    """What a commitment is for."""

    MILITARY = auto()
    FINANCIAL = auto()
    HUMANITARIAN = auto()
    CIVIL = auto()
    UNSPECIFIED = auto()


class Instrument(StrEnum):
    """The form in which a commitment is given."""

    GRANT = auto()
    LOAN = auto()
    GUARANTEE = auto()
    IN_KIND = auto()
    SALE = auto()
    TRAINING = auto()
    UNSPECIFIED = auto()


class Stage(StrEnum):
    """How far a commitment has come."""

    SPECULATED = auto()
    REQUESTED = auto()
    PROPOSED = auto()
    PLEDGED = auto()
    APPROVED = auto()
    CONTRACTED = auto()
    DELIVERED = auto()
    DELAYED = auto()
    SUSPENDED = auto()
    CANCELLED = auto()
    REFUSED = auto()


class Qualifier(StrEnum):
    """Words that make a sum of money something else than a plain figure."""

    UP_TO = auto()
    AT_LEAST = auto()
    ABOUT = auto()
    ADDITIONAL = auto()


class Period(StrEnum):
    """The time for which a sum of money is paid again and again."""

    YEAR = auto()
    MONTH = auto()


class ItemClass(StrEnum):
    """What sort of materiel an item is."""

    AMMUNITION = auto()
    ARTILLERY = auto()
    ARMOUR = auto()
    AIRCRAFT = auto()
    AIR_DEFENCE = auto()
    MISSILES = auto()
    DRONES = auto()
    NAVAL = auto()
    SMALL_ARMS = auto()
    VEHICLES = auto()
    ELECTRONICS = auto()
    MEDICAL = auto()
    FUEL = auto()
    FOOD = auto()
    PERSONNEL = auto()
    OTHER = auto()


class Condition(StrEnum):
    """Whether an item is new."""

    NEW = auto()
    SECOND_HAND = auto()


class QuantityKind(StrEnum):
    """What an event's number counts."""

    DEAD = auto()
    INJURED = auto()
    ARRESTED = auto()
    DISPLACED = auto()
    CROWD = auto()
    TROOPS = auto()


class DatePrecision(StrEnum):
    """The unit in which a date is known."""

    DAY = auto()
    WEEK = auto()
    MONTH = auto()
    QUARTER = auto()
    YEAR = auto()
    UNKNOWN = auto()


class Basis(StrEnum):
    """How a date is known: stated, worked out from the publication date, or assumed."""

    STATED = auto()
    RELATIVE = auto()
    ASSUMED = auto()


class PlacePrecision(StrEnum):
    """The unit in which a place is known."""

    SITE = auto()
    CITY = auto()
    PROVINCE = auto()
    COUNTRY = auto()
    REGION = auto()
