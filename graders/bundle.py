"""A bundle: the folder of one exercise, read, checked and named by the hash of its content.

Nothing of a bundle is imported or parsed as Python here. Its TOML and Markdown are data; its Python is the
author's and runs in grader cells only.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from pathlib import Path

import msgspec

from graders.bilingual import LANGUAGES, Bilingual
from graders.bundle_rules import check_content, check_manifest, check_questions
from graders.decoding import decode_table, read_toml
from graders.manifest import CheckSpec, Gates, Kind, Limits, Manifest, SolutionRule, Stack, Training
from graders.measured import Measured, read_measured
from graders.problems import BundleError, Problem
from graders.quiz.static import StaticQuiz, read_static
from graders.resources import Resources
from graders.source_policy import SourcePolicy

__all__ = ["Bundle", "BundleError", "CheckSpec", "Limits", "Problem", "bundle_from_files", "load_bundle"]

MANIFEST = "exercise.toml"
MAX_BYTES = 32 * 2**20
MAX_FILES = 2000
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SKIPPED = re.compile(r"(^|/)(__pycache__|\.[^/]+)(/|$)|\.pyc$|~$")


class Bundle(msgspec.Struct, frozen=True):
    """One version of an exercise, with everything that belongs to it."""

    course: str
    slug: str
    #: sha256 over names and contents; two bundles of one version grade alike
    version: str
    kind: Kind
    title: Bilingual
    #: Markdown
    prompts: Bilingual
    #: section of the course notes
    notes: str
    concepts: list[str]
    #: names a student hands in; the first is the entry module
    files: list[str]
    #: what the student first sees, by file name
    starter: dict[str, str]
    stack: Stack
    limits: Limits
    #: what it needs besides a processor
    resources: Resources
    tolerances: dict[str, tuple[float, float]]
    #: how hard validation tries the exercise itself
    gates: Gates
    training: Training
    #: what its author would rather see in a submission's text, or not see
    source: SourcePolicy
    checks: list[CheckSpec]
    #: every file by bundle-relative name
    content: dict[str, bytes]
    #: how the reference's scores and curves spread; None where nobody measured
    measured: Measured | None = None
    #: Markdown, one step after the other
    hints: list[Bilingual] = []
    #: of a quiz: what quiz.toml asks, and all its questions as far as they are listed, with their titles
    quiz: StaticQuiz | None = None
    questions: dict[str, Bilingual] = {}
    #: when the author's solution may be read
    solution: SolutionRule = "solved"
    #: 1 to 5, and minutes of work; None where nobody said
    difficulty: int | None = None
    minutes: int | None = None

    @property
    def name(self) -> str:
        """``course/slug``."""
        return f"{self.course}/{self.slug}"

    @property
    def entry(self) -> str:
        """The module name of the first submitted file."""
        return self.files[0].removesuffix(".py").replace("/", ".")

    @property
    def max_points(self) -> int:
        """What all checks are worth together."""
        return sum(check.points for check in self.checks)

    def below(self, prefix: str) -> dict[str, bytes]:
        """The files of a folder, by name inside it."""
        return {
            name.removeprefix(prefix): data for name, data in self.content.items() if name.startswith(prefix)
        }


def load_bundle(path: str | os.PathLike[str]) -> Bundle:
    """The bundle in this folder; raises BundleError with every problem found."""
    folder = Path(path).resolve()
    if not folder.is_dir():
        raise BundleError([Problem.of(str(path), "", "no_folder")])
    return bundle_from_files(_read_folder(folder), slug=folder.name, course=folder.parent.name)


def bundle_from_files(files: Mapping[str, bytes], slug: str, course: str) -> Bundle:
    """The bundle these files make; raises BundleError with every problem found."""
    problems: list[Problem] = []
    content = {name: bytes(files[name]) for name in sorted(files)}
    for key, value in (("slug", slug), ("course", course)):
        if not SLUG.fullmatch(value):
            problems.append(Problem.of(f"{course}/{slug}", key, "not_kebab", name=value))
    manifest = _read_manifest(content, problems)
    quiz = read_static(content, problems)
    if manifest is not None:
        check_manifest(manifest, MANIFEST, problems)
        check_content(manifest, content, problems)
        check_questions(manifest, quiz.ids if quiz else [], content, problems)
    measured = read_measured(content, problems)
    if manifest is None or problems:
        raise BundleError(problems)
    return _assemble(manifest, content, slug, course, measured, quiz)


def content_hash(content: Mapping[str, bytes]) -> str:
    """sha256 over sorted names and contents, each after its length, so that no two bundles run together."""
    digest = hashlib.sha256()
    for name in sorted(content):
        for part in (name.encode(), content[name]):
            digest.update(len(part).to_bytes(8, "big"))
            digest.update(part)
    return digest.hexdigest()


def _assemble(
    manifest: Manifest,
    content: dict[str, bytes],
    slug: str,
    course: str,
    measured: Measured | None,
    quiz: StaticQuiz | None,
) -> Bundle:
    prompts = {lang: content[f"prompt.{lang}.md"].decode() for lang in LANGUAGES}
    submit = [] if manifest.kind == "quiz" else list(manifest.files.submit)
    return Bundle(
        course=course,
        slug=slug,
        version=content_hash(content),
        kind=manifest.kind,
        title=manifest.title,
        prompts=Bilingual(en=prompts["en"], ko=prompts["ko"]),
        notes=manifest.notes,
        concepts=list(manifest.concepts),
        files=submit,
        starter={name: content[f"starter/{name}"].decode() for name in submit},
        stack=manifest.environment.stack,
        limits=manifest.limits,
        resources=manifest.resources,
        tolerances=dict(manifest.tolerances),
        gates=manifest.gates,
        training=manifest.training,
        source=manifest.source,
        checks=list(manifest.checks),
        content=content,
        measured=measured,
        hints=list(manifest.hints),
        quiz=quiz,
        questions=(quiz.titles if quiz else {}) | manifest.questions,
        solution=manifest.solution,
        difficulty=manifest.difficulty,
        minutes=manifest.minutes,
    )


def _read_manifest(content: Mapping[str, bytes], problems: list[Problem]) -> Manifest | None:
    if MANIFEST not in content:
        problems.append(Problem.of(MANIFEST, "", "missing_file"))
        return None
    before = len(problems)
    table = read_toml(content[MANIFEST], MANIFEST, problems)
    if len(problems) > before:
        return None
    return decode_table(table, Manifest, MANIFEST, "", problems)


def _read_folder(folder: Path) -> dict[str, bytes]:
    """The files of a folder by relative name; caches, hidden files and links are no part of a bundle."""
    found: dict[str, bytes] = {}
    total = 0
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if _SKIPPED.search(name) or path.is_symlink() or not path.is_file():
            continue
        total += path.stat().st_size
        if total > MAX_BYTES or len(found) >= MAX_FILES:
            raise BundleError([Problem.of(name, "", "too_large", mib=MAX_BYTES // 2**20, files=MAX_FILES)])
        found[name] = path.read_bytes()
    return found
