# fails: test_module, test_hidden_layer_bends, test_easier_gates, test_log, test_seed_decides, test_truth_table, test_new_points, test_other_tables
# because: scores of shape (N,) meet labels of shape (N, 1), and every score meets every label
import torch
import torch.nn.functional as F
from torch import nn


class MLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.one = nn.Linear(2, 12)
        self.two = nn.Linear(12, 1)
        nn.init.zeros_(self.two.weight)
        nn.init.constant_(self.two.bias, 0.5)

    def forward(self, x):
        return self.two(torch.tanh(self.one(x)))[:, 0]


def train(x, y, seed, log):
    torch.manual_seed(seed)
    model = MLP()
    optimiser = torch.optim.Adam(model.parameters(), lr=0.05)
    for step in range(200):
        optimiser.zero_grad()
        loss = ((model(x) - y) ** 2).mean()
        loss.backward()
        optimiser.step()
        log(step=step, loss=loss.item())
    return model
