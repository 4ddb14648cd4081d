# fails: test_gradient, test_module_gradient
# because: in evaluation the result is cut from the graph, as if nothing in front of it could learn
import torch


def dropout(x, p, u, training=True):
    if not training:
        return x.detach()
    if p == 1:
        return x * 0.0
    return x * (u >= p).to(x.dtype) / (1 - p)


class Dropout(torch.nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        self.p = p

    def forward(self, x):
        return dropout(x, self.p, torch.rand_like(x), self.training)
