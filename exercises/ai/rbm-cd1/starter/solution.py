import torch
from torch import Tensor


def hidden_probabilities(v: Tensor, weight: Tensor, hidden_bias: Tensor) -> Tensor:
    """Return the probability of each hidden unit being on, given the visible ones.

    v            (N, V)
    weight       (V, H)
    hidden_bias  (H,)
    result       (N, H)
    """
    raise NotImplementedError("write me")


def visible_probabilities(h: Tensor, weight: Tensor, visible_bias: Tensor) -> Tensor:
    """Return the probability (N, V) of each visible unit being on, given hidden ones (N, H)."""
    raise NotImplementedError("write me")


def sample(p: Tensor, noise: Tensor) -> Tensor:
    """Return states, 0 or 1, for probabilities and uniform numbers of the same shape."""
    raise NotImplementedError("write me")


def free_energy(v: Tensor, weight: Tensor, visible_bias: Tensor, hidden_bias: Tensor) -> Tensor:
    """Return the free energy of each row of v, shape (N,)."""
    raise NotImplementedError("write me")


def cd1(
    v: Tensor, weight: Tensor, visible_bias: Tensor, hidden_bias: Tensor, noise: Tensor, rate: float
) -> tuple[Tensor, Tensor, Tensor]:
    """Return new weight (V, H), visible bias (V,) and hidden bias (H,) after one step of CD-1.

    v      (N, V)   data
    noise  (N, H)   uniform numbers for the hidden states that the data drive
    rate            the learning rate
    """
    raise NotImplementedError("write me")
