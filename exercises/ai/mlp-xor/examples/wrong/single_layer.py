# fails: test_hidden_layer_bends, test_log, test_truth_table, test_new_points, test_other_tables
# because: one linear layer, a perceptron with a smooth end
import torch
import torch.nn.functional as F
from torch import nn


class MLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.two = nn.Linear(2, 1)

    def forward(self, x):
        return self.two(x)


def train(x, y, seed, log):
    torch.manual_seed(seed)
    model = MLP()
    optimiser = torch.optim.Adam(model.parameters(), lr=0.05)
    for step in range(200):
        optimiser.zero_grad()
        loss = F.binary_cross_entropy_with_logits(model(x), y)
        loss.backward()
        optimiser.step()
        log(step=step, loss=loss.item())
    return model
