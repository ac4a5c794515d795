"""Every error that Communiqué raises on purpose, as one tree.

::

    CommuniqueError                 communique
    ├── InputError                  input                  something given to us can't be read
    │   ├── UnreadableFile          unreadable-file        missing, not permitted, or not decodable
    │   ├── UnsupportedFormat       unsupported-format     a kind of file that no source reads
    │   ├── EmptyText               empty-text             nothing is left once menus and the like are gone
    │   ├── NotEnglish              not-english            the text is in a language the reader doesn't know
    │   ├── TooLarge                too-large              more bytes or code points than the limit
    │   ├── BadLine                 bad-line               a JSON line that isn't what the command expects
    │   └── FetchError              fetch                  a web address that gives no article
    │       ├── BlockedAddress      blocked-address        a private, local or otherwise refused address
    │       ├── TooManyRedirects    too-many-redirects     a chain of redirects without end
    │       └── FetchTimeout        fetch-timeout          no complete answer in time
    ├── ReadingError                reading                a record that breaks the contract of readings
    │   ├── Ungrounded              ungrounded             a span is missing, or its quote isn't in the text
    │   ├── BadReference            bad-reference          an id twice, an id of nothing, a circle of statements
    │   └── BadRecord               bad-record             a wrong type, an unknown key or a word out of vocabulary
    ├── ModelError                  model                  the trained reader can't be loaded
    │   ├── WeightsMissing          weights-missing        the files aren't where they are looked for
    │   └── WeightsIncompatible     weights-incompatible   files of another version, or damaged
    ├── LedgerError                 ledger                 the ledger's file can't be used, or not for this
    │   ├── LedgerMissing           ledger-missing         there is no such file
    │   ├── NotALedger              not-a-ledger           a file of something else
    │   ├── LedgerTooNew            ledger-too-new         made by a later version
    │   ├── LedgerTooOld            ledger-too-old         made by an earlier version, and may not be changed here
    │   ├── LedgerLocked            ledger-locked          another program holds it
    │   ├── LedgerReadOnly          ledger-read-only       it may be read but not written
    │   ├── LedgerFull              ledger-full            no room on the disk
    │   ├── LedgerDamaged           ledger-damaged         SQLite finds it broken
    │   ├── UnknownId               unknown-id             no record has this id, or several begin with it
    │   ├── BadQuestion             bad-question           a filter that can't be understood
    │   └── BadDecision             bad-decision           a decision that can't be taken
    └── MissingExtra                missing-extra          a feature whose optional packages aren't installed

The second column is ``code``: stable, meant for programs (it is what a JSON line carries as ``error.code``).
``problem`` says what was wrong and with which input; ``hint`` says how to mend it; ``str(error)`` is both on one line.
Errors can be pickled, so that a worker process can hand one back.
"""

import copyreg
from typing import Any, ClassVar


def _writable(text: str) -> str:
    r"""Return a text as it can be written: half of a surrogate pair, as JSON may hold it, as its escape (`\ud800`)."""
    return text.encode("utf-8", "backslashreplace").decode()


class CommuniqueError(Exception):
    """Base of all errors of this package; catch it to keep a batch going.

    Args:
        problem: what was wrong and with which input, one sentence without its full stop.
        hint: how to mend it, where the class's own ``hint`` can be bettered.
    """

    code: ClassVar[str] = "communique"
    hint: str = "Run the same command on this input alone and report the output as an issue."

    def __init__(self, problem: str, *, hint: str | None = None) -> None:
        super().__init__(problem)
        self.problem = problem
        if hint is not None:
            self.hint = hint

    def __str__(self) -> str:
        return _writable(f"{self.problem}. {self.hint}")

    def __reduce__(self) -> tuple[Any, ...]:
        # Exception's own __reduce__ calls __init__ with args, which breaks subclasses with other parameters.
        return copyreg.__newobj__, (type(self), *self.args), self.__dict__  # type: ignore[attr-defined]

    def to_json(self) -> dict[str, str]:
        """Give the object that takes a reading's place in JSON lines: ``{"code": …, "message": …}``."""
        return {"code": self.code, "message": str(self)}


class InputError(CommuniqueError):
    """Something given to us can't be read as an article."""

    code = "input"
    hint = "Check that the input is one English news article, as text or HTML."


class UnreadableFile(InputError):
    """A file is missing, not permitted or not decodable."""

    code = "unreadable-file"
    hint = "Check the path and its permissions; save text files as UTF-8."


class UnsupportedFormat(InputError):
    """No source reads this kind of file."""

    code = "unsupported-format"
    hint = "Convert it to plain text (.txt), HTML (.html) or JSON lines (.jsonl)."


class EmptyText(InputError):
    """Nothing is left once menus, captions and the like are gone."""

    code = "empty-text"
    hint = 'If the text is clean already, give it as a JSON line with "verbatim": true.'


class NotEnglish(InputError):
    """The text is in a language that the reader doesn't know."""

    code = "not-english"
    hint = 'Translate it first; if it is English after all, give it as a JSON line with "language": "en".'


class TooLarge(InputError):
    """The input has more bytes or code points than the limit."""

    code = "too-large"
    hint = "Split it: one article per file or per JSON line."


class BadLine(InputError):
    """A JSON line isn't an object with the keys that the command expects.

    Args:
        problem: what was wrong.
        line: the line's number, from 1, where known.
        hint: how to mend it, where the class's own can be bettered.
    """

    code = "bad-line"
    hint = 'Write one JSON object per line, with "text" or "html", in UTF-8.'

    def __init__(self, problem: str, *, line: int | None = None, hint: str | None = None) -> None:
        super().__init__(problem if line is None else f"line {line}: {problem}", hint=hint)
        self.line = line


