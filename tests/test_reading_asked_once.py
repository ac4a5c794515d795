"""Who is asked about while they are asked about is asked once; read by the reader itself."""

from communique import RawArticle, Reader
from training.corpus.format import parse_file
from training.paths import CORPUS


def test_a_commander_of_those_who_speak_is_read() -> None:
    text = next(each.text for each in parse_file(CORPUS / "wi-03.txt") if each.id == "wi-032")
    assert Reader(threads=0).read(RawArticle(text=text, language="en", verbatim=True)).statements
