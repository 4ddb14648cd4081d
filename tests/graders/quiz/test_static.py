from __future__ import annotations

import pytest

from graders.bilingual import Bilingual
from graders.bundle import Bundle, BundleError, bundle_from_files
from graders.gates.variants import VariantsGate
from graders.grading import Grader
from graders.problems import Problem
from graders.quiz import issue, right_answers, score
from tests.graders import samples

HEAD = """
schema = 1

[[questions]]
id = "every-kind"
title = { en = "Every kind", ko = "모든 종류" }
prompt = { en = "Look.", ko = "보세요." }
[questions.worked]
en = "A, then B, then C; images and texts; 28 and conv; 0.25 and ReLU."
ko = "A, B, C; images가 아닌 것; 28, conv; 0.25, ReLU."
"""
FIELDS = """
[[questions.fields]]
kind = "number"
name = "loss"
label = { en = "Loss", ko = "손실" }
answer = 0.25
tolerance = 0.01
unit = "s"
units = { ms = 0.001 }

[[questions.fields]]
kind = "text"
name = "name"
label = "Name"
answers = ["ReLU", "rectifier"]

[[questions.fields]]
kind = "ordering"
name = "steps"
label = "Order"
options = ["A", "B", "C"]
answer = ["A", "B", "C"]

[[questions.fields]]
kind = "matching"
name = "use"
label = "Use"
items = { cnn = "CNN", rnn = "RNN" }
options = { images = "images", texts = { en = "texts", ko = "images가 아닌 것" } }
answers = { cnn = "images", rnn = "texts" }
shuffle = false

[[questions.fields]]
kind = "several"
name = "letters"
label = "Letters"
options = ["A", "B", "C"]
answers = ["A", "B"]

[[questions.fields]]
kind = "choice"
name = "letter"
label = "Letter"
options = ["A", "B", "C"]
answer = "A"

[[questions.fields]]
kind = "table"
name = "layers"
label = "Layers"
columns = ["Layer", { en = "Size", ko = "크기" }, "Kind"]
rows = [
  ["C1", { kind = "number", name = "c1.size", label = "C1, size", answer = 28 },
    { kind = "choice", name = "c1.kind", label = "C1, kind", options = ["conv", "pool"], answer = "conv" }],
  ["S2", 14, { en = "pool", ko = "풀링" }],
]
"""
FIGURES = """
[[questions.figures]]
kind = "curve"
name = "curve"
title = "Curve"
curves = [{ points = [[0, 0], [1], [1, 1.5]] }]

[[questions.figures]]
kind = "scatter"
name = "scatter"
title = "Points"
groups = [{ label = "points", points = [[0, 1], [2, 3, "P"]] }, { points = [[1, 1]] }]

[[questions.figures]]
kind = "tree"
name = "tree"
title = "Tree"
nodes = [{ id = "a", label = "A", children = ["b", { to = "c", label = "yes" }] }, { id = "b", label = "B" },
  { id = "c", label = { en = "C", ko = "다" } }]

[[questions.figures]]
kind = "graph"
name = "graph"
title = "Graph"
nodes = [{ id = "a", label = "A", x = 0, y = 0 }, { id = "b", label = "B", x = 1, y = 0 }]
edges = [["a", "b"]]

[[questions.worked_figures]]
kind = "matrix"
name = "matrix"
title = "Matrix"
row_labels = ["a", "b"]
column_labels = ["a", { en = "b", ko = "나" }]
values = [[1, 2], [3, 4]]
"""
WHOLE = HEAD + FIELDS + FIGURES


def quiz(text: str = WHOLE, **changed: bytes | None) -> Bundle:
    """A quiz of this quiz.toml; `variants__py` and the like are added to its files."""
    content = {name: samples.QUIZ[name] for name in ("exercise.toml", "prompt.en.md", "prompt.ko.md")}
    content |= {"quiz.toml": text.encode()}
    content |= {name.replace("__", "."): data for name, data in changed.items() if data is not None}
    return bundle_from_files(content, "sums", "demo")


def problems(text: str, **changed: bytes | None) -> list[Problem]:
    """What is wrong with a quiz of this quiz.toml."""
    with pytest.raises(BundleError) as caught:
        quiz(text, **changed)
    return caught.value.problems


def test_every_kind_of_field_and_figure_can_be_written_down():
    """A quiz of quiz.toml alone is asked without a cell, and its key scores full marks."""
    bundle = quiz()
    variant = issue(bundle, 1, grader=None)

    assert bundle.questions == {"every-kind": Bilingual("Every kind", "모든 종류")}
    assert variant.faults() == []
    assert score(variant, right_answers(variant)).correct
    assert [each.name for each in variant.figures] == ["curve", "scatter", "tree", "graph"]
    assert [each.name for each in variant.worked_figures] == ["matrix"]
    assert score(variant, right_answers(variant) | {"loss": "250 ms"}).correct