class FetchError(InputError):
    """A web address gives no article."""

    code = "fetch"
    hint = "Open the address in a browser, save the page, and read the saved file."


class BlockedAddress(FetchError):
    """The address is private, local or otherwise refused."""

    code = "blocked-address"
    hint = "Only public http and https addresses are fetched; save the page and read the saved file."


class TooManyRedirects(FetchError):
    """The address leads through a chain of redirects without end."""

    code = "too-many-redirects"
    hint = "Open it in a browser and give the address where it ends."


class FetchTimeout(FetchError):
    """No complete answer came in time."""

    code = "fetch-timeout"
    hint = "Try again later, or save the page and read the saved file."


class ReadingError(CommuniqueError):
    """A record breaks the contract of readings.

    Args:
        problem: what was wrong.
        path: where in the record, such as ``events[3].trigger.start``; empty for the record itself.
        hint: how to mend it, where the class's own can be bettered.
    """

    code = "reading"
    hint = "Compare it with the schema that `python -m communique.schema` prints."

    def __init__(self, problem: str, *, path: str = "", hint: str | None = None) -> None:
        super().__init__(problem, hint=hint)
        self.path = path

    def __str__(self) -> str:
        return _writable(f"{self.path}: {super().__str__()}") if self.path else super().__str__()

    def put_under(self, step: str) -> None:
        """Put a step in front of the path, as the error rises from a part to its whole."""
        joint = "." if self.path and not self.path.startswith("[") else ""
        self.path = f"{step}{joint}{self.path}"


class Ungrounded(ReadingError):
    """A span is missing, impossible, or its quote isn't what the article says there."""

    code = "ungrounded"
    hint = "Cut spans from article.text itself, with Span.of(article.text, start, end)."


class BadReference(ReadingError):
    """An id is given twice or names nothing, or statements are within each other."""

    code = "bad-reference"
    hint = "Give each record an id of its own, and refer only to records of the same reading."


class BadRecord(ReadingError):
    """A value has a wrong type, a key is unknown or missing, or a word isn't in its vocabulary."""

    code = "bad-record"


class ModelError(CommuniqueError):
    """The trained reader can't be loaded."""

    code = "model"
    hint = "Install the package again: pip install --force-reinstall communique."


class WeightsMissing(ModelError):
    """The weights aren't where they are looked for."""

    code = "weights-missing"
    hint = "Install the package again, or, in a checkout, make the weights with `make train`."


class WeightsIncompatible(ModelError):
    """The weights belong to another version of the reader, or are damaged."""

    code = "weights-incompatible"
    hint = "Use the weights that came with this version; in a checkout, make them again with `make train`."


class LedgerError(CommuniqueError):
    """The ledger's file can't be used, or not for this."""

    code = "ledger"
    hint = "Run `communique doctor` on it."


class LedgerMissing(LedgerError):
    """There is no such file."""

    code = "ledger-missing"
    hint = "Make it with `communique add`, or name another with --ledger or COMMUNIQUE_LEDGER."


class NotALedger(LedgerError):
    """The file holds something else."""

    code = "not-a-ledger"
    hint = "Name a file that `communique add` made, or a new one, with --ledger or COMMUNIQUE_LEDGER."


class LedgerTooNew(LedgerError):
    """A later version of Communiqué made it."""

    code = "ledger-too-new"
    hint = "Update Communiqué (pip install --upgrade communique); the file is left as it was."


class LedgerTooOld(LedgerError):
    """An earlier version made it, and it may not be changed here."""

    code = "ledger-too-old"
    hint = "Run `communique migrate` on it, after a copy."


class LedgerLocked(LedgerError):
    """Another program holds it."""

    code = "ledger-locked"
    hint = "Wait until the other program is done, or stop it; nothing was changed."


class LedgerReadOnly(LedgerError):
    """It may be read but not written."""

    code = "ledger-read-only"
    hint = "Allow writing to the file and its folder, or copy it to where you may write; it is left as it was."


class LedgerFull(LedgerError):
    """There is no room on the disk."""

    code = "ledger-full"
    hint = "Make room and run the same command again; what was stored before is safe."


class LedgerDamaged(LedgerError):
    """SQLite finds the file broken."""

    code = "ledger-damaged"
    hint = "Keep it, and restore a copy; `sqlite3 FILE .recover` saves what can be saved."


class UnknownId(LedgerError):
    """No record has this id, or several begin with it."""

    code = "unknown-id"
    hint = "Copy the id from a table or from --format json; its beginning is enough where only one record has it."


class BadQuestion(LedgerError):
    """A filter can't be understood."""

    code = "bad-question"
    hint = "See the command's --help for what it takes."


class BadDecision(LedgerError):
    """A decision can't be taken on this record."""

    code = "bad-decision"
    hint = "See `communique edit --help` for what can be decided about what."


class MissingExtra(CommuniqueError):
    """A feature needs packages that a plain install leaves out.

    Args:
        feature: what was asked for, as the start of a sentence ("The web page").
        extra: the name of the optional extra that brings it.
    """

    code = "missing-extra"
    hint = "Install the extra that the message names."

    def __init__(self, feature: str, extra: str) -> None:
        super().__init__(
            f"{feature} needs packages of the extra [{extra}]",
            hint=f"Install them with: pip install 'communique[{extra}]'",
        )
        self.extra = extra
