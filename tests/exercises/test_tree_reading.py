"""What a question asks about a drawn tree is what the drawing says, or what scikit-learn computes."""

from __future__ import annotations

import random
import re
import runpy
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.tree import DecisionTreeClassifier

from graders.quiz import Variant
from graders.quiz.figures import TreeFigure, TreeNode

FOLDER = Path(__file__).resolve().parents[2] / "exercises/ai/tree-reading"
SEEDS = 200


@pytest.fixture(scope="module")
def variants() -> list[Variant]:
    """Variants of many seeds, generated here since the generator is our own."""
    generate = runpy.run_path(str(FOLDER / "variants.py"))["generate"]
    return [generate(random.Random(seed)).to_variant() for seed in range(SEEDS)]


def answers_of(variant: Variant) -> dict[str, Any]:
    """The key, by field name."""
    return {name: key.value for name, key in variant.keys.items()}  # type: ignore[union-attr]


def trees_of(variant: Variant) -> list[TreeFigure]:
    """The drawn trees."""
    return [figure for figure in variant.figures if isinstance(figure, TreeFigure)]


def counts_of(node: TreeNode) -> dict[str, int]:
    """The examples of each class that a node's label shows."""
    found = (re.fullmatch(r"(\w+) (\d+)", line) for line in node.label.en.split("\n"))
    return {match[1]: int(match[2]) for match in found if match}


def walk(figure: TreeFigure, sample: dict[str, int]) -> tuple[TreeNode, int]:
    """The leaf at which an example ends, read from the labels, and the number of questions."""
    nodes, steps = {node.id: node for node in figure.nodes}, 0
    here = figure.nodes[0]
    while here.children:
        feature, threshold = here.label.en.split(" ≤ ")
        word = "yes" if sample[feature] <= int(threshold) else "no"
        here = nodes[next(branch.to for branch in here.children if branch.label.en == word)]
        steps += 1
    return here, steps


def sample_of(variant: Variant) -> dict[str, int]:
    """The example that the prompt describes."""
    described = re.search(r"has (.+?)\. ", variant.prompt.en)
    assert described
    pairs = (re.fullmatch(r"(.+) \*\*(\d+)\*\*", part) for part in described[1].split(", "))
    return {pair[1]: int(pair[2]) for pair in pairs if pair}


def test_examples_end_where_the_drawing_leads(variants: list[Variant]) -> None:
    """Leaf, questions, class and probabilities follow from the drawn labels."""
    for variant in variants:
        keys = answers_of(variant)
        if variant.question == "follow-path":
            leaf, steps = walk(trees_of(variant)[0], sample_of(variant))
            assert (keys["leaf"], keys["questions"]) == (leaf.label.en, steps)
        if variant.question == "leaf-probability":
            counts = counts_of(walk(trees_of(variant)[0], sample_of(variant))[0])
            asked = variant.prompt.en.split("**")[-2]
            names = {option.value: option.label.en for option in variant.fields[0].options}
            top = max(counts, key=lambda name: counts[name])
            assert names[keys["predicted"]] == top
            assert list(counts.values()).count(counts[top]) == 1
            shares = {name: count / sum(counts.values()) for name, count in counts.items()}
            assert [keys["probability"], keys["other"]] == pytest.approx([shares[top], shares[asked]])


def test_shapes_are_counted_in_the_drawing(variants: list[Variant]) -> None:
    """Depth, leaves and errors are those of the drawn tree."""
    for variant in variants:
        if variant.question == "tree-shape":
            (figure,) = trees_of(variant)
            depth = {figure.nodes[0].id: 0}
            for node in figure.nodes:  # parents come before their children
                depth |= {branch.to: depth[node.id] + 1 for branch in node.children}
            leaves = [sorted(counts_of(node).values()) for node in figure.nodes if not node.children]
            wrong, total = sum(leaf[0] for leaf in leaves), sum(map(sum, leaves))
            expected = [max(depth.values()), len(leaves), sum(leaf[0] == 0 for leaf in leaves), wrong]
            assert list(answers_of(variant).values()) == [*expected, pytest.approx(1 - wrong / total)]


def fitted(figure: TreeFigure, criterion: str) -> tuple[np.ndarray, np.ndarray]:
    """Impurities and sizes of a drawn split, from a tree fitted to as many examples."""
    rows = [list(counts_of(node).values()) for node in figure.nodes[1:]]
    x = np.repeat([0.0, 1.0], [sum(row) for row in rows])[:, None]
    y = np.concatenate([np.repeat([0, 1], row) for row in rows])
    tree = DecisionTreeClassifier(criterion=criterion, max_depth=1).fit(x, y).tree_
    return tree.impurity, tree.n_node_samples / len(y)


def test_impurities_are_those_of_the_libraries(variants: list[Variant]) -> None:
    """Gini, entropy and gains are those of scikit-learn, and the better split leaves less."""
    for variant in variants:
        keys = answers_of(variant)
        if variant.question == "node-impurity":
            counts = np.array(list(counts_of(trees_of(variant)[0].nodes[0]).values()))
            shares = counts / counts.sum()
            assert list(keys.values()) == pytest.approx([1 - shares @ shares, -shares @ np.log2(shares)])
        if variant.question == "information-gain":
            impurity, share = fitted(trees_of(variant)[0], "entropy")
            before, after = impurity[0], share[1:] @ impurity[1:]
            assert list(keys.values()) == pytest.approx([before, after, before - after])
        if variant.question == "better-split":
            left = [share[1:] @ gini[1:] for gini, share in (fitted(t, "gini") for t in trees_of(variant))]
            assert (keys["A"], keys["B"]) == pytest.approx(left)
            assert keys["better"] == "AB"[int(np.argmin(left))]


def test_every_kind_of_question_comes_up_anew(variants: list[Variant]) -> None:
    """Each kind has a fair share, and hardly any two variants are alike."""
    kinds = Counter(variant.question for variant in variants)

    assert len(kinds) == 6
    assert min(kinds.values()) >= SEEDS / 12
    assert len({repr(variant.facts) for variant in variants}) > 0.95 * SEEDS