def test_options_are_shuffled_by_the_seed():
    """One seed gives one order, others give others, and what the author fixed stays."""
    bundle = quiz()

    def orders(name: str) -> set[tuple[str, ...]]:
        variants = [issue(bundle, seed) for seed in range(40)]
        return {
            tuple(option.value for option in field.options)
            for variant in variants
            for field in variant.fields
            if field.name == name
        }

    assert issue(bundle, 5) == issue(bundle, 5)
    assert len(orders("letter")) == 6
    assert orders("use.cnn") == {("images", "texts")}
    # The right order is never the one that is shown, and all places show the same.
    assert ("A", "B", "C") not in orders("steps.1")
    assert orders("steps.1") == orders("steps.2")


@pytest.mark.parametrize(
    ("old", "new", "key", "said"),
    [
        (
            'kind = "number"\nname = "loss"',
            'kind = "numbr"\nname = "loss"',
            "fields[0].kind",
            "matching, table",
        ),
        ('kind = "text"\n', "", "fields[1].kind", "missing"),
        ("tolerance", "tolerence", "fields[0].tolerence", "Did you mean tolerance?"),
        ("answer = 0.25", 'answer = "a quarter"', "fields[0].answer", "does not fit"),
        ("answer = 0.25", "answer = nan", "questions[0]", "not finite"),
        (
            'options = ["A", "B", "C"]\nanswer = "A"',
            'options = ["A"]\nanswer = "X"',
            "fields[5]",
            "none of the options",
        ),
        ('label = { en = "Loss", ko = "손실" }', 'label = { en = "Loss" }', "fields[0].label", "`ko`"),
        ('answer = ["A", "B", "C"]', 'answer = ["A", "B"]', "fields[2]", "each option once"),
        ('name = "c1.size", ', "", "fields[6].rows[0][1].name", "missing"),
        (
            'kind = "choice", name = "c1.kind"',
            'kind = "several", name = "c1.kind"',
            "rows[0][2].kind",
            "number, choice",
        ),
        ("[questions.worked]", "[questions.hidden]", "hidden", "no such key"),
        ('["a", "b"]]', '["a", "x"]]', "questions[0]", "no node"),
        ("[1, 1.5]]", '[1, "x"]]', "figures[0].curves", "does not fit"),
        ('kind = "graph"', 'kind = "pie"', "figures[3].kind", "curve, scatter"),
        ("schema = 1", "schema = 2", "schema", "Choose from: 1"),
    ],
)
def test_mistake_names_its_key_and_cure(old: str, new: str, key: str, said: str):
    """A wrong quiz.toml is refused with the file, the key and what would cure it."""
    assert old in WHOLE
    found = problems(WHOLE.replace(old, new, 1))
    lines = [each.line() for each in found]

    assert {each.file for each in found} == {"quiz.toml"}
    assert any(key in each.key and said in each.line() for each in found), lines


def test_question_is_there_once():
    """Two questions of one id are refused, also where the manifest lists the second."""
    assert "every-kind" in problems(WHOLE + WHOLE.replace("schema = 1", ""))[0].line()
    listed = samples.QUIZ["exercise.toml"] + b'[questions]\nevery-kind = { en = "Again", ko = "" }\n'
    found = problems(WHOLE, exercise__toml=listed, variants__py=samples.QUIZ["variants.py"])
    assert [each.key for each in found] == ["questions.every-kind.ko", "questions.every-kind"]
    (found_one,) = problems(
        WHOLE, exercise__toml=listed.replace(b'""', b'"more"').replace(b"every-", b"any-")
    )
    assert "variants.py" in found_one.cure.en


def test_quiz_needs_something_to_ask():
    """Neither file is missing_file; a quiz file in a code exercise has no place."""
    content = {name: samples.QUIZ[name] for name in ("exercise.toml", "prompt.en.md", "prompt.ko.md")}
    with pytest.raises(BundleError, match=r"variants\.py: The file is missing"):
        bundle_from_files(content, "sums", "demo")
    with pytest.raises(BundleError, match=r"quiz\.toml: Only a quiz"):
        samples.bundle(quiz__toml=WHOLE)


def test_quiz_of_both_files_asks_both(grader: Grader):
    """Written and generated questions come from one quiz, and either can be asked for by name."""
    bundle = quiz(variants__py=samples.QUIZ["variants.py"], solver__py=samples.QUIZ["solver.py"])
    asked = {issue(bundle, seed, grader).question for seed in range(1, 9)}

    assert asked == {"every-kind", "sum"}
    assert issue(bundle, 3, grader, question="sum").question == "sum"
    assert issue(bundle, 3, grader, question="every-kind").question == "every-kind"


def test_gate_looks_at_written_questions(grader: Grader):
    """The gate tries quiz.toml without a cell, and names the question that is not worked out."""
    tell = lambda done, total: None  # noqa: E731
    good = VariantsGate(60).run(quiz(), grader, tell)
    bad = VariantsGate(60).run(quiz(WHOLE.replace("28 and conv", "conv")), grader, tell)

    assert good.problems == []
    assert good.facts["seeds"] == 0
    (found,) = bad.problems
    assert (found.file, found.key) == ("quiz.toml", "questions[0]")
    assert "c1.size" in found.message.en
