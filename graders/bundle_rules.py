"""What a bundle must hold besides keys of the right type: files that belong together, names that agree."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from graders.bilingual import LANGUAGES, Bilingual
from graders.manifest import MAX_HINTS, Manifest
from graders.problems import Problem

_MODULE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\.py")
_SUBMITTED = re.compile(r"(?:[A-Za-z0-9_][A-Za-z0-9_.-]*/)*[A-Za-z0-9_][A-Za-z0-9_.-]*")
_FIGURE = re.compile(r"!\[[^\[\]]*\]\(\s*<?(figures/[^)\s>]+)")
_FOLDERS = ("starter/", "reference/", "examples/", "data/public/", "data/hidden/", "figures/")
_FILES = (
    "exercise.toml", "prompt.en.md", "prompt.ko.md", "checks.py", "variants.py", "solver.py", "waivers.toml",
    "measured.json", "README.md", "quiz.toml",
)  # fmt: skip

#: what pages are made of, again and again, and how long it may be
_READ = ("exercise.toml", "prompt.en.md", "prompt.ko.md", "quiz.toml")
MAX_TEXT = 256 * 2**10

#: what a quiz asks; at least one of them
_QUIZ = ("quiz.toml", "variants.py")


def check_manifest(manifest: Manifest, file: str, problems: list[Problem]) -> None:
    """Keys that have the right type and still do not fit each other."""
    _check_texts(manifest, file, problems)
    _need_unique([check.test for check in manifest.checks], file, problems)
    if manifest.limits.time_s > manifest.limits.total_s:
        problems.append(
            Problem.of(
                file,
                "limits.time_s",
                "time_over_total",
                time=manifest.limits.time_s,
                total=manifest.limits.total_s,
            )
        )
    _check_source(manifest, file, problems)
    _check_resources(manifest, file, problems)
    if manifest.kind == "quiz":
        if manifest.checks:
            problems.append(Problem.of(file, "checks", "quiz_checks"))
        if manifest.hints:
            problems.append(Problem.of(file, "hints", "quiz_hints"))
        return
    if not manifest.checks:
        problems.append(Problem.of(file, "checks", "no_checks"))
    elif not any(check.visibility == "public" for check in manifest.checks):
        problems.append(Problem.of(file, "checks", "no_public_check"))
    elif not sum(check.points for check in manifest.checks):
        problems.append(Problem.of(file, "checks", "no_points"))
    _check_submitted(manifest.files.submit, file, problems)


def _check_texts(manifest: Manifest, file: str, problems: list[Problem]) -> None:
    """What students read is said in both languages, and hints have an end."""
    _need_both(manifest.title, file, "title", problems)
    for index, check in enumerate(manifest.checks):
        _need_both(check.title, file, f"checks[{index}].title", problems)
        _need_both(check.hint, file, f"checks[{index}].hint", problems)
    for index, hint in enumerate(manifest.hints):
        _need_both(hint, file, f"hints[{index}]", problems)
    if len(manifest.hints) > MAX_HINTS:
        problems.append(Problem.of(file, "hints", "too_many_hints", most=MAX_HINTS))


def _check_source(manifest: Manifest, file: str, problems: list[Problem]) -> None:
    """What is said about a submission's text is said in both languages."""
    for key in ("forbid", "require"):
        for index, rule in enumerate(getattr(manifest.source, key)):
            _need_both(rule.text, file, f"source.{key}[{index}].text", problems)


def _check_resources(manifest: Manifest, file: str, problems: list[Problem]) -> None:
    """A GPU and its memory are declared together, and only where code is submitted."""
    resources = manifest.resources
    if resources.gpu and manifest.kind == "quiz":
        problems.append(Problem.of(file, "resources.gpu", "quiz_gpu"))
    elif resources.gpu and resources.gpu_memory_mib is None:
        problems.append(Problem.of(file, "resources.gpu_memory_mib", "gpu_without_memory"))
    if not resources.gpu:
        for key in ("gpu_memory_mib", "cpu_fallback"):
            if getattr(resources, key):
                problems.append(Problem.of(file, f"resources.{key}", "not_without_gpu", name=key))


