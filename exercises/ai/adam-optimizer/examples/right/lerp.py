# technique: an object for each parameter, moments by linear interpolation
import torch


class Moments:
    def __init__(self, like):
        self.first, self.second = torch.zeros_like(like), torch.zeros_like(like)

    def update(self, grad, b1, b2):
        self.first = torch.lerp(self.first, grad, 1 - b1)
        self.second = torch.lerp(self.second, grad.square(), 1 - b2)


class Adam:
    def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.lr, self.betas, self.eps = lr, betas, eps
        self.count, self.moments = 0, []

    def step(self, params, grads):
        self.count += 1
        self.moments = self.moments or [Moments(param) for param in params]
        corrections = [1 - beta**self.count for beta in self.betas]
        moved = []
        for param, grad, moments in zip(params, grads, self.moments):
            moments.update(grad, *self.betas)
            first, second = moments.first / corrections[0], moments.second / corrections[1]
            moved.append(param.sub(self.lr * first.div(second.sqrt().add(self.eps))))
        return moved
