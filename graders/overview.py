"""What courses hold and how each exercise stands in its gates, kept as a record and shown as one page.

What a gate said holds for the version it saw: an exercise whose files have changed since is tried again, and
the others keep what is recorded. Titles, languages and lessons are read from the files each time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from graders.bilingual import LANGUAGES
from graders.bundle import Bundle
from graders.course import Course
from graders.gates.choosing import NAMES
from graders.gates.gate import GateResult
from graders.validate import ValidationReport

SCHEMA = 1
NONE, FAILED, ABSENT = "–", "fails", "not written yet"


class Stand(msgspec.Struct, frozen=True):
    """How one version of an exercise came out."""

    version: str
    #: by gate: what it found in a few words, or that it failed; without those that do not apply
    gates: dict[str, str]
    #: mean and worst seconds of one grading, over its own solutions, or of making one variant
    mean_s: float = 0.0
    worst_s: float = 0.0


class Record(msgspec.Struct, frozen=True):
    """How exercises stand, by `course/slug`, and where their times were taken."""

    schema: int = SCHEMA
    processors: int = 0
    stands: dict[str, Stand] = {}


def stand_of(report: ValidationReport, bundle: Bundle) -> Stand:
    """What validation found, as the page shows it."""
    found = {result.gate: result for result in report.gates}
    gates = {name: _words(found[name], bundle) for name in NAMES if name in found}
    if not report.ok and FAILED not in gates.values():
        gates["examples"] = FAILED
    return Stand(report.version, gates, **times_of(report))


def times_of(report: ValidationReport) -> dict[str, float]:
    """Mean and worst grading time as the gate "examples" found them."""
    facts = next((result.facts for result in report.gates if result.gate == "examples"), {})
    return {name: facts.get(name, 0.0) for name in ("mean_s", "worst_s")}


def passes(stand: Stand | None) -> bool:
    """Whether an exercise was tried, and no gate refused it."""
    return stand is not None and bool(stand.gates) and FAILED not in stand.gates.values()


def _words(result: GateResult, bundle: Bundle) -> str:
    """A gate's finding in a few words."""
    facts: Mapping[str, Any] = result.facts
    if not result.ok:
        return FAILED
    if result.gate == "examples":
        return _examples(bundle)
    if result.gate == "variants":
        return f"{facts['variants']} made, {facts['solved']} solved"
    if result.gate == "cheat":
        return f"{len(facts['cheats'])} unpaid" + _waived(facts)
    if result.gate == "flake":
        return f"{facts['solutions']} × {facts['repeats']}"
    if result.gate == "mutation":
        return f"{facts['killed']} of {facts['killed'] + facts['survived']}" + _waived(facts)
    worst = max((scores["false_fail"] for scores in facts.values()), default=0.0)
    return f"{worst:.0e} fail by chance"


def _examples(bundle: Bundle) -> str:
    """How many solutions come with an exercise."""
    if bundle.kind == "quiz":
        return "variants agree"
    counts = {
        role: len({name.split("/")[0] for name in bundle.below(f"examples/{role}/")})
        for role in ("right", "wrong")
    }
    return f"{counts['right']} right, {counts['wrong']} wrong"


def _waived(facts: Mapping[str, Any]) -> str:
    return f", {facts['waived']} waived" if facts["waived"] else ""


def render(courses: Sequence[Course], bundles: Mapping[str, Bundle], record: Record) -> str:
    """The page, as Markdown in English."""
    return "\n\n".join([_HEAD, *(_course(course, bundles, record) for course in courses), _foot(record)])


def _course(course: Course, bundles: Mapping[str, Bundle], record: Record) -> str:
    """One course: how much it holds, and a row for each exercise in its order."""
    written = [slug for slug in course.exercises if f"{course.slug}/{slug}" in bundles]
    quizzes = sum(bundles[f"{course.slug}/{slug}"].kind == "quiz" for slug in written)
    lines = [
        f"## `{course.slug}`: {course.title.en}",
        "",
        f"{len(written)} exercises, {quizzes} of them quizzes; {len(course.lessons)} lessons.",
        "",
        _row(_COLUMNS),
        _row(["---"] * (len(_COLUMNS) - 2) + ["---:"] * 2),
    ]
    return "\n".join([*lines, *(_row(cells) for cells in _rows(course, bundles, record))])


def _rows(course: Course, bundles: Mapping[str, Bundle], record: Record) -> Iterator[list[str]]:
    """The cells of each exercise, and of sections that are read only."""
    lessons = {lesson.section for lesson in course.lessons}
    for chapter in course.chapters:
        for slug in chapter.exercises:
            yield _cells(chapter.id, NONE, course.slug, slug, bundles, record)
        for section in chapter.sections:
            lesson = _lesson(course.slug, section.id) if section.id in lessons else NONE
            for slug in section.exercises:
                yield _cells(section.id, lesson, course.slug, slug, bundles, record)
            if not section.exercises:
                yield [section.id, lesson] + [NONE] * (len(_COLUMNS) - 2)


def _cells(
    place: str, lesson: str, course: str, slug: str, bundles: Mapping[str, Bundle], record: Record
) -> list[str]:
    """One exercise."""
    name = f"{course}/{slug}"
    bundle, stand = bundles.get(name), record.stands.get(name)
    if bundle is None:
        return [place, lesson, f"`{slug}`", ABSENT] + [NONE] * (len(_COLUMNS) - 4)
    texts = " ".join(lang for lang in LANGUAGES if f"prompt.{lang}.md" in bundle.content)
    link = f"[`{slug}`](../exercises/{name}/prompt.en.md)"
    gates = [stand.gates.get(gate, NONE) if stand else "not tried" for gate in NAMES]
    if stand is None:
        return [place, lesson, link, bundle.kind, texts, *gates, NONE, NONE, NONE]
    times = [f"{seconds:.2f}" for seconds in (stand.mean_s, stand.worst_s)]
    return [place, lesson, link, bundle.kind, texts, *gates, f"`{stand.version[:8]}`", *times]


def _lesson(course: str, section: str) -> str:
    """Links to both languages of a lesson."""
    return " ".join(f"[{lang}](../exercises/{course}/lessons/{section}.{lang}.md)" for lang in LANGUAGES)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _foot(record: Record) -> str:
    return (
        "Mean and worst are seconds for one grading with every check, warm, over all solutions that come\n"
        "with the exercise, right and wrong; of a quiz, for making one variant. Taken with as many gradings\n"
        f"at a time as there are processors, here {record.processors}.\n"
    )


_COLUMNS = [
    "section", "lesson", "exercise", "kind", "texts", "examples", "variants", "cheat", "training", "flake",
    "mutation", "version", "mean", "worst",
]  # fmt: skip
_HEAD = """# The courses, exercise by exercise

`make course` writes this page, and course.json beside it: every exercise goes through every [gate](gates.md),
in full, unless its files are what they were when it last did. A row holds for the version it names."""
