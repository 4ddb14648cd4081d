import torch
import torch.nn.functional as F
from torch import nn

BATCH = 32
LEARNING_RATE = 0.05
MOMENTUM = 0.9


def build_network():
    """Return the network for images of shape (N, 1, 16, 16)."""
    raise NotImplementedError("write me")


def train(network, images, labels, epochs, seed, log):
    """Train the network in place; log(step=…, loss=…, accuracy=…) after each mini-batch."""
    raise NotImplementedError("write me")
