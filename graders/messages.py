"""What a grader cell says about its work: typed messages, decoded by the host with bounds.

Every text for people is a `Text`: a key of the catalogue in `graders.phrases` and its particulars, so that
one message exists in each language. Nothing here imports more than msgspec: the web process reads these too.
"""

from __future__ import annotations

import unicodedata
from typing import Any

import msgspec

#: longest text that a submission may put into a message
TEXT_LIMIT = 4096
#: how many remarks on a submission's text there may be
MAX_FOUND = 100


class Text(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A sentence of the catalogue with its particulars; `more` are further lines below it."""

    key: str
    params: dict[str, str | int | float] = {}
    more: tuple[Text, ...] = ()

    def followed_by(self, *lines: Text) -> Text:
        """The same text with further lines."""
        return msgspec.structs.replace(self, more=(*self.more, *lines))


class Message(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="type"):
    """Base of the messages a grader cell emits."""


class Collected(Message, frozen=True, tag="collected"):
    """checks.py was imported and holds these tests, whether the job asks for them or not."""

    tests: list[str]


class CheckStarted(Message, frozen=True, tag="check_started"):
    """This check begins."""

    test: str


class CheckFailing(Message, frozen=True, tag="check_failing"):
    """A check failed and looks for a smaller counter-example; counts only if no `CheckFinished` follows."""

    test: str
    outcome: str
    verdict: str
    message: Text
    detail: dict[str, Any] | None = None


class CheckFinished(Message, frozen=True, tag="check_finished"):
    """The result of one check, sent the moment it is known."""

    test: str
    #: "passed" | "failed" | "error" (the check itself is broken) | "not_run"
    outcome: str
    #: "" when passed or not run, otherwise WA RTE TLE MLE OLE CE IR IE
    verdict: str = ""
    message: Text = Text("check.passed")
    detail: dict[str, Any] | None = None
    duration_s: float = 0.0
    #: calls into the submission
    calls: int = 0
    #: number of the submission cell that served it, from 1; 0 when it needed none
    cell: int = 0


class Found(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A place in a submission's text that one of its exercise's rules is about."""

    #: place of the rule in the exercise's list
    rule: int
    file: str
    #: from 1; 0 where it is about the whole file
    line: int


class Advised(Message, frozen=True, tag="advised"):
    """What the public submission cell found in the submission's text: its word, for advice only."""

    found: list[Found]


class Live(Message, frozen=True, tag="live"):
    """One point of a curve that the submission draws while a public check runs."""

    test: str
    name: str
    step: int
    value: float


class Repeated(Message, frozen=True, tag="repeated"):
    """The checks ran once more, with this seed."""

    seed: int
    #: by test: "passed", "failed", "error" or "not_run"
    outcomes: dict[str, str]


class Recorded(Message, frozen=True, tag="recorded"):
    """What the submission answered to one call."""

    test: str
    #: what was called, from the module on, such as ``LeNet5().forward``
    path: str
    #: digests of the call: with all numbers of its arguments, and with the shapes of arrays alone
    content: str
    shape: str
    #: the answer, for a submission's cell; empty where it is an object
    answer: str


class Variant(Message, frozen=True, tag="variant"):
    """One generated quiz question."""

    question: dict[str, Any]


class Mutant(Message, frozen=True, tag="mutant"):
    """One mutant of the reference: in this file, `text` for the bytes from `start` to `end`."""

    file: str
    operator: str
    start: int
    end: int
    text: str


class Solved(Message, frozen=True, tag="solved"):
    """The author's solver's answers to one question, by field name, as a student would write them."""

    answers: dict[str, str]


class Done(Message, frozen=True, tag="done"):
    """The grader cell has nothing more to say."""


AnyMessage = (
    Collected
    | CheckStarted
    | CheckFailing
    | CheckFinished
    | Advised
    | Live
    | Recorded
    | Repeated
    | Solved
    | Variant
    | Mutant
    | Done
)

_decoder: msgspec.msgpack.Decoder[AnyMessage] = msgspec.msgpack.Decoder(AnyMessage)


def encode(message: Message) -> bytes:
    """The bytes of one message."""
    return msgspec.msgpack.encode(message)


def decode(data: bytes) -> AnyMessage:
    """The message in these bytes; raises `msgspec.MsgspecError` for anything else."""
    try:
        return _decoder.decode(data)
    except (RecursionError, UnicodeDecodeError) as error:
        raise msgspec.DecodeError(str(error)) from None


def plain(text: str, limit: int = TEXT_LIMIT) -> str:
    """Text without control, bidirectional and other invisible characters, cut to `limit` characters.

    Line ends and tabs stay. Used on whatever a submission says before a person sees it.
    """
    cut = text[: limit + 1]
    clean = "".join(
        c if c in "\n\t" or unicodedata.category(c)[0] != "C" else "\N{REPLACEMENT CHARACTER}" for c in cut
    )
    return clean if len(text) <= limit else clean[: limit - 1] + "…"
