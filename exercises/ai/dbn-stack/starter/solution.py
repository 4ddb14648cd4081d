import torch
from torch import Tensor

# A restricted Boltzmann machine: weight (V, H), visible bias (V,), hidden bias (H,).
RBM = tuple[Tensor, Tensor, Tensor]


# These three are complete. Use them as they are.


def up(v: Tensor, rbm: RBM) -> Tensor:
    """Return the probabilities (N, H) of the hidden units, given the visible ones (N, V)."""
    weight, _, hidden_bias = rbm
    return torch.sigmoid(v @ weight + hidden_bias)


def down(h: Tensor, rbm: RBM) -> Tensor:
    """Return the probabilities (N, V) of the visible units, given the hidden ones (N, H)."""
    weight, visible_bias, _ = rbm
    return torch.sigmoid(h @ weight.T + visible_bias)


def cd1(v: Tensor, rbm: RBM, noise: Tensor, rate: float) -> RBM:
    """Return the machine after one step of contrastive divergence; noise is (N, H)."""
    weight, visible_bias, hidden_bias = rbm
    p = up(v, rbm)
    seen = down((noise < p).to(p.dtype), rbm)
    q = up(seen, rbm)
    return (
        weight + rate * (v.T @ p - seen.T @ q) / len(v),
        visible_bias + rate * (v - seen).mean(dim=0),
        hidden_bias + rate * (p - q).mean(dim=0),
    )


# These four are yours.


def train_rbm(v: Tensor, rbm: RBM, noise: Tensor, rate: float) -> RBM:
    """Return the machine after S steps of cd1 on all of v.

    v      (N, V)
    noise  (S, N, H)   noise[0] is for the first step
    """
    raise NotImplementedError("write me")


def pretrain(v: Tensor, rbms: list[RBM], noise: list[Tensor], rate: float) -> list[RBM]:
    """Return the trained machines, the lowest one first.

    rbms   the machines before training; the hidden units of one are the visible units of the next
    noise  for each machine its own, (S, N, H)
    """
    raise NotImplementedError("write me")


def recognise(v: Tensor, rbms: list[RBM]) -> list[Tensor]:
    """Return the hidden probabilities of every machine, the lowest one first."""
    raise NotImplementedError("write me")


def generate(h: Tensor, rbms: list[RBM]) -> Tensor:
    """Return visible probabilities of the lowest machine, from hidden values (N, H) of the highest."""
    raise NotImplementedError("write me")