def check_content(manifest: Manifest, content: Mapping[str, bytes], problems: list[Problem]) -> None:
    """Files that must be there, must be text, or have no place in a bundle."""
    for lang in LANGUAGES:
        _need_text(f"prompt.{lang}.md", content, problems)
        _check_figures(f"prompt.{lang}.md", content, problems)
    for name in _READ:
        if len(content.get(name, b"")) > MAX_TEXT:
            problems.append(Problem.of(name, "", "long_text", kib=MAX_TEXT // 2**10))
    if manifest.kind == "quiz":
        for name in [each for each in _QUIZ if each in content] or _QUIZ[1:]:
            _need_text(name, content, problems)
    else:
        for name in [each for each in _QUIZ if each in content]:
            problems.append(Problem.of(name, "", "only_quiz"))
        _need_text("checks.py", content, problems)
        for name in manifest.files.submit:
            _need_text(f"starter/{name}", content, problems)
            _need_text(f"reference/{name}", content, problems)
    for name in content:
        if name not in _FILES and not name.startswith(_FOLDERS):
            problems.append(Problem.of(name, "", "stray_file", folders=", ".join(_FOLDERS)))


def check_questions(
    manifest: Manifest, static: Sequence[str], content: Mapping[str, bytes], problems: list[Problem]
) -> None:
    """The generated questions have titles, names of their own, and something that generates them."""
    if manifest.questions and "variants.py" not in content:
        problems.append(Problem.of("exercise.toml", "questions", "questions_undrawn"))
    for name, title in manifest.questions.items():
        _need_both(title, "exercise.toml", f"questions.{name}", problems)
        if name in static:
            problems.append(Problem.of("exercise.toml", f"questions.{name}", "quiz_twice", name=name))


def _need_both(text: Bilingual, file: str, key: str, problems: list[Problem]) -> None:
    for lang in LANGUAGES:
        if not text.in_(lang).strip():
            problems.append(Problem.of(file, f"{key}.{lang}", "empty_text"))


def _need_unique(names: Sequence[str], file: str, problems: list[Problem]) -> None:
    for name, times in Counter(names).items():
        if times > 1:
            problems.append(Problem.of(file, "checks", "duplicate_test", test=name, times=times))


def _need_text(name: str, content: Mapping[str, bytes], problems: list[Problem]) -> None:
    """The file exists, is UTF-8 and says something."""
    if name not in content:
        problems.append(Problem.of(name, "", "missing_file"))
        return
    try:
        text = content[name].decode("utf-8")
    except UnicodeDecodeError as error:
        problems.append(Problem.of(name, "", "not_utf8", position=error.start))
        return
    if not text.strip():
        problems.append(Problem.of(name, "", "empty_file"))


def _check_figures(name: str, content: Mapping[str, bytes], problems: list[Problem]) -> None:
    """Each figure a prompt shows exists."""
    for figure in _FIGURE.findall(content.get(name, b"").decode("utf-8", "replace")):
        if figure not in content:
            problems.append(Problem.of(name, "", "missing_figure", figure=figure))


def _check_submitted(names: Sequence[str], file: str, problems: list[Problem]) -> None:
    for index, name in enumerate(names):
        rule = _MODULE if index == 0 else _SUBMITTED
        if not rule.fullmatch(name) or len(name) > 120:
            problems.append(Problem.of(file, f"files.submit[{index}]", "bad_submit_name", name=name))
    _need_unique_files(names, file, problems)


def _need_unique_files(names: Sequence[str], file: str, problems: list[Problem]) -> None:
    for name, times in Counter(names).items():
        if times > 1:
            problems.append(Problem.of(file, "files.submit", "duplicate_submit", name=name, times=times))
