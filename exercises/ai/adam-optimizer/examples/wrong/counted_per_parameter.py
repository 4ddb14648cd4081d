# fails: test_several_parameters, test_random_gradients, test_trajectory_of_torch
# because: the counter grows with each parameter instead of each step
import torch


class Adam:
    def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.lr, self.betas, self.eps = lr, betas, eps
        self.t = 0
        self.m, self.v = None, None

    def step(self, params, grads):
        if self.m is None:
            self.m = [torch.zeros_like(p) for p in params]
            self.v = [torch.zeros_like(p) for p in params]
        b1, b2 = self.betas
        result = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.t += 1
            self.m[i] = b1 * self.m[i] + (1 - b1) * g
            self.v[i] = b2 * self.v[i] + (1 - b2) * g * g
            m = self.m[i] / (1 - b1**self.t)
            v = self.v[i] / (1 - b2**self.t)
            result.append(p - self.lr * m / (v.sqrt() + self.eps))
        return result
