"""What a fork server without warm-up still does once: the little that cells could not do themselves."""

from __future__ import annotations

import torch


def convolve_once() -> None:
    """Let the convolution library read the processor's description, which cells cannot see; about 1 ms."""
    torch.set_num_threads(1)
    torch.nn.functional.conv2d(torch.zeros(1, 1, 1, 1), torch.zeros(1, 1, 1, 1))
