from __future__ import annotations

from typing import Any

import msgspec
import pytest

from graders.bilingual import Bilingual
from graders.quiz import (
    Figure,
    Question,
    VariantError,
    curve_figure,
    graph_figure,
    matrix_figure,
    number,
    scatter_figure,
    student_view,
    tree_figure,
)
from graders.quiz.issuing import check_variant

LEAVES = [{"id": "b", "label": "B"}, {"id": "c", "label": "C"}]
ROOT = {"id": "a", "label": "A", "children": ["b", {"to": "c", "label": {"en": "yes", "ko": "예"}}]}
POINTS = [{"label": "points", "points": [[0, 1], [2.5, 3, "P"]]}, {"label": "centres", "points": [[1, 1]]}]


def drawn(*figures: Figure, worked: tuple[Figure, ...] = ()) -> Question:
    """A question with these figures."""
    return Question("q", "What?", [number("a", "a", 1)], "1", figures=figures, worked_figures=worked)


def sent(question: Question) -> dict[str, Any]:
    """The question as it arrives from a cell."""
    packed = msgspec.msgpack.encode(msgspec.to_builtins(question.to_variant()))
    plain: dict[str, Any] = msgspec.msgpack.decode(packed)
    return plain


def test_every_figure_survives_the_way_out_of_a_cell():
    """What the constructors make is what the host has after checking it."""
    question = drawn(
        curve_figure("c", {"en": "A", "ko": "가"}, [{"label": "f", "points": [[0, 0], [1, None], [2, 3.5]]}]),
        scatter_figure("s", "S", POINTS, lines=[{"label": "f", "points": [[0, 4], [4, 0]]}], x_range=(0, 5)),
        tree_figure("t", "T", [ROOT, *LEAVES]),
        graph_figure(
            "g", "G", [{**leaf, "x": x, "y": 0} for x, leaf in enumerate(LEAVES)], [["b", "c"]], directed=True
        ),
        matrix_figure("m", "M", ["cat", "dog"], ["cat", "dog"], [[1, 2.5], [3, "?"]], row_title="true"),
    )
    variant = check_variant(sent(question))

    assert variant == question.to_variant()
    assert [group.marker for group in variant.figures[1].groups] == ["disc", "cross"]  # type: ignore[union-attr]
    assert variant.figures[2].nodes[0].children[1].label == Bilingual("yes", "예")  # type: ignore[union-attr]


def test_figures_of_the_worked_solution_stay_hidden():
    """Students see the figures of the prompt, and those of the worked solution only with it."""
    question = drawn(
        tree_figure("t", "T", [ROOT, *LEAVES]), worked=(matrix_figure("w", "W", ["r"], ["c"], [[4711]]),)
    )
    view = student_view(question.to_variant())

    assert [each["name"] for each in view["figures"]] == ["t"]
    assert "4711" not in str(view)


@pytest.mark.parametrize(
    ("figure", "fault"),
    [
        (curve_figure("c", "", [{"points": [[0, 0], [1, 1]]}]), "title is empty"),
        (curve_figure("c", "C", [{"points": [[0, 0]]}]), "length >= 2"),
        (curve_figure("c", "C", [{"points": [[0, 0], [1, 1e12]]}]), "1000000000"),
        (curve_figure("c", "C", [{"points": [[0, 0], [1, 1]]}], x_range=(1, 1)), "x_range has to grow"),
        (curve_figure("c", "C", [{"points": [[0, 0], [1, 1]]}], data_table=False), "needs a description"),
        (curve_figure("c", "C", [{"points": [[0, None], [1, None]]}]), "no point"),
        (scatter_figure("s", "S", [{"points": [[0, 0]], "marker": "skull"}]), "skull"),
        (scatter_figure("s", "x" * 130, POINTS), "too long"),
        (scatter_figure("s", "S", POINTS, lines=[{"points": [[0, None], [1, None]]}]), "a line has no point"),
        (tree_figure("t", "T", [ROOT]), "b, which is no node"),
        (tree_figure("t", "T", [ROOT, *LEAVES, {"id": "d", "label": "D"}]), "d cannot be reached"),
        (tree_figure("t", "T", [{**ROOT, "children": ["b", "b"]}, LEAVES[0]]), "two nodes"),
        (tree_figure("t", "T", [{**ROOT, "children": ["a"]}]), "is the root"),
        (graph_figure("g", "G", [{**LEAVES[0], "x": 0, "y": 0}], [["b", "z"]]), "z, which is no node"),
        (graph_figure("g", "G", [{**leaf, "x": 0, "y": 0} for leaf in LEAVES], []), "one place"),
        (matrix_figure("m", "M", ["a"], ["a", "b"], [[1]]), "1 values under 2"),
        (matrix_figure("m", "M", ["a", "b"], ["a"], [[1]]), "1 rows of values"),
        (matrix_figure("<b>", "M", ["a"], ["a"], [[1]]), "regex"),
    ],
)
def test_figure_that_cannot_be_drawn_is_refused(figure: Figure, fault: str):
    """Its author hears what is wrong with it."""
    with pytest.raises(VariantError, match=fault):
        check_variant(sent(drawn(figure)))


def test_two_figures_of_one_name_are_refused():
    """Names tell figures apart, over prompt and worked solution."""
    one = matrix_figure("m", "M", ["a"], ["a"], [[1]])
    with pytest.raises(VariantError, match="one name"):
        check_variant(sent(drawn(one, worked=(one,))))
