"""A deep belief network, trained one restricted Boltzmann machine after the other."""

from __future__ import annotations

import torch
from torch import Tensor

#: weight (V, H), visible bias (V,), hidden bias (H,)
RBM = tuple[Tensor, Tensor, Tensor]


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


def train_rbm(v: Tensor, rbm: RBM, noise: Tensor, rate: float) -> RBM:
    """Return the machine after a step for each of noise[0], noise[1], …"""
    for numbers in noise:
        rbm = cd1(v, rbm, numbers, rate)
    return rbm


def pretrain(v: Tensor, rbms: list[RBM], noise: list[Tensor], rate: float) -> list[RBM]:
    """Return the machines, each trained on what the trained ones below make of the data."""
    trained = []
    for rbm, numbers in zip(rbms, noise):
        trained.append(train_rbm(v, rbm, numbers, rate))
        v = up(v, trained[-1])
    return trained


def recognise(v: Tensor, rbms: list[RBM]) -> list[Tensor]:
    """Return the hidden probabilities of every machine, the lowest one first."""
    return [v := up(v, rbm) for rbm in rbms]


def generate(h: Tensor, rbms: list[RBM]) -> Tensor:
    """Return the visible probabilities of the lowest machine, from hidden values of the highest."""
    for rbm in reversed(rbms):
        h = down(h, rbm)
    return h
