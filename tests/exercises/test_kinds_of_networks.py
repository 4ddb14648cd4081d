"""References of recurrent networks and Boltzmann machines agree with PyTorch and sums over all states."""

from __future__ import annotations

import itertools
import re
import runpy
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

COURSE = Path(__file__).resolve().parents[2] / "exercises/ai"
NAMES = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")


def reference(slug: str) -> dict[str, Any]:
    """The names that an exercise's reference defines."""
    return runpy.run_path(str(COURSE / slug / "reference/solution.py"))


def numbers_of(slug: str, lang: str) -> set[str]:
    """The numbers with four decimal places in a prompt."""
    text = (COURSE / slug / f"prompt.{lang}.md").read_text(encoding="utf-8").replace("−", "-")
    return set(re.findall(r"-?\d+\.\d{4}", text))


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_a_padded_batch_is_read_as_torch_reads_a_packed_one(dtype: torch.dtype) -> None:
    """Outputs, final states and all gradients are those of torch.nn.RNN."""
    torch.manual_seed(3)
    layer = nn.RNN(3, 4, batch_first=True, dtype=dtype)
    x, h0 = torch.randn(4, 6, 3, dtype=dtype), torch.randn(4, 4, dtype=dtype)
    lengths = torch.tensor([2, 5, 1, 4])
    packed = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
    states, final = layer(packed, h0[None])
    expected = pad_packed_sequence(states, batch_first=True, total_length=6)[0], final[0]
    weights = [getattr(layer, f"{name}_l0") for name in NAMES]

    got = reference("rnn-cell")["rnn"](x, lengths, *weights, h0)

    torch.testing.assert_close(got, expected)
    ours, theirs = (
        torch.autograd.grad((results[0] ** 2).sum() + (results[1] ** 3).sum(), weights)
        for results in (got, expected)
    )
    torch.testing.assert_close(ours, theirs)


def test_probabilities_and_free_energies_follow_from_the_energy() -> None:
    """Summing exp(−E) over all states of a small machine gives what the formulas give."""
    names = reference("rbm-cd1")
    torch.manual_seed(5)
    weight, visible_bias, hidden_bias = (
        torch.randn(shape, dtype=torch.float64) for shape in ((3, 2), (3,), (2,))
    )
    v, h = (torch.tensor(list(itertools.product((0.0, 1.0), repeat=n)), dtype=torch.float64) for n in (3, 2))
    mass = torch.exp((v @ visible_bias)[:, None] + h @ hidden_bias + v @ weight @ h.T)

    free_energy = names["free_energy"](v, weight, visible_bias, hidden_bias)
    up = names["hidden_probabilities"](v, weight, hidden_bias)
    down = names["visible_probabilities"](h, weight, visible_bias)

    torch.testing.assert_close(torch.exp(-free_energy), mass.sum(1))
    torch.testing.assert_close(up, mass @ h / mass.sum(1, keepdim=True))
    torch.testing.assert_close(down, mass.T @ v / mass.sum(0)[:, None])


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_stack_of_the_prompt_has_these_numbers(lang: str) -> None:
    """Weights, hidden biases and probabilities in the text are those of the reference."""
    names = reference("dbn-stack")
    rbms = [
        (torch.tensor([[2.0, -1.0], [0.0, 1.0]]), torch.tensor([0.0, 1.0]), torch.tensor([0.0, -1.0])),
        (torch.tensor([[1.0, 0.0], [-1.0, 2.0]]), torch.zeros(2), torch.tensor([1.0, 0.0])),
    ]
    v, noise = torch.tensor([[1.0, 0.0]]), [torch.tensor([[[0.6, 0.4]]]), torch.tensor([[[0.9, 0.2]]])]
    trained = names["pretrain"](v, rbms, noise, 0.5)
    shown = [part for machine in trained for part in (machine[0], machine[2])]
    shown += [*names["recognise"](v, rbms), names["generate"](v, rbms), names["recognise"](v, trained)[0]]

    assert numbers_of("dbn-stack", lang) == {
        f"{each:.4f}" for part in shown for each in part.flatten().tolist()
    }
