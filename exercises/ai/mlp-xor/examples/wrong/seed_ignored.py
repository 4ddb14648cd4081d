# fails: test_seed_decides
# because: the first weights come from wherever the generator stands
import torch
import torch.nn.functional as F
from torch import nn


class MLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.one = nn.Linear(2, 12)
        self.two = nn.Linear(12, 1)

    def forward(self, x):
        return self.two(torch.tanh(self.one(x)))


def train(x, y, seed, log):
    model = MLP()
    optimiser = torch.optim.Adam(model.parameters(), lr=0.05)
    for step in range(200):
        optimiser.zero_grad()
        loss = F.binary_cross_entropy_with_logits(model(x), y)
        loss.backward()
        optimiser.step()
        log(step=step, loss=loss.item())
    return model
