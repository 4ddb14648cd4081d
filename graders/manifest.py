"""The facts of an exercise as its author writes them in exercise.toml."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from graders.bilingual import Bilingual
from graders.resources import Resources
from graders.source_policy import SourcePolicy

Kind = Literal["code", "train", "tune", "debug", "app", "quiz"]
Stack = Literal["torch", "sklearn", "flask"]
Visibility = Literal["public", "hidden", "after_due"]

Seconds = Annotated[float, Meta(gt=0, le=600)]
Mebibytes = Annotated[int, Meta(ge=64, le=16384)]
QuestionId = Annotated[str, Meta(pattern=r"^[A-Za-z][A-Za-z0-9_.-]{0,59}$")]
Tolerance = Annotated[float, Meta(ge=0, le=1)]
#: when the author's solution may be read; "solved" opens it at the deadline too
SolutionRule = Literal["solved", "due", "never"]
MAX_HINTS = 8


class CheckSpec(msgspec.Struct, frozen=True):
    """One check: which test it binds, what it is worth and what students read about it."""

    test: Annotated[str, Meta(pattern=r"^test_[A-Za-z0-9_]+$", max_length=120)]
    points: Annotated[int, Meta(ge=0, le=1000)]
    title: Bilingual
    hint: Bilingual
    visibility: Visibility = "public"
    concept: str = ""


class Limits(msgspec.Struct, frozen=True):
    """What a submission may use."""

    #: seconds one check may wait for one answer of the submission
    time_s: Seconds = 10.0
    #: wall-clock seconds one submission cell may live
    total_s: Seconds = 60.0
    cpu_s: Seconds = 60.0
    memory_mib: Mebibytes = 512
    grader_memory_mib: Mebibytes = 1024


class Files(msgspec.Struct, frozen=True):
    """Which files a student hands in; the first is the module the checks see."""

    submit: Annotated[list[str], Meta(min_length=1, max_length=20)] = msgspec.field(
        default_factory=lambda: ["solution.py"]
    )


class Environment(msgspec.Struct, frozen=True):
    """What a one-shot grading has to import."""

    stack: Stack = "torch"


class Gates(msgspec.Struct, frozen=True):
    """How hard validation tries the exercise itself."""

    #: share of the reference's mutants that the checks must notice
    mutation_score: Annotated[float, Meta(ge=0, le=1)] = 0.95
    #: how many of them are tried; of more, as many are drawn, the same ones each time
    mutants: Annotated[int, Meta(ge=1, le=5000)] = 300
    #: how often each solution is graded anew to see whether its checks ever change their mind
    repeats: Annotated[int, Meta(ge=1, le=1000)] = 50
    #: significant digits that a number of a quiz may have
    digits: Annotated[int, Meta(ge=1, le=20)] = 6


class Training(msgspec.Struct, frozen=True):
    """What holds for gradings that take long enough to be stopped."""

    #: whether a submission that its student stopped is an attempt all the same
    stopped_counts: bool = True


class Manifest(msgspec.Struct, frozen=True):
    """exercise.toml."""

    schema: Literal[1]
    kind: Kind
    title: Bilingual
    notes: str = ""
    #: its tags, by the names that the course gives them
    concepts: list[str] = []
    #: 1 to 5: from a first step to a day's work
    difficulty: Annotated[int, Meta(ge=1, le=5)] | None = None
    #: how long somebody takes who has read the lesson
    minutes: Annotated[int, Meta(ge=1, le=600)] | None = None
    files: Files = Files()
    environment: Environment = Environment()
    limits: Limits = Limits()
    resources: Resources = Resources()
    tolerances: dict[str, tuple[Tolerance, Tolerance]] = {}
    gates: Gates = Gates()
    training: Training = Training()
    source: SourcePolicy = SourcePolicy()
    #: Markdown, one step after the other, at most MAX_HINTS: from where to look to nearly the answer
    hints: list[Bilingual] = []
    solution: SolutionRule = "solved"
    #: of a quiz: what variants.py asks, by the ids of its questions, with what students call them
    questions: dict[QuestionId, Bilingual] = {}
    checks: list[CheckSpec] = []
