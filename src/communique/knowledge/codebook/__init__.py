"""The codebook: what each event type, mode, context and sector means, and PLOVER's rules of tense and kind.

The data are the YAML files of this folder; here they become typed values, loaded once. Codes, scores and rules are
those of PLOVER 2.0 (manual by the Open Event Data Alliance, CC BY-SA 4.0); the definitions are this project's own
words. The CAMEO root codes are chosen with that alliance's table from CAMEO to PLOVER, the reason beside each choice.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from communique.knowledge.tables import document, documents
from communique.vocabulary import Context, EventType, Mode, Sector, Status

_NOT_TYPES: Final = frozenset({"contexts.yaml", "sectors.yaml", "tense.yaml"})


@dataclass(frozen=True, slots=True)
class ModeEntry:
    """A mode of one event type.

    Attributes:
        mode: its code.
        score: cooperation or conflict, from -10 to 10.
        cameo: CAMEO root code, two digits.
        definition: what it means.
    """

    mode: Mode
    score: float
    cameo: str
    definition: str


@dataclass(frozen=True, slots=True)
class TypeEntry:
    """An event type.

    Attributes:
        type: its code.
        quad: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
        score: cooperation or conflict, from -10 to 10, of an event without a mode.
        recipient_needed: whether an event of this type makes no sense without a recipient.
        cameo: CAMEO root code, two digits, of an event without a mode.
        definition: what it means.
        modes: its modes by code, in the manual's order.
    """

    type: EventType
    quad: int
    score: float
    recipient_needed: bool
    cameo: str
    definition: str
    modes: Mapping[Mode, ModeEntry]


@dataclass(frozen=True, slots=True)
class TenseRule:
    """Events of these types and statuses become another type; ``keep_status`` says that the status stays."""

    types: frozenset[EventType]
    statuses: frozenset[Status]
    becomes: EventType
    keep_status: bool


@dataclass(frozen=True, slots=True)
class KindRule:
    """An act whose type is easily got wrong, with PLOVER's decision."""

    act: str
    type: EventType
    mode: Mode | None


@lru_cache(maxsize=1)
def event_types() -> Mapping[EventType, TypeEntry]:
    """Give the sixteen event types, in the order of the vocabulary."""
    entries = {}
    for name, raw in documents("codebook"):
        if name in _NOT_TYPES:
            continue
        modes = {
            Mode(code): ModeEntry(
                mode=Mode(code),
                score=float(given["score"]),
                cameo=given.get("cameo", raw["cameo"]),
                definition=given["definition"],
            )
            for code, given in raw["modes"].items()
        }
        entry = TypeEntry(
            type=EventType(raw["code"]),
            quad=raw["quad"],
            score=float(raw["score"]),
            recipient_needed=raw["recipient_needed"],
            cameo=raw["cameo"],
            definition=raw["definition"],
            modes=MappingProxyType(modes),
        )
        entries[entry.type] = entry
    return MappingProxyType({code: entries[code] for code in EventType})


def quad_of(type_: EventType | str) -> int:
    """Give the quad class of an event type, 1 to 4.

    Raises:
        ValueError: there is no such type.
    """
    return event_types()[EventType(type_)].quad


def score_of(type_: EventType | str, mode: Mode | str | None = None) -> float:
    """Give the score of an event: its mode's where it has one, else its type's.

    Raises:
        ValueError: there is no such type, or the type has no such mode.
    """
    return _entry(type_, mode).score


def cameo_of(type_: EventType | str, mode: Mode | str | None = None) -> str:
    """Give the two-digit CAMEO root code that names an event best.

    Raises:
        ValueError: there is no such type, or the type has no such mode.
    """
    return _entry(type_, mode).cameo


def _entry(type_: EventType | str, mode: Mode | str | None) -> TypeEntry | ModeEntry:
    entry = event_types()[EventType(type_)]
    if mode is None:
        return entry
    if (found := entry.modes.get(Mode(mode))) is None:
        message = f"{entry.type} has no mode {mode!r}; it has {', '.join(entry.modes) or 'none'}"
        raise ValueError(message)
    return found


@lru_cache(maxsize=1)
def contexts() -> Mapping[Context, str]:
    """Give the contexts with their definitions."""
    return MappingProxyType({Context(code): text for code, text in document("codebook/contexts.yaml").items()})


@lru_cache(maxsize=1)
def sectors() -> Mapping[Sector, str]:
    """Give the sectors of actors with their definitions."""
    given = document("codebook/sectors.yaml")["sectors"]
    return MappingProxyType({Sector(code): text for code, text in given.items()})


@lru_cache(maxsize=1)
def slots() -> Mapping[str, str]:
    """Give the codes that stand in the country's place for actors of no country, with their definitions."""
    return MappingProxyType(dict(document("codebook/sectors.yaml")["slots"]))


@lru_cache(maxsize=1)
def tense_rules() -> tuple[TenseRule, ...]:
    """Give PLOVER's rules of tense (manual, CC BY-SA 4.0, Open Event Data Alliance)."""
    return tuple(
        TenseRule(
            types=frozenset(EventType(code) for code in rule["types"]),
            statuses=frozenset(Status(word) for word in rule["statuses"]),
            becomes=EventType(rule["becomes"]),
            keep_status=rule["keep_status"],
        )
        for rule in document("codebook/tense.yaml")["tense"]
    )


@lru_cache(maxsize=1)
def kind_rules() -> tuple[KindRule, ...]:
    """Give PLOVER's decisions on acts whose type is easily got wrong (same source)."""
    return tuple(
        KindRule(act=rule["act"], type=EventType(rule["type"]), mode=Mode(rule["mode"]) if "mode" in rule else None)
        for rule in document("codebook/tense.yaml")["kinds"]
    )


def apply_tense(type_: EventType | str, status: Status | str) -> EventType:
    """Give the type of an event once its status is considered: promised aid is AGREE. The status itself stays.

    Only ``planned`` and ``proposed`` change a type. What is merely possible, hypothetical, negated or historical keeps
    it.

    Source: PLOVER manual, Open Event Data Alliance, CC BY-SA 4.0.

    Raises:
        ValueError: there is no such type or status.
    """
    given, wanted = EventType(type_), Status(status)
    for rule in tense_rules():
        if given in rule.types and wanted in rule.statuses:
            return rule.becomes
    return given
