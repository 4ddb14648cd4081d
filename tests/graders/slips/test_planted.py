"""Planted mistakes in layers are named."""

from __future__ import annotations

import pytest
import torch

from graders.phrases import PHRASES
from tests.graders.slips.judging import diagnosis
from tests.graders.slips.planted import LAYERS
from tests.graders.slips.planted_optimisers import OPTIMISERS
from tests.graders.slips.planted_training import TRAINING

PLANTED = [*LAYERS, *TRAINING, *OPTIMISERS]
SEEDS = range(4)


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: f"{planted.operation}-{planted.name}")
def test_a_planted_mistake_is_named(planted):
    """The mistake is named for every draw of the arguments; the right implementation passes."""
    for seed in SEEDS:
        case = planted.draw(torch.Generator().manual_seed(seed))
        expected = planted.right(**case)

        assert diagnosis(planted.wrong(**case), expected, planted.slips(**case)) == [planted.name], seed
        assert diagnosis(planted.right(**case), expected, planted.slips(**case)) is None


def test_each_slip_has_words_and_a_planted_mistake():
    """No slip lacks its sentence in the catalogue, and none its planted mistake."""
    names = {
        slip.kind
        for planted in PLANTED
        for slip in planted.slips(**planted.draw(torch.Generator().manual_seed(0)))
    }

    assert {f"slip.{name}" for name in names} <= set(PHRASES)
    assert {planted.name for planted in PLANTED} == names
