# fails: test_first_step, test_worked_example, test_epsilon_outside_the_root, test_several_parameters, test_zero_gradient, test_two_optimisers, test_settings, test_dtype, test_arguments_stay_as_they_are, test_random_gradients, test_trajectory_of_torch, test_many_steps
# because: a weight decay of 0.01, the default of AdamW, that nobody asked for
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
        self.t += 1
        b1, b2 = self.betas
        result = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.m[i] = b1 * self.m[i] + (1 - b1) * g
            self.v[i] = b2 * self.v[i] + (1 - b2) * g * g
            m = self.m[i] / (1 - b1**self.t)
            v = self.v[i] / (1 - b2**self.t)
            result.append(p * (1 - 0.01 * self.lr) - self.lr * m / (v.sqrt() + self.eps))
        return result
