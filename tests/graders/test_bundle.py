from __future__ import annotations

from pathlib import Path

import pytest

from graders.bundle import BundleError, Problem, bundle_from_files, load_bundle
from tests.graders import samples


def problems(**changed: str | bytes | None) -> list[Problem]:
    """What is wrong with the small exercise after this change."""
    with pytest.raises(BundleError) as caught:
        samples.bundle(**changed)
    return caught.value.problems


def test_whole_bundle_is_read():
    """Title, prompts, starter, checks and defaults end up in typed fields."""
    bundle = samples.bundle()

    assert bundle.name == "demo/double"
    assert bundle.title.ko == "두 배"
    assert bundle.files == ["solution.py"]
    assert bundle.entry == "solution"
    assert bundle.starter["solution.py"].startswith("def double")
    assert [check.visibility for check in bundle.checks] == ["public", "hidden"]
    assert bundle.max_points == 4
    assert bundle.limits.grader_memory_mib == 1024


def test_version_is_the_hash_of_names_and_contents():
    """Order does not matter; any changed byte or name gives another version."""
    files = samples.files()
    reversed_files = dict(reversed(files.items()))
    renamed = {
        name.replace("solution", "solution2") if "right" in name else name: d for name, d in files.items()
    }
    moved = files | {"figures/a.svg": b"bc"}
    shifted = files | {"figures/a.svgb": b"c"}

    version = bundle_from_files(files, "double", "demo").version
    assert bundle_from_files(reversed_files, "double", "demo").version == version
    assert bundle_from_files(renamed, "double", "demo").version == version
    assert samples.bundle(checks__py=samples.CHECKS + "\n").version != version
    assert (
        bundle_from_files(moved, "double", "demo").version
        != bundle_from_files(shifted, "double", "demo").version
    )


def test_every_problem_is_named_and_not_only_the_first():
    """Five mistakes in one manifest give five problems, each with its key."""
    broken = """
schema = 2
kind = "code"
title = { en = "x" }
points = 3
[limits]
time_s = "fast"
[[checks]]
test = "small"
points = 1
title = { en = "a", ko = "b" }
hint = { en = "a", ko = "b" }
"""
    found = {problem.key for problem in problems(exercise__toml=broken)}

    assert found == {"schema", "title.ko", "points", "limits.time_s", "checks[0].test"}


@pytest.mark.parametrize(
    ("changed", "file", "key"),
    [
        ({"exercise__toml": None}, "exercise.toml", ""),
        ({"exercise__toml": "schema = "}, "exercise.toml", ""),
        ({"exercise__toml": b"\xff"}, "exercise.toml", ""),
        ({"prompt__ko__md": None}, "prompt.ko.md", ""),
        ({"prompt__en__md": " \n"}, "prompt.en.md", ""),
        ({"prompt__en__md": b"\xff\xfe"}, "prompt.en.md", ""),
        ({"prompt__en__md": "![x](figures/none.svg)"}, "prompt.en.md", ""),
        ({"checks__py": None}, "checks.py", ""),
        ({"starter_in_solution__py": None}, "starter/solution.py", ""),
        ({"reference_in_solution__py": None}, "reference/solution.py", ""),
        ({"notes__txt": "x"}, "notes.txt", ""),
        ({"exercise__toml": samples.MANIFEST.replace("test_large", "test_small")}, "exercise.toml", "checks"),
        (
            {"exercise__toml": samples.MANIFEST.replace('"큰 수"', '" "')},
            "exercise.toml",
            "checks[1].title.ko",
        ),
        (
            {"exercise__toml": samples.MANIFEST.replace("time_s = 2", "time_s = 9")},
            "exercise.toml",
            "limits.time_s",
        ),
        (
            {
                "exercise__toml": samples.MANIFEST.replace(
                    "[limits]", '[files]\nsubmit = ["../x.py"]\n[limits]'
                )
            },
            "exercise.toml",
            "files.submit[0]",
        ),
        (
            {"exercise__toml": samples.MANIFEST.replace("points = 1", "points = 1.5")},
            "exercise.toml",
            "checks[0].points",
        ),
    ],
)
def test_problem_names_file_key_and_cure(changed: dict[str, str | bytes | None], file: str, key: str):
    """Each kind of mistake says where it is and what would cure it, in both languages."""
    found = problems(**changed)

    assert (file, key) in {(problem.file, problem.key) for problem in found}
    for problem in found:
        assert problem.cure.en
        assert problem.cure.ko
        assert problem.message.en != problem.message.ko


