# fails: test_easier_gates, test_log, test_truth_table, test_new_points, test_other_tables
# because: the cross-entropy for several classes, with one score: its softmax is always 1 and the loss 0
import torch
from torch import nn
from torch.nn import functional as F


class MLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden, self.score = nn.Linear(2, 16), nn.Linear(16, 1)

    def forward(self, x):
        return self.score(torch.tanh(self.hidden(x)))


def train(x, y, seed, log):
    torch.manual_seed(seed)
    network = MLP()
    optimiser = torch.optim.Adam(network.parameters(), lr=0.05)
    for step in range(60):
        loss = F.cross_entropy(network(x), y)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        log(step=step, loss=loss.item())
    return network
