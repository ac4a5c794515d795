"""Words of speech, from ``speech_words.yaml``: which act a cue has."""

from functools import lru_cache

from communique.knowledge.tables import document
from communique.vocabulary import Act

_ONE_ACT = (Act.ACKNOWLEDGE, Act.SPECULATE, Act.THANK, Act.APOLOGIZE)
"""Acts whose cues mean nothing else."""


def allows(cue: str, act: Act) -> bool:
    """Say whether a cue, in small letters, may have an act.

    An act is told by its cue. A neutral one ("said") leaves it to the content, which tells a threat, a denial, a
    promise, a refusal, a demand, consent, thanks or an apology plainly; a reproach or a forecast after it is said.
    """
    words = _words()
    return cue not in words["neutral"] or act in words["by_content"]


def act_of(cue: str, act: Act) -> Act:
    """Return the act of a cue, in small letters: its only one ("admitted"), or the given one where it may have that."""
    only = next((one for one in _ONE_ACT if cue in _words()[one]), None)
    return only or (act if allows(cue, act) else Act.SAY)


@lru_cache(maxsize=1)
def _words() -> dict[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in document("speech_words.yaml").items()}
