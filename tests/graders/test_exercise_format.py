from __future__ import annotations

import inspect
import random
import re
from pathlib import Path

from graders import bundle, examples, sources
from graders.bundle import bundle_from_files
from graders.gates.examples import VARIANTS
from graders.gates.variant_rules import faults_of
from graders.problems import Problem
from graders.quiz import drawing, questions
from graders.quiz.answers import right_answers, score
from graders.quiz.figures import MARKERS
from graders.quiz.static import read_static
from graders.quiz.static_tables import FIELDS, FIGURES, QuestionTable
from graders.quiz.variant import solver_view
from tests.graders import samples

TEXT = (Path(__file__).parents[2] / "docs" / "exercise-format.md").read_text()


def block(language: str, containing: str) -> str:
    """The fenced block of this language that contains this text."""
    blocks = re.findall(rf"```{language}\n(.*?)```", TEXT, re.DOTALL)
    return next(each for each in blocks if containing in each)


def test_manifest_in_the_document_is_a_manifest():
    """The example of exercise.toml loads as it stands."""
    made = bundle_from_files(
        samples.files(exercise__toml=block("toml", "[[checks]]")), slug="conv2d-layer", course="ai"
    )

    assert made.checks[0].test == "test_one_window"
    assert made.tolerances == {"float32": (1e-4, 1e-5)}


def test_quiz_in_the_document_is_a_quiz():
    """The example of variants.py gives a variant whose key scores full marks, and the solver finds it."""
    scope: dict[str, object] = {}
    exec(block("python", "def generate"), scope)
    question = scope["generate"](random.Random(1))  # type: ignore[operator]
    variant = question.to_variant()

    exec(block("python", "def solve"), scope)
    answers = scope["solve"](solver_view(variant))  # type: ignore[operator]

    assert variant.faults() == []
    assert list(faults_of(variant, 6)) == []
    assert score(variant, right_answers(variant)).correct
    assert score(variant, {name: str(answer) for name, answer in answers.items()}).correct


def test_arguments_in_the_document_are_the_real_ones():
    """Each row names the arguments of its constructor, but for those that every figure has."""
    rows = re.findall(r"^\| `(\w+)\(([^`]*)\)` \|", TEXT, re.MULTILINE)

    for name, listed in rows:
        made = getattr(questions, name, None) or getattr(drawing, name)
        documented = [each.split("=")[0] for each in listed.split(", ")]
        shared = {"description", "data_table"} if name.endswith("_figure") else set()
        assert documented == [each for each in inspect.signature(made).parameters if each not in shared], name


def test_written_quiz_in_the_document_is_a_quiz():
    """The example of quiz.toml is read, and keys are those of its tables."""
    problems: list[Problem] = []
    quiz = read_static({"quiz.toml": block("toml", "[[questions]]").encode()}, problems)
    keys = re.findall(r"^\| `(\w+)` \|", TEXT.split("| question | meaning")[1].split("\n\n")[0], re.MULTILINE)

    assert problems == []
    assert quiz is not None
    assert list(faults_of(quiz.variant(1), 6)) == []
    assert set(keys) == set(QuestionTable.__struct_fields__)
    assert all(f"`{kind}`" in TEXT for kind in [*FIELDS, *FIGURES, *MARKERS])


def test_figure_in_the_document_is_a_figure():
    """The example with a drawn curve gives a variant that can be asked."""
    scope: dict[str, object] = {}
    exec(block("python", "curve_figure("), scope)
    variant = scope["generate"](random.Random(1)).to_variant()  # type: ignore[operator]

    assert variant.faults() == []
    assert list(faults_of(variant, 6)) == []
    assert variant.figures[0].data_table is False


def test_every_kind_of_field_and_figure_is_documented():
    """The tables of fields and figures name exactly the constructors there are."""
    documented = set(re.findall(r"^\| `(\w+)\(", TEXT, re.MULTILINE))
    constructors = {
        name
        for module in (questions, drawing)
        for name, made in vars(module).items()
        if callable(made)
        and name.islower()
        and not name.startswith("_")
        and made.__module__ == module.__name__
    }

    assert documented == constructors


def test_numbers_in_the_document_are_the_real_ones():
    """Limits are those of the code."""
    assert sources.MAX_BYTES == 256 * 1024
    assert f"{sources.MAX_LINES:,} lines" in TEXT
    assert f"{sources.MAX_LINE:,} characters" in TEXT
    assert f"{bundle.MAX_FILES} files and {bundle.MAX_BYTES // 2**20} MiB" in TEXT
    assert f"{VARIANTS} seeds" in TEXT


def test_header_in_the_document_is_read():
    """The example of a wrong example's header is understood."""
    assert examples._header(block("python", "# fails:").encode()) == {
        "fails": "test_any_stride_and_padding, test_padding",
        "because": "the stride is used as padding as well",
    }
