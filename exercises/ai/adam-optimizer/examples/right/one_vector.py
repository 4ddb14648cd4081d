# technique: all parameters laid end to end in one vector; the weights of the averages kept as running sums
import torch


class Adam:
    def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.lr, self.betas, self.eps = lr, betas, eps
        self.mean = self.square = 0.0
        self.mean_weight = self.square_weight = 0.0

    def step(self, params, grads):
        b1, b2 = self.betas
        p = torch.cat([each.reshape(-1) for each in params])
        g = torch.cat([each.reshape(-1) for each in grads])
        self.mean = b1 * self.mean + (1 - b1) * g
        self.square = b2 * self.square + (1 - b2) * g**2
        self.mean_weight = b1 * self.mean_weight + (1 - b1)
        self.square_weight = b2 * self.square_weight + (1 - b2)
        p = p - self.lr * (self.mean / self.mean_weight) / (
            (self.square / self.square_weight) ** 0.5 + self.eps
        )
        pieces = p.split([each.numel() for each in params])
        return [piece.reshape(each.shape) for piece, each in zip(pieces, params)]
