"""Words that tell of deeds that nearly happened or were prevented, from ``near_miss_words.yaml``, as patterns."""

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from communique.knowledge.aid_words import any_of
from communique.knowledge.tables import document


@lru_cache(maxsize=1)
def near_miss_patterns() -> Mapping[str, re.Pattern[str]]:
    """Give patterns by name; most are to be searched in what stands right before a deed's word, up to its end.

    `is_near` and all that aren't named here end where the deed's word begins; `was_prevented` begins right behind it;
    `degree` and `escapable` match that word itself.
    """
    lists = {name: any_of(tuple(words)) for name, words in document("near_miss_words.yaml").items()}
    noun = rf"(?:(?:{lists['leading']})\s+){{0,3}}"
    made = {
        "nearly": rf"\b(?:{lists['nearly']})\s+$",
        "nearly_managed": rf"\b(?:{lists['nearly']})\s+(?:{lists['managing']})\s+(?:being\s+)?$",
        "came_near": rf"\b(?:{lists['coming']})\s+(?:{lists['near']})\s+(?:being\s+)?{noun}$",
        "is_near": rf"\b(?:{lists['being']})\s+(?:{lists['nearing']})\s+{noun}$",
        "undone_base": rf"\b(?:{lists['undone_base']})\s+$",
        "undone_ing": rf"\b(?:{lists['undone_ing']})\s+(?:even\s+)?(?:being\s+)?$",
        "escaped": rf"\b(?:{lists['escaping']})\s+(?:being|getting)\s+(?:\w+ly\s+)?$",
        "escaped_noun": rf"\b(?:{lists['escaping']})\s+{noun}$",
        "prevented": rf"\b(?:{lists['preventing']})\s+{noun}$",
        "was_prevented": rf"\s+(?:was|were|been|be|being|had been|has been)\s+(?:\w+ly\s+)?(?:{lists['preventing']})\b",
        "degree": rf"(?:{lists['degrees']})$",
        "escapable": rf"(?:{lists['escapable']})$",
    }  # fmt: skip
    return MappingProxyType({name: re.compile(pattern, re.IGNORECASE) for name, pattern in made.items()})
