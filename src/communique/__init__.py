"""Communiqué reads the news about war, arms and diplomacy and keeps a cited ledger of who did what to whom.

What this module exports is the public interface: ``read`` and ``Reader``, the ``Ledger``, the records of a reading,
their vocabularies, and the errors. What reads is loaded when it is first used, so that importing the package takes a
tenth of a second.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from communique.errors import (
    BadDecision,
    BadLine,
    BadQuestion,
    BadRecord,
    BadReference,
    BlockedAddress,
    CommuniqueError,
    EmptyText,
    FetchError,
    FetchTimeout,
    InputError,
    LedgerDamaged,
    LedgerError,
    LedgerFull,
    LedgerLocked,
    LedgerMissing,
    LedgerReadOnly,
    LedgerTooNew,
    LedgerTooOld,
    MissingExtra,
    ModelError,
    NotALedger,
    NotEnglish,
    ReadingError,
    TooLarge,
    TooManyRedirects,
    Ungrounded,
    UnknownId,
    UnreadableFile,
    UnsupportedFormat,
    WeightsIncompatible,
    WeightsMissing,
)
from communique.records import (
    SCHEMA,
    Actor,
    Article,
    Commitment,
    Date,
    Dropped,
    Event,
    Item,
    Money,
    Place,
    Quantity,
    ReaderInfo,
    Reading,
    Span,
    Statement,
    article_id,
)
from communique.vocabulary import (
    MODES,
    Act,
    ActorKind,
    Basis,
    Category,
    Certainty,
    Condition,
    Context,
    DatePrecision,
    EventType,
    Instrument,
    ItemClass,
    Mode,
    Period,
    PlacePrecision,
    Qualifier,
    QuantityKind,
    Quotation,
    Sector,
    Stage,
    Status,
)

if TYPE_CHECKING:
    from communique.ledger import Failed, Input, Ledger, Outcome
    from communique.reader import Reader, open_source, read
    from communique.sources import RawArticle, Refused

__version__ = "0.1.0"

__all__ = [
    "MODES",
    "SCHEMA",
    "Act",
    "Actor",
    "ActorKind",
    "Article",
    "BadDecision",
    "BadLine",
    "BadQuestion",
    "BadRecord",
    "BadReference",
    "Basis",
    "BlockedAddress",
    "Category",
    "Certainty",
    "Commitment",
    "CommuniqueError",
    "Condition",
    "Context",
    "Date",
    "DatePrecision",
    "Dropped",
    "EmptyText",
    "Event",
    "EventType",
    "Failed",
    "FetchError",
    "FetchTimeout",
    "Input",
    "InputError",
    "Instrument",
    "Item",
    "ItemClass",
    "Ledger",
    "LedgerDamaged",
    "LedgerError",
    "LedgerFull",
    "LedgerLocked",
    "LedgerMissing",
    "LedgerReadOnly",
    "LedgerTooNew",
    "LedgerTooOld",
    "MissingExtra",
    "Mode",
    "ModelError",
    "Money",
    "NotALedger",
    "NotEnglish",
    "Outcome",
    "Period",
    "Place",
    "PlacePrecision",
    "Qualifier",
    "Quantity",
    "QuantityKind",
    "Quotation",
    "RawArticle",
    "Reader",
    "ReaderInfo",
    "Reading",
    "ReadingError",
    "Refused",
    "Sector",
    "Span",
    "Stage",
    "Statement",
    "Status",
    "TooLarge",
    "TooManyRedirects",
    "Ungrounded",
    "UnknownId",
    "UnreadableFile",
    "UnsupportedFormat",
    "WeightsIncompatible",
    "WeightsMissing",
    "__version__",
    "article_id",
    "open_source",
    "read",
]

_LOADED_LATE = {
    "Failed": "communique.ledger",
    "Input": "communique.ledger",
    "Ledger": "communique.ledger",
    "Outcome": "communique.ledger",
    "RawArticle": "communique.sources",
    "Reader": "communique.reader",
    "Refused": "communique.sources",
    "open_source": "communique.reader",
    "read": "communique.reader",
}
"""Public names of modules that take long to load, or load others that do; each with its module."""


def __getattr__(name: str) -> Any:
    if name not in _LOADED_LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_LOADED_LATE[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_LOADED_LATE})
