# technique: a sigmoid hidden layer and L-BFGS, with several evaluations in each step
import torch
import torch.nn.functional as F
from torch import nn


class MLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden, self.out = nn.Linear(2, 24), nn.Linear(24, 1)

    def forward(self, x):
        return self.out(self.hidden(4 * x - 2).sigmoid())


def train(x, y, seed, log):
    torch.manual_seed(seed)
    model = MLP()
    optimiser = torch.optim.LBFGS(model.parameters(), max_iter=4, line_search_fn="strong_wolfe")

    def closure():
        optimiser.zero_grad()
        decay = sum(weight.square().sum() for weight in model.parameters())
        loss = F.binary_cross_entropy_with_logits(model(x), y) + 1e-4 * decay
        loss.backward()
        return loss

    for step in range(25):
        log(step=step, loss=optimiser.step(closure).item())
    return model