def test_misspelt_key_names_the_right_one():
    """An unknown key close to a known one says which was probably meant."""
    found = problems(exercise__toml=samples.MANIFEST.replace('"hidden"', '"hiden"'))
    assert [problem.cure.en for problem in found] == ["Choose from: public, hidden, after_due."]

    found = problems(exercise__toml=samples.MANIFEST.replace("visibility", "visibilty"))

    assert any("visibility" in problem.cure.en for problem in found)


def test_what_pages_are_made_of_is_short():
    """A prompt of a megabyte is refused, also one of brackets, each of which may begin a figure."""
    found = problems(prompt__ko__md="# 두 배\n" + "![" * 500_000)

    assert [(problem.file, problem.message.en) for problem in found] == [
        ("prompt.ko.md", "The file is longer than 256 KiB.")
    ]


def test_slugs_are_kebab_case():
    """A folder name with capitals or underscores is refused, for the course as for the exercise."""
    with pytest.raises(BundleError) as caught:
        bundle_from_files(samples.files(), slug="My_Exercise", course="AI")

    assert {problem.key for problem in caught.value.problems} == {"slug", "course"}


def test_quiz_needs_variants_and_no_checks():
    """A quiz consists of prompts and variants.py; checks in it are a mistake."""
    quiz = samples.quiz()

    assert (quiz.kind, quiz.files, quiz.checks) == ("quiz", [], [])
    with pytest.raises(BundleError) as caught:
        bundle_from_files(
            {name: data for name, data in samples.QUIZ.items() if name != "variants.py"}, "sums", "demo"
        )
    assert [problem.file for problem in caught.value.problems] == ["variants.py"]


def test_folder_is_read_without_caches_and_links(tmp_path: Path):
    """Caches, hidden files and symbolic links are no part of a bundle's content."""
    folder = tmp_path / "demo" / "double"
    for name, data in samples.files(__pycache___in_x__pyc=b"x").items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    (folder / ".git").mkdir()
    (folder / ".git" / "config").write_text("x")
    (folder / "figures").symlink_to("/etc")
    (folder / "README.md").symlink_to("/etc/passwd")

    bundle = load_bundle(folder)

    assert bundle.version == samples.bundle().version


def test_missing_folder_is_a_problem_and_not_a_crash(tmp_path: Path):
    """A path without a folder says what to give instead."""
    with pytest.raises(BundleError, match=r"exercise\.toml"):
        load_bundle(tmp_path / "nothing")


HINTS = """
solution = "due"
[[hints]]
en = "Look at **two**."
ko = "**2**를 보세요."
[[hints]]
en = "Add it to itself."
ko = "자기 자신을 더하세요."
"""


def test_hints_are_read_in_their_order():
    """Hints and the rule for the solution reach the bundle; without them it opens when solved."""
    told = samples.bundle(exercise__toml=_with_hints(HINTS))
    silent = samples.bundle()

    assert [hint.en for hint in told.hints] == ["Look at **two**.", "Add it to itself."]
    assert told.solution == "due"
    assert (silent.hints, silent.solution) == ([], "solved")


@pytest.mark.parametrize(
    ("hints", "key"),
    [
        ('[[hints]]\nen = "Only one language."\n', "hints[0].ko"),
        ('[[hints]]\nen = "A"\nko = " "\n', "hints[0].ko"),
        ('[[hints]]\nen = "A"\nko = "B"\ntitle = "C"\n', "hints[0].title"),
        ('[[hints]]\nen = "A"\nko = "B"\n' * 9, "hints"),
        ('hints = "one"\n', "hints"),
        ('solution = "always"\n', "solution"),
    ],
)
def test_hints_that_cannot_be_used_are_named(hints, key):
    """A hint without a language, with a key of no meaning, or one too many is an error with its place."""
    assert key in {problem.key for problem in problems(exercise__toml=_with_hints(hints))}


def _with_hints(hints: str) -> str:
    """The manifest with these lines, keys at the top before the tables."""
    if hints.startswith("[["):
        return samples.MANIFEST + hints
    top, _, tables = hints.partition("[[")
    return top + samples.MANIFEST + (f"[[{tables}" if tables else "")
