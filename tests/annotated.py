"""An annotated passage to test the corpus's tools with."""

from training.corpus.format import parse
from training.corpus.notes import Passage

BLOCK = """== t-001
register: wire | region: test | topic: test-one | published: 2024-03-05
Norway said on Monday it would lend Latvia 40 trucks. "Latvia asked, and we answered," its defence minister, Ola \
Brekke, said.
--
actor nor state NOR GOV [Norway] [it#1] [we] [its]
actor lva state LVA GOV [Latvia*]
actor bre person NOR MIL [Ola Brekke] title[defence minister]
date [on Monday]
statement s1 promise certain speaker=nor cue[said#1] content[it would … trucks]
statement s2 say certain speaker=bre cue[said#2] content["Latvia … answered,"]
event e1 AGREE planned actor=nor recipient=lva trigger[lend] +military
event e2 REQUEST:assist actual actor=lva recipient=nor trigger[asked]
commitment c1 pledged military in_kind donor=nor recipient=lva item[40 trucks]:vehicles event=e1
"""


def passage(*changes: tuple[str, str]) -> Passage:
    """The passage, with words of its block replaced."""
    block = BLOCK
    for old, new in changes:
        assert old in block, old
        block = block.replace(old, new)
    return parse(block)
