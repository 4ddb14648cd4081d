# technique: two hidden layers, squared error of signs, RMSprop with weights drawn by a generator of its own
import torch
from torch import nn


class MLP(nn.Module):
    def __init__(self, generator=None):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(2, 10), nn.Linear(10, 10), nn.Linear(10, 1)])
        for layer in self.layers:
            nn.init.xavier_uniform_(layer.weight, gain=1.5, generator=generator)

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = torch.tanh(layer(x))
        return self.layers[-1](x)


def train(x, y, seed, log):
    generator = torch.Generator()
    generator.manual_seed(seed)
    torch.manual_seed(seed)
    model = MLP(generator)
    optimiser = torch.optim.RMSprop(model.parameters(), lr=0.01)
    signs = 2 * y - 1
    for step in range(250):
        loss = ((model(x) - signs) ** 2).mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        log(step=step, loss=loss.item())
    return model
