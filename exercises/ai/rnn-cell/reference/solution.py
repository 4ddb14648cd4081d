"""An Elman network over padded sequences: one step, and all of them with masks."""

from __future__ import annotations

import torch
from torch import Tensor


def rnn_cell(
    x: Tensor, h: Tensor, weight_ih: Tensor, weight_hh: Tensor, bias_ih: Tensor, bias_hh: Tensor
) -> Tensor:
    """Return the next hidden state of each sequence: what is read and what is remembered, through tanh."""
    return torch.tanh(x @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh)


def rnn(
    x: Tensor,
    lengths: Tensor,
    weight_ih: Tensor,
    weight_hh: Tensor,
    bias_ih: Tensor,
    bias_hh: Tensor,
    h0: Tensor | None = None,
) -> tuple[Tensor, Tensor]:
    """Return the states at all steps, zero after a sequence's end, and the last state of each sequence."""
    weights = weight_ih, weight_hh, bias_ih, bias_hh
    inside = (torch.arange(x.shape[1]) < lengths[:, None])[:, :, None]
    # Padding goes before anything is computed with it: a NaN would come back in the gradients.
    x = torch.where(inside, x, 0.0)
    h = x.new_zeros(len(x), len(weight_hh)) if h0 is None else h0
    outputs = []
    for step in range(x.shape[1]):
        h = torch.where(inside[:, step], rnn_cell(x[:, step], h, *weights), h)
        outputs.append(torch.where(inside[:, step], h, 0.0))
    return torch.stack(outputs, dim=1), h
