# technique: a Sequential whose parts have names
from collections import OrderedDict

from torch import nn


class SLP(nn.Sequential):
    def __init__(self, inputs, outputs=1):
        super().__init__(OrderedDict(layer=nn.Linear(inputs, outputs), sigmoid=nn.Sigmoid()))
