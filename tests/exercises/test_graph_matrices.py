"""Answers about a drawn graph are those that the drawing and torch give."""

from __future__ import annotations

import random
import re
import runpy
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from graders.quiz import Question, Variant
from graders.quiz.figures import GraphFigure
from graders.quiz.variant import NumberKey

COURSE = Path(__file__).resolve().parents[2] / "exercises/ai"
SEEDS = 200


@pytest.fixture(scope="module")
def variants() -> list[Variant]:
    """Variants of many seeds, generated here since the generator is our own."""
    generate: Callable[[random.Random], Question] = runpy.run_path(
        str(COURSE / "graph-matrices/variants.py")
    )["generate"]
    return [generate(random.Random(seed)).to_variant() for seed in range(SEEDS)]


def keys_of(variant: Variant) -> dict[str, float]:
    """The right numbers, by field name."""
    return {name: key.value for name, key in variant.keys.items() if isinstance(key, NumberKey)}


def drawing_of(variant: Variant) -> GraphFigure:
    """The drawn graph."""
    (figure,) = variant.figures
    assert isinstance(figure, GraphFigure)
    return figure


def read(figure: GraphFigure) -> torch.Tensor:
    """The adjacency matrix as somebody reads it from the drawing."""
    place = {node.id: int(node.label.en.partition("\n")[0]) for node in figure.nodes}
    matrix = torch.zeros(len(place), len(place), dtype=torch.float64)
    for edge in figure.edges:
        one, other = place[edge.start], place[edge.end]
        matrix[one, other] = int(edge.label.en or 1)
        if not figure.directed:
            matrix[other, one] = matrix[one, other]
    return matrix


def numbers_in(pattern: str, text: str) -> list[tuple[int, int]]:
    """Pairs of nodes in the indices of a formula."""
    return [(int(a), int(b)) for a, b in re.findall(pattern + r"_\{(\d)(\d)\}", text)]


def test_matrices_and_degrees_are_drawn(variants: list[Variant]) -> None:
    """Entries, degrees and sums follow from the drawing alone."""
    for variant in variants:
        keys, matrix = keys_of(variant), read(drawing_of(variant))
        for name, value in keys.items():
            if re.fullmatch(r"a\d\d", name):
                assert value == matrix[int(name[1]), int(name[2])]
        if variant.question == "adjacency":
            asked = int(re.findall(r"degree of node (\d)", variant.prompt.en)[0])
            assert keys["degree"] == matrix[asked].sum()
            assert keys["edges"] == len(drawing_of(variant).edges)
        if variant.question == "directed":
            asked = int(re.findall(r"leave node (\d)", variant.prompt.en)[0])
            assert [keys["out"], keys["into"]] == [matrix[asked].sum(), matrix[:, asked].sum()]
            assert keys["out"] != keys["into"]
        if variant.question == "weighted":
            asked = int(re.findall(r"degree of node (\d)", variant.prompt.en)[0])
            (entry, nothing) = numbers_in("A", variant.prompt.en)
            assert [keys["entry"], keys["nothing"]] == [matrix[entry], matrix[nothing]]
            assert [keys["degree"], keys["trace"]] == [matrix[asked].sum(), matrix.sum()]
            assert keys["degree"] != matrix[asked].count_nonzero()


def test_features_are_added(variants: list[Variant]) -> None:
    """A row of AX and of (A + I)X is what torch computes with the drawn features."""
    for variant in variants:
        if variant.question != "features":
            continue
        figure, keys = drawing_of(variant), keys_of(variant)
        told = [node.label.en.partition("\n")[2].strip("()").split(",") for node in figure.nodes]
        x = torch.tensor([[float(value) for value in pair] for pair in told], dtype=torch.float64)
        asked = int(re.findall(r"row (\d) of", variant.prompt.en)[0])
        matrix = read(figure)
        own = ((matrix + torch.eye(len(matrix))) @ x)[asked]
        assert list(keys.values()) == [*(matrix @ x)[asked].tolist(), *own.tolist()]
        assert variant.keys["shape"].value == f"{len(matrix)} × 2"  # type: ignore[union-attr]


def test_entries_are_those_of_the_layer(variants: list[Variant]) -> None:
    """Normalised entries are those that the exercise on graph convolution computes."""
    normalise = runpy.run_path(str(COURSE / "gcn-layer/reference/solution.py"))["normalise"]
    for variant in variants:
        if variant.question == "normalised":
            keys, matrix = keys_of(variant), read(drawing_of(variant))
            pairs = numbers_in(r"\\hat A", variant.prompt.en)
            entries = [normalise(matrix)[pair].item() for pair in pairs]
            assert [keys["pair"], keys["loop"], keys["nothing"]] == pytest.approx(entries, abs=1e-9)
            assert keys["degree"] == 1 + matrix[pairs[0][0]].sum()
            assert abs(entries[0] - 1 / keys["degree"]) > 0.01


def test_walks_are_powers(variants: list[Variant]) -> None:
    """Walks of two steps are entries of the square, and pass the nodes in between."""
    for variant in variants:
        if variant.question == "walks":
            keys, matrix = keys_of(variant), read(drawing_of(variant))
            (start, end), back = numbers_in(r"\(A\^2\)", variant.prompt.en)
            between = torch.nonzero(matrix[start] * matrix[:, end]).flatten()
            square = torch.linalg.matrix_power(matrix, 2)
            assert [keys["between"], keys["back"]] == [square[start, end], square[back]]
            assert keys["through"] == between.sum()


def test_every_kind_of_question_comes_up_anew(variants: list[Variant]) -> None:
    """Each kind has a fair share, and hardly any two variants are alike."""
    seen = Counter(variant.question for variant in variants)

    assert len(seen) == 6
    assert min(seen.values()) >= SEEDS / 12
    assert len({each.prompt.en + repr(each.facts) for each in variants}) > 0.9 * SEEDS
