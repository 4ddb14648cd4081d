import torch
from torch import Tensor


def rnn_cell(
    x: Tensor, h: Tensor, weight_ih: Tensor, weight_hh: Tensor, bias_ih: Tensor, bias_hh: Tensor
) -> Tensor:
    """Return the next hidden states: one step of every sequence in the batch.

    x           (N, I)   what is read at this step
    h           (N, H)   the states before it
    weight_ih   (H, I)   bias_ih  (H,)
    weight_hh   (H, H)   bias_hh  (H,)
    result      (N, H)
    """
    raise NotImplementedError("write me")


def rnn(
    x: Tensor,
    lengths: Tensor,
    weight_ih: Tensor,
    weight_hh: Tensor,
    bias_ih: Tensor,
    bias_hh: Tensor,
    h0: Tensor | None = None,
) -> tuple[Tensor, Tensor]:
    """Return the states at every step and the last state of each sequence.

    x        (N, T, I)   padded sequences, batch first
    lengths  (N,)        how many steps of each are real, 0 to T
    h0       (N, H)      the states before the first step; None means zeros
    result   outputs (N, T, H), zero after the end; final (N, H)
    """
    raise NotImplementedError("write me")
