# technique: an autograd function with the mask kept for the way back
import torch


class Masked(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, p, u):
        factor = torch.zeros_like(x)
        if p < 1:
            factor[u >= p] = 1 / (1 - p)
        ctx.save_for_backward(factor)
        return x * factor

    @staticmethod
    def backward(ctx, grad):
        (factor,) = ctx.saved_tensors
        return grad * factor, None, None


def dropout(x, p, u, training=True):
    return Masked.apply(x, p, u) if training else x


class Dropout(torch.nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        self.p = p

    def forward(self, x):
        u = torch.empty_like(x).uniform_(0, 1)
        return dropout(x, self.p, u, self.training)
