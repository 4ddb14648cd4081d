"""Draws the figures of lessons and prompts as SVG: `python -m tools.figures` writes them all anew.

Each function of the modules below returns one drawing. Colours follow the reader's system, light or dark, and
words are left out or are code, so that one file serves both languages. Numbers are computed, never copied.
"""

from __future__ import annotations

from collections.abc import Callable

from . import (
    clusters,
    descent,
    images,
    kinds,
    learning,
    losses,
    neighbours,
    networks,
    points,
    regression,
    tensors,
    trees,
    web,
)

FIGURES: dict[str, Callable[[], str]] = {
    "ai/1-1-nested": tensors.nested,
    "ai/2-1-graph": tensors.graph,
    "ai/2-1-views": tensors.views,
    "ai/2-2-batches": networks.batches,
    "ai/2-3-nesting": networks.nesting,
    "ai/3-1-1-vote": neighbours.vote,
    "ai/3-1-2-margin": points.margin,
    "ai/3-1-3-split": points.split,
    "ai/3-1-4-curves": regression.line_and_curve,
    "ai/3-1-5-squares": regression.squares,
    "ai/3-1-kinds": regression.kinds,
    "ai/3-2-1-dense": clusters.dense,
    "ai/3-2-1-rounds": points.rounds,
    "ai/3-2-2-variance": clusters.variance,
    "ai/3-2-tasks": clusters.tasks,
    "ai/4-1-fold": descent.fold,
    "ai/4-2-1-derivatives": learning.derivatives,
    "ai/4-2-2-penalties": losses.penalties,
    "ai/4-2-3-descent": learning.descent,
    "ai/4-2-forward": trees.forward,
    "ai/4-3-kinds": kinds.kinds,
    "ai/5-1-window": images.window,
    "ai/5-2-loop": learning.loop,
    "ai/5-3-1-frozen": networks.frozen,
    "ai/5-3-3-neighbours": networks.neighbours,
    "ai/6-1-1-lenet": images.lenet,
    "ai/6-2-boxes": images.boxes,
    "ai/backprop-two-layer:two-layers": losses.two_layers,
    "ai/confusion-matrix:sums": trees.sums,
    "ai/cross-entropy-numbers:surprise": losses.surprise,
    "ai/dbscan-tune:distances": clusters.distances,
    "ai/dbscan-tune:shapes": clusters.shapes,
    "ai/dropout:masks": losses.masks,
    "ai/gradient-descent-variants:ways": descent.ways,
    "ai/impurity-split:gains": trees.gains,
    "ai/knn-classifier:circles": neighbours.circles,
    "ai/linear-regression:residuals": regression.residuals,
    "ai/logistic-regression:curve": regression.curve,
    "ai/losses:gradient": losses.gradient,
    "ai/pca-svd:axes": clusters.axes,
    "ai/perceptron-gates:gates": descent.gates,
    "ai/slp-module:neuron": tensors.neuron,
    "ai/svm-kernels:falloff": neighbours.falloff,
    "ai/tensor-basics:tiles": tensors.tiles,
    "ai/dbn-stack:stacking": kinds.stacking,
    "ai/rbm-cd1:divergence": kinds.divergence,
    "ai/rnn-cell:padded": kinds.padded,
    "flask/1-3-lifetimes": web.lifetimes,
    "flask/2-2-states": web.states,
}
"""Every figure by its course and name: `ai/5-1-window` is exercises/ai/lessons/figures/5-1-window.svg, and
`ai/pca-svd:axes` is exercises/ai/pca-svd/figures/axes.svg."""
